"""SIGKILL after each stage of taking something in: nothing is lost, and nothing is told twice."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.chaos.stages import STAGES
from tests.loopback import Loopback, Reply, Request
from tracker.settings import Settings
from tracker.store import Database, PageStore, Past

RULES = """
version: 1
watches:
  - {{watch: Title, any: [export control], severity: high}}
  - {{watch: Text, any: [reexport clause], severity: high}}
sources:
  - id: gazette
    kind: feed
    name: Gazette
    url: "{url}/feed"
    interval: 1s
    first_poll: all
    full_text: always
channels: {{hook: {{kind: webhook, url: "env:HOOK_URL"}}}}
routes: [{{route: all, send: hook}}]
"""
SUBJECTS = ("lathes", "resins", "lasers", "valves")
PARAGRAPH = "The ministry explains at length what exporters of {} have to do from now on. "


class World:
    """A gazette with a page behind each entry, and a chat that writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.server = Loopback(self.answer)

    def answer(self, request: Request) -> Reply:
        if request.target == "/hook":
            message = json.loads(request.body)
            self.told += [(message["title"], reason["watch"]) for reason in message["reasons"]]
            return Reply(200, b"{}")
        if request.target == "/feed":
            return Reply(200, self.feed().encode(), "application/rss+xml")
        subject = request.target.removeprefix("/page/")
        body = "".join(f"<p>{PARAGRAPH.format(subject)}</p>" for _ in range(5))
        text = f"<p>A reexport clause on {subject} is added.</p>"
        page = f"<html><title>{title(subject)}</title><body><article>{text}{body}</article></body>"
        return Reply(200, page.encode(), "text/html")

    def feed(self) -> str:
        items = "".join(
            f"<item><title>{title(s)}</title><link>{self.server.url}/page/{s}</link></item>"
            for s in SUBJECTS
        )
        return f'<rss version="2.0"><channel><title>Gazette</title>{items}</channel></rss>'


def title(subject: str) -> str:
    return f"New export control on {subject}"


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    made.server.start()
    yield made
    made.server.stop()


def test_nothing_is_lost_or_doubled_between_two_stages(tmp_path: Path, world: World) -> None:
    (tmp_path / "rules").mkdir()
    rules = RULES.format(url=world.server.url)
    (tmp_path / "rules" / "drill.yaml").write_text(rules, encoding="utf-8")

    for stage in STAGES:
        assert run(tmp_path, world, "-m", "tests.chaos.stages", stage) == -signal.SIGKILL, stage
    for _ in range(2):
        assert run(tmp_path, world, "-m", "tracker", "run", "--once") == 0

    watches = ("drill/title", "drill/text")
    assert Counter(world.told) == Counter(
        {(title(subject), watch): 1 for subject in SUBJECTS for watch in watches}
    )
    with closing(Database(Settings(data=tmp_path / "data").url)) as database:
        assert PageStore(database).counts() == {"read": len(SUBJECTS)}
        stored = [each.article.title for each in Past(database, {}).articles()]
    assert sorted(stored) == sorted(map(title, SUBJECTS))


def run(folder: Path, world: World, *arguments: str) -> int:
    """A process of its own, to its end."""
    environment = {
        "PATH": os.environ["PATH"],
        "TRACKER_DATA": str(folder / "data"),
        "TRACKER_RULES": str(folder / "rules"),
        "TRACKER_ALLOW_HOSTS": "127.0.0.1",
        "HOOK_URL": f"{world.server.url}/hook",
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        check=False,
        capture_output=True,
        timeout=120,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.returncode
