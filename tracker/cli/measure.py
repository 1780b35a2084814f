"""`tracker eval`: signal quality on labelled data."""

from pathlib import Path
from typing import Annotated, Any

import typer

from tracker import settings
from tracker.cli.output import print_json
from tracker.quality import labelled
from tracker.rulebook import build

File = Annotated[Path, typer.Argument(help="rows as JSON lines", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="one JSON document on standard output")]

evaluate = typer.Typer(help="Signal quality on labelled data.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(evaluate, name="eval")


@evaluate.command()
def relevance(file: File, as_json: Json = False) -> None:  # noqa: FBT002  typer's form of a flag
    """Precision and recall on rows with labels."""
    result = labelled.relevance(file, _rules())
    if as_json:
        print_json(result)
        return
    _figures(result, ("n", "tp", "fp", "fn", "tn", "precision", "recall", "f1"))
    for error in result["errors"]:
        typer.echo(f"  {error['id']}: {error['title']}\n    {error['expected']} != {error['got']}")


@evaluate.command()
def noise(file: File, as_json: Json = False) -> None:  # noqa: FBT002  typer's form of a flag
    """How many of ordinary items would alert."""
    result = labelled.noise(file, _rules())
    if as_json:
        print_json(result)
        return
    _figures(result, ("items", "alerted", "rate", "seconds"))
    for watch, count in result["by_watch"].items():
        typer.echo(f"  {count:6} {watch}")


def _rules() -> Any:
    config = settings.load()
    return build.load(config.rules_dir, config.local_dir).rulebook


def _figures(result: dict[str, Any], names: tuple[str, ...]) -> None:
    typer.echo("  ".join(f"{name} {result[name]}" for name in names))
