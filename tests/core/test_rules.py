"""A watch says why it does not look at an article."""

from typing import Any

import pytest

from tests.core import NOW, an_article
from tracker.core.conditions import AnyTerm
from tracker.core.lexicon import Lexicon
from tracker.core.model import DEFAULT_FIELDS, Severity
from tracker.core.rules import Rulebook, Suppression, Watch

TODAY = NOW.date()


def a_watch(**given: Any) -> Watch:
    condition = AnyTerm(weights={0: 1.0}, label="x")
    return Watch(
        id="a/b",
        name="A",
        severity=Severity.low,
        condition=condition,
        weights=condition.weights,
        **{n: frozenset(v) if isinstance(v, list) else v for n, v in given.items()},
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
        ({"types": ["rule"]}, {"type": "rule"}, ""),
        ({"types": ["rule"]}, {}, ""),
        ({"types": ["rule", "notice"]}, {"type": "press"}, "only for notice, rule; this is press"),
        ({"expires": TODAY}, {}, ""),
        ({"expires": TODAY}, {"hours": 24}, "expired on 2026-06-25"),
        ({"jurisdictions": ["US"]}, {"tier": "official", "jurisdictions": ["US", "CN"]}, ""),
        ({"jurisdictions": ["US"]}, {"tier": "official"}, ""),
        (
            {"jurisdictions": ["US", "EU"]},
            {"tier": "official", "jurisdictions": ["CN"]},
            "only for EU, US; this is from CN",
        ),
        # a newspaper of any country may report on the law of any other
        ({"jurisdictions": ["US"]}, {"tier": "wire", "jurisdictions": ["CN"]}, ""),
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


def test_a_watch_may_speak_for_others_by_their_names() -> None:
    rules = (Suppression(when="lists/*", mute="chips/*"), Suppression(when="x/y", mute="x/*"))
    book = Rulebook(watches=(), lexicon=Lexicon([]), suppress=rules)

    assert book.muted_by("chips/a", ["eu/act", "lists/us"]) == "lists/us"
    assert book.muted_by("chips/a", ["eu/act"]) == ""
    assert book.muted_by("eu/act", ["lists/us"]) == ""
    assert book.muted_by("x/y", ["x/y"]) == ""  # nobody is silenced by himself
