"""A watch says why it does not look at an article."""

from typing import Any

import pytest

from tests.core import an_article
from tracker.core.conditions import AnyTerm
from tracker.core.model import DEFAULT_FIELDS, Severity
from tracker.core.rules import Rulebook, Watch
from tracker.core.terms import Lexicon


def a_watch(**given: Any) -> Watch:
    condition = AnyTerm(weights={0: 1.0}, label="x")
    return Watch(
        id="a/b",
        name="A",
        severity=Severity.low,
        condition=condition,
        weights=condition.weights,
        **{name: frozenset(value) for name, value in given.items()},
    )


@pytest.mark.parametrize(
    ("watch", "article", "reason"),
    [
        ({}, {}, ""),
        ({"sources": ["bis"]}, {"source": "bis"}, ""),
        ({"sources": ["tag:us"]}, {"source": "bis", "tags": ["us"]}, ""),
        ({"sources": ["us"]}, {"source": "bis", "tags": ["us"]}, "only for the sources us"),
        ({"sources": ["eu", "bis"]}, {"source": "x"}, "only for the sources bis, eu"),
        ({"languages": ["zh"]}, {"language": "zh-Hant"}, ""),
        ({"languages": ["zh-Hant"]}, {"language": "zh-Hant"}, ""),
        ({"languages": ["zh"]}, {"language": ""}, ""),
        ({"languages": ["zh", "ja"]}, {"language": "en"}, "only in ja, zh; this is en"),
        (
            {"sources": ["x"], "languages": ["zh"]},
            {"source": "bis", "language": "en"},
            "only for the sources x",
        ),
    ],
)
def test_a_watch_says_what_it_is_not_for(
    watch: dict[str, Any], article: dict[str, Any], reason: str
) -> None:
    assert a_watch(**watch).out_of_scope(an_article(**article)) == reason


def test_a_watch_looks_everywhere_unless_told_otherwise() -> None:
    assert Rulebook(watches=(a_watch(),), lexicon=Lexicon([])).fields == set(DEFAULT_FIELDS)


def test_an_empty_rulebook_is_a_rulebook() -> None:
    book = Rulebook(watches=(), lexicon=Lexicon([]))
    assert (book.entities, book.routes, book.default_channels) == ({}, (), ())
