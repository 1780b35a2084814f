"""Where the sentences, paragraphs and words of a text lie: what proximity is measured by."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from tracker.core.text import IDEOGRAPHIC_CHARS, Sentences

Unit = Literal["sentence", "paragraph"]

# One character of Chinese or Japanese is half a word; anything else goes from space to space, over
# accents that are written apart and what is not seen, such as a soft hyphen.
LETTERS = rf"(?:(?![{IDEOGRAPHIC_CHARS}])[^\W_])+"
WITHIN = (
    "['’\u00ad\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u093a-\u094f\u200b-\u200f\u2060"
    "\ufe00-\ufe0f\ufeff]+"
)
# A voicing mark of its own is part of the kana before it.
WORD = re.compile(rf"(?![\u3099\u309a])[{IDEOGRAPHIC_CHARS}]|{LETTERS}(?:{WITHIN}{LETTERS})*")
IDEOGRAPH_WORDS = 0.5
LEAD = 300  # code points: an opening shorter than this takes the next paragraph in too


@dataclass(frozen=True)
class Layout:
    """One field of an article, measured when it is first asked for."""

    text: str

    @cached_property
    def sentences(self) -> Sentences:
        """Where its sentences begin."""
        return Sentences.of(self.text)

    @cached_property
    def paragraphs(self) -> Sentences:
        """Where its paragraphs begin: after every line break."""
        return Sentences((0, *(found.end() for found in re.finditer(r"\n+", self.text))))

    def part(self, unit: Unit, offset: int) -> int:
        """Number of the sentence or paragraph that the code point at `offset` stands in."""
        parts = self.sentences if unit == "sentence" else self.paragraphs
        return parts.index(offset)

    def written(self, unit: Unit) -> int:
        """How many sentences or paragraphs are not blank."""
        starts = (self.sentences if unit == "sentence" else self.paragraphs).starts
        ends = (*starts[1:], len(self.text))
        return sum(not self.text[a:b].isspace() for a, b in zip(starts, ends, strict=True) if a < b)

    @cached_property
    def lead_end(self) -> int:
        """Where the opening ends: the first paragraphs, until they have `LEAD` code points."""
        end = self.text.find("\n", LEAD)
        return end if end >= 0 else len(self.text)

    def distance(self, end: int, start: int) -> float:
        """Words from a hit that ends at `end` to one that starts at `start`; neighbours: 1."""
        starts, counts = self._words
        before, after = bisect_left(starts, end), bisect_left(starts, start)
        return counts[after] - counts[before] + 1

    @cached_property
    def _words(self) -> tuple[list[int], list[float]]:
        """Where each word begins, and how many words stand before it."""
        starts: list[int] = []
        counts = [0.0]
        for found in WORD.finditer(self.text):
            starts.append(found.start())
            size = IDEOGRAPH_WORDS if _is_ideograph(found[0]) else 1.0
            counts.append(counts[-1] + size)
        return starts, counts


def _is_ideograph(word: str) -> bool:
    return len(word) == 1 and re.match(f"[{IDEOGRAPHIC_CHARS}]", word) is not None
