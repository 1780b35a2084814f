"""Alerts as rows: labelled examples for `tracker eval`, and a table for auditors."""

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import typer

from tracker.cli.output import counted
from tracker.core.text import squeeze
from tracker.store import AlertBook, AlertFile, Database, Delivered, Example, FeedbackStore, Opinion

Row = dict[str, Any]
# Columns of the table -> what they are called in an alert, and in a message.
ALERT = {
    "alert": "key",
    "watch": "watch",
    "severity": "severity",
    "score": "score",
    "title": "title",
    "publisher": "publisher",
    "url": "url",
    "published": "published",
    "story": "story",
    "matched": "at",
}
MESSAGE = {
    "message": "key",
    "channel": "channel",
    "address": "address",
    "state": "state",
    "owed": "created",
    "sent": "sent",
    "why": "why",
    "error": "error",
    "requests": "requests",
    "acknowledged_by": "seen_by",
    "acknowledged": "seen_at",
}
COLUMNS = (*ALERT, "reason", *MESSAGE, "feedback")
# What a spreadsheet takes for the beginning of a formula, full-width forms included; where it
# splits at semicolons, also behind one. https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = re.compile(r'(^|;)(?=[\s"]*[=+\-@＝＋－＠])')


def examples(
    database: Database,
    since: datetime | None,
    tags: Mapping[str, tuple[str, ...]],
    *,
    judged: bool = False,
) -> Iterator[Row]:
    """Rows as `tracker eval relevance` reads them. `tags`: watch -> its tags, the labels."""
    for example in FeedbackStore(database).examples(since, only_judged=judged):
        yield _example(example, tags)


def audit(database: Database, since: datetime | None, *, judged: bool = False) -> Iterator[Row]:
    """A row for each alert and message; for an alert without a message, one for the alert."""
    with database.reading() as session:
        for file in AlertBook(session).files(since):
            if not judged or any(delivered.feedback for delivered in file.deliveries):
                for delivered in file.deliveries or (None,):
                    yield _audited(file, delivered)


def print_lines(rows: Iterable[Row]) -> None:
    """A JSON object a line."""
    is_unicode = "utf" in (sys.stdout.encoding or "").lower()
    for row in rows:
        typer.echo(json.dumps(row, ensure_ascii=not is_unicode))


def print_table(rows: Iterable[Row]) -> None:
    """Comma-separated, with a heading, in which no cell is a formula."""
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in rows:
        table.writerow([cell(row[name]) for name in COLUMNS])


def cell(value: object) -> str:
    """One line, that no spreadsheet takes for a formula."""
    return FORMULA.sub(r"\1'", squeeze(str(value))) if value is not None else ""


def _example(example: Example, tags: Mapping[str, tuple[str, ...]]) -> Row:
    """A row without labels must stay silent; a watch without tags is a label itself."""
    labels = {label for watch in example.watches for label in tags.get(watch) or (watch,)}
    is_relevant = example.verdict is Opinion.relevant
    people = counted(example.said_by, "person", "people")
    return {
        "id": example.article,
        "title": example.title,
        "summary": example.text,
        "lang": example.language,
        "url": example.url,
        "published": example.published.isoformat() if example.published else "",
        "origin": example.publisher,
        "labels": sorted(labels) if is_relevant else [],
        "borderline": False,
        "note": f"judged by {people}" if example.said_by else "nobody has said anything of it",
        "source": example.source,
        "watches": list(example.watches),
        "verdict": str(example.verdict),
        "alerted": example.alerted.isoformat(),
    }


def _audited(file: AlertFile, delivered: Delivered | None) -> Row:
    row = {name: getattr(file.alert, field) for name, field in ALERT.items()}
    row |= {"reason": file.reason, **dict.fromkeys((*MESSAGE, "feedback"))}
    if delivered is not None:
        row |= {name: getattr(delivered, field) for name, field in MESSAGE.items()}
        said = (f"{each.author}: {each.verdict}" for each in delivered.feedback)
        row["feedback"] = ", ".join(said)
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in row.items()
    } | {"severity": str(file.alert.severity)}
