"""What Telegram holds a bot to, apart from any server: refusals, limits, reading of parameters.

The wording of the refusals is that of https://github.com/tdlib/telegram-bot-api (Client.cpp).
"""

import json
import re
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from math import ceil
from typing import Any, Literal
from urllib.parse import parse_qsl

from tests.loopback import Reply, Request
from tests.tdlib import Json

Kind = Literal["private", "group", "supergroup", "channel"]
WRITES = {"sendmessage", "editmessagetext", "editmessagereplymarkup", "deletemessage"}
REFUSALS = {  # state of a chat: what is answered there
    "blocked": (403, "bot was blocked by the user"),
    "deactivated": (403, "user is deactivated"),
    "stranger": (403, "bot can't initiate conversation with a user"),
    "left": (403, "bot is not a member of the {kind} chat"),
    "kicked": (403, "bot was kicked from the {kind} chat"),
    "muted": (400, "not enough rights to send text messages to the chat"),
}
TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    429: "Too Many Requests",
    500: "Internal Server Error",
}
FAULTS = {"drop", "hang", "500", "502", "429"}


class Refused(Exception):
    """An answer with `ok: false`."""

    def __init__(self, code: int, reason: str = "", **parameters: int) -> None:
        self.code, self.parameters = code, parameters
        self.description = f"{TITLES[code]}: {reason}" if reason else TITLES[code]
        super().__init__(self.description)

    def reply(self) -> Reply:
        content = {"ok": False, "error_code": self.code, "description": self.description}
        more = {"parameters": self.parameters} if self.parameters else {}
        return reply_json(self.code, content | more)


@dataclass(slots=True)
class Chat:
    """A chat the bot may know; change `state` to a key of REFUSALS to shut it."""

    id: int
    kind: Kind = "private"
    state: str = "member"
    username: str | None = None
    topics: Collection[int] = ()
    closed_topics: Collection[int] = ()
    migrated_to: int | None = None

    def as_json(self) -> Json:
        name = "first_name" if self.kind == "private" else "title"
        extra = {"username": self.username} if self.username else {}
        return {"id": self.id, "type": self.kind, name: f"chat {self.id}", **extra}


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """One line of the journal: a message as it stood after the call."""

    method: str
    chat: int
    message_id: int
    text: str
    entities: list[Json]
    reply_markup: Json | None
    silent: bool
    thread: int | None
    reply_to: int | None
    at: float  # when it was sent; an edit does not change it


@dataclass(frozen=True, slots=True)
class Call:
    """One request and its answer; status 0 means that the connection was cut instead."""

    method: str
    chat: str
    status: int


@dataclass(frozen=True, slots=True)
class Fault:
    """drop, hang, 500, 502 or 429; with `accept_` before it, the call takes effect first."""

    kind: str
    method: str | None = None  # without it: any call of WRITES
    chat: int | None = None
    retry_after: int = 1

    def __post_init__(self) -> None:
        if self.kind.removeprefix("accept_") not in FAULTS:
            raise ValueError(f"no such fault: {self.kind}")

    def fits(self, method: str, chat: str) -> bool:
        right_method = method == self.method.lower() if self.method else method in WRITES
        return right_method and self.chat in (None, whole(chat))


class Limits:
    """https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this"""

    def __init__(self, burst: int) -> None:
        self.burst = burst
        self.taken: dict[tuple[str, int], deque[float]] = {}

    def take(self, chat: Chat, now: float) -> None:
        """Count one message at `now`, or refuse it; only what is taken counts."""
        windows = [("chat", chat.id, self.burst, self.burst), ("all", 0, 30, 1)]
        if chat.kind in ("group", "supergroup"):
            windows.append(("minute", chat.id, 20, 60))
        wait = 0.0
        for name, key, count, seconds in windows:
            times = self.taken.setdefault((name, key), deque(maxlen=count))
            if len(times) == count:
                wait = max(wait, times[0] + seconds - now)
        if wait > 0:
            raise too_many(ceil(wait))
        for name, key, _count, _seconds in windows:
            self.taken[name, key].append(now)


def read_form(text: str) -> Json:
    return dict(parse_qsl(text, keep_blank_values=True, errors="surrogateescape"))


def read_body(request: Request) -> Json:
    body = request.body.decode(errors="surrogateescape")
    if not body or request.kind == "application/x-www-form-urlencoded":
        return read_form(body)
    if request.kind != "application/json":
        raise Refused(400, f"this stub reads JSON and forms, not {request.kind}")
    params = loads(body, "request")
    return params if isinstance(params, dict) else {}


def loads(value: Any, what: str) -> Any:
    """Nested objects come as JSON text in a form, and as they are in a JSON body."""
    if not isinstance(value, str) or not value:
        return value
    try:
        found = json.loads(value)
    except ValueError:
        raise Refused(400, f"can't parse {what} JSON object") from None
    check_utf8(found)
    return found


def check_utf8(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Refused(400, "strings must be encoded in UTF-8") from None


def whole(text: str) -> int:
    return int(text) if re.fullmatch(r"-?\d+", text) else 0


def integer(params: Json, name: str) -> int:
    return whole(str(params.get(name) or 0))


def flag(params: Json, name: str) -> bool:
    return str(params.get(name)).lower() in ("true", "yes", "1")


def person(user: int) -> Json:
    return {"id": user, "is_bot": False, "first_name": f"user {user}"}


def too_many(seconds: int) -> Refused:
    return Refused(429, f"retry after {seconds}", retry_after=seconds)


def reply_json(status: int, content: Json) -> Reply:
    return Reply(status, json.dumps(content).encode())


def broken(fault: Fault) -> Reply | None:
    kind = fault.kind.removeprefix("accept_")
    if kind == "429":
        return too_many(fault.retry_after).reply()
    if kind == "500":
        return Refused(500).reply()
    if kind == "502":
        return Reply(502, b"<html><head><title>502 Bad Gateway</title></head></html>", "text/html")
    return None
