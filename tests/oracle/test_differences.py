"""What the comparison has found: the smallest rules and texts on which the engine was wrong."""

from collections.abc import Mapping
from typing import Any as Anything

import pytest

from tests.core import an_article
from tests.oracle.writing import as_rule_file
from tracker.core.match import find
from tracker.core.rules import Rulebook

Rule = Mapping[str, Anything]

LICENCE = {"any": [{"term": "licence", "weight": 1}, {"term": "licen*", "weight": 3}]}


def near(*of: object, within: int = 10, ordered: bool = False) -> Rule:
    return {"any": [{"near": list(of), "within": within, "ordered": ordered}]}


def at_least(count: int, *of: object, distinct: bool = False) -> Rule:
    return {"any": [{"at_least": count, "of": list(of), "distinct": distinct}]}


def rules(rule: Rule, *others: Rule) -> Rulebook:
    """A rulebook in which `others` come before the rule."""
    named = [{"watch": "Other", "id": f"other-{n}", **other} for n, other in enumerate(others)]
    return as_rule_file({"version": 1, "watches": [*named, {"watch": "It", **rule}]})


def fires(book: Rulebook, title: str, **given: Anything) -> bool:
    return "made/it" in {match.watch for match in find(an_article(title, **given), book).matches}


@pytest.mark.parametrize(
    ("rule", "title"),
    [
        (near("chip", {"any": ["wafer", "chip"]}, "ban"), "Wafer chip ban"),
        (
            near("chip", {"any": ["chip bit maker", "bit"]}, "ban", ordered=True),
            "Chip bit maker ban",
        ),
    ],
)
def test_near_finds_a_word_for_each_part_whichever_it_tries_first(rule: Rule, title: str) -> None:
    assert fires(rules(rule), title)


def test_a_score_is_the_same_whatever_other_watches_ask_for() -> None:
    rule = {**near(LICENCE, "chip"), "min_score": 4}
    books = [rules(rule, {"all": [other, "gallium"]}) for other in ("licence", "licen*")]
    assert [fires(book, "Licence for a chip") for book in books] == [True, True]


def test_one_place_is_not_counted_twice() -> None:
    assert not fires(rules(at_least(2, "licence", "licen*")), "One licence")


@pytest.mark.parametrize("word", ["re\u0301gime", "ex\u00adport", "ex\u200bport"])
def test_an_accent_or_what_nobody_sees_makes_no_two_words_of_one(word: str) -> None:
    assert fires(rules(near("chip", "ban", within=2)), "x", content=f"chip {word} ban")


@pytest.mark.parametrize(
    ("body", "truth"),
    [("THIS MAY HURT YOUR EAR\nSmall letters", False), ("EAR CHANGES\nNEW RULE", True)],
)
def test_an_acronym_proves_nothing_in_a_line_of_capitals(body: str, truth: bool) -> None:  # noqa: FBT001
    assert fires(rules({"any": ["EAR"]}), "x", content=body) is truth


@pytest.mark.parametrize(
    ("rule", "title", "truth"),
    [
        (at_least(2, "chip", {"none": ["wafer"]}, distinct=True), "chip", False),
        (
            at_least(2, {"any": ["chip", {"term": "ban", "in": ["title"]}]}, distinct=True),
            "chip ban",
            True,
        ),
    ],
)
def test_distinct_counts_different_terms(rule: Rule, title: str, truth: bool) -> None:  # noqa: FBT001
    assert fires(rules(rule), title) is truth


def test_a_sentence_without_any_word_of_the_rules_is_a_sentence() -> None:
    rule = {"all": ["chip", {"same": "sentence", "of": [{"none": ["ban"]}]}]}
    assert fires(rules(rule), "Chip ban. Weather.")


@pytest.mark.parametrize(
    ("rule", "title"),
    [
        ({"any": ["export* controls"]}, "export controlsand more"),
        ({"any": ["semiconduct?r"]}, "semiconductorand more"),
    ],
)
def test_a_long_word_survives_a_lost_space_behind_a_wildcard_too(rule: Rule, title: str) -> None:
    assert fires(rules(rule), title)
