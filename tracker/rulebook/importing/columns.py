"""Which column of a list is what: as a person maps them, or as known lists have them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.errors import ConfigError
from tracker.rulebook.importing.cells import names
from tracker.rulebook.importing.rows import Row, Table
from tracker.rulebook.problems import nearest

Columns = Mapping[str, tuple[str, ...]]  # what it is -> the columns that have it

PARTS = ("name", "aliases", "country", "kind", "date", "note")
IDENTIFIERS = "identifiers."
ID = f"{IDENTIFIERS}id"  # `id` for short
DAY = re.compile(r"\d{4}-\d\d-\d\d")
PERSONS = frozenset({"individual", "person", "persons", "natural person", "individuals"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A known form. `name`: of the list it makes, unless a person chooses another."""

    name: str
    columns: Columns


def _preset(of_list: str, **columns: str) -> Preset:
    return Preset(
        name=of_list,
        columns={key.replace("__", "."): tuple(text.split()) for key, text in columns.items()},
    )


PRESETS = {
    "us-entity-list": _preset(
        "us-entity-list",
        name="name",
        aliases="alt_names",
        country="countries",
        note="federal_register_notice",
    ),
    # https://www.trade.gov/consolidated-screening-list
    "csl": _preset(
        "us-screening-list",
        name="name",
        aliases="alt_names",
        kind="type",
        note="source",
        identifiers__id="_id",
    ),
    # https://www.opensanctions.org/docs/bulk/csv/
    "opensanctions": _preset(
        "opensanctions",
        name="name",
        aliases="aliases",
        kind="schema",
        country="countries",
        date="last_seen",
        identifiers__id="id",
    ),
    "mofcom": _preset(
        "mofcom-lists",
        name="entity_name",
        aliases="aliases",
        kind="entity_type",
        date="last_verified",
        note="source_list_name",
        identifiers__id="id",
    ),
    "meti": _preset(
        "meti-end-user-list",
        name="entity_name",
        aliases="aliases",
        kind="entity_type",
        country="addresses",
        date="last_verified",
        identifiers__id="id",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row of a list, read. `person`: None when the list does not say what it is."""

    line: int
    names: tuple[str, ...]
    person: bool | None = None
    country: str = ""
    note: str = ""
    date: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)


def mapped(pairs: Sequence[str]) -> Columns:
    """`name=NAME`, `aliases=COL;COL2` as columns. Raises ConfigError for what cannot be mapped."""
    columns: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        part, equals, text = pair.partition("=")
        key = ID if part.strip() == "id" else part.strip()
        wanted = tuple(filter(None, map(str.strip, text.split(";"))))
        if not (equals and wanted):
            raise ConfigError(f"--map {pair}: write it as name=COLUMN")
        if key not in PARTS and not re.fullmatch(r"identifiers\.[a-z0-9][a-z0-9-]*", key):
            known = (*PARTS, "id", "identifiers.NAME")
            hint = nearest(key, known) or f"write one of {', '.join(known)}"
            raise ConfigError(f"--map {pair}: '{key}' is nothing an entity has: {hint}")
        columns[key] = columns.get(key, ()) + wanted
    return columns


def preset(name: str) -> Preset:
    """The known form of this name. Raises ConfigError with what was probably meant."""
    if name not in PRESETS:
        hint = nearest(name, PRESETS) or f"there are {', '.join(PRESETS)}"
        raise ConfigError(f"--preset {name}: no list is known by that name: {hint}")
    return PRESETS[name]


def check(columns: Columns, table: Table) -> None:
    """Raises ConfigError when a column is not in the table, or none is the name."""
    known = f"its columns are {', '.join(table.columns)}"
    for part, wanted in columns.items():
        for column in wanted:
            if column not in table.columns:
                hint = nearest(column, table.columns)
                raise ConfigError(
                    f"{table.name}: there is no column '{column}' for {part}: "
                    f"{hint + ' ' if hint else ''}{known}"
                )
    if "name" not in columns:
        fitting = [f"--preset {key}" for key, form in PRESETS.items() if _fits(form, table)]
        how = " or ".join((*fitting, "--map name=COLUMN"))
        raise ConfigError(f"{table.name}: say which column is the name, with {how}: {known}")


def _fits(form: Preset, table: Table) -> bool:
    return all(column in table.columns for columns in form.columns.values() for column in columns)


def only(table: Table, conditions: Sequence[str]) -> Table:
    """The rows of which each `COLUMN=TEXT` holds: the text is part of the cell, in any case.

    Raises ConfigError when there is no such column, or no such row.
    """
    rows = table.rows
    for condition in conditions:
        column, equals, text = condition.partition("=")
        if not equals or column not in table.columns:
            hint = nearest(column, table.columns) or f"write one of {', '.join(table.columns)}"
            raise ConfigError(f"--where {condition}: there is no column '{column}': {hint}")
        wanted = text.casefold()
        rows = tuple(
            row for row in rows if wanted in " ".join(row.cells.get(column, ())).casefold()
        )
        if not rows:
            raise ConfigError(f"--where {condition}: no row has '{text}' in this column")
    return replace(table, rows=rows)


def records(table: Table, columns: Columns, split: str) -> Iterator[Record]:
    """Every row; one without a name has no names. `split`: what separates names in a cell."""
    for row in table.rows:
        cells = (*_cells(row, columns, "name"), *_cells(row, columns, "aliases"))
        found = (name for cell in cells for name in names(cell, split))
        kind = " ".join(_cells(row, columns, "kind")).casefold()
        yield Record(
            line=row.line,
            names=tuple(dict.fromkeys(found)),
            person=kind in PERSONS if kind else None,
            country=", ".join(_cells(row, columns, "country")),
            note=", ".join(_cells(row, columns, "note")),
            date=max(DAY.findall(" ".join(_cells(row, columns, "date"))), default=""),
            identifiers={
                part.removeprefix(IDENTIFIERS): ", ".join(values)
                for part in columns
                if part.startswith(IDENTIFIERS) and (values := _cells(row, columns, part))
            },
        )


def _cells(row: Row, columns: Columns, part: str) -> list[str]:
    return [cell for column in columns.get(part, ()) for cell in row.cells.get(column, ())]
