"""Polling what is due. A source that fails is told apart, tried again, and stops no other."""

import asyncio
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from tracker.core import notices, rhythm
from tracker.core.model import Entry, Outcome, Validators
from tracker.core.standing import Polled, Standing
from tracker.desk import Batch, Desk, Note, Tally
from tracker.errors import ConfigError, SourceError
from tracker.inbox.ledger import Ledger
from tracker.inbox.reach import Reach
from tracker.sources import Fetcher, Reply, Source, Web
from tracker.sources.client.http import shown
from tracker.store import PollStore

log = structlog.get_logger()

UNREACHED = frozenset({Outcome.network, Outcome.timeout})
SHORTEST_HOLD = 60.0  # seconds; some say 429 and "Retry-After: 0"
NOTHING_NEW = frozenset({Outcome.not_modified, Outcome.unchanged})


@dataclass(frozen=True, slots=True)
class Visit:
    """A source whose time has come, and how it stands."""

    source: Source
    before: Standing


class Inbox:
    """Source -> Entries -> Desk. `clock` says what time it is: aware UTC.

    `sources` is asked at each turn; `deciding` is held while a batch is decided. `chance` gives
    numbers from 0 to 1, so that sources of one rhythm do not all come at once.
    """

    def __init__(
        self,
        sources: Callable[[], Sequence[Source]],
        polls: PollStore,
        desk: Desk,
        fetcher: Fetcher,
        clock: Callable[[], datetime],
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._sources = sources
        self._polls = polls
        self._desk = desk
        self._fetcher = fetcher
        self._clock = clock
        self._chance = chance
        self._ledger = Ledger(desk)
        self._reach = Reach()
        self._hosts = 0  # that are asked at all
        self._out_since: datetime | None = None
        self.deciding = asyncio.Lock()
        self._choosing = asyncio.Lock()
        self._busy: set[str] = set()
        self._fetching: set[asyncio.Task[Reply]] = set()
        self._stopping = False

    @property
    def is_out(self) -> bool:
        """Whether nobody can be reached."""
        return self._reach.is_out

    def stop(self) -> None:
        """Give up what is being fetched (it is fetched again later); let decisions finish."""
        self._stopping = True
        for task in self._fetching:
            task.cancel()

    async def poll_due(self) -> list[Tally]:
        """Poll every source whose time has come; returns what became of each that answered.

        Turns may overlap: a host that is being asked is left to the turn that asks it, so a slow
        one holds up nobody else.
        """
        sources = {source.id: source for source in self._sources() if _is_read(source)}
        hosts = {name: source.host or name for name, source in sources.items()}
        self._hosts = len({source.host for source in sources.values()} - {""})
        visits: dict[str, list[Visit]] = {}
        async with self._choosing:
            # Looked up before the database is asked: a poll that ends meanwhile must not be done
            # once more with the state of before.
            busy = frozenset(self._busy)
            free = {name: host for name, host in hosts.items() if host not in busy}
            for before in await asyncio.to_thread(self._polls.due, free, self._clock()):
                visit = Visit(sources[before.source], before)
                visits.setdefault(hosts[before.source], []).append(visit)
            self._busy |= set(visits)
        tallies = await asyncio.gather(*(self._host(host, each) for host, each in visits.items()))
        return [tally for found in tallies for tally in found]

    async def _host(self, host: str, visits: Iterable[Visit]) -> list[Tally]:
        """Poll the sources of one host one after the other, until it asks for patience."""
        tallies: list[Tally] = []
        try:
            for visit in visits:
                if self._stopping:
                    break
                tally, may_go_on = await self._poll(host, visit)
                tallies += [tally] if tally else []
                if not may_go_on:
                    break
        finally:
            self._busy.discard(host)
        return tallies

    async def _poll(self, host: str, visit: Visit) -> tuple[Tally | None, bool]:
        """One poll; what came of it, and whether its host may be asked for more."""
        try:
            return await self._read(host, visit)
        except asyncio.CancelledError:
            if self._stopping:
                return None, False
            raise
        except SourceError as error:
            failure = error
        except ConfigError:  # the database: that is no fault of the source
            raise
        except Exception:  # the boundary of this loop: one source never stops the others
            log.exception("poll failed", source=visit.source.id)
            what = "an error of ours; the log has the details"
            failure = SourceError(Outcome.fault, what)
        await self._failed(host, visit, failure)
        return None, not failure.whole_host

    async def _read(self, host: str, visit: Visit) -> tuple[Tally, bool]:
        source, before = visit.source, visit.before
        reply = await self._fetch(visit)
        await self._note_reach(visit, reached=True)
        if reply.outcome in NOTHING_NEW:
            polled = self._polled(reply.outcome, reply=reply)
            await self._ledger.write(Note(source=source, before=before, polled=polled))
            log.info("polled", source=source.id, outcome=str(reply.outcome))
            return Tally(entries=0, new=0), True
        read = await asyncio.to_thread(_parse, source, reply)
        polled = self._polled(Outcome.ok, reply=reply, read=read)
        batch = Batch(source=source, before=before, entries=read.entries, polled=polled)
        async with self.deciding:
            tally = await asyncio.to_thread(self._desk.decide, batch, self._clock())
        if read.busy is not None:
            await self._hold(host, visit, read.busy)
        log.info(
            "polled",
            source=source.id,
            outcome=tally.outcome,
            entries=tally.entries,
            new=tally.new,
            alerts=tally.alerts,
            suppressed=tally.suppressed,
        )
        return tally, read.busy is None

    async def _fetch(self, visit: Visit) -> Reply:
        source, before = visit.source, visit.before
        address = before.address_for(source.url) if isinstance(source, Web) else ""
        # What was remembered of another address, or read by other selectors, says nothing now.
        is_same = before.definition in {"", source.definition}
        known = before.validators if is_same else Validators(edge=before.validators.edge)
        fetch = source.fetch(self._fetcher, known, address=address)
        fetching = asyncio.create_task(fetch)
        self._fetching.add(fetching)
        fetching.add_done_callback(self._fetching.discard)
        return await fetching

    def _polled(self, outcome: Outcome, *, reply: Reply, read: "_Read | None" = None) -> Polled:
        return Polled(
            at=self._clock(),
            outcome=outcome,
            error="; ".join(read.faults) if read else "",
            size=read.size if read else None,
            validators=reply.validators,
            pause=max(reply.fresh_for, read.pause if read else 0.0),
            moved_to=reply.moved_to,
            moved_shown=shown(reply.moved_to),
            chance=self._chance(),
        )

    async def _failed(self, host: str, visit: Visit, failure: SourceError) -> None:
        """Write it down, unless nobody can be reached; leave a host alone that asks for it."""
        now, source, before = self._clock(), visit.source, visit.before
        outcome, wait = Outcome(failure.outcome), failure.retry_after
        is_out = await self._note_reach(visit, reached=outcome not in UNREACHED)
        if failure.whole_host:
            wait = await self._hold(host, visit, failure)
        polled = Polled(
            at=now,
            outcome=outcome,
            error=str(failure),
            wait=wait,
            counts=not is_out,
            chance=self._chance(),
        )
        await self._ledger.write(Note(source=source, before=before, polled=polled))
        log.warning("polled", source=source.id, outcome=str(outcome), error=str(failure))

    async def _hold(self, host: str, visit: Visit, failure: SourceError) -> float:
        """Leave a host alone that asks for it; returns for how many seconds."""
        wait = failure.retry_after
        if wait is None:
            wait = rhythm.backoff(visit.source.tempo, visit.before.failures + 1)
        until = self._clock() + timedelta(seconds=max(wait, SHORTEST_HOLD))
        await asyncio.to_thread(self._polls.hold, host, until, str(failure))
        return wait

    async def _note_reach(self, visit: Visit, *, reached: bool) -> bool:
        """Note whether a host was reached, and tell when the network goes out or comes back.

        Whether this source cannot be reached because nobody can.
        """
        if not visit.source.host:  # a folder
            return False
        self._reach.note(visit.source.host, reached=reached, of=self._hosts)
        now, is_out = self._clock(), self._reach.is_out
        if is_out and self._out_since is None:
            self._out_since = now
            log.error("network out", hosts=self._reach.missed)
            what = f"network out {now.isoformat()}"
            notice = notices.unreachable(self._reach.missed)
            await asyncio.to_thread(self._desk.tell, notice, what, now)
        elif not is_out and self._out_since is not None:
            since, self._out_since = self._out_since, None
            log.info("network back", since=since.isoformat())
            what = f"network back {now.isoformat()}"
            await asyncio.to_thread(self._desk.tell, notices.reachable(since, now), what, now)
        return is_out and not reached


@dataclass(frozen=True, slots=True)
class _Read:
    """What the documents of a reply gave. `pause`: seconds that they ask readers to wait.

    `size`: what is held against the size of other polls. Of several pages only the first counts:
    how many are read depends on how much is new. `busy`: that the host asked for patience.
    """

    entries: tuple[Entry, ...]
    faults: tuple[str, ...]
    pause: float
    size: int
    busy: SourceError | None = None


def _is_read(source: Source) -> bool:
    return source.enabled and not source.missing()


def _parse(source: Source, reply: Reply) -> _Read:
    """Entries of all documents; a broken one is a fault, unless it is the only one."""
    entries: list[Entry] = []
    faults: list[str] = []
    pause, size = 0.0, 0
    busy: SourceError | None = None
    for number, document in enumerate(reply.documents):
        try:
            entries += source.parse(document)
            size = len(entries) if number == 0 or not source.is_paged else size
            pause = max(pause, source.asked_pause(document))
        except SourceError as error:
            if len(reply.documents) == 1:
                raise
            busy = error if error.whole_host else busy
            faults.append(str(error))
            log.warning("unreadable", source=source.id, document=document.name, error=str(error))
        except Exception as error:  # the boundary of this loop: one document stops no other
            if len(reply.documents) == 1:
                raise
            log.exception("unreadable", source=source.id, document=document.name)
            faults.append(f"{document.name}: an error of ours: {error!r}")
    return _Read(tuple(entries), tuple(faults), pause, size, busy)
