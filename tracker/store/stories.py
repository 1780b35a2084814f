"""Finding the articles that a new one may be a telling of; nothing of it is held in memory."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any, cast

from sqlalchemy import TextClause, bindparam, case, text
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from tracker.core.model import Severity
from tracker.core.stories import Known
from tracker.core.stories.marks import TELLING, hashed, weight
from tracker.core.stories.sketch import READ
from tracker.store.tables import AlertRow, ApartRow, ArticleRow, RevisionRow

POSTINGS = 50  # newest articles of one hash of a text that are looked at
MARKED = 24  # and of one mark
LOOKED_UP = 12  # marks of an article, the most telling
CANDIDATES = 8  # articles that are compared word by word
LONE = 3  # of them, those with one hash in common
ENOUGH_KEYS = 6  # hashes of a text, of which a copy has two
THREADED = 5  # articles of which the marks are compared
SAME_ADDRESS = 8
FIRST_FEW = 50
NO_NUMBER = 2**31 - 1  # above every number of an article


Posting = tuple[int, int]  # a hash, and the number of an article that has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """How long what was told is compared with what comes: for its text, and as a happening."""

    texts: timedelta = timedelta(days=90)
    stories: timedelta = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A stored article with the marks of its happening."""

    known: Known
    marks: tuple[str, ...]


class StoryFinder:
    """Works in the transaction that it is given. `before`: only articles with a lower number."""

    def __init__(
        self, session: Session, now: datetime, windows: Windows, before: int | None = None
    ) -> None:
        self._session = session
        self._connection = session.connection()
        self._now = now
        self.windows = windows
        self._before = before

    def alike(self, keys: Sequence[int], *, loosely: bool = False) -> list[Known]:
        """Articles that share hashes of their text, those with the most first.

        `loosely`: also some that share but one, as a correction does.
        """
        count = Counter(number for _, number in self.postings(keys))
        ranked = sorted(count, key=lambda number: (count[number], number), reverse=True)
        several = sum(times > 1 for times in count.values())
        lone = LONE if loosely or len(keys) < ENOUGH_KEYS else 0
        found = self._articles(ranked[: min(several + lone, CANDIDATES)])
        known = {each.known.key: each.known for each in found}
        return [*known.values(), *self._earlier(known)]

    def _earlier(self, known: Mapping[str, Known]) -> Iterator[Known]:
        """The texts that these articles had before: another outlet may still give one of them."""
        rows = self._connection.execute(EARLIER, {"keys": list(known)}) if known else ()
        for key, title, lead in rows:
            yield replace(known[key], title=title, text=lead)

    def postings(self, keys: Sequence[int]) -> Sequence[Posting]:
        """Hash and number of the newest articles that have one of these hashes of their text."""
        return self._numbers("sketch", keys, self._oldest_text)

    def at(self, canonical_url: str) -> list[Known]:
        """The newest articles of stories with this address, however old."""
        if not canonical_url:
            return []
        before = self._before if self._before is not None else NO_NUMBER
        rows = self._connection.execute(AT, {"url": canonical_url, "before": before})
        return [_candidate(row).known for row in rows]

    def marked(self, marks: Sequence[str]) -> tuple[list[Candidate], dict[str, int]]:
        """Recent articles with the most telling of these marks, and how often each mark stands."""
        telling = [mark for mark in marks if mark[0] in TELLING][:LOOKED_UP]
        spelt = {hashed(mark): mark for mark in telling}
        found = self._numbers("mark", list(spelt), self._oldest_story)
        count = Counter(key for key, _ in found)
        frequent = {spelt[key]: times for key, times in count.items()}
        says = {key: weight(spelt[key], times) ** 2 for key, times in count.items()}
        said: defaultdict[int, float] = defaultdict(float)
        for key, number in found:
            said[number] += says[key]
        ranked = sorted(said, key=lambda number: (said[number], number), reverse=True)
        return self._articles(ranked[:THREADED]), frequent

    def told(self, story: str) -> dict[str, Severity]:
        """Watch -> the gravest severity with which it was told of `story`."""
        found = self._connection.execute(TOLD, {"story": story})
        return {watch: Severity(gravest) for watch, gravest in found}

    def has_official(self, story: str) -> bool:
        """Whether an authority tells of it itself."""
        query = select(ArticleRow.key).where(
            col(ArticleRow.story) == story, col(ArticleRow.tier) == "official"
        )
        if self._before is not None:
            query = query.where(col(ArticleRow.number) < self._before)
        return self._session.exec(query.limit(1)).first() is not None

    @cached_property
    def apart(self) -> frozenset[str]:
        """Sources whose articles are never put together with those of others."""
        return frozenset(self._session.exec(select(ApartRow.source)))

    @cached_property
    def _oldest_text(self) -> int:
        return self._first_since(self._now - self.windows.texts)

    @cached_property
    def _oldest_story(self) -> int:
        return self._first_since(self._now - self.windows.stories)

    def _first_since(self, moment: datetime) -> int:
        """The least number of an article seen since then; the next one, if there is none.

        Most get their numbers in the order in which they are seen: only some later, when an
        amendment or the text of their page makes a watch fire. So the first few are looked at.
        """
        first = (
            select(ArticleRow.number)
            .where(col(ArticleRow.seen) >= moment, col(ArticleRow.number).is_not(None))
            .order_by(col(ArticleRow.seen))
            .limit(FIRST_FEW)
        )
        newest = select(func.max(ArticleRow.number))
        numbers = [number for number in self._session.exec(first) if number is not None]
        return min(numbers, default=(self._session.exec(newest).one() or 0) + 1)

    def _numbers(self, table: str, keys: Sequence[int], oldest: int) -> Sequence[Posting]:
        if not keys:
            return []
        values = {f"k{place}": key for place, key in enumerate(keys)}
        before = self._before if self._before is not None else NO_NUMBER
        found = self._connection.execute(
            _lookup(table, len(keys)), values | {"oldest": oldest, "before": before}
        )
        return cast("Sequence[Posting]", found.all())

    def _articles(self, numbers: Collection[int]) -> list[Candidate]:
        """In this order."""
        if not numbers:
            return []
        rows = self._connection.execute(NUMBERED, {"numbers": list(numbers)})
        found = {row[0]: _candidate(row) for row in rows}
        return [found[number] for number in numbers if number in found]


@lru_cache(128)
def _lookup(table: str, count: int) -> TextClause:
    """The newest articles of each of `count` hashes: every one is found by the primary key."""
    parts = (
        f"SELECT * FROM (SELECT hash, article FROM {table} WHERE hash = :k{place} "  # noqa: S608  ours
        "AND article >= :oldest AND article < :before "
        f"ORDER BY article DESC LIMIT {POSTINGS if table == 'sketch' else MARKED}) AS part{place}"
        for place in range(count)
    )
    return text(" UNION ALL ".join(parts))


_SUMMARY_IS_LONGER = func.length(col(ArticleRow.summary)) >= func.length(col(ArticleRow.body))
KNOWN = select_columns(
    col(ArticleRow.number),
    col(ArticleRow.key),
    col(ArticleRow.story),
    col(ArticleRow.source),
    col(ArticleRow.publisher),
    col(ArticleRow.canonical_url),
    col(ArticleRow.title),
    func.substr(
        case((_SUMMARY_IS_LONGER, col(ArticleRow.summary)), else_=col(ArticleRow.body)), 1, READ
    ),
    col(ArticleRow.seen),
    col(ArticleRow.marks),
)
_EARLIER_SUMMARY = func.length(col(RevisionRow.summary)) >= func.length(col(RevisionRow.body))
EARLIER = (
    select_columns(
        col(RevisionRow.article),
        col(RevisionRow.title),
        func.substr(
            case((_EARLIER_SUMMARY, col(RevisionRow.summary)), else_=col(RevisionRow.body)), 1, READ
        ),
    )
    .where(col(RevisionRow.article).in_(bindparam("keys", expanding=True)))
    .order_by(col(RevisionRow.number).desc())
    .limit(CANDIDATES)
)
TOLD = (
    select_columns(col(AlertRow.watch), func.max(AlertRow.severity))
    .where(col(AlertRow.story) == bindparam("story"))
    .group_by(col(AlertRow.watch))
)
NUMBERED = KNOWN.where(col(ArticleRow.number).in_(bindparam("numbers", expanding=True)))
AT = (
    KNOWN.where(
        col(ArticleRow.canonical_url) == bindparam("url"),
        col(ArticleRow.number) < bindparam("before"),
    )
    .order_by(col(ArticleRow.number).desc())
    .limit(SAME_ADDRESS)
)


def _candidate(row: Sequence[Any]) -> Candidate:
    _, key, story, source, publisher, url, title, lead, seen, marks = row
    known = Known(
        key=key,
        story=story,
        source=source,
        publisher=publisher,
        canonical_url=url,
        title=title,
        text=lead,
        seen=seen,
    )
    return Candidate(known=known, marks=tuple(marks.split()))
