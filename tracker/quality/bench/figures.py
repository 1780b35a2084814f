"""What every bench gives: figures with units, each perhaps beside the obvious way."""

import random
import time
from collections.abc import Callable
from typing import Any, TypeVar

Result = dict[str, Any]
T = TypeVar("T")

SYLLABLES = "ba be di do fa ge ka ki la lo ma mi na ne po ra re sa si ta te tion to va ze".split()


def figure(
    metric: str, value: float, unit: str, versus: str | None = None, ratio: float | None = None
) -> Result:
    """One line of a result. `ratio`: how many times better than `versus`."""
    return {
        "metric": metric,
        "value": float(f"{value:.4g}"),
        "unit": unit,
        "versus": versus,
        "ratio": ratio and float(f"{ratio:.4g}"),
    }


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What `work` gives, and the seconds it took."""
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def word(chance: random.Random) -> str:
    """A made-up word, the same for the same seed."""
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))
