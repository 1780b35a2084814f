"""When the way to the chats is bad: nothing is lost, nothing comes twice, all in its order."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import col, delete, select, update

from tests.outbox.world import DESK, OTHER, Office
from tests.samples import NOW
from tracker.channels import Telegram
from tracker.core.message import Card
from tracker.core.owing import State
from tracker.core.render import telegram_html
from tracker.store.tables import DeliveryRow, LeaseRow

FAULTS = {"drop": 0.05, "accept_drop": 0.05, "500": 0.04, "502": 0.04, "429": 0.05}
ANN, BEN = 11, 12
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def settle(office: Office, most: timedelta = DAY) -> None:
    """Hurry until nothing is owed any more."""
    while office.deliveries.owing():
        await office.outbox.flush(3600)
        assert office.clock() - NOW < most


def people(office: Office) -> None:
    """Two chats with a person each, who share the count of the bot's messages."""
    for name, chat in (("ann", ANN), ("ben", BEN)):
        office.stub.chat(chat, "private")
        office.channels[name] = Telegram(kind="telegram", chat=str(chat))


async def test_of_400_messages_through_a_bad_network_each_arrives_once_and_in_order(
    office: Office,
) -> None:
    people(office)
    chats = {"desk": DESK, "other": OTHER, "ann": ANN, "ben": BEN}
    titles = [f"alert {number}" for number in range(100)]
    for number, title in enumerate(titles):
        office.owe(title, channels=list(chats), watch=f"pack/watch-{number}", severity="medium")
    office.stub.chaos(7, FAULTS)
    await settle(office)

    # Beside these, a chat may be told that another one has to wait.
    told = {
        name: [t for t in office.told(chat) if t[:5] == "alert"] for name, chat in chats.items()
    }
    assert told == dict.fromkeys(chats, titles)
    assert {message.method for message in office.stub.journal} == {"sendMessage"}
    answers = Counter(call.status for call in office.stub.calls)
    assert min(answers[status] for status in (0, 429, 500, 502)) > 10
    assert sum(answers.values()) > 500


@pytest.mark.parametrize("fault", ["drop", "accept_drop"])
async def test_what_others_write_meanwhile_hides_no_message(office: Office, fault: str) -> None:
    people(office)
    for name, chat in (("desk", DESK), ("ann", ANN)):
        office.stub.fail(fault, chat=chat)
        office.owe("one", "two", channels=[name], severity="medium")
    await office.outbox.turn()
    for chat in (DESK, ANN, BEN, ANN, DESK):
        office.stub.says(chat, "/status")
    await settle(office)

    assert office.told(DESK) == office.told(ANN) == ["one", "two"]
    assert {message.method for message in office.stub.journal} == {"sendMessage"}


async def test_a_person_who_goes_on_writing_hides_no_message(office: Office) -> None:
    people(office)
    office.owe("one", channels=["ann"], severity="medium")
    office.owe("two", channels=["ben"], watch="pack/other")
    office.stub.fail("drop", chat=ANN)
    await office.outbox.turn()
    for number in range(3, 9):
        office.stub.says(ANN, "/status")
        office.owe(f"{number}", channels=["ben"], watch=f"pack/{number}")
        await office.passing(5 * SECOND)
    await settle(office)

    assert office.told(ANN) == ["one"]


async def test_another_process_goes_on_with_a_search(office: Office) -> None:
    for _ in range(8):
        office.stub.says(DESK, "Good morning")
    office.owe("one")
    office.stub.fail("accept_drop")
    await office.outbox.turn()
    looks = [0]

    def clock() -> float:
        looks[0] += 1
        office.outbox.stopping = looks[0] == 4
        return office.clock().timestamp()

    office.clock.now += 31 * SECOND
    office.stub.clock = clock  # it is asked at each look
    await office.outbox.turn()
    assert looks[0] == 4
    office.restart()
    await settle(office)

    assert office.told() == ["one"]
    assert [call.method for call in office.stub.calls].count("editmessagereplymarkup") == 9


async def test_a_search_begins_anew_with_every_message(office: Office) -> None:
    for _ in range(5):
        office.stub.says(DESK, "Good morning")
    office.store.seen(office.channels["desk"].space(str(DESK)), 5)
    office.owe("one")
    office.stub.fail("drop")
    await office.outbox.turn()
    office.stub.says(DESK, "Anybody here?")  # the first look finds this, and then the chat is gone
    office.meanwhile(lambda: office.stub.migrate(DESK, -100777))
    office.stub.fail("accept_drop", method="sendMessage")
    await settle(office)

    assert office.told(-100777) == ["one"]


async def test_a_message_of_ours_that_the_tables_do_not_know_is_not_taken_for_another(
    office: Office,
) -> None:
    office.owe("told before")
    await settle(office)
    with office.database.writing() as session:  # a backup is restored, which is older than that
        session.exec(delete(DeliveryRow))
        session.exec(delete(LeaseRow))
    office.owe("one")
    office.stub.fail("drop")
    await settle(office)

    assert office.told() == ["told before", "one"]


async def test_a_chat_under_two_names_gets_everything(office: Office) -> None:
    office.stub.chats[DESK].username = "deskname"
    office.channels["alias"] = Telegram(kind="telegram", chat="@deskname")
    office.owe("one", channels=["desk"])
    office.owe("two", channels=["alias"])
    office.stub.fail("drop", chat=DESK)
    await settle(office)

    assert sorted(office.told()) == ["one", "two"]


async def test_what_may_have_arrived_before_a_chat_shut_us_out_is_looked_for_afterwards(
    office: Office,
) -> None:
    office.owe("one", "two")
    office.stub.fail("accept_drop")
    await office.outbox.turn()
    office.stub.chats[DESK].state = "kicked"
    await office.passing(HOUR)
    assert office.states()["two"] is State.dead
    office.stub.chats[DESK].state = "member"
    office.deliveries.retry()
    await settle(office)

    assert office.told() == ["one", "two"]


async def test_a_chat_that_hangs_holds_up_no_other(office: Office) -> None:
    office.stub.fail("hang", chat=DESK)
    office.owe("one")
    turn = asyncio.create_task(office.outbox.turn())
    await asyncio.to_thread(office.stub.wait, lambda: len(office.stub.calls) == 1)
    office.owe("two", channels=["other"])
    await office.outbox.turn()

    assert not turn.done()
    assert office.told(OTHER) == ["two"]
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn


async def test_turns_that_overlap_send_nothing_twice(office: Office) -> None:
    office.channels["desk"] = Telegram(kind="telegram", chat=str(DESK), probe="off")
    titles = [f"alert {number}" for number in range(5)]
    for title in titles:
        office.owe(title, watch=f"pack/{title}")
    await asyncio.gather(*(office.outbox.turn() for _ in range(8)))
    await settle(office)

    assert office.told() == titles


async def test_an_outage_of_days_loses_nothing_that_may_have_arrived(office: Office) -> None:
    office.owe("one")
    office.stub.fail("drop")
    await office.outbox.turn()
    assert office.states()["one"] is State.unknown
    office.stub.chaos(1, {"500": 1.0})
    for _ in range(2 * 24):
        await office.outbox.turn()
        office.clock.now += HOUR
    office.stub.chaos(1, {})
    await office.passing(HOUR)

    assert "one" in office.shown()


@pytest.mark.parametrize("fault", ["it cannot be read", "it cannot be written"])
async def test_a_message_that_we_cannot_send_holds_up_no_other(
    office: Office, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    def html(card: Card) -> str:
        if card.title == "bad":
            raise ValueError(card.title)
        return telegram_html(card)

    monkeypatch.setattr("tracker.channels.telegram.telegram_html", html)
    office.owe("bad", "good")
    if fault == "it cannot be read":
        bad = update(DeliveryRow).where(col(DeliveryRow.title) == "bad")
        with office.database.writing() as session:
            session.exec(bad.values(card='{"title": 1}'))
    await office.passing(5 * MINUTE)

    assert office.told() == ["good"]
    with office.database.reading() as session:
        row = session.exec(select(DeliveryRow).where(col(DeliveryRow.title) == "bad")).one()
    assert row.state == State.dead
    assert fault in row.error or "ValueError" in row.error
