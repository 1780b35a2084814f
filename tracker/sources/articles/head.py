"""What a page says of itself: its title, and when it was published."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

# Names of <meta> under which sites give the day of an article, the surest first.
DATES = (
    *("article:published_time", "publishdate", "pubdate", "date"),
    *("dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date"),
)
PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"<>]{4,40})"')


def titles(tree: LexborHTMLParser) -> tuple[str, ...]:
    """What the page calls itself, in one line each: for programs, in its tab, in its heading."""
    places = (tree.css_first("head > title"), tree.css_first("h1"))
    said = (_meta(tree).get("og:title", ""), *(place.text() for place in places if place))
    return tuple(filter(None, (" ".join(words.split()) for words in said)))


def published(tree: LexborHTMLParser, moment: Callable[[str], datetime | None]) -> datetime | None:
    """The first date that `moment` can read, of those that are meant for programs."""
    return next(filter(None, map(moment, _dates(tree))), None)


def _dates(tree: LexborHTMLParser) -> Iterator[str]:
    meta = _meta(tree)
    yield from (meta[name] for name in DATES if name in meta)
    for script in tree.css("script[type='application/ld+json']"):
        yield from PUBLISHED.findall(script.text())[:1]
    for node in tree.css("time[datetime]")[:1]:
        yield node.attributes.get("datetime") or ""


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    """Names in lower case -> content; of several of one name, the first."""
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        said = node.attributes
        name = said.get("property") or said.get("name") or ""
        found.setdefault(name.lower(), (said.get("content") or "").strip())
    return found
