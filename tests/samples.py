"""Cards, rules and articles of our own wording, for tests."""

from datetime import UTC, date, datetime
from typing import Any

from tracker.core.message import Applies, Card, Reason, Row
from tracker.core.model import Evidence, Severity

NOW = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)


def alert_card(**changes: Any) -> Card:
    """An alert as the desk makes it; `severity` by name."""
    severity = Severity[changes.pop("severity", "high")]
    evidence = Evidence(term="entity list", field="body", start=28, end=39, text="Entity List")
    values: dict[str, Any] = {
        "title": "Commerce adds nine toolmakers",
        "severity": severity,
        "url": "https://gazette.example/rules/9",
        "publisher": "Gazette Desk",
        "tier": "official",
        "published": NOW,
        "reasons": (
            Reason(
                watch="export-controls/entity-list",
                name="Entity List changes",
                severity=severity,
                evidence=(evidence,),
            ),
        ),
        "entities": ("Nvidia",),
        "excerpt": "Nine firms were added to the Entity List on Monday.",
        "marks": ((29, 40),),
    }
    return Card(**(values | changes))


def notice_card() -> Card:
    """A line about the service itself."""
    return Card(title="Gazette Desk: first look.", summary="40 entries read, 7 match.")


def full_card(**changes: Any) -> Card:
    """An alert of which all is known that can be."""
    values: dict[str, Any] = {
        "applies": (
            Applies(what="in force", on=date(2026, 11, 24)),
            Applies(what="comments until", on=date(2026, 12, 12)),
        ),
        "change": "Amended: 7 -> 9",
        "also": ("Harbour Times", "The Wire", "Chip Weekly", "De Haven", "Le Fil"),
        "notes": ("🔕 muted by Ann until 29 Nov", "👎 not relevant: Bob"),
    }
    return alert_card(**(values | changes))


def update_card(**changes: Any) -> Card:
    """What stands under an alert that it changes."""
    return alert_card(**({"brief": True, "change": "Amended: nine -> twelve firms"} | changes))


def list_card(rows: int = 3, **changes: Any) -> Card:
    """A list of alerts in two sections, the first of which has all odd rows."""
    values: dict[str, Any] = {
        "title": f"{rows} alerts · Entity List changes",
        "severity": Severity.high,
        "summary": "Told together, as they came within ten minutes.",
        "rows": tuple(
            Row(
                title=f"Notice {number} & annex",
                severity=Severity.high if number == 1 else Severity.medium,
                url=f"https://gazette.example/rules/{number}",
                note="Gazette Desk ×2",
                section="Export controls" if number % 2 else "AI regulation",
            )
            for number in range(1, rows + 1)
        ),
        "footer": "📅 The next 14 days\n• 24 Nov: in force · Notice 1",
    }
    return Card(**(values | changes))
