"""How channels write: each turns visible text into its own form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import escape
from urllib.parse import urlsplit

LAST_MOMENT = 2**31  # what Telegram keeps of a time, in seconds


def day(on: date) -> str:
    """As `24 Nov 2026`."""
    return f"{on.day} {on:%b %Y}"


def moment(when: datetime) -> str:
    """As `24 Nov 2026, 13:45 UTC`; midnight is how a date without a time is read."""
    there = when.astimezone(UTC)
    return day(there) if _is_a_day(there) else f"{day(there)}, {there:%H:%M} UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a channel writes. `named`: words that lead to an address; None = it cannot.

    `is_spelled`: whether the address can be seen beside the words, and takes room.
    """

    text: Callable[[str], str]
    bold: Callable[[str], str]
    quote: Callable[[str], str]
    link: Callable[[str], str]
    named: Callable[[str, str], str] | None = None
    when: Callable[[datetime], str] = moment
    is_spelled: bool = False


def _is_a_day(when: datetime) -> bool:
    return when.astimezone(UTC).time() == time.min


def _text(text: str) -> str:
    return escape(text, quote=False)


def _link(words: str, url: str) -> str:
    return f'<a href="{escape(url)}">{_text(words)}</a>'


def _when(when: datetime) -> str:
    """A moment in the zone of each reader; a day is the same day for all of them.

    https://core.telegram.org/bots/api#date-time-entity-formatting
    """
    seconds = int(when.timestamp())
    if _is_a_day(when) or not 0 < seconds < LAST_MOMENT:
        return moment(when)
    return f'<tg-time unix="{seconds}" format="Dt">{moment(when)}</tg-time>'


PLAIN = Style(
    text=str,
    bold=str,
    quote=lambda text: f"{text}\n",
    link=str,
    named=lambda words, url: f"{words} {url}",
    is_spelled=True,
)
# https://core.telegram.org/bots/api#html-style
TELEGRAM = Style(
    text=_text,
    bold=lambda text: f"<b>{_text(text)}</b>",
    quote=lambda text: f"<blockquote expandable>{text}</blockquote>",
    link=lambda url: _link(urlsplit(url).hostname or "link", url),
    named=_link,
    when=_when,
)
