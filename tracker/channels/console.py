"""The terminal: alerts as readable cards, for the demo and for a first run without a chat."""

from collections.abc import Iterator
from typing import Literal

from rich.console import Console as Terminal
from rich.console import RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.text import Text

from tracker.channels.base import BaseChannel, Envelope, Lines
from tracker.core.message import Card, Row
from tracker.core.model import Severity
from tracker.core.render import (
    MARK,
    also_line,
    applies_line,
    in_sections,
    pieces,
    safe_url,
    source_line,
    telling,
    visible,
)

STYLE = {
    Severity.critical: "bold red",
    Severity.high: "dark_orange",
    Severity.medium: "yellow",
    Severity.low: "blue",
    Severity.info: "white",
}
WIDTH = 100
TITLE, LINE = 300, 400  # UTF-16 units


class Console(BaseChannel):
    """Cards on standard output."""

    kind: Literal["console"]

    @property
    def address(self) -> str:
        """There is one terminal."""
        return "terminal"

    @property
    def one_by_one(self) -> bool:
        """As they come."""
        return True

    async def send(self, envelope: Envelope, lines: Lines) -> str:
        """Print the card; it cannot fail for a reason that a second try would mend."""
        del lines
        Terminal(soft_wrap=False).print(shown(envelope.card))
        return ""


def shown(card: Card) -> RenderableType:
    """A card in the form that is its own."""
    if card.rows:
        return _framed(card, listing(card))
    if not card.is_alert:
        return notice(card)
    return _framed(card, update(card) if card.brief else alert(card))


def notice(card: Card) -> Text:
    """A line that is not an alert."""
    said = " ".join(filter(None, (card.title, card.summary, card.footer, *card.notes)))
    return Text.assemble(("· ", "dim"), (visible(said, LINE), "dim"))


def alert(card: Card) -> Text:
    """Verdict first; then who says it, the words that matched, and why it came."""
    text = Text(f"{visible(card.title, TITLE)}\n", style="bold")
    text = Text.assemble(text, (f"{source_line(card)}\n", "dim"))
    if card.applies:
        text.append(f"when {applies_line(card)}\n")
    if card.change:
        text.append(f"now  {visible(card.change, LINE)}\n")
    if card.excerpt:
        text.append("\n")
        for part, marked in pieces(card):
            text.append(part, style="bold reverse" if marked else "")
        text.append("\n")
    text.append("\n")
    for reason in card.reasons:
        words = telling(e.text for e in reason.evidence)[:6]
        text.append(f"why  {visible(reason.name, LINE)}", style=STYLE[card.severity])
        text.append(f" ({visible(reason.watch, LINE)}): ", style="dim")
        text.append(visible(", ".join(words), LINE) + "\n")
    if card.entities:
        text.append(f"who  {visible(', '.join(card.entities[:8]), LINE)}\n")
    if link := safe_url(card.url):
        text.append(f"link {link}", style="underline").append("\n")
    if card.also:
        text.append(f"also {also_line(card)}\n")
    return text


def update(card: Card) -> Text:
    """What changes an alert that was shown before."""
    text = Text.assemble((f"Update: {visible(card.title, TITLE)}\n", "bold"))
    if card.change:
        text.append(f"now  {visible(card.change, LINE)}\n")
    text.append(f"{source_line(card)}\n", style="dim")
    if link := safe_url(card.url):
        text.append(f"link {link}\n", style="underline")
    return text


def listing(card: Card) -> Text:
    """A row for each alert, under the headings of their sections."""
    text = Text.assemble((f"{visible(card.title, TITLE)}\n", "bold"))
    if card.summary:
        text.append(f"{visible(card.summary, LINE)}\n", style="dim")
    section = ""
    for number, row in enumerate(in_sections(card.rows), 1):
        if row.section not in {"", section}:
            text.append(f"\n{visible(row.section, TITLE)}\n", style="bold")
        section = row.section
        text.append(f"{number:>2}. {MARK[row.severity]} {' · '.join(_of(row))}\n")
    if card.footer:
        text.append(f"\n{visible(card.footer, 2 * LINE)}\n", style="dim")
    return text


def _of(row: Row) -> Iterator[str]:
    yield visible(row.title, TITLE)
    if row.note:
        yield visible(row.note, TITLE)
    if link := safe_url(row.url):
        yield link


def _framed(card: Card, text: Text) -> Panel:
    for note in card.notes:
        text.append(f"{visible(note, LINE)}\n")
    text.rstrip()
    heading = escape(f"{MARK[card.severity]} {str(card.severity).upper()}")
    style = STYLE[card.severity]
    return Panel(text, title=heading, title_align="left", border_style=style, width=WIDTH)
