"""`tracker check`: are the rules right, and do they catch what they promise?"""

from contextlib import closing
from pathlib import Path
from typing import Annotated, Literal

import typer

from tracker import app as service
from tracker import settings
from tracker.cli.database import opened
from tracker.cli.output import counted, print_problems
from tracker.rulebook import build, examples, lints
from tracker.rulebook import mutate as mutation
from tracker.store import Past

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="files or folders; default: all rules", exists=True),
]
Format = Annotated[
    Literal["text", "json", "github"],
    typer.Option("--format", help="for people, for programs, or as annotations"),
]
Strict = Annotated[bool, typer.Option("--strict", help="warnings count as faults")]
Mutate = Annotated[
    bool, typer.Option("--mutate", help="would the examples notice the loss of a single term?")
]
History = Annotated[
    bool,
    typer.Option("--history", help="also hold every watch against the stored articles"),
]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(check)


def check(
    paths: Paths = None,
    form: Format = "text",
    strict: Strict = False,  # noqa: FBT002  typer's form of a flag
    mutate: Mutate = False,  # noqa: FBT002  typer's form of a flag
    history: History = False,  # noqa: FBT002  typer's form of a flag
) -> None:
    """Validate rules, sources and routes; run every example and test. All faults in one run."""
    config = settings.load()
    built = _build(config, paths or [])
    now = service.utcnow()
    past = _history(config, built) if history and not built.errors else None
    problems = lints.judged(built, today=now.date(), history=past)
    if not built.errors:
        problems += examples.failures(built)
    is_sound = all(p.level == "warning" for p in problems)
    lost = mutation.score(built) if mutate and is_sound else None
    problems += lost.unnoticed if lost else ()
    if paths:
        problems = [p for p in problems if _is_in(Path(p.file), paths)]
    facts = {"mutation": _figures(lost)} if lost else {}
    print_problems(sorted(problems), form, facts)
    bad = [p for p in problems if strict or p.level == "error"]
    if form == "text":
        parts = [
            counted(len(built.rulebook.watches), "watch", "watches"),
            counted(len(built.rulebook.entities), "entity", "entities"),
            counted(len(built.sources), "source", "sources"),
            counted(len(built.cases), "example", "examples"),
        ]
        if built.route_tests:
            parts.append(counted(len(built.route_tests), "test of routes", "tests of routes"))
        mild = counted(len(problems) - len(bad), "warning", "warnings")
        well = f"no faults, {mild}" if problems else "all well"
        verdict = counted(len(bad), "fault", "faults") if bad else well
        typer.echo(f"{', '.join(parts)}: {verdict}")
        if lost:
            share = f"{lost.noticed} of {lost.terms} terms"
            typer.echo(f"mutation score {lost.share:.1%}: the loss of {share} would be noticed")
    raise typer.Exit(1 if bad else 0)


def _figures(lost: mutation.Score) -> dict[str, float]:
    return {"terms": lost.terms, "noticed": lost.noticed, "score": round(lost.share, 4)}


def _build(config: settings.Settings, paths: list[Path]) -> build.Built:
    """All rules, if `paths` are some of them: a file's `$names` may be those of another."""
    ours = [config.rules_dir, config.local_dir]
    if all(_is_in(path, ours) for path in paths):
        return build.build(config.rules_dir, local=config.local_dir)
    local = next((path / "local" for path in paths if (path / "local").is_dir()), None)
    return build.build(*paths, local=local)


def _history(config: settings.Settings, built: build.Built) -> lints.History:
    """The newest articles, held against the rules as they are now; that takes seconds."""
    with closing(opened(config)) as database:
        past = Past(database, built.origins)
        newest = past.newest(lints.NEWEST)
        return lints.History.of(newest, built.rulebook, past.since(), past.last_fired())


def _is_in(path: Path, folders: list[Path]) -> bool:
    return any(path.absolute().is_relative_to(folder.absolute()) for folder in folders)
