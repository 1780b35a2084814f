"""Regular expressions are found at every place, in linear time, or refused with the reason."""

import pytest

from tracker.core.patterns import Patterns, fault


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (r"\d{4}", ""),
        (r"(?i)\b(NXT|EXE):?\d{4}i?\b", ""),
        ("芯片|晶片", ""),
        ("(open", "missing )"),
        ("[a-", "missing ]"),
        ("a**", "bad repetition operator"),
        ("(?=ahead)", "invalid perl operator"),
        (r"(a)\1", "invalid escape sequence"),
        ("x*", "matches the empty text"),
        ("", "matches the empty text"),
        ("^", "matches the empty text"),
    ],
)
def test_a_pattern_that_cannot_be_used_says_why(pattern: str, said: str) -> None:
    if said:
        assert said in fault(pattern)
    else:
        assert fault(pattern) == ""


def test_every_pattern_is_found_at_every_place() -> None:
    text = "🚀 3A090 and 4A090, 芯片 3E001"
    patterns = Patterns([(7, r"\d[A-E]\d{3}"), (3, "芯片"), (5, "nothing")])
    hits = sorted(patterns.hits(text))
    assert [(text[start:end], number) for start, end, number in hits] == [
        ("3A090", 7),
        ("4A090", 7),
        ("芯片", 3),
        ("3E001", 7),
    ]


def test_patterns_may_overlap() -> None:
    hits = sorted(Patterns([(0, "chip set"), (1, "set list")]).hits("chip set list"))
    assert hits == [(0, 8, 0), (5, 13, 1)]


def test_an_empty_place_is_no_hit() -> None:
    assert list(Patterns([(0, r"\bx*")]).hits("a xx")) == [(2, 4, 0)]


def test_without_patterns_nothing_is_searched() -> None:
    assert list(Patterns([]).hits("chip")) == []


def test_a_text_without_any_of_them_has_no_hits() -> None:
    assert list(Patterns([(0, "chip"), (1, "wafer")]).hits("nothing of the kind")) == []


def test_half_a_character_is_no_reason_to_fail() -> None:
    assert list(Patterns([(0, "chip.")]).hits("\ud800 chip\udfff")) == [(2, 7, 0)]


def test_patterns_that_are_too_large_together_are_searched_one_by_one() -> None:
    large = r"\pL{1,300}x"
    assert fault(large) == ""
    patterns = Patterns((number, f"{large}{number:02}") for number in range(4))
    assert list(patterns.hits("abcx01 and 芯x03")) == [(0, 6, 1), (11, 15, 3)]


def test_a_pattern_that_would_explode_elsewhere_is_soon_done() -> None:
    assert list(Patterns([(0, "(a+)+$")]).hits("a" * 20_000 + "b")) == []
