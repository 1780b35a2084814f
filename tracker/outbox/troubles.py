"""A second way out: trouble with one chat is told in another."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from tracker.channels import Channel
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

    async def dead(self, post: Post, address: str, title: str, said: str, now: datetime) -> None:
        """A message could not be sent, though its chat is open."""
        await self._tell(
            post,
            lambda channel: channel.address != address,
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
        told = [name for name in post.operators if name in well] or well[:1]
        if not told:
            log.error("nobody can be told", trouble=title)
            return
        card = Card(title=title, summary=text, severity=Severity.high)
        await asyncio.to_thread(self._bulletin.tell, card, told, what, now)
