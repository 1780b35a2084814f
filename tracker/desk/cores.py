"""Matching a large batch on several cores, each a process with its own copy of the rules."""

import signal
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType

import structlog

from tracker.core import match
from tracker.core.model import Article, Findings
from tracker.core.rules import Rulebook

log = structlog.get_logger()

ENOUGH = 64  # articles; for fewer the way to another process takes longer than the work
# Forking a process that has threads would copy locks which nobody opens.
CONTEXT = get_context("spawn")


class Cores:
    """`count` cores: this process and others. One caller at a time.

    The others start with the first large batch, and anew when the rules have changed.
    """

    def __init__(self, count: int = 1) -> None:
        self._count = count
        self._rules: Rulebook | None = None
        self._others: list[_Other] = []

    def __enter__(self) -> "Cores":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the other processes at once; from now on there is one core."""
        self._count = 1
        self._end()

    def find(self, articles: Sequence[Article], rules: Rulebook) -> list[Findings]:
        """What `rules` say about each of the articles."""
        count = self._count
        if count < 2 or len(articles) < ENOUGH:
            return _find(articles, rules)
        try:
            others = self._ready(rules)
            for core, other in enumerate(others, 1):
                other.ask(articles[core::count])
            found = [_find(articles[::count], rules), *(other.answer() for other in others)]
        except (OSError, EOFError) as error:
            log.warning("core lost", error=repr(error), because="this batch is matched on one core")
            self._end()
            return _find(articles, rules)
        return [found[at % count][at // count] for at in range(len(articles))]

    def _ready(self, rules: Rulebook) -> "list[_Other]":
        if self._rules is not rules:
            self._end()
            self._others = [_Other(rules) for _ in range(self._count - 1)]
            self._rules = rules
        return self._others

    def _end(self) -> None:
        others, self._others, self._rules = self._others, [], None
        for other in others:
            other.end()


class _Other:
    """A process that matches what it is asked, until nobody is left to ask."""

    def __init__(self, rules: Rulebook) -> None:
        self._line, far = CONTEXT.Pipe()
        self._process = CONTEXT.Process(target=_serve, args=(far, rules), daemon=True)
        self._process.start()
        far.close()  # so that the line ends when the process does

    def ask(self, articles: Sequence[Article]) -> None:
        """Have these matched; `answer` waits for it."""
        self._line.send(articles)

    def answer(self) -> list[Findings]:
        """What it found. Raises EOFError or OSError when the process is gone."""
        found: list[Findings] = self._line.recv()
        return found

    def end(self) -> None:
        """At once, whatever it is doing: nothing of it is kept."""
        self._process.kill()
        self._process.join()
        self._line.close()


def _serve(line: Connection, rules: Rulebook) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asks is told, and ends this
    while True:
        try:
            line.send(_find(line.recv(), rules))
        except (EOFError, OSError):
            return


def _find(articles: Sequence[Article], rules: Rulebook) -> list[Findings]:
    return [match.find(article, rules) for article in articles]
