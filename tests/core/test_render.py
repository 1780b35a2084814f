"""A message is taken by Telegram, whatever was in the article, and says the verdict first."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core import NOW, an_article, evidence
from tests.tdlib import Json, Oracle
from tracker.core.cards import alert_card
from tracker.core.message import Card, Reason
from tracker.core.model import Alert, Evidence, Match, Severity
from tracker.core.render import pieces, plain, safe_url, telegram_html, terms, visible, watches

LIMIT = 4096


@pytest.fixture(scope="module")
def telegram() -> Iterator[Oracle]:
    oracle = Oracle()
    yield oracle
    oracle.close()


def units(text: str) -> int:
    """Length in UTF-16, the strictest of the ways in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def a_reason(*words: str, watch: str = "chips/sales", name: str = "Chip sales") -> Reason:
    shown = tuple(evidence("title", word, word) for word in words or ("H20",))
    return Reason(watch=watch, name=name, severity=Severity.high, evidence=shown)


def a_card(**given: Any) -> Card:
    facts: dict[str, Any] = {
        "title": "Nvidia wins a licence for H20",
        "severity": Severity.high,
        "publisher": "Reuters",
        "tier": "wire",
        "published": NOW,
        "url": "https://news.example/a?b=1&c=2",
        "reasons": (a_reason("H20", "licence"),),
        "entities": ("Nvidia",),
        "excerpt": "The H20 needs a licence.",
        "marks": ((4, 7), (16, 23)),
    }
    return Card(**(facts | given))


def links(entities: list[Json]) -> list[str]:
    return [found["url"] for found in entities if found["type"] == "text_link"]


def of_kind(kind: str, text: str, entities: list[Json]) -> list[str]:
    wide = text.encode("utf-16-le")
    return [
        wide[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in entities
        if e["type"] == kind
    ]


# -- what a reader sees --------------------------------------------------------------------------


def test_an_alert_reads_as_a_card(telegram: Oracle) -> None:
    text, entities = telegram.parse(telegram_html(a_card()), "HTML")
    assert text.splitlines() == [
        "🟠 Nvidia wins a licence for H20",
        "📰 Reuters · wire · 25 Jun 2026",
        "",
        "The H20 needs a licence.",
        "",
        "🎯 licence, H20",
        "🏢 Nvidia",
        "👁 Chip sales (chips/sales)",
        "🔗 news.example",
    ]
    assert links(entities) == ["https://news.example/a?b=1&c=2"]


def test_the_words_that_matched_stand_out(telegram: Oracle) -> None:
    text, entities = telegram.parse(telegram_html(a_card()), "HTML")
    assert of_kind("bold", text, entities) == ["Nvidia wins a licence for H20", "H20", "licence"]
    assert of_kind("expandable_blockquote", text, entities) == ["The H20 needs a licence."]


@pytest.mark.parametrize(
    ("severity", "mark"),
    [
        (Severity.critical, "🔴"),
        (Severity.high, "🟠"),
        (Severity.medium, "🟡"),
        (Severity.low, "🔵"),
        (Severity.info, "⚪"),
    ],
)
def test_the_first_line_is_the_verdict(severity: Severity, mark: str, telegram: Oracle) -> None:
    card = a_card(severity=severity)
    for text in (plain(card), telegram.parse(telegram_html(card), "HTML")[0]):
        assert text.splitlines()[0] == f"{mark} Nvidia wins a licence for H20"


@pytest.mark.parametrize(
    ("tier", "line"),
    [
        ("official", "📜 Reuters · official · 25 Jun 2026"),
        ("analysis", "🔎 Reuters · analysis · 25 Jun 2026"),
        ("forum", "💬 Reuters · forum · 25 Jun 2026"),
        ("", "📰 Reuters · 25 Jun 2026"),
    ],
)
def test_the_second_line_says_who_says_it(tier: str, line: str) -> None:
    assert plain(a_card(tier=tier)).splitlines()[1] == line


def test_a_card_without_a_date_or_a_text_is_shorter() -> None:
    card = a_card(published=None, excerpt="", marks=(), entities=(), url="")
    assert plain(card).splitlines() == [
        "🟠 Nvidia wins a licence for H20",
        "📰 Reuters · wire",
        "",
        "🎯 licence, H20",
        "👁 Chip sales (chips/sales)",
    ]
    assert "blockquote" not in telegram_html(card)


def test_a_word_is_named_once_however_it_is_written() -> None:
    card = a_card(reasons=(a_reason("chip", "Chip"), a_reason("CHIP", "licence")))
    assert [word.lower() for word in terms(card)] == ["licence", "chip"]


def test_a_word_that_is_part_of_a_longer_one_says_nothing_more() -> None:
    card = a_card(reasons=(a_reason("AI", "EU AI Act", "AI Act", "licence"),))
    assert terms(card) == ["EU AI Act", "licence"]


def test_many_watches_are_counted() -> None:
    reasons = [a_reason(watch=f"a/{letter}", name=letter.upper()) for letter in "xyz"]
    assert watches(a_card(reasons=tuple(reasons))) == "X (a/x) · Y (a/y) · and 1 more"


def test_every_watch_is_named_in_order() -> None:
    reasons = a_reason(watch="a/x", name="One"), a_reason(watch="b/y", name="Two")
    assert watches(a_card(reasons=reasons)) == "One (a/x) · Two (b/y)"


def test_a_notice_is_a_title_and_a_text(telegram: Oracle) -> None:
    card = Card(title="BIS: first look.", summary="3 entries < 5 & all well")
    text, entities = telegram.parse(telegram_html(card), "HTML")
    assert text == plain(card) == "BIS: first look.\n3 entries < 5 & all well"
    assert of_kind("bold", text, entities) == ["BIS: first look."]


def test_a_notice_may_be_a_title_alone(telegram: Oracle) -> None:
    assert plain(Card(title="Started.")) == "Started."
    assert telegram.parse(telegram_html(Card(title="Started.")), "HTML")[0] == "Started."


# -- nasty articles ------------------------------------------------------------------------------

NASTY = [
    "<b>bold</b> & <script>alert(1)</script>",
    "</blockquote></b><a href='https://evil.example'>x</a>",
    "a &nbsp; b &lt; c &#x1F600; &amp;amp; &",
    "if a<b and c>d then",
    "\"double\" 'single' “curly” `back`",
    "[x](https://evil.example) *bold* _it_ ~~no~~ ||spoiler||",
    "@everyone #tag /command bot@example.org https://evil.example",
    "العربية \u202eevil\u202c עברית \u2066x\u2069",
    "family 👨\u200d👩\u200d👧\u200d👦 flag 🇪🇺 skin 👍🏽 heart ❤\ufe0f",
    "\ud800 half \udfff and \ud83d",
    "NUL \x00 bell \x07 escape \x1b[31m delete \x7f",
    "zalgo " + "a\u0301\u0302\u0303" * 50,
    "word " * 2_000,
    "𠮷" * 5_000,
    "&" * 10_000,
    "<" * 10_000,
    "🚀" * 10_000,
    "   ",
    "\u200b\u2060\ufeff",
    "\ue000\uf8ff\U000f0000",
    "\n\n\n",
    "",
    "line one\r\nline two\u2028line three",
]
LINKS = [
    "https://news.example/a",
    "javascript:alert(1)",
    "http://[::1",
    "https://a.example/\ud800",
    'https://a.example/"><b>x',
    "https://a.example/" + "中" * 3_000,
    "   ",
]


@pytest.mark.parametrize("url", LINKS, ids=range(len(LINKS)))
@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_a_nasty_article_is_told_all_the_same(nasty: str, url: str, telegram: Oracle) -> None:
    card = a_card(
        title=nasty,
        publisher=nasty,
        tier=nasty,
        url=url,
        reasons=(a_reason(nasty or "x", name=nasty),) * 9,
        entities=(nasty,) * 9,
        excerpt=nasty,
        marks=((0, 3), (4, 9)),
    )
    text, _ = telegram.parse(telegram_html(card), "HTML")
    assert text.startswith("🟠 ")
    assert units(text) <= LIMIT
    assert units(plain(card)) <= LIMIT


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_a_nasty_notice_is_told_all_the_same(nasty: str, telegram: Oracle) -> None:
    text, _ = telegram.parse(telegram_html(Card(title=f"x{nasty}", summary=nasty)), "HTML")
    assert text.startswith("x")
    assert units(text) <= LIMIT


@pytest.mark.parametrize("title", [*NASTY[:8], "英伟达获准出口H20", "수출통제 강화", "A" * 300])
def test_a_short_title_comes_through_whole(title: str, telegram: Oracle) -> None:
    shown = "".join(c for c in title if c.isprintable())
    text, _ = telegram.parse(telegram_html(a_card(title=title)), "HTML")
    assert text.splitlines()[0] == plain(a_card(title=title)).splitlines()[0] == f"🟠 {shown}"


def test_a_long_title_is_cut_with_a_sign() -> None:
    first = plain(a_card(title="word " * 200)).splitlines()[0]
    assert first.endswith("word…")


@pytest.mark.parametrize("title", ["", "  ", "\u200b", "\ue000", "\x00"])
def test_a_title_that_cannot_be_seen_is_said_to_be_missing(title: str, telegram: Oracle) -> None:
    text, _ = telegram.parse(telegram_html(a_card(title=title)), "HTML")
    assert text.splitlines()[0] == plain(a_card(title=title)).splitlines()[0] == "🟠 (no title)"


# -- links ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://news.example/a?b=1&c=2#d", "https://news.example/a?b=1&c=2#d"),
        ("HTTP://News.example/a", "http://News.example/a"),
        (" https://news.example/a\n", "https://news.example/a"),
        ("https://news.example/a\tb\nc", "https://news.example/abc"),
        ("https://news.example/a b", "https://news.example/a%20b"),
        ("https://news.example/新规?标题=芯片",
         "https://news.example/%E6%96%B0%E8%A7%84?%E6%A0%87%E9%A2%98=%E8%8A%AF%E7%89%87"),
        ("https://news.example/%E6%96%B0", "https://news.example/%E6%96%B0"),
        ('https://news.example/"<b>', "https://news.example/%22%3Cb%3E"),
        ("https://münchen.example/ü", "https://xn--mnchen-3ya.example/%C3%BC"),
        ("https://me:secret@news.example:8443/a", "https://news.example:8443/a"),
        ("https://eur-lex.europa.eu/x?uri=CELEX:32024R1689",
         "https://eur-lex.europa.eu/x?uri=CELEX:32024R1689"),
    ],
)  # fmt: skip
def test_a_good_address_is_a_link(url: str, safe: str, telegram: Oracle) -> None:
    assert safe_url(url) == safe
    _, entities = telegram.parse(telegram_html(a_card(url=url)), "HTML")
    assert [link.lower() for link in links(entities)] == [safe.lower()]
    assert plain(a_card(url=url)).splitlines()[-1] == f"🔗 {safe}"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example/a",
        "javascript:alert(1)",
        "data:text/html,x",
        "tg://user?id=1",
        "https://",
        "https:///path",
        "http://[::1",
        "https://a.example/\ud800",
        "https://" + "a" * 64 + ".example/",
        "https://a..example/",
        "https://a.example/" + "x" * 1_000,
        "https://a.example/" + "中" * 200,
    ],
)
def test_what_is_no_good_address_is_no_link(url: str, telegram: Oracle) -> None:
    assert safe_url(url) == ""
    text, entities = telegram.parse(telegram_html(a_card(url=url)), "HTML")
    assert links(entities) == []
    assert "🔗" not in text + plain(a_card(url=url))


# -- pieces --------------------------------------------------------------------------------------


def test_an_excerpt_comes_in_pieces() -> None:
    card = a_card(excerpt="the H20 and AI", marks=((4, 7), (12, 14)))
    assert list(pieces(card)) == [
        ("the ", False),
        ("H20", True),
        (" and ", False),
        ("AI", True),
        ("", False),
    ]


def test_a_mark_inside_another_or_behind_the_end_is_left_out() -> None:
    card = a_card(excerpt="the AI Act", marks=((4, 10), (4, 6), (900, 903)))
    assert [part for part, marked in pieces(card) if marked] == ["AI Act"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("AI\u00a0Act\u3000applies", "AI Act applies"),
        ("a\tb", "a b"),
        ("a\nb", "a\nb"),
        ("a\x00b\u200bc\ud800d\u202ee", "abcde"),
    ],
)
def test_a_space_of_any_kind_stays_a_space(text: str, shown: str) -> None:
    assert visible(text, 99) == shown


# -- any card ------------------------------------------------------------------------------------

ODD = list(
    "<>&\"'`*_[]()~|#@/\\ \n\t\r\x00\x1b\u00a0\u200b\u200d\u202e\ufe0f\ud800\udfffé中한が🚀𠮷🇪b1;="
)
odd_text = st.one_of(
    st.text(st.sampled_from(ODD), max_size=60),
    st.text(max_size=60),
    st.sampled_from(NASTY),
    st.builds(lambda text, times: text * times, st.text(st.sampled_from(ODD), max_size=9),
              st.integers(1, 400)),
)  # fmt: skip
odd_url = st.one_of(
    odd_text,
    odd_text.map(lambda tail: f"https://news.example/{tail}"),
    odd_text.map(lambda host: f"http://{host}.example/"),
)
spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=4)
cards = st.builds(
    lambda title, publisher, url, words, excerpt, marks, severity, entities: a_card(
        title=title,
        publisher=publisher,
        url=url,
        reasons=tuple(a_reason(word or "x", watch=word, name=word) for word in words),
        excerpt=excerpt,
        marks=tuple((start, start + length) for start, length in sorted(marks)),
        severity=severity,
        entities=tuple(entities),
    ),
    odd_text,
    odd_text,
    odd_url,
    st.lists(odd_text, min_size=1, max_size=12),
    odd_text,
    spans,
    st.sampled_from(Severity),
    st.lists(odd_text, max_size=12),
)
fuzz = settings(
    deadline=None,
    derandomize=True,
    max_examples=400,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@fuzz
@given(card=cards)
def test_no_card_is_refused(card: Card, telegram: Oracle) -> None:
    text, entities = telegram.parse(telegram_html(card), "HTML")
    assert units(text) <= LIMIT
    assert text.startswith(plain(card).split(" ")[0])
    assert len(links(entities)) == bool(safe_url(card.url))


@fuzz
@given(card=cards)
def test_plain_text_states_the_same_facts(card: Card, telegram: Oracle) -> None:
    def said(text: str) -> list[str]:
        # Telegram trims lines; the link shows its host in one, itself in the other.
        return [
            " ".join(part.split())
            for part in text.split("🔗", maxsplit=1)[0].splitlines()
            if part.split()
        ]

    text, _ = telegram.parse(telegram_html(card), "HTML")
    assert units(plain(card)) <= LIMIT
    assert said(text) == said(plain(card))


def test_a_whole_alert_points_at_its_words(telegram: Oracle) -> None:
    body = "BRUSSELS – “Export controls” on AI\u00a0chips <b>tighten</b> & so on. " * 3
    article = an_article("芯片: AI & <export>", content=body, url="https://eu.example/芯片")
    found = [evidence("body", word, body) for word in ("Export controls", "AI\u00a0chips")]
    match = Match(
        watch="eu/chips",
        name="EU & chips",
        severity=Severity.critical,
        score=2,
        tags=(),
        notify=(),
        evidence=tuple(found),
    )
    alert = Alert(key="k", watch="eu/chips", story="s", severity=Severity.critical, match=match)
    text, entities = telegram.parse(telegram_html(alert_card(article, [alert], [])), "HTML")
    bold = of_kind("bold", text, entities)
    assert bold == ["芯片: AI & <export>", "Export controls", "AI chips"]


def test_evidence_of_nothing_visible_still_makes_a_message(telegram: Oracle) -> None:
    hidden = Evidence(term="x", field="title", start=0, end=1, text="\u200b")
    reason = Reason(watch="a/b", name="A", severity=Severity.low, evidence=(hidden,))
    text, _ = telegram.parse(telegram_html(a_card(reasons=(reason,))), "HTML")
    assert "👁 A (a/b)" in text
