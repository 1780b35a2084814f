"""Which rules are active, whether an edit was refused, and the rule files that were good."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.store.tables import PulseRow, RuleSetRow

KEPT = 5  # sets of rule files; an operator may want to see what was before
PULSE = "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Rule files that were good. `files` is the text that was kept; `since` when they were."""

    version: str
    since: datetime
    files: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleState:
    """The rules that are active, and the faults of the files if those are others."""

    version: str
    loaded: datetime
    faults: tuple[str, ...] = ()


class RuleRecord:
    """Works in the transaction that it is given; the caller commits it, whole."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def accept(self, version: str, files: str, now: datetime) -> None:
        """These rules are good and active from `now` on."""
        self._session.merge(RuleSetRow(version=version, since=now, files=files))
        self._session.flush()
        newest_first = select(RuleSetRow).order_by(col(RuleSetRow.since).desc())
        for old in self._session.exec(newest_first.offset(KEPT)):
            self._session.delete(old)
        self._note(RuleState(version=version, loaded=now), now)

    def refuse(self, active: str, loaded: datetime, faults: Sequence[str], now: datetime) -> None:
        """The files have faults; the rules `active` stay so."""
        self._note(RuleState(version=active, loaded=loaded, faults=tuple(faults)), now)

    def last_good(self) -> RuleSet | None:
        """The set that was good last."""
        query = select(RuleSetRow).order_by(col(RuleSetRow.since).desc()).limit(1)
        row = self._session.exec(query).first()
        if row is None:
            return None
        return RuleSet(version=row.version, since=row.since, files=row.files)

    def state(self) -> RuleState | None:
        """What the service last said of its rules; None before its first start."""
        row = self._session.get(PulseRow, PULSE)
        if row is None:
            return None
        said = json.loads(row.note)
        return RuleState(
            version=said["version"],
            loaded=datetime.fromisoformat(said["loaded"]),
            faults=tuple(said["faults"]),
        )

    def _note(self, state: RuleState, now: datetime) -> None:
        note = {
            "version": state.version,
            "loaded": state.loaded.isoformat(),
            "faults": list(state.faults),
        }
        self._session.merge(PulseRow(name=PULSE, at=now, note=json.dumps(note)))
