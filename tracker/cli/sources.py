"""`tracker sources`: what is read, how it answers, and what a local file would give."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from tracker import app as service
from tracker import settings
from tracker.cli.database import opened
from tracker.cli.files import body_of
from tracker.cli.output import counted, print_json
from tracker.core.model import Entry, Outcome
from tracker.core.notices import length
from tracker.core.render import visible
from tracker.core.standing import Health, Standing
from tracker.errors import ConfigError, SourceError
from tracker.rulebook import build
from tracker.rulebook.problems import nearest
from tracker.sources import Document, Feed, Folder, Sitemap, Source
from tracker.sources.text.html import readable
from tracker.store import PollStore

Json = Annotated[bool, typer.Option("--json", help="one JSON document on standard output")]
ERROR_SHOWN = 200  # characters
# What a file can be read as without the definition of a source.
KINDS: dict[str, Source] = {
    "feed": Feed(kind="feed", id="file", name="file", url="https://example.org/feed"),
    "folder": Folder(kind="folder", id="file", name="file", path=Path()),
    "sitemap": Sitemap(kind="sitemap", id="file", name="file", url="https://example.org/"),
}
DEFINED = ("api", "page")  # kinds of which nothing can be read without it

sources = typer.Typer(help="What is read, and how it answers.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(sources, name="sources")


@sources.command("list")
def list_sources(as_json: Json = False) -> None:  # noqa: FBT002  typer's form of a flag
    """Every source: how it stands, and how long ago it answered and had something new."""
    config, now = settings.load(), service.utcnow()
    known = build.load(config.rules_dir, config.local_dir).sources
    with closing(opened(config)) as database:
        polls = PollStore(database)
        states, held = polls.states(), polls.held(now)
    if as_json:
        print_json([_row(source, states.get(source.id), now) for source in known])
        return
    if not known:
        typer.echo("no sources in the rules")
    for source in known:
        poll = states.get(source.id)
        if poll and source.host in held:
            poll = replace(poll, next_poll=max(poll.next_poll, held[source.host]))
        typer.echo(f"{source.id:28} {source.kind:7} {source.tier:9} {_standing(source, poll, now)}")


def _standing(source: Source, poll: Standing | None, now: datetime) -> str:
    """How a source stands, in words."""
    missing = f"needs {' and '.join(source.missing())}" if source.missing() else ""
    if poll is None or poll.polled is None:
        return missing or ("not polled yet" if source.enabled else "off")
    is_waiting = source.enabled and not missing and poll.next_poll > now
    parts = (
        "" if source.enabled else "off",
        missing,
        "" if poll.health is Health.well else str(poll.health),
        poll.outcome,
        f"last answer {_dated(poll.succeeded, now)}",
        f"last new {_dated(poll.newest, now)}",
        "silent" if poll.silent_since else "",
        f"waits until {poll.next_poll:%Y-%m-%d %H:%M}" if is_waiting else "",
        visible(poll.error, ERROR_SHOWN),
    )
    return " · ".join(filter(None, parts))


def _dated(moment: datetime | None, now: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M} ({length(now - moment)} ago)" if moment else "never"


def _row(source: Source, poll: Standing | None, now: datetime) -> dict[str, Any]:
    return {
        "id": source.id,
        "kind": source.kind,
        "name": source.name,
        "tier": source.tier,
        "enabled": source.enabled,
        "outcome": poll.outcome if poll else "",
        "error": poll.error if poll else "",
        "failures": poll.failures if poll else 0,
        "polled": poll and poll.polled and poll.polled.isoformat(),
        "succeeded": poll and poll.succeeded and poll.succeeded.isoformat(),
        "newest": poll and poll.newest and poll.newest.isoformat(),
        "missing": list(source.missing()),
        "age_success": _age(poll.succeeded, now) if poll else None,
        "age_new": _age(poll.newest, now) if poll else None,
    }


def _age(moment: datetime | None, now: datetime) -> float | None:
    return round((now - moment).total_seconds(), 1) if moment else None


@sources.command()
def parse(
    file: Annotated[Path, typer.Argument(help="a feed body or an article file")],
    kind: Annotated[str, typer.Option(help=" or ".join((*KINDS, *DEFINED)))] = "feed",
    source: Annotated[str, typer.Option(help="parse as this source of the rules would")] = "",
    as_json: Json = False,  # noqa: FBT002  typer's form of a flag
) -> None:
    """The entries that a local file gives."""
    reader = _reader(kind, source)
    body = body_of(file)
    entries: tuple[Entry, ...] = ()
    try:
        entries = tuple(map(readable, reader.parse(Document(name=str(file), body=body))))
        outcome, fault = str(Outcome.ok if entries else Outcome.empty), ""
    except SourceError as error:
        outcome, fault = error.outcome, str(error)
    if as_json:
        rows = [_entry(entry) for entry in entries]
        print_json({"outcome": outcome, "kind": reader.kind, "entries": rows})
    else:
        for entry in entries:
            when = f"{entry.published:%Y-%m-%d %H:%M}" if entry.published else "undated"
            typer.echo(f"{when:16} {visible(entry.title, 300)}\n{'':16} {entry.url}")
        typer.echo(f"{outcome}: {counted(len(entries), 'entry', 'entries')}")
    if fault:
        typer.echo(f"tracker: {fault}", err=True)
        raise typer.Exit(1)


def _reader(kind: str, source: str) -> Source:
    if source:
        config = settings.load()
        return named(build.load(config.rules_dir, config.local_dir).sources, source)
    if kind in DEFINED:
        raise ConfigError(f"how this {kind} is read stands in its source: name it with --source ID")
    if kind not in KINDS:
        raise ConfigError(f"'{kind}' is not a kind of source: {', '.join((*KINDS, *DEFINED))}")
    return KINDS[kind]


def named(known: Sequence[Source], name: str) -> Source:
    """The source of this id. Raises ConfigError with what was probably meant."""
    found = next((source for source in known if source.id == name), None)
    if found is None:
        hint = nearest(name, [source.id for source in known]) or "see `tracker sources list`"
        raise ConfigError(f"no source is called '{name}': {hint}")
    return found


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "url": entry.url,
        "published": entry.published and entry.published.isoformat(),
        "updated": entry.updated and entry.updated.isoformat(),
        "summary": entry.summary,
        "content": entry.content,
        "authors": list(entry.authors),
        "language": entry.language,
    }
