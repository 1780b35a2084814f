"""`tracker rules new`: from a name and some words to a watch that is tried, and perhaps kept."""

import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
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
from tracker.rulebook import build, examples, files
from tracker.rulebook.authoring import compose
from tracker.rulebook.overrides import slug
from tracker.settings import Settings
from tracker.sources import read_article
from tracker.store import Past, Stored

MINE = "mine.yaml"


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
    item = compose.watch(name.strip(), terms, severity)
    path, text = _place(config.local_dir, item, slug(name))
    built = _checked(config, path, text)
    typer.echo(f"{item}\nThis belongs into the list `watches:` of {path}.\n")
    _try(config, built, f"local/{slug(name)}")
    if write or ((asks or sys.stdin.isatty()) and typer.confirm(f"\nAdd it to {path}?")):
        _write(config, path, text)
        typer.echo(f"added to {path}")
    else:
        typer.echo("\nnot added: --yes adds it")


def _place(local: Path, item: str, name: str) -> tuple[Path, str]:
    """The file that the watch goes into, and its whole text: your own, or one beside it."""
    path = local / MINE
    made = compose.added(_text(path), item)
    if made:
        return path, made
    number = 1
    while path.exists():
        path = local / (f"{name}.yaml" if number == 1 else f"{name}-{number}.yaml")
        number += 1
    return path, compose.added("", item)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error


def _checked(config: Settings, path: Path, text: str) -> build.Built:
    """All rules with the file as it would be. Raises ConfigError with every fault."""
    found = files.snapshot([config.rules_dir], config.local_dir)
    build.sound(build.of(found))  # the faults there are already are not of this watch
    others = tuple(file for file in found.files if Path(file.name) != path)
    mine = files.RuleText(name=str(path), pack="local", text=text)
    return build.sound(build.of(replace(found, files=(*others, mine))))


def _try(config: Settings, built: build.Built, watch: str) -> None:
    chosen = tuple(w for w in built.rulebook.watches if w.id == watch)
    rulebook = build.alone(built.rulebook, chosen)
    with closing(opened(config)) as database:
        result = replay.run(Past(database, built.origins).articles(), rulebook)
    if not result.articles:
        typer.echo("Tried on the documents that come with the program:")
        result = replay.run(_seeds(), rulebook)
    backtest.show(result)


def _seeds() -> Iterator[Stored]:
    origin = Origin(id="seeds", name="seeds")
    for path in sorted(settings.shipped("seeds").iterdir()):
        for entry in read_article(path.name, path.read_bytes()):
            yield Stored(article=normalise.article(entry, origin, service.utcnow()), story="")


def _write(config: Settings, path: Path, text: str) -> None:
    """Write the file, and take it back if the rules have a fault then. Raises ConfigError."""
    before = path.read_bytes() if path.exists() else None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        _prove(config)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error
    except ConfigError:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)
        raise


def _prove(config: Settings) -> None:
    failed = tuple(examples.failures(build.load(config.rules_dir, config.local_dir)))
    if failed:
        raise ConfigError("an example fails with this watch", failed)
