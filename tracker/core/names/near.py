"""Names with letters that are missing, wrong or changed about: looked for around unknown words.

A word that is ordinary, or a word of another name, is no misspelling; about four words of an
article are left, and only these are measured. Measured by optimal string alignment, never by a
partial ratio: that one calls India Nvidia.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from tracker.core.names.dictionary import Dictionary
from tracker.core.names.forms import Form
from tracker.core.names.whole import BETWEEN_WORDS, Found, Numbered, shows_a_name
from tracker.core.names.words import Words

SHORTEST_WORD = 4  # letters of a word that may be misspelt
MEMORY = 50_000  # words of which it is kept what they resemble
ENDINGS = ("s", "es", "ed", "ing", "ly", "er", "ers", "al", "ness")


MOST_EDITS = 3
MOST_ALIKE = 20  # words that one word may be meant for, the nearest first


MOST_BESIDE = 3  # of them, for each other unknown word of the same name


def allowed(letters: int) -> int:
    """How many edits a name of so many letters may have."""
    return 1 if letters < 10 else 2 if letters < 20 else MOST_EDITS


class Measured(Numbered, Protocol):
    """A name that may be misspelt. `least`: percent of likeness that is enough."""

    @property
    def least(self) -> int: ...


Place = tuple[int, int]  # which word of a name it is, and of how many


class Near:
    """All names that may be misspelt, by their words."""

    def __init__(self, names: Iterable[tuple[Measured, Form]], known: Dictionary) -> None:
        self._known = known.words
        # Tuples, and each made once: there are tens of thousands.
        self._forms: dict[str, tuple[tuple[Measured, Form], ...]] = {}
        self._places: dict[str, tuple[Place, ...]] = {}
        places: dict[Place, Place] = {}
        for pair in names:
            form = pair[1]
            if known.is_ordinary(form.words):
                continue
            self._forms[form.words] = (*self._forms.get(form.words, ()), pair)
            words = form.words.split()
            for index, word in enumerate(words):
                place = places.setdefault((index, len(words)), (index, len(words)))
                if place not in (before := self._places.get(word, ())):
                    self._places[word] = (*before, place)
        self._alike = Alike(self._places)
        self._memory: dict[str, tuple[str, ...]] = {}

    def hits(self, words: Words) -> Iterator[Found]:
        """Each place where a name stands with a few letters wrong."""
        if not self._forms:
            return
        unknown = {
            word: alike
            for word in set(words.all) - self._known
            if word not in self._places and (alike := self._meant(word))
        }
        for at, word in enumerate(words.all) if unknown else ():
            for meant in unknown.get(word, ()):
                yield from self._around(words, at, meant, unknown)

    def _meant(self, word: str) -> tuple[str, ...]:
        """The words of names that an unknown word may be meant for; the answer is kept."""
        meant = self._memory.get(word)
        if meant is None:
            if len(self._memory) >= MEMORY:
                self._memory.clear()
            is_number = not word.isalpha()
            no_name = is_number or len(word) < SHORTEST_WORD or self._is_ordinary(word)
            meant = self._memory[word] = () if no_name else self._alike.to(word)
        return meant

    def _is_ordinary(self, word: str) -> bool:
        """Whether it is an ordinary word with an ending that no list has."""
        return any(word.endswith(end) and word[: -len(end)] in self._known for end in ENDINGS)

    def _around(
        self, words: Words, at: int, meant: str, unknown: Mapping[str, Sequence[str]]
    ) -> Iterator[Found]:
        """The names that stand there if the word number `at` is `meant` for another."""
        for place, size in self._places[meant]:
            first = at - place
            window = words.all[first : first + size] if first >= 0 else []
            wrong = sum(word in unknown for word in window)
            if len(window) < size or wrong > MOST_EDITS:
                continue
            choices = [unknown.get(word, (word,))[:MOST_BESIDE] for word in window]
            choices[place] = (meant,)
            for chosen in product(*choices):
                for name, form in self._forms.get(" ".join(chosen), ()):
                    if _is_meant(words, first, first + size, name, form):
                        yield first, first + size, name.number


def _is_meant(words: Words, first: int, last: int, name: Measured, form: Form) -> bool:
    letters = form.letters
    if form.words == letters and words.all[first][0] != letters[0]:
        return False  # one word that begins otherwise is mostly another name: Fintech, Xintech
    most = allowed(len(letters))
    edits = OSA.distance("".join(words.all[first:last]), letters, score_cutoff=most)
    if edits > most or 100 * (1 - edits / len(letters)) < name.least:
        return False
    if form.capital and not _is_capital_where_it_differs(words, first, form):
        return False
    if not all(BETWEEN_WORDS.fullmatch(words.gap(at)) for at in range(first + 1, last)):
        return False
    return not form.ordinary or shows_a_name(words, first, last)


def _is_capital_where_it_differs(words: Words, first: int, form: Form) -> bool:
    return words.is_capital(first) and all(
        words.is_capital(at)
        for at, word in enumerate(form.words.split(), first)
        if word != words.all[at]
    )


class Alike:
    """The words of names, by their first two and last two letters: one pair is right mostly."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_ends: dict[tuple[bool, str], list[str]] = defaultdict(list)
        for word in sorted(words):
            if len(word) >= SHORTEST_WORD and word.isalpha():
                self._by_ends[True, word[:2]].append(word)
                self._by_ends[False, word[-2:]].append(word)

    def to(self, word: str) -> tuple[str, ...]:
        """The words of names that are like this one."""
        found: dict[str, int] = {}
        for ends in ((True, word[:2]), (False, word[-2:])):
            choices = self._by_ends.get(ends, ())
            near = process.extract_iter(word, choices, scorer=OSA.distance, score_cutoff=2)
            found.update({w: edits for w, edits, _ in near if edits <= (1 if len(w) < 8 else 2)})
        return tuple(sorted(found, key=lambda other: (found[other], other))[:MOST_ALIKE])
