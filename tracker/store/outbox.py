"""What is owed: a chat is claimed, its next message goes out, and what came of it is kept.

Nobody else writes to a chat that is claimed, so one message is on its way to it at a time. What
was on its way when its sender died is found by the next who claims the chat.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection
from sqlmodel import and_, col, or_, update

from tracker.core.owing import State
from tracker.store import gathered, queue
from tracker.store.claims import Addressee, Claim, Rest, Sender, Tags, Task
from tracker.store.database import Database
from tracker.store.tables import DeliveryRow, DestinationRow

SETTLE = timedelta(seconds=30)  # as long as a request may still be on its way


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a request, and how long it took in seconds."""

    outcome: str
    said: str = ""
    seconds: float = 0.0


class OutboxStore:
    """The queue of deliveries, for one sender. `tags` is asked at each claim, for silences."""

    def __init__(
        self,
        database: Database,
        tags: Callable[[], Tags] = dict,
        settle: timedelta = SETTLE,
    ) -> None:
        self._database = database
        self._holder = uuid4().hex
        self._tags = tags
        self._settle = settle

    def recover(self) -> int:
        """Nobody else sends: chats that are held by one who died are free. Returns how many."""
        with self._database.writing() as session:
            free = update(DestinationRow).where(col(DestinationRow.holder) != "")
            return session.exec(free.values(holder="", held_until=None)).rowcount

    def waiting(self, now: datetime, *, hurried: bool = False) -> list[str]:
        """Channels for which there is something to do now."""
        with self._database.reading() as session:
            return sorted(queue.waiting(session.connection(), now, hurried=hurried))

    def claim(self, to: Addressee, now: datetime, *, hurried: bool = False) -> Task | Rest:
        """The next request to a chat, written down as begun; or why there is none."""
        by = Sender(holder=self._holder, tags=self._tags, settle=self._settle)
        with self._database.changing() as connection:
            return Claim(connection, by, to, now, hurried=hurried).next()

    def sent(self, task: Task, remote_id: str, now: datetime, result: Result) -> None:
        """It is there."""
        with self._ending(task, now, result) as connection:
            space = queue.sent(connection, task.key, now, remote_id)
            if space and remote_id.isdecimal():
                queue.seen(connection, space, int(remote_id))

    def edited(self, task: Task, now: datetime, result: Result) -> None:
        """It says what it should; what was asked for in between is done later."""
        with self._ending(task, now, result, edited=now, attempts=0) as connection:
            mine = col(DeliveryRow.key) == task.key, col(DeliveryRow.edit_at) == task.edit_at
            connection.execute(update(DeliveryRow).where(*mine).values(edit_at=None))

    def put_off(self, task: Task, now: datetime, result: Result, *, counts: bool) -> None:
        """It is owed still. `counts`: whether this was an attempt that failed."""
        self._close(task, now, result, state=State.pending, counts=counts)

    def lost(self, task: Task, now: datetime, result: Result) -> None:
        """It may have arrived: it will be looked for."""
        self._close(task, now, result, state=State.unknown, counts=True)

    def noted(self, task: Task, now: datetime, result: Result, *, failed: bool = False) -> None:
        """A request that changes nothing about its delivery. `failed`: the next may wait longer."""
        counted = {"attempts": col(DeliveryRow.attempts) + 1} if failed else {}
        with self._ending(task, now, result, **counted):
            pass

    def passed(
        self, task: Task, message_id: int, now: datetime, result: Result, *, is_there: bool
    ) -> None:
        """It is not here, and will not be: who goes on looking need not begin before this id.

        `is_there`: another message is.
        """
        with self._ending(task, now, result, floor=message_id) as connection:
            if is_there:
                queue.seen(connection, queue.one(connection, task.key).space, message_id)

    def give_up_edit(self, task: Task, now: datetime, result: Result) -> None:
        """What was sent stays as it is; what only its change would have said is said anew."""
        with self._ending(task, now, result, attempts=0) as connection:
            gathered.let_go(connection, task.key, State.pending)

    def bury(self, task: Task, now: datetime, result: Result) -> None:
        """It will not go out: a dead letter, until a person retries it."""
        self._close(task, now, result, state=State.dead, counts=True)

    def may_repeat(self, key: str) -> None:
        """It may have arrived, and nobody can look: when it is sent again, it says so."""
        with self._database.writing() as session:
            these = update(DeliveryRow).where(col(DeliveryRow.key) == key)
            session.exec(these.values(is_repeat=True))

    def repeat(self, task: Task, now: datetime, result: Result) -> None:
        """Nobody can tell whether it arrived: it is sent again, and says so."""
        said = {"state": State.pending, "error": result.said, "is_repeat": True}
        with self._ending(task, now, result, **said):
            pass

    def _close(
        self, task: Task, now: datetime, result: Result, *, state: State, counts: bool
    ) -> None:
        attempts = col(DeliveryRow.attempts) + counts
        with self._ending(task, now, result, state=state, error=result.said, attempts=attempts):
            pass

    @contextmanager
    def _ending(
        self, task: Task, now: datetime, result: Result, **values: Any
    ) -> Iterator[Connection]:
        """Write down what came of a request, with `values` of its delivery."""
        with self._database.changing() as connection:
            if values:
                these = update(DeliveryRow).where(col(DeliveryRow.key) == task.key)
                connection.execute(these.values(**values))
            yield connection
            queue.attempt(
                connection,
                delivery=task.key,
                address=task.address,
                act=task.act,
                at=now,
                outcome=result.outcome,
                said=result.said,
                seconds=result.seconds,
            )

    def orphan(self, channel: str, reason: str, now: datetime) -> int:
        """Bury all that is due to a channel that is gone. How many."""
        with self._database.changing() as connection:
            mine = col(DeliveryRow.channel) == channel
            due = and_(mine, or_(queue.may_go(hurried=True), queue.IS_LOST))
            buried = update(DeliveryRow).where(due).values(state=State.dead, error=reason)
            count = connection.execute(buried, {"now": now}).rowcount
            for key in queue.unsaid(connection, [channel]):
                count += gathered.let_go(connection, key, State.dead, reason)
            return count

    def remember(self, address: str, **values: object) -> None:
        """Note `not_before`, `moved_to` or `closed` of a chat."""
        with self._database.writing() as session:
            row = session.get(DestinationRow, address) or DestinationRow(address=address)
            for name, value in values.items():
                setattr(row, name, value)
            session.add(row)

    def seen(self, space: str, message_id: int) -> None:
        """A message with this id is there, whoever wrote it."""
        with self._database.changing() as connection:
            queue.seen(connection, space, message_id)
