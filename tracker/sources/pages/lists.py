"""Lists on a page that nobody has described yet: what repeats, most like a list of news first."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tracker.sources.pages.columns import parts_of
from tracker.sources.pages.names import classes, common_name, name, tag
from tracker.sources.pages.parts import once, shape
from tracker.sources.text.html import UNSEEN, too_deep

FEWEST = 3  # items of a list
MOST_GROUPS = 12  # that are looked at closely
SAMPLE = 100  # items of each
LEVELS = 4  # ancestors in a selector
ENOUGH, GOOD_TITLE = 20, 60  # items and characters beyond which a list is not taken for better
LEAST, OF_BEST = 0.03, 0.2  # of worth; with less a list is a menu, or beside the point
MOST_ELEMENTS, DEEPEST = 100_000, 256  # of a page that is looked at
LONGEST, MOST_LINKS = 2_000, 8  # characters and links of an item; with more it is part of a page

MAIN = frozenset({"main", "article"})
AROUND = frozenset({"nav", "header", "footer", "aside", "menu", "dialog"})
AROUND_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menu"})
AROUND_NAMES = frozenset(
    "nav navbar navigation menu submenu breadcrumb breadcrumbs header footer sidebar pager "
    "pagination social share sharing lang language languages cookie cookies toolbar facet facets "
    "filter filters tags".split()
)
WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")  # of main-nav, mainNav, MAIN_NAV
NAMED = re.compile("[.#]")  # a bare div would find whatever is added to the page


@dataclass(frozen=True, slots=True)
class Group:
    """Elements with one parent that are called the same, each with a link."""

    nodes: Sequence[LexborNode]
    place: float  # what it is worth to stand where they stand

    @property
    def promise(self) -> float:
        """How much like a list of news they look from afar."""
        lengths = [_longest_link(node) for node in self.nodes[:SAMPLE]]
        return _worth(len(self.nodes), mean(lengths), self.place)


def find_lists(text: str) -> list[Mapping[str, str]]:
    """Selectors as a page has them (item, title, link, date, date_order), the best list first."""
    root = None if too_deep(text) else LexborHTMLParser(text).root
    if root is None:
        return []
    root.strip_tags(list(UNSEEN))
    depths = shape(root).depths
    if max(depths) > DEEPEST or depths.total() > MOST_ELEMENTS:
        return []
    groups = sorted(_groups(root), key=lambda group: group.promise, reverse=True)
    found: dict[str, tuple[float, Mapping[str, str]]] = {}
    for group in groups[:MOST_GROUPS]:
        item = _selector(root, group.nodes)
        nodes = once(root.css(item))[:SAMPLE]
        if item not in found and (parts := parts_of(nodes)):
            worth = _worth(len(nodes), parts.length, group.place * (2 if parts.is_dated else 1))
            found[item] = worth, {"item": item, **parts.selectors}
    best = sorted(found.values(), key=lambda pair: pair[0], reverse=True)
    least = max(LEAST, best[0][0] * OF_BEST) if best else 0.0
    return [selectors for worth, selectors in best if worth >= least]


def _groups(root: LexborNode) -> Iterator[Group]:
    """What repeats below one parent, wherever that is."""
    linked = _linked(root)
    for parent in root.traverse():
        by_tag: defaultdict[str, list[LexborNode]] = defaultdict(list)
        for child in parent.iter():
            if child.mem_id in linked and tag(child):
                by_tag[tag(child)].append(child)
        for nodes in by_tag.values():
            for alike in _alike(nodes):
                if len(alike) >= FEWEST and _are_small(alike[:SAMPLE]):
                    yield Group(alike, _place(parent))


def _linked(root: LexborNode) -> set[int]:
    """The links, and everything that has a link in it."""
    linked: set[int] = set()
    for link in root.css("a[href]"):
        node: LexborNode | None = link
        while node is not None and node.mem_id not in linked:
            linked.add(node.mem_id)
            node = node.parent
    return linked


def _alike(nodes: list[LexborNode]) -> Iterator[list[LexborNode]]:
    """All of them, and those that have a class which others, such as adverts, do not have."""
    yield nodes
    counts = Counter(one for node in nodes for one in set(classes(node)))
    own = next((one for one, count in counts.most_common() if count < len(nodes)), "")
    if own:
        yield [node for node in nodes if own in classes(node)]


def _are_small(nodes: Sequence[LexborNode]) -> bool:
    return (
        mean(len(node.text()) for node in nodes) <= LONGEST
        and mean(len(node.css("a[href]")) for node in nodes) <= MOST_LINKS
    )


def _place(node: LexborNode | None) -> float:
    """What it is worth to stand here: the more, the likelier the page is about what is here."""
    worth = 1.0
    while node is not None and tag(node) not in {"body", "html", ""}:
        said = WORDS.findall(f"{node.attrs.sget('class', '')} {node.attrs.sget('id', '')}")
        if (
            tag(node) in AROUND
            or node.attrs.sget("role", "") in AROUND_ROLES
            or not AROUND_NAMES.isdisjoint(word.lower() for word in said)
        ):
            return 0.05
        worth = 1.5 if tag(node) in MAIN or node.attrs.sget("role", "") == "main" else worth
        node = node.parent
    return worth


def _longest_link(node: LexborNode) -> int:
    """Characters."""
    links = node.css("a[href]")
    return max((len(" ".join(link.text().split())) for link in links), default=0)


def _worth(items: int, length: float, place: float) -> float:
    return place * min(items, ENOUGH) / ENOUGH * min(length, GOOD_TITLE) / GOOD_TITLE


def _selector(root: LexborNode, nodes: Sequence[LexborNode]) -> str:
    """The shortest selector with a name in it that finds them, and as little else as can be.

    Lists that look the same, such as one for each month, are found together.
    """
    path = common_name(nodes)
    paths = [path]
    above = nodes[0].parent
    while above is not None and len(paths) <= LEVELS and tag(above) not in {"body", "html", ""}:
        path = f"{name(above)} > {path}"
        paths.append(path)
        above = above.parent if "#" not in name(above) else None
    found = {path: once(root.css(path)) for path in paths}
    fewest = min(map(len, found.values()))
    narrow = [path for path in paths if len(found[path]) == fewest]
    best = next((path for path in narrow if NAMED.search(path)), narrow[0])
    has_link = all(node.css_first("a[href]") for node in found[best])
    return best if has_link else f"{best}:has(a[href])"
