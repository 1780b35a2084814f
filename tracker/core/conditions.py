"""What a watch asks for, as a small tree over the hits of an article.

Every condition answers `find(hits)`: the hits that make it true, or None. Proximity and counts
fit in as further kinds: they look at the same hits.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tracker.core.model import FIELDS, Article
from tracker.core.terms import Hit, Lexicon
from tracker.core.text import Sentences


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A hit and the field it stands in (`order` = position of the field in FIELDS)."""

    order: int
    hit: Hit

    @property
    def field(self) -> str:
        """Name of the field."""
        return FIELDS[self.order]


class Hits:
    """The places of all terms in one article, or in one part of it."""

    def __init__(self, places: Sequence[Place], sentences: Mapping[int, Sentences]) -> None:
        self.places = tuple(places)
        self._sentences = sentences

    @classmethod
    def of(cls, article: Article, lexicon: Lexicon) -> "Hits":
        """Search every field of `article` once."""
        places = [
            Place(order, hit)
            for order, field in enumerate(FIELDS)
            for hit in lexicon.hits(article.field(field))
        ]
        used = {place.order for place in places}
        sentences = {order: Sentences.of(article.field(FIELDS[order])) for order in used}
        return cls(places, sentences)

    @cached_property
    def by_term(self) -> Mapping[int, tuple[Place, ...]]:
        """Term -> its places."""
        found: dict[int, list[Place]] = {}
        for place in self.places:
            found.setdefault(place.hit.term, []).append(place)
        return {term: tuple(places) for term, places in found.items()}

    @cached_property
    def sentences(self) -> tuple["Hits", ...]:
        """The same hits, sentence by sentence."""
        parts: dict[tuple[int, int], list[Place]] = {}
        for place in self.places:
            number = self._sentences[place.order].index(place.hit.start)
            parts.setdefault((place.order, number), []).append(place)
        return tuple(Hits(places, self._sentences) for places in parts.values())

    def within(self, fields: frozenset[str]) -> "Hits":
        """Only the hits in these fields."""
        if fields.issuperset(FIELDS):
            return self
        return Hits([p for p in self.places if p.field in fields], self._sentences)


Found = tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyTerm:
    """One of these terms. `weights`: term -> weight; `label`: how a person wrote it."""

    weights: Mapping[int, float]
    label: str

    def find(self, hits: Hits) -> Found | None:
        """All places of all of the terms."""
        present = hits.by_term.keys() & self.weights.keys()
        return tuple(p for term in present for p in hits.by_term[term]) or None

    def missing(self, hits: Hits) -> Iterator[str]:
        """What would make it true."""
        if self.find(hits) is None:
            yield f"none of {self.label}"


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
    """All of these conditions within one sentence."""

    of: tuple["Condition", ...]

    def find(self, hits: Hits) -> Found | None:
        """Places in every sentence in which all conditions hold."""
        if not all(_may_hold(condition, hits) for condition in self.of):
            return None
        together = All(of=self.of)
        found = [f for f in (together.find(part) for part in hits.sentences) if f is not None]
        return tuple(p for places in found for p in places) if found else None

    def missing(self, hits: Hits) -> Iterator[str]:
        """The conditions that do not hold, or that they do so apart."""
        apart = list(All(of=self.of).missing(hits))
        if not all(_may_hold(condition, hits) for condition in self.of):
            yield from apart
        elif self.find(hits) is None:
            yield "all its parts are there, but not in one sentence"


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


Condition = AnyTerm | Any | All | Same | Not


def _may_hold(condition: Condition, hits: Hits) -> bool:
    """Whether it can hold in some part of `hits`: what it forbids may stand in another part."""
    if isinstance(condition, Not):
        return True
    if isinstance(condition, AnyTerm):
        return not condition.weights.keys().isdisjoint(hits.by_term)
    some_or_all = any if isinstance(condition, Any) else all
    return some_or_all(_may_hold(part, hits) for part in condition.of)


def weights(condition: Condition) -> dict[int, float]:
    """Every term that the condition asks for, with the largest weight given to it."""
    if isinstance(condition, AnyTerm):
        return dict(condition.weights)
    if isinstance(condition, Not):
        return {}
    merged: dict[int, float] = {}
    for part in condition.of:
        for term, weight in weights(part).items():
            merged[term] = max(weight, merged.get(term, 0.0))
    return merged
