"""Paths into a JSON document (`latestAction.text`, `agencies.*.name`), and templates made of them.

A path only walks. A template, `https://e.org/item?id={id}`, puts what it finds into a text.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

Json = Any  # what json.loads gives
Spelling = Mapping[str, Mapping[str, str]]  # path -> value -> how a template writes it

PLACE = re.compile(r"\{([^{}]*)\}")
FORM = "keys with dots between them, as in attributes.title or agencies.*.name"


def path(text: str) -> str:
    """`text`, if it is a path. Raises ValueError that says what is wrong with it."""
    if "[" in text or "]" in text:
        raise ValueError(f"'{text}' is not a path: items of a list are written .0 or .*")
    if not all(key.strip() for key in text.split(".")):
        raise ValueError(f"'{text}' is not a path: write {FORM}")
    return text


def way(text: str) -> str:
    """`text`, if it is a path or a template. Raises ValueError that says what is wrong with it."""
    if "{" not in text and "}" not in text:
        return path(text)
    if re.search("[{}]", PLACE.sub("", text)):
        raise ValueError(f"'{text}' has a brace without its other half")
    for inner in PLACE.findall(text):
        path(inner)
    return text


def find(node: Json, steps: str) -> list[Json]:
    """All that stands at a path, in its order; "" is the node itself.

    `*` is every item of a list and every value of an object. A key may have dots of its own at the
    end of a path.
    """
    if not steps:
        return [node]
    if isinstance(node, dict) and steps in node:
        return [node[steps]]
    key, _, rest = steps.partition(".")
    return [found for inner in _step(node, key) for found in find(inner, rest)]


def _step(node: Json, key: str) -> list[Json]:
    if isinstance(node, dict):
        return list(node.values()) if key == "*" else [node[key]] if key in node else []
    if isinstance(node, list) and key == "*":
        return node
    if isinstance(node, list) and key.isdecimal():
        return node[int(key) : int(key) + 1]
    return []


def deepest(node: Json, steps: str) -> tuple[str, Json]:
    """How far a path can be walked, and what stands there."""
    keys = steps.split(".")
    for length in range(len(keys), 0, -1):
        reached = ".".join(keys[:length])
        if found := find(node, reached):
            return reached, found[0]
    return "", node


def said(node: Json, ways: Iterable[str], spelling: Spelling | None = None) -> tuple[str, ...]:
    """The texts of the first of `ways` at which the node says something."""
    found = (_filled(node, w, spelling or {}) if "{" in w else texts(node, w) for w in ways)
    return next(filter(None, found), ())


def texts(node: Json, steps: str) -> tuple[str, ...]:
    """The texts and numbers at a path; of a list, those of its items."""
    found = find(node, steps)
    values = [v for value in found for v in (value if isinstance(value, list) else [value])]
    return tuple(filter(None, map(_text, values)))


def _text(value: Json) -> str:
    if isinstance(value, str):
        return value.strip()
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else ""


def _filled(node: Json, template: str, spelling: Spelling) -> tuple[str, ...]:
    """The template with its places filled; nothing when one of them stays empty."""
    values = {inner: ", ".join(texts(node, inner)) for inner in PLACE.findall(template)}
    if not all(values.values()):
        return ()
    spelt = {inner: spelling.get(inner, {}).get(text, text) for inner, text in values.items()}
    return (PLACE.sub(lambda place: spelt[place[1]], template),)
