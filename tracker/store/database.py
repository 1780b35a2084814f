"""Opening the database: SQLite with one writer at a time, migrations, clear faults."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError
from sqlmodel import Session

from tracker.errors import ConfigError

HEAD = "0007"
MIGRATIONS = Path(__file__).with_name("migrations")
BUSY_MS = 15_000
# What SQLite says, and what a person can do. https://sqlite.org/rescode.html
ADVICE = {
    "not a database": "is not an SQLite database: move it away, or set TRACKER_DATABASE_URL",
    "malformed": "is damaged ({cause}): restore a backup, or move it away to start anew",
    "locked": "is locked by another program: close it there, and try again",
    "full": "cannot be written ({cause}): make room on its disk",
    "disk I/O": "cannot be written ({cause}): look at its disk",
    "no such table": "is incomplete ({cause}): restore a backup, or move it away to start anew",
}


class Database:
    """The engine, and the two ways to use it: `reading()` and `writing()`."""

    def __init__(self, url: str) -> None:
        """Open and upgrade. Raises ConfigError with the path, the user and what to do."""
        self.url = url
        try:
            self._prepare_folder()
            self.engine = create_engine(url)
            if self.engine.dialect.name == "sqlite":
                event.listen(self.engine, "connect", _tune)
                event.listen(self.engine, "begin", _begin)
            self._open()
        except (DatabaseError, OSError) as error:
            raise ConfigError(self._advice(error)) from error
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            raise ConfigError(f"TRACKER_DATABASE_URL cannot be used: {error}") from error

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A snapshot; never waits for a writer. Raises ConfigError."""
        with self._faults_told():
            connection = self.engine.connect().execution_options(tracker_reads=True)
            with connection, Session(connection, expire_on_commit=False) as session:
                yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction, alone among writers; whole or not at all. Raises ConfigError."""
        with (
            self._faults_told(),
            Session(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """As `writing`, for statements that need no session: it costs as much as three of them."""
        with self._faults_told(), self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @property
    def file(self) -> Path | None:
        """The SQLite file, if that is what it is."""
        url = make_url(self.url)
        is_file = url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}
        return Path(str(url.database)) if is_file else None

    def _prepare_folder(self) -> None:
        if self.file is not None:
            self.file.parent.mkdir(parents=True, exist_ok=True)

    def _open(self) -> None:
        """Upgrade; what fails here leaves no connection behind."""
        try:
            self._upgrade()
        except BaseException:
            self.engine.dispose()
            raise

    def _upgrade(self) -> None:
        reading = self.engine.connect().execution_options(tracker_reads=True)
        with reading as connection:  # who only looks must not wait for one who writes
            known = inspect(connection).has_table("alembic_version")
            query = text("SELECT version_num FROM alembic_version")
            version = connection.execute(query).scalar() if known else None
        if version == HEAD:
            return
        if version is not None and version > HEAD:
            raise ConfigError(
                f"the database {self._where()} was written by a newer version ({version}): "
                "install that version, or restore a backup"
            )
        migrate(self.engine)

    @contextmanager
    def _faults_told(self) -> Iterator[None]:
        """What goes wrong with the file is told as it is, and with what to do."""
        try:
            yield
        except DatabaseError as error:
            raise ConfigError(self._advice(error)) from error

    def _where(self) -> str:
        return str(self.file or make_url(self.url).render_as_string(hide_password=True))

    def _advice(self, error: Exception) -> str:
        cause = getattr(error, "orig", None) or error
        for said, advice in ADVICE.items():
            if said in str(cause):
                return f"{self._where()} {advice.format(cause=cause)}"
        folder = self.file.parent if self.file else None
        if folder is not None and not os.access(folder, os.W_OK):
            return (
                f"{self._where()} cannot be written by user {os.getuid()}: "
                f"run `chown -R {os.getuid()} {folder}`, or set TRACKER_DATA to a folder of yours"
            )
        return f"the database {self._where()} cannot be opened: {cause}"


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to `revision`."""
    # alembic takes a quarter of a second to import and is needed once in a database's life
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _tune(connection: Any, record: object) -> None:
    del record
    connection.isolation_level = None  # we say BEGIN ourselves, below
    try:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # what is owed survives a power cut
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}").close()
    except Exception:
        connection.close()  # the pool does not know it yet
        raise


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get("tracker_reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
