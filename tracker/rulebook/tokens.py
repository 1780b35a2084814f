"""The words of a query: terms, operators and fields, each with its place in the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from tracker.rulebook.problems import nearest
from tracker.rulebook.schema import MAX_COUNT, MAX_WITHIN, MIN_LIKENESS, FieldName

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


EDGE = r'(?=[\s()"]|$)'
NEAR = re.compile(rf"(?P<no>not\s+)?(?P<how>w|pre)/(?P<size>\d+|[sp]){EDGE}", re.IGNORECASE)
FUNCTION = re.compile(r"(?!(?:AND|OR|NOT)\()(?P<name>[A-Za-z]+)(?P<number>\d*)\(")
FIELD = re.compile(r"(?P<name>[A-Za-z]+)(?:(?P<sign>:)|\s*[=<>]|：)")
PHRASE = re.compile(r'"(?P<text>[^"]*)"')
REGEX = re.compile(r"/(?P<text>(?:[^/\\]|\\.)+)/")
WORD = re.compile(r'[^\s()"]+')
LIKE = re.compile(r"~(?P<number>\d+)$")
AFTER_PHRASE = re.compile(r"~(?P<number>\d+)")

# What other products write -> what is written here.
HABITS = tuple(
    (re.compile(theirs), ours)
    for theirs, ours in (
        (rf"(?i:/(\d+|[sp])){EDGE}", r"w/\1"),
        (rf"(?i:not\s+/(\d+|[sp])){EDGE}", r"not w/\1"),
        (rf"\+(\d+){EDGE}", r"pre/\1"),
        (rf"(?i:\+([sp])){EDGE}", r"w/\1"),
        (rf"(?i:near|w)/?(\d+){EDGE}", r"w/\1"),
        (rf"(?i:onear/|adj|pre)(\d+){EDGE}", r"pre/\1"),
        (rf"NEAR{EDGE}", "w/10"),
        (rf"ADJ{EDGE}", "pre/1"),
        (rf"SAME{EDGE}", "w/p"),
        (rf"(?i:w/sent){EDGE}", "w/s"),
        (rf"(?i:w/para){EDGE}", "w/p"),
        (rf"(?i:w/seg){EDGE}", "AND inside one field: title:(... AND ...)"),
        (r"(?i:atleast)(\d+)(?=\s)", r"atleast\1(...)"),
        (rf"(?:&&?|\+){EDGE}", "AND"),
        (r'\+(?=[^\W\d_]|["(])', "AND"),
        (rf"\|\|?{EDGE}", "OR"),
        (rf"(?i:%|but\s+not|andnot){EDGE}", "AND NOT"),
        (r'-(?=[\w"(])', "AND NOT"),
        (r'!(?=[\w"(])', "NOT, or exact(...)"),
        (r"#(\w+)", r"singular(\1)"),
        (rf'([^\s()"!]+)!{EDGE}', r"\1*"),
        (rf'([^\s()"$]+)\$\d*{EDGE}', r"\1*"),
        (rf'[^\s()"/]*/F\d+/{EDGE}', "lead:(...)"),
        (r"hd=(\w*)", r"title:\1"),
        ("[“”„]", '"'),
        ("（", "("),
        ("）", ")"),
    )
)
SOME_HABIT = re.compile("|".join(habit.pattern for habit, _ in HABITS))
ELSEWHERE = "languages: on the watch", "sources: on the watch", "backtest --since"
FOREIGN = {
    **dict.fromkeys(("ti", "hd", "headline"), "title:(...)"),
    **dict.fromkeys(("hlead", "hlp"), "title:(...) OR lead:(...)"),
    **dict.fromkeys(("ingress", "pr"), "lead:(...)"),
    **dict.fromkeys(("au", "by", "byline"), "author:(...)"),
    **dict.fromkeys(("la", "lang", "language"), ELSEWHERE[0]),
    **dict.fromkeys(("rst", "publication", "source"), ELSEWHERE[1]),
    **dict.fromkeys(("da", "date"), ELSEWHERE[2]),
    "text": "body:(...)",
    "site": "url:(...)",
    "subject": "tags:(...)",
    **dict.fromkeys(("country", "re"), "jurisdictions: on the watch"),
    **dict.fromkeys(("company", "co"), "$name, of an entity"),
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
    number = _number(size) if size.isdigit() else 0
    if size.isdigit() and not 1 <= number <= MAX_WITHIN:
        message = f"{how}/{number}: the distance is 1 to {MAX_WITHIN} words"
        raise QueryError(found.start("size"), message)
    if found["no"] and how == "pre":
        raise QueryError(found.start(), "there is no 'not pre/'", f"not w/{size}")
    value = f"{'not ' * bool(found['no'])}{how}/{size}"
    return Token("near", value, found.start(), found.end(), number)


def _function(found: re.Match[str], at: int) -> Token:
    name, digits = found["name"].lower(), found["number"]
    takes_number = name == "atleast"
    if name not in FUNCTIONS or (digits and not takes_number):
        raise QueryError(at, f"no function is called '{found[0][:-1]}'", _meant(name))
    number = _number(digits)
    if takes_number and not 1 <= number <= MAX_COUNT:
        message = f"atleast needs a number from 1 to {MAX_COUNT}"
        raise QueryError(at, message, "write atleast3(...)")
    return Token("function", name, at, found.end(), number)


def _field(found: re.Match[str], at: int) -> Token:
    name = found["name"].lower()
    if name not in FIELDS:
        hint = "" if name in FOREIGN else nearest(name, FIELDS)
        raise QueryError(at, f"no field is called '{found['name']}'", hint or _meant(name))
    if not found["sign"]:
        raise QueryError(at, f"'{found[0]}' is not written so here", f"write {name}:(...)")
    return Token("field", name, at, found.end())


def _meant(name: str) -> str:
    if name in {"and", "or", "not"}:
        return f"write {name.upper()} in capitals"
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
    like = LIKE.search(text, at, at + len(word))
    if like is None:
        return Token("term", word, at, at + len(word))
    if like.start() == at:
        raise QueryError(
            at, f"no term stands before '{word}'", f"write it close behind: term{word}"
        )
    return Token("term", text[at : like.start()], at, like.end(), _percent(like))


def _likeness(text: str, end: int) -> tuple[int, int]:
    """`~90` after a phrase."""
    found = AFTER_PHRASE.match(text, end)
    return (found.end(), _percent(found)) if found else (end, 0)


def _percent(found: re.Match[str]) -> int:
    number = _number(found["number"])
    if not MIN_LIKENESS <= number <= 100:
        message = f"~{number}: the likeness is {MIN_LIKENESS} to 100 percent"
        raise QueryError(found.start(), message, "write ~90")
    return number


def _number(digits: str) -> int:
    """The number, or one that is too large as well."""
    return int(digits[:9] or 0)


def _refuse_habits(text: str, at: int) -> None:
    if not SOME_HABIT.match(text, at):
        return
    for habit, ours in HABITS:
        if found := habit.match(text, at):
            raise QueryError(
                at, f"'{found[0]}' is not written so here", f"write {found.expand(ours)}"
            )
