"""What comes due by the clock: digests, escalations, silences that end."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, func, select, update

from tracker.core.gathering import DIGEST
from tracker.core.message import Card
from tracker.core.owing import ALERTS, State
from tracker.core.routing import Action
from tracker.store.cards import shown
from tracker.store.database import Database
from tracker.store.debts import About, Debts
from tracker.store.silences import Silences
from tracker.store.tables import DeliveryRow


class Agenda:
    """Owes what the time asks for. Each method may be called as often as one likes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def owe_digests(self, times: Mapping[str, datetime], now: datetime) -> None:
        """For each channel its next digest, which then collects whatever is there at its time.

        One that no rule asks for any more is not sent, nor one that comes due while the one before
        it still waits for its chat. `times`: of the next digest, by channel.
        """
        with self._database.reading() as session:
            query = (
                select(DeliveryRow)
                .where(
                    col(DeliveryRow.gathered_by) == DIGEST,
                    col(DeliveryRow.action) == Action.digest,
                    col(DeliveryRow.state).in_([State.pending, State.sending, State.unknown]),
                )
                .order_by(col(DeliveryRow.not_before))
            )
            ahead: dict[tuple[str, datetime], str] = {}
            behind: dict[str, list[str]] = defaultdict(list)
            for row in session.exec(query):
                if row.not_before is not None and row.not_before > now:
                    ahead[row.channel, row.not_before] = row.key
                else:
                    behind[row.channel].append(row.key)
        stale = {key: each for each, key in ahead.items() if each not in times.items()}
        missing = [(channel, at) for channel, at in times.items() if (channel, at) not in ahead]
        late = [keys for keys in behind.values() if len(keys) > 1]
        if not stale and not missing and not late:
            return
        with self._database.writing() as session:
            for channel, at in missing:
                Debts(session).digest(channel, at, now)
            for key, (channel, at) in stale.items():
                _drop(session, key, channel, at, times.get(channel))
            for first, *others in late:
                _merge(session, first, others)

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
                    .where(
                        col(DeliveryRow.state) == State.suppressed,
                        col(DeliveryRow.form).in_(ALERTS),
                        held,
                    )
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


def _drop(
    session: Session, key: str, channel: str, at: datetime, following: datetime | None
) -> None:
    """A digest that is not sent; what it says or would have said is in the `following` one."""
    why = "the rules have other times for digests now"
    row = update(DeliveryRow).where(col(DeliveryRow.key) == key)
    session.exec(row.values(state=State.superseded, why=why))
    inside = update(DeliveryRow).where(col(DeliveryRow.part_of) == key)
    values = {"state": State.pending, "part_of": "", "action": Action.digest}
    session.exec(inside.values(values | ({"not_before": following} if following else {})))
    waiting = update(DeliveryRow).where(
        col(DeliveryRow.channel) == channel,
        col(DeliveryRow.state) == State.pending,
        col(DeliveryRow.form).in_(ALERTS),
        col(DeliveryRow.action) == Action.digest,
        col(DeliveryRow.not_before) == at,
    )
    if following is not None:
        session.exec(waiting.values(not_before=following))


def _merge(session: Session, first: str, others: Sequence[str]) -> None:
    """Digests without anything in them are not sent beside one that is late."""
    part_of = col(DeliveryRow.part_of)
    filled = set(session.exec(select(part_of).where(part_of.in_(others))))
    empty = [key for key in others if key not in filled]
    why = "the digest before it could not be sent in time, and says what is in this one"
    rows = update(DeliveryRow).where(
        col(DeliveryRow.key).in_(empty), col(DeliveryRow.state) == State.pending
    )
    session.exec(rows.values(state=State.superseded, part_of=first, why=why))


def _escalate(session: Session, row: DeliveryRow, now: datetime) -> None:
    row.escalate_at = None
    session.add(row)
    if row.seen_by or row.state == State.suppressed:
        return
    card = shown(row.card, row.title)
    note = f"⏫ nobody has acknowledged it in {row.channel}"
    escalated = replace(card, notes=(*card.notes, note))
    about = About(story=row.story, article=row.article, source=row.source)
    Debts(session).owe(escalated, row.escalate_to, f"escalation {row.key}", now, about=about)
