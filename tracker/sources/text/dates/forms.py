"""The forms dates are written in. Each gives parts with the same names, whatever its language."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal

from tracker.sources.text.dates.words import AFTERNOON, ERAS, MORNING, month, zone

Order = Literal["day-first", "month-first"]  # of numbers in a date such as 06/05/2026
Parts = Mapping[str, str | None]

_MONTH = r"(?P<month>[^\W\d_]{3,12})"
_ORDINAL = r"(?:st|nd|rd|th|º|er|\.)?"
_WEEKDAY = r"(?:\(?(?:[^\W\d_]{2,12}(?:-feira)?|周.|星期.)\)?(?:[.,،]{1,2}\s?|\s))?"
_NAMED_DAY = r"(?:周|週|星期)[一二三四五六日天]|[月火水木金土日월화수목금토일](?:曜日|요일)?"
_WEEKDAY_BEHIND = rf"(?: ?\(?(?:{_NAMED_DAY})\)?)?"
_DAYS = (
    # 25 June 2026, 25-Jun-26, 25 de junio de 2026, 25. Juni 2026, 25th of June, 2026
    rf"(?P<d>\d{{1,2}}){_ORDINAL}(?: de| of)?[ /-]{_MONTH}\.?,?(?: de)?[ /-]"
    r"(?P<y>\d{4}|\d\d)(?!\d)(?: ?[гр]\.)?",
    # June 25, 2026
    rf"{_MONTH}\.? (?P<d>\d{{1,2}}){_ORDINAL},? (?P<y>\d{{4}})(?!\d)",
    # 2026/6/25, 2026年6月25日, 2026. 6. 25., 2026년 6월 25일
    r"(?P<y>\d{4})\s?[-/.年년]\s?(?P<m>\d{1,2})\s?[-/.月월]\s?(?P<d>\d{1,2})(?!\d)\s?[日일.]?"
    + _WEEKDAY_BEHIND,
    # 令和8年6月25日, 民國115年6月25日, 115年6月25日, 115/06/25: years of an era, of three digits
    # where it is not named
    r"(?:(?:中華)?(?P<era>令和|平成|民國|民国) ?(?P<ey>\d{1,3}|元)|(?P<roc>1\d\d)) ?[-/.年] ?"
    r"(?P<m>\d{1,2}) ?[-/.月] ?(?P<d>\d{1,2})(?!\d)日?" + _WEEKDAY_BEHIND,
    # 20260625
    r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)",
    # 2026 June 25, 2026. június 25.
    rf"(?P<y>\d{{4}})(?:\. |[ -]){_MONTH}\.?[ -](?P<d>\d{{1,2}})(?!\d)\.?",
    # 25 tháng 6 năm 2026
    r"(?:ngày )?(?P<d>\d{1,2}) tháng (?P<m>\d{1,2}),? năm (?P<y>\d{4})(?!\d)",
    # 25/06/2026, 06/25/2026, 25.06.2026
    r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})(?!\d)",
)
_HALVES = "|".join(sorted(half for half in MORNING | AFTERNOON if not half.isascii()))
_CLOCK = (
    r"(?:T|,? (?:at |um |om |kl\.? |às |à |a las |ore |alle ore |klo |в |о |- |\| )?|,)?"
    rf"(?P<half>{_HALVES})? ?(?P<h>\d{{1,2}})"
    r"(?:(?:\.(?=\d\d(?!\d))| ?[:h時时点點시] ?)(?P<min>\d{1,2})(?!\d)[分분]?"
    r"(?: ?:?(?P<s>\d\d)[秒초]?(?:[.,]\d+)?)?|[時时点點시]|(?= ?[ap]\.? ?m\b))"
    r"(?: ?(?P<ampm>[ap]\.? ?m\b\.?|[πμ]\.?μ\.?|[صم]\b)| ?uhr)?"
)
_ZONE = (
    r" ?(?:(?:UTC|GMT)?(?P<sign>[+\u2212-])(?P<zh>\d{1,2}):?(?P<zm>\d\d)?"
    r"(?: ?\([^()]*\)| [A-Z]{2,5})?"
    r"|\(?(?P<zone>[a-z]{1,10}(?: [a-z]{1,10}){0,3}|[a-z]+(?:/[a-z_]+){1,2}|北京时间)\)?)"
)
FORMS = (
    *(re.compile(rf"{_WEEKDAY}{day}(?:{_CLOCK}(?:{_ZONE})?)?", re.IGNORECASE) for day in _DAYS),
    # as C's asctime and Unix's date write it: Thu Jun 25 10:00:00 EDT 2026
    re.compile(
        rf"[a-z]{{3}},? {_MONTH} (?P<d>\d{{1,2}}){_CLOCK}(?:{_ZONE})? (?P<y>\d{{4}})",
        re.IGNORECASE,
    ),
    # 20260625100000
    re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?P<h>\d\d)(?P<min>\d\d)(?P<s>\d\d)"),
)


def moment_of(text: str, usual: tzinfo, order: Order | None) -> datetime | None:
    """The moment in UTC, or None when no form fits.

    Raises ValueError or OverflowError where there is no such moment.
    """
    for form in FORMS:
        if found := form.fullmatch(text):
            return _moment(found.groupdict(), usual, order)
    return None


def _moment(parts: Parts, usual: tzinfo, order: Order | None) -> datetime | None:
    day = _day(parts, order)
    if day is None:
        return None
    midnight = datetime.combine(day, time.min)
    there = _zone(parts, usual, midnight) if parts["h"] else UTC
    if there is None:
        return None
    return (midnight.replace(tzinfo=there) + _time(parts)).astimezone(UTC)


def _day(parts: Parts, order: Order | None) -> date | None:
    year = _year(parts)
    if word := parts.get("month"):
        number = month(word)
        return date(year, number, int(parts["d"] or 0)) if number else None
    if separator := parts.get("sep"):
        numbers = int(parts["a"] or 0), int(parts["b"] or 0)
        return _by_order(year, *numbers, order or ("day-first" if separator == "." else None))
    return date(year, int(parts["m"] or 0), int(parts["d"] or 0))


def _year(parts: Parts) -> int:
    if era := parts.get("era"):
        return ERAS[era] + (1 if parts["ey"] == "元" else int(parts["ey"] or 0))
    if of_republic := parts.get("roc"):
        return ERAS["民國"] + int(of_republic)
    digits = parts["y"] or ""
    if len(digits) > 2:  # 0001 is how some programs say that they have no date
        return int(digits)
    # https://www.rfc-editor.org/rfc/rfc2822#section-4.3
    return int(digits) + (2000 if int(digits) < 50 else 1900)


def _by_order(year: int, first: int, second: int, order: Order | None) -> date | None:
    """25.06.2026 is day first by custom; otherwise only a number above 12 tells."""
    if order == "day-first" or first > 12 or first == second:
        return date(year, second, first)
    if order == "month-first" or second > 12:
        return date(year, first, second)
    return None


def _time(parts: Parts) -> timedelta:
    hour, minute, second = (int(parts.get(name) or 0) for name in ("h", "min", "s"))
    half = re.sub(r"[. ]", "", parts.get("ampm") or parts.get("half") or "").lower()
    if half in AFTERNOON and hour < 12:
        hour += 12
    elif half in MORNING and hour >= 12:
        hour = 0 if hour == 12 else 99
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError("no such time")
    return timedelta(hours=hour, minutes=minute, seconds=min(second, 59))


def _zone(parts: Parts, usual: tzinfo, day: datetime) -> tzinfo | None:
    if sign := parts.get("sign"):
        east = timedelta(hours=int(parts["zh"] or 0), minutes=int(parts["zm"] or 0))
        return timezone(east if sign == "+" else -east)
    return zone(parts.get("zone") or "", usual, day)
