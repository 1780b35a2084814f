"""How quick feeds are read beside feedparser, and whether anything that others find is lost."""

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import fastfeedparser
import feedparser

from tracker.core.model import Entry
from tracker.errors import ConfigError, SourceError
from tracker.quality.bench.feeds import made
from tracker.quality.bench.figures import Result, figure, timed
from tracker.sources import Document, Feed
from tracker.sources.text.html import plain, readable

FEED = Feed(id="bench", name="Bench", url="https://made.example/feed")
RUNS, THEIR_RUNS = 15, 3
ENOUGH = 0.95  # share of the words of a text by which it counts as kept
FIRST_YEAR = 1995  # 0001 is how some programs say that they have no date
KINDS = ("entries", "titles", "links", "dates", "bodies")

Item = Mapping[str, Any]


def parse_bench(folder: Path | None = None) -> Result:
    """The feeds in `folder`, or made ones. Raises ConfigError when there is none in it."""
    feeds = list(_in_folder(folder) if folder else made())
    if not feeds:
        raise ConfigError(f"{folder}: no files in it")
    ours = [_quickest(partial(_parsed, body), RUNS) for body in feeds]
    theirs = [_quickest(partial(_thorough, body), THEIR_RUNS) for body in feeds]
    entries = [entry for body in feeds for entry in _parsed(body)]
    _, reading = timed(lambda: [readable(entry) for entry in entries])
    missing = Counter(kind for body in feeds for kind in losses(body))
    return {
        "name": "parse",
        "results": [
            figure(
                f"a feed parsed, median of {len(feeds)}",
                median(ours) * 1000,
                "ms",
                versus="feedparser",
                ratio=median(their / our for our, their in zip(ours, theirs, strict=True)),
            ),
            figure("feeds parsed", sum(map(len, feeds)) / 1e6 / sum(ours), "MB/s"),
            figure("an entry made readable", reading * 1000 / max(len(entries), 1), "ms"),
            *(figure(f"{kind} that others find, lost", missing[kind], "") for kind in KINDS),
        ],
    }


def losses(feed: bytes) -> Iterator[str]:
    """The kind of each thing that feedparser or fastfeedparser find in a feed, and we do not."""
    entries = [readable(entry) for entry in _parsed(feed)]
    for read in (_thorough, _fast):
        items = read(feed)
        yield from ["entries"] * (len(items) - len(entries))
        if len(items) == len(entries):
            for item, entry in zip(items, entries, strict=True):
                yield from lost(item, entry)


def lost(item: Item, entry: Entry) -> Iterator[str]:
    """What a parser found of an item, and we did not."""
    text = f"{entry.title}\n{entry.summary}\n{entry.content}"
    bodies = (item.get("description"), *(part.get("value") for part in item.get("content", ())))
    if not _kept(item.get("title"), text):
        yield "titles"
    if str(item.get("link", "")).startswith("http") and not entry.url:
        yield "links"
    if _is_dated(item) and not entry.published:
        yield "dates"
    if not all(_kept(body, text) for body in bodies):
        yield "bodies"


def _kept(html: str | None, text: str) -> bool:
    """Whether the words of a text are in ours. Fewer other ones are a caption in its place."""
    words, ours = set(plain(html or "").split()), set(text.split())
    return len(words & ours) >= ENOUGH * len(words) or 0 < len(words) < len(ours)


def _is_dated(item: Item) -> bool:
    """Whether a parser could read a date: one says so, the other leaves what it could not."""
    if parsed := item.get("published_parsed"):
        return bool(parsed.tm_year >= FIRST_YEAR)
    with suppress(ValueError):
        return datetime.fromisoformat(item.get("published", "")).year >= FIRST_YEAR
    return False


def _quickest(work: Callable[[], object], runs: int) -> float:
    """Seconds of the quickest of some runs: what disturbs a run only makes it slower."""
    return min(timed(work)[1] for _ in range(runs))


def _parsed(body: bytes) -> Sequence[Entry]:
    try:
        return FEED.parse(Document(name=FEED.url, body=body))
    except SourceError:
        return ()


def _thorough(body: bytes) -> Sequence[Item]:
    try:
        items: Sequence[Item] = feedparser.parse(io.BytesIO(body))["entries"]
    except Exception:  # noqa: BLE001 - it raises what it likes on damaged feeds
        return ()
    return items


def _fast(body: bytes) -> Sequence[Item]:
    try:
        items: Sequence[Item] = fastfeedparser.parse(body)["entries"]
    except Exception:  # noqa: BLE001 - as above
        return ()
    return items


def _in_folder(folder: Path) -> Iterator[bytes]:
    try:
        for file in sorted(folder.iterdir()):
            if file.is_file():
                yield file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{folder}: cannot be read: {error.strerror}") from error
