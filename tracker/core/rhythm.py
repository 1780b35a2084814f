"""When a source is read next. Pure: `chance`, from 0 to 1, comes from outside.

No two sources move in step: every wait is a tenth longer or shorter, but never beyond its cap.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from tracker.core.hours import Digest

JITTER = 0.1
SOON = 300.0  # seconds; while nobody can be reached
SLOT_SPREAD = 60.0  # seconds after a slot within which a source is read
DAY = 86_400.0  # seconds
WORKING_DAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempo:
    """How quickly a source is read; all in seconds.

    Between `often` and `seldom` it adapts to how often something new appears; up to `slowest` it
    does as the far end asks; after failures it grows up to `cap`. `slots`: times of day in `zone`,
    on working days, at which it is read besides.
    """

    often: float = 900.0
    seldom: float = 900.0
    slowest: float = 3600.0
    cap: float = 6 * 3600.0
    slots: tuple[time, ...] = ()
    zone: tzinfo = UTC


def ordinary(
    tempo: Tempo, now: datetime, chance: float, *, gap: float = 0.0, pause: float = 0.0
) -> datetime:
    """After an answer. `gap`: working days between two days with something new, 0 = unknown;
    `pause`: seconds for which the far end says that asking is of no use."""
    adapted = min(tempo.often * max(1.0, gap), tempo.seldom)
    return _at_slots(tempo, now, max(adapted, min(pause, tempo.slowest)), chance)


def backing_off(tempo: Tempo, now: datetime, chance: float, *, failures: int) -> datetime:
    """After a failure: twice as long as after the one before, up to the cap."""
    cap = max(tempo.cap, tempo.often)
    seconds = min(_jittered(backoff(tempo, failures), chance), cap)
    return _at_slots(tempo, now, seconds, None)


def backoff(tempo: Tempo, failures: int) -> float:
    """Seconds to wait after so many failures in a row."""
    return min(tempo.often * 2.0 ** min(failures - 1, 16), max(tempo.cap, tempo.often))


def asked(tempo: Tempo, now: datetime, chance: float, *, wait: float) -> datetime:
    """As the far end asks, and never before: a little later, so that not all come at once."""
    return now + timedelta(seconds=wait + chance * JITTER * tempo.often)


def soon(tempo: Tempo, now: datetime, chance: float) -> datetime:
    """While nobody can be reached, which will be over at any moment."""
    return now + timedelta(seconds=_jittered(min(tempo.often, SOON), chance))


def daily(now: datetime, chance: float) -> datetime:
    """What is gone for good is looked at once a day: it is never given up."""
    return now + timedelta(seconds=_jittered(DAY, chance))


def _at_slots(tempo: Tempo, now: datetime, seconds: float, chance: float | None) -> datetime:
    spread = 0.5 if chance is None else chance
    wait = seconds if chance is None else _jittered(seconds, chance)
    usual = now + timedelta(seconds=wait)
    if not tempo.slots:
        return usual
    after = now + timedelta.resolution  # the spread lies behind a slot: this was its own poll
    slot = Digest(at=tempo.slots, days=WORKING_DAYS).next(after, tempo.zone)
    return min(usual, slot + timedelta(seconds=spread * SLOT_SPREAD))


def _jittered(seconds: float, chance: float) -> float:
    return seconds * (1 + JITTER * (2 * chance - 1))
