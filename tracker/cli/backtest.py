"""`tracker backtest`: what the rules on disk would have caught among the stored articles."""

from contextlib import closing
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any

import typer

from tracker import app as service
from tracker import settings
from tracker.cli.database import opened
from tracker.cli.names import chosen
from tracker.cli.output import counted, print_json
from tracker.core.duration import duration
from tracker.core.render import visible
from tracker.core.rules import Rulebook
from tracker.errors import ConfigError
from tracker.quality import backtest as replay
from tracker.rulebook import build
from tracker.rulebook.authoring import revisions
from tracker.store import Past

Json = Annotated[bool, typer.Option("--json", help="one JSON document on standard output")]
SHOWN = 10  # differences, days and sources that a person is shown


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(backtest)


def backtest(
    watch: Annotated[str, typer.Option(help="only this watch, as pack/id")] = "",
    since: Annotated[str, typer.Option(help="only articles seen within 30d, 12h, ...")] = "",
    diff: Annotated[str, typer.Option(help="compare with the rules of this git revision")] = "",
    as_json: Json = False,  # noqa: FBT002  typer's form of a flag
) -> None:
    """Replay stored articles against the rules as they are on disk."""
    config = settings.load()
    span = length(since)
    built = build.load(config.rules_dir, config.local_dir)
    rules = _narrowed(built.rulebook, watch)
    before = _before(config, diff, watch) if diff else None
    with closing(opened(config)) as database:
        start = service.utcnow() - span if span is not None else None
        result = replay.run(Past(database, built.origins).articles(start), rules, before)
    if as_json:
        print_json(document(result, compared=diff))
    else:
        show(result, compared=diff)


def length(since: str) -> timedelta | None:
    """The length of time of `--since`; None without one. Raises ConfigError."""
    try:
        return timedelta(seconds=duration(since)) if since else None
    except (ValueError, OverflowError) as error:
        raise ConfigError(f"--since: {error}") from error


def _narrowed(rules: Rulebook, watch: str) -> Rulebook:
    return build.alone(rules, chosen(rules, watch) if watch else rules.watches)


def _before(config: settings.Settings, revision: str, watch: str) -> Rulebook:
    found = revisions.at(revision, config.rules_dir, config.local_dir)
    try:
        rules = build.sound(build.of(found)).rulebook
    except ConfigError as error:
        raise ConfigError(f"the rules of {revision}: {error}", error.problems) from error
    watches = tuple(w for w in rules.watches if watch in {"", w.id})
    return build.alone(rules, watches)


def document(result: replay.Result, compared: str = "") -> dict[str, Any]:
    """The result as JSON; `compared`: the revision that it was held against."""
    days = (result.last - result.first).days + 1 if result.first and result.last else 0
    made: dict[str, Any] = {
        "articles": result.articles,
        "days": days,
        "matched": result.matched,
        "hits": dict(result.hits.most_common()),
        "would_send": {name: n for name, n in result.would_send.most_common() if n},
        "by_day": {str(day): n for day, n in sorted(result.by_day.items())},
        "by_source": dict(result.by_source.most_common()),
        "samples": [_plain(hit) for hit in reversed(result.samples)],
    }
    if compared:
        made["compared_with"] = compared
        for name, change in (("newly_matched", result.gained), ("no_longer_matched", result.lost)):
            made[name] = {"count": change.count, "hits": [_plain(hit) for hit in change.hits]}
    return made


def _plain(hit: replay.Hit) -> dict[str, Any]:
    return asdict(hit) | {"seen": hit.seen.isoformat(), "words": list(hit.words)}


def show(result: replay.Result, compared: str = "") -> None:
    """The result for people."""
    if not result.articles:
        typer.echo("no articles: there is nothing to replay yet")
        return
    found = document(result)
    typer.echo(
        f"{counted(result.articles, 'article', 'articles')} of "
        f"{counted(found['days'], 'day', 'days')}: {result.matched} matched, "
        f"{counted(sum(result.would_send.values()), 'alert', 'alerts')} would be sent"
    )
    for name, hits in found["hits"].items():
        sent = found["would_send"].get(name, 0)
        typer.echo(f"  {hits:6} {'hit' if hits == 1 else 'hits'}  {sent:6} sent  {name}")
    _figures("per day", dict(list(found["by_day"].items())[-SHOWN:]))
    _figures("per source", dict(list(found["by_source"].items())[:SHOWN]))
    if result.samples:
        _hits("the newest", reversed(result.samples))
    if compared:
        _hits(f"newly matched since {compared}: {result.gained.count}", result.gained.hits[:SHOWN])
        _hits(f"no longer matched: {result.lost.count}", result.lost.hits[:SHOWN])


def _figures(title: str, figures: dict[str, int]) -> None:
    if figures:
        typer.echo(f"\n{title}: " + " · ".join(f"{name} {n}" for name, n in figures.items()))


def _hits(title: str, hits: Any) -> None:
    typer.echo(f"\n{title}")
    for hit in hits:
        typer.echo(f"  {hit.seen:%Y-%m-%d} {visible(hit.title, 200)} · {hit.source}")
        typer.echo(f"    {hit.watch}: {visible(', '.join(hit.words), 200)}")
