"""A silence covers what it is about, in its channel and its time, and nothing beside it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core import NOW
from tracker.core.silencing import Facts, Silence, said, silenced, subject

calm = settings(deadline=None, derandomize=True, max_examples=400)
HOUR = timedelta(hours=1)
FACTS = Facts(
    watches=("chips/sales", "law/acts"),
    tags={"chips/sales": ("semiconductors",), "law/acts": ("ai-regulation", "eu")},
    story="3f2a",
    source="wire",
    entities=("Hentzau Marine", "Grauland Registry"),
)


def a_silence(about: str = "all", **changes: Any) -> Silence:
    values = {
        "id": "a1",
        "subject": about,
        "channel": "",
        "author": "Ann",
        "reason": "",
        "since": NOW,
        "until": NOW + HOUR,
    }
    return Silence(**(values | changes))


def covers(*abouts: str, facts: Facts = FACTS) -> bool:
    return silenced(facts, "desk", NOW, [a_silence(about) for about in abouts]) is not None


# -- what can be muted ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("watch:chips/sales", "watch:chips/sales"),
        ("chips/sales", "watch:chips/sales"),
        ("chips/*", "watch:chips/*"),
        ("watch:*", "watch:*"),
        (" Tag : semiconductors ", "tag:semiconductors"),
        ("story:3f2a", "story:3f2a"),
        ("SOURCE:wire", "source:wire"),
        ("entity:Hentzau  Marine", "entity:Hentzau Marine"),
        ("entity:Quill: The Firm", "entity:Quill: The Firm"),
        ("entity:亨佐海工\u200b", "entity:亨佐海工"),
        ("All", "all"),
    ],
)
def test_what_can_be_muted_has_one_form(written: str, meant: str) -> None:
    assert subject(written) == meant
    assert subject(meant) == meant


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "'' cannot be muted: write watch:pack/id, tag:x, story:key"),
        ("chips", "'chips' cannot be muted"),
        ("tag:", "'tag:' cannot be muted"),
        ("tag: \x00", "cannot be muted"),
        ("all:", "cannot be muted"),
        ("watches:chips/sales", "cannot be muted"),
        ("https://wire.example/chips", "cannot be muted"),
        ("watch:sales", "'sales' is not a watch: write watch:pack/sales, or watch:*/sales"),
    ],
)
def test_what_cannot_be_muted_is_told_with_a_hint(written: str, says: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be muted|is not a watch") as refused:
        subject(written)
    assert says in str(refused.value)


# -- what is covered --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "about",
    [
        "all",
        "story:3f2a",
        "source:wire",
        "entity:Hentzau Marine",
        "entity:GRAULAND registry",
        "watch:*",
        "watch:*/*s",
    ],
)
def test_one_silence_covers_the_whole_message(about: str) -> None:
    assert covers(about)


@pytest.mark.parametrize(
    "about",
    [
        "story:3f2",
        "source:wir",
        "entity:Hentzau",
        "tag:semiconductors",
        "tag:wire",
        "watch:chips/sales",
        "watch:chips/sale",
        "watch:chips/*",
        "other:thing",
    ],
)
def test_what_is_about_something_else_or_about_a_part_covers_nothing(about: str) -> None:
    assert not covers(about)


@pytest.mark.parametrize(
    "abouts",
    [
        ("watch:chips/sales", "watch:law/acts"),
        ("watch:chips/*", "tag:eu"),
        ("tag:semiconductors", "tag:ai-regulation"),
    ],
)
def test_a_message_of_several_watches_is_silent_only_when_all_of_them_are(
    abouts: tuple[str, str],
) -> None:
    assert covers(*abouts)
    assert not covers(abouts[0])
    assert not covers(abouts[1])


def test_a_message_without_any_watch_is_not_taken_for_one_whose_watches_are_all_muted() -> None:
    nobody = Facts(source="wire")
    assert not covers("watch:*", "tag:eu", facts=nobody)
    assert covers("source:wire", facts=nobody)
    assert not covers("source:", "story:", facts=Facts(watches=("a/b",), source="x", story="y"))


@pytest.mark.parametrize(
    ("channel", "is_silent"), [("desk", True), ("", True), ("board", False), ("des", False)]
)
def test_a_silence_of_a_channel_holds_there_alone(channel: str, *, is_silent: bool) -> None:
    found = silenced(FACTS, "desk", NOW, [a_silence(channel=channel)])
    assert (found is not None) is is_silent


def test_watches_that_are_muted_in_different_channels_do_not_add_up() -> None:
    here = a_silence("watch:chips/sales", channel="desk")
    there = a_silence("watch:law/acts", channel="board")
    assert silenced(FACTS, "desk", NOW, [here, there]) is None


@pytest.mark.parametrize(
    ("at", "is_silent"),
    [
        (NOW - timedelta(microseconds=1), False),
        (NOW, True),
        (NOW + HOUR - timedelta(microseconds=1), True),
        (NOW + HOUR, False),
    ],
)
def test_a_silence_holds_from_its_beginning_and_no_longer_at_its_end(
    at: datetime, *, is_silent: bool
) -> None:
    assert (silenced(FACTS, "desk", at, [a_silence()]) is not None) is is_silent


def test_the_silence_that_is_named_is_the_one_at_whose_end_it_is_told_again() -> None:
    def until(about: str, hours: int) -> Silence:
        return a_silence(about, id=f"{about} {hours}", until=NOW + hours * HOUR)

    story, longer = until("story:3f2a", 1), until("source:wire", 5)
    chips, law, laws = until("chips/*", 2), until("watch:law/acts", 3), until("tag:eu", 9)
    chips = replace(chips, subject="watch:chips/*")
    assert silenced(FACTS, "desk", NOW, [story, longer]) == longer
    assert silenced(FACTS, "desk", NOW, [chips, law, laws]) == chips
    assert silenced(FACTS, "desk", NOW, [story, chips, laws]) == chips
    assert silenced(FACTS, "desk", NOW, [longer, chips, laws]) == longer


ABOUTS = st.sampled_from(
    ["all", "story:3f2a", "watch:chips/sales", "watch:law/*", "tag:eu", "tag:none", "source:wires"]
)
SILENCES = st.lists(
    st.builds(
        lambda about, channel, hours, number: a_silence(
            about, channel=channel, until=NOW + hours * HOUR, id=f"{number}"
        ),
        ABOUTS,
        st.sampled_from(["", "desk", "board"]),
        st.integers(1, 9),
        st.integers(0, 99),
    ),
    max_size=6,
)


@calm
@given(SILENCES)
def test_until_the_end_of_the_silence_that_is_named_it_is_silent_and_then_told(
    silences: list[Silence],
) -> None:
    named = silenced(FACTS, "desk", NOW, silences)
    if named is None:
        named = a_silence(until=NOW)
    for hours in range(10):
        at = NOW + hours * HOUR
        assert (silenced(FACTS, "desk", at, silences) is None) is (at >= named.until)


@calm
@given(SILENCES, SILENCES)
def test_a_further_silence_never_makes_a_message_heard(
    some: list[Silence], others: list[Silence]
) -> None:
    if silenced(FACTS, "desk", NOW, some):
        assert silenced(FACTS, "desk", NOW, others + some)


# -- in words ---------------------------------------------------------------------------------


def test_a_silence_in_words() -> None:
    silence = a_silence(
        since=datetime(2026, 11, 22, 9, tzinfo=UTC),
        until=datetime(2026, 11, 28, 23, 0, tzinfo=UTC),
        reason="audit week",
    )
    there = ZoneInfo("Asia/Singapore")
    assert said(silence, there) == "muted by Ann until 29 Nov 07:00: audit week"
    assert said(replace(silence, reason=""), UTC) == "muted by Ann until 28 Nov 23:00"
    next_year = replace(silence, until=datetime(2027, 1, 3, 8, tzinfo=UTC))
    assert said(next_year, UTC) == "muted by Ann until 3 Jan 2027 08:00: audit week"
