"""The `tracker` command, and the one place that turns faults into a line and an exit code."""

import sys

import typer

from tracker.cli import explain, measure, operations, rules, service, sources
from tracker.cli.output import complain
from tracker.errors import ConfigError, TrackerError

app = typer.Typer(
    name="tracker",
    help="Watches sources for export-control and AI-regulation events; alerts once, with reasons.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for group in (service, rules, explain, sources, operations, measure):
    group.add_to(app)


def main() -> None:
    """Exit codes: 0 ok, 1 problems found, 2 usage or configuration. Never a traceback."""
    try:
        app()
    except ConfigError as error:
        complain(error)
        sys.exit(2)
    except TrackerError as error:
        complain(error)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # `tracker alerts list | head`
        sys.stderr.close()
        sys.exit(0)
