"""How a source stands after its polls, and what the operators are told of it: each change once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.core import NOW
from tracker.core.model import Outcome, Validators
from tracker.core.notices import Notice
from tracker.core.rhythm import Tempo
from tracker.core.standing import Health, Polled, Standing, Subject, after

MINUTE = timedelta(minutes=1)
SOURCE = Subject(id="gazette", name="Gazette", url="https://gazette.example/feed")
OFFICIAL = replace(SOURCE, official=True, tempo=Tempo(often=300, seldom=900, cap=3600))


class Life:
    """A source that is polled whenever it is due."""

    def __init__(self, source: Subject = SOURCE) -> None:
        self.source = source
        self.state = Standing(source=source.id, next_poll=NOW)
        self.told: list[Notice] = []

    @property
    def now(self) -> datetime:
        return self.state.next_poll

    def poll(self, outcome: Outcome = Outcome.ok, **how: Any) -> list[str]:
        """What is told of one poll."""
        if outcome is Outcome.ok:
            how = {"size": 20, **how}
        self.state, told = after(
            self.state, self.source, Polled(at=self.now, outcome=outcome, **how)
        )
        self.told += told
        return [notice.title for notice in told]

    def polls(self, outcomes: Sequence[Outcome], **how: Any) -> list[str]:
        return [title for outcome in outcomes for title in self.poll(outcome, **how)]


def test_a_source_that_answers_is_well_and_nothing_is_told() -> None:
    life = Life()
    assert life.polls([Outcome.ok, Outcome.not_modified, Outcome.unchanged, Outcome.ok]) == []
    assert (life.state.health, life.state.failures, life.state.first) == (Health.well, 0, False)


def test_what_may_pass_is_told_when_it_goes_on_and_when_it_is_over() -> None:
    life = Life()
    life.poll()
    told = [life.poll(Outcome.network, error="no route") for _ in range(20)]
    assert [number for number, titles in enumerate(told, 1) if titles] == [3, 6]
    assert told[2] == ["Gazette cannot be reached."]
    assert told[5] == ["Gazette still cannot be reached."]
    assert life.poll() == ["Gazette is well again."]
    assert life.poll() == []


def test_an_official_source_that_fails_for_two_hours_is_failing() -> None:
    life = Life(OFFICIAL)
    life.poll()
    start = life.now
    while life.state.health is not Health.failing:
        life.poll(Outcome.timeout, error="slow")
    assert life.state.failing_since == start
    assert timedelta(hours=2) <= (life.state.since or NOW) - start < timedelta(hours=3)


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome.blocked,
        Outcome.selector_empty,
        Outcome.parse_error,
        Outcome.too_large,
        Outcome.refused_address,
        Outcome.too_many_redirects,
        Outcome.fault,
    ],
)
def test_what_wants_a_person_is_told_at_the_second_poll_and_once(outcome: Outcome) -> None:
    life = Life()
    life.poll()
    told = [life.poll(outcome, error="why") for _ in range(30)]
    assert [number for number, titles in enumerate(told, 1) if titles] == [2]
    assert life.told[-1].text.startswith("why\n2 polls in a row failed; the last good one: ")
    assert life.poll() == ["Gazette is well again."]


@pytest.mark.parametrize(("size", "title"), [(0, "is empty"), (5, "lists far less than usual")])
def test_a_list_that_shrinks_or_is_emptied_is_told_once_and_polled_as_before(
    size: int, title: str
) -> None:
    life = Life()
    for _ in range(5):
        life.poll(size=20, validators=Validators(etag="good"))
    told = [life.poll(size=size, validators=Validators(etag="bad")) for _ in range(20)]
    assert [titles for titles in told if titles] == [[f"Gazette {title}."]]
    assert told[1]
    assert f"{size} entries, where there are usually 20" in life.told[-1].text
    assert life.state.validators.etag == "good"  # so that the good list is asked for again
    assert life.state.next_poll - (life.state.polled or NOW) < 17 * MINUTE
    assert life.poll(Outcome.not_modified) == ["Gazette is well again."]


def test_a_shorter_list_is_the_usual_one_after_a_week() -> None:
    life = Life()
    for _ in range(5):
        life.poll(size=20)
    start = life.now
    while life.state.health is Health.well or life.now - start < timedelta(days=8):
        life.poll(size=5)
        if life.state.health is Health.well and life.state.outcome == Outcome.ok:
            break
    assert timedelta(days=7) <= (life.state.polled or NOW) - start < timedelta(days=7, hours=1)
    assert life.poll(size=5) == []


def test_an_empty_list_is_not_yet_a_first_poll() -> None:
    life = Life()
    life.poll(size=0)
    assert life.state.first
    life.poll(size=3)
    assert not life.state.first


def test_a_search_that_finds_nothing_is_no_fault() -> None:
    life = Life()
    assert life.polls([Outcome.ok] * 9, size=0) == []
    life.polls([Outcome.ok] * 3, size=1)
    assert life.polls([Outcome.ok] * 9, size=0) == []
    assert life.state.outcome == Outcome.empty


def test_nothing_is_counted_while_nobody_can_be_reached() -> None:
    life = Life(OFFICIAL)
    life.poll()
    assert life.polls([Outcome.network] * 50, counts=False, error="out") == []
    assert (life.state.failures, life.state.outcome) == (0, Outcome.network)
    assert life.state.next_poll - (life.state.polled or NOW) <= 6 * MINUTE


def test_a_source_that_failed_for_a_week_is_tried_within_its_cap() -> None:
    for source, cap in ((OFFICIAL, timedelta(hours=1)), (SOURCE, timedelta(hours=6))):
        life = Life(source)
        life.poll()
        while life.now - NOW < timedelta(days=7):
            life.poll(Outcome.http_error, error="500", chance=1.0)
            assert life.state.next_poll - (life.state.polled or NOW) <= cap
        assert life.poll() == ["Gazette is well again."]


def test_what_is_gone_for_two_days_is_looked_at_once_a_day() -> None:
    life = Life(OFFICIAL)
    life.poll()
    while life.now - NOW < timedelta(days=3):
        life.poll(Outcome.gone, error="410")
    waited = life.state.next_poll - (life.state.polled or NOW)
    assert timedelta(hours=21) < waited < timedelta(hours=27)


def test_a_wait_that_is_asked_for_is_kept_and_never_cut_short() -> None:
    life = Life()
    for chance in (0.0, 0.5, 1.0):
        life.poll(Outcome.rate_limited, error="429", wait=5000.0, chance=chance)
        waited = (life.state.next_poll - (life.state.polled or NOW)).total_seconds()
        assert 5000 <= waited <= 5000 + 0.1 * 900


def test_what_is_read_in_part_only_is_told_once_and_so_is_its_end() -> None:
    life = Life()
    life.poll()
    told = [life.poll(error="page 2: 500") for _ in range(3)]
    assert told == [[], [], ["Gazette is read in part only."]]
    assert life.polls([Outcome.unchanged, Outcome.ok], error="page 2: 500") == []
    assert life.state.next_poll - (life.state.polled or NOW) < 17 * MINUTE
    assert life.poll() == ["Gazette is well again."]


def test_a_long_wait_is_told_at_once() -> None:
    life = Life(OFFICIAL)
    life.poll()
    assert life.poll(Outcome.rate_limited, error="429", wait=86_400.0) == [
        "Gazette asks us to come less often."
    ]


def test_who_asks_us_to_come_again_at_once_is_not_hurried() -> None:
    life = Life()
    life.poll(Outcome.rate_limited, error="429", wait=0.0)
    assert life.state.next_poll - (life.state.polled or NOW) >= 15 * MINUTE


def test_what_comes_and_goes_all_day_is_not_told_for_ever() -> None:
    life = Life()
    for _ in range(20):  # of three quarters of an hour
        life.polls([Outcome.parse_error, Outcome.parse_error, Outcome.ok])
    assert len(life.told) == 12  # six times, and that it was over
    life.polls([Outcome.parse_error] * 6)
    assert len(life.told) == 13  # what lasts is


# -- where it moved ---------------------------------------------------------------------------

THERE = "https://new.example/feed"


def test_a_permanent_redirect_is_believed_when_said_three_times_with_entries_we_know() -> None:
    life = Life()
    life.poll()
    told = [life.poll(moved_to=THERE, known=True) for _ in range(3)]
    assert told == [[], [], ["Gazette has moved for good."]]
    assert life.state.outcome == Outcome.moved
    assert life.state.address_for(SOURCE.url) == THERE
    assert life.state.address_for("https://gazette.example/other") == ""  # the rules were mended


@pytest.mark.parametrize(
    "third",
    [
        {"moved_to": THERE, "known": False},
        {"moved_to": "https://parked.example/", "known": True},
        {"moved_to": "", "known": True},
    ],
    ids=["entries of others", "another place", "no redirect"],
)
def test_a_redirect_is_not_believed_too_soon(third: dict[str, Any]) -> None:
    life = Life()
    life.poll()
    for _ in range(2):
        life.poll(moved_to=THERE, known=True)
    life.poll(**third)
    assert life.state.address == ""
    assert life.told == []


def test_the_same_body_of_a_stranger_again_is_not_one_that_we_know() -> None:
    life = Life()
    life.poll()
    life.poll(moved_to=THERE, known=False)
    life.polls([Outcome.unchanged] * 5, moved_to=THERE)
    assert life.state.address == ""


def test_an_unchanged_body_is_one_that_we_know() -> None:
    life = Life()
    life.poll()
    life.polls([Outcome.unchanged, Outcome.not_modified, Outcome.unchanged], moved_to=THERE)
    assert life.state.address == THERE


def test_an_address_that_fails_is_given_up_for_that_of_the_rules() -> None:
    life = Life()
    for _ in range(4):
        life.poll(moved_to=THERE, known=True)
    assert life.state.address == THERE
    life.polls([Outcome.network] * 3, error="no such host")
    assert life.state.address_for(SOURCE.url) == ""


# -- silence ----------------------------------------------------------------------------------


def daily(life: Life, days: int) -> None:
    """Something new on each of so many working days."""
    day = NOW
    for _ in range(days):
        while day.weekday() > 4:
            day += timedelta(days=1)
        life.state = replace(life.state, next_poll=day)
        life.poll(fresh=(day,))
        day += timedelta(days=1)


def wait(life: Life, days: float) -> list[str]:
    """Poll for so many days without anything new."""
    end, told = life.now + timedelta(days=days), []
    while life.now < end:
        told += life.poll(Outcome.not_modified)
    return told


def test_a_source_that_says_nothing_new_is_told_once_and_so_is_its_return() -> None:
    life = Life()
    daily(life, 12)
    (title,) = wait(life, 12)
    assert title.startswith("Gazette: nothing new for ")
    assert title.endswith("normally there is something every working day.")
    assert life.poll(fresh=(life.now,)) == ["Gazette publishes again, after 12 days."]


def test_a_weekend_is_no_silence() -> None:
    life = Life()
    daily(life, 12)  # the last of them a Friday
    assert (life.state.newest or NOW).weekday() == 4
    assert wait(life, 4) == []


def test_a_silence_is_not_told_before_it_is_known_what_is_ordinary() -> None:
    life = Life()
    daily(life, 4)
    assert wait(life, 60) == []


@pytest.mark.parametrize(("silence", "told"), [(timedelta(days=2), 1), (timedelta(0), 0)])
def test_an_expected_silence_overrules_what_was_learned(silence: timedelta, told: int) -> None:
    life = Life(replace(SOURCE, silence=silence))
    daily(life, 12)
    assert len(wait(life, 30)) == told


def test_what_the_first_poll_finds_counts_from_when_it_was_published() -> None:
    life = Life()
    old = tuple(NOW - timedelta(days=40 + number) for number in range(10))
    (title,) = life.poll(fresh=old)
    assert title.startswith("Gazette: nothing new for 40 days")
