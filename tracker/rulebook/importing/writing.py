"""A rule file of what was imported: one line for each entity, and one list that names them all."""

import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.core.terms import Term
from tracker.core.text import squeeze
from tracker.rulebook.authoring.compose import scalar
from tracker.rulebook.importing.entities import Entity, Gathered, Left
from tracker.rulebook.vocabulary import fuzzy_fault

WIDTH = 100
# Texts that YAML reads as themselves in every place; for others it is tried out.
PLAIN = re.compile(r"[A-Za-z][\w.+/()'-]*(?: [\w.+/()'&-]+)*", re.ASCII)
SILENT = "# These are not found: no name that the list gives means them alone."


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the file says of itself. `date`: of the list; `fuzzy`: percent of likeness, or 0."""

    name: str
    source: str
    date: str = ""
    fuzzy: int = 80


def rule_file(found: Gathered, heading: Heading) -> str:
    """The text of the file. The same list makes the same text."""
    lines = [
        *_head(found, heading),
        "version: 1",
        *_list(found.entities, heading.name),
        "entities:",
        *(f"  {entity.id}: {_entity(entity, heading.fuzzy)}" for entity in found.entities),
        *_silent(found.silent),
    ]
    return "\n".join(lines) + "\n"


def counts(found: Gathered) -> str:
    """`2 rows: 1 entity with 3 names, 2 names left out, 1 entity without any`."""
    parts = [
        f"{_counted(len(found.entities), 'entity', 'entities')} with "
        f"{_counted(found.names, 'name', 'names')}",
        f"{_counted(len(found.left), 'name', 'names')} left out",
    ]
    if found.silent:
        parts.append(f"{_counted(len(found.silent), 'entity', 'entities')} without any")
    if found.nameless:
        parts.append(f"{_counted(len(found.nameless), 'row', 'rows')} without a name")
    return f"{_counted(found.rows, 'row', 'rows')}: {', '.join(parts)}"


def reasons(found: Gathered) -> list[tuple[str, int, Sequence[str]]]:
    """(why names were left out, how many, some of them), the most frequent first."""
    count = Counter(left.reason for left in found.left)
    return [
        (reason, number, [left.name for left in found.left if left.reason == reason])
        for reason, number in count.most_common()
    ]


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _head(found: Gathered, heading: Heading) -> Iterator[str]:
    dated = f", as of {heading.date}" if heading.date else ""
    yield f"# {heading.name}: imported from {_remark(heading.source)}{dated}."
    yield f"# {counts(found)}."
    yield "#"
    yield "# A watch of yours uses it like this:"
    yield f"#   - {{watch: Firms of {heading.name}, any: [${heading.name}]}}"
    yield "# The next import replaces this file. Change it in another one, under `overrides:`:"
    yield f"#   - {{list: {heading.name}, remove: [$name], because: the reason}}"
    yield "# tracker: allow L009 it is there for watches of your own"
    if heading.fuzzy and any(map(_has_short_name, found.entities)):
        yield "# tracker: allow L007 likeness is for the names that are long enough"


def _has_short_name(entity: Entity) -> bool:
    terms = (Term.written(name, entity=entity.id) for name in entity.names)
    return entity.misspelt and any(map(fuzzy_fault, terms))


def _list(entities: Sequence[Entity], name: str) -> Iterator[str]:
    yield "lists:"
    text = ", ".join(f"${entity.id}" for entity in entities)
    yield from textwrap.wrap(
        f"{name}: [{text}]",
        WIDTH,
        initial_indent="  ",
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _entity(entity: Entity, fuzzy: int) -> str:
    parts = [f"name: {_scalar(entity.names[0])}"]
    if entity.names[1:]:
        parts.append(f"aliases: [{', '.join(map(_scalar, entity.names[1:]))}]")
    if fuzzy and entity.misspelt:
        parts.append(f"fuzzy: {fuzzy}")
    if entity.identifiers:
        inside = (f"{key}: {_scalar(', '.join(each))}" for key, each in entity.identifiers.items())
        parts.append(f"identifiers: {{{', '.join(inside)}}}")
    if note := _note(entity):
        parts.append(f"note: {_scalar(note)}")
    return f"{{{', '.join(parts)}}}"


def _note(entity: Entity) -> str:
    parts = (", ".join(entity.countries), ", ".join(entity.notes), _left(entity.left))
    return " · ".join(filter(None, map(squeeze, parts)))


def _left(left: Sequence[Left]) -> str:
    named = ", ".join(f"{each.name} ({each.reason})" for each in left)
    return f"not looked for: {named}" if named else ""


def _silent(entities: Sequence[Entity]) -> Iterator[str]:
    if entities:
        yield SILENT
    for entity in entities:
        yield f"# - {entity.id}: {_remark(_note(entity))}"


def _remark(text: str) -> str:
    """What may stand in a comment: one line that YAML can read."""
    return "".join(filter(str.isprintable, squeeze(text)))


def _scalar(text: str) -> str:
    return text if PLAIN.fullmatch(text) else scalar(text)
