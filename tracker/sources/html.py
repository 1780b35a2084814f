"""HTML to plain text: paragraphs become lines, everything else becomes spaces."""

import re
from html import unescape
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser, LexborNode

BREAK = "\u2029"  # Unicode's own paragraph separator
MARKUP = re.compile(r"<(?:[a-zA-Z/!?][^<>]*)>|&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]\w*);")
TAG = re.compile(r"<(/?)[a-zA-Z]")
DEEPEST = 10_000  # open tags; what a parser does grows with the square of them
SPACES = re.compile(rf"[^\S{BREAK}]+")
UNSEEN = ("script", "style", "template", "noscript", "iframe", "svg", "object")
BLOCKS = (
    "address,article,aside,blockquote,br,caption,dd,details,dialog,div,dl,dt,fieldset,figcaption,"
    "figure,footer,form,h1,h2,h3,h4,h5,h6,header,hr,li,main,nav,ol,p,pre,section,summary,table,"
    "tbody,tfoot,thead,tr,ul"
)


def plain(text: str) -> str:
    """Lines of plain text, one a paragraph. Text without markup keeps its own lines."""
    if not MARKUP.search(text):
        return _tidy(text.replace("\n", BREAK).replace("\r", BREAK))
    if too_deep(text):
        return _tidy(unescape(MARKUP.sub(lambda tag: BREAK if tag[0][0] == "<" else tag[0], text)))
    tree = LexborHTMLParser(text)
    return node_text(tree.root) if tree.root else ""


def line(text: str) -> str:
    """`plain` in a single line, for titles and names."""
    return plain(text).replace("\n", " ")


def node_text(node: LexborNode) -> str:
    """The text of a node. Changes the tree: what is not meant for the eye is taken out."""
    node.strip_tags(list(UNSEEN))
    for block in node.css(BLOCKS):
        block.insert_before(BREAK)
        block.insert_after(BREAK)
    for cell in node.css("td,th"):
        cell.insert_after(" ")
    return _tidy(node.text(deep=True))


def too_deep(text: str) -> bool:
    """Whether a parser would take minutes for the tags that `text` leaves open."""
    if text.count("<") < DEEPEST:
        return False
    return max(accumulate(-1 if close else 1 for close in TAG.findall(text)), default=0) > DEEPEST


def _tidy(text: str) -> str:
    lines = (part.strip() for part in SPACES.sub(" ", text).split(BREAK))
    return "\n".join(part for part in lines if part)
