"""The pace of all chats together; that of each chat is kept in the tables."""

from collections import deque
from datetime import datetime, timedelta

MOST = 25  # requests a second; Telegram allows thirty
SECOND = timedelta(seconds=1)
PLEAS, WITHIN = 3, timedelta(seconds=10)  # chats that ask for patience: then it is the whole bot
LONGEST = 30.0  # seconds that all chats are left alone for it; each still waits for itself


class Pace:
    """Counts requests and pleas for patience."""

    def __init__(self) -> None:
        self._begun: deque[datetime] = deque(maxlen=MOST)
        self._pleas: dict[str, datetime] = {}
        self._until: datetime | None = None

    def begun(self, now: datetime) -> None:
        """A request is made."""
        self._begun.append(now)

    def pleaded(self, address: str, now: datetime, seconds: float) -> None:
        """A chat wants to be left alone for so long; when several do, all are."""
        self._pleas = {a: at for a, at in self._pleas.items() if at > now - WITHIN} | {address: now}
        if len(self._pleas) >= PLEAS:
            self._until = now + timedelta(seconds=min(seconds, LONGEST))

    def wait(self, now: datetime) -> float | None:
        """Seconds until any request may be made; None = now.

        What lies ahead, because the clock was set back, does not count.
        """
        latest = now + timedelta(seconds=LONGEST)
        if self._until is not None and now < self._until <= latest:
            return (self._until - now).total_seconds()
        if len(self._begun) == MOST and now - SECOND < self._begun[0] <= now:
            return (self._begun[0] + SECOND - now).total_seconds()
        return None
