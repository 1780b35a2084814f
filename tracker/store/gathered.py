"""What was said in a chat and which lists are open; and putting alerts into one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select
from sqlmodel import and_, col, func, update

from tracker.core.gathering import DIGEST, Gather, Listing, Postpone, Said
from tracker.core.message import Card
from tracker.core.model import Severity
from tracker.core.normalise import digest
from tracker.core.owing import Form, Rank, State
from tracker.core.routing import Action
from tracker.store import queue
from tracker.store.debts import CARD
from tracker.store.tables import DeliveryRow


def said(connection: Connection, channel: str, since: datetime, watch: str | None) -> list[Said]:
    """Alerts that were said in a channel, alone or in a list; `watch`: only those of this one."""
    return [
        Said(key=key, watch=watch, severity=Severity(grade), at=at, group=group, part_of=part_of)
        for key, watch, grade, at, group, part_of in queue.said(connection, channel, since, watch)
    ]


def listings(connection: Connection, channel: str, since: datetime) -> list[Listing]:
    """Lists that wait, or were sent since; the oldest first."""
    rows = sorted(queue.listings(connection, channel, since), key=lambda row: row.created)
    sizes = _sizes(connection, [row.key for row in rows]) if rows else {}
    return [
        Listing(
            key=row.key,
            group=row.gathered_by,
            since=row.created,
            size=sizes.get(row.key, 0),
            sent=row.sent,
        )
        for row in rows
    ]


def _sizes(connection: Connection, keys: Sequence[str]) -> dict[str, int]:
    part_of = col(DeliveryRow.part_of)
    query = select(part_of, func.count()).where(part_of.in_(keys)).group_by(part_of)
    return dict(connection.execute(query).all())


def carry_out(
    connection: Connection, found: Gather | Postpone, channel: str, now: datetime
) -> None:
    """Put alerts where a step wants them."""
    these = update(DeliveryRow).where(col(DeliveryRow.key).in_(found.keys))
    if isinstance(found, Postpone):
        values = {"action": Action.digest, "not_before": found.until, "why": found.why}
        connection.execute(these.values(values))
        return
    into = _alive(connection, found.into) or _new_list(connection, found, channel, now)
    # What is in a digest was no message, and is no part of a burst.
    tried = None if found.group == DIGEST else now
    values = {"state": State.superseded, "part_of": into, "tried": tried, "why": found.why}
    connection.execute(these.values(values))
    grown = and_(col(DeliveryRow.key) == into, col(DeliveryRow.state) == State.sent)
    connection.execute(update(DeliveryRow).where(grown).values(edit_at=now))


def _alive(connection: Connection, key: str) -> str:
    """The key of what is not dead: who joins a dead letter is told to nobody."""
    query = select(col(DeliveryRow.key))
    mine = and_(col(DeliveryRow.key) == key, col(DeliveryRow.state) != State.dead)
    return connection.scalar(query.where(mine)) or ""


def let_go(connection: Connection, key: str, state: State, error: str = "") -> int:
    """What a message was to say when it is changed, and will not: said anew, or buried. How many.

    The message itself says no more from now on.
    """
    whole = connection.execute(
        select(col(DeliveryRow.edited), col(DeliveryRow.sent)).where(col(DeliveryRow.key) == key)
    ).one()
    since = whole.edited or whole.sent
    unsaid = and_(
        col(DeliveryRow.part_of) == key,
        col(DeliveryRow.state) == State.superseded,
        col(DeliveryRow.tried) > since,
    )
    values = {"state": state, "part_of": "", "error": error}
    count = connection.execute(update(DeliveryRow).where(unsaid).values(values)).rowcount
    mine = update(DeliveryRow).where(col(DeliveryRow.key) == key)
    connection.execute(mine.values(edit_at=None, gathered_by=""))
    return count


def _new_list(connection: Connection, found: Gather, channel: str, now: datetime) -> str:
    key = digest("list", channel, found.group, *found.keys)
    number = connection.scalar(select(func.max(DeliveryRow.number))) or 0
    these = col(DeliveryRow.key).in_(found.keys)
    severity = connection.scalar(select(func.max(DeliveryRow.severity)).where(these)) or 0
    row = DeliveryRow(
        key=key,
        number=number + 1,
        channel=channel,
        form=Form.listing,
        rank=Rank.critical if severity == Severity.critical else Rank.ordinary,
        severity=severity,
        title=f"{len(found.keys)} alerts: {found.why}",
        card=CARD.dump_json(Card(title=found.why)).decode(),
        gathered_by=found.group,
        created=now,
        not_before=found.at,
        action=Action.held if found.at > now else Action.now,  # a hurry does not end it
        why=found.why,
    )
    connection.execute(insert(DeliveryRow), row.model_dump())
    return key
