"""Slack, by a webhook and as a bot."""

from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from tests.channels.far_ends import SECRET, Asked, SlackApi, SlackHook
from tests.loopback import Reply
from tests.samples import alert_card, notice_card
from tracker.channels import Envelope, Lines, Slack
from tracker.channels.slack import message
from tracker.core.message import Card, Row
from tracker.errors import DeliveryError, Gone, Refused, TryLater, Unknown


@pytest.fixture
def end(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlackApi]:
    played = SlackApi()
    played.start()
    monkeypatch.setenv("SLACK_BOT_TOKEN", SECRET)
    yield played
    played.stop()


def bot(end: SlackApi) -> Slack:
    return Slack(kind="slack", token="env:SLACK_BOT_TOKEN", channel="C0123ABCD", server=end.url)


def envelope(card: Card | None = None, *, silent: bool = False, reply_to: str = "") -> Envelope:
    shown = card or alert_card()
    return Envelope(key="k", card=shown, address="", silent=silent, reply_to=reply_to)


def written(card: Card) -> list[str]:
    return "\n".join(block["text"]["text"] for block in message(card)["blocks"]).split("\n")


def test_an_alert_is_what_slack_calls_mrkdwn() -> None:
    lines = written(alert_card(title="Fab & <b>tools</b>"))

    assert lines[0] == "🟠 *Fab &amp; &lt;b&gt;tools&lt;/b&gt;*"
    assert ">Nine firms were added to the *Entity List* on Monday." in lines
    assert "🔗 <https://gazette.example/rules/9|gazette.example>" in lines


def test_a_notification_shows_the_first_line() -> None:
    assert message(alert_card(title="A & B"))["text"] == "🟠 A &amp; B"


def test_rows_lead_to_their_page_and_nothing_in_them_calls_anybody() -> None:
    row = Row(title="<!channel> Q&A", url="https://e.example/?a=1&b=2")
    lines = written(Card(title="1 alert", rows=(row,)))

    assert "1. ⚪ <https://e.example/?a=1&amp;b=2|&lt;!channel&gt; Q&amp;A>" in lines


def test_marks_stand_apart_from_chinese_and_are_left_out_beside_an_asterisk() -> None:
    assert written(alert_card(title="九家公司"))[0] == "🟠 \u200b*九家公司*\u200b"
    assert written(alert_card(title="4*4"))[0] == "🟠 4*4"


async def test_an_answer_stands_in_the_thread_and_is_shown_to_all_unless_it_is_silent(
    end: SlackApi, lines: Lines
) -> None:
    first = await bot(end).send(envelope(), lines)
    await bot(end).send(envelope(reply_to=first), lines)
    await bot(end).send(envelope(reply_to=first, silent=True), lines)

    assert [form.get("thread_ts") for form in end.taken] == [None, first, first]
    assert [form.get("reply_broadcast") for form in end.taken] == [None, True, False]


async def test_an_answer_to_what_was_deleted_stands_alone(end: SlackApi, lines: Lines) -> None:
    await bot(end).send(envelope(reply_to="99.9"), lines)

    assert end.refused == ["thread_not_found"]
    assert "thread_ts" not in end.taken[0]


async def test_a_change_names_the_message(end: SlackApi, lines: Lines) -> None:
    first = await bot(end).send(envelope(), lines)
    await bot(end).edit(envelope(notice_card()), first, lines)

    assert [asked.path for asked in end.asked] == ["/api/chat.postMessage", "/api/chat.update"]
    assert end.taken[1]["ts"] == first
    assert end.taken[1]["blocks"] == message(notice_card())["blocks"]


async def test_what_was_deleted_cannot_be_changed(end: SlackApi, lines: Lines) -> None:
    with pytest.raises(Gone, match=r"no message 99\.9"):
        await bot(end).edit(envelope(), "99.9", lines)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        *((word, Refused) for word in ("is_archived", "token_revoked", "no_text", "odd <words>")),
        ("ratelimited", TryLater),
        ("internal_error", Unknown),
    ],
)
async def test_what_an_error_comes_to(
    end: SlackApi, lines: Lines, error: str, kind: type[DeliveryError]
) -> None:
    end.error = error

    with pytest.raises(kind) as fault:
        await bot(end).send(envelope(), lines)
    assert (error in str(fault.value)) is (" " not in error)
    if isinstance(fault.value, Refused):
        assert fault.value.destination_gone is (error in {"is_archived", "token_revoked"})


async def test_a_wrong_token_or_channel_closes_the_destination(
    end: SlackApi, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = bot(end).model_copy(update={"channel": "C0999"})
    with pytest.raises(Refused, match="channel_not_found") as refusal:
        await elsewhere.send(envelope(), lines)
    assert refusal.value.destination_gone

    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-old")
    with pytest.raises(Refused, match="invalid_auth") as refusal:
        await bot(end).send(envelope(), lines)
    assert refusal.value.destination_gone


class NoBlocks(SlackApi):
    """Blocks are too long for it, whatever they are."""

    def fault(self, asked: Asked) -> str:
        return "msg_blocks_too_long" if asked.document["blocks"] else super().fault(asked)


async def test_what_is_not_taken_as_blocks_goes_as_text_alone(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", SECRET)
    end = NoBlocks()
    end.start()
    remote = await bot(end).send(envelope(alert_card(title="A & B")), lines)
    end.stop()

    assert remote == "1"
    assert end.taken[0]["text"].startswith("🟠 A &amp; B\n📜 Gazette Desk")


async def test_an_answer_that_is_no_json_may_have_arrived(
    end: SlackApi, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(end, "accepted", lambda _: Reply(200, b"<html>"))

    with pytest.raises(Unknown):
        await bot(end).send(envelope(), lines)


@pytest.mark.parametrize(("status", "gone"), [(400, False), (404, True), (410, True)])
async def test_a_webhook_says_why_it_refuses(
    lines: Lines, monkeypatch: pytest.MonkeyPatch, status: int, *, gone: bool
) -> None:
    end = SlackHook(status)
    end.start()
    monkeypatch.setenv("HOOK", f"{end.url}/services/T0/B0/{SECRET}")
    monkeypatch.setattr(end, "trouble", lambda: Reply(status, b"no_service", "text/plain"))
    hook = Slack(kind="slack", webhook="env:HOOK")

    with pytest.raises(
        Refused, match=rf"^slack:env:HOOK answered {status} .* \(no_service\)$"
    ) as refusal:
        await hook.send(envelope(), lines)
    end.stop()
    assert refusal.value.destination_gone is gone
    assert not hook.can_edit


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"webhook": "env:A", "token": "env:B", "channel": "C0123ABCD"},
        {"token": "env:B"},
        {"webhook": "env:A", "channel": "C0123ABCD"},
    ],
)
def test_there_is_one_way_to_a_channel(given: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="give it webhook:, or token: and channel:"):
        Slack.model_validate({"kind": "slack", **given})


def test_a_name_is_no_channel() -> None:
    given = {"kind": "slack", "token": "env:B", "channel": "#alerts"}
    with pytest.raises(ValidationError, match="'#alerts' is not the id of a channel"):
        Slack.model_validate(given)
