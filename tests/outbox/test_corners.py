"""Corners in which something could be lost or said twice: each was found once."""

from datetime import timedelta

from tests.outbox.world import DESK, OTHER, Office
from tests.samples import NOW
from tracker.channels import Telegram
from tracker.core.owing import State
from tracker.outbox.pace import LONGEST, MOST, Pace

MINUTE = timedelta(minutes=1)


async def burst(office: Office) -> int:
    """Five alerts and a list; the id of the list."""
    office.owe(*(f"notice {number}" for number in range(6)))
    await office.until(NOW + MINUTE)
    office.owe("notice 6")
    await office.until(NOW + 3 * MINUTE)
    (listing,) = [m for m in office.new() if "alerts" in m.text]
    return int(listing.message_id)


async def test_what_was_to_grow_a_list_that_is_deleted_is_said_anew(office: Office) -> None:
    listing = await burst(office)
    office.stub._delete({"chat_id": DESK, "message_id": listing})  # noqa: SLF001  by a reader
    office.owe("notice 7")
    await office.until(NOW + 9 * MINUTE)

    assert any("notice 7" in message.text for message in office.new())


async def test_what_was_to_grow_a_list_when_the_chat_was_closed_is_a_dead_letter(
    office: Office,
) -> None:
    await burst(office)
    office.stub.chats[DESK].state = "kicked"
    office.owe("notice 7")  # it joins the list, which cannot be changed any more
    await office.until(NOW + 9 * MINUTE)
    assert office.states()["notice 7"] is State.dead

    office.stub.chats[DESK].state = "member"
    office.deliveries.retry()
    await office.until(NOW + 20 * MINUTE)
    assert any("notice 7" in message.text for message in office.new())


async def test_a_message_is_never_changed_in_another_chat(office: Office) -> None:
    office.owe("one")
    await office.outbox.flush(60)
    office.owe("other's own", channels=["other"], watch="p/other")
    await office.outbox.flush(60)
    office.channels["desk"] = Telegram(kind="telegram", chat=str(OTHER))
    office.owe(*(f"notice {number}" for number in range(9)))  # the list and the others move along
    await office.until(NOW + 5 * MINUTE)

    changed = [m for m in office.stub.journal if m.method != "sendMessage" and m.chat == OTHER]
    assert all("other's own" not in message.text for message in changed)
    assert sum("other's own" in message.text for message in office.new(OTHER)) == 1


async def test_what_comes_due_in_another_channel_of_a_chat_takes_its_turn(office: Office) -> None:
    office.channels["duty"] = Telegram(kind="telegram", chat=str(DESK))
    office.owe(*(f"ordinary {number}" for number in range(9)), watch="p/a")
    first = office.outbox._addressees  # noqa: SLF001  what a turn begins with
    (chat,) = await first(["desk"])

    assert set(chat.channels) == {"desk", "duty"}


async def test_an_edit_that_fails_again_and_again_is_given_up(office: Office) -> None:
    await burst(office)
    office.stub.fail(*["500"] * 9, method="editMessageText")
    office.owe("notice 7")
    await office.until(NOW + timedelta(minutes=40))

    asked = [call for call in office.stub.calls if call.method == "editmessagetext"]
    assert sum(call.status == 500 for call in asked) <= 6
    assert any("notice 7" in message.text for message in office.new())


def test_pleas_of_several_chats_pause_all_for_a_short_while_only() -> None:
    pace = Pace()
    for chat in ("a", "b", "c"):
        pace.pleaded(chat, NOW, 86_400)

    assert pace.wait(NOW) == LONGEST
    assert pace.wait(NOW + timedelta(seconds=LONGEST)) is None


def test_no_more_than_so_many_requests_a_second() -> None:
    pace = Pace()
    for _ in range(MOST):
        assert pace.wait(NOW) is None
        pace.begun(NOW)

    assert pace.wait(NOW) == 1.0
    assert pace.wait(NOW + timedelta(seconds=1)) is None
