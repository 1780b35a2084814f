"""What a claim asks the tables, and writes into them: by statements that are ready."""

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
from tracker.store.prepared import Prepared
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
# SQLite shall begin with the state, and not with all that the channel ever had: it has no index
# of this, and would otherwise choose between two by chance.
IS_OF_CHANNEL = func.coalesce(col(DeliveryRow.channel), "") == CHANNEL


def may_go(*, hurried: bool) -> ColumnElement[bool]:
    """What may go out at `now`, a parameter of the statement."""
    not_before = col(DeliveryRow.not_before)
    due = or_(not_before.is_(None), not_before <= NOW)
    if hurried:
        due = or_(due, col(DeliveryRow.action) == Action.now)
    return and_(col(DeliveryRow.state) == State.pending, due)


# -- whether there is anything to do ----------------------------------------------------------


@cache
def _open(*, hurried: bool) -> Prepared:
    todo = or_(may_go(hurried=hurried), IS_LOST)
    return Prepared(select(col(DeliveryRow.channel)).where(todo).distinct())


def waiting(connection: Connection, now: datetime, *, hurried: bool) -> set[str]:
    """Channels for which there is something to do."""
    found = _open(hurried=hurried).rows(connection, now=now)
    return {row.channel for row in (*found, *edits(connection, now))}


# Few rows have `edit_at`, while most are sent: with the state beside it, SQLite would look at all
# of those.
_EDITS = Prepared(
    select(*map(col, (DeliveryRow.key, DeliveryRow.channel, DeliveryRow.state)))
    .where(
        col(DeliveryRow.edit_at) <= NOW,
        or_(col(DeliveryRow.edited).is_(None), col(DeliveryRow.edited) <= SINCE),
    )
    .order_by(col(DeliveryRow.edit_at))
)


def edits(connection: Connection, now: datetime) -> list[Found]:
    """Key and channel of what is to be written anew, the longest due first."""
    found = _EDITS.rows(connection, now=now, since=now - EDIT_GAP)
    return [row for row in found if row.state == State.sent]


def unsaid(connection: Connection, channels: Collection[str]) -> list[str]:
    """Keys of what was to be written anew in channels."""
    query = select(col(DeliveryRow.key)).where(
        col(DeliveryRow.channel).in_(channels), col(DeliveryRow.edit_at).is_not(None)
    )
    return list(connection.scalars(query))


# -- the chat ---------------------------------------------------------------------------------

_RECENT = (
    select(col(AttemptRow.at).label("at"))
    .where(
        col(AttemptRow.address) == ADDRESS,
        col(AttemptRow.at) > SINCE,
        col(AttemptRow.at) <= NOW,  # not what lies ahead, because the clock was set back
        col(AttemptRow.outcome) == BEGUN,
    )
    .order_by(col(AttemptRow.at).desc())
    .limit(bindparam("most"))
    .subquery()
)
_PACE = select(
    func.min(_RECENT.c.at).label("first"),
    func.max(_RECENT.c.at).label("last"),
    func.count().label("requests"),
).subquery()
_SILENCE = select(col(SilenceRow.id)).where(
    col(SilenceRow.since) <= NOW, col(SilenceRow.until) > NOW
)
_CHAT = Prepared(
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
_HOLD = Prepared(
    update(DestinationRow)
    .where(col(DestinationRow.address) == ADDRESS)
    .values(holder=bindparam("by"), held_until=bindparam("until"))
)


def chat(connection: Connection, address: str, now: datetime, most: int) -> Found:
    """The state of a chat, which nobody else may claim before this transaction has ended.

    `first`, `last`, `requests`: of the last requests to it in a minute, so many at most.
    """
    given = {"its_address": address, "now": now, "since": now - MINUTE, "most": most}
    found = _CHAT.rows(connection, **given)
    if not found:
        row = DestinationRow(address=address)
        connection.execute(insert(DestinationRow), row.model_dump())
        found = _CHAT.rows(connection, **given)
    return found[0]


def hold(connection: Connection, address: str, holder: str, until: datetime) -> None:
    """Nobody else writes to the chat until then."""
    _HOLD.change(connection, its_address=address, by=holder, until=until)


# -- what is owed to it -----------------------------------------------------------------------

_LOST = Prepared(
    select(*map(col, (DeliveryRow.key, DeliveryRow.channel)))
    .where(IS_LOST)
    .order_by(col(DeliveryRow.tried))
)


def lost(connection: Connection, channels: Collection[str]) -> str | None:
    """What was on its way when its sender died, or its answer was lost; the oldest of that."""
    found = _LOST.rows(connection)
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
def _due(*, hurried: bool) -> Prepared:
    since = func.coalesce(col(DeliveryRow.not_before), col(DeliveryRow.created)).label("due")
    return Prepared(
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
        found += query.rows(connection, its_channel=channel, now=now)
    return sorted(found, key=lambda row: (row.rank, row.number)) if len(channels) > 1 else found


_ONE = Prepared(select(DeliveryRow).where(col(DeliveryRow.key) == KEY))


def one(connection: Connection, key: str) -> Found:
    """All of a delivery."""
    (found,) = _ONE.rows(connection, its_key=key)
    return found


# -- what was said there ----------------------------------------------------------------------

_TOLD = select(
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
_SAID = Prepared(_TOLD)
_SAID_OF = Prepared(_TOLD.where(col(DeliveryRow.watch) == bindparam("its_watch")))


def said(
    connection: Connection, channel: str, since: datetime, watch: str | None
) -> Sequence[Found]:
    """Alerts that were said in a channel, alone or in a list; `watch`: only those of this one."""
    if watch is None:
        return _SAID.rows(connection, its_channel=channel, since=since)
    return _SAID_OF.rows(connection, its_channel=channel, since=since, its_watch=watch)


_LISTING = select(
    *map(
        col,
        (
            DeliveryRow.key,
            DeliveryRow.gathered_by,
            DeliveryRow.created,
            DeliveryRow.sent,
        ),
    )
).where(col(DeliveryRow.form) == Form.listing)
_LISTINGS = Prepared(
    union_all(
        _LISTING.where(IS_OF_CHANNEL, col(DeliveryRow.state) == State.pending),
        _LISTING.where(
            col(DeliveryRow.channel) == CHANNEL,
            col(DeliveryRow.tried) > SINCE,
            col(DeliveryRow.state) == State.sent,
        ),
    )
)


def listings(connection: Connection, channel: str, since: datetime) -> Sequence[Found]:
    """Lists that wait, or were sent since."""
    return _LISTINGS.rows(connection, its_channel=channel, since=since)


# -- what is written down ---------------------------------------------------------------------

ATTEMPT = ("delivery", "address", "act", "at", "outcome", "said", "seconds")
_NEWEST = select(col(LeaseRow.cursor)).where(col(LeaseRow.name) == bindparam("ids"))
_FLOOR = case(
    (bindparam("its_space") == "", None), else_=func.coalesce(_NEWEST.scalar_subquery(), 0)
)
_SENDING = Prepared(
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
_SENT = Prepared(
    update(DeliveryRow)
    .where(col(DeliveryRow.key) == KEY)
    .values(state=State.sent, remote_id=bindparam("its_id"), error="", sent=NOW)
    .returning(col(DeliveryRow.space))
)
_ATTEMPT = Prepared(insert(AttemptRow).values({name: bindparam(f"its_{name}") for name in ATTEMPT}))
_SEEN = Prepared(
    update(LeaseRow)
    .where(col(LeaseRow.name) == bindparam("ids"), col(LeaseRow.cursor) < bindparam("newest"))
    .values(cursor=bindparam("newest"))
)


def sending(connection: Connection, key: str, now: datetime, address: str, space: str) -> None:
    """It is on its way, from now on."""
    given = {"its_key": key, "now": now, "its_address": address, "its_space": space}
    _SENDING.change(connection, **given, ids=f"ids {space}")


def sent(connection: Connection, key: str, now: datetime, remote_id: str) -> str:
    """It is there; in which space."""
    (found,) = _SENT.rows(connection, its_key=key, now=now, its_id=remote_id)
    return str(found.space)


def attempt(connection: Connection, *, said: str = "", seconds: float = 0.0, **values: Any) -> None:
    """A line of the log; `values`: the other columns of `ATTEMPT`."""
    values |= {"said": said, "seconds": seconds}
    _ATTEMPT.change(connection, **{f"its_{name}": value for name, value in values.items()})


def seen(connection: Connection, space: str, message_id: int) -> None:
    """Remember the newest id of a space."""
    name = f"ids {space}"
    if _SEEN.change(connection, ids=name, newest=message_id):
        return
    if connection.scalar(_NEWEST, {"ids": name}) is None:
        row = LeaseRow(name=name, cursor=message_id)
        connection.execute(insert(LeaseRow), row.model_dump())
