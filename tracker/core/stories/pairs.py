"""What is an article to a stored one? Only identity of text without another fact may silence it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from os.path import commonprefix

from rapidfuzz import fuzz

from tracker.core.model import Article, Kind, Relation, Telling
from tracker.core.stories.headlines import is_correction, is_update, says_something, title_key
from tracker.core.stories.sketch import Sketch, sketch, sketched, text_of
from tracker.core.stories.slots import Conflict, Slot, Swap, conflicts, renamed, respelt, swaps

TITLE_WINDOW = timedelta(hours=72)
STORY_LIFE = timedelta(days=14)
# Shares of the shingles of the shorter text that are in the other.
CONTAINED = 0.60
OPENING = 0.80  # of its first words
UNDER_ONE_TITLE, OPENING_UNDER_ONE_TITLE = 0.40, 0.60
ONE_TEXT = 0.98  # one report under two headlines: names in the headlines are then no fact
TINY = 25  # words; so short a text may be the outlet's own furniture
TINY_CONTAINED = 0.95
UNLIKE_TITLES = 60.0  # rapidfuzz token_set_ratio, 0-100
ONE_TITLE = 92.0  # rapidfuzz ratio
ENOUGH = 30  # words of a text that says all by itself
SUBSTANCE = 20  # words of a text that a mere headline did not have
FORM = 7  # words with which the titles of notices of one form begin
TWO_SENTENCES = 50  # words
OPENING_WORDS = 45  # one other name among these is another story
CORRECTED_TITLE = 70.0  # rapidfuzz partial_ratio of a correction's title with what it corrects
MIN_SHARE = 0.3  # below it, two texts are not held together at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """As much of a stored article as the comparison needs."""

    key: str
    story: str
    source: str
    publisher: str
    canonical_url: str
    title: str
    text: str
    seen: datetime

    @classmethod
    def of(cls, article: Article, story: str) -> "Known":
        """An article when it is stored as part of `story`."""
        return cls(
            key=article.key,
            story=story,
            source=article.source,
            publisher=article.publisher,
            canonical_url=article.canonical_url,
            title=article.title,
            text=text_of(article),
            seen=article.seen,
        )

    @property
    def sketch(self) -> Sketch:
        """Its sketch."""
        return sketched(self.title, self.publisher, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two articles held together. `share`, `opening`: of the shingles of the shorter, 0-1."""

    article: Article
    mine: Sketch
    other: Known
    theirs: Sketch
    share: float
    opening: float
    gap: timedelta

    @classmethod
    def of(cls, article: Article, mine: Sketch, other: Known) -> "Pair":
        """Compare an article with a stored one."""
        theirs = other.sketch
        return cls(
            article=article,
            mine=mine,
            other=other,
            theirs=theirs,
            share=_contained(mine.shingles, theirs.shingles),
            opening=_contained(mine.opening, theirs.opening),
            gap=abs(article.seen - other.seen),
        )

    @property
    def is_same_url(self) -> bool:
        """Whether they have one address."""
        url = self.article.canonical_url
        return bool(url) and url == self.other.canonical_url

    @property
    def is_same_title(self) -> bool:
        """Whether they have one title, which says something."""
        mine, theirs = self.mine.title_key, self.theirs.title_key
        if mine == theirs:
            return bool(mine)
        if not mine.startswith(theirs) and not theirs.startswith(mine):
            return False
        # An aggregator names the outlet behind its title.
        return theirs == title_key(self.article.title, self.other.publisher) or mine == title_key(
            self.other.title, self.article.publisher
        )

    @property
    def is_reissue(self) -> bool:
        """Whether one outlet gives its report again."""
        return self.article.source == self.other.source and (
            is_update(self.article.title) or self.is_same_url
        )

    @property
    def sizes(self) -> tuple[int, int]:
        """Words of the two texts."""
        return self.mine.size, self.theirs.size


def relate(article: Article, known: Iterable[Known], life: timedelta = STORY_LIFE) -> Relation:
    """What `article` is to the stored ones. `life`: how long a story is alive."""
    mine = sketch(article)
    pairs = [Pair.of(article, mine, other) for other in known if other.key != article.key]
    return strongest(relation for pair in pairs if (relation := judge(pair, life)))


def strongest(found: Iterable[Relation]) -> Relation:
    """Of several relations the one that says the most; none is a relation too."""
    return max(found, key=_weight, default=Relation(reason="nothing like it is stored"))


def _weight(relation: Relation) -> tuple[int, float]:
    return ORDER.index(relation.kind), relation.share


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


def judge(pair: Pair, life: timedelta) -> Relation | None:
    """What one article is to one other; None when they have nothing in common."""
    if _corrects(pair):
        return _relation(Kind.correction, pair, "corrects", life)
    if not _is_alike(pair):
        return None
    if found := _facts(pair):
        return _relation(_changed(pair, found), pair, "is like", life, found[0])
    if not _is_copy(pair):
        return None
    return _relation(_same(pair), pair, "", life)


def _is_alike(pair: Pair) -> bool:
    """Worth to look for what differs."""
    if max(pair.share, pair.opening) >= MIN_SHARE:
        return True
    # A recurring title over another text says nothing.
    return not all(pair.sizes) and (pair.is_same_title or _one_headline(pair, typos=False))


def _is_copy(pair: Pair) -> bool:
    """Whether the texts are one, whatever they say."""
    mine, theirs = pair.sizes
    if not mine or not theirs:
        return _title_is_enough(pair)
    if pair.is_same_title or pair.is_same_url:
        # An address may be that of a front page; a title may be that of a column.
        recent = pair.gap <= TITLE_WINDOW or pair.is_same_url
        if (
            (pair.share >= UNDER_ONE_TITLE and recent)
            or pair.share >= CONTAINED
            or pair.opening >= OPENING_UNDER_ONE_TITLE
        ):
            return True
    if min(mine, theirs) < TINY and _titles(pair) < UNLIKE_TITLES:
        return pair.share >= TINY_CONTAINED
    return pair.share >= CONTAINED or pair.opening >= OPENING


def _title_is_enough(pair: Pair) -> bool:
    """Without a text on one side: one title, that says something, within days."""
    if pair.is_same_url:
        return _one_headline(pair) or pair.is_same_title
    if pair.gap > TITLE_WINDOW or not says_something(pair.mine.title_key):
        return False
    return pair.is_same_title or _one_headline(pair)


def _one_headline(pair: Pair, *, typos: bool = True) -> bool:
    """One title but for typos: without a text to go by, another word is another fact."""
    mine, theirs = pair.mine.title_key, pair.theirs.title_key
    if any(
        title.rstrip().endswith(("…", "...")) for title in (pair.article.title, pair.other.title)
    ):
        size = min(len(mine), len(theirs))
        mine, theirs = mine[:size], theirs[:size]
    if not (says_something(mine) and says_something(theirs)):
        return False
    if fuzz.ratio(mine, theirs) < ONE_TITLE:
        return False
    return not typos or all(
        respelt(swap.gone, swap.come) for swap in swaps(pair.theirs.title, pair.mine.title)
    )


def _titles(pair: Pair) -> float:
    return fuzz.token_set_ratio(pair.mine.title_key, pair.theirs.title_key)


def _facts(pair: Pair) -> list[Conflict]:
    """The facts in which two like articles differ, the most telling first."""
    is_one_text = pair.opening >= ONE_TEXT and min(pair.sizes) >= SUBSTANCE
    in_title = conflicts(pair.theirs.title, pair.mine.title)
    if is_one_text or (pair.mine.is_dense and pair.opening >= OPENING):
        in_title = [conflict for conflict in in_title if conflict.slot is not Slot.name]
    if is_one_text and len(list(swaps(pair.theirs.title, pair.mine.title))) > 1:
        # Another headline over one text: only its numbers can be facts.
        in_title = [conflict for conflict in in_title if conflict.slot is Slot.number]
    in_text = conflicts(pair.theirs.lead, pair.mine.lead)
    names = [conflict for conflict in in_text if conflict.slot is Slot.name]
    if len(names) == 1 and names[0].swap.at >= OPENING_WORDS:
        in_text.remove(names[0])
    found = [*in_title, *in_text, *_tails(pair)]
    found += [Conflict(Slot.name, swap) for swap in _renamed(pair)] if pair.mine.is_dense else []
    return sorted(found, key=lambda conflict: _TELLING.index(conflict.slot))


def _tails(pair: Pair) -> list[Conflict]:
    """Titles that begin alike at length, and end each in its own way: notices of one form."""
    mine, theirs = pair.mine.title, pair.theirs.title
    same = len(commonprefix([theirs.words, mine.words]))
    ends = [title.part(same, len(title.words)) for title in (theirs, mine)]
    swap = Swap(ends[0], ends[1], same)
    is_form = same >= FORM * (1 + mine.is_dense) and min(pair.sizes) < TWO_SENTENCES
    has_ends = min(len(swap.gone), len(swap.come)) > 1 and not {*swap.gone} & {*swap.come}
    return [Conflict(Slot.name, swap)] if is_form and has_ends else []


def _renamed(pair: Pair) -> list[Swap]:
    """In Chinese, what is swapped for the same again and again: a name, and no synonym."""
    both = ((pair.theirs.title, pair.mine.title), (pair.theirs.lead, pair.mine.lead))
    return renamed([swap for left, right in both for swap in swaps(left, right)])


_TELLING = (Slot.number, Slot.name, Slot.opposite, Slot.negation, Slot.stage, Slot.date)


def _changed(pair: Pair, found: list[Conflict]) -> Kind:
    """What an article is that differs from a like one in these facts."""
    if pair.is_reissue:
        return Kind.revision_material
    slots = {conflict.slot for conflict in found}
    if slots & {Slot.number, Slot.name}:
        return Kind.sibling
    return Kind.development if slots & {Slot.opposite, Slot.negation, Slot.stage} else Kind.sibling


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
    kind: Kind, pair: Pair, verb: str, life: timedelta, conflict: Conflict | None = None
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


def _contained(one: frozenset[int], other: frozenset[int]) -> float:
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
