"""Notifications by ntfy."""

from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from tests.channels.far_ends import SECRET, NtfyEnd
from tests.samples import alert_card, notice_card
from tracker.channels import Envelope, Lines, Ntfy
from tracker.channels.ntfy import message
from tracker.core.message import Card, Row
from tracker.core.model import Severity
from tracker.errors import Refused


@pytest.fixture
def end(monkeypatch: pytest.MonkeyPatch) -> Iterator[NtfyEnd]:
    played = NtfyEnd()
    played.start()
    monkeypatch.setenv("NTFY_URL", f"{played.url}/Very-secret_1")
    monkeypatch.setenv("NTFY_TOKEN", SECRET)
    yield played
    played.stop()


def envelope(card: Card | None = None, *, silent: bool = False) -> Envelope:
    return Envelope(key="k", card=card or alert_card(), address="", silent=silent)


def test_an_alert_opens_the_article_and_its_title_is_the_verdict() -> None:
    form = message(alert_card(title="Fab *tools*"))

    assert form["title"] == "Fab *tools*"
    assert form["message"].startswith("📜 Gazette Desk")
    assert form["tags"] == ["orange_circle"]
    assert form["click"] == "https://gazette.example/rules/9"
    assert "click" not in message(alert_card(url="javascript:alert(1)"))


@pytest.mark.parametrize(
    ("severity", "priority", "silent"),
    [("critical", 5, 2), ("high", 4, 2), ("medium", 3, 2), ("low", 2, 2), ("info", 1, 1)],
)
async def test_the_graver_the_louder_unless_it_is_to_be_silent(
    end: NtfyEnd, lines: Lines, severity: str, priority: int, silent: int
) -> None:
    channel = Ntfy(kind="ntfy", url="env:NTFY_URL")
    card = alert_card(severity=severity)
    await channel.send(envelope(card), lines)
    await channel.send(envelope(card, silent=True), lines)

    assert [form["priority"] for form in end.taken] == [priority, silent]


def test_a_notice_is_no_whisper_and_a_list_is_as_loud_as_what_it_lists() -> None:
    assert message(notice_card())["priority"] == 3
    listing = Card(title="L", severity=Severity.critical, rows=(Row(title="A"),))
    assert message(listing)["priority"] == 5


async def test_the_address_of_a_topic_is_its_server_and_its_name(
    end: NtfyEnd, lines: Lines
) -> None:
    channel = Ntfy(kind="ntfy", url="env:NTFY_URL")
    remote = await channel.send(envelope(), lines)

    assert remote == "n1"
    assert end.taken[0]["topic"] == "Very-secret_1"
    assert "Authorization" not in end.asked[0].headers
    assert channel.address == "ntfy:env:NTFY_URL"


async def test_a_protected_topic_is_written_to_with_a_token(end: NtfyEnd, lines: Lines) -> None:
    channel = Ntfy(kind="ntfy", server=end.url, topic="alerts", token="env:NTFY_TOKEN")
    await channel.send(envelope(), lines)

    assert end.asked[0].headers["Authorization"] == f"Bearer {SECRET}"
    assert end.taken[0]["topic"] == "alerts"
    assert channel.address == f"ntfy:{end.url}/alerts"


async def test_an_address_without_a_topic_is_a_refusal(
    end: NtfyEnd, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NTFY_URL", f"{end.url}/a?b")

    with pytest.raises(Refused, match="does not hold the address of a topic"):
        await Ntfy(kind="ntfy", url="env:NTFY_URL").send(envelope(), lines)
    assert end.asked == []


@pytest.mark.parametrize("given", [{}, {"url": "env:A", "topic": "b"}])
def test_there_is_one_topic(given: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="give it either url:, or topic:"):
        Ntfy.model_validate({"kind": "ntfy", **given})


def test_a_topic_is_a_plain_name() -> None:
    with pytest.raises(ValidationError, match="'our alerts' is not a topic"):
        Ntfy(kind="ntfy", topic="our alerts")
