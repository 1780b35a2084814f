"""How a source stands: what its polls amount to, and what the operators are told of it.

A source is never given up. It is well, degraded or failing; it may be silent beside that. Each
change is told once, and its end once.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

from tracker.core import notices, rhythm, silence
from tracker.core.model import Outcome, Validators
from tracker.core.notices import Notice
from tracker.core.rhythm import Tempo

GOOD = frozenset({Outcome.ok, Outcome.not_modified, Outcome.unchanged, Outcome.moved})
SAME_AS_BEFORE = frozenset({Outcome.not_modified, Outcome.unchanged})
# What may pass by itself: told when it goes on. All else wants a person, and is told at once.
PASSING = frozenset(
    {Outcome.http_error, Outcome.network, Outcome.timeout, Outcome.rate_limited, Outcome.gone}
)
SURE = 2  # failures in a row after which one that wants a person is told
DEGRADED, FAILING = 3, 6  # failures in a row
OFTEN, CALM = 6, timedelta(days=1)  # spells of not being well, with less than that between them
OFFICIAL_PATIENCE = timedelta(hours=2)
GONE_FOR_GOOD = timedelta(hours=48)  # of 410; looked at once a day from then on
SAME_REDIRECTS = 3  # permanent redirects to one address before it is believed

REMEMBERED_SIZES = 16  # polls
REMEMBERED_DAYS = 32  # days on which something new appeared
FEW = 4  # entries; below it a list may halve without meaning anything
SETTLED = timedelta(days=7)  # after which a shorter list is what it usually is


class Health(StrEnum):
    """Whether a source can be relied on."""

    well = "well"
    degraded = "degraded"
    failing = "failing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A source, as far as its standing depends on it.

    `silence`: how long nothing new is ordinary; None = learned, zero = never mind.
    """

    id: str
    name: str
    url: str = ""
    shown: str = ""  # the same as a person may see it
    definition: str = ""
    official: bool = False
    tempo: Tempo = field(default_factory=Tempo)
    silence: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is remembered of a source between polls. All times are aware UTC.

    `since`: when its health last changed. `failing_since`: the first of the `failures` in a row.
    `newest`: when something new last appeared; `days`: the days on which it did, oldest first.
    `sizes`: entries in its last bodies. `redirect`: where it said `redirects` times in a row that
    it has moved. `address`: where it is read instead of `address_of`, its address in the rules.
    `definition`: a hash of what the rules said of it. `spells`: how often it was not well, with
    less than a day between.
    """

    source: str
    next_poll: datetime
    validators: Validators = field(default_factory=Validators)
    first: bool = True  # never polled with success before
    outcome: str = ""
    error: str = ""
    polled: datetime | None = None
    succeeded: datetime | None = None
    health: Health = Health.well
    since: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    newest: datetime | None = None
    days: tuple[date, ...] = ()
    silent_since: datetime | None = None
    sizes: tuple[int, ...] = ()
    redirect: str = ""
    redirects: int = 0
    address: str = ""
    address_of: str = ""
    definition: str = ""
    spells: int = 0

    def address_for(self, url: str) -> str:
        """Where to read a source whose rules say `url`."""
        return self.address if self.address_of == url else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """How a poll ended.

    `size`: entries in the body, if there was one. `fresh`: when each new entry appeared; `known`:
    whether it also had entries that we knew. `wait`: seconds that the far end asked for; `pause`:
    seconds for which it says that asking is of no use. `counts`: False when nobody can be reached,
    which is no fault of the source. `chance`: from 0 to 1, so that sources do not move in step.
    """

    at: datetime
    outcome: Outcome
    error: str = ""
    size: int | None = None
    fresh: tuple[datetime, ...] = ()
    known: bool = False
    validators: Validators | None = None
    wait: float | None = None
    pause: float = 0.0
    moved_to: str = ""
    moved_shown: str = ""
    counts: bool = True
    chance: float = 0.5


def after(before: Standing, source: Subject, poll: Polled) -> tuple[Standing, tuple[Notice, ...]]:
    """How `source` stands after a poll, and what is to be told of it."""
    if before.definition not in {"", source.definition}:  # what is usual was of something else
        before = replace(before, sizes=(), days=())
    outcome = _judged(before, poll)
    if outcome not in GOOD and not (outcome is Outcome.empty and not _emptied(before)):
        return _failed(before, source, replace(poll, outcome=outcome))
    return _answered(before, source, replace(poll, outcome=outcome))


def usual_size(standing: Standing) -> int:
    """How many entries its bodies usually have; 0 when nothing is known."""
    return int(median(standing.sizes)) if standing.sizes else 0


def _judged(before: Standing, poll: Polled) -> Outcome:
    """A body that can be read may still be a wrong one: empty, or far shorter than usual."""
    if poll.outcome is not Outcome.ok or poll.size is None:
        return poll.outcome
    if poll.size == 0:
        return Outcome.empty
    usual = usual_size(before)
    is_short = usual >= FEW and poll.size * 2 < usual
    return Outcome.shrunk if is_short and not _settled(before, poll) else Outcome.ok


def _settled(before: Standing, poll: Polled) -> bool:
    return (
        before.outcome == Outcome.shrunk
        and before.failing_since is not None
        and poll.at - before.failing_since >= SETTLED
    )


def _emptied(before: Standing) -> bool:
    return usual_size(before) > 1


# -- it answered ------------------------------------------------------------------------------


def _answered(
    before: Standing, source: Subject, poll: Polled
) -> tuple[Standing, tuple[Notice, ...]]:
    now, error = poll.at, _still_unread(before, poll)
    failures = before.failures + 1 if error else 0
    health = Health.degraded if failures >= DEGRADED else Health.well
    sizes = () if _settled(before, poll) else before.sizes
    state = replace(
        _appeared(before, poll),
        first=before.first and not poll.size,
        definition=source.definition,
        outcome=str(poll.outcome),
        error=error,
        polled=now,
        succeeded=now,
        validators=poll.validators or before.validators,
        health=health,
        since=before.since if health is before.health else now,
        failures=failures,
        failing_since=(before.failing_since or now) if error else None,
        sizes=sizes if poll.size is None else (*sizes, poll.size)[-REMEMBERED_SIZES:],
    )
    state, told = _followed(state, source, replace(poll, known=poll.known or before.first))
    if health is Health.degraded and before.health is Health.well:
        told.append(notices.in_part(source.name, error))
    elif health is Health.well and before.health is not Health.well:
        told.append(notices.recovered(source.name, before.failures, before.failing_since, now))
    state, of_silence = _listened(state, source, before.newest, now)
    return replace(state, next_poll=_next(state, source, poll)), (*told, *of_silence)


def _still_unread(before: Standing, poll: Polled) -> str:
    """A document of an unchanged body that could not be read last time is still not read."""
    is_same = poll.outcome in SAME_AS_BEFORE and before.outcome in GOOD
    return before.error if is_same else poll.error


def _appeared(before: Standing, poll: Polled) -> Standing:
    fresh = sorted(min(moment, poll.at) for moment in poll.fresh)
    if not fresh:
        return before
    days = sorted({*before.days, *(moment.date() for moment in fresh)})
    newest = max(filter(None, (before.newest, fresh[-1])))
    return replace(before, newest=newest, days=tuple(days[-REMEMBERED_DAYS:]))


def _followed(state: Standing, source: Subject, poll: Polled) -> tuple[Standing, list[Notice]]:
    """A permanent redirect is believed when it was said again and leads to what we know.

    A captive portal or a parked domain says it too, and leads elsewhere.
    """
    if not poll.moved_to:
        return replace(state, redirect="", redirects=0), []
    is_first = state.redirect != poll.moved_to
    # The same body as before it ever led there; later, the same as one that must have been known.
    is_same = poll.outcome in SAME_AS_BEFORE and (is_first or state.redirects > 0)
    times = (0 if is_first else state.redirects) + 1 if poll.known or is_same else 0
    if times < SAME_REDIRECTS:
        return replace(state, redirect=poll.moved_to, redirects=times), []
    moved = replace(
        state,
        outcome=str(Outcome.moved),
        address=poll.moved_to,
        address_of=source.url,
        redirect="",
        redirects=0,
    )
    return moved, [notices.moved(source.name, source.shown, poll.moved_shown)]


def _listened(
    state: Standing, source: Subject, newest: datetime | None, now: datetime
) -> tuple[Standing, list[Notice]]:
    """Whether it falls silent, or speaks again. `newest`: when it had last said something."""
    is_silent_now = silence.is_silent(state.newest, state.days, source.silence, now)
    if is_silent_now == (state.silent_since is not None):
        return state, []
    changed = replace(state, silent_since=now if is_silent_now else None)
    if is_silent_now:
        usual = silence.usual_gap(state.days)
        return changed, [notices.silent(source.name, source.shown, state.newest or now, usual, now)]
    return changed, [notices.heard(source.name, newest or now, now)]


# -- it failed --------------------------------------------------------------------------------


def _failed(before: Standing, source: Subject, poll: Polled) -> tuple[Standing, tuple[Notice, ...]]:
    now = poll.at
    state = replace(
        _appeared(before, poll),
        outcome=str(poll.outcome),
        error=poll.error or notices.shortage(poll.size or 0, usual_size(before)),
        polled=now,
    )
    if not poll.counts:
        return replace(state, next_poll=_next(state, source, poll)), ()
    failures = before.failures + 1
    state = replace(
        state, failures=failures, failing_since=before.failing_since or now, first=before.first
    )
    if failures >= DEGRADED and state.address:  # where it moved to, it is not: back to the rules
        state = replace(state, address="", address_of="")
    health = max(before.health, _health(state, source, poll), key=list(Health).index)
    told: tuple[Notice, ...] = ()
    if health is not before.health:
        notice = notices.failing(
            source.name,
            poll.outcome,
            state.error,
            failures,
            before.succeeded,
            again=before.health is not Health.well,
        )
        state = replace(state, health=health, since=now, spells=_spells(before, now))
        told = (notice,)
    return replace(state, next_poll=_next(state, source, poll)), told


def _spells(before: Standing, now: datetime) -> int:
    """The number of this spell, if the one before was over less than a day ago."""
    if before.health is not Health.well:
        return before.spells
    is_soon = before.since is not None and now - before.since < CALM
    return before.spells + 1 if is_soon else 1


def _health(state: Standing, source: Subject, poll: Polled) -> Health:
    """What comes and goes all day was told often enough: then only what lasts is told."""
    if state.health is Health.well and state.spells >= OFTEN and _spells(state, poll.at) > OFTEN:
        return Health.failing if state.failures >= FAILING else Health.well
    if timedelta(seconds=poll.wait or 0) >= OFFICIAL_PATIENCE:
        return Health.failing  # it will not be read for long: somebody must know
    if poll.outcome not in PASSING:
        return Health.failing if state.failures >= SURE else Health.well
    lasted = poll.at - (state.failing_since or poll.at)
    if state.failures >= FAILING:
        return Health.failing
    if state.failures >= DEGRADED:
        is_late = source.official and lasted >= OFFICIAL_PATIENCE
        return Health.failing if is_late else Health.degraded
    return Health.well


def _next(state: Standing, source: Subject, poll: Polled) -> datetime:
    """When it is read next. What answers is not asked less often, however little it says."""
    if not poll.counts:
        return rhythm.soon(source.tempo, poll.at, poll.chance)
    if poll.outcome in GOOD or poll.outcome in {Outcome.empty, Outcome.shrunk}:
        return rhythm.ordinary(
            source.tempo, poll.at, poll.chance, gap=silence.usual_gap(state.days), pause=poll.pause
        )
    if poll.wait is not None:
        wait = max(poll.wait, source.tempo.often)  # some ask to come again at once
        return rhythm.asked(source.tempo, poll.at, poll.chance, wait=wait)
    lasted = poll.at - (state.failing_since or poll.at)
    if poll.outcome is Outcome.gone and state.failures >= DEGRADED and lasted >= GONE_FOR_GOOD:
        return rhythm.daily(poll.at, poll.chance)
    return rhythm.backing_off(source.tempo, poll.at, poll.chance, failures=state.failures)
