"""Bytes to text: labels are often wrong, valid UTF-8 never is."""

import codecs
import re

import chardet
from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding, to_unicode

LAST_RESORT = "cp1252"
# Written in ASCII bytes, so they would pass as UTF-8: here the label is right.
SEVEN_BIT = re.compile(r"iso-?2022|^hz", re.IGNORECASE)


def decode(body: bytes, label: str = "", *, encoding: str = "") -> str:
    """`body` as text, never failing. `encoding` is the operator's word and overrides all else.

    The order: BOM, valid UTF-8, the HTTP label, the label in the document, what chardet makes
    of it, cp1252. Labels mean what browsers take them for (gb2312 is gb18030).
    https://encoding.spec.whatwg.org/#names-and-labels
    """
    override = resolve_encoding(encoding) if encoding else None
    if override:
        return _text(body, override)
    by_mark, mark = read_bom(body)
    if by_mark and mark:
        return _text(body[len(mark) :], by_mark)
    labels = [name for name in (resolve_encoding(label), html_body_declared_encoding(body)) if name]
    for name in labels:
        if SEVEN_BIT.search(name) and b"\x1b" in body:
            return _text(body, name)
    return _guess(body, labels)


def _guess(body: bytes, labels: list[str]) -> str:
    wide = _wide(body)
    for name in (*wide, "utf-8", *labels):
        if (text := _strict(body, name)) is not None:
            return text
    detected = resolve_encoding(chardet.detect(body)["encoding"] or "")
    if detected and (text := _strict(body, detected)) is not None:
        return text
    return _text(body, (*labels, LAST_RESORT)[0])


def _wide(body: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark would pass as UTF-8 full of zeros."""
    if body[:1] == b"<" and body[1:2] == b"\0":
        return ("utf-16-le",)
    if body[:2] == b"\0<":
        return ("utf-16-be",)
    return ()


def _strict(body: bytes, name: str) -> str | None:
    if name.startswith("utf-16") and body[:2].count(b"\0") != 1:
        return None  # a label that someone forgot to change: the first character is one byte
    try:
        return body.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _text(body: bytes, name: str) -> str:
    text: str = to_unicode(body, codecs.lookup(name).name)
    return text
