"""A condition holds for what it says, and shows the words that make it hold."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core import an_article
from tracker.core.conditions import All, Any, AnyTerm, Condition, Hits, Not, Same, weights
from tracker.core.model import FIELDS, Article
from tracker.core.terms import Lexicon, Term

calm = settings(deadline=None, derandomize=True, max_examples=400)

WORDS = ["alpha", "beta", "gamma", "delta"]
LEXICON = Lexicon(map(Term.written, WORDS))


def term(*names: str, weight: float = 1.0) -> AnyTerm:
    return AnyTerm(weights={WORDS.index(n): weight for n in names}, label=", ".join(names))


A, B, C, D = map(term, WORDS)


def hits(title: str = "", summary: str = "", body: str = "") -> Hits:
    return Hits.of(an_article(title, summary=summary, content=body), LEXICON)


def holds(condition: Condition, title: str = "", **fields: str) -> bool:
    return condition.find(hits(title, **fields)) is not None


@pytest.mark.parametrize(
    ("condition", "title", "truth"),
    [
        (term("alpha", "beta"), "beta", True),
        (term("alpha", "beta"), "gamma", False),
        (Any(of=(A, B)), "beta", True),
        (Any(of=(A, B)), "gamma", False),
        (All(of=(A, B)), "beta then alpha", True),
        (All(of=(A, B)), "beta", False),
        (Not(of=A), "beta", True),
        (Not(of=A), "alpha", False),
        (All(of=(A, Not(of=B))), "alpha", True),
        (All(of=(A, Not(of=B))), "alpha beta", False),
        (All(of=(Any(of=(A, All(of=(B, C)))), D)), "gamma beta delta", True),
        (All(of=(Any(of=(A, All(of=(B, C)))), D)), "beta delta", False),
        (Not(of=All(of=(A, B))), "alpha", True),
        (Same(of=(A, B)), "alpha with beta. gamma", True),
        (Same(of=(A, B)), "alpha. Beta", False),
        (Same(of=(A, Any(of=(B, C)))), "alpha. Beta, then gamma with alpha.", True),
        (Same(of=(A, Not(of=B))), "alpha alone. Beta alone.", True),
        (Same(of=(A, Not(of=B))), "alpha with beta.", False),
        (Same(of=(A, Same(of=(B, C)))), "alpha beta gamma", True),
        (Same(of=(A, All(of=(B, C)))), "alpha beta. Alpha gamma", False),
    ],
)
def test_a_condition_holds_for_what_it_says(condition: Condition, title: str, truth: bool) -> None:  # noqa: FBT001
    assert holds(condition, title) is truth


def test_parts_of_a_condition_may_stand_in_different_fields() -> None:
    assert holds(All(of=(A, B)), "alpha", body="beta")


def test_a_sentence_does_not_run_from_one_field_into_the_next() -> None:
    assert not holds(Same(of=(A, B)), "alpha", summary="beta")


def test_an_or_shows_the_words_of_every_part_that_holds() -> None:
    places = Any(of=(A, All(of=(B, C)), D)).find(hits("alpha beta delta delta")) or ()
    assert [place.hit.term for place in places] == [0, 3, 3]


def test_proximity_shows_only_the_words_that_stand_together() -> None:
    places = Same(of=(A, B)).find(hits("alpha. Alpha beta. Beta.")) or ()
    assert sorted(place.hit.start for place in places) == [7, 13]


def test_an_absence_has_no_words_to_show() -> None:
    assert Not(of=A).find(hits("beta")) == ()


def test_only_the_named_fields_are_looked_at() -> None:
    within = hits("alpha", summary="beta", body="gamma").within(frozenset({"title", "body"}))
    assert [place.field for place in within.places] == ["title", "body"]
    assert Same(of=(A,)).find(within)


def test_all_fields_are_no_restriction() -> None:
    everywhere = hits("alpha")
    assert everywhere.within(frozenset(FIELDS)) is everywhere


@pytest.mark.parametrize(
    ("condition", "title", "missing"),
    [
        (A, "beta", ["none of alpha"]),
        (A, "alpha", []),
        (term("alpha", "beta"), "gamma", ["none of alpha, beta"]),
        (Any(of=(A, B)), "gamma", ["none of alpha or none of beta"]),
        (Any(of=(A, B)), "beta", []),
        (All(of=(A, B, C)), "beta", ["none of alpha", "none of gamma"]),
        (All(of=(A, Not(of=B))), "alpha beta", ["excluded by a `none` term in title at 6"]),
        (Same(of=(A, B)), "alpha", ["none of beta"]),
        (Same(of=(A, B)), "alpha. Beta", ["all its parts are there, but not in one sentence"]),
        (Same(of=(A, B)), "alpha beta", []),
        (
            Same(of=(A, Not(of=B))),
            "alpha beta",
            ["all its parts are there, but not in one sentence"],
        ),
    ],
)
def test_a_condition_says_what_it_lacks(
    condition: Condition, title: str, missing: list[str]
) -> None:
    assert list(condition.missing(hits(title))) == missing


def test_a_condition_knows_its_terms_with_their_largest_weight() -> None:
    condition = All(of=(term("alpha", weight=2), Any(of=(A, term("beta", weight=3))), Not(of=C)))
    assert weights(condition) == {0: 2.0, 1: 3.0}


# -- held against a plain reading --------------------------------------------------------------

conditions = st.recursive(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True).map(lambda n: term(*n)),
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda of: Any(of=tuple(of))),
        st.lists(parts, min_size=1, max_size=3).map(lambda of: All(of=tuple(of))),
        st.lists(parts, min_size=1, max_size=3).map(lambda of: Same(of=tuple(of))),
        parts.map(lambda of: Not(of=of)),
    ),
    max_leaves=6,
)
sentences = st.lists(st.sampled_from([*WORDS, "omega"]), min_size=1, max_size=3)
fields = st.lists(sentences, max_size=3).map(
    lambda parts: " ".join(" ".join(part).capitalize() + "." for part in parts)
)
articles = st.tuples(fields, fields, fields).map(
    lambda texts: an_article(texts[0], id="x", summary=texts[1], content=texts[2])
)


def _sentences(article: Article) -> Iterator[str]:
    for field in FIELDS:
        yield from article.field(field).split(".")


def plainly(condition: Condition, texts: list[str]) -> bool:
    """Whether `condition` holds for these sentences, without any clever step."""
    if isinstance(condition, AnyTerm):
        return any(WORDS[n] in text.lower() for n in condition.weights for text in texts)
    if isinstance(condition, Not):
        return not plainly(condition.of, texts)
    if isinstance(condition, Any):
        return any(plainly(part, texts) for part in condition.of)
    if isinstance(condition, All):
        return all(plainly(part, texts) for part in condition.of)
    # A sentence without any term is no place to stand in.
    known = [text for text in texts if any(word in text.lower() for word in WORDS)]
    return any(all(plainly(part, [text]) for part in condition.of) for text in known)


@calm
@given(conditions, articles)
def test_a_condition_agrees_with_a_plain_reading(condition: Condition, article: Article) -> None:
    found = condition.find(Hits.of(article, LEXICON))
    assert (found is not None) is plainly(condition, list(_sentences(article)))


@calm
@given(conditions, articles)
def test_only_terms_that_are_asked_for_are_shown(condition: Condition, article: Article) -> None:
    found = condition.find(Hits.of(article, LEXICON)) or ()
    assert {place.hit.term for place in found} <= weights(condition).keys()
