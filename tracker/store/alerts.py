"""Alerts with all that was done about them: for a person who asks, and for auditors."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Row
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from tracker.core.model import Severity
from tracker.errors import TrackerError
from tracker.store.deliveries import Attempt
from tracker.store.desk import batched
from tracker.store.feedback import Feedback, given, watches_of
from tracker.store.keys import begins
from tracker.store.queue import BEGUN
from tracker.store.reports import AlertReport
from tracker.store.tables import (
    AlertRow,
    ArticleRow,
    AttemptRow,
    DecisionRow,
    DeliveryRow,
    FeedbackRow,
)

K = TypeVar("K")
V = TypeVar("V")
Fired = tuple[str, str]  # an article, and the watch that fired for it
Reason = tuple[datetime, str]  # when a decision was taken, and why
SHOWN = (ArticleRow.title, ArticleRow.publisher, ArticleRow.url, ArticleRow.published)
ALERTS = (
    select_columns(AlertRow, *map(col, SHOWN))
    .join(ArticleRow, col(ArticleRow.key) == col(AlertRow.article))
    .order_by(col(AlertRow.at), col(AlertRow.key))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """A message that was owed for an alert, and what became of it.

    `part_of`: the message that says it in its place, of which `sent`, `address`, `edited` and the
    attempts are then. `watches`: all that it tells; `why`: why it goes there and then, or nowhere.
    """

    key: str
    channel: str
    form: str
    state: str
    address: str
    watches: tuple[str, ...]
    why: str
    error: str
    created: datetime
    sent: datetime | None
    edited: datetime | None
    seen_by: str
    seen_at: datetime | None
    part_of: str
    feedback: tuple[Feedback, ...]
    attempts: tuple[Attempt, ...]

    @property
    def requests(self) -> int:
        """How often its chat was asked for anything."""
        return sum(attempt.outcome == BEGUN for attempt in self.attempts)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFile:
    """An alert, why it was told, and its deliveries in the order in which they were owed."""

    alert: AlertReport
    article: str
    reason: str
    deliveries: tuple[Delivered, ...]


class AlertBook:
    """Works in the transaction that it is given."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def file(self, beginning: str) -> AlertFile:
        """The alert whose id begins so. Raises TrackerError when there is none, or several."""
        query = select(AlertRow.key).where(begins(AlertRow.key, beginning)).limit(2)
        found = self._session.exec(query).all()
        if not found:
            raise TrackerError(
                f"no alert has an id that begins with '{beginning}': see `tracker alerts list`"
            )
        if len(found) > 1:
            raise TrackerError(f"several ids begin with '{beginning}': give more of it")
        (file,) = self._files(found)
        return file

    def files(self, since: datetime | None = None) -> Iterator[AlertFile]:
        """The alerts `since` then, the oldest first, a few at a time."""
        query = select(AlertRow.key).order_by(col(AlertRow.at), col(AlertRow.key))
        if since is not None:
            query = query.where(col(AlertRow.at) >= since)
        for some in batched(self._session.exec(query).all()):
            yield from self._files(some)

    def _files(self, keys: Sequence[str]) -> Iterator[AlertFile]:
        alerts = self._session.execute(ALERTS.where(col(AlertRow.key).in_(keys))).all()
        articles = {row[0].article for row in alerts}
        reasons, owed = self._reasons(articles), self._owed(articles)
        for row in alerts:
            alert: AlertRow = row[0]
            of = (alert.article, alert.watch)
            yield AlertFile(
                alert=_report(alert, row),
                article=alert.article,
                reason=_why(reasons.get(of, ()), alert.at),
                deliveries=tuple(owed.get((*of, alert.at), ())),
            )

    def _reasons(self, articles: Collection[str]) -> dict[Fired, list[Reason]]:
        """Why a watch was told of an article, the newest first."""
        query = (
            select(DecisionRow)
            .where(col(DecisionRow.article).in_(articles), col(DecisionRow.told))
            .order_by(col(DecisionRow.at).desc())
        )
        rows = self._session.exec(query)
        return _grouped(((row.article, row.watch), (row.at, row.reason)) for row in rows)

    def _owed(self, articles: Collection[str]) -> dict[tuple[str, str, datetime], list[Delivered]]:
        """Article, watch and time of an alert -> the messages for it, in their order.

        A message is owed in the moment of its alert, or later, when nobody has acknowledged it;
        an alert that amends it, of the same article and watch, has messages of its own.
        """
        mine = col(DeliveryRow.article).in_(articles)
        rows = self._session.exec(
            select(DeliveryRow).where(mine).order_by(col(DeliveryRow.number))
        ).all()
        alerted, deliveries = self._times(articles), self._delivered(rows)
        return _grouped(
            ((row.article, watch, max(before)), delivered)
            for row, delivered in zip(rows, deliveries, strict=True)
            for watch in delivered.watches
            if (before := [at for at in alerted.get((row.article, watch), ()) if at <= row.created])
        )

    def _times(self, articles: Collection[str]) -> dict[Fired, list[datetime]]:
        """When a watch alerted for an article."""
        query = select(AlertRow.article, AlertRow.watch, AlertRow.at)
        rows = self._session.exec(query.where(col(AlertRow.article).in_(articles)))
        return _grouped(((article, watch), at) for article, watch, at in rows)

    def _delivered(self, rows: Sequence[DeliveryRow]) -> list[Delivered]:
        into = {row.part_of for row in rows} - {""}
        query = select(DeliveryRow).where(col(DeliveryRow.key).in_(into))
        carriers = {row.key: row for row in self._session.exec(query)}
        messages = {row.key for row in rows} | into
        attempts, feedback = self._attempts(messages), self._feedback(messages)
        return [_delivered(row, carriers.get(row.part_of, row), attempts, feedback) for row in rows]

    def _attempts(self, messages: Collection[str]) -> dict[str, list[Attempt]]:
        query = select(AttemptRow).where(col(AttemptRow.delivery).in_(messages))
        rows = self._session.exec(query.order_by(col(AttemptRow.id)))
        return _grouped((row.delivery, _attempt(row)) for row in rows)

    def _feedback(self, messages: Collection[str]) -> dict[str, list[Feedback]]:
        query = select(FeedbackRow).where(col(FeedbackRow.delivery).in_(messages))
        rows = self._session.exec(query.order_by(col(FeedbackRow.at)))
        return _grouped((row.delivery, given(row)) for row in rows)


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _attempt(row: AttemptRow) -> Attempt:
    return Attempt(at=row.at, act=row.act, outcome=row.outcome, said=row.said, seconds=row.seconds)


def _why(told: Sequence[Reason], at: datetime) -> str:
    """The reason of the time `at`, of those that are kept: one that was given again is newer."""
    reasons = [reason for moment, reason in told if moment <= at] or [r for _, r in told[-1:]]
    return reasons[0] if reasons else ""


def _report(alert: AlertRow, article: Row[Any]) -> AlertReport:
    return AlertReport(
        key=alert.key,
        watch=alert.watch,
        severity=Severity(alert.severity),
        score=alert.score,
        title=article.title,
        publisher=article.publisher,
        url=article.url,
        published=article.published,
        at=alert.at,
        story=alert.story,
        evidence=tuple(alert.evidence),
    )


def _delivered(
    row: DeliveryRow,
    carrier: DeliveryRow,
    attempts: Mapping[str, Sequence[Attempt]],
    feedback: Mapping[str, Sequence[Feedback]],
) -> Delivered:
    return Delivered(
        key=row.key,
        channel=row.channel,
        form=row.form,
        state=row.state,
        address=carrier.address,
        watches=watches_of(row),
        why=row.why,
        error=row.error,
        created=row.created,
        sent=carrier.sent,
        edited=carrier.edited,
        seen_by=row.seen_by or carrier.seen_by,
        seen_at=row.seen_at or carrier.seen_at,
        part_of=row.part_of,
        feedback=tuple(feedback.get(row.key, ())),
        attempts=tuple(attempts.get(carrier.key, ())),
    )
