"""What sending relies on goes away while the service runs, and comes back: a secret, the disk."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.loopback import Loopback, Reply, Request
from tests.outbox import world
from tests.outbox.world import Office
from tracker.channels import Webhook
from tracker.errors import ConfigError

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    async with world.office(tmp_path, monkeypatch) as found:
        yield found


async def test_a_secret_that_is_gone_is_told_in_a_line_and_waited_for(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[Request] = []
    server = Loopback(lambda request: came.append(request) or Reply(200, b""))  # type: ignore[func-returns-value]
    file = tmp_path / "hook"
    monkeypatch.setenv("HOOK_FILE", str(file))
    office.channels["hook"] = Webhook(kind="webhook", url="env:HOOK")
    office.owe("One thing", channels=["hook"])
    with capture_logs() as logs:
        for _ in range(20):
            office.clock.now += MINUTE
            await office.outbox.turn()

    told = [line for line in logs if line["event"] == "not sent"]
    assert told
    assert all("HOOK_FILE: cannot read" in line["error"] for line in told)
    assert not [line for line in logs if "exc_info" in line]

    file.write_text(server.url)
    server.start()
    try:
        office.clock.now += 20 * MINUTE
        await office.outbox.turn()
    finally:
        server.stop()
    assert len(came) == 1
    assert office.deliveries.counts().keys() == {"sent"}


async def test_a_disk_that_is_full_is_told_in_a_line_and_stops_no_other_chat(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = office.store.claim

    def full(to: Any, *args: Any, **kwargs: Any) -> Any:
        if to.address == str(world.DESK):
            raise ConfigError("the database is full")
        return claim(to, *args, **kwargs)

    office.owe("One thing", channels=["desk", "other"])
    with monkeypatch.context() as patch, capture_logs() as logs:
        patch.setattr(office.store, "claim", full)
        for _ in range(9):  # it is not tried, and told, again and again
            await office.outbox.turn()
    assert len(office.new(world.OTHER)) == 1
    (line,) = [line for line in logs if line["log_level"] == "error"]
    assert (line["event"], line["error"]) == ("delivery failed", "the database is full")
    assert "exc_info" not in line

    office.clock.now += MINUTE
    await office.outbox.turn()
    assert len(office.new()) == 1
