"""The database: one migration history, one writer, faults told with their place."""

import threading
from contextlib import closing, suppress
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text
from sqlmodel import SQLModel

from tests.samples import NOW, alert_card
from tracker.core.gathering import Habits
from tracker.core.model import Validators
from tracker.core.owing import Form
from tracker.core.routing import Action
from tracker.core.standing import Health, Standing
from tracker.errors import ConfigError
from tracker.store import (
    Act,
    Addressee,
    Database,
    Debts,
    Deliveries,
    OutboxStore,
    PollStore,
    Task,
)
from tracker.store.database import HEAD, MIGRATIONS, migrate
from tracker.store.debts import CARD
from tracker.store.polls import note


class PowerCut(Exception):
    """The process ends here."""


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'tracker.db'}"


def test_the_migrations_make_the_tables_go_down_and_come_up_again(tmp_path: Path) -> None:
    engine = create_engine(url(tmp_path))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
        command.downgrade(config, "base")
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
        command.upgrade(config, "head")
    engine.dispose()


def test_what_was_owed_before_an_upgrade_may_go_out_at_once(tmp_path: Path) -> None:
    engine = create_engine(url(tmp_path))
    migrate(engine, "0001")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO delivery (key, number, channel, state, title, card, attempts, error, "
                "remote_id, created) VALUES ('k', 1, 'a', 'pending', 'Old', :card, 0, '', '', "
                "'2026-10-12 07:00:00')"
            ),
            {"card": CARD.dump_json(alert_card()).decode()},
        )
    engine.dispose()
    with closing(Database(url(tmp_path))) as database:
        (owed,) = Deliveries(database).listed()
        to = Addressee(address="-1", channels={"a": Habits()})
        claimed = OutboxStore(database).claim(to, NOW)

    assert (owed.title, owed.not_before, owed.action) == ("Old", None, Action.now)
    assert isinstance(claimed, Task)
    assert (claimed.act, claimed.letter.form) == (Act.send, Form.alert)


def test_what_is_owed_survives_the_way_down_and_up_again(tmp_path: Path) -> None:
    with closing(Database(url(tmp_path))) as database, database.writing() as session:
        Debts(session).owe(alert_card(), ["a"], "x", NOW)
    engine = create_engine(url(tmp_path))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        columns = {column["name"] for column in inspect(connection).get_columns("delivery")}
    engine.dispose()
    with closing(Database(url(tmp_path))) as database:
        counts = Deliveries(database).counts()

    assert columns.isdisjoint({"not_before", "action", "why"})
    assert counts == {"pending": 1}


def test_the_head_that_start_up_looks_for_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_sqlite_is_opened_safely(tmp_path: Path) -> None:
    with closing(Database(url(tmp_path))) as database, database.reading() as session:
        pragmas = {
            name: session.connection().execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }

    assert pragmas == {
        "journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 15_000,
    }  # fmt: skip


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with closing(Database(url(tmp_path))) as database:
        with suppress(PowerCut), database.writing() as session:
            Debts(session).owe(alert_card(), ["a"], "x", NOW)
            raise PowerCut

        assert Deliveries(database).counts() == {}


def test_validators_and_entries_are_one_transaction(tmp_path: Path) -> None:
    with closing(Database(url(tmp_path))) as database:
        with suppress(PowerCut), database.writing() as session:
            note(session, [Standing(source="a", next_poll=NOW, validators=Validators(etag="1"))])
            raise PowerCut

        assert PollStore(database).states() == {}


def test_everything_that_is_remembered_of_a_source_comes_back(tmp_path: Path) -> None:
    later = NOW + timedelta(hours=1)
    state = Standing(
        source="a",
        next_poll=later,
        validators=Validators(etag="e", last_modified="l", body_hash="h", edge=("1", "2")),
        first=False,
        outcome="blocked",
        error="why",
        polled=NOW,
        succeeded=NOW,
        health=Health.failing,
        since=NOW,
        failures=3,
        failing_since=NOW,
        newest=NOW,
        days=(NOW.date(), later.date() + timedelta(days=1)),
        silent_since=later,
        sizes=(20, 19),
        redirect="https://a.example/",
        redirects=2,
        address="https://b.example/",
        address_of="https://c.example/",
        definition="d",
        spells=4,
    )
    untouched = Standing(source="x", next_poll=NOW)
    assert all(getattr(state, f.name) != getattr(untouched, f.name) for f in fields(Standing)), (
        "a field that this test does not set"
    )
    with closing(Database(url(tmp_path))) as database:
        with database.writing() as session:
            note(session, [state])
        assert PollStore(database).states() == {"a": state}


def test_sources_of_a_host_that_asked_for_patience_are_not_due(tmp_path: Path) -> None:
    with closing(Database(url(tmp_path))) as database:
        polls = PollStore(database)
        for _ in range(2):  # holding it again is harmless
            polls.hold("busy.example", NOW + timedelta(minutes=5), "429")
        sources = {"a": "busy.example", "b": "other.example"}

        assert [state.source for state in polls.due(sources, NOW)] == ["b"]
        assert list(polls.held(NOW)) == ["busy.example"]
        assert len(polls.due(sources, NOW + timedelta(minutes=5))) == 2


def test_a_clock_that_was_set_back_keeps_no_source_waiting(tmp_path: Path) -> None:
    later = NOW + timedelta(days=300)
    state = Standing(source="a", next_poll=later + timedelta(minutes=5), polled=later)
    with closing(Database(url(tmp_path))) as database:
        polls = PollStore(database)
        with database.writing() as session:
            note(session, [state])
        polls.hold("h", later + timedelta(hours=1), "429")

        assert polls.due({"a": "h"}, NOW) == [state]


def test_writers_in_several_threads_wait_for_each_other(tmp_path: Path) -> None:
    with closing(Database(url(tmp_path))) as database:

        def write(number: int) -> None:
            with database.writing() as session:
                Debts(session).owe(alert_card(), ["a"], f"{number}", NOW)

        threads = [threading.Thread(target=write, args=(number,)) for number in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        store = Deliveries(database)

        assert store.counts() == {"pending": 20}


def test_a_reader_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    with closing(Database(url(tmp_path))) as database, database.writing() as session:
        Debts(session).owe(alert_card(), ["a"], "x", NOW)
        seen = Deliveries(database).counts()

    assert seen == {}


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "tracker.db").write_text("hello " * 1000)

    with pytest.raises(ConfigError, match=r"tracker\.db is not an SQLite database: move it away"):
        Database(url(tmp_path))


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    Database(url(tmp_path)).close()
    engine = create_engine(url(tmp_path))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    with pytest.raises(ConfigError, match="newer version"):
        Database(url(tmp_path))


def test_who_only_looks_does_not_wait_for_one_who_writes(tmp_path: Path) -> None:
    with (
        closing(Database(url(tmp_path))) as writer,
        writer.writing() as session,
        closing(Database(url(tmp_path))) as reader,
    ):
        assert session.in_transaction()
        assert Deliveries(reader).counts() == {}


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ConfigError, match="file/data"):
        Database(f"sqlite:///{tmp_path / 'file' / 'data' / 'tracker.db'}")


@pytest.mark.parametrize("bad", ["nonsense", "mysterydb://host/db"])
def test_an_address_that_is_none_is_told(bad: str) -> None:
    with pytest.raises(ConfigError, match="TRACKER_DATABASE_URL"):
        Database(bad)


def test_a_table_that_is_missing_is_told_with_what_to_do(tmp_path: Path) -> None:
    with closing(Database(url(tmp_path))) as database:
        with database.engine.begin() as connection:
            connection.execute(text("DROP TABLE delivery"))

        with pytest.raises(ConfigError, match=r"is incomplete .*restore a backup"):
            Deliveries(database).counts()
