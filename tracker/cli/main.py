"""The `tracker` command, and the one place that turns faults into a line and an exit code."""

import io
import os
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from tracker.cli import (
    alerts,
    authoring,
    backtest,
    composing,
    explain,
    importing,
    measure,
    operations,
    pair,
    probing,
    routes,
    rules,
    service,
    silences,
    sources,
    stories,
    subscriptions,
)
from tracker.cli.output import complain
from tracker.errors import ConfigError, TrackerError

app = typer.Typer(
    name="tracker",
    help="Watches sources for export-control and AI-regulation events; alerts once, with reasons.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:  # noqa: FBT001  typer's form of a callback
    if wanted:
        typer.echo(f"tracker {version('regulatory-tracker')}")
        raise typer.Exit


@app.callback()
def options(
    shown: Annotated[  # noqa: FBT002  typer's form of a flag
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="say which it is"),
    ] = False,
) -> None:
    """Options that stand before a command."""
    del shown


GROUPS = (
    service,
    rules,
    authoring,
    composing,
    importing,
    backtest,
    routes,
    explain,
    sources,
    probing,
    subscriptions,
    operations,
    alerts,
    stories,
    silences,
    pair,
    measure,
)
for group in GROUPS:
    group.add_to(app)


def main() -> None:
    """Exit codes: 0 ok, 1 problems found, 2 usage or configuration. Never a traceback."""
    _open_streams()
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal may not know every script
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        _run()
    except ConfigError as error:
        complain(error)
        sys.exit(2)
    except TrackerError as error:
        complain(error)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # `tracker alerts list | head`
        _give_up_output()
        sys.exit(0)
    except OSError as error:  # `tracker alerts list > /dev/full`
        _give_up_output()
        complain(TrackerError(f"the output cannot be written: {error.strerror}"))
        sys.exit(1)


def _open_streams() -> None:
    """What the caller has closed is a dead end: else the next file we open would take its place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            opened = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115  until the end
            setattr(sys, name, opened)


def _run() -> None:
    """The command, and its output to the last byte: at exit it would be too late to tell."""
    output = sys.stdout
    try:
        app()
    except SystemExit as ended:
        if sys.stdout is not output:  # so typer has noticed, which would end with 1
            raise BrokenPipeError from ended
        raise
    finally:
        sys.stdout.flush()


def _give_up_output() -> None:
    """Nobody reads it: the interpreter must not try once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
