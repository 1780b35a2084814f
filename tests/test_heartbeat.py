"""The dead man's switch: it is asked for, and what goes wrong with that is told and no more."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from tests.loopback import Loopback, Reply, Request
from tracker.channels import Lines
from tracker.heartbeat import Heartbeat


@pytest.fixture
async def lines() -> AsyncIterator[Lines]:
    async with Lines(timeout=5.0) as opened:
        yield opened


async def told(url: str, lines: Lines) -> list[dict[str, object]]:
    """What one turn logs."""
    with capture_logs() as logs:
        await Heartbeat(SecretStr(url), lines, lambda: True).turn()
    return [dict(line) for line in logs]


async def test_without_an_address_nothing_is_asked(lines: Lines) -> None:
    with capture_logs() as logs:
        await Heartbeat(None, lines, lambda: True).turn()
    assert logs == []


@pytest.mark.parametrize(("status", "said"), [(200, None), (204, None), (301, 301), (500, 500)])
async def test_each_turn_is_one_request_and_a_failure_is_told(
    status: int, said: int | None, lines: Lines
) -> None:
    asked: list[str] = []

    def answer(request: Request) -> Reply:
        asked.append(request.target)
        return Reply(status, b"", headers={"Location": "/elsewhere"})

    server = Loopback(answer)
    server.start()
    try:
        logs = await told(f"{server.url}/ping/secret", lines)
    finally:
        server.stop()

    assert asked == ["/ping/secret"]
    assert [line.get("status") for line in logs] == ([said] if said else [])
    assert "secret" not in repr(logs)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/secret", "http://\u2603.\u0301x/secret"])
async def test_a_service_that_is_not_there_is_told_without_its_address(
    url: str, lines: Lines
) -> None:
    [line] = await told(url, lines)

    assert line["event"] == "heartbeat not heard"
    assert "secret" not in repr(line)


async def test_a_connection_that_breaks_is_told(lines: Lines) -> None:
    server = Loopback(lambda _: None)
    server.start()
    try:
        [line] = await told(f"{server.url}/secret", lines)
    finally:
        server.stop()

    assert line["error"] == "RemoteProtocolError"
