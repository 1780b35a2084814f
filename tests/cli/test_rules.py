"""`tracker rules`: the schema for editors, what rules come to, their form, and new ones."""

import io
import sys

import pytest

from tests.cli.conftest import Shell
from tracker.rulebook.authoring import jsonschema


def test_the_schema_is_one_json_document(tracker: Shell) -> None:
    answer = tracker("rules", "schema")

    assert (answer.code, answer.err) == (0, "")
    assert answer.json == jsonschema.of()


def test_the_schema_suggests_names_when_asked(with_rules: Shell) -> None:
    answer = with_rules("rules", "schema", "--names")

    item = answer.json["$defs"]["Item"]["anyOf"][0]
    assert item["examples"] == ["$chips", "$nvidia"]
    watches = answer.json["$defs"]["RouteFilter"]["properties"]["watches"]["anyOf"][0]
    assert watches["examples"] == ["mine/ai-law", "mine/chips"]


# -- list and show -------------------------------------------------------------------------------


def test_every_watch_is_listed_with_its_state(with_rules: Shell) -> None:
    more = "version: 1\nwatches:\n" + "".join(
        f"  - {{watch: {name}, any: [x], {more}}}\n"
        for name, more in (("Off", "enabled: false"), ("Old", "expires: 2001-01-01"),
                           ("New", "status: draft"))
    )  # fmt: skip
    with_rules.write("rules/local/a.yaml", more)
    rows = with_rules("rules", "list", "--json").json

    assert {row["id"]: row["state"] for row in rows} == {
        "mine/chips": "live", "mine/ai-law": "live", "local/off": "disabled",
        "local/old": "expired", "local/new": "draft",
    }  # fmt: skip
    assert rows[0] == {
        "id": "mine/chips",
        "name": "Chip export controls",
        "severity": "high",
        "state": "live",
        "tags": ["export-controls", "semiconductors"],
        "place": "rules/packs/mine.yaml:10",
    }
    lines = with_rules("rules", "list").out.splitlines()
    assert lines[0] == "high     live     mine/chips   export-controls, semiconductors"
    assert lines[-1] == "5 watches"


def test_a_watch_is_shown_as_a_rule_with_its_place_and_the_reasons_of_changes(
    with_rules: Shell,
) -> None:
    with_rules.write(
        "rules/local/a.yaml",
        "version: 1\noverrides:\n"
        "  - {watch: mine/chips, set: {severity: low}, because: too many}\n",
    )
    answer = with_rules("rules", "show", "mine/chips")

    assert answer.out.startswith(
        "# mine/chips, at rules/packs/mine.yaml:10\n"
        "# changed at rules/local/a.yaml:3: too many\nversion: 1\npack: mine\n"
    )
    assert "severity: low" in answer.out
    assert "- 英伟达" in answer.out
    assert "$chips" not in answer.out
    with_rules.write("shown.yaml", answer.out)
    assert with_rules("check", "shown.yaml").code == 0
    found = with_rules("rules", "show", "mine/chips", "--json").json
    assert found["because"] == ["changed at rules/local/a.yaml:3: too many"]
    assert found["file"]["watches"][0]["severity"] == "low"


def test_a_shared_name_is_shown(with_rules: Shell) -> None:
    found = with_rules("rules", "show", "$chips", "--json").json

    assert found["place"] == "rules/packs/mine.yaml:2"
    assert found["file"]["lists"] == {
        "chips": {"terms": ["H20", {"term": "出口管制", "weight": 2.5}]}
    }


def test_what_was_meant_by_an_unknown_name_is_said(with_rules: Shell) -> None:
    for name, meant in (
        ("mine/chip", "no watch is called 'mine/chip': did you mean 'mine/chips'?"),
        ("chips", "did you mean 'mine/chips'?"),
        ("$chip", "no list, entity or macro is called 'chip': did you mean '$chips'?"),
        ("zzz", "write it as pack/id"),
    ):
        answer = with_rules("rules", "show", name)
        assert (answer.code, answer.out) == (2, "")
        assert meant in answer.err


def test_rules_with_a_fault_are_not_shown(with_rules: Shell) -> None:
    with_rules.write("rules/local/a.yaml", "version: 1\nwatches: [{watch: A, anny: [x]}]")
    answer = with_rules("rules", "list")

    assert answer.code == 2
    assert "unknown key 'anny'" in answer.err


# -- fmt -----------------------------------------------------------------------------------------


def test_files_are_brought_into_form(tracker: Shell) -> None:
    path = tracker.write("rules/packs/a.yaml", "version: 1  \nlists:\n  a:\n  - x  # why\n\n")
    good = tracker.write("rules/local/b.yaml", "version: 1\n")
    checked = tracker("rules", "fmt", "--check")
    assert (checked.code, path.read_text()[:12]) == (1, "version: 1  ")
    assert "would change rules/packs/a.yaml" in checked.out

    answer = tracker("rules", "fmt")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "changed rules/packs/a.yaml\n2 files, 1 changed\n"
    assert path.read_text() == "version: 1\nlists:\n  a:\n    - x  # why\n"
    assert good.read_text() == "version: 1\n"
    assert tracker("rules", "fmt", "--check", "rules/packs/a.yaml").code == 0


def test_a_file_with_a_tab_is_told_and_left_alone(tracker: Shell) -> None:
    path = tracker.write("a.yaml", "version: 1\nlists:\n\ta: [x]  \n")
    answer = tracker("rules", "fmt", "a.yaml")

    assert answer.code == 1
    assert "a.yaml:3:1: yaml: a tab stands here" in answer.err
    assert path.read_text() == "version: 1\nlists:\n\ta: [x]  \n"


# -- new -----------------------------------------------------------------------------------------

NEW = ("rules", "new", "--name", "Quantum: rules", "--any", "quantum, C #x, 12:30")


def test_a_new_watch_is_shown_tried_and_not_written(with_rules: Shell) -> None:
    before = with_rules.files()
    answer = with_rules(*NEW, "--severity", "high")

    assert answer.code == 0
    assert answer.out.startswith(
        '- watch: "Quantum: rules"\n  any: [quantum, "C #x", 12:30]\n  severity: high\n'
    )
    assert "rules/local/mine.yaml" in answer.out
    assert "Tried on the documents that come with the program" in answer.out
    assert with_rules.files() == before


def test_a_new_watch_is_written_and_then_found(with_rules: Shell) -> None:
    assert with_rules(*NEW, "--write").out.endswith("added to rules/local/mine.yaml\n")
    assert with_rules("check").code == 0
    shown = with_rules("explain", "--text", "quantum", "--json").json
    assert [found["watch"] for found in shown["matches"]] == ["local/quantum-rules"]


def test_a_file_that_is_there_keeps_all_it_says(with_rules: Shell) -> None:
    before = "# mine\nversion: 1\nwatches:\n  - watch: A\n    any: [aaa]  # why\n# end\n"
    path = with_rules.write("rules/local/mine.yaml", before)
    assert with_rules(*NEW, "--yes").code == 0

    after = path.read_text().splitlines()
    assert [line for line in after if line in before.splitlines()] == before.splitlines()
    assert after[5:7] == ['  - watch: "Quantum: rules"', '    any: [quantum, "C #x", 12:30]']


def test_beside_a_file_that_is_hard_to_change_a_new_one_is_made(with_rules: Shell) -> None:
    flow = "version: 1\nwatches: [{watch: A, any: [aaa]}]\n"
    path = with_rules.write("rules/local/mine.yaml", flow)
    assert with_rules(*NEW, "--yes").out.endswith("added to rules/local/quantum-rules.yaml\n")

    assert path.read_text() == flow
    assert with_rules("check").code == 0


def test_a_name_that_is_taken_is_told_and_nothing_is_written(with_rules: Shell) -> None:
    with_rules(*NEW, "--yes")
    before = with_rules.write("rules/local/mine.yaml", b"").parent  # the second goes elsewhere
    with_rules(*NEW, "--yes")
    answer = with_rules(*NEW, "--yes")

    assert answer.code == 2
    assert "the watch 'local/quantum-rules' is already defined" in answer.err
    assert sorted(path.name for path in before.iterdir()) == ["mine.yaml"]


def test_what_is_missing_is_asked_for(with_rules: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("Quantum\nquantum, 量子\ny\n"))
    answer = with_rules("rules", "new")

    assert answer.code == 0
    assert "added to rules/local/mine.yaml" in answer.out
    assert "any: [quantum, 量子]" in (with_rules.folder / "rules/local/mine.yaml").read_text()


def test_wrong_words_are_told(with_rules: Shell) -> None:
    for args, said in (
        (("--any", " , "), "there is no word to look for"),
        (("--any", "x", "--severity", "grave"), "'grave' is not one of info, low"),
        (("--any", "😀"), "has no letter or digit to look for"),
        (("--any", "$nothing"), "no list, entity or macro is called 'nothing'"),
    ):
        answer = with_rules("rules", "new", "--name", "A", *args, "--write")
        assert answer.code == 2
        assert said in answer.err
    assert not (with_rules.folder / "rules/local").exists()
