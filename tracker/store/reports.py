"""What was decided, for people who ask later."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from tracker.core.model import Severity
from tracker.store.database import Database
from tracker.store.tables import AlertRow, ArticleRow, DecisionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertReport:
    """An alert with the article that raised it."""

    key: str
    watch: str
    severity: Severity
    score: float
    title: str
    publisher: str
    url: str
    published: datetime | None
    at: datetime
    story: str
    evidence: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Watches that fired for an article and were not told, and why."""

    watches: tuple[str, ...]
    reason: str
    title: str
    publisher: str


class Reports:
    """Read-only questions to the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def alerts(self, limit: int = 50) -> list[AlertReport]:
        """The latest alerts, newest first."""
        with self._database.reading() as session:
            query = (
                select(AlertRow, ArticleRow)
                .where(col(AlertRow.article) == col(ArticleRow.key))
                .order_by(col(AlertRow.at).desc(), col(AlertRow.severity).desc())
                .limit(limit)
            )
            return [_alert(alert, article) for alert, article in session.exec(query)]

    def silences(self, limit: int = 50) -> list[Silence]:
        """Articles that fired a watch and were not told, newest first."""
        with self._database.reading() as session:
            query = (
                select(DecisionRow, ArticleRow)
                .where(col(DecisionRow.article) == col(ArticleRow.key))
                .where(col(DecisionRow.told).is_(False))
                .order_by(col(DecisionRow.at).desc(), col(DecisionRow.watch))
            )
            grouped: dict[tuple[str, str], list[tuple[DecisionRow, ArticleRow]]] = {}
            for decision, article in session.exec(query):
                grouped.setdefault((article.key, decision.reason), []).append((decision, article))
            return [
                Silence(
                    watches=tuple(decision.watch for decision, _ in rows),
                    reason=rows[0][0].reason,
                    title=rows[0][1].title,
                    publisher=rows[0][1].publisher,
                )
                for rows in list(grouped.values())[:limit]
            ]


def _alert(alert: AlertRow, article: ArticleRow) -> AlertReport:
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
