"""The ways of matching that are held against each other, and the data that all of them get."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from statistics import mean
from typing import Any

from tracker.core import match, normalise
from tracker.core.fold import fold
from tracker.core.model import Article, Entry, Origin
from tracker.core.rules import Rulebook
from tracker.quality.bench import others, rulefiles
from tracker.quality.bench.prose import KINDS, Prose
from tracker.quality.bench.race import Race, Way, run, slow
from tracker.quality.bench.rulefiles import MadeWatch
from tracker.rulebook import build

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
ORIGIN = Origin(id="bench", name="bench")
SLOW, SLOWER, SLOWEST = 200, 20, 5  # articles that ways see which take 1, 100, 1000 ms for one


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much is made: watches and names, few and many to see how the cost grows; articles.

    `processes`: how many a rulebook is weighed in.
    """

    few_watches: int = 10
    watches: int = 1000
    many_watches: int = 10_000
    names: int = 10_000
    many_names: int = 86_000
    articles: int = 2000
    processes: int = 3


@dataclass(frozen=True, slots=True)
class Item:
    """An article in the forms in which the ways take it."""

    entry: Entry
    article: Article
    text: str

    @classmethod
    def of(cls, entry: Entry) -> "Item":
        article = normalise.article(entry, ORIGIN, EPOCH)
        return cls(entry, article, f"{article.title}\n{article.body}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What everything is measured on. `names`: many; the few are the first of them."""

    sizes: Sizes
    watches: Sequence[MadeWatch]
    names: Sequence[str]
    items: Sequence[Item]
    topical: Sequence[Item]  # in which the shipped rules have something to find
    texts: dict[str, Sequence[str]]  # by kind, to be folded

    @classmethod
    def of(cls, sizes: Sizes, shipped: Rulebook, real: Sequence[str]) -> "Made":
        """From seeds. `real` names come first, and made ones fill up."""
        terms = rulefiles.vocabulary()
        made = rulefiles.names(sizes.many_names)
        names = list(dict.fromkeys((*real, *made)))[: sizes.many_names]
        prose = Prose(2, terms, names[: sizes.names])
        topical = Prose(3, plain_terms(shipped))
        each = max(1, sizes.articles // len(KINDS) // 2)
        return cls(
            sizes=sizes,
            watches=rulefiles.watches(sizes.many_watches, terms),
            names=names,
            items=[Item.of(entry) for entry in prose.articles(sizes.articles)],
            topical=[Item.of(entry) for entry in topical.articles(each)],
            texts={kind: [prose.text(kind) for _ in range(each)] for kind in KINDS},
        )

    @property
    def usual(self) -> tuple[Sequence[MadeWatch], Sequence[str]]:
        """The watches and names of a large desk: a thousand, and ten thousand."""
        return self.watches[: self.sizes.watches], self.names[: self.sizes.names]


class Contest:
    """Every way by what it is called. `run` measures them all."""

    def __init__(self, made: Made, shipped: Rulebook) -> None:
        self._made = made
        self.watches = self._watch_ways()
        self.names = self._name_ways()
        self.whole = self._whole_ways()
        self.shipped = self._shipped_ways(shipped)
        self.folds: dict[str, tuple[Way[str], Way[str]]] = {
            kind: (Way(_folded), Way(lambda text: len(others.folded_by_character(text)[1])))
            for kind in made.texts
        }

    def run(self) -> None:
        """All in one run, by turns."""
        gc.collect()
        gc.freeze()  # as the service does when it starts
        ours: dict[str, Way[Item]] = self.watches | self.names | self.whole
        folds = (Race(ways, self._made.texts[kind]) for kind, ways in self.folds.items())
        shipped = Race(tuple(self.shipped.values()), self._made.topical)
        races: chain[Race[Any]] = chain(
            [Race(tuple(ours.values()), self._made.items), shipped], folds
        )
        run(races)

    def found(self) -> dict[str, dict[str, float]]:
        """How many articles each way saw; what it found in one, of those that all its like saw."""
        found: dict[str, dict[str, float]] = {}
        for ways in (self.watches, self.names, self.whole, self.shipped):
            shared = set.intersection(*(set(way.found) for way in ways.values()))
            for name, way in ways.items():
                in_one = mean(way.found[index] for index in shared)
                found[name] = {"articles": len(way.found), "found": round(in_one, 3)}
        return found

    def _watch_ways(self) -> dict[str, Way[Item]]:
        sizes, all_watches = self._made.sizes, self._made.watches
        ways: dict[str, Way[Item]] = {}
        for label, count in (
            ("few watches", sizes.few_watches),
            ("watches", sizes.watches),
            ("many watches", sizes.many_watches),
        ):
            some = all_watches[:count]
            ways[label] = Way(_fired(_rulebook(some)))
            seen = SLOWER if label == "many watches" else SLOW
            ways[f"{label}: `in`"] = self._slow(_of_text(others.by_substrings(some)), seen)
        expressions = others.by_expressions(all_watches[: sizes.watches])
        ways["watches: expressions"] = self._slow(_of_text(expressions), SLOWER)
        return ways

    def _name_ways(self) -> dict[str, Way[Item]]:
        ways: dict[str, Way[Item]] = {}
        for label, count in (
            ("names", self._made.sizes.names),
            ("many names", self._made.sizes.many_names),
        ):
            some = self._made.names[:count]
            find = _named(_rulebook((), some))
            ways[f"{label}, new"], ways[f"{label}, steady"] = Way(find), Way(find)
            seen = SLOWEST if label == "many names" else SLOWER
            near = _of_text(others.by_partial_ratio(some))
            ways[f"{label}: partial ratios"] = self._slow(near, seen)
        return ways

    def _whole_ways(self) -> dict[str, Way[Item]]:
        watches, names = self._made.usual
        rules = _rulebook(watches, names)
        bot = _of_text(others.simple_bot(watches, names))
        return {
            "end to end": Way(lambda item: _all_found(item.entry, rules)),
            "end to end: simple bot": self._slow(bot, SLOWER),
        }

    def _shipped_ways(self, shipped: Rulebook) -> dict[str, Way[Item]]:
        find = _of_text(others.one_by_one(plain_terms(shipped)))
        return {
            "shipped rules": Way(_fired(shipped)),
            "shipped rules: terms by expressions": slow(find, len(self._made.topical), SLOWER),
        }

    def _slow(self, work: Callable[[Item], int], seen: int) -> Way[Item]:
        return slow(work, self._made.sizes.articles, seen)


def plain_terms(rules: Rulebook) -> list[str]:
    """The words of a rulebook, without its patterns."""
    return [term.text for term in rules.lexicon.terms if not term.pattern]


def _rulebook(watches: Sequence[MadeWatch], names: Sequence[str] = ()) -> Rulebook:
    return build.sound(build.of(rulefiles.snapshot(watches, names))).rulebook


def _fired(rules: Rulebook) -> Callable[[Item], int]:
    return lambda item: len(match.find(item.article, rules).matches)


def _named(rules: Rulebook) -> Callable[[Item], int]:
    return lambda item: len(match.find(item.article, rules).entities)


def _all_found(entry: Entry, rules: Rulebook) -> int:
    found = match.find(normalise.article(entry, ORIGIN, EPOCH), rules)
    return len(found.matches) + len(found.entities)


def _of_text(find: others.Finder) -> Callable[[Item], int]:
    return lambda item: find(item.text)


def _folded(text: str) -> int:
    """With the way back to the original, which is worked out when it is asked for."""
    folded = fold(text)
    return folded.span(0, len(folded.text))[1]
