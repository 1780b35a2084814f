"""What every kind of channel has in common: its configuration, its pace and its `send`."""

import re
from abc import abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Annotated, Self, TypeVar

import httpx
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from tracker.core.message import Card

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
    """A card on its way: `key` is the same at every try, so a far end can tell a repeat."""

    key: str
    card: Card
    address: str  # where to: the channel's own, or where its chat has moved


class BaseChannel(BaseModel):
    """How to speak to one chat. Immutable: pauses and moved chats live in the store.

    `max_per_hour`: how many alerts its readers want in an hour; not what the far end allows.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_per_hour: int | None = Field(default=None, gt=0)

    @property
    @abstractmethod
    def address(self) -> str:
        """Which chat this is; never a secret."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """Names of the environment variables without which it cannot speak."""
        return ()

    @property
    def pace(self) -> Pace:
        """How fast this destination may be written to."""
        return Pace()

    @abstractmethod
    async def send(self, envelope: Envelope, lines: Lines) -> str:
        """Deliver, or raise a DeliveryError; returns the far end's id of the message, or ""."""
