"""Statements that are ready give and take what SQLAlchemy does."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from sqlalchemy import bindparam, insert, select
from sqlmodel import col, update

from tests.inbox.world import empty_database
from tests.samples import NOW
from tracker.store import Database
from tracker.store.prepared import Prepared
from tracker.store.tables import DeliveryRow

KEY = col(DeliveryRow.key) == bindparam("its_key")
ALL = select(DeliveryRow)
RETRY = (
    update(DeliveryRow)
    .where(KEY)
    .values(state="pending", tried=bindparam("now"), floor=bindparam("newest"))
)


def test_rows_and_changes_are_those_of_sqlalchemy(tmp_path: Path) -> None:
    file = tmp_path / "tracker.db"
    file.write_bytes(empty_database())
    row = DeliveryRow(
        key="k", number=1, channel="c", title="t", card="{}", created=NOW, escalate_to=["duty"]
    )
    every, retry = Prepared(ALL), Prepared(RETRY)
    with closing(Database(f"sqlite:///{file}")) as database, database.changing() as connection:
        connection.execute(insert(DeliveryRow), row.model_dump())
        later = NOW + timedelta(microseconds=1)
        assert retry.change(connection, its_key="k", now=later, newest=7) == 1
        assert retry.change(connection, its_key="other", now=later, newest=7) == 0

        (found,), (same,) = every.rows(connection), connection.execute(ALL).all()
        assert found._asdict() == same._asdict()
        assert (found.created, found.tried, found.floor) == (NOW, later, 7)
        assert found.escalate_to == ["duty"]

        assert retry.change(connection, its_key="k", now=None, newest=None) == 1
        (found,) = every.rows(connection)
        assert (found.tried, found.floor) == (None, None)
