"""Building the Rulebook: all files form one namespace, whatever their order."""

import fnmatch
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from tracker.channels import Channel
from tracker.core import conditions
from tracker.core.model import FIELDS
from tracker.core.rules import Route, Rulebook, Watch
from tracker.core.terms import Lexicon
from tracker.errors import ConfigError, Problem
from tracker.rulebook import problems, schema
from tracker.rulebook.compiler import Compiler
from tracker.rulebook.files import Reading, RuleFile, Snapshot, read_all, slug, snapshot
from tracker.rulebook.yaml import Document, Path_
from tracker.sources import Source

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An example of a watch: a text, and whether it must match."""

    watch: str
    example: schema.ExampleRule
    expected: bool
    document: Document
    path: Path_


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """Everything that the rule files say."""

    rulebook: Rulebook
    sources: tuple[Source, ...]
    channels: dict[str, Channel]
    cases: tuple[Case, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The faults that make it unusable."""
        return tuple(p for p in self.problems if p.level == "error")


def load(rules: Path, local: Path | None = None) -> Built:
    """Read the rules under `rules` and the user's own; raises ConfigError listing every fault."""
    return sound(build(rules, local=local))


def sound(built: Built) -> Built:
    """What was built, if it has no fault; raises ConfigError listing every one."""
    if built.errors:
        count = len(built.errors)
        raise ConfigError(f"{count} fault{'s' * (count > 1)} in the rules", built.errors)
    return built


def build(*folders: Path | None, local: Path | None = None) -> Built:
    """Read and compile everything; faults are in `problems`, sorted, all of all files.

    Watches in files under `local` are the user's own: their pack is `local`.
    """
    return of(snapshot(folders, local))


def of(found: Snapshot) -> Built:
    """Compile a snapshot, as `build` does; reads no disk."""
    reading = read_all(found)
    compiler = Compiler(reading)
    watches, cases = _watches(reading, compiler)
    entities = compiler.entities()
    rulebook = Rulebook(
        watches=tuple(watches),
        lexicon=Lexicon(compiler.terms),
        entities=entities,
        routes=tuple(_routes(reading)),
        version=reading.version,
    )
    sources, channels = _sources(reading), _channels(reading)
    _check_references(reading, sources, channels)
    return Built(
        rulebook=rulebook,
        sources=tuple(sources),
        channels=channels,
        cases=tuple(cases),
        problems=tuple(sorted(set(reading.problems))),
    )


def only(rules: Rulebook, watches: tuple[Watch, ...]) -> Rulebook:
    """The same rulebook with these watches alone."""
    return replace(rules, watches=watches)


def _watches(reading: Reading, compiler: Compiler) -> tuple[list[Watch], list[Case]]:
    watches: list[Watch] = []
    cases: list[Case] = []
    first: dict[str, str] = {}
    for file in reading.files:
        for path, rule in _items("watches", file.rules.watches):
            identity = f"{file.pack}/{rule.id or slug(rule.watch)}"
            if identity in first:
                message = f"the watch '{identity}' is already defined at {first[identity]}"
                key = (*path, "id" if rule.id else "watch")
                hint = "give one of them another id:"
                problem = file.document.problem(key, "duplicate-id", message, hint)
                reading.problems.append(problem)
                continue
            first[identity] = file.line(path)
            watch = _watch(compiler, file, rule, path, identity)
            if rule.enabled:
                watches.append(watch)
                cases += _cases(file, rule, path, identity)
    return watches, cases


def _watch(
    compiler: Compiler, file: RuleFile, rule: schema.WatchRule, path: Path_, identity: str
) -> Watch:
    condition = compiler.block(file, rule, path)
    return Watch(
        id=identity,
        name=rule.watch,
        severity=rule.severity,
        condition=condition,
        weights=conditions.weights(condition),
        fields=frozenset(rule.fields or FIELDS),
        sources=frozenset(rule.sources),
        languages=frozenset(rule.languages),
        tags=tuple(rule.tags),
        notify=tuple(rule.notify),
        place=file.line(path),
    )


def _cases(file: RuleFile, rule: schema.WatchRule, path: Path_, identity: str) -> Iterator[Case]:
    for key, examples in (("match", rule.examples.match), ("no_match", rule.examples.no_match)):
        for index, example in enumerate(examples):
            yield Case(
                watch=identity,
                example=example,
                expected=key == "match",
                document=file.document,
                path=file.at((*path, "examples", key), index),
            )


def _sources(reading: Reading) -> list[Source]:
    found: dict[str, tuple[Source, str]] = {}
    for file in reading.files:
        items: Iterator[tuple[Path_, Source]] = _items("sources", file.rules.sources)
        for path, source in items:
            if source.id in found:
                message = f"the source '{source.id}' is already at {found[source.id][1]}"
                place = (*path, "id")
                reading.problems.append(file.document.problem(place, "duplicate-id", message))
                continue
            found[source.id] = (source, file.line(path))
    return [source for source, _ in found.values()]


def _channels(reading: Reading) -> dict[str, Channel]:
    found: dict[str, Channel] = {}
    for file in reading.files:
        for name, channel in file.rules.channels.items():
            if name in found:
                message = f"the channel '{name}' is defined twice"
                path = ("channels", name)
                problem = file.document.problem(path, "duplicate-id", message, at_key=True)
                reading.problems.append(problem)
            found.setdefault(name, channel)
    return found


def _routes(reading: Reading) -> Iterator[Route]:
    first: dict[str, str] = {}
    for file in reading.files:
        for path, rule in _items("routes", file.rules.routes):
            if rule.route in first:
                message = f"the route '{rule.route}' is already at {first[rule.route]}"
                place = (*path, "route")
                reading.problems.append(file.document.problem(place, "duplicate-id", message))
            first.setdefault(rule.route, file.line(path))
            when = rule.when or schema.RouteFilter()
            yield Route(
                name=rule.route,
                send=tuple(rule.send),
                severity=when.severity,
                tags=frozenset(when.tags),
                watches=tuple(when.watches),
                also=rule.also,
            )


def _check_references(
    reading: Reading, sources: list[Source], channels: dict[str, Channel]
) -> None:
    """Every source and channel that a watch or route names must exist."""
    places = {source.id for source in sources}
    places |= {f"tag:{tag}" for source in sources for tag in source.tags}
    watches = {
        f"{file.pack}/{watch.id or slug(watch.watch)}"
        for file in reading.files
        for _, watch in _items("watches", file.rules.watches)
    }
    for file in reading.files:
        for path, watch in _items("watches", file.rules.watches):
            _check(reading, file, (*path, "sources"), watch.sources, places, "source")
            _check(reading, file, (*path, "notify"), watch.notify, set(channels), "channel")
        for path, route in _items("routes", file.rules.routes):
            _check(reading, file, (*path, "send"), route.send, set(channels), "channel")
            chosen = route.when.watches if route.when else ()
            found = [min(fnmatch.filter(watches, glob), default=glob) for glob in chosen]
            _check(reading, file, (*path, "if", "watches"), found, watches, "watch")
    if not reading.problems:
        _warn_of_idle_routes(reading)


def _warn_of_idle_routes(reading: Reading) -> None:
    """Tags are free words, so one that no watch has is a warning and no error."""
    watches = [w for file in reading.files for _, w in _items("watches", file.rules.watches)]
    known = {tag for watch in watches for tag in watch.tags}
    for file in reading.files:
        for path, route in _items("routes", file.rules.routes):
            tags = route.when.tags if route.when else ()
            for index, tag in enumerate(tags):
                if tag not in known:
                    place = file.at((*path, "if", "tags"), index)
                    message, hint = f"no watch has the tag '{tag}'", problems.nearest(tag, known)
                    fault = file.document.problem(
                        place, "idle-route", message, hint, level="warning"
                    )
                    reading.problems.append(fault)


def _items(section: str, items: Iterable[T | None]) -> Iterator[tuple[Path_, T]]:
    """The items of a section with their places; those at fault are None, and left out."""
    for index, item in enumerate(items):
        if item is not None:
            yield (section, index), item


def _check(
    reading: Reading, file: RuleFile, path: Path_, names: Sequence[str], known: set[str], what: str
) -> None:
    for index, name in enumerate(names):
        if name not in known and not reading.may_know(name):
            message = f"no {what} is called '{name}'"
            hint = problems.nearest(name, known)
            place = file.at(path, index)
            reading.problems.append(
                file.document.problem(place, "unknown-reference", message, hint)
            )
