"""What is an article to a stored one? Only identity of text without another fact may silence it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Prefix

from tracker.core.model import Article, Kind, Relation, Telling
from tracker.core.stories.acts import acts, opposed
from tracker.core.stories.headlines import is_correction, is_update, says_something, title_key
from tracker.core.stories.marks import SUBJECT
from tracker.core.stories.places import places
from tracker.core.stories.sketch import Sketch, sketch, sketched, text_of
from tracker.core.stories.slots import (
    CLAUSE,
    COMMON,
    PHRASE,
    Conflict,
    Reading,
    Slot,
    Swap,
    country,
    facts,
    is_of_a_firm,
    names,
    repeated,
    respelt,
    swaps,
)
from tracker.core.stories.wording import CUT_OFF, Wording, is_ideogram, stem, wording

TITLE_WINDOW = timedelta(hours=72)
STORY_LIFE = timedelta(days=14)
# Shares of the shingles of the shorter text that are in the other.
CONTAINED = 0.60
OPENING = 0.80  # of its first words
UNDER_ONE_TITLE, OPENING_UNDER_ONE_TITLE = 0.40, 0.60
BEGINNING = 0.25  # of the shingles of the first words
ONE_TEXT = 0.98  # one report under two headlines: names in the headlines are then no fact
SLIGHT = 12  # words; so short a text says nothing beside its title
TINY = 25  # words; so short a text may be the outlet's own furniture
TINY_CONTAINED = 0.95
UNLIKE_TITLES = 60.0  # rapidfuzz token_set_ratio, 0-100
ONE_TITLE = 92.0  # rapidfuzz ratio
ENOUGH = 30  # words of a text that says all by itself
PART = 0.7  # of the words of a text; fewer are a part of it
SUBSTANCE = 20  # words of a text that a mere headline did not have
ONE_FORM = 0.6  # of the words of two titles that are made alike
FORM = 7  # words with which the titles of notices of one form begin
TWO_SENTENCES = 50  # words
OPENING_WORDS = 45  # one other name among these is another story
CORRECTED_TITLE = 70.0  # rapidfuzz partial_ratio of a correction's title with what it corrects
SIBLING = 0.45  # of the shingles of notices of one form
OTHER_TITLE, OTHER_TEXT = 0.4, 0.2  # of the words, and shingles, of what had the same id
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
    return in_common < OTHER_TITLE and _contained(mine.shingles, before.shingles) < OTHER_TEXT


def judge(pair: Pair, life: timedelta) -> Relation | None:
    """What one article is to one other; None when they have nothing in common."""
    if _corrects(pair):
        return _relation(Kind.correction, pair, life)
    if not _is_alike(pair):
        return None
    found = _difference(pair)
    if found.facts:
        kind = _changed(pair, found)
        is_one = kind is not Kind.sibling or _is_made_alike(pair)
        return _relation(kind, pair, life, found.facts[0]) if is_one else None
    if not _is_copy(pair):
        return None
    return _relation(_same(pair), pair, life)


def _is_alike(pair: Pair) -> bool:
    """Worth to look for what differs."""
    if max(pair.share, pair.opening) >= MIN_SHARE:
        return True
    # A recurring title over another text says nothing.
    return not all(pair.sizes) and (pair.is_same_title or _one_headline(pair, typos=False))


def _is_made_alike(pair: Pair) -> bool:
    """Whether they are of one form, so that what differs is another fact and no other word."""
    return max(pair.share, pair.opening) >= SIBLING or _is_one_form(pair)


def _is_copy(pair: Pair) -> bool:
    """Whether the texts are one, whatever they say."""
    mine, theirs = pair.sizes
    if not mine or not theirs:
        return _title_is_enough(pair)
    if not _begins_alike(pair):
        return False
    if pair.is_same_title or pair.is_same_url:
        # An address may be that of a front page; a title may be that of a column.
        recent = pair.gap <= TITLE_WINDOW or pair.is_same_url
        if (
            (pair.share >= UNDER_ONE_TITLE and recent)
            or pair.share >= CONTAINED
            or pair.opening >= OPENING_UNDER_ONE_TITLE
        ):
            return True
    if min(mine, theirs) < SLIGHT and not pair.is_same_title:
        return pair.share >= TINY_CONTAINED or _one_headline(pair)
    if min(mine, theirs) < TINY and _titles(pair) < UNLIKE_TITLES:
        return pair.share >= TINY_CONTAINED
    return pair.share >= CONTAINED or pair.opening >= OPENING


def _begins_alike(pair: Pair) -> bool:
    """Whether one has the beginning of the other: two alerts may share but their small print."""
    return (
        max(
            _contained(pair.mine.beginning, pair.theirs.shingles),
            _contained(pair.theirs.beginning, pair.mine.shingles),
        )
        >= BEGINNING
    )


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
    if any(title.rstrip().endswith(CUT_OFF) for title in (pair.article.title, pair.other.title)):
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


@dataclass(frozen=True, slots=True)
class _Difference:
    """The facts in which two like articles differ: all, the most telling first, and the titles'."""

    facts: list[Conflict]
    in_title: frozenset[Slot]


def _difference(pair: Pair) -> _Difference:
    titles, leads = (pair.theirs.title, pair.mine.title), (pair.theirs.lead, pair.mine.lead)
    swapped, swapped_below = list(swaps(*titles)), list(swaps(*leads))
    in_title = facts(swapped, *titles, Reading.title)
    if swapped and not in_title and _is_one_form(pair) and _is_undone(*titles):
        in_title.append(Conflict(Slot.opposite, swapped[0]))
    in_text = facts(swapped_below, *leads, Reading.text)
    if _is_one_text(pair):
        # A title made like the other differs in what it says; another title only in its numbers.
        count = ONE_TEXT_SLOTS if _is_one_form(pair) else {Slot.number}
        in_title = [
            each for each in in_title if each.slot in count or _names_another(each.swap, pair)
        ]
        in_title += [Conflict(Slot.name, swap) for swap in swapped if _is_unsaid(swap, pair)]
    named = [each for each in in_text if each.slot is Slot.name and not _is_sure(each.swap)]
    if len(named) == 1 and named[0].swap.at >= OPENING_WORDS:
        in_text.remove(named[0])
    # What is swapped for the same in the title and in the text; in Chinese, again and again.
    is_worth = swapped or pair.mine.is_dense
    again = repeated(swapped, swapped_below) if is_worth else []
    found = [*in_title, *in_text, *_tails(pair), *(Conflict(_again(s), s) for s in again)]
    is_retitled = not swapped or not _is_one_form(pair)
    found += _lone(swapped_below) if pair.mine.is_dense and is_retitled else []
    found += [*_elsewhere(*titles), *_elsewhere(*leads)] if _is_one_form(pair) else []
    return _Difference(
        sorted(found, key=lambda conflict: _TELLING.index(conflict.slot)),
        frozenset(each.slot for each in in_title),
    )


def _is_undone(before: Wording, now: Wording) -> bool:
    """Whether one title takes off what the other puts on, in words that stand apart."""
    old, new = acts(before.words), acts(now.words)
    return opposed(old - new, new - old)


def _lone(found: list[Swap]) -> list[Conflict]:
    """The one word in which two Chinese texts differ, when it is the only one: mostly a name."""
    only = found[0] if len(found) == 1 else None
    if only is None or min(map(len, (only.gone, only.come))) < 2 or only.size > PHRASE:
        return []  # one character is a slip
    before, now = only.acts()
    return [] if before & now else [Conflict(Slot.name, only)]


def _elsewhere(before: Wording, now: Wording) -> list[Conflict]:
    """Whether each of two texts names a country that the other does not."""
    size = min(len(before.words), len(now.words))
    old, new = (places(side.first(size).words) for side in (before, now))
    if not old - new or not new - old:
        return []
    codes = [wording(min(side).upper()) for side in (old - new, new - old)]
    return [Conflict(Slot.name, Swap(codes[0], codes[1]))]


def _is_one_text(pair: Pair) -> bool:
    if pair.mine.is_dense and pair.opening >= OPENING:
        return True
    return pair.opening >= ONE_TEXT and min(pair.sizes) >= SUBSTANCE


def _is_one_form(pair: Pair) -> bool:
    words = pair.mine.title.words, pair.theirs.title.words
    return Indel.normalized_similarity(*words) >= ONE_FORM


def _is_sure(swap: Swap) -> bool:
    """Whether no other word could stand there than a name."""
    return _is_country(swap) or is_of_a_firm(swap)


def _is_country(swap: Swap) -> bool:
    mine, theirs = country(swap.gone), country(swap.come)
    return bool(mine) and bool(theirs) and not mine & theirs


def _names_another(swap: Swap, pair: Pair) -> bool:
    """Whether the titles over one text name countries, or somebody of whom it says nothing."""
    if not _is_one_form(pair):
        return False
    if _is_country(swap) or pair.mine.is_dense:
        return _is_country(swap)
    named = {*names(swap.old), *names(swap.new)}
    said = {*pair.mine.lead.words, *pair.theirs.lead.words}
    return len(named) == 2 and len(named - said) == 1 and swap.size == 1


def _is_unsaid(swap: Swap, pair: Pair) -> bool:
    """Whether titles of one form differ in something of which the text below both says nothing.

    Then the text is but the form of such notices, and the titles say what each is about.
    """
    if swap.size > CLAUSE or not _is_one_form(pair):
        return False
    said = {*pair.mine.lead.words, *pair.theirs.lead.words}
    dense = "".join((*pair.mine.lead.words, *pair.theirs.lead.words)) if pair.mine.is_dense else ""
    sides = [tuple(word for word in side if word not in COMMON) for side in (swap.gone, swap.come)]
    return all(sides) and all(
        "".join(side) not in dense if pair.mine.is_dense else said.isdisjoint(side)
        for side in sides
    )


def _tails(pair: Pair) -> list[Conflict]:
    """Titles that begin alike at length, and end each in its own way: notices of one form."""
    mine, theirs = pair.mine.title, pair.theirs.title
    same = Prefix.similarity(theirs.words, mine.words)
    ends = [title.part(same, len(title.words)) for title in (theirs, mine)]
    swap = Swap(ends[0], ends[1], same)
    is_form = same >= FORM * (1 + mine.is_dense) and min(pair.sizes) < TWO_SENTENCES
    has_ends = min(len(swap.gone), len(swap.come)) > 1 and not {*swap.gone} & {*swap.come}
    return [Conflict(Slot.name, swap)] if is_form and has_ends else []


def _again(swap: Swap) -> Slot:
    """A verb goes on with the matter, a name does not."""
    is_verb = not any(map(is_ideogram, swap.gone)) and not names(swap.old)
    return Slot.opposite if is_verb else Slot.name


ONE_TEXT_SLOTS = frozenset(Slot) - {Slot.name}
_TELLING = (Slot.number, Slot.name, Slot.opposite, Slot.negation, Slot.stage, Slot.date)


def _changed(pair: Pair, found: _Difference) -> Kind:
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


def _contained(one: frozenset[int], other: frozenset[int]) -> float:
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
