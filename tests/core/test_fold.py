"""Folded text is comparable, and every character of it knows where it came from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.fold import fold, walk

calm = settings(deadline=None, derandomize=True, max_examples=300)
# Everything that folds in a way of its own, and plain text around it.
STRANGE = list(
    "ab Z9.,'-–—ﬁﬀßŉǆİıÅK½㈱…™①℃\u00a8\u00ad\u200b\u200d\u2060\ufeff\u0301\u0327\u3099\u309aがｶﾞﾟ"
    "ｱーＡＩ１　중국\u1112\u1161\u11ab芯片英\u00a0\u2009\u2028\t\r\n\x00\x1c\x7f‘’“”«»`´🇪🇺👩🚀𝔸𠮷"
    "\ud800\udfffЖйάعربית"
)
strange_texts = st.text(st.one_of(st.sampled_from(STRANGE), st.characters()), max_size=40)


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
        ("が", "が"),
        ("か\u3099", "が"),
        ("a\u3099", "a\u3099"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("수출통제", "수출통제"),
        ("\u1112\u1161\u11ab\u1100\u116e\u11a8", "한국"),
        ("й ά", "й ά"),
        ("chip\x00s", "chips"),
        ("chip\ud800s", "chips"),
        ("", ""),
    ],
)
def test_two_spellings_of_one_thing_fold_alike(text: str, folded: str) -> None:
    assert fold(text).text == folded


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
def test_folding_in_parts_gives_what_folding_one_by_one_gives(text: str) -> None:
    folded = fold(text)
    assert list(zip(folded.text, folded.starts, strict=True)) == walk(text)


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
