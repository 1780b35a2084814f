"""An article has a key of its own, and says what its entry said."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core import NOW, an_article
from tracker.core.model import Entry, Origin
from tracker.core.normalise import article, digest

calm = settings(deadline=None, derandomize=True, max_examples=300)

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
