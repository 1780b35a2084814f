"""A condition holds for what it says, and shows the words that make it hold."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core import an_article
from tracker.core.asks import fields as fields_of
from tracker.core.asks import terms as terms_of
from tracker.core.asks import weights
from tracker.core.conditions import (
    All,
    Any,
    AnyTerm,
    Apart,
    AtLeast,
    Condition,
    Near,
    Not,
    Same,
    Span,
    is_positional,
)
from tracker.core.hits import Hits, zones
from tracker.core.lexicon import Lexicon
from tracker.core.model import DEFAULT_FIELDS, Article
from tracker.core.terms import Term

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
    everywhere = hits("alpha", summary="alpha", body="alpha")
    found = replace(A, zones=zones(["title", "body"])).find(everywhere) or ()
    assert [place.field for place in found] == ["title", "body"]


def test_the_lead_is_the_summary_and_the_opening_of_the_body() -> None:
    body = "alpha " * 60 + "\nbeta\ngamma"
    everywhere = hits("delta", summary="delta", body=body)
    in_lead = zones(["lead"])
    assert replace(A, zones=in_lead).find(everywhere)
    assert not replace(B, zones=in_lead).find(everywhere)
    assert [p.field for p in replace(D, zones=in_lead).find(everywhere) or ()] == ["summary"]


def test_other_fields_are_searched_when_they_are_asked_for() -> None:
    article = an_article(
        "x", url="https://a.example/alpha", authors=("B. Beta",), topics=("delta",)
    )
    found = Hits.of(article, LEXICON, ["title", "url", "author", "tags", "lead"])
    for condition, field in ((A, "url"), (B, "author"), (D, "tags")):
        assert condition.find(found) is None
        assert replace(condition, zones=zones([field])).find(found)


# -- proximity -----------------------------------------------------------------------------------

NEAR, THEN = Near(of=(A, B), within=3), Near(of=(A, B), within=3, ordered=True)


@pytest.mark.parametrize(
    ("condition", "title", "truth"),
    [
        (NEAR, "alpha beta", True),
        (NEAR, "alpha x x beta", True),
        (NEAR, "alpha x x x beta", False),
        (NEAR, "beta x x alpha", True),
        (NEAR, "alpha", False),
        (THEN, "alpha x beta", True),
        (THEN, "beta x alpha", False),
        (THEN, "beta alpha x x beta", True),
        (Near(of=(A, B), within=1), "alpha, beta", True),
        (Near(of=(A, B), within=1), "alpha-beta", True),
        (Near(of=(A, B), within=2), "alpha 出口管 beta", False),
        (Near(of=(A, B), within=2), "alpha 出口 beta", True),
        (Near(of=(A, A), within=3), "alpha", False),
        (Near(of=(A, A), within=3), "alpha alpha", True),
        (Near(of=(A, B, C), within=3), "gamma alpha x beta", True),
        (Near(of=(A, B, C), within=3), "gamma alpha x x beta", False),
        (Near(of=(A, B, C), within=9, ordered=True), "alpha beta gamma", True),
        (Near(of=(A, B, C), within=9, ordered=True), "alpha gamma beta", False),
        (Near(of=(NEAR, C), within=2), "alpha x beta x gamma", True),
        (Near(of=(NEAR, C), within=2), "alpha x beta x x gamma", False),
        (Near(of=(Any(of=(A, NEAR)), C), within=2), "beta alpha gamma", True),
        (Apart(of=A, from_=B, within=2), "alpha", True),
        (Apart(of=A, from_=B, within=2), "alpha x beta", False),
        (Apart(of=A, from_=B, within=2), "alpha x x beta", True),
        (Apart(of=A, from_=B, within=2), "beta alpha x x alpha", True),
        (Apart(of=A, from_=A, within=2), "alpha", False),
        (Apart(of=A, from_=B, within="sentence"), "Alpha x x x x beta. Gamma.", False),
        (Apart(of=A, from_=B, within="sentence"), "Alpha. Beta.", True),
        (Near(of=(Apart(of=A, from_=B, within=1), C), within=1), "alpha gamma", True),
        (AtLeast(count=3, of=(A,)), "alpha alpha alpha", True),
        (AtLeast(count=3, of=(A,)), "alpha alpha", False),
        (AtLeast(count=3, of=(A, B)), "alpha beta alpha", True),
        (AtLeast(count=2, of=(A, B), distinct=True), "alpha alpha", False),
        (AtLeast(count=2, of=(term("alpha", "beta"),), distinct=True), "beta alpha", True),
        (AtLeast(count=2, of=(A, NEAR), distinct=True), "alpha beta", True),
    ],
)
def test_proximity_is_measured_in_words(condition: Condition, title: str, truth: bool) -> None:  # noqa: FBT001
    assert holds(condition, title) is truth


def test_proximity_stays_within_a_field() -> None:
    assert not holds(NEAR, "alpha", summary="beta")


def test_there_is_no_distance_between_fields_or_to_what_overlaps() -> None:
    found = hits("one two three", summary="one")
    here, beside, inside = Span(0, 0, 3, ()), Span(0, 4, 7, ()), Span(0, 1, 5, ())
    assert found.distance(here, beside) == found.distance(beside, here) == 1
    assert found.distance(here, inside) is None
    assert found.distance(here, Span(1, 0, 3, ())) is None


def test_a_paragraph_ends_at_a_line_break() -> None:
    together = Same(of=(A, B), unit="paragraph")
    assert holds(together, body="Alpha. Then. Beta.\nGamma")
    assert not holds(together, body="Alpha.\nBeta.")


def test_only_what_stands_at_a_place_can_be_near_something() -> None:
    assert is_positional(Any(of=(A, NEAR, Apart(of=A, from_=B, within=3))))
    assert not is_positional(Any(of=(A, All(of=(A, B)))))
    with pytest.raises(TypeError, match="All stands at no place"):
        Near(of=(A, All(of=(A, B))), within=3).find(hits("alpha beta"))


def test_a_condition_knows_the_fields_it_looks_into() -> None:
    apart = Apart(of=replace(A, zones=zones(["url"])), from_=B, within=3)
    condition = All(of=(apart, Not(of=replace(C, zones=zones(["lead"])))))
    assert fields_of(condition) == {"url", "title", "summary", "body", "lead"}


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
        (NEAR, "alpha", ["none of beta"]),
        (NEAR, "alpha x x x beta", ["all its parts are there, but not within 3 words"]),
        (THEN, "beta alpha", ["all its parts are there, but not in this order within 3 words"]),
        (Any(of=(NEAR, C)), "x", ["none of alpha or none of beta or none of gamma"]),
        (AtLeast(count=2, of=(A,)), "alpha alpha", []),
        (AtLeast(count=2, of=(A, B), distinct=True), "alpha", ["1 of 2 different ones"]),
        (Apart(of=A, from_=B, within=2), "beta", ["none of alpha"]),
        (Apart(of=A, from_=B, within=2), "alpha", []),
        (
            Apart(of=A, from_=B, within=2),
            "alpha beta",
            ["it is there, but always with what must not stand within 2 words"],
        ),
        (
            Apart(of=A, from_=B, within="sentence"),
            "alpha beta",
            ["it is there, but always with what must not stand in the same sentence"],
        ),
        (Same(of=(Apart(of=A, from_=B, within=2), C)), "gamma", ["none of alpha"]),
    ],
)
def test_a_condition_says_what_it_lacks(
    condition: Condition, title: str, missing: list[str]
) -> None:
    assert list(condition.missing(hits(title))) == missing


def test_a_condition_knows_its_terms_with_their_largest_weight() -> None:
    near = Near(of=(Apart(of=D, from_=C, within=2), A), within=9)
    either = Any(of=(A, term("beta", weight=3), near))
    condition = All(of=(term("alpha", weight=2), either, Not(of=C)))
    assert weights(condition) == {0: 2.0, 1: 3.0, 3: 1.0}


# -- held against a plain reading --------------------------------------------------------------

terms = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True).map(
    lambda names: term(*names)
)
conditions = st.recursive(
    terms,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda of: Any(of=tuple(of))),
        st.lists(parts, min_size=1, max_size=3).map(lambda of: All(of=tuple(of))),
        st.lists(parts, min_size=1, max_size=3).map(lambda of: Same(of=tuple(of))),
        parts.map(lambda of: Not(of=of)),
        st.builds(lambda n, of: AtLeast(count=n, of=(of,)), st.integers(1, 3), terms),
        st.builds(
            Near, of=st.tuples(terms, terms), within=st.integers(1, 4), ordered=st.booleans()
        ),
        st.builds(Apart, of=terms, from_=terms, within=st.integers(1, 4)),
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


Texts = list[list[list[str]]]  # fields, each a list of sentences, each a list of words


def _texts(article: Article) -> Texts:
    found = (article.field(name).lower() for name in DEFAULT_FIELDS)
    return [[part.split() for part in text.split(".") if part.strip()] for text in found]


def plainly(condition: Condition, texts: Texts) -> bool:
    """Whether `condition` holds for these texts, without any clever step."""
    match condition:
        case AnyTerm():
            return bool(_numbers(condition, texts))
        case Not():
            return not plainly(condition.of, texts)
        case Any():
            return any(plainly(part, texts) for part in condition.of)
        case All():
            return all(plainly(part, texts) for part in condition.of)
        case AtLeast():
            return len(_numbers(condition.of[0], texts)) >= condition.count
        case Near():
            return any(
                0
                < (second - first if condition.ordered else abs(second - first))
                <= condition.within
                for first in _numbers(condition.of[0], texts)
                for second in _numbers(condition.of[1], texts)
            )
        case Apart():
            others = _numbers(condition.from_, texts)
            places = _numbers(condition.of, texts)
            return any(all(abs(p - o) > condition.within for o in others) for p in places)
    # A sentence without any term is no place to stand in.
    alone = [[[words]] for field in texts for words in field if set(WORDS).intersection(words)]
    return any(all(plainly(part, sentence) for part in condition.of) for sentence in alone)


def _numbers(condition: Condition, texts: Texts) -> list[int]:
    """Numbers of the words that are a term; those of different fields are far apart."""
    assert isinstance(condition, AnyTerm)
    wanted = {WORDS[number] for number in condition.weights}
    return [
        1000 * order + number
        for order, field in enumerate(texts)
        for number, word in enumerate(word for words in field for word in words)
        if word in wanted
    ]


@calm
@given(conditions, articles)
def test_a_condition_agrees_with_a_plain_reading(condition: Condition, article: Article) -> None:
    found = condition.find(Hits.of(article, LEXICON))
    assert (found is not None) is plainly(condition, _texts(article))


@calm
@given(conditions, articles)
def test_only_terms_that_are_asked_for_are_shown(condition: Condition, article: Article) -> None:
    found = condition.find(Hits.of(article, LEXICON)) or ()
    assert {place.hit.term for place in found} <= weights(condition).keys()


def test_the_terms_of_a_condition_are_also_those_that_it_forbids() -> None:
    condition = All(of=(Same(of=(A, B)), Not(of=C), Apart(of=A, from_=D, within=3)))

    assert terms_of(condition) == {0, 1, 2, 3}
    assert terms_of(Not(of=C)) == {2}


@pytest.mark.parametrize("turn", range(3))
def test_neighbours_are_found_in_whatever_order_they_are_asked_for(turn: int) -> None:
    terms = [Term.written(word) for word in ("chip", "Nvidia", "Nvidia chip", "ban")]
    chip, either, ban = (
        AnyTerm(weights=dict.fromkeys(w, 1.0), label="") for w in ((0,), (1, 2), (3,))
    )
    wanted = [chip, either, ban]
    near = Near(of=(*wanted[turn:], *wanted[:turn]), within=3)
    assert near.find(Hits.of(an_article("Nvidia chip ban"), Lexicon(terms)))
