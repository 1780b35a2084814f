"""Rules are edited while the service runs: nothing is lost, nothing is said twice, all is told."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from pydantic import Field
from structlog.testing import capture_logs

from tests.samples import NOW
from tests.telegram_stub import TelegramStub
from tracker import app
from tracker.channels import BaseChannel, Envelope, Lines
from tracker.core.model import Entry, Outcome
from tracker.core.owing import State
from tracker.core.standing import Polled
from tracker.desk import Batch, Desk, Tally
from tracker.errors import ConfigError
from tracker.live import Live, Plan
from tracker.outbox import Outbox, Post
from tracker.rulebook.files import Snapshot, snapshot
from tracker.settings import Settings
from tracker.sources import Folder
from tracker.store import (
    Bulletin,
    Database,
    Deliveries,
    OutboxStore,
    PollStore,
    RuleRecord,
    RuleState,
)
from tracker.store.rules import KEPT

CHAT, ANN, BOB = -1001, 11, 12
RULES = """version: 1
watches: [{{watch: Export controls, any: [{term}]}}]
sources: [{{id: drop, kind: folder, name: Drop, path: "{drop}", interval: 1s}}]
"""


class World:
    """A folder of rules, a folder of articles, a clock that a test sets, and the chats."""

    def __init__(self, folder: Path, stub: TelegramStub, admins: tuple[int, ...]) -> None:
        self.folder, self.stub, self.now = folder, stub, NOW
        self.settings = Settings(
            data=folder / "data",
            rules=folder / "rules",
            telegram_bot_token=stub.token,
            telegram_chat_id=str(CHAT),
            admins=admins,
        )
        (folder / "rules").mkdir()
        (folder / "drop").mkdir()
        self.write(self.rules())

    def rules(self, term: str = "export control") -> str:
        return RULES.format(term=term, drop=self.folder / "drop")

    def write(self, text: str, name: str = "mine") -> None:
        (self.folder / "rules" / f"{name}.yaml").write_text(text, encoding="utf-8")

    def publish(self, title: str) -> None:
        number = len(list((self.folder / "drop").iterdir()))
        (self.folder / "drop" / f"{number}.md").write_text(f"# {title}\n\nA text.\n")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[app.Service]:
        plan = app.plan(self.settings)
        async with app.service(self.settings, plan, lambda: self.now, self.sleep) as running:
            yield running

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    async def ticks(self, running: app.Service, looks: int = 2) -> None:
        """Look for edits, poll, send."""
        for _ in range(looks):
            self.now += timedelta(seconds=5)
            await running.live.turn(running.inbox.deciding)
        await running.inbox.poll_due()
        await running.outbox.flush(600)

    def told(self, chat: int = CHAT) -> list[str]:
        """The first line of every message."""
        return [m.text.splitlines()[0] for m in self.stub.journal if m.chat == chat]

    def state(self) -> RuleState:
        with closing(Database(self.settings.url)) as database, database.reading() as session:
            state = RuleRecord(session).state()
            assert state is not None
            return state


REFUSED = "The rules have faults, and were not taken."
GOOD = "Rules are good again: 1 watch."


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterable[TelegramStub]:
    with TelegramStub() as stub:
        stub.chat(CHAT, "supergroup")
        stub.chat(ANN, "private")
        stub.chat(BOB, "private")
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", stub.token)
        monkeypatch.setenv("TELEGRAM_API_URL", stub.url)
        yield stub


@pytest.fixture
def world(tmp_path: Path, stub: TelegramStub) -> World:
    return World(tmp_path, stub, admins=(ANN, BOB))


async def test_a_good_edit_is_carried_out_and_only_logged(world: World) -> None:
    async with world.running() as running:
        world.write(world.rules("kite"))
        with capture_logs() as log:
            await world.ticks(running)
        world.publish("A rule about kites")
        world.publish("Export control of ports")
        await world.ticks(running)

    [event] = [e for e in log if e["event"] == "rules reloaded"]
    assert (event["added"], event["removed"], event["changed"]) == (0, 0, 1)
    assert world.told() == ["🟡 A rule about kites"]
    assert world.told(ANN) == []


async def test_a_bad_edit_changes_nothing_and_is_told_once(world: World) -> None:
    async with world.running() as running:
        before = running.live.plan
        world.write("version: 1\nwatches:\n  - {watch: A, anny: [x]}\n  - {watch: B, anny: [x]}\n")
        with capture_logs() as log:
            await world.ticks(running, looks=5)
        world.publish("Export control of kites")
        await world.ticks(running)
        assert running.live.plan is before

    assert world.told() == ["🟡 Export control of kites"]
    assert world.told(ANN) == world.told(BOB) == [REFUSED]
    [message] = [m.text for m in world.stub.journal if m.chat == ANN]
    assert "mine.yaml:3:16: unknown-key: unknown key 'anny' (did you mean 'any'?)" in message
    assert "1 further fault: see the log." in message
    assert "stay active: 1 watch." in message
    assert [e["event"] for e in log if e["log_level"] == "error"] == ["rules refused"] * 2
    assert len(world.state().faults) == 2


async def test_rules_that_are_good_again_are_told_and_a_relapse_too(world: World) -> None:
    async with world.running() as running:
        for term in ("export control", "kite"):
            world.write("version: 1\nwatches: [{watch: A}]\n")
            await world.ticks(running)
            world.write(world.rules(term))
            await world.ticks(running)

    assert world.told(ANN) == [REFUSED, GOOD, REFUSED, GOOD]
    assert world.state().faults == ()


async def test_each_faulty_version_is_told_and_none_of_them_twice(world: World) -> None:
    async with world.running() as running:
        for name in ("anny", "alll", "anny"):
            world.write(f"version: 1\nwatches: [{{watch: A, {name}: [x]}}]\n")
            await world.ticks(running)

    assert world.told(ANN) == [REFUSED, REFUSED]


async def test_without_operators_the_usual_chat_is_told(tmp_path: Path, stub: TelegramStub) -> None:
    world = World(tmp_path, stub, admins=())
    async with world.running() as running:
        world.write("version: 1\nwatches: [{watch: A}]\n")
        await world.ticks(running)
        world.write(world.rules())
        await world.ticks(running)

    assert world.told() == [REFUSED, GOOD]


async def test_a_secret_in_a_faulty_line_goes_nowhere(world: World) -> None:
    line = "channels: {hook: {kind: webhook, url: https://hooks.example/s3cret}}\n"
    async with world.running() as running:
        world.write(world.rules() + line)
        with capture_logs() as log:
            await world.ticks(running)

    [message] = [m.text for m in world.stub.journal if m.chat == ANN]
    assert "mine.yaml:4:" in message
    assert "s3cret" not in message + str(log) + str(world.state())


async def test_a_new_channel_without_its_secret_refuses_the_edit(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world.running() as running:
        world.write(world.rules() + "channels: {hook: {kind: webhook, url: env:HOOK_URL}}\n")
        await world.ticks(running)
        assert "hook" not in running.live.plan.channels
        assert world.told(ANN) == [REFUSED]
        [message] = [m.text for m in world.stub.journal if m.chat == ANN]
        assert "HOOK_URL (or HOOK_URL_FILE) is not set" in message

        monkeypatch.setenv("HOOK_URL", "http://127.0.0.1:9/")
        world.write(world.rules("kite") + "channels: {hook: {kind: webhook, url: env:HOOK_URL}}\n")
        await world.ticks(running)
        assert "hook" in running.live.plan.channels


async def test_sources_come_and_go_and_keep_what_is_known_of_them(
    world: World, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.md").write_text("# Export control of lamps\n\nA text.\n")
    other = f'sources: [{{id: other, kind: folder, name: O, path: "{tmp_path / "other"}"}}]\n'
    async with world.running() as running:
        world.publish("Export control of kites")
        await world.ticks(running)
        drop = running.polls.states()["drop"]
        world.write("version: 1\nwatches: [{watch: E, any: [export control]}]\n" + other)
        await world.ticks(running)
        world.publish("Export control of ports, written while nobody looked")
        await world.ticks(running)
        assert running.polls.states()["drop"].polled == drop.polled
        world.write(world.rules())
        await world.ticks(running)

    assert world.told() == [
        "🟡 Export control of kites",
        "🟡 Export control of lamps",
        "🟡 Export control of ports, written while nobody looked",
    ]


async def test_what_is_owed_to_a_channel_that_is_gone_is_kept_and_told(world: World) -> None:
    desk = 'channels: {desk: {kind: telegram, chat: "%s"}}\nroutes: [{route: r, send: desk}]\n'
    async with world.running() as running:
        world.write(world.rules() + desk % CHAT)
        await world.ticks(running)
        world.publish("Export control of kites")
        world.now += timedelta(seconds=5)
        await running.inbox.poll_due()
        world.write(world.rules())
        await world.ticks(running)

        [title] = world.told(ANN)
        assert title == "Messages are owed to 'desk', a channel that the rules no longer have."
        [dead] = running.deliveries.listed([State.dead])
        assert "no channel is called 'desk' any more" in dead.error

        world.write(world.rules() + desk % CHAT)
        await world.ticks(running)
        assert running.deliveries.retry() == 1
        await world.ticks(running)

    assert world.told() == ["🟡 Export control of kites"]


async def test_a_lost_folder_of_rules_changes_nothing(world: World, tmp_path: Path) -> None:
    async with world.running() as running:
        (tmp_path / "rules").rename(tmp_path / "away")
        await world.ticks(running)
        world.publish("Export control of kites")
        await world.ticks(running)
        assert "no-folder" in world.state().faults[0]

    assert world.told() == ["🟡 Export control of kites"]
    assert world.told(ANN) == [REFUSED]


async def test_an_edit_waits_for_the_decision_in_hand(world: World) -> None:
    async with world.running() as running:
        world.write(world.rules("kite"))
        await running.live.turn(running.inbox.deciding)
        before = running.live.plan
        async with running.inbox.deciding:
            turn = asyncio.create_task(running.live.turn(running.inbox.deciding))
            while (await asyncio.to_thread(world.state)).version == before.files.version:
                pass
            for _ in range(20):  # written down already, and ready to be carried out
                await asyncio.to_thread(world.state)
            assert running.live.plan is before
        await turn
        assert running.live.plan is not before


async def test_a_reload_that_could_not_be_written_down_is_tried_again(world: World) -> None:
    async with world.running() as running:
        world.write(world.rules("kite"))
        await running.live.turn(running.inbox.deciding)
        with closing(Database(world.settings.url)) as other:
            with other.engine.begin() as connection:
                connection.exec_driver_sql("ALTER TABLE rule_set RENAME TO away")
            with pytest.raises(ConfigError, match="is incomplete"):
                await running.live.turn(running.inbox.deciding)
            with other.engine.begin() as connection:
                connection.exec_driver_sql("ALTER TABLE away RENAME TO rule_set")
        before = running.live.plan
        await running.live.turn(running.inbox.deciding)
        assert running.live.plan is not before


# -- starting ---------------------------------------------------------------------------------


async def test_a_start_with_broken_rules_takes_the_last_good_ones(world: World) -> None:
    async with world.running() as running:
        good = running.live.plan.files
    world.write("version: 1\nwatches: [{watch: A}]\n")
    for _ in range(2):  # as a container that is started again and again
        with capture_logs() as log:
            async with world.running() as running:
                assert running.live.plan.files == good
                await world.ticks(running)
        assert [e["event"] for e in log if e["log_level"] == "error"] == [
            "rules refused",
            "rules fallen back",
        ]
    world.publish("Export control of kites")
    async with world.running() as running:
        await world.ticks(running)
        world.write(world.rules("kite"))
        await world.ticks(running)
        assert running.live.plan.refused is None

    assert world.told() == ["🟡 Export control of kites"]
    assert world.told(ANN) == [REFUSED, GOOD]


async def test_rules_mended_while_nothing_ran_are_good_again(world: World) -> None:
    async with world.running() as running:
        world.write("version: 1\nwatches: [{watch: A}]\n")
        await world.ticks(running)
    world.write(world.rules())
    async with world.running() as running:
        await world.ticks(running)

    assert world.told(ANN) == [REFUSED, GOOD]


def test_a_first_start_with_broken_rules_fails_and_makes_no_database(world: World) -> None:
    world.write("version: 1\nwatches: [{watch: A}]\n")
    with pytest.raises(ConfigError, match="1 fault in the rules") as raised:
        app.plan(world.settings)

    assert [p.code for p in raised.value.problems] == ["no-condition"]
    assert not world.settings.data.exists()


def test_a_database_that_never_had_rules_is_no_help(world: World) -> None:
    world.settings.data.mkdir()
    with closing(Database(world.settings.url)):
        pass
    world.write("version: 1\nwatches: [{watch: A}]\n")
    with pytest.raises(ConfigError, match=r"^1 fault in the rules$"):
        app.plan(world.settings)


@pytest.mark.parametrize("kept", ["rules of another language", "no JSON", "another form"])
async def test_last_good_rules_that_this_version_cannot_read_are_said(
    world: World, kept: str
) -> None:
    async with world.running() as running:
        files = running.live.plan.files
    texts = {
        "rules of another language": files.dumped().replace("any:", "some:"),
        "no JSON": "{",
        "another form": '{"files": []}',
    }
    with closing(Database(world.settings.url)) as database, database.writing() as session:
        RuleRecord(session).accept(files.version, texts[kept], NOW)
    world.write("version: 1\nwatches: [{watch: A}]\n")
    with pytest.raises(
        ConfigError, match="1 fault in the rules; the last good rules, of"
    ) as raised:
        app.plan(world.settings)

    assert [p.code for p in raised.value.problems] == ["no-condition"]


def test_a_broken_database_hides_no_fault_of_the_rules(world: World) -> None:
    world.settings.data.mkdir()
    (world.settings.data / "tracker.db").write_text("hello " * 1000)
    world.write("version: 1\nwatches: [{watch: A}]\n")
    with pytest.raises(ConfigError, match=r"1 fault in the rules; and .* is not an SQLite") as got:
        app.plan(world.settings)

    assert [p.code for p in got.value.problems] == ["no-condition"]


def test_a_wrong_setting_is_no_fault_of_the_rules(world: World) -> None:
    settings = world.settings.model_copy(update={"telegram_chat_id": "me"})
    with pytest.raises(ConfigError, match="TELEGRAM_CHAT_ID"):
        app.plan(settings)


def test_only_the_last_few_sets_are_kept(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path / 'tracker.db'}")) as database:
        for number in range(KEPT + 3):
            with database.writing() as session:
                now = NOW + timedelta(seconds=number)
                RuleRecord(session).accept(f"v{number}", "{}", now)
        with database.writing() as session:
            count = session.connection().exec_driver_sql("SELECT count(*) FROM rule_set").scalar()
            assert count == KEPT
            good = RuleRecord(session).last_good()
            assert good is not None
            assert (good.version, good.since) == (f"v{KEPT + 2}", now)


def test_idle_settings_are_told_and_operators_are_none(tmp_path: Path) -> None:
    with capture_logs() as log:
        app.warn_of_idle_settings(Settings(data=tmp_path, admins=(ANN,)))
        app.warn_of_idle_settings(Settings(data=tmp_path, admins=(ANN,), telegram_bot_token="1:A"))

    assert [(e["event"], e.get("name")) for e in log] == [
        ("setting without effect", "TRACKER_ADMINS"),
        ("alerts go to the terminal", None),
    ]


# -- a thousand reloads -----------------------------------------------------------------------

CHANGES, ARTICLES = 1000, 250


class Recorder(BaseChannel):
    """A chat that writes down what it is told."""

    kind: Literal["recorder"] = "recorder"
    told: list[str] = Field(default_factory=list)

    @property
    def address(self) -> str:
        return "here"

    @property
    def one_by_one(self) -> bool:
        return True

    async def send(self, envelope: Envelope, lines: Lines) -> str:
        del lines
        await asyncio.sleep(0)
        self.told.append(envelope.card.title)
        return ""


def variant(number: int) -> str:
    """Rules that all catch an export control, each in its own way; some are broken."""
    if number % 10 == 3:
        return f"version: 1\nwatches: [{{watch: W{number}, anny: [export control]}}]\n"
    grade = "high" if number % 2 else "low"
    return f"""version: 1
lists: {{words-{number % 3}: [export control, thing{number}]}}
watches:
  - {{watch: W, id: w-{number % 7}, any: [$words-{number % 3}], severity: {grade}}}
  - {{watch: Other, any: [kite{number}]}}
"""


def title(number: int) -> str:
    return f"Export control notice {number} of port {number * 7919}"


def entries(number: int) -> tuple[Entry, ...]:
    """A feed lists what it has published before, too."""
    return tuple(
        Entry(id=f"{n}-{kind}", title=f"{name} {n}" if name else title(n))
        for n in range(max(0, number - 3), number + 1)
        for kind, name in (("a", ""), ("b", "A canteen opened, menu"))
    )


class Office:
    """The real desk and outbox around one live plan, driven by hand."""

    def __init__(self, database: Database, folder: Path, lines: Lines) -> None:
        self.recorder = Recorder()
        given = app.Given(channels={"desk": self.recorder}, default="desk", operators=())
        self.database, self.folder = database, folder
        self.moments = iter(range(10**9))

        def look() -> Snapshot:
            return snapshot([folder])

        def make(found: Snapshot) -> Plan:
            return app.planned(found, given)

        self.live = Live(make(look()), look, make, database, self.clock)
        self.live.start()
        self.desk = Desk(database, lambda: self.live.plan.rules, lambda: self.live.plan.operators)
        self.store = Deliveries(database)
        self.outbox = Outbox(
            self.post, OutboxStore(database), Bulletin(database), lines, self.clock
        )
        self.deciding = asyncio.Lock()
        self.go = asyncio.Semaphore(0)  # how many articles may appear
        self.owed = asyncio.Semaphore(0)
        self.seen: list[str] = []  # versions by which something was decided

    def post(self) -> Post:
        return Post(channels=self.live.plan.channels, rules=self.live.plan.rules)

    def clock(self) -> datetime:
        return NOW + timedelta(milliseconds=next(self.moments))

    async def edit(self) -> None:
        for number in range(1, CHANGES + 1):
            if number % (CHANGES // ARTICLES) == 0:
                self.go.release()
            (self.folder / "mine.yaml").write_text(variant(number))
            for _ in range(2):
                await self.live.turn(self.deciding)

    async def stream(self) -> None:
        source = Folder(kind="folder", id="drop", name="Drop", path=self.folder)
        for number in range(ARTICLES):
            await self.go.acquire()
            before = PollStore(self.database).due({"drop": ""}, NOW + timedelta(days=1))[0]
            batch = Batch(
                source=source,
                before=before,
                entries=entries(number),
                polled=Polled(at=self.clock(), outcome=Outcome.ok, size=2),
            )
            async with self.deciding:
                self.seen.append(self.live.plan.files.version)
                tally: Tally = await asyncio.to_thread(self.desk.decide, batch, self.clock())
            assert tally.new == 2
            self.owed.release()

    async def send(self) -> None:
        for _ in range(ARTICLES):
            await self.owed.acquire()
            await self.outbox.turn()
        await self.outbox.flush(600)


async def test_a_thousand_reloads_lose_nothing_and_resend_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "mine.yaml").write_text(variant(0))
    with closing(Database(f"sqlite:///{tmp_path / 'tracker.db'}")) as database:
        async with Lines() as lines:
            office = Office(database, folder, lines)
            with capture_logs() as log:
                await asyncio.gather(office.edit(), office.stream(), office.send())
        counts = office.store.counts()

    assert Counter(office.recorder.told) == Counter(title(n) for n in range(ARTICLES))
    assert counts == {"sent": ARTICLES}
    events = Counter(e["event"] for e in log)
    assert events["rules refused"] == CHANGES / 10
    assert events["rules reloaded"] == CHANGES - CHANGES / 10
    assert len(set(office.seen)) > ARTICLES / 2  # they were decided by many rulebooks
