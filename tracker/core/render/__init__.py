"""Cards as text: for Telegram (HTML) and plain. A message never exceeds what a channel takes."""

from tracker.core.message import ROWS_MOST
from tracker.core.render.alerts import (
    MARK,
    also_line,
    applies_line,
    pieces,
    source_line,
    telling,
    terms,
    watches,
)
from tracker.core.render.lists import in_sections
from tracker.core.render.measure import safe_url, units, visible
from tracker.core.render.styles import PLAIN, TELEGRAM, Style, day, moment
from tracker.core.render.writing import plain, telegram_html, write

__all__ = [
    "MARK",
    "PLAIN",
    "ROWS_MOST",
    "TELEGRAM",
    "Style",
    "also_line",
    "applies_line",
    "day",
    "in_sections",
    "moment",
    "pieces",
    "plain",
    "safe_url",
    "source_line",
    "telegram_html",
    "telling",
    "terms",
    "units",
    "visible",
    "watches",
    "write",
]
