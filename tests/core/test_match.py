"""A watch fires for the words it asks for, and its evidence can be pointed at."""

from dataclasses import replace
from datetime import timedelta
from typing import Any as Anything

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core import an_article
from tracker.core.asks import weights
from tracker.core.conditions import All, Any, AnyTerm, Condition, Not, Same
from tracker.core.hits import zones
from tracker.core.lexicon import Lexicon
from tracker.core.match import find
from tracker.core.model import Article, Findings, Severity
from tracker.core.rules import Entity, Raise, Rulebook, Watch
from tracker.core.terms import Term

calm = settings(deadline=None, derandomize=True, max_examples=300)

TERMS = (
    Term.written("Nvidia", entity="nvidia"),
    Term.written("英伟达", entity="nvidia"),
    Term.written("licen*"),
    Term.written("H20"),
    Term.written("AI", never=["AI Bank"]),
    Term.written("export control"),
)
LEXICON = Lexicon(TERMS)
ENTITIES = {"nvidia": Entity(id="nvidia", name="Nvidia", terms=frozenset({0, 1}))}


def term(*numbers: int, weight: float = 1.0) -> AnyTerm:
    label = ", ".join(TERMS[n].text for n in numbers)
    return AnyTerm(weights=dict.fromkeys(numbers, weight), label=label)


FIRM, LICENCE, CHIP, AI, CONTROL = term(0, 1), term(2), term(3), term(4), term(5)


def watch(condition: Condition, id: str = "chips/sales", **given: Anything) -> Watch:  # noqa: A002
    facts = {"name": "Sales", "severity": Severity.medium, "weights": weights(condition)}
    return Watch(id=id, condition=condition, **(facts | given))


def look(article: Article, *watches: Watch) -> Findings:
    rules = Rulebook(watches=watches, lexicon=LEXICON, entities=ENTITIES)
    return find(article, rules, explain=True)


def fires(article: Article, condition: Condition, **given: Anything) -> bool:
    return bool(look(article, watch(condition, **given)).matches)


def test_a_watch_fires_with_its_name_and_its_words() -> None:
    findings = look(an_article("Nvidia wins licences for H20"), watch(All(of=(FIRM, LICENCE))))
    (match,) = findings.matches
    assert (match.watch, match.name, match.score) == ("chips/sales", "Sales", 2.0)
    assert [(e.term, e.text, e.kind, e.entity) for e in match.evidence] == [
        ("Nvidia", "Nvidia", "entity", "nvidia"),
        ("licen*", "licences", "term", ""),
    ]


def test_a_watch_stays_silent_without_its_words() -> None:
    assert not look(an_article("AMD wins a contract"), watch(FIRM)).matches


def test_absence_alone_fires_nothing() -> None:
    assert not fires(an_article("AMD wins"), Not(of=FIRM))


def test_evidence_is_sorted_by_field_and_place() -> None:
    article = an_article("H20 by Nvidia", summary="Nvidia", content="H20, AI")
    (match,) = look(article, watch(term(0, 3, 4))).matches
    assert [(e.field, e.start) for e in match.evidence] == [
        ("title", 0),
        ("title", 7),
        ("summary", 0),
        ("body", 0),
        ("body", 5),
    ]


def test_a_score_counts_each_term_once_with_its_weight() -> None:
    condition = All(of=(term(0, 1, weight=2.5), Any(of=(CHIP, term(4, weight=0.25)))))
    (match,) = look(an_article("Nvidia Nvidia 英伟达 H20 H20 AI"), watch(condition)).matches
    assert match.score == 2.5 + 2.5 + 1.0 + 0.25


def test_the_gravest_watch_comes_first_then_the_highest_score() -> None:
    watches = [
        watch(CHIP, "b/medium"),
        watch(All(of=(CHIP, FIRM)), "c/medium-two"),
        watch(CHIP, "a/medium"),
        watch(CHIP, "z/critical", severity=Severity.critical),
    ]
    matches = look(an_article("Nvidia H20"), *watches).matches
    assert [m.watch for m in matches] == ["z/critical", "c/medium-two", "a/medium", "b/medium"]


def test_a_match_keeps_the_tags_and_the_addressees_of_its_watch() -> None:
    (match,) = look(an_article("H20"), watch(CHIP, tags=("chips",), notify=("desk",))).matches
    assert (match.tags, match.notify) == (("chips",), ("desk",))


# -- severity and score ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "severity", "words"),
    [
        ("H20", "medium", ["H20"]),
        ("H20 by Nvidia", "high", ["H20", "Nvidia"]),
        ("H20 and AI", "critical", ["H20", "AI"]),
        ("H20 by Nvidia and AI", "critical", ["H20", "AI"]),
        ("H20 export control", "medium", ["H20"]),
    ],
)
def test_a_watch_is_raised_to_the_gravest_that_holds_and_never_lowered(
    title: str, severity: str, words: list[str]
) -> None:
    raises = (
        Raise(to=Severity.critical, when=AI),
        Raise(to=Severity.high, when=FIRM),
        Raise(to=Severity.low, when=CONTROL),
    )
    (match,) = look(an_article(title), watch(CHIP, raises=raises)).matches
    assert match.severity is Severity[severity]
    assert [e.text for e in match.evidence] == words


def test_what_raises_a_watch_does_not_make_it_fire_and_adds_no_score() -> None:
    raises = (Raise(to=Severity.high, when=FIRM),)
    assert not look(an_article("Nvidia"), watch(CHIP, raises=raises)).matches
    (match,) = look(an_article("Nvidia H20"), watch(CHIP, raises=raises, weights={3: 1.0})).matches
    assert match.score == 1.0


@pytest.mark.parametrize(
    ("least", "title", "fired"),
    [(2.0, "Nvidia", False), (2.0, "Nvidia H20", True), (2.5, "Nvidia H20", False)],
)
def test_a_watch_needs_its_score(least: float, title: str, fired: bool) -> None:  # noqa: FBT001
    assert fires(an_article(title), term(0, 3), min_score=least) is fired


def test_weights_make_one_word_enough() -> None:
    heavy = AnyTerm(weights={0: 1.0, 3: 3.0}, label="x")
    assert fires(an_article("H20"), heavy, min_score=3.0)
    assert not fires(an_article("Nvidia"), heavy, min_score=3.0)


def test_a_near_miss_says_which_score_is_missing() -> None:
    (miss,) = look(an_article("Nvidia"), watch(term(0, 3), min_score=2.0)).near_misses
    assert miss.missing == ("score 1 of 2",)


def test_a_match_says_what_its_rule_says() -> None:
    given = watch(CHIP, draft=True, max_age=timedelta(days=9), delivery="digest")
    (match,) = look(an_article("H20"), given).matches
    assert (match.draft, match.max_age, match.delivery) == (True, timedelta(days=9), "digest")


# -- scope -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "fired"), [({"title"}, False), ({"summary"}, True), ({"title", "body"}, False)]
)
def test_a_watch_looks_only_into_its_fields(fields: set[str], fired: bool) -> None:  # noqa: FBT001
    article = an_article("Nvidia", summary="H20")
    assert fires(article, replace(CHIP, zones=zones(fields))) is fired


@pytest.mark.parametrize(
    ("sources", "fired"),
    [({"mofcom"}, True), ({"tag:china"}, True), ({"bis", "tag:us"}, False), (set(), True)],
)
def test_a_watch_reads_only_its_sources(sources: set[str], fired: bool) -> None:  # noqa: FBT001
    article = an_article("H20", source="mofcom", tags={"china"})
    assert fires(article, CHIP, sources=frozenset(sources)) is fired


@pytest.mark.parametrize(
    ("languages", "language", "fired"),
    [
        ({"en"}, "en", True),
        ({"en"}, "en-GB", True),
        ({"en-GB"}, "en-GB", True),
        ({"en-GB"}, "en-US", False),
        ({"zh", "ja"}, "en", False),
        ({"zh"}, "", True),
        (set(), "de", True),
    ],
)
def test_a_watch_reads_only_its_languages(
    languages: set[str],
    language: str,
    fired: bool,  # noqa: FBT001
) -> None:
    article = an_article("H20", language=language)
    assert fires(article, CHIP, languages=frozenset(languages)) is fired


# -- entities and near misses ------------------------------------------------------------------


def test_an_entity_is_seen_by_any_of_its_names_whatever_fires() -> None:
    findings = look(an_article("英伟达 and Nvidia"))
    assert [e.text for e in findings.entities["nvidia"]] == ["英伟达", "Nvidia"]


def test_an_entity_that_is_not_named_is_not_listed() -> None:
    assert not look(an_article("AMD")).entities


def test_a_near_miss_says_what_is_missing() -> None:
    findings = look(an_article("Nvidia"), watch(All(of=(FIRM, LICENCE))))
    (miss,) = findings.near_misses
    assert (miss.watch, miss.missing) == ("chips/sales", ("none of licen*",))


def test_a_near_miss_says_which_word_forbids_it() -> None:
    (miss,) = look(an_article("H20 AI"), watch(All(of=(CHIP, Not(of=AI))))).near_misses
    assert miss.missing == ("excluded by a `none` term in title at 4",)


def test_a_near_miss_says_that_the_source_is_another() -> None:
    findings = look(an_article("H20"), watch(CHIP, sources=frozenset({"bis", "tag:us"})))
    assert findings.near_misses[0].missing == ("only for the sources bis, tag:us",)


def test_a_near_miss_says_that_the_language_is_another() -> None:
    findings = look(an_article("H20", language="en"), watch(CHIP, languages=frozenset({"zh"})))
    assert findings.near_misses[0].missing == ("only in zh; this is en",)


def test_a_near_miss_says_that_the_word_stands_in_another_field() -> None:
    (miss,) = look(an_article("H20"), watch(replace(CHIP, zones=zones(["body"])))).near_misses
    assert miss.missing == ("none of H20 in body",)


def test_a_watch_of_which_no_word_is_there_is_no_near_miss() -> None:
    assert not look(an_article("AMD"), watch(All(of=(FIRM, LICENCE)))).near_misses


def test_near_misses_are_only_for_those_who_ask() -> None:
    rules = Rulebook(watches=(watch(All(of=(FIRM, LICENCE))),), lexicon=LEXICON)
    assert not find(an_article("Nvidia"), rules).near_misses


# -- for any article ---------------------------------------------------------------------------

conditions = st.recursive(
    st.sampled_from([FIRM, LICENCE, CHIP, AI, CONTROL]),
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda of: Any(of=tuple(of))),
        st.lists(parts, min_size=1, max_size=3).map(lambda of: All(of=tuple(of))),
        st.lists(parts, min_size=1, max_size=3).map(lambda of: Same(of=tuple(of))),
        st.tuples(parts, parts).map(lambda two: All(of=(two[0], Not(of=two[1])))),
    ),
    max_leaves=5,
)
PIECES = (
    "Nvidia|NVIDIA’s|英伟达|licence|Licensing|H20|H20s|AI|A.I.|ＡＩ|AI Bank|export-control|export\n"
    "controls|ﬁnal|🚀|e\u0301|\u200b|. |。|\n| |\u00a0|x|芯片|한국|\ud800"
).split("|")
fields = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
articles = st.tuples(fields, fields, fields).map(
    lambda texts: an_article(texts[0], id="x", summary=texts[1], content=texts[2])
)


@calm
@given(st.lists(conditions, max_size=3), articles)
def test_every_evidence_is_exactly_its_place_in_the_article(
    wanted: list[Condition], article: Article
) -> None:
    findings = look(article, *map(watch, wanted))
    shown = [e for match in findings.matches for e in match.evidence]
    for e in [*shown, *(e for named in findings.entities.values() for e in named)]:
        assert article.field(e.field)[e.start : e.end] == e.text
        assert e.text


@calm
@given(conditions, articles)
def test_every_match_shows_words_and_their_weights_are_its_score(
    wanted: Condition, article: Article
) -> None:
    for match in look(article, watch(wanted)).matches:
        assert match.evidence
        assert match.score == len({e.term for e in match.evidence})


@calm
@given(conditions, articles)
def test_a_watch_fires_or_says_why_not_or_has_nothing_to_do_with_the_article(
    wanted: Condition, article: Article
) -> None:
    findings = look(article, watch(wanted))
    assert len(findings.matches) + len(findings.near_misses) <= 1
    assert all(miss.missing for miss in findings.near_misses)
