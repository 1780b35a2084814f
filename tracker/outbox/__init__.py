"""Sending what is owed, and owing what the time of day asks for."""

from tracker.outbox.planning import Planner
from tracker.outbox.post import Post
from tracker.outbox.sending import MAX_AGE, Outbox, Sent

__all__ = ["MAX_AGE", "Outbox", "Planner", "Post", "Sent"]
