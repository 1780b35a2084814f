"""Writing down polls that brought nothing: all that wait, in one transaction.

Of most polls nothing is new, and a transaction of its own for each would cost more than the poll.
"""

import asyncio

from tracker.desk import Desk, Note


class Ledger:
    """Collects notes while the one before is being written."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._waiting: list[Note] = []
        self._turn = asyncio.Lock()

    async def write(self, note: Note) -> None:
        """Write `note`, with all that came in between; returns when that is done."""
        self._waiting.append(note)
        async with self._turn:
            if note not in self._waiting:
                return  # the turn before took it along
            notes, self._waiting = self._waiting, []
            await asyncio.to_thread(self._desk.note, notes)
