"""Where a site says, or hints, that there is something for programs to read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tracker.sources.page import address_of, base_of
from tracker.sources.text.html import too_deep

FEED_TYPES = re.compile(r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)|(?:application|text)/xml")
FEED_LIKE = re.compile(
    r"[/._-](?:rss|atom|rdf|feeds?)(?:\d|[/._?-])|[?&](?:format|output|type|feed)=(?:rss|atom)",
    re.IGNORECASE,
)
FEED_WORDS = re.compile(r"\W*(?:rss|atom)(?: ?2\.0)?(?: feeds?)?\W*", re.IGNORECASE)
COMMENTS = re.compile(r"comments?\b", re.IGNORECASE)  # what readers say below a post
FEED_PLACES = ("/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json")
SITEMAP_PLACES = ("/sitemap.xml", "/news-sitemap.xml")
SITEMAP = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pointer:
    """An address to try. `why`: what led to it; `name`: what it is called there, or "".

    `is_guess`: nobody said that there is anything.
    """

    url: str
    why: str
    name: str = ""
    is_guess: bool = False


def feeds_on(text: str, address: str) -> list[Pointer]:
    """What a page announces as its feeds, then the links on it that look like feeds, each once."""
    root = None if too_deep(text) else LexborHTMLParser(text).root
    if root is None:
        return []
    base = base_of(root, address)
    found: dict[str, Pointer] = {}
    for node in (*filter(_is_announced, root.css("link[href]")), *root.css("a[href]")):
        url = address_of(node.attrs.sget("href", ""), base)
        said = _said(node)
        is_feed = node.tag == "link" or FEED_LIKE.search(_path(url)) or FEED_WORDS.fullmatch(said)
        if url and is_feed and not COMMENTS.search(f"{_path(url)} {said}"):
            why = "announced by the page" if node.tag == "link" else "linked on the page"
            found.setdefault(url, Pointer(url, why, said))
    return list(found.values())


def _is_announced(node: LexborNode) -> bool:
    """https://www.rssboard.org/rss-autodiscovery"""
    relations = node.attrs.sget("rel", "").lower().split()
    kind = node.attrs.sget("type", "").lower().strip()
    return "alternate" in relations and FEED_TYPES.fullmatch(kind) is not None


def _said(node: LexborNode) -> str:
    text = node.attrs.sget("title", "") if node.tag == "link" else node.text()
    return " ".join(text.split())


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def sitemaps_in(robots: str, address: str) -> list[Pointer]:
    """The sitemaps that a robots.txt names, those of news first.

    https://www.rfc-editor.org/rfc/rfc9309#name-other-records
    """
    urls = dict.fromkeys(address_of(found[1], address) for found in SITEMAP.finditer(robots))
    pointers = [Pointer(url, "named in robots.txt") for url in urls if url]
    return sorted(pointers, key=lambda pointer: "news" not in pointer.url.lower())


def usual(places: Iterable[str], address: str) -> list[Pointer]:
    """Where feeds and sitemaps often are, on any site."""
    return [Pointer(urljoin(address, place), "at a usual place", is_guess=True) for place in places]
