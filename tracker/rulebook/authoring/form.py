"""The normal form of a rule file, made line by line: comments, order and quotes stay."""

from collections.abc import Iterator

import yaml

from tracker.errors import Problem
from tracker.rulebook.yaml import parse

INDENT = 2


def formatted(text: str, name: str) -> tuple[str, tuple[Problem, ...]]:
    """`text` in normal form: no trailing spaces, items of a list indented, one newline at the end.

    With faults, or when anything but spaces would change, it is `text` as it was.
    """
    before = parse(text, name)
    if before.problems:
        return text, tuple(before.problems)
    made = _formatted(text.replace("\r\n", "\n"))
    after = parse(made, name)
    if after.problems or after.data != before.data or _words(made) != _words(text):
        message = "this cannot be brought into form without changing what it says"
        return text, (Problem(name, 0, 0, "form", message, "format it by hand"),)
    return made, ()


def _words(text: str) -> list[str]:
    """All that is no indentation, line by line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _formatted(text: str) -> str:
    lines = text.split("\n")
    root = yaml.compose(text, yaml.CBaseLoader)
    nodes = list({id(node): node for node in _nodes(root)}.values()) if root else []
    kept = {number for node in nodes for number in _inside_text(node)}
    shifts = [0] * len(lines)
    for key, value in _flat_lists(nodes):
        for number in range(value.start_mark.line, last_line(value) + 1):
            shifts[number] += INDENT + key.start_mark.column - value.start_mark.column
    made = [
        (" " * shift if line.strip() else "") + (line if number in kept else line.rstrip(" \t"))
        for number, (line, shift) in enumerate(zip(lines, shifts, strict=True))
    ]
    return "\n".join(made).rstrip("\n") + "\n"


def _nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    yield node
    for child in node.value if isinstance(node, yaml.CollectionNode) else ():
        for part in child if isinstance(child, tuple) else (child,):
            yield from _nodes(part)


def _inside_text(node: yaml.Node) -> range:
    """The lines of a text that goes over several: its trailing spaces may count."""
    several = isinstance(node, yaml.ScalarNode) and node.end_mark.line > node.start_mark.line
    return range(node.start_mark.line, node.end_mark.line + 1) if several else range(0)


def _flat_lists(nodes: list[yaml.Node]) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Lists whose items stand right below their key, with the key."""
    for node in nodes:
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            is_list = isinstance(value, yaml.SequenceNode) and not value.flow_style
            if is_list and value.start_mark.column == key.start_mark.column:
                yield key, value


def last_line(node: yaml.Node) -> int:
    """Where its last value ends; what follows is comments, which may belong to the next."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return last_line(last[1] if isinstance(last, tuple) else last)
    end = node.end_mark
    at_next_line = end.column == 0 and end.line > node.start_mark.line
    return end.line - 1 if at_next_line else end.line
