"""Rule files made from a seed: watches, names of firms and persons, examples to be proven."""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.quality.bench.figures import word
from tracker.quality.bench.prose import TERM_HEAD, Zipf, chinese, english, strange
from tracker.quality.chance import seeded
from tracker.rulebook.files import RuleText, Snapshot

VOCABULARY = 10_000  # terms that all watches draw from
USUAL = 12_000  # words of which no term is made: one alone would be in every article
FUZZY = 80  # percent of likeness that is enough for a name

TRADES = """Technology Electronics Trading Instruments Holdings Industries Logistics Semiconductor
Aviation Optics Shipping Engineering Systems Group Research International Power Chemical""".split()
LEGAL = "Co., Ltd.|Ltd.|LLC|Inc.|GmbH|Corporation|Company|S.A.|PLC|JSC|Limited|Corp.".split("|")
PERSONS = 0.3  # of a list of names
PLACES = 300  # with which names of firms begin, many with the same
# Words that names draw their own from: 10,000 names have 6,500 different ones, as on real lists.
STEMS, STEM_HEAD = 40_000, 20
VARIED = 0.7  # of those that have the vowel


@dataclass(frozen=True, slots=True)
class MadeWatch:
    """One term of each of `clauses` must be there, and none of `none`."""

    clauses: tuple[tuple[str, ...], ...]
    none: tuple[str, ...]


def vocabulary(count: int = VOCABULARY) -> tuple[str, ...]:
    """Terms of one to three words, and a tenth of Chinese ones, the usual ones first."""
    chance = seeded(6)
    found: dict[str, None] = {}
    rare = english().ranked[USUAL:]
    while len(found) < count:
        length = chance.choices((1, 2, 3, 0), weights=(30, 40, 20, 10))[0]
        ideographs = "".join(chinese().some(chance, chance.randint(3, 6)))
        found[" ".join(chance.sample(rare, length)) if length else ideographs] = None
    return tuple(found)


def watches(count: int, terms: Sequence[str]) -> list[MadeWatch]:
    """Of one to three clauses of two to eight terms, about ten terms each."""
    chance = seeded(7)
    drawn = Zipf(terms, TERM_HEAD)
    return [
        MadeWatch(
            clauses=tuple(
                tuple(dict.fromkeys(drawn.some(chance, chance.randint(2, 8))))
                for _ in range(chance.randint(1, 3))
            ),
            none=tuple(drawn.some(chance, chance.randint(0, 2))),
        )
        for _ in range(count)
    ]


def names(count: int) -> list[str]:
    """So many different names of firms, with a legal form, and of persons."""
    chance = seeded(8)
    places = Zipf([strange(chance).capitalize() for _ in range(PLACES)])
    stems = Zipf(_stems(chance), STEM_HEAD)
    found: dict[str, None] = {}
    while len(found) < count:
        own = stems.some(chance, chance.choice((1, 1, 2)))
        if chance.random() < PERSONS:
            found[" ".join((*stems.some(chance, 1), *own))] = None
            continue
        first = places.some(chance, 1) if chance.random() < 0.5 else []
        trades = chance.sample(TRADES, chance.choice((1, 1, 2)))
        found[" ".join((*first, *own, *trades, chance.choice(LEGAL)))] = None
    return list(found)


def _stems(chance: random.Random) -> Iterator[str]:
    """As lists have them: many are also written with another vowel."""
    for _ in range(STEMS):
        stem = strange(chance)
        yield stem.capitalize()
        vowel = chance.choice("aeiou")
        if vowel in stem[1:] and chance.random() < VARIED:
            yield stem.replace(vowel, chance.choice("aeiou")).capitalize()


def snapshot(made: Iterable[MadeWatch] = (), named: Iterable[str] = ()) -> Snapshot:
    """One rule file of these watches and names, as `build.of` takes it."""
    text = "\n".join(("version: 1", *_watch_lines(made), *_name_lines(named))) + "\n"
    return of_text(text)


def of_text(text: str) -> Snapshot:
    """One rule file."""
    file = RuleText(name="made.yaml", pack="made", text=text)
    return Snapshot(folders=(), absent=(), files=(file,), faults=())


def _watch_lines(made: Iterable[MadeWatch]) -> Iterator[str]:
    for number, watch in enumerate(made):
        if not number:
            yield "watches:"
        yield f"  - watch: Watch {number}"
        yield f"    all: [{', '.join(f'{{any: {_quoted(terms)}}}' for terms in watch.clauses)}]"
        if watch.none:
            yield f"    none: {_quoted(watch.none)}"


def _name_lines(named: Iterable[str]) -> Iterator[str]:
    for number, name in enumerate(named):
        if not number:
            yield "entities:"
        yield f"  {entity(number)}: {{name: {_quoted(name)}, fuzzy: {FUZZY}}}"


def entity(number: int) -> str:
    """The id of a name."""
    return f"name-{number}"


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)  # which YAML reads as it is


def with_examples(count: int) -> Snapshot:
    """Watches of ten terms each, of every kind of condition, with two examples."""
    chance = seeded(1)
    lines = ["version: 1", "watches:"]
    for number in range(count):
        words = [f"{word(chance)} {word(chance)}{number}" for _ in range(10)]
        first, second, third = words[:3]
        lines += [
            f"  - watch: Watch {number}",
            f"    any: [{', '.join(words[3:])}, {{near: [{first}, {second}], within: 8}}]",
            f"    none: [{third}]",
            "    examples:",
            f"      match: [The {words[4]} was seen]",
            f"      no_match: [The {words[4]} was seen with {third}]",
        ]
    return of_text("\n".join(lines) + "\n")
