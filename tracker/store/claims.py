"""One look at one chat: what is the next request to it, and may it be made now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import structlog
from pydantic import ValidationError
from sqlalchemy import Connection, select
from sqlmodel import Session, and_, col, update

from tracker.core.gathering import BURST_TIME, HOUR, Chat, Due, Habits, Say, Step, step
from tracker.core.letters import Letter
from tracker.core.model import Severity
from tracker.core.owing import ALERTS, Form, State
from tracker.core.routing import Action
from tracker.core.silencing import Facts, silenced
from tracker.store import gathered, queue
from tracker.store.debts import CARD
from tracker.store.letters import Letters
from tracker.store.queue import BEGUN, MINUTE, Found
from tracker.store.silences import active
from tracker.store.tables import DeliveryRow

log = structlog.get_logger()

LEASE = timedelta(seconds=60)  # twice as long as any request; renewed when half of it is over
EDITS = 3  # ranks below are said before anything is changed
Tags = Mapping[str, Sequence[str]]  # watch -> its tags


class Act(StrEnum):
    """What is asked of a far end."""

    send = "send"
    edit = "edit"
    seek = "seek"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """One chat, and the channels that lead to it. `gap` in seconds; `per_minute`: None = any.

    `space`: for an address, the name of that in which the far end counts its messages; None when
    they cannot be looked for. `knows_repeats`: the far end drops a second one.
    """

    address: str
    channels: Mapping[str, Habits]
    gap: float = 0.0
    per_minute: int | None = None
    space: Callable[[str], str] | None = None
    knows_repeats: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One request to be made. `attempts`: those before it; `due`: since when it may go out.

    To find a message: `floor` is the newest that was there before it, `known` are ours since, with
    the time when each was begun.
    """

    act: Act
    letter: Letter
    channel: str
    address: str
    attempts: int
    due: datetime
    remote_id: str = ""
    floor: int = 0
    known: Mapping[int, datetime] = field(default_factory=dict)
    edit_at: datetime | None = None

    @property
    def key(self) -> str:
        """The delivery."""
        return self.letter.key


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing can be asked now. `wait`: seconds until something can; None = nothing is owed.

    `dead`: titles of what will not go out, because the chat is `closed`.
    """

    wait: float | None = None
    dead: tuple[str, ...] = ()
    closed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who claims. `settle`: how long a request may still be on its way."""

    holder: str
    tags: Callable[[], Tags]
    settle: timedelta


class Claim:
    """One look at one chat, in one transaction. Who wrote to a chat holds it for a while."""

    def __init__(
        self, connection: Connection, by: Sender, to: Addressee, now: datetime, *, hurried: bool
    ) -> None:
        self._connection = connection
        self._by = by
        self._to = to
        self._now = now
        self._hurried = hurried
        self._where = to.address
        self._is_any_silence = self._is_held = False

    def next(self) -> Task | Rest:
        """The next request, written down as begun."""
        most = self._to.per_minute or 1
        state = queue.chat(self._connection, self._to.address, self._now, most)
        left = state.held_until - self._now if state.held_until else timedelta()
        if state.holder not in {"", self._by.holder} and left > timedelta():
            return Rest(1.0)  # another sender is at it
        self._is_held = state.holder == self._by.holder and left > LEASE / 2
        if state.closed:
            return self._bury_all(state.closed)
        if (wait := self._pause(state)) > 0:
            return Rest(wait)
        self._where = state.moved_to or self._to.address
        self._is_any_silence = state.is_any_silence
        lost = queue.lost(self._connection, self._to.channels) if state.is_any_lost else None
        if lost is not None:
            return self._search(queue.one(self._connection, lost))
        return self._first()

    def _bury_all(self, closed: str) -> Rest:
        mine = col(DeliveryRow.channel).in_(list(self._to.channels))
        due = and_(mine, queue.may_go(hurried=self._hurried))
        query = select(col(DeliveryRow.key), col(DeliveryRow.title)).where(due)
        found = self._connection.execute(query, {"now": self._now}).all()
        keys = [row.key for row in found]
        self._change(keys, state=State.dead, error=closed, address=self._to.address)
        for key in queue.unsaid(self._connection, self._to.channels):
            gathered.let_go(self._connection, key, State.dead, closed)
        return Rest(dead=tuple(row.title for row in found), closed=closed)

    def _pause(self, state: Found) -> float:
        """Seconds until the chat may be written to: its own wish, and its pace."""
        until = [self._now, *filter(None, [state.not_before])]
        if state.requests:
            until.append(state.last + timedelta(seconds=self._to.gap))
        if state.requests == self._to.per_minute:
            until.append(state.first + MINUTE)
        seconds: float = (max(until) - self._now).total_seconds()
        return seconds

    # -- what may have arrived

    def _search(self, row: Found) -> Task | Rest:
        """Look for it once it must have arrived; where nobody can look, send it again."""
        if self._to.space is None or row.floor is None or row.address != self._where:
            self._change(
                [row.key],
                state=State.pending,
                attempts=row.attempts + (row.state == State.sending),
                error=row.error or "stopped while sending",
                is_repeat=not self._to.knows_repeats,
            )
            return self._first()
        settled = (row.tried or self._now) + self._by.settle
        if row.state == State.sending:
            self._change([row.key], state=State.unknown)
        if settled > self._now:
            return Rest((settled - self._now).total_seconds())
        return self._begin(row, Act.seek) or self._first()

    # -- what is owed

    def _first(self) -> Task | Rest:
        """Carry out steps until one of them is a message."""
        while due := self._due():
            channel = due[0].channel
            rows = [row for row in due if row.channel == channel]
            if self._hush(rows):
                continue
            found = self._step(channel, rows)
            if isinstance(found, Say):
                edit = self._edit() if rows[0].rank > EDITS else None
                said = queue.one(self._connection, found.key)
                if task := edit or self._begin(said, Act.send):
                    return task
                continue
            gathered.carry_out(self._connection, found, channel, self._now)
        return self._edit() or Rest()

    def _due(self) -> Sequence[Found]:
        return queue.due(self._connection, self._to.channels, self._now, hurried=self._hurried)

    def _hush(self, rows: Sequence[Found]) -> bool:
        """Suppress what people want to hear nothing of; whether there was any."""
        if not self._is_any_silence:
            return False
        silences, tags = active(Session(self._connection), self._now), self._by.tags()
        hushed = False
        for key in (row.key for row in rows if row.form in (*ALERTS, Form.more)):
            row = queue.one(self._connection, key)
            try:
                CARD.validate_json(row.card)
            except ValidationError as error:
                self._unreadable(row, error)
                hushed = True
                continue
            told = queue.one(self._connection, row.anchor) if row.form == Form.more else row
            if silence := silenced(facts(told, tags), row.channel, self._now, silences):
                why = f"muted by {silence.author}: silence {silence.id}"
                self._change([key], state=State.suppressed, tried=self._now, why=why)
                hushed = True
        return hushed

    def _step(self, channel: str, rows: Sequence[Found]) -> Step:
        """What was said, and which lists are open, is looked up only as far as it matters."""
        habits, watch = self._to.channels[channel], None
        longest = max(row.cooldown for row in rows)
        since = self._now - max(HOUR, BURST_TIME, timedelta(seconds=longest))
        if not longest and habits.max_per_hour is None:
            since, watch = self._now - BURST_TIME, rows[0].watch
        chat = Chat(
            due=[_due(row) for row in rows],
            said=gathered.said(self._connection, channel, since, watch),
            habits=habits,
            now=self._now,
        )
        found = step(chat) if habits.max_per_hour is None else None
        if isinstance(found, Say):
            return found
        return step(replace(chat, listings=gathered.listings(self._connection, channel, since)))

    def _edit(self) -> Task | None:
        for row in queue.edits(self._connection, self._now):
            habits = self._to.channels.get(row.channel)
            if habits is None:
                continue
            found = queue.one(self._connection, row.key)
            if habits.can_edit and found.address == self._where:
                if task := self._begin(found, Act.edit):
                    return task
                continue
            # What is there stays as it is: it cannot be changed, or stands in another chat.
            gathered.let_go(self._connection, row.key, State.pending)
        return None

    # -- the request

    def _begin(self, row: Found, act: Act) -> Task | None:
        """Write down what is about to be done, and take with it all that it needs.

        None: it cannot be read, and is put aside so that it does not hold up the others.
        """
        letters = Letters(self._connection, self._now, self._where)
        try:
            letter = letters.letter(row, is_first=act is Act.send)
        except ValidationError as error:
            self._unreadable(row, error)
            return None
        if not self._is_held:
            until = self._now + LEASE
            queue.hold(self._connection, self._to.address, self._by.holder, until)
        if act is Act.send:
            space = self._to.space(self._where) if self._to.space else ""
            queue.sending(self._connection, row.key, self._now, self._where, space)
        queue.attempt(
            self._connection,
            delivery=row.key,
            address=self._to.address,
            act=act,
            at=self._now,
            outcome=BEGUN,
        )
        return Task(
            act=act,
            letter=letter,
            channel=row.channel,
            address=self._where,
            attempts=row.attempts,
            due=row.not_before or row.created,
            remote_id=row.remote_id,
            floor=row.floor or 0,
            known=self._known(row) if act is Act.seek else {},
            edit_at=row.edit_at,
        )

    def _unreadable(self, row: Found, error: ValidationError) -> None:
        said = f"it cannot be read: {error}"
        log.error("dead letter", channel=row.channel, title=row.title, reason=said)
        state = row.state if row.state == State.sent else State.dead
        self._change([row.key], state=state, error=said, edit_at=None)

    def _known(self, row: Found) -> dict[int, datetime]:
        """Ids of others of ours that may stand above the floor, and when they were begun."""
        query = select(col(DeliveryRow.remote_id), col(DeliveryRow.tried)).where(
            col(DeliveryRow.space) == row.space,
            col(DeliveryRow.sent) >= (row.tried or self._now) - MINUTE,
            col(DeliveryRow.remote_id) != "",
        )
        found = self._connection.execute(query)
        return {int(remote_id): begun for remote_id, begun in found if begun is not None}

    def _change(self, keys: Sequence[str], **values: Any) -> None:
        these = update(DeliveryRow).where(col(DeliveryRow.key).in_(keys))
        self._connection.execute(these.values(**values))


def facts(row: Found, tags: Mapping[str, Sequence[str]]) -> Facts:
    """What a message is about, for those who want silence."""
    card = CARD.validate_json(row.card)
    watches = tuple(reason.watch for reason in card.reasons)
    return Facts(
        watches=watches,
        tags={watch: tuple(tags.get(watch, ())) for watch in watches},
        story=row.story,
        source=row.source,
        entities=card.entities,
    )


def _due(row: Found) -> Due:
    return Due(
        key=row.key,
        form=Form(row.form),
        due=row.due,
        watch=row.watch,
        severity=Severity(row.severity),
        action=Action(row.action),
        group=row.gathered_by,
        cooldown=timedelta(seconds=row.cooldown),
    )
