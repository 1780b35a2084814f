"""A small swap of a fact is seen between two texts that are otherwise alike."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.stories import amendment
from tracker.core.stories.slots import Swap, conflicts, repeated, respelt, same_number, swaps
from tracker.core.stories.wording import wording

calm = settings(deadline=None, derandomize=True, max_examples=300)


def difference(left: str, right: str) -> str:
    """The first fact in which two texts differ."""
    return next(map(str, conflicts(wording(left), wording(right))), "")


@pytest.mark.parametrize(
    ("left", "right", "fact"),
    [
        ("adds 12 firms", "adds 37 firms", "12 -> 37"),
        ("adds 12 firms", "adds two firms", "12 -> two"),
        ("a levy of 1.5%", "a levy of 15%", "1.5 -> 15"),
        ("up +5% today", "up -5% today", "+5 -> 5"),
        ("model H20 ships", "model H200 ships", "H20 -> H200"),
        ("under ECCN 3A090 now", "under ECCN 3B090 now", "3A090 -> 3B090"),
        ("a fund of €2 billion", "a fund of $2 billion", "€ -> $"),
        ("300 km away", "300 miles away", "km -> miles"),
        ("the second round", "the third round", "second -> third"),
        ("in Annex II today", "in Annex III today", "II -> III"),
        ("合同在实施前签订", "合同在实施后签订", "前 -> 后"),
        ("有效期1年整", "有效期1个月整", "年 -> 个月"),
        ("不超过50万元", "不超过50万美元", "- -> 美"),
        ("the ban was extended", "the ban was cancelled", "extended -> cancelled"),
        ("a fine of 3 million", "a fine of 3 billion", "3 million -> 3 billion"),
        ("BIS adds firms", "BIS removes firms", "adds -> removes"),
        ("they were banned", "they were approved", "banned -> approved"),
        ("it will sell", "it will not sell", "- -> not"),
        ("it will sell", "it won't sell", "- -> won't"),
        ("the rule", "the final rule", "- -> final"),
        ("licence for Nvidia today", "licence for AMD today", "Nvidia -> AMD"),
        ("sold in Iran now", "sold in Iraq now", "Iran -> Iraq"),
        ("列入清单", "移出清单", "列入 -> 移出"),
        ("将放行", "将不放行", "- -> 不"),
        ("两家企业", "三家企业", "两 -> 三"),
    ],
)
def test_another_fact_is_named(left: str, right: str, fact: str) -> None:
    assert difference(left, right) == fact


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("the same", "the same"),
        ("", "anything 12"),
        ("anything 12", ""),
        ("adds firms to list", "adds firms to the list"),
        ("adds chip firms", "adds 12 chip firms"),
        ("it curbs sales", "it limits sales"),
        ("NVIDIA sells", "Nvidia sells"),
        ("Zelenskiy speaks", "Zelensky speaks"),
        ("adds １２ firms", "adds 12 firms"),
        ("GPT-4 is out", "GPT 4 is out"),
        ("it isn't sold", "it is not sold"),
        ("表示反对", "指出反对"),
        ("(12)", "12."),
    ],
)
def test_other_words_for_one_fact_are_no_difference(left: str, right: str) -> None:
    assert difference(left, right) == ""


def test_a_sentence_in_other_words_is_no_swap_of_names() -> None:
    one = "Brussels Opens A Formal Inquiry today"
    assert difference(one, "Commission Looks At The Detour today") == ""


def test_long_texts_are_compared_up_to_the_end_of_the_shorter() -> None:
    text = "The committee met and talked about the catalogue of sensitive goods. " * 3
    assert difference(text, text + "It did not vote on 12 items.") == ""
    assert difference(text, text.replace("met", "never met", 1)) == "- -> never"


@pytest.mark.parametrize(
    ("gone", "come", "same"),
    [
        (["Zelenskiy"], ["Zelensky"], True),
        (["centre"], ["center"], True),
        (["chip"], ["chip"], True),
        (["Austria"], ["Australia"], False),
        (["Gambia"], ["Zambia"], False),
        (["II"], ["III"], False),
        (["a", "b"], ["a"], False),
    ],
)
def test_a_slip_of_the_pen_is_told_from_another_name(
    gone: list[str],
    come: list[str],
    same: bool,  # noqa: FBT001
) -> None:
    assert respelt(gone, come) is same


def test_a_swap_says_what_is_gone_and_what_has_come() -> None:
    found = [str(swap) for swap in swaps(wording("the old rule"), wording("the New rule here"))]
    assert found == ["old -> New", "- -> here"]


def test_two_swaps_of_chinese_words_are_synonyms_and_three_are_a_name() -> None:
    swap = Swap(wording("阿里"), wording("腾讯"))
    assert repeated([], [swap, swap]) == []
    assert list(map(str, repeated([], [swap, swap, swap]))) == ["阿里 -> 腾讯"]


def test_a_word_that_is_swapped_in_title_and_text_is_a_fact() -> None:
    title = Swap(wording("opposes"), wording("supports"))
    text = Swap(wording("opposed"), wording("supported"))
    assert list(map(str, repeated([title], [text]))) == ["opposes -> supports"]
    assert repeated([], [text, text]) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a dozen", "12", True),
        ("twenty-five", "25", True),
        ("1.2 million", "1,200,000", True),
        ("9.7 mln", "9,729,000", True),  # rounded
        ("300 million", "295 million", False),
        ("$95m", "95 million", True),
        ("9.7", "97", False),
        ("1,5", "1.5", True),
        ("十二家", "12", True),
        ("三亿", "3亿", True),
        ("120万", "1,200,000", True),
        ("二〇二六年", "2026", True),
        ("8", "9", False),
    ],
)
def test_a_number_is_its_value(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    (left,), (right,) = (
        [word for word in wording(f"{text} 年").words if word[0] == "#"] for text in (one, other)
    )
    assert same_number(left, right) is same


some_text = st.text(st.sampled_from(list("ab AB12.,+-不未芯片'’한é\n")), max_size=60)


@calm
@given(some_text)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert difference(text, text) == ""


@calm
@given(some_text, some_text)
def test_any_two_texts_can_be_compared(left: str, right: str) -> None:
    assert isinstance(difference(left, right), str)
    list(swaps(wording(left), wording(right)))


NOTICE = (
    "The office adds Acme Optics to the list. Licences are needed from 1 March. Comments may be "
    "sent until 30 April, in writing, to the office."
)


@pytest.mark.parametrize(
    ("gone", "come", "change"),
    [
        ("1 March", "1 June", "March -> June"),
        ("30 April", "15 April", "30 -> 15"),
        ("Acme Optics", "Acme Optics and Borealis Works", "- -> and Borealis Works"),
        ("adds Acme", "removes Acme", "adds -> removes"),
        ("are needed", "are not needed", "- -> not"),
        ("in writing", "by 17:00", "in writing -> by 17 00"),
        ("to the office.", "to the office. The rule is suspended for Acme.", None),
    ],
)
def test_what_an_amendment_changes_adds_or_drops_is_named(
    gone: str, come: str, change: str | None
) -> None:
    found = amendment(NOTICE, NOTICE.replace(gone, come))
    assert found == change or (change is None and found.startswith("- -> "))
    assert amendment(NOTICE.replace(gone, come), NOTICE) != ""


@pytest.mark.parametrize(
    ("gone", "come"),
    [
        ("in writing", "in  writing"),
        ("Licences", "licences"),
        ("needed", "neeeded"),
        ("Licences are needed", "Licences are also needed"),
        ("Optics", "Optiks"),
        ("in writing", "by letter"),
    ],
)
def test_a_typo_or_a_smoother_sentence_is_no_amendment(gone: str, come: str) -> None:
    assert amendment(NOTICE, NOTICE.replace(gone, come)) == ""


def test_a_list_in_another_order_is_no_amendment() -> None:
    lines = [f"Firm {number} of Exampleland" for number in range(50)]
    assert amendment("\n".join(lines), "\n".join(reversed(lines))) == ""


def test_a_long_law_is_compared_where_it_differs() -> None:
    lines = [f"Article {number}: exporters of lathes need a licence." for number in range(9000)]
    changed = [*lines[:8999], "Article 8999: exporters of resins need a licence until 2030."]
    assert amendment("\n".join(lines), "\n".join(changed)) != ""


def test_a_name_put_into_a_chinese_notice_is_an_amendment() -> None:
    before = "商务部决定将甲公司列入出口管制管控名单。"
    assert amendment(before, before.replace("甲公司", "甲公司、乙光电")) != ""


@given(st.text(max_size=80))
@calm
def test_a_text_does_not_amend_itself(text: str) -> None:
    assert amendment(text, text) == ""
