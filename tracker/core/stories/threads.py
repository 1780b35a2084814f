"""Do two articles tell of one happening, each in its own words? Then they are one thread."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from rapidfuzz.distance import Prefix

from tracker.core.model import Article, Kind, Relation, Telling
from tracker.core.stories.acts import LATER_STAGES, acts, denies, negates, opposed
from tracker.core.stories.headlines import is_commentary
from tracker.core.stories.likeness import Known, Pair, title_likeness
from tracker.core.stories.marks import comparable, counted, distinct, is_rare, likeness
from tracker.core.stories.pairs import STORY_LIFE, apart, judge
from tracker.core.stories.places import places
from tracker.core.stories.sketch import BEGINNING, Sketch
from tracker.core.stories.slots import Reading, Slot, conflicts, same_number
from tracker.core.stories.traces import Traces
from tracker.core.stories.wording import NUMBER, Wording

# How like each other the marks of two articles are that are so far apart; see `likeness`.
LEAST = ((timedelta(hours=24), 0.22), (timedelta(hours=72), 0.26), (timedelta(days=7), 0.3))
LEAST_OTHERWISE = 0.45
LEAST_ABROAD = 0.55  # of two headlines in two languages
ABROAD = timedelta(hours=72)  # a translation comes soon
HEADING = re.compile(r"\w{2}[^:：|｜]*[:：|｜]")
SHORT = 8  # words of a text that is hardly one
TITLES_ONLY = 0.45  # without texts to go by
ONE_FORM = 0.5  # of the words of two titles that are made alike
TURNED = 0.5  # of a report in another language that says the opposite
SURE_OF_BODIES = 0.6
UNANCHORED = 0.45
SURE = 0.35
NAMED = 3  # words that two articles share which are not just a subject


def thread(
    article: Article,
    traces: Traces,
    others: Iterable[tuple[Known, Collection[str]]],
    frequent: Mapping[str, int],
    life: timedelta = STORY_LIFE,
) -> Relation | None:
    """The story that an article tells in other words, or goes on with; None if there is none.

    `others`: stored articles, each with its marks. `frequent`: in how many recent articles a mark
    of the article stands. `life`: how long a story is alive.
    """
    found: list[tuple[float, Relation]] = []
    for other, marks in others:
        mine, theirs = comparable(traces.marks, marks)
        score, shared = likeness(mine, theirs, frequent), distinct(mine & theirs)
        if score < LEAST[0][1] or (score < SURE_OF_BODIES and _other_bodies(mine, theirs)):
            continue
        pair = Pair.of(article, traces.sketch, other)
        rare = {mark for mark in shared if is_rare(mark, frequent)}
        relation = judge(pair, life) or _told_otherwise(pair, score, shared, rare)
        if relation is not None and relation.kind is not Kind.sibling:
            found.append((score, relation))
    return max(found, key=lambda each: each[0])[1] if found else None


def _other_bodies(mine: set[str], theirs: set[str]) -> bool:
    """Whether both name entities, and none in common."""
    bodies = [{mark for mark in side if mark[0] == "e"} for side in (mine, theirs)]
    return all(bodies) and not bodies[0] & bodies[1]


def _told_otherwise(pair: Pair, score: float, shared: set[str], rare: set[str]) -> Relation | None:
    """What an article is to another that says the same in its own words, if it does."""
    change = "" if is_commentary(pair.article.title) else turn(pair.theirs, pair.mine)
    if score < _least(pair, shared, change) or not _is_telling(pair, shared, rare, score, change):
        return None
    if _differs(pair):
        return None
    told = f"“{pair.other.title}” ({pair.other.publisher}, {apart(pair.gap)})"
    what = f"goes on from {told}: {change}" if change else f"the story of {told}"
    return Relation(
        kind=Kind.development if change else Kind.same_story,
        telling=Telling.alert_update if change else Telling.thread_silent,
        of=pair.other.key,
        story=pair.other.story,
        reason=f"{what}; both say {', '.join(_shown(shared))}",
        change=change,
        share=round(score, 3),
    )


def _least(pair: Pair, shared: Collection[str], change: str) -> float:
    """How like two articles have to be. What goes on is told anyway, so it may be less alike."""
    if change or any(mark[0] == "i" for mark in shared):
        return LEAST[0][1]
    if _is_abroad(pair):
        least = LEAST_ABROAD if max(pair.sizes) < SHORT else LEAST[-1][1]
        return least if pair.gap <= ABROAD else 1.1
    if is_commentary(pair.article.title) and pair.gap <= LEAST[-1][0]:
        return LEAST[0][1]
    if pair.gap > LEAST[1][0] and not any(mark[0] == "n" for mark in shared):
        return 1.1  # after days, a subject alone is no happening
    least = next((least for gap, least in LEAST if pair.gap <= gap), LEAST_OTHERWISE)
    is_bare = min(pair.sizes) < SHORT
    return max(least, TITLES_ONLY) if is_bare else least


def _is_telling(pair: Pair, shared: set[str], rare: set[str], score: float, change: str) -> bool:
    """Whether what they share is more than a subject."""
    kinds = [mark[0] for mark in shared]
    if "i" in kinds:
        return True
    if _is_abroad(pair):
        is_subject = "n" in kinds and kinds.count("c") >= NAMED and pair.gap <= LEAST[0][0]
        is_turn = bool(change) and "p" in kinds and kinds.count("c") >= NAMED and score >= TURNED
        names = {mark for mark in shared if mark[0] in "el"}
        is_counted = any(mark[0] == "n" and len(mark) > 3 for mark in shared)
        is_named = (is_counted and (names or "p" in kinds)) or (len(names) > 1 and names & rare)
        return is_subject or is_turn or bool(is_named)
    named = sum(map(kinds.count, "wel")) + kinds.count("h") // 2
    is_counted = "n" in kinds and (any(map(kinds.count, "wel")) or named > NAMED)
    if not any(map(kinds.count, "nep")) and score < UNANCHORED:
        return False  # common words, of which no one is a name
    return named > NAMED or (named == NAMED and score >= SURE) or is_counted


def _is_abroad(pair: Pair) -> bool:
    return pair.mine.is_dense != pair.theirs.is_dense


def _differs(pair: Pair) -> bool:
    """Whether it is said to be another happening: other numbers, another country, a series."""
    mine, theirs = pair.mine, pair.theirs
    return (
        pair.is_same_title  # a column, which comes again with another text
        or _is_series(pair)
        or _counts_otherwise(mine, theirs)
        or _counts_otherwise(theirs, mine)
        or (_elsewhere(mine.title, theirs) and _elsewhere(theirs.title, mine))
        or _is_apart(places(_opening(mine)), places(_opening(theirs)))
        or _names_another(pair)
    )


def _is_series(pair: Pair) -> bool:
    """Whether one outlet gives both under one heading, as "The week in review: ..."."""
    same = Prefix.similarity(pair.article.title, pair.other.title)
    heading = HEADING.match(pair.article.title[:same])
    is_long = heading is not None and len(heading[0].split()) > NAMED
    return heading is not None and (is_long or pair.article.source == pair.other.source)


def _counts_otherwise(one: Sketch, other: Sketch) -> bool:
    """Whether a title has numbers, and the other article others."""
    mine, theirs = counted(one.title.words), counted((*other.title.words, *other.lead.words))
    return (
        bool(mine)
        and bool(theirs)
        and not any(same_number(NUMBER + a, NUMBER + b) for a in mine for b in theirs)
    )


def _is_apart(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return bool(mine) and bool(theirs) and not mine & theirs


def _opening(sketch: Sketch) -> tuple[str, ...]:
    return (*sketch.title.words, *sketch.lead.first(BEGINNING).words)


def _names_another(pair: Pair) -> bool:
    """Whether titles of one form name others."""
    least = ONE_FORM + 0.1 * pair.mine.title.is_dense
    return title_likeness(pair) >= least and any(
        conflict.slot is Slot.name
        for conflict in conflicts(pair.theirs.title, pair.mine.title, Reading.title)
    )


def _elsewhere(title: Wording, other: Sketch) -> bool:
    """Whether a title names a country of which the other article says nothing."""
    named = places(title.words)
    return bool(named - places((*other.title.words, *other.lead.words)))


def turn(before: Sketch, now: Sketch) -> str:
    """What a headline says that reverses or goes on from another, as `add -> remove`; or ""."""
    old, new = acts(before.title.words), acts(now.title.words)
    known = acts((*before.title.words, *before.lead.words))
    if (undone := new - known) and opposed(old, undone):
        return f"{', '.join(sorted(old))} -> {', '.join(sorted(undone))}"
    if later := (new & LATER_STAGES) - known:
        return f"- -> {min(later)}"
    if before.is_dense != now.is_dense:
        return ""
    speaks = negates if now.is_dense else denies
    if speaks(now.title.words) and not negates((*before.title.words, *before.lead.words)):
        return "it is not so"
    if speaks(before.title.words) and not negates((*now.title.words, *now.lead.words)):
        return "it is so after all"
    return ""


def _shown(shared: Iterable[str]) -> list[str]:
    """The marks that say the most, as a person reads them."""
    order = "inelwhspc"
    said = sorted(shared, key=lambda mark: (order.index(mark[0]), mark))
    return [mark[2:] for mark in said if mark[0] not in "pcs"][:6] or [m[2:] for m in said[:6]]
