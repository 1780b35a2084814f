"""The article behind an entry: the text of its page, without what the site puts around it."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tracker.core.model import Outcome
from tracker.core.normalise import storable
from tracker.errors import SourceError
from tracker.sources.articles.furniture import is_link, trimmed
from tracker.sources.articles.head import published, titles
from tracker.sources.client.walls import wall
from tracker.sources.pages.css import outermost
from tracker.sources.reply import Document
from tracker.sources.text.charset import decode
from tracker.sources.text.dates import Moment, parse_date
from tracker.sources.text.html import UNSEEN, node_text, plain, too_deep

# What the extractor does grows faster than the page, and holds up other threads. 2 MB take it a
# second; what has more tags than the longest of laws is read without it.
LONGEST = 2_000_000  # characters of HTML; what lies behind them is not read
MOST_TAGS = 60_000
MOST_ATTRIBUTES = 1_000  # of one tag: what parsers do grows with the square of them
ATTRIBUTE = r"""[\s/]*+=?[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+(?:{ATTRIBUTE})*+")

SHORTEST = "100"  # characters; a notice in Chinese has said all by then (the default is 250)
LITTLE = 200  # characters; less than that may be something else than the article
SHARE = 0.3  # of what is seen where the article should be; less than that is not the article
SAME = 1.2  # times as much as was found: that is the same text
MAIN = ("[itemprop=articleBody]", "article", "main,[role=main]")
MOST_PARTS = 20  # of a kind, that are compared
AROUND = ("nav", "aside", "footer", "dialog", "button")
ROLES = "[role=navigation],[role=banner],[role=contentinfo],[role=dialog]"
CELLS, ROWS = ("td", "th"), ("tr", "tbody", "thead", "tfoot")
BLOCKS = frozenset(("p", "div", "center", "ul", "ol", "table", "h1", "h2", "h3", "h4"))
MENU = 0.8  # share of links in what is nothing but links
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|odt|ods|hwpx?|wps|zip|csv|xml|txt)(?:[?#]|$)", re.I)
FULL_LINE = 60  # characters; a typed line of that length goes on in the next

SAMPLE = 1_000  # bytes
UTF_16 = frozenset((b"\xff\xfe", b"\xfe\xff"))
READABLE = re.compile(r"(?:text/.*|application/(?:xhtml\+xml|xml|octet-stream))?")
MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "an archive or an Office file",
    b"\xd0\xcf\x11\xe0": "an Office file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "an archive",
}

# A page without an article is an error to it; we say so ourselves, with the page's name.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class FullText:
    """The article of a page. `text`: plain, a paragraph a line, without the title above it.

    `published`: UTC; None when the page does not say it in a way meant for programs.
    """

    text: str
    title: str = ""
    published: datetime | None = None


def article(
    document: Document, *, selector: str = "", encoding: str = "", moment: Moment = parse_date
) -> FullText:
    """The article of a page. Work for a whole core, a second or two at worst: call it in a thread.

    `selector`: where it stands; `encoding`: what the page is written in, whatever it says;
    `moment`: reads a date as the source writes it. Raises SourceError: blocked (a wall),
    selector_empty, parse_error (not a page), empty (nothing to read).
    """
    name = document.name
    if fault := _no_text(document):
        raise SourceError(Outcome.parse_error, f"{fault}, which is not read: {name}")
    page = _cut(decode(document.body, document.charset, encoding=encoding).lstrip("\ufeff"))
    if _is_typed(document, page):
        found = FullText(text=storable(_unwrapped(page)))
    elif fault := _no_page(page):
        raise SourceError(Outcome.parse_error, f"{fault}: {name}")
    elif reason := wall(page):
        raise SourceError(Outcome.blocked, f"{reason}: {name}")
    else:
        found = _of_page(page, selector, name, moment)
    if not found.text:
        raise SourceError(Outcome.empty, f"nothing to read on the page: {name}")
    return found


def _cut(page: str) -> str:
    """At most `LONGEST`, and no half of a tag at the end."""
    cut = page[:LONGEST]
    last = cut.rfind("<")
    return cut[:last] if len(page) > LONGEST and last > cut.rfind(">") else cut


def _no_text(document: Document) -> str:
    """What a body is, if not text; "" if it is. Types are often wrong, first bytes are not."""
    body, declared = document.body, document.content_type
    if known := next((what for magic, what in MAGIC.items() if body.startswith(magic)), ""):
        return known
    if body.lstrip()[:1] == b"<" or body[:2] in UTF_16:
        return ""
    if READABLE.fullmatch(declared):
        return "a binary file" if b"\0" in body[:SAMPLE] else ""
    return "a PDF" if declared == "application/pdf" else declared


def _is_typed(document: Document, page: str) -> bool:
    """Whether a text has no markup. Gazettes call their pages text/plain too."""
    is_plain = document.content_type == "text/plain"
    return not page.lstrip().startswith("<") and (is_plain or "<" not in page)


def _no_page(page: str) -> str:
    """Why parsing it would take minutes; "" if it would not."""
    if too_deep(page):
        return "nested too deeply to be a page"
    return "a tag has too many attributes to be of a page" if _too_wide(page) else ""


def _too_wide(page: str) -> bool:
    """Whether there is a tag with more than `MOST_ATTRIBUTES`."""
    return any(
        len(re.findall(ATTRIBUTE, tag[0])) > MOST_ATTRIBUTES
        for tag in TAG.finditer(page)
        if len(tag[0]) > 2 * MOST_ATTRIBUTES
    )


def _of_page(page: str, selector: str, name: str, moment: Moment) -> FullText:
    tree = LexborHTMLParser(page)
    own, when = titles(tree), published(tree, moment)
    if selector:
        tree = _chosen(tree, selector, name)
        page = tree.html or ""
    typed = _typed(tree)
    text = _unwrapped(typed) if typed else _main_text(page, tree, frozenset(own))
    return FullText(text=storable(text), title=storable(own[0]) if own else "", published=when)


def _chosen(tree: LexborHTMLParser, selector: str, name: str) -> LexborHTMLParser:
    """A page of the parts that the operator says are the article. Links in them are text."""
    # Without their own tags, which may be such as mostly stand around an article.
    parts = [f"<div>{part.inner_html}</div>" for part in outermost(tree, selector)]
    if not parts:
        fault = f"content_selector {selector!r} finds nothing: {name}"
        raise SourceError(Outcome.selector_empty, fault)
    chosen = LexborHTMLParser(f"<main>{''.join(parts)}</main>")
    chosen.unwrap_tags(["a"])
    return chosen


# -- typed text ----------------------------------------------------------------------------


def _typed(tree: LexborHTMLParser) -> str:
    """The text of a page that is one <pre> and nothing else, as gazettes serve it; else ""."""
    body, typed = tree.body, tree.css_first("pre")
    text = typed.text() if typed else ""
    return text if body and text.split() == body.text().split() else ""


def _unwrapped(text: str) -> str:
    """A paragraph a line: a line that is full goes on in the next, unless that is indented."""
    paragraphs: list[list[str]] = []
    is_full = False
    for row in text.splitlines():
        words = row.strip()
        if is_full and row[:1].strip():
            paragraphs[-1].append(words)
        elif words:
            paragraphs.append([words])
        is_full = len(row.rstrip()) >= FULL_LINE
    return "\n".join(map(" ".join, paragraphs))


# -- the article among the rest ------------------------------------------------------------


def _main_text(page: str, tree: LexborHTMLParser, own: frozenset[str]) -> str:
    """The extractor's opinion, unless what is seen in the article's place is far more."""
    links = frozenset(_link_lines(tree))
    extracted = _extracted(page) if page.count("<") <= MOST_TAGS else ""
    found = trimmed(extracted.splitlines(), own, links)
    size = sum(map(len, found))
    is_little = size < LITTLE
    seen = _seen(tree, is_little=is_little)
    # A list of links is rarely the article, but names on a list may be links.
    prose = sum(len(line) for line in seen if is_little or not is_link(line, links))
    is_failure = size < SHARE * prose
    if len(found) < 2:  # its last resort is to run all that it sees together, lists of names too
        seen = seen or _lines(tree.body)
        is_failure |= not found or sum(map(len, seen)) <= SAME * size
    return "\n".join(trimmed(seen, own, links) if is_failure else found)


def _extracted(page: str) -> str:
    """What trafilatura takes for the article; "" if nothing."""
    import trafilatura  # noqa: PLC0415 - memory that only this job needs

    try:
        tree = trafilatura.load_html(page)
        if tree is None:
            return ""
        _unfold(tree)
        found = trafilatura.extract(
            tree,
            fast=False,  # that mode takes the menu of countries for the article of FATF's pages
            favor_recall=False,  # that one loses nine tenths of FATF's grey list
            include_comments=False,
            include_links=False,
            output_format="html",
            prune_xpath=[f"//{tag}" for tag in AROUND],
            config=_config(),
        )
    except Exception:  # noqa: BLE001 - it raises what it likes, and what is seen remains
        return ""
    return plain(found or "")


@cache
def _config() -> Any:
    from trafilatura.settings import use_config  # noqa: PLC0415 - as above

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", SHORTEST)
    return config


def _unfold(tree: Any) -> None:
    """Make plain blocks of the tables of an lxml tree that hold tables, or blocks in a cell.

    They lay out the page, and each of their rows would come out as one paragraph.
    """
    tables: set[Any] = {table for table in tree.iter("table") if table.find(".//table") is not None}
    parts = [(part, next(part.iterancestors("table"), None)) for part in tree.iter(*CELLS, *ROWS)]
    tables.update(
        table
        for part, table in parts
        if part.tag in CELLS and sum(child.tag in BLOCKS for child in part) > 1
    )
    for part in [*tables, *(part for part, table in parts if table in tables)]:
        part.tag = "div"


def _link_lines(tree: LexborHTMLParser) -> Iterator[str]:
    """Lines that are nothing but links to other pages: single ones, and rows of them."""
    rows: dict[int, tuple[LexborNode, list[str]]] = {}
    for link in tree.css("a[href]"):
        if FILE.search(link.attributes.get("href") or ""):
            continue  # an annex is part of the article
        words = " ".join(link.text().split())
        yield words
        yield from (" ".join(node.text().split()) for node in link.css("*")[:MOST_PARTS])
        if link.parent:
            rows.setdefault(link.parent.mem_id, (link.parent, []))[1].append(words)
    for node, links in rows.values():
        words = " ".join(node.text().split())
        if sum(map(len, links)) >= MENU * len(words):
            yield words


def _seen(tree: LexborHTMLParser, *, is_little: bool) -> list[str]:
    """The lines of the part that the page calls its main one; none if it calls none so.

    `is_little`: the article was hardly found. Takes what is not for the eye out of the tree.
    """
    tree.strip_tags(list(UNSEEN))
    for node in tree.css(",".join((*AROUND, ROLES))):
        node.decompose()
    of_each = (tree.css(kind)[:MOST_PARTS] for kind in MAIN)
    parts = [max(nodes, key=_size) for nodes in of_each if nodes]
    if not parts:
        return []
    # The largest may hold the article with all its neighbours: they do not outweigh a whole one.
    return _lines(max(parts, key=_size) if is_little else parts[0])


def _size(node: LexborNode) -> int:
    return len("".join(node.text().split()))


def _lines(node: LexborNode | None) -> list[str]:
    return node_text(node).splitlines() if node else []
