"""What people have done with a message by its buttons, and how the message says so."""

import re
from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select, update

from tracker.core.normalise import storable
from tracker.core.owing import State
from tracker.core.text import squeeze
from tracker.store.database import Database
from tracker.store.keys import begins
from tracker.store.silences import active
from tracker.store.tables import DeliveryRow, FeedbackRow

SIGNS = {"irrelevant": "👎 Not relevant", "relevant": "👍 Relevant"}
NUMBER = re.compile(r" \(\d+\)$")  # of a person, which nobody reads


def reason(key: str) -> str:
    """The reason of a silence that was begun by a button of this delivery: by it, it is found."""
    return f"button under {key[:8]}"


class Pressed:
    """Notes what was pressed; doing it twice is harmless."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def seen(self, key: str, by: str, now: datetime) -> str:
        """Somebody has taken note of it, and of all that it says: nobody else need be told.

        Who did so first.
        """
        with self._database.writing() as session:
            row = session.get_one(DeliveryRow, key)
            if not row.seen_by:
                these = or_(col(DeliveryRow.key) == key, col(DeliveryRow.part_of) == key)
                noted = update(DeliveryRow).where(these, col(DeliveryRow.seen_by) == "")
                session.exec(noted.values(seen_by=squeeze(storable(by)), seen_at=now))
                session.refresh(row)
            return row.seen_by

    def write_anew(self, beginning: str, now: datetime) -> None:
        """What stands in the chat is to say how it is now, and at once."""
        with self._database.writing() as session:
            these = begins(DeliveryRow.key, beginning)
            session.exec(update(DeliveryRow).where(these).values(edit_at=now, edited=None))

    def close(self, key: str, by: str) -> None:
        """An answer was taken away."""
        with self._database.writing() as session:
            why = f"closed by {squeeze(storable(by))}"
            closed = update(DeliveryRow).where(col(DeliveryRow.key) == key)
            session.exec(closed.values(state=State.suppressed, why=why, edit_at=None))


def said(session: Session, row: DeliveryRow, now: datetime) -> tuple[tuple[str, ...], set[str]]:
    """Lines that a message says of what was pressed, and the marks that its buttons depend on.

    Marks are those of `tracker.core.letters.buttons`; times are UTC.
    """
    lines: list[str] = []
    marks: set[str] = set()
    if row.seen_by and row.seen_at is not None:
        lines.append(f"✓ Seen by {_name(row.seen_by)}, {row.seen_at:%H:%M} UTC")
        marks.add("seen")
    opinions = list(
        session.exec(
            select(FeedbackRow)
            .where(col(FeedbackRow.delivery) == row.key)
            .order_by(col(FeedbackRow.at), col(FeedbackRow.author))
        )
    )
    for verdict, sign in SIGNS.items():
        if names := [_name(each.author) for each in opinions if each.verdict == verdict]:
            lines.append(f"{sign}: {', '.join(names)}")
    if opinions and opinions[-1].verdict == "irrelevant":
        marks.add("irrelevant")
    for silence in active(session, now):
        if silence.reason == reason(row.key):
            until = _until(silence.until, now)
            lines.append(f"🔕 Muted by {_name(silence.author)} until {until}")
            marks.add("muted")
    return tuple(dict.fromkeys(lines)), marks


def _name(author: str) -> str:
    return NUMBER.sub("", author)


def _until(moment: datetime, now: datetime) -> str:
    year = f" {moment.year}" if moment - now > timedelta(days=300) else ""
    return f"{moment.day} {moment:%b}{year} {moment:%H:%M} UTC"
