"""Deciding which watches fire for an article, and showing the words that made them."""

from collections.abc import Iterable

from tracker.core.conditions import Found, Hits, Place
from tracker.core.model import Article, Evidence, Findings, Match, NearMiss
from tracker.core.rules import Rulebook, Watch
from tracker.core.terms import Lexicon


def find(article: Article, rules: Rulebook, *, explain: bool = False) -> Findings:
    """All that `rules` say about `article`; near misses only when asked to `explain`."""
    hits = Hits.of(article, rules.lexicon)
    matches: list[Match] = []
    near_misses: list[NearMiss] = []
    for watch in rules.watches:
        scope = hits.within(watch.fields)
        found = None if watch.out_of_scope(article) else watch.condition.find(scope)
        if found:
            matches.append(_match(watch, found, article, rules.lexicon))
        elif explain and any(term in hits.by_term for term in watch.weights):
            near_misses.append(_near_miss(watch, scope, article))
    matches.sort(key=lambda match: (-match.severity, -match.score, match.watch))
    return Findings(
        matches=tuple(matches),
        entities=_entities(article, hits, rules),
        near_misses=tuple(near_misses),
    )


def _match(watch: Watch, found: Found, article: Article, lexicon: Lexicon) -> Match:
    distinct = {place.hit.term for place in found}
    return Match(
        watch=watch.id,
        name=watch.name,
        severity=watch.severity,
        score=round(sum(watch.weights.get(term, 1.0) for term in distinct), 3),
        tags=watch.tags,
        notify=watch.notify,
        evidence=_evidence(found, article, lexicon),
    )


def _evidence(found: Iterable[Place], article: Article, lexicon: Lexicon) -> tuple[Evidence, ...]:
    evidence = []
    for place in sorted(set(found)):
        term = lexicon.terms[place.hit.term]
        text = article.field(place.field)[place.hit.start : place.hit.end]
        evidence.append(
            Evidence(
                term=term.text + "*" * term.prefix,
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
    return NearMiss(watch=watch.id, missing=(scope, *missing) if scope else missing)


def _entities(article: Article, hits: Hits, rules: Rulebook) -> dict[str, tuple[Evidence, ...]]:
    found = {}
    for entity in rules.entities.values():
        places = [p for term in entity.terms & hits.by_term.keys() for p in hits.by_term[term]]
        if places:
            found[entity.id] = _evidence(places, article, rules.lexicon)
    return found
