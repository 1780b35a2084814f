"""Do two articles tell of one happening, each in its own words? Then they are one thread."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from rapidfuzz.distance import Indel

from tracker.core.model import Article, Kind, Relation, Telling
from tracker.core.stories.acts import LATER_STAGES, acts, denies, negates, opposed
from tracker.core.stories.headlines import is_commentary
from tracker.core.stories.marks import comparable, counted, likeness
from tracker.core.stories.pairs import Known, Pair, apart
from tracker.core.stories.places import places
from tracker.core.stories.sketch import Sketch
from tracker.core.stories.slots import Slot, conflicts, same_number
from tracker.core.stories.traces import Traces
from tracker.core.stories.wording import NUMBER, Wording

# How like each other the marks of two articles are that are so far apart; see `likeness`.
LEAST = ((timedelta(hours=24), 0.22), (timedelta(hours=72), 0.26), (timedelta(days=7), 0.3))
LEAST_OTHERWISE = 0.45
ABROAD = timedelta(hours=72)  # a translation comes soon
SHORT = 8  # words of a text that is hardly one
TITLES_ONLY = 0.4  # without texts to go by
ONE_FORM = 0.5  # of the words of two titles that are made alike
NAMED = 3  # words that two articles share which are not just a subject


def thread(
    article: Article,
    traces: Traces,
    others: Iterable[tuple[Known, Collection[str]]],
    frequent: Mapping[str, int],
) -> Relation | None:
    """The story that an article tells in other words; None if there is none.

    `others`: stored articles, each with its marks. `frequent`: in how many recent articles a mark
    of the article stands.
    """
    found = []
    for other, marks in others:
        mine, theirs = comparable(traces.marks, marks)
        score, shared = likeness(mine, theirs, frequent), mine & theirs
        if score < LEAST[0][1]:
            continue
        pair = Pair.of(article, traces.sketch, other)
        if score >= _least(pair, shared) and _is_telling(shared, pair) and not _differs(pair):
            found.append((score, pair, shared))
    if not found:
        return None
    score, pair, shared = max(found, key=lambda each: each[0])
    change = "" if is_commentary(article.title) else turn(pair.theirs, pair.mine)
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


def _least(pair: Pair, shared: Collection[str]) -> float:
    """How like two articles have to be."""
    if any(mark[0] == "i" for mark in shared):
        return LEAST[0][1]
    if _is_abroad(pair):
        return LEAST[-1][1] if pair.gap <= ABROAD else 1.1
    if is_commentary(pair.article.title) and pair.gap <= LEAST[-1][0]:
        return LEAST[0][1]
    least = next((least for gap, least in LEAST if pair.gap <= gap), LEAST_OTHERWISE)
    is_bare = min(pair.sizes) < SHORT
    return max(least, TITLES_ONLY) if is_bare else least


def _is_telling(shared: Collection[str], pair: Pair) -> bool:
    """Whether what they share is more than a subject."""
    kinds = [mark[0] for mark in shared]
    if "i" in kinds:
        return True
    if _is_abroad(pair):
        is_subject = "n" in kinds and kinds.count("c") >= NAMED and pair.gap <= LEAST[0][0]
        return is_subject or (sum(map(kinds.count, "elnp")) > 1 and any(map(kinds.count, "ln")))
    named = sum(map(kinds.count, "wel")) + kinds.count("h") // 2
    return named >= NAMED or ("n" in kinds and len(kinds) >= NAMED)


def _is_abroad(pair: Pair) -> bool:
    return pair.mine.is_dense != pair.theirs.is_dense


def _differs(pair: Pair) -> bool:
    """Whether the titles say that it is another happening: other numbers, other countries."""
    mine, theirs = pair.mine, pair.theirs
    if pair.is_same_title:
        return True  # a column, which comes again with another text
    numbers = counted(mine.title.words), counted(theirs.title.words)
    if all(numbers) and not any(
        same_number(NUMBER + one, NUMBER + other) for one in numbers[0] for other in numbers[1]
    ):
        return True
    if _elsewhere(mine.title, theirs) and _elsewhere(theirs.title, mine):
        return True
    likeness = Indel.normalized_similarity(mine.title.words, theirs.title.words)
    return likeness >= ONE_FORM and any(
        conflict.slot is Slot.name for conflict in conflicts(theirs.title, mine.title)
    )


def _elsewhere(title: Wording, other: Sketch) -> bool:
    """Whether a title names a country of which the other article says nothing."""
    named = places(title.words)
    return bool(named - places((*other.title.words, *other.lead.words)))


def turn(before: Sketch, now: Sketch) -> str:
    """What a headline says that reverses or goes on from another, as `add -> remove`; or ""."""
    old, new = acts(before.title.words), acts(now.title.words)
    known = acts((*before.title.words, *before.lead.words))
    if opposed(old, new) and not new & known:
        return f"{', '.join(sorted(old))} -> {', '.join(sorted(new))}"
    if later := (new & LATER_STAGES) - known:
        return f"- -> {min(later)}"
    if denies(now.title.words) and not negates((*before.title.words, *before.lead.words)):
        return "a denial, or not any more"
    return ""


def _shown(shared: Iterable[str]) -> list[str]:
    """The marks that say the most, as a person reads them."""
    order = "inelwhspc"
    said = sorted(shared, key=lambda mark: (order.index(mark[0]), mark))
    return [mark[2:] for mark in said if mark[0] not in "pcs"][:6] or [m[2:] for m in said[:6]]
