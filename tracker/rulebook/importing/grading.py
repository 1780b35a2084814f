"""Whether an alias means one body or person wherever it stands, or is a word like any other.

What is left out may cost a mention; what is kept wrongly costs trust in every alert. So an alias
is kept for a reason: a word of its own, several ordinary words that nobody else joins, or a legal
form that makes a name of one.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from tracker.core.legal import LEGAL, without_legal_form
from tracker.core.names.dictionary import Dictionary
from tracker.core.names.forms import written
from tracker.core.text import HANGUL_CHARS, IDEOGRAPHIC_CHARS
from tracker.rulebook import words
from tracker.rulebook.importing import descriptors

SHORTEST_ACRONYM = 4  # letters: of three there are 17,576, and each stands for many bodies
LONGEST_ACRONYM = 5  # letters, as in rules; more are a word in capitals
SHORTEST_WORD = 5  # letters of a word that means somebody alone
SHORTEST_PART = 4  # letters of a word that means somebody beside another
SHORTEST_IDEOGRAPHIC = 4  # characters; of three, one in four is found inside other words
LONGEST = 160  # characters; more are a description
FEW, MANY = 3, 5  # descriptions that together mean one body: with a place, without
ACRONYM = re.compile(r"[A-Z][A-Z0-9]*")
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)?")
ADDRESS = re.compile(
    r"\bP\.? ?O\.? ?Box\b|\b\d+[-/\w]*,? [\w' ]*\b(?:street|road|avenue|lane|floor)\b.*,"
    r"|\b(?:street|road|avenue|lane|floor),.*\d",
    re.IGNORECASE,
)
OWN_SCRIPT = re.compile(f"[{IDEOGRAPHIC_CHARS}{HANGUL_CHARS}]")
IDEOGRAPHIC_PLAIN = re.compile(
    f"(?:{descriptors.IDEOGRAPHIC_PLACES}|{descriptors.IDEOGRAPHIC_TRADES}"
    f"|{descriptors.IDEOGRAPHIC_BODIES}|\\d)*"
)
# The one body of its kind in a place, and not "Chinese technology companies" (中国科技公司).
IDEOGRAPHIC_ONE = re.compile(
    f"(?:{descriptors.IDEOGRAPHIC_PLACES}).{{4,}}(?:大学|大學|学院|研究所|研究院|总公司|集团公司|有限公司)"
)
IDEOGRAPHIC_LEGAL = re.compile(
    r"(?:股份|有限|责任|責任|集团|集團|总|総)*(?:公司|会社|會社)|株式会社|有限会社|集团|集團"
)
COMMON_NOUNS = frozenset({"company"})  # legal forms that are words like any others


@dataclass(frozen=True, slots=True)
class Grade:
    """`reason`: why an alias is left out."""

    keep: bool
    reason: str = ""


KEEP = Grade(keep=True)


class Kind(Enum):
    """What a word of a name says."""

    own = "of whom it is"
    ordinary = "a word of the dictionary"
    surname = "a surname of many"
    short = "three letters"
    trade = "what is dealt in"
    body = "what kind of body it is"
    place = "a country or city"
    ground = "part of an address"
    sign = "a number, or one or two letters"


SETS = {
    Kind.surname: descriptors.SURNAMES,
    Kind.trade: descriptors.TRADES,
    Kind.ground: descriptors.GROUNDS,
    Kind.place: descriptors.PLACES,
    Kind.body: descriptors.BODIES,
}
SET_OF = {word: kind for kind, known in SETS.items() for word in known}  # the last one counts
SPEAKING = {Kind.ordinary, Kind.surname, Kind.short}
ALONE = {
    Kind.sign: "too short",
    Kind.place: "a place",
    Kind.ground: "a place",
    Kind.trade: "an ordinary word",
    Kind.body: "an ordinary word",
    Kind.ordinary: "an ordinary word",
    Kind.surname: "an ordinary word",
}


def grade(alias: str, *, person: bool = False) -> Grade:
    """Whether to look for `alias`. `person`: it is of a person, and one name alone is no name."""
    reason = _reason(unicodedata.normalize("NFKC", alias).strip(), person=person)
    return Grade(keep=False, reason=reason) if reason else KEEP


def _reason(alias: str, *, person: bool) -> str:
    if not any(map(str.isalpha, alias)):
        return "a number" if any(map(str.isdigit, alias)) else "no letters"
    if len(alias) > LONGEST:
        return "too long"
    if ADDRESS.search(alias):
        return "an address"
    if OWN_SCRIPT.search(alias):
        return _of_own_script(alias)
    found = written(alias).split()
    if len(found) == 1:
        return _of_one_word(alias, found[0], person=person)
    core = without_legal_form(" ".join(found)).split()
    said = [word for word in core if word not in descriptors.LITTLE]
    if set(said) <= LEGAL:
        return "only a legal form"
    forms = set(found[len(core) :] if found[: len(core)] == core else found[: -len(core)])
    return _of_words(said, forms, person=person)


def _of_own_script(alias: str) -> str:
    """Of Chinese, Japanese and Korean names, which are found inside longer words too."""
    letters = "".join(filter(str.isalnum, alias))
    core = IDEOGRAPHIC_LEGAL.sub("", letters)
    if not core:
        return "only a legal form"
    if len(letters) < SHORTEST_IDEOGRAPHIC:
        return f"{len(letters)} characters, part of other words"
    describes = IDEOGRAPHIC_PLAIN.fullmatch(core) and not IDEOGRAPHIC_ONE.fullmatch(letters)
    return "describes many" if describes else ""


def _of_one_word(alias: str, word: str, *, person: bool) -> str:
    letters = "".join(filter(str.isalnum, alias))
    is_acronym = ACRONYM.fullmatch(letters) is not None and len(letters) <= LONGEST_ACRONYM
    if is_acronym and len(letters) < SHORTEST_ACRONYM:
        return f"an acronym of {len(letters)}"
    if word in LEGAL:
        return "only a legal form"
    if reason := ALONE.get(kind_of(word)):
        return reason
    if is_acronym:
        return ""
    if person:
        return "one name of a person"
    return "a short word" if len(letters) < SHORTEST_WORD else ""


def _of_words(said: Sequence[str], forms: Collection[str], *, person: bool) -> str:
    """Of a name of several words. `said`: all but its legal `forms` and little words."""
    kinds = [kind_of(word) for word in said]
    has_form = not set(forms) <= COMMON_NOUNS
    speaking = sum(kind in SPEAKING for kind in kinds)
    if len(said) == 1 and len(said[0]) < SHORTEST_PART:
        return "" if has_form and kinds[0] is Kind.short else "a short word"
    if Kind.own in kinds:
        return ""
    if not forms and _is_of_many(said, kinds, person=person):
        return "a name of many persons"
    if not speaking:
        return _of_descriptions(kinds, forms, has_form=has_form)
    return "" if speaking > 1 or has_form else _of_one_speaking(kinds)


def _is_of_many(said: Sequence[str], kinds: Sequence[Kind], *, person: bool) -> bool:
    """Whether many persons have these two names: David Lee, Wang Wei."""
    if len(said) != 2 or not set(kinds) <= {*SPEAKING, Kind.sign}:
        return False
    is_surname = [kind is Kind.surname for kind in kinds]
    return (
        is_surname[1]
        or (is_surname[0] and len(said[1]) <= SHORTEST_PART)
        or (person and not any(map(_dictionary().is_ordinary, said)))
    )


def _of_descriptions(kinds: Sequence[Kind], forms: Collection[str], *, has_form: bool) -> str:
    """Of words that only describe: many of them, or some and a place, are a name all the same.

    Without a place they are the end of other names: Zorbium General Trading LLC.
    """
    has_place = Kind.place in kinds
    count = len(kinds) - max(0, kinds.count(Kind.place) - 1) + (has_place and has_form)
    enough = FEW if has_form or has_place else MANY
    is_body = bool(forms) or Kind.body in kinds
    return "" if is_body and count >= enough else "describes many"


def _of_one_speaking(kinds: Sequence[Kind]) -> str:
    """Of one word that says something, beside those that describe; there is no legal form."""
    if len(kinds) == 1:
        return "an ordinary word"
    if len(kinds) == 2 and Kind.ground in kinds:
        return "a place"
    return "an ordinary word and a number" if len(kinds) == 2 and Kind.sign in kinds else ""


def kind_of(word: str) -> Kind:
    """What a folded word of a name says."""
    if word in SET_OF:
        return SET_OF[word]
    letters = ORDINAL.sub("", word)
    if len(letters) < SHORTEST_PART - 1:
        return Kind.sign
    is_brand = letters != word and len(letters) >= SHORTEST_WORD  # 4Lemons is no lemon
    if letters in _dictionary().words and not is_brand:
        return Kind.ordinary
    return Kind.own if len(letters) >= SHORTEST_PART else Kind.short


@cache
def _dictionary() -> Dictionary:
    return words.dictionary()
