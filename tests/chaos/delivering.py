"""An outbox in a process of its own, which sends what is owed until it is killed.

python -m tests.chaos.delivering DATABASE PROBE SETTLE CHAT...: for each line that comes in, with a
number of seconds, a child goes on sending and is killed so long after it has begun; says how that
ended. What a child needs is imported once, so that most of its life is spent with sending.
"""

import asyncio
import gc
import logging
import os
import select
import signal
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from tracker.channels import Lines, Telegram
from tracker.channels.base import Pace
from tracker.core.lexicon import Lexicon
from tracker.core.rules import Rulebook
from tracker.outbox import Outbox, Post
from tracker.store import Bulletin, Database, OutboxStore

PATIENCE = 60.0  # seconds; a life has no longer waits


class Swift(Telegram):
    """A chat that may be written to as quickly as one can."""

    @property
    def pace(self) -> Pace:
        """None: the drill is about what breaks off, not about limits."""
        return Pace()


@dataclass(frozen=True, slots=True)
class Drill:
    """What a child is told: `settle` in seconds; `probe` as a channel has it."""

    url: str
    probe: str
    settle: float
    chats: tuple[str, ...]


def post(drill: Drill) -> Post:
    """Channels named after their chats."""
    channels = {
        chat: Swift.model_validate({"kind": "telegram", "chat": chat, "probe": drill.probe})
        for chat in drill.chats
    }
    return Post(channels=channels, rules=Rulebook(watches=(), lexicon=Lexicon([])))


async def send_all(database: Database, drill: Drill, begun: int) -> None:
    """Send until nothing is owed. `begun`: told when everything is open."""
    given = post(drill)
    store = OutboxStore(database, settle=timedelta(seconds=drill.settle))
    store.recover()
    async with Lines() as lines:
        outbox = Outbox(lambda: given, store, Bulletin(database), lines, lambda: datetime.now(UTC))
        await next(iter(given.channels.values())).bot(lines)
        os.write(begun, b"!")
        await outbox.flush(PATIENCE)


def life(drill: Drill, seconds: float) -> int:
    """One child, killed so many seconds after it has begun; its exit code, or minus the signal."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.close(reading)
            with closing(Database(drill.url)) as database:
                asyncio.run(send_all(database, drill, writing))
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    os.read(reading, 1)  # begun, or dead before
    is_over, _, _ = select.select([reading], [], [], seconds)
    if not is_over:
        os.kill(child, signal.SIGKILL)
    os.close(reading)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def main() -> None:
    """One life after the other; each begins with what is in the database."""
    url, probe, settle, *chats = sys.argv[1:]
    drill = Drill(url, probe, float(settle), tuple(chats))
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    gc.freeze()
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        print(life(drill, float(line)), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
