"""What a message says when it goes out, and what can be pressed under it."""

from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.samples import NOW, alert_card
from tracker.core.gathering import BURST_OF, DIGEST, QUIET, TOO_LATE, TOO_MANY
from tracker.core.letters import Health, Item, Letter, Setting, buttons, written
from tracker.core.message import Applies, Card, Reason
from tracker.core.model import Severity
from tracker.core.owing import Form, Rank, is_silent, rank

KEY = "0123456789abcdef0123456789abcdef"


def setting(**more: Any) -> Setting:
    values: dict[str, Any] = {"now": NOW, "zone": UTC, "tags": {}}
    return Setting(**(values | more))


def letter(form: Form = Form.alert, **more: Any) -> Letter:
    values: dict[str, Any] = {"card": alert_card()}
    return Letter(key=KEY, form=form, **(values | more))


def of_watch(card: Card, watch: str, severity: Severity = Severity.high) -> Card:
    reason = Reason(watch=watch, name=watch.upper(), severity=severity, evidence=())
    return replace(card, reasons=(reason,), severity=severity)


def listing(group: str, *cards: Card, **more: Any) -> Card:
    items = tuple(Item(card=card) for card in cards)
    return written(letter(Form.listing, group=group, items=items), setting(**more))


def test_an_alert_says_who_else_tells_it_and_what_was_done() -> None:
    card = written(letter(also=("Wire",), said=("muted by Ann",)), setting())

    assert (card.also, card.notes, card.brief) == (("Wire",), ("muted by Ann",), False)


def test_a_message_that_may_have_arrived_says_so() -> None:
    assert "possible repeat" in written(letter(is_repeat=True), setting()).notes[0]


def test_watches_that_joined_are_named_once_gravest_first() -> None:
    first = of_watch(alert_card(), "a", Severity.medium)
    joined = (of_watch(first, "b", Severity.high), of_watch(first, "a", Severity.low))
    card = written(letter(card=first, joined=joined), setting())

    assert [reason.watch for reason in card.reasons] == ["b", "a"]
    assert card.severity is Severity.high


@pytest.mark.parametrize(
    ("form", "under", "change", "brief"),
    [
        (Form.update, "7", "Amended: 1 -> 2", True),
        (Form.update, "", "Amended: 1 -> 2", False),  # the first message is not there
        (Form.alert, "7", "", False),  # another watch, for the same story
    ],
)
def test_an_update_is_brief_when_it_stands_under_what_it_changes(
    form: Form, under: str, change: str, *, brief: bool
) -> None:
    card = written(letter(form, under=under, card=alert_card(change=change)), setting())

    assert card.brief is brief


# -- lists ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "title"),
    [
        (QUIET, "2 alerts from the quiet time"),
        (TOO_LATE, "2 alerts that could not be sent in time"),
        (TOO_MANY, "2 alerts more than you want in an hour"),
        (f"{BURST_OF}a", "2 alerts · A"),
        ("source gazette", "2 alerts · A"),
    ],
)
def test_a_list_says_why_it_is_one(group: str, title: str) -> None:
    card = of_watch(alert_card(), "a")

    assert listing(group, card, replace(card, title="Another")).title == title


def test_a_row_names_its_watch_unless_all_are_of_one() -> None:
    card = alert_card()
    mixed = listing(QUIET, of_watch(card, "a"), of_watch(card, "b"))

    assert [row.note for row in mixed.rows] == ["Gazette Desk · A", "Gazette Desk · B"]
    assert [row.note for row in listing(QUIET, of_watch(card, "a")).rows] == ["Gazette Desk"]


def test_a_list_is_as_grave_as_its_gravest_alert_which_comes_first() -> None:
    low, high = of_watch(alert_card(), "a", Severity.low), of_watch(alert_card(), "b")
    card = listing(QUIET, low, high)

    assert card.severity is Severity.high
    assert [row.severity for row in card.rows] == [Severity.high, Severity.low]


def test_several_subjects_have_a_heading_each() -> None:
    cards = [of_watch(alert_card(), name) for name in ("a", "b", "c")]
    tags = {"a": ("ai-regulation",), "b": ("export-controls",), "c": ("ai-regulation",)}
    rows = listing(QUIET, *cards, tags=tags).rows

    assert [row.section for row in rows] == ["Ai regulation", "Ai regulation", "Export controls"]
    assert {row.section for row in listing(QUIET, cards[0], tags=tags).rows} == {""}


def test_a_digest_without_alerts_is_a_proof_of_life() -> None:
    card = listing(DIGEST, health=Health(sources=42, well=41, silent=("meti",)))

    assert card.title == "Digest · Mon 12 Oct 09:00"
    assert card.summary == "no matches · 41/42 sources healthy"
    assert card.footer == "⚠️ Silent: meti"


def test_a_digest_counts_and_names_the_days_to_come_in_the_readers_zone() -> None:
    late = setting(
        now=NOW.replace(hour=20),
        zone=ZoneInfo("Asia/Singapore"),  # it is the 13th there
        coming=(
            ("Old", Applies(what="in force", on=date(2026, 10, 12))),
            ("New", Applies(what="comments until", on=date(2026, 10, 13))),
            ("Far", Applies(what="in force", on=date(2026, 10, 13) + timedelta(days=15))),
        ),
    )
    items = (Item(card=alert_card()), Item(card=alert_card(severity="low"), others=2))
    card = written(letter(Form.listing, group=DIGEST, items=items), late)

    assert card.title == "Digest · Tue 13 Oct 04:00"
    assert card.summary == "1 high · 1 low · 0/0 sources healthy"
    assert card.footer == "📅 The next 14 days\n• 13 Oct: comments until · New"
    assert [row.note for row in card.rows] == ["Gazette Desk", "Gazette Desk ×3"]


def test_a_digest_names_as_many_as_its_readers_want_and_says_how_many_more_there_are() -> None:
    card = listing(DIGEST, *[alert_card()] * 5, most=2)

    assert len(card.rows) == 2
    assert card.footer == "… 3 more: /latest 3"
    assert card.summary.startswith("5 high")


# -- buttons and order -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize(
    "marks", [set(), {"urgent"}, {"seen"}, {"irrelevant", "muted"}, {"urgent", "seen"}]
)
def test_every_message_has_buttons_of_its_own_that_fit(form: Form, marks: set[str]) -> None:
    rows = buttons(KEY, form, frozenset(marks))
    data = [button.data for row in rows for button in row]

    assert data
    assert all(KEY[:20] in each and len(each.encode()) <= 64 for each in data)
    assert len(set(data)) == len(data)


def test_what_was_pressed_can_be_taken_back() -> None:
    pressed = buttons(KEY, Form.alert, frozenset({"irrelevant", "muted"}))
    names = [button.text for row in pressed for button in row]

    assert names == ["🔍 Why?", "↩ Relevant after all", "↩ Unmute"]


def test_only_what_is_urgent_wants_to_be_acknowledged() -> None:
    plain = buttons(KEY, Form.alert)
    urgent = buttons(KEY, Form.alert, frozenset({"urgent"}))

    assert urgent[1:] == plain
    assert urgent[0][0].text == "✓ Seen"


@pytest.mark.parametrize(
    ("form", "severity", "change", "silent"),
    [
        (Form.alert, "critical", "", False),
        (Form.alert, "high", "", False),
        (Form.alert, "medium", "", True),
        (Form.update, "medium", "Amended", False),
        (Form.update, "low", "Amended", True),
        (Form.listing, "high", "", False),
        (Form.more, "critical", "", True),
        (Form.answer, "critical", "", True),
    ],
)
def test_what_makes_a_sound(form: Form, severity: str, change: str, *, silent: bool) -> None:
    assert is_silent(alert_card(severity=severity, change=change), form) is silent


def test_a_line_about_the_service_makes_a_sound_only_for_trouble() -> None:
    assert is_silent(Card(title="first look"), Form.notice)
    assert not is_silent(Card(title="closed", severity=Severity.high), Form.notice)


def test_who_goes_first() -> None:
    assert rank(alert_card(severity="critical"), Form.alert) is Rank.critical
    assert rank(alert_card(), Form.alert) is Rank.ordinary
    assert rank(Card(title="an answer"), Form.answer) is Rank.answer
    assert rank(Card(title="trouble", severity=Severity.critical), Form.notice) is Rank.ordinary
