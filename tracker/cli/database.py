"""The database as commands see it: looking at it does not make one."""

from pathlib import Path

import typer

from tracker.errors import TrackerError
from tracker.settings import Settings
from tracker.store import Database


def opened(config: Settings) -> Database:
    """The database; where there is none yet, an empty one in memory, and a word about it."""
    if missing := _missing(config):
        typer.echo(f"tracker: {missing}", err=True)
        return Database("sqlite://")
    return Database(config.url)


def existing(config: Settings) -> Database:
    """The database, to change something in it. Raises TrackerError when there is none yet."""
    if missing := _missing(config):
        raise TrackerError(missing)
    return Database(config.url)


def _missing(config: Settings) -> str:
    file = _file(config.url)
    if file is None or file.exists() or _is_blocked(file):
        return ""
    return f"there is no database at {file} yet: `tracker run` makes it"


def _file(url: str) -> Path | None:
    engine, _, name = url.partition(":///")
    name = name.partition("?")[0]
    if not engine.startswith("sqlite") or not name or name.startswith((":memory:", "file:")):
        return None
    return Path(name)


def _is_blocked(file: Path) -> bool:
    """Whether something that is not a folder stands where its folder should be."""
    return not next(parent for parent in file.absolute().parents if parent.exists()).is_dir()
