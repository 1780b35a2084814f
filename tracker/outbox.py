"""Sending what is owed: owed, then sent, then written down. A crash may repeat, never lose."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from tracker.channels import Channel, Envelope, Lines
from tracker.errors import DeliveryError, Moved, Refused, TryLater
from tracker.store import OutboxStore, Owed

log = structlog.get_logger()

# Seconds before try 2, 3, ...; what stays after the last is the pace until MAX_AGE.
RETRIES = (2.0, 5.0, 15.0, 60.0, 300.0, 900.0)
MAX_AGE = timedelta(hours=24)
AT_ONCE = 4  # chats written to at the same time; more makes each slower


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What one turn of the outbox did. `wait`: seconds until more can go out, None = nothing."""

    sent: int = 0
    dead: int = 0
    wait: float | None = None


class Outbox:
    """Deliveries -> channels: one message in flight for each channel, in the order owed.

    `channels` is asked for each message.
    """

    def __init__(
        self,
        channels: Callable[[], Mapping[str, Channel]],
        store: OutboxStore,
        lines: Lines,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._channels = channels
        self._store = store
        self._lines = lines
        self._clock = clock
        self._sleep = sleep
        self._places = asyncio.Semaphore(AT_ONCE)
        self._busy: set[str] = set()
        self.stopping = False

    async def turn(self, *, hurried: bool = False) -> Sent:
        """Send all that can go out now; returns when the rest of it may.

        `hurried`: what only sits out the `wait` of its route goes too. What is held by a quiet
        time, or for a digest, is not counted before its time.
        """
        waiting = await asyncio.to_thread(self._store.waiting, self._clock(), hurried=hurried)
        free = [name for name in waiting if name not in self._busy]
        results = await asyncio.gather(*(self._empty(name, hurried=hurried) for name in free))
        waits = [result.wait for result in results if result.wait is not None]
        return Sent(
            sent=sum(result.sent for result in results),
            dead=sum(result.dead for result in results),
            wait=min(waits) if waits else None,
        )

    async def flush(self, patience: float) -> Sent:
        """Hurry until nothing can go out, or the next try is more than `patience` seconds off."""
        sent = dead = 0
        while True:
            result = await self.turn(hurried=True)
            sent, dead = sent + result.sent, dead + result.dead
            if result.wait is None or result.wait > patience or self.stopping:
                return Sent(sent=sent, dead=dead, wait=result.wait)
            await self._sleep(result.wait)

    async def _empty(self, name: str, *, hurried: bool) -> Sent:
        """Send to one channel until it has to wait or nothing can go out."""
        self._busy.add(name)
        sent = dead = 0
        try:
            async with self._places:
                while not self.stopping:
                    wait = await asyncio.to_thread(self._pause, name)
                    if wait > 0:
                        return Sent(sent=sent, dead=dead, wait=wait)
                    owed = await asyncio.to_thread(
                        self._store.claim, name, self._clock(), hurried=hurried
                    )
                    if owed is None:
                        break
                    arrived = await self._deliver(name, owed)
                    sent, dead = sent + (arrived is True), dead + (arrived is False)
        except Exception:  # the boundary of this loop: one channel never stops the others
            log.exception("delivery failed", channel=name)
            return Sent(sent=sent, dead=dead, wait=RETRIES[-1])
        finally:
            self._busy.discard(name)
        return Sent(sent=sent, dead=dead)

    def _pause(self, name: str) -> float:
        """Seconds until `name` may be written to: its own wish, and its pace."""
        channel, now = self._channels().get(name), self._clock()
        if channel is None:
            return 0.0  # claimed, and buried with the reason
        until = [now]
        state = self._store.destination(name, channel.address)
        if state.not_before is not None:
            until.append(state.not_before)
        recent = self._store.recent(name, now, 60.0)
        if recent:
            until.append(recent[-1] + timedelta(seconds=channel.pace.gap))
        most = channel.pace.per_minute
        if most is not None and len(recent) >= most:
            until.append(recent[-most] + timedelta(seconds=60))
        return (max(until) - now).total_seconds()

    async def _deliver(self, name: str, owed: Owed) -> bool | None:
        """Send one. True: arrived; False: buried; None: owed still."""
        channel = self._channels().get(name)
        if channel is None:
            return await self._bury(owed, f"no channel is called '{name}' any more")
        state = await asyncio.to_thread(self._store.destination, name, channel.address)
        if state.closed:
            return await self._bury(owed, state.closed)
        envelope = Envelope(key=owed.key, card=owed.card, address=state.moved_to or channel.address)
        try:
            remote_id = await channel.send(envelope, self._lines)
        except DeliveryError as error:
            return await self._answer(name, channel, owed, error)
        except asyncio.CancelledError:
            # Stopped in the middle of a send: it may have arrived, and is owed still.
            self._store.put_back(owed.key, "stopped while sending", counts=True)
            raise
        except Exception as error:  # a fault of ours must not lose what is owed
            log.exception("send failed", channel=name)
            return await self._answer(name, channel, owed, DeliveryError(repr(error)))
        await asyncio.to_thread(self._store.sent, owed.key, remote_id, self._clock())
        log.info("sent", channel=name, title=owed.title, remote_id=remote_id)
        return True

    async def _answer(
        self, name: str, channel: Channel, owed: Owed, error: DeliveryError
    ) -> bool | None:
        """What follows from a failure: for this delivery, and for its chat."""
        said = str(error)
        if isinstance(error, Moved):
            await self._remember(name, channel, moved_to=error.new_chat)
            await asyncio.to_thread(self._store.put_back, owed.key, said, counts=False)
            log.warning("chat moved", channel=name, to=error.new_chat)
            return None
        if isinstance(error, Refused):
            if error.destination_gone:
                await self._remember(name, channel, closed=said)
            return await self._bury(owed, said)
        if self._clock() - owed.due > MAX_AGE:
            return await self._bury(owed, f"given up after a day: {said}")
        asked = error.wait if isinstance(error, TryLater) else None
        wait = RETRIES[min(owed.attempts, len(RETRIES) - 1)] if asked is None else asked
        wait += random.uniform(0, wait / 10)  # noqa: S311  not for secrecy: chats should not align
        later = self._clock() + timedelta(seconds=wait)
        await self._remember(name, channel, not_before=later)
        await asyncio.to_thread(self._store.put_back, owed.key, said, counts=asked is None)
        log.warning("not sent", channel=name, title=owed.title, error=said, again_in=round(wait, 1))
        return None

    async def _bury(self, owed: Owed, reason: str) -> bool:
        await asyncio.to_thread(self._store.bury, owed.key, reason)
        log.error("dead letter", channel=owed.channel, title=owed.title, reason=reason)
        return False

    async def _remember(self, name: str, channel: Channel, **values: object) -> None:
        await asyncio.to_thread(self._store.remember, name, channel.address, **values)
