"""What commands print: JSON documents, faults with their place."""

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any
from unicodedata import east_asian_width

import typer

from tracker.errors import ConfigError, Problem, TrackerError

MOST = 1_000_000  # rows that one command lists


def print_json(document: Any) -> None:
    """One JSON document on standard output and nothing else."""
    is_unicode = "utf" in (sys.stdout.encoding or "").lower()
    typer.echo(json.dumps(document, ensure_ascii=not is_unicode, indent=2))


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
        snippet = "".join(c if c.isprintable() or c == "\t" else "·" for c in problem.snippet)
        before = snippet[: problem.column - 1]
        pad = "".join("\t" if c == "\t" else "  " if _wide(c) else " " for c in before)
        lines += [gutter + snippet, " " * 8 + "| " + pad + "^"]
    return "\n".join(lines)


def counted(number: int, one: str, many: str) -> str:
    """`1 watch`, `2 watches`."""
    return f"{number} {one if number == 1 else many}"


def _wide(char: str) -> bool:
    return east_asian_width(char) in "WF"


def print_problems(
    problems: Iterable[Problem], form: str, facts: Mapping[str, Any] | None = None
) -> None:
    """All faults as text, JSON (with further `facts`), or GitHub annotations."""
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
                ],
                **(facts or {}),
            }
        )
        return
    for problem in problems:
        typer.echo(_annotation(problem) if form == "github" else described(problem))


def _annotation(problem: Problem) -> str:
    # https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    hint = f" ({problem.hint})" if problem.hint else ""
    text = f"{problem.code}: {problem.message}{hint}"
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    file = problem.file.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    place = f",line={problem.line},col={problem.column}" if problem.line else ""
    return f"::{problem.level} file={file}{place}::{text}"
