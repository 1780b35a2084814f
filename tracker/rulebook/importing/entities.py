"""The rows of a list as entities: each body once, with the names by which it is looked for."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from tracker.core.fold import fold
from tracker.core.legal import LEGAL, without_legal_form
from tracker.core.names.forms import written
from tracker.core.terms import Term
from tracker.rulebook.importing import descriptors
from tracker.rulebook.importing.columns import Record
from tracker.rulebook.importing.grading import Kind, grade, kind_of
from tracker.rulebook.vocabulary import fuzzy_fault

LONGEST_ID = 48  # characters
MARK = 6  # characters of a hash: one in 16 million names has the same
LONG = 7  # letters of a word of its own that is worth looking for misspelt
PERSON_WORDS = (2, 3, 4)
PERSON_WORD = re.compile(r"[A-Z][a-z]+(?:['-][A-Za-z][a-z]*)*|[A-Z]\.|[a-z]{2,3}")
PLAIN = descriptors.BODIES | descriptors.TRADES | descriptors.PLACES | LEGAL


@dataclass(frozen=True, slots=True)
class Left:
    """A name that is not looked for, and why."""

    name: str
    reason: str


@dataclass(slots=True, kw_only=True)
class Entity:
    """A body or person of the list. `names`: those to look for, the first one to show.

    `misspelt`: whether one of them may be found nearly right.
    """

    id: str
    names: list[str] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    identifiers: dict[str, list[str]] = field(default_factory=dict)
    misspelt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a list comes to. `silent`: those of whom no name is looked for.

    `nameless`: the lines of rows in which no name is. `date`: the newest day in the data, or "".
    """

    entities: tuple[Entity, ...]
    silent: tuple[Entity, ...]
    rows: int
    nameless: tuple[int, ...]
    date: str

    @property
    def names(self) -> int:
        """How many are looked for."""
        return sum(len(entity.names) for entity in self.entities)

    @property
    def left(self) -> list[Left]:
        """Every name that is not looked for."""
        return [left for entity in (*self.entities, *self.silent) for left in entity.left]


def gathered(records: Iterable[Record], name: str, taken: Collection[str] = ()) -> Gathered:
    """The entities of list `name`, by id. None has an id of `taken`: then `name` is added to it.

    Rows whose first names make one id are of one body: lists repeat it for each of its countries.
    """
    found: dict[str, Entity] = {}
    nameless: list[int] = []
    rows, date = 0, ""
    for record in records:
        rows, date = rows + 1, max(date, record.date)
        if record.names:
            key = _id(record.names[0])
            _add(found.setdefault(key, Entity(id=key)), record)
        else:
            nameless.append(record.line)
    for entity in found.values():
        if entity.id in taken:
            entity.id = f"{entity.id}-{name}"
    everyone = sorted(found.values(), key=lambda entity: entity.id)
    return Gathered(
        entities=tuple(entity for entity in everyone if entity.names),
        silent=tuple(entity for entity in everyone if not entity.names),
        rows=rows,
        nameless=tuple(nameless),
        date=date,
    )


def _add(entity: Entity, record: Record) -> None:
    """Take in one more row of the same body."""
    person = record.person if record.person is not None else _looks_like_a_person(record.names[0])
    known = {fold(name).text for name in (*entity.names, *(left.name for left in entity.left))}
    for name in record.names:
        if (folded := fold(name).text) in known:
            continue
        known.add(folded)
        judged = grade(name, person=person)
        if judged.keep:
            entity.names.append(name)
            entity.misspelt = entity.misspelt or _may_be_misspelt(name)
        else:
            entity.left.append(Left(name, judged.reason))
    for seen, more in ((entity.countries, record.country), (entity.notes, record.note)):
        if more and more not in seen:
            seen.append(more)
    for key, value in record.identifiers.items():
        values = entity.identifiers.setdefault(key, [])
        if value not in values:
            values.append(value)


def _looks_like_a_person(name: str) -> bool:
    """Whether this may be a person, when the list does not say it."""
    words = name.split()
    return (
        len(words) in PERSON_WORDS
        and all(map(PERSON_WORD.fullmatch, words))
        and PLAIN.isdisjoint(written(name).split())
    )


def _may_be_misspelt(name: str) -> bool:
    words = without_legal_form(written(name)).split()
    has_own = any(len(word) >= LONG and kind_of(word) is Kind.own for word in words)
    return has_own and not fuzzy_fault(Term.written(name, entity="name"))


def _id(name: str) -> str:
    """Of what a name has in Latin letters and digits; a mark of the whole name where that is cut.

    The same name makes the same id whatever else is in the list, so that a later import differs
    in what has changed and nothing else.
    """
    plain = unicodedata.normalize("NFKD", fold(name).text)
    latin = plain.encode("ascii", "ignore").decode()
    words = "-".join(re.findall("[a-z0-9]+", latin))
    is_whole = len(words) <= LONGEST_ID and not any(c.isalnum() and not c.isascii() for c in plain)
    if words and is_whole:
        return words
    mark = hashlib.sha256(plain.encode()).hexdigest()[:MARK]
    return "-".join(filter(None, (words[: LONGEST_ID - MARK - 1].strip("-") or "name", mark)))
