"""One alert with all that was done about it, and many of them as examples and as a table."""

import csv
import io
import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.alerted import Rows, rows
from tests.cli.conftest import Shell
from tests.inbox.world import empty_database
from tracker.cli.exports import COLUMNS, cell
from tracker.core.model import Severity
from tracker.store import Database, FeedbackStore

DATABASE = "data/tracker.db"
CHIPS, LAW = "mine/chips", "mine/ai-law"
NOW = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
HOUR = timedelta(hours=1)
EVIDENCE = [
    {"term": "H20", "field": "title", "start": 7, "end": 10, "text": "H20", "kind": "term",
     "entity": ""},
    {"term": "英伟达", "field": "body", "start": 0, "end": 3, "text": "英伟达", "kind": "entity",
     "entity": "nvidia"},
]  # fmt: skip
HEAD = [
    "key", "watch", "severity", "score", "title", "publisher", "url", "published", "at", "story",
    "evidence",
]  # fmt: skip


@pytest.fixture
def shell(with_rules: Shell) -> Shell:
    """A shell with rules and an empty database."""
    with_rules.write(DATABASE, empty_database())
    return with_rules


def database(shell: Shell) -> Database:
    return Database(f"sqlite:///{shell.folder / DATABASE}")


def write(shell: Shell, *steps: Any) -> list[str]:
    """Do each of `steps` with the rows; what they give back."""
    with closing(database(shell)) as opened, rows(opened) as made:
        return [step(made) for step in steps]


def winches(made: Rows) -> str:
    """An alert that was told, a chat that asked for patience, and a colleague who tells it too."""
    story = made.story("winches", at=NOW)
    article = made.article(
        "Winch H20 sold",
        story,
        seen=NOW,
        published=NOW - HOUR,
        summary="A lead.",
        body="英伟达 text.",
    )
    made.article(
        "Others say so", story, seen=NOW + HOUR, publisher="Quill Wire", relation="same_story",
        telling="thread_silent", reason="the same happening",
    )  # fmt: skip
    alert = made.alert(article, story, CHIPS, NOW, evidence=EVIDENCE)
    made.alert(article, story, LAW, NOW, severity=int(Severity.low))
    key = made.delivery(article, [CHIPS, LAW], created=NOW, seen_by="Ann", seen_at=NOW + HOUR)
    made.attempt(key, "begun", at=NOW, seconds=0.0)
    made.attempt(key, "later", at=NOW, said="429: retry after 30")
    made.attempt(key, "begun", at=NOW + HOUR / 60, seconds=0.0)
    made.attempt(key, "sent", at=NOW + HOUR / 60, seconds=1.5)
    made.delivery(
        article, [CHIPS], "board", created=NOW, state="suppressed", sent=None, address="",
        why="muted by Ann until 29 Nov 07:00: audit week",
    )  # fmt: skip
    made.delivery(article, [LAW], "counsel", created=NOW)
    return alert


def judge(shell: Shell, channel: str, verdict: str = "irrelevant", author: str = "Bob") -> None:
    with closing(database(shell)) as opened:
        (key,) = {
            row["message"] for row in table(shell) if row["channel"] == channel
        }  # one message may tell several alerts
        FeedbackStore(opened).give(key, author, verdict, NOW + 2 * HOUR)


def table(shell: Shell, *args: str) -> list[dict[str, str]]:
    answer = shell("alerts", "export", "--format", "csv", *args)
    assert (answer.code, answer.err) == (0, "")
    return list(csv.DictReader(io.StringIO(answer.out)))


def lines(shell: Shell, *args: str) -> list[dict[str, Any]]:
    answer = shell("alerts", "export", *args)
    assert (answer.code, answer.err) == (0, "")
    return [json.loads(line) for line in answer.out.splitlines()]


# -- list and show ----------------------------------------------------------------------------


def test_a_list_gives_the_ids_that_show_takes(shell: Shell) -> None:
    (key,) = write(shell, winches)
    first, *_ = shell("alerts", "list").out.splitlines()
    assert first == f"{key[:8]} {NOW:%Y-%m-%d %H:%M} high     Winch H20 sold"
    assert [list(each) for each in shell("alerts", "list", "--json").json] == [HEAD, HEAD]
    assert shell("alerts", "show", first.split()[0]).out.startswith(key[:8])


def test_all_about_an_alert_is_one_document(shell: Shell) -> None:
    (key,) = write(shell, winches)
    judge(shell, "desk")
    answer = shell.process("alerts", "show", key[:8], "--json")
    assert (answer.code, answer.err) == (0, "")
    found = answer.json
    assert list(found) == [*HEAD, "article", "reason", "others", "deliveries"]
    assert (found["key"], found["watch"], found["severity"]) == (key, CHIPS, "high")
    assert (found["score"], found["at"]) == (2.5, NOW.isoformat())
    assert found["evidence"] == EVIDENCE
    assert found["reason"] == "nothing like it was told before"
    (other,) = found["others"]
    assert list(other) == [
        "key", "title", "publisher", "url", "seen", "relation", "telling", "reason",
    ]  # fmt: skip
    assert (other["publisher"], other["relation"]) == ("Quill Wire", "same_story")

    desk, board = found["deliveries"]  # and not the message that tells the other watch alone
    assert list(desk) == [
        "key", "channel", "form", "state", "address", "watches", "why", "error", "created", "sent",
        "edited", "seen_by", "seen_at", "part_of", "feedback", "attempts",
    ]  # fmt: skip
    assert (desk["channel"], desk["state"], desk["watches"]) == ("desk", "sent", [CHIPS, LAW])
    assert (board["channel"], board["state"], board["sent"]) == ("board", "suppressed", None)
    assert board["why"] == "muted by Ann until 29 Nov 07:00: audit week"
    assert [(each["act"], each["outcome"]) for each in desk["attempts"]] == [
        ("send", "begun"), ("send", "later"), ("send", "begun"), ("send", "sent"),
    ]  # fmt: skip
    assert datetime.fromisoformat(desk["attempts"][3]["at"]) == NOW + HOUR / 60
    (said,) = desk["feedback"]
    assert (said["author"], said["verdict"]) == ("Bob", "irrelevant")
    assert said["at"] == (NOW + 2 * HOUR).isoformat()


def test_all_about_an_alert_for_people(shell: Shell) -> None:
    (key,) = write(shell, winches)
    judge(shell, "desk")
    desk, board = (each["key"][:8] for each in document(shell, key)["deliveries"])
    at, later = f"{NOW:%Y-%m-%d %H:%M}", f"{NOW + HOUR:%Y-%m-%d %H:%M}"
    assert shell("alerts", "show", key).out.splitlines() == [
        f"{key[:8]} {at} high Winch H20 sold",
        "    Gazette Desk https://gazette.example/Winch H20 sold, published "
        f"{NOW - HOUR:%Y-%m-%d %H:%M}",
        f"    {CHIPS}, score 2.5: nothing like it was told before",
        "    title 7-10: “H20” (term H20)",
        "    body 0-3: “英伟达” (entity nvidia)",
        "story winches, and 1 other telling",
        f"    {document(shell, key)['others'][0]['key'][:8]} {later} Quill Wire: Others say so",
        "        same_story, thread_silent: the same happening",
        f"message {desk} alert to desk chat of desk: sent {at}",
        f"    tells {CHIPS}, {LAW}",
        "    no route takes it: at once",
        f"    {at}:{NOW:%S} send begun",
        f"    {at}:{NOW:%S} send later in 0.25 s: 429: retry after 30",
        f"    {NOW + HOUR / 60:%Y-%m-%d %H:%M:%S} send begun",
        f"    {NOW + HOUR / 60:%Y-%m-%d %H:%M:%S} send sent in 1.50 s",
        f"    acknowledged by Ann at {later}",
        f"    irrelevant, says Bob at {NOW + 2 * HOUR:%Y-%m-%d %H:%M}",
        f"message {board} alert to board: suppressed since {at}",
        f"    tells {CHIPS}",
        "    muted by Ann until 29 Nov 07:00: audit week",
    ]


def document(shell: Shell, key: str) -> dict[str, Any]:
    found: dict[str, Any] = shell("alerts", "show", key, "--json").json
    return found


def test_each_message_belongs_to_the_alert_that_it_was_owed_for(shell: Shell) -> None:
    """Of an article that was amended, and of one of which an escalation came later."""

    def amended(made: Rows) -> str:
        story = made.story("s", at=NOW)
        article = made.article("A text", story, seen=NOW)
        first = made.alert(article, story, CHIPS, NOW, reason="new")
        second = made.alert(article, story, CHIPS, NOW + HOUR, reason="amended: 3 -> 4")
        for hours in (0, 1):
            at = NOW + hours * HOUR
            made.delivery(article, [CHIPS], created=at, title=f"at {hours}")
        made.delivery(article, [CHIPS], "duty", created=NOW + HOUR / 2)
        made.delivery(article, [CHIPS], "duty", created=NOW + 3 * HOUR)
        return f"{first} {second}"

    first, second = write(shell, amended)[0].split()
    for key, reason, hours in ((first, "new", [0, 0.5]), (second, "amended: 3 -> 4", [1, 3])):
        found = document(shell, key)
        assert found["reason"] == reason
        created = [datetime.fromisoformat(each["created"]) for each in found["deliveries"]]
        assert created == [NOW + each * HOUR for each in hours]


def test_what_a_list_has_said_is_told_as_the_list_was(shell: Shell) -> None:
    def listed(made: Rows) -> str:
        story = made.story("s", at=NOW)
        article = made.article("A text", story, seen=NOW)
        alert = made.alert(article, story, CHIPS, NOW)
        carrier = made.delivery("", [], form="listing", created=NOW + HOUR, sent=NOW + 2 * HOUR)
        made.attempt(carrier, "sent")
        made.delivery(
            article, [CHIPS], created=NOW, state="superseded", sent=None, address="",
            part_of=carrier, why="it is in the digest",
        )  # fmt: skip
        return alert

    (key,) = write(shell, listed)
    (message,) = document(shell, key)["deliveries"]
    assert (message["state"], message["address"]) == ("superseded", "chat of desk")
    assert message["sent"] == (NOW + 2 * HOUR).isoformat()
    assert [each["outcome"] for each in message["attempts"]] == ["sent"]
    assert f"in message {message['part_of'][:8]}\n" in shell("alerts", "show", key).out
    (row,) = table(shell)
    assert (row["state"], row["sent"]) == ("superseded", (NOW + 2 * HOUR).isoformat())


def test_an_alert_for_which_nothing_was_owed_says_so(shell: Shell) -> None:
    def alone(made: Rows) -> str:
        story = made.story("s", at=NOW)
        return made.alert(made.article("A text", story), story, CHIPS, NOW)

    (key,) = write(shell, alone)
    assert shell("alerts", "show", key).out.splitlines()[-1] == "no message was owed for it"
    (row,) = table(shell)
    assert (row["alert"], row["message"], row["sent"]) == (key, "", "")


def test_what_a_source_writes_does_not_reach_the_terminal(shell: Shell) -> None:
    nasty = "Winch\x1b[31m \x07sold\u202e\nnow"

    def make(made: Rows) -> str:
        story = made.story("s", at=NOW)
        article = made.article("a", story, title=nasty, publisher=nasty, url="https://a.example")
        made.article("b", story, title=nasty, reason=nasty)
        evidence = [EVIDENCE[0] | {"text": nasty, "term": nasty}]
        alert = made.alert(article, story, CHIPS, NOW, evidence=evidence, reason=nasty)
        key = made.delivery(article, [CHIPS], created=NOW, error=nasty, why=nasty, seen_by=nasty)
        made.attempt(key, "later", said=nasty)
        return alert

    (key,) = write(shell, make)
    judge(shell, "desk", author=nasty)
    for args in (("list",), ("show", key), ("export", "--format", "csv")):
        out = shell("alerts", *args).out
        assert "sold" in out
        assert not {"\x1b", "\x07", "\u202e"} & set(out), args
    shown = shell("alerts", "show", key).out.splitlines()
    assert all(line.startswith(("    ", "story", "message", key[:8])) for line in shown)


@pytest.mark.parametrize("given", ["xyz", "", "%"])
def test_an_alert_that_is_not_there(shell: Shell, given: str) -> None:
    write(shell, winches)
    answer = shell("alerts", "show", given)
    assert (answer.code, answer.out) == (1, "")
    said = f"no alert has an id that begins with '{given}': see `tracker alerts list`"
    assert answer.err == f"tracker: {said}\n"


def test_a_beginning_of_several_ids_is_not_enough(shell: Shell) -> None:
    def many(made: Rows) -> str:
        story = made.story("s", at=NOW)
        article = made.article("A text", story)
        keys = [made.alert(article, story, f"mine/w{number}", NOW) for number in range(17)]
        digits = [key[0] for key in keys]
        return next(digit for digit in digits if digits.count(digit) > 1)

    (shared,) = write(shell, many)
    answer = shell("alerts", "show", shared)
    assert (answer.code, answer.out) == (1, "")
    assert f"several ids begin with '{shared}': give more of it" in answer.err


# -- export -----------------------------------------------------------------------------------


def test_examples_have_the_form_that_eval_reads(shell: Shell) -> None:
    write(shell, winches)
    (row,) = lines(shell)
    assert list(row) == [
        "id", "title", "summary", "lang", "url", "published", "origin", "labels", "borderline",
        "note", "source", "watches", "verdict", "alerted",
    ]  # fmt: skip
    assert (row["title"], row["summary"]) == ("Winch H20 sold", "A lead.\n英伟达 text.")
    assert row["labels"] == ["ai-regulation", "export-controls", "semiconductors"]
    assert row["watches"] == [LAW, CHIPS] or row["watches"] == [CHIPS, LAW]
    assert (row["verdict"], row["borderline"]) == ("relevant", False)
    assert row["note"] == "nobody has said anything of it"
    assert lines(shell, "--judged") == []

    judge(shell, "desk")
    judge(shell, "desk", "relevant", author="Ann")
    (row,) = lines(shell, "--judged")
    assert (row["labels"], row["verdict"]) == ([], "irrelevant")
    assert row["note"] == "judged by 2 people"
    assert shell("alerts", "export", "--json").json == [row]


def test_an_export_can_be_measured(shell: Shell) -> None:
    def potatoes(made: Rows) -> None:
        story = made.story("potatoes", at=NOW)
        article = made.article("The AI Act of potatoes", story)
        made.alert(article, story, LAW, NOW)
        made.delivery(article, [LAW], "fields", created=NOW)

    write(shell, winches, potatoes)
    judge(shell, "fields")
    shell.write("export.jsonl", shell("alerts", "export").out)
    measured = shell("eval", "relevance", "export.jsonl", "--json").json
    assert (measured["n"], measured["tp"], measured["fp"]) == (2, 1, 1)
    assert [each["title"] for each in measured["errors"]] == ["The AI Act of potatoes"]


def test_a_watch_without_tags_or_that_is_gone_is_a_label_itself(shell: Shell) -> None:
    def gone(made: Rows) -> None:
        story = made.story("s", at=NOW)
        made.alert(made.article("A text", story), story, "old/watch", NOW)

    write(shell, gone)
    (row,) = lines(shell)
    assert row["labels"] == ["old/watch"]


def test_exports_are_of_a_time(shell: Shell) -> None:
    write(shell, winches)  # a day ago
    for form in ("jsonl", "csv"):
        for since, found in (("20h", False), ("2d", True)):
            args = ("alerts", "export", "--format", form, "--since", since, "--json")
            assert bool(shell(*args).json) is found
    for since in ("soon", "9999999999w", "99999999999999w"):
        answer = shell("alerts", "export", "--since", since)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith("tracker: --since: ")


def test_a_table_says_when_each_alert_was_matched_and_sent_and_where(shell: Shell) -> None:
    (key,) = write(shell, winches)
    judge(shell, "desk")
    found = table(shell)
    assert tuple(found[0]) == COLUMNS
    mine = [row for row in found if row["alert"] == key]
    assert [(row["watch"], row["channel"], row["state"]) for row in mine] == [
        (CHIPS, "desk", "sent"), (CHIPS, "board", "suppressed"),
    ]  # fmt: skip
    assert {row["channel"] for row in found if row["watch"] == LAW} == {"desk", "counsel"}
    desk = next(row for row in found if (row["alert"], row["channel"]) == (key, "desk"))
    assert desk["matched"] == desk["owed"] == NOW.isoformat()
    assert datetime.fromisoformat(desk["sent"]) == NOW + timedelta(seconds=1)
    assert (desk["address"], desk["severity"], desk["score"]) == ("chat of desk", "high", "2.5")
    assert (desk["requests"], desk["feedback"]) == ("2", "Bob: irrelevant")
    assert (desk["acknowledged_by"], desk["acknowledged"]) == ("Ann", (NOW + HOUR).isoformat())
    documents = shell("alerts", "export", "--format", "csv", "--json").json
    assert [tuple(each) for each in documents] == [COLUMNS] * len(found)
    assert documents[0]["score"] == 2.5


def test_a_table_of_what_was_judged_has_all_messages_of_those_alerts(shell: Shell) -> None:
    write(shell, winches)
    judge(shell, "board")
    found = table(shell, "--judged")
    assert [(row["watch"], row["channel"]) for row in found] == [(CHIPS, "desk"), (CHIPS, "board")]


def test_an_empty_table_has_its_heading(shell: Shell) -> None:
    answer = shell("alerts", "export", "--format", "csv")
    assert answer.out == ",".join(COLUMNS) + "\n"
    assert lines(shell) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('=HYPERLINK("https://a.example","x")', '\'=HYPERLINK("https://a.example","x")'),
        ("+1", "'+1"),
        ("-1001", "'-1001"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        (" \r\n =1", "'=1"),
        ("\u200b=1", "'=1"),
        ("\x00=1", "'=1"),
        ("＝1", "'＝1"),
        ("Chips; =1", "Chips;' =1"),
        ('Chips;"=1', "Chips;'\"=1"),
        ("Chips\n=1", "Chips =1"),
        ("a = b", "a = b"),
        ("'=1", "'=1"),
        ("", ""),
    ],
)
def test_a_cell_is_never_a_formula(text: str, written: str) -> None:
    assert cell(text) == written


@settings(deadline=None, derandomize=True, max_examples=500)
@given(st.lists(st.text(alphabet="=+-@＝；;,\t\r\n '\"a\u200b\x00", max_size=8), min_size=1))
def test_no_text_becomes_a_formula_however_the_file_is_split(texts: list[str]) -> None:
    for text in texts:
        for part in cell(text).split(";"):
            assert not part.strip(' "').startswith(("=", "+", "-", "@", "＝"))


def test_what_an_attacker_writes_is_a_text_in_the_table(shell: Shell) -> None:
    title = "=cmd|' /C calc'!A0,\"b\"\n@x"

    def make(made: Rows) -> None:
        story = made.story("s", at=NOW)
        article = made.article("a", story, title=title, publisher="@Quill")
        made.alert(article, story, CHIPS, NOW, reason="-1+2")
        made.delivery(article, [CHIPS], created=NOW, address="-1001", why="+x", seen_by="=x")

    write(shell, make)
    judge(shell, "desk", author="@Bob")
    (row,) = table(shell)
    assert row["title"] == "'=cmd|' /C calc'!A0,\"b\" @x"
    assert not [value for value in row.values() if value.startswith(("=", "+", "-", "@"))]
    assert (row["address"], row["feedback"]) == ("'-1001", "'@Bob: irrelevant")


@pytest.mark.parametrize("args", [(), ("--json",), ("--format", "csv"), ("--judged",)])
def test_exporting_nothing_makes_no_database(with_rules: Shell, args: tuple[str, ...]) -> None:
    before = with_rules.files()
    answer = with_rules("alerts", "export", *args)
    assert answer.code == 0
    assert "there is no database at data/tracker.db yet" in answer.err
    assert with_rules.files() == before
