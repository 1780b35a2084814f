"""The form of `routes.yaml`: which alerts go where and when, and what that must come to."""

import re
from datetime import time
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from tracker.core.hours import DAYS
from tracker.core.model import Severity
from tracker.rulebook.schema.basics import Grade, Slug, Strict, Text, Texts, many
from tracker.rulebook.schema.times import (
    ALL_DAYS,
    Days,
    Hour,
    Hours,
    Length,
    Moment,
    Wait,
    no_choice,
    text,
)

Group = Literal["story", "watch", "source", "none"]
Channels = Annotated[tuple[Text, ...], BeforeValidator(many), Field(min_length=1)]


def _grades(value: object) -> frozenset[Severity]:
    """`high` is that one alone, `high+` is that or graver."""
    if isinstance(value, frozenset):
        return value
    name = text(value).removesuffix("+")
    if name not in Severity.__members__:
        raise no_choice(name, tuple(Severity.__members__))
    least = Severity[name]
    return frozenset(s for s in Severity if s == least or (value != name and s > least))


def _or_graver(value: object) -> object:
    """A severity that stands alone never loses a graver one; a list means exactly these."""
    return [f"{value.removesuffix('+')}+"] if isinstance(value, str) else value


Grades = Annotated[
    tuple[Annotated[frozenset[Severity], BeforeValidator(_grades)], ...],
    BeforeValidator(_or_graver),
    Field(min_length=1),
]


class RouteFilter(Strict):
    """All that is given must hold. `severity`: this or graver; in a list, exactly these."""

    severity: Grades | None = None
    tags: Texts = ()
    watches: Texts = ()
    sources: Texts = ()
    jurisdictions: Texts = ()


class DigestRule(Strict):
    """When what was collected goes out together."""

    at: Hours
    days: Days = ALL_DAYS
    max_items: Annotated[int, Field(gt=0)] | None = None


class EscalateRule(Strict):
    """Whom to tell when nobody has acknowledged the alert in time."""

    after: Length
    unless: Literal["acknowledged"] = "acknowledged"
    send: Channels


class RouteRule(Strict):
    """Which alerts go to which channels, and when."""

    route: Slug
    when: RouteFilter | None = Field(default=None, alias="if")
    send: Channels
    also: bool = False
    wait: Wait | None = None
    cooldown: Length | None = None
    group_by: Group | None = None
    quiet: Texts = ()
    digest: DigestRule | None = None
    escalate: EscalateRule | None = None


class DefaultsRule(Strict):
    """What holds for every route that does not say otherwise."""

    wait: Wait | None = None
    cooldown: Length | None = None
    group_by: Group | None = None


class QuietRule(Strict):
    """A time in which nothing is sent; without `from` and `to`, whole days."""

    start: Hour = Field(default=time(), alias="from")
    end: Hour = Field(default=time(), alias="to")
    days: Days = ALL_DAYS


class WatchName(Strict):
    """A watch, as pack/id or a glob."""

    watch: Text


class SuppressRule(Strict):
    """Where one watch fires, another is not told apart."""

    when: WatchName
    mute: WatchName
    same: Literal["story"]


class AlertRule(Strict):
    """An alert that a test tries; what is not given is that of the watch."""

    watch: Text
    severity: Grade | None = None
    tags: Texts | None = None
    source: str = ""
    jurisdictions: Texts = ()
    at: Moment | None = None


EXPECTED = re.compile(rf"(held until|digest at) ((?:{'|'.join(DAYS)}) )?(\d?\d):(\d\d)", re.ASCII)


def _expected(given: str) -> str:
    """A channel, or a time in its one spelling: `digest at 08:30`."""
    if found := EXPECTED.fullmatch(given):
        return f"{found[1]} {found[2] or ''}{int(found[3]):02}:{found[4]}"
    if re.fullmatch(r"[a-z0-9][a-z0-9-]*", given):
        return given
    raise ValueError(f"'{given}' is neither a channel nor held until 07:00 nor digest at 08:30")


Expected = Annotated[
    tuple[Annotated[Text, AfterValidator(_expected)], ...],
    BeforeValidator(many),
    Field(min_length=1),
]


class RouteTestRule(Strict):
    """An alert, and each route that takes it with its channels or with the time."""

    alert: AlertRule
    expect: dict[Slug, Expected]
