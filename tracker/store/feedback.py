"""What readers say of alerts, and the alerts as labelled examples."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, delete, select

from tracker.core.normalise import storable
from tracker.core.text import squeeze
from tracker.errors import TrackerError
from tracker.store import deliveries
from tracker.store.cards import shown
from tracker.store.database import Database
from tracker.store.desk import batched
from tracker.store.keys import begins
from tracker.store.tables import AlertRow, ArticleRow, DeliveryRow, FeedbackRow

Told = tuple[str, datetime]  # a watch, and when it alerted
Said = tuple[str, str]  # an author, and the verdict


class Opinion(StrEnum):
    """What can be said of an alert; until somebody says so, it is taken to be relevant."""

    relevant = "relevant"
    irrelevant = "irrelevant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What a reader said of a delivery, and of which watches it told."""

    delivery: str
    author: str
    verdict: Opinion
    watches: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An alerted article, labelled. `text`: its summary and body; `alerted`: when, at first.

    `said_by`: how many people have given feedback.
    """

    article: str
    title: str
    text: str
    url: str
    source: str
    publisher: str
    language: str
    published: datetime | None
    alerted: datetime
    watches: tuple[str, ...]
    verdict: Opinion
    said_by: int


class FeedbackStore:
    """Readers and deliveries; a reader says one thing of a delivery, and may take it back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(self, delivery_key: str, author: str, verdict: str, now: datetime) -> None:
        """Note what `author` says, in the place of what they said before.

        `delivery_key` may be the beginning of a key. Raises TrackerError for what is no alert, and
        for an opinion that there is not.
        """
        if verdict not in tuple(Opinion):
            raise TrackerError(f"'{verdict}' cannot be said of an alert: {', '.join(Opinion)}")
        with self._database.writing() as session:
            row = deliveries.found(session, delivery_key)
            if not row.article:
                raise TrackerError(f"the message {row.key[:8]} is not an alert of one article")
            said = FeedbackRow(
                delivery=row.key,
                author=_name(author),
                article=row.article,
                watches=list(watches_of(row)),
                verdict=verdict,
                at=now,
            )
            session.merge(said)

    def take_back(self, delivery_key: str, author: str) -> None:
        """`author` has said nothing of it; harmless when that is so."""
        with self._database.writing() as session:
            key = deliveries.found(session, delivery_key).key
            session.exec(
                delete(FeedbackRow).where(
                    col(FeedbackRow.delivery) == key, col(FeedbackRow.author) == _name(author)
                )
            )

    def of(self, delivery_key: str) -> list[Feedback]:
        """What was said of a delivery, the oldest first."""
        query = (
            select(FeedbackRow)
            .where(begins(FeedbackRow.delivery, delivery_key))
            .order_by(col(FeedbackRow.at), col(FeedbackRow.author))
        )
        with self._database.reading() as session:
            return [given(row) for row in session.exec(query)]

    def examples(
        self, since: datetime | None = None, *, only_judged: bool = False
    ) -> Iterator[Example]:
        """Articles that were alerted `since` then, oldest alert first, a few at a time.

        Irrelevant is one of which anybody says so. `only_judged`: those with feedback alone.
        """
        with self._database.reading() as session:
            alerted = _alerted(session, since)
            for some in batched(list(alerted)):
                said = _opinions(session, some)
                chosen = [key for key in some if key in said or not only_judged]
                query = select(ArticleRow).where(col(ArticleRow.key).in_(chosen))
                rows = {row.key: row for row in session.exec(query)}
                for key in chosen:
                    yield _example(rows[key], alerted[key], said.get(key, ()))


def given(row: FeedbackRow) -> Feedback:
    """The value of a row."""
    return Feedback(
        delivery=row.delivery,
        author=row.author,
        verdict=Opinion(row.verdict),
        watches=tuple(row.watches),
        at=row.at,
    )


def watches_of(row: DeliveryRow) -> tuple[str, ...]:
    """The watches that a delivery tells, gravest first."""
    return tuple(reason.watch for reason in shown(row.card, row.title).reasons)


def _name(author: str) -> str:
    return squeeze(storable(author))


def _alerted(session: Session, since: datetime | None) -> dict[str, list[Told]]:
    """Article -> its alerts, the oldest first."""
    query = select(AlertRow.article, AlertRow.watch, AlertRow.at)
    if since is not None:
        query = query.where(col(AlertRow.at) >= since)
    found: dict[str, list[Told]] = {}
    for article, watch, at in session.exec(query.order_by(col(AlertRow.at), col(AlertRow.key))):
        found.setdefault(article, []).append((watch, at))
    return found


def _opinions(session: Session, articles: Sequence[str]) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    for row in session.exec(select(FeedbackRow).where(col(FeedbackRow.article).in_(articles))):
        found.setdefault(row.article, []).append((row.author, row.verdict))
    return found


def _example(row: ArticleRow, alerted: Sequence[Told], said: Sequence[Said]) -> Example:
    is_irrelevant = any(verdict == Opinion.irrelevant for _, verdict in said)
    return Example(
        article=row.key,
        title=row.title,
        text="\n".join(filter(None, (row.summary, row.body))),
        url=row.url,
        source=row.source,
        publisher=row.publisher,
        language=row.language,
        published=row.published,
        alerted=alerted[0][1],
        watches=tuple(dict.fromkeys(watch for watch, _ in alerted)),
        verdict=Opinion.irrelevant if is_irrelevant else Opinion.relevant,
        said_by=len({author for author, _ in said}),
    )
