"""The days that apply are read where a text states them, and nowhere else."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from tracker.core.applies import LEAD, applies

PUBLISHED = datetime(2026, 11, 21, 13, 45, tzinfo=UTC)
NOW = PUBLISHED + timedelta(days=3)
FAR_DOWN = "The harbour was calm. " * (LEAD // 20)


def said(text: str, published: datetime | None = PUBLISHED) -> str:
    return " · ".join(f"{each.what} {each.on}" for each in applies(text, published, NOW))


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("This rule is effective November 24, 2026.", "2026-11-24"),
        ("The final rule becomes effective on November 24, 2026.", "2026-11-24"),
        ("The duties will be effective on\nDecember 4, 2026.", "2026-12-04"),
        ("Effective Date: 2026-11-24", "2026-11-24"),
        ("Effective Date\nNovember 24, 2026", "2026-11-24"),
        ("The effective date of this rule is December 2, 2026.", "2026-12-02"),
        ("The regulation takes effect on 1 January 2027 in all states.", "2027-01-01"),
        ("The controls are set to take effect on Tuesday, Dec. 1, 2026.", "2026-12-01"),
        ("These Regulations come into force on 1st December 2026.", "2026-12-01"),
        ("The Act enters into force on 1 January 2027", "2027-01-01"),
        ("It shall apply from 2 August 2027.", "2027-08-02"),
        ("The obligations apply as of 2 August 2027.", "2027-08-02"),
        ("The rate applies with effect from 1 March 2027", "2027-03-01"),
        ("It was signed on May 5, 2026 and takes effect on 1 January 2027.", "2027-01-01"),
        ("effective November 24, 2026 through December 31, 2028", "2026-11-24"),
        ("takes effect on 24\u00a0November\u00a02026", "2026-11-24"),
        ("Das Gesetz tritt am 1. Januar 2027 in Kraft.", "2027-01-01"),
        ("Die Verordnung gilt ab dem 2. August 2027.", "2027-08-02"),
        ("Le décret entre en vigueur le 1er janvier 2027.", "2027-01-01"),
        ("Le règlement s'applique à compter du 2 août 2027.", "2027-08-02"),
        ("Het besluit treedt in werking met ingang van 1 januari 2027.", "2027-01-01"),
        ("Het besluit treedt op 1 maart 2027 in werking.", "2027-03-01"),
        ("本办法自2026年12月1日起施行。", "2026-12-01"),
        ("公告自2026年12月1日起正式实施", "2026-12-01"),
        ("自二〇二七年一月十五日起施行", "2027-01-15"),
        ("该规定将于2026年12月1日生效。", "2026-12-01"),
        ("决定自2026年12月1日起，对含钬、铒的金属实施更严格的出口管制。", "2026-12-01"),
        ("本辦法自2026年12月1日起實施。", "2026-12-01"),
        ("中華民國115年12月1日施行", "2026-12-01"),
        ("改正法は2027年4月1日に施行される。", "2027-04-01"),
        ("この省令は、令和８年１２月１日から施行する。", "2026-12-01"),
        ("이 법은 2027년 1월 1일부터 시행한다.", "2027-01-01"),
    ],
)
def test_the_day_from_which_it_is_in_force(text: str, on: str) -> None:
    assert said(text) == f"in force {on}"


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("Comments must be received by January 23, 2027.", "2027-01-23"),
        ("Comments are due by 11:59 p.m. Eastern Time on December 12, 2026.", "2026-12-12"),
        ("Submit comments no later than 5 p.m. ET, Friday, December 12, 2026.", "2026-12-12"),
        ("Comments due December 12, 2026; reply comments due January 12, 2027.", "2026-12-12"),
        ("Comment Due Date\nDecember 12, 2026", "2026-12-12"),
        ("The comment period closes on 12 December 2026.", "2026-12-12"),
        (
            "The comment period is extended from November 12, 2026, to December 12, 2026.",
            "2026-12-12",
        ),
        ("The consultation is open until 12 December 2026.", "2026-12-12"),
        ("The consultation closes at midnight on 12 December 2026.", "2026-12-12"),
        ("Deadline for comments: 12 December 2026", "2026-12-12"),
        ("The deadline for submitting comments is 12 December 2026.", "2026-12-12"),
        ("现向社会公开征求意见，意见反馈截止时间为2026年12月14日。", "2026-12-14"),
        ("请于2026年12月14日前将意见反馈至信箱。", "2026-12-14"),
        ("公开征求意见，时间为2026年11月21日至2026年12月14日。", "2026-12-14"),
        ("公開徵詢意見至2026年12月14日止", "2026-12-14"),
        ("意見募集は2026年12月14日（月）まで行う。", "2026-12-14"),
        ("パブリックコメントの締切は2026年12月14日", "2026-12-14"),
    ],
)
def test_the_day_until_which_it_can_be_commented_on(text: str, on: str) -> None:
    assert said(text) == f"comments until {on}"


def test_both_days_stand_in_one_order() -> None:
    text = "DATES: Comments must be received by January 23, 2027. Effective November 24, 2026."
    assert said(text) == "in force 2026-11-24 · comments until 2027-01-23"


@pytest.mark.parametrize(
    "text",
    [
        "The rule may take effect on 1 January 2027.",
        "If adopted, the rule would take effect on 1 January 2027.",
        "The rule is expected to take effect on 1 January 2027.",
        "BIS proposes a rule effective January 1, 2027.",
        "It will not take effect on 1 January 2027.",
        "It does not take effect before 1 January 2027.",
        "The rule, effective November 24, 2026, is delayed.",
        "The rule is effective November 24, 2026, unless adverse comment is received.",
        "The rule was to take effect on 1 January 2027.",
        "The order ceases to apply from 1 January 2027.",
        "It is no longer effective as of December 31, 2026.",
        "It is effective through December 31, 2026, and in effect until December 31, 2027.",
        "Companies can apply from 2 August 2027 for a licence.",
        "A cost-effective 24 November 2026 launch",
        "The rule takes effect on 31 November 2026.",
        "The rule takes effect on 1 January 2206.",
        "effective 12/11/2026",
        "effective 60 days after 24 November 2026",
        "effective November 2026",
        "The hearing is on 24 November 2026.",
        "He did not respond to a request for comment by 12 December 2026.",
        "Comments on the draft of 12 December 2026",
        "public comments before the hearing on May 12, 2027",
        "Reply comments are due by January 12, 2027.",
        "Das Gesetz soll am 1. Januar 2027 in Kraft treten.",
        "自即日起至2026年12月1日暂停实施",
        "自2026年12月1日起停止执行",
        "自2026年12月1日起，对稀土暂停实施出口管制",
        "原定于2026年12月1日起施行的措施",
        "拟自2027年1月1日起施行",
        "自2027年1月1日起施行的《人工智能法》",
        "2026年12月1日に施行された法",
        "《关于人工智能的指导意见》要求2026年12月31日前完成",
        "《办法（征求意见稿）》提出，2026年12月31日前完成备案",
    ],
)
def test_what_is_in_doubt_or_something_else_is_no_day(text: str) -> None:
    assert said(text) == ""


def test_what_was_denied_until_a_day_is_in_force_from_then() -> None:
    assert said("The rule is not effective until November 24, 2026.") == "in force 2026-11-24"
    assert said("It will not take effect until 1 January 2027.") == "in force 2027-01-01"


def test_a_day_that_was_put_off_is_the_later_one() -> None:
    text = "The effective date of the rule is delayed until March 1, 2027."
    assert said(text) == "in force 2027-03-01"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The controls take effect on Dec. 1.", "in force 2026-12-01"),
        ("自1月1日起施行。", "in force 2027-01-01"),
        ("意见反馈截止时间为12月14日。", "comments until 2026-12-14"),
        ("The comment period closes Dec. 12.", "comments until 2026-12-12"),
        ("Rules effective October 1 require a licence.", ""),  # the last one is nearer
        ("The rules took effect on December 1.", ""),
        ("自去年12月1日起施行。", ""),
        ("已于12月1日起施行。", ""),
    ],
)
def test_without_a_year_it_is_the_next_such_day_if_that_is_the_nearest(
    text: str, shown: str
) -> None:
    assert said(text) == shown
    assert said(text, None) == ""


def test_only_days_to_come_count() -> None:
    text = "The rule takes effect on 23 November 2026."
    assert said(text) == "in force 2026-11-23"
    assert said(text, None) == ""  # from the day it is read
    assert said(text, PUBLISHED + timedelta(days=9)) == ""


def test_of_several_days_none_is_chosen() -> None:
    text = "Rule A takes effect on 1 January 2027, rule B takes effect on 1 July 2027."
    assert said(text) == ""
    assert said(text.replace("July", "January")) == "in force 2027-01-01"
    assert said(text, datetime(2027, 2, 1, tzinfo=UTC)) == "in force 2027-07-01"


def test_what_a_document_says_of_itself_goes_before() -> None:
    text = "Another act takes effect on 1 July 2027. This rule is effective January 1, 2027, except"
    assert said(f"{text} for item 3, which is effective June 1, 2027.") == "in force 2027-01-01"
    assert said("另一办法自2027年3月1日起施行。本办法自2027年1月1日起施行。") == (
        "in force 2027-01-01"
    )


def test_far_down_a_text_speaks_of_other_things() -> None:
    other = "The other act takes effect on 1 January 2027."
    assert said(f"{FAR_DOWN}{other}") == ""
    assert said(f"{FAR_DOWN}Comments must be received by January 23, 2027.") == ""
    assert said(f"{FAR_DOWN}\nThis rule takes effect on 1 January 2027.") == "in force 2027-01-01"
    assert said(f"{FAR_DOWN}\n本办法自2027年1月1日起施行。") == "in force 2027-01-01"


@pytest.mark.parametrize(
    "piece",
    [
        "effective ",
        "comments on ",
        "effective November 24, 2026 ",
        "comments by the 24 November 2026 ",
        "自2026年12月1日起施行，",
        "征求意见",
        "may 12 ",
        "not ",
        "1",
        " ",
        "\n",
        "一",
    ],
)
def test_a_huge_text_is_read_in_linear_time(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    began = time.process_time()
    applies(text, PUBLISHED, NOW)
    assert time.process_time() - began < 5.0  # some 0.3 s; the bound is for a busy machine
