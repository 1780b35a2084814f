"""Stretches of one field among each other: in order, apart, overlapping, near."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from tracker.core.hits import Span
from tracker.core.layout import Layout, Unit


class Others:
    """The places in one field which something must not be near, in the order of the text."""

    def __init__(self, row: list[Span], layout: Layout, within: int | Unit) -> None:
        self._starts = sorted(span.start for span in row)
        by_start = sorted(row, key=lambda span: span.start)
        self._ends = list(accumulate((span.end for span in by_start), max))
        self._layout, self._within = layout, within
        self._parts = set[int]()
        if not isinstance(within, int):
            self._parts = {layout.part(within, start) for start in self._starts}

    def are_near(self, span: Span) -> bool:
        """Whether one of them overlaps `span`, or is in its part or within so many words."""
        at = bisect_left(self._starts, span.start)
        before = self._ends[at - 1] if at else None  # where the last ends that begins before
        after = self._starts[at] if at < len(self._starts) else None
        if (before is not None and before > span.start) or (after is not None and after < span.end):
            return True
        if not isinstance(self._within, int):
            return self._layout.part(self._within, span.start) in self._parts
        return (
            before is not None and self._layout.distance(before, span.start) <= self._within
        ) or (after is not None and self._layout.distance(span.end, after) <= self._within)


def by_field(spans: Iterable[Span]) -> dict[int, list[Span]]:
    """Order of a field -> those in it."""
    found: dict[int, list[Span]] = defaultdict(list)
    for span in spans:
        found[span.order].append(span)
    return found


def by_place(spans: Iterable[Span]) -> list[Span]:
    """In the order of their ends; those of one place are one, whatever the order of the terms."""
    found: dict[tuple[int, int], Span] = {}
    for span in spans:
        place = span.end, span.start
        other = found.get(place)
        found[place] = replace(span, places=(*other.places, *span.places)) if other else span
    return [found[place] for place in sorted(found)]


def _end(span: Span) -> int:
    return span.end


def before(row: list[Span], limit: Span, taken: list[Span]) -> Iterator[Span]:
    """Those of `row` (sorted by end) that end before `limit` and overlap none of `taken`."""
    for index in range(bisect_right(row, limit.start, key=_end) - 1, -1, -1):
        if not any(overlap(row[index], other) for other in taken):
            yield row[index]


def overlap(one: Span, other: Span) -> bool:
    """Whether two of one field have a character in common."""
    return one.start < other.end and other.start < one.end
