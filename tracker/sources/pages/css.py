"""CSS selectors as people write them in a rule file: checked when the file is, not at night."""

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

DEEPEST = 256  # ancestors that are looked through; the parser of articles sees no deeper either
# What is written by those who come from other tools.
HINTS = {
    "::": "say the attribute elsewhere: ::text and ::attr() are Scrapy's",
    ":contains": "write :lexbor-contains('…')",
    "/": "that looks like XPath; in CSS it is 'main p', not '//main//p'",
}


def css(selector: str) -> str:
    """`selector`, when it can be read. Raises ValueError with one line about it."""
    try:
        LexborHTMLParser("<p>").css_first(selector)
    except SelectolaxError as error:
        hint = next((hint for sign, hint in HINTS.items() if sign in selector), "")
        fault = f"{selector!r} is not a CSS selector" if selector.strip() else "no CSS selector"
        raise ValueError(f"{fault} ({hint})" if hint else fault) from error
    return selector


def outermost(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """What `selector` finds on a page, in its order, and nothing twice.

    A match within a match is part of it already.
    """
    found: dict[int, LexborNode] = {}
    for node in tree.css(selector):
        if not _is_below(node, found):
            found[node.mem_id] = node
    return list(found.values())


def _is_below(node: LexborNode, found: dict[int, LexborNode]) -> bool:
    above = node.parent
    for _ in range(DEEPEST):
        if above is None:
            return False
        if above.mem_id in found:
            return True
        above = above.parent
    return False
