"""Running the examples inside the rules: each watch proves what it catches and what it leaves."""

from collections.abc import Iterator
from datetime import UTC, datetime

from tracker.core import match, normalise
from tracker.core.model import Article, Entry, Origin
from tracker.core.rules import Rulebook, Watch
from tracker.errors import Problem
from tracker.rulebook import schema
from tracker.rulebook.build import Built, Case, only
from tracker.rulebook.routing import tests as route_tests

ORIGIN = Origin(id="example", name="example")
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # no rule may depend on when an example was read


def failures(built: Built) -> Iterator[Problem]:
    """Every example, and every test of a route, that does not come out as its rule says."""
    alone = {watch.id: only(built.rulebook, (watch,)) for watch in built.rulebook.watches}
    for case in built.cases:
        (watch,) = alone[case.watch].watches
        fault = _fault(case, watch, alone[case.watch], built)
        if fault:
            hint = "; ".join(filter(None, (fault[1], *watch.because)))
            yield case.document.problem(case.path, "example", f"{watch.name}: {fault[0]}", hint)
    yield from route_tests.failures(built.route_tests, built.rulebook)


def article_of(example: schema.ExampleRule, watch: Watch) -> Article:
    """The example as it would arrive, from a source that `watch` looks at."""
    entry = Entry(
        id=example.title,
        title=example.title,
        summary=example.summary,
        content=example.body,
        language=example.language,
        url=example.url,
        authors=example.author,
        topics=example.tags,
    )
    return normalise.article(entry, _origin(watch.sources), EPOCH)


def _fault(case: Case, watch: Watch, alone: Rulebook, built: Built) -> tuple[str, str] | None:
    example = case.example
    article = article_of(example, watch)
    findings = match.find(article, alone, explain=True)
    found = next(iter(findings.matches), None)
    if case.expected and found is None:
        missing = [m for near in findings.near_misses for m in near.missing]
        return "this text should match, and does not", "; ".join(missing) or "no term is in it"
    if not case.expected and found is not None:
        words = ", ".join(f"'{e.text}' in {e.field}" for e in found.evidence)
        return "this text should not match, and does", f"because of {words}"
    regraded = is_regraded(case, built)
    if found and example.severity and found.severity != example.severity and not regraded:
        return f"severity is {found.severity}, should be {example.severity}", ""
    return None


def is_regraded(case: Case, built: Built) -> bool:
    """Whether an override chose the severity: what the pack promised of it is off."""
    where = built.definitions[case.watch].where
    changed = where.file.document.origins
    return (*where.path, "severity") in changed and case.document is where.file.document


def _origin(sources: frozenset[str]) -> Origin:
    """An origin that the watch looks at: examples are about words."""
    named = sorted(s for s in sources if not s.startswith("tag:"))
    tags = frozenset(s.removeprefix("tag:") for s in sources if s.startswith("tag:"))
    return (
        Origin(id=named[0], name="example", tags=tags)
        if named
        else Origin(id="example", name="example", tags=tags)
    )
