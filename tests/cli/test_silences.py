"""Silences from the command line: only what there is can be muted, and everybody sees by whom."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.cli.conftest import RULES, Answer, Shell
from tests.inbox.world import empty_database
from tracker.core.normalise import digest

DATABASE = "data/tracker.db"
ZONED = RULES + (
    'timezone: Asia/Singapore\nchannels: {desk: {kind: telegram, chat: "5"}}\n'
    "routes: [{route: all, send: desk}]\n"
)
STORY = digest("a", "story")


@pytest.fixture
def shell(tracker: Shell) -> Shell:
    """A shell with rules of another time zone, and a database with one story."""
    tracker.rules(ZONED)
    tracker.write(DATABASE, empty_database())
    moment = "2026-10-12 09:00:00.000000"
    sql(tracker, "INSERT INTO story VALUES (?, 'Winches', ?, ?)", STORY, moment, moment)
    return tracker


def sql(shell: Shell, statement: str, *values: str) -> None:
    with closing(sqlite3.connect(shell.folder / DATABASE)) as database, database:
        database.execute(statement, values)


def listed(shell: Shell, *args: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shell("silences", "list", "--json", *args).json
    return found


def refused(answer: Answer, code: int = 2) -> str:
    """The one line that a refusal is."""
    assert (answer.code, answer.out) == (code, "")
    (line,) = answer.err.splitlines()
    return line.removeprefix("tracker: ")


def test_a_silence_is_added_listed_and_ended(shell: Shell) -> None:
    before = datetime.now(UTC)
    added = shell.process("silences", "add", "mine/chips", "--for", "7d", "--reason", "audit week")
    assert added.code == 0, added.err
    (silence,) = listed(shell)
    assert list(silence) == [
        "id", "subject", "channel", "author", "reason", "since", "until", "active", "ended_by",
    ]  # fmt: skip
    since, until = (datetime.fromisoformat(silence[name]) for name in ("since", "until"))
    assert (until - since, since.utcoffset()) == (timedelta(days=7), timedelta(0))
    assert before <= since <= datetime.now(UTC)
    assert (silence["subject"], silence["reason"]) == ("watch:mine/chips", "audit week")
    assert (silence["active"], silence["author"]) == (True, "an operator")
    line = f"{silence['id'][:8]} watch:mine/chips"
    assert added.out.startswith(f"{line} is muted by an operator until ")
    assert added.out.endswith(": audit week\n")
    assert shell("silences", "list").out.startswith(f"{line} · muted by an operator until ")

    ended = shell("silences", "end", silence["id"][:6], "--by", "Bob")
    assert (ended.code, ended.out) == (0, f"{line} is told again\n")
    assert listed(shell) == []
    assert shell("silences", "list").out == "no silences hold\n"
    (over,) = listed(shell, "--all")
    assert (over["id"], over["active"], over["ended_by"]) == (silence["id"], False, "Bob")
    text = shell("silences", "list", "--all").out
    assert text.startswith(f"{line} · over: muted by an operator until ")
    assert text.endswith(": audit week (ended by Bob)\n")
    again = refused(shell("silences", "end", silence["id"]), 1)
    assert again.startswith(f"the silence {silence['id']} is over since ")


def test_no_silences_are_said_to_be_none(shell: Shell) -> None:
    assert shell("silences", "list").out == "no silences hold\n"
    assert shell("silences", "list", "--all").out == "no silences\n"
    assert listed(shell) == listed(shell, "--all") == []


@pytest.mark.parametrize(
    ("given", "subject"),
    [
        ("watch:mine/chips", "watch:mine/chips"),
        ("mine/*", "watch:mine/*"),
        ("tag:ai-regulation", "tag:ai-regulation"),
        ("source:bis", "source:bis"),
        ("source:off", "source:off"),
        ("entity:nvidia", "entity:Nvidia"),
        ("entity:NVIDIA", "entity:Nvidia"),
        (f"story:{STORY[:6]}", f"story:{STORY}"),
        ("all", "all"),
    ],
)
def test_everything_that_there_is_can_be_muted(shell: Shell, given: str, subject: str) -> None:
    assert shell("silences", "add", given, "--for", "1h").code == 0
    assert [each["subject"] for each in listed(shell)] == [subject]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("mine/chip", "no watch is called 'mine/chip': did you mean 'mine/chips'?"),
        ("watch:else/*", "no watch is called 'else/*': `tracker rules list` names them all"),
        ("tag:ai-regulations", "no tag is called 'ai-regulations': did you mean 'ai-regulation'?"),
        ("tag:zzz", "no tag is called 'zzz'"),
        ("source:bsi", "no source is called 'bsi': did you mean 'bis'?"),
        ("entity:Nvidea", "no entity is called 'Nvidea': did you mean 'Nvidia'?"),
        ("chips", "'chips' cannot be muted: write watch:pack/id, tag:x, story:key, source:id"),
        ("watch:chips", "'chips' is not a watch: write watch:pack/chips, or watch:*/chips"),
    ],
)
def test_what_nobody_knows_cannot_be_muted(shell: Shell, given: str, says: str) -> None:
    assert refused(shell("silences", "add", given, "--for", "1h")).startswith(says)
    assert listed(shell, "--all") == []


def test_a_story_that_is_not_there_cannot_be_muted(shell: Shell) -> None:
    said = refused(shell("silences", "add", "story:zzz", "--for", "1h"), 1)
    assert "no story, and no article of one, has an id that begins with 'zzz'" in said


def test_a_silence_may_be_of_one_channel(shell: Shell) -> None:
    for channel in ("desk", "console"):
        added = shell("silences", "add", "all", "--for", "1h", "--channel", channel, "--by", "Ann")
        assert f" all in {channel} is muted by Ann until " in added.out
    assert {each["channel"] for each in listed(shell)} == {"desk", "console"}
    said = refused(shell("silences", "add", "all", "--for", "1h", "--channel", "deks"))
    assert said == "no channel is called 'deks': did you mean 'desk'?"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ((), "say for how long: either --for 7d or --until 2026-12-01T08:00"),
        (("--for", "1h", "--until", "2090-01-01T08:00"), "say for how long"),
        (("--for", "soon"), "--for: 'soon' is not a length of time: write 90s, 15m, 6h or 3d"),
        (("--for", "0h"), "--for: 0h is over already"),
        (("--for", "600w"), "--for: 600w is too long: ten years at most"),
        (("--for", "9999999999999w"), "--for: 9999999999999w is too long: ten years at most"),
        (("--for", "-1d"), "--for: '-1d' is not a length of time"),
        (("--until", "tomorrow"), "--until: 'tomorrow' is not a time of this century"),
        (("--until", "2020-01-01T08:00"), "--until: 2020-01-01T08:00 is over already"),
        (("--until", "2090-01-01T08:00"), "--until: 2090-01-01T08:00 is too long"),
    ],
)
def test_a_silence_needs_one_end_and_it_is_to_come(
    shell: Shell, args: tuple[str, ...], says: str
) -> None:
    assert refused(shell("silences", "add", "all", *args)).startswith(says)


def test_a_time_is_that_of_the_rules_unless_it_says_otherwise(shell: Shell) -> None:
    day = datetime.now(UTC).date() + timedelta(days=40)
    for until in (f"{day}T08:00", f"{day}T08:00+02:00"):
        assert shell("silences", "add", "all", "--until", until).code == 0
    assert [each["until"] for each in reversed(listed(shell))] == [
        f"{day}T00:00:00+00:00", f"{day}T06:00:00+00:00",
    ]  # fmt: skip
    newer, older = shell("silences", "list").out.splitlines()
    assert f"{day.day} {day:%b}" in newer
    assert (newer.split()[-1], older.split()[-1]) == ("14:00", "08:00")


def test_the_environment_says_who_it_is(shell: Shell) -> None:
    shell("silences", "add", "all", "--for", "1h", USER="ann")
    shell("silences", "add", "all", "--for", "1h", "--by", "Bob", USER="ann")
    assert [each["author"] for each in listed(shell)] == ["Bob", "ann"]


def test_what_a_person_writes_does_not_reach_the_terminal_as_a_command(shell: Shell) -> None:
    reason = "because\x1b[2J\nof\u202e it"
    added = shell("silences", "add", "all", "--for", "1h", "--reason", reason, "--by", b"A\xff")
    assert (added.code, added.err) == (0, "")
    text = added.out + shell("silences", "list").out
    assert len(text.splitlines()) == 2
    assert not {"\x1b", "\u202e"} & set(text)
    assert listed(shell)[0]["reason"] == "because[2J of it"


def test_without_a_database_there_is_nothing_to_look_at_and_nothing_to_change(
    with_rules: Shell,
) -> None:
    before = with_rules.files()
    answer = with_rules("silences", "list", "--json")
    assert (answer.code, answer.json) == (0, [])
    for args in (("add", "all", "--for", "1h"), ("end", "abc")):
        assert refused(with_rules("silences", *args), 1).startswith("there is no database at")
    assert with_rules.files() == before


def test_faulty_rules_are_told_before_anything_is_muted_and_do_not_hinder_looking(
    shell: Shell,
) -> None:
    assert shell("silences", "add", "all", "--for", "1h").code == 0
    shell.write("rules/packs/other.yaml", "version: 1\nwatchs: []\n")
    answer = shell("silences", "add", "all", "--for", "2h")
    assert (answer.code, answer.out) == (2, "")
    assert "unknown key 'watchs'" in answer.err
    assert len(listed(shell)) == 1
    assert shell("silences", "list").code == 0


def test_what_is_muted_is_recorded_and_not_sent(shell: Shell) -> None:
    shell.rules(RULES.replace("name: BIS,", "name: BIS, enabled: false,"))
    shell.write("inbox/a.json", '{"title": "Nvidia may export the H20", "url": "https://e.org/a"}')
    assert shell("silences", "add", "tag:semiconductors", "--for", "1h").code == 0
    ran = shell.process("run", "--once")
    assert (ran.code, "1 alerts, 0 messages sent" in ran.err) == (0, True), ran.err
    (alert,) = shell("alerts", "list", "--json").json
    (message,) = shell("alerts", "show", alert["key"], "--json").json["deliveries"]
    assert (message["state"], message["sent"], message["attempts"]) == ("suppressed", None, [])
    assert listed(shell)[0]["id"] in message["why"]
