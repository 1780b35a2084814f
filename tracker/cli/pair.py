"""`tracker pair`: who may use the bot beside the admins; a code lets one person in, once."""

from contextlib import closing
from datetime import timedelta
from typing import Annotated

import typer

from tracker import app as service
from tracker import settings
from tracker.cli.database import existing, opened
from tracker.core.render import visible
from tracker.errors import ConfigError, TrackerError
from tracker.store import Readers

LONGEST = 24 * 60  # minutes


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(pair)


def pair(
    minutes: Annotated[int, typer.Option(help="for how long the code holds", min=1)] = 10,
    remove: Annotated[
        int | None,
        typer.Option(metavar="ID", help="let this person in no longer", min=1, max=2**52),
    ] = None,
    *,
    listed: Annotated[bool, typer.Option("--list", help="who was let in")] = False,
) -> None:
    """Make a code with which one person is let in to the bot."""
    if listed and remove is not None:
        raise ConfigError("--list and --remove: one at a time")
    if listed:
        _list()
    elif remove is not None:
        _remove(remove)
    else:
        _invite(minutes)


def _list() -> None:
    with closing(opened(settings.load())) as database:
        found = Readers(database).listed()
    if not found:
        typer.echo("nobody was let in: `tracker pair` makes a code")
    for reader in found:
        typer.echo(f"{reader.id} {visible(reader.name, 100)} since {reader.since:%Y-%m-%d %H:%M}")


def _remove(person: int) -> None:
    with closing(existing(settings.load())) as database:
        if not Readers(database).remove(person):
            raise TrackerError(f"nobody with the number {person} was let in: see --list")
    typer.echo(f"{person} is let in no longer")


def _invite(minutes: int) -> None:
    if minutes > LONGEST:
        raise ConfigError(f"--minutes: {minutes} is too long: a day at most, {LONGEST}")
    config, now = settings.load(), service.utcnow()
    until = now + timedelta(minutes=minutes)
    with closing(existing(config)) as database:
        code = Readers(database).invite(now, until)
    typer.echo(f"{code}\n\nWithin {minutes} minutes, write to the bot alone: /start {code}")
    typer.echo("It lets one person in, who may then do everything; the code is not shown again.")
    if config.telegram_bot_token is None:
        typer.echo("tracker: TELEGRAM_BOT_TOKEN is not set, so there is no bot yet", err=True)
