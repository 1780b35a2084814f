"""Only watches that can fire are looked at, and every one that can is."""

import pytest

from tracker.core.asks import needs
from tracker.core.conditions import (
    All,
    Any,
    AnyTerm,
    Apart,
    AtLeast,
    Condition,
    Near,
    Not,
    Same,
)
from tracker.core.index import Index
from tracker.core.terms import Term

A, B, C = (AnyTerm(weights={number: 1.0}, label=str(number)) for number in range(3))
AB = AnyTerm(weights={0: 1.0, 1: 1.0}, label="ab")


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        (AB, {0, 1}),
        (Any(of=(A, B)), {0, 1}),
        (Any(of=(A, Not(of=B))), None),
        (All(of=(A, B)), {0}),
        (All(of=(AB, C)), {2}),
        (All(of=(Not(of=A), B)), {1}),
        (All(of=(Not(of=A), Not(of=B))), None),
        (Same(of=(AB, C)), {2}),
        (Near(of=(AB, C), within=3), {2}),
        (Apart(of=A, from_=B, within=3), {0}),
        (AtLeast(count=2, of=(A, B)), {0, 1}),
        (AtLeast(count=2, of=(A, Not(of=B))), None),
        (Any(of=(All(of=(A, B)), C)), {0, 2}),
        (Not(of=A), None),
    ],
)
def test_a_condition_needs_one_of_the_terms_of_its_least_likely_clause(
    condition: Condition, wanted: set[int] | None
) -> None:
    assert needs(condition, lambda term: 1.0 + term / 10) == (
        None if wanted is None else frozenset(wanted)
    )


def test_a_long_term_is_less_likely_than_a_short_one_and_so_is_an_ideograph() -> None:
    terms = [Term.written(text) for text in ("the", "semiconductor", "出口管制")]
    index = Index([All(of=(A, B)), All(of=(A, C)), Not(of=A)], terms)

    assert index.possible({0}) == [2]
    assert index.possible({1}) == [0, 2]
    assert index.possible({2, 0}) == [1, 2]
    assert index.possible(()) == [2]
