"""`tracker check`: faults as text, JSON and annotations, and what the exit code says."""

import pytest

from tests.cli.conftest import RULES, Shell

FAULTY = """version: 1
watches:
  - watch: 出口 A
    any: [出口管制, "😀", $chps]
    severty: high
"""


def test_good_rules_are_well(with_rules: Shell) -> None:
    answer = with_rules.process("check")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "2 watches, 1 entity, 3 sources, 4 examples: all well\n"


def test_faults_have_a_place_a_hint_and_a_caret(tracker: Shell) -> None:
    tracker.rules(FAULTY)
    answer = tracker.process("check")
    assert answer.code == 1
    assert answer.out.splitlines() == [
        "rules/packs/mine.yaml:4:17: empty-term: '😀' has no letter or digit to look for",
        '      4 |     any: [出口管制, "😀", $chps]',
        "        |                     ^",
        "rules/packs/mine.yaml:4:22: unknown-reference: no list, entity or macro is called 'chps'",
        "    hint: a $ begins the name of a list or entity",
        '      4 |     any: [出口管制, "😀", $chps]',
        "        |                           ^",
        "rules/packs/mine.yaml:5:5: unknown-key: unknown key 'severty'",
        "    hint: did you mean 'severity'?",
        "      5 |     severty: high",
        "        |     ^",
        "1 watch, 0 entities, 0 sources, 0 examples: 3 faults",
    ]


def test_json_is_one_document(tracker: Shell) -> None:
    tracker.rules(FAULTY)
    answer = tracker("check", "--format", "json")
    assert (answer.code, answer.err) == (1, "")
    assert answer.json["problems"][2] == {
        "file": "rules/packs/mine.yaml",
        "line": 5,
        "column": 5,
        "level": "error",
        "code": "unknown-key",
        "message": "unknown key 'severty'",
        "hint": "did you mean 'severity'?",
    }
    tracker.rules()
    assert tracker("check", "--format", "json").json == {"problems": []}


def test_annotations_are_one_line_each(tracker: Shell) -> None:
    tracker.rules(FAULTY)
    tracker.write("rules/packs/100%,a:b.yaml", "version: 1\nnot: known")
    tracker.write("rules/packs/dir.yaml/x", "")
    answer = tracker("check", "--format", "github")
    assert answer.code == 1
    lines = answer.out.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith(
        "::error file=rules/packs/100%25%2Ca%3Ab.yaml,line=2,col=1::unknown-key: unknown key 'not'"
    )
    assert lines[1] == "::error file=rules/packs/dir.yaml::unreadable: Is a directory"
    assert lines[3].endswith("unknown key 'severty' (did you mean 'severity'?)")


def test_a_failing_example_is_a_fault(tracker: Shell) -> None:
    tracker.rules(RULES.replace("match: [Nvidia H20]", "match: [Nvidia 出口管制 potato]"))
    answer = tracker("check")
    assert answer.code == 1
    assert ":16:24: example: Chip export controls: this text should match" in answer.out
    assert "excluded by" in answer.out


def test_warnings_count_when_asked(tracker: Shell) -> None:
    tracker.rules(RULES + "channels: {d: {kind: console}}\n"
                  "routes: [{route: r, send: d, if: {tags: [chips]}}]\n")  # fmt: skip
    assert tracker("check").code == 0
    assert "idle-route: no watch has the tag 'chips'" in tracker("check").out
    assert tracker("check", "--strict").code == 1
    assert tracker("check", "--format", "github").out.startswith("::warning file=")


def test_a_file_elsewhere_is_checked_by_itself(with_rules: Shell) -> None:
    with_rules.write("new.yaml", "version: 1\nwatches: [{watch: A, any: [x]}]")
    with_rules.write("bad/one.yaml", "version: 1\nwatches: [{watch: A, any: [$chips]}]")
    assert (
        "\n1 watch, 0 entities, 0 sources, 0 examples: no faults, "
        in with_rules("check", "new.yaml").out
    )
    answer = with_rules("check", "bad", "new.yaml")
    assert answer.code == 1
    assert "bad/one.yaml:2:28: unknown-reference" in answer.out


def test_a_file_of_the_rules_may_use_the_names_of_others(with_rules: Shell) -> None:
    with_rules.write("rules/local/a.yaml", "version: 1\nwatches: [{watch: A, any: [$chips]}]")
    with_rules.write("rules/local/b.yaml", "version: 1\nwatches: [{watch: A, any: [$chps]}]")
    assert with_rules("check", "rules/local/a.yaml").code == 0
    answer = with_rules("check", "rules/local/b.yaml", "--format", "json")
    assert [p["code"] for p in answer.json["problems"]] == ["duplicate-id"]


def test_local_rules_may_lie_elsewhere(with_rules: Shell) -> None:
    with_rules.write("data/rules/a.yaml", "version: 1\nwatches: [{watch: A, any: [H20]}]")
    answer = with_rules("explain", "--text", "H20", "--json", TRACKER_RULES_LOCAL="data/rules")
    assert [found["watch"] for found in answer.json["matches"]] == ["local/a"]


@pytest.mark.parametrize("args", [("nowhere.yaml",), ("--format", "xml"), ("--bogus",)])
def test_wrong_use_is_told_apart_from_faults(with_rules: Shell, args: tuple[str, ...]) -> None:
    answer = with_rules("check", *args)
    assert answer.code == 2
    assert answer.out == ""


def test_no_rules_are_a_fault(tracker: Shell) -> None:
    answer = tracker("check", TRACKER_RULES="nowhere")
    assert answer.code == 1
    assert "no-rules: no rule file (*.yaml) here" in answer.out


def test_control_characters_do_not_reach_the_terminal(tracker: Shell) -> None:
    tracker.rules("version: 1\nnote: \x1b[31mred\n")
    answer = tracker("check")
    assert answer.code == 1
    assert "\x1b" not in answer.out
    assert "mine.yaml:2:7: yaml: an invisible character (U+001B) stands here" in answer.out


SPARE = (
    "version: 1\n# tracker: allow L008 they are tried by hand\nwatches: [{watch: A, any: [the]}]\n"
)


def test_a_lint_is_a_warning_that_a_remark_waives(tracker: Shell) -> None:
    tracker.rules(SPARE)
    answer = tracker("check")
    assert answer.code == 0
    assert "mine.yaml:3:28: L002: 'the' stands in almost every text" in answer.out
    assert answer.out.endswith("1 watch, 0 entities, 0 sources, 0 examples: no faults, 1 warning\n")
    assert tracker("check", "--strict").code == 1
    tracker.rules(SPARE.replace("L008", "L008 L002"))
    assert tracker("check", "--strict").code == 0


def test_the_stored_articles_are_asked_only_when_wanted(with_rules: Shell) -> None:
    answer = with_rules("check", "--history")
    assert answer.code == 0
    assert "there is no database" in answer.err
    assert "there is no database" not in with_rules("check").err
