"""A watch tells why it fires, or why not, as a tree of what it asks for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any as Anything

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core import NOW, an_article
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
    is_positional,
)
from tracker.core.explain import Node, explain
from tracker.core.hits import Hits, zones
from tracker.core.lexicon import Lexicon
from tracker.core.match import find
from tracker.core.model import FIELDS, Article, Severity
from tracker.core.rules import Raise, Rulebook, Watch
from tracker.core.terms import Term

calm = settings(deadline=None, derandomize=True, max_examples=250)

WORDS = ["alpha", "beta", "gamma", "delta"]
TERMS = (
    *map(Term.written, WORDS),
    Term.written("house", never=["White House", "House of Cards"]),
    replace(Term.written("bank"), context=("river", "money")),
    Term(text="[A-Z]{2}-\\d+", pattern=True),
    replace(Term.written("Zhipu Photonics Co., Ltd.", entity="zhipu"), fuzzy=80),
)
LEXICON = Lexicon(TERMS)


def term(*numbers: int, weight: float = 1.0, fields: tuple[str, ...] = ()) -> AnyTerm:
    label = ", ".join(f"/{TERMS[n].text}/" if TERMS[n].pattern else TERMS[n].text for n in numbers)
    found = AnyTerm(weights=dict.fromkeys(numbers, weight), label=label)
    return replace(found, zones=zones(fields)) if fields else found


A, B, C, D, HOUSE, BANK, CODE, ZHIPU = map(term, range(len(TERMS)))


def watch(condition: Condition, **given: Anything) -> Watch:
    facts = {"severity": Severity.medium, "weights": weights(condition)}
    return Watch(id="a/watch", name="A watch", condition=condition, **(facts | given))


def tree(wanted: Watch, article: Article) -> Node:
    return explain(wanted, Hits.of(article, LEXICON, FIELDS), article, LEXICON)


def lines(node: Node, depth: int = 0) -> Iterator[str]:
    """One line for each part: whether it holds, what it asks (what else), the words."""
    note = f" ({node.note})" if node.note else ""
    words = "".join(
        f" “{e.text}”" + (f" in {e.field}" if e.field != "title" else "") for e in node.evidence
    )
    yield f"{'  ' * depth}{'+' if node.holds else '-'} {node.asks}{note}{words}"
    for part in node.parts:
        yield from lines(part, depth + 1)


def told(wanted: Watch, article: Article) -> list[str]:
    """What stands below the root."""
    return [line for part in tree(wanted, article).parts for line in lines(part)]


# -- every kind of condition -------------------------------------------------------------------

NEAR, THEN = Near(of=(A, B), within=2), Near(of=(A, B), within=2, ordered=True)
NEITHER = All(of=(A, Not(of=Near(of=(B, C), within=3))))


@pytest.mark.parametrize(
    ("condition", "title", "says"),
    [
        (A, "alpha", ["+ alpha “alpha”"]),
        (A, "beta", ["- alpha"]),
        (term(0, 1), "beta alpha", ["+ any of alpha, beta “beta” “alpha”"]),
        (CODE, "the AB-12", ["+ /[A-Z]{2}-\\d+/ “AB-12”"]),
        (CODE, "ab", ["- /[A-Z]{2}-\\d+/"]),
        (Any(of=(A, B)), "beta", ["+ any of", "  - alpha", "  + beta “beta”"]),
        (Any(of=(A, B)), "x", ["- any of", "  - alpha", "  - beta"]),
        (All(of=(A, B)), "beta alpha", ["+ alpha “alpha”", "+ beta “beta”"]),
        (All(of=(A, B)), "alpha", ["+ alpha “alpha”", "- beta"]),
        (
            Any(of=(All(of=(A, B)), C)),
            "alpha",
            ["- any of", "  - all of", "    + alpha “alpha”", "    - beta", "  - gamma"],
        ),
        (All(of=(A, Not(of=B))), "alpha", ["+ alpha “alpha”", "+ none of beta"]),
        (All(of=(A, Not(of=B))), "alpha beta", ["+ alpha “alpha”", "- none of beta “beta”"]),
        (NEITHER, "alpha", ["+ alpha “alpha”", "+ not within 3 words (beta; gamma)"]),
        (
            NEITHER,
            "alpha, beta gamma",
            [
                "+ alpha “alpha”",
                "- not within 3 words (beta; gamma)",
                "  + within 3 words",
                "    + beta “beta”",
                "    + gamma “gamma”",
            ],
        ),
        (
            Same(of=(A, B)),
            "alpha. Alpha beta. Beta. ALPHA BETA.",
            ["+ in one sentence", "  + alpha “Alpha” “ALPHA”", "  + beta “beta” “BETA”"],
        ),
        (
            Same(of=(A, B), unit="paragraph"),
            "alpha. Beta.",
            ["+ in one paragraph", "  + alpha “alpha”", "  + beta “Beta”"],
        ),
        (
            Same(of=(A, B, C)),
            "alpha. Beta gamma.",
            [
                "- in one sentence",
                "  - alpha (only elsewhere) “alpha”",
                "  + beta “Beta”",
                "  + gamma “gamma”",
            ],
        ),
        (
            Same(of=(A, Not(of=B))),
            "alpha beta. Gamma.",
            ["- in one sentence", "  + alpha “alpha”", "  - none of beta “beta”"],
        ),
        (Same(of=(A, B)), "x", ["- in one sentence", "  - alpha", "  - beta"]),
        (
            NEAR,
            "alpha beta x x x ALPHA",
            ["+ within 2 words", "  + alpha “alpha”", "  + beta “beta”"],
        ),
        (
            NEAR,
            "alpha x x x x beta",
            [
                "- within 2 words (5 words apart at the nearest)",
                "  + alpha “alpha”",
                "  + beta “beta”",
            ],
        ),
        (
            THEN,
            "beta alpha",
            [
                "- within 2 words, in this order (only in another order)",
                "  + alpha “alpha”",
                "  + beta “beta”",
            ],
        ),
        (NEAR, "alpha", ["- within 2 words", "  + alpha “alpha”", "  - beta"]),
        (
            Near(of=(A, A), within=2),
            "alpha",
            [
                "- within 2 words (nowhere beside each other in one field)",
                "  + alpha “alpha”",
                "  + alpha “alpha”",
            ],
        ),
        (
            Apart(of=A, from_=B, within=2),
            "alpha beta x x x ALPHA",
            ["+ all of", "  + alpha “ALPHA”", "  + within 2 words: none of beta"],
        ),
        (
            Apart(of=A, from_=B, within="sentence"),
            "alpha beta",
            ["- all of", "  + alpha “alpha”", "  - in the same sentence: none of beta “beta”"],
        ),
        (
            Apart(of=A, from_=B, within=2),
            "beta",
            ["- all of", "  - alpha", "  + within 2 words: none of beta"],
        ),
        (
            AtLeast(count=2, of=(A, B)),
            "alpha ALPHA",
            ["+ at least 2 of", "  + alpha “alpha” “ALPHA”", "  - beta"],
        ),
        (
            AtLeast(count=2, of=(A, B), distinct=True),
            "alpha ALPHA",
            [
                "- at least 2 different of (1 of 2 different ones)",
                "  + alpha “alpha” “ALPHA”",
                "  - beta",
            ],
        ),
    ],
)
def test_every_kind_of_condition_tells_what_it_asks_and_what_it_found(
    condition: Condition, title: str, says: list[str]
) -> None:
    assert told(watch(condition), an_article(title)) == says


def test_a_sentence_tells_only_of_the_sentences_in_which_all_of_it_stands() -> None:
    """Each alternative is shown where it is what makes a sentence hold."""
    either = Any(of=(B, All(of=(C, D))))
    article = an_article("alpha beta. Gamma delta. Alpha gamma delta. GAMMA beta.")
    assert told(watch(Same(of=(A, either))), article) == [
        "+ in one sentence",
        "  + alpha “alpha” “Alpha”",
        "  + any of",
        "    + beta “beta”",
        "    + all of",
        "      + gamma “gamma”",
        "      + delta “delta”",
    ]


def test_neighbours_of_neighbours_are_told_too() -> None:
    inner = Near(of=(A, B), within=1)
    assert told(watch(Near(of=(inner, C), within=3)), an_article("beta x alpha beta x gamma")) == [
        "+ within 3 words",
        "  + within 1 words",
        "    + alpha “alpha”",
        "    + beta “beta”",
        "  + gamma “gamma”",
    ]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (("title",), "+ in title: alpha “alpha”"),
        (("summary", "body"), "- in summary, body: alpha (only elsewhere) “alpha”"),
    ],
)
def test_a_word_in_another_field_is_shown_there(fields: tuple[str, ...], says: str) -> None:
    assert told(watch(term(0, fields=fields)), an_article("alpha")) == [says]


# -- words that do not count, and words that are spelt otherwise --------------------------------


@pytest.mark.parametrize(
    ("condition", "title", "says"),
    [
        (HOUSE, "The house", "+ house “house”"),
        (HOUSE, "The White House", "- house (does not count inside “White House”) “House”"),
        (HOUSE, "A house of cards", "- house (does not count inside “House of Cards”) “house”"),
        (BANK, "The bank by the river", "+ bank “bank”"),
        (BANK, "A bank", "- bank (counts only in an article with one of river, money) “bank”"),
        (BANK, "A river", "- bank"),
    ],
)
def test_a_word_that_does_not_count_is_shown_with_the_reason(
    condition: Condition, title: str, says: str
) -> None:
    assert told(watch(condition), an_article(title)) == [says]


@pytest.mark.parametrize("written", ["Zhipu Photonics Ltd", "ZHIPU PHOTONICS", "Zhipu Photonics"])
def test_a_name_shows_how_it_is_written_and_whose_it_is(written: str) -> None:
    (part,) = tree(watch(ZHIPU), an_article(f"News of {written}, a firm")).parts
    (shown,) = part.evidence
    assert (shown.term, shown.kind, shown.entity) == (TERMS[7].text, "entity", "zhipu")
    assert shown.text in written
    assert "zhipu" in shown.text.casefold()


# -- what else a watch says --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"sources": {"tag:us", "bis"}}, "- source bis, tag:us (only for the sources bis, tag:us)"),
        ({"sources": {"wire"}}, "+ source wire"),
        ({"languages": {"zh"}}, "- language zh (only in zh; this is en)"),
        ({"types": {"rule"}, "languages": {"en"}}, "+ language en; type rule"),
        (
            {"jurisdictions": {"us"}},
            "- jurisdiction us (only for us; this is from nl)",
        ),
        ({"expires": NOW.date()}, f"+ until {NOW.date()}"),
        ({"expires": date(2026, 1, 1)}, "- until 2026-01-01 (expired on 2026-01-01)"),
    ],
)
def test_the_scope_is_told_if_a_watch_has_one(given: dict[str, Anything], says: str) -> None:
    article = an_article("alpha", language="en", tier="official", jurisdictions={"nl"})
    bounds = {key: frozenset(v) if isinstance(v, set) else v for key, v in given.items()}
    assert told(watch(A, **bounds), article) == [says, "+ alpha “alpha”"]


@pytest.mark.parametrize(
    ("least", "says"),
    [
        (2.0, "+ score 3.5 of at least 2 (alpha 2.5, gamma 1)"),
        (4.0, "- score 3.5 of at least 4 (alpha 2.5, gamma 1)"),
    ],
)
def test_a_score_tells_what_each_word_adds_the_heaviest_first(least: float, says: str) -> None:
    wanted = watch(All(of=(term(2, 3), term(0, 1, weight=2.5))), min_score=least)
    assert told(wanted, an_article("gamma alpha alpha"))[-1] == says


def test_a_score_of_many_words_names_a_few() -> None:
    lexicon = Lexicon(map(Term.written, "abcdefgh"))
    many = AnyTerm(weights={n: float(n + 1) for n in range(8)}, label="letters")
    article = an_article("a b c d e f g h")
    root = explain(watch(many, min_score=3.0), Hits.of(article, lexicon), article, lexicon)
    assert root.parts[-1].note == "h 8, g 7, f 6, e 5, d 4, 3 more"


def test_an_absence_alone_makes_nothing_fire() -> None:
    assert told(watch(Not(of=A)), an_article("x")) == [
        "+ none of alpha",
        "- a word that is there (what is not there makes nothing fire by itself)",
    ]


RAISES = (
    Raise(to=Severity.low, when=D),
    Raise(to=Severity.high, when=B),
    Raise(to=Severity.critical, when=All(of=(C, B))),
)


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("x", ["- alpha"]),
        (
            "alpha beta",
            [
                "+ alpha “alpha”",
                "+ raised to high because",
                "  + beta “beta”",
                "- raised to critical when all of (gamma; beta)",
                "  - all of",
                "    - gamma",
                "    + beta “beta”",
            ],
        ),
    ],
)
def test_what_raises_a_watch_that_fires_is_told_and_what_would(title: str, says: list[str]) -> None:
    assert told(watch(A, raises=RAISES), an_article(title)) == says


@pytest.mark.parametrize(
    ("condition", "title", "lacks"),
    [
        (A, "alpha", 0),
        (A, "x", 1),
        (All(of=(A, B, C)), "alpha", 2),
        (Any(of=(All(of=(A, B)), C)), "x", 1),
        (Any(of=(All(of=(A, B)), All(of=(B, C, D)))), "beta gamma", 1),
        (NEAR, "alpha x x x beta", 1),
        (AtLeast(count=3, of=(A,)), "alpha", 1),
        (All(of=(A, Not(of=NEAR))), "alpha beta", 1),
    ],
)
def test_a_tree_knows_how_much_is_missing(condition: Condition, title: str, lacks: int) -> None:
    assert tree(watch(condition), an_article(title)).lacks == lacks


# -- for any watch and any article -------------------------------------------------------------

terms = st.builds(
    lambda numbers, fields: term(*numbers, fields=fields),
    st.lists(st.integers(0, len(TERMS) - 1), min_size=1, max_size=3, unique=True),
    st.sampled_from([(), (), ("title",), ("body", "author"), ("lead",)]),
)


def several(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[tuple[Condition, ...]]:
    return st.lists(parts, min_size=1, max_size=3).map(tuple)


def neighbours(
    parts: st.SearchStrategy[Condition],
) -> st.SearchStrategy[Condition]:
    places = parts.filter(is_positional)
    return st.one_of(
        st.builds(
            Near, of=st.tuples(places, places), within=st.integers(1, 5), ordered=st.booleans()
        ),
        st.builds(Apart, of=places, from_=places, within=st.sampled_from([1, 3, "sentence"])),
    )


conditions = st.recursive(
    terms,
    lambda parts: st.one_of(
        st.builds(Any, of=several(parts)),
        st.builds(All, of=several(parts)),
        st.builds(Same, of=several(parts), unit=st.sampled_from(["sentence", "paragraph"])),
        st.builds(Not, of=parts),
        st.builds(AtLeast, count=st.integers(1, 3), of=several(parts), distinct=st.booleans()),
        neighbours(parts),
    ),
    max_leaves=8,
)
watches = st.builds(
    lambda condition, raises, least, sources, days: watch(
        condition,
        raises=tuple(Raise(to=Severity.high, when=when) for when in raises),
        min_score=least,
        sources=frozenset(sources),
        expires=NOW.date() + timedelta(days=days),
    ),
    conditions,
    st.lists(conditions, max_size=2),
    st.sampled_from([0.0, 0.0, 2.0]),
    st.sampled_from([(), (), ("wire",), ("other",)]),
    st.sampled_from([0, 1, -1]),
)
PIECES = [
    *WORDS,
    *WORDS,
    *"house|White House|bank|river|AB-12|Zhipu Photonics|Zhipu Fotonics Ltd|x|. |. |\n|🚀|é".split(
        "|"
    ),
]
fields = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)
articles = st.builds(
    lambda title, summary, body, authors: an_article(
        title, id="x", summary=summary, content=body, authors=(authors,)
    ),
    fields,
    fields,
    fields,
    st.sampled_from(WORDS),
)


def each(node: Node) -> Iterator[Node]:
    yield node
    for part in node.parts:
        yield from each(part)


@calm
@given(watches, articles)
def test_the_tree_holds_exactly_when_the_watch_fires(wanted: Watch, article: Article) -> None:
    root = tree(wanted, article)
    matches = found(wanted, article)
    assert root.holds is bool(matches)
    assert (root.lacks == 0) is root.holds
    for match in matches:
        shown = {evidence for node in each(root) if node.holds for evidence in node.evidence}
        assert shown >= set(match.evidence)


def found(wanted: Watch, article: Article) -> Anything:
    rules = Rulebook(watches=(wanted,), lexicon=LEXICON, fields=frozenset(FIELDS))
    return find(article, rules).matches


@calm
@given(watches, articles)
def test_no_part_contradicts_another(wanted: Watch, article: Article) -> None:
    for node in each(tree(wanted, article)):
        held = [part.holds for part in node.parts]
        if node.kind in {"all", "same"}:
            assert node.holds is all(held)
        if node.kind == "any":
            assert node.holds is any(held)
        if node.kind == "near" and node.holds:
            assert all(held)
        if node.kind == "near" and not node.holds:
            assert node.note or not all(held)


@calm
@given(watches, articles)
def test_all_words_are_shown_as_they_stand_in_the_article(wanted: Watch, article: Article) -> None:
    for node in each(tree(wanted, article)):
        for shown in node.evidence:
            assert article.field(shown.field)[shown.start : shown.end] == shown.text
            assert shown.text
