"""`tracker silences`: what nobody wants to hear of for a while, who said so, and until when."""

from collections.abc import Collection
from contextlib import closing
from datetime import UTC, datetime, timedelta, tzinfo
from fnmatch import filter as matching
from typing import Annotated, Any

import typer

from tracker import app as service
from tracker import settings
from tracker.cli.database import existing, opened
from tracker.cli.names import meant
from tracker.cli.output import MOST, print_json
from tracker.core.duration import duration
from tracker.core.render import visible
from tracker.core.silencing import said, subject
from tracker.errors import ConfigError
from tracker.rulebook import build
from tracker.rulebook.build import Built
from tracker.rulebook.problems import nearest
from tracker.rulebook.schema.times import moment
from tracker.store import Database, SilenceReport, Silences, Storybook

Json = Annotated[bool, typer.Option("--json", help="one JSON document on standard output")]
By = Annotated[str, typer.Option(help="who says so", envvar=["USER", "LOGNAME"])]
SOMEBODY = "an operator"  # where the environment does not say who it is
LONGEST = timedelta(days=3650)  # nobody remembers what was muted before
DEFAULT_CHANNELS = ("telegram", "console")  # those that no rule names

silences = typer.Typer(help="What is not told for a while.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(silences, name="silences")


@silences.command("list")
def list_silences(
    limit: Annotated[int, typer.Option(help="how many, newest first", min=1, max=MOST)] = 100,
    *,
    everything: Annotated[bool, typer.Option("--all", help="also those that are over")] = False,
    as_json: Json = False,
) -> None:
    """The silences that hold, each with who wants it, why, and until when."""
    config, now = settings.load(), service.utcnow()
    with closing(opened(config)) as database:
        found = Silences(database).listed(limit, now, everything=everything)
    if as_json:
        print_json([_document(report) for report in found])
        return
    if not found:
        typer.echo("no silences" if everything else "no silences hold")
        return
    zone = build.build(config.rules_dir, local=config.local_dir).rulebook.zone
    for report in found:
        typer.echo(visible(_line(report, zone), 400))


@silences.command()
def add(
    about: Annotated[
        str,
        typer.Argument(
            metavar="SUBJECT",
            help="watch:pack/id (or a glob), tag:x, story:ID, source:id, entity:Name, or all",
            show_default=False,
        ),
    ],
    *,
    length: Annotated[str, typer.Option("--for", help="for how long: 7d, 12h")] = "",
    until: Annotated[str, typer.Option(help="or until when: 2026-12-01T08:00")] = "",
    reason: Annotated[str, typer.Option(help="why; it is shown wherever the silence is")] = "",
    channel: Annotated[str, typer.Option(help="only in this channel; default: everywhere")] = "",
    by: By = SOMEBODY,
) -> None:
    """Begin a silence: what it is about is recorded, and not sent."""
    config, now = settings.load(), service.utcnow()
    built = build.load(config.rules_dir, config.local_dir)
    zone = built.rulebook.zone
    end = _end(length, until, now, zone)
    if channel:
        _known("channel", channel, (*built.channels, *DEFAULT_CHANNELS))
    with closing(existing(config)) as database:
        what = _subject(about, built, database)
        silence = Silences(database).add(what, channel, by, reason, now, end)
    where = f" in {silence.channel}" if silence.channel else ""
    typer.echo(visible(f"{silence.id[:8]} {silence.subject}{where} is {said(silence, zone)}", 400))


@silences.command()
def end(
    silence: Annotated[str, typer.Argument(help="an id, or its beginning", show_default=False)],
    by: By = SOMEBODY,
) -> None:
    """End a silence before its time; what comes from now on is told again."""
    with closing(existing(settings.load())) as database:
        ended = Silences(database).end(silence, by, service.utcnow())
    typer.echo(visible(f"{ended.id[:8]} {ended.subject} is told again", 400))


def _end(length: str, until: str, now: datetime, zone: tzinfo) -> datetime:
    """When a silence ends, in UTC. Raises ConfigError."""
    if bool(length) == bool(until):
        raise ConfigError("say for how long: either --for 7d or --until 2026-12-01T08:00")
    option = "--for" if length else "--until"
    try:
        end = now + timedelta(seconds=duration(length)) if length else moment(until)
    except OverflowError as error:
        raise ConfigError(f"{option}: {length or until} is too long: ten years at most") from error
    except ValueError as error:
        raise ConfigError(f"{option}: {error}") from error
    end = (end if end.tzinfo else end.replace(tzinfo=zone)).astimezone(UTC)
    if not now < end <= now + LONGEST:
        what = "too long: ten years at most" if end > now else "over already"
        raise ConfigError(f"{option}: {length or until} is {what}")
    return end


def _subject(text: str, built: Built, database: Database) -> str:
    """What is muted, which must be there. Raises ConfigError with what was probably meant."""
    try:
        about = subject(text)
    except ValueError as error:
        raise ConfigError(str(error)) from error
    kind, _, name = about.partition(":")
    match kind:
        case "watch":
            if not matching(built.definitions, name):
                raise ConfigError(
                    f"no watch is called '{name}': {meant(name, [*built.definitions])}"
                )
        case "tag":
            _known(kind, name, {tag for watch in built.rulebook.watches for tag in watch.tags})
        case "source":
            _known(kind, name, built.origins)
        case "entity":
            return f"entity:{_entity(name, built)}"
        case "story":
            with database.reading() as session:
                return f"story:{Storybook(session).story(name).key}"
    return about


def _entity(name: str, built: Built) -> str:
    """The name under which messages know an entity; an id stands for it."""
    entities = built.rulebook.entities
    if name in entities:
        return entities[name].name
    names = [entity.name for entity in entities.values()]
    for known in names:
        if known.casefold() == name.casefold():
            return known
    raise _unknown("entity", name, (*names, *entities))


def _known(what: str, name: str, known: Collection[str]) -> None:
    if name not in known:
        raise _unknown(what, name, known)


def _unknown(what: str, name: str, known: Collection[str]) -> ConfigError:
    hint = nearest(name, known)
    return ConfigError(f"no {what} is called '{name}'" + (f": {hint}" if hint else ""))


def _line(report: SilenceReport, zone: tzinfo) -> str:
    silence = report.silence
    where = f" in {silence.channel}" if silence.channel else ""
    state = "" if report.is_active else "over: "
    ended = f" (ended by {report.ended_by})" if report.ended_by else ""
    return f"{silence.id[:8]} {silence.subject}{where} · {state}{said(silence, zone)}{ended}"


def _document(report: SilenceReport) -> dict[str, Any]:
    silence = report.silence
    return {
        "id": silence.id,
        "subject": silence.subject,
        "channel": silence.channel,
        "author": silence.author,
        "reason": silence.reason,
        "since": silence.since.isoformat(),
        "until": silence.until.isoformat(),
        "active": report.is_active,
        "ended_by": report.ended_by,
    }
