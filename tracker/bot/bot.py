"""Reading updates, one consumer at a time. Sending needs none of it, and goes on whatever happens.

https://core.telegram.org/bots/api#getupdates
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

import structlog
from pydantic import ValidationError
from telegram import Bot as Connection
from telegram import User, error

from tracker.bot.doors import Doors
from tracker.bot.handling import Deed, Handler
from tracker.bot.offers import Offers
from tracker.bot.surroundings import Surroundings
from tracker.bot.updates import KINDS, Update
from tracker.errors import TrackerError
from tracker.store import Leases

log = structlog.get_logger()

PATIENCE = 25  # seconds that a request waits for updates
MARGIN = 10.0  # and that its answer may take beyond that
LEASE = timedelta(seconds=60)
TAKEN = 15.0  # seconds until it is asked again whether another still reads
WAITS = (1.0, 2.0, 5.0, 15.0, 60.0)  # seconds after the first failure, the second, ...
CONFLICTS = (5.0, 15.0, 60.0, 300.0)
REVOKED = 300.0
SAID = 200  # code points of what is said to a press


class Bot:
    """Reads what people ask and press, and answers by way of the outbox.

    `connect` gives the connection to Telegram; `patience`: seconds that one turn waits.
    """

    def __init__(
        self,
        around: Surroundings,
        connect: Callable[[], Awaitable[Connection]],
        patience: int = PATIENCE,
    ) -> None:
        self._around = around
        self._connect = connect
        self._patience = patience
        self._leases = Leases(around.database)
        self._handler = Handler(around)
        self._offers = Offers(around)
        self._doors = Doors(around)
        self._holder = uuid4().hex
        self._me: User | None = None
        self._troubles = 0
        self._stopped = asyncio.Event()
        self._request: asyncio.Task[Any] | None = None
        self._sending: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Turn by turn, until it is stopped."""
        while not self._stopped.is_set():
            try:
                wait = await self.turn()
            except TrackerError as fault:  # the database
                log.error("bot turn failed", error=str(fault))  # noqa: TRY400  it says it all
                wait = WAITS[-1]
            except Exception:  # the boundary of this loop
                log.exception("bot turn failed")
                wait = WAITS[-1]
            if wait:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopped.wait(), wait)
        await self.finish()

    def stop(self) -> None:
        """Read no more: a request that waits is given up, an update in hand is finished."""
        self._stopped.set()
        if self._request is not None:
            self._request.cancel()

    async def finish(self) -> None:
        """Let another read, and wait for what is being sent."""
        if self._me is not None:
            await asyncio.to_thread(self._leases.release, self._name, self._holder)
        await asyncio.gather(*self._sending)

    async def turn(self) -> float:
        """Read once, and handle what there is. Seconds until the next turn; 0 = at once."""
        try:
            bot = await self._connect()
            self._me = self._me or await bot.get_me()
            cursor = await asyncio.to_thread(
                self._leases.take, self._name, self._holder, *self._term()
            )
            if cursor is None:
                return TAKEN
            await self._offers.make(bot)
            updates = await self._updates(bot, cursor)
        except error.TelegramError as fault:
            return self._wait(fault)
        except TrackerError as fault:  # the database
            log.error("updates not read", error=str(fault))  # noqa: TRY400  it says it all
            return WAITS[-1]
        self._troubles = 0
        for raw in updates:
            if self._stopped.is_set() or not await self._one(bot, raw):
                break
        return 0.0

    @property
    def _name(self) -> str:
        """Another bot counts its updates from elsewhere."""
        return f"updates {self._me.id}" if self._me else "updates"

    def _term(self) -> tuple[Any, Any]:
        now = self._around.clock()
        return now, now + LEASE

    async def _updates(self, bot: Connection, cursor: int) -> list[Any]:
        """As they were written: of a list in which one is not understood, the others are."""
        if self._stopped.is_set():
            return []
        # The name is Telegram's own, in small letters: by the usual one the library would read
        # all of them or none.
        asking = bot.do_api_request(
            "getupdates",
            {"offset": cursor, "timeout": self._patience, "allowed_updates": list(KINDS)},
            read_timeout=self._patience + MARGIN,
        )
        self._request = asyncio.ensure_future(asking)
        try:
            found = await self._request
        except asyncio.CancelledError:
            if not self._stopped.is_set():
                raise
            return []
        finally:
            self._request = None
        return found if isinstance(found, list) else []

    async def _one(self, bot: Connection, raw: Any) -> bool:
        """Handle one update, come what may; whether we may go on to the next."""
        number = raw.get("update_id") if isinstance(raw, dict) else None
        try:
            update = Update.model_validate(raw)
            me = self._me.username if self._me and self._me.username else ""
            deed = await asyncio.to_thread(self._handler.handle, update, me)
            await self._carry_out(bot, deed)
        except ValidationError as fault:
            places = {".".join(map(str, each["loc"])) for each in fault.errors()}
            log.warning("update not understood", update=number, places=sorted(places)[:5])
        except TrackerError as fault:  # the database
            log.error("update failed", update=number, error=str(fault))  # noqa: TRY400  it says it all
        except Exception:  # the boundary: one update never stops the others
            log.exception("update failed", update=number)
        if not isinstance(number, int):
            return True
        _, until = self._term()
        return await asyncio.to_thread(
            self._leases.advance, self._name, self._holder, number + 1, until
        )

    async def _carry_out(self, bot: Connection, deed: Deed) -> None:
        """The press is answered first: people wait for that with a finger on the screen."""
        if deed.answer is not None:
            await _tried(bot.answer_callback_query(deed.answer[0], deed.answer[1][:SAID]))
        if deed.is_owed:
            task = asyncio.create_task(self._send())
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)
        if deed.delete is not None:
            await _tried(bot.delete_message(*deed.delete))
        if deed.leave is not None and not await self._doors.has_moved(bot, deed.leave):
            log.warning("left", chat=deed.leave, because="it is not configured")
            await _tried(bot.leave_chat(deed.leave))
        if deed.closed is not None:
            await self._doors.closed(*deed.closed)

    async def _send(self) -> None:
        try:
            await self._around.wake()
        except TrackerError as fault:  # the database; the outbox has turns of its own
            log.error("outbox not woken", error=str(fault))  # noqa: TRY400  it says it all
        except Exception:  # the boundary of this task
            log.exception("outbox not woken")

    def _wait(self, fault: error.TelegramError) -> float:
        """How long to leave Telegram alone; told once, and again when it goes on."""
        self._troubles += 1
        step, is_first = self._troubles - 1, self._troubles == 1
        match fault:
            case error.Conflict():
                if is_first:
                    log.error(
                        "updates not read",
                        because="another program reads them, or a webhook is set: stop it",
                        said=fault.message,
                    )
                return CONFLICTS[min(step, len(CONFLICTS) - 1)]
            case error.InvalidToken():
                if is_first:
                    log.error("updates not read", because="Telegram does not know this bot token")
                return REVOKED
            case error.RetryAfter():
                asked = fault.retry_after
                return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
        wait = WAITS[min(step, len(WAITS) - 1)]
        log.warning("updates not read", error=fault.message, again_in=wait)
        return wait


async def _tried(request: Awaitable[object]) -> None:
    """What cannot be done any more is not missed, as to answer a press that is too old."""
    try:
        await request
    except error.TelegramError as fault:
        log.info("not done", because=fault.message)
