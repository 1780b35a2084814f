"""What docs/queries.md promises to people who know other query languages holds, row by row."""

import re
from pathlib import Path

import pytest
import yaml

from tracker.errors import Problem
from tracker.rulebook import build, examples

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "queries.md").read_text(encoding="utf-8")
RULES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
MESSAGES = re.findall(r"^```text\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
ENTITY = {"acme": {"name": "Acme Photonics", "aliases": ["AcmePhotonics"]}}


def rows() -> list[list[str]]:
    """The cells of the large table."""
    table = PAGE.partition("| product | theirs |")[2].splitlines()[2:]
    lines = table[: table.index("")]
    cells = (re.split(r"(?<!\\)\|", line.strip("|")) for line in lines)
    return [[cell.strip().replace("\\|", "|") for cell in row] for row in cells]


ROWS = rows()


def watch(what: str, finds: str, leaves: str, folder: Path) -> build.Built:
    """A watch of this query, or of these keys, with the two texts as examples."""
    keys = yaml.safe_load(what) if what.startswith("{") else {"query": what.strip("`")}
    match, no_match = (
        yaml.safe_load(text) if text.startswith("{") else {"title": text}
        for text in (finds, leaves)
    )
    rule = {"watch": "W", **keys, "examples": {"match": [match], "no_match": [no_match]}}
    text = yaml.safe_dump(
        {"version": "1", "entities": ENTITY, "watches": [rule]}, allow_unicode=True, width=1000
    )
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    return build.build(folder)


def failures(built: build.Built) -> list[str]:
    """What is wrong with the rules, or with their examples."""
    return [f"{p.message} ({p.hint})" for p in (*built.problems, *examples.failures(built))]


def test_every_product_is_in_the_table() -> None:
    assert len(ROWS) >= 60
    assert all(len(row) == 5 and all(row) for row in ROWS)
    assert {"Westlaw", "Lexis", "Nexis", "Factiva"} <= {row[0] for row in ROWS}


@pytest.mark.parametrize(("product", "theirs", "ours", "finds", "leaves"), ROWS)
def test_what_to_write_here_finds_what_it_should(
    product: str, theirs: str, ours: str, finds: str, leaves: str, tmp_path: Path
) -> None:
    assert failures(watch(ours, finds, leaves, tmp_path)) == []


@pytest.mark.parametrize(("product", "theirs", "ours", "finds", "leaves"), ROWS)
def test_what_is_written_elsewhere_is_the_same_here_or_an_error_that_helps(
    product: str, theirs: str, ours: str, finds: str, leaves: str, tmp_path: Path
) -> None:
    built = watch(theirs, finds, leaves, tmp_path)
    if not built.problems:
        assert failures(built) == []
        return
    assert {problem.code for problem in built.problems} <= {"query", "wildcard"}
    for problem in built.problems:
        for part in promised(problem):
            assert part in ours, f"{problem.message} ({problem.hint})"


def promised(problem: Problem) -> list[str]:
    """What the hint of an error says to write: each part must be in what is right."""
    if "for the phrase" in problem.hint or not problem.hint.startswith("write "):
        return []  # it offers a choice
    text = problem.hint.removeprefix("write ").replace("$name, of an entity", "$")
    text = re.sub(r"\(\.\.\.\)| in capitals|: on the watch| inside one field.*", "", text)
    return text.split(" OR ") if ":" in text else [text]


def test_most_habits_are_told_exactly_what_to_write(tmp_path: Path) -> None:
    told = []
    for number, (_, theirs, _, finds, leaves) in enumerate(ROWS):
        folder = tmp_path / str(number)
        folder.mkdir()
        told += map(promised, watch(theirs, finds, leaves, folder).problems)
    assert len(list(filter(None, told))) >= 40


@pytest.mark.parametrize("text", RULES)
def test_a_rule_of_the_page_is_valid_and_its_examples_hold(text: str, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    assert failures(build.build(tmp_path)) == []


@pytest.mark.parametrize("said", MESSAGES)
def test_a_message_of_the_page_is_the_one_that_is_told(said: str, tmp_path: Path) -> None:
    query = re.search(r"query: (.*)\n +\|", said)
    assert query
    text = f"version: 1\nwatches:\n  - watch: W\n    query: {query[1]}\n"
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    (problem,) = build.build(tmp_path).problems
    place = f"rules/local/mine.yaml:{problem.line}:{problem.column}: {problem.code}: "
    assert said.startswith(f"{place}{problem.message}\n    hint: {problem.hint}\n")
    assert said.splitlines()[-1].index("^") - said.splitlines()[-2].index("query:") == (
        problem.column - 5
    )
