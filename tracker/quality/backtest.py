"""Replaying stored articles against rules: what they would have caught, and what they would send.

The age of an article is no reason here: the past is what is asked for.
"""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tracker.core import match, stories
from tracker.core.model import Article, Match
from tracker.core.rules import Rulebook
from tracker.core.stories import Known
from tracker.store import Stored

SAMPLES = 10
KEPT = 20  # articles of one address or title that the next is held against
LISTED = 200  # differences that are kept to be shown; all are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A watch that fired for an article. `words`: what it fired for, as written there."""

    watch: str
    title: str
    source: str
    url: str
    seen: datetime
    words: tuple[str, ...]


@dataclass(slots=True)
class Change:
    """Matches that only one of two rulebooks has; the first of them to be shown."""

    count: int = 0
    hits: list[Hit] = field(default_factory=list)

    def add(self, hit: Hit) -> None:
        """Count it."""
        self.count += 1
        if len(self.hits) < LISTED:
            self.hits.append(hit)


@dataclass(slots=True)
class Result:
    """What a replay found. `would_send`: alerts, by watch; `hits`: matches, by watch.

    `samples` are the newest. `gained` and `lost` are against the rules of before.
    """

    articles: int = 0
    matched: int = 0
    first: datetime | None = None
    last: datetime | None = None
    hits: Counter[str] = field(default_factory=Counter)
    would_send: Counter[str] = field(default_factory=Counter)
    by_day: Counter[date] = field(default_factory=Counter)
    by_source: Counter[str] = field(default_factory=Counter)
    samples: deque[Hit] = field(default_factory=lambda: deque(maxlen=SAMPLES))
    gained: Change = field(default_factory=Change)
    lost: Change = field(default_factory=Change)


def run(articles: Iterable[Stored], rules: Rulebook, before: Rulebook | None = None) -> Result:
    """Hold `rules` (and those of `before`) against articles, which come oldest first."""
    result, told = Result(), _Told()
    for stored in articles:
        article = stored.article
        result.articles += 1
        result.first = result.first or article.seen
        result.last = article.seen
        found = {m.watch: m for m in match.find(article, rules).matches}
        if before is not None:
            _compare(result, article, found, before)
        if found:
            _count(result, stored, found, told)
    return result


def _count(result: Result, stored: Stored, found: Mapping[str, Match], told: "_Told") -> None:
    article = stored.article
    story = told.story(stored)
    result.matched += 1
    result.by_day[article.seen.date()] += 1
    result.by_source[article.source] += 1
    for watch, matched in found.items():
        result.hits[watch] += 1
        result.would_send[watch] += told.tell(matched, story, article.seen)
        result.samples.append(_hit(article, matched))


def _compare(
    result: Result, article: Article, found: Mapping[str, Match], before: Rulebook
) -> None:
    old = {m.watch: m for m in match.find(article, before).matches}
    for watch in found.keys() - old.keys():
        result.gained.add(_hit(article, found[watch]))
    for watch in old.keys() - found.keys():
        result.lost.add(_hit(article, old[watch]))


def _hit(article: Article, matched: Match) -> Hit:
    return Hit(
        watch=matched.watch,
        title=article.title,
        source=article.source,
        url=article.url,
        seen=article.seen,
        words=tuple(dict.fromkeys(evidence.text for evidence in matched.evidence)),
    )


class _Told:
    """What would have been told: each watch once for a story, and not during its cooldown.

    Copies that the service has put into one story are one; among the others only those with one
    address or title are found, so that it says rather too many than too few.
    """

    def __init__(self) -> None:
        self._known: dict[str, list[Known]] = {}  # by address, and by title
        self._done: set[tuple[str, str]] = set()
        self._last: dict[str, datetime] = {}

    def story(self, stored: Stored) -> str:
        """The story of an article, known or new."""
        article = stored.article
        title = stories.title_key(article.title, article.publisher)
        places = [place for place in (article.canonical_url, title) if place]
        near = [other for place in places for other in self._known.get(place, ())]
        story = stored.story or stories.relate(article, near).story or article.key
        known = Known.of(article, story)
        for place in places:
            recent = self._known.setdefault(place, [])
            recent.append(known)
            del recent[:-KEPT]
        return story

    def tell(self, matched: Match, story: str, now: datetime) -> bool:
        """Whether this match is an alert."""
        last = self._last.get(matched.watch)
        cooling = last is not None and now - last < (matched.cooldown or timedelta())
        if (matched.watch, story) in self._done or cooling:
            return False
        self._done.add((matched.watch, story))
        self._last[matched.watch] = now
        return True
