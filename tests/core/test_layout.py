"""Proximity is measured as a reader would count: by words, sentences and paragraphs."""

import pytest

from tracker.core.layout import LEAD, Layout


def words_between(text: str, one: str, other: str) -> float:
    """Words from the end of `one` to the start of `other`, each found where it stands last."""
    return Layout(text).distance(text.index(one) + len(one), text.rindex(other))


@pytest.mark.parametrize(
    ("text", "one", "other", "distance"),
    [
        ("chip maker", "chip", "maker", 1),
        ("chip and maker", "chip", "maker", 2),
        ("chip, the new (big) maker", "chip", "maker", 4),
        ("chip — maker", "chip", "maker", 1),
        ("chip-tool maker", "chip", "maker", 2),
        ("chip people's maker", "chip", "maker", 2),
        ("chip people’s maker", "chip", "maker", 2),
        ("chip snake_case maker", "chip", "maker", 3),
        ("chip 3A090 10.5 maker", "chip", "maker", 4),
        ("chip U.S. maker", "chip", "maker", 3),
        ("chip 🚀🚀 maker", "chip", "maker", 1),
        ("芯片出口", "芯片", "出口", 1),
        ("芯片ガ出口", "芯片", "出口", 1.5),
        ("芯片カ\u3099出口", "芯片", "出口", 1.5),  # the same, with its voicing mark apart
        ("芯片的出口", "芯片", "出口", 1.5),
        ("芯片对华出口", "芯片", "出口", 2),
        ("芯片，对华、出口", "芯片", "出口", 2),
        ("チップの対中輸出", "チップ", "輸出", 2.5),
        ("芯片H20出口", "芯片", "出口", 2),
        ("芯片 Nvidia H20 出口", "芯片", "出口", 3),
        ("人々々出口", "人", "出口", 2),
        ("반도체 대중국 수출통제를", "반도체", "수출통제", 2),
        ("반도체를 수출통제", "반도체", "수출통제", 1),
        ("chipmaker", "chip", "maker", 1),
        ("chip", "chip", "chip", 0),
    ],
)
def test_neighbours_are_one_word_apart(text: str, one: str, other: str, distance: float) -> None:
    assert words_between(text, one, other) == distance


SENTENCES = "First one. Second? Third!\nFourth of the U.S. Senate.\n\nFifth。Sixth！第七？第八"


@pytest.mark.parametrize(
    ("word", "sentence", "paragraph"),
    [
        ("First", 0, 0),
        ("Second", 1, 0),
        ("Third", 2, 0),
        ("Fourth", 3, 1),
        ("Senate", 3, 1),
        ("Fifth", 4, 2),
        ("Sixth", 5, 2),
        ("第七", 6, 2),
        ("第八", 7, 2),
    ],
)
def test_a_word_stands_in_a_sentence_and_a_paragraph(
    word: str, sentence: int, paragraph: int
) -> None:
    layout = Layout(SENTENCES)
    at = SENTENCES.index(word)
    assert (layout.part("sentence", at), layout.part("paragraph", at)) == (sentence, paragraph)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("", 0),
        ("a short text", 12),
        ("short\n" + "x" * LEAD + "\nmore", LEAD + 6),
        ("x" * LEAD + "\nmore", LEAD),
        ("x" * (LEAD - 1) + "\nmore", LEAD + 4),
        ("x" * 2 * LEAD, 2 * LEAD),
    ],
)
def test_the_lead_is_the_first_paragraphs_that_say_enough(text: str, end: int) -> None:
    assert Layout(text).lead_end == end
