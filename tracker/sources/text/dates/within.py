"""The date in a longer text, such as "Published: 25 June 2026 | Rule": right, or not at all."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime

LONGEST = 1_000  # characters; a longer text is an article, and has dates of its own
NOT_WITHIN = r"(?<![A-Za-z\d])(?<![A-Za-z\d][/.-])"  # A-2026-06-25 is the number of a document
# The forms of tracker.sources.text.dates that nothing else is written in.
DATE = re.compile(
    NOT_WITHIN + r"(?:"
    r"\d{4}\s?[-/.年년]\s?\d{1,2}\s?[-/.月월]\s?\d{1,2}(?:\s?[日일])?"
    r"|(?:令和|平成|民國|民国) ?(?:\d{1,3}|元) ?年 ?\d{1,2} ?月 ?\d{1,2} ?日"
    r"|\d{1,2}(?:st|nd|rd|th|º|er|\.)?(?: de| of)?[ /-][^\W\d_]{3,12}\.?,?(?: de)?[ /-]\d{4}"
    r"|\d{1,2}-[^\W\d_]{3}-\d\d"
    r"|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    r"|\d{1,2} tháng \d{1,2},? năm \d{4}"
    r"|\d{1,2}(?P<sep>[-/.])\d{1,2}(?P=sep)\d{4}"
    r")(?!\d|[/.-]\d)",
    re.IGNORECASE,
)
RANGE = re.compile(  # what stands before the end of a range: "25 - ", "25 June to "
    r"(?<![\w/.-])\d{1,2}(?: [^\W\d_]{3,10}\.?)?\s?(?:[-–—/&,]|to|and|bis|und|au|et|至|到)\s?$"
)
WORD = re.compile(r"\s*\S+")
MOST_WORDS = 4  # of a time: at 10:00 a.m. ET


def date_within(text: str, read: Callable[[str], datetime | None]) -> datetime | None:
    """The one moment that `text` names, as `read` reads it.

    None when it names several days, or one that cannot be read for sure: nobody says which of
    them is meant.
    """
    if len(text) > LONGEST:
        return None
    tidy = " ".join(unicodedata.normalize("NFKC", text).split())
    if whole := read(tidy):
        return whole
    moments = {_moment(tidy, found, read) for found in DATE.finditer(tidy)}
    return moments.pop() if len(moments) == 1 else None


def _moment(
    text: str, found: re.Match[str], read: Callable[[str], datetime | None]
) -> datetime | None:
    """A date with the time behind it, if there is one; None for the end of a range of days."""
    if RANGE.search(text, 0, found.start()):
        return None
    ends = [found.end()]
    while len(ends) <= MOST_WORDS and (word := WORD.match(text, ends[-1])):
        ends.append(word.end())
    return next(filter(None, (read(text[found.start() : end]) for end in reversed(ends))), None)
