"""Hours of the day in a time zone: when a quiet time ends, when the next digest goes out.

Local times become moments as RFC 5545 says: one that does not exist (the clock went forward) is
as long after midnight as the offset before the change makes it, and one that exists twice (the
clock went back) is the first of the two. Every day is counted by its beginning: the night of
Friday begins on Friday.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_DAY = frozenset(range(len(DAYS)))
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def hour(text: str) -> time:
    """A time of day, written as 08:30; 24:00 is midnight. Raises ValueError with a hint."""
    found = re.fullmatch(r"(\d{1,2})(\D?)(\d{2})", text, re.ASCII)
    hours, minutes = (int(found[1]), int(found[3])) if found else (99, 99)
    is_time = (hours < 24 and minutes < 60) or (hours, minutes) == (24, 0)
    if found and found[2] == ":" and is_time:
        return time(hours % 24, minutes)
    right = f"{hours:02}:{minutes:02}" if is_time else "08:30 or 17:30"
    raise ValueError(f"'{text}' is not a time of day: write {right}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A time in which nothing is sent. `days`: 0 = Monday; the day on which it begins.

    It ends at the next `end` after `start`, so 00:00 to 00:00 is the whole day.
    """

    name: str
    start: time = time()
    end: time = time()
    days: frozenset[int] = EVERY_DAY

    def until(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """When it ends, if `moment` is in it. Both are aware; the answer is UTC."""
        today = moment.astimezone(zone).date()
        for day in (today - DAY, today):
            begins = _moment(day, self.start, zone)
            ends = _moment(day + DAY * (self.end <= self.start), self.end, zone)
            if day.weekday() in self.days and begins <= moment < ends:
                return ends
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """When what was collected goes out together. `days`: 0 = Monday; neither is empty.

    `most`: how many alerts it names; None = all.
    """

    at: tuple[time, ...]
    days: frozenset[int] = EVERY_DAY
    most: int | None = None

    def next(self, moment: datetime, zone: tzinfo) -> datetime:
        """The first time for it at or after `moment`, in UTC."""
        today = moment.astimezone(zone).date()
        days = [today + DAY * number for number in range(-1, len(DAYS) + 2)]
        times = [
            _moment(day, at, zone) for day in days if day.weekday() in self.days for at in self.at
        ]
        return min(found for found in times if found >= moment)


def release(
    quiet: Iterable[Quiet], moment: datetime, zone: tzinfo
) -> tuple[datetime | None, tuple[str, ...]]:
    """The first time from `moment` on that is in no quiet time, and the names of those between.

    The time is None when they never end.
    """
    times, names, at = tuple(quiet), dict[str, None](), moment
    while at <= moment + 2 * WEEK:
        ends = {each.name: end for each in times if (end := each.until(at, zone))}
        if not ends:
            return at, tuple(names)
        names |= dict.fromkeys(ends)
        at = max(ends.values())
    return None, tuple(names)


def shown(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """The local time of `moment`, with its weekday when it is a day or more after `now`."""
    local = moment.astimezone(zone)
    day = f"{DAYS[local.weekday()]} " if moment - now >= DAY else ""
    return f"{day}{local:%H:%M}"


def _moment(day: date, at: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
