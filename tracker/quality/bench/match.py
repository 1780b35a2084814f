"""How quick matching and authoring are, beside what one would otherwise use."""

import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any, TypeVar

from tracker.core.rules import Rulebook
from tracker.quality import backtest
from tracker.quality.bench import compiling, rulefiles
from tracker.quality.bench.contest import Contest, Made, Sizes
from tracker.quality.bench.figures import Result, figure
from tracker.quality.bench.race import Way
from tracker.rulebook import build, examples, query
from tracker.store import Stored

T = TypeVar("T")

FULL = Sizes()
SMALL = Sizes(
    few_watches=2,
    watches=10,
    many_watches=20,
    names=20,
    many_names=40,
    articles=8,
    processes=1,
)
CLOCK = (
    "CPU time of this process; medians of articles; ratios over the articles that both have seen"
)
QUERY = 'alpha AND (beta* OR "gamma delta") AND NOT (epsilon w/5 zeta)'
EXPRESSIONS = "an expression for each keyword"
SUBSTRINGS = "`in` for each keyword"
RATIOS = "a partial ratio for each name"
BY_CHARACTER = "NFKC and casefold of each character, with a list of places"
PER_SECOND = {"ms": 1e3, "us": 1e6}


def sized(watches: int, articles: int) -> Sizes:
    """With so many watches, a hundredth as few and ten times as many; and so many articles."""
    return Sizes(
        few_watches=max(1, watches // 100),
        watches=watches,
        many_watches=10 * watches,
        articles=articles,
    )


def match_bench(
    shipped: Rulebook, sizes: Sizes = FULL, names: Sequence[str] = ()
) -> dict[str, Any]:
    """All figures, measured in one run. `names`: real ones, which come before the made ones.

    The goals are for the `FULL` sizes; of others nothing is said to hold. `found`: what each way
    finds in an article, by which one sees that they do the same.
    """
    made = Made.of(sizes, shipped, names)
    contest = Contest(made, shipped)
    contest.run()
    rows = [
        *_watches(sizes, contest),
        *_folding(contest),
        *_names(sizes, contest),
        *_whole(contest, f"{sizes.watches} watches and {sizes.names} names"),
        *_compiling(made, f"{sizes.watches} watches and {sizes.names} names"),
        *_authoring(made, contest),
    ]
    unsaid: Result = {"goal": "", "holds": None}
    rows = [unsaid | row if sizes == FULL else row | unsaid for row in rows]
    return {"name": "match", "clock": CLOCK, "found": contest.found(), "results": rows}


def _watches(sizes: Sizes, contest: Contest) -> Iterator[Result]:
    ways = contest.watches
    metric, ours = f"{sizes.watches} watches, an article", ways["watches"]
    row = _held(metric, ours, "us", EXPRESSIONS, ways["watches: expressions"])
    yield _goal(row, at_least=2000)
    yield _goal(_held(metric, ours, "us", SUBSTRINGS, ways["watches: `in`"]), at_least=60)
    metric = f"from {sizes.few_watches} to {sizes.many_watches} watches the cost grows"
    ours_grow = ways["many watches"].median / ways["few watches"].median
    they_grow = ways["many watches: `in`"].median / ways["few watches: `in`"].median
    yield _goal(
        figure(metric, ours_grow, "x", f"that of {SUBSTRINGS}", they_grow / ours_grow), at_most=20
    )


def _folding(contest: Contest) -> Iterator[Result]:
    for kind, (ours, theirs) in contest.folds.items():
        row = _held(f"folding with offsets, {kind} text", ours, "us", BY_CHARACTER, theirs)
        yield _goal(row, at_least=10)


def _names(sizes: Sizes, contest: Contest) -> Iterator[Result]:
    ways = contest.names
    theirs = ways["names: partial ratios"]
    for state, limit in (("new", 1.5), ("steady", 0.7)):
        metric, ours = f"{sizes.names} names, {state} article", ways[f"names, {state}"]
        row = _held(metric, ours, "ms", RATIOS, theirs)
        yield _goal(row, at_most=limit, at_least=60)
    they_grow = ways["many names: partial ratios"].median / theirs.median
    for state in ("new", "steady"):
        metric = f"from {sizes.names} to {sizes.many_names} names the cost grows, {state} article"
        ours_grow = ways[f"many names, {state}"].median / ways[f"names, {state}"].median
        yield _goal(
            figure(metric, ours_grow, "x", f"that of {RATIOS}", they_grow / ours_grow), at_most=3
        )


def _whole(contest: Contest, size: str) -> Iterator[Result]:
    ways = contest.whole
    bot = "a bot: re.search for each keyword, a partial ratio for each name"
    metric = f"{size}, an entry normalised and matched"
    row = _held(metric, ways["end to end"], "ms", bot, ways["end to end: simple bot"])
    yield _goal(row, at_most=1.5, at_least=300)


def _compiling(made: Made, size: str) -> Iterator[Result]:
    cost = compiling.cost(rulefiles.snapshot(*made.usual), made.sizes.processes)
    yield figure(f"{size}, their files read", cost.reading, "CPU s")
    yield _goal(figure(f"{size}, compiled", cost.compiling, "CPU s"), at_most=2)
    yield _goal(figure(f"{size}, memory they keep", cost.kept, "MB"), at_most=80)
    yield figure(f"{size}, memory at most while they are made", cost.peak, "MB")


def _authoring(made: Made, contest: Contest) -> Iterator[Result]:
    count, articles = made.sizes.watches, made.sizes.articles
    snapshot = rulefiles.with_examples(count)
    built, reading = _spent(lambda: build.sound(build.of(snapshot)))
    failed, proving = _spent(lambda: list(examples.failures(built)))
    if failed:
        raise AssertionError(f"an example of the bench fails: {failed[0]}")
    parsing = median(_spent(lambda: query.parse(QUERY))[1] for _ in range(50))
    one = build.alone(built.rulebook, built.rulebook.watches[:1])
    stored = [Stored(article=item.article, story="") for item in made.items]
    _, replaying = _spent(lambda: backtest.run(stored, one))
    ours, theirs = contest.shipped.values()
    yield figure(f"{count} watches read and checked", reading, "s")
    yield figure("a query parsed", parsing * PER_SECOND["ms"], "ms")
    yield figure(f"the examples of {count} watches", proving, "s")
    yield figure(
        "articles matched, shipped rules",
        1 / ours.median,
        "1/s",
        versus="an expression for each term",
        ratio=theirs.slower_than(ours),
    )
    yield figure(f"one watch against {articles} articles", replaying, "s")


def _held(metric: str, ours: Way[T], unit: str, versus: str, theirs: Way[T]) -> Result:
    value = ours.median * PER_SECOND[unit]
    return figure(metric, value, unit, versus, theirs.slower_than(ours))


def _goal(row: Result, *, at_most: float | None = None, at_least: float | None = None) -> Result:
    """The row with what is wanted: so much at most of the value, so many times at least."""
    wanted = []
    if at_most is not None:
        wanted.append((f"≤ {at_most:g} {row['unit']}", row["value"] <= at_most))
    if at_least is not None:
        wanted.append((f"≥ {at_least:g} times", row["ratio"] >= at_least))
    goal, holds = ", ".join(text for text, _ in wanted), all(held for _, held in wanted)
    return row | {"goal": goal, "holds": holds}


def _spent(work: Callable[[], T]) -> tuple[T, float]:
    """What `work` gives, and the CPU seconds it took."""
    started = time.process_time()
    result = work()
    return result, time.process_time() - started
