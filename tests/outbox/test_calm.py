"""Many alerts, few messages, and none of them lost: calm as it is felt in a chat."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise

import pytest

from tests.loopback import Loopback, Reply, Request
from tests.outbox.world import DESK, Office
from tests.samples import NOW
from tracker.core.owing import State

RULES = """
version: 1
channels:
  desk: {kind: telegram, chat: "-1001", LIMIT}
  archive: {kind: webhook, url: "env:ARCHIVE"}
quiet:
  night: {from: "22:00", to: "06:00"}
routes:
  - {route: all, send: SEND, MORE}
"""
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
DAY = timedelta(days=1)
SETTLED = (State.sent, State.superseded)


def work(office: Office, more: str = "wait: 0s", send: str = "desk", limit: str = "") -> None:
    text = RULES.replace("MORE", more).replace("SEND", send)
    office.rule(text.replace(", LIMIT", f", {limit}" if limit else ""))


def names(count: int, what: str = "notice", begin: int = 1) -> list[str]:
    """Titles of which none is part of another."""
    return [f"{what} {number:04}." for number in range(begin, begin + count)]


def is_told(office: Office, title: str, *, aloud: bool = False) -> bool:
    """Whether a message says it by now; `aloud`: whether a new one did, with a sound."""
    if aloud:
        return any(title in message.text and not message.silent for message in office.new())
    return any(title in office.shown(number) for number in range(len(office.new())))


def untold(office: Office, titles: list[str]) -> list[str]:
    return [title for title in titles if not is_told(office, title)]


# -- quiet times ---------------------------------------------------------------------------------


async def test_a_night_of_two_hundred_alerts_is_quiet_and_ends_with_a_few_messages(
    office: Office,
) -> None:
    work(office, "quiet: night")
    office.clock.now = NOW.replace(hour=22)
    titles, grave = names(190), names(10, "grave")
    for number in range(200):
        if number % 20 == 10:
            office.alert(grave[number // 20], severity="critical")
        else:
            severity = ("low", "medium", "high")[number % 3]
            office.alert(titles[number - (number + 10) // 20], severity=severity)
        office.clock.now += 143 * SECOND
        if number == 100:
            office.restart()
        await office.outbox.turn()
    assert office.told() == office.sounds() == grave

    office.clock.now = (NOW + DAY).replace(hour=6)
    await office.passing(MINUTE)
    lists = office.told()[len(grave) :]
    assert lists == ["60 alerts from the quiet time"] * 3 + ["10 alerts from the quiet time"]
    assert untold(office, titles) == []
    assert {owed.state for owed in office.owed()} == {*SETTLED}


# -- so many an hour -----------------------------------------------------------------------------


def most_in_an_hour(office: Office) -> int:
    times = [message.at for message in office.new()]
    return max(sum(0 <= other - one < 3600 for other in times) for one in times)


async def test_no_hour_has_more_messages_than_its_readers_want(office: Office) -> None:
    work(office, limit="max_per_hour: 4")
    titles = names(36)
    for number, title in enumerate(titles):
        office.alert(title, watch=f"pack/watch-{number}")
        await office.passing(5 * MINUTE)
    await office.passing(HOUR)

    assert most_in_an_hour(office) == 4
    assert untold(office, titles) == []
    assert office.told()[:4] == titles[:4]
    assert len(office.new()) <= 16


async def test_critical_alerts_are_not_counted_out(office: Office) -> None:
    work(office, limit="max_per_hour: 2")
    office.alert(*names(3), watch="pack/a")
    await office.outbox.turn()
    office.alert("grave", severity="critical", watch="pack/b")
    await office.outbox.turn()

    assert office.sounds() == [*names(2), "grave"]


async def test_what_is_more_than_they_want_waits_for_the_digest(office: Office) -> None:
    more = 'if: {severity: high}, wait: 0s}\n  - {route: rest, send: desk, digest: {at: "17:30"}'
    work(office, more, limit="max_per_hour: 2")
    titles = names(5)
    for title in titles:
        office.alert(title, watch=f"pack/{title}")
    await office.passing(2 * HOUR)
    assert office.told() == titles[:2]

    office.clock.now = NOW.replace(hour=17, minute=30)
    await office.passing(MINUTE)
    assert office.told()[2:] == ["Digest · Mon 12 Oct 17:30"]
    assert untold(office, titles) == []


async def test_a_hurry_leaves_the_hour_its_limit(office: Office) -> None:
    work(office, limit="max_per_hour: 2")
    titles = names(5)
    for title in titles:
        office.alert(title, watch=f"pack/{title}")
    await office.outbox.flush(60)
    await office.outbox.flush(60)
    assert office.told() == titles[:2]

    office.clock.now += HOUR
    await office.outbox.flush(60)
    assert office.told()[2:] == ["3 alerts more than you want in an hour"]


async def test_lists_of_hours_ago_are_not_counted_in_this_hour(office: Office) -> None:
    work(office, "wait: 0s, cooldown: 12h", limit="max_per_hour: 2")
    for begin in (1, 11):
        for title in names(5, begin=begin):
            office.alert(title, watch=f"pack/{title}")
        await office.passing(HOUR + MINUTE)
    office.clock.now += 2 * HOUR
    office.alert("alone")
    await office.passing(MINUTE)

    assert office.told()[-1] == "alone"


# -- cooldown ------------------------------------------------------------------------------------


async def test_within_the_cooldown_of_a_story_another_watch_is_named_without_a_sound(
    office: Office,
) -> None:
    work(office, "wait: 0s, cooldown: 6h")
    office.alert("first", story="s")
    await office.passing(MINUTE)
    office.alert("again", story="s", watch="pack/other")
    await office.passing(MINUTE)
    assert office.told() == ["first"]
    assert "pack/other" in office.shown()
    assert office.states()["again"] is State.superseded

    office.alert("graver", story="s", watch="pack/third", severity="critical")
    await office.passing(MINUTE)
    assert office.sounds() == ["first", "graver"]
    office.clock.now += 6 * HOUR
    office.alert("later", story="s", watch="pack/fourth")
    await office.passing(MINUTE)
    assert office.told() == ["first", "graver", "later"]


async def test_within_the_cooldown_of_what_a_list_says_another_watch_is_in_the_list(
    office: Office,
) -> None:
    work(office, "wait: 0s, cooldown: 6h")
    office.alert(*names(6))
    await office.passing(MINUTE)
    office.alert("again", story=names(1)[0], watch="pack/other")
    await office.passing(MINUTE)

    assert len(office.new()) == 1
    assert "again" in office.shown()
    assert "7 alerts" in office.shown()


@pytest.mark.parametrize("by", ["watch", "source"])
async def test_within_the_cooldown_of_a_group_a_list_grows_without_a_sound(
    office: Office, by: str
) -> None:
    work(office, f"wait: 0s, cooldown: 6h, group_by: {by}")
    for number, title in enumerate(names(4)):
        other = "" if by == "watch" else f"pack/{number}"
        office.alert(title, source="gazette", watch=other)
        await office.passing(30 * MINUTE)

    assert len(office.told()) == 2
    assert office.sounds() == names(1)
    assert untold(office, names(4)) == []
    assert len(office.edits()) == 2

    office.alert("elsewhere", source="herald", watch="pack/elsewhere")
    office.alert("grave", source="gazette", severity="critical")
    await office.passing(MINUTE)
    assert office.sounds() == [*names(1), "grave", "elsewhere"]


async def test_grouped_by_nothing_every_alert_is_told(office: Office) -> None:
    work(office, "wait: 0s, cooldown: 6h, group_by: none")
    for title in names(4):
        office.alert(title, story="s")
        await office.passing(MINUTE)

    assert office.sounds() == names(4)


async def test_nothing_joins_a_message_that_nobody_got(office: Office) -> None:
    work(office, "wait: 0s, cooldown: 6h")
    office.stub.chats[DESK].state = "muted"
    for title in names(6):
        office.alert(title)
    await office.passing(MINUTE)
    assert len(office.deliveries.listed([State.dead])) == 1  # their list

    office.stub.chats[DESK].state = "member"
    office.clock.now += HOUR
    office.alert("again", story=names(1)[0], watch="pack/other")
    await office.passing(MINUTE)
    assert is_told(office, "again")


# -- bursts --------------------------------------------------------------------------------------


async def test_a_burst_is_five_messages_and_a_list_that_grows_once_a_minute(
    office: Office,
) -> None:
    work(office)
    titles = names(25)
    for title in titles:
        office.alert(title)
        await office.passing(15 * SECOND)
    await office.passing(2 * MINUTE)

    assert office.told()[:5] == titles[:5]
    assert len(office.new()) == 6
    assert untold(office, titles) == []
    (grown,) = [owed for owed in office.owed() if owed.form == "listing"]
    log = office.deliveries.attempts(grown.key)
    changes = [each.at for each in log if (each.act, each.outcome) == ("edit", "begun")]
    assert len(changes) == len(office.edits())
    assert all(after - before >= MINUTE for before, after in pairwise(changes))


async def test_a_thousand_at_once_are_a_few_messages_that_name_them_all(office: Office) -> None:
    titles = names(1000)
    office.owe(*titles)
    await office.outbox.flush(600)

    assert len(office.new()) == 17
    assert untold(office, titles) == []
    assert office.clock() - NOW < 2 * MINUTE
    assert {call.status for call in office.stub.calls} == {200}
    assert {owed.state for owed in office.owed()} == {*SETTLED}


# -- what is grave -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "limit"),
    [
        ("wait: 0s", ""),
        ("wait: 0s, cooldown: 6h", ""),
        ("wait: 0s, cooldown: 6h, group_by: watch", ""),
        ("wait: 0s", "max_per_hour: 2"),
        ("quiet: night", ""),
        ('digest: {at: "09:30"}', ""),
        ('if: {severity: info}, digest: {at: "09:30"}', "max_per_hour: 1"),
    ],
)
async def test_what_is_critical_always_makes_a_sound(office: Office, more: str, limit: str) -> None:
    work(office, more, limit=limit)
    grave = names(12, "grave")
    for number in range(3):
        office.alert(*names(4, begin=10 * number + 1), story="s")
        office.alert(*grave[number : number + 1], story="s", severity="critical")
        await office.passing(3 * MINUTE)
    office.alert(*grave[3:], severity="critical")
    await office.passing(HOUR)

    assert [title for title in grave if not is_told(office, title, aloud=True)] == []


async def test_critical_alerts_are_in_no_list_that_has_made_its_sound(office: Office) -> None:
    work(office)
    office.alert(*names(7))
    await office.passing(MINUTE)
    office.alert(*names(2, "grave"), severity="critical")
    await office.passing(2 * MINUTE)

    assert office.told()[1:] == ["2 alerts · Entity List changes"]
    assert all(is_told(office, title, aloud=True) for title in names(2, "grave"))


# -- what is late --------------------------------------------------------------------------------


async def test_what_could_not_be_sent_for_days_comes_in_one_list(office: Office) -> None:
    work(office)
    office.stub.chaos(1, {"500": 1.0})
    titles = names(4)
    for title in titles:
        office.alert(title)
        office.clock.now += 9 * HOUR
        await office.outbox.turn()
    office.clock.now += 2 * DAY
    await office.outbox.turn()
    office.restart()
    office.alert("fresh", watch="pack/fresh")
    office.stub.chaos(1, {})
    office.clock.now += HOUR
    await office.passing(MINUTE)

    assert sorted(office.told()) == ["4 alerts that could not be sent in time", "fresh"]
    assert untold(office, titles) == []


async def test_what_is_critical_is_told_by_itself_for_a_day(office: Office) -> None:
    work(office)
    office.alert(*names(2))
    office.alert("grave", severity="critical")
    office.clock.now += 23 * HOUR  # nobody was there
    await office.passing(MINUTE)

    assert office.told() == ["grave", "2 alerts that could not be sent in time"]


# -- where no phone is lit -----------------------------------------------------------------------


@contextmanager
def archive(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[list[str], list[int]]]:
    """A webhook on loopback: titles of what it took, and the answers that it gives before 200."""
    taken, answers = list[str](), list[int]()

    def handle(request: Request) -> Reply:
        status = answers.pop() if answers else 200
        if status == 200:
            taken.append(json.loads(request.body)["title"])
        return Reply(status, b"{}")

    server = Loopback(handle)
    server.start()
    monkeypatch.setenv("ARCHIVE", server.url)
    try:
        yield taken, answers
    finally:
        server.stop()


async def test_a_webhook_gets_each_alert_by_itself(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive(monkeypatch) as (taken, answers):
        work(office, "quiet: night", send="archive")
        office.alert(*names(10))
        await office.passing(MINUTE)
        assert taken == names(10)

        office.clock.now = NOW.replace(hour=23)
        office.alert(*names(10, begin=11))
        office.clock.now = (NOW + DAY).replace(hour=6)
        await office.passing(MINUTE)
        assert taken == names(20)

        office.alert(*names(10, begin=21))
        answers += [500]
        await office.outbox.turn()
        office.clock.now += 9 * HOUR
        await office.passing(MINUTE)
        assert taken == names(30)


async def test_a_webhook_gets_lists_only_where_somebody_asks_for_them(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive(monkeypatch) as (taken, _):
        work(office, 'digest: {at: "17:30"}', send="archive")
        office.alert(*names(10))
        office.clock.now = NOW.replace(hour=17, minute=29)
        await office.passing(2 * MINUTE)

    assert taken == ["Digest · Mon 12 Oct 17:30"]
