"""What we remember of sources between polls, when each is due, and which hosts are left alone."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, delete, select

from tracker.core.model import Validators
from tracker.core.standing import Health, Standing
from tracker.store.database import Database
from tracker.store.tables import HostRow, PulseRow, SourceRow

LONGEST_HOLD = timedelta(days=1)  # a host never asks for more: then the clock has been set back


class PollStore:
    """Reads the state of sources and of their hosts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(self, sources: Mapping[str, str], now: datetime) -> list[Standing]:
        """Those of `sources` (id -> host) whose time has come, the longest waiting first.

        New ones are due at once; those of a host that asked for patience when that is over.
        """
        states, held = self.states(), self.held(now)
        found = [
            states.get(source) or unpolled(source, now)
            for source, host in sources.items()
            if host not in held
        ]
        return sorted((s for s in found if _is_due(s, now)), key=lambda state: state.next_poll)

    def states(self) -> dict[str, Standing]:
        """All that is known, by source id."""
        with self._database.reading() as session:
            return {row.id: _standing(row) for row in session.exec(select(SourceRow))}

    def held(self, now: datetime) -> dict[str, datetime]:
        """Host -> until when it wants to be left alone."""
        with self._database.reading() as session:
            is_held = col(HostRow.not_before).between(now, now + LONGEST_HOLD)
            rows = session.exec(select(HostRow).where(is_held))
            return {row.name: row.not_before for row in rows if row.not_before > now}

    def hold(self, host: str, until: datetime, reason: str) -> None:
        """Leave `host` alone until then."""
        with self._database.writing() as session:
            session.exec(delete(HostRow).where(col(HostRow.name) == host))
            session.add(HostRow(name=host, not_before=until, reason=reason))

    def beat(self, name: str, now: datetime, note: str = "") -> None:
        """Note that a part of the service did its turn."""
        with self._database.writing() as session:
            session.merge(PulseRow(name=name, at=now, note=note))

    def pulses(self) -> dict[str, tuple[datetime, str]]:
        """Name -> when it last did its turn, and its note."""
        with self._database.reading() as session:
            return {row.name: (row.at, row.note) for row in session.exec(select(PulseRow))}


def note(session: Session, states: Sequence[Standing]) -> None:
    """Write how sources stand, in the transaction that stored what their polls brought."""
    sources = [state.source for state in states]
    session.exec(delete(SourceRow).where(col(SourceRow.id).in_(sources)))
    session.execute(insert(SourceRow), [_values(state) for state in states])


def _values(state: Standing) -> dict[str, Any]:
    return {
        "id": state.source,
        "next_poll": state.next_poll,
        "etag": state.validators.etag,
        "last_modified": state.validators.last_modified,
        "body_hash": state.validators.body_hash,
        "edge": list(state.validators.edge),
        "first_poll_done": not state.first,
        "polled": state.polled,
        "succeeded": state.succeeded,
        "newest": state.newest,
        "outcome": state.outcome,
        "error": state.error,
        "failures": state.failures,
        "health": state.health,
        "since": state.since,
        "failing_since": state.failing_since,
        "silent_since": state.silent_since,
        "days": [day.isoformat() for day in state.days],
        "sizes": list(state.sizes),
        "redirect": state.redirect,
        "redirects": state.redirects,
        "address": state.address,
        "address_of": state.address_of,
        "definition": state.definition,
        "spells": state.spells,
    }


def unpolled(source: str, now: datetime) -> Standing:
    """The state of a source that was never polled: due now."""
    return Standing(source=source, next_poll=now)


def _is_due(state: Standing, now: datetime) -> bool:
    """Whether its time has come; also if it was polled in what is the future by now.

    A clock that was set back must not keep a source waiting until it has caught up.
    """
    return state.next_poll <= now or (state.polled is not None and state.polled > now)


def _standing(row: SourceRow) -> Standing:
    return Standing(
        source=row.id,
        next_poll=row.next_poll,
        validators=Validators(
            etag=row.etag,
            last_modified=row.last_modified,
            body_hash=row.body_hash,
            edge=tuple(row.edge),
        ),
        first=not row.first_poll_done,
        outcome=row.outcome,
        error=row.error,
        polled=row.polled,
        succeeded=row.succeeded,
        health=Health(row.health),
        since=row.since,
        failures=row.failures,
        failing_since=row.failing_since,
        newest=row.newest,
        days=tuple(map(date.fromisoformat, row.days)),
        silent_since=row.silent_since,
        sizes=tuple(row.sizes),
        redirect=row.redirect,
        redirects=row.redirects,
        address=row.address,
        address_of=row.address_of,
        definition=row.definition,
        spells=row.spells,
    )
