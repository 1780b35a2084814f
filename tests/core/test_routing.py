"""An alert goes where a route sends it, when it may, and never nowhere."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.hours import Digest, Quiet
from tracker.core.lexicon import Lexicon
from tracker.core.model import Severity
from tracker.core.routing import (
    Action,
    Decision,
    Subject,
    considered,
    decide,
    next_digest,
    notices,
)
from tracker.core.rules import Escalation, Route, Rulebook, Timing

calm = settings(deadline=None, derandomize=True, max_examples=300)
ZONE = ZoneInfo("Asia/Singapore")
NOON = datetime(2026, 11, 18, 12, tzinfo=ZONE)  # a Wednesday
NIGHT_TIME = datetime(2026, 11, 18, 23, 30, tzinfo=ZONE)
MORNING = datetime(2026, 11, 19, 7, tzinfo=ZONE)
NIGHT = Quiet(name="night", start=time(22), end=time(7))
OFFICE = Digest(at=(time(8, 30), time(17, 30)))
GRAVE = frozenset({Severity.high, Severity.critical})
MINUTE = timedelta(minutes=1)


def an_alert(**given: Any) -> Subject:
    return Subject(**({"watch": "chips/sales", "severity": Severity.medium} | given))


def book(*routes: Route, **given: Any) -> Rulebook:
    given = {"default_channels": ("chat",), "zone": ZONE} | given
    return Rulebook(watches=(), lexicon=Lexicon([]), routes=routes, **given)


def reached(alert: Subject, rules: Rulebook) -> dict[str, str]:
    return {d.channel: d.route for d in decide(alert, NOON, rules)}


def only(decisions: tuple[Decision, ...]) -> Decision:
    (decision,) = decisions
    return decision


EVERYTHING = Route(name="all", send=("desk",))


def test_a_watch_that_names_its_channels_is_sent_there_alone() -> None:
    decisions = decide(an_alert(notify=("counsel", "board")), NOON, book(EVERYTHING))
    assert [d.channel for d in decisions] == ["counsel", "board"]
    assert {(d.route, d.why, d.action) for d in decisions} == {
        ("", "notify of the watch: at once", Action.now)
    }


def test_without_any_route_an_alert_goes_to_the_default_now() -> None:
    decision = only(decide(an_alert(), NOON, book()))
    assert (decision.channel, decision.at, decision.why) == (
        "chat", NOON, "no route takes it: at once",
    )  # fmt: skip
    assert decision.at.tzinfo is UTC


def test_a_route_that_does_not_take_it_leaves_it_to_the_default() -> None:
    grave = Route(name="grave", send=("phone",), severities=GRAVE)
    assert reached(an_alert(), book(grave)) == {"chat": ""}


def test_the_first_route_that_takes_it_ends_the_search() -> None:
    routes = Route(name="first", send=("a", "b")), Route(name="second", send=("c",))
    assert reached(an_alert(), book(*routes)) == {"a": "first", "b": "first"}


def test_a_route_with_also_lets_the_search_go_on_and_a_channel_is_told_once() -> None:
    routes = (
        Route(name="first", send=("a",), also=True),
        Route(name="second", send=("b", "a")),
        Route(name="third", send=("c",)),
    )
    assert reached(an_alert(), book(*routes)) == {"a": "first", "b": "second"}


def test_a_route_with_also_alone_is_enough() -> None:
    assert reached(an_alert(), book(Route(name="x", send=("a",), also=True))) == {"a": "x"}


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"severities": frozenset({Severity.medium, Severity.high})}, ""),
        ({"severities": GRAVE}, "its severity is medium, not one of high, critical"),
        ({"tags": frozenset({"chips", "eu"})}, ""),
        ({"tags": frozenset({"eu", "ai"})}, "it has none of the tags ai, eu"),
        ({"watches": ("chips/*",)}, ""),
        ({"watches": ("eu/*", "*/sales")}, ""),
        ({"watches": ("Chips/*", "chips")}, "its watch is none of Chips/*, chips"),
        ({"sources": frozenset({"bis"})}, ""),
        ({"sources": frozenset({"tag:press"})}, ""),
        ({"sources": frozenset({"press"})}, "it has none of the sources press"),
        ({"jurisdictions": frozenset({"US", "EU"})}, ""),
        ({"jurisdictions": frozenset({"EU"})}, "it has none of the jurisdictions EU"),
        (
            {"tags": frozenset({"chips"}), "watches": ("eu/*",)},
            "its watch is none of eu/*",
        ),
    ],
)
def test_a_route_takes_what_its_filter_says_and_says_why_not(
    given: dict[str, Any], refusal: str
) -> None:
    alert = an_alert(
        tags=frozenset({"chips"}),
        source="bis",
        source_tags=frozenset({"press"}),
        jurisdictions=frozenset({"US"}),
    )
    rules = book(Route(name="r", send=("a",), **given))
    assert [said for _, said in considered(alert, rules)] == [refusal]
    assert ("a" in reached(alert, rules)) is (not refusal)


def test_a_route_after_the_one_that_took_it_says_so() -> None:
    rules = book(EVERYTHING, Route(name="later", send=("a",)))
    assert [said for _, said in considered(an_alert(), rules)] == [
        "", "route all takes it, and does not say also",
    ]  # fmt: skip
    own = an_alert(notify=("counsel",))
    assert {said for _, said in considered(own, rules)} == {"the watch's own notify decides"}


# -- when -------------------------------------------------------------------------------------


def test_a_route_waits_before_it_sends() -> None:
    waits = Route(name="r", send=("a",), timing=Timing(wait=MINUTE))
    decision = only(decide(an_alert(), NOON, book(waits)))
    assert (decision.action, decision.at) == (Action.now, NOON + MINUTE)
    assert decision.why == "route r: after a wait of 1m"


def test_what_no_route_decides_has_the_timing_of_the_defaults() -> None:
    rules = book(timing=Timing(wait=MINUTE, cooldown=MINUTE, group_by="watch"))
    for alert in (an_alert(), an_alert(notify=("counsel",))):
        decision = only(decide(alert, NOON, rules))
        assert decision.at == NOON + MINUTE
        assert (decision.cooldown, decision.group_by) == (MINUTE, "watch")


def test_a_route_says_how_to_group_and_whom_to_tell_later() -> None:
    escalation = Escalation(after=MINUTE, send=("duty",))
    timing = Timing(cooldown=MINUTE, group_by="source")
    route = Route(name="r", send=("a",), timing=timing, escalation=escalation)
    decision = only(decide(an_alert(), NOON, book(route)))
    assert (decision.cooldown, decision.group_by) == (MINUTE, "source")
    assert decision.escalation == escalation
    own = only(decide(an_alert(cooldown=timedelta()), NOON, book(route)))
    assert own.cooldown == timedelta()


QUIET = Route(name="desk", send=("a",), quiet=(NIGHT,))


def test_in_a_quiet_time_an_alert_is_held_until_it_ends() -> None:
    decision = only(decide(an_alert(), NIGHT_TIME, book(QUIET)))
    assert (decision.action, decision.at) == (Action.held, MORNING)
    assert decision.why == "route desk: held until 07:00 by the quiet time night"
    assert only(decide(an_alert(), NOON, book(QUIET))).action is Action.now


def test_a_wait_that_begins_or_ends_in_a_quiet_time_is_a_hold() -> None:
    route = Route(name="r", send=("a",), quiet=(NIGHT,), timing=Timing(wait=MINUTE))
    early = only(decide(an_alert(), MORNING - timedelta(seconds=30), book(route)))
    assert (early.action, early.at) == (Action.held, MORNING + timedelta(seconds=30))
    dusk = NIGHT_TIME.replace(hour=21, minute=59, second=30)
    late = only(decide(an_alert(), dusk, book(route)))
    assert (late.action, late.at) == (Action.held, MORNING)


DIGEST = Route(name="rest", send=("a",), digest=OFFICE)


def test_a_digest_takes_the_alert_to_its_next_time() -> None:
    decision = only(decide(an_alert(), NOON, book(DIGEST)))
    assert (decision.action, decision.at) == (Action.digest, NOON.replace(hour=17, minute=30))
    assert decision.why == "route rest: digest at 17:30"


@pytest.mark.parametrize("at", [(time(22),), (time(23),), (time(6, 59),), (time(23), time(6))])
@pytest.mark.parametrize("now", [NOON, NIGHT_TIME, MORNING - timedelta(seconds=1)])
def test_a_digest_in_a_quiet_time_goes_out_when_that_ends(
    at: tuple[time, ...], now: datetime
) -> None:
    rules = book(Route(name="r", send=("a",), quiet=(NIGHT,), digest=Digest(at=at)))
    decision = only(decide(an_alert(), now, rules))
    assert (decision.action, decision.at) == (Action.digest, MORNING)
    assert next_digest("a", now, rules) == MORNING
    assert next_digest("a", MORNING, rules) == MORNING + timedelta(days=1)


def test_a_watch_may_ask_for_now_but_a_quiet_time_holds_it_still() -> None:
    alert = an_alert(delivery="now")
    assert only(decide(alert, NOON, book(DIGEST))).action is Action.now
    assert only(decide(alert, NIGHT_TIME, book(QUIET))).action is Action.held


def test_a_watch_may_ask_for_a_digest_and_is_sent_at_once_where_there_is_none() -> None:
    alert = an_alert(delivery="digest")
    assert only(decide(alert, NOON, book(DIGEST))).action is Action.digest
    decision = only(decide(alert, NOON, book(EVERYTHING)))
    assert (decision.action, decision.at) == (Action.now, NOON)
    assert decision.why.endswith("at once, as there is no digest here that the watch could go into")


CRITICAL = an_alert(severity=Severity.critical)


@pytest.mark.parametrize(
    ("route", "why"),
    [
        (QUIET, "route desk: at once, as critical breaks through the quiet time night"),
        (DIGEST, "route rest: at once, as critical breaks through its digest"),
    ],
)
def test_a_critical_alert_is_neither_held_nor_put_into_a_digest(route: Route, why: str) -> None:
    decision = only(decide(CRITICAL, NIGHT_TIME, book(route)))
    assert (decision.action, decision.at, decision.why) == (Action.now, NIGHT_TIME, why)


def test_a_critical_alert_outside_of_a_quiet_time_breaks_through_nothing() -> None:
    assert only(decide(CRITICAL, NOON, book(QUIET))).why == "route desk: at once"


def test_a_route_for_critical_alerts_has_its_own_times() -> None:
    route = Route(name="r", send=("a",), for_critical=True, quiet=(NIGHT,))
    assert only(decide(CRITICAL, NIGHT_TIME, book(route))).action is Action.held


def test_where_a_route_provides_for_critical_alerts_the_others_keep_their_times() -> None:
    for_critical = Route(name="c", send=("phone",), for_critical=True, also=True)
    now, held = decide(CRITICAL, NIGHT_TIME, book(for_critical, QUIET))
    assert (now.channel, now.action) == ("phone", Action.now)
    assert (held.channel, held.action) == ("a", Action.held)


def test_an_archive_that_takes_everything_is_no_provision_for_critical_alerts() -> None:
    archive = Route(name="archive", send=("hook",), also=True)
    actions = [d.action for d in decide(CRITICAL, NIGHT_TIME, book(archive, QUIET))]
    assert actions == [Action.now, Action.now]


def test_quiet_times_without_an_end_hold_nothing() -> None:
    always = Route(name="r", send=("a",), quiet=(Quiet(name="always"),))
    decision = only(decide(an_alert(), NOON, book(always)))
    assert (decision.action, decision.at) == (Action.now, NOON)
    assert decision.why == "route r: at once, as the quiet time always never ends"


@pytest.mark.parametrize("day", [(3, 7), (3, 28), (10, 24), (10, 31)])  # US and EU, 2026
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_a_night_ends_at_its_hour_when_the_clock_changes(zone: str, day: tuple[int, int]) -> None:
    local = ZoneInfo(zone)
    night = datetime(2026, *day, 23, tzinfo=local)
    decision = only(decide(an_alert(), night, book(QUIET, zone=local)))
    morning = datetime(2026, *day, 7, tzinfo=local) + timedelta(days=1)
    assert decision.at == morning.astimezone(UTC)


# -- notices ----------------------------------------------------------------------------------


def test_a_notice_goes_to_every_channel_of_the_routes_once_and_keeps_their_times() -> None:
    loud = Route(name="x", send=("b", "a"), severities=GRAVE)
    told = notices(NIGHT_TIME, book(loud, QUIET, Route(name="y", send=("c",), quiet=(NIGHT,))))
    assert [(d.channel, d.action) for d in told] == [
        ("b", Action.now), ("a", Action.now), ("c", Action.held),
    ]  # fmt: skip


def test_without_any_route_a_notice_goes_to_the_default() -> None:
    assert only(notices(NOON, book())).channel == "chat"


# -- whatever the rules are -------------------------------------------------------------------


def names(least: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from("abc"), min_size=least, max_size=2, unique=True).map(tuple)


hours = st.builds(time, st.integers(0, 23), st.integers(0, 59))
days = st.frozensets(st.integers(0, 6), min_size=1)
routes = st.builds(
    Route,
    name=st.sampled_from(["one", "two"]),
    send=names(1),
    severities=st.frozensets(st.sampled_from(Severity), min_size=1),
    tags=st.frozensets(st.sampled_from(["chips", "eu"]), max_size=1),
    watches=st.sampled_from([(), ("chips/*",), ("eu/*",)]),
    for_critical=st.booleans(),
    also=st.booleans(),
    timing=st.builds(Timing, wait=st.timedeltas(timedelta(), timedelta(days=1))),
    quiet=st.lists(
        st.builds(Quiet, name=st.just("q"), start=hours, end=hours, days=days), max_size=2
    ).map(tuple),
    digest=st.none() | st.builds(Digest, at=st.lists(hours, min_size=1).map(tuple), days=days),
)
alerts = st.builds(
    an_alert,
    severity=st.sampled_from(Severity),
    tags=st.frozensets(st.sampled_from(["chips", "eu"])),
    notify=names(0),
    delivery=st.sampled_from(["", "now", "digest"]),
)
zones = st.sampled_from(["UTC", "Asia/Singapore", "Europe/Berlin", "America/New_York"])
START = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 366 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


@calm
@given(alerts, st.lists(routes, max_size=4), zones, moments)
def test_nothing_that_fired_goes_nowhere_or_back_in_time(
    alert: Subject, some: list[Route], zone: str, now: datetime
) -> None:
    rules = book(*some, zone=ZoneInfo(zone))
    decisions = decide(alert, now, rules)
    counted = Counter(decision.action for decision in decisions)

    assert decisions
    assert len({decision.channel for decision in decisions}) == len(decisions)
    assert all(decision.at >= now and decision.why for decision in decisions)
    assert len(decisions) == counted[Action.now] + counted[Action.held] + counted[Action.digest]
    for decision in decisions:
        if decision.action is Action.now:
            assert decision.at - now <= timedelta(days=1)


@calm
@given(st.lists(routes, max_size=4), moments)
def test_a_critical_alert_for_which_nobody_provided_goes_now(
    some: list[Route], now: datetime
) -> None:
    decisions = decide(CRITICAL, now, book(*some))
    taken = [route for route, refusal in considered(CRITICAL, book(*some)) if not refusal]
    if not any(route.for_critical for route in taken):
        assert {decision.action for decision in decisions} == {Action.now}
