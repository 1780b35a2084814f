"""`tracker check` and `tracker explain`: are the rules right, and what do they say?"""

from pathlib import Path
from typing import Annotated, Literal

import typer

from tracker import settings
from tracker.cli.output import print_problems
from tracker.rulebook import build, examples

Paths = Annotated[list[Path] | None, typer.Argument(help="files or folders; default: all rules")]
Format = Annotated[Literal["text", "json", "github"], typer.Option("--format")]
Strict = Annotated[bool, typer.Option("--strict", help="warnings count as faults")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(check)


def check(
    paths: Paths = None,
    form: Format = "text",
    strict: Strict = False,  # noqa: FBT002  typer's form of a flag
) -> None:
    """Validate rules, sources and routes, and run every example. All faults in one run."""
    config = settings.load()
    built = build.build(*(paths or (config.rules_dir, config.local_dir)))
    problems = list(built.problems)
    if not built.errors:
        problems += examples.failures(built)
    print_problems(sorted(problems), form)
    bad = [p for p in problems if strict or p.level == "error"]
    if form == "text":
        count = len(bad)
        typer.echo(
            f"{len(built.rulebook.watches)} watches, {len(built.rulebook.entities)} entities, "
            f"{len(built.sources)} sources, {len(built.cases)} examples: "
            + (f"{count} fault{'s' * (count != 1)}" if count else "all well")
        )
    raise typer.Exit(1 if bad else 0)
