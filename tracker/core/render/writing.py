"""A card in the form of a channel: an alert, what changes one, a list of them, or a notice."""

from collections.abc import Iterator

from tracker.core.message import Card
from tracker.core.render.alerts import alert, notes, title, update
from tracker.core.render.lists import foot, listing
from tracker.core.render.measure import visible
from tracker.core.render.styles import PLAIN, TELEGRAM, Style

NOTICE = 2400  # UTF-16 units


def telegram_html(card: Card) -> str:
    """Telegram's HTML: at most 4096 UTF-16 units, 32,768 bytes and 100 entities."""
    return write(card, TELEGRAM)


def plain(card: Card) -> str:
    """The same without any formatting."""
    return write(card, PLAIN)


def write(card: Card, style: Style) -> str:
    """The card in the words of a channel; what is seen is at most 4096 UTF-16 units."""
    if card.rows:
        return listing(card, style)
    if not card.is_alert:
        return "\n".join(_notice(card, style))
    lines = update(card, style) if card.brief else alert(card, style)
    return "\n".join((*lines, *notes(card, style)))


def _notice(card: Card, style: Style) -> Iterator[str]:
    yield style.bold(title(card))
    if text := visible(card.summary, NOTICE).strip():
        yield style.text(text)
    yield from foot(card, style)
