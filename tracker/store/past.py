"""What was published and what fired for it, for those who ask how rules would have done."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, type_coerce
from sqlalchemy import select as select_columns
from sqlmodel import col, func, select

from tracker.core.model import Article, Origin
from tracker.store.database import Database
from tracker.store.tables import ArticleRow, DecisionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An article as it was seen, and the story it was put into; "" when no watch fired for it."""

    article: Article
    story: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided about an article of a story. `number`: the order in which they came."""

    key: str
    number: int
    title: str
    kind: str
    telling: str
    reason: str


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


class Past:
    """Read-only questions about stored articles.

    `origins`: of the sources there are now, by id; what is not stored is what they say.
    """

    def __init__(self, database: Database, origins: Mapping[str, Origin]) -> None:
        self._database = database
        self._origins = origins

    def articles(self, since: datetime | None = None) -> Iterator[Stored]:
        """Every stored article, oldest first, a few at a time."""
        query = select_columns(*ARTICLE).order_by(col(ArticleRow.seen), col(ArticleRow.key))
        if since is not None:
            query = query.where(col(ArticleRow.seen) >= since)
        with self._database.reading() as session:
            for row in session.execute(query.execution_options(yield_per=BATCH)):
                yield _stored(row, self._origins)

    def article(self, key: str) -> Article | None:
        """One stored article."""
        query = select_columns(*ARTICLE).where(col(ArticleRow.key) == key)
        with self._database.reading() as session:
            row = session.execute(query).first()
        return _stored(row, self._origins).article if row else None

    def decided(self, since: datetime) -> list[Decided]:
        """Articles of stories as they were decided when they came, oldest first.

        Without those about which a person, or another text of theirs, decided since.
        """
        columns = (
            ArticleRow.key,
            ArticleRow.number,
            ArticleRow.title,
            ArticleRow.relation,
            ArticleRow.telling,
            ArticleRow.reason,
        )
        query = (
            select_columns(*map(col, columns))
            .where(
                col(ArticleRow.seen) >= since,
                col(ArticleRow.number).is_not(None),
                col(ArticleRow.telling) != "",  # of a version that knew no tellings
                col(ArticleRow.related_to) != col(ArticleRow.key),
                col(ArticleRow.reason).not_like("%by a person%"),
            )
            .order_by(col(ArticleRow.number))
        )
        with self._database.reading() as session:
            return [
                Decided(key=key, number=n, title=title, kind=kind, telling=telling, reason=reason)
                for key, n, title, kind, telling, reason in session.execute(query)
            ]

    def newest(self, limit: int) -> list[Article]:
        """The articles that came last, newest first."""
        query = select_columns(*ARTICLE).order_by(col(ArticleRow.seen).desc()).limit(limit)
        with self._database.reading() as session:
            return [_stored(row, self._origins).article for row in session.execute(query)]

    def since(self) -> datetime | None:
        """When the first article was seen; None if there is none."""
        with self._database.reading() as session:
            return session.exec(select(func.min(ArticleRow.seen))).one()

    def last_fired(self) -> dict[str, datetime]:
        """Watch -> when it fired last, told or not."""
        with self._database.reading() as session:
            query = select(DecisionRow.watch, func.max(DecisionRow.at)).group_by(DecisionRow.watch)
            return dict(session.exec(query).all())


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
