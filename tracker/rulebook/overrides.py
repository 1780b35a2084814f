"""Overrides: what the user's files change in shipped rules, before anything is validated.

All `set` first, then `remove`, then `add`, over all files, so that the order of files never
matters; an exact name beats a glob. What is changed keeps the place where it was written.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from pydantic import ValidationError

from tracker.core.fold import fold
from tracker.errors import Problem
from tracker.rulebook import schema
from tracker.rulebook.problems import nearest
from tracker.rulebook.yaml import Document, Path_

SECTIONS = {"watch": "watches", "list": "lists", "entity": "entities", "source": "sources"}
NAMES = {"id", "watch"}  # what a thing is called is what everything else calls it by


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """One item of a section `overrides`."""

    document: Document
    path: Path_
    rule: schema.OverrideRule

    @property
    def target(self) -> tuple[str, str]:
        """(kind, name or glob)."""
        return next(
            (kind, getattr(self.rule, kind))
            for kind in schema.TARGETS
            if getattr(self.rule, kind) is not None
        )

    @property
    def is_glob(self) -> bool:
        return any(sign in self.target[1] for sign in "*?[")

    def reason(self) -> str:
        """What `explain` says of it."""
        because = f": {self.rule.because}" if self.rule.because else ""
        return f"changed at {self.document.line(self.path)}{because}"


@dataclass(frozen=True, slots=True)
class Target:
    """What an override changes: its place, and its raw data."""

    document: Document
    path: Path_
    name: str
    data: Any


@dataclass(slots=True)
class Changes:
    """What was overridden. `because`: (kind, name) -> why."""

    problems: list[Problem] = field(default_factory=list)
    because: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


def apply(documents: Sequence[tuple[Document, str]]) -> Changes:
    """Change the data of `documents`, each given with its pack, in place."""
    changes = Changes()
    overrides = sorted(_overrides(documents), key=lambda o: (not o.is_glob, o.reason()))
    pairs = [(o, t) for o in overrides for t in _targets(documents, o, changes)]
    done: dict[tuple[int, Path_], tuple[Override, str]] = {}
    for override, target in pairs:
        for key, value in override.rule.set.items():
            _set(changes, done, override, target, key, value)
    for override, target in pairs:
        _remove(changes, override, target, override.rule.remove, ("remove",), target.path)
    for override, target in pairs:
        _add(changes, override, target, override.rule.add, ("add",), target.path)
        kind = override.target[0]
        reasons = changes.because.get((kind, target.name), ())
        changes.because[kind, target.name] = (*reasons, override.reason())
    return changes


def identity(pack: str, watch: dict[str, Any]) -> str:
    """`pack/id` of a watch as it is written."""
    return f"{pack}/{watch.get('id') or slug(str(watch.get('watch', '')))}"


def slug(name: str) -> str:
    """The id of a watch that has none: its name in letters, digits and hyphens."""
    words = "".join(c if c.isalnum() else " " for c in fold(name).text).split()
    return "-".join(words) or "watch"


def _overrides(documents: Sequence[tuple[Document, str]]) -> Iterator[Override]:
    for document, _ in documents:
        items = document.data.get("overrides") if isinstance(document.data, dict) else None
        for index, item in enumerate(items if isinstance(items, list) else ()):
            try:
                rule = schema.OverrideRule.model_validate(item)
            except ValidationError:
                continue  # told when its file is validated
            yield Override(document=document, path=("overrides", index), rule=rule)


def _targets(
    documents: Sequence[tuple[Document, str]], override: Override, changes: Changes
) -> list[Target]:
    kind, wanted = override.target
    every = list(_every(documents, kind))
    found = [target for target in every if fnmatchcase(target.name, wanted)]
    if not found:
        message = f"no {kind} is called '{wanted}', so there is nothing to change"
        hint = nearest(wanted, [target.name for target in every])
        place = (*override.path, kind)
        problem = override.document.problem(place, "unknown-reference", message, hint)
        changes.problems.append(problem)
    return found


def _every(documents: Sequence[tuple[Document, str]], kind: str) -> Iterator[Target]:
    section = SECTIONS[kind]
    for document, pack in documents:
        items = document.data.get(section) if isinstance(document.data, dict) else None
        if isinstance(items, dict):
            for name, data in items.items():
                yield Target(document, (section, name), name, data)
        for index, data in enumerate(items if isinstance(items, list) else ()):
            if isinstance(data, dict):
                name = identity(pack, data) if kind == "watch" else str(data.get("id"))
                yield Target(document, (section, index), name, data)


def _set(
    changes: Changes,
    done: dict[tuple[int, Path_], tuple[Override, str]],
    override: Override,
    target: Target,
    key: str,
    value: str,
) -> None:
    place = (*override.path, "set", key)
    if key in NAMES or not isinstance(target.data, dict):
        message = f"'{key}' cannot be set: " + (
            "everything else calls it by this" if key in NAMES else "a list has terms only"
        )
        _fault(changes, override, place, "wrong-override", message, "use add: or remove:")
        return
    path = (*target.path, key)
    before = done.get((id(target.document), path))
    if before and before[0].is_glob == override.is_glob and before[1] != value:
        message = (
            f"'{key}' of {target.name} is also set at {before[0].document.line(before[0].path)}"
        )
        _fault(changes, override, place, "conflict", message, "keep one of the two")
        return
    if target.data.get(key) == value:
        _drift(changes, override, place, f"{target.name} has '{key}: {value}' already")
    done[id(target.document), path] = (override, value)
    target.data[key] = value
    target.document.graft(path, override.document, place)


def _remove(
    changes: Changes, override: Override, target: Target, what: Any, steps: Path_, path: Path_
) -> None:
    for items, inner, at in _lists(changes, override, target, what, steps, path):
        present = _present(target, at)
        if isinstance(present, dict):
            _fault_of_shape(changes, override, inner)
            continue
        for index, item in enumerate(items):
            place = _item(override, inner, index)
            if present is None or item not in present:
                _drift(changes, override, place, f"{target.name} has no '{item}' to remove")
                continue
            number = present.index(item)
            del present[number]
            target.document.drop(at, number)
            if not present:  # if nothing may not be left, this is where it was taken out
                target.document.graft(at, override.document, place)


def _add(
    changes: Changes, override: Override, target: Target, what: Any, steps: Path_, path: Path_
) -> None:
    for items, inner, at in _lists(changes, override, target, what, steps, path):
        present = _present(target, at)
        if present is None:
            present = _made(override, target, inner, at)
        if not isinstance(present, list):
            _fault_of_shape(changes, override, inner)
            continue
        for index, item in enumerate(items):
            place = _item(override, inner, index)
            if item in present:
                _drift(changes, override, place, f"{target.name} has '{item}' already")
                continue
            present.append(item)
            target.document.graft((*at, len(present) - 1), override.document, place)


def _lists(
    changes: Changes, override: Override, target: Target, what: Any, steps: Path_, path: Path_
) -> Iterator[tuple[list[Any], Path_, Path_]]:
    """Each list that is changed: the items given, where they stand, and where the list does."""
    if what is None:
        return
    if isinstance(what, dict):
        for key, inside in what.items():
            yield from _lists(changes, override, target, inside, (*steps, key), (*path, key))
        return
    if path == target.path and target.path[0] != "lists":
        place = (*override.path, *steps)
        hint = "name the key, as in add: {none: [...]}"
        _fault(changes, override, place, "wrong-override", "a list of what is not said", hint)
        return
    if path == target.path and isinstance(target.data, dict):
        path = (*path, "terms")  # of a shared list that is written as a mapping
    yield what if isinstance(what, list) else [what], steps, path


def _present(target: Target, path: Path_) -> Any:
    """The list at `path`, made one if it is a single text; None if nothing is there.

    Where something else is there, or above it, that is no list: it is given back as a mapping.
    """
    data: Any = target.document.data
    try:
        present = _value(data, path)
    except TypeError:
        return {}
    if isinstance(present, str):
        present = _value(data, path[:-1])[path[-1]] = [present]
        target.document.enlist(path)
    return present


def _value(data: Any, path: Path_) -> Any:
    """What stands at `path`; None if nothing does. Raises TypeError for a key of a text or list."""
    for step in path:
        if data is None:
            return None
        data = data.get(step) if isinstance(data, dict) else data[step]
    return data


def _made(override: Override, target: Target, steps: Path_, path: Path_) -> list[Any]:
    """A new list at `path`, and the mappings above it; they stand where the override says so."""
    holder: Any = target.document.data
    made: list[Any] = []
    for length, step in enumerate(path, 1):
        if isinstance(holder, dict) and step not in holder:
            holder[step] = made if length == len(path) else {}
            place = (*override.path, *steps[: length - len(target.path) + 1])
            target.document.graft(path[:length], override.document, place)
        holder = holder[step]
    return made


def _item(override: Override, steps: Path_, index: int) -> Path_:
    """Where an item stands; one that was written without a list stands at its key."""
    place = (*override.path, *steps)
    return (*place, index) if (*place, index) in override.document.values else place


def _fault_of_shape(changes: Changes, override: Override, steps: Path_) -> None:
    message, hint = "there is no list here that could be changed", "use set: for a single value"
    _fault(changes, override, (*override.path, *steps), "wrong-override", message, hint)


def _fault(
    changes: Changes, override: Override, place: Path_, code: str, message: str, hint: str
) -> None:
    problem = override.document.problem(place, code, message, hint)
    changes.problems.append(problem)


def _drift(changes: Changes, override: Override, place: Path_, message: str) -> None:
    if override.is_glob:  # it need not change everything that it names
        return
    problem = override.document.problem(
        place, "L013", message, "take it out of the override", level="warning"
    )
    changes.problems.append(problem)
