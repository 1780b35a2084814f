"""Names of which every letter is there, however their words are joined, split or hyphenated."""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Protocol

from ahocorasick_rs import AhoCorasick, MatchKind

from tracker.core.legal import LEADING, LEADING_WORDS, LEGAL
from tracker.core.names.forms import Form
from tracker.core.names.words import Words

Found = tuple[int, int, int]  # first word, last word (exclusive), number of the name

# What may stand between two words of a name, and what may split one word of it.
BETWEEN_WORDS = re.compile(r"\n|[ .,&'\"/()]{1,3}")
WITHIN_A_WORD = re.compile(r"[ .']")
BEFORE_LEGAL = frozenset([" ", ", "])
ORDINARY_LEGAL = frozenset(["as", "private"])  # words like any others, unless they are A.S.
WITHIN_INITIALS = frozenset([".", ". "])
PLURAL = ("s", "es")


class Numbered(Protocol):
    """A name, by the number of its term."""

    @property
    def number(self) -> int: ...


class Whole:
    """One automaton over the letters of all forms: spaces of neither side count."""

    def __init__(self, names: Iterable[tuple[Numbered, Form]]) -> None:
        owners: dict[str, tuple[tuple[Numbered, Form], ...]] = {}
        for pair in names:
            letters = pair[1].letters
            owners[letters] = (*owners.get(letters, ()), pair)
        self._owners = tuple(owners.values())
        self._automaton = AhoCorasick(list(owners), matchkind=MatchKind.Standard)

    def hits(self, words: Words) -> Iterator[Found]:
        """Each name that begins and ends with a word of the text."""
        if not self._owners:
            return
        for pattern, start, end in self._automaton.find_matches_as_indexes(
            words.letters, overlapping=True
        ):
            place = words.between(start, end)
            longer = None if place else _plural(words, start, end)
            for name, form in self._owners[pattern] if place or longer else ():
                whole = place or (None if form.turned else longer)
                if whole and _is_name(words, *whole, form):
                    yield (*whole, name.number)


def _plural(words: Words, start: int, end: int) -> tuple[int, int] | None:
    for ending in PLURAL:
        if words.letters.startswith(ending, end):
            return words.between(start, end + len(ending))
    return None


def _is_name(words: Words, first: int, last: int, form: Form) -> bool:
    capitals = range(first, last if form.turned else first + form.capital)
    if not all(map(words.is_capital, capitals)):
        return False
    ends = set(_lengths(form))
    for at, length in enumerate(words.lengths(first, last), first + 1):
        if length in form.solid or not _may_stand(words, at, is_end=length in ends):
            return False
    return not form.ordinary or shows_a_name(words, first, last)


def _may_stand(words: Words, at: int, *, is_end: bool) -> bool:
    """Whether what is before the word number `at` may be in a name, at the end of a word of it."""
    gap = words.gap(at)
    if is_end:
        return BETWEEN_WORDS.fullmatch(gap) is not None
    is_initial = len(words.all[at - 1]) == 1 and gap == ". "
    return is_initial or WITHIN_A_WORD.fullmatch(gap) is not None


def _lengths(form: Form) -> Iterator[int]:
    return accumulate(map(len, form.words.split()))


def shows_a_name(words: Words, first: int, last: int) -> bool:
    """Whether ordinary words are a name: by a legal form, or by capitals where others have none."""
    return (
        _is_before_legal(words, last)
        or _is_after_legal(words, first)
        or (last - first > 1 and _stands_out(words, first, last))
    )


def _stands_out(words: Words, first: int, last: int) -> bool:
    """Whether these words have capitals, and their neighbours have none."""
    before = first > 0 and words.gap(first) == " "
    after = last < len(words.all) and words.gap(last) == " "
    return (
        (before or after)
        and all(map(words.is_capital, range(first, last)))
        and not (before and words.is_capital(first - 1))
        and not (after and words.is_capital(last))
    )


def _is_before_legal(words: Words, last: int) -> bool:
    """Whether a legal form follows: Ltd, or S.A. with its full stops."""
    if last == len(words.all) or words.gap(last) not in BEFORE_LEGAL:
        return False
    form, at = words.all[last], last + 1
    while at < len(words.all) and len(words.all[at - 1]) == len(words.all[at]) == 1:
        if words.gap(at) not in WITHIN_INITIALS:
            break
        form, at = form + words.all[at], at + 1
    return form in LEGAL and words.is_capital(last) and words.all[last] not in ORDINARY_LEGAL


def _is_after_legal(words: Words, first: int) -> bool:
    """Whether a legal form precedes: OOO, or Joint Stock Company."""
    start = max(0, first - LEADING_WORDS)
    before = [f"{' '.join(words.all[at:first])} " for at in range(start, first)]
    return any(map(LEADING.fullmatch, before)) and words.gap(first) == " "
