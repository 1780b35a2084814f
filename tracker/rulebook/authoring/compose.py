"""Making a watch of a name and some words, and adding it to a file without touching the rest."""

import re
from collections.abc import Sequence

import yaml

from tracker.rulebook.authoring.form import last_line
from tracker.rulebook.yaml import parse

WIDTH = 100
COMMAS = re.compile(r"[,，、;；\n]")


def words(text: str) -> tuple[str, ...]:
    """The words that a person lists with commas, each once."""
    return tuple(dict.fromkeys(filter(None, map(str.strip, COMMAS.split(text)))))


def watch(name: str, terms: Sequence[str], severity: str = "") -> str:
    """A watch as YAML, to stand in a list of watches."""
    quoted = [scalar(term) for term in terms]
    inline = f"  any: [{', '.join(quoted)}]"
    lines = [f"- watch: {scalar(name)}"]
    if len(inline) + 2 <= WIDTH:
        lines.append(inline)
    else:
        lines += ["  any:", *(f"    - {term}" for term in quoted)]
    if severity:
        lines.append(f"  severity: {severity}")
    return "\n".join(lines) + "\n"


def scalar(text: str) -> str:
    """A text as YAML: plain where that is read as itself, else in quotes."""
    plain = parse(f"- line: {text}\n  list: [{text}]\n", "")
    read = plain.data == [{"line": text, "list": [text]}]
    if read and not plain.problems and "\n" not in text:
        return text
    return yaml.dump(text, default_style='"', allow_unicode=True, width=10_000).strip()


def added(before: str, item: str) -> str:
    """A rule file with one more watch at the end of its list; "" when that is not sure to be right.

    `before` may be empty: then it is a new file.
    """
    if not before.strip():
        return f"version: 1\nwatches:\n{_indented(item, 2)}"
    old, new = parse(before, ""), parse(item, "")
    root = None if old.problems or "\r" in before else yaml.compose(before, yaml.CBaseLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style or not isinstance(old.data, dict):
        return ""
    made = _with_item(before, root, item)
    known = old.data.get("watches") or []
    if not isinstance(known, list) or not isinstance(new.data, list):
        return ""
    after = parse(made, "")
    wanted = {**old.data, "watches": [*known, *new.data]}
    return made if not after.problems and after.data == wanted else ""


def _with_item(before: str, root: yaml.MappingNode, item: str) -> str:
    """The text with `item` below the last watch, or in a list of its own at the end."""
    lines = before.splitlines(keepends=True)
    lines[-1] = lines[-1].rstrip("\n") + "\n"
    for key, value in root.value:
        if key.value == "watches" and isinstance(value, yaml.SequenceNode) and value.value:
            at, column = last_line(value) + 1, value.start_mark.column
            return "".join([*lines[:at], _indented(item, column), *lines[at:]])
    return "".join([*lines, "\nwatches:\n", _indented(item, 2)])


def _indented(item: str, by: int) -> str:
    return "".join(" " * by + line for line in item.splitlines(keepends=True))
