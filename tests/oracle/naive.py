"""What watches say about an article, every one of them evaluated whatever stands in it."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from tests.oracle.conditions import find
from tests.oracle.reading import Reading, Shown, Words
from tracker.core.conditions import AnyTerm, Apart, Condition, Not
from tracker.core.model import Article, Severity
from tracker.core.rules import Entity, Watch


class Told(NamedTuple):
    """What is said of a watch that fires."""

    watch: str
    severity: Severity
    score: float
    evidence: Counter[Shown]


def told(article: Article, watches: Iterable[Watch], reading: Reading) -> list[Told]:
    """Those that fire: the gravest first, then the highest score, then by name."""
    found = [_told(watch, article, reading) for watch in watches]
    fired = [one for one in found if one is not None]
    return sorted(fired, key=lambda one: (-one.severity, -one.score, one.watch))


def _told(watch: Watch, article: Article, reading: Reading) -> Told | None:
    truths = scope(watch, article)
    reading.log.update(truths.items())
    found = find(watch.condition, reading.words, reading)
    if not found or not all(truths.values()):
        return None
    weights = weights_of(watch.condition)
    score = round(sum(weights[term] for term in {word.term for word in found}), 3)
    if watch.min_score:
        reading.log.add(("min_score", score >= watch.min_score))
    severity, reasons = _raised(watch, reading)
    evidence = reading.shown(found | reasons)
    return Told(watch.id, severity, score, evidence) if score >= watch.min_score else None


def _raised(watch: Watch, reading: Reading) -> tuple[Severity, Words]:
    """The gravest that holds, and the words of the first condition that says so."""
    severity, reasons = watch.severity, Words()
    for step in watch.raises:
        found = find(step.when, reading.words, reading)
        reading.log.add(("raise", found is not None and step.to > watch.severity))
        if found is not None and step.to > severity:
            severity, reasons = step.to, found
    return severity, reasons


def weights_of(condition: Condition) -> dict[int, float]:
    """What each term that may be evidence adds to the score: the most that is said of it."""
    match condition:
        case AnyTerm():
            return dict(condition.weights)
        case Not():
            return {}
        case Apart():
            return weights_of(condition.of)
    parts = [weights_of(part) for part in condition.of]
    return {term: max(p[term] for p in parts if term in p) for part in parts for term in part}


def scope(watch: Watch, article: Article) -> dict[str, bool]:
    """Each limit of the watch with whether the article is within; what it does not say, it is."""
    names = {article.source} | {f"tag:{tag}" for tag in article.source_tags}
    languages = {article.language, article.language.split("-")[0]}
    laws = article.jurisdictions if article.tier == "official" else frozenset()
    truths = {
        "expires": not watch.expires or article.seen.date() <= watch.expires,
        "sources": not watch.sources.isdisjoint(names),
        "languages": not article.language or not watch.languages.isdisjoint(languages),
        "types": not article.type or article.type in watch.types,
        "jurisdictions": not laws or not watch.jurisdictions.isdisjoint(laws),
    }
    return {limit: truth for limit, truth in truths.items() if getattr(watch, limit)}


def named(entities: Iterable[Entity], reading: Reading) -> dict[str, Counter[Shown]]:
    """Every entity that title, summary or body name, with the words."""
    texts = {"title", "summary", "body"}
    found = {
        entity.id: [w for w in reading.words if w.term in entity.terms and w.field in texts]
        for entity in entities
    }
    return {name: reading.shown(words) for name, words in found.items() if words}
