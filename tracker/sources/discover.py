"""What can be read at a site: its feeds, the lists on its page, its sitemaps, each tried out."""

import asyncio
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from tracker.core.model import Entry, Outcome, Validators
from tracker.errors import SourceError
from tracker.sources.client.fetch import Fetcher
from tracker.sources.client.walls import title_of, wall
from tracker.sources.feed import Feed
from tracker.sources.page import Page
from tracker.sources.pages.announced import (
    FEED_PLACES,
    SITEMAP_PLACES,
    Pointer,
    feeds_on,
    sitemaps_in,
    usual,
)
from tracker.sources.pages.lists import FEWEST, find_lists
from tracker.sources.reply import Document
from tracker.sources.sitemap import Sitemap
from tracker.sources.text.charset import decode
from tracker.sources.text.html import readable

# A look at a site is at most 19 requests, redirects apart: the page, 6 feeds, 7 usual places of
# feeds, robots.txt, and 2 sitemaps with a file of each.
MOST_FEEDS, MOST_SITEMAPS, MOST_FILES = 6, 2, 1
MOST_LISTS = 3
TITLES = 3
SAME = 0.5  # share of links by which two lists are one
LONGEST_ID, SHORTEST_NAME, LONGEST_NAME = 60, 10, 80  # characters
# After one of these there is no use in asking the host for more.
FINAL = frozenset({Outcome.network, Outcome.timeout, Outcome.refused_address, Outcome.rate_limited})

Kind = Feed | Page | Sitemap


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A source that was tried: it gives so many `entries`. `why`: how it was found.

    `newest`: UTC, None when its entries have no dates; `titles`: of the first three.
    """

    source: Kind
    why: str
    entries: int
    newest: datetime | None
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What can be read at `url`, the best first.

    `faults`: what promised to be a source and is none, and why, each in a line.
    """

    url: str
    candidates: tuple[Candidate, ...] = ()
    faults: tuple[str, ...] = ()


def definition(candidate: Candidate) -> dict[str, Any]:
    """The source as it is written in a rule file."""
    given = candidate.source.model_dump(mode="json", exclude_defaults=True)
    return {"id": given.pop("id"), "kind": candidate.source.kind, **given}


async def discover(fetcher: Fetcher, url: str) -> Discovery:
    """Look at a site: `url` itself, what its page leads to, the lists on it, and usual places.

    Raises SourceError if the site cannot be reached, or gives nothing but a refusal.
    """
    url = url.strip() if "://" in url else f"https://{url.strip()}"
    page, refusal = await _page(fetcher, url)
    text = decode(page.body, page.charset) if page else ""
    look = _Look(fetcher, url, text)
    if page and (own := await look.itself(page)):
        return Discovery(url=url, candidates=(own,))
    feeds = await look.feeds()
    lists = await asyncio.to_thread(look.lists, page) if page else []
    sitemaps = await look.sitemaps()
    if not lists and (reason := wall(text)):
        refusal = SourceError(Outcome.blocked, f"{reason}: {url}")
    candidates = (*feeds, *lists, *sitemaps)
    if refusal and not candidates:
        raise refusal
    faults = (str(refusal), *look.faults) if refusal else tuple(look.faults)
    return Discovery(url=url, candidates=candidates, faults=faults)


async def _page(fetcher: Fetcher, url: str) -> tuple[Document | None, SourceError | None]:
    """What is at `url`, or why not: sites that refuse their pages often give their feeds."""
    try:
        reply = await fetcher.get(url)
    except SourceError as error:
        if error.outcome in FINAL:
            raise
        return None, error
    return reply.documents[0], None


class _Look:
    """One look at a site. `text`: its page, "" if it gives none; `faults`: see `Discovery`."""

    def __init__(self, fetcher: Fetcher, url: str, text: str) -> None:
        self.faults: list[str] = []
        self._fetcher = fetcher
        self._url = url
        self._text = text
        self._host = urlsplit(url).hostname or ""
        self._name = (title_of(text) or self._host)[:LONGEST_NAME]
        self._is_closed = False  # the host asked for patience

    async def itself(self, page: Document) -> Candidate | None:
        """What is at the address, if that is a feed or a sitemap."""
        pointer = Pointer(self._url, "the address itself")
        feed, sitemap = self._feed(pointer), self._sitemap(pointer)
        with suppress(SourceError):
            entries = await asyncio.to_thread(feed.parse, page)
            return _candidate(feed, entries, pointer.why)
        with suppress(SourceError):
            await asyncio.to_thread(sitemap.listing, page)
            return await self._tried(sitemap, pointer)  # once more, with the files of an index
        return None

    async def feeds(self) -> list[Candidate]:
        """Those that the page leads to; if there are none, the first one at a usual place."""
        pointers = feeds_on(self._text, self._url)[:MOST_FEEDS]
        tried = [await self._tried(self._feed(pointer), pointer) for pointer in pointers]
        found = _without_copies(filter(None, tried))
        for pointer in () if found else usual(FEED_PLACES, self._url):
            if candidate := await self._tried(self._feed(pointer), pointer):
                return [candidate]
        return found

    async def sitemaps(self) -> list[Candidate]:
        """Those that robots.txt names, else those at usual places."""
        named: list[Pointer] = []
        if not self._is_closed:
            with suppress(SourceError):
                reply = await self._fetcher.get(urljoin(self._url, "/robots.txt"))
                robots = decode(reply.documents[0].body, reply.documents[0].charset)
                named = sitemaps_in(robots, self._url)
        pointers = (named or usual(SITEMAP_PLACES, self._url))[:MOST_SITEMAPS]
        tried = [await self._tried(self._sitemap(pointer), pointer) for pointer in pointers]
        return _without_copies(found for found in tried if found and found.entries)

    def lists(self, page: Document) -> list[Candidate]:
        """The lists on the page that its own kind of source reads as well. May take long."""
        found: list[Candidate] = []
        known: set[str] = set()
        for selectors in find_lists(self._text):
            number = f"-{len(found) + 1}" if found else ""
            about = {"id": _id(f"{self._url}-list{number}"), "name": self._name, "url": self._url}
            source = Page.model_validate({**about, **selectors})
            with suppress(SourceError):
                entries = source.parse(page)
                links = {entry.url for entry in entries}
                if len(entries) >= FEWEST and len(links & known) < SAME * len(links):
                    found.append(_candidate(source, entries, "a list on the page"))
                    known |= links
            if len(found) == MOST_LISTS:
                break
        return found

    def _feed(self, pointer: Pointer) -> Feed:
        return Feed(id=_id(pointer.url), name=self._called(pointer), url=pointer.url)

    def _sitemap(self, pointer: Pointer) -> Sitemap:
        return Sitemap(id=_id(pointer.url), name=self._called(pointer), url=pointer.url)

    def _called(self, pointer: Pointer) -> str:
        """The name that the site gives it, if that says more than "RSS"."""
        name = pointer.name if len(pointer.name) >= SHORTEST_NAME else self._name
        return name[:LONGEST_NAME]

    async def _tried(self, source: Feed | Sitemap, pointer: Pointer) -> Candidate | None:
        """`source` with what it gives; None, and a fault if something was promised, if it fails."""
        if self._is_closed:
            return None
        lean = {"max_files": MOST_FILES} if isinstance(source, Sitemap) else {}
        try:
            reply = await source.model_copy(update=lean).fetch(self._fetcher, Validators())
            entries = await asyncio.to_thread(_entries, source, reply.documents)
        except SourceError as error:
            self._is_closed = error.whole_host
            if not pointer.is_guess:
                self.faults.append(str(error))
            return None
        return _candidate(source, entries, pointer.why)


def _entries(source: Kind, documents: Sequence[Document]) -> list[Entry]:
    return [entry for document in documents for entry in source.parse(document)]


def _candidate(source: Kind, entries: Sequence[Entry], why: str) -> Candidate:
    dates = (entry.published or entry.updated for entry in entries)
    first = map(readable, entries[:TITLES])
    return Candidate(
        source=source,
        why=why,
        entries=len(entries),
        newest=max(filter(None, dates), default=None),
        titles=tuple(entry.title or entry.url for entry in first),
    )


def _without_copies(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Of those that give the same, as RSS and Atom of one list do, the first."""
    first: dict[object, Candidate] = {}
    for candidate in candidates:
        first.setdefault((candidate.entries, candidate.newest, candidate.titles), candidate)
    return list(first.values())


def _id(url: str) -> str:
    """An id made of an address: a-z, 0-9 and hyphens."""
    bare = url.partition("://")[2].removeprefix("www.")
    return re.sub("[^a-z0-9]+", "-", bare.lower())[:LONGEST_ID].strip("-") or "source"
