"""What is owed to a chat: its forms, its states, and which of them goes first."""

from enum import IntEnum, StrEnum

from tracker.core.message import Card
from tracker.core.model import Severity


class Form(StrEnum):
    """What kind of message a delivery is."""

    alert = "alert"
    update = "update"  # it changes what was told before, and stands under it
    more = "more"  # others tell it too, when the message itself is too old to be changed
    listing = "listing"  # many alerts in one message: a digest, a burst, what was held
    notice = "notice"  # of the service itself
    answer = "answer"  # to a command


class State(StrEnum):
    """How far a delivery has come. What is neither sent nor on its way says why."""

    pending = "pending"
    sending = "sending"
    unknown = "unknown"  # it may have arrived: it is looked for
    sent = "sent"
    superseded = "superseded"  # another message says it
    suppressed = "suppressed"  # a person wanted silence
    dead = "dead"  # it cannot be sent; a person may have it tried again


class Rank(IntEnum):
    """Who goes first. Changes of what was sent come before the digests, and after all else."""

    critical = 0
    answer = 1
    ordinary = 2
    digest = 4


ALERTS = (Form.alert, Form.update)


def rank(card: Card, form: Form) -> Rank:
    """Before which others it goes out."""
    if form is Form.answer:
        return Rank.answer
    is_critical = card.is_alert and card.severity is Severity.critical
    return Rank.critical if is_critical else Rank.ordinary


def is_silent(card: Card, form: Form) -> bool:
    """Whether a phone makes no sound for it. What changes something told before makes one."""
    match form:
        case Form.more | Form.answer:
            return True
        case Form.notice:
            return card.severity < Severity.high
        case Form.update:
            return card.severity < Severity.medium
    return card.severity < Severity.high
