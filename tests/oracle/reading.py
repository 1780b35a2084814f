"""One article with every term of a rulebook that stands in it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.oracle.words import places
from tracker.core.layout import Layout
from tracker.core.model import DEFAULT_FIELDS, FIELDS, Article
from tracker.core.terms import Case, Number, Term


class Word(NamedTuple):
    """A term of the rulebook at a place in a field."""

    field: str
    start: int
    end: int
    term: int


Words = frozenset[Word]


class Shown(NamedTuple):
    """A word of the evidence, as a reader sees it."""

    term: str
    field: str
    start: int
    end: int
    text: str
    entity: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """`log`: each thing that a rule can say, with whether it was so; filled while it is asked."""

    layouts: Mapping[str, Layout]
    words: Words
    terms: Sequence[Term]
    log: set[tuple[str, bool]] = field(default_factory=set)

    @classmethod
    def of(cls, article: Article, terms: Iterable[Term]) -> "Reading":
        """Look for every term in every field."""
        layouts = {name: Layout(article.field(name)) for name in FIELDS}
        texts = {name: layout.text for name, layout in layouts.items()}
        numbered = list(enumerate(terms))
        words = frozenset(
            Word(name, start, end, number)
            for number, term in numbered
            for name, start, end in occurrences(term, texts)
        )
        found = {word.term for word in words}
        log = {(mark, n in found) for n, term in numbered for mark in marks(term, texts.values())}
        return cls(layouts=layouts, words=words, terms=[term for _, term in numbered], log=log)

    def shown(self, words: Iterable[Word]) -> Counter[Shown]:
        """As a reader sees them; two terms may look the same."""
        return Counter(self._shown(word, self.terms[word.term]) for word in words)

    def _shown(self, word: Word, term: Term) -> Shown:
        name = f"/{term.text}/" if term.pattern else term.text
        text = self.layouts[word.field].text[word.start : word.end]
        return Shown(name, word.field, word.start, word.end, text, term.entity)


def occurrences(term: Term, texts: Mapping[str, str]) -> Iterator[tuple[str, int, int]]:
    """Each place of a term as (field, start, end), without those inside a false friend."""
    told = [texts[name] for name in DEFAULT_FIELDS]  # an address or an author is no context
    if term.context and not any(_any_case(term.context, text) for text in told):
        return
    for name, text in texts.items():
        friends = _any_case(term.never, text)
        for start, end in places(term, text):
            if not any(first <= start and end <= last for first, last in friends):
                yield name, start, end


def _any_case(phrases: Iterable[str], text: str) -> set[tuple[int, int]]:
    return {found for words in phrases for found in places(Term(text=words, case=Case.any), text)}


def marks(term: Term, texts: Iterable[str]) -> Iterator[str]:
    """What is said of a term; of what it must be beside, or not in, only where it stands."""
    if term.pattern:
        yield "pattern"
        return
    yield f"case {term.case.value}"
    yield from (f"wildcard {wild}" for wild in "*?" if wild in term.text)
    if term.number is not Number.both:
        yield term.number.value
    if term.entity:
        yield "alias"
    if any(places(term, text) for text in texts):
        yield from ["never"] * bool(term.never) + ["context"] * bool(term.context)
