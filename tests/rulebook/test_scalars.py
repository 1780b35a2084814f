"""A fault inside a text is told at its line and column, however YAML lets the text be written."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.rulebook import build, yaml
from tracker.rulebook.scalars import place

calm = settings(deadline=None, derandomize=True, max_examples=300)

# A watch with a query; « stands before the character at which the fault is.
QUERIES = {
    "plain": "query: a AND «OR b",
    "plain with an apostrophe": "query: people's AND «OR b",
    "after blanks": "query:    a AND «OR b   ",
    "before a comment": "query: a AND «OR b   # OR what",
    "plain over two lines": "query: a AND\n      «OR b",
    "plain over many lines": "query:\n      a AND\n\n\n      b AND\n        «OR c",
    "plain after emoji": "query: 🚀🚀 AND «OR b",
    "plain after Chinese": "query: 出口管制 AND «OR b",
    "plain after a combining mark": "query: cafe\u0301 AND «OR b",
    "single quotes": "query: 'a AND «OR b'",
    "single quotes with one inside": "query: 'people''s AND ''''s AND «OR b'",
    "single quotes at the fault": "query: 'a «''b'",
    "single quotes over lines": "query: 'it''s AND\n\n      «OR b'",
    "double quotes": 'query: "a AND «OR b"',
    "double quotes with escaped ones": 'query: "\\"export control\\" AND «OR b"',
    "an escaped quotation mark": 'query: "a AND «\\"b"',
    "escaped backslashes": 'query: "/\\\\d+\\\\/x/ AND «OR b"',
    "escaped letters": 'query: "\\u0061\\x62\\U0001F680 AND «OR b"',
    "an escaped slash": 'query: "\\/x+\\/ AND «OR b"',
    "an escaped line break": 'query: "a\\nAND\\t\\n«OR b"',
    "escaped spaces": 'query: "a\\ AND\\_\\N\\L\\P«OR b"',
    "spaces by number": 'query: "a\\x20AND\\u3000\\U00002003«OR b"',
    "a joined line": 'query: "a A\\\n      ND «OR b"',
    "a joined line with a space kept": 'query: "a AND\\\n    \\ «OR b"',
    "double quotes over lines": 'query: "a AND\n\n      \\"🚀\\" AND «OR b"',
    "literal": "query: |\n      a AND\n      «OR b",
    "literal, indented further": "query: |\n      a\n         AND «OR b",
    "literal, lines kept": "query: |+\n\n      a AND «OR b\n\n",
    "literal that begins with a quotation mark": 'query: |\n      "a" AND «OR b',
    "folded": "query: >-\n      a\n      AND «OR b",
    "folded with a comment": "query: >- # OR is wrong\n      a AND\n      «OR b",
    "folded with its indentation": "query: >2-\n        a AND\n      «OR b",
    "folded with empty lines": "query: >\n\n      芯片\n\n      AND\n\n      «OR b",
    "tagged": "query: !!str a AND «OR b",
    "tagged and quoted": 'query: !!str "a AND «OR b"',
    "anchored": "query: &mine a AND «OR b\n    note: *mine",
    "anchored and literal": "query: &mine |\n      a AND\n      «OR b\n    note: *mine",
    "unclosed": "query: a AND «(b OR c",
    "at the end": "query: a AND b AND«",
    "at the end of a literal": "query: |\n      a AND«\n",
    "at the end of single quotes": "query: 'a''s AND«'",
    "regular expression": "query: a AND «/(x/",
    "name": "query: 芯片 AND «$chps",
    "short stem": "query: a AND «ab*",
}


@pytest.mark.parametrize("written", QUERIES.values(), ids=QUERIES)
def test_a_fault_in_a_query_has_its_line_and_column(written: str, tmp_path: Path) -> None:
    faults(f"  - watch: A watch\n    {written}\n", tmp_path)


@pytest.mark.parametrize(
    "watch",
    [
        "  - {watch: W, query: a AND «OR b, severity: high}",
        "  - {watch: 芯片🚀, query: 'it''s AND «OR b', severity: high}",
        '  - {watch: W, query: "\\u82af AND «OR b"}',
        "  - {watch: W, query: a AND\n      «OR b}",
        "  - {watch: W, any: [x, {query: 芯片 AND «OR b}]}",
        "  - watch: W\n    any:\n      - a\n      - query: >-\n          a AND\n          «OR b",
        "  - watch: W\n    any: [a]\n    raise: [{to: high, when: {query: 'a AND «OR b'}}]",
    ],
)
def test_a_fault_is_found_wherever_the_query_stands(watch: str, tmp_path: Path) -> None:
    faults(watch + "\n", tmp_path)


def test_a_fault_is_found_in_a_file_from_windows(tmp_path: Path) -> None:
    text = "version: 1\nwatches:\n  - watch: W\n    query: >-\n      a AND\n      OR b\n"
    (tmp_path / "mine.yaml").write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    (problem,) = build.build(tmp_path).problems
    assert (problem.line, problem.column) == (6, 7)


def test_a_text_behind_an_alias_is_told_where_it_is_written() -> None:
    document = yaml.parse("a: &q chip AND OR x\nb: *q\n", "x.yaml")
    problem = document.inside(("b",), "chip AND OR x".index("OR"), "code", "message", "")
    assert (problem.line, problem.column) == (1, 16)


def faults(marked: str, folder: Path) -> None:
    """The one fault of this watch is told where « stands."""
    before, _, after = f"version: 1\nwatches:\n{marked}".partition("«")
    (folder / "mine.yaml").write_text(before + after, encoding="utf-8")
    (problem,) = build.build(folder).problems
    lines = before.split("\n")
    assert (problem.line, problem.column) == (len(lines), len(lines[-1]) + 1), problem.message
    assert problem.snippet == (before + after).split("\n")[len(lines) - 1]


# -- every character -------------------------------------------------------------------------

CHARS = st.sampled_from("abcXYZ('\")🚀芯한é\u0301\\/#:,-")
WORDS = st.lists(st.text(CHARS, min_size=1, max_size=6), min_size=1, max_size=6)


def doubly(value: str) -> str:
    """`value` in double quotes, every other character as an escape."""
    plain = value.replace("\\", "\\\\").replace('"', '\\"')
    if plain != value:
        return f'"{plain}"'
    return '"' + "".join(c if i % 2 else f"\\U{ord(c):08x}" for i, c in enumerate(value)) + '"'


@calm
@given(WORDS, st.sampled_from(["single", "double", "literal", "folded"]), st.data())
def test_every_character_is_found_where_it_is_written(
    words: list[str], style: str, data: st.DataObject
) -> None:
    value = " ".join(words)
    raw = {
        "single": "'" + "\n  ".join(words).replace("'", "''") + "'",
        "double": doubly(value),
        "literal": "|-\n  " + value + "\n",
        "folded": ">-\n  " + "\n  ".join(words) + "\n",
    }[style]
    document = yaml.parse(f"key: {raw}", "x.yaml")
    assert document.data == {"key": value}
    offset = data.draw(st.sampled_from([i for i, c in enumerate(value) if not c.isspace()]))
    at = place(raw, value, offset)
    char = value[offset]
    assert raw[at] == char or raw.startswith((f"\\{char}", f"\\U{ord(char):08x}"), at)
    before = [c for c in value[:offset] if not c.isspace()]
    assert at >= len(before)
