"""A term is found where a reader would point at it, and nowhere else."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.lexicon import Lexicon
from tracker.core.terms import Term

calm = settings(deadline=None, derandomize=True, max_examples=400)


def found(text: str, *terms: Term | str) -> list[str]:
    """The words of `text` in which `terms` are seen, in order."""
    lexicon = Lexicon(t if isinstance(t, Term) else Term.written(t) for t in terms)
    return [text[hit.start : hit.end] for hit in lexicon.hits(text)]


# -- words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        ("chip", "A chip, two chips; the chipset and microchip.", ["chip", "chips"]),
        ("agency", "An agency and its agencies; agencys", ["agency", "agencies"]),
        ("sanctions regime", "sanctions regimes and a sanctions regime", 2),
        ("tax", "tax taxes taxs taxi", ["tax", "taxes"]),
        ("batch", "batches of a batch", ["batches", "batch"]),
        ("day", "days, not daies", ["days"]),
        ("H20", "H20s, H20 and H200 or AH20", ["H20s", "H20"]),
        (
            "export control",
            "export-control, export controls",
            ["export-control", "export controls"],
        ),
        ("export-control", "an export control", ["export control"]),
        ("export control", "export\ncontrol export – control exportcontrol", 2),
        ("export control", "ex\u00adport\u00a0con\u200btrol", ["ex\u00adport\u00a0con\u200btrol"]),
        ("Nvidia", "Nvidia's, Nvidia’s and NVIDIA", ["Nvidia", "Nvidia", "NVIDIA"]),
        ("café rule", "the cafe\u0301 rule, CAFE RULE", ["cafe\u0301 rule", "CAFE RULE"]),
        ("people's bank", "People’s Bank", ["People’s Bank"]),
        ("finance", "ﬁnance", ["ﬁnance"]),
        ("Grok 4", "Grok-4 Grok 4.1 Grok 45", ["Grok-4", "Grok 4"]),
        ("bis", "bistro abis bis", ["bis"]),
        ("chip", "(chip) “chip” chip/wafer #chip chip_", 5),
        ("chip", "micro\u00adchip super\u200bchip", []),
        ("us", "Re\u0301us", []),
        ("Nvidia", "\ud800Nvidia\udfff™", ["Nvidia"]),
        ("chip", "", []),
    ],
)
def test_a_word_is_found_whole(term: str, text: str, words: list[str] | int) -> None:
    seen = found(text, term)
    assert (len(seen) if isinstance(words, int) else seen) == words


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        ("licen*", "licence, licensing; license-holder", ["licence", "licensing", "license"]),
        ("licen*", "a silicence", []),
        (
            "licen*",
            "license许可证 licensingNvidia licensing을",
            ["license", "licensing", "licensing"],
        ),
        ("export licen*", "export licences", ["export licences"]),
        ("수출통제*", "수출통제를 강화", ["수출통제를"]),
        ("出口管*", "出口管制", ["出口管"]),
        ("export* control*", "exporting controls, export-controlled, exporter of controls", 2),
        ("export* control*", "exports\ncontrol; export \u2014 controller; ex-export control", 3),
        ("export* control*", "the export-control law, exportcontrol", ["export-control"]),
        ("export* control", "exports controls, exporting control", 2),
        ("semiconductor* tool*", "semiconductor-tools", ["semiconductor-tools"]),
        ("GPU*", "GPUs, GPU-based gpus", ["GPUs", "GPU"]),
        ("EAR*", "EAR99 and EARs, earnings", ["EAR99", "EARs"]),
        ("EAR*", "THE EARNINGS SEASON BEGINS", []),
        ("GPU*", "GPUSHORTAGE GPUxyz", ["GPUSHORTAGE", "GPUxyz"]),
        ("H20*", "H20s, H200, H20芯片", ["H20s", "H200", "H20"]),
        ("colo?r*", "colours and colored, colr", ["colours"]),
    ],
)
def test_a_star_lets_a_word_go_on(term: str, text: str, words: list[str] | int) -> None:
    seen = found(text, term)
    assert (len(seen) if isinstance(words, int) else seen) == words


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        ("licen?e", "licence, License; licen-e licene", ["licence", "License"]),
        ("licen?e", "licences and licensee", ["licences"]),
        ("licen?e fee", "licence\u00a0fees, license-fee", ["licence\u00a0fees", "license-fee"]),
        ("wom?n in chips", "women in chips", ["women in chips"]),
        ("H20?", "H200 and H20, H20.", ["H200"]),
        ("H20?", "H20芯片 H20반도체 H20", []),
        ("chip??", "chipse chips", ["chipse"]),
        ("chip?", "chip", []),
        ("chip?", "chip, chips", ["chips"]),
        ("출?통제", "출구통제를", ["출구통제"]),
        ("出口?制", "出口管制 出口限制", ["出口管制", "出口限制"]),
        ("出口?制", "出口A制", []),
    ],
)
def test_a_question_mark_stands_for_one_letter(term: str, text: str, words: list[str]) -> None:
    assert found(text, term) == words


@pytest.mark.parametrize(
    ("number", "term", "text", "words"),
    [
        ("both", "chip", "chip chips", ["chip", "chips"]),
        ("singular", "chip", "chip chips", ["chip"]),
        ("plural", "chip", "chip chips", ["chips"]),
        ("plural", "agency", "agency agencies", ["agencies"]),
        ("singular", "AI", "AI AIs A.I.", ["AI", "A.I"]),
        ("plural", "AI", "AI AIs A.I.", ["AIs"]),
        ("plural", "芯片", "芯片", []),
        ("singular", "licen?e", "licence licences", ["licence"]),
    ],
)
def test_a_rule_says_which_number_counts(
    number: str, term: str, text: str, words: list[str]
) -> None:
    assert found(text, Term.written(term, number=number)) == words


def test_a_star_may_stand_behind_an_exact_term() -> None:
    term = Term.written("Trump admin*", case="exact")
    assert found("Trump administration, TRUMP ADMIN, trump admin", term) == ["Trump administration"]


# -- case ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        ("EAR", "the EAR, an ear, Ear", ["EAR"]),
        ("BIS", "BIS said bis", ["BIS"]),
        ("AI", "AI and ai, Ai", ["AI"]),
        ("AI", "A.I. is here", ["A.I"]),
        ("US", "the U.S. and us", ["U.S"]),
        ("GPU", "GPUs, GPU's, gpus, GPUS", ["GPUs", "GPU"]),
        ("AI", "ＡＩ芯片", ["ＡＩ"]),
        ("AI", "BIG AI NEWS FOR EVERYBODY", []),
        ("AI", "AI NEWS", ["AI"]),
        ("AI", "AI 기본법 내년 시행", ["AI"]),
        ("AI", "美国 AI 芯片 出口 管制", ["AI"]),
        ("AI", "قانون AI الجديد هنا", ["AI"]),
        ("nvidia", "NVIDIA WINS A LICENCE", ["NVIDIA"]),
        ("Entity List", "ADDED TO THE ENTITY LIST", ["ENTITY LIST"]),
    ],
)
def test_capitals_alone_are_an_acronym(term: str, text: str, words: list[str]) -> None:
    assert found(text, term) == words


@pytest.mark.parametrize(
    ("case", "text", "words"),
    [
        ("exact", "AI Act, AI act, ai act, AI ACT", ["AI Act"]),
        ("exact", "AI Acts and AI actors and an AI act", ["AI Acts"]),
        ("exact", "the AI\nAct, AI  Act, AI-Act, AI\u00a0Act", 4),
        ("exact", "ＡＩ Ａｃｔ", ["ＡＩ Ａｃｔ"]),
        ("smart", "AI Act, ai act", 2),
        ("any", "AI Act, ai act", 2),
        ("capital", "AI act, Ai Act, AI ACT, aI act, ai Act", ["AI act", "Ai Act", "AI ACT"]),
        ("upper", "AI Act, AI ACT, AI ACTS, ai act", ["AI ACT", "AI ACTS"]),
        ("lower", "AI Act, ai act, ai-acts, aI act", ["ai act", "ai-acts"]),
        ("upper", "THE AI ACT IS THE LAW", []),
        ("lower", "THE AI ACT IS THE LAW", []),
        ("capital", "THE AI ACT IS THE LAW", ["AI ACT"]),
    ],
)
def test_a_rule_says_whether_case_counts(case: str, text: str, words: list[str] | int) -> None:
    seen = found(text, Term.written("AI Act", case=case))
    assert (len(seen) if isinstance(words, int) else seen) == words


def test_an_exact_word_has_its_plural() -> None:
    assert found("Agencies, agencies", Term.written("Agency", case="exact")) == ["Agencies"]


def test_an_acronym_matches_any_case_when_the_rule_says_so() -> None:
    assert found("ear EAR", Term.written("EAR", case="any")) == ["ear", "EAR"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("Apple", "Apple eats an apple; APPLE", ["Apple", "APPLE"]),
        ("Arm", "Arm breaks an arm", ["Arm"]),
        ("Arm Holdings", "arm holdings", ["arm holdings"]),
        ("iFlytek", "iflytek and iFlytek", ["iflytek", "iFlytek"]),
        ("英伟达", "英伟达", ["英伟达"]),
    ],
)
def test_the_name_of_an_entity_begins_with_a_capital(
    name: str, text: str, words: list[str]
) -> None:
    assert found(text, Term.written(name, entity="firm")) == words


# -- scripts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        ("芯片", "英伟达H20芯片获准", ["芯片"]),
        ("H20", "英伟达H20芯片，不是H200芯片", ["H20"]),
        ("AI", "新AI法案", ["AI"]),
        ("수출통제", "미국이 수출통제를 강화", ["수출통제"]),
        ("수출통제", "대수출통제", []),
        ("AI", "AI법 시행", ["AI"]),
        ("輸出規制", "半導体輸出規制を強化", ["輸出規制"]),
        ("ガイド", "新ガイドライン", ["ガイド"]),
        ("ガイド", "新ｶﾞｲﾄﾞ案", ["ｶﾞｲﾄﾞ"]),
        ("が", "か", []),
        ("人工智能 法", "人工智能　法", ["人工智能　法"]),
        ("华为", "华为Huawei被列入", ["华为"]),
        ("Huawei", "华为Huawei被列入", ["Huawei"]),
        ("санкции", "новые санкции", ["санкции"]),
        ("санкц", "новые санкции", []),
    ],
)
def test_each_script_has_its_own_idea_of_a_word(term: str, text: str, words: list[str]) -> None:
    assert found(text, term) == words


# -- lost spaces -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        ("Nvidia", "was restrictedNvidia’s sales", ["Nvidia"]),
        ("blacklist", "expanded its blacklistand globalised", ["blacklist"]),
        ("semiconductor", "thesemiconductor rule", ["semiconductor"]),
        ("export controls", "export controlsand more", ["export controls"]),
        ("chip", "chipand chipof", []),
        ("thous", "thousand", []),
        ("husb", "husband", []),
        ("AI Act", "AI actors", []),
        ("ear", "their nuclear ears", ["ears"]),
        ("blacklist", "blacklistandmore", []),
        ("sanctions", "xandsanctions", []),
    ],
)
def test_a_long_word_survives_a_lost_space(term: str, text: str, words: list[str]) -> None:
    assert found(text, term) == words


# -- false friends ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "never", "text", "count"),
    [
        ("人工智能法", ["人工智能法庭"], "人工智能法庭开庭", 0),
        ("人工智能法", ["人工智能法庭"], "人工智能法庭与人工智能法", 1),
        ("chip", ["potato chip"], "potato chips, potato-chip, POTATO CHIP", 0),
        ("chip", ["potato chip"], "a chip for a potato", 1),
        ("AI", ["AI act*"], "AI actors and AI activists", 0),
        ("House", ["White House", "House of Cards"], "White House of Cards House", 1),
        ("chip", ["-"], "a chip", 1),
        ("licen*", ["driv* licen*"], "driving licences, a driver's licence, drive-licensing", 1),
        ("licen*", ["licen?ed plumber"], "licenced plumbers, licensed plumber", 0),
        ("licen*", ["dog licence*"], "dog licences, dog licencing", 1),
    ],
)
def test_a_hit_does_not_count_inside_a_false_friend(
    term: str, never: list[str], text: str, count: int
) -> None:
    assert len(found(text, Term.written(term, never=never))) == count


def test_a_false_friend_of_one_term_is_none_of_another() -> None:
    chip, snack = Term.written("chip", never=["potato chip"]), Term.written("potato chip")
    assert found("potato chip", chip, snack) == ["potato chip"]


# -- patterns and likeness -------------------------------------------------------------------


def test_patterns_and_words_are_found_together_in_order() -> None:
    lexicon = Lexicon(
        [
            Term(text=r"NXT:?\d{4}", pattern=True),
            Term.written("芯片"),
            Term(text="片", pattern=True),
        ]
    )
    text = "🚀芯片 on NXT:2050 and NXT1980"
    hits = [(text[h.start : h.end], h.term) for h in lexicon.hits(text)]
    assert hits == [("芯片", 1), ("片", 2), ("NXT:2050", 0), ("NXT1980", 0)]


def test_a_pattern_is_held_against_the_text_as_written() -> None:
    assert found("the entity list, an Entity List", Term(text="Entity List", pattern=True)) == [
        "Entity List"
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Huawie and Huawei, Hauwei", ["Huawie", "Huawei", "Hauwei"]),
        ("Ｈｕａｗｉｅ’s plan", ["Ｈｕａｗｉｅ"]),
        ("Hawaii is no firm, huawie", []),
        ("Huawie Cup", []),
    ],
)
def test_a_name_may_be_spelt_nearly_right(text: str, words: list[str]) -> None:
    name = Term.written("Huawei", fuzzy=80, entity="huawei", never=["Huawie Cup"])
    assert found(text, name) == words


# -- many terms ------------------------------------------------------------------------------


def test_hits_come_in_order_and_overlap() -> None:
    lexicon = Lexicon(map(Term.written, ["list", "Entity List", "entity"]))
    hits = [(hit.start, hit.end, hit.term) for hit in lexicon.hits("the Entity List")]
    assert hits == [(4, 10, 2), (4, 15, 1), (11, 15, 0)]


def test_two_terms_with_one_spelling_are_both_found() -> None:
    lexicon = Lexicon([Term.written("Apple", entity="apple"), Term.written("apple")])
    assert [hit.term for hit in lexicon.hits("an Apple, an apple")] == [0, 1, 1]


def test_an_empty_lexicon_finds_nothing() -> None:
    assert Lexicon([]).hits("Nvidia") == []


# A plain reading of the rules for Latin words without capitals, written another way.
LETTERS = "abcs"
words = st.text(LETTERS, min_size=1, max_size=3)
phrases = st.lists(words, min_size=1, max_size=2).map(" ".join)
texts = st.text(st.sampled_from(LETTERS + LETTERS.upper() + "  -.,'\n1"), max_size=40)


def plainly(term: str, text: str) -> set[tuple[int, int]]:
    """Every place of `term` or its plural, by a regular expression for each."""
    stem = term.removesuffix("*")
    last = stem.split()[-1]
    ies = re.search(r"[^aeiou]y$", last)
    plural = (
        stem[:-1] + "ies" if ies else stem + ("es" if re.search("(s|x|z|ch|sh)$", stem) else "s")
    )
    forms = {stem: r"[a-z0-9]*"} if term != stem else {stem: "", plural: ""}
    places = set()
    for form, rest in forms.items():
        gap = r"[\s-]+".join(map(re.escape, form.split()))
        # A capital after a small letter begins a word: a link that lost its space.
        before = r"(?:(?<![A-Za-z0-9])|(?<=[a-z])(?=[A-Z]))"
        after = r"(?:(?![A-Za-z0-9])|(?<=[a-z])(?=[A-Z]))"
        for start in range(len(text)):
            for end in range(start + 1, len(text) + 1):
                whole = re.compile(f"(?i:{gap}{rest})").fullmatch(text, start, end)
                edges = re.compile(before).match(text, start) and re.compile(after).match(text, end)
                inner = rest and re.search(r"[a-z][A-Z]", text[start + len(form) - 1 : end])
                if whole and edges and not inner:
                    places.add((start, end))
    return places


@calm
@given(st.lists(st.tuples(phrases, st.sampled_from(["", "*"])).map("".join), max_size=4), texts)
def test_a_lexicon_agrees_with_one_plain_expression_for_each_term(
    terms: list[str], text: str
) -> None:
    lexicon = Lexicon(Term.written(term, case="any") for term in terms)
    hits = {(hit.start, hit.end, hit.term) for hit in lexicon.hits(text)}
    assert hits == {(*place, n) for n, term in enumerate(terms) for place in plainly(term, text)}


MIXED = st.text(
    st.sampled_from(list("AIai 法芯片한국를ガｶﾞＡＩﬁé\u0301\u200b\u00a0-'’\n🚀H20\ud800")),
    max_size=30,
)
TERMS = ["AI", "芯片", "한국", "ガ", "H20", "ﬁ", "a*", "AI 法", "é", "i"]


@calm
@given(MIXED)
def test_every_hit_is_a_place_in_the_text(text: str) -> None:
    for hit in Lexicon(map(Term.written, TERMS)).hits(text):
        assert 0 <= hit.start < hit.end <= len(text)
        assert Lexicon([Term.written(TERMS[hit.term], case="any")]).hits(text[hit.start : hit.end])


@calm
@given(MIXED, MIXED)
def test_a_hit_stays_a_hit_when_more_text_follows_on_a_new_line(text: str, more: str) -> None:
    lexicon = Lexicon(Term.written(term, case="any") for term in TERMS)
    assert set(lexicon.hits(text)) <= set(lexicon.hits(f"{text}.\n{more}"))


def test_only_the_terms_that_are_asked_for_are_found_under_their_own_numbers() -> None:
    never = Term.written("Amazon", never=["Amazon rainforest"])
    terms = [Term.written("chip"), never, Term(text="H[12]0", pattern=True)]
    text = "A chip by Amazon, not the Amazon rainforest: H20"

    lexicon = Lexicon(terms, only={1, 2})
    assert [(hit.term, text[hit.start : hit.end]) for hit in lexicon.hits(text)] == [
        (1, "Amazon"),
        (2, "H20"),
    ]
