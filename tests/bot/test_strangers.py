"""Strangers get silence: no answer and no trace, whatever kind of update it is."""

from typing import Any

import pytest

from tests.bot.world import ADMIN, DESK, NOWHERE, READER, STRANGER, Hall
from tests.samples import NOW
from tracker.bot.commands import ALSO, COMMANDS
from tracker.core.letters import data
from tracker.store import Lookup, Readers

AT = int(NOW.timestamp())
WHO = {"id": STRANGER, "is_bot": False, "first_name": "Mallory"}
ALONE = {"id": STRANGER, "type": "private", "first_name": "Mallory"}
GROUP = {"id": NOWHERE, "type": "supergroup", "title": "Elsewhere"}
BROADCAST = {"id": -1008, "type": "channel", "title": "Elsewhere"}
TEXTS = [
    *(f"/{verb}" for verb in [*COMMANDS, *ALSO]),
    "/start ABCD-EFGH-JKLM",
    "/watch Mine: anything",
    "/mute all 7d",
    "/dead retry",
    "/status@stub_bot",
    "hello",
]


def message(chat: dict[str, Any], text: str, **more: Any) -> dict[str, Any]:
    return {"message_id": 70, "date": AT, "chat": chat, "from": WHO, "text": text} | more


async def silent(hall: Hall, *updates: tuple[str, Any]) -> None:
    """Nothing is said and nothing is written because of these."""
    if hall.stub.updates:
        await hall.turn()  # what came before is read once and for all
    before, calls = hall.tables(), len(hall.stub.calls)
    for kind, body in updates:
        hall.stub.push(kind, body)
    assert len(hall.stub.updates) == len(updates)
    await hall.turn()
    await hall.turn()

    assert hall.stub.updates == []  # all of them were read
    assert hall.tables() == before
    methods = {call.method for call in hall.stub.calls[calls:]}
    assert methods <= {"getme", "getupdates", "setmycommands"}


@pytest.mark.parametrize("chat", [ALONE, GROUP, BROADCAST], ids=lambda chat: chat["type"])
@pytest.mark.parametrize(
    "kind", ["message", "edited_message", "channel_post", "edited_channel_post"]
)
async def test_nothing_that_a_stranger_writes_is_answered(
    hall: Hall, kind: str, chat: dict[str, Any]
) -> None:
    await hall.alert()
    await silent(hall, *((kind, message(chat, text)) for text in TEXTS))


@pytest.mark.parametrize("kind", ["edited_message", "channel_post", "edited_channel_post"])
async def test_an_edit_or_a_post_is_no_command_even_of_an_operator(hall: Hall, kind: str) -> None:
    admin = {"id": ADMIN, "is_bot": False, "first_name": "Ann"}
    desk = hall.stub.chats[DESK].as_json()
    await silent(hall, *((kind, message(desk, text, **{"from": admin})) for text in TEXTS))


async def test_a_stranger_in_our_group_reads_and_one_elsewhere_does_not(hall: Hall) -> None:
    assert "Sources" in await hall.ask("/status", DESK, STRANGER)
    await silent(hall, ("message", message(GROUP, "/status")))


async def test_an_operator_is_not_answered_where_strangers_read_along(hall: Hall) -> None:
    admin = {"id": ADMIN, "is_bot": False, "first_name": "Ann"}
    await silent(hall, ("message", message(GROUP, "/status", **{"from": admin})))


@pytest.mark.parametrize("verb", ["why", "irrelevant", "relevant", "unmute", "seen", "close"])
async def test_a_forged_press_does_nothing(hall: Hall, verb: str) -> None:
    alert = await hall.alert()
    await hall.turn()
    presses = [
        {"id": f"{number}", "from": WHO, "chat_instance": "1", "data": data(verb, alert.key)}
        | ({"message": message(chat, "x", message_id=int(alert.remote_id))} if chat else {})
        for number, chat in enumerate((ALONE, GROUP, BROADCAST, None))
    ]
    await silent(hall, *(("callback_query", press) for press in presses))


@pytest.mark.parametrize("status", ["member", "kicked", "left"])
async def test_a_stranger_who_starts_or_blocks_us_leaves_no_trace(hall: Hall, status: str) -> None:
    change = {
        "chat": ALONE,
        "from": WHO,
        "date": AT,
        "old_chat_member": {"status": "left", "user": WHO},
        "new_chat_member": {"status": status, "user": WHO},
    }
    await silent(hall, ("my_chat_member", change))


OTHER_KINDS: list[tuple[str, Any]] = [
    ("inline_query", {"id": "1", "from": WHO, "query": "status", "offset": ""}),
    ("chosen_inline_result", {"result_id": "1", "from": WHO, "query": "x"}),
    ("shipping_query", {"id": "1", "from": WHO, "invoice_payload": "x"}),
    ("pre_checkout_query", {"id": "1", "from": WHO, "currency": "XTR", "total_amount": 1}),
    ("poll", {"id": "1", "question": "x"}),
    ("poll_answer", {"poll_id": "1", "user": WHO, "option_ids": []}),
    ("chat_member", {"chat": GROUP, "from": WHO, "date": AT}),
    ("chat_join_request", {"chat": GROUP, "from": WHO, "date": AT, "user_chat_id": STRANGER}),
    ("message_reaction", {"chat": GROUP, "message_id": 1, "user": WHO}),
    ("business_message", message(ALONE, "/status")),
    ("guest_message", message(ALONE, "/status")),
    ("what_nobody_knows_yet", {"text": "/status", "from": WHO}),
]
ODD: list[tuple[str, Any]] = [
    ("message", {}),
    ("message", []),
    ("message", "/status"),
    ("message", None),
    ("message", {"chat": ALONE, "from": WHO}),
    ("message", message({"id": STRANGER}, "/status")),
    ("message", message({"id": "x", "type": "private"}, "/status")),
    ("message", message({"id": 2**80, "type": "private"}, "/status")),
    ("message", message(ALONE, "/status", **{"from": None})),
    ("message", message(ALONE, "/status", **{"from": {"id": 2**70}})),
    ("message", message(ALONE, "/status", date=2**60)),
    ("message", message(ALONE, "/status", date=-1)),
    ("message", message(ALONE, "/start " + "A" * 4000)),
    ("message", message(ALONE, "/start \ud800")),
    ("message", message(ALONE, "/" + "a" * 4095)),
    ("message", message(ALONE, "\x00" * 4096)),
    ("message", message(ALONE, "x", migrate_to_chat_id=DESK)),
    ("message", message(GROUP, "x", migrate_from_chat_id=-1007)),
    ("callback_query", {}),
    ("callback_query", {"id": 7, "from": WHO, "data": 9, "message": 3}),
    ("callback_query", {"id": "7", "data": "v1|why|" + "0" * 20}),
    ("callback_query", {"id": "7", "from": WHO, "game_short_name": "x"}),
    ("my_chat_member", {"chat": ALONE}),
    ("my_chat_member", {"chat": ALONE, "from": WHO, "new_chat_member": {}}),
]


async def test_other_kinds_of_update_are_nothing(hall: Hall) -> None:
    await silent(hall, *OTHER_KINDS)


async def test_what_is_not_as_it_should_be_stops_nothing(hall: Hall) -> None:
    await silent(hall, *ODD)
    assert "update not understood" in hall.events()
    assert "Sources" in await hall.ask("/status")


async def test_what_is_not_understood_is_not_written_into_the_log(hall: Hall) -> None:
    await silent(hall, ("message", {"chat": ALONE, "text": "a secret", "from": WHO}))
    assert "a secret" not in repr(hall.logs)


@pytest.mark.parametrize(
    "mark",
    [
        {"forward_origin": {"type": "hidden_user", "date": AT, "sender_user_name": "x"}},
        {"via_bot": {"id": 5, "is_bot": True, "first_name": "b"}},
        {"from": {"id": 9, "is_bot": True, "first_name": "b"}},
    ],
    ids=["forwarded", "by way of a bot", "of a bot"],
)
async def test_the_words_of_others_are_no_command(hall: Hall, mark: dict[str, Any]) -> None:
    desk = hall.stub.chats[DESK].as_json()
    hall.stub.push("message", message(desk, "/mute us-lists 7d", **mark))
    await hall.turn()

    assert hall.texts() == []
    assert hall.tables()["silence"] == []


async def test_an_admin_who_stays_unnamed_is_a_member(hall: Hall) -> None:
    desk = hall.stub.chats[DESK].as_json()
    unnamed = {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}}
    hall.stub.push("message", message(desk, "/id", sender_chat=desk, **unnamed))
    hall.stub.push("message", message(desk, "/dead", sender_chat=desk, **unnamed))
    await hall.turn()

    assert "Numbers" in hall.texts()[0]
    assert "for operators" in hall.texts()[1]


# -- being let into chats, and thrown out of them


def membership(chat: dict[str, Any], status: str, user: int = STRANGER) -> dict[str, Any]:
    who = {"id": user, "is_bot": False, "first_name": "x"}
    return {
        "chat": chat,
        "from": who,
        "date": AT,
        "old_chat_member": {"status": "left", "user": who},
        "new_chat_member": {"status": status, "user": who},
    }


@pytest.mark.parametrize("status", ["member", "administrator", "restricted"])
async def test_a_group_that_is_not_configured_is_left(hall: Hall, status: str) -> None:
    before = hall.tables()
    hall.stub.push("my_chat_member", membership(GROUP, status))
    await hall.turn()

    assert hall.stub.chats[NOWHERE].state == "left"
    assert hall.tables() == before
    assert hall.texts(NOWHERE) == []


async def test_a_group_in_which_we_only_get_other_rights_is_not_left(hall: Hall) -> None:
    change = membership(GROUP, "administrator")
    change["old_chat_member"] = change["new_chat_member"] | {"status": "member"}
    hall.stub.push("my_chat_member", change)
    await hall.turn()

    assert hall.stub.chats[NOWHERE].state == "member"


async def test_a_group_into_which_an_operator_takes_us_is_told_to_the_operator_alone(
    hall: Hall,
) -> None:
    hall.stub.push("my_chat_member", membership(GROUP, "member", ADMIN))
    await hall.turn()

    assert hall.stub.chats[NOWHERE].state == "member"
    assert hall.texts(NOWHERE) == []
    assert str(NOWHERE) in hall.texts(ADMIN)[-1]


async def test_a_configured_chat_that_throws_us_out_is_closed_at_once_and_told(hall: Hall) -> None:
    desk = hall.stub.chats[DESK].as_json()
    hall.stub.push("my_chat_member", membership(desk, "kicked"))
    await hall.turn()
    asked = len([call for call in hall.stub.calls if call.method == "sendmessage"])

    assert "no longer arrive" in hall.texts(ADMIN)[-1]
    assert hall.office.deliveries.closed() == {str(DESK): "the bot was removed"}
    hall.office.owe("one")
    await hall.office.outbox.flush(60)
    assert len([call for call in hall.stub.calls if call.method == "sendmessage"]) == asked

    hall.stub.push("my_chat_member", membership(desk, "administrator"))
    await hall.turn()
    assert hall.office.deliveries.closed() == {}
    hall.office.owe("two")
    await hall.office.outbox.flush(60)
    assert "two" in hall.texts()[-1]


async def test_a_reader_who_blocks_us_is_written_to_no_more(hall: Hall) -> None:
    code = Readers(hall.database).invite(NOW, NOW.replace(hour=10))
    await hall.ask(f"/start {code}", READER, READER)
    chat = hall.stub.chats[READER].as_json()
    hall.stub.push("my_chat_member", membership(chat, "kicked", READER))
    await hall.turn()
    assert hall.office.deliveries.closed() == {str(READER): "the bot was blocked"}

    hall.stub.push("my_chat_member", membership(chat, "member", READER))
    await hall.turn()
    assert hall.office.deliveries.closed() == {}


async def test_who_writes_to_us_alone_is_answered_though_the_chat_was_closed(hall: Hall) -> None:
    hall.office.store.remember(str(ADMIN), closed="the bot was blocked")

    assert "Sources" in await hall.ask("/status", ADMIN, ADMIN)


async def test_a_group_that_becomes_a_supergroup_is_neither_closed_nor_left(hall: Hall) -> None:
    hall.stub.chat(-42, "group")
    hall.office.channels["desk"] = hall.office.channels["desk"].model_copy(update={"chat": "-42"})
    old = hall.stub.chats[-42].as_json()
    new = hall.stub.migrate(-42, -10042).as_json()
    hall.stub.push("my_chat_member", membership(old, "left"))
    hall.stub.push("my_chat_member", membership(new, "member"))
    await hall.turn()

    assert hall.stub.chats[-10042].state == "member"
    assert hall.office.deliveries.closed() == {}
    assert Lookup(hall.database).moved() == {"-10042": "-42"}
    assert "Sources" in await hall.ask("/status", -10042)


@pytest.mark.parametrize("where", ["old", "new"])
async def test_the_new_id_of_a_group_is_learned_from_its_messages(hall: Hall, where: str) -> None:
    hall.stub.chat(-42, "group")
    hall.office.channels["desk"] = hall.office.channels["desk"].model_copy(update={"chat": "-42"})
    old = hall.stub.chats[-42].as_json()
    new = hall.stub.migrate(-42, -10042).as_json()
    hall.stub.push(
        "message",
        message(old, "", migrate_to_chat_id=-10042)
        if where == "old"
        else message(new, "", migrate_from_chat_id=-42),
    )
    await hall.turn()
    assert Lookup(hall.database).moved() == {"-10042": "-42"}

    await hall.alert()
    assert len(hall.texts(-10042)) == 1
    alert = hall.stub.journal[-1]
    key = alert.reply_markup["inline_keyboard"][0][1]["callback_data"]
    hall.stub.press(-10042, alert.message_id, key)
    await hall.turn()
    assert "Not relevant" in hall.stub.journal[-1].text
