"""How quick polling is: cycles over many hosts on loopback, beside the obvious way."""

import asyncio
import gc
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

import feedparser
import httpx

from tracker.core.model import Outcome
from tracker.core.rules import Rulebook
from tracker.core.standing import Polled, Standing
from tracker.desk import Batch, Desk
from tracker.inbox import Inbox
from tracker.quality.bench.figures import Result, figure
from tracker.quality.bench.sites import ITEMS, body, sites
from tracker.sources import Document, Feed, Fetcher
from tracker.store import Database, PollStore

START = datetime(2026, 1, 2, tzinfo=UTC)
OBVIOUS = 50  # feeds that are also read in the obvious way
BEAT = 0.002  # seconds
CYCLES = 3  # with a tenth changed; the median counts


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one cycle, in seconds."""

    wall: float
    cpu: float


class Office:
    """An inbox over so many sites, and the clock by which it polls."""

    def __init__(
        self, database: Database, rules: Rulebook, fetcher: Fetcher, made: list[Feed]
    ) -> None:
        self.now = START
        self.made = made
        self.polls = PollStore(database)
        self.desk = Desk(database, lambda: rules, tuple)
        self._inbox = Inbox(lambda: made, self.polls, self.desk, fetcher, self.clock)

    def clock(self) -> datetime:
        """The bench's own time."""
        return self.now

    async def cycle(self, number: int, line: Connection) -> Cost:
        """Poll all of them once, a day later, when the sites say what they say in this cycle."""
        line.send(number)
        await asyncio.to_thread(line.recv)
        self.now += timedelta(days=1)
        wall, cpu = time.perf_counter(), time.process_time()
        await self._inbox.poll_due()
        cost = Cost(time.perf_counter() - wall, time.process_time() - cpu)
        states = self.polls.states().values()
        if len(states) != len(self.made) or any(state.failures for state in states):
            # what fails is quick, and would be no measure
            raise AssertionError("the bench's own sites cannot be read")
        return cost


def poll_bench(rules: Rulebook, sources: int = 500, large: int = 2_500_000) -> Result:
    """Cycles over `sources` with a host each: all new, all unchanged, and with a tenth changed.

    `large`: bytes of a feed during which the loop is watched.
    """
    with sites() as (port, line), tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        made = [_source(number, port) for number in range(sources)]
        results = asyncio.run(_measured(rules, made, line, Path(folder), large))
    return {"name": "poll", "results": results}


async def _measured(
    rules: Rulebook, made: list[Feed], line: Connection, folder: Path, large: int
) -> list[Result]:
    gc.freeze()  # as the service does when it starts
    async with _office(rules, made, folder) as office:
        first = await office.cycle(0, line)
        unchanged = await office.cycle(0, line)
        tenth = [await office.cycle(number + 1, line) for number in range(CYCLES)]
        stall = await _stall(office, large)
    per_poll = median(cost.cpu for cost in tenth) / len(made)
    obvious = await asyncio.to_thread(_obvious, made[:OBVIOUS])
    return [
        figure(f"first cycle over {len(made)} sources, all new", first.cpu, "CPU s"),
        figure(f"cycle over {len(made)} sources, all unchanged", unchanged.cpu, "CPU s"),
        figure(
            "a poll, one in ten with something new",
            1000 * per_poll,
            "CPU ms",
            versus="a request and feedparser for each",
            ratio=obvious / per_poll,
        ),
        figure(
            "polls, one in ten with something new",
            60 * len(made) / median(cost.wall for cost in tenth),
            "1/min",
        ),
        figure(f"longest stall of the loop, a feed of {large / 1e6:g} MB", 1000 * stall, "ms"),
        figure("memory, at its most", _resident(), "MB"),
    ]


@asynccontextmanager
async def _office(rules: Rulebook, made: list[Feed], folder: Path) -> AsyncIterator[Office]:
    async def resolve(host: str, port: int) -> tuple[str, ...]:
        del host, port
        return ("127.0.0.1",)

    fetcher = Fetcher(allow_hosts=["127.0.0.1"], host_gap=0.0, resolve=resolve)
    with closing(Database(f"sqlite:///{folder / 'bench.db'}")) as database:
        async with fetcher:
            yield Office(database, rules, fetcher, made)


def _source(number: int, port: int) -> Feed:
    return Feed(
        id=f"site{number}",
        name=f"Site {number}",
        url=f"http://site{number}.example:{port}/feed",
        first_poll="none",
        full_text="never",
    )


def _obvious(made: list[Feed]) -> float:
    """CPU seconds of one poll by a request without validators and feedparser's defaults."""
    started = time.process_time()
    with httpx.Client() as client:
        for source in made:
            url = httpx.URL(source.url)
            headers = {"Host": url.host}
            answer = client.get(url.copy_with(host="127.0.0.1"), headers=headers)
            if len(feedparser.parse(answer.content).entries) != ITEMS:
                raise AssertionError("the bench's own feed cannot be read")
    return (time.process_time() - started) / len(made)


async def _stall(office: Office, size: int) -> float:
    """Seconds for which the loop stood still at the most, while a large feed was taken in."""
    source, now = office.made[0], office.now
    large = body(0, 0, size=max(1, ITEMS * size // len(body(0, 0))))
    gaps: list[float] = []
    beaten = asyncio.Event()

    async def beat() -> None:
        while True:
            started = time.perf_counter()
            await asyncio.sleep(BEAT)
            gaps.append(time.perf_counter() - started - BEAT)
            beaten.set()

    beating = asyncio.create_task(beat())
    entries = await asyncio.to_thread(source.parse, Document(name=source.url, body=large))
    batch = Batch(
        source=source,
        before=Standing(source=source.id, next_poll=now, first=False),
        entries=entries,
        polled=Polled(at=now, outcome=Outcome.ok, size=len(entries)),
    )
    await asyncio.to_thread(office.desk.decide, batch, now)
    await beaten.wait()  # a small feed is done before the first beat
    beating.cancel()
    return max(gaps)


def _resident() -> float:
    """Megabytes. Linux counts in kilobytes, a Mac in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)
