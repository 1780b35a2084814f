"""A date is read exactly, or not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.sources.dates import LONGEST, parse_date

TEN = datetime(2026, 6, 25, 10, 0, tzinfo=UTC)
DAY = datetime(2026, 6, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-25T10:00:00Z",
        "2026-06-25T10:00Z",
        "2026-06-25T10:00:00.000+00:00",
        "2026-06-25 18:00:00 +0800",
        "2026-06-25T18:00:00+08",
        "20260625T100000Z",
        "2026/6/25 10:00:00",
        "2026年6月25日 10:00",
        "2026年6月25日 上午10时00分",
        "２０２６年６月２５日　１０：００",
        "1782381600",
        "1782381600000",
        "Thu, 25 Jun 2026 10:00:00 GMT",
        "Thu, 25 Jun 2026 10:00:00 +0000 (UTC)",
        "25 Jun 26 10:00 UT",
        "Thu, 25 Jun 2026 05:00:00 EST",
        "Thu, 25 Jun 2026 06:00:00 EDT",
        "Thu, 25 Jun 2026 04:00:00 CST",
        "Thu, 25 Jun 2026 05:00:00 CDT",
        "Thu, 25 Jun 2026 03:00:00 MST",
        "Thu, 25 Jun 2026 04:00:00 MDT",
        "Thu, 25 Jun 2026 02:00:00 PST",
        "Thu, 25 Jun 2026 03:00:00 PDT",
        "Thu, 25 Jun 2026 12:00:00 CEST",
        "Thu, 25 Jun 2026 19:00:00 JST",
        "Thu Jun 25 06:00:00 EDT 2026",
        "Thu Jun 25 10:00:00 2026",
        "June 25, 2026 at 6:00 a.m. ET",
        "June 25, 2026, 10:00 AM",
        "Thu, Jun 25 2026 10:00:00 AM",
        "Thursday, June 25, 2026 - 10:00",
        "Thu, 25 Jun 2026 18:00:00 GMT+0800 (China Standard Time)",
        "25-Jun-2026 10:00",
        "Qui, 25 Jun 2026 07:00:00 -0300",
        "  Thu,\n 25 Jun 2026  10:00:00 GMT ",
    ],
)
def test_one_moment_has_many_spellings(text: str):
    assert parse_date(text) == TEN


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-25",
        "20260625",
        "2026/06/25",
        "2026.6.25",
        "2026年6月25日",
        "2026年6月25日（星期四）",
        "25 June 2026",
        "25th June 2026",
        "Jun 25, 2026",
        "Thursday, June 25, 2026",
        "06/25/2026",
        "25/06/2026",
        "25.06.2026",
        "25 de junio de 2026",
        "25 juin 2026",
        "25. Juni 2026",
    ],
)
def test_a_day_alone_is_midnight(text: str):
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2020/1/10 14:33:00", datetime(2020, 1, 10, 14, 33, tzinfo=UTC)),
        ("1518478934", datetime(2018, 2, 12, 23, 42, 14, tzinfo=UTC)),
        ("Sat, Dec 16 2023 02:02:33 PM", datetime(2023, 12, 16, 14, 2, 33, tzinfo=UTC)),
        ("Seg, 24 Set 2018 08:00:00 -0300", datetime(2018, 9, 24, 11, 0, tzinfo=UTC)),
        ("2026年6月25日 下午2:05", datetime(2026, 6, 25, 14, 5, tzinfo=UTC)),
        ("June 25, 2026 12:30 AM", datetime(2026, 6, 25, 0, 30, tzinfo=UTC)),
        ("June 25, 2026 12:30 PM", datetime(2026, 6, 25, 12, 30, tzinfo=UTC)),
        ("January 25, 2026 10:00 a.m. ET", datetime(2026, 1, 25, 15, 0, tzinfo=UTC)),
        ("2026-06-25 24:00:00", datetime(2026, 6, 26, tzinfo=UTC)),
        ("05/05/2026", datetime(2026, 5, 5, tzinfo=UTC)),
    ],
)
def test_what_other_readers_get_wrong_is_right(text: str, moment: datetime):
    assert parse_date(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "Monday",
        "10月9日",
        "10:00",
        "2026",
        "2026-06",
        "June 2026",
        "06/05/2026",  # May or June
        "2026-02-30",
        "2026-13-01",
        "Thu, 25 Jun 2026 10:00:00 XYZ",  # nobody knows where
        "Thu, 25 Jun 2026 10:61:00 GMT",
        "Thu, 25 Jun 2026 10:00:00 +9900",
        "0001-01-01T00:00:00Z",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "12345",
        "tag:example.org,2026:7",
        "2026-06-25 and more",
        "9" * (LONGEST + 1),
    ],
)
def test_what_is_unclear_or_unlikely_is_no_date(text: str):
    assert parse_date(text) is None


def test_a_date_after_the_latest_is_no_date():
    assert parse_date("2026-06-25T10:00:00Z", latest=TEN) == TEN
    assert parse_date("2026-06-25T10:00:01Z", latest=TEN) is None


@given(st.datetimes(datetime(1995, 1, 2), datetime(2090, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001
def test_every_way_we_write_a_moment_is_read_back(naive: datetime, minutes: int):
    moment = naive.replace(microsecond=0, tzinfo=UTC)
    local = moment + timedelta(minutes=minutes)
    offset = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
    for form in ("%a, %d %b %Y %H:%M:%S", "%Y/%m/%d %I:%M:%S %p", "%Y年%m月%d日 %H:%M:%S"):
        assert parse_date(f"{local.strftime(form)} {offset}") == moment


@given(st.text(max_size=LONGEST))
def test_no_text_breaks_it(text: str):
    moment = parse_date(text)
    assert moment is None or moment.tzinfo is UTC
