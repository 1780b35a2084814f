"""Where a character of a YAML text stands in the file: through quotes, escapes and folding."""

import re

PROPERTIES = re.compile(r"(?:[!&]\S*\s+)*")  # a tag or an anchor before the text
HEADER = re.compile(r"[|>][^\n]*\n")  # of a literal or folded block
ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|\r?\n|.)", re.DOTALL
)
ESCAPED_SPACES = frozenset("nrtvf _NLP\r\n")  # what may follow a backslash and is not seen


def place(raw: str, value: str, offset: int) -> int:
    """The code point of `raw`, as written in the file, that became number `offset` of `value`.

    Folding makes other white space of white space, so only visible characters are followed.
    """
    at = _end(PROPERTIES.match(raw))
    quote = raw[at] if raw[at : at + 1] in {"'", '"'} else ""
    at = max(at + len(quote), _end(HEADER.match(raw, at)))
    for index, char in enumerate(value):
        if not char.isspace():
            at = _visible(raw, at, quote)
        if index == offset:
            return at
        if not char.isspace():
            at += _size(raw, at, quote)
    return at


def _end(found: re.Match[str] | None) -> int:
    return found.end() if found else 0


def _visible(raw: str, at: int, quote: str) -> int:
    while at < len(raw):
        escape = ESCAPE.match(raw, at) if quote == '"' else None
        if not (_is_space(escape) if escape else raw[at].isspace()):
            break
        at = escape.end() if escape else at + 1
    return at


def _is_space(escape: re.Match[str]) -> bool:
    code = next(filter(None, escape.groups()), "")
    return chr(int(code, 16)).isspace() if code else escape[0][1] in ESCAPED_SPACES


def _size(raw: str, at: int, quote: str) -> int:
    if quote == '"' and (escape := ESCAPE.match(raw, at)):
        return escape.end() - at
    return 2 if quote == "'" and raw.startswith("''", at) else 1
