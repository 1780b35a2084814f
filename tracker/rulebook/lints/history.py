"""Lints that need to know what was published: what fires too often, or never."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tracker.core import match
from tracker.core.model import Article
from tracker.core.rules import Rulebook
from tracker.errors import Problem
from tracker.rulebook.lints.written import Book, warning

NEWEST = 2000  # articles that are held against the rules: some seconds
PER_DAY = 20
SHARE = 0.01
ENOUGH = 1000  # articles; of fewer, one in a hundred is chance
SILENT_DAYS = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What watches did with stored articles.

    `days`, `articles`: how long and how many the articles are that were held against the rules
    as they are now; `hits`: watch -> how many of them it fires for. `since`: the day from which
    decisions are stored; `last`: watch -> the last day on which it fired.
    """

    days: float
    articles: int
    hits: Mapping[str, int]
    since: date | None = None
    last: Mapping[str, date] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        newest: Sequence[Article],
        rules: Rulebook,
        since: datetime | None,
        last: Mapping[str, datetime],
    ) -> "History":
        """What `rules` say of the `newest` articles; the rest is as it is stored."""
        seen = [article.seen for article in newest]
        fired = (found.watch for article in newest for found in match.find(article, rules).matches)
        return cls(
            days=(max(seen) - min(seen)) / timedelta(days=1) if seen else 0.0,
            articles=len(newest),
            hits=Counter(fired),
            since=since.date() if since else None,
            last={watch: at.date() for watch, at in last.items()},
        )


def lints(book: Book, history: History, today: date) -> Iterator[Problem]:
    """L001, L014."""
    for watch, part in book.watches:
        hits, articles = history.hits.get(watch.id, 0), history.articles
        daily = hits / max(history.days, 1.0)
        hint = "ask for a further word in the same sentence, or exclude what it is not about"
        if daily > PER_DAY:
            message = f"it fires {daily:.0f} times a day: nobody reads that many"
            yield warning(part.where, "L001", message, hint)
        elif articles >= ENOUGH and hits > SHARE * articles:
            message = f"it fires for {hits} of the last {articles} articles"
            yield warning(part.where, "L001", message, hint)
        long_ago = history.since and (today - history.since).days >= SILENT_DAYS
        last = history.last.get(watch.id, history.since)
        if long_ago and not hits and last and (today - last).days >= SILENT_DAYS:
            message = f"it has not fired for {SILENT_DAYS} days"
            hint = "see with `tracker explain` whether its words are still those of the subject"
            yield warning(part.where, "L014", message, hint)
