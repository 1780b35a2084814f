"""Silence: a source that answers and says nothing new, for longer than is ordinary for it.

Authorities and editors rest on weekends, so what is ordinary is learned in working days.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

LEARNED = 5  # days on which something new appeared, before a silence can be called one
SHORTEST = 2  # working days
WEEKEND = 5  # date.weekday() of Saturday


def is_silent(
    newest: datetime | None, days: Sequence[date], ordinary: timedelta | None, now: datetime
) -> bool:
    """Whether nothing new has appeared for too long.

    `newest`: when something last did; `days`: those on which something did, oldest first.
    `ordinary`: how long is ordinary; None = twice the longest gap there was, zero = never mind.
    """
    if newest is None or ordinary == timedelta(0):
        return False
    if ordinary is not None:
        return now - newest > ordinary
    if len(days) < LEARNED:
        return False
    return working_days(newest.date(), now.date()) > max(SHORTEST, 2 * max(_gaps(days)))


def usual_gap(days: Sequence[date]) -> float:
    """Working days between two days with something new; 0 while that is unknown."""
    return median(_gaps(days)) if len(days) >= LEARNED else 0.0


def working_days(start: date, end: date) -> int:
    """Working days from `start`, which is not counted, to `end`, which is."""
    weeks, rest = divmod((end - start).days, 7)
    last = (start + timedelta(days=number + 1) for number in range(rest))
    return weeks * WEEKEND + sum(day.weekday() < WEEKEND for day in last)


def _gaps(days: Sequence[date]) -> list[int]:
    return [working_days(one, following) for one, following in pairwise(days)]
