"""HTML to plain text: paragraphs become lines, everything else becomes spaces."""

import re
from dataclasses import replace
from html import escape, unescape
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tracker.core.model import Entry

BREAK = "\u2029"  # Unicode's own paragraph separator
MARKUP = re.compile(r"<(?:[a-zA-Z/!?][^<>]*)>|&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]\w*);")
# Those that hold nothing, or end where the next begins, do not nest by being left open.
TAG = re.compile(
    r"<(/?)(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
    r"|p|li|dt|dd|tr|td|th|option)\b)[a-zA-Z]",
    re.IGNORECASE,
)
# What a parser does grows with the square of open tags, and of the attributes of one tag.
DEEPEST = 10_000
OVERLOADED = re.compile(
    r"(<[a-zA-Z][^\s<>/]*+)"
    r"(?:[\s/]++[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"']*+))?+){200,}+"
)
NO_CHARACTERS = "\ufffe\uffff"
SPACES = re.compile(rf"[^\S{BREAK}]+")
# Tags that titles have; others are what a title talks of: "How to use <script>".
IN_TITLES = re.compile(
    r"</?(?:a|abbr|b|bdi|big|br|cite|code|div|em|font|h[1-6]|i|img|mark|p|q|s|small|span|strike"
    r"|strong|sub|sup|tt|u|wbr)(?:[\s/][^<>]*)?>",
    re.IGNORECASE,
)
ANY_TAG = re.compile(r"<(?!!--)[a-zA-Z/!?][^<>]*>")
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
    tree = LexborHTMLParser(OVERLOADED.sub(r"\1 ", text))
    return node_text(tree.root) if tree.root else ""


def line(text: str) -> str:
    """`plain` in a single line, for titles and names."""
    if text.isprintable() and "<" not in text and "&" not in text:
        return " ".join(text.split())
    return plain(text).replace("\n", " ")


def headline(text: str) -> str:
    """`line` of a title, in which tags that no title has stay as words."""
    return line(ANY_TAG.sub(_word_or_tag, text)) if "<" in text else line(text)


def _word_or_tag(found: re.Match[str]) -> str:
    return found[0] if IN_TITLES.fullmatch(found[0]) else escape(found[0])


def literal(text: str) -> str:
    """HTML of which `plain` makes `text` again, whatever tags and references `text` talks of."""
    return "<br>".join(escape(text).splitlines()) if MARKUP.search(text) else text


def readable(entry: Entry) -> Entry:
    """An entry as people read it: without markup, and no text in it twice.

    This takes far longer than finding the entry in its feed, so it is for those that are new.
    """
    if not entry.html:
        return entry
    summary, content = plain(entry.summary), plain(entry.content)
    return replace(
        entry,
        title=headline(entry.title),
        summary=_own_summary(summary, content),
        content="" if content == summary else content,
        html=False,
    )


def _own_summary(summary: str, content: str) -> str:
    """Not one that a parser cut out of the content: the cut may fall within a word."""
    short, long = ("".join(text.split()) for text in (summary, content))
    if len(short) < len(long) and long.startswith(short) and short[-1:].isalnum():
        return ""
    return summary


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
    for code in NO_CHARACTERS:
        text = text.replace(code, "")
    lines = (part.strip() for part in SPACES.sub(" ", text).split(BREAK))
    return "\n".join(part for part in lines if part)
