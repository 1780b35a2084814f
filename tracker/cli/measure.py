"""`tracker eval` and `tracker bench`: signal quality on labelled data, and speed."""

import logging
from pathlib import Path
from typing import Annotated, Any

import typer

from tracker import app as service
from tracker import settings
from tracker.cli.output import print_json
from tracker.quality import bench as speed
from tracker.quality import labelled
from tracker.rulebook import build

File = Annotated[Path, typer.Argument(help="rows as JSON lines", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="one JSON document on standard output")]

evaluate = typer.Typer(help="Signal quality on labelled data.", no_args_is_help=True)
bench = typer.Typer(help="How quick it is on this machine.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(evaluate, name="eval")
    app.add_typer(bench, name="bench")


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


@bench.command("match")
def bench_match(
    watches: Annotated[int, typer.Option(help="made watches to read and prove", min=1)] = 1000,
    articles: Annotated[int, typer.Option(help="made articles to match", min=1)] = 2000,
    as_json: Json = False,  # noqa: FBT002  typer's form of a flag
) -> None:
    """Reading and proving rules, matching articles, replaying the past."""
    _show(speed.match_bench(_rules(), watches, articles), as_json=as_json)


@bench.command("parse")
def bench_parse(
    feeds: Annotated[
        Path | None, typer.Option(help="folder of feeds to read in the place of made ones")
    ] = None,
    as_json: Json = False,  # noqa: FBT002  typer's form of a flag
) -> None:
    """Reading feeds, and what is lost of them."""
    _show(speed.parse_bench(feeds), as_json=as_json)


@bench.command("poll")
def bench_poll(
    sources: Annotated[int, typer.Option(help="made sources, each on a host", min=1)] = 500,
    large: Annotated[int, typer.Option(help="bytes of one large feed", min=1)] = 2_500_000,
    as_json: Json = False,  # noqa: FBT002  typer's form of a flag
) -> None:
    """Polling many hosts on loopback, and taking in what is new."""
    service.configure_logging("text", level=logging.ERROR)
    _show(speed.poll_bench(_rules(), sources, large), as_json=as_json)


def _show(found: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    for row in found["results"]:
        versus = f"  {row['ratio']:g} times {row['versus']}" if row["versus"] else ""
        typer.echo(f"{row['value']:>10g} {row['unit']:4} {row['metric']}{versus}")


def _rules() -> Any:
    config = settings.load()
    return build.load(config.rules_dir, config.local_dir).rulebook


def _figures(result: dict[str, Any], names: tuple[str, ...]) -> None:
    typer.echo("  ".join(f"{name} {result[name]}" for name in names))
