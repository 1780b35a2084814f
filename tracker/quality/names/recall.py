"""How many names are found in other shapes than their own, and what is taken for one elsewhere."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.core import match
from tracker.core.rules import Rulebook
from tracker.quality.bench import rulefiles
from tracker.quality.chance import seeded
from tracker.quality.names import shapes, strays, texts
from tracker.quality.names.carriers import Carriers
from tracker.quality.names.perturb import EDIT, STRUCTURAL, perturbed
from tracker.rulebook import build

SHORTEST_FREE = 6  # letters of a name that may be written otherwise than in the rule at all
SHORTEST_WORD = 7  # letters of a name of one word that may be misspelt
SHORTEST_TWICE = 10  # letters of a name that may be misspelt twice
SHORTEST_IDEOGRAPHIC = 5
AS_WRITTEN = {"exact", "possessive or plural", "accents"}


@dataclass(frozen=True, slots=True)
class Trial:
    """A name put into an article. `beyond`: why it is not meant to be found so; "" when it is."""

    name: str
    way: str
    written: str
    found: bool
    beyond: str


def rulebook(names: Sequence[str]) -> Rulebook:
    """These names as entities that may be misspelt. Raises ConfigError naming what cannot be."""
    return build.sound(build.of(rulefiles.snapshot((), names))).rulebook


def evaluate(
    names: Sequence[str],
    places: Sequence[Path],
    *,
    sample: int,
    seed: int,
    into_texts: bool = False,
) -> dict[str, Any]:
    """Recall by way over a sample of `names`; what is found in the texts at `places` not exactly.

    `into_texts`: the names are put into these texts too, not into made ones.
    """
    rules = rulebook(names)
    natural = list(texts.read(places))
    chance = seeded(seed)
    carriers = Carriers(chance, natural if into_texts else ())
    chosen = chance.sample(range(len(names)), min(sample, len(names)))
    trials = [
        trial
        for number in chosen
        for trial in _trials(rulefiles.entity(number), names[number], rules, carriers, chance)
    ]
    return {
        "names": len(names),
        "sampled": len(chosen),
        "seed": seed,
        **_summary(trials),
        "texts": strays.found(natural, names, rules) if natural else None,
    }


def _trials(
    entity: str, name: str, rules: Rulebook, carriers: Carriers, chance: random.Random
) -> Iterator[Trial]:
    in_print = shapes.printed(name)
    for way in (*STRUCTURAL, *EDIT):
        written = perturbed(in_print, way, chance)
        if written is None:
            continue
        carried = carriers.carry(written)
        found = match.find(texts.article(carried.text), rules).entities.get(entity, ())
        yield Trial(
            name=name,
            way=way,
            written=written,
            found=any(e.start < carried.end and carried.start < e.end for e in found),
            beyond=beyond(in_print, way),
        )


def beyond(name: str, way: str) -> str:
    """Why `name` is not meant to be found when changed so; "" when it is.

    What is short, or an ordinary word, is another word more often than this name.
    """
    core = shapes.core(name)
    letters = shapes.letters(core)
    if way in AS_WRITTEN:
        return ""
    if way == "legal form dropped" and shapes.ordinary_only(core) and len(core.split()) < 3:
        return "ordinary words but for the legal form"
    if shapes.is_ideographic(name):
        return "fewer than 5 ideographs" if letters < SHORTEST_IDEOGRAPHIC else ""
    if letters < SHORTEST_FREE:
        return "fewer than 6 letters"
    if way in EDIT and letters < SHORTEST_WORD and " " not in core:
        return "one word of fewer than 7 letters"
    if way in EDIT and " " not in core and shapes.ordinary_only(core):
        return "one ordinary word"
    if way == "two typos" and letters < SHORTEST_TWICE:
        return "fewer than 10 letters for two typos"
    return ""


def _summary(trials: Sequence[Trial]) -> dict[str, Any]:
    meant = [trial for trial in trials if not trial.beyond]
    others = [trial for trial in trials if trial.beyond]
    reasons = sorted({trial.beyond for trial in others})
    return {
        "structural": _recall([trial for trial in meant if trial.way in STRUCTURAL]),
        "edit": _recall([trial for trial in meant if trial.way in EDIT]),
        "by_class": {
            way: _recall([trial for trial in meant if trial.way == way])
            for way in (*STRUCTURAL, *EDIT)
        },
        "not_meant": {
            reason: _recall([trial for trial in others if trial.beyond == reason])
            for reason in reasons
        },
        "missed": [
            {"class": trial.way, "name": trial.name, "written": trial.written}
            for trial in meant
            if not trial.found
        ],
    }


def _recall(trials: Sequence[Trial]) -> dict[str, float | None]:
    found = sum(trial.found for trial in trials)
    return {
        "n": len(trials),
        "found": found,
        "recall": round(found / len(trials), 4) if trials else None,
    }
