"""Parts of an item on a list page: CSS within it, and a little more for what CSS cannot say."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import comb

from selectolax.lexbor import LexborNode

from tracker.sources.pages.css import css

FORM = re.compile(
    r"\s*(?P<after>~\s)?\s*(?P<css>.*?)\s*(?:@(?P<attribute>[A-Za-z][\w:.-]*)\s*)?", re.DOTALL
)
# What makes the engine try every ancestor of a node, and every sibling.
DESCENT = re.compile(r"(?<![>+~,\s])\s+(?![>+~,\s])")
SIDEWAYS = re.compile(r"~(?!=)|:nth-|-of-type")


@dataclass(frozen=True, slots=True)
class Part:
    """Where something stands in an item.

    `css`: which nodes in it; "" is the item itself. `attribute`: the value to take, if not the
    text. `after`: not in the item but behind it, up to the next one, as below a heading.
    """

    css: str
    attribute: str = ""
    after: bool = False

    def of(self, item: LexborNode) -> Iterator[LexborNode]:
        """The nodes it selects, in the order of the page, each once."""
        if not self.css:
            yield item
        elif self.after:
            for sibling in following(item):
                yield from once(sibling.css(self.css))
        else:
            yield from (node for node in once(item.css(self.css)) if node.mem_id != item.mem_id)


@lru_cache(maxsize=1024)
def part(text: str) -> Part:
    """`a.title`, `a@href`, `time@datetime`, `.` or `@id` (the item itself), `~ p a` (behind it).

    Raises ValueError that says what is wrong.
    """
    found = FORM.fullmatch(text)
    after, within, attribute = found.group("after", "css", "attribute") if found else ("", text, "")
    if not after and (within == "." or (attribute and not within)):
        return Part("", attribute or "")
    return Part(css(within), attribute or "", bool(after))


def following(item: LexborNode) -> Iterator[LexborNode]:
    """The elements behind `item` that have the same parent."""
    node = item.next
    while node is not None:
        if node.is_element_node:
            yield node
        node = node.next


def once(nodes: Iterable[LexborNode]) -> list[LexborNode]:
    """Each node once: the engine gives one again for every part of `a, b` that it fits."""
    return list({node.mem_id: node for node in nodes}.values())


@dataclass(frozen=True, slots=True)
class Shape:
    """How many elements of a page lie how deep, and how many parents have how many children."""

    depths: Counter[int]
    widths: Counter[int]

    def steps(self, selector: str) -> int:
        """What the engine compares at worst to find `selector`; it takes 300 million a second.

        It never gives up a path that cannot succeed, and nothing can stop it once it runs.
        """
        return max(map(self._steps, selector.split(",")))

    def _steps(self, choice: str) -> int:
        up, aside = len(DESCENT.findall(choice.strip())), len(SIDEWAYS.findall(choice))
        climbing = sum(n * comb(depth, up) for depth, n in self.depths.items())
        passing = sum(n * comb(width, aside + 1) for width, n in self.widths.items())
        return max(climbing, passing)


def shape(root: LexborNode) -> Shape:
    """The shape of a page."""
    depth_of = {root.mem_id: 1}
    children: Counter[int] = Counter()
    for node in root.traverse():
        parent = node.parent
        if parent is not None and parent.mem_id in depth_of:
            depth_of[node.mem_id] = depth_of[parent.mem_id] + 1
            children[parent.mem_id] += 1
    return Shape(Counter(depth_of.values()), Counter(children.values()))
