"""What stands where in a text: words and characters counted, cuts, numbers, names, sentences."""

import re
import unicodedata
from html import unescape
from itertools import pairwise

from tracker.core.text import Sentences
from tracker.quality.dedup.corpus import Text

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


def lead(article: Text) -> str:
    """The first 60 words of the body, in Chinese the first 120 characters."""
    limit = LEAD_CHARS if article.spaceless else LEAD_WORDS
    return first(article, limit) if size(article) > limit else article.text


def front(article: Text) -> str:
    """Title and lead, a line each: where a story says what it is about."""
    return f"{article.title}\n{lead(article)}"


def whole(article: Text) -> str:
    """Title and body."""
    return f"{article.title}\n{article.text}"


def in_front(pattern: str, article: Text) -> list[str]:
    """What matches in title and lead, each once, in the order of the text."""
    return list(dict.fromkeys(place[0] for place in re.finditer(pattern, front(article))))


def size(article: Text) -> int:
    """Of the body: words, or characters where no space parts words."""
    return len(article.text) if article.spaceless else len(article.text.split())


def first(article: Text, count: int) -> str:
    """So many words or characters of the body, or fewer: neither a number nor a word is cut."""
    if article.spaceless:
        end = count
        while 0 < end < len(article.text) and ENDS_ILL.match(article.text[end - 1]):
            end -= 1
        return article.text[:end]
    words = list(re.finditer(r"\S+", article.text))[:count]
    while len(words) > 1 and words[-1][0][-1].isdigit():
        words.pop()  # 12 of "12 million" is another number
    return article.text[: words[-1].end()] if words else ""


def sentences(article: Text) -> list[str]:
    """Those of the body, without the spaces between them."""
    starts = (*Sentences.of(article.text).starts, len(article.text))
    parts = (article.text[a:b] for a, b in pairwise(starts))
    return [part.strip() for part in parts if part.strip()]


def numbers(text: str) -> list[str]:
    """All that are written in digits, in their order, whatever their width."""
    return NUMBER.findall(unicodedata.normalize("NFKC", unescape(text)))


def names(text: str) -> list[str]:
    """Words that are always written with a capital and stand within a sentence; each once.

    Of a name of several words the last one. Only in languages that part words by spaces.
    """
    found = dict.fromkeys(NAME.findall(text))
    return [name for name in found if name not in NO_NAMES and not _is_written_small(name, text)]


def _is_written_small(name: str, text: str) -> bool:
    return re.search(rf"\b{name.lower()}\b", text) is not None
