"""What is left out of the comparison until the engine does what the rules say.

Each function goes with some tests in `test_differences`, and is to be deleted when they pass.
"""

from collections.abc import Iterator
from itertools import combinations

from tests.oracle.conditions import sizes
from tests.oracle.reading import Reading
from tests.oracle.words import is_shouting, is_unseen
from tracker.core.asks import terms as terms_of
from tracker.core.conditions import AnyTerm, Apart, AtLeast, Condition, Near, Not
from tracker.core.rules import Watch


def is_settled(watch: Watch, reading: Reading) -> bool:
    """Whether nothing of the watch stands in the article so that the engine takes it otherwise."""
    asked = (watch.condition, *(step.when for step in watch.raises))
    parts = [part for condition in asked for part in _walk(condition)]
    measured = any(isinstance(part, Near | Apart) for part in parts)
    return not (measured and _is_miscounted(reading)) and not any(
        _is_tangled(part, reading) for part in parts
    )


def is_shouted_in_part(reading: Reading) -> bool:
    """Whether a line is all capitals and its field is not, or the other way round."""
    texts = [layout.text for layout in reading.layouts.values()]
    return any(
        {is_shouting(text), *map(is_shouting, text.split("\n"))} == {True, False} for text in texts
    )


def _is_miscounted(reading: Reading) -> bool:
    """Whether an accent or something invisible stands within a word, of which it makes two."""
    return any(
        sizes(text) != sizes("".join(" " if is_unseen(char) else char for char in text))
        for text in (layout.text for layout in reading.layouts.values())
    )


def _is_tangled(condition: Condition, reading: Reading) -> bool:
    """Whether several of its words are at one place, of which the engine takes one or each."""
    if not isinstance(condition, Near | AtLeast):
        return False
    own = [word for word in reading.words if word.term in terms_of(condition)]
    if isinstance(condition, AtLeast):
        return not condition.distinct and len({word[:3] for word in own}) < len(own)
    inside = [part for of in condition.of for part in _walk(of)]
    leaves = [terms_of(part) for part in inside if isinstance(part, AnyTerm)]
    is_nested = any(isinstance(part, Near) for part in inside)
    shared = is_nested and any(one & other for one, other in combinations(leaves, 2))
    return shared or len({(word.field, word.end) for word in own}) < len(own)


def _walk(condition: Condition) -> Iterator[Condition]:
    yield condition
    match condition:
        case AnyTerm():
            below: tuple[Condition, ...] = ()
        case Not():
            below = (condition.of,)
        case Apart():
            below = (condition.of, condition.from_)
        case _:
            below = condition.of
    for part in below:
        yield from _walk(part)
