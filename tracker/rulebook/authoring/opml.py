"""Lists of feeds as other readers keep them: OPML into a rule file, and feeds into OPML.

http://opml.org/spec2.opml
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlsplit
from xml.parsers import expat

from tracker.errors import ConfigError
from tracker.rulebook.authoring import unfold
from tracker.sources import Feed
from tracker.sources.text.charset import decode

LONGEST_ID = 48  # characters
DEEPEST = 50  # folders in folders; beyond it nobody has put them there by hand
ADDRESS = re.compile(r"https?://[^\s/]\S*")


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed in a list. `tags`: the folders in which it stands, the outermost first."""

    name: str
    url: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """What a list holds. `skipped`: outlines that are neither folder nor feed at a web address."""

    feeds: tuple[Subscription, ...]
    skipped: int


def read(body: bytes, name: str) -> Subscriptions:
    """The feeds of an OPML file, each address once. Raises ConfigError with file, line and column.

    A document type is refused, and with it every entity that could unfold or be fetched.
    """
    return _Reader(name).read(decode(body, ""))


@dataclass(slots=True)
class _Outline:
    """One that is open. `tag`: "" for a feed, which is no folder."""

    tag: str = ""
    is_feed: bool = False
    has_children: bool = False


@dataclass(slots=True)
class _Reader:
    """Takes the events of the parser, so that no depth of nesting can hurt."""

    name: str
    open: list[_Outline] = field(default_factory=list)
    feeds: dict[str, Subscription] = field(default_factory=dict)
    skipped: int = 0
    is_opml: bool = False
    parser: expat.XMLParserType = field(default_factory=lambda: expat.ParserCreate("utf-8"))

    def read(self, text: str) -> Subscriptions:
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse
        try:
            self.parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003
        except expat.ExpatError as error:
            what = expat.ErrorString(error.code)
            raise self._fault(f"broken XML: {what}", error.lineno, error.offset) from error
        return Subscriptions(tuple(self.feeds.values()), self.skipped)

    def _refuse(self, *_: object) -> None:
        raise self._fault("a document type (<!DOCTYPE) has no place in a list of feeds")

    def _start(self, element: str, given: dict[str, str]) -> None:
        if not self.is_opml and element.lower() != "opml":
            raise self._fault(f"no OPML: it begins with <{element}>")
        self.is_opml = True
        if element.lower() == "outline":
            self._outline({key.lower(): value for key, value in given.items()})

    def _outline(self, given: Mapping[str, str]) -> None:
        if len(self.open) >= DEEPEST:
            raise self._fault("folders are nested too deeply")
        if self.open:
            self.open[-1].has_children = True
        name, url = _line(given.get("title") or given.get("text") or ""), given.get("xmlurl")
        self.open.append(_Outline("" if url else _tag(name), is_feed=bool(url)))
        if not url:
            return
        if not ADDRESS.fullmatch(url := url.strip()):
            self.skipped += 1
            return
        known = self.feeds.get(url, Subscription(name or _host(url), url))
        tags = (*known.tags, *(outline.tag for outline in self.open if outline.tag))
        self.feeds[url] = Subscription(known.name, url, tuple(dict.fromkeys(tags)))

    def _end(self, element: str) -> None:
        if element.lower() == "outline":
            closed = self.open.pop()
            self.skipped += not (closed.is_feed or closed.has_children)

    def _fault(self, what: str, line: int = 0, column: int = -1) -> ConfigError:
        line = line or self.parser.CurrentLineNumber
        column = column if column >= 0 else self.parser.CurrentColumnNumber
        return ConfigError(f"{self.name}:{line}:{column + 1}: {what}")


def rule_file(feeds: Iterable[Subscription], taken: Collection[str] = ()) -> str:
    """Feeds as a rule file. Their ids are made of their names; none is one of `taken`."""
    ids, made = set(taken), []
    for feed in feeds:
        name = _unused(_id(feed), ids)
        ids.add(name)
        tags = {"tags": list(feed.tags)} if feed.tags else {}
        made.append({"id": name, "kind": "feed", "name": feed.name, "url": feed.url, **tags})
    return unfold.text({"version": 1, "sources": made})


def written(feeds: Iterable[Feed]) -> str:
    """Feeds as OPML: folders are their tags, the first one outermost."""
    inside = _folders([(feed.tags, feed) for feed in feeds], "    ")
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<opml version="2.0">',
            "  <head><title>Regulatory Tracker</title></head>",
            "  <body>",
            *inside,
            "  </body>",
            "</opml>",
            "",
        ]
    )


def _folders(feeds: Sequence[tuple[tuple[str, ...], Feed]], pad: str) -> Iterator[str]:
    for tags, feed in feeds:
        if not tags:
            name, url = _attribute(feed.name), _attribute(feed.url)
            yield f'{pad}<outline type="rss" text="{name}" title="{name}" xmlUrl="{url}"/>'
    for tag in dict.fromkeys(tags[0] for tags, _ in feeds if tags):
        yield f'{pad}<outline text="{_attribute(tag)}">'
        inside = [(tags[1:], feed) for tags, feed in feeds if tags[:1] == (tag,)]
        yield from _folders(inside, pad + "  ")
        yield f"{pad}</outline>"


def _attribute(text: str) -> str:
    """XML cannot hold control characters, however they are written."""
    return escape("".join(filter(str.isprintable, text)))


def _line(text: str) -> str:
    return " ".join(text.split())


def _tag(folder: str) -> str:
    return "-".join(re.findall(r"\w+", folder.casefold()))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "feed"
    except ValueError:
        return "feed"


def _id(feed: Subscription) -> str:
    """Of what a name has in Latin letters and digits, else of the host."""
    return _slug(feed.name) or _slug(_host(feed.url)) or "feed"


def _slug(text: str) -> str:
    latin = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", latin))[:LONGEST_ID].strip("-")


def _unused(wanted: str, taken: Collection[str]) -> str:
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name
