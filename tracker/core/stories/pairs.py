"""What is an article to a stored one? Only identity of text without another fact may silence it."""

from collections.abc import Iterable
from datetime import timedelta

from rapidfuzz import fuzz

from tracker.core.model import Article, Kind, Relation, Telling
from tracker.core.stories.differences import Difference, difference
from tracker.core.stories.headlines import is_correction, is_update, says_something
from tracker.core.stories.likeness import (
    SUBSTANCE,
    TINY,
    UNDER_ONE_TITLE,
    Known,
    Pair,
    contained,
    is_alike,
    is_copy,
    is_made_alike,
)
from tracker.core.stories.marks import SUBJECT
from tracker.core.stories.sketch import sketch, sketched, text_of
from tracker.core.stories.slots import COMMON, Conflict, Slot
from tracker.core.stories.wording import stem

STORY_LIFE = timedelta(days=14)
PART = 0.7  # of the words of a text; fewer are a part of it
CORRECTED_TITLE = 70.0  # rapidfuzz partial_ratio of a correction's title with what it corrects
OTHER_TITLE, OTHER_TEXT = 0.4, 0.2  # of the words, and shingles, of what had the same id


def relate(article: Article, known: Iterable[Known], life: timedelta = STORY_LIFE) -> Relation:
    """What `article` is to the stored ones. `life`: how long a story is alive."""
    mine = sketch(article)
    pairs = [Pair.of(article, mine, other) for other in known if other.key != article.key]
    return strongest(relation for pair in pairs if (relation := judge(pair, life)))


def strongest(found: Iterable[Relation]) -> Relation:
    """Of several relations the one that says the most; none is a relation too.

    To contain a shortened copy says nothing of the facts that it left out: if the article differs
    in a fact from another telling of that story, it does.
    """
    listed = list(found)
    differing = {each.other_story for each in listed if each.kind in DIFFERING}
    kept = [
        each
        for each in listed
        if each.kind in DIFFERING or not (each.is_part and each.other_story in differing)
    ]
    return max(kept, key=_weight, default=Relation(reason="nothing like it is stored"))


def _weight(relation: Relation) -> tuple[int, float]:
    return ORDER.index(relation.kind), relation.share


DIFFERING = frozenset({Kind.sibling, Kind.development, Kind.revision_material})
# What goes before what: a copy of one telling may differ from an earlier one in a fact.
ORDER = (
    Kind.different,
    Kind.sibling,
    Kind.development,
    Kind.correction,
    Kind.revision_material,
    Kind.copy,
    Kind.revision_minor,
    Kind.same_entry,
)


def is_another(article: Article, title: str, text: str) -> bool:
    """Whether an article has nothing in common with what had its id before: some ids come again."""
    mine = sketch(article)
    before = sketched(title, article.publisher, text)
    if max(mine.size, before.size) < TINY and not says_something(mine.title_key):
        return False
    words = [
        {stem(word) for word in side.title.words} - COMMON - SUBJECT for side in (mine, before)
    ]
    in_common = len(words[0] & words[1]) / max(1, min(map(len, words)))
    return in_common < OTHER_TITLE and contained(mine.shingles, before.shingles) < OTHER_TEXT


def judge(pair: Pair, life: timedelta) -> Relation | None:
    """What one article is to one other; None when they have nothing in common."""
    if _corrects(pair):
        return _relation(Kind.correction, pair, life)
    if not is_alike(pair):
        return None
    found = difference(pair)
    if found.facts:
        kind = _changed(pair, found)
        is_one = kind is not Kind.sibling or is_made_alike(pair)
        return _relation(kind, pair, life, found.facts[0]) if is_one else None
    if not is_copy(pair):
        return None
    return _relation(_same(pair), pair, life)


def _changed(pair: Pair, found: Difference) -> Kind:
    """What an article is that differs from a like one in these facts."""
    if pair.is_reissue:
        return Kind.revision_material
    # What the titles say goes before what the texts say below them.
    for said in (found.in_title, {conflict.slot for conflict in found.facts}):
        if said & {Slot.number, Slot.name}:
            return Kind.sibling
        if said & {Slot.opposite, Slot.negation, Slot.stage}:
            return Kind.development
    return Kind.sibling


def _corrects(pair: Pair) -> bool:
    """Whether an article says that it corrects this one."""
    if not is_correction(pair.article.title, text_of(pair.article)):
        return False
    if is_correction(pair.other.title, pair.other.text):
        return False
    likeness = fuzz.partial_ratio(pair.mine.title_key, pair.theirs.title_key)
    return likeness >= CORRECTED_TITLE or pair.share >= UNDER_ONE_TITLE


def _same(pair: Pair) -> Kind:
    if pair.article.source == pair.other.source or pair.is_same_url:
        is_same = pair.mine.lead.words == pair.theirs.lead.words and pair.is_same_title
        return Kind.same_entry if is_same else Kind.revision_minor
    return Kind.copy


def _relation(
    kind: Kind, pair: Pair, life: timedelta, conflict: Conflict | None = None
) -> Relation:
    is_own = kind is Kind.sibling
    change = str(conflict or "")
    return Relation(
        kind=kind,
        telling=telling(kind, pair, life),
        of=pair.other.key,
        story="" if is_own else pair.other.story,
        reason=_reason(kind, pair, change),
        change=change,
        share=pair.share,
        other_story=pair.other.story,
        is_part=PART * pair.mine.size > pair.theirs.size,
    )


def telling(kind: Kind, pair: Pair, life: timedelta) -> Telling:
    """What follows from a relation."""
    match kind:
        case Kind.sibling:
            return Telling.alert_new
        case Kind.development:
            return Telling.alert_update if pair.gap <= life else Telling.alert_new
        case Kind.correction | Kind.revision_material:
            return Telling.alert_update
    return Telling.thread_silent if _adds(pair) else Telling.suppress


def _adds(pair: Pair) -> bool:
    """Whether a report says more than the first line of it that was told before."""
    mine, theirs = pair.sizes
    if is_update(pair.article.title) and not is_update(pair.other.title):
        return mine > theirs
    return theirs == 0 and mine >= SUBSTANCE


def _reason(kind: Kind, pair: Pair, change: str) -> str:
    other = f"“{pair.other.title}” ({pair.other.publisher}, {apart(pair.gap)})"
    share = f"{100 * pair.share:.0f} % of its text is in it"
    what = {
        Kind.same_entry: f"the same as {other}: {_place(pair)}, the same text",
        Kind.revision_minor: f"another version of {other}: {share}, no fact differs",
        Kind.revision_material: f"a changed version of {other}: {share}, but {change}",
        Kind.copy: f"copy of {other}: {_likeness(pair)}, no fact differs",
        Kind.correction: f"says that it corrects {other}",
        Kind.sibling: f"similar to {other}: {share}, but {change}",
        Kind.development: f"goes on from {other}: {share}, but {change}",
    }
    return what[kind]


def _likeness(pair: Pair) -> str:
    if not all(pair.sizes):
        return "the same title, and a text on one side only"
    return f"{100 * max(pair.share, pair.opening):.0f} % of its text is in it"


def _place(pair: Pair) -> str:
    return "the same address" if pair.is_same_url else "the same source"


def apart(gap: timedelta) -> str:
    """How far apart two articles are, for a person."""
    hours = gap.total_seconds() / 3600
    if hours >= 48:
        return f"{hours / 24:.0f} days apart"
    return f"{hours:.1f} h apart" if gap else "at the same time"
