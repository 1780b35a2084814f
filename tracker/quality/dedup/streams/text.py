"""An article, and what stands where in it: lead, sentences, numbers, names."""

import re
import unicodedata
from dataclasses import dataclass
from html import unescape
from itertools import pairwise

from tracker.core.text import Sentences

SPACELESS = frozenset({"zh", "ja"})
LEAD_WORDS, LEAD_CHARS = 60, 120
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
ENDS_ILL = re.compile(r"[A-Za-z0-9.,$€£¥%-]")  # the next character may belong to these
MONTHS = (
    "January February March April May June July August September October November December".split()
)
# Written with a capital within a sentence, and still nobody's and nothing's name.
NO_NAMES = frozenset(
    "Mr Mrs Ms Dr President Minister Prime Senator Representative Governor Judge Justice Chairman "
    "Director Secretary General Chief Professor King Queen Internet Act Bill Notice Order Docket "
    "Release Section Article Group Department Ministry Bureau Committee Commission Council Court "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Sept Street Road This That These "
    "List Lists House Office Agency Authority Union Nations States Party Parliament Congress Bank "
    "Senate Government Regulation Directive Rule Plan Index Fund News Report University Company "
    "There They With When What Which Where While Their Then After Before From Here Have".split()
).union(MONTHS)
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?:[A-Z][a-z]+)*(?![\w-]| [A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An article in plain text, a paragraph a line. `language`: "en", "zh", another, or ""."""

    title: str
    text: str
    language: str
    url: str = ""

    @property
    def spaceless(self) -> bool:
        """Whether no space parts its words, so that it is measured in characters."""
        return self.language in SPACELESS

    @property
    def space(self) -> str:
        """What stands between two sentences."""
        return "" if self.spaceless else " "

    @property
    def size(self) -> int:
        """Of the body: words, or characters where no space parts words."""
        return len(self.text) if self.spaceless else len(self.text.split())

    @property
    def lead(self) -> str:
        """The first 60 words of the body, in Chinese the first 120 characters."""
        limit = LEAD_CHARS if self.spaceless else LEAD_WORDS
        return self.first(limit) if self.size > limit else self.text

    @property
    def front(self) -> str:
        """Title and lead, a line each: where a story says what it is about."""
        return f"{self.title}\n{self.lead}"

    @property
    def whole(self) -> str:
        """Title and body."""
        return f"{self.title}\n{self.text}"

    @property
    def sentences(self) -> list[str]:
        """Those of the body, without the spaces between them."""
        starts = (*Sentences.of(self.text).starts, len(self.text))
        parts = (self.text[a:b].strip() for a, b in pairwise(starts))
        return [part for part in parts if part]

    def first(self, count: int) -> str:
        """So many words or characters of the body, or fewer: neither a number nor a word is cut."""
        if self.spaceless:
            while 0 < count < len(self.text) and ENDS_ILL.match(self.text[count - 1]):
                count -= 1
            return self.text[:count]
        words = list(re.finditer(r"\S+", self.text))[:count]
        while len(words) > 1 and words[-1][0][-1].isdigit():
            words.pop()  # 12 of "12 million" is another number
        return self.text[: words[-1].end()] if words else ""

    def in_front(self, pattern: str) -> list[str]:
        """What matches in title and lead, each once, in the order of the text."""
        return list(dict.fromkeys(place[0] for place in re.finditer(pattern, self.front)))


def numbers(text: str) -> list[str]:
    """All that are written in digits, in their order, whatever their width."""
    return NUMBER.findall(unicodedata.normalize("NFKC", unescape(text)))


def names(text: str) -> list[str]:
    """Words that are always written with a capital and stand within a sentence; each once.

    Of a name of several words the last one. Only in languages that part words by spaces.
    """
    found = [name for name in dict.fromkeys(NAME.findall(text)) if name not in NO_NAMES]
    return [name for name in found if not re.search(rf"\b{name.lower()}\b", text)]
