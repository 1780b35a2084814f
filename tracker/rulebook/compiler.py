"""Compiling conditions and queries: what a watch says -> a tree over numbered terms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from tracker.core import conditions, patterns
from tracker.core.conditions import AnyTerm, Condition
from tracker.core.hits import EVERYWHERE, zones
from tracker.core.terms import Term
from tracker.rulebook import query, schema
from tracker.rulebook.files import Reading
from tracker.rulebook.tokens import QueryError
from tracker.rulebook.vocabulary import Vocabulary, Weights, Where
from tracker.rulebook.yaml import Path_

LABELS = 8  # alternatives named when none of them is in a text

Leaf = tuple[Path_, int]  # where a term stands: its value, and its offset in a query


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What holds for the terms of a watch. `above`: the macros that are being unfolded.

    `leaves`: the places of its terms, noted while it compiles; `omit`: terms to do as if they
    were not written, to see whether an example would notice.
    """

    zones: int = EVERYWHERE
    fuzzy: int = 0
    above: tuple[str, ...] = ()
    leaves: dict[Leaf, str] = field(default_factory=dict)
    omit: frozenset[Leaf] = frozenset()

    def inside(self, fields: Sequence[str] | None) -> "Scope":
        """The same in these fields."""
        return replace(self, zones=zones(fields)) if fields else self


class Compiler:
    """Turns what a person wrote into conditions; `vocabulary` has their terms and names."""

    def __init__(self, reading: Reading) -> None:
        self.vocabulary = Vocabulary(reading)
        for name, (where, item) in sorted(self.vocabulary.macros.items()):
            self.condition(Scope(above=(name,)), where, item)

    def block(self, scope: Scope, where: Where, block: schema.Block) -> Condition | None:
        """any AND all AND query AND NOT none; None when nothing is left of it."""
        scope = scope.inside(block.fields)
        parts: list[Condition | None] = []
        if block.any:
            parts.append(_any(self._items(scope, where, "any", block.any)))
        if block.all:
            parts += self._items(scope, where, "all", block.all)
        if block.query:
            parts.append(self._query(scope, where.below("query"), block.query))
        if block.none:
            forbidden = _any(self._items(scope, where, "none", block.none))
            parts.append(conditions.Not(of=forbidden) if forbidden else None)
        return _all(parts)

    def _items(
        self, scope: Scope, where: Where, key: str, items: Sequence[schema.Item]
    ) -> list[Condition]:
        found = (self.condition(scope, where.item(key, i), item) for i, item in enumerate(items))
        return [condition for condition in found if condition is not None]

    def condition(self, scope: Scope, where: Where, item: schema.Item) -> Condition | None:
        """One item of a block; None when nothing is left of it."""
        match item:
            case str():
                return self._term(scope, where, schema.TermRule(term=item))
            case schema.TermRule():
                return self._term(scope.inside(item.fields), where.below("term"), item)
            case schema.SameRule():
                of = self._items(scope, where, "of", item.of)
                return conditions.Same(of=tuple(of), unit=item.same) if of else None
            case schema.NearRule():
                of = self._items(scope, where, "near", item.near)
                return self._near(where, of, item.within, ordered=item.ordered)
            case schema.AtLeastRule():
                of = self._items(scope, where, "of", item.of)
                return conditions.AtLeast(count=item.at_least, of=tuple(of), distinct=item.distinct)
            case schema.RegexRule():
                inside = scope.inside(item.fields)
                return self._pattern(inside, where.below("regex"), item.regex, item.weight)
        return self.block(scope, where, item)

    def _near(
        self, where: Where, of: Sequence[Condition], within: int, *, ordered: bool
    ) -> Condition | None:
        if len(of) < 2:
            return of[0] if of else None
        self._require_places(where, of)
        return conditions.Near(of=tuple(of), within=within, ordered=ordered)

    def _require_places(self, where: Where, of: Iterable[Condition]) -> None:
        if not all(map(conditions.is_positional, of)):
            message = "only terms, and alternatives of them, can be near something"
            hint = "for whole conditions write {same: sentence, of: [...]}, or w/s in a query"
            self.vocabulary.fault(where, "not-a-place", message, hint)

    def _pattern(self, scope: Scope, where: Where, pattern: str, weight: float) -> Condition | None:
        if not self._counts(scope, where, f"/{pattern}/"):
            return None
        number = self.vocabulary.number(Term(text=pattern, pattern=True))
        return AnyTerm(weights={number: weight}, label=f"/{pattern}/", zones=scope.zones)

    def _counts(self, scope: Scope, where: Where, label: str) -> bool:
        """Note a term of a watch; whether it is to be done as if it were not written."""
        leaf = (where.path, where.offset or 0)
        scope.leaves[leaf] = label
        return leaf not in scope.omit

    # -- queries -------------------------------------------------------------------------------

    def _query(self, scope: Scope, where: Where, text: str) -> Condition | None:
        try:
            return self._node(scope, where, query.parse(text))
        except QueryError as error:
            self.vocabulary.fault(
                replace(where, offset=error.start), "query", error.message, error.hint
            )
            return None

    def _node(self, scope: Scope, where: Where, node: query.Node) -> Condition | None:
        here = replace(where, offset=node.start)
        match node:
            case query.Leaf():
                fuzzy = node.fuzzy or None
                case, number = node.case, node.number
                rule = schema.TermRule(term=node.text, case=case, number=number, fuzzy=fuzzy)
                return self._term(scope, here, rule)
            case query.Pattern():
                if fault := patterns.fault(node.text):
                    self.vocabulary.fault(here, "regex", fault)
                    return None
                return self._pattern(scope, here, node.text, 1.0)
            case query.Not():
                forbidden = self._node(scope, where, node.of)
                return conditions.Not(of=forbidden) if forbidden else None
            case query.In():
                return self._node(scope.inside((node.field,)), where, node.of)
        nodes = (self._node(scope, where, part) for part in node.of)
        return self._joined(here, node, [part for part in nodes if part is not None])

    def _joined(self, where: Where, node: query.Joined, of: list[Condition]) -> Condition | None:
        match node.op:
            case "AND":
                return _all(of)
            case "OR":
                return _any(of)
            case "same":
                return conditions.Same(of=tuple(of), unit=node.unit or "sentence") if of else None
            case "count":
                return conditions.AtLeast(count=node.number, of=tuple(of)) if of else None
            case "near" | "ordered":
                return self._near(where, of, node.number, ordered=node.op == "ordered")
        if len(of) < 2:
            return of[0] if of else None
        self._require_places(where, of)
        return conditions.Apart(of=of[0], from_=of[1], within=node.unit or node.number)

    # -- terms ---------------------------------------------------------------------------------

    def _term(self, scope: Scope, where: Where, rule: schema.TermRule) -> Condition | None:
        """A term as written, or all that a `$name` stands for."""
        if not self._counts(scope, where, rule.term):
            return None
        name = rule.term.removeprefix("$")
        if rule.term.startswith("$") and name in self.vocabulary.macros:
            return self._macro(scope, where, name)
        weights = self.vocabulary.word(where, rule, default_fuzzy=scope.fuzzy)
        return AnyTerm(weights=weights, label=rule.term, zones=scope.zones)

    def _macro(self, scope: Scope, where: Where, name: str) -> Condition | None:
        self.vocabulary.used.add(name)
        if name in scope.above:
            self.vocabulary.circle(where, (*scope.above[scope.above.index(name) :], name))
            return None
        # Its own terms are no terms of the watch: they stand elsewhere.
        inside = replace(scope, above=(*scope.above, name), leaves={}, omit=frozenset())
        return self.condition(inside, *self.vocabulary.macros[name])


def _all(parts: Iterable[Condition | None]) -> Condition | None:
    found = tuple(part for part in parts if part is not None)
    if len(found) < 2:
        return found[0] if found else None
    return conditions.All(of=found)


def _any(of: Sequence[Condition]) -> Condition | None:
    """An OR; of terms alone it is one look-up in the hits, however many they are."""
    merged = _merged([part for part in of if isinstance(part, AnyTerm)])
    found = (*merged, *(part for part in of if not isinstance(part, AnyTerm)))
    if len(found) < 2:
        return found[0] if found else None
    return conditions.Any(of=found)


def _merged(terms: Sequence[AnyTerm]) -> Iterable[AnyTerm]:
    """The alternatives that look into the same fields, as one."""
    by_zones: dict[int, list[AnyTerm]] = {}
    for part in terms:
        by_zones.setdefault(part.zones, []).append(part)
    for mask, parts in by_zones.items():
        weights: Weights = {}
        for part in parts:
            for term, weight in part.weights.items():
                weights[term] = max(weight, weights.get(term, 0.0))
        labels = [part.label for part in parts]
        more = f" and {len(labels) - LABELS} more" if len(labels) > LABELS else ""
        label = ", ".join(labels[:LABELS]) + more
        yield AnyTerm(weights=weights, label=label, zones=mask)
