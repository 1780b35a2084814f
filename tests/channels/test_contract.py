"""What every kind of channel promises, tested once for all of them."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import pytest

from tests.loopback import Loopback, Reply, Request
from tests.samples import alert_card
from tracker.channels import BaseChannel, Console, Envelope, Lines, Telegram, Webhook
from tracker.errors import DeliveryError, Refused, TryLater, Unknown

SECRET = "123456:very-secret"
ENVELOPE = Envelope(key="key-1", card=alert_card(), address="-1001")


@dataclass
class FarEnd:
    """A server that answers every kind in its own form with the status a test asks for."""

    status: int = 200
    wait: int | None = None
    requests: list[Request] = field(default_factory=list)

    def handle(self, request: Request) -> Reply | None:
        self.requests.append(request)
        if not self.status:
            return None
        headers = {} if self.wait is None else {"Retry-After": str(self.wait)}
        return Reply(self.status, json.dumps(self._as_telegram()).encode(), headers=headers)

    def _as_telegram(self) -> dict[str, object]:
        if self.status == 200:
            chat = {"id": -1001, "type": "supergroup"}
            return {"ok": True, "result": {"message_id": 7, "date": 1, "chat": chat}}
        parameters = {} if self.wait is None else {"retry_after": self.wait}
        said = {400: "Bad Request: chat not found", 403: "Forbidden: bot was kicked"}
        description = said.get(self.status, "trouble")
        return {
            "ok": False,
            "error_code": self.status,
            "description": description,
            "parameters": parameters,
        }


@pytest.fixture
def end(monkeypatch: pytest.MonkeyPatch) -> Iterator[FarEnd]:
    played = FarEnd()
    server = Loopback(played.handle)
    server.start()
    monkeypatch.setenv("TELEGRAM_API_URL", server.url)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", SECRET)
    monkeypatch.setenv("HOOK", f"{server.url}/hook/{SECRET}")
    yield played
    server.stop()


@pytest.fixture
async def lines() -> AsyncIterator[Lines]:
    async with Lines() as opened:
        yield opened


@pytest.fixture(params=[Telegram, Webhook], ids=lambda kind: kind.__name__)
def channel(request: pytest.FixtureRequest) -> BaseChannel:
    examples: dict[type[BaseChannel], BaseChannel] = {
        Telegram: Telegram(kind="telegram", chat="-1001"),
        Webhook: Webhook(kind="webhook", url="env:HOOK"),
    }
    return examples[request.param]


async def test_an_accepted_message_is_sent_once(
    channel: BaseChannel, end: FarEnd, lines: Lines
) -> None:
    await channel.send(ENVELOPE, lines)

    assert len(end.requests) == 1


async def test_a_plea_for_patience_is_kept_to_the_second(
    channel: BaseChannel, end: FarEnd, lines: Lines
) -> None:
    end.status, end.wait = 429, 17

    with pytest.raises(TryLater) as later:
        await channel.send(ENVELOPE, lines)
    assert later.value.wait == 17


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_trouble_at_the_far_end_is_no_refusal(
    channel: BaseChannel, end: FarEnd, lines: Lines, status: int
) -> None:
    end.status = status

    with pytest.raises((TryLater, Unknown)):
        await channel.send(ENVELOPE, lines)


@pytest.mark.parametrize("status", [400, 403])
async def test_a_refusal_is_final(
    channel: BaseChannel, end: FarEnd, lines: Lines, status: int
) -> None:
    end.status = status

    with pytest.raises(Refused):
        await channel.send(ENVELOPE, lines)


async def test_a_lost_connection_is_not_a_refusal(
    channel: BaseChannel, end: FarEnd, lines: Lines
) -> None:
    end.status = 0

    with pytest.raises(Unknown):
        await channel.send(ENVELOPE, lines)


@pytest.mark.parametrize("status", [0, 400, 429, 500])
async def test_no_secret_stands_in_an_error_or_in_the_configuration(
    channel: BaseChannel, end: FarEnd, lines: Lines, status: int
) -> None:
    end.status = status

    with pytest.raises(DeliveryError) as error:
        await channel.send(ENVELOPE, lines)
    assert SECRET not in str(error.value)
    assert SECRET not in repr(channel) + channel.address + channel.model_dump_json()


async def test_a_webhook_says_which_message_it_is(end: FarEnd, lines: Lines) -> None:
    await Webhook(kind="webhook", url="env:HOOK").send(ENVELOPE, lines)

    [request] = end.requests
    document = json.loads(request.body)
    assert request.headers["Idempotency-Key"] == document["key"] == "key-1"
    assert document["title"] == ENVELOPE.card.title
    assert document["severity"] == "high"
    assert document["published"] == "2026-10-12T09:00:00+00:00"
    assert document["reasons"][0]["evidence"][0]["text"] == "Entity List"


async def test_the_terminal_shows_the_verdict_the_reason_and_the_link(
    capsys: pytest.CaptureFixture[str], lines: Lines
) -> None:
    await Console(kind="console").send(ENVELOPE, lines)

    shown = capsys.readouterr().out
    for part in ("HIGH", "Commerce adds nine toolmakers", "Entity List changes", "gazette.example"):
        assert part in shown
