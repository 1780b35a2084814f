"""Bytes to text: labels are often wrong, valid UTF-8 never is."""

import codecs
import re

import chardet
from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding, to_unicode

LAST_RESORT = "cp1252"
LOOKED_AT = 200_000  # bytes from which an encoding is guessed
LABEL = re.compile(rb"(?:encoding|charset)\s*=", re.IGNORECASE)  # would tell chardet what to say
ASCII = re.compile(r"[\x00-\x7f]+")
REPLACED = "\ufffd"
# Share of the characters beyond ASCII that may be broken in the right encoding. What is not UTF-8
# is broken everywhere when it is read as such.
FLAWS, FLAWS_OF_UTF_8 = 0.02, 0.3
# Languages in letters of their own: bytes that read well as one of them are no accident, if there
# are enough characters.
OWN_LETTERS = frozenset("ar be bg el fa he hy ja ka kk ko mk ru sr th uk ur yi zh".split())
ENOUGH = 20
WIDE = {"x000": "utf-32-le", "000x": "utf-32-be", "x0x0": "utf-16-le", "0x0x": "utf-16-be"}


def decode(body: bytes, label: str = "", *, encoding: str = "") -> str:
    """`body` as text, never failing. `encoding` is the operator's word and overrides all else.

    The order: BOM, valid UTF-8, the HTTP label, the label in the document, what chardet makes
    of it, cp1252. A label yields where the bytes clearly say something else. Labels mean what
    browsers take them for (gb2312 is gb18030). https://encoding.spec.whatwg.org/#names-and-labels
    """
    override = resolve_encoding(encoding) if encoding else None
    if override:
        return _text(body, override)
    by_mark, mark = read_bom(body)
    if by_mark and mark:
        return _text(body[len(mark) :], by_mark)
    labels = [name for name in (resolve_encoding(label), html_body_declared_encoding(body)) if name]
    for name in (*_seven_bit(body, labels), *_wide(body), "utf-8"):
        if (text := _read(body, name)) is not None:
            return text
    return _labelled(body, [name for name in labels if not name.startswith("utf-")])


def _labelled(body: bytes, labels: list[str]) -> str:
    """The text of what is not Unicode."""
    guess, language = _guess(body)
    guessed = _read(body, guess) if guess else None
    is_clear = guessed is not None and language in OWN_LETTERS and len(_beyond(guessed)) >= ENOUGH
    for name in labels:
        if (text := _read(body, name)) is not None:
            return guessed if guessed and is_clear and not _alike(text, guessed) else text
    return guessed or _text(body, (*labels, LAST_RESORT)[0])


def _guess(body: bytes) -> tuple[str, str]:
    """The encoding and the language, by the bytes alone; "" for what is not known."""
    found = chardet.detect(LABEL.sub(b"", body[:LOOKED_AT]))
    return resolve_encoding(found["encoding"] or "") or "", found["language"] or ""


def _seven_bit(body: bytes, labels: list[str]) -> tuple[str, ...]:
    """ISO-2022 and HZ are written in ASCII bytes, so they would pass as UTF-8."""
    if b"~{" in body and "hz" in labels:
        return ("hz",)
    if b"\x1b" not in body:
        return ()
    return tuple(name for name in (*labels, _guess(body)[0]) if name.startswith("iso2022"))


def _wide(body: bytes) -> tuple[str, ...]:
    """UTF-16 and UTF-32 without a mark would pass as UTF-8 full of zeros.

    A document begins with ASCII characters, of which all bytes but one are zero.
    """
    zeros = "".join("0" if byte == 0 else "x" for byte in body[:4])
    return (WIDE[zeros],) if zeros in WIDE else ()


def _read(body: bytes, name: str) -> str | None:
    """The text, or None when this is not its encoding: a few broken characters prove nothing."""
    try:
        return body.decode(name)
    except UnicodeDecodeError:
        text = _text(body, name)
    except LookupError:
        return None
    beyond, flaws = _beyond(text), FLAWS_OF_UTF_8 if name == "utf-8" else FLAWS
    return text if beyond.count(REPLACED) <= flaws * len(beyond) else None


def _beyond(text: str) -> str:
    return ASCII.sub("", text)


def _alike(one: str, other: str) -> bool:
    """Whether two readings differ in a few characters only, as those of sister encodings do."""
    pairs = list(zip(_beyond(one), _beyond(other), strict=False))
    return sum(a == b for a, b in pairs) > 0.9 * len(pairs)


def _text(body: bytes, name: str) -> str:
    text: str = to_unicode(body, codecs.lookup(name).name)
    return text
