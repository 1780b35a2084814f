"""Where an alert goes, when and why: a pure function of the alert, the time and the rulebook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from fnmatch import fnmatchcase

from tracker.core.duration import spelt
from tracker.core.hours import WEEK, Digest, release, shown
from tracker.core.model import Severity
from tracker.core.rules import Escalation, Route, Rulebook

MOMENT = timedelta(microseconds=1)


class Action(StrEnum):
    """What becomes of an alert at first: nothing is ever dropped."""

    now = "now"  # after the route's `wait`
    held = "held"  # until a quiet time ends
    digest = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What routes look at in an alert. `delivery` and `cooldown`: the watch's own wish.

    `delivery` is "", "now" or "digest".
    """

    watch: str
    severity: Severity
    tags: frozenset[str] = frozenset()
    source: str = ""
    source_tags: frozenset[str] = frozenset()
    jurisdictions: frozenset[str] = frozenset()
    notify: tuple[str, ...] = ()
    delivery: str = ""
    cooldown: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One alert for one channel. `route`: "" = the watch's own `notify`, or no route takes it.

    `at`: when it goes out, aware UTC, never before the time of the decision.
    """

    route: str
    channel: str
    action: Action
    at: datetime
    cooldown: timedelta
    group_by: str
    escalation: Escalation | None
    why: str


def decide(subject: Subject, now: datetime, rules: Rulebook) -> tuple[Decision, ...]:
    """One decision for each channel that gets the alert, in the order of the routes.

    A watch's own `notify` decides; else the routes, first match wins unless `also`; else the
    default channels, so that nothing that fired goes nowhere.
    """
    routes = [route for route, refusal in considered(subject, rules) if not refusal]
    return _decisions(routes or [_without_route(subject, rules)], subject, now, rules)


def considered(subject: Subject, rules: Rulebook) -> Iterator[tuple[Route, str]]:
    """Every route in turn, with the reason why it does not take the alert; "" when it does."""
    ended = "the watch's own notify decides" if subject.notify else ""
    for route in rules.routes:
        refusal = ended or _refusal(route, subject)
        yield route, refusal
        if not refusal and not route.also:
            ended = f"route {route.name} takes it, and does not say also"


def notices(now: datetime, rules: Rulebook) -> tuple[Decision, ...]:
    """Where a line about the service itself goes: to every channel that alerts may reach."""
    subject = Subject(watch="", severity=Severity.info)
    routes = rules.routes or (_without_route(subject, rules),)
    return _decisions(routes, subject, now, rules)


def next_digest(channel: str, now: datetime, rules: Rulebook) -> datetime | None:
    """When the next digest of a channel goes out; None when it has none."""
    times = [_digest_time(route, plan, now, rules.zone) for route, plan in _digests(channel, rules)]
    return min(times, default=None)


def most_in_digest(channel: str, rules: Rulebook) -> int | None:
    """How many alerts a digest of the channel names; None = all."""
    limits = [plan.most for _, plan in _digests(channel, rules) if plan.most is not None]
    return min(limits, default=None)


def _digests(channel: str, rules: Rulebook) -> Iterator[tuple[Route, Digest]]:
    for route in rules.routes:
        if route.digest is not None and channel in route.send:
            yield route, route.digest


def _digest_time(route: Route, digest: Digest, now: datetime, zone: tzinfo) -> datetime:
    """When the next digest goes out: at its time, or when the quiet time ends in which that is.

    One that has come due in this quiet time, which cannot last for a week, is still to come.
    """
    planned = now - WEEK if release(route.quiet, now, zone)[1] else now
    while True:
        planned = digest.next(planned, zone)
        at = release(route.quiet, planned, zone)[0] or planned
        if at >= now:
            return at
        planned += MOMENT


def _refusal(route: Route, subject: Subject) -> str:
    if subject.severity not in route.severities:
        taken = ", ".join(str(severity) for severity in sorted(route.severities))
        return f"its severity is {subject.severity}, not one of {taken}"
    sources = {subject.source, *(f"tag:{tag}" for tag in subject.source_tags)}
    for what, wanted, given in (
        ("tags", route.tags, subject.tags),
        ("sources", route.sources, sources),
        ("jurisdictions", route.jurisdictions, subject.jurisdictions),
    ):
        if wanted and wanted.isdisjoint(given):
            return f"it has none of the {what} {', '.join(sorted(wanted))}"
    if route.watches and not any(fnmatchcase(subject.watch, glob) for glob in route.watches):
        return f"its watch is none of {', '.join(route.watches)}"
    return ""


def _without_route(subject: Subject, rules: Rulebook) -> Route:
    return Route(name="", send=subject.notify or rules.default_channels, timing=rules.timing)


def _decisions(
    routes: Sequence[Route], subject: Subject, now: datetime, rules: Rulebook
) -> tuple[Decision, ...]:
    """A channel that several routes name gets the alert from the first of them."""
    urgent = subject.severity is Severity.critical and not any(r.for_critical for r in routes)
    decisions: dict[str, Decision] = {}
    for route in routes:
        action, at, why = _due(route, subject, now, rules, urgent=urgent)
        cooldown = route.timing.cooldown if subject.cooldown is None else subject.cooldown
        for channel in route.send:
            decision = Decision(
                route=route.name,
                channel=channel,
                action=action,
                at=at,
                cooldown=cooldown,
                group_by=route.timing.group_by,
                escalation=route.escalation,
                why=f"{_source(route, subject)}: {why}",
            )
            decisions.setdefault(channel, decision)
    return tuple(decisions.values())


def _due(
    route: Route, subject: Subject, now: datetime, rules: Rulebook, *, urgent: bool
) -> tuple[Action, datetime, str]:
    """What becomes of the alert on this route, when, and why.

    A critical alert breaks through quiet times and digests, unless one of the routes that take it
    names critical in its filter: then a person has provided for it, and the routes say it all.
    """
    wait = route.timing.wait
    ready = (now + wait).astimezone(UTC)
    soon = f"after a wait of {spelt(wait)}" if wait else "at once"
    digest = route.digest if subject.delivery != "now" else None
    planned = _digest_time(route, digest, now, rules.zone) if digest else ready
    free, names = release(route.quiet, planned, rules.zone)
    if not digest:  # a hurry that skips the wait must not end in a quiet time
        names = names or release(route.quiet, now, rules.zone)[1]
    at, quiet = free or planned, f"the quiet time {', '.join(names)}"
    if urgent and (digest or names):
        what = "its digest" if digest else quiet
        return Action.now, ready, f"{soon}, as critical breaks through {what}"
    when = shown(at, now, rules.zone)
    if digest:
        return Action.digest, at, f"digest at {when}"
    if names and free:
        return Action.held, at, f"held until {when} by {quiet}"
    if names:
        soon += f", as {quiet} never ends"
    if subject.delivery == "digest":
        soon += ", as there is no digest here that the watch could go into"
    return Action.now, at, soon


def _source(route: Route, subject: Subject) -> str:
    if route.name:
        return f"route {route.name}"
    return "notify of the watch" if subject.notify else "no route takes it"
