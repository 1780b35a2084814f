"""What only one may do at a time: who does it, until when, and how far it has come."""

from datetime import datetime

from sqlmodel import and_, col, update

from tracker.store.database import Database
from tracker.store.tables import LeaseRow


class Leases:
    """A lease is taken for a while and renewed; one that has run out is anybody's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, name: str, holder: str, now: datetime, until: datetime) -> int | None:
        """How far it has come, if `holder` has it now, new or renewed; None = another has."""
        with self._database.writing() as session:
            row = session.get(LeaseRow, name, with_for_update=True) or LeaseRow(name=name)
            if row.holder not in {"", holder} and row.until is not None and row.until > now:
                return None
            row.holder, row.until = holder, until
            session.add(row)
            return row.cursor

    def advance(self, name: str, holder: str, cursor: int, until: datetime) -> bool:
        """Note how far it has come, and renew; whether `holder` still has it."""
        with self._database.writing() as session:
            mine = and_(col(LeaseRow.name) == name, col(LeaseRow.holder) == holder)
            noted = update(LeaseRow).where(mine).values(cursor=cursor, until=until)
            return session.exec(noted).rowcount == 1

    def release(self, name: str, holder: str) -> None:
        """Let others have it."""
        with self._database.writing() as session:
            mine = and_(col(LeaseRow.name) == name, col(LeaseRow.holder) == holder)
            session.exec(update(LeaseRow).where(mine).values(holder="", until=None))
