"""Sitemaps: what a site tells search engines of its pages, its news, and of further sitemaps."""

import asyncio
import zlib
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from tracker.core.model import Entry, Outcome, Validators
from tracker.core.patterns import Patterns, fault
from tracker.errors import SourceError
from tracker.sources.apis.items import many
from tracker.sources.base import Web
from tracker.sources.client.fetch import BODY_CAP, Fetcher
from tracker.sources.client.inflate import GZIP_START, Inflate
from tracker.sources.reply import Document, Reply, Unread, fingerprint
from tracker.sources.sitemaps.locations import Listing, Location, read
from tracker.sources.sitemaps.slugs import words_of
from tracker.sources.text.addresses import origin


def _pattern(text: str) -> str:
    if reason := fault(text):
        raise ValueError(f"'{text}' is not a pattern that can be used: {reason}")
    return text


PatternList = Annotated[tuple[Annotated[str, AfterValidator(_pattern)], ...], BeforeValidator(many)]


class Sitemap(Web):
    """A sitemap at `url`, or an index of sitemaps.

    `include`, `exclude`: regular expressions (RE2) that are looked for in the address of a page:
    one of the former, none of the latter. `newest`: how many pages of a file are taken, the last
    modified ones first. `max_files`: of an index, how many files are read, in the same order.
    """

    kind: Literal["sitemap"] = "sitemap"
    include: PatternList = ()
    exclude: PatternList = ()
    newest: int = Field(default=200, ge=1, le=50_000)
    max_files: int = Field(default=5, ge=1, le=50)

    async def fetch(self, fetcher: Fetcher, validators: Validators, *, address: str = "") -> Reply:
        """The sitemap, unless it is unchanged; of an index the files, unless all of them are.

        An index and its files are asked for anew each time: one that is the same may list files
        that are not. Raises SourceError for the first answer, or if no file can be read at all.
        """
        reply = await super().fetch(fetcher, validators, address=address)
        if not reply.documents:
            return reply
        index = reply.documents[0]
        listing = await asyncio.to_thread(self.listing, index)
        if not listing.is_index:
            return reply
        files = await self._files(fetcher, listing, index)
        known = (
            Validators()
            if any(map(_is_unread, files))
            else Validators(body_hash=fingerprint(files))
        )
        if known == validators and known.body_hash:
            return replace(reply, outcome=Outcome.unchanged, documents=(), validators=known)
        return replace(reply, documents=files, validators=known)

    async def _files(
        self, fetcher: Fetcher, listing: Listing, index: Document
    ) -> tuple[Document, ...]:
        """The last modified files of an index. Raises SourceError if not one of them came."""
        files: list[Document] = []
        for place in listing.newest()[: self.max_files]:
            try:
                files += (await self._file(fetcher, place.url)).documents
            except SourceError as error:
                files.append(Unread(name=place.url, body=b"", error=error))
                if error.whole_host:
                    break
        if files and all(map(_is_unread, files)):
            self.parse(files[0])
        return tuple(files)

    async def _file(self, fetcher: Fetcher, url: str) -> Reply:
        """One file; the source's own headers are meant for its own origin alone."""
        if origin(url) == origin(self.url):
            return await super().fetch(fetcher, Validators(), address=url)
        agent = {"User-Agent": self.user_agent} if self.user_agent else {}
        return await fetcher.get(url, headers=agent)

    def parse(self, document: Document) -> tuple[Entry, ...]:
        """The newest of the pages that are wanted. Pure, and may take long.

        Raises SourceError: blocked for a web page, parse_error for all else that is no sitemap.
        """
        if isinstance(document, Unread):
            raise document.error
        listing = self.listing(document)
        if listing.is_index:
            what = "an index of sitemaps, in which no page is listed"
            raise SourceError(Outcome.parse_error, f"{what}: {document.name}")
        wanted = filter(self._is_wanted(), listing.newest())
        return tuple(map(_entry, islice(wanted, self.newest)))

    def _is_wanted(self) -> Callable[[Location], bool]:
        include, exclude = Patterns(enumerate(self.include)), Patterns(enumerate(self.exclude))
        return lambda place: (
            not (self.include and not any(include.hits(place.url)))
            and not any(exclude.hits(place.url))
        )

    def listing(self, document: Document) -> Listing:
        """All that a document lists. Raises SourceError as `parse` does."""
        body = unpacked(document.body, document.name)
        text = self.text(replace(document, body=body))
        return read(text, document.name, self.moment)


def unpacked(body: bytes, name: str) -> bytes:
    """The body of a file, which may be gzip that no header speaks of.

    Of a damaged one the part before the damage. Raises SourceError for a bomb, or if it is all
    damage.
    """
    if not body.startswith(GZIP_START):
        return body
    plain = bytearray()
    try:
        for piece in Inflate().feed(body):
            plain += piece
            if len(plain) > BODY_CAP:
                most = f"{BODY_CAP // 1_000_000} MB"
                raise SourceError(Outcome.too_large, f"unpacks to more than {most}: {name}")
    except zlib.error as error:
        if not plain:
            raise SourceError(Outcome.parse_error, f"damaged gzip: {name}") from error
    return bytes(plain)


def _entry(place: Location) -> Entry:
    return Entry(
        id=place.url,
        title=place.title or words_of(place.url),
        url=place.url,
        published=place.published,
        updated=place.modified,
        topics=place.keywords,
        language=place.language,
        publisher=place.publisher,
    )


def _is_unread(document: Document) -> bool:
    return isinstance(document, Unread)
