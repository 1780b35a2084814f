"""Cards that are cut for a far end: whatever they hold, they fit, and what is lost is told."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.channels import far_ends
from tests.samples import alert_card
from tracker.channels import discord, http, matrix, ntfy, slack, teams
from tracker.channels.fitting import Form, fitted, head_and_rest, parts, unlisted
from tracker.core.message import Applies, Card, Row
from tracker.core.model import Severity
from tracker.core.render import plain

TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("*_~`|[]()<>&\\#-+\n\r\u2028 🔴中\ud800")),
    max_size=200,
).flatmap(lambda text: st.sampled_from([text, text * 40]))
URLS = st.one_of(
    TEXTS, st.sampled_from(["https://e.example/a(b)?c=*&d=_", "http://e.example/" + "é&" * 400])
)
SEVERITIES = st.sampled_from(Severity)
ROWS = st.builds(
    Row, title=TEXTS, severity=SEVERITIES, url=URLS, note=TEXTS, section=st.sampled_from(["", "A"])
)
ALERTS = st.builds(
    alert_card,
    title=TEXTS,
    severity=SEVERITIES.map(str),
    url=URLS,
    publisher=TEXTS,
    tier=st.sampled_from(["", "official", "wire"]),
    entities=st.tuples(TEXTS, TEXTS),
    excerpt=TEXTS,
    marks=st.just(((2, 5), (5, 9), (30, 60), (400, 405))),
    change=TEXTS,
    brief=st.booleans(),
    applies=st.just((Applies(what="in force", on=date(2027, 1, 1)),)),
    also=st.tuples(TEXTS, TEXTS),
    notes=st.tuples(TEXTS, TEXTS),
)
LISTS = st.builds(
    Card,
    title=TEXTS,
    severity=SEVERITIES,
    summary=TEXTS,
    rows=st.lists(ROWS, min_size=1, max_size=8).flatmap(
        lambda rows: st.sampled_from([tuple(rows), tuple(rows) * 9])
    ),
    footer=TEXTS,
)
NOTICES = st.builds(Card, title=TEXTS, summary=TEXTS, footer=TEXTS)
CARDS = st.one_of(ALERTS, LISTS, NOTICES)


def size(form: Form) -> int:
    return len(http.encoded(form))


@settings(max_examples=150, deadline=None)
@given(CARDS)
def test_whatever_a_card_holds_every_far_end_takes_it(card: Card) -> None:
    said = fitted(card, slack.message, slack.fits)
    assert far_ends.slack_fault(said) == ""
    assert far_ends.slack_fault(fitted(card, slack.text_alone, slack.fits)) == ""
    assert far_ends.discord_fault(fitted(card, discord.message, discord.fits)) == ""
    said = fitted(card, teams.message, teams.fits)
    assert far_ends.teams_fault(said, size(said)) == ""
    said = {"msgtype": "m.text", **fitted(card, matrix.message, matrix.fits)}
    assert far_ends.matrix_fault(said, size(said)) == ""
    said = {"topic": "t", **fitted(card, ntfy.message, ntfy.fits)}
    assert far_ends.ntfy_fault(said, size(said)) == ""


def listing(count: int, length: int = 70) -> Card:
    """As long as lists are: titles of one line, addresses of regulators."""
    rows = tuple(
        Row(
            title=f"{n} {'firms are listed '.ljust(length, 'x')}"[:length],
            severity=Severity.high,
            url=f"https://www.regulator.example/news/2026/{n:04}-release-on-export-controls.html",
        )
        for n in range(count)
    )
    return Card(title=f"{count} alerts", severity=Severity.high, rows=rows, footer="The end")


def texts(form: Form) -> str:
    """What all of these say."""
    parts: list[Any] = form.get("blocks") or form.get("embeds") or []
    return "\n".join(str(part) for part in parts) or str(form)


FORMS = {
    "slack": (slack.message, slack.fits),
    "discord": (discord.message, discord.fits),
    "teams": (teams.message, teams.fits),
    "matrix": (matrix.message, matrix.fits),
    "ntfy": (ntfy.message, ntfy.fits),
}


@pytest.mark.parametrize("name", FORMS)
def test_of_a_list_each_row_is_named_and_the_first_lead_to_their_page(name: str) -> None:
    said = texts(fitted(listing(50), *FORMS[name]))

    assert all(f"{n} firms are" in said for n in range(50))
    assert ("/0000-release" in said) is (name != "ntfy")  # 4096 bytes are names alone
    assert "The end" in said


@pytest.mark.parametrize(("name", "links"), [("slack", 50), ("teams", 50), ("discord", 25)])
def test_links_are_given_up_from_the_end_and_as_few_as_need_be(name: str, links: int) -> None:
    said = texts(fitted(listing(50), *FORMS[name]))

    there = [n for n in range(50) if f"/{n:04}-release" in said]
    assert there == list(range(len(there)))
    assert len(there) >= links


def test_a_list_says_how_many_of_its_rows_are_missing() -> None:
    card = listing(50, 10)

    made = fitted(card, lambda card: {"text": plain(card)}, lambda form: len(form["text"]) < 700)
    assert made["text"].count("firms") == 30
    assert "… and 20 more\nThe end" in made["text"]


def test_what_fits_is_left_as_it_is() -> None:
    card = replace(alert_card(), also=("Reuters",) * 12)

    assert fitted(card, lambda card: {"card": card}, lambda _: True) == {"card": card}


def test_counts_are_never_cut() -> None:
    card = replace(alert_card(), also=("Reuters",) * 12, reasons=alert_card().reasons * 7)

    made = fitted(card, lambda card: {"text": plain(card)}, lambda _: False)
    assert "Also reported by 12" in made["text"]
    assert "and 5 more" in made["text"]


def test_the_first_line_is_what_a_lock_screen_shows() -> None:
    assert head_and_rest("a\n\nb\nc\n") == ("a", "b\nc")
    assert head_and_rest("a") == ("a", "")


def test_lines_are_put_together_up_to_a_size() -> None:
    assert list(parts("aa\nbb\ncc", 5)) == ["aa\nbb", "cc"]
    assert list(parts("long line\nb", 5)) == ["long line", "b"]
    assert list(parts("", 5)) == []


def test_numbers_and_dashes_stay_what_they_are() -> None:
    assert unlisted("1. a\n12. b\n- c\n1.5 d") == "1.\u00a0a\n12.\u00a0b\n-\u00a0c\n1.5 d"
