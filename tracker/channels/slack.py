"""Slack, by an incoming webhook or as a bot.

https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
https://docs.slack.dev/reference/methods/chat.postMessage
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, model_validator

from tracker.channels import http
from tracker.channels.base import BaseChannel, Envelope, Lines, Pace, SecretName
from tracker.channels.fitting import Form, fitted, head_and_rest, host, one_line, parts
from tracker.core.message import Card
from tracker.core.render import Style, plain, units, write
from tracker.core.text import SPACELESS
from tracker.errors import Gone, Refused, TryLater, Unknown
from tracker.settings import secret

# https://docs.slack.dev/reference/block-kit/blocks/section-block; how much all blocks of a message
# may hold is written nowhere, and 11,341 characters were refused: what is not taken goes once more
# as text alone, of which 4,000 characters are taken in a change.
BLOCK, BLOCKS, IN_ALL, TEXT = 3000, 50, 10_000, 4000

# Errors of the Web API, by what follows. Any other is about this message alone.
CLOSED = frozenset(
    "access_denied account_inactive channel_not_found ekm_access_denied enterprise_is_restricted "
    "invalid_auth is_archived missing_scope no_permission not_authed not_in_channel "
    "org_login_required restricted_action restricted_action_non_threadable_channel "
    "restricted_action_read_only_channel team_access_not_granted token_expired "
    "token_revoked".split()
)
LATER = frozenset(
    "message_limit_exceeded rate_limited ratelimited service_unavailable team_added_to_org".split()
)
PERHAPS = frozenset(["fatal_error", "internal_error", "request_timeout"])
NO_BLOCKS = frozenset(["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"])
NO_THREAD = frozenset(["cannot_reply_to_message", "invalid_thread_ts", "thread_not_found"])
NO_MESSAGE = frozenset(["cant_update_message", "edit_window_closed", "message_not_found"])


Answer = Mapping[str, Any]


def _escaped(text: str) -> str:
    """https://docs.slack.dev/messaging/formatting-message-text#escaping"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _bold(text: str) -> str:
    """Marks count only beside a space, and Chinese has none; an asterisk within would end them."""
    if "*" in text or not text.strip():
        return _escaped(text)
    edge = "\u200b" if SPACELESS.search(text) else ""
    return f"{edge}*{_escaped(one_line(text))}*{edge}"


def _link(words: str, url: str) -> str:
    return f"<{_escaped(url)}|{_escaped(words)}>"


MRKDWN = Style(
    text=_escaped,
    bold=_bold,
    quote=lambda text: "\n".join(f">{line}" for line in text.split("\n")),
    link=lambda url: _link(host(url), url),
    named=_link,
)


def _is_a_channel(text: str) -> str:
    if not re.fullmatch(r"([CGD][A-Z0-9]{2,})?", text):
        raise ValueError(f"'{text}' is not the id of a channel: it looks like C0123ABCD")
    return text


ChannelId = Annotated[str, AfterValidator(_is_a_channel)]


class Slack(BaseChannel):
    """A channel, reached by an incoming webhook, or by the token of a bot that is a member.

    Only a bot can change what it has sent, and answer in threads. `server`: GovSlack has its own.
    """

    kind: Literal["slack"]
    webhook: SecretName | None = None
    token: SecretName | None = None
    channel: ChannelId = ""
    server: http.Server = "https://slack.com"

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.webhook) == bool(self.token) or bool(self.token) != bool(self.channel):
            raise ValueError("give it webhook:, or token: and channel: (an id such as C0123ABCD)")
        return self

    @property
    def address(self) -> str:
        """The channel's id, or the name of the variable that holds the webhook."""
        return f"slack:{self.channel or self.webhook}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The variable that holds the webhook or the token."""
        return tuple(name.removeprefix("env:") for name in (self.webhook, self.token) if name)

    @property
    def pace(self) -> Pace:
        """A message a second, and about fifty changes a minute (the page on rate limits)."""
        return Pace(gap=1.05, per_minute=48)

    @property
    def can_edit(self) -> bool:
        """A webhook does not say which message it has sent."""
        return self.token is not None

    async def send(self, envelope: Envelope, lines: Lines) -> str:
        """Returns the message's `ts`; "" from a webhook.

        What stands in a thread is shown in the channel too, unless it is silent: who does not
        follow the thread would not hear of it.
        """
        further: Form = {"unfurl_links": False}
        thread: Form = {}
        if envelope.reply_to and self.can_edit:
            thread = {"thread_ts": envelope.reply_to, "reply_broadcast": not envelope.silent}
        said = await self._tell("chat.postMessage", envelope.card, further | thread, lines)
        if said.get("error") in NO_THREAD:
            said = await self._tell("chat.postMessage", envelope.card, further, lines)
        self._judge(said)
        return str(said.get("ts", ""))

    async def edit(self, envelope: Envelope, remote_id: str, lines: Lines) -> None:
        """https://docs.slack.dev/reference/methods/chat.update"""
        if not self.can_edit:
            await super().edit(envelope, remote_id, lines)
        said = await self._tell("chat.update", envelope.card, {"ts": remote_id}, lines)
        if said.get("error") in NO_MESSAGE:
            raise Gone(f"{self.address}: there is no message {remote_id} to change")
        self._judge(said)

    async def _tell(self, method: str, card: Card, further: Form, lines: Lines) -> Answer:
        """What Slack says to the card in blocks, or else as text alone."""
        said = await self._ask(method, fitted(card, message, fits) | further, lines)
        if said.get("error") in NO_BLOCKS:
            said = await self._ask(method, fitted(card, text_alone, fits) | further, lines)
        return said

    async def _ask(self, method: str, form: Form, lines: Lines) -> Answer:
        """The Web API answers 200 to what it refuses; a webhook says `ok`, or what is wrong."""
        response = await http.ask(lines, self._call(method, form))
        said = http.document(response)
        if self.webhook is not None:
            said = {"ok": True} if response.is_success else {"error": response.text}
        error = str(said.get("error", ""))
        if error not in NO_BLOCKS:
            http.judge(self.address, response, error)
        return said

    def _call(self, method: str, form: Form) -> http.Call:
        if self.webhook is not None:
            return http.Call(name=self.address, url=secret(self.webhook), body=http.encoded(form))
        return http.Call(
            name=self.address,
            url=f"{self.server}/api/{method}",
            body=http.encoded(form | {"channel": self.channel}),
            headers={"Authorization": f"Bearer {secret(self.token or '')}"},
        )

    def _judge(self, said: Answer) -> None:
        if said.get("ok") is True:
            return
        error = str(said.get("error", ""))
        what = f"{self.address}: Slack said no{http.in_brackets(error)}"
        if error in LATER:
            raise TryLater(what)
        if error in PERHAPS or not error:
            raise Unknown(f"{what}: it may have arrived")
        raise Refused(what, destination_gone=error in CLOSED)


def message(card: Card) -> Form:
    """The card in blocks; `text` is what a notification shows."""
    head, _ = head_and_rest(plain(card))
    sections = (
        {"type": "section", "expand": True, "text": {"type": "mrkdwn", "text": part}}
        for part in parts(write(card, MRKDWN), BLOCK)
    )
    return {"text": _escaped(head), "blocks": list(sections)}


def text_alone(card: Card) -> Form:
    """The card without any formatting."""
    return {"text": _escaped(plain(card)), "blocks": []}


def fits(form: Form) -> bool:
    """Whether Slack takes it."""
    sizes = [units(block["text"]["text"]) for block in form["blocks"]]
    is_short = max(sizes, default=0) <= BLOCK and sum(sizes) <= IN_ALL
    return is_short and len(sizes) <= BLOCKS and units(form["text"]) <= TEXT
