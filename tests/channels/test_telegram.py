"""The Telegram channel, held against the strict stub."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest
from pydantic import ValidationError

from tests.samples import alert_card, notice_card
from tests.tdlib import CannotParse, Json, Oracle
from tests.telegram_stub import TelegramStub
from tracker.channels import Envelope, Lines, Presence, Telegram
from tracker.core.message import Button
from tracker.errors import Gone, Moved, Refused, Revoked, TryLater, Unknown

CHAT = -1001234567890


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[TelegramStub]:
    with TelegramStub() as server:
        server.chat(CHAT, "supergroup", topics={5}, closed_topics={6})
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", server.token)
        monkeypatch.setenv("TELEGRAM_API_URL", server.url)
        yield server


@pytest.fixture
async def lines() -> AsyncIterator[Lines]:
    async with Lines() as opened:
        yield opened


def channel(topic: int | None = None) -> Telegram:
    return Telegram(kind="telegram", chat=str(CHAT), topic=topic)


def envelope(address: int = CHAT, **changes: object) -> Envelope:
    return Envelope(key="k", card=alert_card(**changes), address=str(address))


async def test_an_alert_arrives_as_formatted_text(stub: TelegramStub, lines: Lines) -> None:
    remote = await channel().send(envelope(title="Fab & <b>tools</b>"), lines)

    [message] = stub.journal
    assert message.message_id == int(remote)
    assert message.text.splitlines()[0] == "🟠 Fab & <b>tools</b>"
    assert {"bold", "text_link", "expandable_blockquote"} <= {e["type"] for e in message.entities}


async def test_a_notice_is_two_plain_lines(stub: TelegramStub, lines: Lines) -> None:
    card = notice_card()
    await channel().send(Envelope(key="k", card=card, address=str(CHAT)), lines)

    assert stub.journal[0].text == f"{card.title}\n{card.summary}"


async def test_a_topic_gets_its_own_messages(stub: TelegramStub, lines: Lines) -> None:
    await channel(topic=5).send(envelope(), lines)

    assert stub.journal[0].thread == 5


@pytest.mark.parametrize("silent", [True, False])
async def test_a_silent_message_makes_no_sound(
    stub: TelegramStub, lines: Lines, *, silent: bool
) -> None:
    await channel().send(replace(envelope(), silent=silent), lines)

    assert stub.journal[0].silent is silent


BUTTONS = ((Button(text="Why?", data="v1|why|k"),),)


async def test_a_message_is_changed_and_doing_it_twice_is_harmless(
    stub: TelegramStub, lines: Lines
) -> None:
    remote = await channel().send(envelope(), lines)
    changed = replace(envelope(also=("Wire",)), buttons=BUTTONS)
    await channel().edit(changed, remote, lines)
    await channel().edit(changed, remote, lines)

    assert [message.method for message in stub.journal] == ["sendMessage", "editMessageText"]
    assert "Also reported by 1: Wire" in stub.journal[-1].text
    assert stub.journal[-1].reply_markup == {
        "inline_keyboard": [[{"text": "Why?", "callback_data": "v1|why|k"}]]
    }


async def test_what_was_deleted_cannot_be_changed(stub: TelegramStub, lines: Lines) -> None:
    with pytest.raises(Gone):
        await channel().edit(envelope(), "77", lines)


async def test_a_message_is_found_by_its_buttons_and_nothing_is_changed(
    stub: TelegramStub, lines: Lines
) -> None:
    theirs = stub.says(CHAT, "hello")
    mine = replace(envelope(), buttons=BUTTONS)
    remote = int(await channel().send(mine, lines))
    before = list(stub.journal)

    found = [await channel().find(mine, number, lines) for number in (theirs, remote, remote + 1)]
    assert found == [Presence.other, Presence.ours, Presence.absent]
    assert stub.journal == before


@pytest.mark.parametrize(
    ("chat", "probe", "space"),
    [
        ("-1001", "auto", "env:TELEGRAM_BOT_TOKEN -1001"),
        ("@channel", "auto", "env:TELEGRAM_BOT_TOKEN @channel"),
        ("-42", "auto", "env:TELEGRAM_BOT_TOKEN"),
        ("1001", "auto", "env:TELEGRAM_BOT_TOKEN"),
        ("1001", "off", ""),
    ],
)
def test_chats_count_for_themselves_or_together(chat: str, probe: str, space: str) -> None:
    found = Telegram.model_validate({"kind": "telegram", "chat": chat, "probe": probe})

    assert found.space(chat) == space


async def test_a_reply_stands_under_its_message_or_alone_when_that_is_gone(
    stub: TelegramStub, lines: Lines
) -> None:
    first = await channel().send(envelope(), lines)
    await channel().send(replace(envelope(), reply_to=first), lines)
    await channel().send(replace(envelope(), reply_to="99"), lines)

    assert [message.reply_to for message in stub.journal] == [None, int(first), None]


@pytest.mark.parametrize("state", ["blocked", "deactivated", "left", "kicked"])
async def test_a_chat_that_shut_us_out_is_closed(
    stub: TelegramStub, lines: Lines, state: str
) -> None:
    stub.chats[CHAT].state = state

    with pytest.raises(Refused) as refusal:
        await channel().send(envelope(), lines)
    assert refusal.value.destination_gone


@pytest.mark.parametrize("topic", [6, 7])
async def test_a_closed_or_deleted_topic_refuses_and_closes_no_other_topic_of_its_group(
    stub: TelegramStub, lines: Lines, topic: int
) -> None:
    with pytest.raises(Refused) as refusal:
        await channel(topic).send(envelope(), lines)
    assert not refusal.value.destination_gone


async def test_an_unknown_chat_is_closed(stub: TelegramStub, lines: Lines) -> None:
    with pytest.raises(Refused, match="hat not found") as refusal:
        await channel().send(envelope(address=-100999), lines)
    assert refusal.value.destination_gone


async def test_a_migrated_group_says_where_it_is_now(stub: TelegramStub, lines: Lines) -> None:
    stub.chat(-42, "group")
    stub.migrate(-42, -10042)

    with pytest.raises(Moved) as moved:
        await channel().send(envelope(address=-42), lines)
    assert moved.value.new_chat == "-10042"


async def test_a_flood_wait_is_kept_to_the_second(stub: TelegramStub, lines: Lines) -> None:
    stub.fail("429", retry_after=37)

    with pytest.raises(TryLater) as later:
        await channel().send(envelope(), lines)
    assert later.value.wait == 37


@pytest.mark.parametrize("fault", ["drop", "accept_drop", "500", "502", "accept_502"])
async def test_a_broken_connection_leaves_the_outcome_open(
    stub: TelegramStub, lines: Lines, fault: str
) -> None:
    stub.fail(fault)

    with pytest.raises(Unknown):
        await channel().send(envelope(), lines)
    assert len(stub.journal) == fault.startswith("accept")


async def test_a_server_that_is_not_there_was_certainly_not_reached(
    monkeypatch: pytest.MonkeyPatch, lines: Lines
) -> None:
    with TelegramStub() as gone:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", gone.token)
        monkeypatch.setenv("TELEGRAM_API_URL", gone.url)

    with pytest.raises(TryLater, match="cannot be reached"):
        await channel().send(envelope(), lines)


async def test_a_wrong_token_is_told_without_the_token(
    monkeypatch: pytest.MonkeyPatch, stub: TelegramStub, lines: Lines
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "999999:not-the-token")

    with pytest.raises(TryLater, match="does not know this bot token") as later:
        await channel().send(envelope(), lines)
    assert "not-the-token" not in str(later.value)


async def test_a_token_that_cannot_be_part_of_an_address_is_told_without_it(
    monkeypatch: pytest.MonkeyPatch, stub: TelegramStub, lines: Lines
) -> None:
    monkeypatch.setenv("OTHER_TOKEN", "999999:not\nthe-token")
    other = Telegram(kind="telegram", chat="-1001", token="env:OTHER_TOKEN")

    with pytest.raises(Revoked, match="cannot be used") as later:
        await other.send(envelope(), lines)
    assert "the-token" not in str(later.value)


@pytest.mark.parametrize("chat", ["-１００１", "@频道频道", "@abc", "1e5", "", "-", "5 5", "1\n"])
def test_what_is_no_chat_id_is_refused(chat: str) -> None:
    with pytest.raises(ValidationError):
        Telegram(kind="telegram", chat=chat)


@pytest.mark.parametrize("topic", [0, -5, 10**20])
def test_what_is_no_topic_is_refused(topic: int) -> None:
    with pytest.raises(ValidationError):
        channel(topic)


async def test_what_cannot_be_parsed_goes_as_plain_text(stub: TelegramStub, lines: Lines) -> None:
    stub.oracle = Moody()
    await channel().send(envelope(), lines)

    [message] = stub.journal
    assert message.entities == []
    assert "Commerce adds nine toolmakers" in message.text


class Moody(Oracle):
    """A parser that refuses all HTML, as Telegram's may after a change of its rules."""

    def parse(self, text: str, mode: str) -> tuple[str, list[Json]]:
        raise CannotParse(f"can't parse entities: unsupported start tag in {mode}")
