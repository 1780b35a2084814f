"""Articles given to a real desk with a real database, one after the other, as polls would."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import text

from tracker.core import match
from tracker.core.hits import Hits
from tracker.core.model import Article, Entry, Findings, Match, Outcome, Severity
from tracker.core.normalise import digest, key
from tracker.core.rules import Rulebook
from tracker.core.standing import Polled, Standing
from tracker.desk import Batch, Cores, Desk
from tracker.sources.feed import Feed
from tracker.store import Database

EVERYTHING = Match(
    watch="eval/everything",
    name="Everything",
    severity=Severity.medium,
    score=1.0,
    tags=(),
    notify=(),
    evidence=(),
)


class FiresAlways(Cores):
    """One watch fires for every article; entities and lists are those of the rules."""

    def find(self, articles: Sequence[Article], rules: Rulebook) -> list[Findings]:
        """What the rules say about each of the articles, and that watch."""
        return [_found(article, rules) for article in articles]


def _found(article: Article, rules: Rulebook) -> Findings:
    hits = Hits.of(article, rules.lexicon, rules.fields)
    findings = match.find(article, rules)
    return replace(findings, matches=(EVERYTHING,), concepts=match.concepts(hits, rules))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of an article."""

    key: str
    relation: str
    telling: str
    of: str
    story: str
    reason: str
    alerts: int


class Judge:
    """Gives rows with `source`, `url`, `title` and `text` to the desk."""

    def __init__(self, database: Database, rules: Rulebook) -> None:
        self._database = database
        self._desk = Desk(database, lambda: rules, tuple, FiresAlways())

    def give(self, row: Mapping[str, Any], at: datetime) -> Told:
        """Have it decided, and say what became of it."""
        source = feed(str(row["source"]))
        batch = Batch(
            source=source,
            before=Standing(source=source.id, next_poll=at, first=False, succeeded=at),
            entries=(entry(row),),
            polled=Polled(at=at, outcome=Outcome.ok),
        )
        tally = self._desk.decide(batch, at)
        return self._told(key(entry(row), source.origin), tally.alerts, tally.new)

    def _told(self, article: str, alerts: int, new: int) -> Told:
        query = text(
            "SELECT relation, telling, related_to, story, reason FROM article WHERE key = :key"
        )
        if not new:  # it is known under this id, or another one, and says the same
            return Told(
                key=article,
                relation="same_entry",
                telling="suppress",
                of=article,
                story="",
                reason="the same entry says the same",
                alerts=0,
            )
        with self._database.reading() as session:
            relation, telling, of, story, reason = session.execute(query, {"key": article}).one()
        return Told(
            key=article,
            relation=relation,
            telling=telling,
            of=of,
            story=story,
            reason=reason,
            alerts=alerts,
        )


def entry(row: Mapping[str, Any]) -> Entry:
    """A row as a feed would give it: its address is its id."""
    return Entry(
        id=str(row["url"]), title=row["title"], url=row["url"], summary=row["text"], html=True
    )


@cache
def feed(name: str) -> Feed:
    """A source of this name."""
    return Feed(
        id=f"s{digest(name)[:12]}", name=name, url="https://feed.example/", full_text="never"
    )


@contextmanager
def judge(rules: Rulebook) -> Iterator[Judge]:
    """One with an empty database of its own, which is gone afterwards."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "tracker.db"
        file.write_bytes(empty_database())
        with closing(Database(f"sqlite:///{file}")) as database:
            yield Judge(database, rules)


@cache
def empty_database() -> bytes:
    """Made once: the migrations take longer than a few decisions."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "tracker.db"
        Database(f"sqlite:///{file}").close()
        return file.read_bytes()
