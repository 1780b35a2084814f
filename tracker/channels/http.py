"""HTTP to far ends whose address is a secret: the request, and what its answer means for us."""

import json
import logging
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Annotated, Any

import httpx
from pydantic import AfterValidator

from tracker.channels.base import Lines
from tracker.errors import Refused, TryLater, Unknown

# httpx tells every address at INFO.
logging.getLogger("httpx").setLevel(logging.WARNING)

NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
UNUSABLE = (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError, UnicodeError)
BUSY = frozenset({408, 425, 429, 503})  # said before anything was done
CLOSED = frozenset({401, 403, 404, 410})  # of a webhook or a token: it does not lead there any more
HIGHEST_PORT = 65_535  # anyio fails at a higher one in a way of its own
LONGEST = 86_400.0  # seconds; who asks for more is asked again after a day


def _is_a_server(text: str) -> str:
    if not re.fullmatch(r"https?://[^/?#\s@]+(/[^?#\s]*)?", text):
        raise ValueError(f"'{text}' is not a server: write https:// and its name")
    return text.rstrip("/")


Server = Annotated[str, AfterValidator(_is_a_server)]  # without a slash at the end


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request. `name` stands for the far end in errors, where `url` must not."""

    name: str
    url: str = field(repr=False)
    body: bytes
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


def encoded(document: Any) -> bytes:
    """JSON in UTF-8, as short as it can be."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


async def ask(lines: Lines, call: Call) -> httpx.Response:
    """What the far end answers, whatever it is. Raises TryLater, Refused and Unknown if nothing."""
    client = await lines.http()
    headers = {"Content-Type": "application/json", **call.headers}
    try:
        if (httpx.URL(call.url).port or 0) > HIGHEST_PORT:
            raise httpx.InvalidURL("there is no such port")
        return await client.request(call.method, call.url, content=call.body, headers=headers)
    except NOT_SENT as error:
        raise TryLater(f"{call.name} cannot be reached: {error}") from error
    except UNUSABLE as error:
        # `from None`: what these say repeats the address or the token.
        said = f"its address or token cannot be used ({type(error).__name__})"
        raise Refused(f"{call.name}: {said}: mend the variable, then retry") from None
    except httpx.HTTPError as error:
        raise Unknown(f"{call.name} broke off, it may have arrived: {error!r}") from error


def judge(
    name: str, response: httpx.Response, code: str = "", *, closed: Collection[int] = CLOSED
) -> None:
    """Nothing for a success, else the error that it means.

    `code`: what the far end calls it; `closed`: statuses that mean the destination itself.
    """
    if response.is_success:
        return
    status = response.status_code
    what = f"{name} answered {status} {response.reason_phrase}{in_brackets(code)}"
    if status in BUSY:
        raise TryLater(what, patience(response))
    if response.is_server_error:
        raise Unknown(f"{what}: it may have arrived")
    raise Refused(what, destination_gone=status in closed)


def patience(response: httpx.Response) -> float | None:
    """For how many seconds the far end asks to be left alone; None when it does not say.

    https://www.rfc-editor.org/rfc/rfc9110#field.retry-after, and the words of Discord and Matrix.
    """
    said = document(response)
    headers = response.headers
    asked = [
        _number(headers.get("X-RateLimit-Reset-After")),
        _number(headers.get("Retry-After")),
        _until(headers.get("Retry-After", ""), headers.get("Date", "")),
        _number(said.get("retry_after")),
        _number(said.get("retry_after_ms"), 1000.0),
    ]
    waits = [wait for wait in asked if wait is not None]
    return min(max(*waits, 0.0), LONGEST) if waits else None


def document(response: httpx.Response) -> Mapping[str, Any]:
    """The JSON object that was answered; empty when it is none."""
    try:
        said = response.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def in_brackets(code: str) -> str:
    """A code, and nothing longer: what a far end says at length may repeat what it was told."""
    return f" ({code})" if re.fullmatch(r"[\w.:-]{1,60}", code, re.ASCII) else ""


def _number(value: Any, unit: float = 1.0) -> float | None:
    try:
        number = float(value) / unit
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _until(moment: str, sent: str) -> float | None:
    """Seconds from one HTTP date to the other: the far end's own clock counts."""
    try:
        return (parsedate_to_datetime(moment) - parsedate_to_datetime(sent)).total_seconds()
    except (TypeError, ValueError):  # no dates, or only one of them names its zone
        return None
