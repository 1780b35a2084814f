"""Cards, rules and articles of our own wording, for tests."""

from datetime import UTC, datetime
from typing import Any

from tracker.core.message import Card, Reason
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
