"""Addresses that say what the page is about: /2026/06/final-rule-on-advanced-chips.html."""

import re
from urllib.parse import unquote, urlsplit

FRONT = re.compile(r"(?:index|default|home|main)(?:\.\w{2,5})?", re.IGNORECASE)
SUFFIX = re.compile(r"\.(?:[a-z]{2,5}\d?)$", re.IGNORECASE)
DAY = re.compile(r"(?:19|20)\d\d[-_]?\d\d[-_]?\d\d[-_]")
BETWEEN = re.compile(r"[-_+.,\s]+")
WORD = re.compile(r"[^\W\d_]{2,}")
# What systems hang on to the words: 100432, 6f3c9a1b22d0.
CODE = re.compile(r"\d{6,}|(?=\w*\d)(?=\w*[a-z])\w{8,}", re.IGNORECASE)
IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{4}")
FEWEST, FEWEST_ABOVE = 2, 3  # words of a headline, where it is the last part or one above


def words_of(url: str) -> str:
    """The words of its path in place of a headline; "" where there are none but codes.

    A part that stands above the last one may be the name of a section, so it needs more words.
    With a query it is the query that says which page is meant.
    """
    try:
        place = urlsplit(url)
    except ValueError:
        return ""
    parts = [unquote(part) for part in place.path.split("/") if part]
    if parts and FRONT.fullmatch(parts[-1]):
        parts.pop()
    if not parts or place.query:
        return ""
    above = (_headline(part, FEWEST_ABOVE) for part in reversed(parts[:-1]))
    return _headline(parts[-1], FEWEST) or next(filter(None, above), "")


def _headline(part: str, fewest: int) -> str:
    bare = SUFFIX.sub("", part)
    bare = bare[found.end() :] if (found := DAY.match(bare)) else bare
    words = [word for word in BETWEEN.split(bare) if word]
    while words and CODE.fullmatch(words[-1]):
        words.pop()
    while words and CODE.fullmatch(words[0]):
        words.pop(0)
    said = [word for word in words if WORD.fullmatch(word)]
    is_headline = len(said) >= fewest or IDEOGRAPHS.search(part)
    return " ".join(words) if is_headline else ""
