"""As much as a chat takes, and no more: by the documented limits, on a clock of our own."""

from collections.abc import Iterable
from datetime import timedelta

from tests.outbox.world import DESK, OTHER, Office
from tests.telegram_rules import Accepted
from tracker.channels import Telegram

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
THOUSAND = range(1000)


def url(number: int) -> str:
    return f"https://gazette.example/rules/{number}"


def owe(office: Office, numbers: Iterable[int]) -> None:
    """Alerts of one watch, with titles as long as titles are."""
    for number in numbers:
        office.owe(
            f"Commerce adds toolmakers to its list, notice {number} of 2026", url=url(number)
        )


def linked(messages: Iterable[Accepted]) -> set[str]:
    """Where the messages lead to, as they stand at last."""
    last = {message.message_id: message for message in messages}
    entities = [entity for message in last.values() for entity in message.entities]
    return {entity["url"] for entity in entities if entity["type"] == "text_link"}


async def drain(office: Office) -> timedelta:
    """Until nothing is owed, and nothing is to be changed; how long that took."""
    began = office.clock()
    while (result := await office.outbox.turn()).wait is not None or result.sent:
        await office.clock.sleep(result.wait or 0)
    return office.clock() - began


async def test_a_thousand_alerts_of_one_watch_are_a_few_lists(office: Office) -> None:
    owe(office, THOUSAND)
    took = await drain(office)

    assert linked(office.stub.journal) == {url(number) for number in THOUSAND}
    assert len(office.new()) <= 25
    assert {call.status for call in office.stub.calls} == {200}
    assert took <= 2 * MINUTE


async def test_a_thousand_alerts_within_ten_minutes_are_a_few_lists_that_grow(
    office: Office,
) -> None:
    for first in range(0, 1000, 50):
        owe(office, THOUSAND[first : first + 50])
        await office.passing(30 * SECOND)
    await drain(office)

    assert linked(office.stub.journal) == {url(number) for number in THOUSAND}
    assert len(office.new()) <= 25
    assert {call.status for call in office.stub.calls} == {200}


async def test_a_chat_that_wants_patience_delays_no_other(office: Office) -> None:
    office.stub.fail("429", chat=DESK, retry_after=30)
    for number in range(3):
        office.owe(f"alert {number}", channels=["desk", "other"], watch=f"pack/watch-{number}")
    began = office.clock().timestamp()
    await drain(office)

    delays = [message.at - began for message in office.new(OTHER)]
    assert all(delay < 2 + 1.05 * number for number, delay in enumerate(delays))
    assert office.told(DESK) == office.told(OTHER) == [f"alert {number}" for number in range(3)]
    assert office.new(DESK)[0].at - began >= 30


async def test_when_three_chats_want_patience_the_whole_bot_rests(office: Office) -> None:
    names = [f"chat-{number}" for number in range(4)]
    for number, name in enumerate(names):
        chat = -1010 - number
        office.stub.chat(chat, "supergroup")
        office.channels[name] = Telegram(kind="telegram", chat=str(chat))
        if number < 3:
            office.stub.fail("429", chat=chat, retry_after=20)
    began = office.clock().timestamp()
    office.owe("one", channels=names[:3])
    await office.outbox.turn()
    office.owe("two", channels=names[3:])
    await office.outbox.turn()
    assert len(office.stub.calls) == 3
    await drain(office)

    assert {message.chat for message in office.stub.journal} == {-1010, -1011, -1012, -1013}
    assert min(message.at for message in office.stub.journal) - began >= 20
    assert [call.status for call in office.stub.calls].count(429) == 3
