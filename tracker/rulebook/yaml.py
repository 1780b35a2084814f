"""YAML with positions, in which every scalar is text: `3E001`, `NO` and `12:30` stay themselves."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tracker.errors import Problem

Data = str | list["Data"] | dict[str, "Data"]
Path_ = tuple[str | int, ...]
Mark = tuple[int, int]  # line and column, from 1


@dataclass(slots=True)
class Document:
    """One file: its data, and where each value (and each key) stands."""

    name: str
    lines: list[str]
    data: Data = field(default_factory=dict)
    values: dict[Path_, Mark] = field(default_factory=dict)
    keys: dict[Path_, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(
        self,
        path: Path_,
        code: str,
        message: str,
        hint: str = "",
        *,
        at_key: bool = False,
        level: str = "error",
    ) -> Problem:
        """A fault at `path`; where that has no place, at the nearest place above it."""
        mark = self.keys.get(path) if at_key else self.values.get(path)
        while mark is None and path:
            path = path[:-1]
            mark = self.values.get(path)
        return self.at(mark or (1, 1), code, message, hint, level=level)

    def at(
        self, mark: Mark, code: str, message: str, hint: str = "", *, level: str = "error"
    ) -> Problem:
        """A fault at a line and column."""
        line, column = mark
        snippet = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Problem(self.name, line, column, code, message, hint, snippet, level)


def read(path: Path, name: str) -> Document:
    """Read one file. Faults are listed in `problems`, never raised."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        document = Document(name, [])
        document.problems.append(Problem(name, 0, 0, "unreadable", str(error.strerror)))
        return document
    except UnicodeDecodeError as error:
        document = Document(name, [])
        line = error.object[: error.start].count(b"\n") + 1
        document.problems.append(
            Problem(name, line, 1, "encoding", "this is not UTF-8", "save the file as UTF-8")
        )
        return document
    return parse(text, name)


def parse(text: str, name: str) -> Document:
    """Read YAML from a string."""
    document = Document(name, text.splitlines())
    try:
        node = yaml.compose(text, yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        document.problems.append(_syntax(document, error))
        return document
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        document.problems.append(document.at((line, 1), "yaml", f"{error.reason}"))
        return document
    if node is not None:
        document.data = _build(document, node, (), ())
    return document


def _syntax(document: Document, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    line = document.lines[place[0] - 1] if place[0] <= len(document.lines) else ""
    hint = ""
    if "mapping values are not allowed" in str(error.problem):
        hint = "put quotation marks around a text that contains a colon"
    elif line.lstrip("- ").startswith(tuple("@&*!%`")):
        hint = "put quotation marks around a text that begins with @ & * ! % or `"
    elif "\t" in line:
        hint = "indent with spaces, not tabs"
    return document.at(place, "yaml", str(error.problem or error.context), hint)


def _build(document: Document, node: yaml.Node, path: Path_, above: tuple[int, ...]) -> Data:
    document.values.setdefault(path, _mark(node))
    if id(node) in above:
        document.problems.append(document.problem(path, "yaml", "an alias that contains itself"))
        return ""
    if not node.tag.startswith("tag:yaml.org,2002:") or node.tag.endswith(("binary", "set")):
        document.problems.append(
            document.problem(path, "yaml-tag", f"the tag {node.tag} has no meaning here")
        )
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [
            _build(document, child, (*path, index), (*above, id(node)))
            for index, child in enumerate(node.value)
        ]
    return _mapping(document, node, path, (*above, id(node)))


def _mapping(
    document: Document, node: yaml.Node, path: Path_, above: tuple[int, ...]
) -> dict[str, Data]:
    built: dict[str, Data] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        if not isinstance(key, str):
            document.problems.append(
                document.at(_mark(key_node), "yaml", "a key must be a single word")
            )
            continue
        if key == "<<":
            document.problems.append(
                document.at(_mark(key_node), "yaml", "merge keys (<<) are not supported")
            )
            continue
        if key in built:
            first = document.keys[(*path, key)][0]
            document.problems.append(
                document.at(
                    _mark(key_node),
                    "duplicate-key",
                    f"'{key}' is already given in line {first}",
                    "keep one of the two",
                )
            )
            continue
        document.keys[(*path, key)] = _mark(key_node)
        built[key] = _build(document, value_node, (*path, key), above)
    return built


def _mark(node: yaml.Node) -> Mark:
    return node.start_mark.line + 1, node.start_mark.column + 1
