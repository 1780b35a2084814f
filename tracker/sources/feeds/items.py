"""An item as any of the parsers gives it (the keys have the same names), and what it says."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tracker.sources.text.html import line

Item = Mapping[str, Any]


def text(item: Item, key: str) -> str:
    """A value without the space around it; "" when there is none, or no text."""
    value = item.get(key)
    return value.strip() if isinstance(value, str) else ""


def link(item: Item) -> str:
    """Where it is to be read.

    Where none of Atom's links is called `alternate`, the fast parser takes the first, even `self`;
    but one that is not called anything is an alternate.
    https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7.2
    """
    found = text(item, "link")
    others = item.get("links")
    if not others or any(text(other, "href") == found for other in others):
        return found
    return next((text(other, "href") for other in others if not other.get("rel")), found)


def summary(item: Item) -> str:
    """Its description, else that of what it shows (all the text that videos have)."""
    return (
        text(item, "description")
        or text(item, "summary")
        or _joined(item.get("media_content"), "description")
    )


def content(item: Item) -> str:
    """Its whole text."""
    return _joined(item.get("content"), "value")


def named(item: Item, key: str, part: str) -> tuple[str, ...]:
    """The names of its authors or tags, each once."""
    parts = item.get(key)
    return unique([line(one.get(part) or "") for one in parts]) if parts else ()


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, in their order."""
    return tuple(dict.fromkeys(filter(None, names)))


def says(item: Item) -> tuple[bool, bool, bool, bool]:
    """Whether it has a title, a link, a text and a date."""
    return (
        bool(item.get("title")),
        bool(item.get("link")),
        bool(item.get("description") or summary(item) or content(item)),
        bool(item.get("published") or item.get("updated")),
    )


def _joined(parts: Sequence[Item] | None, key: str) -> str:
    if not parts:
        return ""
    if len(parts) == 1:
        return text(parts[0], key)
    return "\n".join(unique(text(part, key) for part in parts))
