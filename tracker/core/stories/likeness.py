"""How like a stored article another is: shares of text, titles, forms; and whether it is a copy."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from tracker.core.model import Article
from tracker.core.stories.headlines import is_update, says_something, title_key
from tracker.core.stories.sketch import Sketch, sketched, text_of
from tracker.core.stories.slots import respelt, swaps
from tracker.core.stories.wording import CUT_OFF

TITLE_WINDOW = timedelta(hours=72)
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
SUBSTANCE = 20  # words of a text that a mere headline did not have
ONE_FORM = 0.6  # of the words of two titles that are made alike
SIBLING = 0.45  # of the shingles of notices of one form
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
            share=contained(mine.shingles, theirs.shingles),
            opening=contained(mine.opening, theirs.opening),
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


def is_alike(pair: Pair) -> bool:
    """Worth to look for what differs."""
    if max(pair.share, pair.opening) >= MIN_SHARE:
        return True
    # A recurring title over another text says nothing.
    return not all(pair.sizes) and (pair.is_same_title or _one_headline(pair, typos=False))


def is_made_alike(pair: Pair) -> bool:
    """Whether they are of one form, so that what differs is another fact and no other word."""
    return max(pair.share, pair.opening) >= SIBLING or is_one_form(pair)


def is_copy(pair: Pair) -> bool:
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
            contained(pair.mine.beginning, pair.theirs.shingles),
            contained(pair.theirs.beginning, pair.mine.shingles),
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


def is_one_text(pair: Pair) -> bool:
    """Whether the texts are the same, whatever the titles say."""
    if pair.mine.is_dense and pair.opening >= OPENING:
        return True
    return pair.opening >= ONE_TEXT and min(pair.sizes) >= SUBSTANCE


def title_likeness(pair: Pair) -> float:
    """How much of the words of two titles is the same, in order, 0-1."""
    return Indel.normalized_similarity(pair.mine.title.words, pair.theirs.title.words)


def is_one_form(pair: Pair) -> bool:
    """Whether the titles are made alike."""
    return title_likeness(pair) >= ONE_FORM


def contained(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of the smaller set that is in the other, 0-1."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
