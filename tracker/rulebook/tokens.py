"""The words of a query: terms, operators and fields, each with its place in the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from tracker.rulebook.problems import nearest
from tracker.rulebook.schema import MAX_WITHIN, FieldName

FIELDS = get_args(FieldName)
FUNCTIONS = ("atleast", "caps", "allcaps", "nocaps", "exact", "singular", "plural")


class QueryError(Exception):
    """What is wrong with a query: code points `start` to the fault, a sentence, a hint."""

    def __init__(self, start: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.start = start
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Token:
    """`kind`: open, close, term, phrase, regex, join (AND, OR), not, near, function, field, end.

    `value`: the text of a term; of an operator its written form, always the same for the same.
    """

    kind: str
    value: str
    start: int
    end: int
    number: int = 0  # of w/5, atleast3(, term~90


NEAR = re.compile(r"(?P<no>not\s+)?(?P<how>w|pre)/(?P<size>\d+|[sp])(?=[\s()]|$)", re.IGNORECASE)
FUNCTION = re.compile(r"(?P<name>[A-Za-z]+)(?P<number>\d*)\(")
FIELD = re.compile(r"(?P<name>[A-Za-z]+):")
PHRASE = re.compile(r'"(?P<text>[^"]*)"')
REGEX = re.compile(r"/(?P<text>(?:[^/\\]|\\.)+)/")
WORD = re.compile(r'[^\s()"]+')
LIKE = re.compile(r"~(?P<number>\d+)$")

# What other products write -> what is written here.
HABITS = (
    (re.compile(r"/(\d+)(?=[\s()]|$)"), r"w/\1"),
    (re.compile(r"/([sp])(?=[\s()]|$)"), r"w/\1"),
    (re.compile(r"\+(\d+)(?=[\s()]|$)"), r"pre/\1"),
    (re.compile(r"\+([sp])(?=[\s()]|$)"), r"w/\1"),
    (re.compile(r"(?i:near|w)/?(\d+)(?=[\s()]|$)"), r"w/\1"),
    (re.compile(r"(?i:onear/|adj|pre)(\d+)(?=[\s()]|$)"), r"pre/\1"),
    (re.compile(r"NEAR(?=[\s()]|$)"), "w/10"),
    (re.compile(r"ADJ(?=[\s()]|$)"), "pre/1"),
    (re.compile(r"SAME(?=[\s()]|$)"), "w/p"),
    (re.compile(r"(?:&&?|\+)(?=[\s()]|$)"), "AND"),
    (re.compile(r"\|\|?(?=[\s()]|$)"), "OR"),
    (re.compile(r"(?:%|BUT NOT|ANDNOT)(?=[\s()]|$)"), "AND NOT"),
    (re.compile(r"-(?=[\w\"(])"), "AND NOT"),
    (re.compile(r"#(\w+)"), r"singular(\1)"),
    (re.compile(r"([^\W\d_]+)!(?=[\s()]|$)"), r"\1*"),
    (re.compile(r"hd=(\w*)"), r"title:\1"),
)
ELSEWHERE = "languages: on the watch", "sources: on the watch", "backtest --since"
FOREIGN = {
    **dict.fromkeys(("ti", "hd", "headline"), "title:(...)"),
    **dict.fromkeys(("hlead", "hlp"), "title:(...) OR lead:(...)"),
    **dict.fromkeys(("ingress", "pr"), "lead:(...)"),
    **dict.fromkeys(("au", "byline"), "author:(...)"),
    **dict.fromkeys(("la", "lang", "language"), ELSEWHERE[0]),
    **dict.fromkeys(("rst", "publication", "source"), ELSEWHERE[1]),
    **dict.fromkeys(("da", "date"), ELSEWHERE[2]),
    "text": "body:(...)",
    "site": "url:(...)",
    "subject": "tags:(...)",
    "country": "jurisdictions: on the watch",
}


def tokens(text: str) -> Iterator[Token]:
    """The tokens of `text`, an "end" token last. Raises QueryError."""
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        token = _token(text, place)
        yield token
        place = token.end
    yield Token("end", "", len(text.rstrip()), len(text))


def _token(text: str, at: int) -> Token:
    char = text[at]
    if char in "()":
        return Token("open" if char == "(" else "close", char, at, at + 1)
    if char == '"':
        return _phrase(text, at)
    if near := NEAR.match(text, at):
        return _near(near)
    _refuse_habits(text, at)
    if char == "/":
        return _regex(text, at)
    if function := FUNCTION.match(text, at):
        return _function(function, at)
    if field := FIELD.match(text, at):
        return _field(field, at)
    return _word(text, at)


def _phrase(text: str, at: int) -> Token:
    found = PHRASE.match(text, at)
    if found is None:
        raise QueryError(at, "this quotation mark is never closed", 'add a " where the phrase ends')
    if not found["text"].strip():
        raise QueryError(at, "there is nothing between the quotation marks")
    end, number = _likeness(text, found.end())
    return Token("phrase", found["text"].strip(), at, end, number)


def _regex(text: str, at: int) -> Token:
    found = REGEX.match(text, at)
    if found is None:
        raise QueryError(at, "this / is never closed", "a regular expression is written /.../")
    return Token("regex", found["text"].replace(r"\/", "/"), at, found.end())


def _near(found: re.Match[str]) -> Token:
    how, size = found["how"].lower(), found["size"].lower()
    if how == "pre" and not size.isdigit():
        raise QueryError(found.start(), f"pre/ takes a number of words, not '{size}'", f"w/{size}")
    if size.isdigit() and not 1 <= int(size) <= MAX_WITHIN:
        raise QueryError(
            found.start("size"), f"{how}/{size}: the distance is 1 to {MAX_WITHIN} words"
        )
    if found["no"] and how == "pre":
        raise QueryError(found.start(), "there is no 'not pre/'", f"not w/{size}")
    value = f"{'not ' * bool(found['no'])}{how}/{size}"
    return Token("near", value, found.start(), found.end(), int(size) if size.isdigit() else 0)


def _function(found: re.Match[str], at: int) -> Token:
    name, number = found["name"].lower(), found["number"]
    takes_number = name == "atleast"
    if name not in FUNCTIONS or (number and not takes_number):
        raise QueryError(at, f"no function is called '{found['name']}{number}'", _meant(name))
    if takes_number and not (number and int(number)):
        raise QueryError(at, "atleast needs a number", "write atleast3(...)")
    return Token("function", name, at, found.end(), int(number or 0))


def _field(found: re.Match[str], at: int) -> Token:
    name = found["name"].lower()
    if name not in FIELDS:
        hint = nearest(name, FIELDS) or _meant(name)
        raise QueryError(at, f"no field is called '{found['name']}'", hint)
    return Token("field", name, at, found.end())


def _meant(name: str) -> str:
    if name in FOREIGN:
        return f"write {FOREIGN[name]}"
    if name in FIELDS:
        return f"write {name}:(...)"
    return nearest(name, FUNCTIONS) or (
        f"fields are {', '.join(FIELDS)}; functions {', '.join(FUNCTIONS)}; "
        "a term with a colon or a bracket needs quotation marks"
    )


def _word(text: str, at: int) -> Token:
    found = WORD.match(text, at)
    word = found[0] if found else text[at]
    if word in {"AND", "OR"}:
        return Token("join", word, at, at + len(word))
    if word == "NOT":
        return Token("not", word, at, at + len(word))
    like = LIKE.search(word)
    number = int(like["number"]) if like else 0
    term = word[: like.start()] if like else word
    return Token("term", term, at, at + len(word), number)


def _likeness(text: str, end: int) -> tuple[int, int]:
    """`~90` after a phrase."""
    found = re.compile(r"~(\d+)").match(text, end)
    return (found.end(), int(found[1])) if found else (end, 0)


def _refuse_habits(text: str, at: int) -> None:
    for habit, ours in HABITS:
        if found := habit.match(text, at):
            raise QueryError(
                at, f"'{found[0]}' is not written so here", f"write {found.expand(ours)}"
            )
