"""Folded text is comparable, and every character of it knows where it came from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.text import (
    Sentences,
    clip,
    fold,
    latin_language,
    script_language,
    squeeze,
    walk,
)

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
def test_what_is_told_of_a_place_without_the_original_is_what_the_original_says(text: str) -> None:
    folded = fold(text)
    for place in range(1, len(folded.text)):
        told = folded.parts_words(place)
        left, right = text[folded.starts[place - 1]], text[folded.starts[place]]
        one_word = left.isalnum() and right.isalnum() and not (left.islower() and right.isupper())
        assert told in {None, not one_word}


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("said", 1, False),
        ("a b", 1, True),
        ("“said”", 2, False),
        ("limitedNvidia", 7, None),
        ("a.b", 1, None),
        ("5㎏s", 2, None),
        ("ex\u00adport", 2, None),
        ("\u1112\u1161 a", 1, None),
    ],
)
def test_most_ends_of_words_are_told_without_the_original(
    text: str,
    place: int,
    told: bool | None,  # noqa: FBT001  a column of the table
) -> None:
    assert fold(text).parts_words(place) is told


def test_there_is_no_place_beyond_the_end() -> None:
    with pytest.raises(IndexError):
        fold("“a”").starts[3]


@calm
@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_plain_text_folds_as_it_does_beside_an_accent(text: str) -> None:
    assert fold(text).text == fold(text + "x\u00e9").text.removesuffix("xe")


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("  BIS\n adds\t12  firms ", "BIS adds 12 firms"),
        ("BIS\u00a0adds\u300012", "BIS adds 12"),
        ("BIS\u200b ad\u00adds\x00", "BIS adds"),
        ("\u202eevil\u202c", "evil"),
        ("\u200b \n", ""),
    ],
)
def test_a_title_is_one_visible_line(title: str, line: str) -> None:
    assert squeeze(title) == line


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("美国收紧对华芯片出口管制", "zh"),
        ("英伟达 Nvidia H20 芯片获准出口", "zh"),
        ("米国、半導体の輸出規制を強化へ", "ja"),
        ("미국, 반도체 수출통제 강화", "ko"),
        ("Commission adopts the AI Act", ""),
        ("Commission cites 芯片 as an example in a long English sentence", ""),
        ("2026 – 12%", ""),
        ("", ""),
    ],
)
def test_a_script_tells_its_language_or_nothing(text: str, language: str) -> None:
    assert script_language(text) == language


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("One sentence.", 1),
        ("One. Two. Three.", 3),
        ("The U.S. Commerce Department said so. It is final.", 2),
        ("Sales rose 5.4 percent. Shares fell.", 2),
        ("Nvidia Inc. said it would. AMD did not.", 2),
        ("Huawei Technologies Co. Ltd. Shenzhen was named.", 1),
        ("See No. 5 of the list. Then stop.", 2),
        ("Mr. Smith met Dr. Wu in St. Louis. They spoke.", 2),
        ("Gov. Lee met Sen. Park and Rep. Cho. They spoke.", 2),
        ("Really? Yes! Good.", 3),
        ("“It is over.” He left.", 2),
        ("He said (so.) Then he left.", 2),
        ("商务部公布名单。英伟达在列！为什么？因为管制。", 4),
        ("他说：“不。”然后走了。", 2),
        ("A line\nand another\n\nand one more", 3),
        ("version 2.0 beta and e.g. this", 1),
        ("It ends. 12 firms follow.", 2),
        ("반도체 장비가 막혔다. 제재는 내년에 시작된다.", 2),
        ("METI said so. エーアイ法は別だ。", 2),
    ],
)
def test_a_text_has_as_many_sentences_as_a_reader_counts(text: str, count: int) -> None:
    starts = Sentences.of(text).starts
    assert len([start for start in starts if start < len(text) or start == 0]) == count


@calm
@given(strange_texts, st.integers(0, 39))
def test_every_place_stands_in_one_sentence(text: str, offset: int) -> None:
    sentences = Sentences.of(text)
    number = sentences.index(offset)
    assert sentences.starts[number] <= offset
    assert all(start > offset for start in sentences.starts[number + 1 :])


@pytest.mark.parametrize(
    ("text", "limit", "clipped"),
    [
        ("short", 10, "short"),
        ("exactly ten", 11, "exactly ten"),
        ("one two three four", 12, "one two…"),
        ("one, two; three", 10, "one, two…"),
        ("美国商务部公布新规", 6, "美国商务部…"),
        ("x" * 20, 6, "xxxxx…"),
    ],
)
def test_a_long_text_is_cut_between_words(text: str, limit: int, clipped: str) -> None:
    assert clip(text, limit) == clipped


@calm
@given(strange_texts, st.integers(1, 50))
def test_a_clipped_text_never_exceeds_its_limit(text: str, limit: int) -> None:
    assert len(clip(text, limit)) <= limit


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ministry says that the list of goods is to be longer", "en"),
        ("Das Amt hat die Liste der Güter und den Anhang auf den Stand gebracht", "de"),
        ("Le ministère publie les règles pour les biens et du matériel dans la loi", "fr"),
        ("Het kabinet wil een vergunning voor de export van machines", "nl"),
        ("El ministerio publica las normas para la exportación de los equipos por ley", "es"),
        ("Chip curbs widen", ""),
        ("", ""),
    ],
)
def test_a_language_is_named_only_when_its_common_words_say_so(text: str, language: str) -> None:
    assert latin_language(text) == language
