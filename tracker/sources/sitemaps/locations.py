"""What a sitemap lists: pages, or other sitemaps, with what it says of each.

https://www.sitemaps.org/protocol.html
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from tracker.core.model import Outcome
from tracker.errors import SourceError
from tracker.sources.client.walls import title_of, wall
from tracker.sources.text.html import line, too_deep

CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
ROOT = re.compile(
    r"<(?:[\w.-]{1,40}:)?(urlset|sitemapindex|rss|feed|rdf|html|!doctype html)\b", re.I
)
SHOWN = 40  # characters of what is no sitemap
HEAD = 20_000  # characters in which a document says what it is
KINDS = {"urlset": "url", "sitemapindex": "sitemap"}
# Extensions that have a loc, a title or a date of their own, which is not the page's.
OTHERS = frozenset({"image", "video", "xhtml"})
FIELDS = frozenset({"loc", "lastmod", "title", "publication_date", "language", "name", "keywords"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """One page or sitemap. `modified`, `published`: UTC, or None; the rest is for news alone."""

    url: str
    modified: datetime | None = None
    published: datetime | None = None
    title: str = ""
    language: str = ""
    publisher: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def latest(self) -> datetime | None:
        """When anything was last heard of it."""
        return max(filter(None, (self.modified, self.published)), default=None)


@dataclass(frozen=True, slots=True)
class Listing:
    """All that a sitemap lists, each once; `is_index`: they are sitemaps."""

    locations: tuple[Location, ...]
    is_index: bool = False

    def newest(self) -> list[Location]:
        """The last modified ones first; those without a date behind them, in their order."""
        dated = [(place.latest, place) for place in self.locations if place.latest]
        dated.sort(key=lambda pair: pair[0], reverse=True)
        return [place for _, place in dated] + [p for p in self.locations if not p.latest]


def read(text: str, name: str, moment: Callable[[str], datetime | None]) -> Listing:
    """What a sitemap in XML or in plain text lists. Raises SourceError for anything else."""
    root = ROOT.search(text[:HEAD])
    kind = KINDS.get(root[1].lower(), "") if root else ""
    if kind:
        records = _records(text, name, kind)
    elif root is None and _is_address(text.strip().partition("\n")[0]):
        records = ({"loc": line.strip()} for line in text.splitlines())
    else:
        raise _refusal(text, name, root[1].lower() if root else "")
    places: dict[str, Location] = {}
    for record in records:
        if _is_address(url := record.get("loc", "")):
            places.setdefault(url, _location(url, record, moment))
    return Listing(tuple(places.values()), is_index=kind == "sitemap")


def _records(text: str, name: str, kind: str) -> Iterator[Mapping[str, str]]:
    """The elements of this kind, each as the texts in it.

    The parser is the one for HTML: it forgives what one for XML gives up at, so that damage costs
    only the entry it is in. It knows no CDATA, and has no entities that could be declared.
    """
    if too_deep(text):
        raise SourceError(Outcome.parse_error, f"nested too deeply: {name}")
    if not text.rstrip().endswith(">"):  # cut off, maybe within an address
        text = text.rpartition("</")[0]
    root = LexborHTMLParser(CDATA.sub(lambda found: escape(found[1]), text)).root
    record: dict[str, str] | None = None
    for node in root.traverse() if root else ():
        prefix, _, field = (node.tag or "").rpartition(":")
        if field == kind:
            if record:
                yield record
            record = {}
        elif record is not None and field in FIELDS and prefix not in OTHERS:
            record.setdefault(field, " ".join(node.text(deep=False).split()))
    if record:
        yield record


def _location(
    url: str, record: Mapping[str, str], moment: Callable[[str], datetime | None]
) -> Location:
    keywords = (word.strip() for word in record.get("keywords", "").split(","))
    return Location(
        url=url,
        modified=moment(record.get("lastmod", "")),
        published=moment(record.get("publication_date", "")),
        title=line(record.get("title", "")),
        language=record.get("language", ""),
        publisher=record.get("name", ""),
        keywords=tuple(dict.fromkeys(filter(None, keywords))),
    )


def _is_address(url: str) -> bool:
    """Whether it is whole, as the protocol asks for, and one that a browser opens."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in url.strip()


def _refusal(text: str, name: str, root: str) -> SourceError:
    """What came in the place of a sitemap, in one line."""
    if not text.strip():
        return SourceError(Outcome.parse_error, f"the body is empty: {name}")
    if reason := wall(text):
        return SourceError(Outcome.blocked, f"no sitemap, but {reason}: {name}")
    if "html" in root:
        called = f" (“{title_of(text)}”)" if title_of(text) else ""
        fault = f"a web page where a sitemap should be{called}"
        return SourceError(Outcome.blocked, f"{fault}: {name}")
    if root:
        fault = f"a feed, not a sitemap (write kind: feed): {name}"
        return SourceError(Outcome.parse_error, fault)
    start = text.strip()[:SHOWN]
    return SourceError(Outcome.parse_error, f"not a sitemap, it begins with {start!r}: {name}")
