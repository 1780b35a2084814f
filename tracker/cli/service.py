"""`tracker run` and `tracker demo`: the service, and the same path shown offline."""

import asyncio
import logging
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console as Terminal
from rich.markup import escape

from tracker import app as service
from tracker import settings
from tracker.channels import Console
from tracker.desk import Tally
from tracker.live import Plan
from tracker.logs import configure_logging
from tracker.settings import Settings
from tracker.sources import Folder
from tracker.store import Database, Reports

Once = Annotated[bool, typer.Option("--once", help="poll what is due, deliver, exit (for cron)")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(run)
    app.command()(demo)


def run(once: Once = False) -> None:  # noqa: FBT002  typer's form of a flag
    """The service: poll, match, alert, until it is told to stop."""
    config = settings.load()
    configure_logging(config.log)
    plan = service.plan(config)
    service.warn_of_idle_settings(config)
    if not once:
        asyncio.run(service.forever(config, plan))
        return
    tallies, sent = asyncio.run(service.once(config, plan))
    typer.echo(
        f"{len(tallies)} sources answered, {sum(t.new for t in tallies)} new entries, "
        f"{sum(t.alerts for t in tallies)} alerts, {sent.sent} messages sent",
        err=True,
    )
    if sent.wait is not None or sent.dead:
        typer.echo("tracker: not everything could be sent: see `tracker deliveries list`", err=True)
        raise typer.Exit(1)


def demo() -> None:
    """Offline: read the seed documents through the whole path; alerts as cards."""
    with tempfile.TemporaryDirectory(prefix="tracker-demo-") as folder:
        config = settings.load().model_copy(
            update={
                "data": Path(folder),
                "database_url": "",
                "telegram_bot_token": None,
                "telegram_chat_id": "",
            }
        )
        configure_logging("text", level=logging.ERROR)
        tallies, _ = asyncio.run(service.once(config, _offline(service.plan(config))))
        _summary(config, tallies)


def _offline(plan: Plan) -> Plan:
    """The same rules; the seeds as the only source, the terminal as the only channel."""
    seeds = Folder(kind="folder", id="seeds", name="seeds", path=settings.shipped("seeds"))
    watches = tuple(replace(watch, notify=(), sources=frozenset()) for watch in plan.rules.watches)
    rules = replace(plan.rules, watches=watches, routes=(), default_channels=("console",))
    return replace(
        plan, rules=rules, sources=(seeds,), channels={"console": Console(kind="console")}
    )


def _summary(config: Settings, tallies: list[Tally]) -> None:
    with closing(Database(config.url)) as database:
        silences = Reports(database).silences()
    terminal = Terminal()
    for silence in silences:
        terminal.print(f"[bold dim]not told[/]  [dim]{escape(silence.title)}[/]")
        terminal.print(f"          [dim italic]{escape(silence.reason)}[/]")
    read, matched = sum(t.entries for t in tallies), sum(t.matched for t in tallies)
    terminal.print(
        f"\n[bold]{read} documents read: {matched - len(silences)} told, "
        f"{len(silences)} folded as duplicates, {read - matched} not relevant.[/]"
    )
