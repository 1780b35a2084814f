"""The places of terms in one article: what conditions look at."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tracker.core.layout import Layout, Unit
from tracker.core.lexicon import Hit, Lexicon
from tracker.core.model import DEFAULT_FIELDS, FIELDS, Article

# A place is in one field, and perhaps in the lead: summary and opening of the body.
ZONES = {name: 1 << order for order, name in enumerate((*FIELDS, "lead"))}


def zones(fields: Iterable[str]) -> int:
    """The mask that lets places in these fields through."""
    return sum(ZONES[field] for field in set(fields))


EVERYWHERE = zones(DEFAULT_FIELDS)


class Place(NamedTuple):
    """A hit and the field it stands in (`order` = position of the field in FIELDS)."""

    order: int
    hit: Hit
    zone: int

    @property
    def field(self) -> str:
        """Name of the field."""
        return FIELDS[self.order]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one field at which a condition holds, with the hits that make it so."""

    order: int
    start: int
    end: int
    places: tuple[Place, ...]


class Hits:
    """The places of all terms in one article, or in one part of it."""

    def __init__(self, places: Sequence[Place], layouts: Mapping[int, Layout]) -> None:
        self.places = tuple(places)
        self.layouts = layouts
        self._parts: dict[Unit, tuple[Hits, ...]] = {}

    @classmethod
    def of(
        cls, article: Article, lexicon: Lexicon, fields: Collection[str] = DEFAULT_FIELDS
    ) -> "Hits":
        """Search these fields of `article` once; the lead is part of summary and body."""
        layouts = {order: Layout(article.field(FIELDS[order])) for order in _orders(fields)}
        aside = sum(FIELDS[order] not in DEFAULT_FIELDS for order in layouts)
        found = lexicon.read([layout.text for layout in layouts.values()], aside)
        places = [
            place
            for (order, layout), hits in zip(layouts.items(), found, strict=True)
            for place in _places(order, hits, layout)
        ]
        return cls(places, layouts)

    @cached_property
    def by_term(self) -> Mapping[int, tuple[Place, ...]]:
        """Term -> its places."""
        found: dict[int, list[Place]] = {}
        for place in self.places:
            found.setdefault(place.hit.term, []).append(place)
        return {term: tuple(places) for term, places in found.items()}

    def parts(self, unit: Unit) -> tuple["Hits", ...]:
        """The same hits, sentence by sentence or paragraph by paragraph."""
        if unit not in self._parts:
            found: dict[tuple[int, int], list[Place]] = defaultdict(list)
            for place in self.places:
                number = self.layouts[place.order].part(unit, place.hit.start)
                found[place.order, number].append(place)
            self._parts[unit] = tuple(Hits(places, self.layouts) for places in found.values())
        return self._parts[unit]

    def has_bare(self, unit: Unit) -> bool:
        """Whether a sentence or paragraph has no term at all."""
        return sum(layout.written(unit) for layout in self.layouts.values()) > len(self.parts(unit))

    def distance(self, one: Span, other: Span) -> float | None:
        """Words from one to the other, neighbours 1; None if they overlap or stand apart."""
        if one.order != other.order:
            return None
        first, second = (one, other) if one.start <= other.start else (other, one)
        if second.start < first.end:
            return None
        return self.layouts[one.order].distance(first.end, second.start)


def _orders(fields: Collection[str]) -> list[int]:
    return [order for order, name in enumerate(FIELDS) if name in fields]


def _places(order: int, hits: Sequence[Hit], layout: Layout) -> Iterator[Place]:
    zone, in_lead = 1 << order, 1 << order | ZONES["lead"]
    lead_end = len(layout.text) if FIELDS[order] == "summary" else 0
    if FIELDS[order] == "body" and hits:
        lead_end = layout.lead_end
    for hit in hits:
        yield Place(order, hit, in_lead if hit.end <= lead_end else zone)


Found = tuple[Place, ...]
