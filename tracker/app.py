"""The composition root: settings -> rulebook -> database -> desk -> clock; and shutdown."""

import asyncio
import fcntl
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from pydantic import ValidationError

from tracker.channels import Channel, Console, Lines, Telegram
from tracker.core.rules import Rulebook
from tracker.desk import Desk, Tally
from tracker.errors import ConfigError, TrackerError
from tracker.inbox import Inbox
from tracker.outbox import Outbox, Sent
from tracker.rulebook import build, examples
from tracker.settings import Settings, secret
from tracker.sources import Fetcher, Source
from tracker.store import Database, OutboxStore, PollStore

log = structlog.get_logger()

POLL_TICK, SEND_TICK, BEAT_TICK = 5, 1, 15  # seconds; what is due lives in the tables
STOP_WITHIN = 8.0  # seconds that work in hand gets after SIGTERM
HOST_GAP = 2.0  # seconds between two requests to one host
PATIENCE = 60.0  # seconds that `run --once` waits for a retry or for its turn

Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[None]]


def utcnow() -> datetime:
    """The only clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to run: compiled rules, sources and channels."""

    rules: Rulebook
    sources: tuple[Source, ...]
    channels: Mapping[str, Channel]


def plan(settings: Settings) -> Plan:
    """Read the rules and choose the default channel. Raises ConfigError with every fault."""
    built = build.load(settings.rules_dir, settings.local_dir)
    failed = tuple(examples.failures(built))
    if failed:
        count = len(failed)
        raise ConfigError(f"{count} example{'s' * (count > 1)} in the rules fail", failed)
    name, default = _default_channel(settings)
    channels: dict[str, Channel] = {name: default, **built.channels}
    for channel in built.channels.values():
        for variable_name in channel.secrets:
            secret(variable_name)  # a missing one is told now, not at the first alert
    rules = replace(built.rulebook, default_channels=(name,))
    return Plan(rules=rules, sources=built.sources, channels=channels)


def _default_channel(settings: Settings) -> tuple[str, Channel]:
    """Where an alert goes that no route takes: the chat of the environment, else the terminal."""
    token, chat = settings.telegram_bot_token, settings.telegram_chat_id
    if token and chat:
        try:
            return "telegram", Telegram(kind="telegram", chat=chat)
        except ValidationError as error:
            raise ConfigError(
                f"TELEGRAM_CHAT_ID: '{chat}' is not a chat id: it is a number such as "
                "-1001234567890, or @name of a public channel"
            ) from error
    if token or chat:
        missing = "TELEGRAM_CHAT_ID" if token else "TELEGRAM_BOT_TOKEN"
        log.warning("alerts go to the terminal", because=f"{missing} is not set")
    return "console", Console(kind="console")


def warn_of_idle_settings(settings: Settings) -> None:
    """Say which settings have no effect yet, so that nobody relies on them."""
    for name, value in (("TRACKER_HTTP", settings.http), ("TRACKER_ADMINS", settings.admins)):
        if value:
            log.warning("setting without effect", name=name, because="not part of this version")


# -- the service ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The two loops, and the tables they meet at."""

    inbox: Inbox
    outbox: Outbox
    polls: PollStore
    deliveries: OutboxStore
    clock: Clock


@asynccontextmanager
async def service(
    settings: Settings, plan: Plan, clock: Clock = utcnow, sleep: Sleep = asyncio.sleep
) -> AsyncIterator[Service]:
    """Open everything and close it again, whatever happens in between."""
    database = Database(settings.url)
    with closing(database), alone(database.file):
        polls, deliveries = PollStore(database), OutboxStore(database)
        recovered = deliveries.recover()
        if recovered:
            log.warning("resumed", deliveries=recovered, because="stopped while sending")
        polls.beat("rules", clock(), plan.rules.version)
        fetcher = Fetcher(allow_hosts=settings.allow_hosts, host_gap=HOST_GAP)
        async with fetcher, Lines() as lines:
            desk = Desk(database, plan.rules)
            yield Service(
                inbox=Inbox(plan.sources, polls, desk, fetcher, clock),
                outbox=Outbox(plan.channels, deliveries, lines, clock, sleep),
                polls=polls,
                deliveries=deliveries,
                clock=clock,
            )


@contextmanager
def alone(database: Path | None) -> Iterator[None]:
    """Hold the lock of an SQLite file: two services on one would send everything twice.

    The kernel lets go of it when the process ends, however it ends.
    """
    if database is None:
        yield
        return
    lock = database.with_name(database.name + ".lock")
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConfigError(
                f"another tracker is running on {database}: stop it, or give this one "
                "another TRACKER_DATA"
            ) from error
        yield


async def once(
    settings: Settings, plan: Plan, clock: Clock = utcnow, sleep: Sleep = asyncio.sleep
) -> tuple[list[Tally], Sent]:
    """Poll what is due, deliver what is owed, return."""
    async with service(settings, plan, clock, sleep) as running:
        tallies = await running.inbox.poll_due()
        sent = await running.outbox.flush(PATIENCE)
        return tallies, sent


async def forever(settings: Settings, plan: Plan, clock: Clock = utcnow) -> None:
    """Run until SIGTERM or SIGINT; what is in hand is finished, nothing is left half-written."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with service(settings, plan, clock) as running:
        turns = Turns()
        scheduler = _scheduler(running, turns)
        running.polls.beat("clock", clock())
        scheduler.start()
        log.info("started", sources=len(plan.sources), watches=len(plan.rules.watches))
        await stop.wait()
        log.info("stopping")
        scheduler.pause()
        running.inbox.stop()
        running.outbox.stopping = True
        finished = await turns.finish(STOP_WITHIN)
        scheduler.shutdown(wait=False)
    log.info("stopped", finished=finished)
    if not finished:
        # A thread cannot be cancelled, and the interpreter would wait for it. What it has not
        # committed is decided again at the next start.
        os._exit(0)


class Turns:
    """The work in hand. APScheduler would cancel it at shutdown, whatever `wait` says."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do one turn as a task of our own, and wait for it."""

        async def turn() -> None:
            await work()

        task = asyncio.create_task(turn())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await asyncio.shield(task)

    async def finish(self, seconds: float) -> bool:
        """Wait for the work in hand; what takes longer is cancelled. Whether all was done."""
        if not self._tasks:
            return True
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return not late


def _scheduler(running: Service, turns: Turns) -> AsyncIOScheduler:
    """A clock that only ticks: jobs in memory, late ones run once instead of never."""
    scheduler = AsyncIOScheduler(
        timezone=UTC,
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    now = running.clock()

    async def beat() -> None:
        await asyncio.to_thread(running.polls.beat, "clock", running.clock())

    for name, work, seconds in (
        ("poll", running.inbox.poll_due, POLL_TICK),
        ("send", running.outbox.turn, SEND_TICK),
        ("beat", beat, BEAT_TICK),
    ):
        scheduler.add_job(
            turns.take, "interval", args=[work], seconds=seconds, id=name, next_run_time=now
        )
    scheduler.add_listener(_missed, EVENT_JOB_MISSED | EVENT_JOB_ERROR)
    return scheduler


def _missed(event: JobExecutionEvent) -> None:
    error = event.exception
    if isinstance(error, TrackerError):
        log.error("tick failed", tick=event.job_id, error=str(error))
    elif error and not isinstance(error, asyncio.CancelledError):
        log.error("tick failed", tick=event.job_id, exc_info=error)


# -- logging ----------------------------------------------------------------------------------


def configure_logging(form: str, level: int = logging.INFO) -> None:
    """Log to standard error: an event and its facts, one line a turn, as text or JSON."""
    # httpx logs every URL at INFO, and a bot token is part of one
    for name in ("httpx", "httpcore", "telegram", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # A turn that outlasts its tick is ordinary here; what fails is told by `_missed`.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    logging.basicConfig(stream=sys.stderr, level=level, format="%(message)s")
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
