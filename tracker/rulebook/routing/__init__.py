"""From the routing sections of all files to compiled routes, and their tests."""

import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from typing import Any

from tracker.core.hours import EVERY_DAY, Digest, Quiet, release
from tracker.core.model import Severity
from tracker.core.routing import Subject
from tracker.core.rules import Escalation, Route, Suppression, Timing, Watch
from tracker.rulebook import problems, schema
from tracker.rulebook.files import Reading, RuleFile
from tracker.rulebook.references import items
from tracker.rulebook.yaml import Document, Path_
from tracker.sources import Source

WEDNESDAY_NOON = datetime(2026, 1, 14, 12)  # noqa: DTZ001  local, in the zone of the rules
ANY_MONDAY = datetime(2000, 1, 3, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """The compiled routes. `timing`: what holds for an alert that no route takes."""

    routes: tuple[Route, ...]
    timing: Timing
    zone: tzinfo
    suppress: tuple[Suppression, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteTest:
    """An alert at a time, and each route that must take it, with its channels or a time in words.

    `timeless`: the file gives no time, so `at` is the noon of some Wednesday.
    """

    subject: Subject
    at: datetime
    timeless: bool
    expected: Mapping[str, tuple[str, ...]]
    document: Document
    path: Path_

    @property
    def place(self) -> str:
        """`file:line`."""
        return f"{self.document.name}:{self.document.values[self.path][0]}"


def compiled(reading: Reading) -> Routing:
    """Everything that the files say about routing; faults go to `reading.problems`."""
    timing, quiet = _defaults(reading), _quiet_times(reading)
    return Routing(
        routes=tuple(_routes(reading, quiet, timing)),
        timing=timing,
        zone=_zone(reading),
        suppress=tuple(
            Suppression(when=rule.when.watch, mute=rule.mute.watch)
            for file in reading.files
            for _, rule in items("suppress", file.rules.suppress)
        ),
    )


def route_tests(
    reading: Reading, watches: Sequence[Watch], sources: Sequence[Source], zone: tzinfo
) -> Iterator[RouteTest]:
    """The tests whose watch is there and on."""
    by_id, origins = {watch.id: watch for watch in watches}, {s.id: s for s in sources}
    for file in reading.files:
        for path, rule in items("tests", file.rules.tests):
            if watch := by_id.get(rule.alert.watch):
                at = rule.alert.at or WEDNESDAY_NOON
                yield RouteTest(
                    subject=_tried(rule.alert, watch, origins.get(rule.alert.source)),
                    at=at if at.tzinfo else at.replace(tzinfo=zone),
                    timeless=rule.alert.at is None,
                    expected=rule.expect,
                    document=file.document,
                    path=path,
                )


def subject(watch: Watch, source: Source | None = None, **given: Any) -> Subject:
    """What routes see in an alert of `watch`; `given` replaces what it says itself."""
    facts: dict[str, Any] = {
        "severity": watch.severity,
        "tags": frozenset(watch.tags),
        "notify": watch.notify,
        "delivery": watch.delivery,
        "cooldown": watch.cooldown,
    }
    if source is not None:
        facts["source"] = source.id
        facts["source_tags"] = frozenset(source.tags)
        facts["jurisdictions"] = frozenset(source.jurisdictions)
    return Subject(watch=watch.id, **(facts | given))


def _tried(alert: schema.AlertRule, watch: Watch, source: Source | None) -> Subject:
    given: dict[str, Any] = {}
    if alert.severity is not None:
        given["severity"] = alert.severity
    if alert.tags is not None:
        given["tags"] = frozenset(alert.tags)
    if alert.jurisdictions:
        given["jurisdictions"] = frozenset(alert.jurisdictions)
    return subject(watch, source, **given)


def _routes(reading: Reading, quiet: Mapping[str, Quiet], timing: Timing) -> Iterator[Route]:
    first: dict[str, str] = {}
    for file in reading.files:
        for path, rule in items("routes", file.rules.routes):
            if rule.route in first:
                message = f"the route '{rule.route}' is already at {first[rule.route]}"
                place = (*path, "route")
                reading.problems.append(file.document.problem(place, "duplicate-id", message))
            first.setdefault(rule.route, file.line(path))
            route = _route(rule, quiet, timing)
            _check_that_it_may_send(reading, file, path, route)
            yield route


def _check_that_it_may_send(reading: Reading, file: RuleFile, path: Path_, route: Route) -> None:
    free, names = release(route.quiet, ANY_MONDAY, UTC)
    if free is None and not any(reading.may_know(name) for name in names):
        message, hint = "its quiet times never end", "leave a time in which it may send"
        fault = file.document.problem((*path, "quiet"), "wrong-value", message, hint)
        reading.problems.append(fault)


def _route(rule: schema.RouteRule, quiet: Mapping[str, Quiet], timing: Timing) -> Route:
    when = rule.when or schema.RouteFilter()
    return Route(
        name=rule.route,
        send=rule.send,
        severities=frozenset().union(*when.severity) if when.severity else frozenset(Severity),
        tags=frozenset(when.tags),
        watches=when.watches,
        sources=frozenset(when.sources),
        jurisdictions=frozenset(when.jurisdictions),
        for_critical=frozenset({Severity.critical}) in (when.severity or ()),
        also=rule.also,
        timing=_timing(rule, timing),
        quiet=tuple(quiet[name] for name in rule.quiet if name in quiet),
        digest=_digest(rule.digest) if rule.digest else None,
        escalation=_escalation(rule.escalate) if rule.escalate else None,
    )


def _timing(rule: schema.RouteRule | schema.DefaultsRule, default: Timing) -> Timing:
    return Timing(
        wait=default.wait if rule.wait is None else rule.wait,
        cooldown=default.cooldown if rule.cooldown is None else rule.cooldown,
        group_by=rule.group_by or default.group_by,
    )


def _digest(rule: schema.DigestRule) -> Digest:
    days = EVERY_DAY.intersection(_days(rule.days))
    return Digest(at=tuple(sorted(set(rule.at))), days=days, most=rule.max_items)


def _escalation(rule: schema.EscalateRule) -> Escalation:
    return Escalation(after=rule.after, send=rule.send)


def _days(spans: tuple[frozenset[int], ...]) -> frozenset[int]:
    return frozenset().union(*spans)


def _defaults(reading: Reading) -> Timing:
    found = _given_once(reading, "defaults")
    return _timing(found[1], Timing()) if found else Timing()


def _zone(reading: Reading) -> tzinfo:
    found = _given_once(reading, "timezone")
    if found is None:
        return UTC
    file, name = found
    try:
        return zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; a path; a folder such as Asia
        message = f"no time zone is called '{name}'"
        hint = problems.nearest(name, zoneinfo.available_timezones())
        fault = file.document.problem(
            ("timezone",), "wrong-value", message, hint or "write a city, such as Asia/Singapore"
        )
        reading.problems.append(fault)
        return UTC


def _given_once(reading: Reading, key: str) -> tuple[RuleFile, Any] | None:
    """The file that gives `key`, and its value; a second one that gives it is at fault."""
    found: tuple[RuleFile, Any] | None = None
    for file in reading.files:
        value = getattr(file.rules, key)
        if value is not None and found is not None:
            message = f"'{key}' is already given at {found[0].line((key,))}"
            fault = file.document.problem(
                (key,), "duplicate-key", message, "keep one of the two", at_key=True
            )
            reading.problems.append(fault)
        elif value is not None:
            found = file, value
    return found


def _quiet_times(reading: Reading) -> dict[str, Quiet]:
    found: dict[str, Quiet] = {}
    places: dict[str, str] = {}
    for file in reading.files:
        for name, rule in file.rules.quiet.items():
            path = ("quiet", name)
            if name in found:
                message = f"the quiet time '{name}' is already at {places[name]}"
                fault = file.document.problem(path, "duplicate-id", message, at_key=True)
                reading.problems.append(fault)
            elif rule.start == rule.end and rule.start != time():
                message = "it begins and ends at the same time"
                hint = "leave out from and to for the whole day"
                fault = file.document.problem((*path, "to"), "wrong-value", message, hint)
                reading.problems.append(fault)
            else:
                days = _days(rule.days)
                found[name] = Quiet(name=name, start=rule.start, end=rule.end, days=days)
                places[name] = file.line(path)
    return found
