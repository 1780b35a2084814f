"""A bot, an outbox and a desk on one real database, with the strict stub as Telegram."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, select

from tests.inbox.world import empty_database
from tests.outbox.world import DESK, OTHER, Office
from tests.outbox.world import office as opened_office
from tests.samples import NOW
from tests.telegram_rules import loads
from tracker.bot import Bot, Surroundings
from tracker.channels import Channel, Telegram
from tracker.core.letters import data
from tracker.core.model import Entry, Outcome
from tracker.core.rules import Rulebook
from tracker.core.standing import Polled, Standing
from tracker.desk import Batch, Desk
from tracker.quality import backtest
from tracker.rulebook import build
from tracker.sources import Source
from tracker.sources.feed import Feed
from tracker.store import Message
from tracker.store.lookup import Lookup

ADMIN, MEMBER, STRANGER, READER = 501, 601, 666, 701
NOWHERE = -1009  # a group that is not configured
RULES = """version: 1
entities:
  nvidia: {name: Nvidia, aliases: [英伟达]}
watches:
  - watch: US lists
    id: us-lists
    any: [entity list, 实体清单]
    severity: high
    tags: [export-controls]
  - {watch: Chips, any: [H20, $nvidia], tags: [semiconductors]}
"""
GAZETTE = Feed(
    id="gazette",
    name="Gazette Desk",
    url="https://gazette.example/feed",
    tier="official",
    full_text="never",
    max_age="none",
)
TITLE = "Commerce adds nine firms to the Entity List"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What runs now."""

    rules: Rulebook
    sources: tuple[Source, ...]
    channels: Mapping[str, Channel]
    operators: tuple[str, ...] = ()


class Hall:
    """Everything together. `restart` is another process on the same database."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office, self.stub, self.database = office, office.stub, office.database
        self.rules, self.local = folder / "rules", folder / "rules" / "local"
        self.local.mkdir(parents=True)
        (self.rules / "pack.yaml").write_text(RULES, encoding="utf-8")
        self.book = replace(build.load(self.rules, self.local).rulebook, default_channels=("desk",))
        self.office.rules = self.book
        self.office.channels["operator:501"] = Telegram(kind="telegram", chat=str(ADMIN))
        self.desk = Desk(self.database, lambda: self.book, tuple)
        self.woken = 0
        self.logs: list[Any] = []
        self.restart()

    def scene(self) -> Scene:
        return Scene(
            rules=self.book,
            sources=(GAZETTE,),
            channels=self.office.channels,
            operators=("operator:501",),
        )

    def restart(self) -> None:
        self.office.restart()
        self.bot = self.another()

    def another(self, patience: int = 0) -> Bot:
        """A bot of another process."""
        around = Surroundings(
            plan=self.scene,
            database=self.database,
            outbox=self.office.store,
            admins=frozenset({ADMIN}),
            rules=self.rules,
            local=self.local,
            backtest=backtest.run,
            wake=self._wake,
            clock=self.office.clock,
            started=NOW,
        )
        return Bot(around, self._connect, patience)

    async def _connect(self) -> Any:
        return await Telegram(kind="telegram", chat="0").bot(self.office.lines)

    async def _wake(self) -> None:
        self.woken += 1

    # -- what happens

    async def turn(self) -> float:
        """The bot reads once, and what is owed then goes out."""
        wait = await self.bot.turn()
        await self.office.outbox.flush(600)
        return wait

    async def ask(self, text: str, chat: int = DESK, user: int = MEMBER) -> str:
        """Say something; the answers to it, joined."""
        before = len(self.texts(chat))
        self.stub.says(chat, text, user=user)
        await self.turn()
        return "\n".join(self.texts(chat)[before:])

    async def polled(self, times: int) -> None:
        """Until updates were asked for so many times; the last request may be waiting."""
        # What has been answered can be read from `calls`, and what waits from nothing else.
        await asyncio.to_thread(self.stub.wait, lambda: self.stub._poll == times)  # noqa: SLF001

    def events(self) -> list[str]:
        """What was logged."""
        return [line["event"] for line in self.logs]

    async def press(
        self, message: Message, *what: str, user: int = MEMBER, chat: int = DESK
    ) -> list[str]:
        """Press a button that says so; what is said to that at once."""
        before = len(self.stub.answers)
        verb, *arguments = what
        remote = int(message.remote_id)
        self.stub.press(chat, remote, data(verb, message.key, *arguments), user=user)
        await self.turn()
        return [str(answer.get("text", "")) for answer in self.stub.answers[before:]]

    async def alert(self, title: str = TITLE, text: str = "", name: str = "") -> Message:
        """An article comes, and its alert is sent to the desk's chat."""
        now = self.office.clock()
        entry = Entry(
            id=name or title, title=title, summary=text, url=f"https://gazette.example/{name or 1}"
        )
        batch = Batch(
            source=GAZETTE,
            before=Standing(source="gazette", next_poll=now, first=False, succeeded=now),
            entries=(entry,),
            polled=Polled(at=now, outcome=Outcome.ok),
        )
        assert self.desk.decide(batch, now).alerts
        await self.office.outbox.flush(600)
        found = Lookup(self.database).last_alert({"desk"})
        assert found is not None
        return found

    # -- what there is

    def texts(self, chat: int = DESK) -> list[str]:
        """New messages in a chat."""
        return [m.text for m in self.stub.journal if m.chat == chat and m.method == "sendMessage"]

    def shown(self, message: Message) -> Any:
        """How a message stands in its chat now."""
        return [m for m in self.stub.journal if str(m.message_id) == message.remote_id][-1]

    def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that is stored, but for how far updates were read."""
        with self.database.reading() as session:
            found = {
                name: sorted(map(tuple, session.execute(select(table)).all()), key=repr)
                for name, table in SQLModel.metadata.tables.items()
            }
        found["lease"] = [row for row in found["lease"] if not row[0].startswith("updates")]
        return found


@asynccontextmanager
async def hall(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hall]:
    (folder / "tracker.db").write_bytes(empty_database())
    async with opened_office(folder, monkeypatch) as office:
        office.stub.chat(ADMIN)
        office.stub.chat(READER)
        office.stub.chat(STRANGER)
        office.stub.chat(NOWHERE, "supergroup")
        yield Hall(office, folder)


__all__ = [
    "ADMIN",
    "DESK",
    "MEMBER",
    "NOWHERE",
    "OTHER",
    "READER",
    "STRANGER",
    "TITLE",
    "Hall",
    "hall",
    "loads",
]
