"""Whether a condition holds, asked of plain sets of words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise, product
from typing import NamedTuple

from tests.oracle.reading import Reading, Word, Words
from tests.oracle.words import is_unseen
from tracker.core.conditions import All, Any, AnyTerm, Apart, AtLeast, Condition, Near, Not, Same
from tracker.core.hits import EVERYWHERE, ZONES
from tracker.core.layout import Layout, Unit
from tracker.core.text import IDEOGRAPHIC


def find(condition: Condition, words: Words, reading: Reading) -> Words | None:
    """The words that make `condition` true, if there were no others than `words`; or None."""
    found = _find(condition, words, reading)
    reading.log.add((kind(condition), found is not None))
    return found


def kind(condition: Condition) -> str:
    """What a rule calls it."""
    match condition:
        case Same():
            return f"same {condition.unit}"
        case Near(ordered=True):
            return "near, ordered"
        case AtLeast(distinct=True):
            return "at least, distinct"
        case Apart():
            return f"apart by {condition.within if isinstance(condition.within, str) else 'words'}"
    return type(condition).__name__.lower()


def _find(condition: Condition, words: Words, reading: Reading) -> Words | None:
    match condition:
        case AnyTerm():
            return _within_fields(condition, words, reading) or None
        case Not():
            return Words() if find(condition.of, words, reading) is None else None
        case Near() | Apart():
            return _union(s.words for s in stretches(condition, words, reading)) or None
        case Same():
            return _in_one_unit(condition, words, reading)
    parts = [find(part, words, reading) for part in condition.of]
    those = [found for found in parts if found is not None]
    match condition:
        case All():
            holds = len(those) == len(parts)
        case Any():
            holds = those != []
        case AtLeast():
            holds = _number(condition, parts) >= condition.count
    return _union(those) if holds else None


def _union(parts: Iterable[Words]) -> Words:
    return Words().union(*parts)


def _within_fields(condition: AnyTerm, words: Words, reading: Reading) -> Words:
    fields = {name for name, zone in ZONES.items() if zone & condition.zones}
    own = [word for word in words if word.term in condition.weights]
    by_field = {name: [word for word in own if _is_in(name, word, reading)] for name in fields}
    if condition.zones != EVERYWHERE:
        reading.log.update((f"in {name}", found != []) for name, found in by_field.items())
    return _union(map(frozenset, by_field.values()))


def _is_in(field: str, word: Word, reading: Reading) -> bool:
    if field != "lead":
        return word.field == field
    in_opening = word.field == "body" and word.end <= reading.layouts["body"].lead_end
    return word.field == "summary" or in_opening


def _in_one_unit(condition: Same, words: Words, reading: Reading) -> Words | None:
    units: dict[tuple[str, int], set[Word]] = defaultdict(set)
    for word in words:
        part = reading.layouts[word.field].part(condition.unit, word.start)
        units[word.field, part].add(word)
    together = All(of=condition.of)
    parts = [_find(together, frozenset(unit), reading) for unit in units.values()]
    found = [part for part in parts if part is not None]
    return _union(found) if found else None


def _number(condition: AtLeast, parts: Sequence[Words | None]) -> int:
    """How many places there are, or how many different terms."""
    words = _union(part for part in parts if part)
    return len({word.term if condition.distinct else word[:3] for word in words})


# -- what stands near what -------------------------------------------------------------------


class Stretch(NamedTuple):
    """A part of a field at which a condition holds, with all words that make it so."""

    field: str
    start: int
    end: int
    words: Words


def stretches(condition: Condition, words: Words, reading: Reading) -> set[Stretch]:
    """Everywhere that something can be near it; what is at one place is one stretch."""
    match condition:
        case Any():
            return _merged(s for part in condition.of for s in stretches(part, words, reading))
        case Near():
            return _merged(_groups(condition, words, reading))
        case Apart():
            return set(_apart(condition, words, reading))
    found = find(condition, words, reading) or ()
    return _merged(Stretch(*word[:3], frozenset({word})) for word in found)


def _merged(found: Iterable[Stretch]) -> set[Stretch]:
    by_place: dict[tuple[str, int, int], Words] = defaultdict(Words)
    for stretch in found:
        by_place[stretch[:3]] |= stretch.words
    return {Stretch(*place, words) for place, words in by_place.items()}


def _groups(condition: Near, words: Words, reading: Reading) -> Iterator[Stretch]:
    """For each member that stands last, the group whose other members are nearest to it."""
    columns = [stretches(part, words, reading) for part in condition.of]
    for name, layout in reading.layouts.items():
        rows = [[stretch for stretch in column if stretch.field == name] for column in columns]
        by_last: dict[tuple[int, Stretch], list[tuple[Stretch, ...]]] = defaultdict(list)
        for group in product(*rows):
            if _is_group(condition, group, layout):
                last = max(range(len(group)), key=lambda number: group[number].start)
                by_last[last, group[last]].append(group)
        for (_, last_one), groups in by_last.items():
            nearest = max(groups, key=_nearness)
            start = min(stretch.start for stretch in nearest)
            yield Stretch(name, start, last_one.end, _union(s.words for s in nearest))


def _nearness(group: Sequence[Stretch]) -> list[tuple[int, int]]:
    """Of two groups with one last member the nearer one is the greater."""
    return [(stretch.end, stretch.start) for stretch in reversed(group)]


def _is_group(condition: Near, group: Sequence[Stretch], layout: Layout) -> bool:
    in_order = all(a.end <= b.start for a, b in pairwise(group))
    return (in_order or not condition.ordered) and all(
        (how_far := distance(one, other, layout)) is not None and how_far <= condition.within
        for one, other in combinations(group, 2)
    )


def _apart(condition: Apart, words: Words, reading: Reading) -> Iterator[Stretch]:
    others = stretches(condition.from_, words, reading)
    for stretch in stretches(condition.of, words, reading):
        layout = reading.layouts[stretch.field]
        in_field = [other for other in others if other.field == stretch.field]
        if not any(_is_beside(condition.within, stretch, other, layout) for other in in_field):
            yield stretch


def _is_beside(within: int | Unit, one: Stretch, other: Stretch, layout: Layout) -> bool:
    how_far = distance(one, other, layout)
    if how_far is None:
        return True
    if isinstance(within, int):
        return how_far <= within
    return layout.part(within, one.start) == layout.part(within, other.start)


def distance(one: Stretch, other: Stretch, layout: Layout) -> float | None:
    """Words from one to the other, neighbours being one apart; None if they overlap."""
    first, second = sorted((one, other))
    if second.start < first.end:
        return None
    return 1 + sum(n for start, n in sizes(layout.text) if first.end <= start < second.start)


@lru_cache
def sizes(text: str) -> list[tuple[int, float]]:
    """Where each word begins, and what it counts: a Chinese character is half a word."""
    found = []
    inside = False
    for at, char in enumerate(text):
        if is_unseen(char):
            continue  # it parts no word
        is_ideograph = IDEOGRAPHIC.match(char) is not None
        if is_ideograph or (char.isalnum() and not inside):
            found.append((at, 0.5 if is_ideograph else 1.0))
        joins = char in "'’" and inside and text[at + 1 : at + 2].isalnum()
        inside = joins or (char.isalnum() and not is_ideograph)
    return found
