"""The form of times: lengths of time, hours of the day, days of the week, moments."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError, PydanticKnownError

from tracker.core.duration import duration, spelt
from tracker.core.hours import DAYS, EVERY_DAY, hour
from tracker.rulebook.schema.basics import many


def no_choice(given: str, choices: tuple[str, ...], like: str = "") -> PydanticCustomError:
    """`given` is none of `choices`; `like`: what to compare with them, if not `given` itself."""
    context = {"word": given, "expected": ", ".join(choices), "like": like or given}
    return PydanticCustomError("no_choice", "not one of {expected}", context)


def text(value: object) -> str:
    """`value`, which must be a text."""
    if not isinstance(value, str):
        raise PydanticKnownError("string_type")
    return value


def _at_most(most: timedelta) -> Callable[[object], timedelta]:
    def _length(value: object) -> timedelta:
        if isinstance(value, timedelta):
            return value
        seconds = duration(text(value))
        if seconds > most.total_seconds():
            raise ValueError(f"'{value}' is too long: it may be {spelt(most)} at most")
        return timedelta(seconds=seconds)

    return _length


Wait = Annotated[timedelta, BeforeValidator(_at_most(timedelta(days=1)))]
Age = Annotated[timedelta, BeforeValidator(_at_most(timedelta(days=3650)))]
Length = Annotated[timedelta, BeforeValidator(_at_most(timedelta(days=30)))]


def _hour(value: object) -> time:
    """A time of day; 24:00 is midnight."""
    return value if isinstance(value, time) else hour(text(value))


Hour = Annotated[time, BeforeValidator(_hour)]
Hours = Annotated[tuple[Hour, ...], BeforeValidator(many), Field(min_length=1)]


def _span(value: object) -> frozenset[int]:
    """`fri` or `fri-mon`, which goes on over the end of the week."""
    if isinstance(value, frozenset):
        return value
    first, _, last = text(value).partition("-")
    ends = [_day(word) for word in (first, last or first)]
    return frozenset((ends[0] + n) % len(DAYS) for n in range((ends[1] - ends[0]) % len(DAYS) + 1))


def _day(word: str) -> int:
    if word not in DAYS:
        raise no_choice(word, DAYS, like=word[:3])
    return DAYS.index(word)


Span = Annotated[frozenset[int], BeforeValidator(_span)]
Days = Annotated[tuple[Span, ...], BeforeValidator(many), Field(min_length=1)]
ALL_DAYS = (EVERY_DAY,)


def moment(value: object) -> datetime:
    """A time within a century of ours; without an offset, it is local."""
    if isinstance(value, datetime):
        return value
    try:
        found = datetime.fromisoformat(text(value))
    except ValueError:
        found = datetime.min  # noqa: DTZ901  only its year is looked at
    if not 2000 <= found.year < 2100:
        raise ValueError(f"'{value}' is not a time of this century: write 2026-11-20T23:30")
    return found


Moment = Annotated[datetime, BeforeValidator(moment)]
