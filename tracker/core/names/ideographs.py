"""Chinese and Japanese names in which one character is another: a slip of an input method."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from tracker.core.text import IDEOGRAPHIC, IDEOGRAPHIC_CHARS

# Five characters at least: a shorter name with another character is mostly another name.
IDEOGRAPHIC_NAME = re.compile(f"[{IDEOGRAPHIC_CHARS}]{{5,}}")


class Ideographs:
    """Names by their halves: where one character differs, one half is right.

    A character more or less is another name too often, so only one in the place of another counts;
    and not the first or the last one, which may belong to the word beside a part of the name.
    """

    def __init__(self, names: Iterable[tuple[int, str, int]]) -> None:
        """`names`: (number, folded name, percent of likeness that is enough)."""
        halves: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
        for number, name, least in names:
            if IDEOGRAPHIC_NAME.fullmatch(name) and 100 * (len(name) - 1) / len(name) >= least:
                middle = len(name) // 2
                halves[name[:middle]].append((number, name, 0))
                halves[name[middle:]].append((number, name, middle))
        self._halves = list(halves.values())
        self._automaton = AhoCorasick(list(halves), matchkind=MatchKind.Standard)

    def hits(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Each place in folded `text` as (start, end, number)."""
        if not self._halves or text.isascii():
            return
        for half, at, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for number, name, before in self._halves[half]:
                start, end = at - before, at - before + len(name)
                if start >= 0 and _differ_in_one(text[start:end], name):
                    yield start, end, number


def _differ_in_one(written: str, name: str) -> bool:
    if len(written) != len(name) or written[0] != name[0] or written[-1] != name[-1]:
        return False
    other = [char for char, wanted in zip(written, name, strict=True) if char != wanted]
    return len(other) == 1 and IDEOGRAPHIC.match(other[0]) is not None
