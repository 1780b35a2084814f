"""Building the Rulebook: all files form one namespace, whatever their order."""

import fnmatch
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from tracker.channels import Channel
from tracker.core import conditions
from tracker.core.model import DEFAULT_FIELDS
from tracker.core.rules import Raise, Route, Rulebook, Watch
from tracker.core.terms import Lexicon
from tracker.errors import ConfigError, Problem
from tracker.rulebook import problems, schema
from tracker.rulebook.compiler import Compiler, Scope, Where
from tracker.rulebook.files import Reading, RuleFile, Snapshot, read_all, snapshot
from tracker.rulebook.overrides import slug
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
class Definition:
    """A watch as it is written, overrides included."""

    where: Where
    rule: schema.WatchRule
    because: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """`pack/id`."""
        return identity(self.where.file, self.rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """Everything that the rule files say. `definitions`: of all watches, also those not enabled."""

    rulebook: Rulebook
    sources: tuple[Source, ...]
    channels: dict[str, Channel]
    cases: tuple[Case, ...]
    problems: tuple[Problem, ...]
    definitions: Mapping[str, Definition]
    compiler: Compiler

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
    definitions = _definitions(reading)
    watches, cases = _watches(reading, compiler, definitions)
    entities = compiler.entities()
    rulebook = Rulebook(
        watches=tuple(watches),
        lexicon=Lexicon(compiler.terms),
        entities=entities,
        routes=tuple(_routes(reading)),
        version=reading.version,
        fields=frozenset(DEFAULT_FIELDS).union(*(_fields(watch) for watch in watches)),
    )
    sources, channels = _sources(reading), _channels(reading)
    _check_references(reading, sources, channels)
    return Built(
        rulebook=rulebook,
        sources=tuple(sources),
        channels=channels,
        cases=tuple(cases),
        problems=tuple(sorted(set(reading.problems))),
        definitions=definitions,
        compiler=compiler,
    )


def only(rules: Rulebook, watches: tuple[Watch, ...]) -> Rulebook:
    """The same rulebook with these watches alone."""
    return replace(rules, watches=watches)


def _definitions(reading: Reading) -> dict[str, Definition]:
    found: dict[str, Definition] = {}
    for file, path, rule in _each_watch(reading):
        where, name = Where(file, path), identity(file, rule)
        if name in found:
            first = found[name].where
            message = f"the watch '{name}' is already defined at {first.file.line(first.path)}"
            key = (*path, "id" if rule.id else "watch")
            hint = "give one of them another id:"
            reading.problems.append(file.document.problem(key, "duplicate-id", message, hint))
            continue
        because = reading.because.get(("watch", name), ())
        found[name] = Definition(where=where, rule=rule, because=because)
    return found


def _watches(
    reading: Reading, compiler: Compiler, definitions: Mapping[str, Definition]
) -> tuple[list[Watch], list[Case]]:
    watches: list[Watch] = []
    cases: list[Case] = []
    for name, definition in definitions.items():
        where, rule = definition.where, definition.rule
        watch = compiled(compiler, definition, Scope(fuzzy=rule.fuzzy or 0))
        if rule.enabled and watch:
            watches.append(watch)
            cases += _cases(where.below("examples"), rule.examples, name)
    cases += _further_cases(reading, {watch.id for watch in watches}, set(definitions))
    return watches, cases


def _fields(watch: Watch) -> set[str]:
    wanted = [watch.condition, *(step.when for step in watch.raises)]
    return {name for condition in wanted for name in conditions.fields(condition)}


def _each_watch(reading: Reading) -> Iterator[tuple[RuleFile, Path_, schema.WatchRule]]:
    for file in reading.files:
        for path, rule in _items("watches", file.rules.watches):
            yield file, path, rule


def identity(file: RuleFile, rule: schema.WatchRule) -> str:
    """`pack/id` of a watch."""
    return f"{file.pack}/{rule.id or slug(rule.watch)}"


def compiled(compiler: Compiler, definition: Definition, scope: Scope) -> Watch | None:
    """The watch; None when nothing is left of its condition."""
    where, rule = definition.where, definition.rule
    condition = compiler.block(scope, where, rule)
    raises = [
        Raise(to=step.to, when=when)
        for index, step in enumerate(rule.raises)
        if (when := compiler.condition(scope, where.item("raise", index).below("when"), step.when))
    ]
    if condition is None:
        return None
    return Watch(
        id=definition.id,
        name=rule.watch,
        severity=rule.severity,
        condition=condition,
        weights=conditions.weights(condition),
        raises=tuple(raises),
        min_score=rule.min_score,
        sources=frozenset(rule.sources),
        languages=frozenset(rule.languages),
        jurisdictions=frozenset(rule.jurisdictions),
        types=frozenset(rule.types),
        max_age=rule.max_age,
        expires=rule.expires,
        delivery=rule.delivery or "",
        cooldown=rule.cooldown,
        draft=rule.status == "draft",
        tags=rule.tags,
        notify=rule.notify,
        place=where.file.line(where.path),
        because=definition.because,
    )


def _cases(where: Where, examples: schema.Examples, watch: str) -> Iterator[Case]:
    for key, given in (("match", examples.match), ("no_match", examples.no_match)):
        for index, example in enumerate(given):
            place = where.item(key, index)
            yield Case(
                watch=watch,
                example=example,
                expected=key == "match",
                document=place.file.document,
                path=place.path,
            )


def _further_cases(reading: Reading, active: set[str], known: set[str]) -> Iterator[Case]:
    """Examples that stand apart from their watch, under its id."""
    for file in reading.files:
        for name, examples in file.rules.examples.items():
            if name in active:
                yield from _cases(Where(file, ("examples", name)), examples, name)
            elif name not in known and not reading.may_know(name):
                message, hint = f"no watch is called '{name}'", problems.nearest(name, known)
                place = ("examples", name)
                reading.problems.append(
                    file.document.problem(place, "unknown-reference", message, hint, at_key=True)
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
    watches = {identity(file, watch) for file, _, watch in _each_watch(reading)}
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
