"""Pages that are still to be read for articles that are known, and what became of each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from tracker.store.database import Database
from tracker.store.tables import ArticleRow, PageRow

WAITING, READ, GIVEN_UP = "waiting", "read", "given up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to read: whose text it is, where, and how often that was tried.

    `since`: when its source had been read before the article came.
    """

    article: str
    source: str
    url: str
    since: datetime | None = None
    attempts: int = 0


class PageStore:
    """The queue of pages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(self, now: datetime, busy: Collection[str] = ()) -> list[Page]:
        """Pages whose time has come, the newest articles first. `busy`: articles to leave out.

        All of them: which hosts may be asked is not known here.
        """
        with self._database.reading() as session:
            query = (
                select(PageRow)
                .join(ArticleRow, col(ArticleRow.key) == col(PageRow.article))
                .where(col(PageRow.state) == WAITING, col(PageRow.next_try) <= now)
                .order_by(col(ArticleRow.seen).desc(), col(PageRow.article))
            )
            return [_page(row) for row in session.exec(query) if row.article not in busy]

    def failed(self, page: Page, error: str, again: datetime | None) -> None:
        """Note that it could not be read, and when to try again; None = never."""
        with self._database.writing() as session:
            row = session.get(PageRow, page.article)
            if row is None:
                return
            row.attempts, row.error = page.attempts + 1, error
            row.state = WAITING if again else GIVEN_UP
            row.next_try = again or row.next_try
            session.add(row)

    def put_off(self, page: Page, error: str, again: datetime) -> None:
        """Note that it was not tried at all."""
        with self._database.writing() as session:
            row = session.get(PageRow, page.article)
            if row is not None:
                row.error, row.next_try = error, again
                session.add(row)

    def counts(self) -> dict[str, int]:
        """State -> how many pages."""
        with self._database.reading() as session:
            query = select(PageRow.state, func.count()).group_by(PageRow.state)
            return dict(session.exec(query).all())


def want(session: Session, page: Page, now: datetime) -> None:
    """Ask for a page, in the transaction that stores its article; again, if it was read before."""
    session.merge(
        PageRow(
            article=page.article,
            source=page.source,
            url=page.url,
            since=page.since,
            state=WAITING,
            attempts=page.attempts,
            next_try=now,
        )
    )


def have_read(session: Session, article: str) -> None:
    """Note that the page was read, in the transaction that decided its text."""
    row = session.get(PageRow, article)
    if row is not None:
        row.state, row.error = READ, ""
        session.add(row)


def _page(row: PageRow) -> Page:
    return Page(
        article=row.article,
        source=row.source,
        url=row.url,
        since=row.since,
        attempts=row.attempts,
    )
