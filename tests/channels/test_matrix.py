"""Matrix, as a user in a room."""

from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from tests.channels.far_ends import SECRET, MatrixEnd
from tests.samples import alert_card, notice_card
from tracker.channels import Envelope, Lines, Matrix
from tracker.core.message import Card
from tracker.errors import Gone, Refused, TryLater


@pytest.fixture
def end(monkeypatch: pytest.MonkeyPatch) -> Iterator[MatrixEnd]:
    played = MatrixEnd()
    played.start()
    monkeypatch.setenv("MATRIX_TOKEN", SECRET)
    yield played
    played.stop()


def channel(end: MatrixEnd) -> Matrix:
    return Matrix(
        kind="matrix", server=f"{end.url}/", room="!room:example.org", token="env:MATRIX_TOKEN"
    )


def envelope(
    card: Card | None = None, *, key: str = "k", silent: bool = False, reply_to: str = ""
) -> Envelope:
    shown = card or alert_card()
    return Envelope(key=key, card=shown, address="", silent=silent, reply_to=reply_to)


async def test_an_alert_is_html_with_a_text_for_those_who_show_none(
    end: MatrixEnd, lines: Lines
) -> None:
    await channel(end).send(envelope(alert_card(title="Fab & <b>tools</b>")), lines)

    [content] = end.taken
    assert content["formatted_body"].startswith(
        "🟠 <b>Fab &amp; &lt;b&gt;tools&lt;/b&gt;</b><br>\n📜 Gazette Desk"
    )
    assert "<blockquote>Nine firms" in content["formatted_body"]
    assert content["body"].startswith("🟠 Fab & <b>tools</b>\n📜 Gazette Desk")
    assert content["m.mentions"] == {}


async def test_a_silent_message_is_a_notice(end: MatrixEnd, lines: Lines) -> None:
    await channel(end).send(envelope(key="a"), lines)
    await channel(end).send(envelope(key="b", silent=True), lines)

    assert [content["msgtype"] for content in end.taken] == ["m.text", "m.notice"]


async def test_the_same_key_is_the_same_transaction(end: MatrixEnd, lines: Lines) -> None:
    for key in ("a/b c", "a/b c", "d"):
        await channel(end).send(envelope(key=key), lines)

    first, again, other = (asked.path for asked in end.asked)
    assert first == again != other
    assert len(end.taken) == 2


async def test_an_answer_names_what_it_answers(end: MatrixEnd, lines: Lines) -> None:
    first = await channel(end).send(envelope(), lines)
    await channel(end).send(envelope(key="k2", reply_to=first), lines)

    assert end.taken[1]["m.relates_to"] == {"m.in_reply_to": {"event_id": first}}


async def test_a_change_takes_the_place_of_the_message(end: MatrixEnd, lines: Lines) -> None:
    first = await channel(end).send(envelope(), lines)
    for _ in range(2):
        await channel(end).edit(envelope(notice_card(), silent=True), first, lines)
    await channel(end).edit(envelope(alert_card(notes=("seen",))), first, lines)

    _, changed, again = end.taken
    assert changed["m.relates_to"] == {"rel_type": "m.replace", "event_id": first}
    assert changed["m.new_content"]["body"] == "\n".join(
        [notice_card().title, notice_card().summary]
    )
    assert changed["body"] == f"* {notice_card().title}"
    assert "seen" in again["m.new_content"]["body"]


async def test_what_is_not_there_cannot_be_changed(end: MatrixEnd, lines: Lines) -> None:
    with pytest.raises(Gone, match=r"no message \$nothing"):
        await channel(end).edit(envelope(), "$nothing", lines)


async def test_a_token_that_was_revoked_closes_the_destination(
    end: MatrixEnd, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATRIX_TOKEN", "old")

    with pytest.raises(Refused, match=r"401 Unauthorized \(M_UNKNOWN_TOKEN\)") as refusal:
        await channel(end).send(envelope(), lines)
    assert refusal.value.destination_gone


async def test_a_wait_is_said_in_milliseconds(end: MatrixEnd, lines: Lines) -> None:
    end.play(429, 2.5)

    with pytest.raises(TryLater, match="M_LIMIT_EXCEEDED") as later:
        await channel(end).send(envelope(), lines)
    assert later.value.wait == 2.5


@pytest.mark.parametrize("room", ["#alerts:example.org", "room", "!a b", "!a/b"])
def test_a_room_is_named_by_its_id(room: str) -> None:
    with pytest.raises(ValidationError, match="is not the id of a room: it begins with !"):
        Matrix(kind="matrix", server="https://e.org", room=room, token="env:T")
