"""The command line: one file per group of commands. Thin: parse arguments, call, print."""

from tracker.cli.main import main

__all__ = ["main"]
