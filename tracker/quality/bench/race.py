"""Timing ways of doing one thing against each other, in rounds, on the same articles.

What counts is CPU time of this process: on a machine that others use too, the wall clock measures
them. The ways take turns, a few articles each, so that what slows the machine slows all of them.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Generic, TypeVar

T = TypeVar("T")
ROUNDS = 40


@dataclass(slots=True)
class Way(Generic[T]):
    """One way. `work` gives how much it found; a slow one sees every article number `every`.

    `seconds`, `found`: of each article that it saw.
    """

    work: Callable[[T], int]
    every: int = 1
    seconds: dict[int, float] = field(default_factory=dict)
    found: dict[int, int] = field(default_factory=dict)

    def take(self, index: int, item: T) -> None:
        """Measure one, if its turn has come."""
        if index % self.every == 0:
            started = time.process_time()
            self.found[index] = self.work(item)
            self.seconds[index] = time.process_time() - started

    @property
    def median(self) -> float:
        """Seconds of an article."""
        return median(self.seconds.values())

    def slower_than(self, other: "Way[T]") -> float:
        """How many times as long it takes, over the articles that both have seen."""
        return median(
            spent / max(other.seconds[index], 1e-9)
            for index, spent in self.seconds.items()
            if index in other.seconds
        )


def slow(work: Callable[[T], int], articles: int, seen: int) -> Way[T]:
    """A way that sees about `seen` of so many articles."""
    return Way(work, every=max(1, articles // seen))


@dataclass(frozen=True, slots=True)
class Race(Generic[T]):
    """Ways that see the same items, in this order within a round."""

    ways: Sequence[Way[T]]
    items: Sequence[T]

    def run(self, number: int, rounds: int) -> None:
        """The part of the items that is of round `number`."""
        first, last = (len(self.items) * at // rounds for at in (number, number + 1))
        for way in self.ways:
            for index in range(first, last):
                way.take(index, self.items[index])


def run(races: Iterable[Race[T]], rounds: int = ROUNDS) -> None:
    """All rounds, every race in each."""
    races = list(races)
    for number in range(rounds):
        for race in races:
            race.run(number, rounds)
