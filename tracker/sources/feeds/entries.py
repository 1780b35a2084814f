"""Items of a feed as entries: texts as written, dates in UTC, links that a browser opens."""

import re
from collections.abc import Sequence

from tracker.core.model import Entry
from tracker.sources.feeds.items import Item, content, link, named, summary, text
from tracker.sources.feeds.parsers import ITEM, chunks
from tracker.sources.feeds.repair import Written
from tracker.sources.text.addresses import absolute
from tracker.sources.text.dates import Moment
from tracker.sources.text.html import line

MOST = 10_000  # entries of a feed; those behind them were there before
HEAD = 20_000  # bytes before the first item in which the feed says what language it is in
LANGUAGES = (
    re.compile(rb"language\b[^<>]*>\s*([\w-]+)\s*</"),
    re.compile(rb"xml:lang\s*=\s*[\"']([\w-]+)"),
)
PUBLISHER = re.compile(rb"<source\b[^<>]*>\s*+(?:<!\[CDATA\[)?([^<\]]++)(?:\]\]>)?\s*+</source>")


def entries_of(items: Sequence[Item], source: Written, base: str, moment: Moment) -> list[Entry]:
    """The items that say anything. `base`: what the addresses in them are relative to."""
    items, language = items[:MOST], _language(source)
    parts = chunks(source) if b"<source" in source.markup else []
    publishers = map(_publisher, parts) if len(parts) == len(items) else [""] * len(items)
    made = [
        _entry(item, base, moment, language, publisher)
        for item, publisher in zip(items, publishers, strict=True)
    ]
    return [entry for entry in made if says_something(entry)]


def says_something(entry: Entry) -> bool:
    """Whether there is anything in it to match or to open."""
    return bool(entry.title or entry.url or entry.summary or entry.content)


def _entry(item: Item, base: str, moment: Moment, language: str, publisher: str) -> Entry:
    guid, address = text(item, "id"), link(item)
    url = absolute(address, base)
    short, whole = summary(item), content(item)
    # The fast parser falls back to a guid that looks like a number or a date: it is not one.
    published, updated = text(item, "published"), text(item, "updated")
    changed = moment(updated) if updated else None
    return Entry(
        id=guid if guid and guid != address else url,  # the same, whichever parser read it
        title=text(item, "title"),
        url=url,
        published=(moment(published) if published != guid else None) or changed,
        updated=changed,
        summary=short,
        content=whole if whole != short else "",
        authors=named(item, "authors", "name"),
        topics=named(item, "tags", "term"),
        language=language,
        publisher=publisher,
        html=True,
    )


def _language(source: Written) -> str:
    """What the feed says of itself; the fast parsers do not look for RSS's element."""
    first = ITEM.search(source.markup, 0, HEAD)
    head = source.markup[: first.start() if first else HEAD]
    found = next(filter(None, (form.search(head) for form in LANGUAGES)), None)
    return found[1].decode() if found else ""


def _publisher(chunk: bytes) -> str:
    """Who published it first, as aggregators say.
    https://www.rssboard.org/rss-specification#ltsourcegtSubelementOfLtitemgt"""
    found = PUBLISHER.search(chunk)
    return line(found[1].decode("utf-8", "replace")) if found else ""
