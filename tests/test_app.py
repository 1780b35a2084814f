"""The service as a process: it starts, says it is well, stops when told, and is alone."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tracker import app
from tracker.errors import ConfigError

RULES = """
version: 1
watches: [{watch: Export controls, any: [export control]}]
sources: [{id: drop, kind: folder, name: Drop, path: %s, interval: 1s, first_poll: all}]
"""


@pytest.fixture
def world(tmp_path: Path) -> dict[str, str]:
    """An environment with one folder to watch."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "drop").mkdir()
    (tmp_path / "rules" / "test.yaml").write_text(RULES % (tmp_path / "drop"))
    return {
        "PATH": os.environ["PATH"],
        "TRACKER_DATA": str(tmp_path / "data"),
        "TRACKER_RULES": str(tmp_path / "rules"),
    }


@contextmanager
def running(world: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """`tracker run`, from the moment at which it says it has started."""
    with subprocess.Popen(
        [sys.executable, "-m", "tracker", "run"],
        env=world,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            assert process.stderr is not None
            for line in process.stderr:
                if "started" in line:
                    break
            yield process
        finally:
            process.kill()


def tracker(world: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tracker", *arguments],
        env=world,
        text=True,
        capture_output=True,
        check=False,
    )


def test_sigterm_stops_it_cleanly(world: dict[str, str]) -> None:
    with running(world) as process:
        process.send_signal(signal.SIGTERM)
        output, log = process.communicate(timeout=10)

    assert process.returncode == 0
    assert "stopped" in log
    assert "Traceback" not in log
    assert output == ""


def test_a_running_service_is_well_and_tells_what_appears(world: dict[str, str]) -> None:
    drop = Path(world["TRACKER_RULES"]).parent / "drop"
    with running(world) as process:
        assert tracker(world, "status").returncode == 0
        (drop / "news.md").write_text("# Export controls on kites\n\nA text.\n")
        wait_until(lambda: "kites" in tracker(world, "alerts", "list").stdout)
        wait_until(lambda: "sent" in tracker(world, "deliveries", "list").stdout)
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=10)

    assert output.count("Export controls on kites") == 1


def test_a_second_service_on_the_same_database_is_refused(world: dict[str, str]) -> None:
    with running(world):
        second = tracker(world, "run", "--once")

    assert second.returncode == 2
    assert "another tracker is running" in second.stderr


def test_the_lock_is_free_again_after_the_holder_ended(tmp_path: Path) -> None:
    database = tmp_path / "tracker.db"
    with app.alone(database), pytest.raises(ConfigError), app.alone(database):
        pass
    with app.alone(database):
        pass


def test_a_lock_that_cannot_be_taken_is_named(tmp_path: Path) -> None:
    (tmp_path / "tracker.db.lock").mkdir()

    with pytest.raises(ConfigError, match=r"tracker\.db\.lock cannot be written by user"):
        app.alone(tmp_path / "tracker.db").__enter__()


def test_a_faulty_rule_stops_the_start_with_its_place(world: dict[str, str]) -> None:
    rules = Path(world["TRACKER_RULES"]) / "test.yaml"
    rules.write_text(rules.read_text().replace("any:", "anny:"))
    result = tracker(world, "run", "--once")

    assert result.returncode == 2
    assert "test.yaml:3:" in result.stderr
    assert "did you mean 'any'?" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_broken_edit_is_a_warning_and_the_last_good_rules_go_on(world: dict[str, str]) -> None:
    rules = Path(world["TRACKER_RULES"]) / "test.yaml"
    with running(world) as process:
        rules.write_text(rules.read_text().replace("any:", "anny:"))
        wait_until(lambda: "refused" in tracker(world, "status").stdout)
        status = tracker(world, "status")
        assert status.returncode == 0
        assert "test.yaml:3:36: unknown-key: unknown key 'anny'" in status.stdout
        news = rules.parent.parent / "drop" / "news.md"
        news.write_text("# Export controls on kites\n\nA text.\n")
        wait_until(lambda: "2 sent" in tracker(world, "status").stdout)
        process.send_signal(signal.SIGTERM)
        output, log = process.communicate(timeout=10)

    assert "Traceback" not in log
    assert "Export controls on kites" in output
    assert "The rules have faults" in output  # the terminal is the only chat here
    again = tracker(world, "run", "--once")
    assert again.returncode == 0
    assert "rules fallen back" in again.stderr
    assert "test.yaml:3:36: unknown-key" in again.stderr
    state = json.loads(tracker(world, "status", "--json").stdout)["rules"]
    assert (state["ok"], len(state["faults"])) == (False, 1)


def wait_until(condition: object, tries: int = 200) -> None:
    """Look again until it is so; the number of looks is a bound against a hang, not a timing."""
    assert callable(condition)
    for _ in range(tries):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen")
