"""Reading rule files: every `*.yaml` under the rules folders, validated one by one."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from tracker.errors import Problem
from tracker.rulebook import problems, schema
from tracker.rulebook.yaml import Document, Path_, read


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A valid file, and where everything in it stands."""

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
    """All files of a rulebook. `declared`: names of lists, entities and channels, also of files
    that are at fault, so that one fault does not make each `$name` a fault too."""

    files: list[RuleFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    declared: set[str] = field(default_factory=set)
    version: str = ""


def read_all(folders: Sequence[Path | None]) -> Reading:
    """Read every rule file; faults are collected, never raised."""
    reading = Reading()
    digest = hashlib.sha256()
    for path, name, pack in _rule_files(folders):
        document = read(path, name)
        digest.update(f"{name}\n".encode() + "\n".join(document.lines).encode())
        reading.problems += document.problems
        reading.declared |= _declared(document)
        if document.data not in ({}, ""):
            _validate(reading, document, pack)
    if not reading.files and not reading.problems:
        where = ", ".join(str(folder) for folder in folders if folder)
        reading.problems.append(Problem(where, 0, 0, "no-rules", "no rule file (*.yaml) here"))
    reading.version = digest.hexdigest()[:16]
    return reading


def _rule_files(folders: Iterable[Path | None]) -> Iterator[tuple[Path, str, str]]:
    """Each rule file once, with the name to show and its default pack."""
    seen: set[Path] = set()
    for folder in folders:
        if folder is None or not folder.exists():
            continue
        root = folder if folder.is_dir() else folder.parent
        for path in sorted(folder.rglob("*.y*ml")) if folder.is_dir() else [folder]:
            inside = path.relative_to(root)
            hidden = any(part.startswith(".") for part in inside.parts)  # ConfigMap's ..data
            if hidden or path.suffix not in {".yaml", ".yml"} or path.resolve() in seen:
                continue
            seen.add(path.resolve())
            is_local = "local" in (root.name, *inside.parts[:-1])
            yield path, str(root / inside), "local" if is_local else path.stem


def _declared(document: Document) -> set[str]:
    sections = document.data.values() if isinstance(document.data, dict) else ()
    return {name for section in sections if isinstance(section, dict) for name in section}


def _validate(reading: Reading, document: Document, pack: str) -> None:
    try:
        rules = schema.RuleFile.model_validate(document.data)
    except ValidationError as error:
        reading.problems += problems.from_validation(document, error)
        return
    reading.files.append(RuleFile(document, rules, rules.pack or pack))
