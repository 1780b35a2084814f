"""The clock: work that is done again and again, and finished when the service stops."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from tracker.errors import TrackerError

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """`work` is done every so many `seconds`, `at_once` turns of it at a time."""

    name: str
    work: Callable[[], Awaitable[object]]
    seconds: float
    at_once: int = 1


class Turns:
    """The work in hand. APScheduler would cancel it at shutdown, whatever `wait` says."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do one turn as a task of our own, and wait for it."""

        async def turn() -> None:
            await work()

        task = asyncio.create_task(turn())
        self.add(task)
        await asyncio.shield(task)

    def add(self, task: asyncio.Task[None]) -> None:
        """Work that was begun elsewhere, and is to be finished as well."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self, seconds: float) -> bool:
        """Wait for the work in hand; what takes longer is cancelled. Whether all was done."""
        if not self._tasks:
            return True
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return not late


def ticking(ticks: Sequence[Tick], turns: Turns, now: datetime) -> AsyncIOScheduler:
    """A clock that only ticks: jobs in memory, late ones run once instead of never."""
    scheduler = AsyncIOScheduler(
        timezone=UTC,
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    for tick in ticks:
        scheduler.add_job(
            turns.take,
            "interval",
            args=[tick.work],
            seconds=tick.seconds,
            id=tick.name,
            next_run_time=now,
            max_instances=tick.at_once,
        )
    scheduler.add_listener(_missed, EVENT_JOB_MISSED | EVENT_JOB_ERROR)
    return scheduler


async def keep_ticking(
    scheduler: AsyncIOScheduler, clock: Callable[[], datetime], seconds: float = 5.0
) -> None:
    """Until it is cancelled: when the clock was set back, every tick is due at once.

    The scheduler waits for a time of day, and an hour that comes twice would be one of silence.
    """
    latest = clock()
    while True:
        await asyncio.sleep(seconds)
        now = clock()
        if now < latest:
            log.warning("clock set back", seconds=round((latest - now).total_seconds()))
            for job in scheduler.get_jobs():
                job.modify(next_run_time=now)
        latest = now


def _missed(event: JobExecutionEvent) -> None:
    error = event.exception
    if isinstance(error, TrackerError):
        log.error("tick failed", tick=event.job_id, error=str(error))
    elif error and not isinstance(error, asyncio.CancelledError):
        log.error("tick failed", tick=event.job_id, exc_info=error)
