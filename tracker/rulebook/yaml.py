"""YAML with positions, in which every scalar is text: `3E001`, `NO` and `12:30` stay themselves."""

import re
from dataclasses import dataclass, field
from typing import Any, TypeVar

import yaml

from tracker.errors import Problem
from tracker.rulebook import scalars

T = TypeVar("T")
Data = str | list["Data"] | dict[str, "Data"]
Path_ = tuple[str | int, ...]
Mark = tuple[int, int]  # line and column, from 1

MAX_DEPTH = 40  # the C parser overflows its stack on a file that only opens brackets
MAX_VALUES = 500_000  # aliases of aliases of aliases: a small file that is huge when read
QUOTE = "put quotation marks around the whole text"
TAG = "tag:yaml.org,2002:"
PLAIN_TAGS = {TAG + kind for kind in ("str", "seq", "map")}
BAD_START = re.compile(r"(?:^|[\s\[{,])([@&*!%`])[^\s,\]}]*$")  # what may not begin a text

# What the parser says -> what a person understands, and what to do about it.
SAYINGS = (
    ("mapping values are not allowed", "a colon is not expected here", QUOTE),
    ("found undefined alias", "an alias (*) of something that is not there", ""),
    ("character that cannot start any token", "a text cannot begin with this character", QUOTE),
    ("end of stream", "the file ends before this is closed", ""),
    ("found another document", "a second document begins here", "take out the ---"),
    ("expected ',' or ']'", "a comma or the closing ] is missing before this", ""),
    ("expected ',' or '}'", "a comma or the closing } is missing before this", ""),
    ("expected '-' indicator", "this is not a further item of the list above", "check the "
     "indentation; a text that begins with [ or { needs quotation marks"),
    ("expected node content", "a value is expected here", "take out what is too much, or "
     f"{QUOTE}"),
    ("unknown escape character", "this backslash has no meaning in double quotes",
     "use single quotes"),
    ("expected ':'", "this is neither a key with a colon nor an item of the list", "check the "
     "indentation"),
    ("expected key", "this is not a further key of the mapping above", "check the indentation"),
)  # fmt: skip


@dataclass(slots=True)
class Document:
    """One file: its data, and where each value (and each key) stands.

    `scalars`: where a text begins and ends, as code points of the file. `origins`: what an
    override brought in from another file.
    """

    name: str
    lines: list[str]
    data: Data = field(default_factory=dict)
    values: dict[Path_, Mark] = field(default_factory=dict)
    keys: dict[Path_, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)  # names inside a key that is given twice
    text: str = ""
    scalars: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    origins: dict[Path_, "Document"] = field(default_factory=dict)

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
        document = self.origins.get(path, self)
        return document.at(mark or (1, 1), code, message, hint, level=level)

    def starts(self, path: Path_, sign: str) -> bool:
        """Whether the value at `path` is written with this sign first."""
        line, column = self.values.get(path, (0, 0))
        lines = self.origins.get(path, self).lines
        return lines[line - 1].startswith(sign, column - 1) if line else False

    def line(self, path: Path_) -> str:
        """`file:line` of a value."""
        return f"{self.origins.get(path, self).name}:{self.values[path][0]}"

    def inside(self, path: Path_, offset: int, code: str, message: str, hint: str) -> Problem:
        """A fault at a code point of a text, however the text is quoted or folded."""
        if path not in self.scalars:
            return self.problem(path, code, message, hint)
        document = self.origins.get(path, self)
        start, end = self.scalars[path]
        at = start + scalars.place(document.text[start:end], self._value(path), offset)
        mark = document.text.count("\n", 0, at) + 1, at - document.text.rfind("\n", 0, at)
        return document.at(mark, code, message, hint)

    def _value(self, path: Path_) -> str:
        value: Any = self.data
        for step in path:
            value = value[step]
        return str(value)

    def graft(self, path: Path_, other: "Document", root: Path_) -> None:
        """Let everything at `path` stand where it stands at `root` of another file."""
        for mine, theirs in (
            (self.values, other.values),
            (self.keys, other.keys),
            (self.scalars, other.scalars),
        ):
            for place, mark in list(theirs.items()):
                if place[: len(root)] == root:
                    moved = (*path, *place[len(root) :])
                    mine[moved] = mark
                    self.origins[moved] = other

    def enlist(self, path: Path_) -> None:
        """Let what stands at `path` be the first item of a list there."""
        first = (*path, 0)
        tables: tuple[dict[Path_, Any], ...] = (self.values, self.scalars, self.origins)
        for table in tables:
            if path in table:
                table[first] = table[path]

    def drop(self, path: Path_, index: int) -> None:
        """Forget an item of a list, and move those after it up."""
        _drop(self.values, path, index)
        _drop(self.keys, path, index)
        _drop(self.scalars, path, index)
        _drop(self.origins, path, index)

    def at(
        self, mark: Mark, code: str, message: str, hint: str = "", *, level: str = "error"
    ) -> Problem:
        """A fault at a line and column."""
        line, column = mark
        snippet = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Problem(self.name, line, column, code, message, hint, snippet, level)


def _drop(table: dict[Path_, T], path: Path_, index: int) -> None:
    depth = len(path)
    moved: dict[Path_, T] = {}
    for place, mark in table.items():
        number = place[depth] if place[:depth] == path and len(place) > depth else None
        if isinstance(number, int) and number > index:
            moved[(*path, number - 1, *place[depth + 1 :])] = mark
        elif number != index:
            moved[place] = mark
    table.clear()
    table.update(moved)


def parse(text: str, name: str) -> Document:
    """Read YAML from a string."""
    document = Document(name, text.splitlines(), text=text)
    try:
        if deep := _too_deep(text):
            document.problems.append(document.at(deep, "yaml", "this is nested too deeply"))
            return document
        document.problems += _idle_anchors(document, text)
        node = yaml.compose(text, yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        document.problems.append(_syntax(document, error))
        return document
    except yaml.reader.ReaderError as error:
        document.problems.append(_unreadable(document, text, str(error.reason)))
        return document
    try:
        data = {} if node is None else _build(document, node, (), ())
    except RecursionError:
        document.problems.append(document.at((1, 1), "yaml", "its aliases nest too deeply"))
        return document
    if len(document.values) > MAX_VALUES:
        message = "its aliases unfold to more than anyone can mean"
        document.problems.append(document.at((1, 1), "yaml", message))
        return document
    document.data = data
    return document


def _too_deep(text: str) -> Mark | None:
    """Where the nesting goes beyond all reason, found without recursion."""
    depth = 0
    for event in yaml.parse(text, yaml.CBaseLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH and (mark := event.start_mark):
                return mark.line + 1, mark.column + 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _idle_anchors(document: Document, text: str) -> list[Problem]:
    """`&D labs`: what looks like the beginning of a text, and is the name of one."""
    named: dict[str, Mark] = {}
    for event in yaml.parse(text, yaml.CBaseLoader) if "&" in text else ():
        if isinstance(event, yaml.AliasEvent):
            named.pop(event.anchor or "", None)
        elif isinstance(event, yaml.ScalarEvent) and event.anchor and event.value:
            mark = event.start_mark
            named[event.anchor] = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    message = "a text cannot begin with &"
    return [document.at(mark, "yaml", message, QUOTE) for mark in named.values()]


def _unreadable(document: Document, text: str, reason: str) -> Problem:
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if found is None:
        return document.at((1, 1), "yaml", reason)
    before = text[: found.start()].splitlines(keepends=True)
    line, column = text.count("\n", 0, found.start()) + 1, 1
    if before and not before[-1].endswith("\n"):
        column += len(before[-1])
    message = f"an invisible character (U+{ord(found[0]):04X}) stands here"
    return document.at((line, column), "yaml", message, "delete it and write it anew")


def _syntax(document: Document, error: yaml.MarkedYAMLError) -> Problem:
    mark, said = error.problem_mark or error.context_mark, str(error.problem or error.context)
    if "expected ':'" in said:
        mark = error.context_mark or mark
    at_end = "end of stream" in said or (mark is not None and mark.line >= len(document.lines))
    if at_end and error.context_mark:
        mark, said = error.context_mark, "end of stream"  # where a quote or bracket was opened
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    text = document.lines[line - 1] if line <= len(document.lines) else ""
    message, hint = next(((m, h) for known, m, h in SAYINGS if known in said), (said, ""))
    if text[column - 1 : column] == "\t":
        message, hint = "a tab stands here", "indent with spaces, not tabs"
    elif begins := BAD_START.search(text[:column].rstrip("]},")):
        message, hint = f"a text cannot begin with {begins[1]}", QUOTE
        column = begins.start(1) + 1
    return document.at((line, column), "yaml", message, hint)


def _build(document: Document, node: yaml.Node, path: Path_, above: tuple[int, ...]) -> Data:
    document.values.setdefault(path, _mark(node))
    if id(node) in above:
        document.problems.append(document.problem(path, "yaml", "an alias that contains itself"))
        return ""
    if node.tag not in PLAIN_TAGS:
        tag = node.tag.replace(TAG, "!!")
        message = f"the tag {tag} has no meaning here"
        document.problems.append(document.problem(path, "yaml-tag", message, QUOTE))
    if len(document.values) > MAX_VALUES:
        return ""
    if isinstance(node, yaml.ScalarNode):
        document.scalars[path] = (node.start_mark.index, node.end_mark.index)
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
            if isinstance(value_node, yaml.MappingNode):
                document.hidden |= {str(name.value) for name, _ in value_node.value}
            continue
        document.keys[(*path, key)] = _mark(key_node)
        built[key] = _build(document, value_node, (*path, key), above)
    return built


def _mark(node: yaml.Node) -> Mark:
    return node.start_mark.line + 1, node.start_mark.column + 1
