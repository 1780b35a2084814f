"""Which decisions about stored articles would differ under the code and rules of today."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.core import match
from tracker.core.hits import Hits
from tracker.core.model import Article, Findings, Relation
from tracker.core.rules import Rulebook
from tracker.core.stories import Traces
from tracker.desk.relating import Relating
from tracker.store import Database, Decided, Past, StoryFinder, Windows


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A decision that would be another today."""

    decided: Decided
    today: Relation


@dataclass(slots=True)
class Replay:
    """How many decisions were looked at, and those that would differ."""

    decisions: int
    differences: list[Difference]


def run(
    database: Database, past: Past, rules: Rulebook, since: datetime, windows: Windows
) -> Replay:
    """Hold every article of a story, seen since then, against those that were stored before it.

    By its text of now: what was replaced is no more held against others. What a person has changed
    and what an article was to its own earlier text is left out.
    """
    found = Replay(0, [])
    for decided in past.decided(since):
        article = past.article(decided.key)
        if article is None:
            continue
        found.decisions += 1
        today = _relation(database, article, decided, rules, windows)
        if (today.kind, today.telling) != (decided.kind, decided.telling):
            found.differences.append(Difference(decided=decided, today=today))
    return found


def _relation(
    database: Database, article: Article, decided: Decided, rules: Rulebook, windows: Windows
) -> Relation:
    traces = Traces.of(article, findings(article, rules))
    with database.reading() as session:
        finder = StoryFinder(session, article.seen, windows, before=decided.number)
        return Relating(finder).relation(article, traces)


def findings(article: Article, rules: Rulebook) -> Findings:
    """What the rules say of an article, its subjects too when no watch fires."""
    hits = Hits.of(article, rules.lexicon, rules.fields)
    return replace(match.find(article, rules), concepts=match.concepts(hits, rules))


def lines(found: Replay) -> Iterator[str]:
    """For a person."""
    for each in found.differences:
        was, now = each.decided, each.today
        yield f"{was.key[:8]} {was.title}"
        yield f"    was   {was.kind}, {was.telling}: {was.reason}"
        yield f"    today {now.kind}, {now.telling}: {now.reason}"
