"""The composition root: settings -> rulebook -> database -> desk -> clock; and shutdown."""

import asyncio
import fcntl
import gc
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle
from pathlib import Path

import structlog
from pydantic import ValidationError

from tracker.bot import Bot, Surroundings
from tracker.channels import Channel, Console, Lines, Telegram
from tracker.clock import Tick, Turns, keep_ticking, ticking
from tracker.core.owing import State
from tracker.desk import Cores, Desk, Tally
from tracker.errors import ConfigError, Problem
from tracker.heartbeat import Heartbeat
from tracker.inbox import Inbox, Pages
from tracker.live import Live, Plan
from tracker.outbox import Outbox, Planner, Post, Sent
from tracker.quality import backtest
from tracker.rulebook.files import Snapshot, snapshot
from tracker.rulebook.reload import Judgement, faults_of, proved
from tracker.rulebook.settle import settle
from tracker.settings import Settings, secret
from tracker.sources import Fetcher
from tracker.store import (
    SLICES,
    Agenda,
    Bulletin,
    Database,
    Deliveries,
    OutboxStore,
    PageStore,
    PollStore,
    RuleRecord,
    Windows,
    sweep,
)

log = structlog.get_logger()

OVERLAPPING = 64  # turns of one kind at a time: a slow host must not hold up the others
REPLAYED = timedelta(days=31)  # for so long decisions can be replayed as they were taken
STOP_WITHIN = 8.0  # seconds that work in hand gets after SIGTERM
HOST_GAP = 2.0  # seconds between two requests to one host
PATIENCE = 60.0  # seconds that `run --once` waits for a retry or for its turn

Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[None]]


def utcnow() -> datetime:
    """The only clock."""
    return datetime.now(UTC)


# -- the plan ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the environment decides: channels beside those of the rules, and who gets what.

    `default`: where an alert goes that no route takes; `operators`: who is told of faulty rules.
    """

    channels: Mapping[str, Channel]
    default: str
    operators: tuple[str, ...]


def plan(settings: Settings) -> Plan:
    """What the rules say; if they are at fault, what the last good ones said.

    Raises ConfigError with every fault when there are none.
    """
    given, found = _given(settings), snapshot([settings.rules_dir], settings.local_dir)
    try:
        return planned(found, given)
    except ConfigError as error:
        refused: Judgement[Plan] = Judgement(snapshot=found, faults=faults_of(error))
        return replace(_last_good(settings, given, error), refused=refused)


def planned(found: Snapshot, given: Given) -> Plan:
    """What these rule files say. Raises ConfigError with every fault; reads no disk."""
    built = proved(found)
    if missing := tuple(_missing_secrets(built.channels)):
        raise ConfigError("a channel has no secret", missing)
    return Plan(
        rules=replace(built.rulebook, default_channels=(given.default,)),
        sources=built.sources,
        channels={**given.channels, **built.channels},
        operators=given.operators,
        files=found,
        warnings=built.problems,
    )


def _missing_secrets(channels: Mapping[str, Channel]) -> Iterator[Problem]:
    """A missing one is told now, not at the first alert."""
    for name, channel in channels.items():
        for variable_name in channel.secrets:
            try:
                secret(variable_name)
            except ConfigError as error:
                yield Problem(f"the channel '{name}'", 0, 0, "no-secret", str(error))


def _last_good(settings: Settings, given: Given, fault: ConfigError) -> Plan:
    """The plan of the rules that were good last; raises `fault` and what else is wrong."""
    file = Path(settings.url.removeprefix("sqlite:///"))
    if not file.exists():
        raise fault  # the first start: there is nothing to look for, and no database is made
    try:
        with closing(Database(settings.url)) as database, database.reading() as session:
            good = RuleRecord(session).last_good()
    except ConfigError as error:
        raise ConfigError(f"{fault}; and {error}", fault.problems) from error
    if good is None:
        raise fault
    try:
        return planned(Snapshot.restored(good.files), given)
    except (ConfigError, ValueError, KeyError, TypeError) as error:  # another version kept them
        raise ConfigError(
            f"{fault}; the last good rules, of {good.since:%Y-%m-%d %H:%M} UTC, cannot be used "
            f"either: {error}",
            fault.problems,
        ) from error


def _given(settings: Settings) -> Given:
    name, channel = _default_channel(settings)
    channels = {name: channel}
    if settings.telegram_bot_token:  # a private chat has the id of its user
        channels |= {
            f"operator:{user}": Telegram(kind="telegram", chat=str(user))
            for user in settings.admins
        }
    operators = tuple(other for other in channels if other != name)
    return Given(channels=channels, default=name, operators=operators or (name,))


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
    return "console", Console(kind="console")


def warn_of_idle_settings(settings: Settings) -> None:
    """Say which settings have no effect, so that nobody relies on them."""
    token, chat = settings.telegram_bot_token, settings.telegram_chat_id
    if bool(token) != bool(chat):
        missing = "TELEGRAM_CHAT_ID" if token else "TELEGRAM_BOT_TOKEN"
        log.warning("alerts go to the terminal", because=f"{missing} is not set")
    if settings.http:
        because = "not part of this version"
        log.warning("setting without effect", name="TRACKER_HTTP", because=because)
    if settings.admins and not token:
        because = "TELEGRAM_BOT_TOKEN is not set"
        log.warning("setting without effect", name="TRACKER_ADMINS", because=because)


# -- the service ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The two loops, what they carry out, and the tables they meet at."""

    live: Live
    inbox: Inbox
    pages: Pages
    outbox: Outbox
    polls: PollStore
    deliveries: Deliveries
    planner: Planner
    heartbeat: Heartbeat
    bot: Bot | None  # None without a token
    clock: Clock
    forget: Callable[[int], None]  # a part of what is too old to be compared


@asynccontextmanager
async def service(
    settings: Settings, plan: Plan, clock: Clock = utcnow, sleep: Sleep = asyncio.sleep
) -> AsyncIterator[Service]:
    """Open everything and close it again, whatever happens in between."""
    # Named once: a folder that is lost later must not be replaced by another.
    folders, local = [settings.rules_dir], settings.local_dir
    look, make = partial(snapshot, folders, local), partial(planned, given=_given(settings))
    database = Database(settings.url)
    with closing(database), alone(database.file), ExitStack() as stack:
        live = Live(plan, look, make, database, clock)
        live.start()
        polls = PollStore(database)

        def post() -> Post:
            now = live.plan
            return Post(channels=now.channels, rules=now.rules, operators=now.operators)

        store = OutboxStore(database, lambda: post().tags())
        deliveries = Deliveries(database)
        if database.file is not None:  # nobody else writes to a file
            store.recover()
            if begun := deliveries.counts().get(State.sending):
                log.warning("resumed", because="stopped while sending", messages=begun)
        # The rules stay: the garbage collector need not walk through them again and again, which
        # would hold up the loop for a tenth of a second each time.
        settle()
        gc.freeze()
        fetcher = Fetcher(allow_hosts=settings.allow_hosts, host_gap=HOST_GAP)
        async with fetcher, Lines() as lines:
            cores = stack.enter_context(Cores(settings.cores))
            desk = Desk(
                database,
                lambda: live.plan.rules,
                lambda: live.plan.operators,
                cores,
                windows(settings),
            )
            inbox = Inbox(lambda: live.plan.sources, polls, desk, fetcher, clock)
            outbox = Outbox(post, store, Bulletin(database), lines, clock, sleep)
            around = Surroundings(
                plan=lambda: live.plan,
                database=database,
                outbox=store,
                admins=frozenset(settings.admins),
                rules=settings.rules_dir,
                local=settings.local_dir,
                backtest=backtest.run,
                wake=outbox.turn,
                clock=clock,
                started=clock(),
            )
            yield Service(
                live=live,
                inbox=inbox,
                pages=Pages(
                    sources=lambda: live.plan.sources,
                    store=PageStore(database),
                    polls=polls,
                    desk=desk,
                    fetcher=fetcher,
                    clock=clock,
                    deciding=inbox.deciding,
                    is_out=lambda: inbox.is_out,
                ),
                outbox=outbox,
                bot=_bot(settings, around, lines),
                planner=Planner(post, Agenda(database)),
                heartbeat=Heartbeat(
                    settings.heartbeat_url, lines, lambda: is_sending(outbox, clock())
                ),
                polls=polls,
                deliveries=deliveries,
                clock=clock,
                forget=lambda part: forget(database, windows(settings), clock(), part),
            )


def _bot(settings: Settings, around: Surroundings, lines: Lines) -> Bot | None:
    """It speaks by the token of the environment."""
    if not settings.telegram_bot_token:
        return None
    return Bot(around, partial(Telegram(kind="telegram", chat="0").bot, lines))


def is_sending(outbox: Outbox, now: datetime) -> bool:
    """Whether it has looked for what is owed in the last minute."""
    return outbox.turned is not None and now - outbox.turned < timedelta(minutes=1)


def forget(database: Database, windows: Windows, now: datetime, part: int) -> None:
    """Forget a part, of `SLICES`, of what is too old to be compared or replayed."""
    with database.writing() as session:
        sweep(session, part, now - windows.texts - REPLAYED, now - windows.stories - REPLAYED)


def windows(settings: Settings) -> Windows:
    """How long what was told is compared with what comes."""
    return Windows(
        texts=timedelta(days=settings.text_days), stories=timedelta(days=settings.story_days)
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
    try:
        opened = lock.open("w")
    except OSError as error:  # as one that another user has left there
        raise ConfigError(
            f"{lock} cannot be written by user {os.getuid()} ({error.strerror}): "
            f"run `chown -R {os.getuid()} {lock.parent}`"
        ) from error
    with opened as held:
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
        await running.pages.turn()
        await asyncio.to_thread(running.planner.turn, running.clock())
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
        scheduler = ticking(_ticks(running), turns, clock())
        running.polls.beat("clock", clock())
        scheduler.start()
        watching = asyncio.create_task(keep_ticking(scheduler, clock))
        listening = asyncio.create_task(running.bot.run()) if running.bot else None
        log.info("started", sources=len(plan.sources), watches=len(plan.rules.watches))
        await stop.wait()
        log.info("stopping")
        watching.cancel()
        scheduler.pause()
        running.inbox.stop()
        running.pages.stop()
        running.outbox.stopping = True
        if running.bot and listening:
            running.bot.stop()
            turns.add(listening)
        finished = await turns.finish(STOP_WITHIN)
        scheduler.shutdown(wait=False)
    log.info("stopped", finished=finished)
    if not finished:
        # A thread cannot be cancelled, and the interpreter would wait for it. What it has not
        # committed is decided again at the next start.
        os._exit(0)


def _ticks(running: Service) -> tuple[Tick, ...]:
    """Everything that is done again and again; what is due lives in the tables."""

    async def beat() -> None:
        await asyncio.to_thread(running.polls.beat, "clock", running.clock())

    async def reload() -> None:
        await running.live.turn(running.inbox.deciding)

    async def plan_ahead() -> None:
        await asyncio.to_thread(running.planner.turn, running.clock())

    parts = cycle(range(SLICES))

    async def forget_some() -> None:
        await asyncio.to_thread(running.forget, next(parts))

    return (
        Tick(name="poll", work=running.inbox.poll_due, seconds=5, at_once=OVERLAPPING),
        Tick(name="pages", work=running.pages.turn, seconds=5, at_once=OVERLAPPING),
        Tick(name="send", work=running.outbox.turn, seconds=0.5, at_once=OVERLAPPING),
        Tick(name="plan", work=plan_ahead, seconds=5),
        Tick(name="rules", work=reload, seconds=5),
        Tick(name="beat", work=beat, seconds=15),
        Tick(name="heartbeat", work=running.heartbeat.turn, seconds=60),
        Tick(name="sweep", work=forget_some, seconds=600),
    )
