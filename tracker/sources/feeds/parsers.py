"""Three ways to read XML: exactly and fast, fast but forgiving, and thoroughly."""

import io
import re
from collections.abc import Sequence
from html import unescape
from typing import Any
from xml.sax import SAXException

import fastfeedparser.main
import feedparser

from tracker.core.model import Outcome
from tracker.errors import SourceError
from tracker.sources.feeds.items import Item, says
from tracker.sources.feeds.repair import Written, is_even, is_overloaded, repaired

# The parsers guess at dates, and guess wrong (2020/1/10 becomes November, PM is dropped), so we
# have the fast one hand them over as written; tests/sources/test_feed.py fails if the hook moves.
fastfeedparser.main._parse_date = str  # noqa: SLF001 - the library has no option for it
# Its native part alone, because the library does not say whether a feed was well-formed. There are
# wheels without it. WANTED: content, tags and media, no enclosures.
CORE: Any = getattr(fastfeedparser.main, "_core", None)
WANTED = (True, True, True, False)

MOST_TAGS = 100_000  # for more, the thorough parser takes minutes
ITEM = re.compile(rb"<(?:item|entry|[\w.-]++:(?:item|entry))[\s>]")
_FULL = rb"\b(?:[^<>]*[^/<>])?>(?!\s*</)(?!\s*<!\[CDATA\[\s*\]\]>)"  # opened, and not empty
# Where the title, the link, the text and the date of an item stand, in the order of `says`.
SIGNS = tuple(
    re.compile(rb"<(?:[\w.-]++:)?(?:" + sign + rb")")
    for sign in (
        rb"title" + _FULL,
        rb"link(?:\s[^<>]*\bhref\s*=|" + _FULL + rb")",
        rb"(?:description|summary|content|encoded)" + _FULL,
        rb"(?:pubDate|published|updated|date|issued|modified|created)" + _FULL,
    )
)


def read_exactly(source: Written) -> Sequence[Item]:
    """The items of RSS or Atom that is in order in every respect; () for all else."""
    items = () if is_overloaded(source) else _exact(source.feed)
    return items if items and is_even(source) and not _lost(items, source) else ()


def read_anyhow(source: Written, name: str) -> Sequence[Item]:
    """The items of any feed. Raises SourceError (parse_error)."""
    mended = repaired(source)
    items = _exact(mended) or _forgiving(mended)
    if items and not _lost(items, source):
        return items
    parsed = _thorough(mended) if source.markup.count(b"<") <= MOST_TAGS else {}
    # Its own kind of dict answers for keys that are not there.
    others = [dict(item) for item in parsed.get("entries", ())]
    if not items and not others:
        _raise_if_broken(parsed, name)
    return others if _score(others) > _score(items) else items


def chunks(source: Written) -> list[bytes]:
    """How each item is written, from behind the name of its element up to the next item."""
    return ITEM.split(source.feed)[1:]


def _exact(feed: bytes) -> Sequence[Item]:
    """The items of well-formed RSS or Atom; () for anything else."""
    try:
        read = CORE.parse_entries(feed, dict, str, unescape, *WANTED)
    except Exception:  # noqa: BLE001 - there is none, or it has changed: the next one will do
        return ()
    # In a str it says why it did not read the feed.
    items: Sequence[Item] = () if isinstance(read, str) else read[-1]
    return items


def _forgiving(feed: bytes) -> Sequence[Item]:
    """Given bytes, because this parser takes a str that starts with http for a URL to fetch."""
    try:
        items: Sequence[Item] = fastfeedparser.main.parse(feed, include_enclosures=False)["entries"]
    except Exception:  # noqa: BLE001 - it raises what it likes, and the thorough one comes next
        return ()
    return items


def _thorough(feed: bytes) -> Item:
    """Given a stream, because this parser takes a str for a URL or the name of a file."""
    try:
        parsed: Item = feedparser.parse(
            io.BytesIO(feed), sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # noqa: BLE001 - https://github.com/kurtmckee/feedparser/issues/599
        return {"bozo": True, "bozo_exception": error}
    return parsed


def _lost(items: Sequence[Item], source: Written) -> bool:
    """Whether the feed as written has an item, a title, a link, a text or a date `items` lack."""
    said = [says(item) for item in items]
    if all(map(all, said)):
        return len(ITEM.findall(source.markup)) > len(items)
    parts = chunks(source)
    if len(parts) != len(items):
        return True
    return any(
        not has and sign.search(part) is not None
        for each, part in zip(said, parts, strict=True)
        for has, sign in zip(each, SIGNS, strict=True)
    )


def _score(items: Sequence[Item]) -> int:
    return len(items) + sum(map(sum, map(says, items)))


def _raise_if_broken(parsed: Item, name: str) -> None:
    """A feed without entries is a feed; anything else without entries is a fault."""
    error = parsed.get("bozo_exception")
    if parsed.get("bozo") and isinstance(error, SAXException):
        place = getattr(error, "getLineNumber", lambda: None)()
        where = f" at line {place}" if place else ""
        raise SourceError(
            Outcome.parse_error, f"broken XML{where} ({error.getMessage()}): {name}"
        ) from error
    if not parsed.get("version"):
        raise SourceError(Outcome.parse_error, f"not a feed: {name}")
