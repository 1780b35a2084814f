"""A stream of articles given to the desk: which copies it knew, and which sequels it swallowed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import comb
from typing import Any

from tracker.core.rules import Rulebook
from tracker.quality.dedup.judge import judge
from tracker.quality.dedup.streams import COPIES, Sample, Text, stream

LISTED = 40  # wrong decisions that are kept to be shown


@dataclass(slots=True)
class Counts:
    """How many of a kind there were, and how many of them were silent."""

    n: int = 0
    silent: int = 0


@dataclass(slots=True)
class Found:
    """What became of a stream. `groups`: of each article, its happening and where it was put."""

    kinds: dict[str, Counts] = field(default_factory=dict)
    groups: list[tuple[int, int]] = field(default_factory=list)
    wrong: list[dict[str, str]] = field(default_factory=list)


def stream_figures(
    texts: Sequence[Text], rules: Rulebook, *, size: int, seed: int
) -> dict[str, Any]:
    """Figures of a stream of at most `size` articles made of `texts`."""
    samples = stream(texts, size=size, seed=seed)
    found = _decided(samples, rules)
    copies = _sum(found, [kind for kind in found.kinds if kind in COPIES])
    sequels = _sum(found, [kind for kind in found.kinds if kind.startswith("sequel")])
    bases = _sum(found, ["base"])
    precision, recall, f1 = _pairs(found.groups)
    return {
        "articles": len(samples),
        "copies": copies.n,
        "copies_found": _share(copies),
        "pair_precision": precision,
        "pair_recall": recall,
        "pair_f1": f1,
        "sequels": sequels.n,
        "sequels_suppressed": _share(sequels),
        "unrelated": bases.n,
        "unrelated_merged": _share(bases),
        "by_kind": {
            kind: {"n": counts.n, "silent": counts.silent}
            for kind, counts in sorted(found.kinds.items())
        },
        "wrong": found.wrong,
    }


def _decided(samples: Iterable[Sample], rules: Rulebook) -> Found:
    """A copy is found when it is silent as a telling of its own happening."""
    found = Found()
    told_as: dict[str, tuple[Sample, int]] = {}
    with judge(rules) as desk:
        for number, sample in enumerate(samples):
            row = {"source": sample.source, "url": sample.url}
            told = desk.give(row | {"title": sample.title, "text": sample.text}, sample.at)
            other, group = told_as.get(told.of, (None, number))
            is_silent = not told.alerts
            is_right = is_silent and other is not None and other.base == sample.base
            told_as[told.key] = sample, group if is_silent else number
            found.groups.append((sample.base, told_as[told.key][1]))
            counts = found.kinds.setdefault(sample.kind, Counts())
            counts.n += 1
            counts.silent += is_right if sample.kind in COPIES else is_silent
            is_wrong = not is_right if sample.kind in COPIES else is_silent
            if is_wrong and len(found.wrong) < LISTED:
                found.wrong.append(
                    {"kind": sample.kind, "title": sample.title, "reason": told.reason}
                )
    return found


def _sum(found: Found, kinds: Iterable[str]) -> Counts:
    some = [found.kinds.get(kind, Counts()) for kind in kinds]
    return Counts(sum(each.n for each in some), sum(each.silent for each in some))


def _share(counts: Counts) -> float:
    return round(counts.silent / counts.n, 4) if counts.n else 0.0


def _pairs(groups: Sequence[tuple[int, int]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the pairs of articles that are put together."""
    right = sum(comb(n, 2) for n in Counter(groups).values())
    true = sum(comb(n, 2) for n in Counter(base for base, _ in groups).values())
    put = sum(comb(n, 2) for n in Counter(group for _, group in groups).values())
    precision, recall = right / put if put else 1.0, right / true if true else 1.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return round(precision, 4), round(recall, 4), round(f1, 4)
