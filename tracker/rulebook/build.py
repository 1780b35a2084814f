"""Building the Rulebook: all files form one namespace, whatever their order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.channels import Channel
from tracker.core import conditions
from tracker.core.model import FIELDS
from tracker.core.rules import Route, Rulebook, Watch
from tracker.core.terms import Lexicon
from tracker.core.text import fold
from tracker.errors import ConfigError, Problem
from tracker.rulebook import problems, schema
from tracker.rulebook.compiler import Compiler
from tracker.rulebook.files import Reading, RuleFile, read_all
from tracker.rulebook.yaml import Document, Path_
from tracker.sources import Source


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
    built = build(rules, local)
    if built.errors:
        count = len(built.errors)
        raise ConfigError(f"{count} fault{'s' * (count > 1)} in the rules", built.errors)
    return built


def build(*folders: Path | None) -> Built:
    """Read and compile everything; faults are in `problems`, sorted, all of all files."""
    reading = read_all(folders)
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


def slug(name: str) -> str:
    """The id of a watch that has none: its name in letters, digits and hyphens."""
    words = "".join(c if c.isalnum() else " " for c in fold(name).text).split()
    return "-".join(words) or "watch"


def _watches(reading: Reading, compiler: Compiler) -> tuple[list[Watch], list[Case]]:
    watches: list[Watch] = []
    cases: list[Case] = []
    first: dict[str, str] = {}
    for file in reading.files:
        for index, rule in enumerate(file.rules.watches):
            path: Path_ = ("watches", index)
            identity = f"{file.pack}/{rule.id or slug(rule.watch)}"
            if identity in first:
                message = f"the watch '{identity}' is already defined at {first[identity]}"
                problem = file.document.problem(path, "duplicate-id", message, "give it an id:")
                reading.problems.append(problem)
                continue
            first[identity] = file.line(path)
            watch = _watch(reading, compiler, file, path, identity)
            if rule.enabled:
                watches.append(watch)
                cases += _cases(file, rule, path, identity)
    return watches, cases


def _watch(
    reading: Reading, compiler: Compiler, file: RuleFile, path: Path_, identity: str
) -> Watch:
    rule = file.rules.watches[int(path[1])]
    if not (rule.any or rule.all):
        message = "a watch needs something to look for: any: or all:"
        reading.problems.append(file.document.problem(path, "no-condition", message))
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
        for index, source in enumerate(file.rules.sources):
            path = ("sources", index, "id")
            if source.id in found:
                message = f"the source '{source.id}' is already at {found[source.id][1]}"
                reading.problems.append(file.document.problem(path, "duplicate-id", message))
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
    for file in reading.files:
        for rule in file.rules.routes:
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
    for file in reading.files:
        for index, watch in enumerate(file.rules.watches):
            path: Path_ = ("watches", index)
            _check(reading, file, (*path, "sources"), watch.sources, places, "source")
            _check(reading, file, (*path, "notify"), watch.notify, set(channels), "channel")
        for index, route in enumerate(file.rules.routes):
            path = ("routes", index, "send")
            _check(reading, file, path, route.send, set(channels), "channel")


def _check(
    reading: Reading, file: RuleFile, path: Path_, names: list[str], known: set[str], what: str
) -> None:
    for index, name in enumerate(names):
        if name not in known and name not in reading.declared:
            message = f"no {what} is called '{name}'"
            hint = problems.nearest(name, known)
            place = file.at(path, index)
            reading.problems.append(
                file.document.problem(place, "unknown-reference", message, hint)
            )
