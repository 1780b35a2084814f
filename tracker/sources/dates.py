"""Dates as feeds and pages write them: read exactly or not at all."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

Order = Literal["day-first", "month-first"]  # of numbers in a date such as 06/05/2026

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
LONGEST = 100  # characters; longer strings are not dates

MONTHS = (  # English, and what Portuguese, Spanish, French, German, Italian and Dutch begin with
    ("jan", "ene", "gen"),
    ("feb", "fev", "fév"),
    ("mar", "mär", "mrz", "maa"),
    ("apr", "abr", "avr"),
    ("may", "mai", "mag", "mei"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "ago", "aoû", "aou"),
    ("sep", "set"),
    ("oct", "out", "ott", "okt"),
    ("nov",),
    ("dec", "déc", "dez", "dic"),
)
MONTH_OF = {prefix: month for month, names in enumerate(MONTHS, 1) for prefix in names}

# Hours east of Greenwich. RFC 822 fixes the North American ones; of the others, the reading
# that feeds use. Names that are not here leave the date unread rather than wrong.
# https://www.rfc-editor.org/rfc/rfc822#section-5
ZONES = {
    -10.0: "hst",
    -9.0: "akst",
    -8.0: "pst akdt",
    -7.0: "mst pdt",
    -6.0: "cst mdt",
    -5.0: "est cdt",
    -4.0: "edt",
    0.0: "z ut utc gmt wet",
    1.0: "bst cet mez west",
    2.0: "cest mesz eet sast",
    3.0: "eest msk",
    4.0: "gst",
    5.0: "pkt",
    5.5: "ist",
    7.0: "wib ict",
    8.0: "sgt hkt awst myt",
    9.0: "jst kst",
    9.5: "acst",
    10.0: "aest",
    10.5: "acdt",
    11.0: "aedt",
    12.0: "nzst",
    13.0: "nzdt",
}
HOURS = {name: hours for hours, names in ZONES.items() for name in names.split()}
PLACES = {  # "10:00 a.m. ET" leaves summer time to the reader
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}

UNIX = re.compile(r"(\d{10})(\d{3})?(?:\.\d+)?", re.ASCII)
_DAYS = (
    r"(?P<y>\d{4})\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})(?!\d)\s?日?"
    r"(?: ?\(?(?:周|週|星期)[一二三四五六日天]\)?)?",
    r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)",
    r"(?P<d>\d{1,2})(?:st|nd|rd|th|º|er|\.)?(?: de)?[ -](?P<month>[^\W\d_]{3,10})\.?,?(?: de)?"
    r"[ -](?P<y>\d{4}|\d\d)(?!\d)",
    r"(?P<month>[^\W\d_]{3,10})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})(?!\d)",
    r"(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})(?!\d)",
)
_WEEKDAY = r"(?:\(?(?:[^\W\d_]{2,9}(?:-feira)?|周.|星期.)\)?(?:[.,]{1,2}\s?|\s))?"
_CLOCK = (
    r"(?:[Tt]|,? (?:at |- |\| )?|,)?(?P<half>上午|下午|午前|午後)? ?"
    r"(?P<h>\d{1,2})(?:[:時时点h](?P<min>\d\d)分?(?::?(?P<s>\d\d)秒?(?:[.,]\d+)?)?|(?= ?[ap]\.?m))"
    r" ?(?P<ampm>[ap]\.?m\b\.?)?"
)
_ZONE = (
    r" ?(?:(?:UTC|GMT)?(?P<sign>[+-])(?P<zh>\d{1,2}):?(?P<zm>\d\d)?(?: ?\([^()]*\)| [A-Z]{2,5})?"
    r"|\(?(?P<zone>[A-Za-z]{1,5})\)?)"
)
FORMS = tuple(
    re.compile(rf"{_WEEKDAY}{day}(?:{_CLOCK}(?:{_ZONE})?)?", re.IGNORECASE) for day in _DAYS
)
# As C's asctime and Unix's date write it: "Thu Jun 25 10:00:00 EDT 2026".
ASCTIME = re.compile(
    rf"[a-z]{{3}},? (?P<month>[a-z]{{3}}) (?P<d>\d{{1,2}})(?:{_CLOCK})(?:{_ZONE})? (?P<y>\d{{4}})",
    re.IGNORECASE,
)


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
    tidy = " ".join(unicodedata.normalize("NFKC", text).split())
    if not tidy or len(tidy) > LONGEST:
        return None
    try:
        moment = _unix(tidy) or _iso(tidy, zone) or _written(tidy, zone, order)
    except (ValueError, OverflowError):  # 30 February, hour 61, offset +99:00
        return None
    if moment is None or moment < EARLIEST or (latest is not None and moment > latest):
        return None
    return moment


def _unix(text: str) -> datetime | None:
    found = UNIX.fullmatch(text)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def _iso(text: str, zone: tzinfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC if len(text) <= len("2026-06-25") else zone)
    return moment.astimezone(UTC)


def _written(text: str, zone: tzinfo, order: Order | None) -> datetime | None:
    for form in (*FORMS, ASCTIME):
        if found := form.fullmatch(text):
            return _moment(found.groupdict(), zone, order)
    return None


def _moment(parts: dict[str, str | None], usual: tzinfo, order: Order | None) -> datetime | None:
    day = _day(parts, order)
    zone = _zone(parts, usual if parts.get("h") else UTC)
    if day is None or zone is None:
        return None
    return (day.replace(tzinfo=zone) + _time(parts)).astimezone(UTC)


def _day(parts: dict[str, str | None], order: Order | None) -> datetime | None:
    digits = parts["y"] or ""
    year = int(digits)
    if (
        len(digits) == 2
    ):  # but 0001 is how some programs say "undated"; https://www.rfc-editor.org/rfc/rfc2822#section-4.3
        year += 2000 if year < 50 else 1900
    if word := parts.get("month"):
        month = MONTH_OF.get(word[:3].lower()) or MONTH_OF.get(word[:4].lower())
        return datetime(year, month, int(parts["d"] or 0)) if month else None  # noqa: DTZ001 - zoned by _moment
    if parts.get("sep"):
        numbers = int(parts["a"] or 0), int(parts["b"] or 0)
        return _by_order(year, *numbers, order or ("day-first" if parts["sep"] == "." else None))
    return datetime(year, int(parts["m"] or 0), int(parts["d"] or 0))  # noqa: DTZ001 - zoned by _moment


def _by_order(year: int, first: int, second: int, order: Order | None) -> datetime | None:
    """25.06.2026 is day first by custom; with slashes only a number above 12 tells."""
    if order == "day-first" or first > 12 or first == second:
        return datetime(year, second, first)  # noqa: DTZ001 - zoned by _moment
    if order == "month-first" or second > 12:
        return datetime(year, first, second)  # noqa: DTZ001 - zoned by _moment
    return None


def _time(parts: dict[str, str | None]) -> timedelta:
    hour, minute, second = (int(parts.get(name) or 0) for name in ("h", "min", "s"))
    half = (parts.get("ampm") or parts.get("half") or "").lower()
    if half[:1] == "p" or half in {"下午", "午後"}:
        hour += 12 if hour < 12 else 0
    elif half and hour == 12:
        hour = 0
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError("no such time")
    return timedelta(hours=hour, minutes=minute, seconds=min(second, 59))


def _zone(parts: dict[str, str | None], usual: tzinfo) -> tzinfo | None:
    if sign := parts.get("sign"):
        length = timedelta(hours=int(parts["zh"] or 0), minutes=int(parts["zm"] or 0))
        return timezone(-length if sign == "-" else length)
    name = (parts.get("zone") or "").lower()
    if not name:
        return usual
    if name in PLACES:
        return ZoneInfo(PLACES[name])
    return timezone(timedelta(hours=HOURS[name])) if name in HOURS else None
