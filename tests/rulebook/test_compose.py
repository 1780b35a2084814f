"""A watch of words, quoted where YAML asks for it, and added without touching the rest."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.rulebook.authoring import compose
from tracker.rulebook.yaml import parse

calm = settings(deadline=None, derandomize=True, max_examples=300)
ITEM = compose.watch("New", ["x"])


def test_words_are_parted_by_commas_of_any_script() -> None:
    assert compose.words("a b,  c，出口、管制; a b,,") == ("a b", "c", "出口", "管制")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("export control", "export control"),
        ("12:30", "12:30"),
        ("3E001", "3E001"),
        ("licen*", "licen*"),
        ("$chips", "$chips"),
        ("C #x", '"C #x"'),
        ("a: b", '"a: b"'),
        ("@x", '"@x"'),
        ("*x", '"*x"'),
        ("a, b", '"a, b"'),
        ("[EU]", '"[EU]"'),
        ('say "x"', 'say "x"'),
        ("- x", '"- x"'),
        ("-", '"-"'),
        ("- - x", '"- - x"'),
        (" x", '" x"'),
        ("", '""'),
        ("a\\nb", "a\\nb"),
    ],
)
def test_a_text_is_quoted_where_it_must_be(text: str, written: str) -> None:
    assert compose.scalar(text) == written


@calm
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20))
def test_every_text_is_read_as_itself(text: str) -> None:
    read = parse(f"- watch: {compose.scalar(text)}\n  any: [{compose.scalar(text)}]\n", "")

    assert not read.problems
    assert read.data == [{"watch": text, "any": [text]}]


def test_many_words_stand_one_below_the_other() -> None:
    terms = [f"a rather long term {number}" for number in range(9)]
    item = compose.watch("A", terms, "high")

    assert max(map(len, item.splitlines())) < 100
    assert parse(item, "").data == [{"watch": "A", "any": terms, "severity": "high"}]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "version: 1\nwatches:\n  - watch: New\n    any: [x]\n"),
        ("version: 1", "version: 1\n\nwatches:\n  - watch: New\n    any: [x]\n"),
        (
            "version: 1\nwatches:\n- watch: A  # mine\n  any: [a]\n# end\nlists: {b: c}\n",
            "version: 1\nwatches:\n- watch: A  # mine\n  any: [a]\n- watch: New\n  any: [x]\n"
            "# end\nlists: {b: c}\n",
        ),
        (
            "watches:\n    - {watch: A,\n       any: [a]}",
            "watches:\n    - {watch: A,\n       any: [a]}\n    - watch: New\n      any: [x]\n",
        ),
        (
            "watches:\n  - watch: A\n    any:\n      - a\n    note: |\n      b\n\n",
            "watches:\n  - watch: A\n    any:\n      - a\n    note: |\n      b\n\n"
            "  - watch: New\n    any: [x]\n",
        ),
    ],
)
def test_a_watch_is_added_below_the_last(before: str, after: str) -> None:
    assert compose.added(before, ITEM) == after


@pytest.mark.parametrize(
    "before",
    ["watches: [{watch: A, any: [a]}]\n", "a: [\n", "{version: 1}\n", "- a\n", "version: 1\r\n",
     "watches: x\n", "watches:\n  a: b\n", "version: 1\n--- \n"],
)  # fmt: skip
def test_where_it_is_not_sure_nothing_is_made(before: str) -> None:
    assert compose.added(before, ITEM) == ""
