"""An alert goes where a route sends it, and never nowhere."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core import a_match
from tracker.core.model import Match, Severity
from tracker.core.routing import all_channels, channels
from tracker.core.rules import Route, Rulebook
from tracker.core.terms import Lexicon

calm = settings(deadline=None, derandomize=True, max_examples=300)


def book(*routes: Route, default: tuple[str, ...] = ("chat",)) -> Rulebook:
    return Rulebook(watches=(), lexicon=Lexicon([]), routes=routes, default_channels=default)


EVERYTHING = Route(name="all", send=("desk",))


def test_a_watch_that_names_its_channels_is_sent_there_alone() -> None:
    match = a_match(notify=("counsel", "board"))
    reason = "notify of the watch"
    assert channels(match, book(EVERYTHING)) == {"counsel": reason, "board": reason}


def test_without_any_route_an_alert_goes_to_the_default() -> None:
    assert channels(a_match(), book()) == {"chat": "default"}


def test_a_route_that_does_not_take_it_leaves_it_to_the_default() -> None:
    grave = Route(name="grave", send=("phone",), severity=Severity.critical)
    assert channels(a_match(), book(grave)) == {"chat": "default"}


def test_the_first_route_that_takes_it_ends_the_search() -> None:
    routes = Route(name="first", send=("a", "b")), Route(name="second", send=("c",))
    assert channels(a_match(), book(*routes)) == {"a": "route first", "b": "route first"}


def test_a_route_with_also_lets_the_search_go_on() -> None:
    routes = (
        Route(name="first", send=("a",), also=True),
        Route(name="second", send=("b", "a")),
        Route(name="third", send=("c",)),
    )
    assert channels(a_match(), book(*routes)) == {"a": "route first", "b": "route second"}


def test_a_route_with_also_alone_is_enough() -> None:
    assert list(channels(a_match(), book(Route(name="x", send=("a",), also=True)))) == ["a"]


@pytest.mark.parametrize(
    ("route", "takes"),
    [
        (Route(name="r", send=("a",), severity=Severity.medium), True),
        (Route(name="r", send=("a",), severity=Severity.high), False),
        (Route(name="r", send=("a",), tags=frozenset({"chips", "eu"})), True),
        (Route(name="r", send=("a",), tags=frozenset({"eu"})), False),
        (Route(name="r", send=("a",), watches=("chips/*",)), True),
        (Route(name="r", send=("a",), watches=("eu/*", "*/sales")), True),
        (Route(name="r", send=("a",), watches=("Chips/*", "chips")), False),
        (Route(name="r", send=("a",), tags=frozenset({"chips"}), watches=("eu/*",)), False),
    ],
)
def test_a_route_takes_what_its_filter_says(route: Route, takes: bool) -> None:  # noqa: FBT001
    match = a_match("chips/sales", tags=("chips",), severity=Severity.medium)
    assert ("a" in channels(match, book(route))) is takes


def test_every_channel_of_a_route_is_listed_once() -> None:
    routes = Route(name="x", send=("a", "b")), Route(name="y", send=("b", "c"))
    assert all_channels(book(*routes)) == ("a", "b", "c")


def test_without_any_route_the_default_is_listed() -> None:
    assert all_channels(book()) == ("chat",)


def names(least: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from("abc"), min_size=least, max_size=2, unique=True).map(tuple)


routes = st.builds(
    Route,
    name=st.sampled_from(["one", "two"]),
    send=names(1),
    severity=st.sampled_from(Severity),
    tags=st.frozensets(st.sampled_from(["chips", "eu"]), max_size=1),
    watches=st.sampled_from([(), ("chips/*",), ("eu/*",)]),
    also=st.booleans(),
)
matches = st.builds(
    lambda severity, tags, notify: a_match(severity=severity, tags=tags, notify=notify),
    st.sampled_from(Severity),
    st.sampled_from([(), ("chips",), ("eu", "chips")]),
    names(0),
)


@calm
@given(matches, st.lists(routes, max_size=4))
def test_nothing_that_fired_goes_nowhere(match: Match, some: list[Route]) -> None:
    reached = channels(match, book(*some))
    assert reached
    assert all(reached.values())
