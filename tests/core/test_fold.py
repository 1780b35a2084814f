"""Folded text is comparable, and every character of it knows where it came from."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.fold import CHANGING, JOINING, QUOTES, fold

calm = settings(deadline=None, derandomize=True, max_examples=300)
# Everything that folds in a way of its own, in every script, and plain text around it.
STRANGE = list(
    "ab Z9.,'-–—ﬁﬀßŉǆİıÅK½㈱…™①℃\u00a8\u00ad\u200b\u200d\u2060\ufeff\u0301\u0308\u0327\u0345"
    "がｶﾞﾟｱーＡＩ１　\u3099\u309a゛゜㌀ヿ㋐중국\u1112\u1161\u11abㅎㅏㄴ\uffa1\uffc2芯英機氣薴気輸"
    "𠮷𧩼車\u00a0\u2009\u2028\t\r\n\x00\x01\x1c\x7f‘’“”«»`´🇪🇺👩🚀❤\ufe0f👍🏽\u20e3𝔸Σςαάΐᾳ\u1fbdЖйиё\u0306عربيةأ\u064e\u0654ﷺﻻﱞ"
    "עִבְ\ufb2aक़्षि\u093cกำก็ปี\u0e49Ꭰꭰ\ud800\udfff\uffff"
)
letters = st.one_of(st.sampled_from(STRANGE), st.characters())
strange_texts = st.text(letters, max_size=40)


def _joins_nothing(char: str) -> bool:
    return JOINING.isdisjoint(unicodedata.normalize("NFKC", char) + char)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Export Control", "export control"),
        ("export-control", "export control"),
        ("export –\u2014 control", "export control"),
        ("export\u00a0control", "export control"),
        ("export\r\n\t control", "export control"),
        ("ﬁnance", "finance"),
        ("Straße", "strasse"),
        ("caf\u00e9", "cafe"),
        ("cafe\u0301", "cafe"),
        ("ＡＩ　Ａｃｔ", "ai act"),
        ("ex\u200bport con\u00adtrol", "export control"),
        ("Nvidia’s “chip”", 'nvidia\'s "chip"'),
        ("\u2018a\u2019 `b´ «c»", "'a' 'b' \"c\""),
        ("İstanbul", "istanbul"),
        ("🚀 chips 🚀", "🚀 chips 🚀"),
        ("芯片管制", "芯片管制"),
        ("實體清單 出口許可", "实体清单 出口许可"),
        ("更新車輛", "更新车辆"),
        ("機械と机、経済、気", "机械と机、経済、気"),
        ("（ＢＩＳ）：３０％；", "(bis):30%;"),
        ("が", "が"),
        ("か\u3099", "が"),
        ("a\u3099", "a\u3099"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("수출통제", "수출통제"),
        ("\u1112\u1161\u11ab\u1100\u116e\u11a8", "한국"),
        ("й ά", "й ά"),
        ("и\u0306 α\u0301 е\u0308", "й ά ё"),
        ("K\u00c5 ΣΊΣΥΦΟΣ", "ka σίσυφοσ"),
        ("ㅎㅏㄴ", "하\u1102"),
        ("か\u200b\u3099", "が"),
        ("ط\u064e", "ط"),
        ("👩\u200d🚀 🇪🇺 ❤\ufe0f 1\ufe0f\u20e3", "👩🚀 🇪🇺 ❤ 1\u20e3"),
        ("a \u200b \u00ad\u3000b", "a b"),
        ("a … b", "a ... b"),
        ("chip\x00s", "chips"),
        ("chip\ud800s", "chips"),
        ("", ""),
    ],
)
def test_two_spellings_of_one_thing_fold_alike(text: str, folded: str) -> None:
    assert fold(text).text == folded


@pytest.mark.parametrize("quote", sorted(QUOTES))
def test_every_quotation_mark_is_one_of_the_keyboard(quote: str) -> None:
    assert fold(f"Beijing{quote}s {quote}chip").text == fold("Beijing@s @chip").text.replace(
        "@", QUOTES[quote]
    )


@pytest.mark.parametrize("dash", "-‐‑‒–—―−﹘﹣－")
@pytest.mark.parametrize("around", ["", " ", "\u00a0", "\n", "\u2009 "])
def test_a_dash_is_a_space_with_or_without_spaces_around(dash: str, around: str) -> None:
    text = f"export{around}{dash}{around}control"
    folded = fold(text)
    assert folded.text == "export control"
    assert folded.span(0, 6) == (0, 6)
    assert folded.span(7, 14) == (len(text) - 7, len(text))


def test_apostrophes_of_all_kinds_are_one() -> None:
    assert {fold(f"China{mark}s").text for mark in "'’‘`´ʼ′‛"} == {"china's"}


def test_a_long_text_of_many_different_characters_folds_as_each_of_them() -> None:
    text = "".join(filter(_joins_nothing, map(chr, range(0x20, 0x3400))))
    by_one = "".join(fold(char).text for char in text)
    assert fold(text).text == re.sub("  +", " ", by_one)


@pytest.mark.parametrize(
    ("text", "part", "original"),
    [
        ("a ﬁnance bill", "fin", "ﬁn"),
        ("a ﬁnance bill", "i", "ﬁ"),
        ("Die Straße dort", "strasse", "Straße"),
        ("der cafe\u0301 da", "cafe", "cafe\u0301"),
        ("新ＡＩ法", "ai", "ＡＩ"),
        ("ex\u200bport rule", "export", "ex\u200bport"),
        ("🚀🚀 Nvidia 🚀", "nvidia", "Nvidia"),
        ("export \t-\r\n control", "export control", "export \t-\r\n control"),
        ("the AI\u00a0Act", "ai act", "AI\u00a0Act"),
        ("新ｶﾞｲﾄﾞ案", "ガイド", "ｶﾞｲﾄﾞ"),
        ("を\u1112\u1161\u11ab국", "한국", "\u1112\u1161\u11ab국"),
        ("İ says", "i", "İ"),
        ("入「實體清單」中", "实体清单", "實體清單"),
        ("か\u200b\u3099に", "が", "か\u200b\u3099"),
        ("ㅎㅏ국", "하", "ㅎㅏ"),
        ("हिंदु नीति", "हिद", "हिंदु"),
        ("❤\ufe0f AI", "❤", "❤\ufe0f"),
        ("AI\u200b 法", "ai", "AI"),
        ("chips\n\n", "chips", "chips"),
        ("von ﬁnanz", "f", "ﬁ"),
        ("在𠮷野ＡＩ", "𠮷野ai", "𠮷野ＡＩ"),
    ],
)
def test_a_place_in_folded_text_leads_back_to_the_original(
    text: str, part: str, original: str
) -> None:
    folded = fold(text)
    at = folded.text.index(part)
    start, end = folded.span(at, at + len(part))
    assert text[start:end] == original


@calm
@given(strange_texts, st.data())
def test_every_span_of_any_text_leads_back(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if not folded.text:
        return
    last = len(folded.text)
    first = data.draw(st.integers(0, last - 1))
    after = data.draw(st.integers(first + 1, last))
    start, end = folded.span(first, after)
    assert 0 <= start < end <= len(text)
    assert folded.text[first:after] in fold(text[start:end]).text


@calm
@given(strange_texts)
def test_every_folded_character_has_a_place(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts)
    assert list(folded.starts) == sorted(folded.starts)
    assert "  " not in folded.text


@calm
@given(strange_texts)
def test_folding_folded_text_changes_nothing(text: str) -> None:
    folded = fold(text).text
    assert fold(folded).text == folded


@calm
@given(strange_texts, strange_texts)
def test_texts_joined_by_a_space_fold_as_each_alone(one: str, other: str) -> None:
    both = f"{fold(one).text} {fold(other).text}"
    assert fold(f"{one} {other}").text == re.sub("  +", " ", both)


@calm
@given(st.text(letters.filter(_joins_nothing), max_size=40))
def test_a_text_folds_as_its_characters_do(text: str) -> None:
    found = [(char, place) for place, whole in enumerate(text) for char in fold(whole).text]
    kept = [pair for n, pair in enumerate(found) if not pair[0] == found[n - 1][0] == " " or n == 0]
    folded = fold(text)
    assert list(zip(folded.text, folded.starts, strict=True)) == kept


def test_what_is_not_looked_at_stays_as_it_is() -> None:
    still = "".join(char for char in map(chr, range(1, 0x10000)) if not CHANGING.match(char))
    assert len(still) > 35_000
    assert fold(f"é{still}é").text == f"e{still}e".replace("  ", " ")


@pytest.mark.parametrize(
    "script",
    [(0xC0, 0x250), (0x370, 0x530), (0x620, 0x6D4), (0x1E00, 0x1F00), (0x3040, 0x3100),
     (0xAC00, 0xD7A4), (0xF900, 0xFB07)],
)  # fmt: skip
def test_letters_written_in_parts_fold_as_the_whole(script: tuple[int, int]) -> None:
    for char in map(chr, range(*script)):
        parts = unicodedata.normalize("NFD", char)
        assert fold(parts).text == fold(char).text, ascii(char)


@calm
@given(strange_texts)
def test_every_folded_character_stands_beside_its_original(text: str) -> None:
    folded = fold(text)
    assert list(folded.aligned) == [text[start] for start in folded.starts]


def test_there_is_no_place_beyond_the_end() -> None:
    with pytest.raises(IndexError):
        fold("“a”").starts[3]


@calm
@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_plain_text_folds_as_it_does_beside_an_accent(text: str) -> None:
    assert fold(text).text == fold(text + "x\u00e9").text.removesuffix("xe")
