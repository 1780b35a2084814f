"""What commands print: JSON documents, faults with their place."""

import json
import sys
from collections.abc import Iterable
from typing import Any

import typer

from tracker.errors import ConfigError, Problem, TrackerError


def print_json(document: Any) -> None:
    """One JSON document on standard output and nothing else."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


def complain(error: TrackerError) -> None:
    """Say what is wrong on standard error."""
    for problem in error.problems if isinstance(error, ConfigError) else ():
        sys.stderr.write(described(problem) + "\n")
    sys.stderr.write(f"tracker: {error}\n")


def described(problem: Problem) -> str:
    """`file:line:column: code: message`, the hint, the line and a caret under the place."""
    lines = [str(problem)]
    if problem.hint:
        lines.append(f"    hint: {problem.hint}")
    if problem.snippet:
        gutter = f"{problem.line:>7} | "
        before = problem.snippet[: problem.column - 1]
        pad = "".join("\t" if c == "\t" else "  " if _wide(c) else " " for c in before)
        lines += [gutter + problem.snippet, " " * 8 + "| " + pad + "^"]
    return "\n".join(lines)


def _wide(char: str) -> bool:
    return "\u1100" <= char <= "\uffdc"


def print_problems(problems: Iterable[Problem], form: str) -> None:
    """All faults as text, JSON, or GitHub annotations."""
    if form == "json":
        print_json(
            {
                "problems": [
                    {
                        "file": p.file,
                        "line": p.line,
                        "column": p.column,
                        "level": p.level,
                        "code": p.code,
                        "message": p.message,
                        "hint": p.hint,
                    }
                    for p in problems
                ]
            }
        )
        return
    for problem in problems:
        typer.echo(_annotation(problem) if form == "github" else described(problem))


def _annotation(problem: Problem) -> str:
    # https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    text = f"{problem.code}: {problem.message} {problem.hint}".strip()
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    place = f"file={problem.file},line={problem.line},col={problem.column}"
    return f"::{problem.level} {place}::{text}"
