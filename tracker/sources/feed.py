"""Feeds: RSS, RDF, Atom and JSON Feed."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC
from typing import Literal

from tracker.core.model import Entry
from tracker.sources.base import Web
from tracker.sources.feeds.entries import entries_of
from tracker.sources.feeds.jsonfeed import read_json
from tracker.sources.feeds.parsers import read_anyhow, read_exactly
from tracker.sources.feeds.pause import asked_pause
from tracker.sources.feeds.refuse import refuse_other
from tracker.sources.feeds.repair import Written, with_zones_as_written, written
from tracker.sources.reply import Document


class Feed(Web):
    """A feed at `url`."""

    kind: Literal["feed"] = "feed"

    def parse(self, document: Document) -> tuple[Entry, ...]:
        """The entries in their order, texts as written; () for a valid feed without any.

        Pure, and may take long. Dates after now are kept: only the caller knows the time. Raises
        SourceError: blocked for a web page, parse_error for what no parser can read.
        """
        name, source = document.name, self._written(document.body)
        base = name if name.startswith(("http://", "https://")) else self.url
        items = () if self.encoding else read_exactly(source)
        if not items:
            text = self.text(document).lstrip()
            if text[:1] in {"{", "["}:
                return with_ids(read_json(text, name, base, self.moment))
            refuse_other(text, name)
            source = self._written(text.encode("utf-8", "replace"))
            items = read_anyhow(source, name)
        return with_ids(entries_of(items, source, base, self.moment))

    def _written(self, feed: bytes) -> Written:
        """Sources with a time zone of their own may mean another CST than North America's."""
        return written(feed if self.zone is UTC else with_zones_as_written(feed))

    def asked_pause(self, document: Document) -> float:
        """Seconds between polls that the feed itself asks for; 0 = it says nothing."""
        return asked_pause(document.body)


def with_ids(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Give every entry an id of its own that is the same at the next poll.

    The guid, else the link, else a hash of title and summary. Where entries share one, the
    link is added, and where they share that too, the hash; exact copies are dropped.
    """
    entries = [
        entry if entry.id else replace(entry, id=entry.url or _hash(entry)) for entry in entries
    ]
    if len({entry.id for entry in entries}) == len(entries):
        return tuple(entries)
    for extra in (lambda entry: entry.url, _hash):
        shared = Counter(entry.id for entry in entries)
        entries = [
            replace(entry, id=f"{entry.id} {extra(entry)}".strip())
            if shared[entry.id] > 1
            else entry
            for entry in entries
        ]
    return tuple({entry.id: entry for entry in reversed(entries)}.values())[::-1]


def _hash(entry: Entry) -> str:
    text = f"{entry.title}\n{entry.summary or entry.content}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
