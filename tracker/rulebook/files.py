"""Reading rule files: every `*.yaml` under the rules folders, validated one by one."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tracker.core.text import fold
from tracker.errors import Problem
from tracker.rulebook import problems, schema
from tracker.rulebook.yaml import Data, Document, Path_, read


@dataclass(frozen=True, slots=True)
class RuleFile:
    """What is valid in a file, and where everything in it stands."""

    document: Document
    rules: schema.RuleFile
    pack: str

    def at(self, path: Path_, index: int) -> Path_:
        """The place of a list's item; one that was written without a list stands at its key."""
        step = (*path, index)
        return step if step in self.document.values else path

    def line(self, path: Path_) -> str:
        """`file:line` of a value."""
        return f"{self.document.name}:{self.document.values[path][0]}"


@dataclass(slots=True)
class Reading:
    """All files of a rulebook.

    `declared`: names of what is at fault, so that one fault does not make each `$name` a fault
    too. `partial`: something could not be read at all, so nobody knows what is declared.
    """

    files: list[RuleFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    declared: set[str] = field(default_factory=set)
    partial: bool = False
    version: str = ""

    def may_know(self, name: str) -> bool:
        """Whether `name` (of a watch: `pack/id`) may be something that another fault hides."""
        return self.partial or name.rpartition("/")[2] in self.declared


def read_all(folders: Sequence[Path | None], local: Path | None = None) -> Reading:
    """Read every rule file; faults are collected, never raised."""
    reading = Reading()
    digest = hashlib.sha256()
    reading.problems += _folder_faults(folders, local)
    for path, name, pack in _rule_files(folders, local):
        document = read(path, name)
        digest.update(f"{name}\n".encode() + "\n".join(document.lines).encode())
        reading.problems += document.problems
        reading.partial |= not document.data and bool(document.problems)
        reading.declared |= document.hidden
        if document.data not in ({}, ""):
            _validate(reading, document, pack)
    if not reading.files and not reading.problems:
        where = ", ".join(str(folder) for folder in (*folders, local) if folder)
        reading.problems.append(Problem(where, 0, 0, "no-rules", "no rule file (*.yaml) here"))
    reading.version = digest.hexdigest()[:16]
    return reading


def slug(name: str) -> str:
    """The id of a watch that has none: its name in letters, digits and hyphens."""
    words = "".join(c if c.isalnum() else " " for c in fold(name).text).split()
    return "-".join(words) or "watch"


def _rule_files(
    folders: Sequence[Path | None], local: Path | None
) -> Iterator[tuple[Path, str, str]]:
    """Each rule file once, with the name to show and its default pack.

    A `local` folder among the shipped rules is read only as `local`: it may lie elsewhere.
    """
    seen: set[str] = set()
    for folder in (*folders, local):
        if folder is None or not os.access(folder, os.R_OK):
            continue
        root = folder if folder.is_dir() else folder.parent
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            inside, real = path.relative_to(root), os.path.realpath(path)
            hidden = any(part.startswith(".") for part in inside.parts)  # ConfigMap's ..data
            if len(inside.parts) > 1 and inside.parts[0] == "local" and folder != local:
                continue
            if hidden or path.suffix.lower() not in {".yaml", ".yml"} or real in seen:
                continue
            seen.add(real)
            is_local = "local" in (root.name, *inside.parts[:-1]) or (
                local is not None and path.absolute().is_relative_to(local.absolute())
            )
            yield path, str(root / inside), "local" if is_local else path.stem


def _folder_faults(folders: Sequence[Path | None], local: Path | None) -> Iterator[Problem]:
    for folder in (*folders, local):
        if folder is None or os.access(folder, os.R_OK):
            continue
        if os.path.lexists(folder):
            advice = f"let user {os.getuid()} read it"
            yield Problem(str(folder), 0, 0, "unreadable", "these rules cannot be read", advice)
        elif folder == local and not any(f and folder.is_relative_to(f) for f in folders):
            message, hint = "there is no such folder of your own rules", "make it, or mend its name"
            yield Problem(str(folder), 0, 0, "no-folder", message, hint, level="warning")


def _validate(reading: Reading, document: Document, pack: str) -> None:
    try:
        rules: schema.RuleFile | None = schema.RuleFile.model_validate(document.data)
    except ValidationError as error:
        reading.problems += problems.from_validation(document, error)
        rules = _rest(reading, document, error)
    if rules is not None:
        reading.files.append(RuleFile(document, rules, rules.pack or pack))


def _rest(reading: Reading, document: Document, error: ValidationError) -> schema.RuleFile | None:
    """The file without what is at fault, so that the rest is checked in the same run."""
    data = document.data
    if not isinstance(data, dict):
        reading.partial = True
        return None
    data["version"] = "1"
    inmost_first = sorted(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
    for fault in inmost_first:
        path = problems.place(document, fault["loc"])
        if fault["type"] != "extra_forbidden":
            path = path[:2]
        if path and path != ("version",):
            reading.declared |= set(_names(data, path))
            _leave_out(data, path)
    try:
        return schema.RuleFile.model_validate(data)
    except ValidationError as follow_on:
        return _rest(reading, document, follow_on)


def _names(data: dict[str, Data], path: Path_) -> Iterator[str]:
    """What a section, or an item of one, may have declared."""
    section = data.get(str(path[0]))
    items = section.items() if isinstance(section, dict) else enumerate(section or ())
    for key, item in items:
        if path[1:2] in {(), (key,)}:
            yield str(key)
            if isinstance(item, dict):
                yield str(item.get("id") or slug(str(item.get("watch", ""))))
                yield from (f"tag:{tag}" for tag in item.get("tags", ()))


def _leave_out(data: dict[str, Data], path: Path_) -> None:
    """Take a key away; an item of a list becomes None, so that the others keep their place."""
    inside: Any = data
    for step in path[:-1]:
        inside = inside[step]
    if isinstance(inside, dict):
        inside.pop(path[-1], None)
    elif isinstance(inside, list):
        inside[int(path[-1])] = None
