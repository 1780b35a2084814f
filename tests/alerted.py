"""Alerts, and the messages that were owed for them, as rows of a real database."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlmodel import Session, SQLModel

from tests.inbox.world import empty_database
from tests.samples import NOW
from tracker.core.message import Card, Reason
from tracker.core.model import Severity
from tracker.core.normalise import digest
from tracker.store import Database
from tracker.store.debts import CARD
from tracker.store.tables import (
    AlertRow,
    ArticleRow,
    AttemptRow,
    DecisionRow,
    DeliveryRow,
    StoryRow,
)

SECOND = timedelta(seconds=1)
NUMBERS = count(1)


@contextmanager
def database(folder: Path) -> Iterator[Database]:
    """An empty database in `folder`."""
    file = folder / "tracker.db"
    file.write_bytes(empty_database())
    with closing(Database(f"sqlite:///{file}")) as opened:
        yield opened


class Rows:
    """Writes rows in one transaction; `add` in the order in which they refer to each other."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def _add(self, row: SQLModel) -> None:
        self._session.add(row)
        self._session.flush()

    def story(self, key: str, title: str = "A title", at: datetime = NOW) -> str:
        self._add(StoryRow(key=key, title=title, started=at, touched=at))
        return key

    def article(self, name: str, story: str, **changes: Any) -> str:
        """An article; its key."""
        values: dict[str, Any] = {
            "key": digest("article", name),
            "content_hash": "h",
            "source": "gazette",
            "entry_id": name,
            "publisher": "Gazette Desk",
            "tier": "official",
            "url": f"https://gazette.example/{name}",
            "canonical_url": f"https://gazette.example/{name}",
            "title": name,
            "title_key": name,
            "summary": "",
            "body": "",
            "language": "en",
            "topics": [],
            "authors": [],
            "published": NOW - timedelta(hours=2),
            "seen": NOW,
            "story": story,
            "number": next(NUMBERS),
            "relation": "different",
            "telling": "alert_new",
        }
        row = ArticleRow(**(values | changes))
        self._add(row)
        return row.key

    def alert(
        self, article: str, story: str, watch: str, at: datetime = NOW, **changes: Any
    ) -> str:
        """An alert and its decision; its key."""
        reason = changes.pop("reason", "nothing like it was told before")
        key = digest("alert", watch, story, at.isoformat())
        values: dict[str, Any] = {
            "key": key,
            "watch": watch,
            "story": story,
            "article": article,
            "severity": int(Severity.high),
            "score": 2.5,
            "evidence": [],
            "at": at,
        }
        self._add(AlertRow(**(values | changes)))
        self._add(
            DecisionRow(
                key=digest("decision", article, watch, at.isoformat()),
                article=article,
                watch=watch,
                told=True,
                reason=reason,
                at=at,
            )
        )
        return key

    def delivery(
        self, article: str, watches: Sequence[str], channel: str = "desk", **changes: Any
    ) -> str:
        """A message that tells `watches` of an article; its key."""
        created = changes.get("created", NOW)
        values: dict[str, Any] = {
            "key": digest("delivery", channel, article, *watches, created.isoformat()),
            "number": next(NUMBERS),
            "channel": channel,
            "form": "alert",
            "state": "sent",
            "title": "A title",
            "card": CARD.dump_json(card(watches)).decode(),
            "article": article,
            "address": f"chat of {channel}",
            "created": created,
            "sent": created + SECOND,
            "why": "no route takes it: at once",
        }
        row = DeliveryRow(**(values | changes))
        self._add(row)
        return row.key

    def attempt(self, delivery: str, outcome: str = "sent", **changes: Any) -> None:
        """A request to a chat for a message."""
        values: dict[str, Any] = {
            "delivery": delivery,
            "address": "chat of desk",
            "act": "send",
            "at": NOW + SECOND,
            "outcome": outcome,
            "seconds": 0.25,
        }
        self._add(AttemptRow(**(values | changes)))


@contextmanager
def rows(opened: Database) -> Iterator[Rows]:
    """Rows, written when the block ends."""
    with opened.writing() as session:
        yield Rows(session)


def card(watches: Sequence[str]) -> Card:
    """The card of an alert of these watches."""
    reasons = [
        Reason(watch=watch, name=watch, severity=Severity.high, evidence=()) for watch in watches
    ]
    return Card(title="A title", severity=Severity.high, reasons=tuple(reasons))
