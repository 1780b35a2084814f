"""What a rule comes to: its lists, entities, macros and overrides written out, as a rule again."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import yaml
from pydantic import BaseModel

from tracker.core.duration import spelt
from tracker.core.model import Severity
from tracker.core.terms import Term
from tracker.rulebook import query, schema, variants
from tracker.rulebook.authoring import form
from tracker.rulebook.files import Reading, RuleFile
from tracker.rulebook.vocabulary import fuzzy_fault

Plain = dict[str, Any]
ITEMS = ("any", "all", "none", "of", "near")


class Unfolder:
    """Writes rules out; those that it read have no fault."""

    def __init__(self, reading: Reading) -> None:
        self._lists: dict[str, schema.ListRule] = {}
        self._entities: dict[str, schema.EntityRule] = {}
        self._macros: dict[str, schema.Item] = {}
        self._asked: dict[str, None] = {}  # names that stay names
        self._keeps_names = False
        for file in reading.files:
            self._lists |= file.rules.lists
            self._entities |= file.rules.entities
            self._macros |= file.rules.macros

    def watch(self, file: RuleFile, rule: schema.WatchRule) -> Plain:
        """A rule file with this watch alone, and with the names that its queries need."""
        self._asked = {}
        # Likeness holds for the watch's own terms and its query, and not for those of its lists.
        self._keeps_names = bool(rule.fuzzy) and _has_query(rule)
        fuzzy = 0 if self._keeps_names else rule.fuzzy or 0
        made = {"watch": rule.watch, "id": rule.id, **_written(rule), **self._block(rule, fuzzy)}
        if rule.id is None:
            made.pop("id")
        if fuzzy:
            made.pop("fuzzy")
        if rule.raises:
            steps = [(str(step.to), self._one(step.when, fuzzy)) for step in rule.raises]
            made["raise"] = [{"to": to, "when": when} for to, when in steps]
        return {"version": 1, "pack": file.pack, **self._needed(), "watches": [made]}

    def shared(self, name: str) -> Plain | None:
        """A rule file with this list, entity or macro; None if there is none of this name."""
        if name not in {*self._lists, *self._entities, *self._macros}:
            return None
        self._asked, self._keeps_names = {name: None}, False
        return {"version": 1, **self._needed()}

    def _needed(self) -> Plain:
        """The names that were asked for; a macro may ask for more."""
        made: Plain = {}
        done: set[str] = set()
        while left := [name for name in self._asked if name not in done]:
            for name in left:
                done.add(name)
                if name in self._lists:
                    made.setdefault("lists", {})[name] = {"terms": list(self._words(name))}
                elif name in self._entities:
                    made.setdefault("entities", {})[name] = _written(self._entities[name])
                else:
                    made.setdefault("macros", {})[name] = self._one(self._macros[name], 0)
        return made

    def _block(self, rule: BaseModel, fuzzy: int) -> Plain:
        """The keys of a condition that hold items, each item written out."""
        made: Plain = {}
        asked = getattr(rule, "query", None)
        self._asked |= dict.fromkeys(_names(query.parse(asked)) if asked else ())
        for key in ITEMS:
            # Alternatives may stand beside the others where one of all is enough, or all count.
            spread = key in {"any", "none"} or isinstance(rule, schema.AtLeastRule)
            parts = [
                list(self._all(item, fuzzy)) if spread else [self._one(item, fuzzy)]
                for item in getattr(rule, key, None) or ()
            ]
            if parts:
                made[key] = [part for several in parts for part in several]
        return made

    def _one(self, item: schema.Item, fuzzy: int) -> Any:
        found = list(self._all(item, fuzzy))
        return found[0] if len(found) == 1 else {"any": found}

    def _all(self, item: schema.Item, fuzzy: int) -> Iterator[Any]:
        """An item, or the alternatives that its name stands for."""
        if isinstance(item, str):
            item = schema.TermRule(term=item)
        if not isinstance(item, schema.TermRule):
            yield _written(item) | self._block(item, fuzzy)
        elif not item.term.startswith("$"):
            yield _term(_fuzzy(item, fuzzy))
        elif self._keeps_names:
            self._asked[item.term[1:]] = None
            yield _term(item)
        elif item.term[1:] in self._macros:
            yield self._one(self._macros[item.term[1:]], fuzzy)
        else:
            yield from self._words(item.term[1:], item.weight, item.fields)

    def _words(
        self, name: str, weight: float = 1.0, fields: tuple[schema.FieldName, ...] | None = None
    ) -> Iterator[Any]:
        """The terms of a list, as they stand in a watch; of an entity its name, as it stays one.

        An entity is more than its aliases: they are looked for in other forms, too.
        """
        if name in self._entities:
            self._asked[name] = None
            named = schema.TermRule(term=f"${name}")
            yield _term(named.model_copy(update={"weight": weight, "fields": fields}))
            return
        shared = self._lists[name]
        for word in (*shared.terms, *(variants.of(shared.terms) if shared.variants else ())):
            rule = schema.TermRule(term=word) if isinstance(word, str) else word
            if rule.term.startswith("$"):
                yield from self._words(rule.term[1:], rule.weight * weight, fields)
            else:
                more: Plain = {"weight": rule.weight * weight, "fields": fields}
                yield _term(rule.model_copy(update=more))


def _fuzzy(rule: schema.TermRule, fuzzy: int) -> schema.TermRule:
    """With the likeness that holds around it, where a term can have one."""
    term = Term.written(rule.term, case=rule.case)
    if rule.fuzzy or not fuzzy or fuzzy_fault(term):
        return rule
    return rule.model_copy(update={"fuzzy": fuzzy})


def _has_query(value: Any) -> bool:
    """Whether a query stands anywhere in a rule."""
    if isinstance(value, BaseModel):
        inside = [getattr(value, key) for key in type(value).model_fields]
        return bool(getattr(value, "query", None)) or any(map(_has_query, inside))
    return isinstance(value, tuple) and any(map(_has_query, value))


def _names(node: query.Node) -> Iterator[str]:
    match node:
        case query.Leaf():
            if node.text.startswith("$"):
                yield node.text[1:]
        case query.Not() | query.In():
            yield from _names(node.of)
        case query.Joined():
            for part in node.of:
                yield from _names(part)


def _term(rule: schema.TermRule) -> Any:
    """As short as it can be written."""
    defaults = schema.TermRule(term=rule.term)
    fields = schema.TermRule.model_fields.items()
    said = {
        info.alias or key: _value(getattr(rule, key))
        for key, info in fields
        if getattr(rule, key) != getattr(defaults, key)
    }
    return {"term": rule.term, **said} if said else rule.term


def _written(rule: BaseModel) -> Plain:
    """What is said, and not what is meant by saying nothing."""
    return {
        info.alias or key: _value(getattr(rule, key))
        for key, info in type(rule).model_fields.items()
        if key in rule.model_fields_set
    }


def _value(value: Any) -> Any:
    match value:
        case BaseModel():
            return _written(value)
        case tuple() | list():
            return [_value(part) for part in value]
        case dict():
            return {key: _value(part) for key, part in value.items()}
        case Severity() | date():
            return str(value)
        case timedelta():
            return spelt(value)
        case float() if value.is_integer():
            return int(value)
    return value


def text(document: Plain) -> str:
    """A rule file as YAML."""
    written = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
    return form.formatted(written, "")[0]
