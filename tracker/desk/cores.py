"""Matching a large batch on several cores, each a process with its own copy of the rules."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from types import TracebackType

import structlog

from tracker.core import match
from tracker.core.model import Article, Findings
from tracker.core.rules import Rulebook

log = structlog.get_logger()

ENOUGH = 64  # articles; for fewer the way to another process takes longer than the work


class Cores:
    """`count` cores: this process and others. One caller at a time.

    The others start with the first large batch, and anew when the rules have changed.
    """

    def __init__(self, count: int = 1) -> None:
        self._count = count
        self._rules: Rulebook | None = None
        self._others: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Cores":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the other processes end."""
        self._end()

    def find(self, articles: Sequence[Article], rules: Rulebook) -> list[Findings]:
        """What `rules` say about each of the articles."""
        if self._count < 2 or len(articles) < ENOUGH:
            return [match.find(article, rules) for article in articles]
        parts = [articles[core :: self._count] for core in range(self._count)]
        try:
            others = self._ready(rules)
            asked = [others.submit(_find, part) for part in parts[1:]]
            mine = [match.find(article, rules) for article in parts[0]]
            found = [mine, *(part.result() for part in asked)]
        except (BrokenProcessPool, OSError) as error:
            log.warning("core lost", error=str(error), because="matching on one core instead")
            self._end()
            return [match.find(article, rules) for article in articles]
        return [found[at % self._count][at // self._count] for at in range(len(articles))]

    def _ready(self, rules: Rulebook) -> ProcessPoolExecutor:
        if self._others is None or self._rules is not rules:
            self._end()
            # Forking a process that has threads would copy locks which nobody opens.
            self._others = ProcessPoolExecutor(
                self._count - 1, get_context("spawn"), _begin, (rules,)
            )
            self._rules = rules
        return self._others

    def _end(self) -> None:
        if self._others:
            self._others.shutdown(cancel_futures=True)
        self._others = self._rules = None


_rules: list[Rulebook] = []  # of this process, when it is one of the others


def _begin(rules: Rulebook) -> None:
    _rules[:] = [rules]


def _find(articles: Sequence[Article]) -> list[Findings]:
    return [match.find(article, _rules[0]) for article in articles]
