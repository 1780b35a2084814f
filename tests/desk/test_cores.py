"""On several cores a batch is matched as on one, whatever happens to the others."""

import os
import signal
from collections.abc import Iterator

import pytest

from tests.core import an_article
from tracker.core import match
from tracker.core.rules import Rulebook
from tracker.desk import Cores
from tracker.desk.cores import ENOUGH
from tracker.rulebook import build
from tracker.rulebook.files import RuleText, Snapshot

ARTICLES = [an_article(f"Semorx sells chip {number}") for number in range(ENOUGH + 1)]


def rules(word: str) -> Rulebook:
    """A rulebook of one watch, with a name that may be misspelt."""
    text = (
        "version: 1\nentities:\n  semorix: {name: Semorix, fuzzy: 80}\n"
        f"watches:\n  - {{watch: A, all: [$semorix, {word}]}}\n"
        "  - {watch: B, any: [{regex: 'chip [0-9]*7'}]}\n"
    )
    files = (RuleText(name="a.yaml", pack="a", text=text),)
    return build.sound(build.of(Snapshot(folders=(), absent=(), files=files, faults=()))).rulebook


@pytest.fixture(scope="module")
def cores() -> Iterator[Cores]:
    with Cores(2) as two:
        yield two


def children() -> list[int]:
    """The processes that this one has started and that are there."""
    with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as listed:
        return [int(number) for number in listed.read().split()]


def test_two_cores_find_what_one_finds_in_the_same_order(cores: Cores) -> None:
    book = rules("chip")
    alone = [match.find(article, book) for article in ARTICLES]

    assert cores.find(ARTICLES, book) == alone
    assert [len(found.matches) for found in alone[6:9]] == [1, 2, 1]


def test_new_rules_hold_at_once(cores: Cores) -> None:
    assert all(found.matches for found in cores.find(ARTICLES, rules("sells")))
    assert not any(found.matches for found in cores.find(ARTICLES[:6] * 20, rules("buys")))


def test_a_small_batch_starts_no_process() -> None:
    before = children()
    with Cores(2) as two:
        assert len(two.find(ARTICLES[: ENOUGH - 1], rules("chip"))) == ENOUGH - 1
        assert children() == before


def test_a_process_that_is_killed_costs_nothing() -> None:
    book = rules("chip")
    with Cores(2) as two:
        before = set(children())
        expected = two.find(ARTICLES, book)
        for started in set(children()) - before:
            os.kill(started, signal.SIGKILL)

        assert two.find(ARTICLES, book) == expected
        assert two.find(ARTICLES, book) == expected


def test_the_others_end_with_it() -> None:
    before = children()
    with Cores(2) as two:
        two.find(ARTICLES, rules("chip"))
    assert set(children()) <= set(before) | _trackers(before)


def _trackers(before: list[int]) -> set[int]:
    """The standard library's own watcher of shared memory, which stays."""
    named = {}
    for number in set(children()) - set(before):
        with open(f"/proc/{number}/cmdline", encoding="utf-8") as told:
            named[number] = told.read()
    return {number for number, command in named.items() if "resource_tracker" in command}
