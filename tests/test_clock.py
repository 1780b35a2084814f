"""Times that are not as usual: a clock that is set back or forward, a digest in the night."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.outbox import world
from tests.outbox.world import Office
from tests.samples import NOW
from tracker.clock import Tick, Turns, keep_ticking, ticking
from tracker.outbox.pace import MOST, Pace

QUIET_DIGEST = """
version: 1
channels: {desk: {kind: telegram, chat: "-1001"}}
quiet: {night: {from: "22:00", to: "07:00"}}
routes: [{route: all, send: desk, quiet: [night], digest: {at: "06:00"}}]
"""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    async with world.office(tmp_path, monkeypatch) as found:
        yield found


async def test_ticks_go_on_when_the_clock_is_set_back() -> None:
    ticked = asyncio.Event()

    async def work() -> None:
        ticked.set()

    now = datetime.now(UTC)
    times: Iterator[datetime] = chain([now + HOUR], repeat(now))
    tick = Tick(name="send", work=work, seconds=60)
    scheduler = ticking([tick], Turns(), now + HOUR)  # as of an hour ago, it is due in an hour
    scheduler.start()
    with capture_logs() as logs:
        watching = asyncio.create_task(keep_ticking(scheduler, lambda: next(times), 0.01))
        await asyncio.wait_for(ticked.wait(), 30)
    watching.cancel()
    scheduler.shutdown(wait=False)

    assert [(line["event"], line["seconds"]) for line in logs] == [("clock set back", 3600)]


async def test_a_chat_is_written_to_when_the_clock_is_set_back(office: Office) -> None:
    office.owe("One thing", "Another thing")
    await office.outbox.flush(60)
    office.clock.now -= HOUR
    office.owe("A third thing")
    sent = await office.outbox.turn()

    assert (sent.sent, sent.wait) == (1, None)


async def test_what_is_owed_is_late_when_the_clock_is_set_forward(office: Office) -> None:
    office.stub.fail("drop")
    office.owe("One thing")
    await office.outbox.turn()
    office.clock.now += DAY + HOUR
    await office.outbox.flush(60)

    (message,) = office.new()
    assert "One thing" in message.text
    assert office.deliveries.counts().keys() == {"sent", "superseded"}


async def test_a_digest_whose_time_is_quiet_has_all_in_it_when_the_quiet_time_ends(
    office: Office,
) -> None:
    office.rule(QUIET_DIGEST)
    office.clock.now = NOW.replace(hour=20)
    office.planner.turn(office.clock())
    office.alert("lathes", "lasers")
    await office.until(NOW.replace(hour=7) + DAY, step=600)

    (message,) = office.new()
    assert message.text.startswith("🟠 Digest · Tue 13 Oct 07:00")
    assert "lathes" in message.text
    assert "lasers" in message.text


def test_the_pace_of_all_chats_is_not_that_of_times_to_come() -> None:
    pace = Pace()
    for chat in range(MOST):
        pace.begun(NOW)
        pace.pleaded(str(chat), NOW, 20)
    assert pace.wait(NOW) == 20
    assert pace.wait(NOW - HOUR) is None
