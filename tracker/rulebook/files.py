"""Reading rule files: first the bytes of all of them, then each validated, from memory alone."""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePath
from typing import Any

from pydantic import ValidationError

from tracker.errors import Problem
from tracker.rulebook import overrides, problems, schema
from tracker.rulebook.yaml import Data, Document, Path_, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleText:
    """A rule file as it was found: its text, or the fault that it could not be read.

    `pack`: the pack of its watches unless the file names one.
    """

    name: str
    pack: str
    text: str = ""
    fault: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All rule files at one moment: what is hashed is what is built.

    `absent`: those of the `folders` that could not be read. `faults`: of folders; not every one
    that is absent is a fault.
    """

    folders: tuple[str, ...]
    absent: tuple[str, ...]
    files: tuple[RuleText, ...]
    faults: tuple[Problem, ...]

    @property
    def version(self) -> str:
        """A hash of everything: two are equal only if nothing at all has changed."""
        digest = hashlib.sha256()
        for part in (self.folders, self.absent, *self.files, self.faults):
            digest.update(repr(part).encode())
        return digest.hexdigest()[:16]

    def dumped(self) -> str:
        """All of it as JSON text."""
        return json.dumps(asdict(self))

    @classmethod
    def restored(cls, text: str) -> "Snapshot":
        """What was dumped; its version is the same."""
        data = json.loads(text)
        files = [
            file | {"fault": file["fault"] and Problem(**file["fault"])} for file in data["files"]
        ]
        return cls(
            folders=tuple(data["folders"]),
            absent=tuple(data["absent"]),
            files=tuple(RuleText(**file) for file in files),
            faults=tuple(Problem(**fault) for fault in data["faults"]),
        )


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
        return self.document.line(path)


@dataclass(slots=True)
class Reading:
    """All files of a rulebook.

    `declared`: names of what is at fault, so that one fault does not make each `$name` a fault
    too. `partial`: something could not be read at all, so nobody knows what is declared.
    `because`: (kind, name) of what was overridden -> the reasons.
    """

    files: list[RuleFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    declared: set[str] = field(default_factory=set)
    partial: bool = False
    version: str = ""
    because: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def may_know(self, name: str) -> bool:
        """Whether `name` (of a watch: `pack/id`) may be something that another fault hides."""
        return self.partial or name.rpartition("/")[2] in self.declared


def snapshot(folders: Sequence[Path | None], local: Path | None = None) -> Snapshot:
    """Read the bytes of every rule file, and judge none of them. Faults are noted, never raised.

    Watches in files under `local` are the user's own: their pack is `local`.
    """
    given = list(dict.fromkeys(folder for folder in (*folders, local) if folder is not None))
    readable = [folder for folder in given if os.access(folder, os.R_OK)]
    faults = list(_folder_faults(folders, local))
    return Snapshot(
        folders=tuple(map(str, given)),
        absent=tuple(str(folder) for folder in given if folder not in readable),
        files=tuple(_read(*found) for found in _rule_files(readable, local, faults)),
        faults=tuple(faults),
    )


def read_all(found: Snapshot) -> Reading:
    """Validate every file of a snapshot; faults are collected, never raised."""
    reading = Reading(problems=list(found.faults), version=found.version)
    documents = [(_document(file), file.pack) for file in found.files]
    for document, _ in documents:
        reading.problems += document.problems
        reading.partial |= not document.data and bool(document.problems)
        reading.declared |= document.hidden
    packs = [(document, _pack(document, pack)) for document, pack in documents]
    changes = overrides.apply(packs)
    reading.because = changes.because
    for document, pack in packs:
        if document.data not in ({}, ""):
            _validate(reading, document, pack)
    if not reading.partial:
        reading.problems += changes.problems
    if not reading.files and not reading.problems:
        where = ", ".join(found.folders)
        reading.problems.append(Problem(where, 0, 0, "no-rules", "no rule file (*.yaml) here"))
    return reading


def _document(file: RuleText) -> Document:
    document = Document(file.name, []) if file.fault else parse(file.text, file.name)
    if file.fault:
        document.problems.append(file.fault)
    return document


def _pack(document: Document, default: str) -> str:
    named = document.data.get("pack") if isinstance(document.data, dict) else None
    return named if isinstance(named, str) and named else default


def _read(path: Path, name: str, pack: str) -> RuleText:
    try:
        return RuleText(name=name, pack=pack, text=path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        fault = Problem(name, 0, 0, "unreadable", str(error.strerror))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        fault = Problem(name, line, 1, "encoding", "this is not UTF-8", "save the file as UTF-8")
    return RuleText(name=name, pack=pack, fault=fault)


def _rule_files(
    folders: Sequence[Path], local: Path | None, faults: list[Problem]
) -> Iterator[tuple[Path, str, str]]:
    """Each rule file once, with the name to show and its default pack.

    A `local` folder among the shipped rules is read only as `local`: it may lie elsewhere.
    """
    seen: set[str] = set()
    for folder in folders:
        root = folder if folder.is_dir() else folder.parent
        for path in sorted(_walk(folder, faults)):
            inside, real = path.relative_to(root), os.path.realpath(path)
            if len(inside.parts) > 1 and inside.parts[0] == "local" and folder != local:
                continue
            if real in seen:
                continue
            seen.add(real)
            is_local = "local" in (root.name, *inside.parts[:-1]) or (
                local is not None and path.absolute().is_relative_to(local.absolute())
            )
            yield path, str(root / inside), "local" if is_local else path.stem


def _walk(folder: Path, faults: list[Problem]) -> Iterator[Path]:
    """The rule files below `folder`, or itself; what is hidden is none (a ConfigMap's `..data`)."""

    def unreadable(error: OSError) -> None:
        faults.append(Problem(str(error.filename), 0, 0, "unreadable", str(error.strerror)))

    if not folder.is_dir():
        yield from filter(is_rule_file, [folder])
        return
    for at, inner, names in os.walk(folder, onerror=unreadable):
        inner[:] = [name for name in inner if not name.startswith(".")]
        yield from filter(is_rule_file, (Path(at, name) for name in (*inner, *names)))


def is_rule_file(path: PurePath) -> bool:
    """By its name; what is hidden is none."""
    return path.name.lower().endswith((".yaml", ".yml")) and not path.name.startswith(".")


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
        reading.files.append(RuleFile(document, rules, pack))


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
                yield str(item.get("id") or overrides.slug(str(item.get("watch", ""))))
                yield str(item.get("route", ""))
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
