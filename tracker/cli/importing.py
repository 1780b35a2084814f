"""`tracker rules import`: an official list as a rule file of entities."""

import re
from pathlib import Path
from typing import Annotated

import typer

from tracker import settings
from tracker.cli.authoring import rules
from tracker.cli.files import body_of
from tracker.core.render import visible
from tracker.errors import ConfigError
from tracker.rulebook import build, files, importing
from tracker.rulebook.schema.conditions import MIN_LIKENESS

LIST = re.compile(r"[a-z0-9][a-z0-9-]*")
SHOWN = 6  # names for each reason, lines of rows without a name

Form = Annotated[
    str, typer.Option("--from", help="csv or json; default: json if the file is called so")
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        help="name=COLUMN, aliases=COL;COL2; also country, kind, date, note, id, identifiers.NAME",
    ),
]
Known = Annotated[str, typer.Option("--preset", help=", ".join(importing.PRESETS))]
Where = Annotated[
    list[str] | None, typer.Option("--where", help="only rows with this text: COLUMN=TEXT")
]
Name = Annotated[str, typer.Option("--list", help="what watches call it by, as in $us-entity-list")]
Split = Annotated[str, typer.Option("--split", help="what separates names in a cell")]
Date = Annotated[str, typer.Option("--date", help="of the list; default: the newest in the data")]
Fuzzy = Annotated[int, typer.Option("--fuzzy", help="likeness of long names in percent; 0 = none")]
Encoding = Annotated[str, typer.Option("--encoding", help="of the file, where it is guessed wrong")]
Out = Annotated[
    Path | None,
    typer.Option("--out", "--to", help="a new file, as in rules/local; default: standard output"),
]
Force = Annotated[bool, typer.Option("--force", help="replace the file, and what was edited in it")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="say what it would be, and write nothing")]


def add_to(app: typer.Typer) -> None:
    """Add this command; it stands under `rules`."""
    del app
    rules.command("import")(import_list)


def import_list(  # noqa: PLR0913  each is one option of the command
    file: Annotated[Path, typer.Argument(help="an official list, as CSV or JSON")],
    *,
    form: Form = "",
    pairs: Map = None,
    preset: Known = "",
    where: Where = None,
    name: Name = "",
    split: Split = ";",
    date: Date = "",
    fuzzy: Fuzzy = 80,
    encoding: Encoding = "",
    out: Out = None,
    force: Force = False,
    dry_run: DryRun = False,
) -> None:
    """The bodies of an official list, and which of their names mean nobody else."""
    known = importing.preset(preset) if preset else None
    columns = {**(known.columns if known else {}), **importing.mapped(pairs or [])}
    name = _list_name(name or (known.name if known else ""), out)
    _check(form, date, fuzzy)
    _check_place(out, may_exist=force or dry_run)
    form = form or ("json" if file.suffix.lower() == ".json" else "csv")
    table = importing.only(importing.read(body_of(file), str(file), form, encoding), where or [])
    importing.check(columns, table)
    found = importing.gathered(importing.records(table, columns, split), name, _taken(name, out))
    if not found.entities:
        raise ConfigError(f"{file}: there is nobody to look for: {importing.counts(found)}")
    heading = importing.Heading(name=name, source=file.name, date=date or found.date, fuzzy=fuzzy)
    text = importing.rule_file(found, heading)
    _prove(text, out or file.with_suffix(".yaml"))
    if dry_run:
        _show(found)
    elif out:
        _write(out, text, replace=force)
    else:
        typer.echo(text, nl=False)
    _report(table, found)


def _list_name(name: str, out: Path | None) -> str:
    """As it was given, else as the file is called that is to be written."""
    name = name or (out.stem.lower() if out else "")
    if not LIST.fullmatch(name):
        given = f"'{name}' is no name for a list" if name else "the list needs a name"
        raise ConfigError(f"--list: {given}: use a-z, 0-9 and hyphens, as in us-entity-list")
    return name


def _check(form: str, date: str, fuzzy: int) -> None:
    if form and form not in importing.FORMS:
        raise ConfigError(f"--from: '{form}' is not one of {', '.join(importing.FORMS)}")
    if date and not importing.DAY.fullmatch(date):
        raise ConfigError(f"--date: '{date}' is not a day: write 2026-12-31")
    if fuzzy and not MIN_LIKENESS <= fuzzy <= 100:
        raise ConfigError(f"--fuzzy: write 0, or {MIN_LIKENESS} to 100")


def _check_place(out: Path | None, *, may_exist: bool) -> None:
    if out and not files.is_rule_file(out):
        raise ConfigError(f"{out}: a rule file is called something.yaml")
    if out and out.exists() and not may_exist:
        raise ConfigError(f"{out}: is there already; --force replaces it, edits and all")


def _taken(name: str, out: Path | None) -> set[str]:
    """The names that other rules have. Raises ConfigError when one of them is the list's.

    A file with a list of this name is its earlier import, which is going to be replaced.
    """
    config = settings.load()
    reading = files.read_all(files.snapshot([config.rules_dir], config.local_dir))
    taken = {name}
    for file in reading.files:
        earlier, shared = Path(file.document.name), file.rules
        if name in {*shared.entities, *shared.macros} or (
            name in shared.lists and out and earlier.resolve() != out.resolve()
        ):
            raise ConfigError(f"--list: {earlier} has a '{name}' already: choose another name")
        if name not in shared.lists:
            taken |= {*shared.lists, *shared.entities, *shared.macros}
    return taken


def _prove(text: str, path: Path) -> None:
    """Raises ConfigError if this file has a fault, so that none is ever written."""
    made = files.RuleText(name=str(path), pack="local", text=text)
    build.sound(build.of(files.Snapshot(folders=(), absent=(), files=(made,), faults=())))


def _write(path: Path, text: str, *, replace: bool) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("w" if replace else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error


def _show(found: importing.Gathered) -> None:
    """Why names are left out, with some of them."""
    for reason, number, names in importing.reasons(found):
        shown = ", ".join(visible(each, 60) for each in names[:SHOWN])
        more = ", ..." if number > SHOWN else ""
        typer.echo(f"{number:6} {reason}: {shown}{more}")


def _report(table: importing.Table, found: importing.Gathered) -> None:
    typer.echo(importing.counts(found), err=True)
    if found.nameless:
        lines = ", ".join(map(str, found.nameless[:SHOWN]))
        typer.echo(f"{table.name}: no name in row {lines}", err=True)
    for remark in table.remarks:
        typer.echo(f"{table.name}: {remark}", err=True)
