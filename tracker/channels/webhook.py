"""A webhook: the card as JSON, with an idempotency key, so that a repeat can be told."""

from dataclasses import asdict
from typing import Any, Literal

import httpx

from tracker.channels.base import BaseChannel, Envelope, Lines, SecretName
from tracker.errors import Refused, TryLater, Unknown
from tracker.settings import secret


class Webhook(BaseChannel):
    """POSTs to a URL, which is a secret: many carry their token in the path."""

    kind: Literal["webhook"]
    url: SecretName

    @property
    def address(self) -> str:
        """The name of the variable that holds the URL."""
        return self.url

    @property
    def secrets(self) -> tuple[str, ...]:
        """The variable that holds the URL."""
        return (self.url.removeprefix("env:"),)

    async def send(self, envelope: Envelope, lines: Lines) -> str:
        """Raises TryLater for 408, 425, 429 and 5xx, Refused for any other refusal."""
        client = await lines.http()
        try:
            response = await client.post(
                secret(self.url),
                json=body(envelope),
                headers={"Idempotency-Key": envelope.key},
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise TryLater(f"{self.address} cannot be reached: {error}") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise Refused(f"{self.address} does not hold a URL: mend it, then retry") from error
        except httpx.HTTPError as error:
            raise Unknown(f"{self.address} broke off: {error!r}") from error
        self._judge(response)
        return ""

    def _judge(self, response: httpx.Response) -> None:
        if response.is_success:
            return
        what = f"{self.address} answered {response.status_code} {response.reason_phrase}"
        if response.status_code in {408, 425, 429} or response.is_server_error:
            wait = response.headers.get("Retry-After", "")
            raise TryLater(what, float(wait) if wait.isdecimal() else None)
        raise Refused(what)


def body(envelope: Envelope) -> dict[str, Any]:
    """The JSON form: the card's own fields, times in ISO 8601, severities by name."""
    card = asdict(envelope.card)
    card["severity"] = str(envelope.card.severity)
    card["published"] = envelope.card.published and envelope.card.published.isoformat()
    for reason in card["reasons"]:
        reason["severity"] = str(reason["severity"])
    return {"key": envelope.key, **card}
