"""What we remember of sources between polls, and when each is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, select

from tracker.core.model import Outcome, Validators
from tracker.store.database import Database
from tracker.store.tables import PulseRow, SourceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """The state of one source."""

    source: str
    next_poll: datetime
    validators: Validators
    first: bool  # never polled with success before
    failures: int
    outcome: str = ""
    error: str = ""
    polled: datetime | None = None
    succeeded: datetime | None = None
    newest: datetime | None = None


class PollStore:
    """Reads and writes the state of sources."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(self, sources: Iterable[str], now: datetime) -> list[Poll]:
        """The state of those of `sources` whose time has come; new ones are due at once."""
        states = self.states()
        polls = [states.get(source) or unpolled(source, now) for source in sources]
        return sorted((p for p in polls if p.next_poll <= now), key=lambda p: p.next_poll)

    def states(self) -> dict[str, Poll]:
        """All that is known, by source id."""
        with self._database.reading() as session:
            return {row.id: _poll(row) for row in session.exec(select(SourceRow))}

    def failed(self, poll: Poll, outcome: str, error: str, now: datetime, after: float) -> None:
        """Note a poll that gave nothing; `after`: when to try again is the caller's decision."""
        with self._database.writing() as session:
            row = _row(session, poll.source, now)
            row.polled, row.outcome, row.error = now, outcome, error
            row.failures, row.next_poll = poll.failures + 1, _later(now, after)
            session.add(row)

    def beat(self, name: str, now: datetime, note: str = "") -> None:
        """Note that a part of the service did its turn."""
        with self._database.writing() as session:
            session.merge(PulseRow(name=name, at=now, note=note))

    def pulses(self) -> dict[str, tuple[datetime, str]]:
        """Name -> when it last did its turn, and its note."""
        with self._database.reading() as session:
            return {row.name: (row.at, row.note) for row in session.exec(select(PulseRow))}


def succeeded(  # noqa: PLR0913  a poll has this many results
    session: Session,
    poll: Poll,
    outcome: Outcome,
    validators: Validators,
    *,
    new: bool,
    now: datetime,
    after: float,
    error: str = "",
) -> None:
    """Note a poll that answered, in the transaction that stored what it brought."""
    row = _row(session, poll.source, now)
    row.polled = row.succeeded = now
    if outcome not in {Outcome.not_modified, Outcome.unchanged}:
        row.error = error  # what could not be read last time is still not read
    row.outcome, row.failures = str(outcome), 0
    row.etag, row.last_modified = validators.etag, validators.last_modified
    row.body_hash = validators.body_hash
    row.first_poll_done = True
    row.newest = now if new else row.newest
    row.next_poll = _later(now, after)
    session.add(row)


def unpolled(source: str, now: datetime) -> Poll:
    """The state of a source that was never polled: due now."""
    return Poll(source=source, next_poll=now, validators=Validators(), first=True, failures=0)


def _row(session: Session, source: str, now: datetime) -> SourceRow:
    return session.get(SourceRow, source) or SourceRow(id=source, next_poll=now)


def _later(now: datetime, seconds: float) -> datetime:
    return now + timedelta(seconds=seconds)


def _poll(row: SourceRow) -> Poll:
    return Poll(
        source=row.id,
        next_poll=row.next_poll,
        validators=Validators(
            etag=row.etag, last_modified=row.last_modified, body_hash=row.body_hash
        ),
        first=not row.first_poll_done,
        failures=row.failures,
        outcome=row.outcome,
        error=row.error,
        polled=row.polled,
        succeeded=row.succeeded,
        newest=row.newest,
    )
