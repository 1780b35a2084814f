"""Where, in items that are alike, the title, the link and the date stand."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from statistics import mean

from selectolax.lexbor import LexborNode

from tracker.sources.pages.names import names_within, tag
from tracker.sources.pages.parts import part
from tracker.sources.text.dates import Order, parse_date
from tracker.sources.text.dates.within import date_within

MODELS = 3  # items that are searched for columns
MOST_COLUMNS = 80
MOST = 0.8  # of the items have a title, a link or a date where the others have it
SOME = 0.5  # of the titles differ: "Weekly report" is one too
SHORTEST, LONGEST = 8, 300  # characters of a title, on average
LONGEST_DATE = 200  # characters around a date
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Selectors for the parts of an item, and how much like news the items are."""

    selectors: Mapping[str, str]
    length: float  # of a title, characters on average
    is_dated: bool


@dataclass(frozen=True)
class Column:
    """What one selector finds in each of the items; None where it finds nothing."""

    selector: str
    nodes: Sequence[LexborNode | None]

    @cached_property
    def texts(self) -> Sequence[str]:
        """What they say, each in one line."""
        return [" ".join(node.text(separator=" ").split()) if node else "" for node in self.nodes]

    @cached_property
    def links(self) -> Sequence[str]:
        """Where they lead."""
        return [_link(node) if node else "" for node in self.nodes]

    @property
    def length(self) -> float:
        """Characters on average."""
        return mean(map(len, self.texts))

    @cached_property
    def order(self) -> Order | None:
        """Which of the numbers in its dates is the day: the one that is above 12 somewhere."""
        pairs = [pair for text in self.texts for pair in NUMBERS.findall(text)]
        first, second = (any(int(pair[place]) > 12 for pair in pairs) for place in (0, 1))
        if first == second:
            return None
        return "day-first" if first else "month-first"

    @property
    def is_title(self) -> bool:
        """Whether it may be one: there, seldom the same, of the right length, and no date."""
        if _different(self.texts) < SOME or not SHORTEST <= self.length <= LONGEST:
            return False
        return mean(self._moment(text) is not None for text in self.texts) < SOME

    @property
    def is_date(self) -> bool:
        """Whether it says a date nearly everywhere, in a short text."""
        if not 0 < self.length <= LONGEST_DATE:
            return False
        pairs = zip(self.nodes, self.texts, strict=True)
        return mean(node is not None and self._is_dated(node, text) for node, text in pairs) >= MOST

    def _is_dated(self, node: LexborNode, text: str) -> bool:
        stamped = node.css_first("[datetime]")
        stamp = stamped.attrs.sget("datetime", "") if stamped else ""
        return any(date_within(said, self._moment) for said in (stamp, text))

    def _moment(self, text: str) -> datetime | None:
        return parse_date(text, order=self.order or "day-first")


def parts_of(items: Sequence[LexborNode]) -> Parts | None:
    """The parts of these items; None when nothing in them could be a title."""
    columns, whole = _columns(items), Column(".", items)
    title = _title(columns) or (whole if whole.is_title else None)
    if title is None:
        return None
    link = _link_of(columns, title, whole)
    dates = sorted(columns, key=lambda column: column.length)
    date = next((column for column in dates if column.is_date), None)
    given = {"title": title, "link": link, "date": date}
    selectors = {key: column.selector for key, column in given.items() if column}
    return Parts(
        selectors={**selectors, "date_order": date.order} if date and date.order else selectors,
        length=title.length,
        is_dated=date is not None,
    )


def _columns(items: Sequence[LexborNode]) -> list[Column]:
    """All that the first few items show, in the order of the page."""
    selectors = {
        selector: None
        for item in items[:MODELS]
        for node in item.css("*")
        if tag(node) and node.mem_id != item.mem_id
        for selector in names_within(node, item)
    }
    return [
        Column(selector, [next(part(selector).of(item), None) for item in items])
        for selector in list(selectors)[:MOST_COLUMNS]
    ]


def _title(columns: Iterable[Column]) -> Column | None:
    """A heading, else a link, else the longest of the texts that have no elements in them."""
    possible = [column for column in columns if column.is_title]
    for suits in (_is_heading, _is_link, _is_leaf):
        if found := [column for column in possible if suits(_first(column))]:
            return max(found, key=lambda column: round(column.length))
    return None


def _link_of(columns: Iterable[Column], title: Column, whole: Column) -> Column | None:
    """Where the links stand; None if that is the first one of each item."""
    for column in (title, whole, *columns):
        if _different(column.links) >= MOST:
            return column if column.links != whole.links else None
    return None


def _different(values: Sequence[str]) -> float:
    """The share of them that say something else than the others."""
    return len(set(filter(None, values))) / len(values)


def _first(column: Column) -> LexborNode:
    return next(filter(None, column.nodes))


def _is_heading(node: LexborNode) -> bool:
    return node.tag in HEADINGS


def _is_link(node: LexborNode) -> bool:
    return node.tag == "a"


def _is_leaf(node: LexborNode) -> bool:
    return not any(child.mem_id != node.mem_id for child in node.css("*"))


def _link(node: LexborNode) -> str:
    link = node.css_first("a[href]")
    return link.attrs.sget("href", "") if link else ""
