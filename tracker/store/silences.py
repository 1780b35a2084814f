"""Silences as they rest: begun, ended by time or by hand, and told of when they are over."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, select, update

from tracker.core import silencing
from tracker.core.normalise import digest, storable
from tracker.core.silencing import Silence
from tracker.core.text import squeeze
from tracker.errors import TrackerError
from tracker.store.database import Database
from tracker.store.keys import begins
from tracker.store.tables import SilenceRow

ID = 12  # hex digits: short enough for a button, and for a person to type the beginning of it


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceReport:
    """A silence in a list. `ended_by`: who ended it before its time; "" = nobody."""

    silence: Silence
    is_active: bool
    ended_by: str


class Silences:
    """What people want to hear nothing of."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        subject: str,
        channel: str,
        author: str,
        reason: str,
        now: datetime,
        until: datetime,
    ) -> Silence:
        """Begin a silence; the same one twice is one. `channel`: "" = everywhere.

        Raises ValueError for what cannot be muted, TrackerError when it would never hold.
        """
        if until <= now:
            raise TrackerError(f"a silence cannot end at {until:%Y-%m-%d %H:%M} UTC: that is over")
        about = storable(silencing.subject(subject))
        who, why = (squeeze(storable(text)) for text in (author, reason))
        key = digest("silence", about, channel, who, why, now.isoformat(), until.isoformat())[:ID]
        with self._database.writing() as session:
            row = session.get(SilenceRow, key)
            if row is None:
                row = SilenceRow(
                    id=key,
                    subject=about,
                    channel=channel,
                    author=who,
                    reason=why,
                    since=now,
                    until=until,
                )
                session.add(row)
            return _silence(row)

    def end(self, beginning: str, by: str, now: datetime) -> Silence:
        """End the one silence whose id begins so; what it is now. Raises TrackerError."""
        with self._database.writing() as session:
            query = select(SilenceRow).where(begins(SilenceRow.id, beginning)).limit(2)
            found = session.exec(query).all()
            if not found:
                raise TrackerError(
                    f"no silence has an id that begins with '{beginning}': "
                    "see `tracker silences list`"
                )
            if len(found) > 1:
                raise TrackerError(f"several ids begin with '{beginning}': give more of it")
            (row,) = found
            if row.until <= now:
                raise TrackerError(f"the silence {row.id} is over since {row.until:%Y-%m-%d %H:%M}")
            row.until, row.ended_by = now, squeeze(storable(by))
            session.add(row)
            return _silence(row)

    def active(self, now: datetime) -> list[Silence]:
        """Those that hold now, the oldest first."""
        with self._database.reading() as session:
            return active(session, now)

    def listed(self, limit: int, now: datetime, everything: bool) -> list[SilenceReport]:  # noqa: FBT001  callers name it
        """The newest first: those that hold, or with `everything` also those that are over."""
        query = select(SilenceRow).order_by(col(SilenceRow.since).desc(), col(SilenceRow.id))
        if not everything:
            query = query.where(_holds(now))
        with self._database.reading() as session:
            return [
                SilenceReport(
                    silence=_silence(row),
                    is_active=row.since <= now < row.until,
                    ended_by=row.ended_by,
                )
                for row in session.exec(query.limit(limit))
            ]

    def over(self, now: datetime) -> list[Silence]:
        """Those that have ended, by time or by hand, and nobody was told so; the oldest first."""
        query = (
            select(SilenceRow)
            .where(col(SilenceRow.until) <= now, col(SilenceRow.told).is_(False))
            .order_by(col(SilenceRow.until), col(SilenceRow.id))
        )
        with self._database.reading() as session:
            return [_silence(row) for row in session.exec(query)]

    def told(self, id_: str) -> None:
        """That it is over was told."""
        with self._database.writing() as session:
            session.exec(update(SilenceRow).where(col(SilenceRow.id) == id_).values(told=True))


def active(session: Session, now: datetime) -> list[Silence]:
    """Those that hold now, the oldest first, as this transaction sees them."""
    query = select(SilenceRow).where(_holds(now))
    rows = session.exec(query.order_by(col(SilenceRow.since), col(SilenceRow.id)))
    return [_silence(row) for row in rows]


def _holds(now: datetime) -> ColumnElement[bool]:
    return and_(col(SilenceRow.since) <= now, col(SilenceRow.until) > now)


def _silence(row: SilenceRow) -> Silence:
    return Silence(
        id=row.id,
        subject=row.subject,
        channel=row.channel,
        author=row.author,
        reason=row.reason,
        since=row.since,
        until=row.until,
    )
