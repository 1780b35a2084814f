"""A strict Telegram Bot API server for tests: it refuses what Telegram refuses.

    with TelegramStub() as stub:
        stub.chat(-100123, "supergroup")
        Bot(stub.token, base_url=f"{stub.url}/bot")

What it took is in `journal`, what was asked in `calls`. By hand: `python -m tests.telegram_stub`.
Not played: media, inline mode, webhooks, automatic link detection, trimming of sent texts.
"""

import argparse
import html
import json
import random
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from tests.loopback import Loopback, Reply, Request
from tests.tdlib import CannotParse, Json, Oracle
from tests.telegram_rules import (
    REFUSALS,
    WRITES,
    Accepted,
    Call,
    Chat,
    Fault,
    Kind,
    Limits,
    Refused,
    broken,
    check_utf8,
    flag,
    integer,
    loads,
    person,
    read_body,
    read_form,
    reply_json,
    whole,
)


class TelegramStub:
    """The server: declare chats, break things with `fail` or `chaos`, then read `journal`."""

    def __init__(
        self,
        *,
        token: str = "123456:stub-token",  # noqa: S107 - of this stub only
        port: int = 0,
        limits: bool = False,
        burst: int = 3,
        journal: Path | None = None,
    ) -> None:
        self.token, self.limits, self.journal_file = token, limits, journal
        self.clock: Callable[[], float] = time.time
        self.callback_lifetime = 60.0  # seconds in which a tap can be answered
        self.longest_poll = 50
        self.chats: dict[int, Chat] = {}
        self.journal: list[Accepted] = []
        self.calls: list[Call] = []
        self.answers: list[Json] = []  # to taps on buttons
        self.commands: dict[str, list[Json]] = {}  # by the type of their scope
        self.updates: list[Json] = []
        self.faults: list[Fault] = []
        self.dropped_entities = 0
        self.oracle = Oracle()
        self._limits = Limits(burst)
        self._messages: dict[tuple[int, int], Accepted | None] = {}  # None: someone else's
        self._last_id: Counter[int] = Counter()
        self._taps: dict[str, float] = {}
        self._allowed: Collection[str] = ()
        self._update_id = self._poll = 0
        self._chaos: list[tuple[Fault, float]] = []
        self._random = random.Random(0)  # noqa: S311 - see `chaos`
        self._turn = threading.Condition()
        self._stopped = threading.Event()
        self._server = Loopback(self._handle, port)
        self.url = self._server.url

    def __enter__(self) -> "TelegramStub":
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        with self._turn:
            self._turn.notify_all()
        self._server.stop()
        self.oracle.close()

    # What a test says to the stub

    def chat(self, chat_id: int, kind: Kind = "private", **known: Any) -> Chat:
        self.chats[chat_id] = Chat(chat_id, kind, **known)
        return self.chats[chat_id]

    def migrate(self, chat_id: int, new_id: int) -> Chat:
        """The group becomes a supergroup, with a new id and message ids of its own."""
        self.chats[chat_id].migrated_to = new_id
        return self.chat(new_id, "supergroup")

    def says(self, chat_id: int, text: str, *, user: int = 1001, thread: int | None = None) -> int:
        """Someone writes in a chat: a message id is taken and the bot is told."""
        with self._turn:
            chat = self.chats[chat_id]
            message_id = self._new_id(chat)
            self._messages[chat_id, message_id] = None
            message = {"message_id": message_id, "date": int(self.clock()), "chat": chat.as_json()}
            message |= {"text": text, "from": person(user)}
            if thread:
                message |= {"message_thread_id": thread, "is_topic_message": True}
            if command := re.match(r"/[\w@]+", text):  # python-telegram-bot looks for this mark
                mark = {"type": "bot_command", "offset": 0, "length": command.end()}
                message["entities"] = [mark]
            self.push("channel_post" if chat.kind == "channel" else "message", message)
            return message_id

    def press(self, chat_id: int, message_id: int, data: str, *, user: int = 1001) -> str:
        """Someone taps a button; clients can forge `data`, so it need not be on the message."""
        with self._turn:
            query_id = str(len(self._taps) + 1)
            self._taps[query_id] = self.clock()
            tap = {"id": query_id, "from": person(user), "chat_instance": "1", "data": data}
            if found := self._messages.get((chat_id, message_id)):
                tap["message"] = self._message(found)
            self.push("callback_query", tap)
            return query_id

    def push(self, kind: str, body: Json) -> None:
        """Any update, unless `allowed_updates` of the last getUpdates leaves it out."""
        with self._turn:
            if not self._allowed or kind in self._allowed:
                self._update_id += 1
                self.updates.append({"update_id": self._update_id, kind: body})
                self._turn.notify_all()

    def fail(self, *kinds: str, **limit: Any) -> None:
        """Queue faults (see Fault); without `method` they wait for the next message call."""
        self.faults += [Fault(kind, **limit) for kind in kinds]

    def chaos(self, seed: int, chances: dict[str, float]) -> None:
        """Break message calls at random: `chaos(7, {"drop": 0.1, "accept_drop": 0.1})`."""
        self._random = random.Random(seed)  # noqa: S311 - faults must be repeatable
        self._chaos = [(Fault(kind), chance) for kind, chance in chances.items()]

    def wait(self, condition: Callable[[], bool], timeout: float = 30) -> None:
        """Until calls have made it true: `stub.wait(lambda: len(stub.journal) == 3)`."""
        with self._turn:
            if not self._turn.wait_for(condition, timeout):
                raise TimeoutError

    # One request

    def _handle(self, request: Request) -> Reply | None:
        url = urlsplit(request.target)
        found = re.fullmatch(r"/bot([^/]*)/(\w+)", url.path)
        token, method = (found[1], found[2].lower()) if found else ("", "")
        try:
            params = read_form(url.query) | read_body(request)
        except Refused as refused:
            return refused.reply()
        chat = str(params.get("chat_id", ""))
        with self._turn:
            fault, reply = self._fault(method, chat), None
            if fault is None or fault.kind.startswith("accept_"):
                reply = self._answer(token, method, params)
            if fault:
                reply = broken(fault)
            self.calls.append(Call(method, chat, reply.status if reply else 0))
            self._turn.notify_all()
        if fault and fault.kind.endswith("hang"):
            self._stopped.wait()
        return reply

    def _fault(self, method: str, chat: str) -> Fault | None:
        for fault in self.faults:
            if fault.fits(method, chat):
                self.faults.remove(fault)
                return fault
        roll = self._random.random() if self._chaos and method in WRITES else 1.0
        for fault, chance in self._chaos:
            if (roll := roll - chance) < 0:
                return fault
        return None

    def _answer(self, token: str, method: str, params: Json) -> Reply:
        try:
            check_utf8(params)
            result = self._method(token, method)(self, params)
        except Refused as refused:
            return refused.reply()
        return reply_json(200, {"ok": True, "result": result})

    def _method(self, token: str, method: str) -> Callable[["TelegramStub", Json], Any]:
        if token != self.token:
            raise Refused(401 if re.fullmatch(r"\d+:[\w-]+", token) else 404)
        if method not in self.METHODS:
            raise Refused(404, "method not found")
        return self.METHODS[method]

    def _parse(self, text: str, mode: str) -> tuple[str, list[Json]]:
        """https://core.telegram.org/bots/api#formatting-options"""
        try:
            return self.oracle.parse(text, mode)
        except CannotParse as error:
            raise Refused(400, str(error)) from None

    # What the methods share

    def _chat(self, params: Json, *, reading: bool = False) -> Chat:
        """The chat that may be spoken in (or looked at: a block does not forbid `getChat`)."""
        wanted = str(params.get("chat_id", ""))
        if not wanted:
            raise Refused(400, "chat_id is empty")
        names = {f"@{chat.username}".lower(): chat for chat in self.chats.values() if chat.username}
        chat = names.get(wanted.lower()) or self.chats.get(whole(wanted))
        if chat is None:
            raise Refused(400, "chat not found")
        if chat.migrated_to:
            reason = "group chat was upgraded to a supergroup chat"
            raise Refused(400, reason, migrate_to_chat_id=chat.migrated_to)
        if chat.state in (("left", "kicked") if reading else REFUSALS):
            code, reason = REFUSALS[chat.state]
            raise Refused(code, reason.format(kind=chat.kind))
        return chat

    def _text(self, params: Json) -> tuple[str, list[Json]]:
        raw, mode = str(params.get("text", "")), str(params.get("parse_mode") or "none")
        if not raw:
            raise Refused(400, "message text is empty")
        if len(raw.encode()) > 1 << 15:
            raise Refused(400, "text is too long")
        plain = mode.lower() == "none"
        given = loads(params.get("entities"), "entities") or []
        text, entities = (raw, given) if plain else self._parse(raw, mode)
        if not text.strip():
            raise Refused(400, "text must be non-empty")
        if len(text) > 4096:  # Unicode scalars, although entities are counted in UTF-16 units
            raise Refused(400, "message is too long")
        self.dropped_entities += max(0, len(entities) - 100)
        return text, entities[:100]

    def _markup(self, params: Json) -> Json | None:
        """https://core.telegram.org/bots/api#inlinekeyboardmarkup"""
        markup = loads(params.get("reply_markup"), "reply keyboard markup") or {}
        if not isinstance(markup, dict):
            raise Refused(400, "object expected as reply markup")
        buttons = [button for row in markup.get("inline_keyboard", ()) for button in row]
        if len(buttons) > 100:
            raise Refused(400, "reply markup is too long")
        for button in buttons:
            self._check_button(button)
        empty = not markup or markup == {"inline_keyboard": []}
        return None if empty else markup

    def _check_button(self, button: Any) -> None:
        if not isinstance(button, dict) or not button.get("text") or len(button) < 2:
            reason = "Text buttons are unallowed in the inline keyboard"
            raise Refused(400, f"can't parse inline keyboard button: {reason}")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise Refused(400, "BUTTON_DATA_INVALID")
        if (url := button.get("url")) is not None:
            link = f'<a href="{html.escape(url)}">x</a>'
            if not self._parse(link, "html")[1]:  # the same check as for links in a text
                raise Refused(400, f"inline keyboard button URL '{url}' is invalid")

    def _thread(self, chat: Chat, params: Json) -> int | None:
        """Even "General" (1) is not found when it is named, unless a test declares it."""
        thread = integer(params, "message_thread_id")
        if thread and thread not in {*chat.topics, *chat.closed_topics}:
            raise Refused(400, "message thread not found")
        if (thread or 1) in chat.closed_topics:
            raise Refused(400, "TOPIC_CLOSED")
        return thread or None

    def _reply_to(self, chat: Chat, params: Json) -> int | None:
        """https://core.telegram.org/bots/api#replyparameters"""
        wanted = loads(params.get("reply_parameters"), "reply parameters") or {
            "message_id": params.get("reply_to_message_id"),
            "allow_sending_without_reply": params.get("allow_sending_without_reply"),
        }
        message_id = integer(wanted, "message_id")
        if not message_id or (chat.id, message_id) in self._messages:
            return message_id or None
        if not flag(wanted, "allow_sending_without_reply"):
            raise Refused(400, "message to be replied not found")
        return None

    def _limit(self, chat: Chat) -> None:
        if self.limits:
            self._limits.take(chat, self.clock())

    def _new_id(self, chat: Chat) -> int:
        """Own ids per supergroup and channel; one sequence of the bot for all other chats."""
        space = chat.id if chat.kind in ("supergroup", "channel") else 0
        self._last_id[space] += 1
        return self._last_id[space]

    def _own(self, chat: Chat, params: Json, verb: str) -> Accepted:
        message_id = integer(params, "message_id")
        if not message_id:
            raise Refused(400, "message identifier is not specified")
        if (chat.id, message_id) not in self._messages:
            raise Refused(400, f"message to {verb} not found")
        if (message := self._messages[chat.id, message_id]) is None:
            raise Refused(400, f"message can't be {verb.rstrip('e')}ed")
        return message

    def _accept(self, message: Accepted) -> Json:
        self._messages[message.chat, message.message_id] = message
        self._write(message)
        return self._message(message)

    def _write(self, message: Accepted) -> None:
        self.journal.append(message)
        if self.journal_file:
            with self.journal_file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(message), ensure_ascii=False) + "\n")

    def _message(self, message: Accepted) -> Json:
        """https://core.telegram.org/bots/api#message"""
        chat = self.chats[message.chat]
        shown = {"message_id": message.message_id, "date": int(message.at), "text": message.text}
        shown |= {"chat": chat.as_json(), "from": self._get_me({})}
        if message.entities:
            shown["entities"] = message.entities
        if message.reply_markup and "inline_keyboard" in message.reply_markup:
            shown["reply_markup"] = message.reply_markup
        if message.thread:
            shown |= {"message_thread_id": message.thread, "is_topic_message": True}
        return shown

    # The methods: https://core.telegram.org/bots/api#available-methods

    def _get_me(self, _params: Json) -> Json:
        bot_id = whole(self.token.partition(":")[0]) or 1
        return {"id": bot_id, "is_bot": True, "first_name": "Stub", "username": "stub_bot"}

    def _send_message(self, params: Json) -> Json:
        text, entities = self._text(params)
        markup, chat = self._markup(params), self._chat(params)
        thread, reply_to = self._thread(chat, params), self._reply_to(chat, params)
        self._limit(chat)
        message = Accepted(
            method="sendMessage",
            chat=chat.id,
            message_id=self._new_id(chat),
            text=text,
            entities=entities,
            reply_markup=markup,
            silent=flag(params, "disable_notification"),
            thread=thread,
            reply_to=reply_to,
            at=self.clock(),
        )
        return self._accept(message)

    def _edit_text(self, params: Json) -> Json:
        text, entities = self._text(params)
        changed = {"text": text, "entities": entities, "reply_markup": self._markup(params)}
        return self._edit(params, "editMessageText", **changed)

    def _edit_markup(self, params: Json) -> Json:
        return self._edit(params, "editMessageReplyMarkup", reply_markup=self._markup(params))

    def _edit(self, params: Json, method: str, **changed: Any) -> Json:
        """Without `reply_markup` an edit takes the buttons away, as it does at Telegram."""
        chat = self._chat(params)
        self._limit(chat)
        before = self._own(chat, params, "edit")
        if replace(before, **changed) == before:
            same = "specified new message content and reply markup are exactly the same as a"
            rest = "current content and reply markup of the message"
            raise Refused(400, f"message is not modified: {same} {rest}")
        return self._accept(replace(before, method=method, **changed))

    def _delete(self, params: Json) -> bool:
        chat = self._chat(params)
        message = self._own(chat, params, "delete")
        if self.clock() - message.at > 48 * 3600:
            raise Refused(400, "message can't be deleted for everyone")
        del self._messages[chat.id, message.message_id]
        self._write(replace(message, method="deleteMessage"))
        return True

    def _answer_tap(self, params: Json) -> bool:
        if len(str(params.get("text") or "")) > 200:
            raise Refused(400, "MESSAGE_TOO_LONG")
        asked = self._taps.get(str(params.get("callback_query_id")), float("-inf"))
        if self.clock() - asked > self.callback_lifetime:
            reason = "query is too old and response timeout expired or query ID is invalid"
            raise Refused(400, reason)
        self.answers.append(params)
        return True

    def _get_updates(self, params: Json) -> list[Json]:
        """A newer poller ends the older one: it is the older that gets the 409."""
        offset, limit = integer(params, "offset"), integer(params, "limit") or 100
        if "allowed_updates" in params:
            self._allowed = loads(params["allowed_updates"], "allowed updates") or ()
        newest = self.updates[offset:] if offset < 0 else self.updates
        self.updates = [update for update in newest if update["update_id"] >= offset]
        self._poll += 1
        mine = self._poll
        self._turn.notify_all()
        if timeout := min(integer(params, "timeout"), self.longest_poll):
            self._turn.wait_for(
                lambda: self.updates or self._poll != mine or self._stopped.is_set(), timeout
            )
        if self._poll != mine:
            rest = "make sure that only one bot instance is running"
            raise Refused(409, f"terminated by other getUpdates request; {rest}")
        return self.updates[: max(1, min(limit, 100))]

    def _delete_webhook(self, params: Json) -> bool:
        """There is never one, but python-telegram-bot asks before it polls."""
        if flag(params, "drop_pending_updates"):
            self.updates.clear()
        return True

    def _set_commands(self, params: Json) -> bool:
        """https://core.telegram.org/bots/api#botcommand"""
        commands = loads(params.get("commands"), "commands") or []
        scope = loads(params.get("scope"), "scope") or {"type": "default"}
        if len(commands) > 100:
            raise Refused(400, "BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise Refused(400, "BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise Refused(400, "BOT_COMMAND_DESCRIPTION_INVALID")
        if "chat_id" in scope:
            self._chat(scope, reading=True)
        self.commands[scope["type"]] = commands
        return True

    def _get_chat(self, params: Json) -> Json:
        chat = self._chat(params, reading=True)
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
        accepted = dict.fromkeys((*gifts, "gifts_from_channels"), False)
        needed = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": accepted}
        forum = {"is_forum": True} if chat.topics or chat.closed_topics else {}
        return chat.as_json() | needed | forum

    def _leave_chat(self, params: Json) -> bool:
        chat = self._chat(params, reading=True)
        if chat.kind == "private":
            raise Refused(400, "chat member status can't be changed in private chats")
        chat.state = "left"
        return True

    METHODS: ClassVar[dict[str, Callable[["TelegramStub", Json], Any]]] = {
        "getme": _get_me,
        "sendmessage": _send_message,
        "editmessagetext": _edit_text,
        "editmessagereplymarkup": _edit_markup,
        "deletemessage": _delete,
        "answercallbackquery": _answer_tap,
        "getupdates": _get_updates,
        "deletewebhook": _delete_webhook,
        "setmycommands": _set_commands,
        "getchat": _get_chat,
        "leavechat": _leave_chat,
    }


def main() -> None:
    """For trying things by hand."""
    parser = argparse.ArgumentParser(description="A strict Telegram Bot API server on loopback.")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default="123456:stub-token")
    parser.add_argument("--journal", type=Path)
    parser.add_argument("--chat", type=int, action="append", default=[], metavar="ID")
    parser.add_argument("--no-limits", action="store_true")
    args = parser.parse_args()
    limits = not args.no_limits
    stub = TelegramStub(token=args.token, port=args.port, limits=limits, journal=args.journal)
    for chat_id in args.chat:
        supergroup = str(chat_id).startswith("-100")
        kind: Kind = "private" if chat_id > 0 else "supergroup" if supergroup else "group"
        stub.chat(chat_id, kind)
    with stub, suppress(KeyboardInterrupt):
        sys.stderr.write(f"listening on {stub.url}\n")
        threading.Event().wait()


if __name__ == "__main__":
    main()
