"""The stub of Telegram is strict: it refuses what Telegram refuses, and in Telegram's words."""

import json
import ssl
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, NetworkError
from telegram.request import HTTPXRequest

from tests.tdlib import CannotParse, Oracle
from tests.telegram_stub import TelegramStub

TLS = ssl.create_default_context()  # never used, but costly to make for every client
PRIVATE, GROUP, SUPERGROUP, CHANNEL = 77, -55, -100123, -100456


@pytest.fixture
def stub() -> Iterator[TelegramStub]:
    with TelegramStub() as stub:
        stub.clock = lambda: 1_000_000.0
        stub.chat(PRIVATE)
        stub.chat(GROUP, "group")
        stub.chat(SUPERGROUP, "supergroup", username="watchers", topics={5}, closed_topics={6})
        stub.chat(CHANNEL, "channel")
        yield stub


class Caller:
    """Speaks the Bot API without any library in between."""

    def __init__(self, stub: TelegramStub) -> None:
        self.root = f"{stub.url}/bot{stub.token}"
        self.http = httpx.Client(trust_env=False, timeout=30, verify=TLS)

    def __call__(self, method: str, **params: Any) -> Any:
        """The result; the call must be accepted."""
        answer = self.http.post(f"{self.root}/{method}", json=params).json()
        assert answer["ok"], answer
        return answer["result"]

    def refusal(self, method: str, **params: Any) -> tuple[int, str]:
        """The code and the words of a call that must be refused."""
        response = self.http.post(f"{self.root}/{method}", json=params)
        answer = response.json()
        assert answer["ok"] is False
        assert answer["error_code"] == response.status_code
        return response.status_code, answer["description"]

    def send(self, text: str = "news", chat: int = SUPERGROUP, **params: Any) -> int:
        return int(self("sendMessage", chat_id=chat, text=text, **params)["message_id"])

    def unsent(self, text: str = "news", chat: int | str = SUPERGROUP, **params: Any) -> str:
        """Why a sendMessage is a bad request."""
        code, description = self.refusal("sendMessage", chat_id=chat, text=text, **params)
        assert code == 400
        assert description.startswith("Bad Request: ")
        return description.removeprefix("Bad Request: ")

    def unedited(self, message_id: int, chat: int = SUPERGROUP, **params: Any) -> str:
        """Why an editMessageReplyMarkup is a bad request."""
        method = "editMessageReplyMarkup"
        code, description = self.refusal(method, chat_id=chat, message_id=message_id, **params)
        assert code == 400
        return description.removeprefix("Bad Request: ")


@pytest.fixture
def call(stub: TelegramStub) -> Iterator[Caller]:
    caller = Caller(stub)
    with caller.http:
        yield caller


def keyboard(*data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Why?", "callback_data": item}] for item in data]}


# Who may speak


def test_an_unknown_token_is_unauthorized(stub: TelegramStub, call: Caller) -> None:
    call.root = f"{stub.url}/bot999:someone-else"
    assert call.refusal("getMe") == (401, "Unauthorized")


def test_a_malformed_token_is_not_found(stub: TelegramStub, call: Caller) -> None:
    call.root = f"{stub.url}/botnonsense"
    assert call.refusal("getMe") == (404, "Not Found")


def test_a_path_without_a_token_is_not_found(stub: TelegramStub, call: Caller) -> None:
    call.root = stub.url
    assert call.refusal("getMe") == (404, "Not Found")


def test_an_unknown_method_is_not_found(call: Caller) -> None:
    assert call.refusal("sendMesage") == (404, "Not Found: method not found")


def test_the_name_of_a_method_may_be_in_any_case(call: Caller) -> None:
    assert call("GETME")["is_bot"] is True


def test_json_form_and_query_are_read_alike(stub: TelegramStub, call: Caller) -> None:
    params = {"chat_id": str(GROUP), "text": "<b>one</b> & two", "parse_mode": "HTML"}
    params |= {"reply_markup": json.dumps(keyboard("k")), "disable_notification": "true"}
    url = f"{call.root}/sendMessage"
    answers = [
        call.http.post(url, json=params),
        call.http.post(url, data=params),
        call.http.get(url, params=params),
    ]
    assert [answer.json()["ok"] for answer in answers] == [True] * 3
    assert {sent.text for sent in stub.journal} == {"one & two"}
    assert all(sent.silent and sent.reply_markup == keyboard("k") for sent in stub.journal)


def test_a_body_that_is_not_json_is_refused(call: Caller) -> None:
    headers = {"Content-Type": "application/json"}
    answer = call.http.post(f"{call.root}/getMe", content=b"{", headers=headers)
    assert answer.status_code == 400


def test_a_file_upload_is_refused_rather_than_misread(call: Caller) -> None:
    answer = call.http.post(f"{call.root}/sendMessage", files={"text": b"x"})
    assert "reads JSON and forms" in answer.json()["description"]


# What may be said


@pytest.mark.parametrize(
    "text",
    ["a < b", "line<br>break", "<p>x</p>", "<b>open", '<a href=x y="z>', "&#xD800;", "<приве>т"],
)
def test_html_that_telegram_cannot_parse_is_refused(call: Caller, text: str) -> None:
    assert call.unsent(text, parse_mode="HTML").startswith("can't parse entities: ")


def test_a_stray_angle_bracket_is_refused_with_its_place(call: Caller) -> None:
    reason = call.unsent("if a < b", parse_mode="HTML")
    assert reason == 'can\'t parse entities: Unsupported start tag "" at byte offset 5'


def test_a_stray_angle_bracket_is_text_when_there_is_no_parse_mode(call: Caller) -> None:
    assert call("sendMessage", chat_id=GROUP, text="a < b")["text"] == "a < b"


def test_an_unescaped_dot_is_refused_in_markdown(call: Caller) -> None:
    assert "Character '.' is reserved" in call.unsent("End.", parse_mode="MarkdownV2")


def test_an_unknown_parse_mode_is_refused(call: Caller) -> None:
    assert call.unsent("x", parse_mode="BBCode") == "unsupported parse_mode"


def test_no_text_is_refused(call: Caller) -> None:
    assert call.unsent("") == "message text is empty"


@pytest.mark.parametrize("text", [" \n ", "<b></b>", "<i> </i>"])
def test_text_that_shows_nothing_is_refused(call: Caller, text: str) -> None:
    assert call.unsent(text, parse_mode="HTML") == "text must be non-empty"


def test_4096_characters_pass_and_4097_do_not(call: Caller) -> None:
    call.send("x" * 4096)
    assert call.unsent("x" * 4097) == "message is too long"


def test_length_is_counted_in_characters_and_not_in_utf16_units(call: Caller) -> None:
    call.send("😀" * 4096)
    assert call.unsent("😀" * 4097) == "message is too long"


def test_length_is_counted_after_parsing(call: Caller) -> None:
    call.send("<b>" + "&amp;" * 4096 + "</b>", parse_mode="HTML")


def test_more_than_32768_bytes_are_refused_before_parsing(call: Caller) -> None:
    call.send("<b></b>" * 4681 + "x", parse_mode="HTML")  # 32768 bytes that show one character
    assert call.unsent("<b></b>" * 4681 + "xy", parse_mode="HTML") == "text is too long"


def test_the_hundred_and_first_entity_is_dropped_and_counted(
    stub: TelegramStub, call: Caller
) -> None:
    call.send("<b>x</b> " * 103, parse_mode="HTML")
    assert len(stub.journal[0].entities) == 100
    assert stub.dropped_entities == 3


@pytest.mark.parametrize("href", ["foo", "http://", "javascript:alert(1)"])
def test_an_invalid_link_is_dropped_without_an_error(
    stub: TelegramStub, call: Caller, href: str
) -> None:
    call.send(f'<a href="{href}">the rule</a>', parse_mode="HTML")
    assert (stub.journal[0].text, stub.journal[0].entities) == ("the rule", [])


def test_entities_are_journalled_as_the_bot_api_names_them(
    stub: TelegramStub, call: Caller
) -> None:
    text = '😀<a href="https://bis.gov/?a=1&amp;b=2">x</a><blockquote expandable>q</blockquote>'
    call.send(text, parse_mode="HTML")
    assert stub.journal[0].entities == [
        {"type": "text_link", "offset": 2, "length": 1, "url": "https://bis.gov/?a=1&b=2"},
        {"type": "expandable_blockquote", "offset": 3, "length": 1},
    ]


@pytest.mark.parametrize("where", ["text", "reply_markup"])
def test_a_lone_surrogate_is_refused_in_json(call: Caller, where: str) -> None:
    broken = "\ud800" if where == "text" else keyboard("\ud800")
    params = {"chat_id": GROUP, "text": "x", where: broken}
    headers = {"Content-Type": "application/json"}
    body = json.dumps(params).encode()
    answer = call.http.post(f"{call.root}/sendMessage", content=body, headers=headers)
    assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


@pytest.mark.parametrize("body", ["text=%ED%A0%80", 'text=x&reply_markup=["%5Cud800"]'])
def test_a_lone_surrogate_is_refused_in_a_form(call: Caller, body: str) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = call.http.post(
        f"{call.root}/sendMessage", content=f"chat_id={GROUP}&{body}", headers=headers
    )
    assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


def test_a_death_of_the_parser_is_a_refusal_and_the_next_text_is_parsed(
    stub: TelegramStub, call: Caller
) -> None:
    call.send("<b>x</b>", parse_mode="HTML")
    assert stub.oracle.process
    stub.oracle.process.kill()
    stub.oracle.process.wait()
    assert call.unsent("<b>x</b>", parse_mode="HTML").startswith("can't parse entities: ")
    call.send("<b>x</b>", parse_mode="HTML")


def test_the_parser_can_be_asked_without_a_server() -> None:
    oracle = Oracle()
    assert oracle.parse("<b>x</b>") == ("x", [{"type": "bold", "offset": 0, "length": 1}])
    with pytest.raises(CannotParse, match="Unsupported start tag"):
        oracle.parse("<br>")
    oracle.close()


# Buttons


@pytest.mark.parametrize("data", ["", "x" * 65, "é" * 33])
def test_callback_data_is_1_to_64_bytes(call: Caller, data: str) -> None:
    assert call.unsent(reply_markup=keyboard(data)) == "BUTTON_DATA_INVALID"


def test_64_bytes_of_callback_data_pass(call: Caller) -> None:
    call.send(reply_markup=keyboard("é" * 32))


def test_a_hundred_buttons_pass_and_one_more_does_not(call: Caller) -> None:
    call.send(reply_markup=keyboard(*["k"] * 100))
    assert call.unsent(reply_markup=keyboard(*["k"] * 101)) == "reply markup is too long"


def test_a_button_that_does_nothing_is_refused(call: Caller) -> None:
    reason = call.unsent(reply_markup={"inline_keyboard": [[{"text": "Why?"}]]})
    assert reason.startswith("can't parse inline keyboard button: ")


def test_a_button_with_an_invalid_link_is_refused(call: Caller) -> None:
    def markup(url: str) -> dict[str, Any]:
        return {"inline_keyboard": [[{"text": "Open", "url": url}]]}

    call.send(reply_markup=markup("https://bis.gov/?a=1&b=2"))
    reason = call.unsent(reply_markup=markup("nowhere"))
    assert reason == "inline keyboard button URL 'nowhere' is invalid"


@pytest.mark.parametrize("markup", ["{", "[1]"])
def test_markup_that_is_not_an_object_is_refused(call: Caller, markup: str) -> None:
    assert "reply" in call.unsent(reply_markup=markup)


# Editing and deleting


def test_an_edit_that_changes_nothing_is_refused(call: Caller) -> None:
    sent = call.send(reply_markup=keyboard("delivery-1"))
    reason = call.unedited(sent, reply_markup=keyboard("delivery-1"))
    assert reason.startswith("message is not modified: specified new message content")


def test_the_same_words_in_bold_are_a_change(call: Caller) -> None:
    sent = call.send("news")
    place = {"chat_id": SUPERGROUP, "message_id": sent}
    call("editMessageText", text="<b>news</b>", parse_mode="HTML", **place)
    code, reason = call.refusal("editMessageText", text="*news*", parse_mode="Markdown", **place)
    assert (code, reason[:36]) == (400, "Bad Request: message is not modified")


def test_an_edit_without_markup_takes_the_buttons_away(stub: TelegramStub, call: Caller) -> None:
    sent = call.send(reply_markup=keyboard("k"))
    call("editMessageText", chat_id=SUPERGROUP, message_id=sent, text="news, part two")
    assert stub.journal[-1].reply_markup is None
    assert stub.journal[-1].text == "news, part two"


def test_a_message_that_never_was_cannot_be_edited(call: Caller) -> None:
    assert call.unedited(1, reply_markup=keyboard("k")) == "message to edit not found"


def test_a_message_of_another_chat_is_not_found(call: Caller) -> None:
    sent = call.send(chat=GROUP)
    assert call.unedited(sent, chat=PRIVATE) == "message to edit not found"


def test_the_message_of_someone_else_cannot_be_edited(stub: TelegramStub, call: Caller) -> None:
    theirs = stub.says(SUPERGROUP, "hello")
    assert call.unedited(theirs, reply_markup=keyboard("k")) == "message can't be edited"


def test_an_edit_of_no_message_is_refused(call: Caller) -> None:
    assert call.unedited(0) == "message identifier is not specified"


def test_a_deleted_message_is_gone(stub: TelegramStub, call: Caller) -> None:
    sent = call.send()
    assert call("deleteMessage", chat_id=SUPERGROUP, message_id=sent) is True
    assert call.unedited(sent) == "message to edit not found"
    again = call.refusal("deleteMessage", chat_id=SUPERGROUP, message_id=sent)
    assert again == (400, "Bad Request: message to delete not found")
    assert [line.method for line in stub.journal] == ["sendMessage", "deleteMessage"]


def test_the_message_of_someone_else_cannot_be_deleted(stub: TelegramStub, call: Caller) -> None:
    theirs = stub.says(SUPERGROUP, "hello")
    refused = call.refusal("deleteMessage", chat_id=SUPERGROUP, message_id=theirs)
    assert refused == (400, "Bad Request: message can't be deleted")


def test_a_message_cannot_be_deleted_after_two_days(stub: TelegramStub, call: Caller) -> None:
    sent = call.send()
    stub.clock = lambda: 1_000_000.0 + 48 * 3600 + 1
    refused = call.refusal("deleteMessage", chat_id=SUPERGROUP, message_id=sent)
    assert refused == (400, "Bad Request: message can't be deleted for everyone")


# Replies and topics


@pytest.mark.parametrize("form", ["reply_parameters", "reply_to_message_id"])
def test_a_reply_to_nothing_is_refused(call: Caller, form: str) -> None:
    wanted: dict[str, Any] = {form: {"message_id": 9} if form == "reply_parameters" else 9}
    assert call.unsent(**wanted) == "message to be replied not found"


def test_a_reply_to_nothing_can_be_sent_without_reply(stub: TelegramStub, call: Caller) -> None:
    call.send(reply_parameters={"message_id": 9, "allow_sending_without_reply": True})
    assert stub.journal[0].reply_to is None


def test_a_reply_is_journalled(stub: TelegramStub, call: Caller) -> None:
    first = call.send()
    call.send("more", reply_parameters={"message_id": first})
    assert stub.journal[-1].reply_to == first


def test_a_topic_is_journalled(stub: TelegramStub, call: Caller) -> None:
    call.send(message_thread_id=5)
    assert stub.journal[0].thread == 5


@pytest.mark.parametrize(("chat", "topic"), [(SUPERGROUP, 4), (SUPERGROUP, 1), (GROUP, 5)])
def test_an_unknown_topic_is_refused(call: Caller, chat: int, topic: int) -> None:
    assert call.unsent(chat=chat, message_thread_id=topic) == "message thread not found"


def test_a_closed_topic_is_refused(call: Caller) -> None:
    assert call.unsent(message_thread_id=6) == "TOPIC_CLOSED"


def test_a_closed_general_topic_is_refused(stub: TelegramStub, call: Caller) -> None:
    stub.chats[SUPERGROUP].closed_topics = {1}
    assert call.unsent() == "TOPIC_CLOSED"


# Chats


@pytest.mark.parametrize("chat", [-1, 123, "@nobody", "nonsense"])
def test_an_unknown_chat_is_refused(call: Caller, chat: int | str) -> None:
    assert call.unsent(chat=chat) == "chat not found"


def test_no_chat_is_refused(call: Caller) -> None:
    assert call.unsent(chat="") == "chat_id is empty"


def test_a_public_chat_has_a_name(stub: TelegramStub, call: Caller) -> None:
    call("sendMessage", chat_id="@Watchers", text="x")
    assert stub.journal[0].chat == SUPERGROUP


@pytest.mark.parametrize(
    ("chat", "state", "reason"),
    [
        (PRIVATE, "blocked", "bot was blocked by the user"),
        (PRIVATE, "deactivated", "user is deactivated"),
        (PRIVATE, "stranger", "bot can't initiate conversation with a user"),
        (CHANNEL, "left", "bot is not a member of the channel chat"),
        (SUPERGROUP, "kicked", "bot was kicked from the supergroup chat"),
        (GROUP, "kicked", "bot was kicked from the group chat"),
    ],
)
def test_a_chat_that_is_shut_is_forbidden(
    stub: TelegramStub, call: Caller, chat: int, state: str, reason: str
) -> None:
    sent = call.send(chat=chat)
    stub.chats[chat].state = state
    forbidden = (403, f"Forbidden: {reason}")
    assert call.refusal("sendMessage", chat_id=chat, text="x") == forbidden
    assert call.refusal("editMessageText", chat_id=chat, message_id=sent, text="x") == forbidden
    assert call.refusal("deleteMessage", chat_id=chat, message_id=sent) == forbidden
    assert len(stub.journal) == 1


def test_a_chat_where_the_bot_is_muted_is_a_bad_request(stub: TelegramStub, call: Caller) -> None:
    stub.chats[GROUP].state = "muted"
    assert call.unsent(chat=GROUP) == "not enough rights to send text messages to the chat"


def test_a_group_that_grew_names_its_new_id(stub: TelegramStub, call: Caller) -> None:
    stub.migrate(GROUP, -100999)
    params = {"chat_id": GROUP, "text": "x"}
    answer = call.http.post(f"{call.root}/sendMessage", json=params).json()
    assert answer == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": -100999},
    }
    assert call.send(chat=-100999) == 1


def test_supergroups_and_channels_count_their_messages_and_all_others_share_a_count(
    stub: TelegramStub, call: Caller
) -> None:
    chats = [PRIVATE, GROUP, SUPERGROUP, CHANNEL, PRIVATE, SUPERGROUP]
    assert [call.send(chat=chat) for chat in chats] == [1, 2, 1, 1, 3, 2]
    stub.says(PRIVATE, "hello")
    assert call.send(chat=GROUP) == 5


def test_a_chat_can_be_looked_at(stub: TelegramStub, call: Caller) -> None:
    stub.chats[PRIVATE].state = "blocked"
    assert call("getChat", chat_id=PRIVATE)["type"] == "private"
    assert call("getChat", chat_id=SUPERGROUP)["is_forum"] is True
    assert call.refusal("getChat", chat_id=9)[1] == "Bad Request: chat not found"


def test_a_chat_that_was_left_is_shut(call: Caller) -> None:
    assert call("leaveChat", chat_id=GROUP) is True
    left = (403, "Forbidden: bot is not a member of the group chat")
    assert call.refusal("sendMessage", chat_id=GROUP, text="x") == left
    assert call.refusal("getChat", chat_id=GROUP) == left


def test_a_private_chat_cannot_be_left(call: Caller) -> None:
    assert call.refusal("leaveChat", chat_id=PRIVATE)[0] == 400


# Updates, taps and commands


def test_updates_come_until_they_are_confirmed(stub: TelegramStub, call: Caller) -> None:
    stub.says(PRIVATE, "/start")
    stub.says(PRIVATE, "/help")
    first, second = call("getUpdates")
    assert call("getUpdates") == [first, second]
    assert call("getUpdates", offset=second["update_id"]) == [second]
    assert call("getUpdates", offset=second["update_id"] + 1) == []
    assert first["message"]["text"] == "/start"
    assert first["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


def test_a_negative_offset_keeps_only_the_newest_updates(stub: TelegramStub, call: Caller) -> None:
    for text in "abc":
        stub.says(PRIVATE, text)
    assert [update["message"]["text"] for update in call("getUpdates", offset=-2)] == ["b", "c"]
    assert len(call("getUpdates")) == 2


def test_the_number_of_updates_can_be_limited(stub: TelegramStub, call: Caller) -> None:
    for _ in range(101):
        stub.says(PRIVATE, "x")
    assert len(call("getUpdates", limit=2)) == 2
    assert len(call("getUpdates", limit=500)) == 100


def test_a_waiting_poller_is_told_at_once(stub: TelegramStub, call: Caller) -> None:
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(call, "getUpdates", timeout=50)
        stub.says(CHANNEL, "post")
        assert "channel_post" in waiting.result()[0]


def test_a_second_poller_ends_the_first_with_a_conflict(call: Caller) -> None:
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(call.refusal, "getUpdates", timeout=50)
        while not first.done():  # the second may come before the first: then it comes again
            assert call("getUpdates") == []
    code, description = first.result()
    assert code == 409
    assert description.startswith("Conflict: terminated by other getUpdates request")


def test_a_poller_waits_no_longer_than_the_server_allows(stub: TelegramStub, call: Caller) -> None:
    assert stub.longest_poll == 50
    stub.longest_poll = 0
    assert call("getUpdates", timeout=3600) == []


def test_updates_that_were_not_asked_for_do_not_come(stub: TelegramStub, call: Caller) -> None:
    call("getUpdates", allowed_updates=["callback_query"])
    stub.says(PRIVATE, "hello")
    stub.press(PRIVATE, 1, "forged")
    assert [list(update)[1] for update in call("getUpdates")] == ["callback_query"]


def test_pending_updates_can_be_dropped_before_polling(stub: TelegramStub, call: Caller) -> None:
    stub.says(PRIVATE, "old news")
    assert call("deleteWebhook") is True
    assert len(stub.updates) == 1
    call("deleteWebhook", drop_pending_updates=True)
    assert call("getUpdates") == []


def test_a_tap_names_its_message_and_can_be_answered(stub: TelegramStub, call: Caller) -> None:
    sent = call.send(reply_markup=keyboard("why|1"))
    query = stub.press(SUPERGROUP, sent, "why|1", user=5)
    tap = call("getUpdates")[0]["callback_query"]
    assert (tap["data"], tap["from"]["id"]) == ("why|1", 5)
    assert tap["message"]["message_id"] == sent
    assert call("answerCallbackQuery", callback_query_id=query, text="x" * 200) is True
    assert stub.answers[0]["text"] == "x" * 200


def test_an_answer_longer_than_200_characters_is_refused(stub: TelegramStub, call: Caller) -> None:
    query = stub.press(PRIVATE, 1, "k")
    refused = call.refusal("answerCallbackQuery", callback_query_id=query, text="x" * 201)
    assert refused == (400, "Bad Request: MESSAGE_TOO_LONG")


TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def test_an_unknown_tap_cannot_be_answered(call: Caller) -> None:
    assert call.refusal("answerCallbackQuery", callback_query_id="9") == (400, TOO_OLD)


def test_an_old_tap_cannot_be_answered(stub: TelegramStub, call: Caller) -> None:
    query = stub.press(PRIVATE, 1, "k")
    stub.clock = lambda: 1_000_061.0
    assert call.refusal("answerCallbackQuery", callback_query_id=query) == (400, TOO_OLD)


def test_commands_are_kept_by_scope(stub: TelegramStub, call: Caller) -> None:
    commands = [{"command": "latest", "description": "Latest alerts"}]
    call("setMyCommands", commands=commands, scope={"type": "chat", "chat_id": GROUP})
    assert stub.commands == {"chat": commands}


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([{"command": "Latest", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "x", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "x", "description": "x"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
def test_commands_that_telegram_would_not_show_are_refused(
    call: Caller, commands: list[dict[str, str]], reason: str
) -> None:
    assert call.refusal("setMyCommands", commands=commands) == (400, f"Bad Request: {reason}")


# Limits: the clock of the stub is told, never waited for


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(stub: TelegramStub) -> Clock:
    clock = Clock()
    stub.clock, stub.limits = clock, True
    return clock


def test_a_short_burst_to_one_chat_passes_and_then_one_a_second(call: Caller, clock: Clock) -> None:
    for _ in range(3):
        call.send(chat=PRIVATE)
    params = {"chat_id": PRIVATE, "text": "x"}
    answer = call.http.post(f"{call.root}/sendMessage", json=params)
    assert answer.status_code == 429
    assert answer.json()["description"] == "Too Many Requests: retry after 3"
    assert answer.json()["parameters"] == {"retry_after": 3}
    call.send(chat=GROUP)
    clock.now += 3
    call.send(chat=PRIVATE)


def test_twenty_messages_a_minute_go_to_a_group(call: Caller, clock: Clock) -> None:
    for _ in range(20):
        call.send()
        clock.now += 1
    too_many = call.refusal("sendMessage", chat_id=SUPERGROUP, text="x")
    assert too_many == (429, "Too Many Requests: retry after 40")
    clock.now += 40
    call.send()


def test_a_private_chat_has_no_limit_per_minute(call: Caller, clock: Clock) -> None:
    for _ in range(25):
        call.send(chat=PRIVATE)
        clock.now += 1


def test_thirty_messages_a_second_go_out_in_all(
    stub: TelegramStub, call: Caller, clock: Clock
) -> None:
    for chat in range(1, 31):
        stub.chat(chat)
        call.send(chat=chat)
    too_many = call.refusal("sendMessage", chat_id=PRIVATE, text="x")
    assert too_many == (429, "Too Many Requests: retry after 1")
    clock.now += 1
    call.send(chat=PRIVATE)


@pytest.mark.usefixtures("clock")
def test_an_edit_counts_as_a_message_and_a_refused_text_does_not(call: Caller) -> None:
    sent = call.send()
    call.unsent("")
    call.unedited(sent)
    call("editMessageText", chat_id=SUPERGROUP, message_id=sent, text="more")
    place = {"chat_id": SUPERGROUP, "message_id": sent}
    assert call.refusal("editMessageText", text="and more", **place)[0] == 429


def test_limits_can_be_off(call: Caller) -> None:
    for _ in range(40):
        call.send()


# Faults


@pytest.mark.parametrize(("fault", "accepted"), [("drop", 0), ("accept_drop", 1)])
def test_a_connection_can_be_cut_before_or_after_the_message_is_accepted(
    stub: TelegramStub, call: Caller, fault: str, accepted: int
) -> None:
    stub.fail(fault)
    with pytest.raises(httpx.RemoteProtocolError):
        call.send()
    assert len(stub.journal) == accepted
    assert call.send() == accepted + 1
    assert [(known.method, known.status) for known in stub.calls] == [
        ("sendmessage", 0),
        ("sendmessage", 200),
    ]


@pytest.mark.parametrize(("fault", "accepted"), [("hang", 0), ("accept_hang", 1)])
def test_an_answer_can_stay_out_until_the_stub_ends(fault: str, accepted: int) -> None:
    with ThreadPoolExecutor(1) as pool:
        with TelegramStub() as stub:
            stub.chat(SUPERGROUP, "supergroup")
            stub.fail(fault)
            call = Caller(stub)
            answer = pool.submit(call.send)
            stub.wait(lambda: len(stub.calls) == 1)
            assert len(stub.journal) == accepted
            assert not answer.done()
        with pytest.raises(httpx.RemoteProtocolError):
            answer.result()
        call.http.close()


def test_a_wait_for_what_does_not_happen_ends(stub: TelegramStub) -> None:
    with pytest.raises(TimeoutError):
        stub.wait(lambda: False, timeout=0)


@pytest.mark.parametrize(
    ("fault", "accepted"), [("500", 0), ("502", 0), ("accept_500", 1), ("accept_502", 1)]
)
def test_a_server_error_may_come_before_or_after_the_message_is_accepted(
    stub: TelegramStub, call: Caller, fault: str, accepted: int
) -> None:
    stub.fail(fault)
    answer = call.http.post(f"{call.root}/sendMessage", json={"chat_id": GROUP, "text": "x"})
    html = fault.endswith("502")
    assert answer.status_code == (502 if html else 500)
    assert answer.headers["Content-Type"] == ("text/html" if html else "application/json")
    assert len(stub.journal) == accepted


def test_a_flood_wait_can_be_set_for_one_chat(stub: TelegramStub, call: Caller) -> None:
    stub.fail("429", chat=SUPERGROUP, retry_after=30)
    call.send(chat=GROUP)
    too_many = (429, "Too Many Requests: retry after 30")
    assert call.refusal("sendMessage", chat_id=SUPERGROUP, text="x") == too_many
    call.send()


def test_faults_wait_for_a_message_unless_they_name_a_method(
    stub: TelegramStub, call: Caller
) -> None:
    stub.fail("500", "502")
    stub.fail("500", method="getMe")
    assert call("getUpdates") == []
    assert call.refusal("getMe") == (500, "Internal Server Error")
    assert call.refusal("sendMessage", chat_id=GROUP, text="x")[0] == 500
    assert [fault.kind for fault in stub.faults] == ["502"]


def test_an_unknown_fault_is_a_mistake_of_the_test(stub: TelegramStub) -> None:
    with pytest.raises(ValueError, match="no such fault: acept_drop"):
        stub.fail("acept_drop")


def test_chaos_is_the_same_for_the_same_seed(stub: TelegramStub, call: Caller) -> None:
    def statuses() -> list[int]:
        stub.chaos(7, {"500": 0.3, "429": 0.3})
        url, params = f"{call.root}/sendMessage", {"chat_id": GROUP, "text": "x"}
        return [call.http.post(url, json=params).status_code for _ in range(30)]

    first = statuses()
    assert first == statuses()
    assert set(first) == {200, 429, 500}


# The journal, and the ways in


def test_the_journal_file_holds_a_line_for_every_accepted_message(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with TelegramStub(journal=path) as stub, (call := Caller(stub)).http:
        stub.chat(GROUP, "group")
        call.send("<b>合规</b>", chat=GROUP, parse_mode="HTML", disable_notification=True)
        call.unsent("", chat=GROUP)
        line = json.loads(path.read_text(encoding="utf-8"))
    assert line.pop("at") > 0
    assert line == {
        "method": "sendMessage",
        "chat": GROUP,
        "message_id": 1,
        "text": "合规",
        "entities": [{"type": "bold", "offset": 0, "length": 2}],
        "reply_markup": None,
        "silent": True,
        "thread": None,
        "reply_to": None,
    }


def test_many_clients_at_once_get_an_id_each(call: Caller) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda n: call.send(f"<b>{n}</b>", parse_mode="HTML"), range(200)))
    assert sorted(ids) == list(range(1, 201))


async def test_python_telegram_bot_speaks_to_the_stub(stub: TelegramStub) -> None:
    wire = [HTTPXRequest(httpx_kwargs={"trust_env": False}) for _ in range(2)]
    bot = Bot(stub.token, base_url=f"{stub.url}/bot", request=wire[0], get_updates_request=wire[1])
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Why?", callback_data="why|1")]])
    async with bot:
        sent = await bot.send_message(SUPERGROUP, "<b>x</b>", "HTML", reply_markup=markup)
        await sent.edit_text("y", reply_markup=markup)
        with pytest.raises(BadRequest, match="Message is not modified"):
            await sent.edit_reply_markup(markup)
        stub.press(SUPERGROUP, sent.message_id, "why|1")
        (update,) = await bot.get_updates(timeout=5)
        assert update.callback_query
        assert await update.callback_query.answer("because")
        assert (await bot.get_chat(SUPERGROUP)).is_forum
        assert await bot.set_my_commands([("latest", "Latest alerts")])
        stub.fail("accept_drop")
        with pytest.raises(NetworkError):
            await bot.send_message(SUPERGROUP, "z")
        assert await sent.delete()
    methods = ["sendMessage", "editMessageText", "sendMessage", "deleteMessage"]
    assert [line.method for line in stub.journal] == methods


def test_the_stub_can_be_run_by_hand(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.telegram_stub", "--port", "0", "--token", "T"]
    command += ["--chat", "-100123", "--journal", str(tmp_path / "journal.jsonl")]
    root = Path(__file__).parents[1]
    with subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            url = process.stderr.readline().split()[-1]
            sent = httpx.post(
                f"{url}/botT/sendMessage", json={"chat_id": -100123, "text": "x"}, trust_env=False
            )
        finally:
            process.terminate()
    assert sent.json()["result"]["message_id"] == 1
