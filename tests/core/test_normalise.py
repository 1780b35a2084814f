"""One article has one address and one key, however it was linked."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core import NOW, an_article
from tracker.core.model import Entry, Origin
from tracker.core.normalise import article, canonical_url, digest

calm = settings(deadline=None, derandomize=True, max_examples=300)
PAGE = "https://news.example/chips/rule?id=7"


@pytest.mark.parametrize(
    "other",
    [
        "http://news.example/chips/rule?id=7",
        "https://www.news.example/chips/rule?id=7",
        "HTTPS://News.Example/chips/rule?id=7",
        "https://news.example:443/chips/rule?id=7",
        "http://news.example:80/chips/rule?id=7",
        "https://news.example/chips/rule/?id=7",
        "https://news.example/chips/rule?id=7#comments",
        "https://news.example/chips/rule?id=7#:~:text=H20",
        "https://reader:secret@news.example/chips/rule?id=7",
        "  https://news.example/chips/rule?id=7\n",
        "https://news.example/chips/rule?id=7&utm_source=rss&utm_medium=feed",
        "https://news.example/chips/rule?UTM_Campaign=x&id=7",
        "https://news.example/chips/rule?fbclid=IwAR1&id=7",
        "https://news.example/chips/rule?gclid=1&id=7&msclkid=2",
        "https://news.example/chips/rule?mc_cid=1&mc_eid=2&id=7",
        "https://news.example/chips/rule?id=7&ncid=1&cmpid=2&smid=3",
        "https://news.example/chips/rule?id=7&at_medium=RSS&at_campaign=KARANGA",
        "https://news.example/chips/rule?id=7&_hsenc=p&_hsmi=2&mkt_tok=3&spm=4",
        "https://news.example/chips/rule?%69d=7",
    ],
)
def test_one_page_has_one_address(other: str) -> None:
    assert canonical_url(other) == canonical_url(PAGE) == "news.example/chips/rule?id=7"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/?b=2&a=1", "https://a.example/?a=1&b=2"),
        ("https://a.example", "https://a.example/"),
        ("https://a.example/x?", "https://a.example/x"),
        ("https://a.example/?q=ai+act", "https://a.example/?q=ai%20act"),
        ("https://a.example/?q=%e4%b8%ad", "https://a.example/?q=中"),
    ],
)
def test_two_spellings_of_an_address_are_one(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32024R1689",
            "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32021R0821",
        ),
        ("https://a.example/item?id=1", "https://a.example/item?id=2"),
        ("https://a.example/list?page=1", "https://a.example/list?page=2"),
        ("https://a.example/doc?ref=COM-2026-1", "https://a.example/doc?ref=COM-2026-2"),
        ("https://a.example/#!/news/1", "https://a.example/#!/news/2"),
        ("https://a.example/app#/rule/1", "https://a.example/app#/rule/2"),
        ("https://a.example/x", "https://b.example/x"),
        ("https://www2.a.example/x", "https://a.example/x"),
        ("https://en.a.example/x", "https://de.a.example/x"),
        ("https://a.example:8080/x", "https://a.example/x"),
        ("https://a.example/Rule", "https://a.example/rule"),
        ("https://a.example/x/y", "https://a.example/x"),
        ("https://a.example/x?lang=en", "https://a.example/x?lang=zh"),
        ("https://a.example/x?q=%D6%D0", "https://a.example/x?q=%B9%FA"),  # GBK, not UTF-8
        ("https://a.example/x?a=1&b=2", "https://a.example/x?a=2&b=1"),
        ("https://a.example/x?a=1%26b=2", "https://a.example/x?a=1&b=2"),
        ("https://a.example/x?a", "https://a.example/x?b"),
    ],
)
def test_two_pages_have_two_addresses(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "   ",
        "news.example/x",
        "/relative",
        "mailto:a@b.example",
        "javascript:alert(1)",
        "ftp://a.example/x",
        "https://",
        "https:///x",
        "http://[::1",
        "https://a.example:port/",
        "https://a.example:99999/",
        "https://a.example\u2100/",
    ],
)
def test_what_is_no_web_address_has_none(url: str) -> None:
    assert canonical_url(url) == ""


@calm
@given(st.text(st.one_of(st.sampled_from("ab.:/?#&=%2+[]@\ud800\u00fc中"), st.characters())))
def test_any_text_is_an_address_or_none(text: str) -> None:
    canonical_url(text)
    canonical_url(f"https://a.example/{text}")


@calm
@given(st.lists(st.tuples(st.sampled_from("abc"), st.text("xyz", max_size=2)), max_size=5))
def test_the_order_of_parameters_does_not_matter(pairs: list[tuple[str, str]]) -> None:
    forth = "&".join(map("=".join, pairs))
    back = "&".join(map("=".join, reversed(pairs)))
    assert canonical_url(f"https://a.example/?{forth}") == canonical_url(
        f"https://a.example/?{back}"
    )


# -- keys ------------------------------------------------------------------------------------


def test_a_key_is_computed_from_source_and_entry_alone() -> None:
    one = an_article("A title", id="7", source="bis", summary="old")
    later = an_article("Another title", id="7", source="bis", summary="new", hours=9)
    assert one.key == later.key == digest("bis", "7")


@pytest.mark.parametrize("other", [{"id": "8", "source": "bis"}, {"id": "7", "source": "eu"}])
def test_another_entry_or_source_has_another_key(other: dict[str, str]) -> None:
    assert an_article(id="7", source="bis").key != an_article(**other).key


@pytest.mark.parametrize("change", [{"summary": "b"}, {"content": "b"}, {"title": "b"}])
def test_another_text_has_another_hash(change: dict[str, str]) -> None:
    before = {"title": "a", "summary": "a", "content": "a", "id": "7"}
    assert an_article(**before).content_hash != an_article(**(before | change)).content_hash


@pytest.mark.parametrize(
    "change", [{"url": "https://b.example"}, {"authors": ("x",)}, {"topics": ("x",)}]
)
def test_what_is_no_text_leaves_the_hash_alone(change: dict[str, object]) -> None:
    assert an_article().content_hash == an_article(**change).content_hash


def test_a_word_that_moves_from_title_to_summary_changes_the_hash() -> None:
    assert digest("ab", "c") != digest("a", "bc")


@calm
@given(st.text())
def test_a_key_is_thirty_two_hex_digits(text: str) -> None:
    assert len(digest(text)) == 32
    assert int(digest(text), 16) >= 0


# -- articles ----------------------------------------------------------------------------------


def test_an_article_keeps_what_the_entry_said() -> None:
    day = datetime(2026, 6, 24, tzinfo=UTC)
    entry = Entry(
        id="7",
        title=" BIS  adds\n12 firms ",
        url="https://www.bis.example/x?utm_source=rss",
        published=day,
        summary="Short.",
        content="Long.",
        topics=("chips",),
    )
    made = article(
        entry, Origin(id="bis", name="BIS", tier="official", tags=frozenset({"us"})), NOW
    )
    assert (made.title, made.summary, made.body) == ("BIS adds 12 firms", "Short.", "Long.")
    assert (made.url, made.canonical_url) == (entry.url, "bis.example/x")
    assert (made.source, made.tier, made.source_tags) == ("bis", "official", {"us"})
    assert (made.published, made.seen, made.topics) == (day, NOW, ("chips",))
    assert made.publisher == "BIS"


def test_a_publisher_that_the_item_names_goes_before_the_source() -> None:
    entry = Entry(id="7", title="x", publisher="scmp.com")
    assert article(entry, Origin(id="mix", name="Aggregator"), NOW).publisher == "scmp.com"


@pytest.mark.parametrize(
    ("title", "of_entry", "of_source", "language"),
    [
        ("商务部公布对两用物项的出口管制", "en", "en", "zh"),
        ("Plain words", "fr", "en", "fr"),
        ("Plain words", "", "en", "en"),
        ("Plain words", "", "", ""),
    ],
)
def test_a_script_is_surer_than_what_a_feed_says_of_its_language(
    title: str, of_entry: str, of_source: str, language: str
) -> None:
    origin = Origin(id="x", name="x", language=of_source)
    assert article(Entry(id="1", title=title, language=of_entry), origin, NOW).language == language


def test_when_an_article_was_seen_is_no_part_of_what_it_is() -> None:
    origin, entry = Origin(id="x", name="x"), Entry(id="1", title="x")
    one, later = article(entry, origin, NOW), article(entry, origin, NOW + timedelta(days=1))
    assert (one.key, one.content_hash) == (later.key, later.content_hash)


def test_what_no_database_takes_is_replaced() -> None:
    made = article(
        Entry(id="x", title="a\ud800b", summary="c\0d", content="e\udfff"),
        Origin(id="o", name="o"),
        NOW,
    )
    assert (made.title, made.summary, made.body) == ("a\ufffdb", "c\ufffdd", "e\ufffd")


@pytest.mark.parametrize(("hours", "kept"), [(47, True), (48, False), (9000, False)])
def test_a_date_far_in_the_future_is_no_date(hours: int, *, kept: bool) -> None:
    entry = Entry(id="x", title="t", published=NOW + timedelta(hours=hours))
    made = article(entry, Origin(id="o", name="o"), NOW)
    assert (made.published is not None) is kept
