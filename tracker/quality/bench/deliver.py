"""What a delivery costs, and how soon a critical alert is with its readers."""

import asyncio
import gc
import os
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from telegram import Bot
from telegram.constants import ParseMode

from tracker.channels import Lines
from tracker.core.message import Card, Reason
from tracker.core.model import Entry, Evidence, Outcome, Severity
from tracker.core.render import telegram_html
from tracker.core.standing import Polled, Standing
from tracker.desk import Batch, Desk
from tracker.outbox import Outbox, Post
from tracker.quality.bench.figures import Result, figure, word
from tracker.quality.bench.prose import Prose
from tracker.quality.bench.takers import takers
from tracker.quality.chance import seeded
from tracker.rulebook import build
from tracker.rulebook.files import RuleText, Snapshot
from tracker.sources import Feed
from tracker.store import About, Bulletin, Database, Debts, OutboxStore

TOKEN = "TRACKER_BENCH_TOKEN"  # noqa: S105  the name of a variable
TICK = 0.5  # seconds between two turns, as in the service
COST, SOON = 3, 2000  # goals, in milliseconds
CHANNEL = '  c{n}: {{kind: telegram, chat: "-100{n:06}", token: "env:{token}"}}\n'
WATCH = "  - {{watch: W{n}, any: [regulation{n:03}], severity: critical, notify: c{n}}}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How much is sent. For the costs, so many `rounds` of EACH alerts to each of FEW chats.

    Then `urgent` critical articles to `chats`, one every `pause` seconds, and an ordinary alert
    for every other one of them.
    """

    rounds: int
    chats: int
    urgent: int
    pause: float


FEW, EACH = 4, 5
DELIVERED = Load(rounds=31, chats=30, urgent=300, pause=0.2)
FEW_DELIVERED = Load(rounds=1, chats=4, urgent=6, pause=0.05)


class Office:
    """A desk and an outbox, and so many groups with a watch for each."""

    def __init__(self, database: Database, lines: Lines, chats: int) -> None:
        channels = "".join(CHANNEL.format(n=n, token=TOKEN) for n in range(chats))
        watches = "".join(WATCH.format(n=n) for n in range(chats))
        rules = f"version: 1\nchannels:\n{channels}watches:\n{watches}"
        text = RuleText(name="bench.yaml", pack="bench", text=rules)
        built = build.sound(build.of(Snapshot(folders=(), absent=(), files=(text,), faults=())))
        post = Post(channels=built.channels, rules=built.rulebook)
        self.chats = [channel for channel in built.channels.values() if channel.kind == "telegram"]
        self.now: datetime | None = None
        self.database, self.lines = database, lines
        self.desk = Desk(database, lambda: built.rulebook, tuple)
        self.outbox = Outbox(
            lambda: post,
            OutboxStore(database),
            Bulletin(database),
            lines,
            self.clock,
            self.sleep,
        )

    def clock(self) -> datetime:
        """The time of day, unless the bench has its own."""
        return self.now or datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """On a clock of the bench, time passes only so: for all who sleep at once."""
        if self.now is None:
            await asyncio.sleep(seconds)
            return
        until = self.now + timedelta(seconds=seconds)
        await asyncio.sleep(0)
        self.now = max(self.now, until)

    def owe(self, chat: int, card: Card) -> None:
        """Owe an alert to a chat, at once."""
        about = About(story=card.title)
        with self.database.writing() as session:
            Debts(session).owe(card, [f"c{chat}"], card.title, self.clock(), about=about)

    async def bot(self) -> Bot:
        """The library's own way to send, on the connection that the outbox has."""
        return await self.chats[0].bot(self.lines)


def deliver_bench(load: Load = DELIVERED) -> Result:
    """CPU of a delivery beside that of the bare library, and match -> accepted; on loopback."""
    with (
        takers() as (url, line),
        TemporaryDirectory(prefix="tracker-bench-") as folder,
        _variables({TOKEN: "1:bench", "TELEGRAM_API_URL": url}),
    ):
        results = asyncio.run(_measured(load, Path(folder), line))
    return {"name": "deliver", "results": results}


async def _measured(load: Load, folder: Path, line: Connection) -> list[Result]:
    gc.freeze()  # as the service does when it starts
    async with _office(folder / "cost.db", FEW) as office:
        cost, bare = await _costs(office, load.rounds)
    async with _office(folder / "soon.db", load.chats) as office:
        waits = quantiles(await _waits(office, load, line), n=100, method="inclusive")
    sent, library = f"of {load.rounds * FEW * EACH}", "telegram.Bot.send_message"
    soon = f"critical, match to accepted, of {load.urgent}"
    return [
        _goal(figure(f"a delivery, {sent}", cost, "CPU ms", library, bare / cost), COST),
        figure(f"{library}, {sent}", bare, "CPU ms"),
        figure(f"{soon}: median", waits[49], "ms"),
        _goal(figure(f"{soon}: 99th percentile", waits[98], "ms"), SOON),
    ]


def _goal(row: Result, most: float) -> Result:
    return row | {"goal": f"at most {most:g}", "holds": row["value"] <= most}


@contextmanager
def _variables(values: Mapping[str, str]) -> Iterator[None]:
    """Have them in the environment, and afterwards what was there before."""
    before = {name: os.environ[name] for name in values if name in os.environ}
    os.environ.update(values)
    try:
        yield
    finally:
        for name in values:
            del os.environ[name]
        os.environ.update(before)


@asynccontextmanager
async def _office(file: Path, chats: int) -> AsyncIterator[Office]:
    with closing(Database(f"sqlite:///{file}")) as database:
        async with Lines() as lines:
            yield Office(database, lines, chats)


def _card(number: int) -> Card:
    """An alert of a watch of its own, or many would become a list."""
    chance = seeded(number)
    excerpt = " ".join(word(chance) for _ in range(60))
    found = Evidence(term="x", field="body", start=0, end=9, text=excerpt[:9])
    watch = f"bench/ordinary-{number}"
    return Card(
        title=f"Alert {number}: {' '.join(word(chance) for _ in range(8))}",
        severity=Severity.high,
        url=f"https://gazette.example/{number}",
        publisher="Gazette",
        tier="official",
        published=datetime(2026, 1, 2, tzinfo=UTC),
        reasons=(Reason(watch=watch, name=watch, severity=Severity.high, evidence=(found,)),),
        excerpt=excerpt,
        marks=((0, 9),),
    )


async def _costs(office: Office, rounds: int) -> tuple[float, float]:
    """CPU milliseconds of a delivery, and of a message of the same length that is only sent.

    Both in turns, and of both the middle one: what else the machine does is the same for them.
    """
    office.now = datetime(2026, 1, 2, tzinfo=UTC)
    await (await office.bot()).get_me()  # the connection is open
    costs: list[float] = []
    bare: list[float] = []
    for number in range(rounds):
        cards = [_card(number * FEW * EACH + each) for each in range(FEW * EACH)]
        costs.append(await _cost(office, cards))
        bare.append(await _bare(office, cards))
        await office.sleep(600)
    return median(costs), median(bare)


async def _cost(office: Office, cards: Sequence[Card]) -> float:
    for number, card in enumerate(cards):
        office.owe(number % FEW, card)
    began = time.process_time()
    sent = (await office.outbox.flush(60)).sent
    cost = time.process_time() - began
    if sent != len(cards):
        raise AssertionError("the bench's own messages cannot be sent")
    return cost / sent * 1e3


async def _bare(office: Office, cards: Sequence[Card]) -> float:
    bot, texts = await office.bot(), [telegram_html(card) for card in cards]
    began = time.process_time()
    for number, text in enumerate(texts):
        chat = office.chats[number % FEW].chat
        await bot.send_message(chat, text, parse_mode=ParseMode.HTML)
    return (time.process_time() - began) / len(texts) * 1e3


async def _waits(office: Office, load: Load, line: Connection) -> list[float]:
    """Milliseconds from the desk to the far end, of each urgent article."""
    decided: list[float] = []
    sending = asyncio.create_task(_send(office.outbox))
    for number, entry in enumerate(_urgent(load)):
        decided.append(time.time())
        await asyncio.to_thread(office.desk.decide, _batch(entry, office.clock()), office.clock())
        if number % 2:
            chat = number // 2 % load.chats
            await asyncio.to_thread(office.owe, chat, _card(number))
        await asyncio.sleep(load.pause)
    line.send(load.urgent)
    accepted: dict[int, float] = await asyncio.to_thread(line.recv)
    sending.cancel()
    with suppress(asyncio.CancelledError):
        await sending
    return [(accepted[number] - began) * 1e3 for number, began in enumerate(decided)]


async def _send(outbox: Outbox) -> None:
    """Turns at the pace of the service, which do not wait for each other."""
    async with asyncio.TaskGroup() as turns:
        while True:
            turns.create_task(outbox.turn())
            await asyncio.sleep(TICK)


def _urgent(load: Load) -> Iterator[Entry]:
    """Articles that have nothing to do with each other, each for the watch of one chat."""
    for number, entry in enumerate(Prose(1).articles(load.urgent)):
        content = f"{entry.content} This is of regulation{number % load.chats:03}."
        yield replace(entry, title=f"Urgent {number}: {entry.title}", content=content)


def _batch(entry: Entry, now: datetime) -> Batch:
    source = Feed(id="bench", name="Bench", url="https://bench.example/", full_text="never")
    return Batch(
        source=source,
        before=Standing(source=source.id, next_poll=now, first=False, succeeded=now),
        entries=(entry,),
        polled=Polled(at=now, outcome=Outcome.ok),
    )
