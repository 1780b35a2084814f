"""Labelled pairs of articles: all of ours are right, and a file that is faulty is named."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Shell, tracker
from tracker.core.model import Kind, Telling

__all__ = ["tracker"]
ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "quality" / "dedup" / "cases.jsonl"
RULES = "version: 1\nwatches: [{watch: Zeppelins, any: [zeppelin]}]\n"
MILL = {
    "source": "Valley Post",
    "url": "https://valley.example/mill",
    "title": "Guild limits the sale of mill stones abroad",
    "text": "The millers' guild has limited the sale of mill stones to buyers abroad. From 4 May a "
    "miller may sell no more than 12 stones a year, and has to name every buyer, the guild said "
    "after a meeting of nine hours in the corn exchange.",
}
BAKERY = {
    "source": "Hill Gazette",
    "url": "https://hill.example/bakery",
    "title": "A bakery opens beside the station",
    "text": "Its owner has baked on ships for a decade, and sells rye bread on weekdays.",
}
REPRINT = MILL | {"source": "Hill Gazette", "url": "https://hill.example/mill"}
RIGHT = {
    "id": "M1",
    "kind": "reprint",
    "gap_hours": 3,
    "relation": "copy",
    "action": "suppress",
    "a": MILL,
    "b": REPRINT,
}


def lines(*rows: Any) -> str:
    return "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)


def test_all_labelled_pairs_are_decided_as_they_say(tracker: Shell) -> None:
    answer = tracker("eval", "dedup", str(CASES), "--json", TRACKER_RULES=str(ROOT / "rules"))
    assert (answer.code, answer.err) == (0, "")
    found = answer.json
    assert list(found) == ["n", "correct", "accuracy", "wrong"]
    assert found["wrong"] == []
    assert found["n"] == found["correct"] == len(CASES.read_text("utf-8").splitlines())
    assert found["accuracy"] == 1.0


def test_the_labelled_pairs_show_every_relation_often_enough() -> None:
    rows = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    assert len(rows) >= 60
    assert len({row["id"] for row in rows}) == len(rows)
    relations = Counter(row["relation"] for row in rows)
    assert set(relations) == set(Kind)
    assert min(relations.values()) >= 5, relations
    assert set(Counter(row["action"] for row in rows)) == set(Telling)
    assert {"en", "zh", "ja"} <= {row["lang"] for row in rows}
    hosts = [row[name]["url"].split("/")[2] for row in rows for name in ("a", "b")]
    assert all(host.endswith(".example") for host in hosts)


def test_a_pair_of_our_own_is_judged_with_any_rules(tracker: Shell) -> None:
    tracker.rules(RULES)
    other = RIGHT | {"id": "M2", "action": "alert_new", "b": BAKERY, "gap_hours": 0}
    tracker.write("cases.jsonl", lines(RIGHT, "", other))
    answer = tracker("eval", "dedup", "cases.jsonl")
    assert (answer.code, answer.out) == (0, "n 2  correct 2  accuracy 1.0\n")
    # Only id, gap, action and the articles are needed.
    bare = {name: RIGHT[name] for name in ("id", "gap_hours", "action", "a", "b")}
    tracker.write("cases.jsonl", lines(bare))
    assert tracker("eval", "dedup", "cases.jsonl", "--json").json["correct"] == 1


def test_a_wrong_expectation_is_listed(tracker: Shell) -> None:
    tracker.rules(RULES)
    wrong = RIGHT | {"id": "M9", "action": "alert_update"}
    missed = RIGHT | {"id": "M8", "kind": "unlike", "b": BAKERY}
    tracker.write("cases.jsonl", lines(wrong, RIGHT, missed))
    found = tracker("eval", "dedup", "cases.jsonl", "--json").json
    assert (found["n"], found["correct"], found["accuracy"]) == (3, 1, 0.3333)
    one, other = found["wrong"]
    assert one["reason"].startswith(f"copy of “{MILL['title']}” (Valley Post, 3.0 h apart)")
    reason = one.pop("reason")
    assert one == {
        "id": "M9",
        "kind": "reprint",
        "expected": "alert_update",
        "got": "suppress",
        "relation": "copy",
    }
    assert (other["id"], other["expected"], other["got"]) == ("M8", "suppress", "alert_new")
    assert (other["kind"], other["relation"]) == ("unlike", "different")
    answer = tracker("eval", "dedup", "cases.jsonl")
    assert answer.out.splitlines()[:3] == [
        "n 3  correct 1  accuracy 0.3333",
        "  M9 (reprint): alert_update != suppress",
        f"    copy: {reason}",
    ]


def test_no_pairs_at_all_are_no_fault(tracker: Shell) -> None:
    tracker.rules(RULES)
    tracker.write("cases.jsonl", "\n")
    found = tracker("eval", "dedup", "cases.jsonl", "--json").json
    assert found == {"n": 0, "correct": 0, "accuracy": 0.0, "wrong": []}


def without(name: str, row: dict[str, Any] = RIGHT) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}


FAULTY = {
    "not JSON": ("{", "not JSON"),
    "a list": ("[1, 2]", "a row is an object"),
    "a text": ('"text"', "a row is an object"),
    "a deep nest": ("[" * 100_000, "nested too deeply"),
    "no id": (without("id"), "id"),
    "a number as id": (RIGHT | {"id": 7}, "id"),
    "no action": (without("action"), "action"),
    "another action": (
        RIGHT | {"action": "shout"},
        "suppress, thread_silent, alert_update, alert_new",
    ),
    "two actions": (RIGHT | {"action": ["suppress", "alert_new"]}, "action"),
    "no gap": (without("gap_hours"), "gap_hours"),
    "a negative gap": (RIGHT | {"gap_hours": -0.5}, "gap_hours"),
    "a gap in words": (RIGHT | {"gap_hours": "3"}, "gap_hours"),
    "a gap that is no number": (RIGHT | {"gap_hours": float("nan")}, "gap_hours"),
    "a gap without an end": (RIGHT | {"gap_hours": float("inf")}, "gap_hours"),
    "a gap of ages": (RIGHT | {"gap_hours": 1e12}, "gap_hours"),
    "no a": (without("a"), "a is an article"),
    "no b": (without("b"), "b is an article"),
    "an address as b": (RIGHT | {"b": "https://hill.example/mill"}, "b is an article"),
    "no title": (RIGHT | {"a": without("title", MILL)}, "a is an article"),
    "an empty text": (RIGHT | {"b": REPRINT | {"text": None}}, "b is an article"),
    "an unnamed source": (RIGHT | {"b": REPRINT | {"source": ""}}, "b is an article"),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_row_is_named_with_its_line(tracker: Shell, fault: str) -> None:
    row, says = FAULTY[fault]
    tracker.rules(RULES)
    tracker.write("cases.jsonl", lines("", "", row))
    answer = tracker("eval", "dedup", "cases.jsonl", "--json")
    assert (answer.code, answer.out) == (2, "")
    (line,) = answer.err.splitlines()
    assert line.startswith("tracker: cases.jsonl:3: ")
    assert says in line


@pytest.mark.parametrize("content", [b"\xff\xfe\xff", None])
def test_a_file_that_cannot_be_read_is_named(tracker: Shell, content: bytes | None) -> None:
    tracker.rules(RULES)
    if content is not None:
        tracker.write("cases.jsonl", content)
    answer = tracker("eval", "dedup", "cases.jsonl")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("tracker: cases.jsonl: cannot be read: ")
