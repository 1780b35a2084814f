"""Sending what is owed: written down, sent, written down again. What broke off is looked for."""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import ParamSpec, TypeVar

import structlog

from tracker.channels import Channel, Envelope, Lines, Presence
from tracker.core.gathering import DIGEST, Habits
from tracker.core.letters import Letter, Setting, buttons, severity, written
from tracker.core.model import Severity
from tracker.core.owing import ALERTS, Form, is_silent
from tracker.core.routing import most_in_digest, next_digest
from tracker.core.rules import Rulebook
from tracker.core.search import Found, Search
from tracker.errors import (
    ConfigError,
    DeliveryError,
    Gone,
    Moved,
    Refused,
    Revoked,
    TrackerError,
    TryLater,
    Unknown,
)
from tracker.outbox.pace import Pace
from tracker.outbox.post import Post
from tracker.outbox.troubles import Troubles
from tracker.store import Act, Addressee, Bulletin, OutboxStore, Rest, Result, Task

log = structlog.get_logger()
P = ParamSpec("P")
T = TypeVar("T")

# Seconds before try 2, 3, ...; what stays after the last is the pace until MAX_AGE.
RETRIES = (2.0, 5.0, 15.0, 60.0, 300.0, 900.0)
MAX_AGE = timedelta(hours=24)  # of what is no alert: those are gathered when they are late
OUR_FAULTS = 4  # tries; what we cannot do must not hold up the others
EDIT_TRIES = 4  # then the message stays as it is, and its chat is not held up by it
STUCK, STUCK_WAIT = 5, 900.0  # failures, or seconds to wait, after which somebody is told
ANSWER_AGE = timedelta(minutes=15)  # nobody waits longer for an answer
AFTER_FAULT = timedelta(seconds=15)  # that a chat is left alone, when we or the database failed
BREATH = 1.5  # seconds that are sat out between two messages to one chat
AT_ONCE = 8  # chats written to at the same time; more makes each slower


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What one turn of the outbox did. `wait`: seconds until more can go out, None = nothing."""

    sent: int = 0
    dead: int = 0
    wait: float | None = None


class Outbox:
    """Deliveries -> channels: one request at a time to each chat, in the order owed.

    `post` is asked for each message.
    """

    def __init__(
        self,
        post: Callable[[], Post],
        store: OutboxStore,
        bulletin: Bulletin,
        lines: Lines,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._post = post
        self._store = store
        self._bulletin = bulletin
        self._lines = lines
        self._clock = clock
        self._sleep = sleep
        self._places = asyncio.Semaphore(AT_ONCE)
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._busy: set[str] = set()
        self._failures: dict[str, datetime] = {}
        self._searches: dict[str, Search] = {}
        self._pace = Pace()
        self._troubles = Troubles(bulletin)
        self.stopping = False
        self.turned: datetime | None = None  # when it last looked for what is owed

    async def turn(self, *, hurried: bool = False) -> Sent:
        """Send all that can go out now; returns when the rest of it may.

        `hurried`: what only sits out the `wait` of its route goes too. What is held by a quiet
        time, or for a digest, is not counted before its time.
        """
        names = await self._stored(self._store.waiting, self._clock(), hurried=hurried)
        chats = await self._addressees(names)
        self.turned = self._clock()
        results = await asyncio.gather(*(self._empty(to, hurried=hurried) for to in chats))
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
            if result.wait is None and (result.sent or result.dead) and not self.stopping:
                continue  # what was done may have made something else owed
            if result.wait is None or result.wait > patience or self.stopping:
                return Sent(sent=sent, dead=dead, wait=result.wait)
            await self._sleep(result.wait)

    async def _addressees(self, names: list[str]) -> list[Addressee]:
        """The chats behind channels; what is owed to a channel that is gone is buried."""
        post, now = self._post(), self._clock()
        chats: dict[str, dict[str, Channel]] = defaultdict(dict)
        for name in names:
            channel = post.channel(name)
            if channel is None:
                reason = f"no channel is called '{name}' any more"
                dead = await self._stored(self._store.orphan, name, reason, now)
                log.error("dead letters", channel=name, number=dead, reason=reason)
            else:
                chats[channel.address][name] = channel
        for name, channel in post.channels.items():  # what comes due meanwhile takes its turn
            if channel.address in chats:
                chats[channel.address].setdefault(name, channel)
        return [_addressee(chat, post.rules, now) for chat in chats.values()]

    async def _empty(self, to: Addressee, *, hurried: bool) -> Sent:
        """Write to one chat until it has to wait or nothing can go out."""
        if to.address in self._busy or self._rests(to.address):
            return Sent()  # another turn is at it; or it would fail as a moment ago
        self._busy.add(to.address)
        sent = dead = 0
        wait: float | None = None
        try:
            while not self.stopping:
                done = await self._step(to, hurried=hurried)
                if isinstance(done, Rest):
                    dead, wait = dead + len(done.dead), done.wait
                    if wait is None or wait > BREATH:
                        break
                    await self._sleep(wait)
                else:
                    sent, dead = sent + (done is True), dead + (done is False)
                    if 0 < to.gap <= BREATH:  # before, nothing can go out
                        await self._sleep(to.gap)
        except TrackerError as error:  # the database
            log.error("delivery failed", chat=to.address, error=str(error))  # noqa: TRY400  says it all
            wait = self._failed(to.address)
        except Exception:  # the boundary of this loop: one chat never stops the others
            log.exception("delivery failed", chat=to.address)
            wait = self._failed(to.address)
        finally:
            self._busy.discard(to.address)
        return Sent(sent=sent, dead=dead, wait=wait)

    def _failed(self, address: str) -> float:
        """Leave a chat alone for a while; seconds after which it is worth to come back for it."""
        self._failures[address] = self._clock()
        return RETRIES[-1]

    def _rests(self, address: str) -> bool:
        failed, now = self._failures.get(address), self._clock()
        return failed is not None and failed <= now < failed + AFTER_FAULT

    async def _step(self, to: Addressee, *, hurried: bool) -> Rest | bool | None:
        """One request, if it may be made now; what `_do` answers."""
        async with self._places:
            if to.gap and (wait := self._pace.wait(self._clock())) is not None:
                return Rest(wait)
            task = await self._stored(self._store.claim, to, self._clock(), hurried=hurried)
            if isinstance(task, Rest):
                for title in task.dead:
                    log.error("dead letter", chat=to.address, title=title, reason=task.closed)
                return task
            return await self._do(to, task)

    async def _stored(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Work with the tables: one at a time, as one writer is all that SQLite lets in.

        Several threads would only wait for each other, and that takes as long as the work.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, partial(work, *args, **kwargs))

    # -- one request

    async def _do(self, to: Addressee, task: Task) -> bool | None:
        """Make one request. True: a message arrived; False: it was buried; None: neither."""
        channel = self._post().channel(task.channel)
        if channel is None:
            return await self._bury(to, task, f"no channel is called '{task.channel}' any more")
        if to.gap:  # those without one are no chats of a bot
            self._pace.begun(self._clock())
        began = time.monotonic()
        try:
            if task.act is Act.seek:
                return await self._seek(to, task, channel)
            self._searches.pop(task.key, None)  # should it be lost again, it is another message
            envelope = await self._envelope(task)
            if task.act is Act.edit:
                await channel.edit(envelope, task.remote_id, self._lines)
                result = Result(outcome="edited", seconds=time.monotonic() - began)
                await self._stored(self._store.edited, task, self._clock(), result)
                return None
            remote_id = await channel.send(envelope, self._lines)
        except DeliveryError as error:
            return await self._answer(to, task, channel, error)
        except asyncio.CancelledError:
            # Stopped in the middle: it may have arrived.
            stopped = Result(outcome="stopped", said="stopped while it was sent")
            (self._store.lost if task.act is Act.send else self._store.noted)(
                task, self._clock(), stopped
            )
            raise
        except ConfigError as error:  # its secret is gone
            return await self._answer(to, task, channel, TryLater(str(error)))
        except Exception as error:  # a fault of ours must not lose what is owed
            log.exception("send failed", channel=task.channel)
            if task.attempts >= OUR_FAULTS:
                return await self._refused(to, task, Refused(f"a fault of ours: {error!r}"))
            return await self._answer(to, task, channel, DeliveryError(repr(error)))
        result = Result(outcome="sent", seconds=time.monotonic() - began)
        return await self._arrived(task, remote_id, result)

    async def _arrived(self, task: Task, remote_id: str, result: Result) -> bool:
        await self._stored(self._store.sent, task, remote_id, self._clock(), result)
        title = task.letter.card.title
        log.info("sent", channel=task.channel, title=title, remote_id=remote_id)
        return True

    async def _envelope(self, task: Task) -> Envelope:
        """Rendered when it goes out: what became known in the meantime is in it."""
        letter, rules = task.letter, self._post().rules
        setting = Setting(now=self._clock(), zone=rules.zone, tags={})
        if letter.form is Form.listing and letter.group != DIGEST:
            setting = replace(setting, tags=self._post().tags())
        elif letter.form is Form.listing:
            facts = await self._stored(self._bulletin.facts, task.channel, self._clock())
            setting = Setting(
                now=self._clock(),
                zone=rules.zone,
                tags=self._post().tags(),
                health=facts.health,
                coming=facts.coming,
                most=most_in_digest(task.channel, rules),
            )
        card = written(letter, setting)
        return Envelope(
            key=letter.key,
            card=card,
            address=task.address,
            silent=is_silent(card, letter.form) or _joins(letter),
            buttons=buttons(letter.key, letter.form, letter.marks),
            reply_to=letter.under,
        )

    async def _seek(self, to: Addressee, task: Task, channel: Channel) -> bool | None:
        """Look at one id; a message is found, is nowhere, or nobody can tell."""
        is_shared = not channel.space(task.address).endswith(task.address)
        start = Search(at=task.floor, is_shared=is_shared, since=self._clock())
        search = self._searches.get(task.key, start)
        looked_at = search.next(task.known)
        if looked_at is None:
            return await self._not_found(to, task, Found.nowhere)
        letter = task.letter
        unpressed = buttons(letter.key, letter.form, letter.marks & {"urgent"})
        envelope = Envelope(
            key=letter.key, card=letter.card, address=task.address, buttons=unpressed
        )
        presence = await channel.find(envelope, looked_at, self._lines)
        if presence is Presence.ours:
            self._searches.pop(task.key, None)
            result = Result(outcome="found", said="it had arrived")
            return await self._arrived(task, str(looked_at), result)
        search = search.after(looked_at, is_absent=presence is Presence.absent)
        self._searches[task.key] = search
        result = Result(outcome=presence, said=f"message {looked_at} is not it")
        if search.end is None:
            is_there, now = presence is Presence.other, self._clock()
            await self._stored(self._store.passed, task, looked_at, now, result, is_there=is_there)
            return None
        return await self._not_found(to, task, search.end)

    async def _not_found(self, to: Addressee, task: Task, end: Found) -> bool | None:
        self._searches.pop(task.key, None)
        now = self._clock()
        if end is Found.nowhere:
            result = Result(outcome="absent", said="it had not arrived")
            await self._stored(self._store.put_off, task, now, result, counts=False)
            return None
        said = "nobody can tell whether it arrived"
        if severity(task.letter) < Severity.high:
            return await self._bury(to, task, said)
        result = Result(outcome="undecided", said=said)
        await self._stored(self._store.repeat, task, now, result)
        return None

    # -- what follows from a failure

    async def _answer(
        self, to: Addressee, task: Task, channel: Channel, error: DeliveryError
    ) -> bool | None:
        """For this delivery, and for its chat."""
        said, now = str(error), self._clock()
        match error:
            case Moved():
                await self._remember(to, moved_to=error.new_chat)
                log.warning("chat moved", chat=to.address, to=error.new_chat)
                await self._put_off(task, said, counts=False)
                return None
            case Gone():
                result = Result(outcome="gone", said=said)
                await self._stored(self._store.give_up_edit, task, now, result)
                return None
            case Refused():
                return await self._refused(to, task, error)
            case Revoked():
                await self._troubles.revoked(self._post(), channel, said, now)
            case Unknown() if task.act is Act.send and channel.space(task.address):
                result = Result(outcome="unknown", said=said)
                await self._stored(self._store.lost, task, now, result)
                log.warning("may have arrived", channel=task.channel, error=said)
                return None
        return await self._later(to, task, channel, error)

    async def _later(
        self, to: Addressee, task: Task, channel: Channel, error: DeliveryError
    ) -> bool | None:
        """It is tried again after a while, unless it has become too old for that."""
        said, now = str(error), self._clock()
        if self._is_too_old(task, now):
            return await self._bury(to, task, f"given up: {said}")
        if task.act is Act.edit and task.attempts >= EDIT_TRIES:
            result = Result(outcome="given up", said=said)
            await self._stored(self._store.give_up_edit, task, now, result)
            return None
        if isinstance(error, Unknown) and task.act is Act.send and not channel.knows_repeats:
            await self._stored(self._store.may_repeat, task.key)
        asked = error.wait if isinstance(error, TryLater) else None
        wait = RETRIES[min(task.attempts, len(RETRIES) - 1)] if asked is None else asked
        wait += random.uniform(0, wait / 10)  # noqa: S311  not for secrecy: chats should not align
        if asked is not None and not isinstance(error, Revoked):
            self._pace.pleaded(to.address, now, wait)
        if _matters(task.letter) and (task.attempts >= STUCK or wait > STUCK_WAIT):
            await self._troubles.stuck(self._post(), to.address, said, now)
        await self._remember(to, not_before=now + timedelta(seconds=wait))
        title = task.letter.card.title
        log.warning("not sent", channel=task.channel, title=title, error=said, again_in=wait)
        await self._put_off(task, said, counts=asked is None)
        return None

    async def _put_off(self, task: Task, said: str, *, counts: bool) -> None:
        """Tried again, whatever it was that was tried."""
        now, result = self._clock(), Result(outcome="later", said=said)
        if task.act is Act.send:
            await self._stored(self._store.put_off, task, now, result, counts=counts)
        else:
            await self._stored(self._store.noted, task, now, result, failed=counts)

    async def _refused(self, to: Addressee, task: Task, error: Refused) -> bool | None:
        said = str(error)
        if error.destination_gone:
            await self._remember(to, closed=said)
            await self._troubles.closed(self._post(), to.address, said, self._clock())
        if task.act is Act.edit:
            result = Result(outcome="refused", said=said)
            await self._stored(self._store.give_up_edit, task, self._clock(), result)
            return None
        if task.act is Act.seek and error.destination_gone:  # looked for when it is open again
            await self._put_off(task, said, counts=False)
            return None
        return await self._bury(to, task, said, is_told=error.destination_gone)

    def _is_too_old(self, task: Task, now: datetime) -> bool:
        if task.act is Act.edit or task.letter.form in ALERTS or task.letter.items:
            return False  # an alert is said as soon as it can be, however late
        age = ANSWER_AGE if task.letter.form is Form.answer else MAX_AGE
        return now - task.due > age

    async def _bury(self, to: Addressee, task: Task, reason: str, *, is_told: bool = False) -> bool:
        """A dead letter; `is_told`: the operators know why."""
        now, result = self._clock(), Result(outcome="dead", said=reason)
        await self._stored(self._store.bury, task, now, result)
        letter = task.letter
        log.error("dead letter", channel=task.channel, title=letter.card.title, reason=reason)
        if _matters(letter) and not is_told:
            await self._troubles.dead(self._post(), to.address, letter.card.title, reason, now)
        return False

    async def _remember(self, to: Addressee, **values: object) -> None:
        await self._stored(self._store.remember, to.address, **values)


def _matters(letter: Letter) -> bool:
    """Whether its trouble is told: of notices it is not, or that would go on for ever."""
    return letter.form in (*ALERTS, Form.listing)


def _joins(letter: Letter) -> bool:
    """Whether it is a list of what came within a cooldown of something said before."""
    return letter.form is Form.listing and letter.group.startswith(("watch ", "source "))


def _addressee(channels: Mapping[str, Channel], rules: Rulebook, now: datetime) -> Addressee:
    """One chat, and all channels that lead to it."""
    # A chat that is configured says how it is to be written to, before one that only asks.
    first = channels[min(channels, key=lambda name: name.startswith("chat:"))]
    return Addressee(
        address=first.address,
        channels={
            name: Habits(
                max_per_hour=channel.max_per_hour,
                digest=next_digest(name, now, rules),
                can_edit=channel.can_edit,
                one_by_one=channel.one_by_one,
            )
            for name, channel in channels.items()
        },
        gap=first.pace.gap,
        per_minute=first.pace.per_minute,
        space=first.space if first.space(first.address) else None,
        knows_repeats=first.knows_repeats,
    )
