"""What a rulebook costs to read and compile, and to keep, in a fresh process each time."""

import multiprocessing
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tracker.core.rules import Rulebook
from tracker.rulebook import build
from tracker.rulebook.files import Snapshot, read_all
from tracker.rulebook.settle import settle

# Linux tells both; elsewhere only the most ever used is known. getrusage is no good on Linux: a
# process begins there with the most that its parent used.
STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Cost:
    """`reading`, `compiling`: CPU seconds. `kept`, `peak`: megabytes more than before it."""

    reading: float
    compiling: float
    kept: float
    peak: float


def cost(made: Snapshot, processes: int) -> Cost:
    """Medians of so many runs, each in a process of its own that has done nothing else."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as pool:
        runs = list(pool.map(_measured, [made] * processes))
    return Cost(
        reading=median(run.reading for run in runs),
        compiling=median(run.compiling for run in runs),
        kept=median(run.kept for run in runs),
        peak=median(run.peak for run in runs),
    )


def _measured(made: Snapshot) -> Cost:
    """The first build is what is weighed; files are read once more to tell the two apart."""
    settle()
    before = _resident()
    rules, whole = _built(made)
    peak = _peak()
    settle()
    kept = _resident()
    started = time.process_time()
    read_all(made)
    reading = time.process_time() - started
    del rules  # kept until it was weighed
    return Cost(reading, max(whole - reading, 0.0), kept - before, peak - before)


def _built(made: Snapshot) -> tuple[Rulebook, float]:
    """The rulebook alone, as the service keeps it, and CPU seconds."""
    started = time.process_time()
    rules = build.sound(build.of(made)).rulebook
    return rules, time.process_time() - started


def _resident() -> float:
    return _megabytes("VmRSS")


def _peak() -> float:
    return _megabytes("VmHWM")


def _megabytes(line: str) -> float:
    if not STATUS.exists():
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (1e6 if sys.platform == "darwin" else 1e3)
    values = dict(row.split(":", 1) for row in STATUS.read_text().splitlines())
    return int(values[line].removesuffix("kB")) * 1024 / 1e6
