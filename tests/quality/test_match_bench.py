"""`tracker bench match`: every figure is there, on data of its own. Never how quick anything is."""

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tracker.quality.bench import others
from tracker.quality.bench.match import FULL, sized
from tracker.quality.bench.prose import KINDS, WORDS, Prose, strange
from tracker.quality.bench.race import Race, Way, run, slow
from tracker.quality.bench.rulefiles import MadeWatch, names, snapshot, vocabulary, watches
from tracker.quality.chance import seeded
from tracker.rulebook import build, words

FIGURES = {
    ("10 watches, an article", "us", "an expression for each keyword"),
    ("10 watches, an article", "us", "`in` for each keyword"),
    ("from 2 to 20 watches the cost grows", "x", "that of `in` for each keyword"),
    *(
        (
            f"folding with offsets, {kind} text",
            "us",
            "NFKC and casefold of each character, with a list of places",
        )
        for kind in KINDS
    ),
    *(
        (f"20 names, {state} article", "ms", "a partial ratio for each name")
        for state in ("new", "steady")
    ),
    *(
        (
            f"from 20 to 40 names the cost grows, {state} article",
            "x",
            "that of a partial ratio for each name",
        )
        for state in ("new", "steady")
    ),
    (
        "10 watches and 20 names, an entry normalised and matched",
        "ms",
        "a bot: re.search for each keyword, a partial ratio for each name",
    ),
    ("10 watches and 20 names, their files read", "CPU s", None),
    ("10 watches and 20 names, compiled", "CPU s", None),
    ("10 watches and 20 names, memory they keep", "MB", None),
    ("10 watches and 20 names, memory at most while they are made", "MB", None),
    ("10 watches read and checked", "s", None),
    ("a query parsed", "ms", None),
    ("the examples of 10 watches", "s", None),
    ("articles matched, shipped rules", "1/s", "an expression for each term"),
    ("one watch against 8 articles", "s", None),
}


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    shell = Shell(tmp_path, monkeypatch)
    shell.write("rules/test.yaml", "version: 1\nwatches: [{watch: Law, any: [AI Act]}]\n")
    shell.write("names.txt", "Velmara Technology Co., Ltd.\nMira Tasker\n")
    return shell


def test_every_figure_is_there_and_is_a_number(shell: Shell) -> None:
    found = shell("bench", "match", "--small", "--names", "names.txt", "--json").json

    rows = found["results"]
    assert {(row["metric"], row["unit"], row["versus"]) for row in rows} == FIGURES
    for row in rows:
        assert set(row) == {"metric", "value", "unit", "versus", "ratio", "goal", "holds"}
        numbers = [row["value"], *([row["ratio"]] if row["versus"] else [])]
        assert all(math.isfinite(number) and number > 0 for number in numbers), row
        assert (row["goal"], row["holds"]) == ("", None), "the goals are for the full sizes"
    assert found["name"] == "match"
    assert all(way["articles"] > 0 for way in found["found"].values())


def test_a_list_without_names_is_no_bench(shell: Shell) -> None:
    shell.write("empty.txt", "\n")

    answer = shell("bench", "match", "--small", "--names", "empty.txt")
    assert (answer.code, answer.out) == (2, "")
    assert "empty.txt: no names in it" in answer.err


def test_the_usual_sizes_are_the_full_ones() -> None:
    assert sized(FULL.watches, FULL.articles) == FULL
    assert sized(5, 3).few_watches == 1


def test_what_is_made_is_the_same_in_every_run_and_makes_a_sound_rulebook() -> None:
    terms = vocabulary(200)
    made, named = watches(30, terms), names(50)

    assert (vocabulary(200), watches(30, terms), names(50)) == (terms, made, named)
    assert names(60)[:50] == named
    built = build.of(snapshot(made, named))
    assert built.errors == ()
    assert (len(built.rulebook.watches), len(built.rulebook.entities)) == (30, 50)
    assert list(Prose(1, terms, named).articles(3)) == list(Prose(1, terms, named).articles(3))


@pytest.mark.parametrize("kind", KINDS)
def test_an_article_is_of_its_kind_and_length(kind: str) -> None:
    text = Prose(1, vocabulary(200)).text(kind)

    assert text.isascii() == (kind == "ascii")
    assert ("“" in text) == (kind in {"curly", "mixed"})
    if kind == "chinese":
        assert 900 < len(text) < 1100
    else:
        assert WORDS - 10 < len(text.split()) < WORDS + 60


def test_the_ways_of_others_find_what_they_should() -> None:
    made = [
        MadeWatch((("chip", "wafer"), ("licence",)), ("potato",)),
        MadeWatch((("export control",),), ()),
    ]
    texts = {
        "A Chip without a licence": 1,
        "A chip, a licence, a potato": 0,
        "Chips and a licence": 0,
        "Wafer licence and Export Control": 2,
    }
    for text, expected in texts.items():
        assert others.by_expressions(made)(text) == expected
        assert others.simple_bot(made, ["Velmara Technology"])(text) == expected
    assert others.by_substrings(made)("Chips and a licence") == 1  # it knows no words
    assert others.by_partial_ratio(["Velmara Optics", "Tasker"])("of Velmarra Optics") == 1
    assert others.one_by_one(["export*", "wom?n"])("Exports by women") == 2
    assert others.folded_by_character("Aﬁ") == ("afi", [0, 1, 1])


def test_ways_take_turns_and_a_slow_one_sees_fewer() -> None:
    order: list[str] = []

    def way(name: str) -> Callable[[int], int]:
        def work(item: int) -> int:
            order.append(name)
            return item

        return work

    ours, theirs = Way(way("ours")), slow(way("theirs"), 10, 5)

    run([Race((ours, theirs), range(10))], rounds=5)

    assert order == ["ours", "ours", "theirs"] * 5
    assert (sorted(ours.seconds), sorted(theirs.seconds)) == (list(range(10)), [0, 2, 4, 6, 8])
    ours.seconds |= dict.fromkeys(range(10), 1.0)
    theirs.seconds |= dict.fromkeys(range(0, 10, 2), 3.0)
    assert theirs.slower_than(ours) == 3


def test_a_strange_word_is_in_no_list_of_words() -> None:
    chance = seeded(1)
    assert not {strange(chance) for _ in range(500)} & words.dictionary().words
