"""Names spelt nearly right: windows of words, held against each fuzzy term.

The likeness is optimal string alignment, never a partial ratio: that one calls India Nvidia.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from tracker.core.fold import fold

WORD = re.compile(r"[^\W_]+")


class Fuzzy:
    """Terms with the percent of likeness that is enough for each."""

    def __init__(self, terms: Iterable[tuple[int, str, int]]) -> None:
        self._terms = [(number, fold(text).text.strip(), least) for number, text, least in terms]
        self._sizes = sorted({len(WORD.findall(text)) for _, text, _ in self._terms})

    def hits(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Each place in the folded `text` as (start, end, number); the first letter must agree."""
        windows = self._windows(text)
        for number, wanted, least in self._terms:
            places = windows.get((len(WORD.findall(wanted)), wanted[0]), [])
            choices = [text[start:end] for start, end in places]
            for _, _, index in process.extract_iter(
                wanted, choices, scorer=OSA.normalized_similarity, score_cutoff=least / 100
            ):
                yield (*places[index], number)

    def _windows(self, text: str) -> dict[tuple[int, str], list[tuple[int, int]]]:
        """(number of words, first letter) -> the stretches of text that have both."""
        words = [found.span() for found in WORD.finditer(text)] if self._terms else []
        found: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
        for size in self._sizes:
            for first, last in zip(words, words[size - 1 :], strict=False):
                found[size, text[first[0]]].append((first[0], last[1]))
        return found
