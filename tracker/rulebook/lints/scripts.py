"""L016: Chinese terms for which those who write the other script have another word.

Characters alone make no difference: 软件 finds 軟件 too, for both are folded alike; but not 軟體.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tracker.core.fold import fold
from tracker.core.text import IDEOGRAPHIC, KANA
from tracker.errors import Problem
from tracker.rulebook import schema, variants
from tracker.rulebook.lints.written import Book, Node, Part, Written, terms_of, warning

NAMED = 3  # terms that one warning names


@dataclass(frozen=True, slots=True)
class Group:
    """Terms of which any will do."""

    terms: tuple[Written, ...]
    hint: str


def lints(book: Book) -> Iterator[Problem]:
    """One warning for each group, so that a long list is no flood."""
    shared = {part.name: part for part in book.of("lists", "entities")}
    for part in book.of("lists", "macros", "watches"):
        if part.section == "watches" and _is_of_one_script(part.rule):
            continue
        for group in _groups(part):
            lacking = list(_lacking(group, shared))
            if lacking:
                named = [f"'{term.text}' ({other})" for term, other in lacking]
                more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
                terms = f"{', '.join(named[:NAMED])}{more}"
                message = f"the other Chinese script has another word: {terms}"
                yield warning(lacking[0][0].where, "L016", message, group.hint)


def _is_of_one_script(rule: object) -> bool:
    """Whether a watch is for languages of which one script is the only one."""
    wanted = rule.languages if isinstance(rule, schema.WatchRule) else ()
    return bool(wanted) and "zh" not in wanted


def _groups(part: Part) -> Iterator[Group]:
    if isinstance(part.rule, schema.ListRule):
        if not part.rule.variants:
            yield Group(tuple(part.terms()), "add them, or variants: [zh] to the list")
        return
    either = {(*where.path, key) for where, node in part.nodes for key in _alternatives(node)}
    alike: dict[tuple[str | int, ...], list[Written]] = {}
    for where, node in part.nodes:
        holder = next((path for path in (where.path, where.path[:-1]) if path in either), ())
        for term in terms_of(where, node):
            apart = () if isinstance(node, schema.Block) else where.path
            alike.setdefault(holder or apart or (*where.path, "query"), []).append(term)
    for terms in alike.values():
        yield Group(tuple(terms), "add them, or use a list with variants: [zh]")


def _alternatives(node: Node) -> Iterable[str]:
    """The keys of a condition under which any item will do."""
    if isinstance(node, schema.AtLeastRule):
        return ("of",)
    return ("any", "none") if isinstance(node, schema.Block) else ()


def _lacking(group: Group, shared: Mapping[str, Part]) -> Iterator[tuple[Written, str]]:
    """The terms of which no other word is there, with one that could be."""
    chinese = [t for t in group.terms if IDEOGRAPHIC.search(t.text) and not KANA.search(t.text)]
    if not chinese:
        return
    present = {fold(text).text for text in _texts(group.terms, shared, set())}
    for term in chinese:
        own = fold(term.text).text
        others = {fold(text).text: text for text in variants.spellings(term.text)}
        others.pop(own, None)
        if others and present.isdisjoint(others):
            yield term, next(iter(others.values()))


def _texts(terms: Iterable[Written], shared: Mapping[str, Part], seen: set[str]) -> Iterator[str]:
    """The texts of terms, and of the lists and entities that they name."""
    for term in terms:
        name = term.text.removeprefix("$")
        if term.text == name:
            yield name
        elif name in shared and name not in seen:
            seen.add(name)
            part = shared[name]
            yield from _texts(part.terms(), shared, seen)
            if isinstance(part.rule, schema.ListRule) and part.rule.variants:
                words = variants.of(part.rule.terms)
                yield from (w if isinstance(w, str) else w.term for w in words)
