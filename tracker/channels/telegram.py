"""Telegram, through python-telegram-bot. https://core.telegram.org/bots/api#sendmessage"""

import os
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import ClassVar, Literal

import httpx
from pydantic import Field
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
    error,
)
from telegram.constants import ParseMode
from telegram.request import HTTPXRequest

from tracker.channels.base import BaseChannel, Envelope, Lines, Pace, Presence, SecretName
from tracker.channels.http import UNUSABLE
from tracker.core.render import plain, telegram_html
from tracker.errors import DeliveryError, Gone, Moved, Refused, Revoked, TryLater, Unknown
from tracker.settings import secret, variable

# Waiting times as timedelta, which the next major of the library does by itself; else it warns.
os.environ.setdefault("PTB_TIMEDELTA", "true")

API_URL = "https://api.telegram.org"
# The Bot API names what is wrong only in words; these say that the chat itself is closed to us.
CHAT_GONE = ("chat not found", "user is deactivated", "kicked")
BAD_TEXT = (
    "can't parse entities",
    "too long",
    "must be non-empty",
    "text is empty",
    "must be encoded",
)
UNCHANGED = ("message is not modified",)
ABSENT = ("message to edit not found", "message_id_invalid")
NOT_OURS = (*ABSENT, "message can't be edited")
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Telegram(BaseChannel):
    """One chat, group or channel; `topic` is a forum topic (message_thread_id).

    `probe`: whether it is looked for a message that may have arrived, before it is sent again;
    `preview`: whether Telegram shows a picture of the link.
    """

    can_edit: ClassVar[bool] = True

    kind: Literal["telegram"]
    chat: str = Field(pattern=r"^(-?[0-9]+|@[A-Za-z0-9_]{4,})$")
    topic: int | None = Field(default=None, gt=0, lt=2**52)
    probe: Literal["auto", "off"] = "auto"
    preview: bool = False
    token: SecretName = "env:TELEGRAM_BOT_TOKEN"  # noqa: S105  a name, not a token

    @property
    def address(self) -> str:
        """The chat id."""
        return self.chat

    @property
    def secrets(self) -> tuple[str, ...]:
        """The variable that holds the token."""
        return (self.token.removeprefix("env:"),)

    @property
    def pace(self) -> Pace:
        """A message a second; twenty a minute in groups, less a margin (Bot FAQ, "limits")."""
        return Pace(gap=1.05, per_minute=18 if self.chat.startswith(("-", "@")) else None)

    def space(self, address: str) -> str:
        """Supergroups and channels count for themselves; all other chats of a bot share one count.

        https://core.telegram.org/constructor/updateShortMessage
        """
        if self.probe == "off":
            return ""
        return f"{self.token} {address}" if address.startswith(("-100", "@")) else self.token

    async def send(self, envelope: Envelope, lines: Lines) -> str:
        """Deliver as HTML; what Telegram cannot parse goes once more as plain text."""
        bot = await self.bot(lines)
        try:
            return await self._post(bot, envelope, telegram_html(envelope.card), ParseMode.HTML)
        except Refused as refusal:
            if refusal.destination_gone or not _has(str(refusal), BAD_TEXT):
                raise
        return await self._post(bot, envelope, plain(envelope.card), None)

    async def edit(self, envelope: Envelope, remote_id: str, lines: Lines) -> None:
        """https://core.telegram.org/bots/api#editmessagetext"""
        bot = await self.bot(lines)
        try:
            await bot.edit_message_text(
                telegram_html(envelope.card),
                chat_id=envelope.address,
                message_id=int(remote_id),
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=not self.preview),
                reply_markup=_markup(envelope),
            )
        except error.TelegramError as fault:
            if _has(fault.message, NOT_OURS):
                raise Gone(f"Telegram, chat {envelope.address}: {fault.message}") from fault
            if not _has(fault.message, UNCHANGED):
                raise sort(fault, envelope.address) from fault

    async def find(self, envelope: Envelope, remote_id: int, lines: Lines) -> Presence:
        """Give a message the very buttons that the sought one has: if it has them, it is the one.

        https://core.telegram.org/bots/api#editmessagereplymarkup
        """
        bot = await self.bot(lines)
        try:
            await bot.edit_message_reply_markup(
                chat_id=envelope.address, message_id=remote_id, reply_markup=_markup(envelope)
            )
        except error.TelegramError as fault:
            if _has(fault.message, UNCHANGED):
                return Presence.ours
            if _has(fault.message, ABSENT):
                return Presence.absent
            if _has(fault.message, NOT_OURS):
                return Presence.other
            raise sort(fault, envelope.address) from fault
        return Presence.other  # of ours, but its buttons were not these: it is another one

    async def bot(self, lines: Lines) -> Bot:
        """The connection of this channel's token."""
        return await lines.get(f"telegram:{self.token}", self._connect)

    async def _connect(self, stack: AsyncExitStack) -> Bot:
        root = variable("TELEGRAM_API_URL") or API_URL
        request = HTTPXRequest(
            connection_pool_size=16, read_timeout=15.0, httpx_kwargs={"trust_env": False}
        )
        bot = Bot(secret(self.token), base_url=f"{root.rstrip('/')}/bot", request=request)
        await request.initialize()
        stack.push_async_callback(request.shutdown)
        return bot

    async def _post(self, bot: Bot, envelope: Envelope, text: str, mode: str | None) -> str:
        try:
            message = await bot.send_message(
                chat_id=envelope.address,
                text=text,
                parse_mode=mode,
                message_thread_id=self.topic,
                disable_notification=envelope.silent,
                link_preview_options=LinkPreviewOptions(is_disabled=not self.preview),
                reply_markup=_markup(envelope),
                reply_parameters=_reply(envelope),
            )
        except error.TelegramError as fault:
            raise sort(fault, envelope.address) from fault
        return str(message.message_id)


def _markup(envelope: Envelope) -> InlineKeyboardMarkup | None:
    """https://core.telegram.org/bots/api#inlinekeyboardmarkup"""
    if not envelope.buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(b.text, callback_data=b.data) for b in row]
            for row in envelope.buttons
        ]
    )


def _reply(envelope: Envelope) -> ReplyParameters | None:
    """Under a message that may have been deleted: then it stands alone."""
    if not envelope.reply_to:
        return None
    return ReplyParameters(int(envelope.reply_to), allow_sending_without_reply=True)


def sort(fault: error.TelegramError, chat: str = "") -> DeliveryError:
    """What the caller can do about it. BadRequest is a NetworkError too: it is asked first."""
    said = fault.message
    answer: DeliveryError
    match fault:
        case error.RetryAfter():
            wait = fault.retry_after
            seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
            answer = TryLater(f"Telegram asks to wait {seconds:.0f} s", seconds)
        case error.ChatMigrated():
            answer = Moved(f"the group is now {fault.new_chat_id}", str(fault.new_chat_id))
        case error.InvalidToken():
            answer = Revoked("Telegram does not know this bot token: check TELEGRAM_BOT_TOKEN", 300)
        case error.NetworkError() if isinstance(fault.__cause__, UNUSABLE):
            # What the library says of it may repeat the token.
            answer = Revoked("this bot token cannot be used: check TELEGRAM_BOT_TOKEN", 300)
        case error.Forbidden():
            answer = Refused(f"Telegram, chat {chat}: {said}", destination_gone=True)
        case error.BadRequest():
            gone = _has(said, CHAT_GONE)
            hint = "; is the id right, and the bot a member?" if gone else ""
            answer = Refused(f"Telegram, chat {chat}: {said}{hint}", destination_gone=gone)
        case error.NetworkError() if _never_left(fault):
            answer = TryLater(f"Telegram cannot be reached: {said}")
        case _:
            answer = Unknown(f"Telegram broke off, the message may have arrived: {said}")
    return answer


def _never_left(fault: error.TelegramError) -> bool:
    return isinstance(fault.__cause__, NOT_SENT) or "Pool timeout" in fault.message


def _has(said: str, words: tuple[str, ...]) -> bool:
    return any(word in said.casefold() for word in words)
