"""A webhook: the card as JSON, with a key by which a repeat can be told, and signed on request.

    Tracker-Signature: t=1790000000,v1=<hex>

`v1` is HMAC-SHA256 of `1790000000.` and the body, with the secret; `t` is when it was sent, in
seconds since 1970, so that an old request cannot be played back.
"""

import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from typing import Any, Literal

from tracker.channels import http
from tracker.channels.base import BaseChannel, Envelope, Lines, SecretName
from tracker.core.model import Severity
from tracker.settings import secret

GONE = frozenset({410})  # any other refusal may be of this message alone


class Webhook(BaseChannel):
    """POSTs to a URL, which is a secret: many carry their token in the path.

    `secret`: what the far end knows too, to see that it was we who wrote.
    """

    kind: Literal["webhook"]
    url: SecretName
    secret: SecretName | None = None

    @property
    def address(self) -> str:
        """The name of the variable that holds the URL."""
        return self.url

    @property
    def secrets(self) -> tuple[str, ...]:
        """The variables that hold the URL and what signs."""
        return tuple(name.removeprefix("env:") for name in (self.url, self.secret) if name)

    @property
    def can_edit(self) -> bool:
        """A change is an event of its own."""
        return True

    @property
    def knows_repeats(self) -> bool:
        """The far end is told the key, and has to look at it."""
        return True

    @property
    def one_by_one(self) -> bool:
        """As they come."""
        return True

    async def send(self, envelope: Envelope, lines: Lines) -> str:
        """Returns the key, by which later events name the message."""
        await self._post(envelope.key, body(envelope), lines)
        return envelope.key

    async def edit(self, envelope: Envelope, remote_id: str, lines: Lines) -> None:
        """The whole card again, as the event `edit` of the message `id`."""
        changed = {**body(envelope), "event": "edit", "id": remote_id}
        digest = sha256(json.dumps(changed).encode()).hexdigest()
        changed["key"] = f"{envelope.key}-{digest[:16]}"  # else it is a repeat of the first
        await self._post(changed["key"], changed, lines)

    async def _post(self, key: str, document: Mapping[str, Any], lines: Lines) -> None:
        content = json.dumps(document).encode()
        headers = {"Idempotency-Key": key}
        if self.secret:
            # The far end compares it with its own clock, and no decision of ours depends on it.
            headers["Tracker-Signature"] = signature(secret(self.secret), int(time.time()), content)
        call = http.Call(name=self.address, url=secret(self.url), body=content, headers=headers)
        http.judge(self.address, await http.ask(lines, call), closed=GONE)


def signature(key: str, moment: int, content: bytes) -> str:
    """What the far end makes too, and compares: `t=<seconds since 1970>,v1=<hex>`."""
    signed = hmac.new(key.encode(), b"%d." % moment + content, sha256)
    return f"t={moment},v1={signed.hexdigest()}"


def body(envelope: Envelope) -> dict[str, Any]:
    """The card's own fields, times in ISO 8601, severities by name; what the envelope says too."""
    return {
        "key": envelope.key,
        "event": "message",
        "id": envelope.key,
        "reply_to": envelope.reply_to,
        "silent": envelope.silent,
        **_plain(asdict(envelope.card)),
    }


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case Severity():
            return str(value)
        case date():
            return value.isoformat()
    return value
