"""Turning validation errors into faults with a place, a sentence and a suggestion."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz.distance import DamerauLevenshtein

from tracker.errors import Problem
from tracker.rulebook import schema
from tracker.rulebook.yaml import QUOTE, Document, Path_
from tracker.sources import Fields

# What the validator says -> what a person understands.
SENTENCES = {
    "list_type": "a list is expected here, such as [one, two]",
    "tuple_type": "a list is expected here, such as [one, two]",
    "dict_type": "keys with values are expected here, such as name: value",
    "model_type": "keys with values are expected here, such as name: value",
    "model_attributes_type": "keys with values are expected here, such as name: value",
    "string_type": "a text is expected here",
    "path_type": "the path of a file or folder is expected here",
    "bool_type": "true or false is expected here",
    "bool_parsing": "'{given}' is neither true nor false",
    "int_type": "a whole number is expected here",
    "int_parsing": "'{given}' is not a whole number",
    "float_type": "a number is expected here",
    "float_parsing": "'{given}' is not a number",
    "finite_number": "'{given}' is not a number",
    "greater_than_equal": "'{given}' is too little: it must be at least {ge:g}",
    "greater_than": "'{given}' is too little: it must be more than {gt:g}",
    "less_than_equal": "'{given}' is too much: it may be {le:g} at most",
    "too_short": "this is empty, and must not be",
    "string_too_short": "this is empty, and must not be",
    "date_from_datetime_parsing": "'{given}' is not a day: write 2026-12-31",
    "date_type": "a day is expected here, such as 2026-12-31",
}
FORMS = {
    "id": "'{given}' is not an id: use a-z, 0-9 and hyphens",
    "url": "'{given}' is not a web address: it begins with https:// or http://",
    "chat": "'{given}' is not a chat id: it is a number such as -1001234567890, or @name of a "
    "public channel",
}

# Where a mapping stands in a file -> what it may be.
MODELS: tuple[tuple[tuple[str, ...], tuple[type[BaseModel], ...]], ...] = (
    ((), (schema.RuleFile,)),
    (("watches", "*"), (schema.WatchRule,)),
    (("watches", "*", "raise", "*"), (schema.RaiseRule,)),
    (("watches", "*", "examples"), (schema.Examples,)),
    (("watches", "*", "examples", "**"), (schema.ExampleRule,)),
    (("examples", "*"), (schema.Examples,)),
    (("examples", "*", "**"), (schema.ExampleRule,)),
    (("lists", "*"), (schema.ListRule,)),
    (("entities", "*"), (schema.EntityRule,)),
    (("overrides", "*"), (schema.OverrideRule,)),
    (("routes", "*"), (schema.RouteRule,)),
    (("routes", "*", "if"), (schema.RouteFilter,)),
    (("routes", "*", "digest"), (schema.DigestRule,)),
    (("routes", "*", "escalate"), (schema.EscalateRule,)),
    (("defaults",), (schema.DefaultsRule,)),
    (("quiet", "*"), (schema.QuietRule,)),
    (("suppress", "*"), (schema.SuppressRule,)),
    (("suppress", "*", "**"), (schema.WatchName,)),
    (("tests", "*"), (schema.RouteTestRule,)),
    (("tests", "*", "alert"), (schema.AlertRule,)),
    (("sources", "*"), schema.SOURCE_KINDS),
    (("sources", "*", "fields"), (Fields,)),
    (("channels", "*"), schema.CHANNEL_KINDS),
    (("**",), schema.CONDITIONS),
)
HINTS = {
    "no_condition": "give it any:, all: or query:",
    "no_change": "give it set:, add: or remove:",
    "regex": "the syntax is that of RE2: no look-around, no back-references",
}
# What people write -> the code that stands for it.
CODES = {
    "UK": "GB",
    "USA": "US",
    "China": "CN",
    "Japan": "JP",
    "Korea": "KR",
    "Taiwan": "TW",
    "Netherlands": "NL",
    "Germany": "DE",
    "english": "en",
    "chinese": "zh",
    "japanese": "ja",
    "korean": "ko",
}


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint naming the known word that was probably meant, else ""."""
    limit = 1 if len(word) < 5 else 2 if len(word) < 9 else 3
    scored = sorted(
        (DamerauLevenshtein.distance(word.casefold(), other.casefold()), other)
        for other in set(known)
    )
    if scored and scored[0][0] <= limit:
        return f"did you mean '{scored[0][1]}'?"
    longer = [other for _, other in scored if len(word) > 2 and other.startswith(word)]
    return f"did you mean '{longer[0]}'?" if longer else ""


def from_validation(document: Document, error: ValidationError) -> list[Problem]:
    """One Problem for each place at which pydantic found a fault."""
    found: dict[tuple[int, int, str], Problem] = {}
    misspelt: set[str] = set()
    for fault in sorted(error.errors(), key=lambda fault: fault["type"] == "missing"):
        problem = _problem(document, fault)
        if problem.code == "unknown-key":
            misspelt.add(problem.hint)
        if fault["type"] == "missing":
            key = str(fault["loc"][-1])
            if nearest(key, [key]) not in misspelt:
                found[problem.line, problem.column, key] = problem
        else:  # of a union, the last branch is the one that lists its words
            found[problem.line, problem.column, ""] = problem
    return list(found.values())


def place(document: Document, location: tuple[int | str, ...]) -> Path_:
    """Where pydantic's `loc` stands in the file: its union tags and list wrappers left out."""
    path: Path_ = ()
    for part in location:
        step = (*path, part)
        if step in document.values or step in document.keys:
            path = step
    return path


def _problem(document: Document, fault: ErrorDetails) -> Problem:
    path = place(document, fault["loc"])
    kind, given, context = fault["type"], fault["input"], fault.get("ctx", {})
    match kind:
        case "extra_forbidden":
            return _unknown_key(document, path)
        case "missing" | "union_tag_not_found":
            key = fault["loc"][-1] if kind == "missing" else "kind"
            return document.problem(path, "missing-key", f"the key '{key}' is missing")
        case "union_tag_invalid":
            expected = str(context["expected_tags"])
            return _no_choice(document, (*path, "kind"), str(context["tag"]), expected)
        case "literal_error" | "no_choice" if isinstance(given, str):
            word, like = context.get("word", given), context.get("like", "")
            return _no_choice(document, path, word, str(context["expected"]), like)
        case "wrong_kind":
            return document.problem(path, "wrong-kind", fault["msg"], _meant(given))
        case "jurisdiction" | "language":
            return document.problem(path, "wrong-value", fault["msg"], _code(kind, str(given)))
        case "no_condition" | "no_target" | "no_change" | "regex":
            hint = HINTS.get(kind, "")
            return document.problem(path, kind.replace("_", "-"), fault["msg"], hint)
    message, hint = _sentence(fault, path), ""
    if document.starts(path, "&"):
        message, hint = "a text cannot begin with &", QUOTE
    at_key = fault["loc"][-1:] == ("[key]",)
    problem = document.problem(path, "wrong-value", message, hint, at_key=at_key)
    return replace(problem, snippet="") if "secret" in message else problem


def _sentence(fault: ErrorDetails, path: Path_) -> str:
    given = fault["input"]
    values: Mapping[str, Any] = {"given": given, **fault.get("ctx", {})}
    if fault["type"] == "string_pattern_mismatch" and path[-1] in FORMS:
        return FORMS[str(path[-1])].format_map(values)
    if fault["type"] == "literal_error":
        return SENTENCES["string_type"]
    if fault["type"] in SENTENCES:
        return SENTENCES[fault["type"]].format_map(values)
    return fault["msg"].removeprefix("Value error, ")


def _no_choice(
    document: Document, path: Path_, given: str, expected: str, like: str = ""
) -> Problem:
    choices = [choice.strip(" '") for choice in expected.replace(" or ", ",").split(",")]
    one_of = f"not one of {', '.join(choices)}" if len(choices) > 1 else f"not {choices[0]}"
    if path[-1] == "first_poll":
        one_of = f"neither a number nor {' or '.join(choices)}"
    message = f"'{given}' is {one_of}"
    return document.problem(path, "wrong-value", message, nearest(like or given, choices))


def _unknown_key(document: Document, path: Path_) -> Problem:
    key, known = str(path[-1]), _known_keys(document, path)
    hint = nearest(key, set(known) - {key}) or f"the keys here are {', '.join(known)}"
    return document.problem(path, "unknown-key", f"unknown key '{key}'", hint, at_key=True)


def _code(kind: str, given: str) -> str:
    """The code of a country or language that somebody meant by this."""
    if kind == "jurisdiction":
        meant = CODES.get(given, given.upper())
        return f"did you mean '{meant}'?" if meant in schema.JURISDICTIONS else ""
    head, *rest = given.replace("_", "-").split("-")
    head = CODES.get(head.lower(), head.lower())
    meant = "-".join((head, *rest))
    return f"did you mean '{meant}'?" if schema.is_language(meant) else ""


def _meant(given: object) -> str:
    """What a mapping that is neither term nor condition was probably meant to be."""
    if isinstance(given, list):
        return f"if this is a text that begins with [: {QUOTE}" if given else ""
    if not isinstance(given, dict) or schema.KINDS.keys() & given.keys():
        return ""
    for key in given:
        if hint := nearest(key, schema.KINDS):
            return hint
    return f"if this is a text with a colon or braces: {QUOTE}"


def _of_its_kind(
    document: Document, path: Path_, kinds: tuple[type[BaseModel], ...]
) -> tuple[type[BaseModel], ...]:
    """The model that the `kind` beside the key names; all of them when it names none."""
    beside: Any = document.data
    for step in path[:-1]:
        beside = beside[step]
    return tuple(kind for kind in kinds if kind.__name__.lower() == beside.get("kind")) or kinds


def _is_at(path: Path_, where: Sequence[str]) -> bool:
    """Whether `path` is where: `*` stands for one step, a last `**` for any number."""
    if where[-1:] == ("**",):
        path, where = path[: len(where) - 1], where[:-1]
    return len(path) == len(where) and all(
        sign in {"*", step} for step, sign in zip(path, where, strict=True)
    )


def _known_keys(document: Document, path: Path_) -> list[str]:
    """The keys that would have been right beside an unknown one."""
    present = {str(key[-1]) for key in document.keys if key[:-1] == path[:-1]}
    models = next(models for where, models in MODELS if _is_at(path[:-1], where))
    if models in {schema.SOURCE_KINDS, schema.CHANNEL_KINDS}:
        models = _of_its_kind(document, path, models)
    known = [_keys(model) for model in models]
    best = max(known, key=lambda keys: len(present.intersection(keys)))
    return sorted(best)


def _keys(model: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]
