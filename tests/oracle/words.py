"""Where a term stands in a text, tried at every character: slow, and plainly by the rules.

Left out: likeness, and the other forms that the name of an entity may take.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import takewhile
from string import ascii_lowercase

from tracker.core.boundaries import GLUE_MIN_LETTERS, GLUED_AFTER, GLUED_BEFORE
from tracker.core.fold import fold
from tracker.core.terms import Case, Number, Term
from tracker.core.text import HANGUL, IDEOGRAPHIC

Extent = tuple[int, int]  # code points of the original text


@dataclass(frozen=True, slots=True)
class Letter:
    """A folded character, how it was written, and from where to where."""

    folded: str
    written: str
    start: int
    end: int


@cache
def folded(char: str) -> str:
    """One character, or two that may become one."""
    return fold(char).text


@lru_cache
def letters(text: str) -> tuple[Letter, ...]:
    """Every character of `text`, folded one at a time."""
    row: list[Letter] = []
    for at, char in enumerate(text):
        own, with_last = folded(char), folded(text[row[-1].start : at + 1]) if row else ""
        if row and (is_mark(char) or (own.strip() and len(with_last) == 1)):
            row[-1] = replace(row[-1], end=at + 1)
        if len(with_last) == 1:  # an accent, a voicing mark, a space after a space, or nothing
            row[-1] = replace(row[-1], folded=with_last)
        else:
            row += [Letter(part, char, at, at + 1) for part in own]
    return tuple(row)


def is_mark(char: str) -> bool:
    """Whether it is written on the letter before it."""
    return unicodedata.category(char) == "Mn"


def is_unseen(char: str) -> bool:
    """Whether it is no character of its own: an accent, or nothing to see."""
    return is_mark(char) or not folded(char)


@lru_cache(maxsize=1024)
def places(term: Term, text: str) -> frozenset[Extent]:
    """Everywhere that `term` stands in `text`; what it must not stand in is not asked here."""
    if term.pattern:
        found = re.finditer(term.text, text, re.ASCII)
        return frozenset(one.span() for one in found if one[0])
    row = letters(text)
    return frozenset(
        (row[first].start, row[last - 1].end)
        for spelling in spellings(term)
        for first in range(len(row))
        if (last := _read(row, first, spelling))
        and _begins(row, first, spelling)
        and _ends(row, last, spelling)
        and _case_agrees(term, text, row[first].start, row[last - 1].end)
    )


# -- how it is spelt -------------------------------------------------------------------------


def spellings(term: Term) -> Iterator[str]:
    """The folded forms of a term, with their wildcards."""
    own = fold(term.text).text.strip()
    if not own:
        return
    acronym = is_acronym(term)
    if term.number is not Number.plural:
        yield own
    if term.number is not Number.singular and own[-1].isascii() and own[-1].isalnum():
        yield own + "s" if acronym else plural(own)
    if acronym and term.number is not Number.plural:
        yield ".".join(own)


def is_acronym(term: Term) -> bool:
    """Two to five capitals alone, whose case counts."""
    return term.case is Case.exact and is_short_capitals(term.text)


def is_short_capitals(text: str) -> bool:
    """Two to five capitals."""
    return 2 <= len(text) <= 5 and all("A" <= char <= "Z" for char in text)


def plural(words: str) -> str:
    """Tax, taxes; agency, agencies; day, days."""
    if words.endswith("y") and words[-2:-1] not in {*"aeiou", ""}:
        return words[:-1] + "ies"
    return words + ("es" if words.endswith(("s", "x", "z", "ch", "sh")) else "s")


# -- whether it stands there -----------------------------------------------------------------


def _read(row: Sequence[Letter], first: int, spelling: str) -> int:
    """Where `spelling` ends when it begins at letter number `first`; 0 if it is not there."""
    at = first
    for wanted in spelling:
        if wanted == "*":
            while at < len(row) and not is_edge(row[at - 1], row[at]):
                at += 1
            continue
        if at == len(row):
            return 0
        found = row[at].folded
        if not (_is_one_more(row[at - 1].folded, found) if wanted == "?" else found == wanted):
            return 0
        at += 1
    return at


def _is_one_more(before: str, char: str) -> bool:
    return char.isalnum() and script(before) == script(char)


def script(char: str) -> str:
    """Which idea of a word it goes by."""
    return "ideographic" if IDEOGRAPHIC.match(char) else "hangul" if HANGUL.match(char) else ""


def is_edge(left: Letter, right: Letter) -> bool:
    """Whether one word can end, and another begin, between two neighbours."""
    if not (left.written.isalnum() and right.written.isalnum()):
        return True
    scripts = {script(left.written), script(right.written)}
    lost_space = left.written.islower() and right.written.isupper()
    return "ideographic" in scripts or len(scripts) == 2 or lost_space


def _begins(row: Sequence[Letter], first: int, spelling: str) -> bool:
    if first == 0 or is_edge(row[first - 1], row[first]):
        return True
    before = _run(letter.folded for letter in reversed(row[:first]))[::-1]
    return len(_run(spelling)) >= GLUE_MIN_LETTERS and before in GLUED_BEFORE


def _ends(row: Sequence[Letter], last: int, spelling: str) -> bool:
    if last == len(row) or is_edge(row[last - 1], row[last]) or HANGUL.match(row[last - 1].folded):
        return True
    after = _run(letter.folded for letter in row[last:])
    return len(_run(reversed(spelling))) >= GLUE_MIN_LETTERS and after in GLUED_AFTER


def _run(chars: Iterable[str]) -> str:
    """The small letters that they begin with."""
    return "".join(takewhile(ascii_lowercase.__contains__, chars))


# -- capitals --------------------------------------------------------------------------------


def _case_agrees(term: Term, text: str, start: int, end: int) -> bool:
    written = text[start:end]
    shouted = is_shouting(_line(text, start))
    match term.case:
        case Case.any:
            return True
        case Case.capital:
            return written[0].isupper()
        case Case.lower:
            return not any(map(str.isupper, written))
        case Case.upper:
            return written.isupper() and not shouted
    if shouted and is_short_capitals(term.text.removesuffix("*")):
        return False
    stem = re.split("[*?]", term.text)[0]
    given, wanted = _bare(written), _bare(stem)
    return given.startswith(wanted) if stem != term.text else given in {wanted, plural(wanted)}


def _line(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]


def is_shouting(line: str) -> bool:
    """Whether a line of three words and more is all capitals, so that they say nothing."""
    in_it = [char for char in line if char.isalpha()]
    return len(line.split()) > 2 and in_it != [] and all(map(str.isupper, in_it))


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))
