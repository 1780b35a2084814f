"""Pairs of articles, and what should become of the second when the first is stored."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tracker.core.model import Telling
from tracker.core.rules import Rulebook
from tracker.errors import ConfigError
from tracker.quality.dedup.judge import Told, judge
from tracker.quality.labelled import numbered

LONGEST = 24 * 366 * 20  # hours
FIRST = datetime(2026, 1, 5, 9, tzinfo=UTC)  # when `a` is stored; the day does not matter


def cases(path: Path, rules: Rulebook) -> dict[str, Any]:
    """How many of the rows in `path` are decided as they say. Raises ConfigError with the line."""
    wrong = []
    n = 0
    for line, row in numbered(path):
        if fault := _fault(row):
            raise ConfigError(f"{path}:{line}: {fault}")
        n += 1
        told = _told(row, rules)
        got = _action(told)
        if got != row["action"]:
            wrong.append(
                {
                    "id": row["id"],
                    "kind": row.get("kind", ""),
                    "expected": row["action"],
                    "got": got,
                    "relation": told.relation,
                    "reason": told.reason,
                }
            )
    correct = n - len(wrong)
    accuracy = round(correct / n, 4) if n else 0.0
    return {"n": n, "correct": correct, "accuracy": accuracy, "wrong": wrong}


def _told(row: Mapping[str, Any], rules: Rulebook) -> Told:
    with judge(rules) as desk:
        desk.give(row["a"], FIRST)
        return desk.give(row["b"], FIRST + timedelta(hours=row["gap_hours"]))


def _action(told: Told) -> str:
    """What was done: what the relation asks for is not enough if the alert is missing."""
    is_told = Telling(told.telling).is_told
    if is_told is not bool(told.alerts):
        return f"{told.telling}, with {told.alerts} alerts"
    return told.telling


def _fault(row: Mapping[str, Any]) -> str:
    if not isinstance(row.get("id"), str) or row.get("action") not in list(Telling):
        return f"a case needs an id and an action, one of {', '.join(Telling)}"
    gap = row.get("gap_hours")
    if isinstance(gap, bool) or not isinstance(gap, int | float) or not 0 <= gap <= LONGEST:
        return f"gap_hours is a number of hours from 0 to {LONGEST}"
    for name in ("a", "b"):
        article = row.get(name)
        if not isinstance(article, dict) or not all(
            isinstance(article.get(key), str) for key in ("source", "url", "title", "text")
        ):
            return f"{name} is an article with the texts source, url, title and text"
        if not article["source"].strip():
            return f"{name} is an article of a source, which has a name"
    return ""
