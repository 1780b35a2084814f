"""`tracker sources import|export`: feeds from and for other readers."""

from pathlib import Path
from typing import Annotated

import typer

from tracker import settings
from tracker.cli.files import body_of
from tracker.cli.output import counted
from tracker.cli.sources import sources
from tracker.errors import ConfigError
from tracker.rulebook import build
from tracker.rulebook.authoring import opml
from tracker.sources import Feed

To = Annotated[
    Path | None, typer.Option(help="a new file, as in rules/local; default: standard output")
]


def add_to(app: typer.Typer) -> None:
    """Add these commands; they stand under `sources`."""
    del app
    sources.command("import")(import_opml)
    sources.command("export")(export_opml)


def import_opml(
    file: Annotated[Path, typer.Argument(help="OPML, as other readers export it")],
    to: To = None,
) -> None:
    """The feeds of an OPML file as a rule file; folders become tags."""
    found = opml.read(body_of(file), str(file))
    if not found.feeds:
        raise ConfigError(f"{file}: no outline in it has an xmlUrl that is a web address")
    config = settings.load()
    taken = {source.id for source in build.build(config.rules_dir, local=config.local_dir).sources}
    text = opml.rule_file(found.feeds, taken)
    if to:
        _write(to, text)
    else:
        typer.echo(text, nl=False)
    skipped = f", {counted(found.skipped, 'outline', 'outlines')} skipped" if found.skipped else ""
    typer.echo(f"{counted(len(found.feeds), 'feed', 'feeds')}{skipped}", err=True)


def _write(path: Path, text: str) -> None:
    """Make a file; one that is there already stays as it is."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise ConfigError(f"{path}: is there already, and is not overwritten") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error


def export_opml() -> None:
    """The feeds of the rules as OPML; tags become folders."""
    config = settings.load()
    known = build.load(config.rules_dir, config.local_dir).sources
    typer.echo(opml.written(source for source in known if isinstance(source, Feed)), nl=False)
