"""What comes in the place of a feed, said in one line."""

import re

from tracker.core.model import Outcome
from tracker.errors import SourceError
from tracker.sources.client.walls import title_of, wall

HEAD = 20_000  # characters; what a page is shows before that
SHOWN = 40
PROLOGUE = re.compile(r"\s*(?:<\?[^>]*>|<!--.*?-->|<!DOCTYPE(?![^>]*\bhtml\b)[^>]*>)", re.S | re.I)
HTML_PAGE = re.compile(
    r"\s*<(?:!doctype\s+html|html|head|body|meta|script|noscript)\b", re.IGNORECASE
)


def refuse_other(text: str, name: str) -> None:
    """Raise the SourceError of what is not XML at all, or is a web page.

    `text`: without space before it.
    """
    head = text[:HEAD]
    if not head:
        raise SourceError(Outcome.parse_error, f"the body is empty: {name}")
    if _is_page(head):
        fault = f"a web page where a feed should be{_seen(head)}"
        raise SourceError(Outcome.blocked, f"{fault}: {name}")
    if head[0] != "<":
        fault = f"not a feed, it begins with {head[:SHOWN]!r}"
        outcome = Outcome.blocked if wall(head) else Outcome.parse_error
        raise SourceError(outcome, f"{fault}: {name}")


def _is_page(head: str) -> bool:
    start = 0
    while found := PROLOGUE.match(head, start):
        start = found.end()
    return HTML_PAGE.match(head, start) is not None


def _seen(head: str) -> str:
    """What stands on the page: its title, and the wall that it is if it is one."""
    title, reason = title_of(head), wall(head)
    words = reason if title in reason else ": ".join(filter(None, (title, reason)))
    return f" ({words})" if words else ""
