"""Finding thousands of terms in one pass over a text: word-bounded, with exact places."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from tracker.core.boundaries import ends_word, goes_on, starts_word, word_end
from tracker.core.fold import Folded, fold
from tracker.core.fuzzy import Fuzzy
from tracker.core.patterns import Patterns
from tracker.core.terms import Term, case_agrees, is_shouting


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """One term found at one place: code points `start` to `end` of the original text."""

    start: int
    end: int
    term: int


class Lexicon:
    """All terms of a rulebook: the words in one automaton, the patterns in one set."""

    def __init__(self, terms: Iterable[Term], only: Collection[int] | None = None) -> None:
        """`only`: the numbers of the terms to look for; by default all."""
        self.terms = tuple(terms)
        wanted = set(range(len(self.terms))) if only is None else set(only)
        self._never: dict[int, frozenset[int]] = {}
        searched = list(self.terms)
        for index in sorted(wanted):
            term = self.terms[index]
            if term.never:
                first = len(searched)
                searched += [Term.written(phrase, case="any") for phrase in term.never]
                self._never[index] = frozenset(range(first, len(searched)))
                wanted |= self._never[index]
        owners: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for index in sorted(wanted):
            term = searched[index]
            for head, tail in () if term.pattern else dict.fromkeys(term.spellings()):
                if head:
                    owners[head].append((index, tail))
        self._searched = searched
        self._owners = list(owners.values())
        self._automaton = AhoCorasick(list(owners), matchkind=MatchKind.Standard)
        own = [(i, self.terms[i]) for i in sorted(wanted) if i < len(self.terms)]
        self._patterns = Patterns((i, term.text) for i, term in own if term.pattern)
        self._fuzzy = Fuzzy((i, term.text, term.fuzzy) for i, term in own if term.fuzzy)

    def hits(self, text: str) -> list[Hit]:
        """Every place of every term in `text`, in order."""
        if not self.terms or not text:
            return []
        folded = fold(text)
        shouting = is_shouting(text)
        found = {
            hit
            for pattern, start, end in self._automaton.find_matches_as_indexes(
                folded.text, overlapping=True
            )
            for hit in self._verified(folded, self._owners[pattern], start, end, shouting=shouting)
        }
        found.update(Hit(*place) for place in self._patterns.hits(text))
        for start, end, index in self._fuzzy.hits(folded.text):
            first, last = folded.span(start, end)
            if case_agrees(self.terms[index], text[first:last], shouting=shouting):
                found.add(Hit(first, last, index))
        return list(self._without_false_friends(sorted(found)))

    def _verified(
        self,
        folded: Folded,
        owners: list[tuple[int, str]],
        start: int,
        end: int,
        *,
        shouting: bool,
    ) -> Iterator[Hit]:
        if not starts_word(folded, start, end):
            return
        whole = ends_word(folded, start, end)
        for index, tail in owners:
            stop = _follow(folded, end, tail) if tail else end if whole else None
            if stop is None:
                continue
            first, last = folded.span(start, stop)
            if case_agrees(self._searched[index], folded.original[first:last], shouting=shouting):
                yield Hit(first, last, index)

    def _without_false_friends(self, found: list[Hit]) -> Iterator[Hit]:
        for hit in found:
            never = self._never.get(hit.term, frozenset())
            masked = never and any(
                other.term in never and other.start <= hit.start and hit.end <= other.end
                for other in found
            )
            if hit.term < len(self.terms) and not masked:
                yield hit


def _follow(folded: Folded, end: int, tail: str) -> int | None:
    """Where the text ends that follows `end` as `tail` says; None if it goes on otherwise."""
    for char in tail:
        if char == "*":
            end = word_end(folded, end)
            continue
        found = folded.text[end : end + 1]
        if not (goes_on(folded.text[end - 1], found) if char == "?" else found == char):
            return None
        end += 1
    return end if tail.endswith("*") or ends_word(folded, end - 1, end) else None
