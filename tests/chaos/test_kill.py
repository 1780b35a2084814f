"""SIGKILL at random moments: nothing that was owed is lost, at most one message repeats a kill.

CHAOS_KILLS and CHAOS_SEED make a longer or another drill: CHAOS_KILLS=20 pytest tests/chaos
"""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.loopback import Loopback, Reply, Request

KILLS = int(os.environ.get("CHAOS_KILLS", "4"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))
ARTICLES = 200
RULES = """
version: 1
watches: [{watch: Export controls, any: [export control], severity: high}]
sources: [{id: drill, kind: folder, name: Drill, path: %s, first_poll: all}]
channels: {hook: {kind: webhook, url: "env:HOOK_URL"}}
routes: [{route: all, send: hook}]
"""
WORDS = ("lathe", "resin", "laser", "valve", "drone", "sonar", "wafer", "gear", "fuel", "probe")


@pytest.fixture
def received() -> Iterator[tuple[str, list[str]]]:
    """A webhook that writes down the title of everything it accepts."""
    titles: list[str] = []

    def take(request: Request) -> Reply:
        titles.append(json.loads(request.body)["title"])
        return Reply(200, b"{}")

    hook = Loopback(take)
    hook.start()
    yield hook.url, titles
    hook.stop()


def test_a_killed_service_loses_nothing(tmp_path: Path, received: tuple[str, list[str]]) -> None:
    url, told = received
    expected = write_articles(tmp_path / "articles")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "drill.yaml").write_text(RULES % (tmp_path / "articles"))
    chance = random.Random(SEED)  # noqa: S311  a drill that can be repeated

    for _ in range(KILLS):
        run(tmp_path, url, killed_after=chance.uniform(0.5, 3.0))
    assert run(tmp_path, url) == 0

    counts = Counter(told)
    assert set(counts) == expected
    assert counts.total() - len(counts) <= KILLS


def write_articles(folder: Path) -> set[str]:
    """Articles that differ in what they are about, so that none is a copy of another."""
    folder.mkdir()
    titles = set()
    for number in range(ARTICLES):
        what = " ".join(WORDS[int(digit)] for digit in f"{number:03}")
        title = f"Export controls, notice {number}: {what}"
        (folder / f"{number:03}.md").write_text(f"# {title}\n\nAbout {what} and number {number}.\n")
        titles.add(title)
    return titles


def run(folder: Path, url: str, killed_after: float | None = None) -> int:
    """`tracker run --once`, killed after so many seconds unless it is done before."""
    environment = {
        "PATH": os.environ["PATH"],
        "TRACKER_DATA": str(folder / "data"),
        "TRACKER_RULES": str(folder / "rules"),
        "HOOK_URL": url,
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tracker", "run", "--once"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        with suppress(subprocess.TimeoutExpired):
            return process.wait(killed_after)
        process.kill()
        return process.wait()
