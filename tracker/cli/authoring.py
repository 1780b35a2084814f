"""`tracker rules`: writing rules, and looking at what was written."""

from typing import Annotated

import typer

from tracker import settings
from tracker.rulebook import files, jsonschema

Names = Annotated[
    bool, typer.Option("--names", help="suggest the names that your rules declare, too")
]

rules = typer.Typer(help="Write rules, and look at what they come to.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(rules, name="rules")


@rules.command()
def schema(names: Names = False) -> None:  # noqa: FBT002  typer's form of a flag
    """The JSON Schema of a rule file, for an editor."""
    known = jsonschema.known(_reading()) if names else None
    typer.echo(jsonschema.text(jsonschema.of(known)), nl=False)


def _reading() -> files.Reading:
    config = settings.load()
    return files.read_all(files.snapshot([config.rules_dir], config.local_dir))
