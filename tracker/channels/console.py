"""The terminal: alerts as readable cards, for the demo and for a first run without a chat."""

from typing import Literal

from rich.console import Console as Terminal
from rich.markup import escape
from rich.panel import Panel
from rich.text import Text

from tracker.channels.base import BaseChannel, Envelope, Lines
from tracker.core.message import Card
from tracker.core.model import Severity
from tracker.core.render import MARK, pieces, safe_url, source_line, telling, visible

STYLE = {
    Severity.critical: "bold red",
    Severity.high: "dark_orange",
    Severity.medium: "yellow",
    Severity.low: "blue",
    Severity.info: "white",
}


class Console(BaseChannel):
    """Cards on standard output."""

    kind: Literal["console"]

    @property
    def address(self) -> str:
        """There is one terminal."""
        return "terminal"

    async def send(self, envelope: Envelope, lines: Lines) -> str:
        """Print the card; it cannot fail for a reason that a second try would mend."""
        del lines
        terminal = Terminal(soft_wrap=False)
        terminal.print(panel(envelope.card) if envelope.card.is_alert else notice(envelope.card))
        return ""


def notice(card: Card) -> Text:
    """A line that is not an alert."""
    return Text.assemble(("· ", "dim"), (visible(f"{card.title} {card.summary}", 400), "dim"))


def panel(card: Card) -> Panel:
    """Verdict first; then who says it, the words that matched, and why it came."""
    style = STYLE[card.severity]
    text = Text()
    text.append(f"{visible(card.title, 300)}\n", style="bold")
    text.append(f"{source_line(card)}\n", style="dim")
    if card.excerpt:
        text.append("\n")
        for part, marked in pieces(card):
            text.append(part, style="bold reverse" if marked else "")
        text.append("\n")
    text.append("\n")
    for reason in card.reasons:
        words = telling(e.text for e in reason.evidence)[:6]
        text.append(f"why  {reason.name}", style=style)
        text.append(f" ({reason.watch}): ", style="dim")
        text.append(", ".join(words) + "\n")
    if card.entities:
        text.append(f"who  {', '.join(card.entities[:8])}\n")
    if link := safe_url(card.url):
        text.append(f"link {link}", style="underline")
    text.rstrip()
    heading = escape(f"{MARK[card.severity]} {str(card.severity).upper()}")
    return Panel(text, title=heading, title_align="left", border_style=style, width=100)
