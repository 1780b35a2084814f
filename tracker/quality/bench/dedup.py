"""How quick it is decided what an article is to a million stored ones."""

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import text
from sqlmodel import Session

from tracker.core import match
from tracker.core.model import Article, Entry, Findings, Origin
from tracker.core.normalise import article as normalised
from tracker.core.rules import Rulebook
from tracker.core.stories import Traces
from tracker.desk.sitting import Sitting
from tracker.quality.bench.figures import Result, figure, timed
from tracker.quality.dedup.judge import EVERYTHING
from tracker.quality.dedup.streams import Text, made
from tracker.rulebook.settle import settle
from tracker.store import Database, StoryFinder, Windows

STORED = (10_000, 100_000, 1_000_000)
DECIDED = 300  # articles at each size
BATCH = 20  # of them in one transaction, as a poll brings them
ASKED = 10  # titles that are compared with all
KEPT = 600  # texts of which the stored articles are made
WINDOW, LIFE = 90, 14  # days over which they are spread, and of which the marks are kept
SEED = 6
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CUTOFF = 90  # token_set_ratio above which a simple bot calls a title known
NUMBER = re.compile(r"\d+")

Judged = tuple[Article, Findings, Traces]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What was measured with so many articles stored. Seconds."""

    stored: int
    decisions: Sequence[float]
    lookups: Sequence[float]
    throughput: float  # articles a second, commits included
    simple: float  # a comparison with every title


def dedup_bench(rules: Rulebook, sizes: Sequence[int] = STORED) -> dict[str, Any]:
    """All figures, measured in one run, on a database on disk that grows from size to size."""
    with TemporaryDirectory() as folder:
        store = _Store(Path(folder) / "tracker.db", rules)
        settle()  # as the service does, so that the rules are not walked through again and again
        gc.freeze()
        rounds = [store.round(size) for size in sizes]
        index = store.bytes_of_index()
    results = [row for each in rounds for row in _of(each)]
    growth = median(rounds[-1].decisions) / median(rounds[0].decisions)
    spread = f"from {sizes[0]:,} to {sizes[-1]:,} stored"
    results += [
        _goal(figure(f"a decision grows {spread}", growth, "x"), at_most=5),
        _goal(figure("the index of texts on disk, of an article", index, "bytes"), at_most=150),
    ]
    return {"name": "dedup", "results": results}


def _of(found: Round) -> Iterator[Result]:
    size = f"{found.stored:,} stored"
    middle, late = median(found.decisions) * 1e3, quantiles(found.decisions, n=20)[-1] * 1e3
    simple, versus = found.simple * 1e3, f"token_set_ratio over {found.stored:,} titles"
    ratio = simple / middle
    yield _goal(figure(f"a whole decision, {size}", middle, "ms", versus, ratio), at_most=2)
    yield _goal(figure(f"a whole decision, {size}, 95th percentile", late, "ms"), at_most=5)
    lookup = quantiles(found.lookups, n=100)[-1] * 1e3
    yield _goal(figure(f"candidates looked up, {size}, 99th percentile", lookup, "ms"), at_most=1)
    yield _goal(figure(f"decided on one core, {size}", found.throughput, "1/s"), at_least=500)


def _goal(row: Result, *, at_most: float | None = None, at_least: float | None = None) -> Result:
    value = row["value"]
    if at_most is not None:
        return row | {"goal": f"at most {at_most:g}", "holds": value <= at_most}
    return row | {"goal": f"at least {at_least:g}", "holds": value >= (at_least or 0)}


class _Store:
    """A database that is filled in bulk, and asked as the desk does, by a new connection."""

    def __init__(self, file: Path, rules: Rulebook) -> None:
        self._url = f"sqlite:///{file}"
        self._rules = rules
        self._found = 0
        self._fresh = [_judged(article, rules) for article in _articles(made(KEPT, "en", SEED + 1))]
        texts = [_judged(article, rules) for article in _articles(made(KEPT, "en", SEED))]
        self._titles = [article.title for article, _, _ in texts]
        with closing(Database(self._url)) as database, database.writing() as session:
            for table in PREPARED:
                session.execute(text(table))
            session.execute(
                text(MADE),
                [
                    {"n": n, "title": a.title, "body": a.body, "marks": " ".join(traces.marks)}
                    for n, (a, _, traces) in enumerate(texts)
                ],
            )
            for statement, hashes in (
                (HOT, [key for _, _, traces in self._fresh for key in traces.sketch.keys[-1:]]),
                (MARKED, [key for _, _, traces in self._fresh for key in traces.hashes]),
            ):
                rows = [{"n": n, "hash": key} for n, key in enumerate(hashes)]
                session.execute(text(statement), rows)

    def round(self, size: int) -> Round:
        """Fill up to `size`, then decide, each by a new connection with an empty cache."""
        self._fill(size)
        chosen = self._fresh[self._found : self._found + DECIDED]
        self._found += DECIDED
        with closing(Database(self._url)) as database:
            decisions, seconds = timed(lambda: list(self._decide(database, chosen)))
        with closing(Database(self._url)) as database, database.reading() as session:
            finder = StoryFinder(session, NOW, Windows())
            lookups = [
                timed(partial(finder.postings, traces.sketch.keys))[1] for _, _, traces in chosen
            ]
        titles = [f"{self._titles[n % KEPT]} {n}" for n in range(size)]
        simple = [timed(partial(_like_any, a.title, titles))[1] for a, _, _ in chosen[:ASKED]]
        return Round(
            stored=size,
            decisions=decisions,
            lookups=lookups,
            throughput=len(decisions) / seconds,
            simple=median(simple),
        )

    def bytes_of_index(self) -> float:
        """What the hashes of texts take on disk, for an article."""
        with closing(Database(self._url)) as database, database.writing() as session:
            before = _used(session)
            count = session.execute(text("SELECT count(number) FROM article")).scalar_one()
            session.execute(text("DELETE FROM sketch"))
            return (before - _used(session)) / int(count)

    def _decide(self, database: Database, chosen: Sequence[Judged]) -> Iterator[float]:
        """Seconds of each decision."""
        for start in range(0, len(chosen), BATCH):
            with database.writing() as session:
                sitting = _sitting(session, self._rules)
                for article, findings, _ in chosen[start : start + BATCH]:
                    yield timed(partial(sitting.decide, article, findings, None))[1]

    def _fill(self, size: int) -> None:
        with closing(Database(self._url)) as database, database.writing() as session:
            count = "SELECT coalesce(max(number), 0) FROM article"
            first = int(session.execute(text(count)).scalar_one()) + 1
            values = {
                "first": first,
                "last": size,
                "start": f"{NOW - timedelta(days=WINDOW):%Y-%m-%d %H:%M:%S}",
                "step": WINDOW * 86400 / STORED[-1],
                "live": size - size * LIFE // WINDOW,
            }
            for statement in STORED_SQL.read_text(encoding="utf-8").split(";\n\n"):
                session.execute(text(statement), values)


def _sitting(session: Session, rules: Rulebook) -> Sitting:
    finder = StoryFinder(session, NOW, Windows())
    return Sitting(session, finder, rules, NOW, NOW)


def _used(session: Session) -> int:
    """Bytes of the file that are in use."""
    pages, free, size = (
        int(session.execute(text(f"PRAGMA {name}")).scalar_one())
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size


def _articles(texts: Sequence[Text]) -> Iterator[Article]:
    """By turns: news, the same from elsewhere, and a sequel with other numbers."""
    for n, each in enumerate(texts):
        yield _article(f"wire{n % 7}", f"{n}", each.title, each.text)
        yield _article(f"paper{n % 11}", f"{n}", f"{each.title} - The Paper Times", each.text)
        title, body = (NUMBER.sub(_next, part) for part in (each.title, each.text))
        yield _article(f"wire{n % 5}", f"{n} again", title, body)


def _article(source: str, name: str, title: str, body: str) -> Article:
    entry = Entry(id=name, title=title, content=body, url=f"https://{source}.example/{name}")
    return normalised(entry, Origin(id=source, name=source), NOW)


def _next(number: re.Match[str]) -> str:
    return str(int(number[0]) + 3)


def _judged(article: Article, rules: Rulebook) -> Judged:
    findings = replace(match.find(article, rules), matches=(EVERYTHING,))
    return article, findings, Traces.of(article, findings)


def _like_any(title: str, titles: Sequence[str]) -> object:
    return process.extractOne(title, titles, scorer=fuzz.token_set_ratio, score_cutoff=CUTOFF)


PREPARED = (
    "CREATE TABLE made (n INTEGER PRIMARY KEY, title, body, marks)",
    "CREATE TABLE hot (n INTEGER PRIMARY KEY, hash)",
    "CREATE TABLE marked (n INTEGER PRIMARY KEY, hash)",
)
MADE = "INSERT INTO made VALUES (:n, :title, :body, :marks)"
HOT, MARKED = "INSERT INTO hot VALUES (:n, :hash)", "INSERT INTO marked VALUES (:n, :hash)"
STORED_SQL = Path(__file__).with_name("stored.sql")
