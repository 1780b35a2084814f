"""Which watches can fire at all, told from the terms of an article."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from tracker.core.asks import needs
from tracker.core.conditions import Condition
from tracker.core.terms import Term
from tracker.core.text import IDEOGRAPHIC

RARER = 0.7  # a letter more makes a term so much rarer: right enough to choose between clauses
LETTERS = 3  # one ideograph says as much as these


class Index:
    """Each condition under the terms of that clause of it which is least likely to hold."""

    def __init__(self, conditions: Iterable[Condition], terms: Sequence[Term]) -> None:
        self._always: list[int] = []
        self._by_term: dict[int, list[int]] = defaultdict(list)

        @cache
        def likelihood(number: int) -> float:
            return _likelihood(terms[number])

        for number, condition in enumerate(conditions):
            wanted = needs(condition, likelihood)
            if wanted is None:
                self._always.append(number)
            for term in wanted or ():
                self._by_term[term].append(number)

    def possible(self, present: Iterable[int]) -> list[int]:
        """Numbers of the conditions that may hold when these terms are there, in order."""
        found = set(self._always)
        for term in present:
            found.update(self._by_term.get(term, ()))
        return sorted(found)


def _likelihood(term: Term) -> float:
    letters = sum(LETTERS if IDEOGRAPHIC.match(char) else 1 for char in term.text)
    return RARER**letters
