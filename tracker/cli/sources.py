"""`tracker sources`: what is read, how it answers, and what a local file would give."""

from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from tracker import settings
from tracker.cli.database import opened
from tracker.cli.files import body_of
from tracker.cli.output import counted, print_json
from tracker.core.model import Entry, Outcome
from tracker.core.render import visible
from tracker.errors import ConfigError, SourceError
from tracker.rulebook import build
from tracker.sources import Document, Feed, Folder, Source
from tracker.store import Poll, PollStore

Json = Annotated[bool, typer.Option("--json", help="one JSON document on standard output")]
KINDS: dict[str, Source] = {
    "feed": Feed(kind="feed", id="file", name="file", url="https://example.org/feed"),
    "folder": Folder(kind="folder", id="file", name="file", path=Path()),
}

sources = typer.Typer(help="What is read, and how it answers.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(sources, name="sources")


@sources.command("list")
def list_sources(as_json: Json = False) -> None:  # noqa: FBT002  typer's form of a flag
    """Every source with its last answer."""
    config = settings.load()
    known = build.load(config.rules_dir, config.local_dir).sources
    with closing(opened(config)) as database:
        states = PollStore(database).states()
    rows = [_row(source, states.get(source.id)) for source in known]
    if as_json:
        print_json(rows)
        return
    if not rows:
        typer.echo("no sources in the rules")
    for row in rows:
        state = row["outcome"] or ("not polled yet" if row["enabled"] else "off")
        last = f" · last answer {row['succeeded'][:16]}" if row["succeeded"] else ""
        error = f" · {row['error']}" if row["error"] else ""
        typer.echo(f"{row['id']:28} {row['kind']:7} {row['tier']:9} {state}{last}{error}")


def _row(source: Source, poll: Poll | None) -> dict[str, Any]:
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
    }


@sources.command()
def parse(
    file: Annotated[Path, typer.Argument(help="a feed body or an article file")],
    kind: Annotated[str, typer.Option(help=" or ".join(KINDS))] = "feed",
    source: Annotated[str, typer.Option(help="parse as this source of the rules would")] = "",
    as_json: Json = False,  # noqa: FBT002  typer's form of a flag
) -> None:
    """The entries that a local file gives."""
    reader = _reader(kind, source)
    body = body_of(file)
    entries: tuple[Entry, ...] = ()
    try:
        entries = reader.parse(Document(name=str(file), body=body))
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
        known = build.load(config.rules_dir, config.local_dir).sources
        found = next((s for s in known if s.id == source), None)
        if found is None:
            raise ConfigError(f"no source is called '{source}': see `tracker sources list`")
        return found
    if kind not in KINDS:
        raise ConfigError(f"'{kind}' is not a kind of source: {', '.join(KINDS)}")
    return KINDS[kind]


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
