"""Deliveries on a real SQLite file, sent to the strict stub on a clock of our own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.samples import NOW, alert_card
from tests.telegram_stub import TelegramStub
from tracker.channels import Lines, Telegram
from tracker.core.routing import Action, Decision
from tracker.outbox import MAX_AGE, Outbox
from tracker.store import Database, DeskWriter, OutboxStore, State

DESK, OTHER = -1001, -1002


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Post:
    """An outbox with two chats, everything around it real."""

    def __init__(self, database: Database, stub: TelegramStub, lines: Lines, clock: Clock) -> None:
        self.database, self.stub, self.clock = database, stub, clock
        self.store = OutboxStore(database)
        self.channels = {
            "desk": Telegram(kind="telegram", chat=str(DESK)),
            "other": Telegram(kind="telegram", chat=str(OTHER)),
        }
        self.outbox = Outbox(lambda: self.channels, self.store, lines, clock, clock.sleep)

    def owe(
        self,
        *titles: str,
        channels: Sequence[str] = ("desk",),
        decision: Decision | None = None,
    ) -> None:
        with self.database.writing() as session:
            for title in titles:
                card = alert_card(title=title)
                DeskWriter(session).owe(card, channels, title, self.clock(), decision)

    def told(self, chat: int = DESK) -> list[str]:
        return [m.text.splitlines()[0][2:] for m in self.stub.journal if m.chat == chat]

    def states(self) -> dict[str, State]:
        return {owed.title: owed.state for owed in self.store.listed()}


@pytest.fixture
async def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Post]:
    clock = Clock()
    with TelegramStub(limits=True) as stub:
        stub.clock = lambda: clock().timestamp()
        stub.chat(DESK, "supergroup")
        stub.chat(OTHER, "supergroup")
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", stub.token)
        monkeypatch.setenv("TELEGRAM_API_URL", stub.url)
        with closing(Database(f"sqlite:///{tmp_path / 'tracker.db'}")) as database:
            async with Lines() as lines:
                yield Post(database, stub, lines, clock)


async def test_what_is_owed_arrives_once_and_in_order(post: Post) -> None:
    post.owe("one", "two", "three")
    await post.outbox.flush(600)
    await post.outbox.flush(600)

    assert post.told() == ["one", "two", "three"]
    assert set(post.states().values()) == {State.sent}


async def test_owing_the_same_thing_twice_is_harmless(post: Post) -> None:
    post.owe("one")
    post.owe("one")
    await post.outbox.flush(600)

    assert post.told() == ["one"]


async def test_thirty_alerts_to_one_group_never_hit_the_limit(post: Post) -> None:
    titles = [f"alert {number}" for number in range(30)]
    post.owe(*titles)
    await post.outbox.flush(600)

    assert post.told() == titles
    assert {call.status for call in post.stub.calls} == {200}
    assert post.clock() - NOW <= timedelta(seconds=90)


async def test_a_flood_wait_in_one_chat_delays_no_other(post: Post) -> None:
    post.stub.fail("429", chat=DESK, retry_after=30)
    post.owe("for both", channels=["desk", "other"])
    await post.outbox.turn()

    assert post.told(OTHER) == ["for both"]
    assert post.told(DESK) == []
    await post.outbox.flush(600)
    assert post.told(DESK) == ["for both"]
    assert post.clock() - NOW >= timedelta(seconds=30)


async def test_a_flood_wait_is_not_a_failed_attempt(post: Post) -> None:
    post.stub.fail("429", retry_after=5)
    post.owe("one")
    await post.outbox.turn()

    assert [owed.attempts for owed in post.store.listed()] == [0]


@pytest.mark.parametrize("fault", ["drop", "500", "502"])
async def test_network_trouble_keeps_the_delivery_and_the_order(post: Post, fault: str) -> None:
    post.stub.fail(fault, fault)
    post.owe("one", "two")
    await post.outbox.flush(600)

    assert post.told() == ["one", "two"]


async def test_an_accepted_message_whose_answer_was_lost_may_repeat_but_is_not_lost(
    post: Post,
) -> None:
    post.stub.fail("accept_drop")
    post.owe("one")
    await post.outbox.flush(600)

    assert post.told() == ["one", "one"]


async def test_a_group_that_became_a_supergroup_gets_its_alert_in_the_new_chat(post: Post) -> None:
    post.stub.migrate(DESK, -100777)
    post.owe("one", "two")
    await post.outbox.flush(600)

    assert post.told(-100777) == ["one", "two"]
    assert [call.status for call in post.stub.calls].count(400) == 1


async def test_a_chat_that_shut_us_out_is_asked_once_and_keeps_its_dead_letters(
    post: Post,
) -> None:
    post.stub.chats[DESK].state = "kicked"
    post.owe("one", "two")
    await post.outbox.flush(600)

    assert len(post.stub.calls) == 1
    assert post.states() == {"one": State.dead, "two": State.dead}
    assert all("kicked" in owed.error for owed in post.store.listed())


async def test_dead_letters_go_out_after_a_retry(post: Post) -> None:
    post.stub.chats[DESK].state = "kicked"
    post.owe("one")
    await post.outbox.flush(600)
    post.stub.chats[DESK].state = "member"

    assert post.store.retry() == 1
    await post.outbox.flush(600)
    assert post.told() == ["one"]


async def test_a_wrong_token_keeps_everything_owed(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "111111:wrong")
    post.owe("one")
    result = await post.outbox.flush(60)

    assert result.wait is not None
    assert post.states() == {"one": State.pending}
    assert "token" in post.store.listed()[0].error


async def test_a_channel_that_is_no_longer_configured_leaves_a_dead_letter(post: Post) -> None:
    post.owe("one", channels=["gone"])
    await post.outbox.flush(60)

    assert post.states() == {"one": State.dead}
    assert "gone" in post.store.listed()[0].error


async def test_after_a_day_of_failures_a_delivery_is_a_dead_letter(post: Post) -> None:
    post.stub.chaos(1, {"drop": 1.0})
    post.owe("one")
    await post.outbox.flush(3600)

    assert post.states() == {"one": State.dead}
    assert post.clock() - NOW > MAX_AGE
    assert len(post.stub.calls) > 50


async def test_what_was_on_its_way_in_a_crash_is_owed_again(post: Post) -> None:
    post.owe("one")
    post.store.claim("desk", NOW)

    await post.outbox.flush(60)

    assert post.told() == []
    assert post.store.recover() == 1
    await post.outbox.flush(60)
    assert post.told() == ["one"]


def test_what_is_on_its_way_is_not_claimed_again(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path / 'tracker.db'}")) as database:
        with database.writing() as session:
            DeskWriter(session).owe(alert_card(), ["a", "b"], "x", NOW)
        store = OutboxStore(database)
        claims = [store.claim(channel, NOW) for channel in ("a", "b", "a", "b")]

    assert [claim and claim.channel for claim in claims] == ["a", "b", None, None]


# -- what has a time --------------------------------------------------------------------------

LATER = NOW + timedelta(hours=10)


def decided(action: Action, at: datetime = LATER) -> Decision:
    return Decision(
        route="r",
        channel="desk",
        action=action,
        at=at,
        cooldown=timedelta(),
        group_by="story",
        escalation=None,
        why=f"route r: {action}",
    )


@pytest.mark.parametrize("action", [Action.held, Action.digest])
async def test_what_is_held_goes_out_at_its_time_and_blocks_nothing_before(
    post: Post, action: Action
) -> None:
    post.owe("held", decision=decided(action))
    post.owe("after it")
    result = await post.outbox.flush(600)

    assert post.told() == ["after it"]
    assert result.wait is None  # not a failure: it is not due
    assert post.states()["held"] is State.pending

    post.clock.now = LATER - timedelta(seconds=1)
    await post.outbox.turn()
    assert post.told() == ["after it"]

    post.clock.now = LATER
    await post.outbox.turn()
    assert post.told() == ["after it", "held"]


async def test_a_wait_is_sat_out_by_the_service_and_not_in_a_hurry(post: Post) -> None:
    minute = NOW + timedelta(seconds=60)
    post.owe("waits", decision=decided(Action.now, minute))
    await post.outbox.turn()
    assert post.told() == []

    post.clock.now = minute
    await post.outbox.turn()
    assert post.told() == ["waits"]

    post.owe("hurried", decision=decided(Action.now, LATER))
    await post.outbox.flush(0.1)
    assert post.told() == ["waits"]  # its chat has its pace
    await post.outbox.flush(600)
    assert post.told() == ["waits", "hurried"]


async def test_what_was_held_for_days_is_tried_for_a_day_from_then_on(post: Post) -> None:
    post.owe("held", decision=decided(Action.held, NOW + timedelta(days=3)))
    post.clock.now = NOW + timedelta(days=3)
    post.stub.fail("500")
    await post.outbox.flush(600)

    assert post.told() == ["held"]


async def test_what_is_held_says_until_when_and_why(post: Post) -> None:
    post.owe("held", decision=decided(Action.held))
    (owed,) = post.store.listed()

    assert (owed.not_before, owed.action, owed.why) == (LATER, Action.held, "route r: held")
