"""The database as commands see it: looking at it does not make one."""

from pathlib import Path

import typer

from tracker.settings import Settings
from tracker.store import Database


def opened(config: Settings) -> Database:
    """The database; where there is none yet, an empty one in memory, and a word about it."""
    file = _file(config.url)
    if file is None or file.exists() or _is_blocked(file):
        return Database(config.url)
    typer.echo(f"tracker: there is no database at {file} yet: `tracker run` makes it", err=True)
    return Database("sqlite://")


def _file(url: str) -> Path | None:
    engine, _, name = url.partition(":///")
    name = name.partition("?")[0]
    if not engine.startswith("sqlite") or not name or name.startswith((":memory:", "file:")):
        return None
    return Path(name)


def _is_blocked(file: Path) -> bool:
    """Whether something that is not a folder stands where its folder should be."""
    return not next(parent for parent in file.absolute().parents if parent.exists()).is_dir()
