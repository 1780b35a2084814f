"""Lints of whole watches: what can never fire, fires twice, or proves nothing."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from tracker.core import conditions, normalise
from tracker.core.conditions import AnyTerm, Condition
from tracker.core.lexicon import Lexicon
from tracker.core.model import Article, Entry, Origin
from tracker.core.rules import Watch
from tracker.errors import Problem
from tracker.rulebook.lints.written import Book, Part, warning

SOON = timedelta(days=14)


def lints(book: Book, today: date) -> Iterator[Problem]:
    """L003, L004, L008, L009, L017."""
    yield from _never_read(book, today)
    yield from _always_excluded(book)
    yield from _expiring(book, today)
    yield from _twins(book)
    yield from _unproven(book)
    yield from _idle_names(book)


def _never_read(book: Book, today: date) -> Iterator[Problem]:
    """No source gives what the watch asks for. Without any source nothing can be said."""
    noon = datetime.combine(today, time(12), UTC)
    given = [_sample(source.origin, noon) for source in book.built.sources if source.enabled]
    if not given:
        return
    for watch, part in book.watches:
        if watch.expires and watch.expires < today:
            continue
        if all(watch.out_of_scope(article) for article in given):
            named = ("sources", "languages", "jurisdictions", "types")
            key = next(name for name in named if getattr(watch, name))
            message = "no source that is switched on gives what this watch asks for"
            hint = "see its sources:, languages:, jurisdictions: and types:"
            yield warning(part.where.below(key), "L003", message, hint, at_key=True)


def _sample(origin: Origin, now: datetime) -> Article:
    return normalise.article(Entry(id="sample", title=""), origin, now)


def _always_excluded(book: Book) -> Iterator[Problem]:
    lexicon = book.built.rulebook.lexicon

    @cache
    def search(terms: frozenset[int]) -> Lexicon:
        return Lexicon(lexicon.terms[term] for term in terms)

    def excluded(term: int, forbidden: AnyTerm) -> bool:
        if term in forbidden.weights:
            return True
        wanted, words = lexicon.terms[term], frozenset(forbidden.weights)
        certain = not (wanted.pattern or wanted.fuzzy)
        return certain and bool(search(words).hits(wanted.text))

    for watch, part in book.watches:
        for wanted, forbidden in _opposed(watch.condition):
            if all(excluded(term, forbidden) for term in wanted.weights):
                message = f"this excludes every text that has one of {wanted.label}"
                hint = "so the watch never fires: make what is excluded narrower"
                key = "none" if (*part.where.path, "none") in part.where.file.document.keys else ""
                where = part.where.below(key) if key else part.where
                yield warning(where, "L003", message, hint, at_key=bool(key))


def _opposed(condition: Condition) -> Iterator[tuple[AnyTerm, AnyTerm]]:
    """Terms of which one must be there, with those of which none may be, in the same fields."""
    parts = condition.of if isinstance(condition, conditions.All) else ()
    for part in parts:
        if isinstance(part, conditions.Not):
            inside = part.of.of if isinstance(part.of, conditions.Any) else (part.of,)
            for forbidden in inside:
                for wanted in parts:
                    if (
                        isinstance(wanted, AnyTerm)
                        and isinstance(forbidden, AnyTerm)
                        and wanted.zones & ~forbidden.zones == 0
                    ):
                        yield wanted, forbidden


def _expiring(book: Book, today: date) -> Iterator[Problem]:
    for watch, part in book.watches:
        if watch.expires is None or watch.expires > today + SOON:
            continue
        where, hint = part.where.below("expires"), "move the day, or take the watch out"
        if watch.expires < today:
            message = f"this watch expired on {watch.expires}, and no longer fires"
            yield warning(where, "L003", message, hint)
        else:
            days = (watch.expires - today).days
            message = f"this watch expires in {days} day{'s' * (days != 1)}"
            yield warning(where, "L017", message, hint)


def _twins(book: Book) -> Iterator[Problem]:
    first: dict[Hashable, Part] = {}
    for watch, part in book.watches:
        other = first.setdefault(_meaning(watch), part)
        if other is not part:
            message = (
                f"this looks for the same as the watch at {other.where.file.line(other.where.path)}"
            )
            hint = "one watch can go to several channels: notify: [a, b]"
            yield warning(part.where, "L004", message, hint)


def _meaning(watch: Watch) -> Hashable:
    """What makes a watch fire, however it is written."""
    scope = (watch.sources, watch.languages, watch.jurisdictions, watch.types, watch.max_age)
    score = (watch.min_score, frozenset(watch.weights.items())) if watch.min_score else 0
    return (_key(watch.condition), scope, score)


def _key(condition: Condition) -> Hashable:
    match condition:
        case AnyTerm():
            return (frozenset(condition.weights), condition.zones)
        case conditions.Not():
            return ("not", _key(condition.of))
        case conditions.Apart():
            return ("apart", _key(condition.of), _key(condition.from_), condition.within)
    keys = [_key(part) for part in condition.of]
    match condition:
        case conditions.Near(ordered=True):
            return ("ordered", tuple(keys), condition.within)
        case conditions.Near():
            return ("near", frozenset(Counter(keys).items()), condition.within)
        case conditions.AtLeast():
            return ("at least", frozenset(keys), condition.count, condition.distinct)
        case conditions.Same():
            return ("same", frozenset(keys), condition.unit)
    return (type(condition).__name__, frozenset(keys))


def _unproven(book: Book) -> Iterator[Problem]:
    counted = Counter((case.watch, case.expected) for case in book.built.cases)
    for watch, part in book.watches:
        absent = [k for k, wanted in (("match", True), ("no_match", False))
                  if not counted[watch.id, wanted]]  # fmt: skip
        if absent:
            message = f"no example says what this watch must {_SAYS[tuple(absent)]}"
            hint = f"add examples: {{{', '.join(f'{key}: [...]' for key in absent)}}}"
            yield warning(part.where, "L008", message, hint)


_SAYS: Mapping[tuple[str, ...], str] = {
    ("match",): "catch",
    ("no_match",): "leave alone",
    ("match", "no_match"): "catch, and what it must leave alone",
}


def _idle_names(book: Book) -> Iterator[Problem]:
    """Entities are found by themselves, so that one which no watch names is no fault."""
    for part in book.of("lists", "macros"):
        if part.name not in book.built.compiler.vocabulary.used:
            message = f"nothing uses ${part.name}"
            yield warning(part.where, "L009", message, "use it, or take it out", at_key=True)
