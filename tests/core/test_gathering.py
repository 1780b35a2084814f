"""Many alerts, few messages: every reason for which one is not said alone."""

from datetime import timedelta
from typing import Any

import pytest

from tests.samples import NOW
from tracker.core.gathering import (
    BURST_OF,
    DIGEST,
    QUIET,
    TOO_LATE,
    TOO_MANY,
    Chat,
    Due,
    Gather,
    Habits,
    Listing,
    Postpone,
    Said,
    Say,
    step,
)
from tracker.core.message import ROWS_MOST
from tracker.core.model import Severity
from tracker.core.owing import Form
from tracker.core.routing import Action

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
TONIGHT = NOW + timedelta(hours=9)


def due(key: str = "a", **more: Any) -> Due:
    values: dict[str, Any] = {
        "form": Form.alert,
        "due": NOW,
        "watch": "p/w",
        "severity": Severity.high,
    }
    return Due(key=key, **(values | more))


def said(key: str, minutes: float, **more: Any) -> Said:
    values: dict[str, Any] = {"watch": "p/w", "severity": Severity.high}
    return Said(key=key, at=NOW - minutes * MINUTE, **(values | more))


def chat(*waiting: Due, **more: Any) -> Chat:
    values: dict[str, Any] = {"now": NOW, "habits": Habits(can_edit=True)}
    return Chat(due=waiting, **(values | more))


def many(count: int, **more: Any) -> list[Due]:
    return [due(f"{number}", **more) for number in range(count)]


def test_one_alert_is_said_alone() -> None:
    assert step(chat(due("a"), due("b", watch="p/other"))) == Say(key="a")


@pytest.mark.parametrize("form", [Form.notice, Form.answer, Form.listing, Form.more])
def test_what_is_no_alert_is_never_gathered(form: Form) -> None:
    head = due("a", form=form, due=NOW - timedelta(days=3), severity=Severity.info)

    assert step(chat(head, *many(9))) == Say(key="a")


# -- late ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "hours", "is_late"),
    [(Severity.high, 6, False), (Severity.high, 7, True),
     (Severity.critical, 23, False), (Severity.critical, 25, True)],
)  # fmt: skip
def test_what_could_not_be_sent_in_time_is_said_in_a_list(
    severity: Severity, hours: int, *, is_late: bool
) -> None:
    found = step(chat(due("a", due=NOW - hours * HOUR, severity=severity)))

    assert isinstance(found, Gather) is is_late
    if isinstance(found, Gather):
        assert (found.keys, found.group, found.at) == (("a",), TOO_LATE, NOW)


def test_what_is_late_waits_for_the_digest_if_there_is_one() -> None:
    late = due("a", due=NOW - 7 * HOUR)
    found = step(chat(late, due("b"), habits=Habits(digest=TONIGHT)))

    assert isinstance(found, Postpone)
    assert (found.keys, found.until) == (("a",), TONIGHT)


def test_what_waited_for_the_digest_is_not_late_when_its_time_comes() -> None:
    found = step(chat(due("a", due=NOW - 7 * HOUR, action=Action.digest)))

    assert isinstance(found, Gather)
    assert found.group == DIGEST


# -- digests and quiet times -----------------------------------------------------------------------


def test_a_digest_takes_all_that_waited_for_it() -> None:
    owed = Listing(key="d", group=DIGEST, since=NOW - HOUR, size=0)
    waiting = [due("a", action=Action.digest), due("b"), due("c", action=Action.digest)]
    found = step(chat(*waiting, listings=[owed]))

    assert isinstance(found, Gather)
    assert (found.keys, found.into) == (("a", "c"), "d")


def test_a_digest_takes_them_all_however_many_it_names() -> None:
    owed = Listing(key="d", group=DIGEST, since=NOW, size=ROWS_MOST)
    found = step(chat(*many(100, action=Action.digest), listings=[owed]))

    assert isinstance(found, Gather)
    assert (len(found.keys), found.into) == (100, "d")


def test_a_quiet_time_ends_with_one_message() -> None:
    found = step(chat(*many(3, action=Action.held), due("x")))

    assert isinstance(found, Gather)
    assert (found.keys, found.group) == (("0", "1", "2"), QUIET)


def test_one_alert_that_was_held_is_said_alone() -> None:
    assert step(chat(due("a", action=Action.held), due("b"))) == Say(key="a")


# -- cooldown --------------------------------------------------------------------------------------

COOL: dict[str, Any] = {"cooldown": 6 * HOUR, "group": "story s"}


def test_within_the_cooldown_it_joins_the_message_of_its_story() -> None:
    before = [said("first", 60, group="story s"), said("second", 30, group="story s")]
    found = step(chat(due("a", **COOL), said=before))

    assert isinstance(found, Gather)
    assert (found.keys, found.into) == (("a",), "first")
    assert found.why == "within the cooldown of a message of 08:00 UTC"


def test_what_cannot_be_changed_is_joined_by_nothing() -> None:
    before = [said("first", 60, group="story s")]

    assert step(chat(due("a", **COOL), said=before, habits=Habits())) == Say(key="a")


def test_it_joins_the_list_that_says_the_first() -> None:
    before = [said("first", 60, group="story s", part_of="list")]
    found = step(chat(due("a", **COOL), said=before))

    assert isinstance(found, Gather)
    assert found.into == "list"


@pytest.mark.parametrize(
    ("more", "before"),
    [
        ({"severity": Severity.critical}, {}),  # never where it makes no sound
        ({"form": Form.update}, {}),
        ({}, {"severity": Severity.medium}),  # it is graver
        ({}, {"group": "story other"}),
        ({"cooldown": 30 * MINUTE}, {}),  # it is over
        ({"group": ""}, {"group": ""}),
    ],
)
def test_it_breaks_through_the_cooldown(more: dict[str, Any], before: dict[str, Any]) -> None:
    earlier = said("first", 60, **({"group": "story s"} | before))

    assert step(chat(due("a", **(COOL | more)), said=[earlier])) == Say(key="a")


def test_by_watch_later_alerts_go_into_a_list_that_grows() -> None:
    by_watch = {"cooldown": 6 * HOUR, "group": "watch p/w"}
    before = [said("first", 60, group="watch p/w")]
    new = step(chat(due("a", **by_watch), said=before))
    assert isinstance(new, Gather)
    assert (new.into, new.group) == ("", "watch p/w")

    since = NOW - HOUR / 2
    there = Listing(key="l", group="watch p/w", since=since, size=1, sent=since)
    grown = step(chat(due("b", **by_watch), said=before, listings=[there]))
    assert isinstance(grown, Gather)
    assert grown.into == "l"


# -- more than readers want ------------------------------------------------------------------------

CAPPED = Habits(max_per_hour=3, can_edit=True)
THREE = [said(name, minutes, watch=name) for name, minutes in (("a", 50), ("b", 20), ("c", 10))]


def test_more_than_its_readers_want_in_an_hour_waits_until_they_want_it() -> None:
    found = step(chat(due("d"), due("e"), said=THREE, habits=CAPPED))

    assert isinstance(found, Gather)
    assert (found.keys, found.group) == (("d", "e"), TOO_MANY)
    assert found.at == NOW + 10 * MINUTE  # an hour after the first of the three


def test_more_than_its_readers_want_waits_for_the_digest_if_there_is_one() -> None:
    habits = Habits(max_per_hour=3, digest=TONIGHT)
    found = step(chat(due("d"), said=THREE, habits=habits))

    assert isinstance(found, Postpone)
    assert found.until == TONIGHT


@pytest.mark.parametrize(
    ("head", "before"),
    [
        (due("d", severity=Severity.critical), THREE),
        (due("d"), THREE[:2]),
        (due("d"), [*THREE[1:], said("a", 61)]),
        (due("d"), [*THREE[1:], said("a", 5, part_of="list")]),  # no message of its own
    ],
)
def test_within_what_they_want_it_is_said(head: Due, before: list[Said]) -> None:
    assert step(chat(head, said=before, habits=CAPPED)) == Say(key="d")


def test_lists_count_as_messages() -> None:
    sent = Listing(
        key="l",
        group="x",
        since=NOW - 9 * MINUTE,
        size=9,
        sent=NOW - 9 * MINUTE,
    )
    found = step(chat(due("d"), said=THREE[1:], listings=[sent], habits=CAPPED))

    assert isinstance(found, Gather)


# -- bursts ----------------------------------------------------------------------------------------


def test_five_alerts_of_a_watch_are_said_one_by_one_and_the_sixth_begins_a_list() -> None:
    before = [said(f"{number}", number) for number in range(4)]
    assert step(chat(due("e"), said=before)) == Say(key="e")

    found = step(chat(due("f"), said=[*before, said("e", 0)]))
    assert isinstance(found, Gather)
    assert (found.keys, found.group, found.into) == (("f",), f"{BURST_OF}p/w", "")


def test_alerts_of_ten_minutes_ago_are_no_part_of_a_burst() -> None:
    before = [said(f"{number}", 11) for number in range(9)]

    assert step(chat(due("a"), said=before)) == Say(key="a")


def test_six_at_once_are_one_list_and_other_watches_are_not_in_it() -> None:
    found = step(chat(*many(6), due("x", watch="p/other")))

    assert isinstance(found, Gather)
    assert found.keys == tuple("012345")


def test_a_list_grows_while_the_burst_goes_on_and_is_followed_by_another() -> None:
    before = [said(f"{number}", 2) for number in range(5)]
    sent = NOW - 2 * MINUTE
    there = Listing(key="l", group=f"{BURST_OF}p/w", since=sent, size=3, sent=sent)
    grown = step(chat(due("a"), said=before, listings=[there]))
    assert isinstance(grown, Gather)
    assert grown.into == "l"

    old = Listing(key="l", group=f"{BURST_OF}p/w", since=NOW - HOUR, size=3, sent=NOW - HOUR)
    new = step(chat(due("a"), said=before, listings=[old]))
    assert isinstance(new, Gather)
    assert new.into == ""


def test_where_nothing_can_be_changed_the_next_list_waits_until_it_is_worth_a_message() -> None:
    before = [said(f"{number}", 2) for number in range(5)]
    sent = NOW - 2 * MINUTE
    there = Listing(key="l", group=f"{BURST_OF}p/w", since=sent, size=3, sent=sent)
    found = step(chat(due("a"), said=before, listings=[there], habits=Habits()))

    assert isinstance(found, Gather)
    assert (found.into, found.at) == ("", sent + 10 * MINUTE)


def test_critical_alerts_are_gathered_only_in_a_message_that_makes_a_sound() -> None:
    before = [said(f"{number}", 2) for number in range(9)]
    sent = NOW - 2 * MINUTE
    there = Listing(key="l", group=f"{BURST_OF}p/w", since=sent, size=3, sent=sent)
    grave = {"severity": Severity.critical}
    assert step(chat(due("a", **grave), said=before, listings=[there])) == Say(key="a")

    found = step(chat(*many(2, **grave), due("x"), said=before, listings=[there]))
    assert isinstance(found, Gather)
    assert (found.keys, found.into, found.at) == (("0", "1"), "", NOW)


def test_a_thousand_at_once_are_less_than_twenty_lists() -> None:
    left, messages, listings = many(1000), 0, list[Listing]()
    while left:
        found = step(chat(*left, listings=listings))
        assert isinstance(found, Gather)
        taken = set(found.keys)
        left = [each for each in left if each.key not in taken]
        messages += not found.into
        listings.append(Listing(key=f"{messages}", group=found.group, since=NOW, size=ROWS_MOST))

    assert messages == 17
