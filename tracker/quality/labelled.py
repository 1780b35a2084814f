"""Signal quality on labelled data: what would alert, what should have."""

import gzip
import json
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tracker.core import match, normalise
from tracker.core.model import Entry, Match, Origin
from tracker.core.rules import Rulebook
from tracker.errors import ConfigError

ORIGIN = Origin(id="eval", name="eval")
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # no rule may depend on when a row was read


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Rows with a title, perhaps summary, lang and labels. Raises ConfigError naming the line."""
    for number, row in numbered(path):
        if fault := _fault(row):
            raise ConfigError(f"{path}:{number}: {fault}")
        yield row


def numbered(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """JSON objects, one a line, with the number of the line; `.gz` is unpacked.

    Raises ConfigError naming the line.
    """
    number = 0
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8") as lines
        ):
            for number, line in enumerate(lines, 1):
                if line.strip():
                    row = json.loads(line)
                    if not isinstance(row, dict):
                        raise ConfigError(f"{path}:{number}: a row is an object")
                    yield number, row
    except json.JSONDecodeError as error:
        raise ConfigError(f"{path}:{number}: not JSON: {error.msg}") from error
    except RecursionError as error:
        raise ConfigError(f"{path}:{number}: this is nested too deeply") from error
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error


def _fault(row: Any) -> str:
    if not isinstance(row.get("title"), str):
        return "a row needs a title"
    if not all(isinstance(row.get(name) or "", str) for name in ("summary", "lang")):
        return "summary and lang are texts"
    labels = row.get("labels") or []
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        return "labels are a list of texts"
    return ""


def fires(row: dict[str, Any], rules: Rulebook) -> tuple[Match, ...]:
    """The watches that fire for a row with `title` and perhaps `summary`, `lang`."""
    entry = Entry(
        id=str(row.get("id", row["title"])),
        title=row["title"],
        summary=row.get("summary") or "",
        language=row.get("lang") or "",
    )
    found = match.find(normalise.article(entry, ORIGIN, EPOCH), rules).matches
    return tuple(fired for fired in found if not fired.draft)


def relevance(path: Path, rules: Rulebook) -> dict[str, Any]:
    """Precision and recall; borderline rows are left out. A row with labels should alert."""
    counts: Counter[str] = Counter()
    labels: dict[str, Counter[str]] = {}
    errors = []
    for row in rows(path):
        if row.get("borderline"):
            continue
        expected = set(row.get("labels") or ())
        matches = fires(row, rules)
        outcome = ("t" if bool(matches) == bool(expected) else "f") + ("p" if matches else "n")
        counts[outcome] += 1
        tags = {tag for found in matches for tag in found.tags}
        for label in expected | tags:
            kind = "tp" if label in expected & tags else "fn" if label in expected else "fp"
            labels.setdefault(label, Counter())[kind] += 1
        if outcome[0] == "f":
            errors.append(
                {
                    "id": row.get("id"),
                    "title": row["title"],
                    "expected": sorted(expected),
                    "got": [found.watch for found in matches],
                }
            )
    by_label = {
        label: dict(zip(("precision", "recall"), _ratios(found)[:2], strict=True))
        for label, found in sorted(labels.items())
        if found["tp"] + found["fn"]
    }
    precision, recall, f1 = _ratios(counts)
    return {
        "n": counts.total(),
        **{name: counts[name] for name in ("tp", "fp", "fn", "tn")},
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "by_label": by_label,
        "errors": errors,
    }


def _ratios(found: Counter[str]) -> tuple[float, float, float]:
    right = found["tp"]
    precision = right / (right + found["fp"]) if right + found["fp"] else 0.0
    recall = right / (right + found["fn"]) if right + found["fn"] else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return round(precision, 4), round(recall, 4), round(f1, 4)


def noise(path: Path, rules: Rulebook) -> dict[str, Any]:
    """How many of ordinary items alert. `seconds`: wall time of reading the rows and matching."""
    started = time.perf_counter()
    items = alerted = 0
    by_watch: Counter[str] = Counter()
    for row in rows(path):
        items += 1
        matches = fires(row, rules)
        alerted += bool(matches)
        by_watch.update(found.watch for found in matches)
    seconds = time.perf_counter() - started
    return {
        "items": items,
        "alerted": alerted,
        "rate": round(alerted / items, 5) if items else 0.0,
        "seconds": round(seconds, 3),
        "per_second": round(items / seconds, 1),
        "by_watch": dict(by_watch.most_common()),
    }
