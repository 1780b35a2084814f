"""What buttons do: why, feedback, mutes with undo, seen, close; and what forged ones do not."""

from datetime import timedelta

import pytest

from tests.bot.world import ADMIN, DESK, MEMBER, OTHER, STRANGER, TITLE, Hall
from tests.outbox.world import decided
from tests.samples import NOW
from tracker.core.letters import data
from tracker.core.owing import State
from tracker.core.routing import Action
from tracker.core.rules import Escalation
from tracker.store import FeedbackStore, Lookup, Message, Opinion, Silences
from tracker.store.pressed import reason


def labels(hall: Hall, message: Message) -> list[str]:
    rows = hall.shown(message).reply_markup["inline_keyboard"]
    return [button["text"] for row in rows for button in row]


async def test_why_is_answered_under_the_alert_once(hall: Hall) -> None:
    message = await hall.alert()

    assert await hall.press(message, "why") == [""]
    assert f"Why: {TITLE}" in hall.texts()[-1]
    assert hall.stub.journal[-1].reply_to == int(message.remote_id)
    assert await hall.press(message, "why") == ["The answer stands below already."]
    assert len(hall.texts()) == 2


async def test_an_answer_is_closed_and_may_be_asked_for_again(hall: Hall) -> None:
    message = await hall.alert()
    await hall.press(message, "why")
    answer = hall.stub.journal[-1]
    close = answer.reply_markup["inline_keyboard"][0][0]["callback_data"]
    hall.stub.press(DESK, answer.message_id, close, user=MEMBER)
    await hall.turn()

    assert hall.stub.journal[-1].method == "deleteMessage"
    assert hall.stub.journal[-1].message_id == answer.message_id
    await hall.press(message, "why")
    assert f"Why: {TITLE}" in hall.texts()[-1]
    assert len(hall.texts()) == 3


async def test_feedback_is_kept_shown_and_taken_back(hall: Hall) -> None:
    message = await hall.alert()
    store = FeedbackStore(hall.database)

    assert "not relevant" in (await hall.press(message, "irrelevant"))[0]
    (given,) = store.of(message.key)
    assert (given.author, given.verdict) == (f"user {MEMBER} ({MEMBER})", Opinion.irrelevant)
    assert f"👎 Not relevant: user {MEMBER}" in hall.shown(message).text
    assert "↩ Relevant after all" in labels(hall, message)
    assert [e.verdict for e in store.examples(only_judged=True)] == [Opinion.irrelevant]

    assert await hall.press(message, "relevant") == ["Taken back."]
    assert store.of(message.key) == []
    assert "relevant" not in hall.shown(message).text
    assert "👎 Not relevant" in labels(hall, message)


async def test_each_person_has_an_opinion_of_their_own(hall: Hall) -> None:
    message = await hall.alert()
    await hall.press(message, "irrelevant")
    await hall.press(message, "relevant", user=602)
    await hall.press(message, "relevant", user=602)

    found = {f.author: f.verdict for f in FeedbackStore(hall.database).of(message.key)}
    assert found == {
        f"user {MEMBER} ({MEMBER})": Opinion.irrelevant,
        "user 602 (602)": Opinion.relevant,
    }
    assert "👍 Relevant: user 602" in hall.shown(message).text
    assert "👎 Not relevant" in labels(hall, message)


async def test_who_has_another_name_by_now_still_has_one_opinion(hall: Hall) -> None:
    message = await hall.alert()
    await hall.press(message, "irrelevant")
    press = {
        "id": "9",
        "from": {"id": MEMBER, "is_bot": False, "first_name": "Ann"},
        "chat_instance": "1",
        "data": data("irrelevant", message.key),
        "message": {
            "message_id": int(message.remote_id),
            "date": 1,
            "chat": {"id": DESK, "type": "supergroup"},
        },
    }
    hall.stub.push("callback_query", press)
    await hall.turn()

    assert [f.author for f in FeedbackStore(hall.database).of(message.key)] == ["Ann (601)"]


@pytest.mark.parametrize(("length", "days"), [("1d", 1), ("7d", 7)])
async def test_a_mute_silences_the_watches_of_the_alert_in_its_chat(
    hall: Hall, length: str, days: int
) -> None:
    message = await hall.alert("Nvidia and eight others join the Entity List")
    now = hall.office.clock()

    assert "Muted here until" in (await hall.press(message, "mute", length))[0]
    found = Silences(hall.database).active(hall.office.clock())
    assert {s.subject for s in found} == {"watch:pack/us-lists", "watch:pack/chips"}
    assert {s.channel for s in found} == {"desk"}
    assert all(abs(s.until - now - timedelta(days=days)) < timedelta(minutes=5) for s in found)
    assert f"🔕 Muted by user {MEMBER} until" in hall.shown(message).text
    assert "↩ Unmute" in labels(hall, message)


async def test_a_mute_is_undone(hall: Hall) -> None:
    message = await hall.alert()
    await hall.press(message, "mute", "7d")

    assert await hall.press(message, "unmute") == ["🔔 It is told again."]
    assert Silences(hall.database).active(hall.office.clock()) == []
    assert "Muted" not in hall.shown(message).text
    assert "🔕 7 days" in labels(hall, message)
    assert await hall.press(message, "unmute") == ["It was not muted any more."]


async def test_muting_twice_is_one_mute_and_another_length_takes_its_place(hall: Hall) -> None:
    message = await hall.alert()
    await hall.press(message, "mute", "1d")
    await hall.press(message, "mute", "1d")
    assert len(hall.tables()["silence"]) == 1
    (short,) = Silences(hall.database).active(hall.office.clock())
    await hall.press(message, "mute", "7d")
    (long,) = Silences(hall.database).active(hall.office.clock())

    assert short.until - short.since == timedelta(days=1)
    assert long.until - long.since == timedelta(days=7)


async def test_a_mute_of_a_button_is_ended_by_a_command_and_the_message_says_so(
    hall: Hall,
) -> None:
    message = await hall.alert()
    await hall.press(message, "mute", "7d")
    await hall.ask("/unmute us-lists")
    await hall.office.until(hall.office.clock() + timedelta(minutes=2))

    assert "Muted" not in hall.shown(message).text
    assert "🔕 7 days" in labels(hall, message)


async def test_unmuting_ends_no_silence_that_was_begun_elsewhere(hall: Hall) -> None:
    message = await hall.alert()
    await hall.ask("/mute us-lists 7d")
    await hall.press(message, "unmute")

    assert len(Silences(hall.database).active(hall.office.clock())) == 1


async def test_who_has_seen_an_urgent_alert_stops_its_escalation(hall: Hall) -> None:
    now = hall.office.clock()
    escalation = Escalation(after=timedelta(minutes=15), send=("other",))
    hall.office.owe("Urgent", decision=decided(Action.now, now, escalation=escalation))
    await hall.office.outbox.flush(600)
    message = Lookup(hall.database).last_alert({"desk"})
    assert message is not None
    assert "✓ Seen" in labels(hall, message)

    assert await hall.press(message, "seen") == ["✓ Noted."]
    assert f"✓ Seen by user {MEMBER}, 09:00 UTC" in hall.shown(message).text
    assert "✓ Seen" not in labels(hall, message)
    assert (await hall.press(message, "seen", user=602))[0].startswith(f"user {MEMBER}")
    await hall.office.until(now + timedelta(hours=1))
    assert hall.texts(OTHER) == []


async def test_who_has_seen_a_list_has_seen_all_that_is_in_it(hall: Hall) -> None:
    now = hall.office.clock()
    escalation = Escalation(after=timedelta(minutes=15), send=("other",))
    titles = [f"Urgent {number}" for number in range(9)]
    hall.office.owe(*titles, decision=decided(Action.now, now, escalation=escalation))
    await hall.office.outbox.flush(600)
    listing = hall.stub.journal[-1]
    assert "9 alerts" in listing.text
    seen = listing.reply_markup["inline_keyboard"][0][0]["callback_data"]
    hall.stub.press(DESK, listing.message_id, seen)
    await hall.turn()

    assert "✓ Seen by" in hall.stub.journal[-1].text
    await hall.office.until(now + timedelta(hours=1))
    assert hall.texts(OTHER) == []


async def test_a_message_that_is_sent_first_has_all_its_buttons(hall: Hall) -> None:
    hall.office.owe("one")
    (owed,) = hall.office.deliveries.listed()
    until = NOW + timedelta(days=1)
    Silences(hall.database).add("watch:pack/chips", "", "x", reason(owed.key), NOW, until)
    await hall.office.outbox.flush(600)

    # It is by them that it is looked for, should nobody know whether it has arrived.
    assert hall.office.states()["one"] is State.sent
    message = Lookup(hall.database).message(owed.key)
    assert message is not None
    assert "🔕 1 day" in labels(hall, message)
    assert "Muted" not in hall.texts()[-1]


# -- what is forged


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "why",
        "v1|why",
        "v2|why|{key}",
        "v1|why|{key}|1d",
        "v1|mute|{key}",
        "v1|mute|{key}|9999w",
        "v1|mute|{key}|2d",
        "v1|unmute|{key}|1d",
        "v1|close|{key}",
        "v1|seen|{key}|x",
        "v1|delete|{key}",
        "v1|why|{key}\n",
        "v1|why|" + "0" * 20,
        "v1|why|%%%%%%%%%%%%%%%%%%%%",
        "v1|why|{short}",
        "V1|WHY|{key}",
        "v1|mute|{key}|７d",
    ],
)
async def test_data_that_no_button_has_is_met_with_silence(hall: Hall, forged: str) -> None:
    message = await hall.alert()
    await hall.turn()
    before = hall.tables()
    key = message.key[:20]
    hall.stub.press(DESK, int(message.remote_id), forged.format(key=key, short=key[:8]))
    await hall.turn()

    assert hall.tables() == before
    assert hall.stub.answers == []


VERBS = [
    ("why",),
    ("irrelevant",),
    ("relevant",),
    ("mute", "7d"),
    ("unmute",),
    ("seen",),
    ("close",),
]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
@pytest.mark.parametrize("user", [MEMBER, ADMIN])
async def test_a_message_of_another_chat_cannot_be_pressed(
    hall: Hall, verb: tuple[str, ...], user: int
) -> None:
    message = await hall.alert()
    hall.office.notice("Elsewhere", "other")
    await hall.office.outbox.flush(600)
    elsewhere = hall.stub.journal[-1]
    await hall.turn()
    before = hall.tables()
    hall.stub.press(OTHER, elsewhere.message_id, data(verb[0], message.key, *verb[1:]), user=user)
    await hall.turn()

    assert hall.tables() == before
    assert hall.stub.answers == []


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
async def test_another_message_of_the_same_chat_cannot_be_pressed_for_it(
    hall: Hall, verb: tuple[str, ...]
) -> None:
    message = await hall.alert()
    hall.office.notice("Here", "desk")
    await hall.office.outbox.flush(600)
    other = hall.stub.journal[-1]
    await hall.turn()
    before = hall.tables()
    hall.stub.press(DESK, other.message_id, data(verb[0], message.key, *verb[1:]))
    await hall.turn()

    assert hall.tables() == before
    assert hall.stub.answers == []


async def test_a_press_without_its_message_is_met_with_silence(hall: Hall) -> None:
    message = await hall.alert()
    await hall.turn()
    before = hall.tables()
    hall.stub.press(DESK, 999_999, data("mute", message.key, "7d"))
    hall.stub.press(STRANGER, int(message.remote_id), data("mute", message.key, "7d"))
    await hall.turn()

    assert hall.tables() == before
    assert hall.stub.answers == []


async def test_a_press_that_is_too_old_to_be_answered_still_counts(hall: Hall) -> None:
    message = await hall.alert()
    hall.stub.callback_lifetime = -1
    await hall.press(message, "irrelevant")

    assert len(FeedbackStore(hall.database).of(message.key)) == 1
    assert "not done" in hall.events()


async def test_in_a_broadcast_channel_only_operators_mute_or_acknowledge_for_all(
    hall: Hall,
) -> None:
    hall.stub.chats[DESK].kind = "channel"
    message = await hall.alert()

    assert await hall.press(message, "mute", "7d") == ["In a channel that is for operators."]
    assert await hall.press(message, "seen") == ["In a channel that is for operators."]
    assert Silences(hall.database).active(hall.office.clock()) == []
    assert (await hall.press(message, "irrelevant"))[0].startswith("Noted")
    assert "Muted here" in (await hall.press(message, "mute", "7d", user=ADMIN))[0]
