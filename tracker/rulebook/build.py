"""Compiling rule files into one Rulebook: all files form one namespace, in any order."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from tracker.channels import Channel
from tracker.core import conditions
from tracker.core.conditions import AnyTerm, Condition
from tracker.core.model import FIELDS
from tracker.core.rules import Entity, Route, Rulebook, Watch
from tracker.core.terms import Lexicon, Term
from tracker.core.text import fold
from tracker.errors import ConfigError, Problem
from tracker.rulebook import problems, schema
from tracker.rulebook.yaml import Document, Path_, read
from tracker.sources import Source

MIN_STEM = 3


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


@dataclass(slots=True)
class _File:
    document: Document
    rules: schema.RuleFile
    pack: str


@dataclass(slots=True)
class _Shared:
    """A list or entity that `$name` stands for."""

    file: _File
    path: Path_
    words: list[schema.Word]
    entity: str = ""
    never: tuple[str, ...] = ()
    used: bool = False


@dataclass(slots=True)
class _Builder:
    files: list[_File]
    problems: list[Problem]
    shared: dict[str, _Shared] = field(default_factory=dict)
    terms: dict[Term, int] = field(default_factory=dict)
    declared: set[str] = field(default_factory=set)  # also by files that are at fault otherwise


def load(rules: Path, local: Path | None = None) -> Built:
    """Read the rules under `rules` and the user's own; raises ConfigError listing every fault."""
    built = build(rules, local)
    if built.errors:
        count = len(built.errors)
        raise ConfigError(f"{count} fault{'s' * (count > 1)} in the rules", built.errors)
    return built


def only(rules: Rulebook, watches: tuple[Watch, ...]) -> Rulebook:
    """The same rulebook with these watches alone."""
    return replace(rules, watches=watches)


def build(*folders: Path | None) -> Built:
    """Read and compile everything; faults are in `problems`, sorted, all of all files."""
    paths = list(_rule_files(folders))
    builder = _Builder([], [])
    digest = hashlib.sha256()
    for path, name, pack in paths:
        document = read(path, name)
        digest.update(f"{name}\n".encode() + "\n".join(document.lines).encode())
        builder.problems += document.problems
        _declare(builder, document)
        _add_file(builder, document, pack)
    if not paths:
        where = ", ".join(str(folder) for folder in folders if folder)
        builder.problems.append(Problem(where, 0, 0, "no-rules", "no rule file (*.yaml) here"))
    _collect_shared(builder)
    watches, cases = _watches(builder)
    entities = _entities(builder)
    sources = _unique_sources(builder)
    channels, routes = _routing(builder)
    rulebook = Rulebook(
        watches=tuple(watches),
        lexicon=Lexicon(builder.terms),
        entities=entities,
        routes=tuple(routes),
        version=digest.hexdigest()[:16],
    )
    return Built(
        rulebook=rulebook,
        sources=tuple(sources),
        channels=channels,
        cases=tuple(cases),
        problems=tuple(sorted(set(builder.problems))),
    )


def _rule_files(folders: Iterable[Path | None]) -> Iterator[tuple[Path, str, str]]:
    """Each rule file once, with the name to show and its default pack."""
    seen: set[Path] = set()
    for folder in folders:
        if folder is None or not folder.exists():
            continue
        root = folder if folder.is_dir() else folder.parent
        for path in sorted(folder.rglob("*.y*ml")) if folder.is_dir() else [folder]:
            inside = path.relative_to(root)
            hidden = any(part.startswith(".") for part in inside.parts)
            if hidden or path.suffix not in {".yaml", ".yml"} or path.resolve() in seen:
                continue
            seen.add(path.resolve())
            is_local = "local" in (root.name, *inside.parts[:-1])
            yield path, str(root / inside), "local" if is_local else path.stem


def _declare(builder: _Builder, document: Document) -> None:
    """Note every name, so that one fault in a file does not make each `$name` a fault too."""
    if isinstance(document.data, dict):
        for section in document.data.values():
            if isinstance(section, dict):
                builder.declared |= section.keys()


def _add_file(builder: _Builder, document: Document, pack: str) -> None:
    if document.data in ({}, ""):
        return
    try:
        rules = schema.RuleFile.model_validate(document.data)
    except ValidationError as error:
        builder.problems += problems.from_validation(document, error)
        return
    builder.files.append(_File(document, rules, rules.pack or pack))


# -- lists and entities ---------------------------------------------------------------------


def _collect_shared(builder: _Builder) -> None:
    for file in builder.files:
        for name, words in file.rules.lists.items():
            _share(builder, name, _Shared(file, ("lists", name), words))
        for name, entity in file.rules.entities.items():
            names: list[schema.Word] = [entity.name, *entity.aliases]
            shared = _Shared(file, ("entities", name), names, name, tuple(entity.never))
            _share(builder, name, shared)


def _share(builder: _Builder, name: str, shared: _Shared) -> None:
    if name in builder.shared:
        other = builder.shared[name].file.document.name
        builder.problems.append(
            shared.file.document.problem(
                shared.path,
                "duplicate-id",
                f"the name '{name}' is already used in {other}",
                "lists and entities share one namespace: choose another name",
                at_key=True,
            )
        )
        return
    builder.shared[name] = shared


def _entities(builder: _Builder) -> dict[str, Entity]:
    found = {}
    for name, shared in sorted(builder.shared.items()):
        if shared.entity:
            terms = frozenset(_shared_terms(builder, name, ()))
            title = shared.file.rules.entities[name].name
            found[name] = Entity(id=name, name=title, terms=terms)
    return found


def _shared_terms(builder: _Builder, name: str, above: tuple[str, ...]) -> dict[int, float]:
    """The terms of the list or entity `name`, with their weights."""
    shared = builder.shared[name]
    weights: dict[int, float] = {}
    for index, word in enumerate(shared.words):
        alias = ("aliases", index - 1) if index else ("name",)
        path = (*shared.path, *alias) if shared.entity else (*shared.path, index)
        weights |= _word(builder, shared.file, word, path, (*above, name))
    return weights


# -- terms and conditions -------------------------------------------------------------------


def _word(
    builder: _Builder, file: _File, word: schema.Word, path: Path_, above: tuple[str, ...] = ()
) -> dict[int, float]:
    """Term number -> weight, of a term as written or of all that a `$name` stands for."""
    rule = schema.TermRule(term=word) if isinstance(word, str) else word
    if rule.term.startswith("$"):
        return _reference(builder, file, rule, path, above)
    fault = _wildcard_fault(rule.term)
    if fault:
        builder.problems.append(file.document.problem(path, "wildcard", fault))
        return {}
    shared = builder.shared.get(above[-1]) if above else None
    never = (*rule.never, *(shared.never if shared else ()))
    entity = shared.entity if shared else ""
    term = Term.written(rule.term, case=rule.case, never=never, entity=entity)
    if not term.variants()[0].strip():
        message = f"'{rule.term}' has no letter or digit to look for"
        builder.problems.append(file.document.problem(path, "empty-term", message))
        return {}
    return {builder.terms.setdefault(term, len(builder.terms)): rule.weight}


def _wildcard_fault(term: str) -> str:
    stem = term.removesuffix("*")
    if "*" in stem or "?" in stem:
        return f"'{term}': a * stands only at the end of a term, as in licen*"
    if stem != term and len(stem.split()[-1] if stem.split() else "") < MIN_STEM:
        return f"'{term}': at least {MIN_STEM} letters must stand before a *"
    return ""


def _reference(
    builder: _Builder, file: _File, rule: schema.TermRule, path: Path_, above: tuple[str, ...]
) -> dict[int, float]:
    name = rule.term[1:]
    if name in above:
        chain = " -> ".join(f"${step}" for step in (*above, name))
        builder.problems.append(
            file.document.problem(path, "circular-reference", f"a list contains itself: {chain}")
        )
        return {}
    if name not in builder.shared:
        if name not in builder.declared:
            hint = problems.nearest(name, builder.shared)
            message = f"no list or entity is called '{name}'"
            builder.problems.append(file.document.problem(path, "unknown-reference", message, hint))
        return {}
    builder.shared[name].used = True
    terms = _shared_terms(builder, name, above)
    return {term: weight * rule.weight for term, weight in terms.items()}


def _items(
    builder: _Builder, file: _File, items: list[schema.Item], path: Path_
) -> tuple[Condition, ...]:
    """Each item as a condition of its own."""
    return tuple(
        _condition(builder, file, item, _at(file, path, index)) for index, item in enumerate(items)
    )


def _at(file: _File, path: Path_, index: int) -> Path_:
    """The place of an item; one that was written without a list stands at the key itself."""
    step = (*path, index)
    return step if step in file.document.values else path


def _condition(builder: _Builder, file: _File, item: schema.Item, path: Path_) -> Condition:
    if isinstance(item, str | schema.TermRule):
        label = item if isinstance(item, str) else item.term
        return AnyTerm(weights=_word(builder, file, item, path), label=label)
    if isinstance(item, schema.SameRule):
        return conditions.Same(of=_items(builder, file, item.of, (*path, "of")))
    return _block(builder, file, item, path)


def _block(builder: _Builder, file: _File, block: schema.Block, path: Path_) -> Condition:
    """any AND all AND NOT none."""
    parts: list[Condition] = []
    if block.any:
        parts.append(_any(_items(builder, file, block.any, (*path, "any"))))
    if block.all:
        parts += _items(builder, file, block.all, (*path, "all"))
    if block.none:
        parts.append(conditions.Not(of=_any(_items(builder, file, block.none, (*path, "none")))))
    return parts[0] if len(parts) == 1 else conditions.All(of=tuple(parts))


def _any(of: tuple[Condition, ...]) -> Condition:
    """An OR; of terms alone it is one look-up in the hits, however many they are."""
    if len(of) == 1:
        return of[0]
    terms = [part for part in of if isinstance(part, AnyTerm)]
    if len(terms) < len(of):
        return conditions.Any(of=of)
    weights: dict[int, float] = {}
    for part in terms:
        for term, weight in part.weights.items():
            weights[term] = max(weight, weights.get(term, 0.0))
    return AnyTerm(weights=weights, label=", ".join(part.label for part in terms))


# -- watches ---------------------------------------------------------------------------------


def _watches(builder: _Builder) -> tuple[list[Watch], list[Case]]:
    watches: list[Watch] = []
    cases: list[Case] = []
    first: dict[str, str] = {}
    for file in builder.files:
        for index, rule in enumerate(file.rules.watches):
            path: Path_ = ("watches", index)
            identity = f"{file.pack}/{rule.id or slug(rule.watch)}"
            place = f"{file.document.name}:{file.document.values[path][0]}"
            if identity in first:
                message = f"the watch '{identity}' is already defined at {first[identity]}"
                builder.problems.append(
                    file.document.problem(path, "duplicate-id", message, "give it another id:")
                )
                continue
            first[identity] = place
            watch = _watch(builder, file, rule, path, identity)
            if rule.enabled:
                watches.append(watch)
                cases += _cases(file, rule, path, identity)
    return watches, cases


def _watch(
    builder: _Builder, file: _File, rule: schema.WatchRule, path: Path_, identity: str
) -> Watch:
    if not (rule.any or rule.all):
        message = "a watch needs something to look for: any: or all:"
        builder.problems.append(file.document.problem(path, "no-condition", message))
    condition = _block(builder, file, rule, path)
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
        place=f"{file.document.name}:{file.document.values[path][0]}",
    )


def _cases(file: _File, rule: schema.WatchRule, path: Path_, identity: str) -> Iterator[Case]:
    for key, examples in (("match", rule.examples.match), ("no_match", rule.examples.no_match)):
        for index, example in enumerate(examples):
            yield Case(
                watch=identity,
                example=example,
                expected=key == "match",
                document=file.document,
                path=_at(file, (*path, "examples", key), index),
            )


def slug(name: str) -> str:
    """The id of a watch that has none: its name in a-z, 0-9 and hyphens."""
    words = "".join(c if c.isalnum() else " " for c in fold(name).text).split()
    return "-".join(words) or "watch"


# -- sources, channels, routes ---------------------------------------------------------------


def _unique_sources(builder: _Builder) -> list[Source]:
    found: dict[str, tuple[Source, str]] = {}
    for file in builder.files:
        for index, source in enumerate(file.rules.sources):
            path = ("sources", index, "id")
            if source.id in found:
                message = f"the source '{source.id}' is already in {found[source.id][1]}"
                builder.problems.append(file.document.problem(path, "duplicate-id", message))
                continue
            found[source.id] = (source, file.document.name)
    _check_source_references(builder, set(found))
    return [source for source, _ in found.values()]


def _check_source_references(builder: _Builder, ids: set[str]) -> None:
    tags = {
        f"tag:{tag}" for file in builder.files for source in file.rules.sources
        for tag in source.tags
    }  # fmt: skip
    for file in builder.files:
        for number, rule in enumerate(file.rules.watches):
            for index, name in enumerate(rule.sources):
                if name not in ids | tags:
                    path = _at(file, ("watches", number, "sources"), index)
                    builder.problems.append(
                        file.document.problem(
                            path,
                            "unknown-reference",
                            f"no source is called '{name}'",
                            problems.nearest(name, ids | tags),
                        )
                    )


def _routing(builder: _Builder) -> tuple[dict[str, Channel], list[Route]]:
    channels: dict[str, Channel] = {}
    routes: list[Route] = []
    for file in builder.files:
        channels |= file.rules.channels
    for file in builder.files:
        for index, rule in enumerate(file.rules.routes):
            _check_channels(builder, file, rule.send, ("routes", index, "send"), channels)
            when = rule.when or schema.RouteFilter()
            routes.append(
                Route(
                    name=rule.route,
                    send=tuple(rule.send),
                    severity=when.severity,
                    tags=frozenset(when.tags),
                    watches=tuple(when.watches),
                    also=rule.also,
                )
            )
        for index, watch in enumerate(file.rules.watches):
            _check_channels(builder, file, watch.notify, ("watches", index, "notify"), channels)
    return channels, routes


def _check_channels(
    builder: _Builder, file: _File, names: list[str], path: Path_, channels: dict[str, Channel]
) -> None:
    for index, name in enumerate(names):
        if name not in channels and name not in builder.declared:
            builder.problems.append(
                file.document.problem(
                    _at(file, path, index),
                    "unknown-reference",
                    f"no channel is called '{name}'",
                    problems.nearest(name, channels) or "channels stand in routes.yaml",
                )
            )
