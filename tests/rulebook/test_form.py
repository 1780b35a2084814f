"""The normal form changes spaces and nothing else, and is reached in one step."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_docs import RULES
from tracker import settings as folders
from tracker.rulebook import files
from tracker.rulebook.authoring.form import formatted
from tracker.rulebook.yaml import parse

calm = settings(deadline=None, derandomize=True, max_examples=300)
SHIPPED = files.snapshot([folders.shipped("rules")]).files
LINES = [
    "version: 1", "lists:", "  a: [x,", "    y]", "  b:", "  - x", "  -  y  # note", "  # alone",
    "watches:", "- watch: A", "  any:", "  - x", "    - y", "  note: |", "    text  ", "", "   ",
    "  note: 'a", "    b'", "  all: &a [z]", "  none: *a", "\ttab", "# end",
    "- {watch: B, any: [q]}  ",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("version: 1  \n\n\n", "version: 1\n"),
        ("version: 1", "version: 1\n"),
        ("version: 1\r\nnote: a\r\n", "version: 1\nnote: a\n"),
        (
            "a:\n- x # one\n# two\n- y\n# of b\nb: c\n",
            "a:\n  - x # one\n  # two\n  - y\n# of b\nb: c\n",
        ),
        ("a:\n- b:\n  - c\n  d: e\n", "a:\n  - b:\n      - c\n    d: e\n"),
        ("a:\n- |\n  x  \n   y\n- z\n", "a:\n  - |\n    x  \n     y\n  - z\n"),
        ("- a\n- b: ['c',\n  d]\n", "- a\n- b: ['c',\n  d]\n"),
        ("a: &x\n- b\nc: *x\n", "a: &x\n- b\nc: *x\n"),
        ("", ""),
    ],
)
def test_the_form(text: str, made: str) -> None:
    assert formatted(text, "a.yaml") == (made if text else "\n", ())


@pytest.mark.parametrize("text", ["a: [", "a:\n\tb: c\n", "a: 1\na: 2\n", "a: !!x y\n"])
def test_a_file_with_a_fault_is_left_alone_and_the_fault_is_told(text: str) -> None:
    made, problems = formatted(text, "a.yaml")

    assert made == text
    assert problems[0].line


def test_a_text_that_would_change_is_left_alone() -> None:
    text = "a: |+\n  x\n\n\n"
    made, problems = formatted(text, "a.yaml")

    assert made == text
    assert [problem.code for problem in problems] == ["form"]


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.name.rpartition("/rules/")[2])
def test_what_is_shipped_is_in_form(file: files.RuleText) -> None:
    assert formatted(file.text, file.name) == (file.text, ())


@pytest.mark.parametrize("text", RULES)
def test_what_the_readme_shows_is_in_form(text: str) -> None:
    assert formatted(text, "a.yaml") == (text, ())


@calm
@given(st.lists(st.sampled_from(LINES), max_size=14).map("\n".join))
def test_what_is_said_stays_and_a_second_time_changes_nothing(text: str) -> None:
    made, problems = formatted(text, "a.yaml")

    if problems:
        assert made == text
    else:
        assert parse(made, "").data == parse(text, "").data
        assert [line.strip() for line in made.splitlines() if line.strip()] == [
            line.strip() for line in text.splitlines() if line.strip()
        ]
        assert formatted(made, "a.yaml") == (made, ())
