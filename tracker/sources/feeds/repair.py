"""Feeds as they come, made fit for a parser: what is damaged must not cost what is whole.

Everything here is UTF-8.
"""

import re
from html import escape
from html.entities import html5
from typing import NamedTuple

CDATA, CDATA_END = b"<![CDATA[", b"]]>"
DECLARATION = re.compile(rb"\s*<\?xml\s[^<>]*?\?>")
DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
HEAD = 2_000  # bytes in which a DOCTYPE and the root are looked for
# What XML does not allow at all: control characters, U+FFFE and U+FFFF.
CONTROL, NO_CHARACTER = bytes(set(range(32)) - set(b"\t\n\r")), re.compile(rb"\xef\xbf[\xbe\xbf]")

# A stray & silently costs the rest of a text.
BARE = re.compile(rb"&(?![\w#])|&(?!#?\w{1,32};)")
REFERENCE = re.compile(
    rb"&(?!(?:lt|gt|amp|quot|apos);)(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(#?\w{1,32}));"
)
# Parsers read a text up to the first element or comment in it. There are some in Atom's xhtml
# (that of `content` they read whole), and where somebody forgot to escape HTML.
_TEXTS = rb"title|summary|description|content:encoded|content(?![\w:.-]|[^<>]*\bxhtml\b)"
_OPEN = rb"<(" + _TEXTS + rb")\b[^<>]*(?<!/)>"
MIXED = re.compile(_OPEN + rb"[^<]*<(?!/)")
MIXED_WHOLE = re.compile(
    rb"(?P<open>" + _OPEN + rb")(?P<inside>[^<]*<(?!/)(?:(?!</?(?:\2|item|entry)\b).)*)(?=</\2\b)",
    re.DOTALL,
)
# Atom's titles are plain text unless they say otherwise; all other texts of feeds are HTML. It
# matters for those that talk of tags or references.
# https://www.rfc-editor.org/rfc/rfc4287#section-3.1.1
_TALK = rb"(?:lt|amp;#?\w{1,32}|#(?:38|60|x26|x3[cC]));"
PLAIN = re.compile(
    rb"(<(?:title(?![^<>]*html)|(?:summary|content)(?=\s[^<>]*\btype=[\"']text(?:/plain)?[\"']))"
    rb"(?:\s[^<>]*)?(?<!/)>)([^<&]*+(?:&(?!" + _TALK + rb")[^<&]*+)*+&" + _TALK + rb"[^<]*)"
)
# Zones that have a namesake somewhere: the native parser knows one meaning of each.
NAMESAKE = re.compile(
    rb" ([A-Z][SD]T)(?=\s*+(?:\]\]>\s*+)?"
    rb"</(?:\w+:)?(?:pubDate|date|published|updated|issued|modified|created)>)"
)
# What a parser does for an element grows with the square of its attributes. So many of them take
# more than two blocks, so that at least one block is theirs alone.
MOST_ATTRIBUTES, BLOCK = 2_000, 5_000
OVERLOADED = re.compile(
    rb"(<[\w:.-]++)(?:\s++[^\s=<>\"']++\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+')){%d,}" % MOST_ATTRIBUTES
)


class Written(NamedTuple):
    """A feed in UTF-8 as it came, and what of it is outside CDATA."""

    feed: bytes
    markup: bytes

    @property
    def is_atom(self) -> bool:
        """Whether its root is Atom's, most likely."""
        return b"<feed" in self.feed[:HEAD]


def written(feed: bytes) -> Written:
    """`feed` with its markup set apart."""
    pieces, at = [], 0
    while (start := feed.find(CDATA, at)) >= 0:
        pieces.append(feed[at:start])
        end = feed.find(CDATA_END, start)
        at = end + len(CDATA_END) if end >= 0 else len(feed)
    return Written(feed, b"".join((*pieces, feed[at:])))


def with_zones_as_written(feed: bytes) -> bytes:
    """`feed` with a mark at the names of zones, for which the dates are handed to our reader."""
    return NAMESAKE.sub(rb" (\1)", feed)


def is_even(source: Written) -> bool:
    """Whether what is well-formed needs no mending: all texts are HTML in one piece."""
    is_plain = source.is_atom and PLAIN.search(source.markup)
    return not (is_plain or MIXED.search(source.markup))


def is_overloaded(source: Written) -> bool:
    """Whether a parser would take minutes for the attributes of one element."""
    markup = source.markup
    starts = range(0, len(markup) - BLOCK, BLOCK)
    filled = [at for at in starts if markup.find(b"<", at, at + BLOCK) < 0]
    opened = {max(markup.rfind(b"<", 0, at), 0) for at in filled}
    return any(OVERLOADED.match(markup, at) for at in opened)


def repaired(source: Written) -> bytes:
    """The feed with all texts HTML in one piece; it says that it is UTF-8, declares no entities."""
    first, *others = source.feed.split(CDATA)
    pieces = [_markup(first, is_atom=source.is_atom)]
    for other in others:
        inside, end, rest = other.partition(CDATA_END)
        pieces += [CDATA, inside, end, rest and _markup(rest, is_atom=source.is_atom)]
    data = NO_CHARACTER.sub(b"", _headless(b"".join(pieces)).translate(None, CONTROL))
    return b'<?xml version="1.0" encoding="utf-8"?>' + data


def _markup(piece: bytes, *, is_atom: bool) -> bytes:
    """A piece of a feed that has no CDATA in it, mended."""
    piece = REFERENCE.sub(_character, BARE.sub(b"&amp;", OVERLOADED.sub(rb"\1", piece)))
    if is_atom:
        piece = PLAIN.sub(lambda found: found[1] + found[2].replace(b"&", b"&amp;"), piece)
    return MIXED_WHOLE.sub(_in_one_piece, piece)


def _character(found: re.Match[bytes]) -> bytes:
    """Names of HTML become characters, impossible characters nothing, other names text."""
    decimal, hexadecimal, name = found.groups()
    if name:
        character = html5.get(f"{name.decode()};")
        return escape(character).encode() if character else b"&amp;%b;" % name
    return found[0] if _in_xml(int(decimal) if decimal else int(hexadecimal, 16)) else b""


def _in_xml(code: int) -> bool:
    """https://www.w3.org/TR/xml/#charsets"""
    return (
        code in {0x9, 0xA, 0xD}
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )


def _in_one_piece(found: re.Match[bytes]) -> bytes:
    opening = found["open"].replace(b"xhtml", b"html")
    return opening + CDATA + found["inside"].replace(CDATA_END, b"]]&gt;") + CDATA_END


def _headless(feed: bytes) -> bytes:
    """Without a declaration, of which ours takes the place, and without a DOCTYPE."""
    start = feed[:HEAD].lower().find(b"<!doctype")
    if start >= 0 and (found := DOCTYPE.match(feed, start)):
        feed = feed[:start] + feed[found.end() :]
    if found := DECLARATION.match(feed):
        feed = feed[found.end() :]
    return feed.lstrip()
