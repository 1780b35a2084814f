"""Titles in one line, languages by their script, sentences, and cutting short."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.text import Sentences, clip, latin_language, script_language, squeeze

calm = settings(deadline=None, derandomize=True, max_examples=300)


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
@given(st.text(max_size=40), st.integers(0, 39))
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
@given(st.text(max_size=40), st.integers(1, 50))
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
