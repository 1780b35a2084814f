"""What a watch asks for, as a small tree over the hits of an article.

Every condition answers `find(hits)`: the places that make it true, or None; and `missing(hits)`:
what it lacks, in words. Those that stand at a place (terms, alternatives, neighbours) also answer
`spans(hits)`: each stretch of text at which they hold, which is what proximity is measured by.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.core.hits import EVERYWHERE, ZONES, Found, Hits, Place, Span
from tracker.core.layout import Unit
from tracker.core.spans import Others, before, by_field, by_place


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyTerm:
    """One of these terms. `weights`: term -> weight; `label`: how a person wrote it."""

    weights: Mapping[int, float]
    label: str
    zones: int = EVERYWHERE

    def find(self, hits: Hits) -> Found | None:
        """All places of all of the terms."""
        present = hits.by_term.keys() & self.weights.keys()
        return tuple(p for term in present for p in hits.by_term[term] if p.zone & self.zones) or (
            None
        )

    def missing(self, hits: Hits) -> Iterator[str]:
        """What would make it true."""
        if self.find(hits) is None:
            fields = ", ".join(name for name, zone in ZONES.items() if zone & self.zones)
            yield f"none of {self.label}" + f" in {fields}" * (self.zones != EVERYWHERE)

    def spans(self, hits: Hits) -> Iterator[Span]:
        """Every place, in the order of the text."""
        for place in sorted(self.find(hits) or ()):
            yield Span(place.order, place.hit.start, place.hit.end, (place,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Any:
    """At least one of these conditions; the evidence is that of all which hold."""

    of: tuple["Condition", ...]

    def find(self, hits: Hits) -> Found | None:
        """Places of every condition that holds."""
        found = [f for f in (condition.find(hits) for condition in self.of) if f is not None]
        return tuple(p for places in found for p in places) if found else None

    def missing(self, hits: Hits) -> Iterator[str]:
        """What would make it true."""
        if self.find(hits) is None:
            yield " or ".join(m for condition in self.of for m in condition.missing(hits))

    def spans(self, hits: Hits) -> Iterator[Span]:
        """Those of every part."""
        for condition in self.of:
            yield from _spans(condition, hits)


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """All of these conditions."""

    of: tuple["Condition", ...]

    def find(self, hits: Hits) -> Found | None:
        """Places of all conditions, if all hold."""
        places: list[Place] = []
        for condition in self.of:
            found = condition.find(hits)
            if found is None:
                return None
            places += found
        return tuple(places)

    def missing(self, hits: Hits) -> Iterator[str]:
        """The conditions that do not hold."""
        for condition in self.of:
            yield from condition.missing(hits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """All of these conditions within one sentence or paragraph."""

    of: tuple["Condition", ...]
    unit: Unit = "sentence"

    def find(self, hits: Hits) -> Found | None:
        """Places in every part in which all conditions hold."""
        if not all(_may_hold(condition, hits) for condition in self.of):
            return None
        together = All(of=self.of)
        everywhere = (together.find(part) for part in hits.parts(self.unit))
        found = [places for places in everywhere if places is not None]
        if not found and together.find(Hits((), hits.layouts)) == () and hits.has_bare(self.unit):
            return ()  # what asks only for absence holds where nothing is
        return tuple(p for places in found for p in places) if found else None

    def missing(self, hits: Hits) -> Iterator[str]:
        """The conditions that do not hold, or that they do so apart."""
        yield from _missing_together(self, self.of, hits, f"in one {self.unit}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """All of these, no two of them more than `within` words apart; `ordered`: one after another.

    Each must stand at a place: a term, alternatives of such, or neighbours themselves.
    """

    of: tuple["Condition", ...]
    within: int
    ordered: bool = False

    def find(self, hits: Hits) -> Found | None:
        """Places of all that are near each other."""
        return tuple(p for span in self.spans(hits) for p in span.places) or None

    def missing(self, hits: Hits) -> Iterator[str]:
        """The conditions that do not hold, or that they do so too far apart."""
        how = "in this order " if self.ordered else ""
        yield from _missing_together(self, self.of, hits, f"{how}within {self.within} words")

    def spans(self, hits: Hits) -> Iterator[Span]:
        """From the first to the last of each group of neighbours, one for each last."""
        columns = [by_field(_spans(condition, hits)) for condition in self.of]
        for order in sorted(set(columns[0]).intersection(*columns)):
            rows = [by_place(column[order]) for column in columns]
            lasts = [len(rows) - 1] if self.ordered else range(len(rows))
            for index in lasts:
                for last in rows[index]:
                    yield from self._group(hits, rows, index, last)

    def _group(self, hits: Hits, rows: list[list[Span]], index: int, last: Span) -> Iterator[Span]:
        """The nearest group whose last member is `last`, which fills the place `index`."""
        numbers = [number for number in reversed(range(len(rows))) if number != index]
        chosen = self._chosen(hits, [rows[number] for number in numbers], [last])
        if chosen:
            start = min(span.start for span in chosen)
            places = tuple(p for span in chosen for p in span.places)
            yield Span(last.order, start, last.end, places)

    def _chosen(
        self, hits: Hits, rows: Sequence[list[Span]], chosen: list[Span]
    ) -> list[Span] | None:
        """One of each row, the nearest first; another, if it leaves no room for the next."""
        if not rows:
            return chosen
        last = chosen[0]
        for span in before(rows[0], chosen[-1] if self.ordered else last, chosen):
            if (hits.distance(span, last) or 0.0) > self.within:
                return None
            if found := self._chosen(hits, rows[1:], [*chosen, span]):
                return found
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """The first at a place where the second is not within so many words, or the same part."""

    of: "Condition"
    from_: "Condition"
    within: int | Unit

    def find(self, hits: Hits) -> Found | None:
        """Places of the first that stand apart from the second."""
        return tuple(p for span in self.spans(hits) for p in span.places) or None

    def missing(self, hits: Hits) -> Iterator[str]:
        """That the first is not there, or never apart."""
        absent = list(self.of.missing(hits))
        yield from absent
        if not absent and self.find(hits) is None:
            where = (
                f"within {self.within} words"
                if isinstance(self.within, int)
                else (f"in the same {self.within}")
            )
            yield f"it is there, but always with what must not stand {where}"

    def spans(self, hits: Hits) -> Iterator[Span]:
        """Those of the first with none of the second near them."""
        others = {
            order: Others(row, hits.layouts[order], self.within)
            for order, row in by_field(_spans(self.from_, hits)).items()
        }
        for span in _spans(self.of, hits):
            if span.order not in others or not others[span.order].are_near(span):
                yield span


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast:
    """So many places of these together; `distinct`: so many different ones of them."""

    count: int
    of: tuple["Condition", ...]
    distinct: bool = False

    def find(self, hits: Hits) -> Found | None:
        """All places, if they are enough."""
        return self._places(hits) if self._number(hits) >= self.count else None

    def missing(self, hits: Hits) -> Iterator[str]:
        """How many there are."""
        number = self._number(hits)
        if number < self.count:
            what = " different ones" if self.distinct else ""
            yield f"{number} of {self.count}{what}"

    def _number(self, hits: Hits) -> int:
        if not self.distinct:
            return len({(p.order, p.hit.start, p.hit.end) for p in self._places(hits)})
        return len({place.hit.term for place in self._places(hits)})

    def _places(self, hits: Hits) -> Found:
        found = (condition.find(hits) for condition in self.of)
        return tuple(p for places in found for p in places or ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """None of this; holds without any evidence."""

    of: "Condition"

    def find(self, hits: Hits) -> Found | None:
        """Empty evidence when the condition does not hold."""
        return () if self.of.find(hits) is None else None

    def missing(self, hits: Hits) -> Iterator[str]:
        """The places that forbid it."""
        for place in self.of.find(hits) or ():
            yield f"excluded by a `none` term in {place.field} at {place.hit.start}"


Condition = AnyTerm | Any | All | Same | Near | Apart | AtLeast | Not
Positional = AnyTerm | Any | Near | Apart


def is_positional(condition: Condition) -> bool:
    """Whether it stands at places, so that something can be near it."""
    if isinstance(condition, Any):
        return all(is_positional(part) for part in condition.of)
    return isinstance(condition, AnyTerm | Near | Apart)


def _spans(condition: Condition, hits: Hits) -> Iterator[Span]:
    if not isinstance(condition, Positional):
        raise TypeError(f"{type(condition).__name__} stands at no place")
    return condition.spans(hits)


def _missing_together(
    condition: Same | Near, of: tuple[Condition, ...], hits: Hits, how: str
) -> Iterator[str]:
    apart = list(All(of=of).missing(hits))
    if not all(_may_hold(part, hits) for part in of):
        yield from apart
    elif condition.find(hits) is None:
        yield f"all its parts are there, but not {how}"


def _may_hold(condition: Condition, hits: Hits) -> bool:
    """Whether it can hold in some part of `hits`: what it forbids may stand in another part."""
    match condition:
        case Not() | AtLeast():
            return True
        case AnyTerm():
            return not condition.weights.keys().isdisjoint(hits.by_term)
        case Apart():
            return _may_hold(condition.of, hits)
        case Any():
            return any(_may_hold(part, hits) for part in condition.of)
    return all(_may_hold(part, hits) for part in condition.of)
