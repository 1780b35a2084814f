"""What the desk reads and writes while it decides one batch: all in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, delete, func, or_, select, update

from tracker.core import stories
from tracker.core.identity import Trace
from tracker.core.model import Article
from tracker.store.tables import (
    AliasRow,
    ArticleRow,
    DecisionRow,
    RevisionRow,
)

CHUNK = 500  # parameters in one statement; SQLite allows 32,766


DAY = timedelta(days=1)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What is stored of an article. `is_page`: its body is the text of its page.

    `revisions`: how many of its texts were replaced; `amended`: in the last day.
    """

    content_hash: str
    relation: str
    of: str
    reason: str
    amended: int
    revisions: int
    story: str
    canonical_url: str
    title: str
    summary: str
    body: str
    is_page: bool


class DeskWriter:
    """Works in the transaction that it is given; the caller commits it, whole."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hashes(self, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Of the articles among `keys` that are stored: key -> its raw and its content hash."""
        found: dict[str, tuple[str, str]] = {}
        for some in batched(keys):
            query = select(ArticleRow.key, ArticleRow.raw_hash, ArticleRow.content_hash)
            rows = self._session.exec(query.where(col(ArticleRow.key).in_(some)))
            found.update((key, (raw, content)) for key, raw, content in rows)
        return found

    def aliases(self, keys: Sequence[str]) -> dict[str, str]:
        """Of those among `keys` that are other ids of a stored article: key -> its key."""
        found: dict[str, str] = {}
        for some in batched(keys):
            query = select(AliasRow.key, AliasRow.article).where(col(AliasRow.key).in_(some))
            found.update(self._session.exec(query).all())
        return found

    def alias(self, key: str, article: str) -> None:
        """Remember that `key` stands for a stored article, in the place of its last other id.

        Some feeds invent another guid at every poll: one is enough to know it by.
        """
        self._session.exec(delete(AliasRow).where(col(AliasRow.article) == article))
        self._session.merge(AliasRow(key=key, article=article))

    def traces(self, source: str, articles: Sequence[Article]) -> list[Trace]:
        """Stored articles of `source` with the address or the title of one of `articles`."""
        found: dict[str, Trace] = {}
        for some in batched(articles):
            addresses = {article.canonical_url for article in some} - {""}
            titles = {stories.stored_title_key(article) for article in some} - {""}
            columns = (
                ArticleRow.key,
                ArticleRow.canonical_url,
                ArticleRow.title_key,
                ArticleRow.published,
                ArticleRow.content_hash,
            )
            query = select_columns(*map(col, columns)).where(
                col(ArticleRow.source) == source,
                or_(
                    col(ArticleRow.canonical_url).in_(addresses),
                    col(ArticleRow.title_key).in_(titles),
                ),
            )
            for key, url, title, published, content_hash in self._session.execute(query):
                found[key] = Trace(
                    key=key,
                    canonical_url=url,
                    title_key=title,
                    published=published,
                    content_hash=content_hash,
                )
        return list(found.values())

    def before(self, article_key: str, now: datetime) -> Before | None:
        """What is stored of an article; None when it is new."""
        row = self._session.get(ArticleRow, article_key)
        if row is None:
            return None
        mine = col(RevisionRow.article) == article_key
        return Before(
            content_hash=row.content_hash,
            relation=row.relation,
            of=row.related_to,
            reason=row.reason,
            amended=self._session.exec(
                select(func.count()).where(mine, col(RevisionRow.until) > now - DAY)
            ).one(),
            revisions=self._session.exec(select(func.max(RevisionRow.number)).where(mine)).one()
            or 0,
            story=row.story or "",
            canonical_url=row.canonical_url,
            title=row.title,
            summary=row.summary,
            body=row.body,
            is_page=row.fetched is not None,
        )

    def decided(self, article_key: str) -> set[str]:
        """Watches about which a decision was taken for an earlier text of this article."""
        query = select(DecisionRow.watch).where(col(DecisionRow.article) == article_key)
        return set(self._session.exec(query))

    def same_text(self, article: str, raw_hash: str) -> None:
        """The entry is written otherwise and says the same."""
        self._session.exec(
            update(ArticleRow).where(col(ArticleRow.key) == article).values(raw_hash=raw_hash)
        )


def batched(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """A few at a time: a statement takes only so many parameters."""
    return (values[first : first + CHUNK] for first in range(0, len(values), CHUNK))
