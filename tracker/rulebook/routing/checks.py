"""What the routing sections name must exist, and what has no effect is said."""

import fnmatch
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.channels import Telegram
from tracker.rulebook import problems, schema
from tracker.rulebook.files import Reading, RuleFile
from tracker.rulebook.references import check, items
from tracker.rulebook.yaml import Path_


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The names that exist: `places` are ids and tags of sources."""

    watches: frozenset[str]
    channels: frozenset[str]
    places: frozenset[str]


def check_references(reading: Reading, known: Known) -> None:
    """Every channel, watch, source, route and quiet time that is named must exist."""
    quiet = {name for file in reading.files for name in file.rules.quiet}
    routes = {rule.route for _, _, rule in _routes(reading)}
    for file, path, route in _routes(reading):
        check(reading, file, (*path, "send"), route.send, known.channels, "channel")
        check(reading, file, (*path, "quiet"), route.quiet, quiet, "quiet time")
        if route.escalate:
            place = (*path, "escalate", "send")
            check(reading, file, place, route.escalate.send, known.channels, "channel")
        if route.when:
            _check_watches(reading, file, (*path, "if", "watches"), route.when.watches, known)
            place = (*path, "if", "sources")
            check(reading, file, place, route.when.sources, known.places, "source")
    for file in reading.files:
        for path, rule in items("suppress", file.rules.suppress):
            for key, named in (("when", rule.when), ("mute", rule.mute)):
                _check_watches(reading, file, (*path, key, "watch"), [named.watch], known)
        for path, test in items("tests", file.rules.tests):
            _check_test(reading, file, path, test, known, routes)


def warn(reading: Reading) -> None:
    """What is right, and yet does nothing, or too much."""
    _warn_of_idle_filters(reading)
    _warn_of_idle_quiet_times(reading)
    _warn_of_idle_suppressions(reading)
    _warn_of_shared_chats(reading)


def _routes(reading: Reading) -> Iterator[tuple[RuleFile, Path_, schema.RouteRule]]:
    for file in reading.files:
        for path, rule in items("routes", file.rules.routes):
            yield file, path, rule


def _check_watches(
    reading: Reading, file: RuleFile, path: Path_, globs: Sequence[str], known: Known
) -> None:
    found = [min(fnmatch.filter(known.watches, glob), default=glob) for glob in globs]
    check(reading, file, path, found, known.watches, "watch")


def _check_test(
    reading: Reading,
    file: RuleFile,
    path: Path_,
    test: schema.RouteTestRule,
    known: Known,
    routes: set[str],
) -> None:
    alert = (*path, "alert")
    check(reading, file, (*alert, "watch"), [test.alert.watch], known.watches, "watch")
    if test.alert.source:
        sources = {place for place in known.places if not place.startswith("tag:")}
        check(reading, file, (*alert, "source"), [test.alert.source], sources, "source")
    for name, expected in test.expect.items():
        place = (*path, "expect", name)
        if name not in routes and not reading.may_know(name):
            message, hint = f"no route is called '{name}'", problems.nearest(name, routes)
            fault = file.document.problem(place, "unknown-reference", message, hint, at_key=True)
            reading.problems.append(fault)
        channels = known.channels | {text for text in expected if " " in text}  # a time in words
        check(reading, file, place, expected, channels, "channel")


def _warn_of_idle_filters(reading: Reading) -> None:
    """Tags and jurisdictions are free words, so one that nothing has is no error."""
    files = reading.files
    watches = [watch for file in files for _, watch in items("watches", file.rules.watches)]
    sources = [source for file in files for _, source in items("sources", file.rules.sources)]
    tags = {tag for watch in watches for tag in watch.tags}
    jurisdictions = {name for source in sources for name in source.jurisdictions}
    for file, path, route in _routes(reading):
        when = route.when or schema.RouteFilter()
        for key, names, known, sentence in (
            ("tags", when.tags, tags, "no watch has the tag"),
            ("jurisdictions", when.jurisdictions, jurisdictions, "no source is of"),
        ):
            for index, name in enumerate(names):
                if name not in known:
                    place = file.at((*path, "if", key), index)
                    said = f"{sentence} '{name}'", problems.nearest(name, known)
                    _warn(reading, file, place, "idle-route", said)


def _warn_of_idle_quiet_times(reading: Reading) -> None:
    named = {name for _, _, route in _routes(reading) for name in route.quiet}
    for file in reading.files:
        for name in file.rules.quiet:
            if name not in named:
                said = f"no route names the quiet time '{name}'", ""
                _warn(reading, file, ("quiet", name), "idle-quiet", said, at_key=True)


def _warn_of_idle_suppressions(reading: Reading) -> None:
    for file in reading.files:
        for path, rule in items("suppress", file.rules.suppress):
            if rule.when.watch == rule.mute.watch and not re.search(r"[*?\[]", rule.mute.watch):
                said = "a watch cannot speak for itself", "name another watch"
                _warn(reading, file, (*path, "mute", "watch"), "idle-suppress", said)


def _warn_of_shared_chats(reading: Reading) -> None:
    """Two channels may lead to one chat, but no route should send there twice."""
    channels = {name: c for file in reading.files for name, c in file.rules.channels.items()}
    for file, path, route in _routes(reading):
        first: dict[tuple[str, str, int | None], str] = {}
        for index, name in enumerate(route.send):
            if (channel := channels.get(name)) is None:
                continue
            topic = channel.topic if isinstance(channel, Telegram) else None
            other = first.setdefault((channel.kind, channel.address, topic), name)
            if other != name:
                said = f"'{name}' leads to the same chat as '{other}'", "keep one of them"
                _warn(reading, file, file.at((*path, "send"), index), "same-chat", said)


def _warn(
    reading: Reading,
    file: RuleFile,
    path: Path_,
    code: str,
    said: tuple[str, str],
    *,
    at_key: bool = False,
) -> None:
    message, hint = said
    fault = file.document.problem(path, code, message, hint, at_key=at_key, level="warning")
    reading.problems.append(fault)
