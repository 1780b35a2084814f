"""Streams to measure deduplication by: copies keep every fact, sequels change exactly one."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import ConfigError
from tracker.quality.bench.feeds import made as made_feeds
from tracker.quality.chance import seeded
from tracker.quality.dedup.streams import (
    COPIES,
    LOSSY,
    SEQUELS,
    Sample,
    Text,
    copied,
    made,
    sequel,
    stream,
    texts,
)
from tracker.quality.dedup.streams.banks import bank, kept
from tracker.quality.dedup.streams.text import numbers
from tracker.quality.dedup.streams.wording import synonyms

calm = settings(deadline=None, derandomize=True, max_examples=40)

ENGLISH = Text(
    title="BIS adds 12 Chinese firms to Entity List after review",
    text=(
        "WASHINGTON, June 5 - The Bureau on Thursday added 12 Chinese firms, among them Velmara, "
        "to its Entity List under Docket No. 2026-0413. It will publish a final rule in 2027, and "
        "adding Velmara was not easy. Twelve firms in China make important tools for many "
        "companies which often ask regulators for help.\n"
        "Velmara said it would “comply” — as always. Lawyers & lobbyists largely expected the "
        "decision, which affects 3.5 percent of the market and about $1,200 of goods.\n"
        "Officials described the measure as necessary for security, and researchers agreed with it."
    ),
    language="en",
    url="https://harbour.example/1?id=7",
)
CHINESE = Text(
    title="美商务部将12家俄罗斯企业列入实体清单，涉及2025年第46号公告",
    text=(
        "美国商务部6月5日发布2025年第46号公告，将12家俄罗斯企业列入实体清单，其中包括华为供货商望川光电。"
        "目前，该清单（征求意见稿）公开征求意见，自2027年起施行。\n"
        "官员表示，12家企业已列入名单，相关费用为3.5亿元。望川光电认为“来得太晚”，希望有关部门提供证据。"
        "分析师预计，价格将出现变化，消费者担心成本上升。\n"
        "此外，多家公司正在评估影响，业内专家称这一决定十分重要，各方应当保持关注。"
    ),
    language="zh",
    url="https://gang.example/1",
)
BOTH = (ENGLISH, CHINESE)
MADE = {language: made(50, language, 5) for language in ("en", "zh")}
ANY = [replace(text, url="https://a.example/1") for both in MADE.values() for text in both]


def copies(article: Text, kind: str, seeds: int = 30) -> list[Text]:
    found = (copied(article, kind, seeded(seed)) for seed in range(seeds))
    return [copy for copy in found if copy]


def sequels(article: Text, kind: str, seeds: int = 40) -> list[Text]:
    found = (sequel(article, kind, seeded(seed)) for seed in range(seeds))
    return [other for other in found if other]


def figures(article: Text) -> Counter[str]:
    """All numbers, but for that of "UPDATE 1-"."""
    title = re.sub(r"^(?:UPDATE |更新)\d-", "", article.title)
    return Counter(numbers(f"{title}\n{article.text}"))


def tokens(article: Text) -> list[str]:
    return re.findall(r"[一-鿿]|[\d.,-]*\d|[^\W\d]+", f"{article.title}\n{article.text}")


def swaps(before: Text, after: Text) -> set[tuple[str, str]]:
    """What stands in the one where the other has something else."""
    mine, theirs = tokens(before), tokens(after)
    steps = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    return {
        (" ".join(mine[a:b]), " ".join(theirs[c:d])) for tag, a, b, c, d in steps if tag != "equal"
    }


# -- copies ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", COPIES)
@pytest.mark.parametrize("article", BOTH, ids=("en", "zh"))
def test_every_kind_of_copy_can_be_made_in_both_languages(article: Text, kind: str) -> None:
    made_copies = copies(article, kind)

    assert made_copies
    assert all(copy != article and copy.language == article.language for copy in made_copies)
    assert len(set(made_copies)) > 1 or kind == "summary only"


@pytest.mark.parametrize("kind", [kind for kind in COPIES if kind not in LOSSY])
def test_a_copy_keeps_every_number(kind: str) -> None:
    for number, article in enumerate((*ANY, *BOTH)):
        copy = copied(article, kind, seeded(number))
        assert copy is None or figures(copy) == figures(article)


@pytest.mark.parametrize("kind", sorted(LOSSY))
def test_a_copy_that_leaves_things_out_has_no_other_number(kind: str) -> None:
    for number, article in enumerate((*ANY, *BOTH)):
        copy = copied(article, kind, seeded(number))
        assert copy is None or figures(copy) <= figures(article)


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        ("boilerplate", {"title", "url"}),
        ("truncation", {"title", "url"}),
        ("summary only", {"title", "url"}),
        ("hard truncation", {"title", "url"}),
        ("title edit", {"text", "url"}),
        ("new headline", {"text", "url"}),
        ("reflow", {"url"}),
        ("suffix", {"text", "url"}),
        ("light edit", {"title", "url"}),
        ("hard edit", {"title", "url"}),
        ("update", {"url"}),
        ("tracking parameters", {"title", "text"}),
    ],
)
def test_a_copy_changes_only_what_its_kind_says(kind: str, kept: set[str]) -> None:
    for article in BOTH:
        for copy in copies(article, kind):
            parts = ("title", "text", "url")
            same = {part for part in parts if getattr(copy, part) == getattr(article, part)}
            assert same >= kept


def test_boilerplate_and_updates_stand_around_the_body() -> None:
    for article in BOTH:
        assert all(article.text in copy.text for copy in copies(article, "boilerplate"))
        assert all(copy.text.startswith(article.text) for copy in copies(article, "update"))
        assert all(article.title in copy.title for copy in copies(article, "update"))
        assert all(copy.title.startswith(article.title) for copy in copies(article, "suffix"))


def test_a_truncated_copy_is_a_beginning_with_a_mark() -> None:
    for article in ANY:
        for kind, least, most in (
            ("truncation", 0.28 * article.size, 0.81 * article.size),
            ("hard truncation", *((52, 91) if article.spaceless else (22, 40))),
        ):
            [copy] = copies(article, kind, seeds=1)
            left = re.sub(r"(?:…|\.\.\.| \[…\])$", "", copy.text)
            assert left != copy.text
            assert article.text.startswith(left)
            assert least <= replace(article, text=left).size <= most


def test_no_number_is_cut_in_two() -> None:
    english = Text(title="x", text=" ".join(["$1,200 million"] * 30), language="en")
    chinese = Text(title="x", text="共有3.5亿元" * 60, language="zh")
    for article in (english, chinese):
        for copy in copies(article, "hard truncation") + copies(article, "truncation"):
            assert set(numbers(copy.text)) == set(numbers(article.text))
            assert not re.search(r"\d(?:…|\.\.\.| \[…\])$", copy.text)


def test_a_summary_is_the_first_sentence_or_two() -> None:
    for article in ANY:
        for copy in copies(article, "summary only", seeds=3):
            told = article.sentences
            assert copy.text in {told[0], f"{told[0]} {told[1]}", f"{told[0]}{told[1]}"}


def test_a_new_headline_shares_few_words_with_the_old_one() -> None:
    for article in (*ANY, ENGLISH):
        for copy in copies(article, "new headline", seeds=3):
            if article.spaceless:
                pairs = [
                    {t[at : at + 2] for at in range(len(t) - 1)}
                    for t in (copy.title, article.title)
                ]
            else:
                pairs = [set(re.findall(r"\w+", t.lower())) for t in (copy.title, article.title)]
            assert len(pairs[0] & pairs[1]) <= min(map(len, pairs)) / 3
            assert not numbers(copy.title)


@pytest.mark.parametrize(
    ("kind", "least", "most"), [("light edit", 0.003, 0.09), ("hard edit", 0.09, 0.16)]
)
def test_an_edit_changes_as_many_words_as_it_says(kind: str, least: float, most: float) -> None:
    for number, article in enumerate(MADE["en"]):
        copy = copied(article, kind, seeded(number))
        assert copy is not None
        mine, theirs = article.text.split(), copy.text.split()
        steps = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
        assert (
            least <= sum(b - a for tag, a, b, _, _ in steps if tag != "equal") / len(mine) <= most
        )


@pytest.mark.parametrize("kind", ["light edit", "hard edit"])
def test_an_edit_leaves_names_negations_and_opposites_alone(kind: str) -> None:
    for article in (*MADE["en"], ENGLISH):
        for copy in copies(article, kind, seeds=2):
            for words in (r"\b[A-Z]\w+", rf"\b(?:{'|'.join(sorted(kept('en')))})\b"):
                before, after = (re.findall(words, text.text) for text in (article, copy))
                assert Counter(before) == Counter(after)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_synonym_is_a_number_a_negation_or_an_opposite(language: str) -> None:
    bound = r"\b" if language == "en" else ""
    fact = re.compile(f"{bound}(?:{'|'.join(kept(language))}){bound}")
    words = bank("synonyms", language)
    others = {text for found in synonyms(language).values() for text in found}
    assert not list(filter(fact.search, (*others, *words["adverb"], *words["little"])))


def test_the_words_of_a_reflowed_copy_are_the_same() -> None:
    def plain(article: Text) -> str:
        text = f"{article.title}{article.text}".translate(
            {at + 0xFEE0: at for at in range(33, 127)}
        )
        return "".join(re.findall(r"\w", text))

    for article in (*ANY, *BOTH):
        assert {plain(copy) for copy in copies(article, "reflow", seeds=2)} == {plain(article)}


# -- sequels ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("article", "kind", "titles"),
    [
        (ENGLISH, "number", r"BIS adds \d\d Chinese firms to Entity List after review"),
        (ENGLISH, "name", r"BIS adds 12 [A-Z]\w+ firms to Entity List after review"),
        (ENGLISH, "opposite", r"BIS removes 12 Chinese firms from Entity List after review"),
        (ENGLISH, "negation", r"BIS does not add 12 Chinese firms to Entity List after review"),
        (CHINESE, "number", r"美商务部将\d\d家俄罗斯企业列入实体清单，涉及2025年第46号公告"),
        (CHINESE, "name", r"美商务部将12家\w+企业列入实体清单，涉及2025年第46号公告"),
        (CHINESE, "opposite", r"美商务部将12家俄罗斯企业移出实体清单，涉及2025年第46号公告"),
        (CHINESE, "negation", r"美商务部未将12家俄罗斯企业列入实体清单，涉及2025年第46号公告"),
        (CHINESE, "docket", r"美商务部将12家俄罗斯企业列入实体清单，涉及2025年第\d\d号公告"),
    ],
)
def test_a_sequel_has_another_title(article: Text, kind: str, titles: str) -> None:
    others = {other.title for other in sequels(article, kind)} - {article.title}
    assert others
    assert all(re.fullmatch(titles, title) for title in others)


def test_another_number_is_another_in_words_too() -> None:
    for other in sequels(ENGLISH, "number"):
        [(before, after), *more] = sorted(swaps(ENGLISH, other))
        if before != "12":
            assert (before, more) == ("3.5", [])
            continue
        word = bank("opposites", "en")["number"][int(after)] if int(after) <= 20 else after
        assert more == [("Twelve", word.capitalize())]


@pytest.mark.parametrize("written", ["Feb. 2", "Feb 2", "2 February", "2 Feb."])
def test_a_date_is_the_same_however_its_month_is_written(written: str) -> None:
    article = Text(title="Due February 2", text=f"By {written}, 2 firms.", language="en")
    for other in sequels(article, "date"):
        [day] = numbers(other.title)
        assert other.text == f"By {written.replace('2', day)}, 2 firms."
    assert all(written in other.text for other in sequels(article, "number"))


def test_a_country_changes_with_its_people_and_a_verb_in_all_its_forms() -> None:
    for other in sequels(ENGLISH, "name"):
        before = {before for before, _ in swaps(ENGLISH, other)}
        assert before in ({"Chinese", "China"}, {"Velmara"})
    for kind, added in (
        (
            "opposite",
            {("adds", "removes"), ("added", "removed"), ("adding", "removing"), ("to", "from")},
        ),
        (
            "negation",
            {("adds", "does not add"), ("added", "did not add"), ("", "not")},
        ),
    ):
        for other in sequels(ENGLISH, kind):
            if other.title != ENGLISH.title:
                assert swaps(ENGLISH, other) == added


def test_a_stage_a_date_and_a_docket_are_other_ones() -> None:
    assert {pair for other in sequels(ENGLISH, "stage") for pair in swaps(ENGLISH, other)} <= {
        ("final", "proposed"),
        ("final", "draft"),
    }
    dated = {before for other in sequels(ENGLISH, "date") for before, _ in swaps(ENGLISH, other)}
    assert dated == {"5", "2027"}
    filed = {pair for other in sequels(ENGLISH, "docket") for pair in swaps(ENGLISH, other)}
    assert {before for before, _ in filed} == {"2026-0413"}
    assert all(after.startswith("2026-") for _, after in filed)


def test_a_chinese_stage_is_another_one_in_all_its_words() -> None:
    for other in sequels(CHINESE, "stage"):
        assert "（正式稿）正式发布" in other.text
        assert "征求意见" not in other.text


@pytest.mark.parametrize("kind", SEQUELS)
def test_a_sequel_changes_one_fact_that_stands_in_front_and_nothing_else(kind: str) -> None:
    done = 0
    for number, article in enumerate((*ANY, *BOTH)):
        other = sequel(article, kind, seeded(number))
        if other is None:
            continue
        done += 1
        changed = {pair for pair in swaps(article, other) if set(pair) != {"a", "an"}}
        assert (other.title, other.lead) != (article.title, article.lead)
        assert (other.language, other.url) == (article.language, article.url)
        assert is_one_fact(kind, changed, article)
    assert done > 20


def is_one_fact(kind: str, changed: set[tuple[str, str]], article: Text) -> bool:
    before = {word.lower() for pair in changed for word in pair[0].split()}
    after = {word.lower() for pair in changed for word in pair[1].split()}
    if kind == "negation":
        changed = changed - {("了", "")}  # what was not done is not over either
        return all(set(pair[1].lower().split()) & {"not", "未", "不"} for pair in changed)
    if article.spaceless:
        return len(changed) <= 3  # 征求意见稿 and 公开征求意见 are one
    if kind in {"opposite", "stage"}:
        return before | after <= kept("en") | {"to", "from", "a", "an", "finalized"}
    return len({word for word in before if word not in {"a", "an"}}) <= 2


def test_what_has_no_facts_has_no_sequel() -> None:
    plain = "the cat sat quietly on a warm mat while rain drips " * 8
    for article in (
        Text(title="Cat on a mat", text=plain, language="en"),
        Text(
            title="猫在垫子上", text="猫安静地坐在温暖的垫子上，窗外正下着雨。" * 9, language="zh"
        ),
    ):
        for kind in SEQUELS.keys() - {"negation"}:
            assert sequels(article, kind, seeds=5) == []


def test_a_fact_further_down_makes_no_sequel() -> None:
    article = Text(title="Quiet day", text="and so on " * 30 + "with 12 firms", language="en")
    assert sequels(article, "number") == []
    assert sequels(replace(article, text="with 12 firms " + article.text), "number")


@pytest.mark.parametrize(
    "text",
    [
        "on June 5 and Feb. 2 and 7 March", "in 2026 and 1869", "Docket No. 2026-118",
        "Section 301", "at 10 a.m.", "the H20 and GPT-4 and F-16",
        "第46号公告于6月5日发布", "2026年第12条",
    ],
)  # fmt: skip
def test_days_documents_and_names_are_no_amounts(text: str) -> None:
    language = "en" if text.isascii() else "zh"
    assert sequels(Text(title="x", text=text, language=language), "number") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("已批准申请", "未批准申请"),
        ("将批准申请", "将不批准申请"),
        ("商务部将12家企业列入名单", "商务部未将12家企业列入名单"),
        ("商务部宣布批准申请", "商务部宣布不批准申请"),
        ("商务部批准了申请", "商务部未批准申请"),
    ],
)
def test_chinese_is_denied_where_the_verb_wants_it(before: str, after: str) -> None:
    article = Text(title="x", text=before, language="zh")
    assert {other.text for other in sequels(article, "negation")} == {after}


def test_a_country_is_not_taken_for_one_whose_name_begins_so() -> None:
    article = Text(title="印度尼西亚限制出口", text="印度尼西亚与印度会谈。", language="zh")
    for other in sequels(article, "name"):
        assert ("印度尼西亚" in other.text) != ("印度会谈" in other.text)


@pytest.mark.parametrize("text", ["Order 2024 and Notice 1987", "2026年第12号公告", "No. 2025-11"])
def test_the_number_of_a_document_is_no_year(text: str) -> None:
    language = "en" if text.isascii() else "zh"
    assert sequels(Text(title="x", text=text, language=language), "date") == []


# -- both ------------------------------------------------------------------------------------------

LINES = st.text(st.characters(codec="utf-8"), max_size=200)
WORDS = st.lists(
    st.sampled_from(
        re.findall(r"\S+|\n", f'{ENGLISH.text} {CHINESE.text} $1,200 May 5, 2026 — "Not" ')
    ),
    max_size=80,
).map(" ".join)


@calm
@given(
    LINES | WORDS, LINES | WORDS, st.sampled_from(("en", "zh", "de", "ja", "")), st.integers(0, 99)
)
def test_every_text_can_be_tried_and_gives_the_same_for_a_seed(
    title: str, text: str, language: str, seed: int
) -> None:
    article = Text(title=title, text=text, language=language, url="https://a.example/")
    for change, kinds in ((copied, COPIES), (sequel, SEQUELS)):
        for kind in kinds:
            other = change(article, kind, seeded(seed))
            assert other == change(article, kind, seeded(seed))
            assert other != article


# -- corpora ---------------------------------------------------------------------------------------


def shingles(article: Text) -> set[str]:
    """Phrases of 3 words in the first 120, in Chinese of 4 characters in the first 240."""
    if article.spaceless:
        text = "".join(article.text.split())[:240]
        return {text[at : at + 4] for at in range(len(text) - 3)}
    words = article.text.lower().split()[:120]
    return {" ".join(words[at : at + 3]) for at in range(len(words) - 2)}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_made_articles_are_distinct(language: str) -> None:
    articles = made(800, language, 11)

    assert len({article.title for article in articles}) == len(articles)
    holders: dict[str, list[int]] = {}
    leads = [shingles(article) for article in articles]
    for number, lead_shingles in enumerate(leads):
        shared = Counter(other for s in lead_shingles for other in holders.get(s, ()))
        for other, common in shared.most_common(1):
            assert common <= 0.3 * min(len(lead_shingles), len(leads[other]))
        for shingle in lead_shingles:
            holders.setdefault(shingle, []).append(number)


@pytest.mark.parametrize(("language", "least"), [("en", 120), ("zh", 250)])
def test_made_articles_are_long_and_the_same_for_a_seed(language: str, least: int) -> None:
    articles = made(50, language, 2)

    assert all(article.size >= least and "{" not in article.text for article in articles)
    assert all(re.search(r"\d", article.title) for article in articles)
    assert articles == made(50, language, 2)
    assert articles != made(50, language, 3)


def written(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    text = "\n".join(json.dumps(row) for row in rows).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


def test_a_corpus_is_read_from_rows_and_feeds_and_folders(tmp_path: Path) -> None:
    rows = [{"title": text.title, "text": text.text} for text in BOTH]
    (tmp_path / "deep").mkdir()
    written(tmp_path / "deep" / "rows.jsonl.gz", rows)
    written(
        tmp_path / "more.jsonl",
        [{"title": "A <b>summary</b>", "summary": "one word &amp; more " * 20}],
    )
    (tmp_path / "feed.xml").write_bytes(next(made_feeds()))
    (tmp_path / "notes.txt").write_text("no articles")

    found = texts([tmp_path])

    languages = {text.title: text.language for text in found}
    assert [languages[text.title] for text in BOTH] == ["en", "zh"]
    assert any("one word & more" in text.text for text in found)
    assert len(found) > 5
    assert not any("<p" in text.text or "&amp;" in text.text for text in found)


def test_short_bodies_and_repeated_ones_are_left_out(tmp_path: Path) -> None:
    long, other = "word after word " * 20, "quite another text of words " * 12
    rows = [
        {"title": "First", "text": long},
        {"title": "Same body", "text": long.upper()},
        {"title": "FIRST!", "text": other},
        {"title": "Short", "text": "too short"},
        {"title": "短文", "text": "太短了。"},
        {"title": "Second", "text": other},
    ]
    found = texts([written(tmp_path / "rows.jsonl", rows)])
    assert [text.title for text in found] == ["First", "Second"]


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("gone.xml", None, "cannot be read"),
        ("page.xml", b"<!doctype html><html><body>no feed</body></html>", "page.xml"),
        ("rows.jsonl", b"{", "rows.jsonl:1"),
        ("notes.txt", b"text", "not a feed"),
    ],
)
def test_what_is_no_corpus_is_named(
    tmp_path: Path, name: str, body: bytes | None, said: str
) -> None:
    if body is not None:
        (tmp_path / name).write_bytes(body)

    with pytest.raises(ConfigError) as error:
        texts([tmp_path / name])
    assert said in str(error.value)


# -- streams ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["en", "zh"])
def samples(request: pytest.FixtureRequest) -> list[Sample]:
    return stream(made(220, request.param, 9), size=600, seed=1)


def test_a_stream_has_the_mix_it_says(samples: list[Sample]) -> None:
    kinds = Counter(sample.kind for sample in samples)

    assert len(samples) == 600
    assert kinds["base"] == 210
    assert sum(kinds[kind] for kind in COPIES) == 270
    assert sum(kinds[f"sequel: {kind}"] for kind in SEQUELS) == 120
    assert min(kinds[kind] for kind in COPIES) >= 20
    assert min(kinds[f"sequel: {kind}"] for kind in SEQUELS) >= 10


def test_a_stream_is_in_time_order_and_each_comes_after_what_it_is_made_from(
    samples: list[Sample],
) -> None:
    first = {sample.base: sample for sample in samples if sample.kind not in COPIES}
    assert [s.at for s in samples] == sorted(s.at for s in samples)
    assert all(s.at.utcoffset() == timedelta(0) for s in samples)
    for sample in samples:
        told = first[sample.base]
        if sample.kind in COPIES:
            assert timedelta(0) < sample.at - told.at <= timedelta(hours=61)
            assert sample.kind == "tracking parameters" or sample.url != told.url
        if sample.of is not None:
            assert timedelta(0) < sample.at - first[sample.of].at <= timedelta(days=31)
    bases = [s.at for s in first.values() if s.kind == "base"]
    assert max(bases) - min(bases) > timedelta(weeks=4)


def test_copies_share_a_happening_and_sequels_have_their_own(samples: list[Sample]) -> None:
    first = [sample for sample in samples if sample.kind not in COPIES]
    copied_happenings = {s.base for s in samples if s.kind in COPIES}

    assert len({s.base for s in first}) == len(first)
    assert len({(s.title, s.text) for s in first}) == len(first)
    assert all((s.of is not None) == s.kind.startswith("sequel: ") for s in samples)
    assert copied_happenings & {s.base for s in first if s.of is not None}


def test_nothing_that_lost_its_fact_could_be_a_copy_of_two(samples: list[Sample]) -> None:
    continued = {s.of: s.at for s in reversed(samples) if s.of is not None}
    of_sequels = {s.base for s in samples if s.of is not None}
    for sample in samples:
        if sample.kind in LOSSY:
            assert sample.base not in of_sequels
            assert sample.at <= continued.get(sample.base, sample.at)


def test_addresses_are_unique_and_outlets_many(samples: list[Sample]) -> None:
    assert len({s.url for s in samples if s.kind != "tracking parameters"}) == sum(
        s.kind != "tracking parameters" for s in samples
    )
    assert len({s.source for s in samples}) > 10
    first = {s.base: s for s in samples if s.kind not in COPIES}
    retold = [s for s in samples if s.kind in COPIES and s.kind != "suffix"]
    assert all(s.source != first[s.base].source for s in retold)


def test_a_stream_is_the_same_for_the_same_seed_and_shorter_for_fewer_texts() -> None:
    articles = made(70, "en", 4)
    assert stream(articles, size=150, seed=3) == stream(articles, size=150, seed=3)
    assert stream(articles, size=150, seed=3) != stream(articles, size=150, seed=4)
    assert len(stream(articles[:35], size=1000, seed=3)) == 100
    assert stream([], size=10, seed=1) == []
