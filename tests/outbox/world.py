"""An outbox on a real SQLite file, the strict stub at its other end, and a clock of our own.

By `rule` and `tell`, a real desk decides what is owed, by rules as a person writes them.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from tests.samples import NOW, alert_card
from tests.telegram_rules import Accepted
from tests.telegram_stub import TelegramStub
from tracker.channels import Lines, Telegram
from tracker.core import routing
from tracker.core.lexicon import Lexicon
from tracker.core.message import Card
from tracker.core.model import Entry, Outcome, Severity
from tracker.core.owing import State
from tracker.core.routing import Action, Decision, Subject
from tracker.core.rules import Rulebook
from tracker.core.standing import Polled, Standing
from tracker.desk import Batch, Desk
from tracker.outbox import Outbox, Planner, Post
from tracker.quality.dedup.judge import empty_database
from tracker.rulebook import build
from tracker.rulebook.files import RuleText, Snapshot
from tracker.sources.articles.fulltext import FullText
from tracker.sources.feed import Feed
from tracker.store import (
    About,
    Agenda,
    Bulletin,
    Database,
    Debts,
    Deliveries,
    OutboxStore,
    Owed,
    Page,
    Pressed,
    Silences,
)
from tracker.store.tables import ArticleRow

DESK, OTHER = -1001, -1002


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Those who sleep at the same time sleep side by side."""
        until = self.now + timedelta(seconds=seconds)
        await asyncio.sleep(0)
        self.now = max(self.now, until)


class Office:
    """An outbox with two chats, everything around it real. `restart` is another process."""

    def __init__(self, database: Database, stub: TelegramStub, lines: Lines, clock: Clock) -> None:
        self.database, self.stub, self.clock, self.lines = database, stub, clock, lines
        self.deliveries = Deliveries(database)
        self.channels: dict[str, Any] = {
            "desk": Telegram(kind="telegram", chat=str(DESK)),
            "other": Telegram(kind="telegram", chat=str(OTHER)),
        }
        self.rules = Rulebook(watches=(), lexicon=Lexicon([]))
        self.operators: tuple[str, ...] = ()
        self.planner = Planner(self.post, Agenda(database))
        self.silences, self.pressed = Silences(database), Pressed(database)
        self.desk = Desk(database, lambda: self.rules, tuple)
        self.restart()

    def post(self) -> Post:
        return Post(channels=self.channels, rules=self.rules, operators=self.operators)

    def restart(self) -> None:
        """Another process begins; what the last one had in hand is as it was."""
        self.store = OutboxStore(self.database, lambda: self.post().tags())
        self.store.recover()
        self.outbox = Outbox(
            self.post,
            self.store,
            Bulletin(self.database),
            self.lines,
            self.clock,
            self.clock.sleep,
        )

    def owe(
        self,
        *titles: str,
        channels: Sequence[str] = ("desk",),
        decision: Decision | None = None,
        about: About | None = None,
        watch: str = "",
        **card: Any,
    ) -> None:
        """An alert for each title; `watch`: not the usual one."""
        with self.database.writing() as session:
            for title in titles:
                made = alert_card(title=title, **card)
                if watch:
                    made = replace(made, reasons=(replace(made.reasons[0], watch=watch),))
                Debts(session).owe(made, channels, title, self.clock(), decision, about or About())

    def alert(self, *titles: str, severity: str = "high", watch: str = "", **about: str) -> None:
        """An alert for each title, each a story of its own unless `about` says otherwise.

        The rules say where it goes, and when.
        """
        subject = Subject(watch=watch or "export-controls/lists", severity=Severity[severity])
        for title in titles:
            found = About(**({"story": title} | about))
            for each in routing.decide(subject, self.clock(), self.rules):
                channels = [each.channel]
                self.owe(
                    title,
                    channels=channels,
                    decision=each,
                    about=found,
                    watch=subject.watch,
                    severity=severity,
                )

    def notice(self, title: str, *channels: str) -> None:
        with self.database.writing() as session:
            Debts(session).owe(Card(title=title), channels, title, self.clock())

    def rule(self, text: str) -> None:
        """From now on, these are the rules: their channels, watches and routes."""
        rules = RuleText(name="desk.yaml", pack="desk", text=text)
        built = build.sound(build.of(Snapshot(folders=(), absent=(), files=(rules,), faults=())))
        self.rules, self.channels = built.rulebook, dict(built.channels)

    def tell(
        self, source: str, title: str, text: str = "", ident: str = "", tier: str = "wire"
    ) -> None:
        """A poll brings one entry; the same `ident`, unless it is "", is another text of it."""
        now = self.clock()
        batch = Batch(
            source=feed(source, tier),
            before=Standing(source=source, next_poll=now, first=False, succeeded=now),
            entries=(Entry(id=ident or f"{title} {now}", title=title, summary=text),),
            polled=Polled(at=now, outcome=Outcome.ok),
        )
        self.desk.decide(batch, now)

    def read(self, source: str, title: str, text: str) -> None:
        """The page of the source's only article is read."""
        with self.database.reading() as session:
            mine = col(ArticleRow.source) == source
            key = session.exec(select(ArticleRow.key).where(mine)).one()
        page = Page(article=key, source=source, url=f"https://{source}.example/1")
        self.desk.read(page, FullText(text=text, title=title), feed(source), self.clock())

    def mute(self, subject: str, length: timedelta, channel: str = "") -> str:
        """Somebody wants silence; its id."""
        now = self.clock()
        return self.silences.add(subject, channel, "ann", "enough", now, now + length).id

    def meanwhile(self, act: Callable[[], None]) -> None:
        """Do this once, while the next message or change of one is on its way."""
        acts = [act]

        def clock() -> float:
            while acts:
                acts.pop()()
            return self.clock().timestamp()

        self.stub.clock = clock  # it is asked when a request has come and is not answered yet

    async def once(self) -> None:
        """One `run --once`, in a process of its own."""
        self.restart()
        self.planner.turn(self.clock())
        await self.outbox.flush(60)

    async def passing(self, length: timedelta) -> None:
        """Turn by turn, for so long."""
        await self.until(self.clock.now + length)

    async def until(self, moment: datetime, step: float = 60.0) -> None:
        """Turn by turn, until that time; when nothing is to be done, the next is a step later."""
        while self.clock.now < moment:
            self.planner.turn(self.clock())
            result = await self.outbox.turn()
            wait = min(max(result.wait or step, 1), step)
            self.clock.now = min(moment, self.clock.now + timedelta(seconds=wait))
        self.planner.turn(self.clock())
        await self.outbox.turn()

    def new(self, chat: int = DESK) -> list[Accepted]:
        """New messages, in their order."""
        return [m for m in self.stub.journal if m.chat == chat and m.method == "sendMessage"]

    def edits(self, chat: int = DESK) -> list[Accepted]:
        """Messages as they stood after each change, in its order."""
        return [m for m in self.stub.journal if m.chat == chat and m.method == "editMessageText"]

    def when(self, chat: int = DESK) -> list[datetime]:
        """When new messages came."""
        return [datetime.fromtimestamp(message.at, UTC) for message in self.new(chat)]

    def shown(self, number: int = 0, chat: int = DESK) -> str:
        """What the new message of that number says by now."""
        wanted = self.new(chat)[number].message_id
        return [m.text for m in self.stub.journal if (m.chat, m.message_id) == (chat, wanted)][-1]

    def told(self, chat: int = DESK) -> list[str]:
        """First lines of new messages, without their mark."""
        return [m.text.splitlines()[0].lstrip("🔴🟠🟡🔵⚪ ") for m in self.new(chat)]

    def sounds(self, chat: int = DESK) -> list[str]:
        """First lines of the messages for which a phone makes a sound."""
        said = zip(self.told(chat), self.new(chat), strict=True)
        return [title for title, message in said if not message.silent]

    def owed(self) -> list[Owed]:
        """Every delivery, in the order in which they were owed."""
        return self.deliveries.listed(limit=10_000)[::-1]

    def states(self) -> dict[str, State]:
        return {owed.title: owed.state for owed in self.owed()}


def feed(source: str, tier: str = "wire") -> Feed:
    """A source; its name is its publisher."""
    return Feed(
        id=source,
        name=source.title(),
        url=f"https://{source}.example/feed",
        tier=tier,
        full_text="never",
        max_age="none",
    )


@asynccontextmanager
async def office(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    clock = Clock()
    with TelegramStub(limits=True) as stub:
        stub.clock = lambda: clock().timestamp()
        stub.chat(DESK, "supergroup")
        stub.chat(OTHER, "supergroup")
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", stub.token)
        monkeypatch.setenv("TELEGRAM_API_URL", stub.url)
        file = folder / "tracker.db"
        file.write_bytes(empty_database())
        with closing(Database(f"sqlite:///{file}")) as database:
            async with Lines() as lines:
                yield Office(database, stub, lines, clock)


def decided(action: Action, at: datetime, **more: Any) -> Decision:
    """What a route says of an alert."""
    values: dict[str, Any] = {
        "route": "r",
        "channel": "desk",
        "action": action,
        "at": at,
        "cooldown": timedelta(),
        "group_by": "story",
        "escalation": None,
        "why": f"route r: {action}",
    }
    return Decision(**(values | more))
