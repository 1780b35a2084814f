"""Reading a day where a text names one: in English, German, French, Dutch, and East Asian dates."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

NEAR = timedelta(days=183)  # a day without a year is the next one, if no other is as near

MONTHS: Mapping[str, int] = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "januari februari maart april mei juni juli augustus september oktober november december",
    )
    for number, name in enumerate(names.split(), 1)
} | {"sept": 9}
ERAS = {"令和": 2018, "民國": 1911, "民国": 1911}  # the year before their first
HAN = "零一二三四五六七八九"
_MONTH = r"(?P<month>[^\W\d_]{3,9})\.?"
_YEAR = r"(?:(?:,\s{0,2}|\s{1,2})(?P<y>\d{4})(?!\d))?"
LATIN = (
    # 24 November 2026, 1st of January, 1er janvier 2027, 2. August 2026
    re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.)?(?:\sof)?\s{{1,2}}{_MONTH}(?!\w){_YEAR}"),
    # November 24, 2026
    re.compile(rf"{_MONTH}\s{{1,2}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:/]){_YEAR}"),
    # 2026-11-24
    re.compile(r"(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![\w-])"),
)
# 2026年12月1日, 令和8年12月1日, 二〇二六年十二月一日, 2026년 12월 1일
EASTERN = re.compile(
    rf"(?<![\d〇{HAN}])(?:(?P<era>令和|民國|民国)?\s?(?P<y>\d{{1,4}}|[〇{HAN}]{{4}})\s?[年년]\s?)?"
    rf"(?P<m>\d{{1,2}}|[十{HAN}]{{1,3}})\s?[月월]\s?(?P<d>\d{{1,2}}|[十{HAN}]{{1,3}})\s?[日號号일]"
)
ANOTHER_YEAR = re.compile(r"(?:去年|昨年|前年|同年|次年|翌年|每年|毎年)\s?$")


@dataclass(frozen=True, slots=True)
class Day:
    """A day that is named at `start:end` of a text. `has_year`: whether its year is."""

    start: int
    end: int
    on: date
    has_year: bool


def day_at(text: str, start: int, published: datetime | None) -> Day | None:
    """The day that is named from `start` on; without a year, the next one after `published`."""
    for form in LATIN:
        if match := form.match(text, start):
            return _day(match, published)
    return None


def eastern_days(text: str, published: datetime | None) -> Iterator[Day]:
    """All days in the text that are written as in East Asia."""
    for match in EASTERN.finditer(text):
        if ANOTHER_YEAR.search(text, max(0, match.start() - 3), match.start()):
            continue
        if day := _day(match, published):
            yield day


def _day(match: re.Match[str], published: datetime | None) -> Day | None:
    parts = match.groupdict()
    month = MONTHS.get(parts["month"].lower(), 0) if "month" in parts else _number(parts["m"])
    number = _number(parts["d"])
    try:
        if parts["y"]:
            year = _number(parts["y"]) + ERAS.get(parts.get("era") or "", 0)
            return Day(match.start(), match.end(), date(year, month, number), has_year=True)
        on = _next(month, number, published.date()) if published else None
    except ValueError:  # 31 November
        return None
    return Day(match.start(), match.end(), on, has_year=False) if on else None


def _next(month: int, number: int, today: date) -> date | None:
    """The next such day, if the last one is not nearer."""
    years = (date(today.year + more, month, number) for more in (0, 1))
    return next((on for on in years if today <= on <= today + NEAR), None)


def _number(digits: str) -> int:
    """Of 12, of １２, of 十二 and of 二〇二六."""
    if digits.isdecimal():
        return int(digits)
    if "十" in digits:
        tens, _, ones = digits.partition("十")
        return 10 * (_number(tens) if tens else 1) + (_number(ones) if ones else 0)
    return int("".join(str(HAN.index("零" if char == "〇" else char)) for char in digits))
