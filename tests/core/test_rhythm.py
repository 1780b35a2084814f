"""When a source is read next: as its tier asks, as it publishes, as the far end asks."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tracker.core import rhythm
from tracker.core.rhythm import Tempo

NOON = datetime(2026, 10, 14, 12, 0, tzinfo=UTC)  # a Wednesday
EASTERN = ZoneInfo("America/New_York")
INSPECTION = (time(8, 45), time(11, 15), time(14, 0), time(16, 15), time(18, 0))
TEMPO = Tempo(often=300, seldom=900, slowest=900, cap=3600)


def seconds(moment: datetime, start: datetime = NOON) -> float:
    return (moment - start).total_seconds()


@pytest.mark.parametrize(
    ("gap", "pause", "expected"),
    [
        (0.0, 0.0, 300),  # nothing is known yet
        (0.5, 0.0, 300),
        (2.0, 0.0, 600),  # something new every second day
        (30.0, 0.0, 900),  # but never less often than the tier allows
        (0.0, 60.0, 300),  # the far end allows more than we want
        (0.0, 700.0, 700),
        (0.0, 86_400.0, 900),  # and asks for more than the tier allows
    ],
)
def test_the_pace_adapts_within_the_tier(gap: float, pause: float, expected: float) -> None:
    assert seconds(rhythm.ordinary(TEMPO, NOON, 0.5, gap=gap, pause=pause)) == expected


def test_no_two_sources_move_in_step() -> None:
    assert seconds(rhythm.ordinary(TEMPO, NOON, 0.0)) == 270
    assert seconds(rhythm.ordinary(TEMPO, NOON, 1.0)) == 330


def test_each_failure_doubles_the_wait_up_to_the_cap() -> None:
    waits = [seconds(rhythm.backing_off(TEMPO, NOON, 0.5, failures=n)) for n in range(1, 9)]
    assert waits == [300, 600, 1200, 2400, 3600, 3600, 3600, 3600]
    assert seconds(rhythm.backing_off(TEMPO, NOON, 1.0, failures=40)) == 3600


def test_a_rhythm_slower_than_the_cap_stays_as_it_is() -> None:
    weekly = Tempo(often=7 * 86_400.0, seldom=7 * 86_400.0, cap=3600)
    assert seconds(rhythm.backing_off(weekly, NOON, 0.5, failures=5)) == 7 * 86_400


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-10-14T12:44", "2026-10-14T12:45"),  # 08:45 in New York, in summer
        ("2026-10-14T12:44:30", "2026-10-14T12:45"),  # just before it is not yet it
        ("2026-10-14T12:45", "2026-10-14T13:45"),  # the slot that this poll was for is over
        ("2026-10-14T15:00", "2026-10-14T15:15"),
        ("2026-10-14T21:59", "2026-10-14T22:00"),
        ("2026-12-14T13:44", "2026-12-14T13:45"),  # in winter it is an hour later
        ("2026-10-16T22:30", "2026-10-16T23:30"),  # Friday evening: nothing before Monday
        ("2026-10-17T12:44", "2026-10-17T13:44"),  # Saturday has no slots
    ],
)
def test_a_slot_comes_before_the_ordinary_time(now: str, expected: str) -> None:
    hourly = Tempo(often=3600, seldom=3600, slots=INSPECTION, zone=EASTERN)
    start = datetime.fromisoformat(now).replace(tzinfo=UTC)
    due = rhythm.ordinary(hourly, start, 0.5)
    late = due - datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert timedelta(0) <= late <= timedelta(minutes=1)
