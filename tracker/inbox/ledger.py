"""Writing down polls that brought nothing: all that wait, in one transaction.

Of most polls nothing is new, and a transaction of its own for each would cost more than the poll.
"""

import asyncio
from dataclasses import dataclass, field

from tracker.desk import Desk, Note


@dataclass(slots=True)
class _Batch:
    """Notes that are written together; what went wrong is told to everybody who waits for it."""

    notes: list[Note] = field(default_factory=list)
    is_begun: bool = False
    error: Exception | None = None


class Ledger:
    """Collects notes while the ones before are being written."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._batch = _Batch()
        self._turn = asyncio.Lock()

    async def write(self, note: Note) -> None:
        """Write `note`, with all that came in between; returns when that is done.

        Raises ConfigError when the database cannot be written.
        """
        batch = self._batch
        batch.notes.append(note)
        async with self._turn:
            if not batch.is_begun:
                batch.is_begun, self._batch = True, _Batch()
                try:
                    await asyncio.to_thread(self._desk.note, batch.notes)
                except Exception as error:
                    batch.error = error
                    raise
            elif batch.error is not None:
                raise batch.error
