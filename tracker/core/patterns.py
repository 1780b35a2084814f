"""Regular expressions in linear time.

Syntax: https://github.com/google/re2/wiki/Syntax (no look-around, no back-references).
"""

import re
from collections.abc import Iterable, Iterator

import re2

OPTIONS = re2.Options()
OPTIONS.log_errors = False  # it would write to standard error; we raise
HALF = re.compile("[\ud800-\udfff]")  # half a character, which cannot be encoded


def fault(pattern: str) -> str:
    """Why `pattern` cannot be used; "" when it can."""
    try:
        compiled = re2.compile(pattern, OPTIONS)
    except re2.error as error:
        said = error.args[0]
        return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return "it matches the empty text, so it would match everywhere" if compiled.search("") else ""


class Patterns:
    """Numbered patterns, none of which has a fault.

    One by one: a set of them gives up, as if nothing were there, when its automaton grows large.
    """

    def __init__(self, patterns: Iterable[tuple[int, str]]) -> None:
        self._compiled = [(number, re2.compile(text, OPTIONS)) for number, text in patterns]

    def hits(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Each place as (start, end, number), in code points of `text`."""
        whole = HALF.sub("\ufffd", text) if self._compiled else ""
        for number, compiled in self._compiled:
            for found in compiled.finditer(whole):
                if found.end() > found.start():
                    yield found.start(), found.end(), number
