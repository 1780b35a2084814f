"""What one would otherwise use, written as well as its idea allows: what is ready is kept ready."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.fuzz import partial_ratio

from tracker.quality.bench.rulefiles import MadeWatch

ENOUGH = 90  # percent of a partial ratio that is a hit

Finder = Callable[[str], int]  # text -> how many watches or names it finds


def by_expressions(watches: Iterable[MadeWatch]) -> Finder:
    """A compiled expression for each keyword; no more are searched than decide a watch.

    In lower case, both: that is a tenth quicker than to ignore the case as it searches.
    """
    compiled = [
        (
            [[_compiled(term) for term in clause] for clause in watch.clauses],
            [_compiled(term) for term in watch.none],
        )
        for watch in watches
    ]

    def find(text: str) -> int:
        lower = text.lower()
        return sum(
            all(any(term.search(lower) for term in clause) for clause in clauses)
            and not any(term.search(lower) for term in none)
            for clauses, none in compiled
        )

    return find


def _compiled(term: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(term.lower())}\b")


def by_substrings(watches: Iterable[MadeWatch]) -> Finder:
    """`keyword in text`, in lower case: without word boundaries, and the quickest of the loops."""
    lowered = [
        (
            [[term.lower() for term in clause] for clause in watch.clauses],
            [term.lower() for term in watch.none],
        )
        for watch in watches
    ]

    def find(text: str) -> int:
        lower = text.lower()
        return sum(
            all(any(term in lower for term in clause) for clause in clauses)
            and not any(term in lower for term in none)
            for clauses, none in lowered
        )

    return find


def by_partial_ratio(names: Sequence[str]) -> Finder:
    """rapidfuzz over all names in one call, which gives up a name as soon as it cannot reach."""
    lowered = [name.lower() for name in names]

    def find(text: str) -> int:
        near = process.extract_iter(
            text.lower(), lowered, scorer=partial_ratio, processor=None, score_cutoff=ENOUGH
        )
        return sum(1 for _ in near)

    return find


def simple_bot(watches: Sequence[MadeWatch], names: Sequence[str]) -> Finder:
    """What most bots do: `re.search` without case for each keyword, a partial ratio for each name.

    `re` keeps 512 expressions compiled; the keywords of a thousand watches are more. The names are
    asked for one after the other, as one writes it first.
    """

    def has(term: str, text: str) -> bool:
        return re.search(rf"\b{re.escape(term)}\b", text, re.IGNORECASE) is not None

    lowered = [name.lower() for name in names]

    def find(text: str) -> int:
        lower = text.lower()
        fired = sum(
            all(any(has(term, text) for term in clause) for clause in watch.clauses)
            and not any(has(term, text) for term in watch.none)
            for watch in watches
        )
        return fired + sum(partial_ratio(name, lower) >= ENOUGH for name in lowered)

    return find


def one_by_one(terms: Iterable[str]) -> Finder:
    """An expression for each term of the shipped rules, and each is searched for."""
    expressions = [_with_wildcards(term) for term in terms]

    def find(text: str) -> int:
        return sum(expression.search(text) is not None for expression in expressions)

    return find


def _with_wildcards(term: str) -> re.Pattern[str]:
    words = re.escape(term).replace(r"\*", r"\w*").replace(r"\?", r"\w")
    return re.compile(rf"\b{words}\b", re.IGNORECASE)


def folded_by_character(text: str) -> tuple[str, list[int]]:
    """NFKC and case folding, character by character, with the place each came from."""
    found: list[str] = []
    places: list[int] = []
    for index, char in enumerate(text):
        for folded in unicodedata.normalize("NFKC", char).casefold():
            found.append(folded)
            places.append(index)
    return "".join(found), places
