"""Compiling terms, lists and conditions: names resolved, every term numbered once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.core import conditions
from tracker.core.conditions import AnyTerm, Condition
from tracker.core.rules import Entity
from tracker.core.terms import Term
from tracker.rulebook import problems, schema
from tracker.rulebook.files import Reading, RuleFile
from tracker.rulebook.yaml import Path_

MIN_STEM = 3  # letters before a *
LABELS = 8  # alternatives named when none of them is in a text

Weights = dict[int, float]  # number of a term -> its weight


@dataclass(frozen=True, slots=True)
class Shared:
    """A list or entity: what `$name` stands for. `entity`: its id, "" for a list."""

    file: RuleFile
    path: Path_
    words: Sequence[schema.Word]
    entity: str = ""
    never: tuple[str, ...] = ()

    def place(self, index: int) -> Path_:
        """Where its word number `index` stands; an entity's first word is its name."""
        if not self.entity:
            return self.file.at(self.path, index)
        if index == 0:
            return (*self.path, "name")
        return self.file.at((*self.path, "aliases"), index - 1)


class Compiler:
    """Turns what a person wrote into conditions over numbered terms."""

    def __init__(self, reading: Reading) -> None:
        self.terms: dict[Term, int] = {}
        self._reading = reading
        self._shared: dict[str, Shared] = {}
        self._circles: set[str] = set()
        for file in reading.files:
            for name, words in file.rules.lists.items():
                self._share(name, Shared(file, ("lists", name), words))
            for name, rule in file.rules.entities.items():
                names = (rule.name, *rule.aliases)
                self._share(name, Shared(file, ("entities", name), names, name, rule.never))
        for name in sorted(self._shared):  # also those that no watch uses, by name not by file
            self._shared_terms(name, ())

    def entities(self) -> Mapping[str, Entity]:
        """Every entity with the numbers of its aliases."""
        return {
            name: Entity(
                id=name,
                name=shared.file.rules.entities[name].name,
                terms=frozenset(self._shared_terms(name, ())),
            )
            for name, shared in sorted(self._shared.items())
            if shared.entity
        }

    def block(self, file: RuleFile, block: schema.Block, path: Path_) -> Condition:
        """any AND all AND NOT none."""
        parts: list[Condition] = []
        if block.any:
            parts.append(_any(self._items(file, block.any, (*path, "any"))))
        if block.all:
            parts += self._items(file, block.all, (*path, "all"))
        if block.none:
            forbidden = _any(self._items(file, block.none, (*path, "none")))
            parts.append(conditions.Not(of=forbidden))
        return parts[0] if len(parts) == 1 else conditions.All(of=tuple(parts))

    def _items(
        self, file: RuleFile, items: Sequence[schema.Item], path: Path_
    ) -> tuple[Condition, ...]:
        return tuple(
            self._condition(file, item, file.at(path, index)) for index, item in enumerate(items)
        )

    def _condition(self, file: RuleFile, item: schema.Item, path: Path_) -> Condition:
        if isinstance(item, str | schema.TermRule):
            label = item if isinstance(item, str) else item.term
            return AnyTerm(weights=self._word(file, item, path), label=label)
        if isinstance(item, schema.SameRule):
            return conditions.Same(of=self._items(file, item.of, (*path, "of")))
        return self.block(file, item, path)

    def _word(
        self, file: RuleFile, word: schema.Word, path: Path_, above: tuple[str, ...] = ()
    ) -> Weights:
        """A term as written, or all that a `$name` stands for. `above`: the lists it is in."""
        if isinstance(word, str):
            rule = schema.TermRule(term=word)
        else:
            rule, path = word, (*path, "term")
        if rule.term.startswith("$"):
            return self._reference(file, rule, path, above)
        if fault := _wildcard_fault(rule.term):
            self._fault(file, path, "wildcard", fault)
            return {}
        owner = self._shared[above[-1]] if above else None
        term = Term.written(
            rule.term,
            case=rule.case,
            never=(*rule.never, *(owner.never if owner else ())),
            entity=owner.entity if owner else "",
        )
        if not any(char.isalnum() for char in term.text):
            message = f"'{rule.term}' has no letter or digit to look for"
            self._fault(file, path, "empty-term", message)
            return {}
        return {self.terms.setdefault(term, len(self.terms)): rule.weight}

    def _reference(
        self, file: RuleFile, rule: schema.TermRule, path: Path_, above: tuple[str, ...]
    ) -> Weights:
        name = rule.term[1:]
        if name in above:
            circle = above[above.index(name) :]
            chain = " -> ".join(f"${step}" for step in (*circle, name))
            if not self._circles.issuperset(circle):  # told once, wherever it is entered
                message = f"a list contains itself: {chain}"
                self._fault(file, path, "circular-reference", message)
            self._circles.update(circle)
            return {}
        if name in self._shared:
            terms = self._shared_terms(name, above)
            return {term: weight * rule.weight for term, weight in terms.items()}
        if not self._reading.may_know(name):
            hint = problems.nearest(name, self._shared) or "a $ begins the name of a list or entity"
            self._fault(
                file, path, "unknown-reference", f"no list or entity is called '{name}'", hint
            )
        return {}

    def _shared_terms(self, name: str, above: tuple[str, ...]) -> Weights:
        shared = self._shared[name]
        weights: Weights = {}
        for index, word in enumerate(shared.words):
            weights |= self._word(shared.file, word, shared.place(index), (*above, name))
        return weights

    def _share(self, name: str, shared: Shared) -> None:
        if name not in self._shared:
            self._shared[name] = shared
            return
        other = self._shared[name]
        message = f"the name '{name}' is already used at {other.file.line(other.path)}"
        hint = "lists and entities share one namespace: choose another name"
        self._fault(shared.file, shared.path, "duplicate-id", message, hint, at_key=True)

    def _fault(
        self,
        file: RuleFile,
        path: Path_,
        code: str,
        message: str,
        hint: str = "",
        *,
        at_key: bool = False,
    ) -> None:
        problem = file.document.problem(path, code, message, hint, at_key=at_key)
        self._reading.problems.append(problem)


def _wildcard_fault(term: str) -> str:
    stem = term.removesuffix("*")
    if "*" in stem or "?" in stem:
        return f"'{term}': a * stands only at the end of a term, as in licen*"
    if stem != term and len("".join(stem.split()[-1:])) < MIN_STEM:
        return f"'{term}': at least {MIN_STEM} letters must stand before a *"
    return ""


def _any(of: tuple[Condition, ...]) -> Condition:
    """An OR; of terms alone it is one look-up in the hits, however many they are."""
    terms = [part for part in of if isinstance(part, AnyTerm)]
    if len(of) == 1 or len(terms) < len(of):
        return of[0] if len(of) == 1 else conditions.Any(of=of)
    weights: Weights = {}
    for part in terms:
        for term, weight in part.weights.items():
            weights[term] = max(weight, weights.get(term, 0.0))
    labels = [part.label for part in terms]
    more = f" and {len(labels) - LABELS} more" if len(labels) > LABELS else ""
    return AnyTerm(weights=weights, label=", ".join(labels[:LABELS]) + more)
