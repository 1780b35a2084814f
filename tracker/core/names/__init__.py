"""Names in other shapes than their own: joined or split, with another legal form, misspelt.

What is written exactly as in the rules is found by the lexicon; this adds what else means it.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from tracker.core.fold import Folded, fold
from tracker.core.names.dictionary import Dictionary
from tracker.core.names.forms import Form, forms, is_capital, written
from tracker.core.names.ideographs import Ideographs
from tracker.core.names.near import Near
from tracker.core.names.whole import Whole
from tracker.core.names.words import Words
from tracker.core.terms import Case, Term


class Name(NamedTuple):
    """A term that may be written otherwise. `forms`: of its alphabet; `characters`: Chinese.

    `joined`: its words may be joined and split; `least`: percent of likeness that is enough, 0 if
    every letter must be there.
    """

    number: int
    forms: tuple[Form, ...]
    characters: str
    joined: bool
    least: int

    @classmethod
    def of(cls, number: int, term: Term, known: Dictionary) -> "Name":
        """The shapes of a term."""
        plain = {Form(written(term.text), is_capital(term.text))}
        shapes = forms(term.text, known) if term.entity else plain
        spelt = tuple(sorted(shape for shape in shapes if shape.words))
        return cls(
            number=number,
            forms=spelt,
            characters=fold(term.text).text if term.fuzzy and not spelt else "",
            joined=term.entity != "",
            least=term.fuzzy,
        )


class Names:
    """The names among the terms of a rulebook, ready to be looked for."""

    def __init__(self, names: Iterable[Name], known: Dictionary) -> None:
        """`known`: ordinary words, which are no misspelt names."""
        self._names = tuple(names)
        self._known = known if any(name.least for name in self._names) else Dictionary()
        self._is_empty = not any(name.forms for name in self._names)
        pairs = [(name, form) for name in self._names for form in name.forms]
        self._whole = Whole(pair for pair in pairs if pair[0].joined)
        self._near = Near((pair for pair in pairs if pair[0].least), self._known)
        self._ideographs = Ideographs((n.number, n.characters, n.least) for n in self._names)

    @classmethod
    def of(cls, terms: Iterable[tuple[int, Term]], known: Dictionary) -> "Names":
        """The names among numbered terms."""
        return cls((Name.of(n, term, known) for n, term in terms if _is_free(term)), known)

    def only(self, numbers: Collection[int]) -> "Names":
        """Those of these terms; the words of the others are still no misspelling of theirs."""
        some = [name for name in self._names if name.number in numbers]
        if not self._known.words:
            return Names(some, self._known)
        words = {word for name in self._names for form in name.forms for word in form.words.split()}
        return Names(some, self._known.also(frozenset(words)))

    def __reduce__(self) -> tuple[type["Names"], tuple[tuple[Name, ...], Dictionary]]:
        """The automata are made anew in another process."""
        return Names, (self._names, self._known)

    def hits(self, folded: Folded) -> Iterator[tuple[int, int, int]]:
        """Each place in the original text as (start, end, number)."""
        for start, end, number in self._ideographs.hits(folded.text):
            yield (*folded.span(start, end), number)
        if self._is_empty:
            return
        words = Words(folded)
        for first, last, number in (*self._whole.hits(words), *self._near.hits(words)):
            yield (*words.span(first, last), number)


def _is_free(term: Term) -> bool:
    """Whether it may be written otherwise than the rule has it."""
    is_name = term.entity != "" or term.fuzzy > 0
    is_exact = term.pattern or term.is_acronym or "*" in term.text or "?" in term.text
    return is_name and not is_exact and term.case in {Case.any, Case.capital}
