"""The webhook: its JSON, its keys and its signature."""

import hmac
import re
from collections.abc import Iterator
from datetime import date
from hashlib import sha256

import pytest

from tests.channels.far_ends import SECRET, WebhookEnd
from tests.loopback import Reply
from tests.samples import alert_card
from tracker.channels import Envelope, Lines, Webhook
from tracker.channels.webhook import signature
from tracker.core.message import Applies, Card, Row
from tracker.core.model import Severity
from tracker.errors import Refused, TryLater

PLAIN = Webhook(kind="webhook", url="env:HOOK")


@pytest.fixture
def end(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebhookEnd]:
    played = WebhookEnd()
    played.start()
    monkeypatch.setenv("HOOK", f"{played.url}/hook/{SECRET}")
    monkeypatch.setenv("HOOK_SECRET", "shared")
    yield played
    played.stop()


def envelope(card: Card | None = None, *, reply_to: str = "") -> Envelope:
    return Envelope(key="key-1", card=card or alert_card(), address="", reply_to=reply_to)


async def test_a_webhook_says_which_message_it_is(end: WebhookEnd, lines: Lines) -> None:
    card = alert_card(applies=(Applies(what="in force", on=date(2027, 1, 1)),))
    remote = await PLAIN.send(envelope(card, reply_to="key-0"), lines)

    [request], [document] = end.asked, end.taken
    assert request.headers["Idempotency-Key"] == document["key"] == document["id"] == remote
    assert remote == "key-1"
    assert document["event"] == "message"
    assert document["reply_to"] == "key-0"
    assert document["title"] == card.title
    assert document["severity"] == "high"
    assert document["published"] == "2026-10-12T09:00:00+00:00"
    assert document["reasons"][0]["severity"] == "high"
    assert document["reasons"][0]["evidence"][0]["text"] == "Entity List"
    assert document["applies"] == [{"what": "in force", "on": "2027-01-01"}]


async def test_rows_say_their_severity_by_name(end: WebhookEnd, lines: Lines) -> None:
    rows = (Row(title="A", severity=Severity.low),)
    await PLAIN.send(envelope(Card(title="L", rows=rows)), lines)

    assert end.taken[0]["rows"][0]["severity"] == "low"
    assert end.taken[0]["published"] is None


async def test_a_change_is_an_event_with_a_key_of_its_own(end: WebhookEnd, lines: Lines) -> None:
    first = await PLAIN.send(envelope(), lines)
    changed = envelope(alert_card(also=("Reuters",)))
    for _ in range(2):
        await PLAIN.edit(changed, first, lines)
    await PLAIN.edit(envelope(alert_card(also=("Reuters", "SCMP"))), first, lines)

    message, edit, again = end.taken
    assert [document["event"] for document in end.taken] == ["message", "edit", "edit"]
    assert message["id"] == edit["id"] == again["id"] == "key-1"
    assert len({message["key"], edit["key"], again["key"]}) == 3
    assert end.asked[1].headers["Idempotency-Key"] == edit["key"]
    assert edit["also"] == ["Reuters"]


async def test_who_knows_the_secret_can_see_that_it_was_we_who_wrote(
    end: WebhookEnd, lines: Lines
) -> None:
    await Webhook(kind="webhook", url="env:HOOK", secret="env:HOOK_SECRET").send(envelope(), lines)

    [request] = end.asked
    found = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", request.headers["Tracker-Signature"])
    assert found
    signed = f"{found[1]}.".encode() + request.body
    assert hmac.compare_digest(hmac.new(b"shared", signed, sha256).hexdigest(), found[2])


def test_the_signature_is_the_one_that_the_documentation_describes() -> None:
    expected = hmac.new(b"k", b"1790000000.{}", sha256).hexdigest()

    assert signature("k", 1790000000, b"{}") == f"t=1790000000,v1={expected}"


async def test_without_a_secret_nothing_is_signed(end: WebhookEnd, lines: Lines) -> None:
    await PLAIN.send(envelope(), lines)

    assert "Tracker-Signature" not in end.asked[0].headers


async def test_a_wait_may_be_a_date(
    end: WebhookEnd, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    end.play(503)
    until = {"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"}
    monkeypatch.setattr(end, "trouble", lambda: Reply(503, b"", headers=until))

    with pytest.raises(TryLater) as later:
        await PLAIN.send(envelope(), lines)
    assert later.value.wait == 86_400


@pytest.mark.parametrize(("status", "gone"), [(403, False), (404, False), (410, True)])
async def test_only_gone_closes_the_destination(
    end: WebhookEnd, lines: Lines, status: int, *, gone: bool
) -> None:
    end.play(status)

    with pytest.raises(Refused, match=f"^env:HOOK answered {status} ") as refusal:
        await PLAIN.send(envelope(), lines)
    assert refusal.value.destination_gone is gone


def test_it_names_each_variable_that_it_needs() -> None:
    assert PLAIN.secrets == ("HOOK",)
    assert Webhook(kind="webhook", url="env:A", secret="env:B").secrets == ("A", "B")
    assert PLAIN.address == "env:HOOK"
