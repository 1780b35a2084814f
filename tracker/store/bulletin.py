"""What a digest says beside its alerts, and notices to operators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from tracker.core.letters import Health
from tracker.core.message import Applies, Card
from tracker.core.owing import ALERTS
from tracker.store.cards import shown
from tracker.store.database import Database
from tracker.store.debts import Debts
from tracker.store.tables import DeliveryRow, DestinationRow, SourceRow

LOOKED_BACK = timedelta(days=60)  # for days to come that alerts have named
COUNTED = 500  # alerts


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """How the sources stand, and days to come: title, and what applies when."""

    health: Health
    coming: tuple[tuple[str, Applies], ...]


class Bulletin:
    """Reads what the service knows of itself; owes lines about it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def facts(self, channel: str, now: datetime) -> Facts:
        """For a digest of `channel`."""
        with self._database.reading() as session:
            sources = session.exec(
                select(SourceRow).where(col(SourceRow.polled).is_not(None))
            ).all()
            query = (
                select(DeliveryRow.card, DeliveryRow.title)
                .where(
                    col(DeliveryRow.channel) == channel,
                    col(DeliveryRow.form).in_(ALERTS),
                    col(DeliveryRow.created) > now - LOOKED_BACK,
                    col(DeliveryRow.card).contains('"what":'),
                )
                .order_by(col(DeliveryRow.number).desc())
                .limit(COUNTED)
            )
            cards = [shown(card, title) for card, title in session.exec(query)]
        return Facts(
            health=Health(
                sources=len(sources),
                well=sum(source.failing_since is None for source in sources),
                silent=tuple(source.id for source in sources if source.silent_since),
            ),
            coming=tuple((card.title, day) for card in cards for day in card.applies),
        )

    def closed(self) -> set[str]:
        """Addresses of chats that do not let us in."""
        with self._database.reading() as session:
            query = select(DestinationRow.address).where(col(DestinationRow.closed) != "")
            return set(session.exec(query))

    def tell(self, card: Card, channels: Sequence[str], what: str, now: datetime) -> None:
        """Owe a notice; `what` says what it is, so that it is told once."""
        with self._database.writing() as session:
            Debts(session).owe(card, channels, what, now)
