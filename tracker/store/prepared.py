"""Statements made ready once: what SQLAlchemy does at every use takes longer than what they do."""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement as one kind of database takes it.

    `fixed`: parameters that have a value already; `into`: what makes others fit for the driver.
    `row`: made of the columns that come back, each by its own of `out`, or as it is.
    """

    text: str
    order: Sequence[str] | None  # of the parameters; None = by name
    fixed: Mapping[str, Any]
    into: Mapping[str, Convert]
    row: Callable[[Sequence[Any]], Any]
    out: Sequence[Convert | None]


class Prepared:
    """A statement that is the same at each use, but for the values of its parameters.

    It works in the transaction of the connection that it is given.
    """

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._forms: dict[str, _Form] = {}

    def rows(self, connection: Connection, **given: Any) -> list[Any]:
        """What it finds, or returns of what it has changed: columns by their names."""
        cursor, form = self._execute(connection, given)
        found = cursor.fetchall()
        cursor.close()
        return [
            form.row(
                [
                    value if convert is None else convert(value)
                    for convert, value in zip(form.out, row, strict=True)
                ]
            )
            for row in found
        ]

    def change(self, connection: Connection, **given: Any) -> int:
        """How many rows it has changed."""
        cursor, _ = self._execute(connection, given)
        count: int = cursor.rowcount
        cursor.close()
        return count

    def _execute(self, connection: Connection, given: Mapping[str, Any]) -> tuple[Any, _Form]:
        form = self._forms.get(connection.dialect.name)
        if form is None:
            form = _form(self._statement, connection.dialect)
            self._forms[connection.dialect.name] = form
        values = dict(form.fixed)
        for name, value in given.items():
            convert = form.into.get(name)
            values[name] = value if convert is None else convert(value)
        cursor = connection.connection.cursor()
        ordered = values if form.order is None else [values[name] for name in form.order]
        cursor.execute(form.text, ordered)
        return cursor, form


def _form(statement: Any, dialect: Dialect) -> _Form:
    compiled = statement.compile(dialect=dialect)
    into = {
        name: convert
        for name, bind in compiled.binds.items()
        if (convert := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
    }
    fixed = {
        name: into[name](value) if name in into else value
        for name, value in compiled.params.items()
        if value is not None
    }
    columns = list(statement.exported_columns)
    made: Callable[..., Any] = namedtuple  # its columns are known only now
    row = made("row", [column.key for column in columns])
    return _Form(
        text=str(compiled),
        order=compiled.positiontup,
        fixed=fixed,
        into=into,
        row=row._make,
        out=[
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns
        ],
    )
