"""What is owed to a reader, before it has the form of any channel."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.core.model import Evidence, Severity

ROWS_MOST = 60  # of one list: what every chat takes in one message


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A watch that fired, and the words that made it."""

    watch: str
    name: str
    severity: Severity
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies:
    """What the text says of a day to come: `what` is "in force" or "comments until"."""

    what: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One alert in a list. `section`: the heading it stands under; `note`: a few words more."""

    title: str
    severity: Severity = Severity.info
    url: str = ""
    note: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An alert, a list of alerts (`rows`), or a notice (`title` and `summary` alone).

    `summary` is plain text; evidence of field "summary" or "body" points into the article, so
    `excerpt` carries its own marks: code points of `excerpt` to highlight. `change`: what it
    is to something told before, as `Amended: 12 -> 37`; `brief`: it stands under the message that
    it changes, and says no more than that. `also`: others who have reported it; `notes`: what
    people or the service have done with it. `footer`: a line below a list.
    """

    title: str
    severity: Severity = Severity.info
    summary: str = ""
    url: str = ""
    publisher: str = ""
    tier: str = ""
    published: datetime | None = None
    reasons: tuple[Reason, ...] = ()
    entities: tuple[str, ...] = ()
    excerpt: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    change: str = ""
    brief: bool = False
    applies: tuple[Applies, ...] = ()
    also: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    footer: str = ""

    @property
    def is_alert(self) -> bool:
        """Whether a watch stands behind it."""
        return bool(self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """What can be pressed under a message: `data` comes back to us, at most 64 bytes."""

    text: str
    data: str


Keyboard = tuple[tuple[Button, ...], ...]  # rows of buttons
