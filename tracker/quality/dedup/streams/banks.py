"""Words and sentences that articles, copies and sequels are made of: plain files in `data/`."""

import random
from collections.abc import Mapping
from functools import cache
from itertools import chain
from pathlib import Path

DATA = Path(__file__).parent / "data"

Bank = Mapping[str, tuple[str, ...]]


@cache
def bank(name: str, language: str) -> Bank:
    """What `data/<language>/<name>.txt` has under each key; English for all but Chinese.

    `key: a, b` and the indented lines below it have items between commas; where nothing follows
    the colon, each indented line is an item. Lines that begin with # are comments.
    """
    if language not in {"en", "zh"}:
        return bank(name, "en")
    items: dict[str, list[str]] = {}
    key = rest = ""
    for line in (DATA / language / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if not line.startswith(" "):
            key, _, rest = line.partition(":")
            items[key] = rest.strip(" ,").split(", ") if rest else []
        elif rest:
            items[key] += line.strip().removesuffix(",").split(", ")
        else:
            items[key].append(line.strip())
    return {key: tuple(found) for key, found in items.items()}


def furniture(key: str, language: str, chance: random.Random) -> str:
    """One of the lines of that kind that outlets put around articles."""
    return chance.choice(bank("furniture", language)[key])


@cache
def verbs(language: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Pairs of opposite verbs, each in all its forms: those with a star are only written."""
    pairs = (line.split(" | ") for line in bank("opposites", language)["opposite"])
    return tuple((tuple(one.split()), tuple(other.split())) for one, other in pairs)


@cache
def kept(language: str) -> frozenset[str]:
    """What no copy swaps, drops or misspells: numbers in words, negations, opposites, stages."""
    lines = chain.from_iterable(bank("opposites", language).values())
    return frozenset(" ".join(lines).replace("*", "").replace("|", "").split())
