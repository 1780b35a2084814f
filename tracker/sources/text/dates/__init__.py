"""Dates as feeds and pages write them: read exactly or not at all."""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

from tracker.sources.text.dates.forms import Order, moment_of

__all__ = ["LONGEST", "Moment", "Order", "parse_date"]

Moment = Callable[[str], datetime | None]  # reads a date as one source writes them

EARLIEST, LAST_YEAR = datetime(1995, 1, 1, tzinfo=UTC), 2100  # beyond is another calendar's year
LONGEST = 100  # characters; longer strings are not dates

UNIX = re.compile(r"(1\d{9})(\d{3})?(?:\.\d+)?")  # seconds or milliseconds, until 2033
UNSEEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")  # marks of direction


def parse_date(
    text: str,
    *,
    latest: datetime | None = None,
    zone: tzinfo = UTC,
    order: Order | None = None,
) -> datetime | None:
    """The moment `text` names, in UTC, or None when it is unreadable, unclear or unlikely.

    Unlikely is before 1995 or after `latest` (the caller's now + 48 h). A time without a zone is
    one of `zone`; a date alone is a label rather than a moment, and stays midnight in UTC.
    06/05/2026 may be May or June: None, unless `order` says which.
    """
    if not text or len(text) > LONGEST:
        return None
    try:
        moment = _iso(text, zone) or _other(_tidy(text), zone, order)
    except (ValueError, OverflowError):  # 30 February, hour 61, offset +99:00
        return None
    if moment is None or moment < EARLIEST or moment.year > LAST_YEAR:
        return None
    return None if latest is not None and moment > latest else moment


def _iso(text: str, zone: tzinfo) -> datetime | None:
    is_iso = text[4:5] == "-" or text[8:9] == "T"
    if not is_iso or text[13:14] == ".":  # 10.30 is half past ten, and not 0.3 seconds after ten
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC if len(text) <= len("2026-06-25") else zone)
    return moment.astimezone(UTC)


def _other(text: str, zone: tzinfo, order: Order | None) -> datetime | None:
    if found := UNIX.fullmatch(text):
        return datetime.fromtimestamp(int(found[1]), UTC)
    return _iso(text, zone) or moment_of(text, zone, order)


def _tidy(text: str) -> str:
    """One space between words, digits that are 0 to 9, and no marks that nobody sees."""
    if not text.isascii():
        text = UNSEEN.sub("", unicodedata.normalize("NFKC", text))
        text = "".join(str(int(each)) if each.isdecimal() else each for each in text)
    return " ".join(text.split())
