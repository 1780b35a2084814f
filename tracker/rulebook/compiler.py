"""Compiling terms, lists and conditions: names resolved, every term numbered once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.core import conditions, patterns
from tracker.core.conditions import EVERYWHERE, AnyTerm, Condition, zones
from tracker.core.rules import Entity
from tracker.core.terms import Term
from tracker.core.text import HANGUL, IDEOGRAPHIC
from tracker.rulebook import problems, query, schema, variants
from tracker.rulebook.files import Reading, RuleFile
from tracker.rulebook.tokens import QueryError
from tracker.rulebook.yaml import Path_

MIN_STEM = 3  # letters before a *
MIN_FUZZY = 6  # letters of a name that may be spelt nearly right
LABELS = 8  # alternatives named when none of them is in a text

Weights = dict[int, float]  # number of a term -> its weight
Leaf = tuple[Path_, int]  # where a term stands: its value, and its offset in a query


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a rule file; `offset`: code points into a query string."""

    file: RuleFile
    path: Path_
    offset: int | None = None

    def below(self, *steps: str | int) -> "Where":
        """A place under this one."""
        return replace(self, path=(*self.path, *steps))

    def item(self, key: str, index: int) -> "Where":
        """The item of a list under this place."""
        return replace(self, path=self.file.at((*self.path, key), index))


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


@dataclass(frozen=True, slots=True)
class Shared:
    """A list or entity: what `$name` stands for. `entity`: its id, "" for a list."""

    where: Where
    words: Sequence[schema.Word]
    entity: str = ""
    never: tuple[str, ...] = ()
    fuzzy: int = 0

    def place(self, index: int) -> Where:
        """Where its word number `index` stands; an entity's first word is its name."""
        if self.entity:
            return self.where.below("name") if index == 0 else self.where.item("aliases", index - 1)
        terms = self.where.below("terms")
        if terms.path in self.where.file.document.values:
            return self.where.item("terms", index)
        return replace(self.where, path=self.where.file.at(self.where.path, index))


class Compiler:
    """Turns what a person wrote into conditions over numbered terms."""

    def __init__(self, reading: Reading) -> None:
        self.terms: dict[Term, int] = {}
        self.used: set[str] = set()  # names of lists, entities and macros that something uses
        self._reading = reading
        self._shared: dict[str, Shared] = {}
        self._macros: dict[str, tuple[Where, schema.Item]] = {}
        self._weights: dict[str, Weights] = {}
        self._circles: set[str] = set()
        for file in reading.files:
            self._declare(file)
        for name in sorted(self._shared):  # also those that no watch uses, by name not by file
            self._weights[name] = self._shared_terms(name, ())
        for name, (where, item) in sorted(self._macros.items()):
            self.condition(Scope(above=(name,)), where, item)

    def _declare(self, file: RuleFile) -> None:
        for name, rule in file.rules.lists.items():
            words = (*rule.terms, *(variants.of(rule.terms) if rule.variants else ()))
            self._share(name, Shared(Where(file, ("lists", name)), words))
        for name, entity in file.rules.entities.items():
            where = Where(file, ("entities", name))
            words = (entity.name, *entity.aliases)
            self._share(name, Shared(where, words, name, entity.never, entity.fuzzy or 0))
        for name, item in file.rules.macros.items():
            where = Where(file, ("macros", name))
            if not self._is_taken(name, where):
                self._macros[name] = (where, item)

    @property
    def names(self) -> set[str]:
        """Of all lists, entities and macros."""
        return {*self._shared, *self._macros}

    def entities(self) -> Mapping[str, Entity]:
        """Every entity with the numbers of its aliases."""
        return {
            name: Entity(
                id=name,
                name=str(shared.words[0]),
                terms=frozenset(self._weights[name]),
            )
            for name, shared in sorted(self._shared.items())
            if shared.entity
        }

    # -- conditions ----------------------------------------------------------------------------

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
            self._fault(where, "not-a-place", message, hint)

    def _pattern(self, scope: Scope, where: Where, pattern: str, weight: float) -> Condition | None:
        if not self._counts(scope, where, f"/{pattern}/"):
            return None
        number = self._number(Term(text=pattern, pattern=True))
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
            self._fault(replace(where, offset=error.start), "query", error.message, error.hint)
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
                    self._fault(here, "regex", fault)
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
        if rule.term.startswith("$") and name in self._macros:
            return self._macro(scope, where, name)
        weights = self._word(where, rule, (), default_fuzzy=scope.fuzzy)
        return AnyTerm(weights=weights, label=rule.term, zones=scope.zones)

    def _macro(self, scope: Scope, where: Where, name: str) -> Condition | None:
        self.used.add(name)
        if name in scope.above:
            self._circle(where, (*scope.above[scope.above.index(name) :], name))
            return None
        # Its own terms are no terms of the watch: they stand elsewhere.
        inside = replace(scope, above=(*scope.above, name), leaves={}, omit=frozenset())
        return self.condition(inside, *self._macros[name])

    def _word(
        self,
        where: Where,
        rule: schema.TermRule,
        above: tuple[str, ...],
        *,
        default_fuzzy: int = 0,
    ) -> Weights:
        """The numbers of a term or `$name`, with weights. `above`: the lists it is in."""
        if rule.term.startswith("$"):
            return self._reference(where, rule, above)
        if fault := _term_fault(rule.term):
            self._fault(where, "empty-term" if "no letter" in fault else "wildcard", fault)
            return {}
        owner = self._shared[above[-1]] if above else None
        term = Term.written(
            rule.term,
            case=rule.case,
            number=rule.number,
            never=(*rule.never, *(owner.never if owner else ())),
            entity=owner.entity if owner else "",
        )
        wanted = rule.fuzzy or (owner.fuzzy if owner else default_fuzzy)
        fault = fuzzy_fault(term) if wanted else ""
        if rule.fuzzy and fault:
            self._fault(where, "fuzzy", f"'{rule.term}' cannot be fuzzy: {fault}")
        term = replace(term, fuzzy=wanted if not fault else 0)
        return {self._number(term): rule.weight}

    def _number(self, term: Term) -> int:
        return self.terms.setdefault(term, len(self.terms))

    def _reference(self, where: Where, rule: schema.TermRule, above: tuple[str, ...]) -> Weights:
        name = rule.term[1:]
        self.used.add(name)
        if name in above:
            self._circle(where, (*above[above.index(name) :], name))
            return {}
        options = rule.model_fields_set - {"term", "weight", "fields"}
        if any(getattr(rule, option) not in {"smart", "both", None, ()} for option in options):
            message = f"'{rule.term}' takes no options of a term"
            self._fault(where, "no-options", message, "give them where its terms are written")
        if name in self._shared:
            terms = self._weights.get(name) or self._shared_terms(name, above)
            return {term: weight * rule.weight for term, weight in terms.items()}
        if name in self._macros:
            message = f"'{rule.term}' is a condition, and only terms can stand here"
            self._fault(where, "macro-in-list", message, "use it in a watch")
        elif not self._reading.may_know(name):
            hint = problems.nearest(name, self.names) or "a $ begins the name of a list or entity"
            message = f"no list, entity or macro is called '{name}'"
            self._fault(where, "unknown-reference", message, hint)
        return {}

    def _circle(self, where: Where, circle: tuple[str, ...]) -> None:
        if not self._circles.issuperset(circle):  # told once, wherever it is entered
            chain = " -> ".join(f"${step}" for step in circle)
            self._fault(where, "circular-reference", f"this contains itself: {chain}")
        self._circles.update(circle)

    def _shared_terms(self, name: str, above: tuple[str, ...]) -> Weights:
        shared = self._shared[name]
        weights: Weights = {}
        for index, word in enumerate(shared.words):
            where = shared.place(index)
            if isinstance(word, str):
                rule = schema.TermRule(term=word)
            else:
                rule, where = word, where.below("term")
            weights |= self._word(where, rule, (*above, name))
        return weights

    def _share(self, name: str, shared: Shared) -> None:
        if not self._is_taken(name, shared.where):
            self._shared[name] = shared

    def _is_taken(self, name: str, where: Where) -> bool:
        other = self._shared[name].where if name in self._shared else None
        other = self._macros[name][0] if name in self._macros else other
        if other is not None:
            message = f"the name '{name}' is already used at {other.file.line(other.path)}"
            hint = "lists, entities and macros share one namespace: choose another name"
            self._fault(where, "duplicate-id", message, hint, at_key=True)
        return other is not None

    def _fault(
        self, where: Where, code: str, message: str, hint: str = "", *, at_key: bool = False
    ) -> None:
        document = where.file.document
        if where.offset is not None:
            problem = document.inside(where.path, where.offset, code, message, hint)
        else:
            problem = document.problem(where.path, code, message, hint, at_key=at_key)
        self._reading.problems.append(problem)


def _term_fault(term: str) -> str:
    """Why this text is no term; "" when it is one."""
    if not any(char.isalnum() for char in term):
        return f"'{term}' has no letter or digit to look for"
    for word in term.split():
        stem = word.rstrip("*")
        if "*" in stem or word.endswith("**"):
            return f"'{term}': a * stands only at the end of a word, as in licen*"
        wild = next((place for place, char in enumerate(word) if char in "*?"), len(word))
        if wild < min(MIN_STEM, len(word)) and not IDEOGRAPHIC.match(word):
            return f"'{term}': at least {MIN_STEM} letters must stand before a * or ?"
    return ""


def fuzzy_fault(term: Term) -> str:
    """Why this term cannot be fuzzy; "" when it can."""
    letters = sum(char.isalpha() for char in term.text)
    if IDEOGRAPHIC.search(term.text) or HANGUL.search(term.text):
        return "likeness is measured for letters only"
    if "*" in term.text or "?" in term.text:
        return "it is truncated already"
    if term.is_acronym or letters < MIN_FUZZY:
        return f"an acronym or a name under {MIN_FUZZY} letters is like too many others"
    return ""


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
