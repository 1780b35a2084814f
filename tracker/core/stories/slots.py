"""In which fact do two texts differ that are otherwise alike?

Every measure of likeness also finds the *sequel* alike: "adds 12 firms", "adds 37 firms". What
tells them apart is a small swap in one place: a number, a name, an opposite, a negation.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA, Levenshtein

from tracker.core.stories.acts import STAGES, acts, negates, opposed
from tracker.core.stories.places import PLACES
from tracker.core.stories.wording import NUMBER, Wording, is_ideogram, stem
from tracker.core.text import clip

SHOWN = 80  # code points of either side of a swap, for a person
SMALL = 8  # words; what is longer was put in other words
PASSAGE = 24  # words; what is longer is another text
PHRASE = 4  # words of a name
SHORTEST_CUT = 20  # words; of shorter texts every end counts
ROUNDED = 100_000  # from here on, 9.7 million may stand for 9,729,000
# Longer texts are read as far as this: what compares them must not hold up other threads.
MOST_WORDS = 8_000


class Slot(StrEnum):
    """What kind of fact it is in which two texts differ."""

    number = "number"
    date = "date"
    name = "name"
    opposite = "opposite"
    negation = "negation"
    stage = "stage"


@dataclass(frozen=True, slots=True)
class Swap:
    """What one text has where the other has something else, or nothing; `at`: words before it.

    `around`: the ideographs next to it, which may be half of a word.
    """

    old: Wording
    new: Wording
    at: int = 0
    around: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    def __str__(self) -> str:
        """As `12 -> 37`."""
        return " -> ".join(clip(str(side), SHOWN) or "-" for side in (self.old, self.new))

    @property
    def gone(self) -> tuple[str, ...]:
        """The words of one."""
        return self.old.words

    @property
    def come(self) -> tuple[str, ...]:
        """The words of the other."""
        return self.new.words

    @property
    def size(self) -> int:
        """Words of the longer side, as English counts them."""
        return max(map(_size, (self.gone, self.come)))

    def acts(self) -> tuple[frozenset[str], frozenset[str]]:
        """What both speak of, read with the ideographs next to it."""
        before, after = self.around
        return acts((*before, *self.gone, *after)), acts((*before, *self.come, *after))


def _size(words: tuple[str, ...]) -> int:
    return len(words) - sum(map(is_ideogram, words)) // 2


@dataclass(frozen=True, slots=True)
class Conflict:
    """A fact in which two texts differ."""

    slot: Slot
    swap: Swap

    def __str__(self) -> str:
        """As `12 -> 37`."""
        return str(self.swap)


MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun".split()
)
COMMON = frozenset(
    "the a an and or of to in on for by with from at as its their his her this that these says say "
    "said will is are was were be been it he she they u s mr ms".split()
)
NAMELESS = COMMON | MONTHS | DAYS


def conflicts(left: Wording, right: Wording, *, versions: bool = False) -> list[Conflict]:
    """The facts in which two texts differ that are otherwise alike, in the order of the text.

    `versions`: they are two versions of one text, in which whole passages in other words, and the
    ends, are no chance.
    """
    spoken = {
        word
        for side in (left, right)
        for word, written in zip(side.words, side.written, strict=True)
        if not written[0].isupper()
    }
    return [
        Conflict(slot, swap)
        for swap in swaps(left, right, to_the_end=versions)
        for slot in _slots(swap, spoken, PASSAGE if versions else SMALL)
    ]


def swaps(left: Wording, right: Wording, *, to_the_end: bool = False) -> Iterator[Swap]:
    """What one text has where the other has something else, or nothing.

    At the end of texts that were cut there is always some difference, which is left out.
    """
    mine, theirs = left.first(MOST_WORDS), right.first(MOST_WORDS)
    sizes = len(mine.words), len(theirs.words)
    # From the end: of several ways to align a text with a shorter one, the one that swaps early.
    steps = Levenshtein.opcodes(mine.words[::-1], theirs.words[::-1])
    for step in reversed(steps):
        start, end = sizes[0] - step.src_end, sizes[0] - step.src_start
        first, last = sizes[1] - step.dest_end, sizes[1] - step.dest_start
        is_cut = not to_the_end and min(sizes) > SHORTEST_CUT and (end, last) == sizes
        if step.tag == "equal" or is_cut:
            continue
        around = (
            _next_to(mine.words[max(0, start - 1) : start]),
            _next_to(mine.words[end : end + 1]),
        )
        yield Swap(mine.part(start, end), theirs.part(first, last), start, around)


def _next_to(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if is_ideogram(word))


def repeated(in_title: Iterable[Swap], in_text: Iterable[Swap]) -> list[Swap]:
    """Swaps that come again, in whatever form of the words: a synonym does not, a fact does.

    In both title and text; of ideographs, which name firms without capitals, anywhere.
    """
    title = {key: swap for swap in in_title if all(key := _stems(swap))}
    found = []
    seen: set[tuple[str, str]] = set()
    for swap in in_text:
        key = _stems(swap)
        if not all(key):
            continue
        if key in title or (key in seen and is_ideogram(swap.gone[0])):
            found.append(title.get(key, swap))
        seen.add(key)
    return found


def _stems(swap: Swap) -> tuple[str, str]:
    """Both sides without endings; "" for what says too little."""
    sides = []
    for words in (swap.gone, swap.come):
        said = [word for word in words if word not in COMMON]
        is_enough = sum(map(is_ideogram, said)) > 1 or any(len(word) > 3 for word in said)
        sides.append(" ".join(map(stem, said)) if is_enough else "")
    return sides[0], sides[1]


def names(text: Wording) -> tuple[str, ...]:
    """What may be a name: what is written large, and is no word that titles write large too."""
    return tuple(
        word
        for word, written in zip(text.words, text.written, strict=True)
        if written[0].isupper() and word not in NAMELESS
    )


def _slots(swap: Swap, spoken: set[str], most: int) -> Iterator[Slot]:
    """Which facts are swapped. `spoken`: words that are no names, as they stand small."""
    if swap.size > most:
        return
    if _other_numbers(swap):
        yield Slot.number
    lost, gained = set(swap.gone), set(swap.come)
    if _other_of(lost, gained, MONTHS) or _other_of(lost, gained, DAYS):
        yield Slot.date
    mine, theirs = swap.acts()
    if opposed(mine, theirs):
        yield Slot.opposite
    is_phrase = swap.size <= PHRASE or most > SMALL
    if is_phrase and negates(swap.gone) != negates(swap.come):
        yield Slot.negation
    elif is_phrase and _is_stage(swap, mine & STAGES, theirs & STAGES, versions=most > SMALL):
        yield Slot.stage
    if _other_name(swap, spoken):
        yield Slot.name


def _is_stage(swap: Swap, mine: frozenset[str], theirs: frozenset[str], *, versions: bool) -> bool:
    """Whether another stage is named; or one at all, which is not put for another word.

    What one outlet puts for a word is what has changed.
    """
    if mine & theirs or not mine | theirs:
        return False
    is_put_in = COMMON.issuperset(swap.gone) or COMMON.issuperset(swap.come)
    return versions or bool(mine and theirs) or is_put_in


def _other_of(lost: set[str], gained: set[str], words: frozenset[str]) -> bool:
    """Whether both have one of `words`, and not the same: June and Jun are."""
    mine, theirs = ({word[:3] for word in side & words} for side in (lost, gained))
    return bool(mine) and bool(theirs) and mine != theirs


def _other_numbers(swap: Swap) -> bool:
    mine, theirs = ([w for w in side if w[0] == NUMBER] for side in (swap.gone, swap.come))
    if not mine or not theirs or (swap.size > PHRASE and not _is_one_sentence(swap)):
        return False
    return any(
        not any(same_number(one, other) for other in others)
        for one, others in (
            (one, side) for side, own in ((theirs, mine), (mine, theirs)) for one in own
        )
    )


def _is_one_sentence(swap: Swap) -> bool:
    """Whether both sides say something of the same, beside their numbers."""
    mine, theirs = ({w for w in side if w[0] != NUMBER} - COMMON for side in (swap.gone, swap.come))
    return 2 * len(mine & theirs) >= min(len(mine), len(theirs))


def same_number(one: str, other: str) -> bool:
    """Whether two numbers are one, or one is the other rounded to two digits or more."""
    if one == other:
        return True
    values = [float(word.lstrip(NUMBER)) for word in (one, other)]
    if min(values) < ROUNDED:
        return False
    return abs(values[0] - values[1]) < max(map(_half_of_the_last_digit, values))


def _half_of_the_last_digit(value: float) -> float:
    digits = f"{value:.0f}"
    exact = max(2, len(digits.rstrip("0")))
    return 10.0 ** (len(digits) - exact) / 2


def _other_name(swap: Swap, spoken: set[str]) -> bool:
    """Whether another is named. A word that also stands small is no name."""
    if not swap.gone or not swap.come or swap.size > PHRASE:
        return False
    places = [{PLACES[w] for w in side if w in PLACES} for side in (swap.gone, swap.come)]
    if places[0] - places[1] and places[1] - places[0]:
        return True
    named = [
        tuple(name for name in names(side) if name not in spoken) for side in (swap.old, swap.new)
    ]
    lost = tuple(name for name in named[0] if name not in named[1])
    gained = tuple(name for name in named[1] if name not in named[0])
    return bool(lost) and bool(gained) and not respelt(lost, gained)


def respelt(gone: Sequence[str], come: Sequence[str]) -> bool:
    """At most a slip of the pen in a long word: Zelenskiy and Zelensky, not Iran and Iraq."""
    return len(gone) == len(come) and all(
        a == b or (min(len(a), len(b)) > 5 and a[0] == b[0] and OSA.distance(a, b) <= 1)
        for a, b in zip(map(str.lower, gone), map(str.lower, come), strict=True)
    )
