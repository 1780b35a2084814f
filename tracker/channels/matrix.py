"""Matrix, as a user who has joined the room, which must not be encrypted.

https://spec.matrix.org/v1.15/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid
"""

import re
from hashlib import sha256
from typing import Annotated, Literal
from urllib.parse import quote

import httpx
from pydantic import AfterValidator

from tracker.channels import http
from tracker.channels.base import BaseChannel, Envelope, Lines, Pace, SecretName
from tracker.channels.fitting import Form, fitted, html
from tracker.core.message import Card
from tracker.core.render import plain, visible
from tracker.errors import Gone
from tracker.settings import secret

BYTES = 50_000  # of 65,536 that an event has with all that servers add to it
CLOSED = frozenset({401, 403})  # 404 and 410 are said of events too


def _is_a_room(text: str) -> str:
    if not re.fullmatch(r"![^\s/?#]+", text):
        raise ValueError(f"'{text}' is not the id of a room: it begins with !, as !abc:example.org")
    return text


RoomId = Annotated[str, AfterValidator(_is_a_room)]


class Matrix(BaseChannel):
    """A room, by its internal id; `token` is the access token of the user who writes.

    The far end knows a repeat by the id of its transaction, which is made of the key.
    """

    kind: Literal["matrix"]
    server: http.Server
    room: RoomId
    token: SecretName

    @property
    def address(self) -> str:
        """The room."""
        return f"matrix:{self.room}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The variable that holds the token."""
        return (self.token.removeprefix("env:"),)

    @property
    def pace(self) -> Pace:
        """What a home server allows that nobody has set up otherwise."""
        return Pace(gap=0.5, per_minute=12)

    @property
    def can_edit(self) -> bool:
        """https://spec.matrix.org/v1.15/client-server-api/#event-replacements"""
        return True

    @property
    def knows_repeats(self) -> bool:
        """https://spec.matrix.org/v1.15/client-server-api/#transaction-identifiers"""
        return True

    async def send(self, envelope: Envelope, lines: Lines) -> str:
        """Returns the id of the event."""
        content = _content(envelope)
        if envelope.reply_to:
            content["m.relates_to"] = {"m.in_reply_to": {"event_id": envelope.reply_to}}
        response = await self._put(_digest(envelope.key), content, lines)
        self._judge(response)
        return str(http.document(response).get("event_id", ""))

    async def edit(self, envelope: Envelope, remote_id: str, lines: Lines) -> None:
        """A new event that takes the place of the first; the same change twice is one."""
        new = _content(envelope)
        replacing = {
            "msgtype": new["msgtype"],
            "body": f"* {visible(envelope.card.title, 300)}",  # for programs that cannot replace
            "m.mentions": {},
            "m.new_content": new,
            "m.relates_to": {"rel_type": "m.replace", "event_id": remote_id},
        }
        transaction = _digest(envelope.key, remote_id, http.encoded(new).decode())
        response = await self._put(transaction, replacing, lines)
        if http.document(response).get("errcode") == "M_NOT_FOUND":
            raise Gone(f"{self.address}: there is no message {remote_id}")
        self._judge(response)

    async def _put(self, transaction: str, content: Form, lines: Lines) -> httpx.Response:
        room = quote(self.room, safe="")
        path = f"/_matrix/client/v3/rooms/{room}/send/m.room.message/{transaction}"
        call = http.Call(
            name=self.address,
            method="PUT",
            url=self.server + path,
            body=http.encoded(content),
            headers={"Authorization": f"Bearer {secret(self.token)}"},
        )
        return await http.ask(lines, call)

    def _judge(self, response: httpx.Response) -> None:
        code = str(http.document(response).get("errcode", ""))
        http.judge(self.address, response, code, closed=CLOSED)


def message(card: Card) -> Form:
    """The card as HTML, and as text for programs that show none."""
    return {
        "body": plain(card),
        "format": "org.matrix.custom.html",
        "formatted_body": html(card),
        "m.mentions": {},  # nothing that an article says calls anybody
    }


def fits(content: Form) -> bool:
    """Whether an event takes it."""
    return len(http.encoded(content)) <= BYTES


def _content(envelope: Envelope) -> Form:
    """A notice makes no sound: https://spec.matrix.org/v1.15/client-server-api/#mnotice"""
    kind = "m.notice" if envelope.silent else "m.text"
    return {"msgtype": kind, **fitted(envelope.card, message, fits)}


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:32]
