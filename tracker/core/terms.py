"""What is looked for: a word, a phrase, a name, a pattern; how it may be spelt and written."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from tracker.core.fold import fold
from tracker.core.legal import without_ideographic_legal_form

ACRONYM = re.compile(r"[A-Z]{2,5}")
WILD = re.compile(r"[*?]")
LINE = re.compile(r"[^\n]+")


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
    phrases inside which a hit does not count. `context`: words of which one must be somewhere in
    the article. `fuzzy`: percent of likeness that is enough; 0 for the words as they are.
    `entity`: the id of the entity whose alias this is. `pattern`: `text` is a regular expression,
    and nothing else is said of it.
    """

    text: str
    case: Case = Case.any
    number: Number = Number.both
    never: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
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
    def label(self) -> str:
        """As it is shown to a person."""
        return f"/{self.text}/" if self.pattern else self.text

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
        if self.entity and (core := without_ideographic_legal_form(base)):
            forms.append(core)
        return tuple(split(form) for form in forms)


def _smart(text: str, entity: str) -> Case:
    if ACRONYM.fullmatch(text.removesuffix("*")):
        return Case.exact
    return Case.capital if entity and " " not in text and text[:1].isupper() else Case.any


def split(form: str) -> tuple[str, str]:
    """What comes before the first wildcard, and the rest from there on."""
    wild = WILD.search(form)
    return (form[: wild.start()], form[wild.start() :]) if wild else (form, "")


def plural(phrase: str) -> str:
    """The plain English plural of the last word."""
    if re.search(r"[^aeiou]y$", phrase):
        return phrase[:-1] + "ies"
    return phrase + ("es" if re.search(r"(?:s|x|z|ch|sh)$", phrase) else "s")


def case_agrees(term: Term, written: str, *, shouting: bool) -> bool:
    """Whether a hit is `written` as its term asks. `shouting`: it stands in a line of capitals."""
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
    head, tail = split(term.text)
    wanted = _letters(head)
    return letters.startswith(wanted) if tail else letters in {wanted, plural(wanted)}


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


class Shouting:
    """The lines of a text that are all capitals: there a capital proves nothing."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _ends(self) -> dict[int, int]:
        """Where they begin -> where they end."""
        lines = LINE.finditer(self._text)
        return {line.start(): line.end() for line in lines if _is_shouted(line[0])}

    def at(self, place: int) -> bool:
        """Whether the line in which this code point stands is one of them."""
        before = bisect_right(self._starts, place) - 1
        return before >= 0 and place < self._ends[self._starts[before]]

    @cached_property
    def _starts(self) -> list[int]:
        return list(self._ends)


def _is_shouted(line: str) -> bool:
    # Chinese around an acronym is no shouting: only letters that have a case can be raised.
    return (
        line.isupper()
        and len(line.split()) > 2
        and all(char.isupper() for char in line if char.isalpha())
    )
