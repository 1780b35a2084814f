"""Text and addresses that every channel takes, and how long they are."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

from tracker.core.text import clip

URL = 1000  # code points
AHEAD = 8  # times what can be shown is read; nobody writes so much that cannot be seen
HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+\.?")


def units(text: str) -> int:
    """Length in UTF-16, in which Telegram counts entities; never less than its code points."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Without control characters and lone surrogates; every space but a line break is a plain one.

    What makes others of what stands around it goes as well: marks of direction, joiners.
    """
    if text.isprintable():
        return text
    spaced = "".join(" " if c.isspace() and c != "\n" else c for c in text)
    return "".join(c for c in spaced if c == "\n" or c.isprintable())


def fitted(text: str, most: int) -> str:
    """At most `most` UTF-16 units of clean text, cut between words where it can be."""
    if units(text) <= most:
        return text
    head = text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")
    return clip(f"{head}…", len(head))  # the sign only says that there is more to cut


def visible(text: str, limit: int) -> str:
    """Text that every channel takes, at most `limit` UTF-16 units."""
    return fitted(_beginning(text, limit), limit)


def line(text: str, limit: int) -> str:
    """The same in one line, with single spaces."""
    return fitted(" ".join(_beginning(text, limit).split()), limit)


def _beginning(text: str, limit: int) -> str:
    seen = clean(text[: AHEAD * limit])
    return f"{seen}…" if len(text) > AHEAD * limit and seen.strip() else seen


def safe_url(url: str) -> str:
    """An http(s) address that Telegram keeps as a link, else ""."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode()
        if parts.scheme not in {"http", "https"} or not HOST.fullmatch(host):
            return ""
        netloc = f"{host}:{parts.port}" if parts.port else host
        safe = quote(urlunsplit(parts._replace(netloc=netloc)), safe="%/:=&?~#+!$,;'@()*[]")
    except ValueError:
        return ""
    return safe if len(safe) <= URL else ""
