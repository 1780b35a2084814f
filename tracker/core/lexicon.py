"""Finding thousands of terms in one pass over a text: word-bounded, with exact places."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from tracker.core.boundaries import (
    PLAIN,
    SMALL,
    ends_word,
    goes_on,
    may_be_glued,
    starts_word,
    word_end,
)
from tracker.core.fold import Folded, fold
from tracker.core.names import Names
from tracker.core.names.dictionary import Dictionary
from tracker.core.patterns import Patterns
from tracker.core.terms import Case, Shouting, Term, case_agrees

EMPTY = Dictionary()
RAISED = frozenset([Case.exact, Case.upper])  # of which a line of capitals proves nothing


class Hit(NamedTuple):
    """One term found at one place: code points `start` to `end` of the original text."""

    start: int
    end: int
    term: int


class Lexicon:
    """All terms of a rulebook: the words in one automaton, names in another, patterns apart.

    Immutable but for what it remembers of words it has measured; may be shared between threads.
    """

    def __init__(
        self,
        terms: Iterable[Term],
        only: Collection[int] | None = None,
        *,
        known: Dictionary = EMPTY,
        names: Names | None = None,
    ) -> None:
        """`only`: the numbers of the terms to look for, by default all.

        `known`: words that are no misspelt names. `names`: those of the terms, if they were worked
        out before.
        """
        self.terms = tuple(terms)
        self._wanted = wanted = tuple(range(len(self.terms)) if only is None else sorted(only))
        searched = _Searched(self.terms, wanted)
        self._searched = searched.terms
        self._never, self._context = searched.never, searched.context
        owners: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for index in searched.numbers:
            term = self._searched[index]
            for head, tail in () if term.pattern else dict.fromkeys(term.spellings()):
                if head:
                    owners[head].append((index, tail))
        self._owners = [_Owners.of(head, of, self._searched) for head, of in owners.items()]
        self._automaton = AhoCorasick(list(owners), matchkind=MatchKind.Standard)
        own = [(index, self.terms[index]) for index in wanted]
        self._patterns = Patterns((i, term.text) for i, term in own if term.pattern)
        self._names = names.only(set(wanted)) if names else Names.of(own, known)

    def __reduce__(self) -> "tuple[Callable[..., Lexicon], tuple[Any, ...]]":
        """The automaton cannot be copied to another process, but made anew there."""
        return _again, (self.terms, self._wanted, self._names)

    def only(self, numbers: Collection[int]) -> "Lexicon":
        """The same numbers, but only these are looked for: quick over many articles."""
        return Lexicon(self.terms, numbers, names=self._names)

    def hits(self, text: str) -> list[Hit]:
        """Every place of every term in `text`, in order."""
        return self.read([text])[0]

    def read(self, texts: Sequence[str], aside: int = 0) -> list[list[Hit]]:
        """Every place of every term in each of the `texts` of one article, in order.

        `aside`: so many of them, the last, are no context for a term.
        """
        found = [sorted(self._found(text)) if text else [] for text in texts]
        if self._context:
            meant = found[: len(found) - aside]
            present = {hit.term for hits in meant for hit in hits}
            absent = {term for term, words in self._context.items() if present.isdisjoint(words)}
            found = [[hit for hit in hits if hit.term not in absent] for hits in found]
        return [list(self._without_false_friends(hits)) for hits in found]

    def _found(self, text: str) -> set[Hit]:
        folded = fold(text)
        shouting = Shouting(text)
        found: set[Hit] = set()
        for start, end, owners in self._candidates(folded):
            if starts_word(folded, start, end):
                found.update(_verified(folded, owners, start, end, shouting))
        found.update(Hit(*place) for place in self._patterns.hits(text))
        others = {Hit(*place) for place in self._names.hits(folded)} - found
        return found | set(self._not_inside(others, found)) if others else found

    def _not_inside(self, others: Iterable[Hit], found: set[Hit]) -> Iterator[Hit]:
        """Of `others` those that no place of the same name holds: each name once at a place."""
        ends: dict[str | int, int] = {}
        for hit in sorted((*found, *others), key=lambda hit: (hit.start, -hit.end, hit.term)):
            name = self._searched[hit.term].entity or hit.term
            if hit not in found and hit.end > ends.get(name, 0):
                yield hit
            ends[name] = max(hit.end, ends.get(name, 0))

    def _candidates(self, folded: Folded) -> Iterator[tuple[int, int, "_Owners"]]:
        """What the automaton finds, without most of what is inside other words.

        Of a hundred places in an article eighty are, and a look at the neighbours tells.
        """
        around = f" {folded.aligned} "
        for pattern, start, end in self._automaton.find_matches_as_indexes(
            folded.text, overlapping=True
        ):
            owners = self._owners[pattern]
            if owners.may_go_on or not (
                (around[start] in PLAIN and around[start + 1] in SMALL)
                or (around[end] in PLAIN and around[end + 1] in SMALL)
            ):
                yield start, end, owners

    def _without_false_friends(self, found: list[Hit]) -> Iterator[Hit]:
        masked = set(self._masked(found)) if self._never else set[Hit]()
        return (hit for hit in found if hit.term < len(self.terms) and hit not in masked)

    def _masked(self, found: list[Hit]) -> Iterator[Hit]:
        """Hits inside a phrase in which they do not count; phrases come before what is in them."""
        ends: dict[int, int] = {}
        for hit in sorted(found, key=lambda hit: (hit.start, -hit.end, -hit.term)):
            if any(ends.get(term, 0) >= hit.end for term in self._never.get(hit.term, ())):
                yield hit
            ends[hit.term] = max(hit.end, ends.get(hit.term, 0))


def _again(terms: tuple[Term, ...], wanted: tuple[int, ...], names: Names) -> Lexicon:
    return Lexicon(terms, wanted, names=names)


class _Owners(NamedTuple):
    """The terms that a spelling is of.

    `whole`: those of which it is all, in any case; `others`: (number, term, what must follow).
    `may_go_on`: it may be a hit within a longer word.
    """

    whole: tuple[int, ...]
    others: tuple[tuple[int, Term, str], ...]
    may_go_on: bool

    @classmethod
    def of(cls, head: str, owners: Iterable[tuple[int, str]], terms: Sequence[Term]) -> "_Owners":
        whole: list[int] = []
        others: list[tuple[int, Term, str]] = []
        for number, tail in owners:
            if tail or terms[number].case is not Case.any:
                others.append((number, terms[number], tail))
            else:
                whole.append(number)
        may_go_on = may_be_glued(head) or any(tail for _, _, tail in others)
        return cls(tuple(whole), tuple(others), may_go_on)


def _verified(
    folded: Folded, owners: _Owners, start: int, end: int, shouting: Shouting
) -> Iterator[Hit]:
    whole = ends_word(folded, start, end)
    if whole and owners.whole:
        first, last = folded.span(start, end)
        for number in owners.whole:
            yield Hit(first, last, number)
    for number, term, tail in owners.others:
        stop = _follow(folded, start, end, tail) if tail else end if whole else None
        if stop is not None:
            first, last = folded.span(start, stop)
            raised = term.case in RAISED and shouting.at(first)
            if case_agrees(term, folded.original[first:last], shouting=raised):
                yield Hit(first, last, number)


class _Searched:
    """The terms that are looked for, and after them the phrases that these depend on.

    `never`, `context`: number of a term -> those of its phrases.
    """

    def __init__(self, terms: Sequence[Term], wanted: Iterable[int]) -> None:
        self.terms = list(terms)
        self.numbers = list(wanted)
        self.never: Mapping[int, frozenset[int]] = {}
        self.context: Mapping[int, frozenset[int]] = {}
        self._phrases: dict[str, int] = {}
        own = [(number, terms[number]) for number in self.numbers]
        self.never = {i: self._phrase_numbers(term.never) for i, term in own if term.never}
        self.context = {i: self._phrase_numbers(term.context) for i, term in own if term.context}

    def _phrase_numbers(self, phrases: Iterable[str]) -> frozenset[int]:
        for phrase in phrases:
            if phrase not in self._phrases:
                self._phrases[phrase] = len(self.terms)
                self.numbers.append(len(self.terms))
                self.terms.append(Term.written(phrase, case="any"))
        return frozenset(self._phrases[phrase] for phrase in phrases)


def _follow(folded: Folded, start: int, end: int, tail: str) -> int | None:
    """Where a hit ends that goes on after `end` as `tail` says; None if it goes on otherwise."""
    for char in tail:
        if char == "*":
            end = word_end(folded, end)
            continue
        found = folded.text[end : end + 1]
        if not (goes_on(folded.text[end - 1], found) if char == "?" else found == char):
            return None
        end += 1
    return end if tail.endswith("*") or ends_word(folded, start, end) else None
