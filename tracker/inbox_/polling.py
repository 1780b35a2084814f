"""Polling what is due. A source that fails is told apart, tried again, and stops no other."""

import asyncio
import random
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from tracker.core.model import Entry, Outcome
from tracker.desk import Batch, Desk, Tally
from tracker.errors import ConfigError, SourceError
from tracker.sources import Fetcher, Reply, Source
from tracker.store import Poll, PollStore

log = structlog.get_logger()

# Seconds. A source that fails is polled less often, but never given up: silence is worse.
BACKOFF_CAP = {"official": 3600.0}
OTHER_CAP = 6 * 3600.0
JITTER = 0.1


class Inbox:
    """Source -> Entries -> Desk. `clock` says what time it is: aware UTC.

    `sources` is asked at each turn; `deciding` is held while a batch is decided.
    """

    def __init__(
        self,
        sources: Callable[[], Sequence[Source]],
        polls: PollStore,
        desk: Desk,
        fetcher: Fetcher,
        clock: Callable[[], datetime],
    ) -> None:
        self._sources = sources
        self._polls = polls
        self._desk = desk
        self._fetcher = fetcher
        self._clock = clock
        self.deciding = asyncio.Lock()
        self._fetching: set[asyncio.Task[Reply]] = set()
        self._stopping = False

    def stop(self) -> None:
        """Give up what is being fetched (it is fetched again later); let decisions finish."""
        self._stopping = True
        for task in self._fetching:
            task.cancel()

    async def poll_due(self) -> list[Tally]:
        """Poll every source whose time has come; returns what became of each that answered."""
        sources = {source.id: source for source in self._sources() if source.enabled}
        due = await asyncio.to_thread(self._polls.due, list(sources), self._clock())
        tallies = await asyncio.gather(*(self._poll(sources[poll.source], poll) for poll in due))
        return [tally for tally in tallies if tally is not None]

    async def _poll(self, source: Source, poll: Poll) -> Tally | None:
        try:
            return await self._read(source, poll)
        except asyncio.CancelledError:
            if self._stopping:
                return None
            raise
        except SourceError as error:
            outcome, message, wait = error.outcome, str(error), error.retry_after
        except ConfigError:  # the database: that is no fault of the source
            raise
        except Exception:  # the boundary of this loop: one source never stops the others
            log.exception("poll failed", source=source.id)
            outcome, message, wait = "error", "an error of ours; the log has the details", None
        after = wait if wait is not None else backoff(source, poll.failures + 1)
        log.warning(
            "polled", source=source.id, outcome=outcome, error=message, again_in=round(after)
        )
        await asyncio.to_thread(self._polls.failed, poll, outcome, message, self._clock(), after)
        return None

    async def _read(self, source: Source, poll: Poll) -> Tally:
        fetching = asyncio.create_task(source.fetch(self._fetcher, poll.validators))
        self._fetching.add(fetching)
        fetching.add_done_callback(self._fetching.discard)
        reply = await fetching
        entries, faults = await asyncio.to_thread(_parse, source, reply)
        outcome = reply.outcome
        if outcome is Outcome.ok and not entries:
            outcome = Outcome.empty
        batch = Batch(
            source=source,
            poll=poll,
            entries=entries,
            outcome=outcome,
            validators=reply.validators,
            after=_jittered(source.rhythm[0]),
            faults=faults,
        )
        async with self.deciding:
            tally = await asyncio.to_thread(self._desk.decide, batch, self._clock())
        log.info(
            "polled",
            source=source.id,
            outcome=str(outcome),
            entries=tally.entries,
            new=tally.new,
            alerts=tally.alerts,
            suppressed=tally.suppressed,
        )
        return tally


def _parse(source: Source, reply: Reply) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Entries of all documents; a broken one is a fault, unless it is the only one."""
    entries: list[Entry] = []
    faults: list[str] = []
    for document in reply.documents:
        try:
            entries += source.parse(document)
        except SourceError as error:
            if len(reply.documents) == 1:
                raise
            faults.append(str(error))
            log.warning("unreadable", source=source.id, document=document.name, error=str(error))
        except Exception as error:  # the boundary of this loop: one document stops no other
            if len(reply.documents) == 1:
                raise
            log.exception("unreadable", source=source.id, document=document.name)
            faults.append(f"{document.name}: an error of ours: {error!r}")
    return tuple(entries), tuple(faults)


def backoff(source: Source, failures: int) -> float:
    """Seconds until a failing source is tried again: doubled each time, up to a cap."""
    often, _ = source.rhythm
    cap = max(BACKOFF_CAP.get(source.tier, OTHER_CAP), often)
    return _jittered(float(min(often * 2 ** min(failures - 1, 16), cap)))


def _jittered(seconds: float) -> float:
    # Not for secrecy: so that sources of one rhythm do not all come at once.
    return seconds * (1 + JITTER * (2 * random.random() - 1))  # noqa: S311
