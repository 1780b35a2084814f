"""`tracker eval names`: the changes are what they say, and what is found of them is counted."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Shell
from tracker.core.fold import fold
from tracker.errors import ConfigError
from tracker.quality.bench.rulefiles import names as made_names
from tracker.quality.chance import seeded
from tracker.quality.names import evaluate, part, read, shapes, strays, texts
from tracker.quality.names.carriers import Carriers
from tracker.quality.names.perturb import EDIT, STRUCTURAL, perturbed
from tracker.quality.names.recall import beyond

calm = settings(deadline=None, derandomize=True, max_examples=200)
FIRM, PERSON, HAN = "Velmara & Sons Optics Co., Ltd.", "Mira Olen Tasker", "望川光电科技有限公司"


def written(way: str, name: str) -> set[str | None]:
    return {perturbed(name, way, seeded(seed)) for seed in range(60)}


@pytest.mark.parametrize(
    ("way", "name", "expected"),
    [
        ("exact", FIRM, {FIRM}),
        ("legal form dropped", FIRM, {"Velmara & Sons Optics"}),
        ("legal form dropped", "OOO Velmara", {"Velmara"}),
        ("legal form dropped", HAN, {"望川光电科技"}),
        ("legal form dropped", PERSON, {None}),
        ("legal form changed", "JSC Velmara", {f"{f} Velmara" for f in shapes.BEGINNINGS["JSC"]}),
        ("legal form changed", PERSON, {None}),
        ("legal form changed", HAN, {"望川光电科技有限责任公司", "望川光电科技股份有限公司"}),
        ("accents", "Zürich Döner", {"Zurich Doner"}),
        ("hyphen or space", "Mira-Olen Tasker", {"Mira Olen Tasker"}),
        ("hyphen or space", PERSON, {"Mira-Olen Tasker", "Mira Olen-Tasker"}),
        ("hyphen or space", "Velmara", {None}),
        ("& or and", FIRM, {"Velmara and Sons Optics Co., Ltd."}),
        ("& or and", "Sun and Moon", {"Sun & Moon"}),
        ("& or and", PERSON, {None}),
        ("missing space", PERSON, {"MiraOlen Tasker", "Mira OlenTasker"}),
        ("missing space", "Velmara Co., Ltd.", {None}),
        ("extra space", "Tasker", {"Ta sker", "Tas ker", "Task er"}),
        ("extra space", HAN, {None}),
        ("surname first", PERSON, {"Tasker Mira Olen", "Tasker, Mira Olen"}),
        ("surname first", "Velmara Trading", {None}),
        ("surname first", "Mira VELMARA", {None}),
        ("possessive or plural", "Tasker", {"Tasker's", "Tasker’s", "Taskers"}),
        ("possessive or plural", "Velmara Ltd.", {"Velmara Ltd's", "Velmara Ltd’s"}),
        ("possessive or plural", HAN, {None}),
        ("transposition", "Olen", {"Loen", "Oeln", "Olne"}),
        ("transposition", "ABC Ltd", {None}),
        ("typo", "ABC Ltd", {None}),
        ("two typos", HAN, {None}),
    ],
)
def test_a_change_is_what_it_says(way: str, name: str, expected: set[str | None]) -> None:
    assert written(way, name) == expected


def test_a_legal_form_is_changed_to_one_of_its_like() -> None:
    changed = written("legal form changed", FIRM)
    assert "Velmara & Sons Optics Company Limited" in changed
    assert all(form is not None and form.startswith("Velmara & Sons Optics ") for form in changed)
    assert FIRM not in changed


def test_a_typo_is_a_letter_wrong_too_many_or_missing_and_keeps_the_capital() -> None:
    forms = {form for form in written("typo", "Tasker") if form}

    assert {len(form) for form in forms} == {5, 6, 7}
    assert all(form[0].isupper() and not form[1:].isupper() for form in forms)
    assert {form for form in forms if form[1:] == "asker"} <= {"Rasker", "Yasker"}


@calm
@given(
    st.text(min_size=1, max_size=30).filter(lambda name: sum(map(str.isalpha, name)) > 1)
    | st.sampled_from(made_names(200)),
    st.integers(0, 99),
)
def test_every_name_can_be_tried_and_a_change_changes_it(name: str, seed: int) -> None:
    for way in (*STRUCTURAL, *EDIT):
        form = perturbed(name, way, seeded(seed))
        assert form == perturbed(name, way, seeded(seed)), "the same for the same seed"
        assert form is None or (form == name) == (way == "exact")
        assert isinstance(beyond(name, way), str)


@pytest.mark.parametrize(
    ("name", "way", "reason"),
    [
        (FIRM, "typo", ""),
        ("Olen", "exact", ""),
        ("Olen", "hyphen or space", "fewer than 6 letters"),
        ("Tasker Ltd.", "typo", "one word of fewer than 7 letters"),
        ("Tasker Ltd.", "legal form changed", ""),
        ("Enterprise Ltd.", "typo", "one ordinary word"),
        ("Enterprise Ltd.", "legal form dropped", "ordinary words but for the legal form"),
        ("Mira Olen", "two typos", "fewer than 10 letters for two typos"),
        ("望川光电", "typo", "fewer than 5 ideographs"),
    ],
)
def test_what_is_not_meant_to_be_found_has_a_reason(name: str, way: str, reason: str) -> None:
    assert beyond(name, way) == reason


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("VELMARA OPTICS LLC", "Velmara Optics LLC"),
        ("VELMA", "VELMA"),
        ("ABC科技公司", "ABC科技公司"),
        (FIRM, FIRM),
    ],
)
def test_a_list_in_capitals_is_printed_with_one_a_word(name: str, printed: str) -> None:
    assert shapes.printed(name) == printed


@pytest.mark.parametrize("name", [FIRM, HAN])
def test_a_name_stands_where_it_is_said_to_stand(name: str) -> None:
    for given_texts in ((), ("One.\nTwo.",)):
        carriers = Carriers(seeded(1), given_texts)
        for _ in range(30):
            carried = carriers.carry(name)
            assert carried.text[carried.start : carried.end] == name
            assert carried.text.count(name) == 1


def test_names_are_read_from_a_rule_file_a_table_and_lines(tmp_path: Path) -> None:
    files = {
        "rules.yaml": (
            "version: 1\nentities:\n  velmara: {name: Velmara Optics,"
            " aliases: [Velmara, {term: Velmara Labs, case: exact}]}\n"
        ),
        "list.csv": "\ufeffNo,Name\n1,Velmara  Optics\n2,\n3,27\n4,A*\n5,Velmara Optics\n",
        "list.txt": "Velmara Optics\n\n  Mira Tasker \n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    found = {name: read(tmp_path / name) for name in files}
    assert found["rules.yaml"] == ("Velmara Optics", "Velmara", "Velmara Labs")
    assert found["list.csv"] == ("Velmara Optics",)
    assert found["list.txt"] == ("Velmara Optics", "Mira Tasker")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("gone.txt", None, "cannot be read"),
        ("empty.txt", "12\n", "no names in it"),
        ("list.csv", "title\nx\n", "no column is called 'name'"),
        ("rules.yaml", "version: 1\nentities: {a: {nam: b}}\n", "rules.yaml"),
    ],
)
def test_a_list_that_is_none_is_named(
    tmp_path: Path, name: str, text: str | None, said: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)

    with pytest.raises(ConfigError) as error:
        read(tmp_path / name)
    assert said in str(error.value)


def test_the_halves_of_a_list_are_the_same_names_in_every_list() -> None:
    names = made_names(200)
    tuning, unseen = part(names, "tuning"), part(names, "unseen")

    assert sorted((*tuning, *unseen)) == sorted(names)
    assert 60 < len(tuning) < 140
    assert part(reversed(names), "unseen") == unseen[::-1]
    assert part(names, "all") == tuple(names)


def test_recall_is_counted_by_way_and_by_group() -> None:
    names = made_names(40)
    found = evaluate(names, (), sample=10, seed=3)

    ways = found["by_class"]
    assert list(ways) == [*STRUCTURAL, *EDIT]
    assert (found["names"], found["sampled"], found["seed"]) == (40, 10, 3)
    assert ways["exact"] == {"n": 10, "found": 10, "recall": 1.0}
    for group, members in (("structural", STRUCTURAL), ("edit", EDIT)):
        assert found[group]["n"] == sum(ways[way]["n"] for way in members)
        assert found[group]["found"] == sum(ways[way]["found"] for way in members)
    meant = found["structural"]["n"] + found["edit"]["n"]
    assert len(found["missed"]) == meant - sum(way["found"] for way in ways.values())
    assert found["texts"] is None
    assert found == evaluate(names, (), sample=10, seed=3)


def test_what_is_found_in_untouched_texts_is_listed_unless_it_is_exact(tmp_path: Path) -> None:
    rows = [
        {"title": "Velmara Optics Co Ltd", "summary": "and Velmara-Optics, it is said"},
        {"title": "nothing", "content": "at all"},
    ]
    packed = tmp_path / "rows.jsonl.gz"
    packed.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text("A title\n\nSold to VelmaraOptics yesterday.\n")
    (folder / "b.xml").write_text("not an article file")

    found = evaluate(["Velmara Optics Co., Ltd."], [packed, folder], sample=1, seed=1)["texts"]

    assert found["texts"] == 3
    assert {hit["words"] for hit in found["listed"]} >= {"VelmaraOptics"}
    assert all(hit["kind"] == "form" for hit in found["listed"])
    assert found["hits"] == len(found["listed"])
    assert found["near"] == 0
    assert found["hits_per_article"] == pytest.approx(
        found["hits"] / found["words"] * 600, rel=0.01
    )


@pytest.mark.parametrize(
    ("hit", "name", "exact"),
    [
        ("Velmara–Optics", "Velmara Optics", True),
        ("VELMARA OPTICS", "Velmara Optics", True),
        ("Velmara", "Velmara Optics", False),
    ],
)
def test_folding_alone_is_exact(hit: str, name: str, *, exact: bool) -> None:
    assert strays.is_exact(hit, name) == exact
    assert fold(hit).text != "" or not exact


def test_a_text_is_cut_after_600_words_and_an_ideograph_is_one() -> None:
    assert texts.cut("word " * 700) == ("word " * 600).rstrip()
    assert texts.cut("望" * 700) == "望" * 600
    assert texts.cut("short, and whole.") == "short, and whole."
    assert texts.count("Two words 望川") == 4


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    shell = Shell(tmp_path, monkeypatch)
    shell.write("names.txt", "\n".join(made_names(60)))
    shell.write("rows.jsonl", json.dumps({"title": "Nothing to see"}))
    return shell


def test_the_command_tells_people_and_programs(shell: Shell) -> None:
    args = ("eval", "names", "names.txt", "--sample", "3", "--texts", "rows.jsonl", "--into-texts")
    found = shell(*args, "--part", "unseen", "--json").json

    assert {"names", "sampled", "seed", "part", "structural", "edit", "by_class"} < set(found)
    assert (found["part"], found["sampled"], found["names"] < 60) == ("unseen", 3, True)
    told = shell(*args).out
    assert "surname first" in told
    assert "found in the texts, not written as in the rules:" in told


@pytest.mark.parametrize("place", ["gone.jsonl", "gone.txt", "names.csv"])
def test_texts_that_cannot_be_read_are_named(shell: Shell, place: str) -> None:
    shell.write("names.csv", "name\n")
    answer = shell("eval", "names", "names.txt", "--sample", "1", "--texts", place)

    assert (answer.code, answer.out) == (2, "")
    assert place in answer.err
