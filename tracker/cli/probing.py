"""`tracker sources probe|discover`: ask the far ends now, say what they answer, store nothing."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import typer

from tracker import app as service
from tracker import settings
from tracker.cli.output import counted, print_json
from tracker.cli.sources import Json, named, sources
from tracker.core.model import Entry, Outcome, Validators
from tracker.core.render import visible
from tracker.errors import ConfigError, SourceError, TrackerError
from tracker.rulebook import build
from tracker.rulebook.authoring import unfold
from tracker.settings import Settings
from tracker.sources import Fetcher, Reply, Source
from tracker.sources.discover import Discovery, definition, discover
from tracker.sources.text.html import readable

SKIPPED = "skipped"  # beside the outcomes: it was not asked, because its key is missing
WELL = frozenset({Outcome.ok, Outcome.empty, SKIPPED})
TITLES = 3
SHOWN = 200  # characters

Ids = Annotated[list[str] | None, typer.Argument(help="ids of sources, on or off")]
Every = Annotated[bool, typer.Option("--all", help="every source that is on")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What a source answered. `newest`: the latest date of an entry; `seconds`: it took so long,
    its turn at its host included."""

    id: str
    kind: str
    outcome: str
    entries: int = 0
    newest: datetime | None = None
    titles: tuple[str, ...] = ()
    seconds: float = 0.0
    error: str = ""


def add_to(app: typer.Typer) -> None:
    """Add these commands; they stand under `sources`."""
    del app
    sources.command()(probe)
    sources.command("discover")(discover_sources)


def probe(
    ids: Ids = None,
    every: Every = False,  # noqa: FBT002  typer's form of a flag
    as_json: Json = False,  # noqa: FBT002  typer's form of a flag
) -> None:
    """Fetch and parse sources now, politely, and store nothing."""
    config = settings.load()
    chosen = _chosen(config, ids or [], every=every)
    probes = asyncio.run(_probed(config, chosen, _keep_quiet if as_json else _tell))
    if as_json:
        print_json({"probed": [_row(found) for found in probes]})
    else:
        counts = Counter(str(found.outcome) for found in probes)
        parts = ", ".join(f"{number} {outcome}" for outcome, number in counts.most_common())
        typer.echo(f"{counted(len(probes), 'source', 'sources')}: {parts or 'nothing to ask'}")
    if any(found.outcome not in WELL for found in probes):
        raise typer.Exit(1)


def _chosen(config: Settings, ids: list[str], *, every: bool) -> list[Source]:
    if bool(ids) == every:
        raise ConfigError("say which sources: their ids, or --all for those that are on")
    known = build.load(config.rules_dir, config.local_dir).sources
    return [source for source in known if source.enabled] if every else [
        named(known, name) for name in dict.fromkeys(ids)
    ]  # fmt: skip


async def _probed(
    config: Settings, chosen: Sequence[Source], tell: Callable[[Probe], None]
) -> list[Probe]:
    """Sources of one host one after the other, hosts at the same time; in the order of `chosen`."""
    hosts: defaultdict[str, list[Source]] = defaultdict(list)
    for source in chosen:
        hosts[source.host].append(source)
    found: dict[str, Probe] = {}
    async with _fetcher(config) as fetcher:

        async def ask(group: list[Source]) -> None:
            for source in group:
                found[source.id] = await _asked(source, fetcher)
                tell(found[source.id])

        await asyncio.gather(*map(ask, hosts.values()))
    return [found[source.id] for source in chosen]


def _fetcher(config: Settings) -> Fetcher:
    """As polite, and as careful, as that of the service."""
    return Fetcher(allow_hosts=config.allow_hosts, host_gap=service.HOST_GAP)


async def _asked(source: Source, fetcher: Fetcher) -> Probe:
    if missing := source.missing():
        return _failed(source, SKIPPED, f"needs {' and '.join(missing)}")
    clock = asyncio.get_running_loop().time
    started = clock()
    try:
        reply = await source.fetch(fetcher, Validators())
        entries, faults = await asyncio.to_thread(_read, source, reply)
    except SourceError as error:
        return _failed(source, error.outcome, str(error), clock() - started)
    except Exception as error:  # noqa: BLE001 - the boundary of this loop: one stops no other
        return _failed(source, Outcome.fault, f"an error of ours: {error!r}", clock() - started)
    return Probe(
        id=source.id,
        kind=source.kind,
        outcome=Outcome.ok if entries else Outcome.empty,
        entries=len(entries),
        newest=max((e.published for e in entries if e.published), default=None),
        titles=tuple(visible(readable(entry).title, SHOWN) for entry in entries[:TITLES]),
        seconds=clock() - started,
        error="; ".join(faults),
    )


def _read(source: Source, reply: Reply) -> tuple[list[Entry], list[str]]:
    """Entries of all documents; a broken one is a fault, unless it is the only one."""
    entries: list[Entry] = []
    faults: list[str] = []
    for document in reply.documents:
        try:
            entries += source.parse(document)
        except SourceError as error:
            if len(reply.documents) == 1:
                raise
            faults.append(str(error))
    return entries, faults


def _failed(source: Source, outcome: str, error: str, seconds: float = 0.0) -> Probe:
    return Probe(id=source.id, kind=source.kind, outcome=outcome, error=error, seconds=seconds)


def _keep_quiet(probe: Probe) -> None:
    del probe


def _tell(probe: Probe) -> None:
    newest = f"newest {probe.newest:%Y-%m-%d}" if probe.newest else "undated"
    gave = f"{counted(probe.entries, 'entry', 'entries')}, {newest}, {probe.seconds:.1f} s"
    said = filter(None, (gave if probe.entries else "", visible(probe.error, SHOWN)))
    typer.echo(f"{probe.id:28} {probe.kind:7} {probe.outcome:14} {' · '.join(said)}".rstrip())
    for title in probe.titles:
        typer.echo(f"    {title}")


def _row(probe: Probe) -> dict[str, Any]:
    return {
        "id": probe.id,
        "kind": probe.kind,
        "outcome": str(probe.outcome),
        "entries": probe.entries,
        "newest": probe.newest and probe.newest.isoformat(),
        "titles": list(probe.titles),
        "seconds": round(probe.seconds, 2),
        "error": probe.error,
    }


def discover_sources(
    url: Annotated[str, typer.Argument(help="a site, or a page of it")],
    as_json: Json = False,  # noqa: FBT002  typer's form of a flag
) -> None:
    """What can be read at a site, as sources for a rule file; each was tried."""
    found = asyncio.run(_discovered(settings.load(), url))
    if as_json:
        print_json(_document(found))
    elif found.candidates:
        typer.echo(rule_file(found), nl=False)
    for fault in found.faults:
        typer.echo(f"tracker: {visible(fault, SHOWN)}", err=True)
    if not found.candidates:
        raise TrackerError(f"nothing that can be read was found at {found.url}")


async def _discovered(config: Settings, url: str) -> Discovery:
    async with _fetcher(config) as fetcher:
        return await discover(fetcher, url)


def rule_file(found: Discovery) -> str:
    """All candidates, the best first, each below a comment that says what it gives."""
    lines = ["version: 1", "sources:"]
    for candidate in found.candidates:
        newest = f"newest {candidate.newest:%Y-%m-%d}" if candidate.newest else "undated"
        entries = counted(candidate.entries, "entry", "entries")
        lines.append(f"  # {candidate.why}: {entries}, {newest}")
        lines += [f"  #   {visible(' '.join(title.split()), SHOWN)}" for title in candidate.titles]
        written = unfold.text({"sources": [definition(candidate)]})
        lines.append(written.removeprefix("sources:\n").rstrip())
    return "\n".join(lines) + "\n"


def _document(found: Discovery) -> dict[str, Any]:
    return {
        "url": found.url,
        "candidates": [
            {
                "why": candidate.why,
                "entries": candidate.entries,
                "newest": candidate.newest and candidate.newest.isoformat(),
                "titles": list(candidate.titles),
                "source": definition(candidate),
            }
            for candidate in found.candidates
        ],
        "faults": list(found.faults),
    }
