"""What the bot is given: what runs now, the tables, and who may do everything."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from tracker.channels import Channel, Telegram
from tracker.core.rules import Rulebook
from tracker.sources import Source
from tracker.store import Database, OutboxStore, Stored

TOKEN = Telegram(kind="telegram", chat="0").token  # by which the bot speaks


class Plan(Protocol):
    """What runs now: compiled rules, sources, channels by name; `operators`: channels of those."""

    @property
    def rules(self) -> Rulebook: ...

    @property
    def sources(self) -> tuple[Source, ...]: ...

    @property
    def channels(self) -> Mapping[str, Channel]: ...

    @property
    def operators(self) -> tuple[str, ...]: ...


class Hit(Protocol):
    """A watch that fired for a stored article, and the words that made it."""

    @property
    def title(self) -> str: ...

    @property
    def source(self) -> str: ...

    @property
    def seen(self) -> datetime: ...

    @property
    def words(self) -> tuple[str, ...]: ...


class Trial(Protocol):
    """What rules would have caught among stored articles; `samples` are the newest, oldest first.

    `would_send`: alerts, by watch.
    """

    @property
    def articles(self) -> int: ...

    @property
    def matched(self) -> int: ...

    @property
    def would_send(self) -> Mapping[str, int]: ...

    @property
    def samples(self) -> Iterable[Hit]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Everything that the bot asks or changes. `admins`: ids of users who may do everything.

    `plan` is asked anew each time; `backtest` holds rules against articles, oldest first; `wake`
    lets the outbox send at once. New watches go into a file of `local`.
    """

    plan: Callable[[], Plan]
    database: Database
    outbox: OutboxStore
    admins: frozenset[int]
    rules: Path
    local: Path
    backtest: Callable[[Iterable[Stored], Rulebook], Trial]
    wake: Callable[[], Awaitable[object]]
    clock: Callable[[], datetime]
    started: datetime | None = None  # since when the service runs

    def shown(self, text: str) -> str:
        """A text in which rule files are named as their readers know them, without our folders."""
        return text.replace(f"{self.local}/", f"{self.local.name}/").replace(f"{self.rules}/", "")

    def chats(self) -> dict[str, Telegram]:
        """The configured chats that this bot speaks in, by the name of their channel."""
        return {
            name: channel
            for name, channel in self.plan().channels.items()
            if isinstance(channel, Telegram) and channel.token == TOKEN
        }
