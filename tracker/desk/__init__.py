"""The desk: what a poll brought is decided and written down, together with what is owed for it."""

from tracker.desk.cores import Cores
from tracker.desk.desk import Batch, Desk, Note, subject
from tracker.desk.sitting import Tally

__all__ = ["Batch", "Cores", "Desk", "Note", "Tally", "subject"]
