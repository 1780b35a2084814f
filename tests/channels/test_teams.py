"""Microsoft Teams, by a workflow."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.channels.far_ends import SECRET, TeamsEnd
from tests.loopback import Reply
from tests.samples import alert_card
from tracker.channels import Envelope, Lines, Teams
from tracker.channels.teams import message
from tracker.core.message import Card, Row
from tracker.errors import Refused

CHANNEL = Teams(kind="teams", webhook="env:HOOK")


@pytest.fixture
def end(monkeypatch: pytest.MonkeyPatch) -> Iterator[TeamsEnd]:
    played = TeamsEnd()
    played.start()
    monkeypatch.setenv("HOOK", f"{played.url}/workflows/1/invoke?sig={SECRET}")
    yield played
    played.stop()


def blocks(card: Card) -> list[dict[str, Any]]:
    [attachment] = message(card)["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    found: list[dict[str, Any]] = attachment["content"]["body"]
    assert all(block["type"] == "TextBlock" and block["wrap"] for block in found)
    return found


def said(card: Card) -> list[str]:
    return [block["text"] for block in blocks(card)]


def test_every_line_of_an_alert_is_a_block_and_the_head_has_the_colour_of_its_severity() -> None:
    lines = said(alert_card(severity="critical"))

    assert lines[0] == "🔴 **Commerce adds nine toolmakers**"
    assert "Nine firms were added to the **Entity List** on Monday." in lines
    assert "🔗 [gazette.example](https://gazette.example/rules/9)" in lines
    assert blocks(alert_card(severity="critical"))[0]["color"] == "Attention"
    assert blocks(alert_card(severity="low"))[0]["color"] == "Default"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Rule_9: 4 * 4", "Rule_9: 4 * 4"),  # phones would show the backslash
        ("*Draft* rule", "\\*Draft\\* rule"),
        ("a_b_c", "a\\_b\\_c"),
        ("[a](http://b.example)", "[a]\\(http://b.example)"),
    ],
)
def test_only_signs_that_would_format_are_escaped(title: str, shown: str) -> None:
    assert said(alert_card(title=title))[0] == f"🟠 **{shown}**"


def test_rows_keep_their_numbers_and_lead_to_their_page() -> None:
    row = Row(title="[Draft] rule", url="https://e.example/a_(b)")

    assert said(Card(title="1 alert", rows=(row,)))[1:] == [
        "1.\u00a0⚪ [\\[Draft\\] rule](https://e.example/a_%28b%29)"
    ]


async def test_the_workflow_is_sent_the_card(end: TeamsEnd, lines: Lines) -> None:
    remote = await CHANNEL.send(Envelope(key="k", card=alert_card(), address=""), lines)

    assert remote == ""
    assert end.taken == [message(alert_card())]


async def test_a_workflow_that_was_deleted_closes_the_destination(
    end: TeamsEnd, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    end.play(404)
    answer = Reply(404, b'{"error": {"code": "WorkflowNotFound", "message": "..."}}')
    monkeypatch.setattr(end, "trouble", lambda: answer)

    with pytest.raises(Refused, match=r"\(WorkflowNotFound\)$") as refusal:
        await CHANNEL.send(Envelope(key="k", card=alert_card(), address=""), lines)
    assert refusal.value.destination_gone
