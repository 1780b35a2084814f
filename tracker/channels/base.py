"""What every kind of channel has in common: its configuration, its pace and its `send`."""

import re
from abc import abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Annotated, Self, TypeVar

import httpx
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from tracker.core.message import Card, Keyboard

T = TypeVar("T")


def _is_a_name(text: str) -> str:
    if not re.fullmatch(r"env:[A-Z][A-Z0-9_]*", text):
        raise ValueError("a secret never stands in a file: write env:NAME and set NAME")
    return text


SecretName = Annotated[str, AfterValidator(_is_a_name)]  # "env:NAME"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a destination may be written to: seconds between sends, sends in 60 seconds."""

    gap: float = 0.0
    per_minute: int | None = None


class Lines:
    """Open connections of all channels, made at first use and closed together."""

    def __init__(self, timeout: float = 15.0) -> None:
        self.timeout = timeout
        self._open: dict[str, object] = {}
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    async def get(self, key: str, make: Callable[[AsyncExitStack], Awaitable[T]]) -> T:
        """The connection named `key`; `make` opens it on the stack that will close it."""
        if key not in self._open:
            self._open[key] = await make(self._stack)
        return self._open[key]  # type: ignore[return-value]  # the key says the type

    async def http(self) -> httpx.AsyncClient:
        """A plain HTTP client with a timeout."""

        async def make(stack: AsyncExitStack) -> httpx.AsyncClient:
            client = httpx.AsyncClient(timeout=self.timeout, trust_env=False)
            return await stack.enter_async_context(client)

        return await self.get("http", make)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A card on its way: `key` is the same at every try, so a far end can tell a repeat.

    `reply_to`: the far end's id of the message that it stands under; "" = under none.
    """

    key: str
    card: Card
    address: str  # where to: the channel's own, or where its chat has moved
    silent: bool = False
    buttons: Keyboard = ()
    reply_to: str = ""


class Presence(StrEnum):
    """What stands in a chat under an id that is asked for."""

    ours = "ours"  # the message that was asked for
    other = "other"  # somebody else's
    absent = "absent"


class BaseChannel(BaseModel):
    """How to speak to one chat. Immutable: pauses and moved chats live in the store.

    `max_per_hour`: how many alerts its readers want in an hour; not what the far end allows.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_per_hour: int | None = Field(default=None, gt=0)

    @property
    @abstractmethod
    def address(self) -> str:
        """Which chat this is, among all kinds; never a secret. Who shares it takes turns."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """Names of the environment variables without which it cannot speak."""
        return ()

    @property
    def pace(self) -> Pace:
        """How fast this destination may be written to."""
        return Pace()

    @property
    def can_edit(self) -> bool:
        """Whether `edit` changes what was sent."""
        return False

    @property
    def one_by_one(self) -> bool:
        """Whether it wants every alert by itself: no phone is lit by it."""
        return False

    @property
    def knows_repeats(self) -> bool:
        """Whether the far end drops a second message with the same key."""
        return False

    def space(self, address: str) -> str:
        """In which the far end counts the ids of `address`, if `find` can look for them; else "".

        Where a space belongs to one chat, it ends with the address.
        """
        del address
        return ""

    @abstractmethod
    async def send(self, envelope: Envelope, lines: Lines) -> str:
        """Deliver, or raise a DeliveryError; returns the far end's id of the message, or ""."""

    async def edit(self, envelope: Envelope, remote_id: str, lines: Lines) -> None:
        """Make the message say what the envelope says; doing it twice is harmless.

        Raises DeliveryError; `Gone` when the message is no longer there.
        """
        raise NotImplementedError(f"{type(self).__name__} cannot edit {remote_id}")

    async def find(self, envelope: Envelope, remote_id: int, lines: Lines) -> Presence:
        """Whether `remote_id` is this very message. Nothing that can be seen is changed by it.

        Raises DeliveryError.
        """
        raise NotImplementedError(f"{type(self).__name__} cannot look for {remote_id}")
