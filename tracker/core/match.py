"""Deciding which watches fire for an article, and showing the words that made them."""

from collections import defaultdict
from collections.abc import Iterable

from tracker.core.hits import EVERYWHERE, Found, Hits, Place
from tracker.core.lexicon import Lexicon
from tracker.core.model import Article, Evidence, Findings, Match, NearMiss, Severity
from tracker.core.rules import Rulebook, Watch


def find(article: Article, rules: Rulebook, *, explain: bool = False) -> Findings:
    """All that `rules` say about `article`; near misses only when asked to `explain`."""
    hits = Hits.of(article, rules.lexicon, rules.fields)
    matches = []
    for number in rules.index.possible(hits.by_term):
        watch = rules.watches[number]
        found = fired(watch, hits)
        if found and not watch.out_of_scope(article):
            matches.append(_match(watch, found, hits, article, rules.lexicon))
    matches.sort(key=lambda match: (-match.severity, -match.score, match.watch))
    return Findings(
        matches=tuple(matches),
        entities=_entities(article, hits, rules),
        near_misses=_near_misses(article, hits, rules, matches) if explain else (),
        concepts=concepts(hits, rules) if matches else (),
    )


def fired(watch: Watch, hits: Hits) -> Found | None:
    """The places that make `watch` fire, or None."""
    found = watch.condition.find(hits)
    if found and watch.min_score and _score(watch, found) < watch.min_score:
        return None
    return found or None


def _match(watch: Watch, found: Found, hits: Hits, article: Article, lexicon: Lexicon) -> Match:
    grade, reasons = severity(watch, hits)
    return Match(
        watch=watch.id,
        name=watch.name,
        severity=grade,
        score=_score(watch, found),
        tags=watch.tags,
        notify=watch.notify,
        evidence=evidence((*found, *reasons), article, lexicon),
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


def evidence(found: Iterable[Place], article: Article, lexicon: Lexicon) -> tuple[Evidence, ...]:
    """The words at these places, each place once, in the order of the article."""
    words = []
    for place in sorted(set(found)):
        term = lexicon.terms[place.hit.term]
        text = article.field(place.field)[place.hit.start : place.hit.end]
        words.append(
            Evidence(
                term=term.label,
                field=place.field,
                start=place.hit.start,
                end=place.hit.end,
                text=text,
                kind="entity" if term.entity else "term",
                entity=term.entity,
            )
        )
    return tuple(words)


def _near_misses(
    article: Article, hits: Hits, rules: Rulebook, matches: Iterable[Match]
) -> tuple[NearMiss, ...]:
    fired_ids = {found.watch for found in matches}
    return tuple(
        _near_miss(watch, hits, article)
        for watch in rules.watches
        if watch.id not in fired_ids and any(term in hits.by_term for term in watch.weights)
    )


def _near_miss(watch: Watch, hits: Hits, article: Article) -> NearMiss:
    scope = watch.out_of_scope(article)
    missing = tuple(dict.fromkeys(watch.condition.missing(hits)))
    found = watch.condition.find(hits)
    if found and not scope:
        missing = (f"score {_score(watch, found):g} of {watch.min_score:g}",)
    return NearMiss(watch=watch.id, missing=(scope, *missing) if scope else missing)


def concepts(hits: Hits, rules: Rulebook) -> tuple[str, ...]:
    """The lists of which a word was found."""
    found = hits.by_term.keys() & rules.concepts.keys()
    return tuple(sorted({name for term in found for name in rules.concepts[term]}))


def _entities(article: Article, hits: Hits, rules: Rulebook) -> dict[str, tuple[Evidence, ...]]:
    found: dict[str, list[Place]] = defaultdict(list)
    for term in hits.by_term.keys() & rules.owners.keys():
        places = [place for place in hits.by_term[term] if place.zone & EVERYWHERE]
        for entity in rules.owners[term] if places else ():
            found[entity] += places
    return {entity: evidence(found[entity], article, rules.lexicon) for entity in sorted(found)}
