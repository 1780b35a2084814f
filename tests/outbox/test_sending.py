"""Deliveries on a real SQLite file, sent to the strict stub on a clock of our own."""

from datetime import timedelta

import pytest

from tests.outbox.world import DESK, OTHER, Office, decided
from tests.samples import NOW
from tracker.core.owing import State
from tracker.core.routing import Action
from tracker.outbox import MAX_AGE

LATER = NOW + timedelta(hours=10)


async def test_what_is_owed_arrives_once_and_in_order(office: Office) -> None:
    office.owe("one", "two", "three")
    await office.outbox.flush(600)
    await office.outbox.flush(600)

    assert office.told() == ["one", "two", "three"]
    assert set(office.states().values()) == {State.sent}


async def test_owing_the_same_thing_twice_is_harmless(office: Office) -> None:
    office.owe("one")
    office.owe("one")
    await office.outbox.flush(600)

    assert office.told() == ["one"]


async def test_thirty_alerts_to_one_group_never_hit_the_limit(office: Office) -> None:
    titles = [f"alert {number}" for number in range(30)]
    for number, title in enumerate(titles):  # of one watch they would be a list
        office.owe(title, watch=f"pack/watch-{number % 6}")
    await office.outbox.flush(600)

    assert office.told() == titles
    assert {call.status for call in office.stub.calls} == {200}
    assert office.clock() - NOW <= timedelta(seconds=75)


async def test_a_flood_wait_in_one_chat_delays_no_other(office: Office) -> None:
    office.stub.fail("429", chat=DESK, retry_after=30)
    office.owe("for both", channels=["desk", "other"])
    await office.outbox.turn()

    assert office.told(OTHER) == ["for both"]
    assert office.told(DESK) == []
    await office.outbox.flush(600)
    assert office.told(DESK) == ["for both"]
    assert office.clock() - NOW >= timedelta(seconds=30)


async def test_a_flood_wait_is_not_a_failed_attempt(office: Office) -> None:
    office.stub.fail("429", retry_after=5)
    office.owe("one")
    await office.outbox.turn()

    assert [owed.attempts for owed in office.deliveries.listed()] == [0]


@pytest.mark.parametrize("fault", ["drop", "500", "502"])
async def test_network_trouble_keeps_the_delivery_and_the_order(office: Office, fault: str) -> None:
    office.stub.fail(fault, fault)
    office.owe("one", "two")
    await office.outbox.flush(600)

    assert office.told() == ["one", "two"]


async def test_an_accepted_message_whose_answer_was_lost_is_found_again(office: Office) -> None:
    office.stub.fail("accept_drop")
    office.owe("one", "two")
    await office.outbox.flush(600)

    assert office.told() == ["one", "two"]
    assert [message.method for message in office.stub.journal] == ["sendMessage"] * 2


async def test_a_group_that_became_a_supergroup_gets_its_alert_in_the_new_chat(
    office: Office,
) -> None:
    office.stub.migrate(DESK, -100777)
    office.owe("one", "two")
    await office.outbox.flush(600)

    assert office.told(-100777) == ["one", "two"]
    assert [call.status for call in office.stub.calls].count(400) == 1


async def test_a_chat_that_shut_us_out_is_asked_once_and_keeps_its_dead_letters(
    office: Office,
) -> None:
    office.stub.chats[DESK].state = "kicked"
    office.owe("one", "two")
    await office.outbox.flush(600)

    assert [call.chat for call in office.stub.calls].count(str(DESK)) == 1
    states = office.states()
    assert (states["one"], states["two"]) == (State.dead, State.dead)
    assert all("kicked" in owed.error for owed in office.deliveries.listed([State.dead]))
    assert office.told(OTHER) == [f"Alerts no longer arrive in {DESK}."]


async def test_dead_letters_go_out_after_a_retry(office: Office) -> None:
    office.stub.chats[DESK].state = "kicked"
    office.owe("one")
    await office.outbox.flush(600)
    office.stub.chats[DESK].state = "member"

    assert office.deliveries.retry() == 1
    await office.outbox.flush(600)
    assert office.told() == ["one"]


async def test_a_wrong_token_keeps_everything_owed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "111111:wrong")
    office.owe("one")
    result = await office.outbox.flush(60)

    assert result.wait is not None
    assert office.states() == {"one": State.pending}
    assert "token" in office.deliveries.listed()[0].error


async def test_a_channel_that_is_no_longer_configured_leaves_a_dead_letter(office: Office) -> None:
    office.owe("one", channels=["gone"])
    await office.outbox.flush(60)

    assert office.states() == {"one": State.dead}
    assert "gone" in office.deliveries.listed()[0].error


async def test_an_alert_that_cannot_be_sent_in_time_is_said_in_a_list_and_never_lost(
    office: Office,
) -> None:
    office.stub.chaos(1, {"500": 1.0})
    office.owe("one", "two")
    await office.until(NOW + timedelta(hours=7))
    assert office.told() == []
    office.stub.chaos(1, {})
    await office.until(NOW + timedelta(hours=8))

    assert office.told() == ["2 alerts that could not be sent in time"]
    text = next(message.text for message in office.stub.journal if message.chat == DESK)
    assert office.told(OTHER) == [f"Alerts for {DESK} have to wait."]
    assert "one" in text
    assert "two" in text
    assert office.states()["one"] is State.superseded


async def test_what_is_no_alert_is_a_dead_letter_after_a_day_of_failures(office: Office) -> None:
    office.stub.chaos(1, {"500": 1.0})
    office.notice("one", "desk")
    await office.outbox.flush(3600)

    assert office.states() == {"one": State.dead}
    assert office.clock() - NOW > MAX_AGE
    assert len(office.stub.calls) > 50


@pytest.mark.parametrize("action", [Action.held, Action.digest])
async def test_what_is_held_goes_out_at_its_time_and_blocks_nothing_before(
    office: Office, action: Action
) -> None:
    office.owe("held", decision=decided(action, LATER))
    office.owe("after it")
    result = await office.outbox.flush(600)

    assert office.told() == ["after it"]
    assert result.wait is None  # not a failure: it is not due
    assert office.states()["held"] is State.pending

    office.clock.now = LATER - timedelta(seconds=1)
    await office.outbox.turn()
    assert office.told() == ["after it"]

    office.clock.now = LATER
    await office.outbox.turn()
    named = "held" if action is Action.held else "Digest · Mon 12 Oct 19:00"
    assert office.told() == ["after it", named]
    assert "held" in office.stub.journal[-1].text


async def test_a_wait_is_sat_out_by_the_service_and_not_in_a_hurry(office: Office) -> None:
    minute = NOW + timedelta(seconds=60)
    office.owe("waits", decision=decided(Action.now, minute))
    await office.outbox.turn()
    assert office.told() == []

    office.clock.now = minute
    await office.outbox.turn()
    assert office.told() == ["waits"]

    office.owe("hurried", decision=decided(Action.now, LATER))
    await office.outbox.turn()
    assert office.told() == ["waits"]
    await office.outbox.flush(600)
    assert office.told() == ["waits", "hurried"]


async def test_what_was_held_for_days_is_tried_for_a_day_from_then_on(office: Office) -> None:
    office.owe("held", decision=decided(Action.held, NOW + timedelta(days=3)))
    office.clock.now = NOW + timedelta(days=3)
    office.stub.fail("500")
    await office.outbox.flush(600)

    assert office.told() == ["held"]


async def test_what_is_held_says_until_when_and_why(office: Office) -> None:
    office.owe("held", decision=decided(Action.held, LATER))
    (owed,) = office.deliveries.listed()

    assert (owed.not_before, owed.action, owed.why) == (LATER, Action.held, "route r: held")
