"""The rows of an official list, as CSV or JSON, and where each stands in its file."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.errors import ConfigError, Problem
from tracker.sources.text.charset import REPLACED, decode

FORMS = ("csv", "json")
DELIMITERS = ",;\t|"
LONGEST_CELL = 1_000_000  # characters
TOLD = 20  # faults of a file that are told
# What people take for a CSV or JSON file.
OTHER_FILES = {
    b"PK\x03\x04": "a workbook or archive: save the table as CSV",
    b"\xd0\xcf\x11\xe0": "an old workbook: save the table as CSV",
    b"%PDF": "a PDF: look for the same list as CSV",
    b"\x1f\x8b": "compressed: unpack it first",
}


@dataclass(frozen=True, slots=True)
class Row:
    """`cells`: column -> its texts, one in CSV and several in a JSON list; none if it is empty."""

    line: int
    cells: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """A list as it was given. `remarks`: what may be wrong with it, for the person who reads."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    remarks: tuple[str, ...] = ()


def read(body: bytes, name: str, form: str, encoding: str = "") -> Table:
    """The table in a file called `name`. Raises ConfigError with file, line and what to do."""
    _check_encoding(encoding)
    for begins, what in OTHER_FILES.items():
        if body.startswith(begins):
            raise ConfigError(f"{name}: this is {what}")
    text = decode(body, encoding=encoding).removeprefix("\ufeff")
    if not text.strip():
        raise ConfigError(f"{name}: this file is empty")
    if "\0" in text:
        raise ConfigError(f"{name}: this is no text")
    columns, rows = (_of_json if form == "json" else _of_csv)(text, name)
    if not rows:
        raise ConfigError(f"{name}: there are no rows in it")
    return Table(name, columns, rows, tuple(_remarks(body, text, encoding)))


def _check_encoding(encoding: str) -> None:
    try:
        "a".encode(encoding or "utf-8")
    except LookupError as error:
        known = "write utf-8, gb18030, shift_jis, windows-1251 or another of Python's"
        raise ConfigError(f"--encoding: '{encoding}' is no encoding of text: {known}") from error


def _remarks(body: bytes, text: str, encoding: str) -> Iterator[str]:
    hint = "if names look wrong, say --encoding"
    if REPLACED in text:
        yield f"{text.count(REPLACED)} characters could not be read: {hint}"
    elif not encoding and not _is_unicode(body):
        yield f"this is not UTF-8, and its encoding was guessed: {hint}"


def _is_unicode(body: bytes) -> bool:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


# -- CSV -----------------------------------------------------------------------------------


def _of_csv(text: str, name: str) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    csv.field_size_limit(LONGEST_CELL)
    first = next(line for line in text.splitlines() if line.strip())
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: tuple[str, ...] = ()
    rows: list[Row] = []
    faults: list[Problem] = []
    for line, cells in _records(reader, name):
        if not columns:
            columns = _columns(cells, name, line)
        elif fault := _ragged(cells, columns, name, line):
            faults.append(fault)
        else:
            filled = zip(columns, map(str.strip, cells), strict=False)
            rows.append(Row(line, {key: (cell,) for key, cell in filled if cell}))
    if faults:
        count = len(faults)
        message = f"{name}: {count} row{'s do' if count > 1 else ' does'} not fit the columns"
        raise ConfigError(message, tuple(faults[:TOLD]))
    return columns, tuple(rows)


def _records(reader: Any, name: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the line on which it begins."""
    line = 1
    try:
        for cells in reader:
            if any(cell.strip(" \t\x1a") for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise ConfigError(f"{name}:{line}: this row cannot be read as CSV: {error}") from error


def _columns(cells: Sequence[str], name: str, line: int) -> tuple[str, ...]:
    columns = tuple(map(str.strip, cells))
    twice = {column for column in columns if column and columns.count(column) > 1}
    if twice:
        raise ConfigError(f"{name}:{line}: there are two columns called '{min(twice)}'")
    return columns


def _ragged(cells: Sequence[str], columns: Sequence[str], name: str, line: int) -> Problem | None:
    if len(cells) == len(columns) or (len(cells) > len(columns) and not any(cells[len(columns) :])):
        return None
    message = f"this row has {len(cells)} cells, and there are {len(columns)} columns"
    hint = "a cell with a comma, a quotation mark or a line break stands in quotation marks"
    return Problem(name, line, 1, "row", message, hint)


# -- JSON ----------------------------------------------------------------------------------


def _of_json(text: str, name: str) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"{name}:{error.lineno}:{error.colno}"
        raise ConfigError(f"{place}: this cannot be read as JSON: {error.msg}") from error
    except RecursionError as error:
        raise ConfigError(f"{name}: this JSON is nested too deeply") from error
    except ValueError as error:  # a number of thousands of digits
        raise ConfigError(f"{name}: this cannot be read as JSON: {error}") from error
    items = _items(data)
    if items is None:
        raise ConfigError(f"{name}: a list of objects is expected here, such as [{{...}}, {{...}}]")
    rows = tuple(Row(number, dict(_cells(item))) for number, item in enumerate(items, 1))
    columns = dict.fromkeys(key for item in items for key in item)
    return tuple(columns), rows


def _items(data: Any) -> list[dict[str, Any]] | None:
    """The list itself, or the first one under a key: {"total": 2, "results": [...]}."""
    candidates = data.values() if isinstance(data, dict) else [data]
    for items in candidates:
        if isinstance(items, list) and all(isinstance(item, dict) for item in items):
            return items
    return None


def _cells(item: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, value in item.items():
        parts = value if isinstance(value, list) else [value]
        texts = (_text(part) for part in parts)
        if cells := tuple(filter(None, texts)):
            yield key, cells


def _text(value: Any) -> str:
    """A text as it is, a number as text; what is nested has no place in a cell."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().strip()  # half a character is none
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
