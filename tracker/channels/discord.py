"""Discord, by a webhook of the channel.

https://docs.discord.com/developers/resources/webhook#execute-webhook
"""

import re
from typing import Annotated, Literal

import httpx
from pydantic import AfterValidator

from tracker.channels import http
from tracker.channels.base import BaseChannel, Envelope, Lines, Pace, SecretName
from tracker.channels.fitting import Form, fitted, head_and_rest, host, one_line, parts, unlisted
from tracker.core.message import Card
from tracker.core.model import Severity
from tracker.core.render import Style, units, write
from tracker.errors import Gone
from tracker.settings import secret

# https://docs.discord.com/developers/resources/message#embed-object-embed-limits
CONTENT, DESCRIPTION, IN_ALL = 2000, 4096, 6000
SUPPRESS_NOTIFICATIONS = 1 << 12
UNKNOWN_MESSAGE = 10008
COLOUR = {
    Severity.critical: 0xDD2E44,
    Severity.high: 0xF4900C,
    Severity.medium: 0xFDCB58,
    Severity.low: 0x55ACEE,
    Severity.info: 0xE6E7E8,
}
# What formats wherever it stands, and what does so at the beginning of a line.
SIGNS = re.compile(r"[\\*_~`|\[\]<]|^\s*[#>+-]", re.MULTILINE)


def _escaped(text: str) -> str:
    """Markdown shows any sign that a backslash stands before."""
    return SIGNS.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", text)


def _bold(text: str) -> str:
    return f"**{_escaped(one_line(text))}**" if text.strip() else _escaped(text)


def _link(words: str, url: str) -> str:
    return f"[{_escaped(words)}]({url.replace('(', '%28').replace(')', '%29')})"


MARKDOWN = Style(
    text=_escaped,
    bold=_bold,
    quote=lambda text: "\n".join(f"> {line}" for line in text.split("\n")),
    link=lambda url: _link(host(url), url),
    named=_link,
)


def _is_a_thread(text: str) -> str:
    if not re.fullmatch(r"\d*", text, re.ASCII):
        raise ValueError(f"'{text}' is not the id of a thread: it is a number of 17 digits or more")
    return text


ThreadId = Annotated[str, AfterValidator(_is_a_thread)]


class Discord(BaseChannel):
    """The channel of a webhook, or a `thread` in it.

    A webhook cannot answer a message, so what changes another stands below it like any other.
    """

    kind: Literal["discord"]
    webhook: SecretName
    thread: ThreadId = ""

    @property
    def address(self) -> str:
        """The name of the variable that holds the webhook, and the thread."""
        return f"discord:{self.webhook}{self.thread and f'/{self.thread}'}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The variable that holds the webhook."""
        return (self.webhook.removeprefix("env:"),)

    @property
    def pace(self) -> Pace:
        """Five in two seconds, thirty in a minute, less a margin: what its answers tell."""
        return Pace(gap=0.5, per_minute=28)

    @property
    def can_edit(self) -> bool:
        """https://docs.discord.com/developers/resources/webhook#edit-webhook-message"""
        return True

    async def send(self, envelope: Envelope, lines: Lines) -> str:
        """Returns the id, for which it waits until the message is kept."""
        form = fitted(envelope.card, message, fits)
        if envelope.silent:
            form["flags"] = SUPPRESS_NOTIFICATIONS
        response = await self._ask("POST", "", form, lines)
        self._judge(response)
        return str(http.document(response).get("id", ""))

    async def edit(self, envelope: Envelope, remote_id: str, lines: Lines) -> None:
        """Raises Gone when the message was deleted."""
        form = fitted(envelope.card, message, fits)
        response = await self._ask("PATCH", f"/messages/{remote_id}", form, lines)
        if http.document(response).get("code") == UNKNOWN_MESSAGE:
            raise Gone(f"{self.address}: there is no message {remote_id}")
        self._judge(response)

    async def _ask(self, method: str, below: str, form: Form, lines: Lines) -> httpx.Response:
        given, _, query = secret(self.webhook).partition("?")
        asked = [query, "wait=true", self.thread and f"thread_id={self.thread}"]
        call = http.Call(
            name=self.address,
            method=method,
            url=f"{given.rstrip('/')}{below}?{'&'.join(filter(None, asked))}",
            body=http.encoded(form),
        )
        return await http.ask(lines, call)

    def _judge(self, response: httpx.Response) -> None:
        http.judge(self.address, response, str(http.document(response).get("code", "")))


def message(card: Card) -> Form:
    """The first line as text, which a notification shows; the rest below it in colour."""
    head, rest = head_and_rest(unlisted(write(card, MARKDOWN)))
    return {
        "content": head,
        "embeds": [
            {"description": part, "color": COLOUR[card.severity]}
            for part in parts(rest, DESCRIPTION)
        ],
        "allowed_mentions": {"parse": []},  # nothing that an article says calls anybody
    }


def fits(form: Form) -> bool:
    """Whether Discord takes it."""
    below = [units(embed["description"]) for embed in form["embeds"]]
    is_short = units(form["content"]) <= CONTENT and max(below, default=0) <= DESCRIPTION
    return is_short and sum(below) <= IN_ALL
