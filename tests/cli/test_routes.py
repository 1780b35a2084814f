"""`tracker routes`: what goes where, when and why; and the tests that stand in the rules."""

import pytest

from tests.cli.conftest import RULES, Shell

ROUTES = """
timezone: Asia/Singapore
channels:
  team: {kind: console}
  duty: {kind: console}
quiet:
  night: {from: "22:00", to: "07:00"}
routes:
  - {route: urgent, if: {severity: critical}, send: [team, duty], also: true,
     escalate: {after: 15m, send: duty}, cooldown: 6h}
  - {route: grave, if: {severity: high, sources: [bis]}, send: team, quiet: night}
  - {route: rest, send: team, wait: 1m, digest: {at: ["08:30", "17:30"], days: mon-fri}}
"""
TESTS = """tests:
  - alert: {watch: mine/chips, source: bis, at: "2026-11-18T23:30"}
    expect: {grave: held until 07:00}
  - alert: {watch: mine/ai-law, severity: low}
    expect: {rest: digest at 08:30}
"""
WATCH = ("routes", "explain", "--watch", "mine/chips")


@pytest.fixture
def routed(tracker: Shell) -> Shell:
    """A shell in a folder with routes and their tests."""
    tracker.rules(RULES + ROUTES + TESTS)
    return tracker


def test_tests_that_hold(routed: Shell) -> None:
    answer = routed.process("routes", "test")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "✔ rules/packs/mine.yaml:34 · mine/chips · high · export-controls · semiconductors · "
        "wed 2026-11-18 23:30 Asia/Singapore",
        "    route grave: held until 07:00",
        "✔ rules/packs/mine.yaml:36 · mine/ai-law · low · ai-regulation · "
        "wed 2026-01-14 12:00 Asia/Singapore",
        "    route rest: digest at 17:30",
        "2 tests of routes: all well",
    ]
    assert routed("check").out.endswith("4 examples, 2 tests of routes: no faults, 1 warning\n")


FAILING = TESTS.replace("{grave: held until 07:00}", "{grave: team, rest: [team]}")


def test_tests_that_fail(tracker: Shell) -> None:
    tracker.rules(RULES + ROUTES + FAILING)
    answer = tracker("routes", "test")
    assert (answer.code, answer.err) == (1, "")
    lines = answer.out.splitlines()
    assert lines[0].startswith("✘ rules/packs/mine.yaml:34")
    assert lines[1:3] == [
        "    route grave: held until 07:00, should be team",
        "    route rest: it does not take the alert, should be team",
    ]
    assert lines[-1] == "2 tests of routes: 1 failure"


def test_the_tests_as_a_document(tracker: Shell) -> None:
    tracker.rules(RULES + ROUTES + FAILING)
    answer = tracker("routes", "test", "--json")
    assert (answer.code, answer.err) == (1, "")
    assert (answer.json["failed"], len(answer.json["tests"])) == (1, 2)
    assert answer.json["tests"][0] == {
        "ok": False,
        "place": "rules/packs/mine.yaml:34",
        "alert": {
            "watch": "mine/chips",
            "severity": "high",
            "tags": ["export-controls", "semiconductors"],
            "at": "2026-11-18T23:30:00+08:00",
        },
        "expected": {"grave": ["team"], "rest": ["team"]},
        "got": {"grave": ["held until 07:00"]},
        "why": ["route grave: held until 07:00 by the quiet time night"],
    }


def test_a_failing_test_is_a_fault_of_the_rules(tracker: Shell) -> None:
    tracker.rules(RULES + ROUTES + FAILING)
    answer = tracker("check", "--format", "json")
    assert answer.code == 1
    failed = [p for p in answer.json["problems"] if p["code"] == "route-test"]
    assert [(p["line"], p["column"]) for p in failed] == [(35, 21), (35, 33)]
    assert tracker("run", "--once").code == 2


def test_no_tests_are_no_failure(with_rules: Shell) -> None:
    assert with_rules("routes", "test").out == "0 tests of routes: all well\n"


def test_what_a_route_does_with_an_alert_and_why(routed: Shell) -> None:
    answer = routed.process(*WATCH, "--source", "bis", "--at", "2026-11-20T23:30")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "mine/chips · high · export-controls · semiconductors · bis · "
        "fri 2026-11-20 23:30 Asia/Singapore",
        "✘ urgent: its severity is high, not one of critical",
        "✔ grave",
        "✘ rest: route grave takes it, and does not say also",
        "",
        "→ team · held · sat 2026-11-21 07:00 Asia/Singapore",
        "    route grave: held until 07:00 by the quiet time night",
    ]


def test_an_alert_as_it_is_asked_for(routed: Shell) -> None:
    answer = routed(*WATCH, "--severity", "critical", "--tags", "a, b", "--at",
                    "2026-11-20T23:30Z", "--json")  # fmt: skip
    assert (answer.code, answer.err) == (0, "")
    document = answer.json
    assert document["alert"] == {
        "watch": "mine/chips",
        "severity": "critical",
        "tags": ["a", "b"],
        "source": "",
        "jurisdictions": [],
        "at": "2026-11-21T07:30:00+08:00",
    }
    assert document["routes"] == [
        {"route": "urgent", "takes": True, "refusal": ""},
        {"route": "grave", "takes": False, "refusal": "it has none of the sources bis"},
        {"route": "rest", "takes": True, "refusal": ""},
    ]
    team, duty = document["decisions"]
    assert team == {
        "route": "urgent",
        "channel": "team",
        "action": "now",
        "at": "2026-11-20T23:30:00+00:00",
        "cooldown": "6h",
        "group_by": "story",
        "escalation": {"after": "15m", "send": ["duty"]},
        "why": "route urgent: at once",
    }
    assert duty["channel"] == "duty"


def test_a_route_that_adds_no_channel_says_so(routed: Shell) -> None:
    out = routed(*WATCH, "--severity", "critical", "--at", "2026-11-20T12:00").out
    assert "✔ rest, whose channels have it from another route\n" in out


def test_without_a_time_it_is_now(routed: Shell) -> None:
    assert routed(*WATCH, "--json").json["alert"]["at"] > "2026"


def test_what_no_route_takes_goes_to_the_default_channel(with_rules: Shell) -> None:
    answer = with_rules("routes", "explain", "--watch", "mine/ai-law", "--at", "2026-11-20T12:00")
    assert answer.out.splitlines() == [
        "mine/ai-law · medium · ai-regulation · fri 2026-11-20 12:00 UTC",
        "",
        "→ (default) · now · fri 2026-11-20 12:00 UTC",
        "    no route takes it: at once",
    ]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--watch", "mine/chip"), "no watch is called 'mine/chip': did you mean 'mine/chips'?"),
        (("--watch", "x"), "no watch is called 'x'"),
        (
            ("--watch", "mine/chips", "--severity", "hihg"),
            "no severity is called 'hihg': did you mean 'high'?",
        ),
        (
            ("--watch", "mine/chips", "--source", "bsi"),
            "no source is called 'bsi': did you mean 'bis'?",
        ),
        (
            ("--watch", "mine/chips", "--at", "noon"),
            "--at: 'noon' is not a time of this century: write 2026-11-20T23:30",
        ),
        (("--watch", "mine/chips", "--at", "9999-12-31"), "is not a time of this century"),
        ((), "--watch"),
    ],
)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_what_cannot_be_answered(
    routed: Shell, args: tuple[str, ...], says: str, form: tuple[str, ...]
) -> None:
    answer = routed("routes", "explain", *args, *form)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err


def test_faulty_rules_are_told_first(tracker: Shell) -> None:
    tracker.rules(RULES + ROUTES.replace("quiet: night", "quiet: nihgt"))
    answer = tracker("routes", "test")
    assert (answer.code, answer.out) == (2, "")
    assert "no quiet time is called 'nihgt'" in answer.err
