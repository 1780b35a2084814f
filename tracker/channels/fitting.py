"""Cards in the size that a far end takes: the card is cut, and never its marked-up text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from tracker.core.message import Card, Row
from tracker.core.render import TELEGRAM, moment, units, write
from tracker.core.text import clip

Form = dict[str, Any]  # what is sent, as JSON


@dataclass(frozen=True, slots=True)
class Cut:
    """How much of a card is kept: code points of its texts and of titles; rows; links of these."""

    text: int
    title: int
    rows: int
    links: int


# Each keeps less. Rows outlive their links, because what is not named at all is missed. Names and
# reasons are short in any form, and how many there are is told.
CUTS = (
    Cut(1500, 160, 60, 60),
    Cut(600, 140, 60, 45),
    Cut(400, 120, 60, 35),
    Cut(300, 100, 60, 25),
    Cut(200, 90, 60, 15),
    Cut(150, 80, 60, 8),
    Cut(120, 60, 60, 0),
    Cut(100, 50, 30, 0),
    Cut(80, 50, 15, 0),
    Cut(40, 40, 5, 0),
)
# What mail programs and Matrix show of Telegram's HTML.
HTML = replace(TELEGRAM, quote=lambda text: f"<blockquote>{text}</blockquote>", when=moment)


def fitted(card: Card, form: Callable[[Card], Form], fits: Callable[[Form], bool]) -> Form:
    """The form of the card, or of as much of it as `fits`; of the least there is, if nothing does.

    A list says how many of its rows are missing.
    """
    made = form(card)
    for smaller in _smaller(card):
        if fits(made):
            break
        made = form(smaller)
    return made


def html(card: Card) -> str:
    """The card as HTML."""
    return write(card, HTML).replace("\n", "<br>\n")


def head_and_rest(text: str) -> tuple[str, str]:
    """The first line, which a lock screen shows, and what stands below it."""
    head, _, rest = text.partition("\n")
    return head, rest.strip("\n")


def one_line(text: str) -> str:
    """Text inside marks that end with the line."""
    return re.sub(r"\s*\n\s*", " ", text)


def unlisted(text: str) -> str:
    """Numbers and dashes at the beginning of a line stay what they are: lists are counted anew."""
    return re.sub(r"^(\d+\.|-) ", "\\1\u00a0", text, flags=re.MULTILINE)


def parts(text: str, most: int) -> Iterator[str]:
    """The lines, as many together as `most` UTF-16 units take; a longer one stands alone."""
    part = ""
    for line in text.split("\n"):
        if part and units(f"{part}\n{line}") > most:
            yield part
            part = ""
        part = f"{part}\n{line}" if part else line
    if part:
        yield part


def host(url: str) -> str:
    """What a link is called."""
    return urlsplit(url).hostname or "link"


def _smaller(card: Card) -> Iterator[Card]:
    for cut in CUTS:
        missing = len(card.rows) - cut.rows
        footer = clip(card.footer, cut.text)
        excerpt = clip(card.excerpt, cut.text)
        whole = len(excerpt) if excerpt == card.excerpt else len(excerpt) - 1  # less the ellipsis
        yield replace(
            card,
            title=clip(card.title, max(cut.text, cut.title)),
            summary=clip(card.summary, cut.text),
            url=card.url if cut.text > 100 else "",
            publisher=clip(card.publisher, cut.text),
            excerpt=excerpt,
            marks=tuple(mark for mark in card.marks if mark[1] <= whole),
            change=clip(card.change, cut.text),
            notes=tuple(clip(note, cut.text) for note in card.notes),
            rows=tuple(
                _shorter(row, cut, linked=place < cut.links)
                for place, row in enumerate(card.rows[: cut.rows])
            ),
            footer=f"… and {missing} more\n{footer}" if missing > 0 else footer,
        )


def _shorter(row: Row, cut: Cut, *, linked: bool) -> Row:
    title, note = clip(row.title, cut.title), clip(row.note, cut.title)
    return replace(row, title=title, note=note, url=row.url if linked else "")
