"""`tracker status|deliveries`: what it owes, whether it is well."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any

import typer

from tracker import app as service
from tracker import settings
from tracker.cli.database import opened
from tracker.cli.output import MOST, counted, print_json
from tracker.core.owing import State
from tracker.core.render import visible
from tracker.core.routing import Action
from tracker.errors import TrackerError
from tracker.store import (
    Database,
    Deliveries,
    PageStore,
    PollStore,
    RuleRecord,
    RuleState,
)

Json = Annotated[bool, typer.Option("--json", help="one JSON document on standard output")]
Limit = Annotated[int, typer.Option(help="how many, newest first", min=1, max=MOST)]
Keys = Annotated[
    list[str] | None, typer.Argument(help="ids (or their beginnings); default: all dead letters")
]
States = Annotated[
    list[State] | None,
    typer.Option("--state", help="only these; may be given several times"),
]

deliveries = typer.Typer(help="Messages owed, sent and refused.", no_args_is_help=True)

CLOCK_STALE = timedelta(seconds=90)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(status)
    app.add_typer(deliveries, name="deliveries")


def _database() -> Database:
    return opened(settings.load())


@deliveries.command("list")
def list_deliveries(
    limit: Limit = 20,
    state: States = None,
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Messages, newest first; `--state dead` shows the dead letters."""
    with closing(_database()) as database:
        found = Deliveries(database).listed(state or (), limit)
    if as_json:
        print_json([_plain(asdict(owed)) for owed in found])
        return
    if not found:
        typer.echo("no such deliveries" if state else "no deliveries yet")
    for owed in found:
        is_held = owed.state is State.pending and owed.action is not Action.now
        said = owed.error or (owed.why if is_held else "")
        why = f" · {said}" if said else ""
        typer.echo(
            f"{owed.key[:8]} {owed.state:8} {owed.channel:12} {visible(owed.title, 300)}{why}"
        )


@deliveries.command()
def retry(keys: Keys = None) -> None:
    """Owe dead letters again; the service sends them, or `tracker run --once`."""
    with closing(_database()) as database:
        count = Deliveries(database).retry(keys or ())
    if keys and not count:
        raise TrackerError(f"no dead letter begins with {' or '.join(keys)}")
    typer.echo(f"{counted(count, 'delivery', 'deliveries')} owed again")


def status(as_json: Json = False) -> None:  # noqa: FBT002
    """Is the service well? Fails for faults of the process, never because a source is down."""
    with closing(_database()) as database:
        polls, outbox = PollStore(database), Deliveries(database)
        pulses, states, owed = polls.pulses(), polls.states(), outbox.counts()
        pages = PageStore(database).counts()
        with database.reading() as session:
            rules = RuleRecord(session).state()
    now = service.utcnow()
    beat = pulses.get("clock")
    faults = []
    if beat is None:
        faults.append(
            "no service has run on this database: start `tracker run` (`run --once` is not watched)"
        )
    elif now - beat[0] > CLOCK_STALE:
        faults.append(f"the clock stands still since {beat[0]:%Y-%m-%d %H:%M:%S} UTC")
    failing = sorted(state.source for state in states.values() if state.failures)
    silent = sorted(state.source for state in states.values() if state.silent_since)
    document = {
        "ok": not faults,
        "faults": faults,
        "clock": beat and beat[0].isoformat(),
        "rules": rules
        and {
            "version": rules.version,
            "loaded": rules.loaded.isoformat(),
            "ok": not rules.faults,
            "faults": list(rules.faults),
        },
        "sources": {"polled": len(states), "failing": failing, "silent": silent},
        "pages": pages,
        "deliveries": owed,
    }
    if as_json:
        print_json(document)
    else:
        typer.echo("well" if not faults else "\n".join(faults))
        names = f": {', '.join(failing)}" if failing else ""
        typer.echo(f"sources: {len(states)} polled, {len(failing)} failing{names}")
        if silent:
            typer.echo(f"silent: {', '.join(silent)}")
        typer.echo(f"pages: {_counts(pages)}")
        typer.echo(f"deliveries: {_counts(owed)}")
        for line in _about(rules) if rules else ():
            typer.echo(line)
    raise typer.Exit(0 if not faults else 1)


def _counts(found: dict[str, int]) -> str:
    return ", ".join(f"{number} {state}" for state, number in found.items()) or "none"


def _about(rules: RuleState) -> Iterator[str]:
    """Which rules are active; a refused edit is a warning, as the last good ones still hold."""
    yield f"rules: {rules.version}, loaded {rules.loaded:%Y-%m-%d %H:%M:%S} UTC"
    if rules.faults:
        first, more = rules.faults[0], len(rules.faults) - 1
        further = f" (and {counted(more, 'further fault', 'further faults')})" if more else ""
        yield f"warning: what the files say now was refused: {visible(first, 300)}{further}"


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Times and severities as text."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat")
        else str(value) if name == "severity"
        else _plain(value) if isinstance(value, dict)
        else value
        for name, value in row.items()
    }  # fmt: skip
