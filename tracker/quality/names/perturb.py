"""Names as people write them who do not look them up: the same name in other shapes, or misspelt.

Each way takes a name and a source of chance, and gives what is written, or None when the name has
nothing that could be changed so.
"""

import random
import re
import unicodedata
from collections.abc import Callable

from tracker.quality.bench.prose import chinese
from tracker.quality.names import shapes

Way = Callable[[str, random.Random], str | None]

ACCENTED = {
    "a": "áàâäãå", "e": "éèêë", "i": "íîï", "o": "óôöõ", "u": "úûü", "c": "ç", "n": "ñ", "s": "š",
}  # fmt: skip
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
WORTH_A_TYPO = 4  # letters of a word; a shorter one is another word, or an abbreviation
SPLIT_FROM = 6  # letters of a word that is written as two
WORD = re.compile(r"[^\W\d_]+")


def exact(name: str, chance: random.Random) -> str | None:
    """As it is."""
    del chance
    return name


def legal_form_dropped(name: str, chance: random.Random) -> str | None:
    """Velmara Technology Co., Ltd. -> Velmara Technology."""
    del chance
    left = shapes.core(name)
    return left if left != name else None


def legal_form_changed(name: str, chance: random.Random) -> str | None:
    """Ltd. -> Limited, LLC -> Ltd., OOO Velmara -> JSC Velmara."""
    core = shapes.core(name)
    before, after = name.split(core, 1)
    if shapes.is_ideographic(name):
        instead = _instead(after, shapes.IDEOGRAPHIC_ENDINGS, chance)
        return instead and f"{before}{core}{instead}"
    if after:
        instead = _instead(after, shapes.ENDINGS, chance)
        return instead and f"{before}{core} {instead}"
    instead = _instead(before, shapes.BEGINNINGS, chance)
    return instead and f"{instead} {core}"


def _instead(form: str, table: dict[str, tuple[str, ...]], chance: random.Random) -> str | None:
    others = [
        other for known, o in table.items() if _letters(known) == _letters(form) for other in o
    ]
    return chance.choice(others) if others else None


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text)).lower()


def accents(name: str, chance: random.Random) -> str | None:
    """Taken from the letters that have them, else put on one or two that may."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    if plain != unicodedata.normalize("NFD", name):
        return unicodedata.normalize("NFC", plain)
    places = [at for at, char in enumerate(name) if char in ACCENTED]
    written = list(name)
    for at in chance.sample(places, min(len(places), chance.randint(1, 2))):
        written[at] = chance.choice(ACCENTED[name[at]])
    return "".join(written) if places else None


def hyphens(name: str, chance: random.Random) -> str | None:
    """A hyphen is a space, or a space a hyphen."""
    if "-" in name:
        return name.replace("-", " ")
    places = _spaces(name)
    return _replaced(name, chance.choice(places), 1, "-") if places else None


def ampersand(name: str, chance: random.Random) -> str | None:
    """& is and, or and is &."""
    del chance
    if "&" in name:
        return " ".join(name.replace("&", " and ").split())
    return name.replace(" and ", " & ") if " and " in name else None


def missing_space(name: str, chance: random.Random) -> str | None:
    """Two words are one."""
    places = _spaces(name)
    return _replaced(name, chance.choice(places), 1, "") if places else None


def extra_space(name: str, chance: random.Random) -> str | None:
    """One word is two; the second begins with a small letter."""
    words = [w for w in WORD.finditer(shapes.core(name)) if len(w[0]) >= SPLIT_FROM]
    if not words or shapes.is_ideographic(name):
        return None
    word = chance.choice(words)
    at = name.index(shapes.core(name)) + chance.randint(word.start() + 2, word.end() - 2)
    return f"{name[:at]} {name[at:]}"


def surname_first(name: str, chance: random.Random) -> str | None:
    """Mira Olen Tasker -> Tasker Mira Olen, or Tasker, Mira Olen."""
    if not shapes.looks_like_a_person(name):
        return None
    *given, surname = name.split()
    return f"{surname}{chance.choice((' ', ', '))}{' '.join(given)}"


def possessive(name: str, chance: random.Random) -> str | None:
    """Velmara's, with either apostrophe; without a legal form also the plural."""
    if shapes.is_ideographic(name):
        return None
    endings = ["'s", "’s"]
    if shapes.core(name) == name and name[-1:].isalpha() and name[-1:] not in "sxyzh":
        endings.append("s")
    return name.rstrip(".") + chance.choice(endings)


def typo(name: str, chance: random.Random) -> str | None:
    """A letter is another one, one too many, or missing."""
    places = _letters_worth(name)
    if not places:
        return None
    at = chance.choice(places)
    if shapes.is_ideographic(name):
        return _replaced(name, at, 1, chance.choice(chinese().ranked))
    way = chance.choice((_substituted, _inserted, _deleted))
    return way(name, at, chance)


def transposition(name: str, chance: random.Random) -> str | None:
    """Two neighbours in a word have changed places."""
    worth = set(_letters_worth(name))
    places = [at for at in sorted(worth) if at + 1 in worth]
    if not places or shapes.is_ideographic(name):
        return None
    at = chance.choice(places)
    return _replaced(name, at, 2, _in_case(name[at : at + 2], name[at + 1] + name[at]))


def two_typos(name: str, chance: random.Random) -> str | None:
    """One, and another one."""
    once = None if shapes.is_ideographic(name) else typo(name, chance)
    return typo(once, chance) if once else None


STRUCTURAL: dict[str, Way] = {
    "exact": exact,
    "legal form dropped": legal_form_dropped,
    "legal form changed": legal_form_changed,
    "accents": accents,
    "hyphen or space": hyphens,
    "& or and": ampersand,
    "missing space": missing_space,
    "extra space": extra_space,
    "surname first": surname_first,
    "possessive or plural": possessive,
}
EDIT: dict[str, Way] = {
    "typo": typo,
    "transposition": transposition,
    "two typos": two_typos,
}


TRIES = 9  # a change may give the same name again; most names have another that does not


def perturbed(name: str, way: str, chance: random.Random) -> str | None:
    """`name` in the shape of one of the ways above; None if it has nothing to be changed so."""
    change = (STRUCTURAL | EDIT)[way]
    written = (change(name, chance) for _ in range(TRIES))
    return next((w for w in written if w is None or w != name or way == "exact"), None)


def _spaces(name: str) -> list[int]:
    """Those between two words of its core that are of letters alone."""
    core = shapes.core(name)
    found = re.finditer(r"(?<=[^\W\d_]) (?=[^\W\d_])", core)
    return [name.index(core) + space.start() for space in found]


def _letters_worth(name: str) -> list[int]:
    core = shapes.core(name)
    least = 1 if shapes.is_ideographic(name) else WORTH_A_TYPO
    words = [word for word in WORD.finditer(core) if len(word[0]) >= least]
    return [name.index(core) + at for word in words for at in range(word.start(), word.end())]


def _substituted(name: str, at: int, chance: random.Random) -> str:
    return _replaced(name, at, 1, _in_case(name[at], chance.choice(_near(name[at]))))


def _inserted(name: str, at: int, chance: random.Random) -> str:
    extra = chance.choice((name[at].lower(), chance.choice(_near(name[at]))))
    capitals = len(name[at : at + 2]) > 1 and name[at : at + 2].isupper()
    return _replaced(name, at + 1, 0, extra.upper() if capitals else extra)


def _deleted(name: str, at: int, chance: random.Random) -> str:
    del chance
    return _replaced(name, at, 2, _in_case(name[at], name[at + 1 : at + 2]))


def _near(letter: str) -> str:
    """The letters beside it on a keyboard; the letter itself when it is on none."""
    plain = unicodedata.normalize("NFD", letter.lower())[0]
    for number, row in enumerate(ROWS):
        at = row.find(plain)
        if at >= 0:
            above = ROWS[number - 1][at : at + 2] if number else ""
            return row[max(0, at - 1) : at] + row[at + 1 : at + 2] + above
    return plain


def _in_case(before: str, written: str) -> str:
    """With a capital where there was one: no slip of a key moves it."""
    if len(before) > 1 and before.istitle():
        return written.capitalize()
    return written[:1].upper() + written[1:] if before[:1].isupper() else written


def _replaced(name: str, at: int, length: int, written: str) -> str:
    return name[:at] + written + name[at + length :]
