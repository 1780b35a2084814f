"""Whatever happens, in whatever order: nothing is lost, nothing is said twice, all say why."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.outbox.world import DESK, OTHER, Office, decided, office
from tracker.core.model import Severity
from tracker.core.owing import ALERTS, Form, State
from tracker.core.routing import Action
from tracker.store import About, Owed

RULES = """
version: 1
channels:
  desk: {kind: telegram, chat: "-1001", max_per_hour: MOST}
  other: {kind: telegram, chat: "-1002"}
routes:
  - {route: all, send: desk, digest: {at: ["08:30", "17:30"]}}
"""
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CHATS = {"desk": DESK, "other": OTHER}
ENDED, PLANNED = "has ended.", "route r: "


@dataclass(frozen=True, slots=True)
class Owe:
    """Alerts of one watch, each of a story or of its own."""

    count: int
    severity: str
    watch: str
    story: str
    action: Action
    channels: tuple[str, ...]
    cooldown: int
    group_by: str


@dataclass(frozen=True, slots=True)
class Mute:
    subject: str
    channel: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Unmute:
    """The oldest silence that holds is ended by hand."""


@dataclass(frozen=True, slots=True)
class Turns:
    """Time passes, turn by turn if it is short; then there is a turn."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Break:
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Restart:
    pass


@dataclass(frozen=True, slots=True)
class Change:
    """All that was sent is to be written anew."""


owed = st.builds(
    Owe,
    st.sampled_from([1, 1, 2, 3, 7]),
    st.sampled_from(["low", "medium", "high", "high", "critical"]),
    st.sampled_from(["pack/a", "pack/a", "pack/b"]),
    st.sampled_from(["", "", "s"]),
    st.sampled_from([Action.now, Action.now, Action.now, Action.held, Action.digest]),
    st.sampled_from([("desk",), ("desk",), ("desk", "other")]),
    st.sampled_from([0, 0, 1800, 20_000]),
    st.sampled_from(["story", "story", "watch", "none"]),
)
time = st.builds(Turns, st.sampled_from([1, 20, 20, 90, 90, 700, 3600, 7 * 3600]))
trouble = st.one_of(
    st.builds(
        Break,
        st.sampled_from(["drop", "accept_drop", "500", "accept_500", "502", "429"]),
        st.integers(1, 4),
    ),
    st.builds(
        Mute,
        st.sampled_from(["all", "watch:pack/a", "story:s"]),
        st.sampled_from(["", "desk"]),
        st.sampled_from([600, 7200]),
    ),
    st.just(Unmute()),
    st.just(Restart()),
    st.just(Change()),
)
steps = st.one_of(owed, time, trouble, owed, time)


class Drill:
    """One office and what it was told to do."""

    def __init__(self, here: Office) -> None:
        self.here = here
        self.titles: list[str] = []

    async def step(self, step: Any) -> None:
        now = self.here.clock()
        match step:
            case Owe():
                self._owe(step)
            case Turns():
                await self.here.until(now + timedelta(seconds=step.seconds), step=1200)
            case Break():
                self.here.stub.fail(*[step.kind] * step.count)
            case Mute():
                self.here.mute(step.subject, timedelta(seconds=step.seconds), step.channel)
                self.here.clock.now += timedelta(seconds=1)  # two of one moment are one
            case Unmute():
                for silence in self.here.silences.active(now)[:1]:
                    self.here.silences.end(silence.id, "ann", now)
            case Restart():
                self.here.restart()
            case Change():
                self.here.pressed.write_anew("", now)

    def _owe(self, owe: Owe) -> None:
        now = self.here.clock()
        wait = {Action.now: timedelta(), Action.held: HOUR, Action.digest: 2 * HOUR}[owe.action]
        for _ in range(owe.count):
            title = f"alert {len(self.titles):03}."
            self.titles.append(title)
            cooled = {"cooldown": timedelta(seconds=owe.cooldown), "group_by": owe.group_by}
            self.here.owe(
                title,
                channels=owe.channels,
                decision=decided(owe.action, now + wait, **cooled),
                about=About(story=owe.story or title),
                watch=owe.watch,
                severity=owe.severity,
            )

    async def end(self) -> None:
        """All is well again, and time passes."""
        self.here.stub.faults.clear()
        for _ in range(12):
            self.here.clock.now += 2 * HOUR
            self.here.planner.turn(self.here.clock())
            await self.here.outbox.turn()
        await self.here.until(self.here.clock() + 10 * MINUTE)


def alerts(here: Office) -> list[Owed]:
    return [owed for owed in here.owed() if owed.form in ALERTS]


def news(here: Office, owed: Owed) -> list[Any]:
    """New messages that are this delivery, told by their buttons."""
    return [m for m in here.new(CHATS[owed.channel]) if owed.key[:20] in str(m.reply_markup)]


def shown(here: Office, owed: Owed) -> str:
    """What stands in the chat of it by now."""
    mine = (CHATS[owed.channel], int(owed.remote_id))
    return [m.text for m in here.stub.journal if (m.chat, m.message_id) == mine][-1]


def check_that_nothing_is_lost(drill: Drill, expected: int) -> None:
    here, by_key = drill.here, {owed.key: owed for owed in drill.here.owed()}
    found = alerts(here)
    assert len(found) == expected
    settled = {State.sent, State.superseded, State.suppressed}
    assert {owed.state for owed in found} <= settled
    for owed in by_key.values():
        is_to_come = owed.state is State.pending
        assert not is_to_come or (owed.not_before or here.clock()) > here.clock(), owed.title
    for owed in found:
        if owed.state is State.superseded:
            inside = by_key[owed.part_of]
            assert inside.state is State.sent
            if inside.form is Form.listing:
                assert owed.title in shown(here, inside)
            else:  # of its story, the watch is named
                assert owed.card.reasons[0].watch in shown(here, inside)


def check_that_all_say_why(drill: Drill) -> None:
    for owed in drill.here.owed():
        if owed.state in (State.superseded, State.suppressed, State.dead):
            said = (owed.why, owed.error)[owed.state is State.dead]
            assert said
            assert not said.startswith(PLANNED), owed.title


def check_that_nothing_is_said_twice(drill: Drill) -> None:
    here = drill.here
    for owed in here.owed():
        assert len(news(here, owed)) == (owed.state is State.sent), owed.title
    assert sum(map(len, map(here.new, CHATS.values()))) == here.deliveries.counts()[State.sent]


def check_the_order(drill: Drill) -> None:
    """Of what could go at once, nothing of a rank is said before what was owed earlier."""
    here = drill.here
    for is_grave in (True, False):
        for channel in CHATS:
            alone = [
                news(here, owed)[0].message_id
                for owed in alerts(here)
                if owed.state is State.sent
                and owed.action is Action.now
                and owed.channel == channel
                and (owed.card.severity is Severity.critical) is is_grave
            ]
            assert alone == sorted(alone)


def check_that_the_grave_is_loud(drill: Drill) -> None:
    here = drill.here
    for owed in alerts(here):
        if owed.card.severity is Severity.critical and owed.state is not State.suppressed:
            said = here.new(CHATS[owed.channel])
            assert any(owed.title in m.text and not m.silent for m in said), owed.title


def check_the_ends_of_silences(drill: Drill) -> None:
    """Each chat that missed something is told so once, for each silence, with the count."""
    here = drill.here
    silent = [owed for owed in alerts(here) if owed.state is State.suppressed]
    missed = Counter((owed.channel, owed.why.rpartition(" ")[2]) for owed in silent)
    told = [owed for owed in here.owed() if owed.title.endswith(ENDED)]
    counts = Counter((owed.channel, int(owed.card.summary.split()[0])) for owed in told)
    assert counts == Counter((channel, count) for (channel, _), count in missed.items())


async def run(folder: Path, most: str, plan: Sequence[Any]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        async with office(folder, patch) as here:
            here.rule(
                RULES.replace("MOST", most) if most else RULES.replace(", max_per_hour: MOST", "")
            )
            drill = Drill(here)
            for step in plan:
                await drill.step(step)
            await drill.end()
            expected = sum(s.count * len(s.channels) for s in plan if isinstance(s, Owe))
            check_that_nothing_is_lost(drill, expected)
            check_that_all_say_why(drill)
            check_that_nothing_is_said_twice(drill)
            check_the_order(drill)
            check_that_the_grave_is_loud(drill)
            check_the_ends_of_silences(drill)


@settings(
    derandomize=True,
    deadline=None,
    max_examples=15,
    database=None,
    phases=[Phase.generate],  # to make an example smaller takes minutes
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.sampled_from(["", "3"]), st.lists(steps, min_size=12, max_size=35))
def test_whatever_happens_nothing_is_lost_and_nothing_is_said_twice(
    most: str, plan: list[Any]
) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder), most, plan))
