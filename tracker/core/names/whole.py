"""Names of which every letter is there, however their words are joined, split or hyphenated."""

import re
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from tracker.core.names.forms import LEADING, LEGAL, Form
from tracker.core.names.words import Words

Found = tuple[int, int, int]  # first word, last word (exclusive), number of the name

# What may stand between two words of a name, and what may split one word of it.
BETWEEN_WORDS = re.compile(r"\n|[ .,&'\"/()]{1,3}")
WITHIN_A_WORD = re.compile(r"[ .']")
PLURAL = ("s", "es")
INITIALS = 4  # letters at most of a legal form that is written as initials: S. A. R. L.


class Whole:
    """One automaton over the letters of all forms: spaces of neither side count."""

    def __init__(self, names: Iterable[tuple[int, Form]]) -> None:
        owners: dict[str, tuple[tuple[int, Form], ...]] = {}
        for number, form in names:
            letters = form.letters
            owners[letters] = (*owners.get(letters, ()), (number, form))
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
            for number, form in self._owners[pattern] if place or longer else ():
                whole = place or (None if form.turned else longer)
                if whole and _is_name(words, *whole, form):
                    yield (*whole, number)


def _plural(words: Words, start: int, end: int) -> tuple[int, int] | None:
    for ending in PLURAL:
        if words.letters.startswith(ending, end):
            return words.between(start, end + len(ending))
    return None


def _is_name(words: Words, first: int, last: int, form: Form) -> bool:
    capitals = range(first, last if form.turned else first + 1)
    if not all(map(words.is_capital, capitals)):
        return False
    breaks = set(_lengths(form))
    return all(
        (BETWEEN_WORDS if length in breaks else WITHIN_A_WORD).fullmatch(words.gap(first + index))
        for index, length in enumerate(words.lengths(first, last), 1)
    ) and (not form.ordinary or shows_a_name(words, first, last))


def _lengths(form: Form) -> Iterator[int]:
    length = 0
    for word in form.words.split():
        length += len(word)
        yield length


def shows_a_name(words: Words, first: int, last: int) -> bool:
    """Whether ordinary words are a name: by a legal form, or by capitals where others have none."""
    return _is_beside_legal(words, first, last) or (
        last - first > 1 and _stands_out(words, first, last)
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


def _is_beside_legal(words: Words, first: int, last: int) -> bool:
    """Whether a legal form follows or precedes these words."""
    after = words.all[last : last + INITIALS]
    initials = "".join(word for word in after if len(word) == 1)
    before = " ".join(words.all[max(0, first - 4) : first]) + " "
    return (
        any(word in LEGAL for word in after[:1])
        or any(initials[:size] in LEGAL for size in range(2, len(initials) + 1))
        or any(LEADING.fullmatch(before, at) for at in _word_starts(before))
    )


def _word_starts(text: str) -> Iterator[int]:
    yield 0
    yield from (at + 1 for at, char in enumerate(text[:-1]) if char == " ")
