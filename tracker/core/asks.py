"""What a condition asks for: its terms, its fields, and what must be there for it to hold."""

from collections.abc import Callable

from tracker.core.conditions import All, AnyTerm, Apart, Condition, Near, Not, Same
from tracker.core.hits import ZONES


def weights(condition: Condition) -> dict[int, float]:
    """Every term that the condition asks for, with the largest weight given to it."""
    match condition:
        case AnyTerm():
            return dict(condition.weights)
        case Not():
            return {}
        case Apart():
            return weights(condition.of)
    merged: dict[int, float] = {}
    for part in condition.of:
        for term, weight in weights(part).items():
            merged[term] = max(weight, merged.get(term, 0.0))
    return merged


def fields(condition: Condition) -> set[str]:
    """The fields it looks into."""
    match condition:
        case AnyTerm():
            return {name for name, zone in ZONES.items() if zone & condition.zones}
        case Not():
            return fields(condition.of)
        case Apart():
            return fields(condition.of) | fields(condition.from_)
    return {name for part in condition.of for name in fields(part)}


def terms(condition: Condition) -> set[int]:
    """Every term that it looks at, also those that it forbids."""
    match condition:
        case AnyTerm():
            return set(condition.weights)
        case Not():
            return terms(condition.of)
        case Apart():
            return terms(condition.of) | terms(condition.from_)
    return {term for part in condition.of for term in terms(part)}


Likelihood = Callable[[int], float]


def needs(condition: Condition, likelihood: Likelihood) -> frozenset[int] | None:
    """Terms of which one must be there for it to hold; None if it can hold without any term.

    Of several such sets the one that is least likely, by the sum of the `likelihood` of its terms.
    """
    match condition:
        case AnyTerm():
            return frozenset(condition.weights)
        case Not():
            return None
        case Apart():
            return needs(condition.of, likelihood)
        case All() | Same() | Near():
            sets = [found for p in condition.of if (found := needs(p, likelihood)) is not None]
            return min(sets, key=lambda terms: sum(map(likelihood, terms)), default=None)
    parts = [needs(part, likelihood) for part in condition.of]
    sets = [terms for terms in parts if terms is not None]
    return frozenset[int]().union(*sets) if len(sets) == len(parts) else None
