"""What to call an element in a selector that lasts: by names people gave it, not programs."""

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborNode

TAG = re.compile(r"[a-z][a-z0-9-]*")  # others would have to be escaped
# With digits it is the number of a row or a column, or made anew at each build: row-7, css-1x2y3z.
LASTING = re.compile(r"[A-Za-z][A-Za-z_-]{1,40}")
STATES = frozenset(
    "first last odd even alt active current selected open closed show hidden visible sticky "
    "featured new clearfix fade in".split()
)
CELLS = frozenset({"td", "th"})  # which one is meant, only their place tells
MOST = 2  # classes of an element


def tag(node: LexborNode) -> str:
    """The tag of an element; "" of anything else, and of what can be in no selector."""
    own = node.tag or ""
    return own if node.is_element_node and TAG.fullmatch(own) else ""


def classes(node: LexborNode) -> list[str]:
    """Those of its classes that last."""
    words = node.attrs.sget("class", "").split()
    return [word for word in words if LASTING.fullmatch(word) and word.lower() not in STATES]


def common_name(nodes: Sequence[LexborNode]) -> str:
    """The tag and the classes that all of them have."""
    shared = set(classes(nodes[0])).intersection(*map(classes, nodes[1:]))
    own = tag(nodes[0]) or "*"
    return ".".join((own, *[one for one in classes(nodes[0]) if one in shared][:MOST]))


def name(node: LexborNode) -> str:
    """What one element is called: by its id if that lasts, else by tag and classes."""
    own = node.attrs.sget("id", "")
    return f"{tag(node)}#{own}" if LASTING.fullmatch(own) else common_name([node])


def names_within(node: LexborNode, item: LexborNode) -> Iterator[str]:
    """What a part of an item can be called, the simplest first."""
    own = list(_names(node))
    yield from own
    parent = node.parent
    if parent is not None and parent.mem_id != item.mem_id:
        yield from (f"{above} > {below}" for above in _names(parent) for below in own)


def _names(node: LexborNode) -> Iterator[str]:
    """By its classes; without them, also by its place among its siblings."""
    own = common_name([node])
    if own not in CELLS:
        yield own
    if "." not in own:
        yield f"{own}:nth-child({_place(node)})"


def _place(node: LexborNode) -> int:
    place, before = 1, node.prev
    while before is not None:
        place += before.is_element_node
        before = before.prev
    return place
