"""The thinking, held to what it promises: one file per module of `tracker.core`."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tracker.core.model import Article, Entry, Evidence, Match, Origin, Severity
from tracker.core.normalise import article as normalised

NOW = datetime(2026, 6, 25, 10, 0, tzinfo=UTC)


def an_article(title: str = "A title", **given: Any) -> Article:
    """An article; whatever matters to a test is given by name."""
    origin: Mapping[str, Any] = {
        "id": given.pop("source", "wire"),
        "name": given.pop("publisher", "The Wire"),
        "tier": given.pop("tier", "wire"),
        "tags": frozenset(given.pop("tags", ())),
        "jurisdictions": frozenset(given.pop("jurisdictions", ())),
        "max_age": given.pop("max_age", None),
    }
    seen = NOW + timedelta(hours=given.pop("hours", 0))
    entry: dict[str, Any] = {"id": given.pop("id", title), "title": title, **given}
    return normalised(Entry(**entry), Origin(**origin), seen)


def a_match(watch: str = "chips/sales", **given: Any) -> Match:
    """A match of a watch; whatever matters to a test is given by name."""
    facts: dict[str, Any] = {
        "name": "Chip sales",
        "severity": Severity.medium,
        "score": 1.0,
        "tags": (),
        "notify": (),
        "evidence": (),
    }
    return Match(watch=watch, **(facts | given))


def evidence(field: str, text: str, of: str, *, term: str = "") -> Evidence:
    """The first place of `text` in `of`, the text of `field`."""
    start = of.index(text)
    return Evidence(term=term or text, field=field, start=start, end=start + len(text), text=text)
