"""What was published and what fired for it, for those who ask how rules would have done."""

from datetime import datetime

from sqlmodel import col, func, select

from tracker.core.model import Article
from tracker.store.database import Database
from tracker.store.tables import ArticleRow, DecisionRow


class Past:
    """Read-only questions about stored articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self, limit: int) -> list[Article]:
        """The articles that came last, newest first."""
        with self._database.reading() as session:
            query = select(ArticleRow).order_by(col(ArticleRow.seen).desc()).limit(limit)
            return [_article(row) for row in session.exec(query)]

    def since(self) -> datetime | None:
        """When the first article was seen; None if there is none."""
        with self._database.reading() as session:
            return session.exec(select(func.min(ArticleRow.seen))).one()

    def last_fired(self) -> dict[str, datetime]:
        """Watch -> when it fired last, told or not."""
        with self._database.reading() as session:
            query = select(DecisionRow.watch, func.max(DecisionRow.at)).group_by(DecisionRow.watch)
            return dict(session.exec(query).all())


def _article(row: ArticleRow) -> Article:
    """As it was, without what is not stored: tags and jurisdictions of its source."""
    return Article(
        key=row.key,
        content_hash=row.content_hash,
        source=row.source,
        source_tags=frozenset(),
        entry_id=row.entry_id,
        publisher=row.publisher,
        tier=row.tier,
        url=row.url,
        canonical_url=row.canonical_url,
        title=row.title,
        summary=row.summary,
        body=row.body,
        language=row.language,
        topics=tuple(row.topics),
        published=row.published,
        seen=row.seen,
    )
