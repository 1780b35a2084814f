"""Where a character of a YAML text stands in the file: through quotes, escapes and folding."""

import re

HEADER = re.compile(r"[|>][^\n]*\n")  # of a literal or folded block
ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
ESCAPED_SPACE = re.compile(r"\\(?:[nrt _]|\r?\n)")


def place(raw: str, value: str, offset: int) -> int:
    """The code point of `raw`, as written in the file, that became number `offset` of `value`.

    Folding makes other white space of white space, so only visible characters are followed.
    """
    header = HEADER.match(raw)
    quote = raw[:1] if not header and raw[:1] in {"'", '"'} else ""
    at = header.end() if header else len(quote)
    for index, char in enumerate(value):
        if not char.isspace():
            at = _visible(raw, at, quote)
        if index == offset:
            return at
        if not char.isspace():
            at += _size(raw, at, quote)
    return at


def _visible(raw: str, at: int, quote: str) -> int:
    while at < len(raw):
        escaped = ESCAPED_SPACE.match(raw, at) if quote == '"' else None
        if not (raw[at].isspace() or escaped):
            break
        at = escaped.end() if escaped else at + 1
    return at


def _size(raw: str, at: int, quote: str) -> int:
    if quote == '"' and (escape := ESCAPE.match(raw, at)):
        return escape.end() - at
    return 2 if quote == "'" and raw.startswith("''", at) else 1
