"""Quiet times end and digests go out at the local hour, over midnight and changes of the clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.hours import Digest, Quiet, release, shown

SINGAPORE, BERLIN, CAIRO = (
    ZoneInfo("Asia/Singapore"),
    ZoneInfo("Europe/Berlin"),
    ZoneInfo("Africa/Cairo"),
)
NIGHT = Quiet(name="night", start=time(22), end=time(7))
WEEKEND = Quiet(name="weekend", days=frozenset({5, 6}))


def local(text: str, zone: ZoneInfo = SINGAPORE) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        ("2026-11-20T21:59:59", None),
        ("2026-11-20T22:00", "2026-11-21T07:00"),
        ("2026-11-20T23:30", "2026-11-21T07:00"),
        ("2026-11-21T00:00", "2026-11-21T07:00"),
        ("2026-11-21T06:59:59", "2026-11-21T07:00"),
        ("2026-11-21T07:00", None),
    ],
)
def test_a_night_passes_midnight(at: str, ends: str | None) -> None:
    assert NIGHT.until(local(at), SINGAPORE) == (ends and local(ends))


@pytest.mark.parametrize(
    ("at", "is_quiet"),
    [
        ("2026-11-20T05:00", False),  # Friday before dawn is the end of Thursday's night
        ("2026-11-20T23:00", True),
        ("2026-11-21T05:00", True),  # still the night of Friday
        ("2026-11-21T23:00", False),
    ],
)
def test_the_day_of_a_night_is_the_day_on_which_it_begins(at: str, is_quiet: bool) -> None:  # noqa: FBT001
    friday = Quiet(name="friday", start=time(22), end=time(7), days=frozenset({4}))
    assert (friday.until(local(at), SINGAPORE) is not None) is is_quiet


def test_a_range_within_a_day_and_a_whole_day() -> None:
    lunch = Quiet(name="lunch", start=time(12), end=time(13))
    assert lunch.until(local("2026-11-20T12:30"), SINGAPORE) == local("2026-11-20T13:00")
    assert lunch.until(local("2026-11-20T13:00"), SINGAPORE) is None
    assert WEEKEND.until(local("2026-11-21T09:00"), SINGAPORE) == local("2026-11-22T00:00")
    assert WEEKEND.until(local("2026-11-23T00:00"), SINGAPORE) is None


def test_the_end_is_given_in_utc() -> None:
    end = NIGHT.until(local("2026-11-20T23:30"), SINGAPORE)
    assert end is not None
    assert end.tzinfo is UTC


def test_a_quiet_time_that_ends_in_the_missing_hour_ends_as_long_after_midnight_as_ever() -> None:
    quiet = Quiet(name="q", start=time(22), end=time(2, 30))
    end = quiet.until(local("2026-03-28T23:00", BERLIN), BERLIN)
    assert end == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # the clock then says 03:30
    assert quiet.until(local("2026-03-29T03:29", BERLIN), BERLIN) == end
    assert quiet.until(local("2026-03-29T03:30", BERLIN), BERLIN) is None


def test_a_day_whose_midnight_does_not_exist_begins_when_the_clock_goes_on() -> None:
    friday = Quiet(name="friday", days=frozenset({4}))  # 2026-04-24 begins at 01:00 in Cairo
    assert friday.until(datetime(2026, 4, 23, 21, 59, tzinfo=UTC), CAIRO) is None
    begins = datetime(2026, 4, 23, 22, 0, tzinfo=UTC)
    assert friday.until(begins, CAIRO) == local("2026-04-25T00:00", CAIRO)


def test_a_quiet_time_that_ends_in_the_hour_that_exists_twice_ends_in_the_first() -> None:
    quiet = Quiet(name="q", start=time(22), end=time(2, 30))
    end = quiet.until(local("2026-10-24T23:00", BERLIN), BERLIN)
    assert end == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert quiet.until(datetime(2026, 10, 25, 1, 15, tzinfo=UTC), BERLIN) is None  # 02:15 again


def test_a_night_is_as_long_as_the_clock_makes_it() -> None:
    spring = NIGHT.until(local("2026-03-28T22:00", BERLIN), BERLIN)
    autumn = NIGHT.until(local("2026-10-24T22:00", BERLIN), BERLIN)
    assert spring is not None
    assert autumn is not None
    assert spring - local("2026-03-28T22:00", BERLIN).astimezone(UTC) == timedelta(hours=8)
    assert autumn - local("2026-10-24T22:00", BERLIN).astimezone(UTC) == timedelta(hours=10)


OFFICE = Digest(at=(time(8, 30), time(17, 30)), days=frozenset(range(5)))


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ("2026-11-18T08:29:59", "2026-11-18T08:30"),
        ("2026-11-18T08:30", "2026-11-18T08:30"),
        ("2026-11-18T08:30:01", "2026-11-18T17:30"),
        ("2026-11-18T17:31", "2026-11-19T08:30"),
        ("2026-11-20T18:00", "2026-11-23T08:30"),  # over the weekend
    ],
)
def test_the_next_digest(at: str, goes: str) -> None:
    assert OFFICE.next(local(at), SINGAPORE) == local(goes)


def test_a_digest_once_a_week_is_found_seven_days_on() -> None:
    weekly = Digest(at=(time(9),), days=frozenset({2}))
    assert weekly.next(local("2026-11-18T09:01"), SINGAPORE) == local("2026-11-25T09:00")


def test_a_digest_time_that_exists_twice_goes_out_once() -> None:
    digest = Digest(at=(time(2, 30),))
    first = digest.next(local("2026-10-25T00:00", BERLIN), BERLIN)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    again = digest.next(first + timedelta(seconds=1), BERLIN)
    assert again == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_a_digest_time_that_is_missing_goes_out_all_the_same() -> None:
    digest = Digest(at=(time(2, 30),))
    goes = digest.next(local("2026-03-29T00:00", BERLIN), BERLIN)
    assert goes == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_quiet_times_that_follow_each_other_are_one() -> None:
    free = release([WEEKEND, NIGHT], local("2026-11-20T23:30"), SINGAPORE)
    assert free == (local("2026-11-23T07:00"), ("night", "weekend"))
    noon = local("2026-11-20T12:00")
    assert release([NIGHT, WEEKEND], noon, SINGAPORE) == (noon, ())
    assert release([], noon, SINGAPORE) == (noon, ())


def test_quiet_times_without_an_end_have_none() -> None:
    day = Quiet(name="day", start=time(7), end=time(22))
    noon = local("2026-11-20T12:00")
    assert release([Quiet(name="always")], noon, SINGAPORE) == (None, ("always",))
    assert release([NIGHT, day], noon, SINGAPORE) == (None, ("day", "night"))


def test_a_time_a_day_away_is_shown_with_its_weekday() -> None:
    now = local("2026-11-20T23:30")
    assert shown(local("2026-11-21T07:00"), now, SINGAPORE) == "07:00"
    assert shown(local("2026-11-21T23:30"), now, SINGAPORE) == "sat 23:30"
    assert shown(now.astimezone(UTC), now, SINGAPORE) == "23:30"


ZONES = [SINGAPORE, BERLIN, CAIRO, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")]
hours = st.times().map(lambda at: at.replace(second=0, microsecond=0))
days = st.frozensets(st.integers(0, 6), min_size=1)
START = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 366 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
calm = settings(deadline=None, derandomize=True, max_examples=300)


@calm
@given(hours, hours, days, moments, st.sampled_from(ZONES))
def test_a_quiet_time_ends_later_and_within_two_days(
    start: time, end: time, on: frozenset[int], moment: datetime, zone: ZoneInfo
) -> None:
    ends = Quiet(name="q", start=start, end=end, days=on).until(moment, zone)
    assert ends is None or moment < ends <= moment + timedelta(hours=25)


@calm
@given(st.lists(hours, min_size=1, max_size=3), days, moments, st.sampled_from(ZONES))
def test_there_is_always_a_next_digest_within_a_week(
    at: list[time], on: frozenset[int], moment: datetime, zone: ZoneInfo
) -> None:
    goes = Digest(at=tuple(at), days=on).next(moment, zone)
    assert moment <= goes <= moment + timedelta(days=7, hours=1)
