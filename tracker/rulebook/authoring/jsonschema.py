"""The JSON Schema of a rule file: what an editor needs to complete, explain and check one.

An editor reads YAML 1.2, in which `3E001`, `12:30` and `NO` may be a number or a truth value. We
read every value as text, so the schema allows for each text what such an editor may take it for.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from tracker.core.hours import DAYS
from tracker.core.model import Severity
from tracker.rulebook import schema
from tracker.rulebook.authoring.glossary import KEYS
from tracker.rulebook.build import identity
from tracker.rulebook.files import Reading
from tracker.rulebook.schema.basics import JURISDICTIONS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT = ["string", "number", "boolean"]
SHORT = {"type": TEXT, "minLength": 1}  # a text that is not empty
YES_NO = {"type": "string", "pattern": "^(true|false|yes|no|on|off)$"}
LENGTH = {"type": ["string", "number"], "pattern": r"^\s*\d+(\.\d+)?\s*[smhdw]\s*$"}
SHARED = {"Item": "SameRule", "Word": "TermRule"}  # unions that stand in many places, and a sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What is declared in the rules there are, for an editor to suggest."""

    references: tuple[str, ...] = ()  # with their $
    watches: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def of(names: Names | None = None) -> dict[str, Any]:
    """The schema; with `names`, it suggests them where they may stand."""
    made = schema.RuleFile.model_json_schema(schema_generator=_Generator)
    definitions = made.pop("$defs")
    for holder in ({"title": "RuleFile", **made}, *definitions.values()):
        _describe(holder)
    for node in [*_nodes(made), *_nodes(definitions)]:
        _count_items(node)
    definitions |= _hoisted(made, definitions)
    words, as_mapping = definitions["ListRule"]["properties"]["terms"], "#/$defs/ListRule"
    made["properties"]["lists"]["additionalProperties"] = {
        "anyOf": [*words["anyOf"], {"$ref": as_mapping}]
    }
    if names is not None:
        _suggest(definitions, names)
    made["title"] = "Rule file"
    return {"$schema": DIALECT, **made, "$defs": dict(sorted(definitions.items()))}


def known(reading: Reading) -> Names:
    """What the rules declare."""
    files = [file.rules for file in reading.files]
    shared = {name for file in files for name in (*file.lists, *file.entities, *file.macros)}
    sources = [source for file in files for source in file.sources if source]
    return Names(
        references=tuple(f"${name}" for name in sorted(shared)),
        watches=tuple(sorted(_watch_ids(reading))),
        sources=tuple(sorted(source.id for source in sources)),
        channels=tuple(sorted({name for file in files for name in file.channels})),
        tags=tuple(sorted({tag for source in sources for tag in source.tags})),
    )


def _watch_ids(reading: Reading) -> Iterator[str]:
    for file in reading.files:
        for watch in file.rules.watches:
            if watch:
                yield identity(file, watch)


def text(document: dict[str, Any]) -> str:
    """The schema as it is written to a file."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


class _Generator(GenerateJsonSchema):
    """What pydantic makes of our models, in the shapes that people may write."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        return super().str_schema(schema) | {"type": TEXT}

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:
        return {"anyOf": [super().bool_schema(schema), YES_NO]}

    def literal_schema(self, schema: core_schema.LiteralSchema) -> JsonSchemaValue:
        words = [str(word) for word in schema["expected"]]
        if len(words) == 1 and not words[0].isdigit():
            return {"const": words[0]}
        return {"enum": [*(int(word) for word in words if word.isdigit()), *words]}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])  # nothing is written as null

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        default = schema.get("default")
        made = self.generate_inner(schema["schema"])
        said = str(default) if isinstance(default, Severity) else default
        is_worth_saying = isinstance(said, str | int | float) and said != ""
        return {**made, "default": said} if is_worth_saying else made

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        return {"anyOf": super().tagged_union_schema(schema)["oneOf"]}

    def field_title_should_be_set(self, schema: Any) -> bool:
        del schema
        return False  # the key says it

    def function_before_schema(
        self, schema: core_schema.BeforeValidatorFunctionSchema
    ) -> JsonSchemaValue:
        shape = SHAPES.get(_function(schema), _as_is)
        return shape(super().function_before_schema(schema))

    def function_after_schema(
        self, schema: core_schema.AfterValidatorFunctionSchema
    ) -> JsonSchemaValue:
        shape = SHAPES.get(_function(schema), _as_is)
        return shape(super().function_after_schema(schema))


def _function(schema: Any) -> str:
    return str(getattr(schema["function"]["function"], "__name__", ""))


def _as_is(made: JsonSchemaValue) -> JsonSchemaValue:
    return made


def _one_or_many(made: JsonSchemaValue) -> JsonSchemaValue:
    return {"anyOf": [made["items"], made]}


def _severities(made: JsonSchemaValue) -> JsonSchemaValue:
    del made
    return {"enum": list(Severity.__members__)}


def _jurisdiction(made: JsonSchemaValue) -> JsonSchemaValue:
    del made
    return {"enum": list(JURISDICTIONS)}


def _or_graver(made: JsonSchemaValue) -> JsonSchemaValue:
    del made
    grade = {"enum": [name + sign for name in Severity.__members__ for sign in ("", "+")]}
    return {"anyOf": [grade, {"type": "array", "items": grade}]}


def _hour(made: JsonSchemaValue) -> JsonSchemaValue:
    del made
    return {"type": TEXT, "pattern": r"^\d{1,2}:\d{2}$"}


def _span(made: JsonSchemaValue) -> JsonSchemaValue:
    del made
    day = "|".join(DAYS)
    return {"type": "string", "pattern": f"^({day})(-({day}))?$"}


def _moment(made: JsonSchemaValue) -> JsonSchemaValue:
    del made
    return {"type": "string", "minLength": 1}


def _length(made: JsonSchemaValue) -> JsonSchemaValue:
    del made
    return dict(LENGTH)


def _text_or(made: JsonSchemaValue) -> JsonSchemaValue:
    return {"anyOf": [{"type": TEXT}, made]}


def _not_empty(made: JsonSchemaValue) -> JsonSchemaValue:
    return {**made, "minLength": 1}


# What a validator of ours makes of a shape, by its name.
SHAPES: dict[str, Callable[[JsonSchemaValue], JsonSchemaValue]] = {
    "many": _one_or_many,
    "duration": _length,
    "_length": _length,
    "_severity": _severities,
    "_or_graver": _or_graver,
    "_hour": _hour,
    "_span": _span,
    "moment": _moment,
    "_jurisdiction": _jurisdiction,
    "_example": _text_or,
    "_not_empty": _not_empty,
}


def _describe(holder: dict[str, Any]) -> None:
    """Say of each key what it means; names of classes become words."""
    name = str(holder.get("title", ""))
    properties = holder.get("properties", {})
    if name == "ExampleRule":
        properties["lang"] = properties["language"]  # the other name of the key
    if "kind" in properties:
        holder["required"] = sorted({"kind", *holder.get("required", ())})
    for key, value in properties.items():
        said = KEYS.get(f"{name}.{key}") or KEYS.get(key, "")
        properties[key] = {"description": said, **value} if said else value
    if "description" in holder:
        holder["description"] = " ".join(holder["description"].split())
    if name:
        holder["title"] = _spoken(name)


def _spoken(name: str) -> str:
    words = "".join(f" {char.lower()}" if char.isupper() else char for char in name)
    return words.removesuffix(" rule").strip().capitalize()


def _count_items(node: dict[str, Any]) -> None:
    """A least length is one of the list; what needs two cannot be written as one.

    Bounds of a length of time are of its seconds, which nobody writes.
    """
    if "pattern" in node:
        node.pop("gt", None)
        node.pop("le", None)
    if "minLength" not in node or "type" in node:
        return
    one, several = node.pop("anyOf")
    least = node.pop("minLength")
    several = {**several, "minItems": least}
    node.update({"anyOf": [one, several]} if least == 1 else several)


def _hoisted(made: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """What stands in many places, taken out and put under a name."""
    found: dict[str, Any] = {}

    def named(value: Any) -> Any:
        name = _shared(value)
        if not name:
            return value
        found.setdefault(name, {k: value[k] for k in value if k in {"anyOf", "enum"}})
        rest = {k: value[k] for k in value if k not in {"anyOf", "enum"}}
        return {**rest, "$ref": f"#/$defs/{name}"}

    for node in [*_nodes(made), *_nodes(definitions)]:
        for key, value in node.items():
            node[key] = [named(part) for part in value] if key == "anyOf" else named(value)
    return found


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in inner:
        yield from _nodes(part)


def _shared(value: Any) -> str:
    """The name under which this is shared, else ""."""
    if not isinstance(value, dict):
        return ""
    if value.get("enum") == list(JURISDICTIONS):
        return "Jurisdiction"
    parts = value.get("anyOf", [])
    signs = {part.get("$ref") for part in parts} if SHORT in parts else set()
    return next((name for name, sign in SHARED.items() if f"#/$defs/{sign}" in signs), "")


def _suggest(definitions: dict[str, Any], names: Names) -> None:
    for union in SHARED:
        for part in definitions[union]["anyOf"]:
            if "type" in part:
                part["examples"] = list(names.references)
    for place, known in (
        ("WatchRule.sources", (*names.sources, *(f"tag:{tag}" for tag in names.tags))),
        ("WatchRule.notify", names.channels),
        ("RouteRule.send", names.channels),
        ("RouteFilter.watches", names.watches),
        ("OverrideRule.watch", names.watches),
        ("OverrideRule.source", names.sources),
        ("OverrideRule.list", tuple(name.removeprefix("$") for name in names.references)),
        ("OverrideRule.entity", tuple(name.removeprefix("$") for name in names.references)),
    ):
        model, _, key = place.partition(".")
        for node in _nodes(definitions[model]["properties"][key]):
            if node.get("type") == TEXT:
                node["examples"] = list(known)
