"""What is owed: claimed, sent, written down. One message at a time for each channel, in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, or_, select, update

from tracker.core.message import Card
from tracker.core.routing import Action
from tracker.store.database import Database
from tracker.store.desk import CARD
from tracker.store.tables import DeliveryRow, DestinationRow


class State(StrEnum):
    """How far a delivery has come."""

    pending = "pending"
    sending = "sending"
    sent = "sent"
    dead = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A delivery: a card owed to a channel, and how far it has come.

    `action` and `why` say what it waits for until `not_before`.
    """

    key: str
    channel: str
    state: State
    title: str
    card: Card
    attempts: int
    error: str
    created: datetime
    sent: datetime | None
    not_before: datetime | None = None
    action: Action = Action.now
    why: str = ""

    @property
    def due(self) -> datetime:
        """Since when it may go out."""
        return self.not_before or self.created


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """The state of one chat."""

    not_before: datetime | None = None
    moved_to: str = ""
    closed: str = ""


class OutboxStore:
    """The queue of deliveries."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def recover(self) -> int:
        """After a crash: what was on its way is owed again. Returns how many."""
        with self._database.writing() as session:
            return _move(session, [State.sending], State.pending)

    def owing(self) -> list[str]:
        """Channels to which anything is owed, now or later."""
        with self._database.reading() as session:
            pending = col(DeliveryRow.state) == State.pending
            return sorted(session.exec(select(DeliveryRow.channel).where(pending).distinct()))

    def waiting(self, now: datetime, *, hurried: bool = False) -> list[str]:
        """Channels to which something may go out; `hurried`: without sitting out a `wait`."""
        with self._database.reading() as session:
            query = select(DeliveryRow.channel).where(_may_go(now, hurried=hurried)).distinct()
            return sorted(session.exec(query))

    def claim(self, channel: str, now: datetime, *, hurried: bool = False) -> Owed | None:
        """The oldest delivery that may go to `channel`, marked as on its way; None = there is none.

        What is held does not stand in the way of what was owed after it.
        """
        with self._database.writing() as session:
            query = (
                select(DeliveryRow)
                .where(col(DeliveryRow.channel) == channel, _may_go(now, hurried=hurried))
                .order_by(col(DeliveryRow.number))
                .limit(1)
            )
            row = session.exec(query).first()
            if row is None:
                return None
            row.state = State.sending
            session.add(row)
            return _owed(row)

    def sent(self, key: str, remote_id: str, now: datetime) -> None:
        """It arrived."""
        self._close(key, state=State.sent, remote_id=remote_id, sent=now, error="")

    def put_back(self, key: str, error: str, *, counts: bool) -> None:
        """It did not go out, and is owed still. `counts`: whether this was an attempt."""
        self._close(key, state=State.pending, error=error, attempts=int(counts))

    def bury(self, key: str, error: str) -> None:
        """It will not go out: a dead letter, until a person retries it."""
        self._close(key, state=State.dead, error=error, attempts=1)

    def _close(self, key: str, *, attempts: int = 0, **values: object) -> None:
        with self._database.writing() as session:
            session.exec(
                update(DeliveryRow)
                .where(col(DeliveryRow.key) == key)
                .values(attempts=col(DeliveryRow.attempts) + attempts, **values)
            )

    def retry(self, keys: Sequence[str] = ()) -> int:
        """Owe dead letters again, all or those whose key begins so.

        Their chats are reopened and written to at once; without `keys`, every chat is.
        """
        with self._database.writing() as session:
            rows = [
                row
                for row in session.exec(select(DeliveryRow).where(DeliveryRow.state == State.dead))
                if not keys or row.key.startswith(tuple(keys))
            ]
            for row in rows:
                row.state = State.pending
                session.add(row)
            channels = {row.channel for row in rows}
            reopened = update(DestinationRow).values(closed="", not_before=None)
            if keys:
                reopened = reopened.where(col(DestinationRow.channel).in_(channels))
            session.exec(reopened)
            return len(rows)

    def listed(self, states: Iterable[str] = (), limit: int = 50) -> list[Owed]:
        """Deliveries, newest first."""
        with self._database.reading() as session:
            query = select(DeliveryRow).order_by(col(DeliveryRow.number).desc()).limit(limit)
            if wanted := list(states):
                query = query.where(col(DeliveryRow.state).in_(wanted))
            return [_owed(row) for row in session.exec(query)]

    def counts(self) -> dict[str, int]:
        """State -> how many deliveries."""
        with self._database.reading() as session:
            query = select(DeliveryRow.state, func.count()).group_by(DeliveryRow.state)
            return dict(session.exec(query).all())

    def recent(self, channel: str, now: datetime, seconds: float) -> list[datetime]:
        """When messages went to `channel` in the last `seconds`, oldest first."""
        with self._database.reading() as session:
            query = (
                select(DeliveryRow.sent)
                .where(
                    col(DeliveryRow.channel) == channel,
                    col(DeliveryRow.sent) > now - timedelta(seconds=seconds),
                )
                .order_by(col(DeliveryRow.sent))
            )
            return [moment for moment in session.exec(query) if moment is not None]

    def destination(self, channel: str, address: str) -> Destination:
        """What is known of a chat."""
        with self._database.reading() as session:
            row = session.get(DestinationRow, (channel, address))
            if row is None:
                return Destination()
            return Destination(not_before=row.not_before, moved_to=row.moved_to, closed=row.closed)

    def remember(self, channel: str, address: str, **values: object) -> None:
        """Note `not_before`, `moved_to` or `closed` of a chat."""
        with self._database.writing() as session:
            row = session.get(DestinationRow, (channel, address))
            row = row or DestinationRow(channel=channel, address=address)
            for name, value in values.items():
                setattr(row, name, value)
            session.add(row)


def _may_go(now: datetime, *, hurried: bool) -> ColumnElement[bool]:
    not_before = col(DeliveryRow.not_before)
    due = or_(not_before.is_(None), not_before <= now)
    if hurried:
        due = or_(due, col(DeliveryRow.action) == Action.now)
    return and_(col(DeliveryRow.state) == State.pending, due)


def _move(session: Session, states: Sequence[str], to: str) -> int:
    result = session.exec(
        update(DeliveryRow).where(col(DeliveryRow.state).in_(states)).values(state=to)
    )
    return result.rowcount


def _owed(row: DeliveryRow) -> Owed:
    return Owed(
        key=row.key,
        channel=row.channel,
        state=State(row.state),
        title=row.title,
        card=CARD.validate_json(row.card),
        attempts=row.attempts,
        error=row.error,
        created=row.created,
        sent=row.sent,
        not_before=row.not_before,
        action=Action(row.action),
        why=row.why,
    )
