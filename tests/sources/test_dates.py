"""A date is read exactly, or not at all."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.sources.text.dates import LONGEST, parse_date
from tracker.sources.text.dates.words import MONTHS, SHORT_MONTHS, month

calm = settings(deadline=None)

TEN = datetime(2026, 6, 25, 10, 0, tzinfo=UTC)
DAY = datetime(2026, 6, 25, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    "text",
    [
        # ISO 8601 and what is taken for it
        "2026-06-25T10:00:00Z",
        "2026-06-25T10:00Z",
        "2026-06-25T10:00:00.000+00:00",
        "2026-06-25T10:00:00,000Z",
        "2026-06-25T10:00:00+0000",
        "2026-06-25T10:00:00-00:00",
        "2026-06-25T05:00:00\u221205:00",
        "2026-06-25 18:00:00 +0800",
        "2026-06-25T18:00:00+08",
        "20260625T100000Z",
        "20260625100000",
        "2026-06-25 10:00",
        "2026-06-25 10.00",
        "2026-6-25 10:00",
        # seconds and milliseconds
        "1782381600",
        "1782381600.25",
        "1782381600000",
        # RFC 822, asctime, JavaScript
        "Thu, 25 Jun 2026 10:00:00 GMT",
        "Thu,25 Jun 2026 10:00:00GMT",
        "Thu, 25 June, 2026 10:00:00 GMT",
        "Thu, 25 Jun 2026 10:00:00 Z",
        "Thu, 25 Jun 2026 10:00:00 +0000 (UTC)",
        "25 Jun 26 10:00 UT",
        "Thu Jun 25 06:00:00 EDT 2026",
        "Thu Jun 25 10:00:00 2026",
        "Thu, 25 Jun 2026 18:00:00 GMT+0800 (China Standard Time)",
        "Thu Jun 25 2026 18:00:00 GMT+0800 (China Standard Time)",
        "6/25/2026, 10:00:00 AM",
        "  Thu,\n 25 Jun 2026  10:00:00 GMT ",
        # zones
        "Thu, 25 Jun 2026 05:00:00 EST",
        "Thu, 25 Jun 2026 06:00:00 EDT",
        "Thu, 25 Jun 2026 04:00:00 CST",
        "Thu, 25 Jun 2026 05:00:00 CDT",
        "Thu, 25 Jun 2026 03:00:00 MST",
        "Thu, 25 Jun 2026 04:00:00 MDT",
        "Thu, 25 Jun 2026 02:00:00 PST",
        "Thu, 25 Jun 2026 03:00:00 PDT",
        "Thu, 25 Jun 2026 12:00:00 CEST",
        "Thu, 25 Jun 2026 11:00:00 BST",
        "Thu, 25 Jun 2026 13:00:00 MSK",
        "Thu, 25 Jun 2026 15:30:00 IST",
        "Thu, 25 Jun 2026 18:00:00 SGT",
        "Thu, 25 Jun 2026 19:00:00 JST",
        "Thu, 25 Jun 2026 19:00:00 KST",
        "Thu, 25 Jun 2026 20:00:00 AEST",
        "2026-06-25 18:00 UTC+8",
        "2026-06-25 05:00 GMT-5",
        "2026-06-25 18:00 +8",
        "2026-06-25 18:00 Asia/Shanghai",
        "2026-06-25 06:00 America/New_York",
        "2026-06-25 18:00 Beijing Time",
        "2026-06-25 18:00 (China Standard Time)",
        "2026-06-25 18:00 北京时间",
        "June 25, 2026 at 6:00 a.m. ET",
        "June 25, 2026 6:00 am Eastern Daylight Time",
        "June 25, 2026 6:00 Eastern Time",
        # English
        "June 25, 2026, 10:00 AM",
        "Thu, Jun 25 2026 10:00:00 AM",
        "Thursday, June 25, 2026 - 10:00",
        "25-Jun-2026 10:00",
        "25/Jun/2026 10:00:00",
        # other languages
        "Qui, 25 Jun 2026 07:00:00 -0300",
        "25 de junho de 2026 às 10h00",
        "25 de junio de 2026, 10:00 a. m.",
        "25 juin 2026 à 10 h 00",
        "jeu., 25 juin 2026 12:00:00 +0200",
        "25. Juni 2026 um 10.00 Uhr",
        "25 giugno 2026, ore 10:00",
        "25 juni 2026 kl. 10.00",
        "25. kesäkuuta 2026 klo 10.00",
        "25 июня 2026 г. в 10:00",
        "الخميس، 25 يونيو 2026 10:00 ص",
        # Chinese, Japanese, Korean
        "2026/6/25 10:00:00",
        "2026年6月25日 10:00",
        "2026年6月25日 上午10时00分",
        "2026年6月25日上午10:00",
        "2026年06月25日 星期四 10:00:00",
        "２０２６年６月２５日　１０：００",
        "2026年6月25日（木） 午前10時",
        "令和8年6月25日 10時00分",
        "民國115年6月25日 10:00",
        "115/06/25 10:00",
        "2026년 6월 25일(목) 오전 10시 00분",
        "2026. 6. 25. 오전 10:00",
        "2026-06-25 오전 10:00:00",
        # digits of other scripts
        "٢٠٢٦-٠٦-٢٥T١٠:٠٠:٠٠Z",
        "२०२६-०६-२५ १०:००",
    ],
)
def test_one_moment_has_many_spellings(text: str) -> None:
    assert parse_date(text) == TEN


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-25",
        "2026-6-25",
        "2026-W26-4",
        "20260625",
        "2026/06/25",
        "2026.6.25",
        "2026. 6. 25.",
        "2026年6月25日",
        "2026年6月25日（星期四）",
        "2026年6月25日(木)",
        "2026년 6월 25일 목요일",
        "令和8年6月25日",
        "民國115年6月25日",
        "中華民國 115 年 6 月 25 日",
        "115年6月25日",
        "115-06-25",
        "٢٠٢٦/٠٦/٢٥",
        "٢٥ يونيو ٢٠٢٦",
        "\u200f25/06/2026\u200e",
        "25 June 2026",
        "25th June 2026",
        "25th of June, 2026",
        "25-Jun-26",
        "Jun 25, 2026",
        "Jun. 25th, 2026",
        "2026 June 25",
        "Thursday, June 25, 2026",
        "06/25/2026",
        "25/06/2026",
        "25-06-2026",
        "25.06.2026",
        "25 de junio de 2026",
        "quinta-feira, 25 de junho de 2026",
        "25 juin 2026",
        "25. Juni 2026",
        "Do., 25. Juni 2026",
        "25 giugno 2026",
        "25 juni 2026",
        "25. kesäkuuta 2026",
        "25 czerwca 2026",
        "25. června 2026",
        "2026. június 25.",
        "25 iunie 2026",
        "25 июня 2026 г.",
        "25 червня 2026 р.",
        "25 Ιουνίου 2026",
        "25 Haziran 2026",
        "ngày 25 tháng 6 năm 2026",
    ],
)
def test_a_day_alone_is_midnight(text: str) -> None:
    assert parse_date(text) == DAY


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2020/1/10 14:33:00", utc(2020, 1, 10, 14, 33)),
        ("2020/1/10 9:5:03", utc(2020, 1, 10, 9, 5, 3)),
        ("1518478934", utc(2018, 2, 12, 23, 42, 14)),
        ("Sat, Dec 16 2023 02:02:33 PM", utc(2023, 12, 16, 14, 2, 33)),
        ("Sat, 16 Dec 2023 02:02:33 PM", utc(2023, 12, 16, 14, 2, 33)),
        ("Seg, 24 Set 2018 08:00:00 -0300", utc(2018, 9, 24, 11, 0)),
        ("2026年6月25日 下午2:05", utc(2026, 6, 25, 14, 5)),
        ("2026年6月25日 晚上8点", utc(2026, 6, 25, 20, 0)),
        ("2026年6月25日 凌晨1点30分", utc(2026, 6, 25, 1, 30)),
        ("2026年6月25日 午後2時5分", utc(2026, 6, 25, 14, 5)),
        ("2026년 6월 25일 오후 2시 5분 30초", utc(2026, 6, 25, 14, 5, 30)),
        ("2026. 6. 25.(목) 오후 12:05", utc(2026, 6, 25, 12, 5)),
        ("2026年6月25日 上午12:00", utc(2026, 6, 25)),
        ("25 يونيو 2026 - 2:05 م", utc(2026, 6, 25, 14, 5)),
        ("令和元年5月1日", utc(2019, 5, 1)),
        ("平成30年1月5日", utc(2018, 1, 5)),
        ("民國99年1月5日", utc(2010, 1, 5)),
        ("25. marraskuuta 2026", utc(2026, 11, 25)),  # begins as March does elsewhere
        ("25. července 2026", utc(2026, 7, 25)),  # and this as června, June
        ("5. mai 2026", utc(2026, 5, 5)),
        ("1er juillet 2026", utc(2026, 7, 1)),
        ("3 Ago 2026", utc(2026, 8, 3)),
        ("3 mart 2026", utc(2026, 3, 3)),
        ("Sept. 5, 2026", utc(2026, 9, 5)),
        ("June 25, 2026 12:30 AM", utc(2026, 6, 25, 0, 30)),
        ("June 25, 2026 12:30 PM", utc(2026, 6, 25, 12, 30)),
        ("January 25, 2026 10:00 a.m. ET", utc(2026, 1, 25, 15, 0)),
        ("2026-06-25 24:00:00", utc(2026, 6, 26)),
        ("Thu, 25 Jun 2026 23:59:60 GMT", utc(2026, 6, 25, 23, 59, 59)),
        ("25 Jun 99 10:00 GMT", utc(1999, 6, 25, 10, 0)),
        ("05/05/2026", utc(2026, 5, 5)),
        ("2026-06-25 10.30", utc(2026, 6, 25, 10, 30)),
    ],
)
def test_what_other_readers_get_wrong_is_right(text: str, moment: datetime) -> None:
    assert parse_date(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2 hours ago",
        "3天前",
        "Monday",
        "10月9日",
        "10月9日 14:00",
        "25 Jun 10:00",
        "10:00",
        "2026",
        "2026-06",
        "2026-176",
        "June 2026",
        "06/05/2026",  # May or June
        "05-06-2026",
        "25/06/26",
        "99年6月25日",  # of the republic, or of the last century
        "25 listopada 2026",  # November in Poland, October in Croatia
        "25 Foo 2026",
        "2026-02-30",
        "2026-13-01",
        "2026/25/06",
        "31/06/2026",
        "Thu, 25 Jun 2026 10:00:00 XYZ",  # nobody knows where
        "Thu, 25 Jun 2026 10:00:00 A",
        "2026-06-25 10:00 Nowhere/City",
        "2026-06-25 10:00 America",
        "Thu, 25 Jun 2026 10:61:00 GMT",
        "Thu, 25 Jun 2026 25:00:00 GMT",
        "Thu, 25 Jun 2026 10:00:00 +9900",
        "2026年6月25日 上午14:05",  # two in the afternoon, in the morning
        "2026-06-25 13:00 AM",
        "2026-06-25 10.5",
        "0001-01-01T00:00:00Z",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "1/1/0001 12:00:00 AM",
        "0000-00-00 00:00:00",
        "1970-01-01T00:00:00Z",
        "9999-12-31",
        "2569-06-25",  # of the Buddha
        "25/06/2569",
        "۱۴۰۵/۰۴/۰۴",  # of the Hijra, in Persia
        "1447-12-10",
        "昭和60年1月5日",
        "0",
        "-1",
        "12345",
        "178238160",
        "2026062510",
        "17823816000000",
        "tag:example.org,2026:7",
        "2026-06-25 and more",
        "25–27 June 2026",
        "9" * (LONGEST + 1),
        "2026-06-25" + " " * LONGEST,
    ],
)
def test_what_is_unclear_or_unlikely_is_no_date(text: str) -> None:
    assert parse_date(text) is None


# --- what the source knows -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-25 18:00",
        "2026-06-25T18:00:00",
        "2026年6月25日 下午6:00",
        "Thu, 25 Jun 2026 18:00:00",
        "Thu, 25 Jun 2026 18:00:00 CST",  # China's, for a source in China
        "Thu Jun 25 18:00:00 CST 2026",
        "Thu, 25 Jun 2026 10:00:00 GMT",
        "2026-06-25T06:00:00-04:00",
        "1782381600",
    ],
)
def test_a_time_without_a_zone_is_one_of_the_source(text: str) -> None:
    assert parse_date(text, zone=SHANGHAI) == TEN


@pytest.mark.parametrize("text", ["2026-06-25", "2026年6月25日", "25 June 2026", "20260625"])
def test_a_day_alone_is_the_same_day_everywhere(text: str) -> None:
    assert parse_date(text, zone=SHANGHAI) == DAY


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2026-01-25 10:00", 15), ("2026-06-25 10:00", 14), ("June 25, 2026 10:00 EST", 15)],
)
def test_a_zone_knows_its_summer_time(text: str, hour: int) -> None:
    moment = parse_date(text, zone=ZoneInfo("America/New_York"))
    assert moment is not None
    assert moment.hour == hour


@pytest.mark.parametrize(
    ("city", "text", "moment"),
    [
        ("Asia/Jerusalem", "25 Jan 2026 12:00 IST", utc(2026, 1, 25, 10)),
        ("Europe/Dublin", "25 Jun 2026 11:00 IST", utc(2026, 6, 25, 10)),
        ("Asia/Kolkata", "25 Jun 2026 15:30 IST", utc(2026, 6, 25, 10)),
        ("Asia/Manila", "25 Jun 2026 18:00 PST", utc(2026, 6, 25, 10)),
        ("Asia/Tokyo", "25 Jun 2026 10:00 EST", utc(2026, 6, 25, 15)),
    ],
)
def test_what_a_source_calls_its_own_zone_goes_before_namesakes(
    city: str, text: str, moment: datetime
) -> None:
    assert parse_date(text, zone=ZoneInfo(city)) == moment


@pytest.mark.parametrize("text", ["06/05/2026", "6/5/2026", "06-05-2026", "06.05.2026"])
def test_the_order_of_a_date_is_what_the_source_says(text: str) -> None:
    assert parse_date(text, order="day-first") == utc(2026, 5, 6)
    assert parse_date(text, order="month-first") == utc(2026, 6, 5)


@pytest.mark.parametrize("order", ["day-first", "month-first", None])
@pytest.mark.parametrize("text", ["2026/06/25", "June 25, 2026", "2026-06-25", "05/05/2026"])
def test_an_order_does_not_turn_what_is_clear(text: str, order: None) -> None:
    assert parse_date(text, order=order) == parse_date(text)


def test_an_order_that_cannot_be_kept_leaves_no_date() -> None:
    assert parse_date("06/25/2026", order="day-first") is None


def test_a_date_after_the_latest_is_no_date() -> None:
    assert parse_date("2026-06-25T10:00:00Z", latest=TEN) == TEN
    assert parse_date("2026-06-25T10:00:01Z", latest=TEN) is None


# --- words ---------------------------------------------------------------------------------------


def test_no_word_means_two_months() -> None:
    for names in MONTHS:
        for number, name in enumerate(names.split(), 1):
            assert name == "-" or month(name) == month(name.upper()) == number
    for number, names in enumerate(SHORT_MONTHS, 1):
        assert {month(name) for name in names.split()} == {number}


@calm
@given(st.datetimes(datetime(1995, 1, 2), datetime(2090, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001
def test_every_way_we_write_a_moment_is_read_back(naive: datetime, minutes: int) -> None:
    moment = naive.replace(microsecond=0, tzinfo=UTC)
    local = moment + timedelta(minutes=minutes)
    offset = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
    for form in ("%a, %d %b %Y %H:%M:%S", "%Y/%m/%d %I:%M:%S %p", "%Y年%m月%d日 %H:%M:%S"):
        assert parse_date(f"{local.strftime(form)} {offset}") == moment


@calm
@given(st.text(max_size=LONGEST))
def test_no_text_breaks_it(text: str) -> None:
    moment = parse_date(text)
    assert moment is None or moment.tzinfo is UTC


@calm
@given(st.text("0123456789/-:. 年月日TZ+AMPm令和民國", max_size=30))
def test_no_figures_break_it(text: str) -> None:
    moment = parse_date(text, zone=SHANGHAI, order="day-first")
    assert moment is None or moment.tzinfo is UTC
