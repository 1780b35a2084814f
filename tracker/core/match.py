"""Deciding which watches fire for an article, and showing the words that made them."""

from collections.abc import Iterable

from tracker.core.hits import EVERYWHERE, Found, Hits, Place
from tracker.core.lexicon import Lexicon
from tracker.core.model import Article, Evidence, Findings, Match, NearMiss, Severity
from tracker.core.rules import Rulebook, Watch


def find(article: Article, rules: Rulebook, *, explain: bool = False) -> Findings:
    """All that `rules` say about `article`; near misses only when asked to `explain`."""
    hits = Hits.of(article, rules.lexicon, rules.fields)
    matches: list[Match] = []
    near_misses: list[NearMiss] = []
    for watch in rules.watches:
        found = None if watch.out_of_scope(article) else fired(watch, hits)
        if found:
            matches.append(_match(watch, found, hits, article, rules.lexicon))
        elif explain and any(term in hits.by_term for term in watch.weights):
            near_misses.append(_near_miss(watch, hits, article))
    matches.sort(key=lambda match: (-match.severity, -match.score, match.watch))
    return Findings(
        matches=tuple(matches),
        entities=_entities(article, hits, rules),
        near_misses=tuple(near_misses),
    )


def fired(watch: Watch, hits: Hits) -> Found | None:
    """The places that make `watch` fire, or None."""
    found = watch.condition.find(hits)
    return found if found and _score(watch, found) >= watch.min_score else None


def _match(watch: Watch, found: Found, hits: Hits, article: Article, lexicon: Lexicon) -> Match:
    grade, reasons = severity(watch, hits)
    return Match(
        watch=watch.id,
        name=watch.name,
        severity=grade,
        score=_score(watch, found),
        tags=watch.tags,
        notify=watch.notify,
        evidence=_evidence((*found, *reasons), article, lexicon),
        max_age=watch.max_age,
        delivery=watch.delivery,
        cooldown=watch.cooldown,
        draft=watch.draft,
    )


def _score(watch: Watch, found: Found) -> float:
    distinct = {place.hit.term for place in found}
    return round(sum(watch.weights.get(term, 1.0) for term in distinct), 3)


def severity(watch: Watch, hits: Hits) -> tuple[Severity, Found]:
    """The gravest that holds, never less than the watch says; and what raised it."""
    grade, reasons = watch.severity, Found()
    for step in watch.raises:
        places = step.when.find(hits) if step.to > grade else None
        if places is not None:
            grade, reasons = step.to, places
    return grade, reasons


def _evidence(found: Iterable[Place], article: Article, lexicon: Lexicon) -> tuple[Evidence, ...]:
    evidence = []
    for place in sorted(set(found)):
        term = lexicon.terms[place.hit.term]
        text = article.field(place.field)[place.hit.start : place.hit.end]
        evidence.append(
            Evidence(
                term=f"/{term.text}/" if term.pattern else term.text,
                field=place.field,
                start=place.hit.start,
                end=place.hit.end,
                text=text,
                kind="entity" if term.entity else "term",
                entity=term.entity,
            )
        )
    return tuple(evidence)


def _near_miss(watch: Watch, hits: Hits, article: Article) -> NearMiss:
    scope = watch.out_of_scope(article)
    missing = tuple(dict.fromkeys(watch.condition.missing(hits)))
    found = watch.condition.find(hits)
    if found and not scope:
        missing = (f"score {_score(watch, found):g} of {watch.min_score:g}",)
    return NearMiss(watch=watch.id, missing=(scope, *missing) if scope else missing)


def _entities(article: Article, hits: Hits, rules: Rulebook) -> dict[str, tuple[Evidence, ...]]:
    found = {}
    for entity in rules.entities.values():
        present = entity.terms & hits.by_term.keys()
        places = [p for term in present for p in hits.by_term[term] if p.zone & EVERYWHERE]
        if places:
            found[entity.id] = _evidence(places, article, rules.lexicon)
    return found
