"""`tracker alerts`: what was alerted, why, and what became of it; and many of them as rows."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

from tracker import app as service
from tracker import settings
from tracker.cli import exports
from tracker.cli.backtest import length
from tracker.cli.database import opened
from tracker.cli.output import MOST, counted, print_json
from tracker.core.model import Severity
from tracker.core.render import visible
from tracker.errors import ConfigError
from tracker.rulebook import build
from tracker.store import AlertBook, AlertFile, Delivered, Reports, Storybook, Telling

Json = Annotated[bool, typer.Option("--json", help="one JSON document on standard output")]
Limit = Annotated[int, typer.Option(help="how many, newest first", min=1, max=MOST)]
alerts = typer.Typer(help="What was alerted.", no_args_is_help=True)


class Form(StrEnum):
    """Of an export: labelled examples, or a table for auditors."""

    jsonl = "jsonl"
    csv = "csv"


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(alerts, name="alerts")


@alerts.command("list")
def list_alerts(limit: Limit = 20, as_json: Json = False) -> None:  # noqa: FBT002
    """The latest alerts, each with the words that made it."""
    with closing(opened(settings.load())) as database:
        found = Reports(database).alerts(limit)
    if as_json:
        print_json([_plain(asdict(alert)) for alert in found])
        return
    if not found:
        typer.echo("no alerts yet")
    for alert in found:
        words = ", ".join(dict.fromkeys(e["text"] for e in alert.evidence))
        when = f"{alert.key[:8]} {alert.at:%Y-%m-%d %H:%M}"
        typer.echo(f"{when} {alert.severity!s:8} {visible(alert.title, 300)}")
        where = f"{visible(alert.publisher, 100)} {alert.url}".strip()
        typer.echo(f"    {alert.watch}: {visible(words, 300)} · {where}")


# -- one alert --------------------------------------------------------------------------------


@alerts.command()
def show(
    alert: Annotated[str, typer.Argument(help="an id, or its beginning", show_default=False)],
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """All about one alert: the words, the story, every message, and what was said of it."""
    with closing(opened(settings.load())) as database, database.reading() as session:
        file = AlertBook(session).file(alert)
        tellings = Storybook(session).tellings(file.alert.story)
    others = [telling for telling in tellings if telling.key != file.article]
    if as_json:
        print_json(_document(file, others))
        return
    for line in _lines(file, others):
        typer.echo(visible(line.replace("\n", " "), 600))


def _document(file: AlertFile, others: Iterable[Telling]) -> dict[str, Any]:
    told = ("key", "title", "publisher", "url", "seen", "relation", "telling", "reason")
    return {
        **_plain(asdict(file.alert)),
        "article": file.article,
        "reason": file.reason,
        "others": [{name: _plain(getattr(each, name)) for name in told} for each in others],
        "deliveries": [_plain(asdict(delivered)) for delivered in file.deliveries],
    }


def _lines(file: AlertFile, others: list[Telling]) -> Iterator[str]:
    alert = file.alert
    yield f"{alert.key[:8]} {_when(alert.at)} {alert.severity} {alert.title}"
    published = f", published {_when(alert.published)}" if alert.published else ""
    yield f"    {alert.publisher} {alert.url}{published}"
    yield f"    {alert.watch}, score {alert.score:g}: {file.reason or 'no reason was kept'}"
    for e in alert.evidence:
        of = f"entity {e['entity']}" if e.get("entity") else f"{e['kind']} {e['term']}"
        yield f"    {e['field']} {e['start']}-{e['end']}: “{e['text']}” ({of})"
    also = f", and {counted(len(others), 'other telling', 'other tellings')}" if others else ""
    yield f"story {alert.story[:8]}{also}"
    for telling in others:
        yield f"    {telling.key[:8]} {_when(telling.seen)} {telling.publisher}: {telling.title}"
        yield f"        {telling.relation}, {telling.telling}: {telling.reason}"
    if not file.deliveries:
        yield "no message was owed for it"
    for delivered in file.deliveries:
        yield from _of_delivery(delivered)


def _of_delivery(delivered: Delivered) -> Iterator[str]:
    at = _when(delivered.sent) if delivered.sent else f"since {_when(delivered.created)}"
    to = " ".join(filter(None, (delivered.channel, delivered.address)))
    within = f", in message {delivered.part_of[:8]}" if delivered.part_of else ""
    yield f"message {delivered.key[:8]} {delivered.form} to {to}: {delivered.state} {at}{within}"
    yield f"    tells {', '.join(delivered.watches)}"
    for said in filter(None, (delivered.why, delivered.error)):
        yield f"    {said}"
    for attempt in delivered.attempts:
        answer = f": {attempt.said}" if attempt.said else ""
        took = f" in {attempt.seconds:.2f} s" if attempt.seconds else ""
        what = f"{attempt.act} {attempt.outcome}{took}{answer}"
        yield f"    {attempt.at:%Y-%m-%d %H:%M:%S} {what}"
    if delivered.seen_by:
        yield f"    acknowledged by {delivered.seen_by}{_at(delivered.seen_at)}"
    for each in delivered.feedback:
        yield f"    {each.verdict}, says {each.author}{_at(each.at)}"


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _at(moment: datetime | None) -> str:
    return f" at {_when(moment)}" if moment else ""


def _plain(value: Any) -> Any:
    """Times and severities as text, at any depth."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Severity) else value


# -- many alerts ------------------------------------------------------------------------------


@alerts.command()
def export(
    since: Annotated[str, typer.Option(help="only alerts of the last 30d, 12h, ...")] = "",
    *,
    judged: Annotated[bool, typer.Option("--judged", help="only those with feedback")] = False,
    form: Annotated[
        Form, typer.Option("--format", help="jsonl: labelled examples; csv: a table for auditors")
    ] = Form.jsonl,
    as_json: Json = False,
) -> None:
    """Alerted articles as examples for `tracker eval relevance`, or a table of every message."""
    config = settings.load()
    moment = _before(since)
    with closing(opened(config)) as database:
        if form is Form.csv:
            rows = exports.audit(database, moment, judged=judged)
        else:
            rules = build.build(config.rules_dir, local=config.local_dir)
            tags = {name: definition.rule.tags for name, definition in rules.definitions.items()}
            rows = exports.examples(database, moment, tags, judged=judged)
        if as_json:
            print_json(list(rows))
        elif form is Form.csv:
            exports.print_table(rows)
        else:
            exports.print_lines(rows)


def _before(since: str) -> datetime | None:
    """The moment that is so long ago; None without a length of time. Raises ConfigError."""
    span = length(since)
    try:
        return None if span is None else service.utcnow() - span
    except OverflowError as error:
        raise ConfigError(f"--since: {since} is before the calendar begins") from error
