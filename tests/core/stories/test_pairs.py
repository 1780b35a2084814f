"""Only identity of text silences an article: the sequel, with its other fact, is always new."""

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.core import an_article
from tracker.core.model import Article, Kind, Relation, Telling
from tracker.core.stories import Known, relate, text_of, title_key

calm = settings(deadline=None, derandomize=True, max_examples=300)

WIRE = (
    "BRUSSELS, June 3 (Wire) - The Commission on Wednesday opened a formal inquiry into how a "
    "cloud provider routed export-controlled accelerators through a warehouse in Rotterdam, "
    "saying that customs papers described them as gaming consoles. Investigators searched three "
    "offices and copied servers. A spokesman for the provider said it was cooperating and that "
    "it had found no evidence of intent. Officials expect the inquiry to last until the autumn, "
    "and a fine could reach a tenth of the annual turnover of the group."
)
DIGEST = (
    "This week: the Dutch court hears the appeal of a lithography engineer; the Diet of Japan "
    "begins its debate on model evaluation; Canberra asks for comments on cloud reporting; and "
    "Ottawa names a commissioner for algorithmic impact. Our calendar lists every hearing."
)
OTHER_DIGEST = (
    "In this issue: Singapore revises its catalogue of sensitive software; a Munich tribunal "
    "rules on facial recognition at railway stations; Brazil sends its bill to the second "
    "chamber; and two American states delay their duties on hiring tools. A glossary follows."
)
ZH_WIRE = (
    "新华社北京6月3日电 海关总署周三表示，已对一家云服务企业通过鹿特丹仓库转运受管制加速卡一事"
    "立案调查，称报关单上把这些货物写成游戏机。调查人员搜查了三处办公地点并复制了服务器数据。"
    "该企业发言人说正在配合调查，没有发现主观故意的证据。官员预计调查将持续到秋季，罚款最高可达"
    "集团年营业额的十分之一。业内人士认为，此案可能影响整个行业的合规做法，相关企业应当自查。"
)
FORM = (
    "The office publishes what is found below under the authority that the act gives it. Those who "
    "are named may ask for a review within the time that the rules allow, and have to do so in "
    "writing, with all documents on which they rely."
)
FRONT = "https://agency.example/news"


def told(article: Article, story: str = "first") -> Known:
    return Known.of(article, story)


def art(title: str, summary: str = "", url: str = "", **given: Any) -> Article:
    return an_article(title, summary=summary, url=url, **given)


def relation(one: Article, other: Article) -> Relation:
    """What `other` is when `one` is known."""
    return relate(other, [told(one)])


def pair(one: dict[str, Any], other: dict[str, Any]) -> tuple[Article, Article]:
    return art(**{"source": "a", **one}), art(**{"source": "b", "hours": 2, **other})


def t(title: str, summary: str = "", **given: Any) -> dict[str, Any]:
    return {"title": title, "summary": summary, **given}


HEAD = "Commission opens inquiry into rerouted accelerators"
ZH_HEAD = "海关总署对转运受管制加速卡立案调查"

COPIES = {
    "the same link with tracking": (
        t(HEAD, WIRE, url="https://w.example/a?id=1"),
        t(HEAD, WIRE, url="http://www.w.example/a/?id=1&utm_source=rss#top", hours=900),
    ),
    "the same link, a reworded headline": (
        t(HEAD, WIRE, url="https://w.example/a"),
        t("Brussels looks at accelerators that took a detour", WIRE, url="https://w.example/a"),
    ),
    "the same title elsewhere": (t(HEAD), t(HEAD, hours=48)),
    "a tail with the publisher": (t(HEAD), t(f"{HEAD} - The Straits Times")),
    "a tail behind a bar": (t(HEAD), t(f"{HEAD} | Reuters")),
    "a tail behind a dash": (t(HEAD), t(f"{HEAD} – Nikkei Asia")),
    "a tail in brackets": (t(HEAD), t(f"{HEAD} (Bloomberg)")),
    "a tail that is a domain": (t(HEAD), t(f"{HEAD} — chipwatch.example.com")),
    "a tail that names this publisher": (
        t(HEAD),
        t(f"{HEAD} - Chip Letter", publisher="The Chip Letter"),
    ),
    "two different tails": (t(f"{HEAD} - Reuters"), t(f"{HEAD} | Yahoo Finance")),
    "two tails behind one another": (t(HEAD), t(f"{HEAD} | Reuters - Yahoo News")),
    "a numbered update": (t(HEAD), t(f"UPDATE 2-{HEAD}")),
    "an exclusive": (t(HEAD), t(f"Exclusive: {HEAD}")),
    "other capitals and quotes": (t(HEAD), t(HEAD.upper())),
    "curly quotes": (
        t("Dutch ‘detour’ of chips is “formally” probed"),
        t("Dutch 'detour' of chips is \"formally\" probed"),
    ),
    "a typo in the headline": (
        t("Commission opens inquiry into rerouted accelerators in Rotterdam harbour", WIRE),
        t("Commission opens inquiry into rerouted acelerators in Rotterdam harbour", WIRE),
    ),
    "a reworded headline over one wire report": (
        t(HEAD, WIRE),
        t("EU probes detour of controlled chips through Rotterdam", WIRE, hours=30),
    ),
    "a reworded headline in title case": (
        t("Commission Opens Inquiry Into Rerouted Accelerators", WIRE),
        t("Commission Launches Probe Into Rerouted Accelerators", WIRE),
    ),
    "a truncated summary": (t(HEAD, WIRE), t("EU probes chip detour", WIRE[:260] + "…")),
    "a report with an added last paragraph": (
        t(HEAD, WIRE),
        t("EU probes chip detour", WIRE + " Shares of the group fell in early trading."),
    ),
    "a report with a byline": (
        t(HEAD, WIRE),
        t("EU probes chip detour", "By our correspondent. " + WIRE),
    ),
    "the AMP page": (
        t(HEAD, WIRE, url="https://w.example/a"),
        t(HEAD, WIRE, url="https://amp.w.example/amp/a?amp=1"),
    ),
    "no text on one side": (t(HEAD, WIRE), t(HEAD, url="https://x.example")),
    "Chinese: the same title": (t(ZH_HEAD), t(ZH_HEAD)),
    "Chinese: full width and half width": (
        t("商务部：对12家企业AI芯片出口实施管制（2026年）"),
        t("商务部:对１２家企业ＡＩ芯片出口实施管制(2026年)"),
    ),
    "Chinese: a tail behind an underscore": (t(ZH_HEAD), t(f"{ZH_HEAD}_新浪财经_新浪网")),
    "Chinese: a tail behind a hyphen": (t(ZH_HEAD), t(f"{ZH_HEAD}-新华网")),
    "Chinese: a tail behind a wide bar": (t(ZH_HEAD), t(f"{ZH_HEAD}｜财新网")),
    "Chinese: a tail in brackets": (t(ZH_HEAD), t(f"{ZH_HEAD}（澎湃新闻）")),
    "Chinese: a reworded headline": (t(ZH_HEAD, ZH_WIRE), t("一云企业绕道鹿特丹运卡被查", ZH_WIRE)),
    "Chinese: a truncated summary": (t(ZH_HEAD, ZH_WIRE), t("绕道运卡被查", ZH_WIRE[:150] + "……")),
    "Korean: the same title": (
        t("정부, 인공지능 반도체 수출통제 강화 방안 발표"),
        t("정부, 인공지능 반도체 수출통제 강화 방안 발표"),
    ),
}


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_known_again(name: str) -> None:
    one, other = pair(*COPIES[name])
    found = relation(one, other)
    assert not found.telling.is_told, found.reason
    assert (found.of, found.story) == (one.key, "first")


def swapped(
    title: str, old: str, new: str, text: str = ""
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two articles from one template."""
    assert old in title + text
    return t(title, text), t(title.replace(old, new), text.replace(old, new))


LONG = "Commerce Department adds 12 Chinese firms to its Entity List over military chip use"
REVIEW = (
    "Commerce Secretary says the department will revoke the licences for shipments of "
    "accelerators to the Gulf next week"
)

NEVER_COPIES = {
    "another number": swapped(LONG, "12", "37"),
    "another number in words": swapped(LONG.replace("12", "two"), "two", "three"),
    "another order of magnitude": swapped(
        "Senate bill would give the bureau 300 million dollars to police chip exports",
        "million",
        "billion",
    ),
    "another number in the text": (
        t("Dutch firm is fined over chip detour", WIRE.replace("three offices", "3 offices")),
        t("Dutch firm is fined over chip detour", WIRE.replace("three offices", "8 offices")),
    ),
    "another quarter": swapped(
        "Chip maker reports results for Q1 and a licence charge", "Q1", "Q2"
    ),
    "another year": swapped(
        "BIS publishes its annual report on export enforcement, 2024", "2024", "2025"
    ),
    "another date": swapped(
        "Minutes of the advisory committee meeting of 3 June on AI", "3 June", "17 June"
    ),
    "another month": swapped(
        "Semiconductor export statistics of Korea for the month of May", "May", "June"
    ),
    "another annex": swapped(
        "Commission amends Annex II of the dual-use regulation", "Annex II", "Annex III"
    ),
    "another model": swapped("U.S. clears sale of Nvidia H20 accelerators to China", "H20", "H200"),
    "another name": swapped(
        "U.S. grants Nvidia a licence to sell accelerators in the Gulf", "Nvidia", "AMD"
    ),
    "another name of more words": swapped(
        "U.S. grants Nvidia a licence to sell accelerators to data centres in the Gulf states",
        "Nvidia",
        "Advanced Micro Devices",
    ),
    "another country": swapped(
        "United States tightens export licences for Iran after review", "Iran", "Iraq"
    ),
    "another country of like letters": swapped(
        "Agreement on export control cooperation is signed with Austria today",
        "Austria",
        "Australia",
    ),
    "another name over one report": (
        t("Nvidia is named in chip detour inquiry", WIRE.replace("a cloud provider", "Nvidia")),
        t("Lenovo is named in chip detour inquiry", WIRE.replace("a cloud provider", "Lenovo")),
    ),
    "added, then removed": swapped(
        "Commerce adds 12 Chinese firms to its Entity List over military use", "adds", "removes"
    ),
    "to add, then removed": swapped(
        "Commerce to add 12 Chinese firms to the Entity List over military use", "to add", "removes"
    ),
    "proposed, then final": swapped(
        "BIS publishes proposed rule on reporting by developers of frontier models",
        "proposed",
        "final",
    ),
    "proposed, then final elsewhere in the line": (
        t("Proposed rule on reporting by developers of frontier models is published by BIS"),
        t("Rule on reporting by developers of frontier models is published by BIS as final"),
    ),
    "tightened, then eased": swapped(
        "Tokyo tightens curbs on exports of chip equipment", "tightens", "eases"
    ),
    "approved, then rejected": swapped(
        "Parliament approves the omnibus that delays duties for high-risk systems",
        "approves",
        "rejects",
    ),
    "suspended, then resumed": swapped(
        "Beijing suspends its controls on rare earth magnets for a year", "suspends", "resumes"
    ),
    "in force, then delayed": swapped(
        "Obligations for general-purpose models enter into force in August",
        "enter into force",
        "are delayed",
    ),
    "a negation": swapped(REVIEW, "will revoke", "will not revoke"),
    "a negation drawn together": swapped(REVIEW, "will revoke", "won’t revoke"),
    "a denial": swapped(
        "Firm admits that it shipped accelerators to Shenzhen last year", "admits", "denies"
    ),
    "a negation in the text": (
        t("Inquiry into chip detour", WIRE),
        t("Inquiry into chip detour", WIRE.replace("it was cooperating", "it was not cooperating")),
    ),
    "a correction": (t(HEAD, WIRE), t(f"CORRECTED-{HEAD}", WIRE)),
    "a correction in brackets": (t(HEAD, WIRE), t(f"{HEAD} (Correction)", WIRE)),
    "a corrigendum": (
        t("Regulation 2021/821 on dual-use items", WIRE),
        t("Corrigendum to Regulation 2021/821 on dual-use items", WIRE),
    ),
    "a weekly title with another text": (
        t("Weekly export control digest", DIGEST),
        t("Weekly export control digest", OTHER_DIGEST),
    ),
    "a weekly title outside the window": (
        t("Weekly export control digest"),
        t("Weekly export control digest", hours=168),
    ),
    "the same address for all items": (
        t("Agency opens consultation on cloud reporting", url=FRONT),
        t("Agency fines a broker over diverted sensors", url=FRONT),
    ),
    "the same address and title, another text": (
        t("Daily notice to exporters", DIGEST, url=FRONT),
        t("Daily notice to exporters", OTHER_DIGEST, url=FRONT),
    ),
    "the same address, another number": (
        t("List of 12 advanced chips", url=FRONT),
        t("List of 14 advanced chips", url=FRONT),
    ),
    "a title that says nothing": (t("Notice"), t("Notice")),
    "Chinese: a title that says nothing": (t("公告"), t("公告")),
    "Chinese: an office and a title that says nothing": (t("商务部公告"), t("商务部公告")),
    "another opposite over one report": swapped(
        "Commission suspends an inquiry", "suspends", "resumes", WIRE.replace("opened", "suspends")
    ),
    "a headline that goes on": (
        t("U.S. lifts its ban on sales of H20 accelerators to China"),
        t("U.S. lifts its ban on sales of H20 accelerators to China, takes a share of revenue"),
    ),
    "a stage word more": (
        t("BIS publishes rule on reporting by developers of frontier models"),
        t("BIS publishes final rule on reporting by developers of frontier models"),
    ),
    "a few words that are everywhere": (
        t("Export control of kites", "Read the notice."),
        t("Export control of lamps", "Read the notice."),
    ),
    "another firm over the words of a form": (
        t("Notice of sanctions actions: Garantex", FORM),
        t("Notice of sanctions actions: Grinex", FORM),
    ),
    "a meeting, then none": (
        t("Advisory committee on sensors; notice of an open meeting", FORM),
        t("Advisory committee on sensors; cancellation of an open meeting", FORM),
    ),
    "a press release": (t("Press release"), t("Press release")),
    "two stories of one day": (t(HEAD, WIRE), t("Weekly export control digest", DIGEST)),
    "Chinese: another number": swapped("商务部将12家美国企业列入出口管制管控名单", "12", "37"),
    "Chinese: another number in characters": swapped(
        "商务部将两家美国企业列入出口管制管控名单", "两", "三"
    ),
    "Chinese: another name": swapped(
        "美国商务部批准英伟达向中东数据中心出售先进人工智能芯片", "英伟达", "超威"
    ),
    "Chinese: another country": swapped("商务部回应美国对华半导体出口管制最新措施", "美国", "日本"),
    "Chinese: listed, then removed": swapped(
        "美国将12家中国企业列入实体清单引发关注", "列入", "移出"
    ),
    "Chinese: draft, then final": swapped(
        "网信办发布生成式人工智能标识办法征求意见稿", "征求意见稿", "正式稿"
    ),
    "Chinese: a negation": swapped("美方称将放行英伟达芯片对华出口许可", "将放行", "将不放行"),
    "Chinese: suspended, then resumed": swapped(
        "商务部宣布暂停对镓锗锑物项的出口管制措施一年", "暂停", "恢复"
    ),
    "Chinese: eased, then tightened": swapped(
        "日本政府宣布放宽半导体设备出口限制措施", "放宽", "收紧"
    ),
    "Chinese: approved, then refused": swapped(
        "欧盟议会批准人工智能法简化一揽子方案", "批准", "否决"
    ),
    "Chinese: a correction": (t(ZH_HEAD, ZH_WIRE), t(f"更正：{ZH_HEAD}", ZH_WIRE)),
    "Chinese: another number in the text": (
        t("云企业被查", ZH_WIRE),
        t("云企业被查", ZH_WIRE.replace("三处", "八处")),
    ),
    "Chinese: another name in the text": (
        t("云企业被查", ZH_WIRE.replace("一家云服务", "阿里云").replace("该企业", "阿里云")),
        t("云企业被查", ZH_WIRE.replace("一家云服务", "腾讯云").replace("该企业", "腾讯云")),
    ),
    "Chinese: another name in title and text": (
        t("阿里云绕道运卡被查", ZH_WIRE.replace("一家云服务企业", "阿里云公司")),
        t("腾讯云绕道运卡被查", ZH_WIRE.replace("一家云服务企业", "腾讯云公司")),
    ),
    "a signed number": swapped("Chip index closes at +10% after the licence rule", "+10", "-10"),
}


@pytest.mark.parametrize("name", NEVER_COPIES)
def test_another_fact_is_another_story(name: str) -> None:
    one, other = pair(*NEVER_COPIES[name])
    assert relation(one, other).telling.is_told
    assert relation(other, one).telling.is_told or "correct" in name or "corrig" in name


def test_the_pairs_are_many() -> None:
    assert len(COPIES) + len(NEVER_COPIES) >= 80


# -- what the answer says ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "kind", "words"),
    [
        (
            t(HEAD, WIRE, url="https://w.example/a", publisher="Reuters"),
            t(HEAD, WIRE, url="https://w.example/a?utm_source=x", hours=5),
            Kind.same_entry,
            ["the same address", "the same text", HEAD, "Reuters", "5.0 h apart"],
        ),
        (
            t(HEAD, publisher="AP"),
            t(f"{HEAD} - CNN", hours=0),
            Kind.copy,
            ["copy of", "the same title", HEAD, "AP", "at the same time"],
        ),
        (
            t(HEAD, WIRE),
            t("EU probes chip detour", WIRE, hours=1.5),
            Kind.copy,
            ["100 % of its text is in it", "no fact differs", HEAD, "1.5 h apart"],
        ),
        (
            t(HEAD, WIRE, source="one"),
            t("EU probes chip detour", WIRE, source="one", hours=1.5),
            Kind.revision_minor,
            ["another version of", "no fact differs", HEAD],
        ),
        (
            t("Commerce adds 12 firms to its Entity List", source="one"),
            t("Commerce adds 37 firms to its Entity List", hours=96),
            Kind.sibling,
            ["similar to", "12 firms", "but 12 -> 37", "4 days apart"],
        ),
        (
            t("Commerce will revoke the licences for Huawei"),
            t("Commerce will not revoke the licences for Huawei", hours=6),
            Kind.development,
            ["goes on from", "but - -> not"],
        ),
        (
            t(HEAD, WIRE, source="one", url="https://w.example/a"),
            t(HEAD, WIRE.replace("three", "five"), source="one", url="https://w.example/a", id="2"),
            Kind.revision_material,
            ["a changed version of", "but three -> five"],
        ),
        (t(HEAD, WIRE), t(f"CORRECTED-{HEAD}", WIRE), Kind.correction, ["corrects", HEAD]),
    ],
)
def test_the_reason_says_what_it_is_and_of_what(
    one: dict[str, Any], other: dict[str, Any], kind: Kind, words: list[str]
) -> None:
    found = relation(*pair(one, other))
    assert found.kind is kind
    assert [word for word in words if word not in found.reason] == []


def test_a_new_article_has_a_reason_too() -> None:
    found = relate(art(HEAD, WIRE), [])
    assert (found.kind, found.of, found.story) == (Kind.different, "", "")
    assert found.reason == "nothing like it is stored"


def test_an_article_is_no_copy_of_itself() -> None:
    article = art(HEAD, WIRE, url="https://w.example/a")
    assert relation(article, article).kind is Kind.different


def test_of_two_copies_the_one_with_more_of_the_text_is_named() -> None:
    cut = told(art(HEAD, WIRE[:300] + " Much else was said.", source="a"), "cut")
    whole = told(art(HEAD, WIRE, source="b"), "whole")
    assert relate(art(HEAD, WIRE, source="c"), [cut, whole]).story == "whole"


def test_a_copy_of_the_sequel_is_a_copy_although_it_is_like_the_first() -> None:
    first = told(art(LONG, source="a"), "first")
    sequel = told(art(LONG.replace("12", "37"), source="b"), "sequel")
    found = relate(art(LONG.replace("12", "37"), source="c"), [first, sequel])
    assert (found.kind, found.story) == (Kind.copy, "sequel")


def test_a_copy_of_a_correction_is_a_copy() -> None:
    one, other = pair(t(f"CORRECTED-{HEAD}", WIRE), t(f"CORRECTED-{HEAD}", WIRE))
    assert relation(one, other).kind is Kind.copy


@pytest.mark.parametrize(("days", "telling"), [(13, "alert_update"), (15, "alert_new")])
def test_what_goes_on_after_its_story_ended_is_told_anew(days: int, telling: str) -> None:
    one, other = pair(
        t("US adds a unit of WuXi to the Unverified List"),
        t("US removes a unit of WuXi from the Unverified List", hours=24 * days),
    )
    found = relation(one, other)
    assert (found.kind, found.telling, found.story) == (Kind.development, telling, "first")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (t(f"Breaking: {HEAD}"), t(HEAD, WIRE)),
        (t("快讯：" + ZH_HEAD), t(ZH_HEAD, ZH_WIRE)),
        (
            t(HEAD, WIRE[:200]),
            t(f"UPDATE 1-{HEAD}", WIRE[:200] + " Shares fell. Experts shrugged."),
        ),
    ],
)
def test_a_report_that_says_more_joins_in_silence(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert relation(*pair(one, other)).telling is Telling.thread_silent


def test_the_longer_text_stands_for_an_article() -> None:
    assert text_of(art(HEAD, "short", content="the longer one")) == "the longer one"
    assert text_of(art(HEAD, "x" * 2000)) == "x" * 900


# -- windows -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "copy"), [(0, True), (72, True), (72.1, False), (900, False)])
def test_a_title_is_remembered_for_three_days(hours: float, copy: bool) -> None:  # noqa: FBT001
    one, other = pair(t(HEAD), t(HEAD, hours=hours))
    assert relation(one, other).telling.is_told is not copy


def test_a_text_is_known_again_as_long_as_it_is_looked_up() -> None:
    one, other = pair(t(HEAD, WIRE), t("EU probes chip detour", WIRE, hours=2000))
    assert relation(one, other).telling is Telling.suppress


def test_an_address_is_remembered_for_ever() -> None:
    one, other = pair(t(HEAD, url=f"{FRONT}/1"), t(HEAD, url=f"{FRONT}/1", hours=9999))
    assert relation(one, other).telling is Telling.suppress


# -- titles ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "publisher", "key"),
    [
        ("BIS adds 12 firms", "", "bis adds 12 firms"),
        ("UPDATE 3-BIS adds 12 firms", "", "bis adds 12 firms"),
        ("WRAPUP 1: BIS adds 12 firms", "", "bis adds 12 firms"),
        ("Breaking – BIS adds 12 firms", "", "bis adds 12 firms"),
        ("BIS adds 12 firms - Reuters", "", "bis adds 12 firms"),
        ("BIS adds 12 firms | The Wall Street Journal", "", "bis adds 12 firms"),
        ("BIS adds 12 firms - lawfirm.com", "", "bis adds 12 firms"),
        ("BIS adds 12 firms [SCMP]", "", "bis adds 12 firms"),
        ("BIS adds 12 firms - Law Firm", "Law Firm LLP", "bis adds 12 firms"),
        ("BIS adds 12 firms - Law Firm", "", "bis adds 12 firms law firm"),
        ("BIS adds 12 firms - all in Shenzhen", "", "bis adds 12 firms all in shenzhen"),
        ("商务部公布名单_新浪财经_新浪网", "", "商务部公布名单"),
        ("商务部公布名单-新华网", "", "商务部公布名单"),
        ("商务部公布名单 - 36氪", "", "商务部公布名单"),
        ("两用物项-出口管制", "", "两用物项 出口管制"),
        ("Dual-use controls on AI-powered news", "", "dual use controls on ai powered news"),
        ("", "", ""),
    ],
)
def test_a_title_is_compared_without_its_wrapping(title: str, publisher: str, key: str) -> None:
    assert title_key(title, publisher) == key


# -- for any title -----------------------------------------------------------------------------

PARTS = (
    "Commerce adds {} firms to the list|Regulation {}/821 is amended again|The fine is {} percent"
    "|商务部将{}家企业列入管控名单|网信办公告第{}号发布了|수출통제 대상 {}개 기업 추가 지정"
).split("|")
templates = st.sampled_from(PARTS)
numbers = st.integers(1, 99_999)
any_title = st.text(st.sampled_from(list("abcÄé 12-|_（）—…ABC芯片国한국'’")), max_size=60)


@calm
@given(any_title, any_title)
def test_nothing_is_a_copy_of_an_empty_store(title: str, text: str) -> None:
    assert relate(art(title, text), []).telling.is_told


@calm
@given(templates, numbers, numbers, st.sampled_from(["", WIRE, ZH_WIRE]))
def test_one_other_number_is_never_a_copy(
    template: str, first: int, second: int, text: str
) -> None:
    assume(first != second)
    one, other = pair(t(template.format(first), text), t(template.format(second), text))
    assert relation(one, other).telling.is_told
    assert relation(other, one).telling.is_told


@calm
@given(templates, numbers, st.sampled_from(["", WIRE, ZH_WIRE]), st.floats(0, 72))
def test_the_very_same_telling_is_always_a_copy(
    template: str, number: int, text: str, hours: float
) -> None:
    one = t(template.format(number), text)
    assert relation(*pair(one, one | {"hours": hours})).telling is Telling.suppress


@calm
@given(any_title, any_title, any_title, any_title)
def test_any_two_articles_can_be_held_together_and_the_reason_says_something(
    title: str, text: str, other_title: str, other_text: str
) -> None:
    found = relation(*pair(t(title, text), t(other_title, other_text)))
    assert found.reason
    assert found.telling.is_told or found.story


def test_a_title_of_thousands_of_tails_is_read_in_no_time() -> None:
    assert title_key("Export control" + " | news" * 8000, "") != ""
