"""Looking at what was done: with no database, an empty one, a used one, and a broken one."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.conftest import ENVIRONMENT, RULES, TOKEN, Shell
from tests.loopback import Loopback, Reply, Request
from tracker.store import Database

ARTICLE = r'{"title": "Nvidia may export the H20 \u001b[31magain", "url": "https://e.org/a"}'
READING = [
    ("alerts", "list"),
    ("alerts", "list", "--json"),
    ("deliveries", "list"),
    ("deliveries", "list", "--state", "dead", "--json"),
    ("deliveries", "retry"),
    ("sources", "list"),
    ("sources", "list", "--json"),
    ("status",),
    ("status", "--json"),
]
OFFLINE = RULES.replace("name: BIS,", "name: BIS, enabled: false,")
CHANNEL = OFFLINE + 'channels: {tg: {kind: telegram, chat: "5"}}\nroutes: [{route: r, send: tg}]\n'


@pytest.fixture
def used(with_rules: Shell) -> Shell:
    """After a turn that found one article and told it in the terminal."""
    with_rules.rules(OFFLINE)
    with_rules.write("inbox/a.json", ARTICLE)
    answer = with_rules.process("run", "--once")
    assert answer.code == 0, answer.err
    assert "1 sources answered, 1 new entries, 1 alerts, 1 messages sent" in answer.err
    return with_rules


@pytest.mark.parametrize("args", READING)
def test_looking_at_nothing_makes_no_database(with_rules: Shell, args: tuple[str, ...]) -> None:
    before = with_rules.files()
    answer = with_rules(*args)
    assert with_rules.files() == before
    assert answer.code == (1 if args[0] == "status" else 0)
    assert "tracker: there is no database at data/tracker.db yet: `tracker run`" in answer.err
    if "--json" in args:
        assert answer.json is not None


def test_an_empty_folder_has_no_alerts_yet(tracker: Shell) -> None:
    answer = tracker.process("alerts", "list")
    assert (answer.code, answer.out) == (0, "no alerts yet\n")
    assert tracker.files() == set()
    assert tracker("alerts", "list", "--json").json == []
    assert tracker("deliveries", "list").out == "no deliveries yet\n"
    assert tracker("deliveries", "list", "--state", "dead").out == "no such deliveries\n"
    assert tracker("deliveries", "retry").out == "0 deliveries owed again\n"
    assert tracker("deliveries", "retry", "abc").code == 1


def test_a_fresh_database_is_empty_too(tracker: Shell) -> None:
    (tracker.folder / "data").mkdir()
    with closing(Database(f"sqlite:///{tracker.folder / 'data' / 'tracker.db'}")):
        pass
    for args in READING[:4]:
        answer = tracker(*args)
        assert (answer.code, answer.err) == (0, "")
    status = tracker("status", "--json")
    assert status.code == 1
    assert "no service has run on this database" in status.json["faults"][0]


def test_alerts_that_were_told(used: Shell) -> None:
    (alert,) = used.process("alerts", "list", "--json").json
    assert list(alert) == [
        "key", "watch", "severity", "score", "title", "publisher", "url", "published", "at",
        "story", "evidence",
    ]  # fmt: skip
    assert (alert["watch"], alert["severity"], alert["score"]) == ("mine/chips", "high", 3)
    assert datetime.fromisoformat(alert["at"]).tzinfo is not None
    assert {e["text"] for e in alert["evidence"]} == {"Nvidia", "export", "H20"}
    text = used("alerts", "list").out
    assert "high     Nvidia may export the H20" in text
    assert "mine/chips: Nvidia, export, H20" in text
    assert "\x1b" not in text


def test_deliveries_that_were_sent(used: Shell) -> None:
    (owed,) = used("deliveries", "list", "--json").json
    assert list(owed) == [
        "key", "channel", "form", "state", "title", "card", "attempts", "error", "created", "sent",
        "remote_id", "not_before", "action", "why", "part_of", "story", "article",
    ]  # fmt: skip
    assert (owed["channel"], owed["state"], owed["error"]) == ("console", "sent", "")
    assert used("deliveries", "list", "--state", "dead", "--json").json == []
    assert len(used("deliveries", "list", "--state", "dead", "--state", "sent").out.split()) > 3
    assert used("deliveries", "retry", owed["key"]).code == 1  # it is no dead letter


def test_a_delivery_that_is_held_says_why(used: Shell) -> None:
    with closing(sqlite3.connect(used.folder / "data" / "tracker.db")) as database, database:
        database.execute(
            "UPDATE delivery SET state = 'pending', action = 'held', "
            "why = 'route r: held until 07:00'"
        )
    assert used("deliveries", "list").out.endswith(" · route r: held until 07:00\n")


def test_a_dead_letter_is_owed_again(used: Shell) -> None:
    with closing(sqlite3.connect(used.folder / "data" / "tracker.db")) as database, database:
        database.execute("UPDATE delivery SET state = 'dead', error = 'chat not found'")
    assert "dead     console" in used("deliveries", "list").out
    assert "· chat not found" in used("deliveries", "list", "--state", "dead").out
    assert used.process("deliveries", "retry").out == "1 delivery owed again\n"
    assert used("deliveries", "list", "--json").json[0]["state"] == "pending"
    assert used("deliveries", "retry").out == "0 deliveries owed again\n"


@pytest.mark.parametrize(
    "args", [("alerts", "list"), ("deliveries", "list"), ("silences", "list"), ("stories", "list")]
)
def test_more_than_a_database_can_count_is_a_usage_error(
    used: Shell, args: tuple[str, ...]
) -> None:
    answer = used(*args, "--limit", str(2**63))
    assert (answer.code, answer.out) == (2, "")
    assert "--limit" in answer.err


@pytest.mark.parametrize("given", [b"\xff", b"1" * 60_000])
@pytest.mark.parametrize(
    "args", [("alerts", "show"), ("silences", "end"), ("stories", "show"), ("deliveries", "retry")]
)
def test_what_can_be_no_id_is_not_found(used: Shell, args: tuple[str, ...], given: bytes) -> None:
    answer = used(*args, given)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("tracker: no ")


def test_an_empty_id_retries_nothing(used: Shell) -> None:
    """As of a script whose variable is not set."""
    with closing(sqlite3.connect(used.folder / "data/tracker.db")) as database, database:
        database.execute("UPDATE delivery SET state = 'dead'")
    assert used("deliveries", "retry", "").code == 1
    assert used("deliveries", "retry").out == "1 delivery owed again\n"


@pytest.mark.parametrize(
    "command", ["alerts list >&-", "alerts list | true", "alerts export <&- | cat"]
)
def test_nobody_has_to_read_what_is_said(used: Shell, command: str) -> None:
    line = f"set -o pipefail; {sys.executable} -m tracker {command}"
    done = subprocess.run(
        ["/bin/bash", "-c", line],
        cwd=used.folder,
        env=ENVIRONMENT,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_what_cannot_be_read_any_more_hides_nothing_else(used: Shell) -> None:
    with closing(sqlite3.connect(used.folder / "data/tracker.db")) as database, database:
        database.execute("UPDATE delivery SET card = '{\"titel\":'")
    for args in (
        ("deliveries", "list"),
        ("alerts", "export"),
        ("alerts", "export", "--format=csv"),
    ):
        answer = used(*args)
        assert answer.code == 0, answer.err
        assert "Nvidia may export the H20" in answer.out
    (owed,) = used("deliveries", "list", "--json").json
    assert "cannot be read" in owed["card"]["summary"]


def test_output_that_cannot_be_written_is_a_fault(used: Shell) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tracker", "alerts", "list"],
            cwd=used.folder,
            env=ENVIRONMENT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "tracker: the output cannot be written: No space left on device\n"


def test_sources_with_their_last_answer(used: Shell) -> None:
    rows = used.process("sources", "list", "--json").json
    assert list(rows[0]) == [
        "id", "kind", "name", "tier", "enabled", "outcome", "error", "failures", "polled",
        "succeeded", "newest", "missing", "age_success", "age_new",
    ]  # fmt: skip
    bis, inbox, off = rows
    assert (bis["id"], bis["tier"], bis["outcome"], bis["polled"]) == ("bis", "official", "", None)
    assert (inbox["outcome"], inbox["failures"]) == ("ok", 0)
    assert off["enabled"] is False
    lines = used("sources", "list").out.splitlines()
    assert lines[0].split()[:4] == ["bis", "feed", "official", "off"]
    assert "ok · last answer 20" in lines[1]


def test_a_database_of_another_name_is_read_as_well(used: Shell) -> None:
    (used.folder / "data" / "tracker.db").rename(used.folder / "other.db")
    answer = used("sources", "list", "--json", TRACKER_DATABASE_URL="sqlite:///other.db")
    assert answer.json[1]["outcome"] == "ok"


def test_status_says_whether_the_service_is_well(used: Shell) -> None:
    answer = used.process("status", "--json")
    assert list(answer.json) == [
        "ok", "faults", "clock", "rules", "sources", "pages", "deliveries",
    ]  # fmt: skip
    assert answer.json["sources"] == {"polled": 1, "failing": [], "silent": []}
    assert answer.json["deliveries"] == {"sent": 1}
    rules = answer.json["rules"]
    assert list(rules) == ["version", "loaded", "ok", "faults"]
    assert len(rules["version"]) == 16
    assert datetime.fromisoformat(rules["loaded"]).tzinfo is not None
    assert (rules["ok"], rules["faults"]) == (True, [])
    assert answer.json["ok"] is (answer.code == 0)


def _beat(shell: Shell, when: str) -> None:
    with closing(sqlite3.connect(shell.folder / "data" / "tracker.db")) as database, database:
        database.execute("DELETE FROM pulse WHERE name = 'clock'")
        database.execute("INSERT INTO pulse (name, at, note) VALUES ('clock', ?, '')", (when,))
        database.execute("UPDATE source SET failures = 3")


def test_a_source_that_is_down_is_no_fault_of_the_service(used: Shell) -> None:
    _beat(used, "2999-01-01 00:00:00.000000")
    answer = used("status", "--json")
    assert (answer.code, answer.json["ok"]) == (0, True)
    assert answer.json["sources"]["failing"] == ["inbox"]
    assert used("status").out.splitlines()[:2] == ["well", "sources: 1 polled, 1 failing: inbox"]


def test_a_clock_that_stands_still_is_one(used: Shell) -> None:
    _beat(used, "2020-01-01 00:00:00.000000")
    answer = used("status", "--json")
    assert (answer.code, answer.json["ok"]) == (1, False)
    assert answer.json["faults"] == ["the clock stands still since 2020-01-01 00:00:00 UTC"]


def _text_file(folder: Path) -> str:
    (folder / "a.db").write_text("Dear diary, this is no database. " * 100)
    return "sqlite:///a.db"


def _blocked_folder(folder: Path) -> str:
    (folder / "file").write_text("")
    return "sqlite:///file/below/a.db"


def _newer(folder: Path) -> str:
    with closing(Database(f"sqlite:///{folder / 'a.db'}")):
        pass
    with closing(sqlite3.connect(folder / "a.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    return "sqlite:///a.db"


def _a_folder(folder: Path) -> str:
    (folder / "a.db").mkdir()
    return "sqlite:///a.db"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (_text_file, "a.db is not an SQLite database: move it away, or set TRACKER_DATABASE_URL"),
        (_blocked_folder, "file/below/a.db"),
        (_newer, "was written by a newer version (9999): install that version"),
        (_a_folder, "the database a.db cannot be opened"),
        (lambda _: "not an address", "TRACKER_DATABASE_URL: only SQLite files"),
        (
            lambda _: "oracle://me:hunter2@localhost/x",
            "TRACKER_DATABASE_URL: only SQLite files",
        ),
        (
            lambda _: "bogus://me:hunter2@localhost/x",
            "TRACKER_DATABASE_URL: only SQLite files",
        ),
    ],
)
@pytest.mark.parametrize("args", [("alerts", "list", "--json"), ("status",), ("run", "--once")])
def test_a_database_that_cannot_be_used(
    with_rules: Shell, make: Callable[[Path], str], says: str, args: tuple[str, ...]
) -> None:
    with_rules.rules(OFFLINE)
    answer = with_rules(*args, TRACKER_DATABASE_URL=make(with_rules.folder))
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
    assert "hunter2" not in answer.err


def _refuse(_: Request) -> Reply:
    text = "Forbidden: bot was kicked from the group chat"
    return Reply(403, json.dumps({"ok": False, "error_code": 403, "description": text}).encode())


@pytest.fixture
def refusing() -> Iterator[str]:
    """A Telegram that refuses every message."""
    server = Loopback(_refuse)
    server.start()
    yield server.url
    server.stop()


@pytest.mark.parametrize("name", ["TELEGRAM_BOT_TOKEN", "TELEGRAM_BOT_TOKEN_FILE"])
@pytest.mark.parametrize("log", ["text", "json"])
def test_a_token_is_never_printed(tracker: Shell, refusing: str, name: str, log: str) -> None:
    tracker.rules(CHANNEL)
    tracker.write("inbox/a.json", ARTICLE)
    tracker.write("token", f"{TOKEN}\n")
    secret = {name: "token" if name.endswith("FILE") else TOKEN, "TRACKER_LOG": log}
    tracker.process(  # the shell looks for the token in all that it prints
        "run", "--once", **secret, TELEGRAM_API_URL=refusing, TELEGRAM_CHAT_ID="5"
    )
    assert "kicked" in tracker("deliveries", "list").out
    for args in (*READING, ("check",), ("explain", "--text", "H20"), ("check", "--bogus"), ()):
        answer = tracker(*args, **secret)
        assert answer.out + answer.err


def test_a_channel_without_its_secret_stops_the_service(tracker: Shell) -> None:
    tracker.rules(CHANNEL)
    answer = tracker("run", "--once")
    assert (answer.code, answer.out) == (2, "")
    assert "TELEGRAM_BOT_TOKEN (or TELEGRAM_BOT_TOKEN_FILE) is not set" in answer.err


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>https://e.org</link>
<item><title>One 出口</title><link>https://e.org/1</link><guid>1</guid>
<pubDate>Thu, 01 Oct 2026 10:00:00 GMT</pubDate><description>First.</description></item>
</channel></rss>"""


def test_the_entries_of_a_feed(with_rules: Shell) -> None:
    with_rules.write("feed.xml", FEED)
    answer = with_rules.process("sources", "parse", "feed.xml", "--json")
    assert (answer.code, answer.err) == (0, "")
    document = answer.json
    assert list(document) == ["outcome", "kind", "entries"]
    assert (document["outcome"], document["kind"]) == ("ok", "feed")
    (entry,) = document["entries"]
    assert entry == {
        "id": "1",
        "title": "One 出口",
        "url": "https://e.org/1",
        "published": "2026-10-01T10:00:00+00:00",
        "updated": None,
        "summary": "First.",
        "content": "",
        "authors": [],
        "language": entry["language"],
    }
    text = with_rules("sources", "parse", "feed.xml", "--source", "bis").out
    assert text.splitlines()[0] == "2026-10-01 10:00 One 出口"
    assert text.splitlines()[-1] == "ok: 1 entry"


def test_the_entries_of_an_article_file(with_rules: Shell) -> None:
    with_rules.write("a.json", ARTICLE)
    document = with_rules("sources", "parse", "a.json", "--kind", "folder", "--json").json
    assert (document["kind"], len(document["entries"])) == ("folder", 1)


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("nowhere",), 2, "nowhere: cannot be read: No such file or directory"),
        (("a.json", "--kind", "podcast"), 2, "'podcast' is not a kind of source: feed, folder"),
        (("a.json", "--source", "nobody"), 2, "no source is called 'nobody'"),
        ((), 2, ""),
    ],
)
def test_what_cannot_be_parsed(
    with_rules: Shell, args: tuple[str, ...], code: int, says: str
) -> None:
    with_rules.write("a.json", ARTICLE)
    answer = with_rules("sources", "parse", *args, "--json")
    assert (answer.code, answer.out) == (code, "")
    assert says in answer.err


def test_a_page_is_no_feed_and_the_document_says_so(with_rules: Shell) -> None:
    with_rules.write("page.xml", "<!doctype html><html><body>Hello</body></html>")
    answer = with_rules("sources", "parse", "page.xml", "--json")
    assert answer.code == 1
    assert answer.json == {"outcome": "blocked", "kind": "feed", "entries": []}
    assert "page.xml" in answer.err


def test_no_sources_is_said(tracker: Shell) -> None:
    tracker.rules("version: 1\nwatches: [{watch: A, any: [x]}]")
    assert tracker("sources", "list").out == "no sources in the rules\n"
    assert json.loads(tracker("sources", "list", "--json").out) == []
