"""Deliveries as people look at them: listed, counted, tried again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, or_, select, update

from tracker.core.message import Card
from tracker.core.owing import Form, State
from tracker.core.routing import Action
from tracker.errors import TrackerError
from tracker.store.cards import shown
from tracker.store.database import Database
from tracker.store.keys import begins
from tracker.store.tables import AttemptRow, DeliveryRow, DestinationRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A delivery: a card owed to a channel, and how far it has come.

    `action` and `why` say what it waits for until `not_before`, or why it was not sent itself;
    `part_of`: the message that says it in its place.
    """

    key: str
    channel: str
    form: Form
    state: State
    title: str
    card: Card
    attempts: int
    error: str
    created: datetime
    sent: datetime | None
    remote_id: str = ""
    not_before: datetime | None = None
    action: Action = Action.now
    why: str = ""
    part_of: str = ""
    story: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One line of the log: a request was begun, or what came of it, after so many `seconds`."""

    at: datetime
    act: str
    outcome: str
    said: str
    seconds: float


class Deliveries:
    """Reads the queue, and puts dead letters back into it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def owing(self) -> list[str]:
        """Channels to which anything is owed, now or later."""
        with self._database.reading() as session:
            open_states = [State.pending, State.sending, State.unknown]
            query = select(DeliveryRow.channel).where(col(DeliveryRow.state).in_(open_states))
            return sorted(session.exec(query.distinct()))

    def retry(self, keys: Sequence[str] = ()) -> int:
        """Owe dead letters again, all or those whose key begins so.

        Their chats are reopened and written to at once; without `keys`, every chat is.
        """
        with self._database.writing() as session:
            rows = [
                row
                for row in session.exec(select(DeliveryRow).where(DeliveryRow.state == State.dead))
                if not keys or row.key.startswith(tuple(filter(None, keys)))
            ]
            addresses = {row.address for row in rows}
            for row in rows:
                row.state, row.attempts = State.pending, 0
                session.add(row)
            reopened = update(DestinationRow).values(closed="", not_before=None)
            if keys and "" not in addresses:
                chat = DestinationRow
                theirs = col(chat.address).in_(addresses), col(chat.moved_to).in_(addresses)
                reopened = reopened.where(or_(*theirs))
            session.exec(reopened)
            return len(rows)

    def listed(self, states: Iterable[str] = (), limit: int = 50) -> list[Owed]:
        """Deliveries, newest first."""
        with self._database.reading() as session:
            query = select(DeliveryRow).order_by(col(DeliveryRow.number).desc()).limit(limit)
            if wanted := list(states):
                query = query.where(col(DeliveryRow.state).in_(wanted))
            return [_owed(row) for row in session.exec(query)]

    def one(self, beginning: str) -> Owed:
        """The delivery whose key begins so. Raises TrackerError when none or several do."""
        with self._database.reading() as session:
            return _owed(found(session, beginning))

    def attempts(self, key: str) -> list[Attempt]:
        """What was tried to deliver it, oldest first."""
        with self._database.reading() as session:
            query = (
                select(AttemptRow)
                .where(col(AttemptRow.delivery) == key)
                .order_by(col(AttemptRow.id))
            )
            return [
                Attempt(at=r.at, act=r.act, outcome=r.outcome, said=r.said, seconds=r.seconds)
                for r in session.exec(query)
            ]

    def counts(self) -> dict[str, int]:
        """State -> how many deliveries."""
        with self._database.reading() as session:
            query = select(DeliveryRow.state, func.count()).group_by(DeliveryRow.state)
            return dict(session.exec(query).all())

    def closed(self) -> dict[str, str]:
        """Chats that do not let us in: address -> why."""
        with self._database.reading() as session:
            rows = session.exec(select(DestinationRow).where(col(DestinationRow.closed) != ""))
            return {row.address: row.closed for row in rows}


def found(session: Session, beginning: str) -> DeliveryRow:
    """The one row whose key begins so. Raises TrackerError when none or several do."""
    query = select(DeliveryRow).where(begins(DeliveryRow.key, beginning))
    rows = session.exec(query.limit(2)).all()
    if len(rows) != 1:
        said = "several deliveries begin" if len(rows) > 1 else "no delivery begins"
        raise TrackerError(f"{said} with '{beginning}': see `tracker deliveries list`")
    return rows[0]


def _owed(row: DeliveryRow) -> Owed:
    return Owed(
        key=row.key,
        channel=row.channel,
        form=Form(row.form),
        state=State(row.state),
        title=row.title,
        card=shown(row.card, row.title),
        attempts=row.attempts,
        error=row.error,
        created=row.created,
        sent=row.sent,
        remote_id=row.remote_id,
        not_before=row.not_before,
        action=Action(row.action),
        why=row.why,
        part_of=row.part_of,
        story=row.story,
        article=row.article,
    )
