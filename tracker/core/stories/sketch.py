"""What of an article is compared, and the few numbers under which it is found again.

Shingles: https://doi.org/10.1109/SEQUEN.1997.666900 (A. Broder, on resemblance and containment).
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import nsmallest
from itertools import accumulate
from zlib import crc32

from tracker.core.model import Article
from tracker.core.stories.headlines import LONGEST_KEY, bare, title_key
from tracker.core.stories.wording import Wording, wording

TITLE = 600  # code points of a title that are compared at most
READ = 900  # code points of text that are compared at most
LEAD, DENSE_LEAD = 120, 240  # words of text that stand for it
OPENING, DENSE_OPENING = 60, 90  # of these, the ones that no shortened copy leaves out
BEGINNING, DENSE_BEGINNING = 24, 40
SHINGLE, DENSE_SHINGLE = 3, 4  # words
SMALLEST = 6  # hashes of shingles by which an article is found
REMEMBERED = 256  # sketches of stored articles, which come again with new ones
ADDRESS = re.compile(r"\bhttps?://\S+|\bwww\.\S+", re.IGNORECASE)
# Where, when and by whom a report was filed.
DATELINE = re.compile(
    r"^\s*(?:[（(【\[][^）)】\]\n]{2,40}[）)】\]]\s*)?(?:"
    r"[A-Z][\w.,'’/ ]{1,60}?(?:\([^)\n]{2,40}\)|,\s\w+\.?\s\d{1,2})\s*[-–—]+\s+"
    r"|[A-Z][A-Z.,'’/ ]{2,40}\s[-–—]+\s+"
    r"|[^\s。，,]{2,12}\d{1,2}月\d{1,2}日(?:电|電|讯|訊|消息)[\s:：，,]*(?:[（(][^）)\n]{2,30}[）)])?"
    r"|[（(]?记者[^）)\n。，]{2,20}[）)]\s*)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What of an article is compared: shingles as their hashes, the words of title and text.

    `is_dense`: whether a character is a word of it. `size`: words of its text, as English counts.
    """

    title: Wording
    lead: Wording
    shingles: frozenset[int]
    opening: frozenset[int]
    beginning: frozenset[int]
    title_key: str
    is_dense: bool
    size: int

    @property
    def keys(self) -> tuple[int, ...]:
        """The numbers, of 32 bits with a sign, under which it is found again."""
        smallest = nsmallest(SMALLEST, self.shingles)
        title = [_hash("title", self.title_key)] if self.title_key else []
        return tuple(dict.fromkeys(key - 2**31 for key in (*title, *smallest)))


def text_of(article: Article) -> str:
    """The text that stands for an article: of summary and body, the longer."""
    return max(article.summary, article.body, key=len)[:READ]


def sketch(article: Article) -> Sketch:
    """The sketch of an article."""
    return sketched(article.title, article.publisher, text_of(article))


@lru_cache(REMEMBERED)
def sketched(title: str, publisher: str, text: str) -> Sketch:
    """The sketch of an article with this title and `text_of`."""
    head, body = (
        wording(bare(title, publisher)[:TITLE]),
        wording(ADDRESS.sub(" ", DATELINE.sub("", text))),
    )
    body = replace(body, is_cut=body.is_cut or len(text) >= READ)
    is_dense = (body if body.words else head).is_dense
    lead = body.first(DENSE_LEAD if is_dense else LEAD)
    size = DENSE_SHINGLE if is_dense else SHINGLE
    opening = lead.first(DENSE_OPENING if is_dense else OPENING)
    return Sketch(
        title=head,
        lead=lead,
        shingles=_shingles(head, size) | _shingles(lead, size),
        opening=_shingles(opening, size - 1),
        beginning=_shingles(lead.first(DENSE_BEGINNING if is_dense else BEGINNING), size),
        title_key=title_key(title, publisher)[:LONGEST_KEY],
        is_dense=is_dense,
        size=len(lead.words) // 2 if is_dense else len(lead.words),
    )


def _shingles(words: Wording, size: int) -> frozenset[int]:
    """Hashes of every `size` neighbours; of fewer words, of all of them."""
    encoded = [word.encode() for word in words.words]
    if len(encoded) <= size:
        return frozenset([crc32(b" ".join(encoded))] if encoded else [])
    text = b" ".join(encoded)
    starts = list(accumulate((len(word) + 1 for word in encoded), initial=0))
    ends = (end - 1 for end in starts[size:])
    return frozenset(crc32(text[start:end]) for start, end in zip(starts, ends, strict=False))


def _hash(*parts: str) -> int:
    return crc32("\x1f".join(parts).encode())
