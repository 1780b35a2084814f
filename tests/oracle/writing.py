"""One random rulebook, written twice: as a rule file, and directly as the objects it stands for.

The data is what a rule file says, but for queries: `{"query": item}` holds the item that the query
says in words, in which `{"apart": [a, b], "within": 5}` may stand, too.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any as Anything

from tests.oracle.naive import weights_of
from tests.oracle.words import is_short_capitals
from tracker.core.conditions import All, Any, AnyTerm, Apart, AtLeast, Condition, Near, Not, Same
from tracker.core.hits import EVERYWHERE, zones
from tracker.core.lexicon import Lexicon
from tracker.core.model import FIELDS, Severity
from tracker.core.rules import Entity, Raise, Rulebook, Watch
from tracker.core.terms import Case, Number, Term
from tracker.rulebook import build
from tracker.rulebook.files import RuleText, Snapshot

Data = Mapping[str, Anything]
Item = str | Data

# -- as a rule file --------------------------------------------------------------------------

CALLS = {"capital": "caps", "upper": "allcaps", "lower": "nocaps", "exact": "exact"}
SIGNS = {"sentence": "s", "paragraph": "p"}


def as_rule_file(data: Data) -> Rulebook:
    """Read as everything is that a person writes; raises ConfigError if it has a fault."""
    text = json.dumps(_with_queries(data), ensure_ascii=False)
    file = RuleText(name="made.yaml", pack="made", text=text)
    snapshot = Snapshot(folders=("made",), absent=(), files=(file,), faults=())
    return build.sound(build.of(snapshot)).rulebook


def _with_queries(value: Anything) -> Anything:
    match value:
        case {"query": item, **others}:
            return {"query": query(item), **_with_queries(others)}
        case dict():
            return {key: _with_queries(below) for key, below in value.items()}
        case list():
            return [_with_queries(below) for below in value]
    return value


def query(item: Item) -> str:
    """What a person writes for it in one line."""
    match item:
        case str():
            return item if item.isalnum() or item.startswith("$") else f'"{item}"'
        case {"term": term}:
            return _called(term, item)
        case {"regex": pattern}:
            return f"/{pattern}/"
        case {"near": of, "within": within, "ordered": ordered}:
            return _joined(f" {'pre' if ordered else 'w'}/{within} ", of)
        case {"apart": of, "within": within}:
            return _joined(f" not w/{SIGNS.get(within, within)} ", of)
        case {"same": unit, "of": of}:
            return _joined(f" w/{SIGNS[unit]} ", of)
        case {"at_least": count, "of": of}:
            return f"atleast{count}{_joined(' OR ', of)}"
    return _block(dict(item))


def _block(block: dict[str, Anything]) -> str:
    parts = [query(part) for part in block.get("all", ())]
    if "any" in block:
        parts.append(_joined(" OR ", block["any"]))
    if "none" in block:
        parts.append(f"NOT {_joined(' OR ', block['none'])}")
    return "".join(f"{name}:" for name in block.get("in", ())) + f"({' AND '.join(parts)})"


def _joined(sign: str, of: Iterable[Item]) -> str:
    return f"({sign.join(map(query, of))})"


def _called(term: str, options: Data) -> str:
    text = query(term)
    for name in (options.get("number"), CALLS.get(options.get("case", ""))):
        text = f"{name}({text})" if name else text
    return text


# -- as objects ------------------------------------------------------------------------------

Weights = dict[int, float]


def as_objects(data: Data) -> Rulebook:
    """The same rulebook, made without anything that reads rule files."""
    return _Maker(data).rulebook()


@dataclass
class _Maker:
    """`numbers`: each term with its number, which is another than in the rule file."""

    data: Data
    numbers: dict[Term, int] = field(default_factory=dict)

    def rulebook(self) -> Rulebook:
        watches = tuple(self._watch(rule) for rule in self.data["watches"])
        entities = {
            name: Entity(id=name, name=rule["name"], terms=frozenset(self._shared(name)))
            for name, rule in self.data["entities"].items()
        }
        lexicon, everywhere = Lexicon(self.numbers), frozenset((*FIELDS, "lead"))
        return Rulebook(watches=watches, lexicon=lexicon, entities=entities, fields=everywhere)

    def _watch(self, rule: Data) -> Watch:
        condition = self.condition(rule, EVERYWHERE)
        return Watch(
            id=f"made/{rule['id']}",
            name=rule["watch"],
            severity=Severity[rule["severity"]],
            condition=condition,
            weights=weights_of(condition),
            raises=tuple(
                Raise(to=Severity[step["to"]], when=self.condition(step["when"], EVERYWHERE))
                for step in rule.get("raise", ())
            ),
            min_score=rule.get("min_score", 0),
            sources=frozenset(rule.get("sources", ())),
            languages=frozenset(rule.get("languages", ())),
            jurisdictions=frozenset(rule.get("jurisdictions", ())),
            types=frozenset(rule.get("types", ())),
            expires=date.fromisoformat(rule["expires"]) if "expires" in rule else None,
        )

    def condition(self, item: Item, mask: int) -> Condition:
        """What an item stands for, in these fields."""
        match item:
            case str():
                return self._named({"term": item}, mask)
            case {"term": _}:
                return self._named(item, _inside(item, mask))
            case {"regex": pattern}:
                number = self._number(Term(text=pattern, pattern=True))
                weights = {number: item.get("weight", 1.0)}
                return AnyTerm(weights=weights, label=pattern, zones=_inside(item, mask))
            case {"near": of, "within": within, "ordered": ordered}:
                return Near(of=self._all(of, mask), within=within, ordered=ordered)
            case {"apart": [of, from_], "within": within}:
                one, other = self._all((of, from_), mask)
                return Apart(of=one, from_=other, within=within)
            case {"same": unit, "of": of}:
                return Same(of=self._all(of, mask), unit=unit)
            case {"at_least": count, "of": of}:
                distinct = item.get("distinct", False)
                return AtLeast(count=count, of=self._all(of, mask), distinct=distinct)
        return self._block(item, _inside(item, mask))

    def _block(self, block: Data, mask: int) -> Condition:
        parts = list(self._all(block.get("all", ()), mask))
        if "any" in block:
            parts.append(Any(of=self._all(block["any"], mask)))
        if "query" in block:
            parts.append(self.condition(block["query"], mask))
        if "none" in block:
            parts.append(Not(of=Any(of=self._all(block["none"], mask))))
        return parts[0] if len(parts) == 1 else All(of=tuple(parts))

    def _all(self, items: Iterable[Item], mask: int) -> tuple[Condition, ...]:
        return tuple(self.condition(item, mask) for item in items)

    # -- terms -------------------------------------------------------------------------------

    def _named(self, rule: Data, mask: int) -> Condition:
        name = rule["term"].removeprefix("$")
        if rule["term"].startswith("$") and name in self.data["macros"]:
            return self.condition(self.data["macros"][name], mask)
        return AnyTerm(weights=self._weights(rule, ""), label=name, zones=mask)

    def _weights(self, rule: Item, owner: str) -> Weights:
        """The terms that a word stands for; `owner`: the entity whose alias it is."""
        given: Data = {"term": rule} if isinstance(rule, str) else rule
        weight = given.get("weight", 1.0)
        if given["term"].startswith("$"):
            shared = self._shared(given["term"][1:])
            return {term: weight * own for term, own in shared.items()}
        return {self._number(self._term(given, owner)): weight}

    def _shared(self, name: str) -> Weights:
        weights: Weights = {}
        entity = self.data["entities"].get(name)
        words = (entity["name"], *entity["aliases"]) if entity else self.data["lists"][name]
        for word in words:
            weights |= self._weights(word, name if entity else "")
        return weights

    def _term(self, rule: Data, owner: str) -> Term:
        entity = self.data["entities"].get(owner, {})
        text = rule["term"]
        case = rule.get("case", "smart")
        return Term(
            text=text,
            case=_smart(text, owner) if case == "smart" else Case(case),
            number=Number(rule.get("number", "both")),
            never=(*rule.get("never", ()), *entity.get("never", ())),
            context=tuple(rule.get("context", entity.get("context", ()))),
            entity=owner,
        )

    def _number(self, term: Term) -> int:
        return self.numbers.setdefault(term, len(self.numbers))


def _inside(item: Data, mask: int) -> int:
    return zones(item["in"]) if "in" in item else mask


def _smart(text: str, owner: str) -> Case:
    """Capitals alone are an acronym; the one-word name of an entity begins with a capital."""
    if is_short_capitals(text.removesuffix("*")):
        return Case.exact
    return Case.capital if owner and " " not in text and text[0].isupper() else Case.any
