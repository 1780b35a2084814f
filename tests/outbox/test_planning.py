"""What the time of day asks for: digests, escalations, silences that end; who speaks for whom."""

from datetime import datetime, timedelta

import pytest

from tests.outbox.world import DESK, OTHER, Office, decided
from tests.samples import NOW
from tracker.core.owing import Form, State
from tracker.core.routing import Action

RULES = """
version: 1
timezone: Asia/Singapore
channels:
  desk: {kind: telegram, chat: "-1001"}
  duty: {kind: telegram, chat: "-1002"}
routes:
  - {route: urgent, if: {severity: [critical]}, send: desk, wait: 0s}
  - {route: all, send: desk, MORE}
"""
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
DAY = timedelta(days=1)
NAMES = ("lathes", "lasers", "gyroscopes", "resins", "centrifuges", "sonars", "valves")
TWICE = 'digest: {at: ["08:30", "17:30"]}'
DAILY = 'digest: {at: "17:30"}'


def work(office: Office, more: str) -> None:
    office.rule(RULES.replace("MORE", more))


def at(text: str) -> datetime:
    """A local time, in October 2026 (the 12th is a Monday)."""
    return datetime.fromisoformat(f"2026-10-{text}+08:00")


def minutes(office: Office) -> list[datetime]:
    """When new messages came."""
    return [moment.replace(second=0, microsecond=0) for moment in office.when()]


async def begin(office: Office, more: str, moment: str) -> None:
    work(office, more)
    office.clock.now = at(moment)
    await office.outbox.turn()
    office.planner.turn(office.clock())


# -- digests -------------------------------------------------------------------------------------


async def test_two_digests_a_day_each_say_what_came_since_the_last(office: Office) -> None:
    await begin(office, TWICE, "12T07:00")
    office.alert("lathes", "lasers", severity="medium")
    await office.until(at("12T12:00"), step=600)
    office.alert("resins")
    await office.until(at("13T08:30"), step=600)

    assert office.told() == [
        "Digest · Mon 12 Oct 08:30",
        "Digest · Mon 12 Oct 17:30",
        "Digest · Tue 13 Oct 08:30",
    ]
    assert minutes(office) == [at("12T08:30"), at("12T17:30"), at("13T08:30")]
    first, second, third = (message.text for message in office.new())
    assert ("lathes" in first, "lasers" in first, "resins" in first) == (True, True, False)
    assert ("lathes" in second, "resins" in second) == (False, True)
    assert "no matches · 0/0 sources healthy" in third


async def test_a_digest_names_as_many_as_its_readers_want(office: Office) -> None:
    await begin(office, 'digest: {at: "17:30", max_items: 2}', "12T12:00")
    office.alert(*NAMES[:3], severity="low")
    office.alert(*NAMES[3:5])
    await office.until(at("12T17:31"), step=600)

    (digest,) = office.new()
    assert [name for name in NAMES if name in digest.text] == ["resins", "centrifuges"]
    assert "… 3 more: /latest 3" in digest.text
    assert "2 high · 3 low" in digest.text


async def test_a_digest_that_names_a_few_of_very_many_is_one_message(office: Office) -> None:
    await begin(office, 'digest: {at: "17:30", max_items: 10}', "12T12:00")
    office.alert(*(f"notice {number:03}." for number in range(100)))
    await office.until(at("12T17:31"), step=600)

    (digest,) = office.new()
    assert digest.text.count("notice") == 10
    assert "… 90 more" in digest.text


async def test_a_critical_alert_does_not_wait_for_the_digest(office: Office) -> None:
    await begin(office, DAILY, "12T12:00")
    office.alert("lathes")
    office.alert("lasers", severity="critical")
    await office.until(at("12T12:01"))

    assert office.sounds() == ["lasers"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('digest: {at: "16:00"}', [("12T16:00", 2)]),
        ('digest: {at: "19:00"}', [("12T19:00", 2)]),
        ("wait: 0s", [("12T17:30", 2)]),
    ],
    ids=["earlier", "later", "none"],
)
async def test_rules_that_have_other_times_lose_nothing(
    office: Office, more: str, expected: list[tuple[str, int]]
) -> None:
    await begin(office, DAILY, "12T12:00")
    office.alert("lathes", "lasers")
    work(office, more)
    await office.until(at("12T20:00"), step=600)

    said = [sum(name in message.text for name in NAMES) for message in office.new()]
    assert list(zip(minutes(office), said, strict=True)) == [(at(w), n) for w, n in expected]
    states = {owed.state for owed in office.owed() if owed.form is not Form.notice}
    assert states <= {State.sent, State.superseded, State.pending}


async def test_a_time_that_is_taken_back_and_given_again_is_kept(office: Office) -> None:
    for more in (DAILY, 'digest: {at: "16:00"}', DAILY):
        await begin(office, more, "12T12:00")
        office.alert(NAMES[len(office.owed()) % 7])
    await office.until(at("12T20:00"), step=600)

    assert minutes(office) == [at("12T17:30")]
    assert sum(name in office.new()[0].text for name in NAMES) == 3


async def test_what_is_in_a_digest_to_come_is_not_lost_with_it(office: Office) -> None:
    await begin(office, DAILY, "12T12:00")
    office.owe("lathes", decision=decided(Action.digest, at("12T13:00")))
    await office.until(at("12T14:00"))
    assert office.states()["lathes"] is State.superseded  # it is in that of 17:30
    work(office, 'digest: {at: "16:00"}')
    await office.until(at("12T18:00"), step=600)

    assert minutes(office) == [at("12T16:00")]
    assert "lathes" in office.new()[0].text


async def test_a_service_that_was_down_says_one_digest_with_everything(office: Office) -> None:
    await begin(office, TWICE, "12T12:00")
    office.alert("lathes")
    await office.until(at("12T13:00"))
    office.alert("lasers")
    office.clock.now = at("13T10:00")  # two digests late
    office.restart()
    office.planner.turn(office.clock())
    office.alert("resins")
    await office.until(at("13T17:00"), step=600)

    (digest,) = office.new()
    assert office.told() == ["Digest · Tue 13 Oct 10:00"]
    assert [name for name in NAMES if name in digest.text] == ["lathes", "lasers"]
    await office.until(at("13T18:00"))
    assert "resins" in office.new()[-1].text
    assert len(office.new()) == 2


@pytest.mark.parametrize("shut", ["drop", "500"])
async def test_a_chat_that_was_out_of_reach_for_days_gets_one_digest(
    office: Office, shut: str
) -> None:
    await begin(office, TWICE, "12T12:00")
    office.stub.chaos(1, {shut: 1.0})
    for day, name in enumerate(NAMES[:3]):
        office.alert(name)
        for hour in range(0, 24, 3):
            office.clock.now = at("12T13:00") + day * DAY + hour * HOUR
            office.planner.turn(office.clock())
            await office.outbox.turn()
    office.stub.chaos(1, {})
    await office.until(at("15T16:00"), step=600)

    (digest,) = office.new()
    assert [name for name in NAMES if name in digest.text] == list(NAMES[:3])
    states = {owed.state for owed in office.owed() if owed.form is not Form.notice}
    assert states <= {State.sent, State.superseded, State.pending}
    assert all(owed.why for owed in office.owed() if owed.state is State.superseded)


async def test_a_digest_by_cron_comes_with_the_first_run_after_its_time(office: Office) -> None:
    work(office, DAILY)
    office.clock.now = at("12T16:07")
    await office.once()
    office.alert("lathes")
    while office.clock.now < at("13T18:00"):
        await office.once()
        office.clock.now += 20 * MINUTE

    assert minutes(office) == [at("12T17:47"), at("13T17:47")]
    assert [("lathes" in message.text) for message in office.new()] == [True, False]


# -- escalations ---------------------------------------------------------------------------------

ESCALATES = "wait: 0s, escalate: {after: 15m, send: [duty]}"


async def test_what_nobody_has_seen_is_told_elsewhere_once(office: Office) -> None:
    await begin(office, ESCALATES, "12T12:00")
    office.alert("lathes")
    await office.until(at("12T12:14"))
    assert office.told(OTHER) == []
    await office.until(at("12T12:16"))
    office.restart()
    await office.until(at("12T18:00"), step=600)

    (message,) = office.new(OTHER)
    assert message.text.startswith("🟠 lathes")
    assert "⏫ nobody has acknowledged it in desk" in message.text
    assert not message.silent
    assert office.told() == ["lathes"]


async def test_what_somebody_has_seen_is_told_nowhere_else(office: Office) -> None:
    await begin(office, ESCALATES, "12T12:00")
    office.alert("lathes")
    await office.until(at("12T12:10"))
    office.pressed.seen(office.owed()[-1].key, "Ann (7)", office.clock())
    await office.until(at("12T13:00"))

    assert office.told(OTHER) == []


async def test_who_has_seen_a_list_has_seen_all_that_it_says(office: Office) -> None:
    await begin(office, ESCALATES, "12T12:00")
    office.alert(*NAMES)
    await office.until(at("12T12:10"))
    (listing,) = office.owed()[-1:]
    office.pressed.seen(listing.key, "Ann (7)", office.clock())
    await office.until(at("12T13:00"))

    assert office.told() == [f"{len(NAMES)} alerts · Entity List changes"]
    assert office.told(OTHER) == []


async def test_what_somebody_has_muted_is_told_nowhere_else(office: Office) -> None:
    await begin(office, ESCALATES, "12T12:00")
    office.mute("all", 5 * MINUTE, "desk")
    office.alert("lathes")
    await office.until(at("12T13:00"))

    assert "lathes" not in office.told() + office.told(OTHER)


@pytest.mark.parametrize("shut", ["kicked", "muted", ""])
async def test_what_could_not_be_told_is_told_elsewhere(office: Office, shut: str) -> None:
    await begin(office, ESCALATES, "12T12:00")
    if shut:
        office.stub.chats[DESK].state = shut
    else:
        office.stub.fail(*["500"] * 100, chat=DESK)
    office.alert("lathes")
    await office.until(at("12T12:20"))

    assert office.told() == []
    assert "lathes" in office.told(OTHER)


# -- silences that end ---------------------------------------------------------------------------


@pytest.mark.parametrize("by_hand", [False, True])
async def test_the_end_of_a_silence_is_told_once_in_each_chat_that_missed_something(
    office: Office, *, by_hand: bool
) -> None:
    muted = office.mute("watch:pack/lists", 2 * HOUR)
    office.mute("watch:pack/other", 2 * HOUR)
    office.owe("lathes", "lasers", watch="pack/lists")
    office.owe("resins", channels=["desk", "other"], watch="pack/lists")
    office.owe("sonars", watch="pack/heard")
    await office.passing(HOUR)
    if by_hand:
        office.silences.end(muted, "Ann (7)", office.clock())
    await office.passing(2 * HOUR)
    office.restart()
    await office.passing(HOUR)

    ended = "The silence of watch:pack/lists has ended."
    assert office.told() == ["sonars", ended]
    assert office.told(OTHER) == [ended]
    assert "3 alerts of it were not sent here; /latest shows them." in office.new()[-1].text
    assert "1 alert of it was not sent here" in office.new(OTHER)[-1].text
    assert office.when()[-1] == NOW + (1 if by_hand else 2) * HOUR
    assert office.sounds() == ["sonars"]


async def test_what_comes_after_a_silence_is_told(office: Office) -> None:
    office.mute("watch:pack/lists", HOUR)
    office.owe("lathes", watch="pack/lists")
    await office.passing(HOUR)
    office.owe("lasers", watch="pack/lists")
    await office.passing(MINUTE)

    assert "lasers" in office.told()
    assert "lathes" not in office.told()
    assert office.states()["lathes"] is State.suppressed


# -- one watch speaks for another ------------------------------------------------------------------

SPEAKS = """
version: 1
channels: {desk: {kind: telegram, chat: "-1001"}}
routes: [{route: all, send: desk}]
suppress: [{when: {watch: desk/exports}, mute: {watch: desk/reexports}, same: story}]
watches:
  - {watch: Exports, any: [entity list], severity: high}
  - {watch: Reexports, any: [reexport clause]}
"""
HEAD = "Varland adds 12 shipyards to the entity list"
TEXT = (
    "The trade office of Varland on Monday put shipyards on its entity list which, it said, fit "
    "patrol boats with sonars bought under false names. Suppliers have thirty days to empty their "
    "warehouses, and the unions fear for their winter contracts."
)
CLAUSE = "A reexport clause binds whoever sells the boats on."


async def test_the_lesser_of_two_watches_is_named_in_the_message_of_the_other(
    office: Office,
) -> None:
    office.rule(SPEAKS)
    office.tell("gazette", HEAD, f"{TEXT} {CLAUSE}")
    office.tell("post", HEAD, f"{TEXT} {CLAUSE}")
    await office.passing(5 * MINUTE)

    (message,) = office.new()
    assert "Exports (desk/exports) · Reexports (desk/reexports)" in message.text


async def test_the_lesser_of_two_watches_is_silent_when_it_fires_later(office: Office) -> None:
    office.rule(SPEAKS)
    office.tell("gazette", HEAD, TEXT)
    await office.passing(MINUTE)
    office.tell("post", HEAD, f"{TEXT} {CLAUSE}")
    await office.passing(5 * MINUTE)
    assert office.told() == [HEAD]

    office.tell("herald", "Varland's port dues", f"The harbour changes its dues. {CLAUSE}")
    await office.passing(5 * MINUTE)
    assert office.told() == [HEAD, "Varland's port dues"]  # of another story it is told
