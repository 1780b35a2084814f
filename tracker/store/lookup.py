"""Read-only questions of the bot: what was told, to whom, why, and how things stand."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists
from sqlalchemy import select as select_columns
from sqlmodel import Session, and_, col, func, or_, select

from tracker.core.letters import Item
from tracker.core.message import Card
from tracker.core.model import Severity
from tracker.core.normalise import digest
from tracker.core.owing import ALERTS, Form, State
from tracker.store.alerts import AlertBook, AlertFile
from tracker.store.cards import shown
from tracker.store.database import Database
from tracker.store.keys import begins
from tracker.store.letters import tellings
from tracker.store.tables import AlertRow, ArticleRow, DeliveryRow, DestinationRow

OPEN = (State.pending, State.sending, State.unknown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An article that was alerted: by which watches, how grave at most, and when at last."""

    article: str
    title: str
    url: str
    publisher: str
    severity: Severity
    watches: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A story with an entity in it, as it was first told; `at`: when that was owed."""

    story: str
    title: str
    url: str
    publisher: str
    severity: Severity
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A delivery as one who looks at it in a chat knows it. `address`: where it was sent to.

    `watches`: all that it tells, those of alerts that have joined it among them.
    """

    key: str
    channel: str
    address: str
    remote_id: str
    form: Form
    state: State
    card: Card
    watches: tuple[str, ...]
    article: str
    created: datetime
    sent: datetime | None
    why: str


class Lookup:
    """Asks; each answer is of one moment."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- alerts

    def latest(self, limit: int, watches: Collection[str] | None = None) -> list[Told]:
        """The articles that were alerted last, newest first. `watches`: only by these."""
        newest = select_columns(col(AlertRow.article)).group_by(col(AlertRow.article))
        if watches is not None:
            newest = newest.where(col(AlertRow.watch).in_(watches))
        newest = newest.order_by(func.max(AlertRow.at).desc(), col(AlertRow.article)).limit(limit)
        with self._database.reading() as session:
            return _told(session, list(session.scalars(newest)))

    def search(self, words: Sequence[str], limit: int) -> list[Told]:
        """Alerted articles with all of `words` in title, summary or body, newest first.

        Words are found inside others too, as languages without spaces need it.
        """
        alerted = exists().where(col(AlertRow.article) == col(ArticleRow.key))
        query = (
            select_columns(col(ArticleRow.key))
            .where(alerted, *map(_has, words))
            .order_by(col(ArticleRow.seen).desc(), col(ArticleRow.key))
            .limit(limit)
        )
        with self._database.reading() as session:
            return _told(session, list(session.scalars(query)))

    def mentions(self, entity: str, since: datetime) -> list[Mention]:
        """Stories with the entity of this name that were told since, newest first."""
        query = (
            select(DeliveryRow)
            .where(
                col(DeliveryRow.form) == Form.alert,
                col(DeliveryRow.created) >= since,
                col(DeliveryRow.card).contains(
                    json.dumps(entity, ensure_ascii=False), autoescape=True
                ),
            )
            .order_by(col(DeliveryRow.created), col(DeliveryRow.number))
        )
        found: dict[str, Mention] = {}
        with self._database.reading() as session:
            for row in session.exec(query):
                card = shown(row.card, row.title)
                if entity in card.entities:
                    found.setdefault(row.story or row.key, _mention(row, card))
        return list(reversed(found.values()))

    def owed(self, channels: Collection[str], since: datetime) -> list[Item]:
        """Alerts that were owed to these channels since, oldest first; to any, without channels.

        Without those that somebody wanted to hear nothing of.
        """
        query = (
            select(DeliveryRow)
            .where(
                col(DeliveryRow.form).in_(ALERTS),
                col(DeliveryRow.state) != State.suppressed,
                col(DeliveryRow.created) >= since,
            )
            .order_by(col(DeliveryRow.number))
        )
        if channels:
            query = query.where(col(DeliveryRow.channel).in_(channels))
        with self._database.reading() as session:
            rows = {row.article or row.key: row for row in session.exec(query)}
            others = tellings(session, [row.story for row in rows.values() if row.story])
            return [
                Item(card=shown(row.card, row.title), others=others.get(row.story, 0))
                for row in rows.values()
            ]

    # -- one message

    def message(self, beginning: str) -> Message | None:
        """The delivery whose key begins so; None when there is none, or several."""
        return self._message(begins(DeliveryRow.key, beginning))

    def message_in(self, addresses: Collection[str], remote_id: str) -> Message | None:
        """The delivery that stands in a chat, which has these addresses, under this id."""
        return self._message(
            col(DeliveryRow.address).in_(addresses), col(DeliveryRow.remote_id) == remote_id
        )

    def last_alert(self, channels: Collection[str]) -> Message | None:
        """The newest alert that was sent to these channels; to any, without channels."""
        query = (
            select(DeliveryRow)
            .where(col(DeliveryRow.form).in_(ALERTS), col(DeliveryRow.sent).is_not(None))
            .order_by(col(DeliveryRow.number).desc())
        )
        if channels:
            query = query.where(col(DeliveryRow.channel).in_(channels))
        with self._database.reading() as session:
            row = session.exec(query.limit(1)).first()
            return _message(session, row) if row else None

    def alerts_of(self, message: Message) -> list[AlertFile]:
        """The alerts that a message tells, gravest first."""
        query = (
            select(AlertRow.key)
            .where(
                col(AlertRow.article) == message.article,
                col(AlertRow.watch).in_(message.watches),
                col(AlertRow.at) <= message.created,
            )
            .order_by(col(AlertRow.severity).desc(), col(AlertRow.at).desc(), col(AlertRow.watch))
        )
        with self._database.reading() as session:
            book = AlertBook(session)
            files = [book.file(key) for key in session.exec(query)]
        newest: dict[str, AlertFile] = {}
        for file in files:  # of one watch, that of the same moment
            newest.setdefault(file.alert.watch, file)
        return list(newest.values())

    def _message(self, *conditions: ColumnElement[bool]) -> Message | None:
        with self._database.reading() as session:
            rows = session.exec(select(DeliveryRow).where(*conditions).limit(2)).all()
            return _message(session, rows[0]) if len(rows) == 1 else None

    # -- how things stand

    def counts(self, since: datetime) -> tuple[int, int]:
        """How many articles were seen since, and how many alerts there were."""
        seen = select(func.count()).where(col(ArticleRow.seen) >= since)
        alerts = select(func.count()).where(col(AlertRow.at) >= since)
        with self._database.reading() as session:
            return session.exec(seen).one(), session.exec(alerts).one()

    def dead(self, limit: int) -> list[tuple[str, str, str, str]]:
        """Dead letters, newest first: key, channel, title, and why."""
        columns = (DeliveryRow.key, DeliveryRow.channel, DeliveryRow.title, DeliveryRow.error)
        query = (
            select_columns(*map(col, columns))
            .where(col(DeliveryRow.state) == State.dead)
            .order_by(col(DeliveryRow.number).desc())
            .limit(limit)
        )
        with self._database.reading() as session:
            return [
                (key, channel, title, error)
                for key, channel, title, error in session.execute(query)
            ]

    def moved(self) -> dict[str, str]:
        """Chats that have another address now: the new one -> the one we know it by."""
        with self._database.reading() as session:
            rows = session.exec(select(DestinationRow).where(col(DestinationRow.moved_to) != ""))
            return {row.moved_to: row.address for row in rows}

    def is_owed(self, channel: str, what: str) -> bool:
        """Whether this was owed to a channel, as `Debts` has it."""
        with self._database.reading() as session:
            return session.get(DeliveryRow, digest("delivery", channel, what)) is not None

    def answers_waiting(self, channel: str) -> int:
        """How many answers are owed to a channel."""
        waiting = and_(
            col(DeliveryRow.channel) == channel,
            col(DeliveryRow.form) == Form.answer,
            col(DeliveryRow.state).in_(OPEN),
        )
        with self._database.reading() as session:
            return session.exec(select(func.count()).where(waiting)).one()

    def answer_below(self, key: str, since: datetime) -> bool:
        """Whether an answer stands, or is to stand, under this delivery, owed since then."""
        below = and_(
            col(DeliveryRow.anchor) == key,
            col(DeliveryRow.form) == Form.answer,
            col(DeliveryRow.state).in_([*OPEN, State.sent]),
            col(DeliveryRow.created) >= since,
        )
        with self._database.reading() as session:
            return session.exec(select(DeliveryRow.key).where(below).limit(1)).first() is not None


def _told(session: Session, articles: Sequence[str]) -> list[Told]:
    """These articles with their alerts, in this order."""
    query = (
        select(AlertRow, ArticleRow)
        .where(col(AlertRow.article) == col(ArticleRow.key), col(ArticleRow.key).in_(articles))
        .order_by(col(AlertRow.severity).desc(), col(AlertRow.watch))
    )
    found: dict[str, list[tuple[AlertRow, ArticleRow]]] = {key: [] for key in articles}
    for alert, article in session.exec(query):
        found[article.key].append((alert, article))
    return [
        Told(
            article=key,
            title=rows[0][1].title,
            url=rows[0][1].url,
            publisher=rows[0][1].publisher,
            severity=Severity(rows[0][0].severity),
            watches=tuple(dict.fromkeys(alert.watch for alert, _ in rows)),
            at=max(alert.at for alert, _ in rows),
        )
        for key, rows in found.items()
    ]


def _has(word: str) -> ColumnElement[bool]:
    """Databases know capitals of ASCII alone; of other letters the usual ones are tried."""
    written = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
    fields = (ArticleRow.title, ArticleRow.summary, ArticleRow.body)
    return or_(
        *(col(f).icontains(form, autoescape=True) for f in fields for form in sorted(written))
    )


def _mention(row: DeliveryRow, card: Card) -> Mention:
    return Mention(
        story=row.story,
        title=card.title,
        url=card.url,
        publisher=card.publisher,
        severity=card.severity,
        at=row.created,
    )


def _message(session: Session, row: DeliveryRow) -> Message:
    card = shown(row.card, row.title)
    joined = select(DeliveryRow.card, DeliveryRow.title).where(
        col(DeliveryRow.part_of) == row.key, col(DeliveryRow.form).in_(ALERTS)
    )
    cards = [card, *(shown(*each) for each in (session.exec(joined) if card.is_alert else ()))]
    return Message(
        key=row.key,
        channel=row.channel,
        address=row.address,
        remote_id=row.remote_id,
        form=Form(row.form),
        state=State(row.state),
        card=card,
        watches=tuple(dict.fromkeys(reason.watch for each in cards for reason in each.reasons)),
        article=row.article,
        created=row.created,
        sent=row.sent,
        why=row.why,
    )
