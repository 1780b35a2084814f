"""One consumer of updates, which no trouble stops; what was handled is not handled again."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from telegram import error

from tests.bot import world
from tests.bot.world import ADMIN, DESK, MEMBER, TITLE, Hall
from tracker.bot import Bot
from tracker.bot.bot import CONFLICTS, REVOKED, TAKEN, WAITS
from tracker.bot.handling import Handler
from tracker.errors import ConfigError
from tracker.store import Debts, Leases, Silences
from tracker.store.lookup import Lookup


async def test_an_update_that_is_handled_twice_is_answered_once(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Leases, "advance", lambda *_: True)  # as if it died before that
    hall.stub.says(DESK, "/mute us-lists 7d", user=MEMBER)
    hall.stub.says(DESK, "/id", user=MEMBER)
    await hall.turn()
    hall.office.clock.now += timedelta(minutes=1)
    hall.restart()
    await hall.turn()

    assert len(hall.stub.updates) == 2
    assert len(hall.texts()) == 2
    assert hall.events().count("asked") == 2
    assert len(Silences(hall.database).active(hall.office.clock())) == 1


async def test_a_mute_that_was_begun_before_a_crash_is_not_begun_again(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Handler, "_owe", dies)
        hall.stub.says(DESK, "/mute us-lists 7d", user=MEMBER)
        with pytest.raises(KeyboardInterrupt):
            await hall.bot.turn()
    assert len(Silences(hall.database).active(hall.office.clock())) == 1
    hall.office.clock.now += timedelta(minutes=2)
    hall.restart()
    await hall.turn()

    assert "is muted here" in hall.texts()[0]
    assert len(Silences(hall.database).active(hall.office.clock())) == 1


async def test_a_press_that_is_handled_twice_counts_once(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await hall.alert()
    monkeypatch.setattr(Leases, "advance", lambda *_: True)
    await hall.press(message, "why")
    await hall.turn()
    hall.stub.updates.clear()
    await hall.press(message, "mute", "7d")
    await hall.turn()

    assert len([text for text in hall.texts() if "Why: " in text]) == 1
    assert len(Silences(hall.database).active(hall.office.clock())) == 1


async def test_what_was_read_is_not_read_again_after_a_restart(hall: Hall) -> None:
    await hall.ask("/id")
    hall.restart()
    await hall.bot.turn()
    hall.office.clock.now += timedelta(minutes=2)
    await hall.turn()

    assert hall.stub.updates == []
    assert len(hall.texts()) == 1


async def test_only_one_of_two_reads(hall: Hall) -> None:
    other = hall.another()
    assert await hall.bot.turn() == 0
    assert await other.turn() == TAKEN
    await hall.bot.finish()
    assert await other.turn() == 0
    assert await hall.bot.turn() == TAKEN


async def test_a_reader_that_has_died_is_replaced_when_its_lease_is_over(hall: Hall) -> None:
    other = hall.another()
    await hall.bot.turn()
    hall.office.clock.now += timedelta(seconds=59)
    assert await other.turn() == TAKEN
    hall.office.clock.now += timedelta(seconds=2)
    assert await other.turn() == 0


@pytest.fixture
async def elsewhere(
    hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Callable[[], Bot]]:
    """A bot of the same token on another machine."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    async with world.hall(folder, monkeypatch) as other:
        other.stub.__exit__()
        monkeypatch.setenv("TELEGRAM_API_URL", hall.stub.url)
        yield lambda: other.bot


async def test_another_program_that_reads_is_told_once_and_sending_goes_on(
    hall: Hall, elsewhere: Callable[[], Bot]
) -> None:
    patient = hall.another(patience=30)
    waits = []
    for number in (1, 2):
        reading = asyncio.create_task(patient.turn())
        await hall.polled(2 * number - 1)
        await elsewhere().turn()
        waits.append(await reading)

    assert waits == [*CONFLICTS[:2]]
    told = [line for line in hall.logs if line["event"] == "updates not read"]
    assert len(told) == 1
    assert "another program reads them" in told[0]["because"]
    await hall.alert()
    assert TITLE in hall.texts()[-1]


async def test_a_network_that_is_out_is_asked_less_and_less(hall: Hall) -> None:
    hall.stub.fail("drop", "502", "500", "drop", "drop", "drop", method="getUpdates")
    waits = [await hall.bot.turn() for _ in range(6)]

    assert waits == [*WAITS, WAITS[-1]]
    assert "Sources" in await hall.ask("/status")
    hall.stub.fail("drop", method="getUpdates")
    assert await hall.bot.turn() == WAITS[0]


async def test_a_plea_for_patience_is_heard(hall: Hall) -> None:
    hall.stub.fail("429", method="getUpdates", retry_after=37)
    assert await hall.bot.turn() == 37


async def test_a_token_that_is_not_known_is_told_once_and_tried_slowly(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hall.stub, "token", "999999:another")

    assert [await hall.bot.turn() for _ in range(3)] == [REVOKED] * 3
    told = [line for line in hall.logs if line["event"] == "updates not read"]
    assert len(told) == 1
    assert "token" in told[0]["because"]


async def test_a_fault_of_ours_in_one_update_stops_no_other(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(Lookup, "mentions", fails)
        hall.stub.says(DESK, "/entity nvidia", user=MEMBER)
        hall.stub.says(DESK, "/id", user=MEMBER)
        await hall.turn()

    assert len(hall.texts()) == 1
    (line,) = [line for line in hall.logs if line["event"] == "update failed"]
    assert line.pop("exc_info") is True
    await hall.turn()
    assert hall.stub.updates == []


async def test_a_database_that_cannot_be_written_is_told_in_a_line_and_loses_no_update(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = threading.Event()

    def full(*_: object) -> None:
        raise ConfigError("the database is full")

    def full_still(*_: object) -> None:
        asked.set()
        full()

    hall.stub.says(DESK, "/id", user=MEMBER)
    with monkeypatch.context() as patch:
        patch.setattr(Debts, "answer", full)
        patch.setattr(Leases, "advance", full_still)
        bot = hall.another()
        running = asyncio.create_task(bot.run())
        assert await asyncio.to_thread(asked.wait, 30)
        bot.stop()
        await asyncio.wait_for(running, 10)

    told = {line["event"]: line for line in hall.logs if line["log_level"] == "error"}
    assert told["update failed"]["error"] == "the database is full"
    assert told["bot turn failed"]["error"] == "the database is full"
    await hall.turn()
    assert "Numbers" in hall.texts()[0]


async def test_stopping_gives_up_the_request_that_waits(hall: Hall) -> None:
    bot = hall.another(patience=25)
    running = asyncio.create_task(bot.run())
    await hall.polled(1)
    bot.stop()
    await asyncio.wait_for(running, 10)

    assert await hall.another().turn() == 0  # the lease is free


async def test_who_is_stopped_asks_for_nothing_more(hall: Hall) -> None:
    hall.bot.stop()
    assert await hall.bot.turn() == 0

    assert "getupdates" not in {call.method for call in hall.stub.calls}


async def test_stopping_ends_a_wait(hall: Hall) -> None:
    bot = hall.another()
    assert await hall.bot.turn() == 0  # holds the lease
    running = asyncio.create_task(bot.run())
    await asyncio.to_thread(
        hall.stub.wait, lambda: [c.method for c in hall.stub.calls].count("getme") == 2
    )
    bot.stop()
    await asyncio.wait_for(running, 10)
    assert running.exception() is None


async def test_updates_come_in_by_way_of_run(hall: Hall) -> None:
    bot = hall.another(patience=25)
    running = asyncio.create_task(bot.run())
    await hall.polled(1)
    hall.stub.says(ADMIN, "/id", user=ADMIN)
    await hall.polled(2)
    bot.stop()
    await asyncio.wait_for(running, 10)
    assert hall.woken == 1
    await hall.office.outbox.flush(60)
    assert "Numbers" in hall.texts(ADMIN)[0]


@pytest.mark.parametrize("fault", [error.TelegramError("no"), ConfigError("full")])
async def test_an_outbox_that_cannot_be_woken_is_told_and_nothing_else(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    async def fails() -> None:
        raise fault

    monkeypatch.setattr(hall, "_wake", fails)
    hall.restart()
    assert "Numbers" in await hall.ask("/id")
    (line,) = [line for line in hall.logs if line["event"] == "outbox not woken"]
    assert line.pop("exc_info", False) is isinstance(fault, error.TelegramError)


async def test_what_is_asked_for_is_exactly_what_is_read(hall: Hall) -> None:
    await hall.turn()
    assert sorted(hall.stub._allowed) == ["callback_query", "message", "my_chat_member"]  # noqa: SLF001


async def test_ids_that_are_seen_are_known_to_the_outbox(hall: Hall) -> None:
    await hall.ask("hello", DESK)
    before = {row[0]: row[3] for row in hall.tables()["lease"]}
    for _ in range(5):
        hall.stub.says(DESK, "hello", user=MEMBER)
    await hall.turn()
    after = {row[0]: row[3] for row in hall.tables()["lease"]}

    name = f"ids env:TELEGRAM_BOT_TOKEN {DESK}"
    assert after[name] == before[name] + 5


# -- lists of commands


async def lists(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Chat -> the commands that were set for it in one turn."""
    found: dict[str, list[str]] = {}
    original = type(hall.stub)._set_commands  # noqa: SLF001

    def note(stub: Any, params: Any) -> bool:
        done: bool = original(stub, params)
        scope = world.loads(params.get("scope"), "scope")
        names = [each["command"] for each in world.loads(params["commands"], "commands")]
        found[str(scope.get("chat_id", ""))] = names
        return done

    monkeypatch.setitem(type(hall.stub).METHODS, "setmycommands", note)
    await hall.turn()
    return found


async def test_everybody_is_shown_what_they_may_use_and_strangers_nothing(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await lists(hall, monkeypatch)

    assert found[""] == []
    assert "latest" in found[str(DESK)]
    assert "watch" not in found[str(DESK)]
    assert {"latest", "watch", "dead"} <= set(found[str(ADMIN)])
    assert await lists(hall, monkeypatch) == {}  # once


async def test_lists_of_commands_follow_the_rules(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hall.turn()
    del hall.office.channels["other"]

    assert await lists(hall, monkeypatch) == {"-1002": []}


async def test_a_list_that_cannot_be_set_stops_nothing(hall: Hall) -> None:
    hall.stub.fail("500", method="setMyCommands")
    hall.stub.chats.pop(DESK)
    assert await hall.bot.turn() == 0
    assert hall.events().count("no list of commands") == 1
    assert hall.events().count("no list of commands yet") == 1
