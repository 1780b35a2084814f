"""Building the Rulebook: all files form one namespace, whatever their order."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.channels import Channel
from tracker.core import asks
from tracker.core.lexicon import Lexicon
from tracker.core.model import DEFAULT_FIELDS, Origin
from tracker.core.names.dictionary import Dictionary
from tracker.core.rules import Raise, Rulebook, Watch
from tracker.core.terms import Term
from tracker.errors import ConfigError, Problem
from tracker.rulebook import problems, routing, schema, words
from tracker.rulebook.compiler import Compiler, Scope
from tracker.rulebook.files import Reading, RuleFile, Snapshot, read_all, snapshot
from tracker.rulebook.overrides import slug
from tracker.rulebook.references import check, items
from tracker.rulebook.routing import checks as routing_checks
from tracker.rulebook.routing.checks import Known
from tracker.rulebook.vocabulary import Where
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
    reading: Reading
    compiler: Compiler
    route_tests: tuple[routing.RouteTest, ...] = ()

    @property
    def origins(self) -> dict[str, Origin]:
        """What an article inherits from its source, by the source's id."""
        return {source.id: source.origin for source in self.sources}

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
    entities = compiler.vocabulary.entities()
    routes = routing.compiled(reading)
    rulebook = Rulebook(
        watches=tuple(watches),
        lexicon=_lexicon(compiler.vocabulary.terms),
        entities=entities,
        concepts=compiler.vocabulary.concepts(),
        routes=routes.routes,
        timing=routes.timing,
        zone=routes.zone,
        suppress=routes.suppress,
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
        reading=reading,
        compiler=compiler,
        route_tests=tuple(routing.route_tests(reading, watches, sources, routes.zone)),
    )


def _lexicon(terms: Collection[Term]) -> Lexicon:
    """Ordinary words are read only where there are names, since they take their time."""
    has_names = any(term.entity or term.fuzzy for term in terms)
    return Lexicon(terms, known=words.dictionary() if has_names else Dictionary())


def only(rules: Rulebook, watches: tuple[Watch, ...]) -> Rulebook:
    """The same rulebook with these watches alone."""
    return replace(rules, watches=watches)


def alone(rules: Rulebook, watches: tuple[Watch, ...]) -> Rulebook:
    """These watches, and only their own words looked for: quick over many articles."""
    parts = [part for w in watches for part in (w.condition, *(step.when for step in w.raises))]
    numbers = {number for part in parts for number in asks.terms(part)}
    return replace(
        rules,
        watches=watches,
        lexicon=rules.lexicon.only(numbers),
        entities={},
        owners={},
        fields=frozenset(DEFAULT_FIELDS).union(*(asks.fields(part) for part in parts)),
    )


def _definitions(reading: Reading) -> dict[str, Definition]:
    found: dict[str, Definition] = {}
    for file, path, rule in _each_watch(reading):
        where, name = Where(file, path), identity(file, rule)
        if name in found:
            first = found[name].where
            message = f"the watch '{name}' is already defined at {first.file.line(first.path)}"
            key = (*path, "id" if rule.id else "watch")
            hint = "give one of them an id of its own, as in id: another-name"
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
    return {name for condition in wanted for name in asks.fields(condition)}


def _each_watch(reading: Reading) -> Iterator[tuple[RuleFile, Path_, schema.WatchRule]]:
    for file in reading.files:
        for path, rule in items("watches", file.rules.watches):
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
        weights=asks.weights(condition),
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
        given: Iterator[tuple[Path_, Source]] = items("sources", file.rules.sources)
        for path, source in given:
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


def _check_references(
    reading: Reading, sources: list[Source], channels: dict[str, Channel]
) -> None:
    """Every source, channel and watch that is named must exist."""
    ids = {source.id for source in sources}
    tags = {f"tag:{tag}" for source in sources for tag in source.tags}
    known = Known(
        watches=frozenset(identity(file, watch) for file, _, watch in _each_watch(reading)),
        channels=frozenset(channels),
        places=frozenset(ids | tags),
    )
    for file in reading.files:
        for path, watch in items("watches", file.rules.watches):
            check(reading, file, (*path, "sources"), watch.sources, known.places, "source")
            check(reading, file, (*path, "notify"), watch.notify, known.channels, "channel")
    routing_checks.check_references(reading, known)
    if all(problem.level == "warning" for problem in reading.problems):
        routing_checks.warn(reading)
