"""Lists of names: the entities of a rule file, a column of a table, or a name a line."""

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tracker.errors import ConfigError
from tracker.rulebook import schema
from tracker.rulebook.files import is_rule_file, read_all, snapshot

COLUMN = "name"
UNWRITABLE = re.compile(r"[*?$]")  # these mean something else in a rule


def read(path: Path) -> tuple[str, ...]:
    """Each name once. Raises ConfigError when there is none in it, or it cannot be read."""
    try:
        given = list(_given(path))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    tidy = (" ".join(name.split()) for name in given)
    found = tuple(dict.fromkeys(name for name in tidy if _is_writable(name)))
    if not found:
        raise ConfigError(f"{path}: no names in it")
    return found


def part(names: Iterable[str], which: str) -> tuple[str, ...]:
    """All of them, or one half by a hash of the name: the same names whatever the list."""
    if which == "all":
        return tuple(names)
    return tuple(name for name in names if _is_unseen(name) == (which == "unseen"))


def _is_unseen(name: str) -> bool:
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1


def _is_writable(name: str) -> bool:
    return sum(map(str.isalpha, name)) > 1 and not UNWRITABLE.search(name)


def _given(path: Path) -> Iterator[str]:
    if is_rule_file(path):
        yield from _entities(path)
    elif path.suffix.lower() == ".csv":
        yield from _column(path)
    else:
        yield from path.read_text(encoding="utf-8-sig").splitlines()


def _entities(path: Path) -> Iterator[str]:
    reading = read_all(snapshot([path]))
    if faults := tuple(p for p in reading.problems if p.level == "error"):
        raise ConfigError(f"{path}: {faults[0].message}", faults)
    for file in reading.files:
        for entity in file.rules.entities.values():
            yield entity.name
            for alias in entity.aliases:
                yield alias.term if isinstance(alias, schema.TermRule) else str(alias)


def _column(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        column = next((c for c in rows.fieldnames or () if c.strip().lower() == COLUMN), None)
        if column is None:
            raise ConfigError(f"{path}:1: no column is called '{COLUMN}'")
        for row in rows:
            yield row[column] or ""
