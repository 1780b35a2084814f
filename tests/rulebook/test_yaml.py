"""Every scalar is text, every value has its place, and nothing is silently ignored."""

from itertools import pairwise

import pytest

from tracker.rulebook import yaml

SCALARS = """3E001 4E001 5E002 3A090 NO no on ON yes Y off true false True null NULL Null ~ 0123
0o17 0x1F 0b11 1e3 1E3 1_000 12:30 1:30:45 2026-10-01 2026-10-01T12:30:00Z 1.10 1.0 +1 -1 .5 .inf
-.INF .nan 4E001. 1E001 6A003 9D110 2026-11-24 1:2:3 = 08 1e-3 +.5 1. -0 00 N n Yes OFF NaN 1,5
10^25 EAR99 $chips a#b 中国 한국 😀""".split()


@pytest.mark.parametrize("scalar", SCALARS)
def test_what_is_written_is_what_is_read(scalar: str) -> None:
    as_value, as_key = yaml.parse(f"key: {scalar}", "x"), yaml.parse(f"{scalar}: value", "x")
    assert (as_value.data, as_value.problems) == ({"key": scalar}, [])
    assert (as_key.data, as_key.problems) == ({scalar: "value"}, [])


def test_there_are_enough_scalars_in_that_table() -> None:
    assert len(set(SCALARS)) >= 50


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "\n\n"])
def test_an_empty_file_is_no_fault(text: str) -> None:
    document = yaml.parse(text, "x.yaml")
    assert not document.problems
    assert document.data in ({}, "")


@pytest.mark.parametrize(
    ("text", "path", "mark"),
    [
        ("[出口管制, here]", (1,), (1, 8)),
        ("[😀😀, here]", (1,), (1, 6)),
        ("a: 1\nb: [輸出規制, 😀, x, here]", ("b", 3), (2, 17)),
        ("a:\n  - 中: {b: here}", ("a", 0, "中", "b"), (2, 12)),
        ("'한국': here", ("한국",), (1, 7)),
        ('"e\u0301": here', ("e\u0301",), (1, 7)),
        ("a: x\r\nb: here", ("b",), (2, 4)),
        ("a: >-\n  folded\n  text\nb: here", ("b",), (4, 4)),
        ("a: &one here\nb: *one", ("a",), (1, 4)),
    ],
)
def test_a_place_is_counted_in_characters(text: str, path: yaml.Path_, mark: yaml.Mark) -> None:
    document = yaml.parse(text, "x")
    assert document.values[path] == mark
    assert not document.problems


QUOTE = "put quotation marks around the whole text"


@pytest.mark.parametrize(
    ("text", "fault", "hint"),
    [
        ("a: 1\nb: 2\n«a: 3", "duplicate-key: 'a' is already given in line 1", "keep one of"),
        ("a: {b: 1, «b: 2}", "duplicate-key: 'b' is already given in line 1", "keep one of"),
        ("a: &x {b: c}\nd:\n  «<<: *x", "yaml: merge keys (<<) are not supported", ""),
        ("? «[a]\n: b", "yaml: a key must be a single word", ""),
        ("a: «!!python/object:os.system x", "yaml-tag: the tag !!python/object:os.system", QUOTE),
        ("a: «!!int 3", "yaml-tag: the tag !!int has no meaning here", QUOTE),
        ("a: «!!binary aGk=", "yaml-tag: the tag !!binary has no meaning here", QUOTE),
        ("a: «!!set {x}", "yaml-tag: the tag !!set has no meaning here", QUOTE),
        ("a: «!important thing", "yaml-tag: the tag !important has no meaning here", QUOTE),
        ("a: «*nothing", "yaml: a text cannot begin with *", QUOTE),
        ("a: [b, «*nothing]", "yaml: a text cannot begin with *", QUOTE),
        ("a: «@handle", "yaml: a text cannot begin with @", QUOTE),
        ("a: «%x", "yaml: a text cannot begin with %", QUOTE),
        ("a: «`x`", "yaml: a text cannot begin with `", QUOTE),
        ("a: [中国, 😀, «@x]", "yaml: a text cannot begin with @", QUOTE),
        ("a:\n«\tb: c", "yaml: a tab stands here", "indent with spaces, not tabs"),
        ("a: AI Act«: GPAI", "yaml: a colon is not expected here", QUOTE),
        ("a: «'open", "yaml: the file ends before this is closed", ""),
        ("a: «[b, c", "yaml: the file ends before this is closed", ""),
        ("a: «{b: {c: d}\n", "yaml: the file ends before this is closed", ""),
        ("a: [b, c\nd«: e", "yaml: a comma or the closing ] is missing before this", ""),
        ("- [EU] «act", "yaml: this is not a further item of the list above", "that begins with ["),
        ("a: b\n«---\nc: d", "yaml: a second document begins here", "take out the ---"),
        ("a: b«\x07", "yaml: an invisible character (U+0007) stands here", "delete it"),
        ("a: 中\nb: 😀«\x1b[0m", "yaml: an invisible character (U+001B) stands here", "delete it"),
        ("«\x00", "yaml: an invisible character (U+0000) stands here", "delete it"),
        ("[" * 40 + "«" + "[" * 90_000, "yaml: this is nested too deeply", ""),
    ],
)
def test_what_yaml_would_misread_is_told_with_its_place(text: str, fault: str, hint: str) -> None:
    line, column = text[: text.index("«")].count("\n") + 1, len(text[: text.index("«")])
    column -= text.rfind("\n", 0, text.index("«"))
    problems = yaml.parse(text.replace("«", ""), "x.yaml").problems
    assert [(p.line, p.column) for p in problems] == [(line, column)]
    assert f"{problems[0].code}: {problems[0].message}".startswith(fault)
    assert hint in problems[0].hint


def test_an_alias_means_what_its_anchor_says() -> None:
    document = yaml.parse("a: &words [x, y]\nb: *words\n", "x")
    assert document.data == {"a": ["x", "y"], "b": ["x", "y"]}
    assert document.values["b", 1] == (1, 15)
    assert not document.problems


def test_an_alias_that_contains_itself_is_a_fault() -> None:
    (problem,) = yaml.parse("a: &a [x, *a]", "x.yaml").problems
    assert str(problem) == "x.yaml:1:4: yaml: an alias that contains itself"


def test_a_small_file_that_unfolds_without_end_is_a_fault() -> None:
    names = "abcdefghi"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{name}: &{name} [{', '.join(['*' + before] * 9)}]" for before, name in pairwise(names)
    ]
    document = yaml.parse("\n".join(lines), "x.yaml")
    assert [p.message for p in document.problems] == [
        "its aliases unfold to more than anyone can mean"
    ]
    assert document.data == {}


def test_a_chain_of_aliases_without_end_is_a_fault() -> None:
    links = "\n".join(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 3000))
    problems = yaml.parse(f"a0: &a0 [x]\n{links}\n", "x.yaml").problems
    assert problems
    assert "aliases" in problems[0].message
