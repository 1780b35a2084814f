"""`tracker eval` and `tracker bench`: signal quality on labelled data, and speed."""

import logging
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from tracker import settings
from tracker.cli.output import print_json
from tracker.logs import configure_logging
from tracker.quality import bench as speed
from tracker.quality import dedup, labelled, names
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
    _figures(result, ("items", "alerted", "rate", "seconds", "per_second"))
    for watch, count in result["by_watch"].items():
        typer.echo(f"  {count:6} {watch}")


@evaluate.command("dedup")
def evaluate_dedup(file: File, as_json: Json = False) -> None:  # noqa: FBT002
    """Pairs of articles, and what becomes of the second when the first is known."""
    result = dedup.cases(file, _rules())
    if as_json:
        print_json(result)
        return
    _figures(result, ("n", "correct", "accuracy"))
    for case in result["wrong"]:
        typer.echo(f"  {case['id']} ({case['kind']}): {case['expected']} != {case['got']}")
        typer.echo(f"    {case['relation']}: {case['reason']}")


class Language(StrEnum):
    """Of the articles that are made where no corpus is named."""

    en = "en"
    zh = "zh"


@evaluate.command("streams")
def evaluate_streams(
    places: Annotated[
        list[Path] | None,
        typer.Argument(help="feeds, rows as JSON lines, or folders of them; none: made articles"),
    ] = None,
    *,
    language: Annotated[Language, typer.Option(help="of made articles")] = Language.en,
    articles: Annotated[int, typer.Option(help="in the stream, at most", min=10)] = 5000,
    seed: Annotated[int, typer.Option(help="of what is left to chance")] = 1,
    as_json: Json = False,
) -> None:
    """How many copies are known again, and how many sequels are swallowed, in a made stream."""
    texts = dedup.texts(places) if places else dedup.made(articles, language, seed)
    result = dedup.stream_figures(texts, _rules(), size=articles, seed=seed)
    if as_json:
        print_json(result)
        return
    _figures(result, ("articles", "copies", "copies_found"))
    _figures(result, ("pair_precision", "pair_recall", "pair_f1"))
    _figures(result, ("sequels", "sequels_suppressed", "unrelated", "unrelated_merged"))
    for kind, counts in result["by_kind"].items():
        typer.echo(f"  {kind:24} {counts['silent']:5} of {counts['n']} silent")
    for wrong in result["wrong"]:
        typer.echo(f"  {wrong['kind']}: {wrong['title']}\n    {wrong['reason']}")


class Part(StrEnum):
    """Which names of a list: the halves are the same names in every list."""

    all = "all"
    tuning = "tuning"
    unseen = "unseen"


@evaluate.command("names")
def evaluate_names(  # noqa: PLR0913  each is an option
    file: Annotated[
        Path,
        typer.Argument(
            help="a rule file, a CSV file with a column `name`, or a name a line",
            show_default=False,
        ),
    ],
    *,
    texts: Annotated[
        list[Path] | None,
        typer.Option(help="untouched texts: rows as JSON lines, an article file, or a folder"),
    ] = None,
    into_texts: Annotated[
        bool, typer.Option("--into-texts", help="put the names into these, not into made ones")
    ] = False,
    part: Annotated[Part, typer.Option(help="which half of the names")] = Part.all,
    sample: Annotated[int, typer.Option(help="names that are changed", min=1)] = 500,
    seed: Annotated[int, typer.Option(help="of what is left to chance")] = 1,
    as_json: Json = False,
) -> None:
    """How many names are found that are written otherwise, and what is wrongly taken for one."""
    chosen = names.part(names.read(file), part)
    result = names.evaluate(chosen, texts or (), sample=sample, seed=seed, into_texts=into_texts)
    if as_json:
        print_json(result | {"part": part})
        return
    _figures(result, ("names", "sampled", "seed"))
    for group in ("structural", "edit"):
        _recall(group, result[group])
    for title in ("by_class", "not_meant"):
        typer.echo("not meant to be found:" if title == "not_meant" else "by class:")
        for name, counts in result[title].items():
            _recall(f"  {name}", counts)
    _strays(result["texts"])


def _recall(name: str, counts: dict[str, Any]) -> None:
    recall = "-" if counts["recall"] is None else f"{counts['recall']:.4f}"
    typer.echo(f"{name:42} {recall:>6}  {counts['found']} of {counts['n']}")


def _strays(found: dict[str, Any] | None) -> None:
    if found is None:
        return
    typer.echo("found in the texts, not written as in the rules:")
    _figures(found, ("texts", "words", "hits", "near", "hits_per_article", "near_per_article"))
    for hit in found["listed"]:
        typer.echo(f"  {hit['kind']}: {hit['words']} = {hit['name']}\n    {hit['context']}")


@bench.command("match")
def bench_match(
    *,
    watches: Annotated[int, typer.Option(help="made watches", min=1)] = speed.FULL.watches,
    articles: Annotated[int, typer.Option(help="made articles", min=1)] = speed.FULL.articles,
    listed: Annotated[
        Path | None,
        typer.Option("--names", help="real names, which come before made ones", metavar="FILE"),
    ] = None,
    small: Annotated[
        bool, typer.Option("--small", help="a little of everything: whether it runs, not how quick")
    ] = False,
    as_json: Json = False,
) -> None:
    """Matching watches and names, and making rulebooks, beside what one would otherwise use."""
    sizes = speed.SMALL if small else speed.sized(watches, articles)
    found = speed.match_bench(_rules(), sizes, names.read(listed) if listed else ())
    _show(found, as_json=as_json)
    if not as_json:
        typer.echo(f"{found['clock']}. Found in an article:")
        for name, counts in found["found"].items():
            typer.echo(f"{counts['found']:>10g}      {name}")


@bench.command("dedup")
def bench_dedup(
    *,
    small: Annotated[
        bool, typer.Option("--small", help="a few thousand stored: whether it runs, not how quick")
    ] = False,
    as_json: Json = False,
) -> None:
    """Deciding what an article is to a million stored ones; takes about two minutes."""
    sizes = (600, 1200) if small else speed.STORED
    _show(speed.dedup_bench(_rules(), sizes), as_json=as_json)


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
    configure_logging("text", level=logging.ERROR)
    _show(speed.poll_bench(_rules(), sources, large), as_json=as_json)


@bench.command("deliver")
def bench_deliver(
    *,
    small: Annotated[
        bool, typer.Option("--small", help="a few messages: whether it runs, not how quick")
    ] = False,
    as_json: Json = False,
) -> None:
    """Sending to chats on loopback, and how soon a critical alert is there; takes two minutes."""
    configure_logging("text", level=logging.ERROR)
    _show(speed.deliver_bench(speed.FEW_DELIVERED if small else speed.DELIVERED), as_json=as_json)


def _show(found: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    for row in found["results"]:
        versus = f"  {row['ratio']:g} times {row['versus']}" if row["versus"] else ""
        holds = " (holds)" if row.get("holds") else " (does not hold)"
        goal = f"  goal {row['goal']}{holds}" if row.get("goal") else ""
        typer.echo(f"{row['value']:>10g} {row['unit']:5} {row['metric']}{versus}{goal}")


def _rules() -> Any:
    config = settings.load()
    return build.load(config.rules_dir, config.local_dir).rulebook


def _figures(result: dict[str, Any], names: tuple[str, ...]) -> None:
    typer.echo("  ".join(f"{name} {result[name]}" for name in names))
