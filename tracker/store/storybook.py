"""Stories as people see them, and what people change in them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, delete, func, select, update

from tracker.core.model import Kind
from tracker.core.normalise import digest
from tracker.core.render import visible
from tracker.errors import TrackerError
from tracker.store.keys import begins
from tracker.store.tables import (
    AlertRow,
    ApartRow,
    ArticleRow,
    DecisionRow,
    RevisionRow,
    StoryRow,
)

SLICES = 256  # of the index, which are swept one at a time
SEEN = SQLModel.metadata.tables["article"].c.seen.type  # how moments are stored
COPIES = frozenset({Kind.copy, Kind.same_entry, Kind.revision_minor})
SPAN = 2**32 // SLICES


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story in a list: its title is that of the first telling; `first` is who had it."""

    key: str
    title: str
    started: datetime
    touched: datetime
    articles: int
    sources: int
    first: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An article of a story, and what was decided about it.

    `told` and `silent`: watch and reason of each decision. `revisions`: when a text of it was
    replaced, and the words that were.
    """

    key: str
    title: str
    publisher: str
    tier: str
    url: str
    seen: datetime
    published: datetime | None
    relation: str
    telling: str
    of: str
    reason: str
    told: tuple[tuple[str, str], ...]
    silent: tuple[tuple[str, str], ...]
    revisions: tuple[tuple[datetime, tuple[tuple[str, str], ...]], ...]


class Storybook:
    """Works in the transaction that it is given. Raises TrackerError for what is not there."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def recent(self, limit: int) -> list[Story]:
        """The stories that were told of last, newest first."""
        query = select(StoryRow).order_by(col(StoryRow.touched).desc()).limit(limit)
        return [self._story(row) for row in self._session.exec(query)]

    def story(self, beginning: str) -> Story:
        """The story whose id, or the id of one of whose articles, begins so."""
        query = select(StoryRow).where(begins(StoryRow.key, beginning))
        found = self._session.exec(query.limit(2)).all()
        if len(found) == 1:
            return self._story(found[0])
        row = None if found else self._session.get(StoryRow, self._article(beginning).story)
        if row is None:
            raise TrackerError(_not_one(beginning, len(found)))
        return self._story(row)

    def tellings(self, story: str) -> list[Telling]:
        """Its articles, the first telling first."""
        query = (
            select(ArticleRow)
            .where(col(ArticleRow.story) == story)
            .order_by(col(ArticleRow.seen), col(ArticleRow.number))
        )
        return [self._telling(row) for row in self._session.exec(query)]

    def article(self, beginning: str) -> str:
        """The id of the article of a story whose id begins so."""
        return self._article(beginning).key

    def split(self, beginning: str, now: datetime) -> str:
        """Make an article, with all that was found to be copies of it, a story; its id.

        Raises TrackerError when that would be all of its story.
        """
        row = self._article(beginning)
        columns = (ArticleRow.key, ArticleRow.related_to, ArticleRow.relation)
        members = self._session.execute(
            select_columns(*map(col, columns)).where(col(ArticleRow.story) == row.story)
        ).all()
        moved = {row.key}
        while more := {key for key, of, kind in members if of in moved and kind in COPIES} - moved:
            moved |= more
        if len(moved) == len(members):
            raise TrackerError(f"“{visible(row.title, 200)}” and its copies are all of its story")
        before, story = row.story, digest("split", row.key, now.isoformat())
        self._session.add(StoryRow(key=story, title=row.title, started=row.seen, touched=now))
        self._session.flush()
        reason = f"split off by a person; before: {row.reason}"
        self._move(col(ArticleRow.key).in_(moved), col(AlertRow.article).in_(moved), story)
        self._session.exec(
            update(ArticleRow)
            .where(col(ArticleRow.key) == row.key)
            .values(relation="different", related_to="", reason=reason)
        )
        self._rename(str(before))
        return story

    def merge(self, one: str, other: str) -> None:
        """Put the articles and alerts of the story `other` into the story `one`."""
        if one == other:
            raise TrackerError("this is one story already")
        self._move(col(ArticleRow.story) == other, col(AlertRow.story) == other, one)
        rows = [row for key in (one, other) if (row := self._session.get(StoryRow, key))]
        touched = max(row.touched for row in rows)
        self._session.exec(update(StoryRow).where(col(StoryRow.key) == one).values(touched=touched))
        self._session.exec(delete(StoryRow).where(col(StoryRow.key) == other))
        self._rename(one)

    def keep_apart(self, source: str, now: datetime) -> None:
        """From now on, articles of `source` are not put together with those of others."""
        self._session.merge(ApartRow(source=source, since=now))

    def keep_together(self, source: str) -> None:
        """Take that back."""
        done = self._session.exec(delete(ApartRow).where(col(ApartRow.source) == source))
        if not done.rowcount:
            raise TrackerError(f"'{source}' is not kept apart")

    def apart(self) -> dict[str, datetime]:
        """Sources that are kept apart, and since when."""
        return {row.source: row.since for row in self._session.exec(select(ApartRow))}

    def _rename(self, story: str) -> None:
        """A story is called after its first telling, and began with it."""
        first = self._session.exec(
            select(ArticleRow)
            .where(col(ArticleRow.story) == story)
            .order_by(col(ArticleRow.seen), col(ArticleRow.number))
            .limit(1)
        ).one()
        self._session.exec(
            update(StoryRow)
            .where(col(StoryRow.key) == story)
            .values(title=first.title, started=first.seen)
        )

    def _move(self, articles: Any, alerts: Any, story: str) -> None:
        self._session.exec(update(ArticleRow).where(articles).values(story=story))
        self._session.exec(update(AlertRow).where(alerts).values(story=story))

    def _article(self, beginning: str) -> ArticleRow:
        query = select(ArticleRow).where(
            begins(ArticleRow.key, beginning), col(ArticleRow.story).is_not(None)
        )
        found = self._session.exec(query.limit(2)).all()
        if len(found) != 1:
            raise TrackerError(_not_one(beginning, len(found)))
        return found[0]

    def _story(self, row: StoryRow) -> Story:
        mine = col(ArticleRow.story) == row.key
        counts = select_columns(func.count(), func.count(func.distinct(ArticleRow.publisher)))
        articles, sources = self._session.execute(counts.where(mine)).one()
        first = (
            select(ArticleRow.publisher)
            .where(mine)
            .order_by(col(ArticleRow.seen), col(ArticleRow.number))
        )
        return Story(
            key=row.key,
            title=row.title,
            started=row.started,
            touched=row.touched,
            articles=articles,
            sources=sources,
            first=self._session.exec(first.limit(1)).first() or "",
        )

    def _telling(self, row: ArticleRow) -> Telling:
        decided = self._session.exec(
            select(DecisionRow)
            .where(col(DecisionRow.article) == row.key)
            .order_by(col(DecisionRow.at), col(DecisionRow.watch))
        ).all()
        replaced = self._session.exec(
            select(RevisionRow)
            .where(col(RevisionRow.article) == row.key)
            .order_by(col(RevisionRow.number))
        )
        return Telling(
            key=row.key,
            title=row.title,
            publisher=row.publisher,
            tier=row.tier,
            url=row.url,
            seen=row.seen,
            published=row.published,
            relation=row.relation,
            telling=row.telling,
            of=row.related_to,
            reason=row.reason,
            told=tuple((each.watch, each.reason) for each in decided if each.told),
            silent=tuple((each.watch, each.reason) for each in decided if not each.told),
            revisions=tuple(
                (each.until, tuple((gone, come) for gone, come in each.changes))
                for each in replaced
            ),
        )


def sweep(session: Session, part: int, texts: datetime, stories: datetime) -> int:
    """Forget the hashes of articles seen before `texts`, and the marks of those before `stories`.

    Of the index only one part of `SLICES` is looked through, so that nobody waits; how many rows
    are gone.
    """
    low = -(2**31) + part * SPAN
    gone = 0
    for table, before in (("sketch", texts), ("mark", stories)):
        statement = text(
            f"DELETE FROM {table} WHERE hash BETWEEN :low AND :high AND EXISTS "  # noqa: S608  a name of ours
            f"(SELECT 1 FROM article WHERE article.number = {table}.article AND seen < :before)"
        ).bindparams(bindparam("before", type_=SEEN))
        values = {"low": low, "high": low + SPAN - 1, "before": before}
        done = session.connection().execute(statement, values)
        gone += done.rowcount
    return gone


def _not_one(beginning: str, count: int) -> str:
    if count:
        return f"several ids begin with '{beginning}': give more of it"
    return (
        f"no story, and no article of one, has an id that begins with '{beginning}': "
        "see `tracker stories list`"
    )
