"""Keys as people write them: by their beginning."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false
from sqlmodel import col

from tracker.core.normalise import storable

LONGEST = 64  # digits, twice those of a key: SQLite refuses patterns that are much longer


def begins(column: Any, beginning: str) -> ColumnElement[bool]:
    """Whether a key begins so. No key begins with "", nor with what no database takes."""
    if not beginning:
        return false()
    first = storable(beginning)[:LONGEST]
    # Keys are hexadecimal. Not with LIKE, for which SQLite and PostgreSQL would look at every row.
    return and_(col(column) >= first, col(column) < f"{first}g")
