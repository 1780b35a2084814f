"""An outbox on a real SQLite file, the strict stub at its other end, and a clock of our own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.samples import NOW, alert_card
from tests.telegram_stub import TelegramStub
from tracker.channels import Lines, Telegram
from tracker.core.lexicon import Lexicon
from tracker.core.message import Card
from tracker.core.owing import State
from tracker.core.routing import Action, Decision
from tracker.core.rules import Rulebook
from tracker.outbox import Outbox, Planner, Post
from tracker.store import About, Agenda, Bulletin, Database, Debts, Deliveries, OutboxStore

DESK, OTHER = -1001, -1002


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


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
        self.restart()

    def post(self) -> Post:
        return Post(channels=self.channels, rules=self.rules, operators=self.operators)

    def restart(self) -> None:
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

    def notice(self, title: str, *channels: str) -> None:
        with self.database.writing() as session:
            Debts(session).owe(Card(title=title), channels, title, self.clock())

    async def until(self, moment: datetime) -> None:
        """Turn by turn, until that time; every turn takes a second."""
        while self.clock.now < moment:
            self.planner.turn(self.clock())
            result = await self.outbox.turn()
            wait = min(max(result.wait or 60, 1), 60)
            self.clock.now = min(moment, self.clock.now + timedelta(seconds=wait))
        self.planner.turn(self.clock())
        await self.outbox.turn()

    def told(self, chat: int = DESK) -> list[str]:
        """First lines of new messages, without their mark."""
        return [
            m.text.splitlines()[0].lstrip("🔴🟠🟡🔵⚪ ")
            for m in self.stub.journal
            if m.chat == chat and m.method == "sendMessage"
        ]

    def states(self) -> dict[str, State]:
        return {owed.title: owed.state for owed in self.deliveries.listed(limit=10_000)}


@asynccontextmanager
async def office(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    clock = Clock()
    with TelegramStub(limits=True) as stub:
        stub.clock = lambda: clock().timestamp()
        stub.chat(DESK, "supergroup")
        stub.chat(OTHER, "supergroup")
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", stub.token)
        monkeypatch.setenv("TELEGRAM_API_URL", stub.url)
        with closing(Database(f"sqlite:///{folder / 'tracker.db'}")) as database:
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
