"""What was decided, for people who ask later."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, type_coerce
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from tracker.core.model import Article, Origin, Severity
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An article as it was seen, and the story it was put into; "" when no watch fired for it."""

    article: Article
    story: str


# What an article is made of again, and its story.
ARTICLE = tuple(
    col(column)
    for column in (
        ArticleRow.key,
        ArticleRow.content_hash,
        ArticleRow.source,
        ArticleRow.entry_id,
        ArticleRow.publisher,
        ArticleRow.tier,
        ArticleRow.url,
        ArticleRow.canonical_url,
        ArticleRow.title,
        ArticleRow.summary,
        ArticleRow.body,
        ArticleRow.language,
        ArticleRow.published,
        ArticleRow.seen,
        ArticleRow.type,
        ArticleRow.story,
    )
) + tuple(type_coerce(col(column), Text) for column in (ArticleRow.topics, ArticleRow.authors))
BATCH = 500  # articles in memory at a time


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

    def articles(
        self, origins: Mapping[str, Origin], since: datetime | None = None
    ) -> Iterator[Stored]:
        """Every stored article, oldest first; what is not stored is what its source says now."""
        query = select_columns(*ARTICLE).order_by(col(ArticleRow.seen), col(ArticleRow.key))
        if since is not None:
            query = query.where(col(ArticleRow.seen) >= since)
        with self._database.reading() as session:
            for row in session.execute(query.execution_options(yield_per=BATCH)):
                yield _stored(row, origins)


def _stored(row: Sequence[Any], origins: Mapping[str, Origin]) -> Stored:
    (key, content_hash, source, entry_id, publisher, tier, url, canonical_url, title, summary, body,
     language, published, seen, type_, story, topics, authors) = row  # fmt: skip
    origin = origins.get(source)
    article = Article(
        key=key,
        content_hash=content_hash,
        source=source,
        source_tags=origin.tags if origin else frozenset(),
        entry_id=entry_id,
        publisher=publisher,
        tier=tier,
        url=url,
        canonical_url=canonical_url,
        title=title,
        summary=summary,
        body=body,
        language=language,
        topics=_texts(topics),
        published=published,
        seen=seen,
        authors=_texts(authors),
        type=type_ or (origin.type if origin else ""),
        jurisdictions=origin.jurisdictions if origin else frozenset(),
    )
    return Stored(article=article, story=story or "")


def _texts(written: str) -> tuple[str, ...]:
    """A list of texts in JSON, which is mostly empty."""
    return () if written == "[]" else tuple(json.loads(written))


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
