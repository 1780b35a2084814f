"""Everything we raise on purpose, named after what the caller can do about it.

* TrackerError
  - ConfigError      a setting, rule file or database is wrong: stop before doing harm
  - SourceError      a source did not give what it should: try at the next poll
  - DeliveryError    a message did not go out
    + TryLater       the far end asks for patience, or was certainly not reached
    + Revoked        the same, for all chats of an account
    + Refused        it will never be accepted in this form or by this chat
    + Moved          the chat has another id now
    + Gone           the message that was to be changed is no longer there
    + Unknown        it may have arrived: nobody can tell
"""

from dataclasses import dataclass


class TrackerError(Exception):
    """Base of all errors that carry a message for a person: where, what, what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a file a person wrote. `line` and `column` count from 1; 0 = whole file."""

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    snippet: str = ""
    level: str = "error"

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{where}: {self.code}: {self.message}"


class ConfigError(TrackerError):
    """Something a person configured is wrong; `problems` lists every fault with its place."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class SourceError(TrackerError):
    """A source did not give what it should; it is tried again at the next poll.

    `outcome` is a word of the outcome list in `tracker.core.model.Outcome`; `retry_after` is what
    the far end asked for, in seconds; `whole_host`: not for this source alone.
    """

    def __init__(
        self,
        outcome: str,
        message: str,
        retry_after: float | None = None,
        *,
        whole_host: bool = False,
    ) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.retry_after = retry_after
        self.whole_host = whole_host


class DeliveryError(TrackerError):
    """A message did not go out."""


class TryLater(DeliveryError):
    """Certainly not delivered; worth another try after `wait` seconds."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class Revoked(TryLater):
    """The account is shut, with all its chats: its token is not known any more."""


class Refused(DeliveryError):
    """Will not be accepted. `destination_gone`: the chat itself is closed to us."""

    def __init__(self, message: str, *, destination_gone: bool = False) -> None:
        super().__init__(message)
        self.destination_gone = destination_gone


class Moved(DeliveryError):
    """Not delivered: the chat now has another id."""

    def __init__(self, message: str, new_chat: str) -> None:
        super().__init__(message)
        self.new_chat = new_chat


class Gone(DeliveryError):
    """The message that was to be changed is no longer there, or not ours to change."""


class Unknown(DeliveryError):
    """The connection broke after the request left: it may have been delivered."""
