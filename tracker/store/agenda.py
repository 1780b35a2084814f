"""What comes due by the clock: digests, escalations, silences that end."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, func, select, update

from tracker.core.duration import spelt
from tracker.core.gathering import DIGEST
from tracker.core.message import Card
from tracker.core.owing import State
from tracker.store.database import Database
from tracker.store.debts import CARD, About, Debts
from tracker.store.silences import Silences
from tracker.store.tables import DeliveryRow


class Agenda:
    """Owes what the time asks for. Each method may be called as often as one likes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def owe_digests(self, times: Mapping[str, datetime], now: datetime) -> None:
        """For each channel its next digest, which then collects whatever is there at its time.

        One that no rule asks for any more is not sent. `times`: of the next digest, by channel.
        """
        with self._database.reading() as session:
            query = select(DeliveryRow).where(
                col(DeliveryRow.state) == State.pending,
                col(DeliveryRow.gathered_by) == DIGEST,
                col(DeliveryRow.not_before) > now,
            )
            ahead = {(row.channel, row.not_before): row.key for row in session.exec(query)}
        stale = [key for each, key in ahead.items() if each not in times.items()]
        missing = [(channel, at) for channel, at in times.items() if (channel, at) not in ahead]
        if not stale and not missing:
            return
        with self._database.writing() as session:
            for channel, at in missing:
                Debts(session).digest(channel, at, now)
            old = update(DeliveryRow).where(col(DeliveryRow.key).in_(stale))
            why = "the rules have other times for digests now"
            session.exec(old.values(state=State.superseded, why=why))

    def escalate(self, now: datetime) -> None:
        """Tell others of what nobody has acknowledged in time, whether it could be sent or not."""
        with self._database.reading() as session:
            query = select(DeliveryRow.key).where(col(DeliveryRow.escalate_at) <= now)
            keys = session.exec(query).all()
        for key in keys:
            with self._database.writing() as session:
                _escalate(session, session.get_one(DeliveryRow, key), now)

    def end_silences(self, now: datetime) -> None:
        """Say once that a silence has ended, and what was not told meanwhile."""
        silences = Silences(self._database)
        for silence in silences.over(now):
            with self._database.writing() as session:
                held = col(DeliveryRow.why).endswith(f"silence {silence.id}")
                query = (
                    select(DeliveryRow.channel, func.count())
                    .where(col(DeliveryRow.state) == State.suppressed, held)
                    .group_by(DeliveryRow.channel)
                )
                for channel, count in session.exec(query).all():
                    card = Card(
                        title=f"The silence of {silence.subject} has ended.",
                        summary=f"{count} alert{'s' * (count != 1)} of it "
                        f"{'were' if count != 1 else 'was'} not sent here; /latest shows them.",
                    )
                    Debts(session).owe(card, [channel], f"silence over {silence.id}", now)
            silences.told(silence.id)


def _escalate(session: Session, row: DeliveryRow, now: datetime) -> None:
    after = spelt(row.escalate_at - (row.not_before or row.created)) if row.escalate_at else ""
    row.escalate_at = None
    session.add(row)
    if row.seen_by or row.state == State.suppressed:
        return
    card = CARD.validate_json(row.card)
    note = f"⏫ not acknowledged in {row.channel} within {after}"
    escalated = replace(card, notes=(*card.notes, note))
    about = About(story=row.story, article=row.article, source=row.source)
    Debts(session).owe(escalated, row.escalate_to, f"escalation {row.key}", now, about=about)
