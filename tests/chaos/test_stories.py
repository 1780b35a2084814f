"""Several processes decide, and processes die while they do: every happening is told once.

STORIES_SHARED=1500 pytest tests/chaos/test_stories.py: as many happenings as a busy month has.
STORIES_SEED makes another drill of the kills.
"""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import text

from tests.chaos.deciding import OUTLETS, POINTS, decide_stream
from tests.inbox.world import empty_database
from tracker.store import Database

SHARED = int(os.environ.get("STORIES_SHARED", "300"))
SEED = int(os.environ.get("STORIES_SEED", "1"))
MORE_KILLS = 6  # besides one at each point
TABLES = "article alert story delivery decision revision alias sketch mark page".split()
KILLED = "-9"


def test_four_processes_tell_every_happening_once(tmp_path: Path) -> None:
    url = made(tmp_path / "shared.db")
    with ExitStack() as stack:
        processes = [
            stack.enter_context(deciding("share", url, outlet, str(SHARED))) for outlet in OUTLETS
        ]
        for process in processes:
            assert process.stdout.readline() == "ready\n"
        for process in processes:  # all begin at once
            process.stdin.write("go\n")
            process.stdin.flush()
        for process in processes:
            _, said = process.communicate(timeout=300)
            assert (process.returncode, said) == (0, "")

    articles = rows(url, "SELECT entry_id, story FROM article")
    assert len(articles) == len(OUTLETS) * SHARED
    assert len(set(articles)) == SHARED  # the four copies of a happening are in one story
    assert len({story for _, story in articles}) == SHARED
    assert rows(url, "SELECT count(*) FROM story") == [(SHARED,)]
    for owed in ("SELECT story FROM alert", "SELECT key FROM delivery"):
        assert len(rows(url, owed)) == SHARED
    assert len(set(rows(url, "SELECT story FROM alert"))) == SHARED
    told = rows(url, "SELECT relation, count(*) FROM article WHERE telling = 'suppress' GROUP BY 1")
    assert told == [("copy", (len(OUTLETS) - 1) * SHARED)]


def test_a_decision_that_is_killed_anywhere_is_taken_as_if_nothing_had_been(tmp_path: Path) -> None:
    undisturbed, torn = made(tmp_path / "undisturbed.db"), made(tmp_path / "torn.db")
    with closing(Database(undisturbed)) as database:
        decide_stream(database)

    chance = random.Random(SEED)  # noqa: S311  a drill that can be repeated
    points = [*POINTS, *chance.choices(list(POINTS), k=MORE_KILLS)]
    chance.shuffle(points)
    with going_on(torn) as go_on:
        ended = [go_on(point, chance.randint(1, POINTS[point])) for point in points]
        last = go_on("none", 0)

    assert set(ended) == {KILLED}
    assert last == "0"
    for table in TABLES:
        assert content(torn, table) == content(undisturbed, table), table
    assert rows(torn, "PRAGMA integrity_check") == [("ok",)]
    assert rows(torn, "PRAGMA foreign_key_check") == []


def made(file: Path) -> str:
    """The address of a database that has nothing in it yet."""
    file.write_bytes(empty_database())
    return f"sqlite:///{file}"


def deciding(*arguments: str) -> subprocess.Popen[str]:
    """A process of its own, to talk to."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.deciding", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def going_on(url: str) -> Iterator[Callable[[str, int], str]]:
    """Has the stream gone on with until a point is passed so many times; how that ended."""

    def go_on(point: str, times: int) -> str:
        process.stdin.write(f"{point} {times}\n")
        process.stdin.flush()
        return process.stdout.readline().strip()

    with deciding("stream", url) as process:
        yield go_on
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    with closing(Database(url)) as database, database.reading() as session:
        return [tuple(row) for row in session.execute(text(query))]


def content(url: str, table: str) -> Counter[tuple[Any, ...]]:
    return Counter(rows(url, f"SELECT * FROM {table}"))  # noqa: S608  a name of ours
