"""Many alerts, few messages: what is said alone, what in a list, what later. Pure.

A chat is asked for its next step again and again; each answer is carried out before the next.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.core.message import ROWS_MOST
from tracker.core.model import Severity
from tracker.core.owing import ALERTS, Form
from tracker.core.routing import Action

HOUR = timedelta(hours=1)
BURST = 5  # alerts of one watch that are said one by one ...
BURST_TIME = timedelta(minutes=10)  # ... in so long
LATE = {Severity.critical: timedelta(hours=24)}  # an alert that could not be sent in time
LATE_OTHERS = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A delivery that may go out now. `due`: since when; `group`: what it may be gathered with."""

    key: str
    form: Form
    due: datetime
    watch: str = ""
    severity: Severity = Severity.info
    action: Action = Action.now
    group: str = ""
    cooldown: timedelta = timedelta()

    @property
    def is_alert(self) -> bool:
        """Whether it may be gathered at all."""
        return self.form in ALERTS

    @property
    def is_critical(self) -> bool:
        """Whether it is never put where it makes no sound."""
        return self.severity is Severity.critical


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An alert that was said in this chat `at` some time, alone or in a list (`part_of`)."""

    key: str
    watch: str
    severity: Severity
    at: datetime
    group: str = ""
    part_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list that may still grow. `sent`: when it was; None = it waits."""

    key: str
    group: str
    since: datetime
    size: int
    sent: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What a channel can do and its readers want. `digest`: when the next one is.

    `one_by_one`: no phone is lit by it, so nothing is gathered that nobody has asked to gather.
    """

    max_per_hour: int | None = None
    digest: datetime | None = None
    can_edit: bool = False
    one_by_one: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """Everything a step depends on. `due` in the order in which it goes out, never empty."""

    due: Sequence[Due]
    said: Sequence[Said] = ()
    listings: Sequence[Listing] = ()
    habits: Habits = Habits()
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Send this one."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gather:
    """These are said by another message: `into`, or a new list that may go out `at`."""

    keys: tuple[str, ...]
    group: str
    why: str
    into: str = ""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Postpone:
    """These wait for the digest."""

    keys: tuple[str, ...]
    until: datetime
    why: str


Step = Say | Gather | Postpone
DIGEST, QUIET, TOO_LATE, TOO_MANY, BURST_OF = "digest", "quiet", "late", "overflow", "burst "


def step(chat: Chat) -> Step:
    """What happens next in this chat."""
    calm = not chat.habits.one_by_one
    for gathered in (_late, _collected, _held) if calm else (_collected,):
        if (found := gathered(chat)) is not None:
            return found
    head = chat.due[0]
    if not head.is_alert:
        return Say(key=head.key)
    for judged in (_joined, _too_many, _burst) if calm else (_joined, _too_many):
        if (found := judged(head, chat)) is not None:
            return found
    return Say(key=head.key)


def is_late(due: Due, now: datetime) -> bool:
    """Whether it is too old to be said as if it were news."""
    return due.is_alert and now - due.due > LATE.get(due.severity, LATE_OTHERS)


def _late(chat: Chat) -> Step | None:
    """Never a flood of old news when a chat can be reached again."""
    late = _those(chat, lambda due: is_late(due, chat.now) and due.action is not Action.digest)
    if not late:
        return None
    if chat.habits.digest is not None:
        why = "it could not be sent in time, and waits for the digest"
        return Postpone(keys=late, until=chat.habits.digest, why=why)
    return _list(chat, late, TOO_LATE, "it could not be sent in time")


def _collected(chat: Chat) -> Step | None:
    keys = _those(chat, lambda due: due.action is Action.digest)
    return _list(chat, keys, DIGEST, "it is in the digest") if keys else None


def _held(chat: Chat) -> Step | None:
    """A quiet time ends with one message."""
    keys = _those(chat, lambda due: due.action is Action.held)
    return _list(chat, keys, QUIET, "it was held by a quiet time") if len(keys) > 1 else None


def _joined(head: Due, chat: Chat) -> Step | None:
    """Within the cooldown it joins what was said of its group, unless it is graver or new."""
    if not head.cooldown or not head.group or head.form is Form.update or head.is_critical:
        return None
    since = chat.now - head.cooldown
    before = [said for said in chat.said if said.group == head.group and said.at > since]
    if not before or head.severity > max(said.severity for said in before):
        return None
    first = min(before, key=lambda said: said.at)
    why = f"within the cooldown of a message of {first.at:%H:%M} UTC"
    if head.group.startswith("story "):
        if not chat.habits.can_edit:
            return None  # nothing would ever say it
        into = first.part_of or first.key
        return Gather(keys=(head.key,), group=head.group, why=why, into=into, at=chat.now)
    return _list(chat, (head.key,), head.group, why, head.cooldown)


def _too_many(head: Due, chat: Chat) -> Step | None:
    """More than its readers want in an hour goes into the digest."""
    most = chat.habits.max_per_hour
    if most is None or head.is_critical:
        return None
    recent = [said.at for said in chat.said if said.at > chat.now - HOUR and not said.part_of]
    recent += [
        found.sent
        for found in chat.listings
        if found.sent and found.sent > chat.now - HOUR and found.group != DIGEST
    ]
    if len(recent) < most:
        return None
    keys = _those(chat, lambda due: not due.is_critical)
    why = f"more than {most} an hour"
    if chat.habits.digest is not None:
        return Postpone(keys=keys, until=chat.habits.digest, why=f"{why}: it is in the digest")
    free = sorted(recent)[-most] + HOUR
    return _list(chat, keys, TOO_MANY, why, at=max(free, chat.now))


def _burst(head: Due, chat: Chat) -> Step | None:
    since = chat.now - BURST_TIME
    said = sum(each.watch == head.watch and each.at > since for each in chat.said)
    keys = _those(chat, lambda due: due.watch == head.watch and due.is_critical is head.is_critical)
    if said + len(keys) <= BURST:
        return None
    if head.is_critical and len(keys) == 1:
        return None  # alone it makes its sound; in a list it would make none
    return _list(chat, keys, BURST_OF + head.watch, f"more than {BURST} alerts of one watch")


def _those(chat: Chat, wanted: Callable[[Due], bool]) -> tuple[str, ...]:
    return tuple(due.key for due in chat.due if due.is_alert and wanted(due))


def _list(
    chat: Chat,
    keys: tuple[str, ...],
    group: str,
    why: str,
    lasts: timedelta = BURST_TIME,
    *,
    at: datetime | None = None,
) -> Gather:
    """Into a list that can still grow, or a new one; what is too much is asked for again."""
    critical = {due.key for due in chat.due if due.is_critical}
    may_be_silent = critical.isdisjoint(keys)
    most = len(chat.due) if group == DIGEST else ROWS_MOST  # a digest says how many more there are
    mine = [found for found in chat.listings if found.group == group]
    for found in mine:
        is_open = found.sent is None or (
            chat.habits.can_edit and may_be_silent and found.since > chat.now - lasts
        )
        if is_open and (group == DIGEST or found.size < most):
            taken = keys if group == DIGEST else keys[: most - found.size]
            return Gather(keys=taken, group=group, why=why, into=found.key, at=chat.now)
    if at is None:
        at = chat.now if may_be_silent is False else _next(mine, chat, lasts)
    return Gather(keys=keys[:most], group=group, why=why, at=at)


def _next(mine: Iterable[Listing], chat: Chat, lasts: timedelta) -> datetime:
    """Where a list cannot grow, the next one waits until it is worth a message."""
    full = [found.sent for found in mine if found.sent and found.size < ROWS_MOST]
    if chat.habits.can_edit or not full:
        return chat.now
    return max(chat.now, max(full) + lasts)
