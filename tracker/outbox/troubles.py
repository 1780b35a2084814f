"""A second way out: trouble with one chat is told in another."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from tracker.channels import Channel, Console
from tracker.core.message import Card
from tracker.core.model import Severity
from tracker.outbox.post import Post
from tracker.store import Bulletin

log = structlog.get_logger()


class Troubles:
    """Tells the operators where they can still be reached, each trouble once a day."""

    def __init__(self, bulletin: Bulletin) -> None:
        self._bulletin = bulletin

    async def closed(self, post: Post, address: str, said: str, now: datetime) -> None:
        """A chat does not let us in: nothing is sent to it until a person has seen to it."""
        await self._tell(
            post,
            lambda channel: channel.address != address,
            f"Alerts no longer arrive in {address}.",
            f"{said}\nThey are kept as dead letters. When it is mended, `tracker deliveries retry` "
            "(or /dead) sends them.",
            f"closed {address} {now:%Y-%m-%d}",
            now,
        )

    async def revoked(self, post: Post, channel: Channel, said: str, now: datetime) -> None:
        """An account is shut: all its chats are."""
        await self._tell(
            post,
            lambda other: set(other.secrets).isdisjoint(channel.secrets),
            f"Nothing can be sent by {channel.kind} any more.",
            f"{said}\nEverything owed is kept, and tried again every few minutes.",
            f"revoked {' '.join(channel.secrets)} {now:%Y-%m-%d}",
            now,
        )

    async def stuck(self, post: Post, address: str, said: str, now: datetime) -> None:
        """A chat cannot be written to for some time now."""
        await self._tell(
            post,
            lambda channel: channel.address != address,
            f"Alerts for {address} have to wait.",
            f"{said}\nThey are tried again and again; nothing is lost.",
            f"stuck {address} {now:%Y-%m-%d}",
            now,
        )

    async def dead(self, post: Post, address: str, title: str, said: str, now: datetime) -> None:
        """A message could not be sent, though its chat is open."""
        await self._tell(
            post,
            lambda channel: channel.address != address or len(_addresses(post)) == 1,
            f"A message to {address} could not be sent.",
            f"{title}\n{said}\n`tracker deliveries list --state dead` shows all such letters.",
            f"dead {address} {now:%Y-%m-%d}",
            now,
        )

    async def _tell(
        self,
        post: Post,
        is_well: Callable[[Channel], bool],
        title: str,
        text: str,
        what: str,
        now: datetime,
    ) -> None:
        """To the operators that can be reached, else to the first chat that can be."""
        shut = await asyncio.to_thread(self._bulletin.closed)
        well = [
            name
            for name in dict.fromkeys((*post.operators, *post.channels))
            if (channel := post.channel(name)) is not None
            and is_well(channel)
            and channel.address not in shut
        ]
        told = _heard(post, [name for name in post.operators if name in well]) or _heard(post, well)
        told = told[: len(post.operators) or 1] or well[:1]
        if not told:
            log.error("nobody can be told", trouble=title)
            return
        card = Card(title=title, summary=text, severity=Severity.high)
        await asyncio.to_thread(self._bulletin.tell, card, told, what, now)


def _heard(post: Post, names: list[str]) -> list[str]:
    """Without the terminal, which nobody may be looking at."""
    return [name for name in names if not isinstance(post.channel(name), Console)]


def _addresses(post: Post) -> set[str]:
    return {channel.address for channel in post.channels.values()}
