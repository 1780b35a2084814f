"""The inbox: sources are polled when they are due, and the pages behind their entries are read."""

from tracker.inbox.pages import Pages
from tracker.inbox.polling import Inbox

__all__ = ["Inbox", "Pages"]
