"""What the lints look at: every part of the rule files, with the conditions and terms inside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from tracker.core.rules import Watch
from tracker.errors import Problem
from tracker.rulebook import query, schema
from tracker.rulebook.build import Built, identity
from tracker.rulebook.files import RuleFile
from tracker.rulebook.query import parse
from tracker.rulebook.vocabulary import Shared, Where

Node = schema.Item | schema.Word
Rule = schema.ListRule | schema.EntityRule | schema.WatchRule | schema.Item
BRANCHES = ("any", "all", "none", "of", "near")  # the keys under which conditions stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A term as a person wrote it. `where`: its text; in a query, its first character."""

    where: Where
    text: str
    case: str = "smart"
    fuzzy: int = 0
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A list, entity, macro or watch. `nodes`: every condition in it, at every depth."""

    section: str
    name: str
    where: Where
    rule: Rule
    nodes: tuple[tuple[Where, Node], ...]

    def terms(self) -> Iterator[Written]:
        """Every term in it, those of queries too, and every `$name`."""
        for where, node in self.nodes:
            yield from terms_of(where, node)


class Book:
    """The rule files and what was built of them."""

    def __init__(self, built: Built) -> None:
        self.built = built
        self.parts = [part for file in built.reading.files for part in _parts(file)]
        self.terms = [term for part in self.parts for term in part.terms()]

    def of(self, *sections: str) -> Iterator[Part]:
        """The parts of these sections."""
        return (part for part in self.parts if part.section in sections)

    @cached_property
    def watches(self) -> list[tuple[Watch, Part]]:
        """The watches that are switched on, compiled and as written."""
        compiled = {watch.id: watch for watch in self.built.rulebook.watches}
        return [(compiled[p.name], p) for p in self.of("watches") if p.name in compiled]


def warning(
    where: Where, code: str, message: str, hint: str = "", *, at_key: bool = False
) -> Problem:
    """What a lint found at a place."""
    document = where.file.document
    if where.offset is not None:
        problem = document.inside(where.path, where.offset, code, message, hint)
    else:
        problem = document.problem(where.path, code, message, hint, at_key=at_key)
    return replace(problem, level="warning")


def terms_of(where: Where, node: Node) -> Iterator[Written]:
    """The terms that stand in this condition itself, and not in one inside it."""
    match node:
        case str():
            yield Written(where=where, text=node)
        case schema.TermRule():
            yield Written(
                where=where.below("term"),
                text=node.term,
                case=node.case,
                fuzzy=node.fuzzy or 0,
                never=node.never,
            )
        case schema.Block(query=str(text)):
            for leaf in _leaves(parse(text)):
                at = replace(where.below("query"), offset=leaf.start)
                yield Written(where=at, text=leaf.text, case=leaf.case, fuzzy=leaf.fuzzy)


def _leaves(node: query.Node) -> Iterator[query.Leaf]:
    match node:
        case query.Leaf():
            yield node
        case query.Joined():
            for part in node.of:
                yield from _leaves(part)
        case query.Not() | query.In():
            yield from _leaves(node.of)


def _parts(file: RuleFile) -> Iterator[Part]:
    for name, listed in file.rules.lists.items():
        yield _shared(file, "lists", name, listed, listed.terms)
    for name, entity in file.rules.entities.items():
        yield _shared(file, "entities", name, entity, (entity.name, *entity.aliases))
    for name, macro in file.rules.macros.items():
        where = Where(file, ("macros", name))
        nodes = tuple(_inside(where, macro))
        yield Part(section="macros", name=name, where=where, rule=macro, nodes=nodes)
    for index, watch in enumerate(file.rules.watches):
        if watch is not None:
            where = Where(file, ("watches", index))
            nodes = (*_inside(where, watch), *_raises(where, watch))
            name = identity(file, watch)
            yield Part(section="watches", name=name, where=where, rule=watch, nodes=nodes)


def _shared(
    file: RuleFile,
    section: str,
    name: str,
    rule: schema.ListRule | schema.EntityRule,
    words: Sequence[schema.Word],
) -> Part:
    where = Where(file, (section, name))
    place = Shared(where, words, name if section == "entities" else "").place
    nodes = tuple((place(index), word) for index, word in enumerate(words))
    return Part(section=section, name=name, where=where, rule=rule, nodes=nodes)


def _inside(where: Where, node: Node) -> Iterator[tuple[Where, Node]]:
    yield where, node
    for key in BRANCHES if not isinstance(node, str) else ():
        for index, child in enumerate(getattr(node, key, None) or ()):
            yield from _inside(where.item(key, index), child)


def _raises(where: Where, watch: schema.WatchRule) -> Iterator[tuple[Where, Node]]:
    for index, step in enumerate(watch.raises):
        yield from _inside(where.item("raise", index).below("when"), step.when)
