"""Finding thousands of terms in one pass over a text: word-bounded, with exact places."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from tracker.core.text import HANGUL, IDEOGRAPHIC, Folded, fold

ACRONYM = re.compile(r"[A-Z]{2,5}")
LETTERS = re.compile(r"[a-z]+")
# Pages lose the spaces around their links ("expanded its blacklistand globalised ..."). A long
# word with one of these glued on is still that word; shorter ones would make other words.
GLUED_AFTER = frozenset("and but the that which with from for of to as by on in after".split())
GLUED_BEFORE = frozenset("and the that which with from its their for of to".split())
GLUE_MIN_LETTERS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What to look for: a word or phrase, in any script.

    `exact`: the case must agree. `capital`: the first letter must be upper case, as in a name.
    `prefix`: the last word may go on (`licen*`). `never`: phrases inside which a hit does not
    count. `entity`: the id of the entity whose alias this is.
    """

    text: str
    exact: bool = False
    capital: bool = False
    prefix: bool = False
    never: tuple[str, ...] = ()
    entity: str = ""

    @classmethod
    def written(
        cls, text: str, *, case: str = "smart", never: Sequence[str] = (), entity: str = ""
    ) -> "Term":
        """A term as a person writes it in a rule. `case`: smart, exact or any.

        Smart case: two to five capitals alone are an acronym and matched as such; an entity's
        one-word name begins with a capital, or it is the fruit.
        """
        word = text.removesuffix("*")
        one_name = bool(entity) and " " not in word and word[:1].isupper()
        return cls(
            text=word,
            exact=case == "exact" or (case == "smart" and ACRONYM.fullmatch(word) is not None),
            capital=case == "smart" and one_name,
            prefix=text != word,
            never=tuple(never),
            entity=entity,
        )

    def variants(self) -> tuple[str, ...]:
        """Folded spellings to search for: plain plural, dotted acronym."""
        base = fold(self.text).text.strip()
        if self.prefix or not (base[-1:].isascii() and base[-1:].isalnum()):
            return (base,)
        if self.exact and ACRONYM.fullmatch(self.text):
            return (base, base + "s", ".".join(base))
        return (base, _plural(base))


def _plural(phrase: str) -> str:
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
    """All terms of a rulebook in one automaton."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self._never: dict[int, frozenset[int]] = {}
        searched = list(self.terms)
        for index, term in enumerate(self.terms):
            if term.never:
                first = len(searched)
                searched += [Term.written(phrase, case="any") for phrase in term.never]
                self._never[index] = frozenset(range(first, len(searched)))
        owners: dict[str, list[int]] = defaultdict(list)
        for index, term in enumerate(searched):
            for variant in filter(None, dict.fromkeys(term.variants())):
                owners[variant].append(index)
        self._searched = searched
        self._owners = list(owners.values())
        self._automaton = AhoCorasick(list(owners), matchkind=MatchKind.Standard)

    def hits(self, text: str) -> list[Hit]:
        """Every place of every term in `text`, in order."""
        if not self.terms or not text:
            return []
        folded = fold(text)
        shouting = _is_shouting(text)
        found = sorted(
            hit
            for pattern, start, end in self._automaton.find_matches_as_indexes(
                folded.text, overlapping=True
            )
            for hit in self._verified(folded, self._owners[pattern], start, end, shouting=shouting)
        )
        return list(self._without_false_friends(found))

    def _verified(
        self, folded: Folded, owners: list[int], start: int, end: int, *, shouting: bool
    ) -> Iterator[Hit]:
        if not _starts_word(folded, start, end):
            return
        first, last = folded.span(start, end)
        whole = _ends_word(folded, start, end)
        for index in owners:
            term, stop = self._searched[index], last
            if term.prefix:
                stop = folded.span(start, _word_end(folded, end))[1]
            elif not whole:
                continue
            if _case_agrees(term, folded.original[first:stop], shouting=shouting):
                yield Hit(first, stop, index)

    def _without_false_friends(self, found: list[Hit]) -> Iterator[Hit]:
        for hit in found:
            never = self._never.get(hit.term, frozenset())
            masked = never and any(
                other.term in never and other.start <= hit.start and hit.end <= other.end
                for other in found
            )
            if hit.term < len(self.terms) and not masked:
                yield hit


def _case_agrees(term: Term, written: str, *, shouting: bool) -> bool:
    if term.exact:
        # In a line of capitals every word looks like an acronym: that proves nothing.
        if shouting and ACRONYM.fullmatch(term.text):
            return False
        letters, wanted = _letters(written), _letters(term.text)
        if term.prefix:
            return letters.startswith(wanted)
        return letters in {wanted, _plural(wanted)}
    return not term.capital or written[:1].isupper()


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
