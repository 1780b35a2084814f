"""In which fact do two texts differ that are otherwise alike?

Every measure of likeness also finds the *sequel* alike: "adds 12 firms", "adds 37 firms". What
tells them apart is a small swap in one place: a number, a name, an opposite, a negation.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

from rapidfuzz.distance import OSA, Levenshtein

from tracker.core.stories.acts import STAGES, acts, negates, opposed
from tracker.core.stories.places import PLACES, places
from tracker.core.stories.units import OPPOSED_CHARACTERS, other_unit
from tracker.core.stories.wording import NUMBER, Wording, is_ideogram, stem
from tracker.core.text import clip

SHOWN = 80  # code points of either side of a swap, for a person
SMALL = 8  # words; what is longer was put in other words
PASSAGE = 24  # words; what is longer is another text
PHRASE = 4  # words of a name
OFTEN = 3  # so often no synonym is put for a word in one text
CLAUSE = 8  # words in which a negation, or a stage, is put in or taken out
SHORTEST_CUT = 20  # words; of shorter texts every end counts
ROUNDED = 100_000  # from here on, 9.7 million may stand for 9,729,000
# Longer texts are read as far as this: what compares them must not hold up other threads.
MOST_WORDS = 4_000


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

    `around`: the ideographs next to it, which may be half of a word; `after`: those behind it.
    """

    old: Wording
    new: Wording
    at: int = 0
    around: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    after: str = ""

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
BEHIND = 4  # words
OF_A_FIRM = re.compile(
    "新材料|化工|微电子|电子|科技|集团|公司|股份|生物|动力|能源|软件|通信|通讯|航空|航天|光电|银行|证券|汽车|重工"
    "|物流|船舶|大学|学院|研究[院所]|实验室|制药|医药|精密|机械|云|精機|工業|製作|電機|株式|化学"
)
NAMELESS = COMMON | MONTHS | DAYS


class Reading(Enum):
    """What two wordings are, of which the differences are read."""

    title = "title"  # every word was chosen
    text = "text"
    versions = "versions"  # of one text: passages in other words, and the ends, are no chance


def conflicts(left: Wording, right: Wording, how: Reading = Reading.text) -> list[Conflict]:
    """The facts in which two texts differ that are otherwise alike, in the order of the text."""
    return facts(swaps(left, right, to_the_end=how is Reading.versions), left, right, how)


def facts(found: Iterable[Swap], left: Wording, right: Wording, how: Reading) -> list[Conflict]:
    """Those of the swaps between two texts that are facts."""

    def is_spoken(word: str) -> bool:
        """Whether one of the texts has it small, so that it is no name."""
        return any(
            word == other and not side.text[start].isupper()
            for side in (left, right)
            for other, (start, _) in zip(side.words, side.spans, strict=True)
        )

    return [Conflict(slot, swap) for swap in found for slot in _slots(swap, is_spoken, how)]


def swaps(left: Wording, right: Wording, *, to_the_end: bool = False) -> Iterator[Swap]:
    """What one text has where the other has something else, or nothing.

    At the end of texts that were cut there is always some difference, which is left out.
    """
    mine, theirs = left.first(MOST_WORDS), right.first(MOST_WORDS)
    sizes = len(mine.words), len(theirs.words)
    for start, end, first, last in _edits(mine.words, theirs.words):
        is_end = not to_the_end and min(sizes) > SHORTEST_CUT and (end, last) == sizes
        if is_end and _is_cut(mine.part(start, end), theirs.part(first, last), mine, theirs):
            continue
        if _joined(mine.words[start:end]) == _joined(theirs.words[first:last]):
            continue  # start-ups and startups, GPT-4 and GPT4
        around = (
            _next_to(mine.words[max(0, start - 1) : start]),
            _next_to(mine.words[end : end + 1]),
        )
        after = "".join(filter(is_ideogram, mine.words[end : end + BEHIND]))
        yield Swap(mine.part(start, end), theirs.part(first, last), start, around, after)


def _joined(words: tuple[str, ...]) -> str:
    return "".join(words).replace(NUMBER, "")


def _is_cut(gone: Wording, come: Wording, mine: Wording, theirs: Wording) -> bool:
    """Whether the texts end otherwise because one was cut, and not because it says otherwise."""
    if mine.is_cut or theirs.is_cut or not gone.words or not come.words:
        return True
    ends = sorted((gone.words[0], come.words[0]), key=len)
    return ends[1].startswith(ends[0])  # in the midst of a word


def _edits(mine: tuple[str, ...], theirs: tuple[str, ...]) -> Iterator[tuple[int, int, int, int]]:
    """Start and end in one, start and end in the other, of what lies between equal words.

    Aligned from the end: of several ways to hold a text against a shorter one, the one that swaps
    early is right.
    """
    start = first = 0
    blocks = reversed(Levenshtein.opcodes(mine[::-1], theirs[::-1]).as_matching_blocks())
    for place, other, size in (
        (len(mine) - b.a - b.size, len(theirs) - b.b - b.size, b.size) for b in blocks
    ):
        if place > start or other > first:
            yield start, place, first, other
        start, first = place + size, other + size
    if start < len(mine) or first < len(theirs):
        yield start, len(mine), first, len(theirs)


def _next_to(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if is_ideogram(word))


def repeated(in_title: Iterable[Swap], in_text: Iterable[Swap]) -> list[Swap]:
    """Swaps that come again, in whatever form of the words: a synonym does not, a fact does.

    In both title and text; of ideographs, which name firms without capitals, anywhere.
    """
    title = {key: swap for swap in in_title if all(key := _stems(swap))}
    found = []
    seen: Counter[tuple[str, str]] = Counter()
    for swap in in_text:
        key = _stems(swap)
        acts = swap.acts()
        if not all(key) or acts[0] & acts[1]:
            continue
        seen[key] += 1
        if key in title or (seen[key] == OFTEN and is_ideogram(swap.gone[0])):
            found.append(title.get(key, swap))
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


def _slots(swap: Swap, is_spoken: Callable[[str], bool], how: Reading) -> Iterator[Slot]:
    """Which facts are swapped."""
    if _other_numbers(swap) or other_unit(swap.gone, swap.come, swap.after):
        yield Slot.number
    if swap.size > (PASSAGE if how is Reading.versions else SMALL):
        return
    lost, gained = set(swap.gone), set(swap.come)
    if _other_of(lost, gained, MONTHS) or _other_of(lost, gained, DAYS):
        yield Slot.date
    mine, theirs = swap.acts()
    if opposed(mine, theirs) or (swap.gone + swap.come) in OPPOSED_CHARACTERS:
        yield Slot.opposite
    is_phrase = swap.size <= CLAUSE or how is Reading.versions
    if is_phrase and negates(swap.gone) != negates(swap.come):
        yield Slot.negation
    elif is_phrase and _is_stage(swap, mine & STAGES, theirs & STAGES, how):
        yield Slot.stage
    if _other_name(swap, is_spoken):
        yield Slot.name


def _is_stage(swap: Swap, mine: frozenset[str], theirs: frozenset[str], how: Reading) -> bool:
    """Whether another stage is named; or one at all, which is not put for another word.

    In a title, and in what one outlet puts for a word, every stage counts.
    """
    if mine & theirs or not mine | theirs:
        return False
    is_put_in = COMMON.issuperset(swap.gone) or COMMON.issuperset(swap.come)
    return how is not Reading.text or bool(mine and theirs) or is_put_in


def _other_of(lost: set[str], gained: set[str], words: frozenset[str]) -> bool:
    """Whether both have one of `words`, and not the same: June and Jun are."""
    mine, theirs = ({word[:3] for word in side & words} for side in (lost, gained))
    return bool(mine) and bool(theirs) and mine != theirs


def _other_numbers(swap: Swap) -> bool:
    mine, theirs = ([w for w in side if w[0] == NUMBER] for side in (swap.gone, swap.come))
    if not mine or not theirs:
        return False
    if swap.size > SMALL or (swap.size > PHRASE and not _is_one_sentence(swap)):
        # Where both sides begin or end with a number, what stands next to it is the same.
        edges = ((swap.gone[place], swap.come[place]) for place in (0, -1))
        return any(
            one[0] == other[0] == NUMBER and not same_number(one, other) for one, other in edges
        )
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
    if not all(word.lstrip(f"{NUMBER}+").replace(".", "", 1).isdigit() for word in (one, other)):
        return False  # a code, such as 3A090
    values = [float(word.lstrip(NUMBER)) for word in (one, other)]
    if min(values) < ROUNDED:
        return False
    return abs(values[0] - values[1]) < max(map(_half_of_the_last_digit, values))


def _half_of_the_last_digit(value: float) -> float:
    digits = f"{value:.0f}"
    exact = max(2, len(digits.rstrip("0")))
    return 10.0 ** (len(digits) - exact) / 2


def _other_name(swap: Swap, is_spoken: Callable[[str], bool]) -> bool:
    """Whether another is named. A word that also stands small is no name."""
    mine, theirs = (country(side) for side in (swap.gone, swap.come))
    if mine and theirs:
        return not mine & theirs
    if not swap.gone or not swap.come or swap.size > PHRASE:
        return False
    if is_of_a_firm(swap):
        return True
    named = names(swap.old), names(swap.new)
    lost = tuple(name for name in named[0] if name not in named[1] and not is_spoken(name))
    gained = tuple(name for name in named[1] if name not in named[0] and not is_spoken(name))
    return bool(lost) and bool(gained) and not respelt(lost, gained)


def country(words: tuple[str, ...]) -> frozenset[str]:
    """The countries that a few swapped words name; one character may stand for one."""
    alone = {PLACES[word] for word in words if word in PLACES} if len(words) <= 2 else set()
    return places(words) | alone


def is_of_a_firm(swap: Swap) -> bool:
    """In Chinese, what stands before 科技 or 公司 is a name."""
    sides = ("".join(side) for side in (swap.gone, swap.come))
    return all(1 < len(side) <= PHRASE for side in sides) and bool(OF_A_FIRM.match(swap.after))


def respelt(gone: Sequence[str], come: Sequence[str]) -> bool:
    """At most a slip of the pen in a long word: Zelenskiy and Zelensky, not Iran and Iraq."""
    return len(gone) == len(come) and all(
        a == b or (min(len(a), len(b)) > 5 and a[0] == b[0] and OSA.distance(a, b) <= 1)
        for a, b in zip(map(str.lower, gone), map(str.lower, come), strict=True)
    )
