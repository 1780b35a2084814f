"""The names that stand in one cell of an official list, without what is written around them.

Lists are written for people: a cell may hold several names, an acronym or another script in
brackets, "a.k.a.", a remark, a quotation mark that is never closed.
"""

import html
import re
import unicodedata
from collections.abc import Iterator

from tracker.core.legal import LEGAL
from tracker.core.names.forms import written
from tracker.core.text import HANGUL_CHARS, IDEOGRAPHIC_CHARS, squeeze
from tracker.rulebook.importing import descriptors

TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
BULLET = re.compile(r"\s[・•·](?=\S)|(?<=\S)[・•]\s|•")
OWN_SCRIPT = re.compile(f"[{IDEOGRAPHIC_CHARS}{HANGUL_CHARS}]")
OTHERWISE = re.compile(
    r"[\s,;]*\b(?:[afn]\.\s?k\.\s?a\.?|[afn]/k/a|d\.b\.a\.?|d/b/a|(?<![A-Za-z])aka(?=[ :,])"
    r"|(?:also|formerly|now|better|previously|otherwise) (?:known|called) (?:as|under)|formerly)"
    r"(?![A-Za-z])[\s:,]*"
)
# What announces names and is none: "the following three aliases:", "and subordinate entity".
OPENING = re.compile(
    r"^(?:.*\b(?:affiliated|subordinate) (?:entit(?:y|ies)|institutions?)\b"
    r"|(?:.*\b)?(?:the )?following (?:\w+ )?(?:alias(?:es)?|names?|entit(?:y|ies)|subsidiaries)\b"
    r"|(?:and|or|as well as|including)(?= ))[\s:,-]*",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"[\s,;(-]*\b(?:see (?:also|alias|under|entry|annex)\b.*|(?<=, )including .*|and|or)$",
    re.IGNORECASE,
)
# "(which took part in ...) X": the clause ends with 的. "X 等6家实体": and other bodies.
CLAUSE = re.compile(r"^[^的]{2,30}的(?=[^的]{4,}$)")
AND_OTHERS = re.compile(r"(?:及其|等).*实体$")
SCRIPT_LABEL = re.compile(
    r"^(?:latin|english|chinese|russian|arabic|cyrillic)\s*:\s*", re.IGNORECASE
)
QUOTED = re.compile(r"(?<!\w)'([^']+)(?:'(?!\w)|$)")  # and not the ' in Sa'id or Xi'an
SURNAME_FIRST = re.compile(r"([^\W\d_a-z][^\d_a-z,]+), ([A-Z][^,\d]*[a-z][^,\d]*)")
KINDS = descriptors.BODIES | descriptors.TRADES
PLAIN = KINDS | descriptors.PLACES | LEGAL | {"of", "and"}
LONGEST = 400  # code points of what may be a name
LONG_WORD = 5  # letters; the full stop after a shorter one may be of an abbreviation
SENTENCE = 8  # words in brackets; more are a remark


def names(cell: str, split: str = ";") -> list[str]:
    """Every name in a cell, the first one first, each once."""
    text = unicodedata.normalize("NFKC", TAG.sub(" ", html.unescape(cell)))
    text = BULLET.sub("\n", text)
    found = [name for part in _parts(text, split) for name in _names(squeeze(part))]
    return list(dict.fromkeys(found))


def _parts(text: str, split: str) -> Iterator[str]:
    """What stands between separators; those inside brackets separate nothing."""
    depth, start = 0, 0
    for at, char in enumerate(text):
        depth = max(0, depth + (char == "(") - (char == ")"))
        if char == "\n" or (char in split and depth == 0):
            yield text[start:at]
            start, depth = at + 1, 0
    yield text[start:]


def _names(part: str) -> Iterator[str]:
    if len(part) > LONGEST:
        yield " ".join(part.split())  # no name, and what is in its brackets takes long to tell
        return
    outside, inside = _without_brackets(OPENING.sub("", part))
    for text in (*OTHERWISE.split(outside), *inside):
        if name := _tidy(text):
            yield name


def _without_brackets(text: str) -> tuple[str, list[str]]:
    """The text without the brackets that are no part of its name, and the names inside them."""
    outside, at = "", 0
    inside: list[str] = []
    while (opened := text.find("(", at)) >= 0:
        closed = _closing(text, opened)
        content, rest = text[opened + 1 : closed].strip(), text[closed + 1 :]
        outside += text[at:opened]
        is_said_again = f" {written(content)} " in f" {written(outside)} "
        if is_said_again and _ends_name(rest):
            inside.append(content)
        elif not is_said_again and _belongs(content, rest):
            outside += text[opened : closed + 1]
        elif not is_said_again:
            inside += _names_inside(content, outside, rest)
        at = closed + 1
    return outside + text[at:], inside


def _closing(text: str, opened: int) -> int:
    depth = 0
    for at in range(opened, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0:
            return at
    return len(text)


def _belongs(content: str, rest: str) -> bool:
    """Whether a bracket is a part of the name around it: (Pty), (China), (Suzhou) Co."""
    if OWN_SCRIPT.search(content):
        return False
    said = written(content).split()
    if said and PLAIN.issuperset(said):
        return content[:1].isupper()
    is_one_word = re.fullmatch(r"[A-Z][a-z'-]+", content) is not None
    return is_one_word and any(map(str.isalnum, rest))


def _names_inside(content: str, outside: str, rest: str) -> Iterator[str]:
    """The further names that a bracket gives."""
    otherwise = OTHERWISE.match(content)
    if otherwise or SCRIPT_LABEL.match(content):
        inner, further = _without_brackets(SCRIPT_LABEL.sub("", content))
        yield from (*filter(None, OTHERWISE.split(inner)), *further)
    elif OWN_SCRIPT.search(content + outside) or (_ends_name(rest) and _is_name(content)):
        yield content


def _ends_name(rest: str) -> bool:
    """Whether only a legal form follows: an acronym before more than that is of somebody else."""
    words = written(re.sub(r"\([^)]*\)?", " ", rest)).split()
    return set(words) <= LEGAL


def _is_name(content: str) -> bool:
    """An acronym, or words that say what kind of body it is: a town is neither."""
    if ":" in content or len(content.split()) > SENTENCE or not content[:1].isalnum():
        return False
    has_acronym = any(sum(map(str.isupper, word)) > 1 for word in content.split())
    return content[0] == content[0].upper() and (
        has_acronym or not KINDS.isdisjoint(written(content).split())
    )


def _tidy(text: str) -> str:
    name = OPENING.sub("", squeeze(text).removesuffix("ÿ"))
    name = AND_OTHERS.sub("", CLAUSE.sub("", CLOSING.sub("", name)))
    name = squeeze(re.sub(r'["“”„«»*?$]', " ", name))
    name = QUOTED.sub(r"\1", name).strip(" ,;:-–—・'")
    name = re.sub(rf"(?<=[^\W\d_]{{{LONG_WORD}}})\.$", "", name)
    name = re.sub(r"\s+([,.)]|'s\b)", r"\1", name)
    if name.endswith(")") and "(" not in name:
        name = name.rstrip(") ")
    if name[:4].casefold() == "the " and " " in name[4:]:
        name = name[4:]
    return _in_order(name) if any(map(str.isalnum, name)) else ""


def _in_order(name: str) -> str:
    """PETROV, Vasiliy -> Vasiliy Petrov, as articles write it."""
    found = SURNAME_FIRST.fullmatch(name)
    if found is None or not PLAIN.isdisjoint(written(name).split()):
        return name
    return f"{found[2].strip()} {found[1].title()}"
