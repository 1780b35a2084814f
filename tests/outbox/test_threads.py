"""One story, one message: what a desk decides, as it stands in the chats."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from tests.outbox.world import DESK, OTHER, Office
from tracker.core.owing import Form, State
from tracker.core.routing import Action

RULES = """
version: 1
channels:
  desk: {kind: telegram, chat: "-1001"}
  other: {kind: telegram, chat: "-1002"}
  terminal: {kind: console}
routes:
  - {route: all, send: [SEND]}
watches:
  - watch: Exports
    any: [export control, entity list]
    severity: medium
    raise: [{to: high, when: {any: [criminal charges]}}]
  - {watch: Reexports, any: [reexport clause]}
"""
HEAD = "Varland adds 12 shipyards to the entity list"
WIRE = (
    "PORT ARLEY, October 12 (Wire) - The trade office of Varland on Monday put shipyards on its "
    "entity list which, it said, fit patrol boats with sonars bought under false names. Suppliers "
    "have thirty days to empty their warehouses. The head of one yard called the decision a "
    "misunderstanding and asked for a hearing; the unions fear for their winter contracts."
)
ITEMS = ("lathes", "lasers", "gyroscopes", "resins", "centrifuges", "sonars", "valves", "drones")
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
DAY = timedelta(days=1)

# What becomes news of a story that was told: each as `Office.tell` takes it.
NEWS: Mapping[str, Mapping[str, Any]] = {
    "amended": {
        "source": "gazette",
        "title": HEAD,
        "text": WIRE.replace("thirty days", "ninety days"),
        "ident": "1",
        "tier": "official",
    },
    "corrected": {"source": "herald", "title": f"CORRECTED-{HEAD}", "text": WIRE},
    "graver": {
        "source": "herald",
        "title": HEAD,
        "text": f"{WIRE} Two directors face criminal charges.",
    },
}


def work(office: Office, *channels: str) -> None:
    office.rule(RULES.replace("SEND", ", ".join(channels or ("desk",))))


def tell(office: Office, *sources: str) -> None:
    """Each of them tells the story, in the same words."""
    for source in sources:
        office.tell(source, HEAD, WIRE)


def times(office: Office, act: str, number: int = 0) -> list[Any]:
    """When requests of this kind were begun, for the delivery of that number."""
    log = office.deliveries.attempts(office.owed()[number].key)
    return [attempt.at for attempt in log if (attempt.act, attempt.outcome) == (act, "begun")]


# -- others tell the same ------------------------------------------------------------------------


async def test_ten_who_tell_one_story_are_one_message_and_a_silent_change_a_minute(
    office: Office,
) -> None:
    work(office)
    tell(office, "gazette")
    await office.passing(SECOND)
    for number in range(1, 10):
        tell(office, f"post-{number}")
        await office.passing(20 * SECOND)
    await office.passing(2 * MINUTE)

    assert office.told() == [HEAD]
    assert "Also reported by 9: Post-1, Post-2, Post-3, Post-4 and 5 more" in office.shown()
    changes = times(office, "edit")
    assert len(office.edits()) == len(changes) == 4
    assert all(after - before >= MINUTE for before, after in pairwise(changes))
    assert all(edit.reply_markup == office.new()[0].reply_markup for edit in office.edits())


async def test_what_was_told_before_the_message_went_out_is_in_it(office: Office) -> None:
    work(office)
    tell(office, "gazette", "post", "herald")
    await office.passing(5 * MINUTE)

    assert "Also reported by 2: Post, Herald" in office.new()[0].text
    assert office.edits() == []


async def test_who_tells_it_on_a_page_of_its_own_is_named(office: Office) -> None:
    work(office)
    tell(office, "gazette")
    await office.passing(SECOND)
    office.tell("post", "Sonars for boats", "Read more.")  # no watch fires
    office.read("post", HEAD, WIRE)
    await office.passing(MINUTE)

    assert office.told() == [HEAD]
    assert "Also reported by 1: Post" in office.shown()


async def test_a_publisher_who_tells_it_again_changes_nothing(office: Office) -> None:
    work(office)
    tell(office, "gazette")
    await office.passing(SECOND)
    tell(office, "post")
    await office.passing(2 * MINUTE)
    office.tell("post", f"UPDATE 1-{HEAD}", f"{WIRE} More follows.")
    office.tell("gazette", f"UPDATE 1-{HEAD}", f"{WIRE} More follows.")
    await office.passing(5 * MINUTE)

    assert len(office.edits()) == 1
    assert len(office.stub.calls) == 2
    assert "Also reported by 1: Post" in office.shown()


@pytest.mark.parametrize("act", ["send", "edit"])
async def test_who_tells_it_while_a_request_is_on_its_way_is_named_afterwards(
    office: Office, act: str
) -> None:
    work(office)
    tell(office, "gazette")
    if act == "edit":
        await office.passing(SECOND)
        tell(office, "post")
    office.meanwhile(lambda: tell(office, "herald"))
    await office.passing(5 * MINUTE)

    assert office.told() == [HEAD]
    named = "2: Post, Herald" if act == "edit" else "1: Herald"
    assert f"Also reported by {named}" in office.shown()


async def test_who_tells_it_while_the_first_message_is_looked_for_is_named_afterwards(
    office: Office,
) -> None:
    work(office)
    tell(office, "gazette")
    office.stub.fail("accept_drop")
    await office.outbox.turn()
    assert office.owed()[0].state is State.unknown
    tell(office, "herald")
    await office.passing(5 * MINUTE)

    assert office.told() == [HEAD]
    assert "Also reported by 1: Herald" in office.shown()


@pytest.mark.parametrize("fault", ["drop", "accept_drop", "500", "429"])
async def test_a_change_that_broke_off_is_made_again(office: Office, fault: str) -> None:
    work(office)
    tell(office, "gazette")
    await office.passing(SECOND)
    tell(office, "post")
    office.stub.fail(fault)
    await office.passing(2 * MINUTE)

    assert office.told() == [HEAD]
    assert len(office.edits()) == 1
    assert "Also reported by 1: Post" in office.shown()


@pytest.mark.parametrize("is_begun", [False, True])
async def test_a_change_outlives_a_crash(office: Office, *, is_begun: bool) -> None:
    work(office)
    tell(office, "gazette")
    await office.passing(SECOND)
    tell(office, "post")
    if is_begun:
        office.stub.fail("accept_hang", method="editMessageText")
        turn = asyncio.create_task(office.outbox.turn())
        await asyncio.to_thread(office.stub.wait, lambda: len(office.stub.calls) == 2)
        turn.cancel()
        await asyncio.gather(turn, return_exceptions=True)
    office.restart()
    tell(office, "herald")
    await office.passing(3 * MINUTE)

    assert office.told() == [HEAD]
    assert "Also reported by 2: Post, Herald" in office.shown()


async def test_a_message_that_somebody_has_deleted_is_left_alone(office: Office) -> None:
    work(office)
    tell(office, "gazette")
    await office.passing(SECOND)
    bot = await office.channels["desk"].bot(office.lines)
    await bot.delete_message(DESK, office.new()[0].message_id)
    tell(office, "post")
    await office.passing(10 * MINUTE)

    assert office.told() == [HEAD]
    assert [call.status for call in office.stub.calls if call.method == "editmessagetext"] == [400]
    assert office.store.waiting(office.clock()) == []
    assert office.owed()[0].state is State.sent

    office.tell(**NEWS["graver"])  # it stands alone then, and arrives all the same
    await office.passing(MINUTE)
    assert (len(office.new()), office.new()[-1].reply_to) == (2, None)


async def test_where_nothing_can_be_changed_nothing_stays_due(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    work(office, "terminal", "desk")
    tell(office, "gazette")
    await office.passing(SECOND)
    tell(office, "post", "herald")
    await office.passing(3 * MINUTE)

    assert len(office.edits()) == 1
    assert capsys.readouterr().out.count("why  Exports") == 1
    assert office.store.waiting(office.clock()) == []


async def test_each_chat_has_a_thread_of_its_own(office: Office) -> None:
    work(office, "desk", "other")
    office.stub.says(OTHER, "hello")  # its numbers are others from here on
    tell(office, "gazette")
    await office.passing(SECOND)
    tell(office, "post")
    office.tell(**NEWS["graver"])
    await office.passing(2 * MINUTE)

    for chat in (DESK, OTHER):
        first, reply = office.new(chat)
        assert reply.reply_to == first.message_id
        assert "Also reported by" in office.shown(chat=chat)
    assert office.new(DESK)[0].message_id != office.new(OTHER)[0].message_id


# -- long after ----------------------------------------------------------------------------------


async def test_after_two_days_a_silent_line_is_said_and_then_changed(office: Office) -> None:
    work(office)
    tell(office, "gazette")
    await office.passing(SECOND)
    office.clock.now += 2 * DAY + HOUR
    tell(office, "post", "herald")
    await office.passing(SECOND)
    first, more = office.new()
    assert (more.reply_to, more.silent) == (first.message_id, True)

    office.clock.now += DAY
    tell(office, "times")
    await office.passing(2 * MINUTE)
    assert len(office.new()) == 2
    assert (len(times(office, "edit")), len(times(office, "edit", 1))) == (0, 1)

    office.clock.now += 2 * DAY
    tell(office, "courier")
    await office.passing(2 * MINUTE)
    assert [message.reply_to for message in office.new()] == [None] + [first.message_id] * 2
    assert len(times(office, "edit", 1)) == 1


async def test_the_silent_line_names_all_who_tell_it_now(office: Office) -> None:
    work(office)
    tell(office, "gazette", "times")
    await office.passing(SECOND)
    office.clock.now += 2 * DAY + HOUR
    tell(office, "post")
    office.meanwhile(lambda: tell(office, "herald"))
    await office.passing(SECOND)
    assert "Also reported by 1: Post" in office.new()[1].text

    await office.passing(3 * MINUTE)
    assert len(office.new()) == 2
    assert "Also reported by 2: Post, Herald" in office.shown(1)


@pytest.mark.parametrize("subject", ["", "watch:desk/exports", "source:gazette"])
async def test_a_story_that_is_muted_is_not_told_again_after_two_days(
    office: Office, subject: str
) -> None:
    work(office)
    tell(office, "gazette")
    await office.passing(SECOND)
    office.clock.now += 2 * DAY + HOUR
    office.mute(subject or f"story:{office.owed()[0].story}", DAY)
    tell(office, "post")
    await office.passing(SECOND)
    assert office.told() == [HEAD]
    assert office.owed()[-1].state is State.suppressed

    office.clock.now += DAY
    await office.passing(SECOND)
    assert office.told() == [HEAD]  # no alert was missed, so nothing is said of it


# -- news of what was told -----------------------------------------------------------------------


@pytest.mark.parametrize("news", ["amended", "corrected", "graver"])
async def test_news_of_a_story_is_a_short_reply_with_a_sound(office: Office, news: str) -> None:
    work(office)
    office.tell("gazette", HEAD, WIRE, ident="1", tier="official")
    await office.passing(SECOND)
    office.tell(**NEWS[news])
    await office.passing(SECOND)

    first, reply = office.new()
    assert (reply.reply_to, reply.silent) == (first.message_id, False)
    assert len(reply.text) < len(first.text)
    assert office.owed()[-1].card.change in reply.text


async def test_the_authority_itself_is_news(office: Office) -> None:
    work(office)
    tell(office, "post")
    await office.passing(SECOND)
    office.tell("gazette", HEAD, WIRE, tier="official")
    await office.passing(SECOND)

    first, reply = office.new()
    assert (reply.reply_to, reply.silent) == (first.message_id, False)
    assert "now from an official source" in reply.text


async def test_news_of_what_a_list_said_stands_under_the_list(office: Office) -> None:
    work(office)
    for item in ITEMS:
        office.tell("post", f"Export control on {item} begins", f"Sellers of {item} fear for it.")
    await office.passing(SECOND)
    assert office.told() == [f"{len(ITEMS)} alerts · Exports"]

    office.clock.now += HOUR  # the burst is over
    office.tell("herald", f"CORRECTED-Export control on {ITEMS[0]} begins", "It was wrong.")
    await office.passing(SECOND)
    first, reply = office.new()
    assert reply.reply_to == first.message_id
    assert reply.text.count("\n") < 6


@pytest.mark.parametrize("end", [State.suppressed, State.dead])
async def test_news_of_what_was_not_told_is_a_whole_alert(office: Office, end: State) -> None:
    work(office)
    if end is State.suppressed:
        office.mute("all", MINUTE)
    else:
        office.stub.chats[DESK].state = "muted"  # it refuses this message, and is no less there
    office.tell("gazette", HEAD, WIRE, ident="1", tier="official")
    await office.passing(SECOND)
    assert office.owed()[0].state is end

    office.stub.chats[DESK].state = "member"
    office.clock.now += HOUR
    office.tell(**NEWS["amended"])
    await office.outbox.turn()
    (whole,) = office.new()
    assert (whole.reply_to, whole.silent) == (None, True)  # as any alert of its severity
    assert "Amended: thirty -> ninety" in whole.text
    assert "Exports (desk/exports)" in whole.text


async def test_news_that_comes_before_the_first_message_has_gone_out_follows_it(
    office: Office,
) -> None:
    work(office)
    office.tell("gazette", HEAD, WIRE, ident="1", tier="official")
    office.tell(**NEWS["amended"])
    await office.passing(MINUTE)

    first, reply = office.new()
    assert reply.reply_to == first.message_id


async def test_another_watch_that_fires_later_stands_under_the_first_message(
    office: Office,
) -> None:
    work(office)
    tell(office, "gazette")
    await office.passing(SECOND)
    office.tell("post", HEAD, f"{WIRE} A reexport clause binds whoever sells the boats on.")
    await office.passing(SECOND)

    first, second = office.new()
    assert second.reply_to == first.message_id
    assert "Reexports (desk/reexports)" in second.text
    assert "Exports (desk/exports)" not in second.text


async def test_news_of_a_muted_story_is_silent_and_says_why(office: Office) -> None:
    work(office)
    office.tell("gazette", HEAD, WIRE, ident="1", tier="official")
    await office.passing(SECOND)
    office.mute(f"story:{office.owed()[0].story}", DAY)
    office.tell(**NEWS["amended"])
    await office.passing(MINUTE)

    update = office.owed()[-1]
    assert (update.form, update.state, update.action) == (Form.update, State.suppressed, Action.now)
    assert update.why.startswith("muted by ann: silence ")
    assert office.told() == [HEAD]
