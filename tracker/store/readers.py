"""People who were let in by a code: a code lets in one, once, for a while."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, delete, or_, select, update

from tracker.core.normalise import storable
from tracker.core.text import squeeze
from tracker.store.database import Database
from tracker.store.tables import InviteRow, ReaderRow

# Letters and digits that nobody mistakes for each other: 5 bits each, so that a code has 60.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GROUPS, LENGTH = 3, 4
LONGEST_NAME = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A person by the id that Telegram gives, and since when they are let in."""

    id: int
    name: str
    since: datetime


class Readers:
    """Who was let in; and the codes that let people in, of which only hashes are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def invite(self, now: datetime, until: datetime) -> str:
        """A new code that lets one person in before `until`; those that are over are forgotten."""
        groups = ("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(GROUPS))
        code = "-".join(groups)
        with self._database.writing() as session:
            over = or_(col(InviteRow.until) <= now, col(InviteRow.used_by).is_not(None))
            session.exec(delete(InviteRow).where(over))
            session.add(InviteRow(hash=_hash(code), until=until))
        return code

    def admit(self, code: str, person: int, name: str, now: datetime) -> bool:
        """Let a person in; whether the code is right. It is used up by that."""
        with self._database.reading() as session:  # a stranger who guesses holds up no writer
            if session.get(InviteRow, _hash(code)) is None:
                return False
        with self._database.writing() as session:
            used = (
                update(InviteRow)
                .where(
                    col(InviteRow.hash) == _hash(code),
                    col(InviteRow.used_by).is_(None),
                    col(InviteRow.until) > now,
                )
                .values(used_by=person)
            )
            if session.exec(used).rowcount != 1:
                return False
            known = squeeze(storable(name))[:LONGEST_NAME]
            session.merge(ReaderRow(id=person, name=known, since=now))
            return True

    def has(self, person: int) -> bool:
        """Whether this person was let in."""
        with self._database.reading() as session:
            return session.get(ReaderRow, person) is not None

    def listed(self) -> list[Reader]:
        """All who were let in, the first first."""
        with self._database.reading() as session:
            rows = session.exec(select(ReaderRow).order_by(col(ReaderRow.since), col(ReaderRow.id)))
            return [Reader(id=row.id, name=row.name, since=row.since) for row in rows]

    def remove(self, person: int) -> bool:
        """Let a person in no longer; whether they were."""
        with self._database.writing() as session:
            gone = delete(ReaderRow).where(col(ReaderRow.id) == person)
            return session.exec(gone).rowcount == 1


def _hash(code: str) -> str:
    """A code is as good without its hyphens, and in small letters."""
    plain = "".join(c for c in code.upper() if c.isalnum())
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
