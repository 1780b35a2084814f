"""A message is taken by Telegram, whatever was in the article, and says the verdict first."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core import NOW, an_article, evidence
from tests.samples import full_card, list_card, notice_card, update_card
from tests.tdlib import Json, Oracle
from tracker.core.cards import alert_card
from tracker.core.message import Applies, Card, Reason, Row
from tracker.core.model import Alert, Evidence, Match, Severity
from tracker.core.render import (
    ROWS_MOST,
    Style,
    pieces,
    plain,
    safe_url,
    telegram_html,
    terms,
    visible,
    watches,
    write,
)

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
        "📰 Reuters · wire · 25 Jun 2026, 10:00 UTC",
        "",
        "The H20 needs a licence.",
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
        ("official", "📜 Reuters · official · 25 Jun 2026, 10:00 UTC"),
        ("analysis", "🔎 Reuters · analysis · 25 Jun 2026, 10:00 UTC"),
        ("forum", "💬 Reuters · forum · 25 Jun 2026, 10:00 UTC"),
        ("", "📰 Reuters · 25 Jun 2026, 10:00 UTC"),
    ],
)
def test_the_second_line_says_who_says_it(tier: str, line: str) -> None:
    assert plain(a_card(tier=tier)).splitlines()[1] == line


def test_a_card_without_a_date_or_a_text_is_shorter() -> None:
    card = a_card(published=None, excerpt="", marks=(), entities=(), url="")
    assert plain(card).splitlines() == [
        "🟠 Nvidia wins a licence for H20",
        "📰 Reuters · wire",
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


# -- every form, as it looks ---------------------------------------------------------------------


def read(card: Card, telegram: Oracle) -> tuple[list[str], list[Json]]:
    text, entities = telegram.parse(telegram_html(card), "HTML")
    return text.split("\n"), entities


def test_an_alert_of_which_all_is_known(telegram: Oracle) -> None:
    lines, entities = read(full_card(severity="critical"), telegram)
    assert lines == [
        "🔴 Commerce adds nine toolmakers",
        "📜 Gazette Desk · official · 12 Oct 2026, 09:00 UTC",
        "⏱ In force 24 Nov 2026 · comments until 12 Dec 2026",
        "✏️ Amended: 7 -> 9",
        "",
        "Nine firms were added to the Entity List on Monday.",
        "🎯 Entity List",
        "🏢 Nvidia",
        "👁 Entity List changes (export-controls/entity-list)",
        "🔗 gazette.example",
        "➕ Also reported by 5: Harbour Times, The Wire, Chip Weekly, De Haven and 1 more",
        "🔕 muted by Ann until 29 Nov",
        "👎 not relevant: Bob",
    ]
    assert [e["type"] for e in entities] == [
        "bold",
        "date_time",
        "expandable_blockquote",
        "bold",
        "text_link",
    ]


def test_an_alert_in_plain_text() -> None:
    assert plain(full_card(also=("The Wire",), notes=())).split("\n") == [
        "🟠 Commerce adds nine toolmakers",
        "📜 Gazette Desk · official · 12 Oct 2026, 09:00 UTC",
        "⏱ In force 24 Nov 2026 · comments until 12 Dec 2026",
        "✏️ Amended: 7 -> 9",
        "",
        "Nine firms were added to the Entity List on Monday.",
        "",
        "🎯 Entity List",
        "🏢 Nvidia",
        "👁 Entity List changes (export-controls/entity-list)",
        "🔗 https://gazette.example/rules/9",
        "➕ Also reported by 1: The Wire",
    ]


def test_an_update_is_a_few_lines_under_the_message_that_it_changes(telegram: Oracle) -> None:
    lines, entities = read(update_card(notes=("⚠️ possible repeat",)), telegram)
    assert lines == [
        "🟠 Update: Commerce adds nine toolmakers",
        "↪️ Amended: nine -> twelve firms",
        "📜 Gazette Desk · official · 12 Oct 2026, 09:00 UTC · 🔗 gazette.example",
        "👁 Entity List changes",
        "⚠️ possible repeat",
    ]
    assert links(entities) == ["https://gazette.example/rules/9"]
    assert plain(update_card()).split("\n")[2].endswith("· 🔗 https://gazette.example/rules/9")


def test_an_update_that_does_not_say_what_has_changed(telegram: Oracle) -> None:
    lines, _ = read(update_card(change="", url="", published=None), telegram)
    assert lines == [
        "🟠 Update: Commerce adds nine toolmakers",
        "📜 Gazette Desk · official",
        "👁 Entity List changes",
    ]


def test_a_list_has_a_numbered_row_for_each_alert(telegram: Oracle) -> None:
    lines, entities = read(list_card(notes=("✓ seen by Ann",)), telegram)
    assert lines == [
        "🟠 3 alerts · Entity List changes",
        "Told together, as they came within ten minutes.",
        "",
        "Export controls",
        "1. 🟠 Notice 1 & annex · Gazette Desk ×2",
        "2. 🟡 Notice 3 & annex · Gazette Desk ×2",
        "",
        "AI regulation",
        "3. 🟡 Notice 2 & annex · Gazette Desk ×2",
        "",
        "📅 The next 14 days",
        "• 24 Nov: in force · Notice 1",
        "✓ seen by Ann",
    ]
    text = "\n".join(lines)
    assert of_kind("bold", text, entities) == [lines[0][2:], "Export controls", "AI regulation"]
    assert of_kind("text_link", text, entities) == [f"Notice {n} & annex" for n in (1, 3, 2)]
    assert links(entities) == [f"https://gazette.example/rules/{n}" for n in (1, 3, 2)]


def test_a_list_in_plain_text_spells_its_addresses() -> None:
    card = list_card(2, summary="", footer="")
    card = Card(title="2 alerts", rows=(*card.rows, Row(title="", url="javascript:alert(1)")))
    assert plain(card).split("\n") == [
        "2 alerts",
        "",
        "1. ⚪ (no title)",
        "",
        "Export controls",
        "2. 🟠 Notice 1 & annex https://gazette.example/rules/1 · Gazette Desk ×2",
        "",
        "AI regulation",
        "3. 🟡 Notice 2 & annex https://gazette.example/rules/2 · Gazette Desk ×2",
    ]


def test_a_channel_without_links_in_its_text_has_rows_all_the_same() -> None:
    shouting = Style(text=str.upper, bold=str, quote=str, link=str)
    rows = numbered(write(list_card(), shouting).splitlines())
    assert rows[0] == "1. 🟠 NOTICE 1 & ANNEX · GAZETTE DESK ×2"


def test_a_list_without_rows_is_a_notice(telegram: Oracle) -> None:
    card = Card(title="Digest", summary="no matches · 42/42 sources healthy", footer="⚠️ Silent: A")
    lines, _ = read(card, telegram)
    assert lines == ["Digest", "no matches · 42/42 sources healthy", "⚠️ Silent: A"]


def test_a_notice_may_have_notes(telegram: Oracle) -> None:
    card = notice_card()
    lines, _ = read(Card(title=card.title, notes=("✓ seen by Ann",)), telegram)
    assert lines == ["Gazette Desk: first look.", "✓ seen by Ann"]


# -- when, and who else --------------------------------------------------------------------------


def test_a_moment_is_shown_in_the_zone_of_each_reader(telegram: Oracle) -> None:
    lines, entities = read(a_card(), telegram)
    [moment] = [e for e in entities if e["type"] == "date_time"]
    assert moment["unix_time"] == NOW.timestamp()
    assert of_kind("date_time", "\n".join(lines), entities) == ["25 Jun 2026, 10:00 UTC"]
    assert moment["date_time_format"] == "Dt"  # as "25 June 2026, 12:00"


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        (datetime(2026, 6, 5, tzinfo=UTC), "5 Jun 2026"),  # a source that gives no time
        (datetime(1969, 12, 31, 23, 59, tzinfo=UTC), "31 Dec 1969, 23:59 UTC"),
        (datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC), "19 Jan 2038, 03:14 UTC"),
    ],
)
def test_a_day_and_what_telegram_does_not_keep_are_text(
    published: datetime, shown: str, telegram: Oracle
) -> None:
    lines, entities = read(a_card(published=published), telegram)
    assert lines[1] == f"📰 Reuters · wire · {shown}"
    assert "date_time" not in {e["type"] for e in entities}


def test_one_day_that_applies_is_a_line_too() -> None:
    card = a_card(applies=(Applies(what="comments until", on=date(2026, 12, 1)),))
    assert plain(card).splitlines()[2] == "⏱ Comments until 1 Dec 2026"


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (("A",), "➕ Also reported by 1: A"),
        (("A", "B", "C", "D"), "➕ Also reported by 4: A, B, C, D"),
        (("A", "B", "C", "D", "E", "F"), "➕ Also reported by 6: A, B, C, D and 2 more"),
    ],
)
def test_of_many_who_reported_it_four_are_named(names: tuple[str, ...], line: str) -> None:
    assert plain(a_card(also=names)).splitlines()[-1] == line


# -- long lists ----------------------------------------------------------------------------------


def numbered(lines: list[str]) -> list[str]:
    return [line for line in lines if line.partition(". ")[0].isdecimal()]


@pytest.mark.parametrize("title", ["A rule " * 90, "新规" * 150, "🚀" * 300, "&<" * 150])
@pytest.mark.parametrize("url", ["https://a.example/x", f"https://a.example/{'新' * 50}"])
def test_the_longest_list_has_every_row(title: str, url: str, telegram: Oracle) -> None:
    rows = tuple(
        Row(title=title, url=url, note="Federal Register ×5", section=f"Section {number}")
        for number in range(ROWS_MOST)
    )
    card = Card(title=title, summary=title, rows=rows, footer=f"{title}\n" * 20, notes=(title,) * 9)
    lines, entities = read(card, telegram)
    rows_shown = numbered(lines)
    assert [row.partition(". ")[0] for row in rows_shown] == [str(n + 1) for n in range(ROWS_MOST)]
    assert all(title[:3] in row for row in rows_shown)
    assert units("\n".join(lines)) <= LIMIT
    assert units(plain(card)) <= LIMIT
    assert len(telegram_html(card).encode()) <= 32_768
    assert len(links(entities)) > 20
    assert len(entities) <= 90


def test_sixty_ordinary_rows_all_lead_somewhere(telegram: Oracle) -> None:
    lines, entities = read(list_card(ROWS_MOST), telegram)
    assert len(links(entities)) == ROWS_MOST
    assert all("& annex · Gazette Desk" in row for row in numbered(lines))


def test_a_short_title_leaves_its_room_to_a_long_one(telegram: Oracle) -> None:
    long = "A very long title indeed " * 7
    rows = tuple(Row(title=long if number % 10 == 0 else "Short") for number in range(ROWS_MOST))
    lines, _ = read(Card(title="List", rows=rows), telegram)
    assert f"1. ⚪ {long.strip()}" in lines


def test_an_address_too_long_for_its_share_is_left_out_before_others(telegram: Oracle) -> None:
    long = f"https://a.example/{'x' * 980}"
    rows = tuple(
        Row(title=f"Row {n}", url=long if n < 40 else f"https://a.example/{n}") for n in range(60)
    )
    lines, entities = read(Card(title="List", rows=rows), telegram)
    assert len(numbered(lines)) == 60
    assert {f"https://a.example/{n}" for n in range(40, 60)} < set(links(entities))
    assert 20 < len(links(entities)) < 60
    assert len(telegram_html(Card(title="List", rows=rows)).encode()) <= 32_768


def test_what_is_more_than_a_list_holds_is_counted() -> None:
    assert "\n… and 3 more" in plain(list_card(ROWS_MOST + 3, footer=""))


def test_a_section_that_comes_back_has_one_heading() -> None:
    rows = tuple(Row(title=f"Row {n}", section="AB"[n % 2]) for n in range(6))
    lines = plain(Card(title="List", rows=rows)).splitlines()
    assert [line for line in lines if line in {"A", "B"}] == ["A", "B"]
    assert [line[-1] for line in numbered(lines)] == ["0", "2", "4", "1", "3", "5"]


@pytest.mark.parametrize("letter", ["x", "𠮷", "&", "中"])
def test_the_fullest_alert_fits(letter: str, telegram: Oracle) -> None:
    text = letter * 5000
    card = full_card(
        title=text,
        publisher=text,
        tier=text,
        url=f"https://a.example/{'x' * 982}",
        reasons=(a_reason(text, watch=text, name=text),) * 9,
        entities=(text,) * 9,
        excerpt=text,
        marks=tuple((n, n + 1) for n in range(0, 500, 2)),
        change=text,
        applies=(Applies(what=text, on=date(2026, 1, 1)),) * 9,
        also=(text,) * 9,
        notes=(text,) * 9,
    )
    lines, entities = read(card, telegram)
    assert len(lines) == 17  # nothing is left out
    assert 2400 < units("\n".join(lines)) < units(plain(card)) <= LIMIT
    assert len(entities) <= 90


def test_a_text_with_hundreds_of_words_that_matched_keeps_its_link(telegram: Oracle) -> None:
    text = "AI " * 160
    card = a_card(excerpt=text, marks=tuple((3 * n, 3 * n + 2) for n in range(160)))
    _, entities = read(card, telegram)
    assert len(entities) <= 90
    assert len(links(entities)) == 1


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
        ("HTTP://News.example/a", "http://news.example/a"),
        ("https://news.example./a", "https://news.example./a"),
        ("https://news.example:/a", "https://news.example/a"),
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
        "https://a.example:99999/",
        "https://a.example:x/",
        "https://a b.example/",
        "https://[2001:db8::1]/",
        "https://localhost/",
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


def test_of_what_cannot_be_seen_not_all_is_read() -> None:
    assert visible("\u200b" * 9 + "soon", 10) == "soon"
    assert visible("x" + "\u200b" * 999 + "late", 10) == "x…"
    assert visible("\u200b" * 999 + "late", 10) == ""


@pytest.mark.parametrize(("text", "shown"), [("𠮷" * 9, "𠮷𠮷𠮷𠮷…"), ("a bc " * 9, "a bc a…")])
def test_text_is_measured_as_telegram_measures_it(text: str, shown: str) -> None:
    assert visible(text, 10) == shown


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
