"""What commands answer, in a chat of the strict stub."""

from datetime import timedelta

import pytest
from sqlmodel import col, update

from tests.bot.world import ADMIN, DESK, MEMBER, OTHER, TITLE, Hall
from tests.samples import NOW
from tracker.channels import Telegram
from tracker.core.owing import State
from tracker.store import Agenda, Deliveries, Lookup, PollStore, RuleRecord, Silences
from tracker.store.tables import DeliveryRow

CHINESE = "商务部把九家公司列入实体清单"


async def test_the_latest_alerts_come_newest_first(hall: Hall) -> None:
    await hall.alert(TITLE, name="a")
    hall.office.clock.now += timedelta(hours=1)
    await hall.alert("Nvidia ships the H20 again", name="b")

    answer = await hall.ask("/latest")
    assert answer.index("H20 again") < answer.index(TITLE)
    assert "Gazette Desk · 12 Oct" in answer
    assert TITLE not in await hall.ask("/latest 1")


@pytest.mark.parametrize(
    "name", ["#export-controls", "us-lists", "pack/us-lists", "#EXPORT-controls"]
)
async def test_the_latest_alerts_of_a_tag_or_a_watch(hall: Hall, name: str) -> None:
    await hall.alert(TITLE, name="a")
    await hall.alert("Nvidia ships the H20 again", name="b")

    answer = await hall.ask(f"/latest 5 {name}")
    assert TITLE in answer
    assert "H20" not in answer


async def test_an_unknown_name_is_answered_with_what_was_meant(hall: Hall) -> None:
    assert "did you mean 'us-lists'" in await hall.ask("/latest us-list")
    assert "#semiconductors" not in await hall.ask("/latest #nothing")
    assert "semiconductors" in await hall.ask("/latest #nothing")


@pytest.mark.parametrize(
    "words", ["实体", "清单 公司", "ENTITY gallium", '"entity list"', "“Entity List”"]
)
async def test_words_are_found_in_titles_and_texts_of_alerts(hall: Hall, words: str) -> None:
    await hall.alert(CHINESE, name="a")
    await hall.alert(TITLE, "The notice names makers of gallium wafers.", name="b")

    answer = await hall.ask(f"/search {words}")
    assert (CHINESE in answer) is ("实体" in words or "清单" in words)
    assert (TITLE in answer) is ("entity" in words.casefold())


@pytest.mark.parametrize("words", ["公司 wafers", "100%", "_", "galium"])
async def test_what_no_alert_has_is_not_found(hall: Hall, words: str) -> None:
    await hall.alert(CHINESE, name="a")
    await hall.alert(TITLE, "The notice names makers of gallium wafers.", name="b")

    assert "No alert has" in await hall.ask(f"/search {words}")


@pytest.mark.parametrize("name", ["Nvidia", "nvidia", "英伟达"])
async def test_an_entity_has_its_stories_and_a_week(hall: Hall, name: str) -> None:
    hall.office.clock.now = NOW - timedelta(days=9)
    await hall.alert("Nvidia opens a shop", name="a")
    hall.office.clock.now = NOW - timedelta(days=1)
    await hall.alert("英伟达的新芯片被列入实体清单", name="b")
    hall.office.clock.now = NOW
    await hall.alert(TITLE, name="c")

    answer = await hall.ask(f"/entity {name}")
    assert "1 story in 7 days, 1 in the 7 before" in answer
    assert "Sun 1 · Mon 0" in answer
    assert answer.index("实体清单") < answer.index("opens a shop")
    assert TITLE not in answer


async def test_who_only_has_the_name_of_an_entity_is_none_of_its_stories(hall: Hall) -> None:
    hall.office.owe("Of another", entities=("Intel",), publisher="Nvidia")

    assert "no stories" in await hall.ask("/entity Nvidia")


async def test_the_digest_is_of_this_chat_and_of_a_day(hall: Hall) -> None:
    hall.office.clock.now = NOW - timedelta(hours=25)
    await hall.alert("Nvidia ships the H20 again", name="a")
    hall.office.clock.now = NOW
    await hall.alert(TITLE, name="b")

    answer = await hall.ask("/digest")
    assert "1 alert" in answer
    assert TITLE in answer
    assert "No alerts" in await hall.ask("/digest", OTHER)
    assert TITLE in await hall.ask("/digest", ADMIN, ADMIN)  # where no alerts come: of all chats


async def test_why_says_the_rule_its_place_the_words_and_the_course(hall: Hall) -> None:
    message = await hall.alert(TITLE)

    answer = await hall.ask("/why")
    assert f"Why: {TITLE}" in answer
    assert "pack/us-lists (pack.yaml:5)" in answer
    assert "✔ “Entity List” → title, at 32" in answer
    assert "score 1" in answer
    assert "sent 12 Oct 09:00" in answer
    assert hall.stub.journal[-1].reply_to == int(message.remote_id)


async def test_why_is_asked_of_an_older_alert_by_answering_it_or_by_its_id(hall: Hall) -> None:
    older = await hall.alert(TITLE, name="a")
    await hall.alert("Nvidia ships the H20 again", name="b")

    assert TITLE in await hall.ask(f"/why {older.key[:8]}")
    chat = hall.stub.chats[DESK].as_json()
    asked = {
        "message_id": 900,
        "date": int(NOW.timestamp()),
        "chat": chat,
        "from": {"id": MEMBER, "is_bot": False, "first_name": "Ann"},
        "text": "/why",
        "reply_to_message": {"message_id": int(older.remote_id)},
    }
    hall.stub.push("message", asked)
    await hall.turn()
    assert TITLE in hall.texts()[-1]
    assert "no such message" in (await hall.ask("/why ffffffff"))


async def test_watches_are_listed_shown_and_marked_when_muted(hall: Hall) -> None:
    everything = await hall.ask("/watches")
    assert "US lists · us-lists" in everything
    assert "Chips" in everything
    assert "Chips" not in await hall.ask("/watches #export-controls")

    await hall.ask("/mute chips 7d")
    one = await hall.ask("/watches chips")
    assert "Written at pack.yaml:10" in one
    assert "Muted until 19 Oct" in one
    assert str(hall.rules) not in one
    assert "🔕 Chips" in await hall.ask("/watches")


async def test_the_status_says_what_is_well_and_what_is_not(hall: Hall) -> None:
    PollStore(hall.database).beat("clock", hall.office.clock())
    await hall.alert(TITLE)
    well = await hall.ask("/status")
    assert well.startswith("✅ Healthy")
    assert "Sources: 1 of 1 well" in well
    assert "Today: 1 article seen · 1 alert" in well

    with hall.database.writing() as session:
        fault = f"{hall.local}/mine.yaml:3:5: unknown-key: what is this"
        RuleRecord(session).refuse("v", NOW, [fault], NOW)
    hall.office.clock.now += timedelta(minutes=5)
    ill = await hall.ask("/status")
    assert "The clock stands still" in ill
    assert "An edit was refused: local/mine.yaml:3:5" in ill


async def test_sources_that_are_not_well_are_named(hall: Hall) -> None:
    assert "0 of 1 well" in await hall.ask("/sources")
    assert "not polled yet" in await hall.ask("/sources")
    await hall.alert(TITLE)
    assert "1 of 1 well" in await hall.ask("/sources")
    assert "Gazette Desk · well" in await hall.ask("/sources gaz")
    assert "No source" in await hall.ask("/sources nothing")


# -- muting


@pytest.mark.parametrize(
    ("about", "subject"),
    [
        ("us-lists", "watch:pack/us-lists"),
        ("US lists", "watch:pack/us-lists"),
        ("#export-controls", "tag:export-controls"),
        ("英伟达", "entity:Nvidia"),
        ("entity:nvidia", "entity:Nvidia"),
    ],
)
async def test_a_mute_is_for_this_chat_with_author_reason_and_end(
    hall: Hall, about: str, subject: str
) -> None:
    answer = await hall.ask(f"/mute {about} 7d on leave until then")
    (silence,) = Silences(hall.database).active(hall.office.clock())

    assert (silence.subject, silence.channel) == (subject, "desk")
    assert silence.author == f"user {MEMBER} ({MEMBER})"
    assert silence.reason == "on leave until then"
    assert silence.until - silence.since == timedelta(days=7)
    assert f"{subject} is muted here until 19 Oct" in answer


async def test_what_is_muted_is_not_sent_until_it_is_unmuted(hall: Hall) -> None:
    await hall.ask("/mute us-lists 7d")
    before = len(hall.texts())
    with pytest.raises(AssertionError):  # nothing is sent
        await hall.alert(TITLE, name="a")
    assert len(hall.texts()) == before

    assert "is told again" in await hall.ask("/unmute us-lists")
    await hall.alert("Four more firms join the Entity List in May", name="b")
    assert "Four more firms" in hall.texts()[-1]


async def test_what_is_muted_is_listed_and_ended_by_its_id(hall: Hall) -> None:
    assert "Nothing is muted" in await hall.ask("/unmute")
    await hall.ask("/mute us-lists 7d")
    (silence,) = Silences(hall.database).active(hall.office.clock())

    assert silence.id[:8] in await hall.ask("/unmute")
    assert "not muted here" in await hall.ask("/unmute chips")
    await hall.ask(f"/unmute {silence.id[:8]}")
    assert Silences(hall.database).active(hall.office.clock()) == []


async def test_an_operator_alone_mutes_in_all_chats(hall: Hall) -> None:
    assert "in all chats" in await hall.ask("/mute us-lists 1d", ADMIN, ADMIN)
    (silence,) = Silences(hall.database).active(hall.office.clock())

    assert silence.channel == ""
    assert "not muted here" in await hall.ask("/unmute us-lists")  # not for a member to end
    assert "told again" in await hall.ask("/unmute us-lists", DESK, ADMIN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "us-lists",
        "7d",
        "us-lists 0d",
        "us-lists 9999w",
        "nothing 7d",
        "all 7d",
        "watch:*/* 7d",
        "source:gazette 7d",
        "story:x 1d",
        "#no 7d",
    ],
)
async def test_a_mute_that_cannot_be_is_explained(hall: Hall, text: str) -> None:
    assert await hall.ask(f"/mute {text}")
    assert Silences(hall.database).active(hall.office.clock()) == []


@pytest.mark.parametrize("what", ["all", "watch:*/*", "source:gazette"])
async def test_operators_mute_much_at_once(hall: Hall, what: str) -> None:
    await hall.ask(f"/mute {what} 1h", DESK, ADMIN)

    (silence,) = Silences(hall.database).active(hall.office.clock())
    assert silence.subject == what
    assert "is told again" in await hall.ask(f"/unmute {what.upper()}", DESK, ADMIN)
    assert Silences(hall.database).active(hall.office.clock()) == []


async def test_a_story_is_muted_by_the_beginning_of_its_id(hall: Hall) -> None:
    message = await hall.alert()
    story = Deliveries(hall.database).one(message.key).story
    await hall.ask(f"/mute story:{story[:8]} 1h", DESK, ADMIN)

    (silence,) = Silences(hall.database).active(hall.office.clock())
    assert silence.subject == f"story:{story}"
    assert "is told again" in await hall.ask(f"/unmute story:{story[:8]}", DESK, ADMIN)


@pytest.mark.parametrize("what", ["source:gazete", "watch:nothing/*", "story:x", "story:%"])
async def test_what_there_is_not_is_not_muted(hall: Hall, what: str) -> None:
    answer = await hall.ask(f"/mute {what} 1h", DESK, ADMIN)

    assert answer.startswith("No ")
    assert Silences(hall.database).active(hall.office.clock()) == []


async def test_a_silence_of_what_is_no_longer_there_can_be_ended(hall: Hall) -> None:
    now = hall.office.clock()
    store = Silences(hall.database)
    store.add("source:gone", "", "Ann", "", now, now + timedelta(days=1))

    assert "is told again" in await hall.ask("/unmute source:gone", DESK, ADMIN)
    assert store.active(hall.office.clock()) == []


# -- for operators


async def test_a_test_goes_to_a_channel(hall: Hall) -> None:
    assert "Messages arrive here" in await hall.ask("/test", ADMIN, ADMIN)
    await hall.ask("/test other", ADMIN, ADMIN)
    assert "A test: messages arrive here." in hall.texts(OTHER)[-1]
    assert "did you mean 'other'" in await hall.ask("/test othr", ADMIN, ADMIN)


async def test_dead_letters_are_shown_and_sent_again(hall: Hall) -> None:
    hall.stub.chats[OTHER].state = "kicked"
    await hall.ask("/test other", ADMIN, ADMIN)
    assert hall.office.states()["✅ A test: messages arrive here."] is State.dead
    shown = await hall.ask("/dead", ADMIN, ADMIN)
    assert "A test: messages arrive here." in shown
    assert "other" in shown

    hall.stub.chats[OTHER].state = "member"
    await hall.ask("/dead retry", ADMIN, ADMIN)
    assert "A test" in hall.texts(OTHER)[-1]
    assert "There are no dead letters" in await hall.ask("/dead", ADMIN, ADMIN)


@pytest.mark.parametrize("verb", ["watch A: b", "test", "dead", "dead retry"])
async def test_members_may_not_do_what_is_for_operators(hall: Hall, verb: str) -> None:
    before = hall.tables()["source"]
    assert "is for operators" in await hall.ask(f"/{verb}")
    assert hall.tables()["source"] == before
    assert list(hall.local.iterdir()) == []
    assert f"/{verb.split(maxsplit=1)[0]}" not in (await hall.ask("/help")).split()
    assert f"/{verb.split(maxsplit=1)[0]}" in (await hall.ask("/help", ADMIN, ADMIN)).split()


# -- what is no command


@pytest.mark.parametrize("text", ["/digest", "/latest", "/why", "/dead", "/entity nvidia"])
async def test_a_message_that_cannot_be_read_any_more_spoils_no_answer(
    hall: Hall, text: str
) -> None:
    damaged = await hall.alert()
    now = hall.office.clock()
    with hall.database.changing() as tables:
        these = update(DeliveryRow).where(col(DeliveryRow.key) == damaged.key)
        tables.execute(these.values(card="{", escalate_at=now, escalate_to=["other"]))
    Agenda(hall.database).escalate(now)
    await hall.office.outbox.flush(600)
    assert await hall.ask(text)
    assert [TITLE in told for told in hall.texts(OTHER)] == [True]


async def test_in_a_group_only_what_is_meant_for_us_is_answered(hall: Hall) -> None:
    assert await hall.ask("hello there") == ""
    assert await hall.ask("/unknown") == ""
    assert await hall.ask("/status@other_bot") == ""
    assert "I do not know" in await hall.ask("/unknown@stub_bot")
    assert "Sources" in await hall.ask("/status@Stub_Bot")


async def test_alone_every_text_is_answered(hall: Hall) -> None:
    assert "commands only" in await hall.ask("hello there", ADMIN, ADMIN)
    assert "I do not know /unknown" in await hall.ask("/unknown", ADMIN, ADMIN)
    assert "What I can do" in await hall.ask("/start", ADMIN, ADMIN)


async def test_an_answer_goes_into_the_topic_in_which_it_was_asked(hall: Hall) -> None:
    hall.stub.chats[DESK].topics = {7}
    hall.stub.says(DESK, "/id", user=MEMBER, thread=7)
    await hall.turn()

    assert hall.stub.journal[-1].thread == 7
    assert "topic: 7" in hall.stub.journal[-1].text


async def test_a_mute_in_a_topic_is_for_the_channel_of_that_topic(hall: Hall) -> None:
    hall.stub.chats[DESK].topics = {7}
    hall.office.channels["chips"] = Telegram(kind="telegram", chat=str(DESK), topic=7)
    hall.stub.says(DESK, "/mute us-lists 1d", user=MEMBER, thread=7)
    await hall.turn()

    (silence,) = Silences(hall.database).active(hall.office.clock())
    assert silence.channel == "chips"


async def test_who_asks_too_fast_is_not_answered(hall: Hall) -> None:
    for _ in range(9):
        hall.stub.says(DESK, "/id", user=MEMBER)
    await hall.turn()

    assert len(hall.texts()) == 5
    assert "not answered" in hall.events()


@pytest.mark.parametrize(
    "text",
    [
        "/search " + "𝕏" * 2000,
        "/entity " + "\u202e\u200d🏴" * 900,
        "/mute " + "a " * 2000,
        "/latest 999999999999999999999",
        "/why %_%",
        "/unmute %",
        "/watches ﷽\u0000",
        "/latest -1",
        "/search \\ ' \" ; --",
        "/sources \ufdd0",
    ],
)
async def test_long_and_odd_texts_are_answered_like_any_other(hall: Hall, text: str) -> None:
    await hall.alert(TITLE)
    assert await hall.ask(text[:4096], ADMIN, ADMIN)
    assert Lookup(hall.database).latest(5)
