"""Finding thousands of terms in one pass over a text: word-bounded, with exact places."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from ahocorasick_rs import AhoCorasick, MatchKind

from tracker.core.fuzzy import Fuzzy
from tracker.core.patterns import Patterns
from tracker.core.text import HANGUL, IDEOGRAPHIC, Folded, fold

ACRONYM = re.compile(r"[A-Z]{2,5}")
WILD = re.compile(r"[*?]")
LETTERS = re.compile(r"[a-z]+")
# Pages lose the spaces around their links ("expanded its blacklistand globalised ..."). A long
# word with one of these glued on is still that word; shorter ones would make other words.
GLUED_AFTER = frozenset("and but the that which with from for of to as by on in after".split())
GLUED_BEFORE = frozenset("and the that which with from its their for of to".split())
GLUE_MIN_LETTERS = 7


class Case(Enum):
    """How the case of a hit must agree with its term."""

    any = "any"
    exact = "exact"  # as written
    capital = "capital"  # the first letter is a capital, as in a name
    upper = "upper"  # all capitals
    lower = "lower"  # no capital


class Number(Enum):
    """Which numbers of a noun count."""

    both = "both"
    singular = "singular"
    plural = "plural"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What to look for: a word or phrase in any script, or a pattern.

    In `text`, `*` at the end of a word lets it go on, and `?` stands for one letter. `never`:
    phrases inside which a hit does not count. `fuzzy`: percent of likeness that is enough; 0 for
    the words as they are. `entity`: the id of the entity whose alias this is. `pattern`: `text`
    is a regular expression, and nothing else is said of it.
    """

    text: str
    case: Case = Case.any
    number: Number = Number.both
    never: tuple[str, ...] = ()
    fuzzy: int = 0
    entity: str = ""
    pattern: bool = False

    @classmethod
    def written(
        cls,
        text: str,
        *,
        case: str = "smart",
        number: str = "both",
        never: Sequence[str] = (),
        fuzzy: int = 0,
        entity: str = "",
    ) -> "Term":
        """A term as a person writes it in a rule. `case`: smart, or one of `Case`.

        Smart case: two to five capitals alone are an acronym and matched as such; an entity's
        one-word name begins with a capital, or it is the fruit.
        """
        return cls(
            text=text,
            case=_smart(text, entity) if case == "smart" else Case(case),
            number=Number(number),
            never=tuple(never),
            fuzzy=fuzzy,
            entity=entity,
        )

    @property
    def is_acronym(self) -> bool:
        """Two to five capitals whose case counts."""
        return self.case is Case.exact and ACRONYM.fullmatch(self.text) is not None

    def spellings(self) -> tuple[tuple[str, str], ...]:
        """Folded spellings, each as (what to search for, what must follow it).

        The second part begins with the first wildcard, and is mostly empty.
        """
        base = fold(self.text).text.strip()
        forms = []
        if self.number is not Number.plural:
            forms.append(base)
        if self.number is not Number.singular and base[-1:].isascii() and base[-1:].isalnum():
            forms.append(base + "s" if self.is_acronym else plural(base))
        if self.is_acronym and self.number is not Number.plural:
            forms.append(".".join(base))
        return tuple(_split(form) for form in forms)


def _smart(text: str, entity: str) -> Case:
    if ACRONYM.fullmatch(text.removesuffix("*")):
        return Case.exact
    return Case.capital if entity and " " not in text and text[:1].isupper() else Case.any


def _split(form: str) -> tuple[str, str]:
    wild = WILD.search(form)
    return (form[: wild.start()], form[wild.start() :]) if wild else (form, "")


def plural(phrase: str) -> str:
    """The plain English plural of the last word."""
    if re.search(r"[^aeiou]y$", phrase):
        return phrase[:-1] + "ies"
    return phrase + ("es" if re.search(r"(?:s|x|z|ch|sh)$", phrase) else "s")


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
        shouting = _is_shouting(text)
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
            if _case_agrees(self.terms[index], text[first:last], shouting=shouting):
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
        if not _starts_word(folded, start, end):
            return
        whole = _ends_word(folded, start, end)
        for index, tail in owners:
            stop = _follow(folded, end, tail) if tail else end if whole else None
            if stop is None:
                continue
            first, last = folded.span(start, stop)
            if _case_agrees(self._searched[index], folded.original[first:last], shouting=shouting):
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
            end = _word_end(folded, end)
            continue
        found = folded.text[end : end + 1]
        if not (_goes_on(folded.text[end - 1], found) if char == "?" else found == char):
            return None
        end += 1
    return end if tail.endswith("*") or _ends_word(folded, end - 1, end) else None


def _goes_on(before: str, char: str) -> bool:
    """Whether `char` is one more letter of a word, in the script it is written in."""
    return char.isalnum() and all(
        bool(script.match(before)) == bool(script.match(char)) for script in (IDEOGRAPHIC, HANGUL)
    )


def _case_agrees(term: Term, written: str, *, shouting: bool) -> bool:
    match term.case:
        case Case.any:
            return True
        case Case.capital:
            return written[:1].isupper()
        case Case.lower:
            return not any(char.isupper() for char in written)
        case Case.upper:
            return not shouting and written.isupper()
    # In a line of capitals every word looks like an acronym: that proves nothing.
    if shouting and ACRONYM.fullmatch(term.text.removesuffix("*")):
        return False
    letters = _letters(written)
    head, tail = _split(term.text)
    wanted = _letters(head)
    return letters.startswith(wanted) if tail else letters in {wanted, plural(wanted)}


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def _is_shouting(text: str) -> bool:
    # Chinese around an acronym is no shouting: only letters that have a case can be raised.
    return (
        text.isupper()
        and len(text.split()) > 2
        and all(char.isupper() for char in text if char.isalpha())
    )


def _starts_word(folded: Folded, start: int, end: int) -> bool:
    if start == 0 or _parts_at(folded, start):
        return True
    glued = re.search(r"[a-z]+$", folded.text[max(0, start - 8) : start])
    word = LETTERS.match(folded.text, start, end)
    return _is_glue(glued, GLUED_BEFORE, word)


def _ends_word(folded: Folded, start: int, end: int) -> bool:
    if end == len(folded.text):
        return True
    if HANGUL.match(folded.text[end - 1]):
        return True  # particles follow without a space
    if _parts_at(folded, end):
        return True
    return _is_glue(
        LETTERS.match(folded.text, end),
        GLUED_AFTER,
        re.search(r"[a-z]+$", folded.text[start:end]),
    )


def _is_glue(rest: re.Match[str] | None, known: frozenset[str], word: re.Match[str] | None) -> bool:
    return (
        rest is not None
        and word is not None
        and rest[0] in known
        and len(word[0]) >= GLUE_MIN_LETTERS
    )


def _parts_at(folded: Folded, place: int) -> bool:
    told = folded.parts_words(place)
    if told is not None:
        return told
    before, after = folded.starts[place - 1], folded.starts[place]
    return _parts(folded.original[before], folded.original[after])


def _parts(left: str, right: str) -> bool:
    """Whether a word can end between two neighbouring characters."""
    if not (left.isalnum() and right.isalnum()):
        return True
    if IDEOGRAPHIC.match(left) or IDEOGRAPHIC.match(right):
        return True
    if bool(HANGUL.match(left)) != bool(HANGUL.match(right)):
        return True
    return left.islower() and right.isupper()  # "restrictedNvidia": a link lost its space


def _word_end(folded: Folded, end: int) -> int:
    while end < len(folded.text) and not _parts_at(folded, end):
        end += 1
    return end
