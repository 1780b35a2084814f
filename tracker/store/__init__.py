"""The only place that knows SQL. Tables stay inside; values of `tracker.core` come out."""

from tracker.store.agenda import Agenda
from tracker.store.alerts import AlertBook, AlertFile, Delivered
from tracker.store.bulletin import Bulletin
from tracker.store.claims import Act, Addressee, Rest, Task
from tracker.store.database import Database
from tracker.store.debts import About, Debts
from tracker.store.deliveries import Attempt, Deliveries, Owed
from tracker.store.desk import Before, DeskWriter
from tracker.store.feedback import Example, Feedback, FeedbackStore, Opinion
from tracker.store.leases import Leases
from tracker.store.lookup import Lookup, Mention, Message, Told
from tracker.store.outbox import OutboxStore, Result
from tracker.store.pages import Page, PageStore
from tracker.store.past import Decided, Past, Stored
from tracker.store.polls import PollStore
from tracker.store.pressed import Pressed
from tracker.store.readers import Reader, Readers
from tracker.store.record import Recorder
from tracker.store.reports import AlertReport, Reports, Silence
from tracker.store.rules import RuleRecord, RuleSet, RuleState
from tracker.store.silences import SilenceReport, Silences
from tracker.store.stories import StoryFinder, Windows
from tracker.store.storybook import SLICES, Story, Storybook, Telling, sweep

__all__ = [
    "SLICES",
    "About",
    "Act",
    "Addressee",
    "Agenda",
    "AlertBook",
    "AlertFile",
    "AlertReport",
    "Attempt",
    "Before",
    "Bulletin",
    "Database",
    "Debts",
    "Decided",
    "Delivered",
    "Deliveries",
    "DeskWriter",
    "Example",
    "Feedback",
    "FeedbackStore",
    "Leases",
    "Lookup",
    "Mention",
    "Message",
    "Opinion",
    "OutboxStore",
    "Owed",
    "Page",
    "PageStore",
    "Past",
    "PollStore",
    "Pressed",
    "Reader",
    "Readers",
    "Recorder",
    "Reports",
    "Rest",
    "Result",
    "RuleRecord",
    "RuleSet",
    "RuleState",
    "Silence",
    "SilenceReport",
    "Silences",
    "Stored",
    "Story",
    "StoryFinder",
    "Storybook",
    "Task",
    "Telling",
    "Told",
    "Windows",
    "sweep",
]
