"""What is owed to a reader, before it has the form of any channel."""

from dataclasses import dataclass
from datetime import datetime

from tracker.core.model import Evidence, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A watch that fired, and the words that made it."""

    watch: str
    name: str
    severity: Severity
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An alert, or a notice (then only `title` and `summary` are filled).

    `summary` is plain text; evidence of field "summary" or "body" points into the article, so
    `excerpt` carries its own marks: code points of `excerpt` to highlight. `change`: what it
    is to something told before, as `Amended: 12 -> 37`.
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

    @property
    def is_alert(self) -> bool:
        """Whether a watch stands behind it."""
        return bool(self.reasons)
