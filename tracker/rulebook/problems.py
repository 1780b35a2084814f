"""Turning validation errors into faults with a place, a sentence and a suggestion."""

from collections.abc import Iterable

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz.distance import DamerauLevenshtein

from tracker.errors import Problem
from tracker.rulebook import schema
from tracker.rulebook.yaml import Document, Path_


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint naming the known word that was probably meant, else ""."""
    limit = 1 if len(word) < 5 else 2 if len(word) < 9 else 3
    scored = sorted(
        (DamerauLevenshtein.distance(word.casefold(), other.casefold()), other)
        for other in set(known)
    )
    return f"did you mean '{scored[0][1]}'?" if scored and scored[0][0] <= limit else ""


def from_validation(document: Document, error: ValidationError) -> list[Problem]:
    """One Problem for each fault that pydantic found."""
    return [_problem(document, fault) for fault in error.errors()]


def _problem(document: Document, fault: ErrorDetails) -> Problem:
    path = _path(document, fault["loc"])
    kind, given = fault["type"], fault["input"]
    if kind == "extra_forbidden":
        key = str(path[-1])
        hint = nearest(key, _siblings(document, path))
        return document.problem(path, "unknown-key", f"unknown key '{key}'", hint, at_key=True)
    if kind == "missing":
        message = f"the key '{fault['loc'][-1]}' is missing"
        return document.problem(path, "missing-key", message)
    context = fault.get("ctx", {})
    if kind in {"literal_error", "union_tag_invalid"}:
        expected = str(context.get("expected") or context.get("expected_tags"))
        tag = str(context.get("tag", given))
        choices = [choice.strip(" '") for choice in expected.replace(" or ", ",").split(",")]
        field = "kind" if kind == "union_tag_invalid" else ""
        return document.problem(
            (*path, field) if field else path,
            "wrong-value",
            f"'{tag}' is not one of {', '.join(choices)}",
            nearest(tag, choices),
        )
    if kind == "union_tag_not_found":
        return document.problem(path, "missing-key", "the key 'kind' is missing")
    message = fault["msg"].removeprefix("Value error, ")
    if isinstance(given, str) and given not in message:
        message = f"{message} (found '{given}')"
    return document.problem(path, kind.replace("_", "-"), _lower(message))


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _path(document: Document, location: tuple[int | str, ...]) -> Path_:
    """Where pydantic's `loc` stands in the file: its union tags and list wrappers left out."""
    path: Path_ = ()
    for part in location:
        step = (*path, part)
        if step in document.values or step in document.keys:
            path = step
    return path


def _siblings(document: Document, path: Path_) -> set[str]:
    """Keys that would have been right beside an unknown one: of the model that fits best."""
    present = {key[-1] for key in document.keys if key[:-1] == path[:-1]}
    models = sorted(_MODELS, key=lambda keys: -len(keys & present))
    return set(models[0]) if models and models[0] & present else set().union(*_MODELS)


def _keys(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(info.alias or name for name, info in model.model_fields.items())


_MODELS = [
    _keys(model)
    for model in (
        schema.WatchRule, schema.TermRule, schema.Block, schema.SameRule, schema.Examples,
        schema.ExampleRule, schema.EntityRule, schema.RouteRule, schema.RouteFilter,
        schema.RuleFile, *schema.SOURCE_KINDS, *schema.CHANNEL_KINDS,
    )
]  # fmt: skip
