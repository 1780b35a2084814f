"""The whole path: a feed on loopback, a real database, the strict stub at the other end."""

from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tests.samples import NOW
from tests.servers import FarEnd, Request, Send, far_end, response
from tests.telegram_stub import TelegramStub
from tracker import app
from tracker.settings import Settings
from tracker.store import Database, Deliveries, Past, PollStore, Reports

CHAT = -1001
RULES = """
version: 1
watches:
  - watch: Export controls
    id: controls
    any: [export control, entity list]
    severity: high
  - watch: Chips
    id: chips
    any: [accelerator*]
sources:
  - id: gazette
    kind: feed
    name: Gazette
    url: "{url}/feed"
    first_poll: {first}
    full_text: never
  - id: wire
    kind: feed
    name: Wire
    url: "{url}/wire"
    first_poll: all
    full_text: never
"""


class World:
    """Feeds that a test writes, a clock that it sets, and the chat that it reads."""

    def __init__(self, folder: Path, stub: TelegramStub) -> None:
        self.folder, self.stub = folder, stub
        self.now = NOW
        self.feeds: dict[str, list[dict[str, str]]] = {"/feed": [], "/wire": []}
        self.broken: set[str] = set()
        self.end: FarEnd | None = None
        self.first = "3"
        self.routes = ""

    async def answer(self, request: Request, send: Send) -> None:
        if request.path in self.broken:
            await send(response(b"<html>maintenance</html>", content_type="text/html"))
            return
        body = feed(self.feeds[request.path])
        tag = f'"{hash(body)}"'
        if request.headers.get("if-none-match") == tag:
            await send(response(status="304 Not Modified"))
        else:
            await send(response(body, content_type="application/rss+xml", etag=tag))

    def publish(self, title: str, path: str = "/feed", **more: str) -> None:
        number = len(self.feeds[path])
        item = {"title": title, "guid": f"{path}-{number}", "link": f"https://x.example/{title}"}
        self.feeds[path].insert(0, item | more)

    @property
    def settings(self) -> Settings:
        return Settings(
            data=self.folder,
            rules=self.folder / "rules",
            telegram_bot_token=self.stub.token,
            telegram_chat_id=str(CHAT),
            allow_hosts=("127.0.0.1",),
        )

    async def once(self) -> None:
        """One `run --once`, an hour after the last."""
        assert self.end is not None
        rules = self.folder / "rules"
        rules.mkdir(exist_ok=True)
        text = RULES.format(url=self.end.url, first=self.first)
        (rules / "test.yaml").write_text(text + self.routes, encoding="utf-8")
        settings = self.settings
        await app.once(settings, app.plan(settings), lambda: self.now, self.sleep)
        self.now += timedelta(hours=1)

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def told(self) -> list[str]:
        """First lines of the messages that made a phone light up: changes of them do not."""
        sent = [message for message in self.stub.journal if message.method == "sendMessage"]
        return [message.text.splitlines()[0] for message in sent]

    def reasons(self) -> list[str]:
        with closing(Database(self.settings.url)) as database:
            return [silence.reason for silence in Reports(database).silences()]

    def state(self, source: str) -> tuple[str, datetime | None]:
        with closing(Database(self.settings.url)) as database:
            poll = PollStore(database).states()[source]
            return poll.outcome, poll.succeeded


def feed(items: list[dict[str, str]]) -> bytes:
    entries = "".join(
        "<item>" + "".join(f"<{k}>{escape(v)}</{k}>" for k, v in item.items()) + "</item>"
        for item in items
    )
    return f'<rss version="2.0"><channel><title>t</title>{entries}</channel></rss>'.encode()


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    with TelegramStub() as stub:
        stub.chat(CHAT, "supergroup")
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", stub.token)
        monkeypatch.setenv("TELEGRAM_API_URL", stub.url)
        monkeypatch.setattr("tracker.app.HOST_GAP", 0.0)
        made = World(tmp_path, stub)
        async with far_end(made.answer) as end:
            made.end = end
            yield made


async def test_a_new_entry_alerts_once(world: World) -> None:
    await world.once()
    world.publish("New export controls announced")
    await world.once()
    await world.once()

    assert world.told() == ["🟠 New export controls announced"]


async def test_an_entry_that_fires_nothing_is_silent(world: World) -> None:
    await world.once()
    world.publish("Port of call renovated")
    await world.once()

    assert world.told() == []


async def test_the_first_poll_tells_the_newest_few_and_one_line_about_the_rest(
    world: World,
) -> None:
    for number in range(6):
        day = f"Sun, 11 Oct 2026 {number + 1:02}:00:00 GMT"
        world.publish(f"Export control notice for port {'abcdef'[number] * 5}", pubDate=day)
    await world.once()

    *alerts, summary = world.told()
    assert [a.removeprefix("🟠 Export control notice for port ") for a in alerts] == [
        "ddddd", "eeeee", "fffff",
    ]  # fmt: skip
    assert summary == "Gazette: first look."
    assert world.reasons() == ["first poll of gazette: only the newest 3 are told"] * 3


async def test_a_first_poll_with_nothing_to_hide_says_nothing_of_itself(world: World) -> None:
    world.publish("Export control notice")
    await world.once()

    assert world.told() == ["🟠 Export control notice"]


async def test_the_other_tellings_of_one_story_are_folded_with_a_reason(world: World) -> None:
    await world.once()
    world.publish("Export controls on lasers widened", link="https://x.example/a")
    await world.once()
    world.publish(
        "Export controls on lasers widened - The Wire News", "/wire", link="https://y.example/b"
    )
    await world.once()

    assert world.told() == ["🟠 Export controls on lasers widened"]
    [reason] = world.reasons()
    assert reason.startswith("copy of “Export controls on lasers widened” (")


async def test_the_sequel_from_one_template_is_told(world: World) -> None:
    await world.once()
    world.publish("Agency adds 12 firms to Entity List")
    await world.once()
    world.publish("Agency adds 37 firms to Entity List", "/wire")
    await world.once()

    assert len(world.told()) == 2


async def test_a_copy_that_fires_another_watch_is_told_for_that_watch(world: World) -> None:
    await world.once()
    world.publish("Export controls on parts widened")
    await world.once()
    world.publish("Export controls on parts widened", "/wire", description="It names accelerators.")
    await world.once()

    assert len(world.told()) == 2
    assert "Chips (test/chips)" in world.stub.journal[1].text
    assert "test/controls" not in world.stub.journal[1].text


async def test_one_article_with_several_watches_is_one_message(world: World) -> None:
    await world.once()
    world.publish("Export controls on accelerators")
    await world.once()

    [message] = world.stub.journal
    assert "test/controls" in message.text
    assert "test/chips" in message.text


async def test_a_changed_text_alerts_only_for_what_is_new_in_it(world: World) -> None:
    await world.once()
    world.publish("Export controls on parts widened", guid="one")
    await world.once()
    world.feeds["/feed"][0]["description"] = "Corrected: it covers accelerators."
    await world.once()
    world.feeds["/feed"][0]["description"] = "Corrected again: it covers accelerators."
    await world.once()

    assert len(world.told()) == 2


async def test_a_quietly_recorded_entry_stays_quiet_when_its_text_changes(world: World) -> None:
    world.first = "none"
    world.publish("Export control archive", guid="old")
    await world.once()
    world.feeds["/feed"][0]["description"] = "A typo was mended."
    await world.once()

    assert world.told() == ["Gazette: first look."]


async def test_a_broken_source_stops_no_other_and_comes_back(world: World) -> None:
    await world.once()
    world.broken.add("/feed")
    world.publish("Export control from the wire", "/wire")
    await world.once()
    assert world.state("gazette")[0] == "blocked"
    assert world.told() == ["🟠 Export control from the wire"]

    world.broken.clear()
    world.publish("Export control from the gazette, two ports named")
    await world.once()
    assert world.state("gazette")[0] == "ok"
    assert len(world.told()) == 2


async def test_an_unchanged_feed_is_asked_for_with_its_validator(world: World) -> None:
    world.publish("Nothing of note")
    await world.once()
    await world.once()

    assert world.state("gazette")[0] == "not_modified"


async def test_nothing_is_lost_while_the_chat_is_down(world: World) -> None:
    await world.once()
    world.publish("Export control in the storm")
    world.stub.chaos(3, {"drop": 1.0})
    await world.once()
    assert world.told() == []

    world.stub.chaos(3, {"drop": 0.0})
    await world.once()
    assert world.told() == ["🟠 Export control in the storm"]


async def test_a_poison_file_stops_no_other_in_its_folder(world: World, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "a.json").write_text("[" * 200_000)
    (drop / "b.md").write_text("# Export control in a clipping\n\nA text.\n")
    await world.once()
    (tmp_path / "rules" / "drop.yaml").write_text(
        f'version: 1\nsources: [{{id: drop, kind: folder, name: Drop, path: "{drop}"}}]\n'
    )
    await world.once()
    await world.once()

    assert world.told() == ["🟠 Export control in a clipping"]
    with closing(Database(world.settings.url)) as database:
        assert "a.json" in PollStore(database).states()["drop"].error


ROUTES = """
timezone: Asia/Singapore
channels:
  desk: {{kind: telegram, chat: "{chat}"}}
quiet:
  night: {{from: "22:00", to: "07:00"}}
routes:
  - {{route: desk, send: desk, wait: 15m, {more}}}
"""


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


async def test_an_alert_at_night_is_held_and_sent_in_the_morning(world: World) -> None:
    world.routes = ROUTES.format(chat=CHAT, more="quiet: night")
    world.now = at("2026-10-12T21:00")
    await world.once()
    world.now = at("2026-10-12T23:30")
    world.publish("Export controls on lasers widened")
    await world.once()
    assert world.told() == []
    with closing(Database(world.settings.url)) as database:
        (owed,) = Deliveries(database).listed()
    assert owed.not_before == at("2026-10-13T07:00")
    assert owed.why == "route desk: held until 07:00 by the quiet time night"

    world.now = at("2026-10-13T06:59")
    await world.once()
    assert world.told() == []
    world.now = at("2026-10-13T07:00")
    await world.once()
    assert world.told() == ["🟠 Export controls on lasers widened"]


async def test_once_does_not_sit_out_a_wait(world: World) -> None:
    world.routes = ROUTES.format(chat=CHAT, more="quiet: night")
    world.now = at("2026-10-12T12:00")
    await world.once()
    world.publish("Export controls on lasers widened")
    await world.once()

    assert world.told() == ["🟠 Export controls on lasers widened"]


async def test_a_digest_collects_until_its_time(world: World) -> None:
    world.routes = ROUTES.format(chat=CHAT, more='digest: {at: "17:30"}')
    world.now = at("2026-10-12T12:00")
    await world.once()
    world.publish("Export controls on lasers widened")
    await world.once()
    world.publish("Entity list of ports updated")
    await world.once()
    assert world.told() == []

    world.now = at("2026-10-12T17:30")
    await world.once()
    [message] = world.stub.journal
    assert message.text.startswith("🟠 Digest · Mon 12 Oct 17:30\n2 high · 2/2 sources healthy\n")
    assert "Export controls on lasers widened" in message.text
    assert "Entity list of ports updated" in message.text

    world.now = at("2026-10-13T17:30")
    await world.once()
    assert world.told()[1].endswith("Digest · Tue 13 Oct 17:30")
    assert "no matches · 2/2 sources healthy" in world.stub.journal[1].text


async def test_one_article_is_one_message_when_its_most_urgent_watch_may_go(world: World) -> None:
    world.routes = ROUTES.format(
        chat=CHAT, more="if: {watches: test/controls}}\n  - {route: rest, send: desk, digest: "
        '{at: "17:30"}'
    )  # fmt: skip
    world.now = at("2026-10-12T12:00")
    await world.once()
    world.publish("Export controls on accelerators")
    await world.once()

    [message] = world.stub.journal
    assert "test/controls" in message.text
    assert "test/chips" in message.text


async def test_what_was_stored_can_be_asked_again(world: World) -> None:
    await world.once()
    world.publish("Export controls widened")
    began = world.now
    await world.once()
    world.publish("Port of call renovated")
    await world.once()

    with closing(Database(world.settings.url)) as database:
        past = Past(database, {})
        assert [article.title for article in past.newest(1)] == ["Port of call renovated"]
        assert len(past.newest(10)) == 2
        assert past.since() == began
        assert past.last_fired() == {"test/controls": began}


async def test_a_draft_is_recorded_and_not_sent(world: World) -> None:
    await world.once()
    drafts = "version: 1\nwatches: [{watch: Port, any: [port], status: draft}]\n"
    (world.folder / "rules" / "drafts.yaml").write_text(drafts)
    world.publish("Port of call renovated")
    await world.once()

    assert world.told() == []
    assert world.reasons() == ["the watch is a draft: counted, never sent"]


async def test_an_archive_that_is_published_anew_is_recorded_and_not_sent(world: World) -> None:
    await world.once()
    world.publish("Export controls of old", pubDate="Sun, 04 Jan 2026 01:00:00 GMT")
    await world.once()

    assert world.told() == []
    assert world.reasons() == ["dated 2026-01-04: older than 3d when it appeared"]


async def test_nothing_that_appeared_during_an_outage_is_too_old(world: World) -> None:
    await world.once()
    dated = world.now + timedelta(hours=1)
    world.now += timedelta(days=20)
    world.publish("Export controls announced", pubDate=f"{dated:%a, %d %b %Y %H:%M:%S GMT}")
    await world.once()

    assert world.told() == ["🟠 Export controls announced"]
