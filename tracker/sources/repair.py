"""Feeds as they come, made fit for a parser: what is damaged must not cost what is whole."""

import re
from html import escape
from html.entities import html5

from tracker.core.model import Outcome
from tracker.errors import SourceError
from tracker.sources.html import line

DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
# CDATA to leave alone, and references to look at: a stray one silently costs the rest of the text
REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)"
    r"|&(?!(?:lt|gt|amp|quot|apos);)(?:#(\d{1,7});|#x([\da-f]{1,6});|([a-z]\w{1,31};))?",
    re.DOTALL | re.IGNORECASE,
)
DECLARATION = re.compile(r"\s*<\?xml\s[^<>]*?\?>")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # not allowed in XML at all
PROLOGUE = re.compile(r"\s*(?:<\?[^>]*>|<!--.*?-->|<!DOCTYPE(?![^>]*\bhtml\b)[^>]*>)", re.S | re.I)
HTML_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
HTML_TITLE = re.compile(r"<title[^<>]*>([^<]*)", re.IGNORECASE)


def repaired(text: str) -> str:
    """One declaration, telling the truth: from here on it is UTF-8, and declares no entities."""
    text = REFERENCE.sub(_reference, CONTROL.sub("", text))
    if "<!doctype" in text[:2000].lower():
        text = DOCTYPE.sub("", text, count=1)
    if found := DECLARATION.match(text):
        text = text[found.end() :]
    return '<?xml version="1.0" encoding="utf-8"?>' + text.lstrip()


def _reference(found: re.Match[str]) -> str:
    """Names of HTML become characters, impossible characters nothing, a bare & is escaped."""
    decimal, hexadecimal, name = found.groups()
    if decimal or hexadecimal:
        code = int(decimal) if decimal else int(hexadecimal, 16)
        return found[0] if _in_xml(code) else ""
    if name in html5:
        return escape(html5[name])
    return found[0] if found[0][0] == "<" else "&amp;" + found[0][1:]


def _in_xml(code: int) -> bool:
    """https://www.w3.org/TR/xml/#charsets"""
    return (
        code in {0x9, 0xA, 0xD}
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )


def refuse_other(text: str, name: str) -> None:
    """Say what came in the place of XML. Raises SourceError (parse_error)."""
    start = text.lstrip()[:40]
    if not start:
        raise SourceError(Outcome.parse_error, f"the body is empty: {name}")
    if start[0] != "<":
        raise SourceError(Outcome.parse_error, f"not a feed, it begins with {start!r}: {name}")
    _refuse_html(text, name)


def _refuse_html(text: str, name: str) -> None:
    head = text[:20_000]
    while found := PROLOGUE.match(head):
        head = head[found.end() :]
    if HTML_PAGE.match(head):
        title = HTML_TITLE.search(text)
        called = f" ({line(title[1])})" if title and title[1].strip() else ""
        raise SourceError(Outcome.parse_error, f"a web page where a feed should be{called}: {name}")
