"""The words of a text in which names are looked for, without regard to what stands between them."""

import re
from bisect import bisect_left
from functools import cached_property
from itertools import accumulate

from tracker.core.fold import Folded
from tracker.core.text import HANGUL_CHARS, IDEOGRAPHIC_CHARS

TO_SPACE = str.maketrans({chr(code): " " for code in range(128) if not chr(code).isalnum()})
NOT_ALPHABETIC = re.compile(rf"[\W_{IDEOGRAPHIC_CHARS}{HANGUL_CHARS}]+")


def alphabetic(text: str) -> str:
    """Folded text of the same length: a space for all but digits and letters of an alphabet."""
    if text.isascii():
        return text.translate(TO_SPACE)
    return NOT_ALPHABETIC.sub(lambda found: " " * len(found[0]), text)


class Words:
    """The words of a folded text. What few texts need is worked out when it is asked for."""

    def __init__(self, folded: Folded) -> None:
        self.folded = folded
        self._spaced = alphabetic(folded.text)
        self.all = self._spaced.split()
        self.letters = "".join(self.all)

    def between(self, start: int, end: int) -> tuple[int, int] | None:
        """First and last word (exclusive) that `letters[start:end]` is; None if it is a part."""
        first, last = bisect_left(self._edges, start), bisect_left(self._edges, end)
        whole = self._edges[first] == start and self._edges[last] == end
        return (first, last) if whole else None

    @cached_property
    def _edges(self) -> list[int]:
        return list(accumulate(map(len, self.all), initial=0))

    @cached_property
    def _starts(self) -> list[int]:
        return [found.start() for found in re.finditer(r"\S+", self._spaced)]

    def gap(self, index: int) -> str:
        """What stands before the word number `index`, folded; a line break, if one is in it."""
        before, start = self._starts[index - 1] + len(self.all[index - 1]), self._starts[index]
        return "\n" if "\n" in self.folded.aligned[before:start] else self.folded.text[before:start]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Code points of the original from one word to another (exclusive)."""
        end = self._starts[last - 1] + len(self.all[last - 1])
        return self.folded.span(self._starts[first], end)

    def is_capital(self, index: int) -> bool:
        """Whether the word is written with a capital, or in letters that have none."""
        return not self.folded.original[self.folded.starts[self._starts[index]]].islower()

    def lengths(self, first: int, last: int) -> list[int]:
        """How many letters end with each of these words but the last."""
        start = self._edges[first]
        return [edge - start for edge in self._edges[first + 1 : last]]
