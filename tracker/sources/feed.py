"""Feeds: RSS, RDF, Atom and JSON Feed, read by a fast parser with a thorough one behind it."""

import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal
from urllib.parse import urljoin
from xml.sax import SAXException

import fastfeedparser.main
import feedparser

from tracker.core.model import Entry, Outcome
from tracker.errors import SourceError
from tracker.sources.base import Web
from tracker.sources.dates import parse_date
from tracker.sources.html import line, plain
from tracker.sources.repair import refuse_other, repaired
from tracker.sources.reply import Document

Item = Mapping[str, Any]  # as either parser gives it: the keys have the same names

# Both parsers guess at dates, and guess wrong (2020/1/10 becomes November, PM is dropped), so we
# have the fast one hand them over as written; tests/test_feed.py fails if the hook moves.
fastfeedparser.main._parse_date = str  # noqa: SLF001 - the library has no option for it

ITEM = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]")
LANGUAGE = re.compile(
    r"<(?:[\w.-]+:)?language\b[^<>]*>\s*([\w-]+)|<[^<>]*\sxml:lang\s*=\s*[\"']([\w-]+)"
)
PUBLISHER = re.compile(r"<source\b[^<>]*>\s*(?:<!\[CDATA\[)?([^<\]]+)")
_FULL = r"\b(?:[^<>]*[^/<>])?>(?!\s*</)(?!\s*<!\[CDATA\[\s*\]\]>)"  # opened, and not empty
TITLE = re.compile(rf"<(?:[\w.-]+:)?title{_FULL}")
LINK = re.compile(rf"<(?:[\w.-]+:)?link(?:\s[^<>]*\bhref\s*=|{_FULL})")
TEXT = re.compile(rf"<(?:[\w.-]+:)?(?:description|summary|content|encoded){_FULL}")


class Feed(Web):
    """A feed at `url`."""

    kind: Literal["feed"] = "feed"

    def parse(self, document: Document) -> tuple[Entry, ...]:
        """The entries in their order; () for a valid feed without any. Pure, and may take long.

        Dates after now are kept: only the caller knows the time. Raises SourceError
        (parse_error) for a web page, or for what neither parser can read.
        """
        text = self.text(document)
        base = document.name if document.name.startswith(("http://", "https://")) else self.url
        if text.lstrip()[:1] in {"{", "["}:
            try:
                return with_ids(json_feed(text, base, document.name))
            except RecursionError as error:
                fault = f"nested too deeply: {document.name}"
                raise SourceError(Outcome.parse_error, fault) from error
        refuse_other(text, document.name)
        return with_ids(_read_xml(repaired(text), base, document.name))


def _read_xml(text: str, base: str, name: str) -> list[Entry]:
    head, *chunks = ITEM.split(text)
    language = _language(head)
    entries = _entries(_fast(text), base, chunks, language)
    if entries and not _lost(entries, chunks):
        return entries
    thorough = _thorough(text)
    second = _entries(thorough, base, chunks, language)
    if not entries and not second:
        _raise_if_broken(thorough, name)
    return second if _score(second) > _score(entries) else entries


def _language(head: str) -> str:
    """What the feed says of itself; the fast parser does not look for RSS's element."""
    found = LANGUAGE.search(head)
    return found[found.lastindex or 0] if found else ""


def _fast(text: str) -> Mapping[str, Any]:
    """As bytes, because this parser takes a str that starts with http for a URL and fetches it."""
    try:
        parsed: Mapping[str, Any] = fastfeedparser.main.parse(text.encode("utf-8", "replace"))
    except Exception:  # noqa: BLE001 - it raises what it likes, and the thorough one comes next
        return {}
    return parsed


def _thorough(text: str) -> Mapping[str, Any]:
    """As a stream, because this parser takes a str for a URL or the name of a file."""
    try:
        parsed: Mapping[str, Any] = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")), sanitize_html=False
        )
    except Exception as error:  # noqa: BLE001 - https://github.com/kurtmckee/feedparser/issues/599
        return {"bozo": True, "bozo_exception": error}
    return parsed


def _raise_if_broken(parsed: Mapping[str, Any], name: str) -> None:
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


def _lost(entries: Sequence[Entry], chunks: Sequence[str]) -> bool:
    """Whether the raw feed has an item, a title, a link or a text that `entries` lack."""
    if len(chunks) != len(entries):
        return len(chunks) > len(entries) or any(map(_thin, entries))
    return any(
        (not entry.title and TITLE.search(chunk) is not None)
        or (not entry.url and LINK.search(chunk) is not None)
        or (not (entry.summary or entry.content) and TEXT.search(chunk) is not None)
        for entry, chunk in zip(entries, chunks, strict=True)
    )


def _thin(entry: Entry) -> bool:
    return not (entry.title and entry.url and (entry.summary or entry.content))


def _score(entries: Sequence[Entry]) -> int:
    return sum(
        1 + bool(entry.title) + bool(entry.url) + bool(entry.summary or entry.content)
        for entry in entries
    )


def _entries(
    parsed: Mapping[str, Any], base: str, chunks: Sequence[str], language: str
) -> list[Entry]:
    items: Sequence[Item] = parsed.get("entries") or ()
    sources = chunks if len(chunks) == len(items) else [""] * len(items)
    return [
        replace(entry, publisher=_publisher(chunk), language=language)
        for item, chunk in zip(items, sources, strict=True)
        if _says_something(entry := _entry(item, base))
    ]


def _says_something(entry: Entry) -> bool:
    return bool(entry.title or entry.url or entry.summary or entry.content)


def _entry(item: Item, base: str) -> Entry:
    title = _title(item)
    content = "\n".join(filter(None, (plain(_text(part, "value")) for part in _contents(item))))
    summary = plain(_text(item, "summary") or _text(item, "description"))
    link = _text(item, "link").strip()
    guid = _text(item, "id").strip()
    updated = parse_date(_text(item, "updated"))
    return Entry(
        id=_unless(guid, link),  # a parser's own fallback: ours is the same with both parsers
        title=title,
        url=_absolute(link, base),
        # the fast parser falls back to a guid that looks like a number or a date: it is not one
        published=parse_date(_unless(_text(item, "published"), guid)) or updated,
        updated=updated,
        summary=_own_summary(summary, content),
        content="" if content == summary else content,
        authors=_unique(line(_text(one, "name")) for one in item.get("authors") or ()),
        topics=_unique(line(_text(one, "term")) for one in item.get("tags") or ()),
    )


def _title(item: Item) -> str:
    detail = item.get("title_detail") or {}
    title = _text(item, "title")
    return " ".join(title.split()) if detail.get("type") == "text/plain" else line(title)


def _contents(item: Item) -> Sequence[Item]:
    return item.get("content") or ()


def _text(item: Item, key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _absolute(link: str, base: str) -> str:
    """A link that a browser would open, or "": no mailto, no javascript, no ruin of an address."""
    try:
        url = urljoin(base, link) if link else ""
    except ValueError:
        return ""
    return url if url.startswith(("http://", "https://")) else ""


def _unless(text: str, other: str) -> str:
    return "" if text == other else text


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))


def _own_summary(summary: str, content: str) -> str:
    """Not one that the parser cut out of the content: the cut may fall within a word."""
    short, long = ("".join(text.split()) for text in (summary, content))
    if len(short) < len(long) and long.startswith(short) and short[-1:].isalnum():
        return ""
    return summary


def _publisher(chunk: str) -> str:
    """Who published it first, as aggregators say.
    https://www.rssboard.org/rss-specification#ltsourcegtSubelementOfLtitemgt"""
    found = PUBLISHER.search(chunk)
    return line(found[1]) if found else ""


def json_feed(text: str, base: str, name: str) -> list[Entry]:
    """The items of a JSON Feed. Raises SourceError. https://www.jsonfeed.org/version/1.1/"""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise SourceError(Outcome.parse_error, f"broken JSON ({error}): {name}") from error
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list):
        raise SourceError(Outcome.parse_error, f"JSON, but not a JSON Feed (no items): {name}")
    return [
        json_entry(item, base, str(data.get("language") or ""))
        for item in items
        if isinstance(item, dict)
    ]


def json_entry(item: Item, base: str, language: str = "") -> Entry:
    """One item of a JSON Feed."""
    guid, link = item.get("id"), _text(item, "url") or _text(item, "external_url")
    html = plain(_text(item, "content_html"))
    authors, tags = item.get("authors") or [item.get("author")], item.get("tags")
    return Entry(
        id=str(guid) if isinstance(guid, str | int | float) else "",
        title=line(_text(item, "title")),
        url=_absolute(link.strip(), base),
        published=parse_date(_text(item, "date_published")),
        updated=parse_date(_text(item, "date_modified")),
        summary=plain(_text(item, "summary")),
        content=html or _text(item, "content_text").strip(),
        authors=_unique(
            line(_text(one, "name")) for one in _listed(authors) if isinstance(one, dict)
        ),
        topics=_unique(str(tag) for tag in _listed(tags)),
        language=_text(item, "language") or language,
    )


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def with_ids(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Give every entry an id of its own that is the same at the next poll.

    The guid, else the link, else a hash of title and summary. Where entries share one, the
    link is added, and where they share that too, the hash; exact copies are dropped.
    """
    entries = [replace(entry, id=entry.id or entry.url or _hash(entry)) for entry in entries]
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
    return hashlib.sha256(f"{entry.title}\n{entry.summary or entry.content}".encode()).hexdigest()
