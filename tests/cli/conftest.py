"""A shell: the commands in an empty folder, with a clean environment."""

import io
import json
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tracker.cli import main

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
RULES = """version: 1
lists: {chips: [H20, {term: 出口管制, weight: 2.5}]}
entities:
  nvidia: {name: Nvidia, aliases: [英伟达]}
sources:
  - {kind: feed, id: bis, name: BIS, url: "https://example.org/feed", tier: official}
  - {kind: folder, id: inbox, name: Inbox, path: inbox, interval: 1s, enabled: true}
  - {kind: feed, id: off, name: Off, url: "https://example.org/off", enabled: false}
watches:
  - watch: Chip export controls
    id: chips
    all: [$chips, {any: [$nvidia, export*]}]
    none: [potato]
    severity: high
    tags: [export-controls, semiconductors]
    examples: {match: [Nvidia H20], no_match: [Nvidia]}
  - watch: AI law
    any: [AI Act]
    tags: [ai-regulation]
    examples: {match: [The AI Act], no_match: [An act]}
"""
ENVIRONMENT = {"PATH": os.environ["PATH"], "COLUMNS": "100", "NO_COLOR": "1"}


@dataclass(frozen=True)
class Answer:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which is one JSON document and nothing else."""
        return json.loads(self.out)


class Shell:
    """Runs the commands in `folder`; in no case is there a traceback, or the token.

    `tracker("check")` runs in this process, which is quick; `tracker.process("check")` in one of
    its own, which is what people do.
    """

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def rules(self, text: str = RULES) -> None:
        self.write("rules/packs/mine.yaml", text)

    def files(self) -> set[str]:
        return {p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*")}

    def __call__(self, *args: str | bytes, **environment: str) -> Answer:
        encoding = environment.get("PYTHONIOENCODING", "utf-8")
        out = io.TextIOWrapper(io.BytesIO(), encoding)
        err = io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace")
        with self._monkeypatch.context() as patch, chdir(self.folder):
            patch.setattr(sys, "argv", ["tracker", *map(os.fsdecode, args)])
            for name in list(os.environ):
                patch.delenv(name)
            for name, value in (ENVIRONMENT | environment).items():
                patch.setenv(name, value)
            with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
                main()
        code = ended.value.code
        return _checked(code if isinstance(code, int) else 0, _written(out), _written(err))

    def process(self, *args: str | bytes, **environment: str) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "tracker", *args],
            cwd=self.folder,
            env=ENVIRONMENT | environment,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return _checked(done.returncode, done.stdout, done.stderr)


def _written(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    stream.seek(0)
    return stream.buffer.read()


def _checked(code: int, out: bytes, err: bytes) -> Answer:
    answer = Answer(code, out.decode(), err.decode())
    assert "Traceback" not in answer.out + answer.err, answer.err
    assert TOKEN not in answer.out + answer.err
    return answer


@pytest.fixture
def tracker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell in an empty folder."""
    return Shell(tmp_path, monkeypatch)


@pytest.fixture
def with_rules(tracker: Shell) -> Shell:
    """A shell in a folder with a few rules."""
    tracker.rules()
    return tracker
