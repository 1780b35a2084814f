"""What the time of day asks for: digests, escalations, and a word when a silence is over."""

from collections.abc import Callable
from datetime import datetime

from tracker.core.routing import next_digest
from tracker.outbox.post import Post
from tracker.store import Agenda


class Planner:
    """Owes what is due by the clock; doing it twice is harmless."""

    def __init__(self, post: Callable[[], Post], agenda: Agenda) -> None:
        self._post = post
        self._agenda = agenda

    def turn(self, now: datetime) -> None:
        """All that has come due, and the digests to come."""
        post = self._post()
        times = {name: next_digest(name, now, post.rules) for name in post.channels}
        self._agenda.owe_digests({name: at for name, at in times.items() if at}, now)
        self._agenda.escalate(now)
        self._agenda.end_silences(now)
