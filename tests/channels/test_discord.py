"""Discord, by a webhook."""

from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from tests.channels.far_ends import SECRET, DiscordEnd
from tests.loopback import Reply
from tests.samples import alert_card, notice_card
from tracker.channels import Discord, Envelope, Lines
from tracker.channels.discord import message
from tracker.core.message import Card, Row
from tracker.core.model import Severity
from tracker.errors import Gone, Refused, TryLater


@pytest.fixture
def end(monkeypatch: pytest.MonkeyPatch) -> Iterator[DiscordEnd]:
    played = DiscordEnd()
    played.start()
    monkeypatch.setenv("HOOK", f"{played.url}/api/webhooks/1/{SECRET}")
    yield played
    played.stop()


def channel(thread: str = "") -> Discord:
    return Discord(kind="discord", webhook="env:HOOK", thread=thread)


def envelope(card: Card | None = None, *, silent: bool = False) -> Envelope:
    return Envelope(key="k", card=card or alert_card(), address="", silent=silent)


def test_the_verdict_is_what_a_notification_shows_and_the_rest_stands_in_colour() -> None:
    form = message(alert_card(title="Fab_tools & <@1> *now*"))

    assert form["content"] == "🟠 **Fab\\_tools & \\<@1> \\*now\\***"
    [embed] = form["embeds"]
    assert embed["color"] == 0xF4900C
    assert "> Nine firms were added to the **Entity List** on Monday." in embed["description"]
    assert "🔗 [gazette.example](https://gazette.example/rules/9)" in embed["description"]


def test_rows_keep_their_numbers_and_lead_to_their_page() -> None:
    row = Row(title="[Draft] rule", severity=Severity.low, url="https://e.example/a_(b)")
    [embed] = message(Card(title="1 alert", rows=(row,)))["embeds"]

    said = "1.\u00a0🔵 [\\[Draft\\] rule](https://e.example/a_%28b%29)"
    assert embed["description"] == said


def test_a_heading_in_a_text_is_no_heading() -> None:
    [embed] = message(Card(title="N", summary="# Loud\n- one\n> two"))["embeds"]

    assert embed["description"] == "\\# Loud\n\\- one\n\\> two"


async def test_a_silent_message_makes_no_sound(end: DiscordEnd, lines: Lines) -> None:
    await channel().send(envelope(silent=True), lines)
    await channel().send(envelope(), lines)

    assert [form.get("flags") for form in end.taken] == [4096, None]


async def test_a_change_goes_to_the_message_and_makes_no_sound(
    end: DiscordEnd, lines: Lines
) -> None:
    first = await channel().send(envelope(), lines)
    await channel().edit(envelope(notice_card(), silent=True), first, lines)

    asked = end.asked[1]
    assert (asked.method, asked.path) == ("PATCH", f"/api/webhooks/1/{SECRET}/messages/{first}")
    assert end.taken[1] == message(notice_card())


async def test_what_was_deleted_cannot_be_changed(end: DiscordEnd, lines: Lines) -> None:
    with pytest.raises(Gone, match="no message 99"):
        await channel().edit(envelope(), "99", lines)


async def test_a_thread_gets_its_own_messages(
    end: DiscordEnd, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK", f"{end.url}/api/webhooks/1/{SECRET}/?with_components=true")
    first = await channel("77").send(envelope(), lines)
    await channel("77").edit(envelope(), first, lines)

    for asked in end.asked:
        assert asked.query == {"wait": ["true"], "thread_id": ["77"], "with_components": ["true"]}
    assert channel("77").address == "discord:env:HOOK/77"
    assert channel().address == "discord:env:HOOK"


async def test_a_wait_is_kept_to_the_fraction_of_a_second(end: DiscordEnd, lines: Lines) -> None:
    end.play(429, 0.65)

    with pytest.raises(TryLater) as later:
        await channel().send(envelope(), lines)
    assert later.value.wait == 0.65


async def test_a_webhook_that_was_deleted_closes_the_destination(
    end: DiscordEnd, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    end.play(404)
    monkeypatch.setattr(end, "trouble", lambda: Reply(404, b'{"code": 10015}'))

    with pytest.raises(Refused, match=r"404 Not Found \(10015\)") as refusal:
        await channel().send(envelope(), lines)
    assert refusal.value.destination_gone


def test_a_thread_is_named_by_its_id() -> None:
    with pytest.raises(ValidationError, match="'news' is not the id of a thread"):
        channel("news")
