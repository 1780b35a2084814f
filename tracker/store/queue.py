"""What a claim asks the tables, and writes into them.

Each statement is made once: to make one takes longer than what it does.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    bindparam,
    case,
    func,
    insert,
    literal,
    select,
    true,
    union_all,
)
from sqlmodel import and_, col, or_, update

from tracker.core.owing import ALERTS, Form, State
from tracker.core.routing import Action
from tracker.store.tables import AttemptRow, DeliveryRow, DestinationRow, LeaseRow, SilenceRow

BEGUN = "begun"
MOST_AT_ONCE = 500  # deliveries that one step looks at
MINUTE = timedelta(minutes=1)
EDIT_GAP = timedelta(minutes=1)  # a message is not changed more often
Found = Any  # a row: the columns that were asked for, by their names

NOW: BindParameter[datetime] = bindparam("now")
SINCE: BindParameter[datetime] = bindparam("since")
CHANNEL: BindParameter[str] = bindparam("its_channel")
KEY: BindParameter[str] = bindparam("its_key")
ADDRESS: BindParameter[str] = bindparam("its_address")


def one_of(column: Any, *values: str) -> ColumnElement[bool]:
    """As `in_`, which SQLAlchemy would write out anew at every use."""
    return col(column).in_([literal(value) for value in values])


IS_LOST = one_of(DeliveryRow.state, State.sending, State.unknown)
IS_SAID = one_of(DeliveryRow.state, State.sent, State.superseded, State.sending, State.unknown)
IS_ALERT = one_of(DeliveryRow.form, *ALERTS)
# Not with `=`: SQLite shall begin with the state, and not with all that the channel ever had.
IS_OF_CHANNEL = col(DeliveryRow.channel).in_([CHANNEL])


def may_go(*, hurried: bool) -> ColumnElement[bool]:
    """What may go out at `now`, a parameter of the statement."""
    not_before = col(DeliveryRow.not_before)
    due = or_(not_before.is_(None), not_before <= NOW)
    if hurried:
        due = or_(due, col(DeliveryRow.action) == Action.now)
    return and_(col(DeliveryRow.state) == State.pending, due)


# -- whether there is anything to do ----------------------------------------------------------


@cache
def _open(*, hurried: bool) -> Any:
    todo = or_(may_go(hurried=hurried), IS_LOST)
    return select(col(DeliveryRow.channel)).where(todo).distinct()


def waiting(connection: Connection, now: datetime, *, hurried: bool) -> set[str]:
    """Channels for which there is something to do."""
    found = set(connection.scalars(_open(hurried=hurried), {"now": now}))
    return found | {row.channel for row in edits(connection, now)}


# Few rows have `edit_at`, while most are sent: with the state beside it, SQLite would look at all
# of those.
_EDITS = (
    select(*map(col, (DeliveryRow.key, DeliveryRow.channel, DeliveryRow.state)))
    .where(
        col(DeliveryRow.edit_at) <= NOW,
        or_(col(DeliveryRow.edited).is_(None), col(DeliveryRow.edited) <= SINCE),
    )
    .order_by(col(DeliveryRow.edit_at))
)


def edits(connection: Connection, now: datetime) -> list[Found]:
    """Key and channel of what is to be written anew, the longest due first."""
    found = connection.execute(_EDITS, {"now": now, "since": now - EDIT_GAP})
    return [row for row in found if row.state == State.sent]


# -- the chat ---------------------------------------------------------------------------------

_RECENT = (
    select(col(AttemptRow.at).label("at"))
    .where(
        col(AttemptRow.address) == ADDRESS,
        col(AttemptRow.at) > SINCE,
        col(AttemptRow.outcome) == BEGUN,
    )
    .order_by(col(AttemptRow.at).desc())
    .limit(bindparam("most"))
    .subquery()
)
_PACE = select(
    func.min(_RECENT.c.at).label("first"),
    func.max(_RECENT.c.at).label("last"),
    func.count().label("count"),
).subquery()
_SILENCE = select(col(SilenceRow.id)).where(
    col(SilenceRow.since) <= NOW, col(SilenceRow.until) > NOW
)
_CHAT = (
    select(
        DestinationRow,
        _PACE,
        _SILENCE.exists().label("is_any_silence"),
        select(col(DeliveryRow.key)).where(IS_LOST).exists().label("is_any_lost"),
    )
    .join(_PACE, true())
    .where(col(DestinationRow.address) == ADDRESS)
    .with_for_update(of=DestinationRow)
)
_HOLD = (
    update(DestinationRow)
    .where(col(DestinationRow.address) == ADDRESS)
    .values(holder=bindparam("by"), held_until=bindparam("until"))
)


def chat(connection: Connection, address: str, now: datetime, most: int) -> Found:
    """The state of a chat, which nobody else may claim before this transaction has ended.

    `first`, `last`, `count`: of the last requests to it in a minute, so many at most.
    """
    given = {"its_address": address, "now": now, "since": now - MINUTE, "most": most}
    found = connection.execute(_CHAT, given).first()
    if found is None:
        row = DestinationRow(address=address)
        connection.execute(insert(DestinationRow), row.model_dump())
        found = connection.execute(_CHAT, given).one()
    return found


def hold(connection: Connection, address: str, holder: str, until: datetime | None) -> None:
    """Nobody else writes to the chat until then; with "" as its holder it is free."""
    given = {"its_address": address, "by": holder, "until": until}
    connection.execute(_HOLD, given)


# -- what is owed to it -----------------------------------------------------------------------

_LOST = (
    select(*map(col, (DeliveryRow.key, DeliveryRow.channel)))
    .where(IS_LOST)
    .order_by(col(DeliveryRow.tried))
)


def lost(connection: Connection, channels: Collection[str]) -> str | None:
    """What was on its way when its sender died, or its answer was lost; the oldest of that."""
    found = connection.execute(_LOST).all()
    return next((row.key for row in found if row.channel in channels), None)


LIGHT = (
    DeliveryRow.key,
    DeliveryRow.number,
    DeliveryRow.channel,
    DeliveryRow.form,
    DeliveryRow.rank,
    DeliveryRow.watch,
    DeliveryRow.severity,
    DeliveryRow.action,
    DeliveryRow.gathered_by,
    DeliveryRow.cooldown,
)


@cache
def _due(*, hurried: bool) -> Any:
    since = func.coalesce(col(DeliveryRow.not_before), col(DeliveryRow.created)).label("due")
    return (
        select(*map(col, LIGHT), since)
        .where(IS_OF_CHANNEL, may_go(hurried=hurried))
        .order_by(col(DeliveryRow.rank), col(DeliveryRow.number))
        .limit(MOST_AT_ONCE)
    )


def due(
    connection: Connection, channels: Collection[str], now: datetime, *, hurried: bool
) -> list[Found]:
    """What may go out, in its order: the columns that a step depends on, and since when it may."""
    query = _due(hurried=hurried)
    found: list[Found] = []
    for channel in channels:
        found += connection.execute(query, {"its_channel": channel, "now": now}).all()
    return sorted(found, key=lambda row: (row.rank, row.number)) if len(channels) > 1 else found


_ONE = select(DeliveryRow).where(col(DeliveryRow.key) == KEY)


def one(connection: Connection, key: str) -> Found:
    """All of a delivery."""
    return connection.execute(_ONE, {"its_key": key}).one()


# -- what was said there ----------------------------------------------------------------------

_SAID = select(
    *map(
        col,
        (
            DeliveryRow.key,
            DeliveryRow.watch,
            DeliveryRow.severity,
            DeliveryRow.tried,
            DeliveryRow.gathered_by,
            DeliveryRow.part_of,
        ),
    )
).where(col(DeliveryRow.channel) == CHANNEL, col(DeliveryRow.tried) > SINCE, IS_ALERT, IS_SAID)
_SAID_OF = _SAID.where(col(DeliveryRow.watch) == bindparam("its_watch"))


def said(
    connection: Connection, channel: str, since: datetime, watch: str | None
) -> Sequence[Found]:
    """Alerts that were said in a channel, alone or in a list; `watch`: only those of this one."""
    given = {"its_channel": channel, "since": since}
    if watch is None:
        return connection.execute(_SAID, given).all()
    return connection.execute(_SAID_OF, given | {"its_watch": watch}).all()


_LISTING = select(
    *map(col, (DeliveryRow.key, DeliveryRow.gathered_by, DeliveryRow.created, DeliveryRow.sent))
).where(col(DeliveryRow.form) == Form.listing)
_LISTINGS = union_all(
    _LISTING.where(IS_OF_CHANNEL, col(DeliveryRow.state) == State.pending),
    _LISTING.where(
        col(DeliveryRow.channel) == CHANNEL,
        col(DeliveryRow.tried) > SINCE,
        col(DeliveryRow.state) == State.sent,
    ),
)


def listings(connection: Connection, channel: str, since: datetime) -> Sequence[Found]:
    """Lists that wait, or were sent since."""
    return connection.execute(_LISTINGS, {"its_channel": channel, "since": since}).all()


# -- what is written down ---------------------------------------------------------------------

_NEWEST = select(col(LeaseRow.cursor)).where(col(LeaseRow.name) == bindparam("ids"))
_FLOOR = case(
    (bindparam("its_space") == "", None), else_=func.coalesce(_NEWEST.scalar_subquery(), 0)
)
_SENDING = (
    update(DeliveryRow)
    .where(col(DeliveryRow.key) == KEY)
    .values(
        state=State.sending,
        tried=NOW,
        address=ADDRESS,
        space=bindparam("its_space"),
        floor=_FLOOR,
    )
)
_SENT = (
    update(DeliveryRow)
    .where(col(DeliveryRow.key) == KEY)
    .values(state=State.sent, remote_id=bindparam("its_id"), error="", sent=NOW)
    .returning(col(DeliveryRow.space))
)
_ATTEMPT = insert(AttemptRow)
_SEEN = (
    update(LeaseRow)
    .where(col(LeaseRow.name) == bindparam("ids"), col(LeaseRow.cursor) < bindparam("newest"))
    .values(cursor=bindparam("newest"))
)


def sending(connection: Connection, key: str, now: datetime, address: str, space: str) -> None:
    """It is on its way, from now on."""
    given = {
        "its_key": key,
        "now": now,
        "its_address": address,
        "its_space": space,
        "ids": f"ids {space}",
    }
    connection.execute(_SENDING, given)


def sent(connection: Connection, key: str, now: datetime, remote_id: str) -> str:
    """It is there; in which space."""
    given = {"its_key": key, "now": now, "its_id": remote_id}
    return str(connection.execute(_SENT, given).scalar_one())


def attempt(connection: Connection, **values: Any) -> None:
    """A line of the log; `values`: the columns that have no default."""
    connection.execute(_ATTEMPT, {"said": "", "seconds": 0.0} | values)


def seen(connection: Connection, space: str, message_id: int) -> None:
    """Remember the newest id of a space."""
    given = {"ids": f"ids {space}"}
    changed = connection.execute(_SEEN, given | {"newest": message_id}).rowcount
    if not changed and connection.scalar(_NEWEST, given) is None:
        row = LeaseRow(name=given["ids"], cursor=message_id)
        connection.execute(insert(LeaseRow), row.model_dump())
