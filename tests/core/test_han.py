"""The table of characters is what OpenCC says, and ends where it begins."""

import unicodedata
from collections.abc import Iterator

import opencc

from tracker.core.fold import fold
from tracker.core.han import PAIRS, SIMPLIFIED
from tracker.core.text import IDEOGRAPHIC

TO_SIMPLIFIED = opencc.OpenCC("t2s").convert


def _ideographs() -> Iterator[str]:
    """Of every plane, without those that Unicode has for another one's sake."""
    for char in map(chr, range(0x3400, 0x323B0)):
        if IDEOGRAPHIC.match(char) and unicodedata.normalize("NFKC", char) == char:
            yield char


def _simplified(char: str) -> str:
    """As OpenCC has it, asked again until nothing changes: 薴 is 苧 there, and 苧 is 苎."""
    while (other := TO_SIMPLIFIED(char)) != char:
        char = other
    return char


def test_every_ideograph_is_simplified_as_opencc_does() -> None:
    expected = {char: other for char in _ideographs() if (other := _simplified(char)) != char}
    assert expected == SIMPLIFIED


def test_no_pair_is_there_twice_and_nothing_simplified_is_simplified_again() -> None:
    pairs = PAIRS.split()
    assert all(len(pair) == 2 for pair in pairs)
    assert len(pairs) == len(SIMPLIFIED)
    assert SIMPLIFIED.keys().isdisjoint(SIMPLIFIED.values())


def test_every_ideograph_folds_to_one() -> None:
    ideographs = list(_ideographs())
    folded = fold("".join(ideographs))
    assert folded.text == "".join(SIMPLIFIED.get(char, char) for char in ideographs)
    assert folded.starts == range(len(ideographs))


def test_both_scripts_of_a_text_fold_alike() -> None:
    text = "商务部公布新的出口管制办法，九家企业被列入实体清单；半导体设备须经许可。"
    assert fold(opencc.OpenCC("s2t").convert(text)).text == fold(text).text


def test_japanese_keeps_its_own_characters_on_both_sides() -> None:
    assert fold("気候・経済・発売").text == "気候・経済・発売"
    assert fold("輸出機械").text == "输出机械"
