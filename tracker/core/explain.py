"""Why a watch fires for an article, or does not: the tree of what it asks for, with the words."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tracker.core.conditions import All, Any, AnyTerm, Apart, AtLeast, Condition, Near, Not, Same
from tracker.core.hits import EVERYWHERE, ZONES, Found, Hits, Place
from tracker.core.lexicon import Lexicon
from tracker.core.match import evidence
from tracker.core.model import FIELDS, Article, Evidence
from tracker.core.rules import Watch
from tracker.core.terms import Term

Kind = Literal[
    "watch", "scope", "term", "any", "all", "same", "near", "count", "none", "score", "raise"
]
ANYWHERE = sum(ZONES.values())
FAR = 10_000  # words; those that are further apart are not measured
NAMED = 5  # words and scores that a note names


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One thing that a watch asks for, and whether an article has it.

    `note`: what else there is to say, such as how far it is from holding. `evidence`: the words
    that fulfil it; when it does not hold, those that forbid it or do not count where they stand.
    """

    kind: Kind
    asks: str
    holds: bool
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    parts: tuple["Node", ...] = ()

    @property
    def lacks(self) -> int:
        """How many things are missing for it to hold; of alternatives the fewest."""
        if self.holds:
            return 0
        missing = [part.lacks for part in self.parts if part.lacks]
        return (min(missing) if self.kind == "any" else sum(missing)) if missing else 1


def explain(watch: Watch, hits: Hits, article: Article, lexicon: Lexicon) -> Node:
    """The tree of `watch`; its root holds exactly when the watch fires.

    Its parts are the scope, the conditions and the score, as far as the watch says something of
    them; and if it fires what raises its severity, or would.
    """
    explainer = _Explainer(hits, article, lexicon)
    condition = explainer.node(watch.condition, (hits,))
    parts = (
        *_scope(watch, article),
        *(condition.parts if isinstance(watch.condition, All) else (condition,)),
        *_score(watch, watch.condition.find(hits), lexicon),
    )
    fires = all(part.holds for part in parts)
    raises = explainer.raises(watch) if fires else ()
    return Node(kind="watch", asks=watch.name, holds=fires, parts=(*parts, *raises))


def _scope(watch: Watch, article: Article) -> Iterator[Node]:
    bounds = [
        f"{what} {', '.join(sorted(names))}"
        for what, names in (
            ("source", watch.sources),
            ("language", watch.languages),
            ("jurisdiction", watch.jurisdictions),
            ("type", watch.types),
        )
        if names
    ]
    if watch.expires:
        bounds.append(f"until {watch.expires}")
    if bounds:
        outside = watch.out_of_scope(article)
        yield Node(kind="scope", asks="; ".join(bounds), holds=not outside, note=outside)


def _score(watch: Watch, found: Found | None, lexicon: Lexicon) -> Iterator[Node]:
    """Whether the words that fulfil the condition (None: it does not hold) are enough."""
    if found == ():
        note = "what is not there makes nothing fire by itself"
        yield Node(kind="score", asks="a word that is there", holds=False, note=note)
    if not found or not watch.min_score:
        return
    weighed = {place.hit.term: watch.weights.get(place.hit.term, 1.0) for place in found}
    score = round(sum(weighed.values()), 3)
    heaviest = sorted(weighed.items(), key=lambda item: (-item[1], item[0]))
    named = [f"{lexicon.terms[term].label} {weight:g}" for term, weight in heaviest[:NAMED]]
    more = [f"{len(heaviest) - NAMED} more"] if len(heaviest) > NAMED else []
    yield Node(
        kind="score",
        asks=f"score {score:g} of at least {watch.min_score:g}",
        holds=score >= watch.min_score,
        note=", ".join(named + more),
    )


class _Explainer:
    """One article, with the places of all terms in it."""

    def __init__(self, hits: Hits, article: Article, lexicon: Lexicon) -> None:
        self._hits, self._article, self._lexicon = hits, article, lexicon

    def raises(self, watch: Watch) -> Iterator[Node]:
        """The steps that make `watch` graver than it says, or would."""
        for step in watch.raises:
            if step.to > watch.severity:
                when = self.node(step.when, (self._hits,))
                why = "because" if when.holds else f"when {phrase(step.when)}"
                asks = f"raised to {step.to} {why}"
                yield Node(kind="raise", asks=asks, holds=when.holds, parts=(when,))

    def node(self, condition: Condition, scopes: Sequence[Hits]) -> Node:
        """What became of `condition` in these parts of the article.

        It holds if it does in one of them, and then only such parts are shown. Where all of several
        conditions must hold together, the caller gives the parts in which they do; what does not
        hold is shown in one part only, so that the reader sees one attempt and not a mixture.
        """
        holding = tuple(scope for scope in scopes if condition.find(scope) is not None)
        holds, scopes = bool(holding), holding or scopes[:1]
        match condition:
            case AnyTerm():
                return self._term(condition, scopes, holds=holds)
            case Not():
                return self._none(condition, scopes, holds=holds)
            case Apart():
                return self._apart(condition, scopes, holds=holds)
        note = _note(condition, scopes[0])
        scopes = _narrowed(condition, scopes, holds=holds)
        return Node(
            kind=_KINDS[type(condition)],
            asks=_head(condition),
            holds=holds,
            note=note,
            parts=tuple(self.node(part, scopes) for part in condition.of),
        )

    def _term(self, term: AnyTerm, scopes: Sequence[Hits], *, holds: bool) -> Node:
        found, note = _found(term, scopes), ""
        if not holds:
            found, note = self._elsewhere(term)
        words = self._evidence(found)
        return Node(kind="term", asks=phrase(term), holds=holds, note=note, evidence=words)

    def _none(self, condition: Not, scopes: Sequence[Hits], *, holds: bool) -> Node:
        asks = phrase(condition)
        if holds:
            return Node(kind="none", asks=asks, holds=True)
        forbidden = self.node(condition.of, scopes)
        if forbidden.kind == "term":
            return Node(kind="none", asks=asks, holds=False, evidence=forbidden.evidence)
        return Node(kind="none", asks=asks, holds=False, parts=(forbidden,))

    def _apart(self, condition: Apart, scopes: Sequence[Hits], *, holds: bool) -> Node:
        first = self.node(condition.of, _only_found(condition, scopes) if holds else scopes)
        forbidden = () if holds else _found(condition.from_, scopes)
        second = Node(
            kind="none",
            asks=_kept_away(condition),
            holds=holds or not first.holds,
            evidence=self._evidence(forbidden if first.holds else ()),
        )
        return Node(kind="all", asks="all of", holds=holds, parts=(first, second))

    def _elsewhere(self, term: AnyTerm) -> tuple[Found, str]:
        """Where its words stand without counting, and why they do not."""
        if found := replace(term, zones=ANYWHERE).find(self._hits):
            return found, "only elsewhere"
        terms = self._lexicon.terms
        guarded = [n for n in sorted(term.weights) if terms[n].never or terms[n].context]
        if not guarded:
            return (), ""
        free = Lexicon(replace(terms[n], never=(), context=(), fuzzy=0) for n in guarded)
        places = Hits.of(self._article, free, [FIELDS[o] for o in self._hits.layouts]).places
        found = tuple(p._replace(hit=p.hit._replace(term=guarded[p.hit.term])) for p in places)
        return found, self._why_not(found[0]) if found else ""

    def _why_not(self, place: Place) -> str:
        """What takes away a place of a term that has `never` or `context`."""
        term, hit = self._lexicon.terms[place.hit.term], place.hit
        for inside in term.never:
            around = Lexicon([Term.written(inside, case="any")])
            for other in around.hits(self._article.field(place.field)):
                if other.start <= hit.start and hit.end <= other.end:
                    return f"does not count inside “{inside}”"
        more = ", …" if len(term.context) > NAMED else ""
        return f"counts only in an article with one of {', '.join(term.context[:NAMED])}{more}"

    def _evidence(self, found: Iterable[Place]) -> tuple[Evidence, ...]:
        return evidence(found, self._article, self._lexicon)


def _found(condition: Condition, scopes: Iterable[Hits]) -> Found:
    return tuple(place for scope in scopes for place in condition.find(scope) or ())


def _narrowed(condition: Condition, scopes: Sequence[Hits], *, holds: bool) -> Sequence[Hits]:
    """Where its parts are to be looked for: in the sentences, or at the places, that fulfil it."""
    if isinstance(condition, Same):
        parts = [part for scope in scopes for part in scope.parts(condition.unit)]
        return _together(condition.of, parts) or scopes
    return _only_found(condition, scopes) if isinstance(condition, Near) and holds else scopes


def _together(conditions: Sequence[Condition], parts: Sequence[Hits]) -> Sequence[Hits]:
    """The parts in which all of them hold; if there is none, the one with words of most."""
    whole = [part for part in parts if all(c.find(part) is not None for c in conditions)]
    most = sorted(parts, key=lambda part: -sum(bool(c.find(part)) for c in conditions))
    return whole or most[:1]


def _only_found(condition: Near | Apart, scopes: Iterable[Hits]) -> tuple[Hits, ...]:
    """The same parts with those places alone that make it hold."""
    return tuple(Hits(sorted(set(_found(condition, [s]))), s.layouts) for s in scopes)


def _note(condition: Condition, hits: Hits) -> str:
    """How far it is from holding."""
    if isinstance(condition, AtLeast):
        return ", ".join(condition.missing(hits))
    if not isinstance(condition, Near) or condition.find(hits):
        return ""
    if any(part.find(hits) is None for part in condition.of):
        return ""  # its parts tell
    far = replace(condition, within=FAR)
    if far.find(hits):
        tries = range(FAR)
        words = bisect_left(tries, 1, key=lambda n: bool(replace(far, within=n).find(hits)))
        return f"{words} words apart at the nearest"
    is_turned = far.ordered and replace(far, ordered=False).find(hits)
    return "only in another order" if is_turned else "nowhere beside each other in one field"


# -- in words ----------------------------------------------------------------------------------

_KINDS: dict[type[Condition], Kind] = {
    Any: "any",
    All: "all",
    Same: "same",
    Near: "near",
    AtLeast: "count",
}


def phrase(condition: Condition) -> str:
    """All that a condition asks for, in one line."""
    match condition:
        case AnyTerm():
            return _in_its_fields(condition, "any of " * (len(condition.weights) > 1))
        case Not(of=AnyTerm() as term):
            return _in_its_fields(term, "none of ")
        case Not():
            return f"not {phrase(condition.of)}"
        case Apart():
            return f"all of ({phrase(condition.of)}; {_kept_away(condition)})"
    return f"{_head(condition)} ({'; '.join(map(phrase, condition.of))})"


def _head(condition: Any | All | Same | Near | AtLeast) -> str:
    match condition:
        case Any():
            return "any of"
        case All():
            return "all of"
        case Same():
            return f"in one {condition.unit}"
        case Near():
            return f"within {condition.within} words" + ", in this order" * condition.ordered
    return f"at least {condition.count}{' different' * condition.distinct} of"


def _in_its_fields(term: AnyTerm, how: str) -> str:
    fields = ", ".join(name for name, zone in ZONES.items() if zone & term.zones)
    return f"in {fields}: " * (term.zones != EVERYWHERE) + how + term.label


def _kept_away(condition: Apart) -> str:
    within = condition.within
    where = f"within {within} words" if isinstance(within, int) else f"in the same {within}"
    return f"{where}: {phrase(Not(of=condition.from_))}"
