"""`tracker rules new`: from a name and some words to a watch that is tried, and perhaps kept."""

import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Annotated

import typer

from tracker import app as service
from tracker import settings
from tracker.cli import backtest
from tracker.cli.authoring import rules
from tracker.cli.database import opened
from tracker.core import normalise
from tracker.core.model import Origin, Severity
from tracker.errors import ConfigError
from tracker.quality import backtest as replay
from tracker.rulebook.authoring import adding, compose
from tracker.settings import Settings
from tracker.sources import read_article
from tracker.store import Past, Stored


def add_to(app: typer.Typer) -> None:
    """Add this command; it stands under `rules`."""
    del app
    rules.command()(new)


def new(
    name: Annotated[str, typer.Option(help="what it is called")] = "",
    any_: Annotated[str, typer.Option("--any", help="words to look for, with commas")] = "",
    severity: Annotated[str, typer.Option(help="how grave")] = "",
    write: Annotated[  # noqa: FBT002  typer's form of a flag
        bool, typer.Option("--write", "--yes", help="add it to your own rules, without asking")
    ] = False,
) -> None:
    """Make a watch, check it beside the others, and show what it would have caught."""
    if severity and severity not in Severity.__members__:
        raise ConfigError(
            f"--severity: '{severity}' is not one of {', '.join(Severity.__members__)}"
        )
    asks = not (name and any_)
    name = name or typer.prompt("What is it called")
    terms = compose.words(any_ or typer.prompt("Words to look for, with commas"))
    if not terms:
        raise ConfigError("--any: there is no word to look for")
    config = settings.load()
    draft = adding.drafted(config.rules_dir, config.local_dir, name.strip(), terms, severity)
    typer.echo(f"{draft.item}\nThis belongs into the list `watches:` of {draft.path}.\n")
    _try(config, draft)
    if write or ((asks or sys.stdin.isatty()) and typer.confirm(f"\nAdd it to {draft.path}?")):
        adding.write(draft)
        typer.echo(f"added to {draft.path}")
    else:
        typer.echo("\nnot added: --yes adds it")


def _try(config: Settings, draft: adding.Draft) -> None:
    with closing(opened(config)) as database:
        result = replay.run(Past(database, draft.origins).articles(), draft.rules)
    if not result.articles:
        typer.echo("Tried on the documents that come with the program:")
        result = replay.run(_seeds(), draft.rules)
    backtest.show(result)


def _seeds() -> Iterator[Stored]:
    origin = Origin(id="seeds", name="seeds")
    for path in sorted(settings.shipped("seeds").iterdir()):
        for entry in read_article(path.name, path.read_bytes()):
            yield Stored(article=normalise.article(entry, origin, service.utcnow()), story="")
