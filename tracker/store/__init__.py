"""The only place that knows SQL. Tables stay inside; values of `tracker.core` come out."""

from tracker.store.database import Database
from tracker.store.desk import Before, DeskWriter
from tracker.store.outbox import Destination, OutboxStore, Owed, State
from tracker.store.pages import Page, PageStore
from tracker.store.past import Decided, Past, Stored
from tracker.store.polls import PollStore
from tracker.store.record import Recorder
from tracker.store.reports import AlertReport, Reports, Silence
from tracker.store.rules import RuleRecord, RuleSet, RuleState
from tracker.store.stories import StoryFinder, Windows
from tracker.store.storybook import SLICES, Story, Storybook, Telling, sweep

__all__ = [
    "SLICES",
    "AlertReport",
    "Before",
    "Database",
    "Decided",
    "DeskWriter",
    "Destination",
    "OutboxStore",
    "Owed",
    "Page",
    "PageStore",
    "Past",
    "PollStore",
    "Recorder",
    "Reports",
    "RuleRecord",
    "RuleSet",
    "RuleState",
    "Silence",
    "State",
    "Stored",
    "Story",
    "StoryFinder",
    "Storybook",
    "Telling",
    "Windows",
    "sweep",
]
