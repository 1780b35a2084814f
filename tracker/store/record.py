"""Writing down what was decided about an article: its story, the alerts, the reasons.

All of it goes past the session, which would keep thousands of rows of one large feed to look at.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, delete, func, update

from tracker.core.model import Verdict
from tracker.core.normalise import digest
from tracker.core.stories import Traces, changes, stored_title_key
from tracker.store.tables import (
    AlertRow,
    ArticleRow,
    DecisionRow,
    RevisionRow,
    StoryRow,
)

MOST_REVISIONS = 24  # of one article
Row = dict[str, Any]


class Recorder:
    """Works in the transaction that it is given; the caller commits it, whole."""

    def __init__(self, session: Session) -> None:
        self._connection = session.connection()
        self._dialect = self._connection.dialect.name
        self._last: int | None = None  # number of an article, once that is looked up

    def record(
        self,
        verdict: Verdict,
        now: datetime,
        traces: Traces | None = None,
        *,
        raw_hash: str | None = None,
        is_page: bool = False,
    ) -> None:
        """Write down an article, its story, the alerts and the reasons.

        `traces`: by which others find it. `raw_hash`: of the entry it was made of. `is_page`: its
        body is now the text of its page.
        """
        if verdict.story:
            title = verdict.article.title
            story = {"key": verdict.story, "title": title, "started": now, "touched": now}
            self._put(StoryRow, [story], "touched")
        row = _row(verdict)
        if raw_hash is not None:
            row["raw_hash"] = raw_hash
        if is_page:
            row["fetched"] = now
        if verdict.story and traces is not None:
            self._leave(self._put_article(row, traces, now, is_page=is_page), traces)
        else:
            self._put_article(row, None, now, is_page=is_page)
        self._put(AlertRow, _alerts(verdict, now))
        self._put(DecisionRow, _decisions(verdict, now), "told", "reason", "at")

    def _put_article(self, row: Row, traces: Traces | None, now: datetime, *, is_page: bool) -> int:
        """Its number; 0 without a story."""
        number = self._next() if traces is not None else None
        marks = {"number": number, "marks": " ".join(traces.marks)} if traces is not None else {}
        if self._put(ArticleRow, [{"raw_hash": "", **row, **marks}]):
            self._last = number or self._last
            return number or 0
        return self._change_article(row | marks, now, is_page=is_page)

    def _change_article(self, row: Row, now: datetime, *, is_page: bool) -> int:
        """An article that is stored has another text, and keeps its number."""
        mine = col(ArticleRow.key) == row["key"]
        stored: tuple[Any, ...] = tuple(self._connection.execute(STORED.where(mine)).one())
        title, summary, body, fetched, number = stored
        if fetched is not None or not is_page:
            self._keep_revision(row, (title, summary, body), now)
        if number is not None:
            row["number"] = number
        del row["seen"]
        self._connection.execute(update(ArticleRow).where(mine).values(row))
        self._last = max(self._last or 0, row.get("number") or 0) or None
        return int(row.get("number") or 0)

    def _next(self) -> int:
        if self._last is None:
            self._last = self._connection.execute(NEWEST).scalar() or 0
        return self._last + 1

    def _leave(self, number: int, traces: Traces) -> None:
        """The hashes by which others find an article, those of its earlier texts among them."""
        for statement, hashes in ((SKETCH, traces.sketch.keys), (MARK, traces.hashes)):
            if hashes:
                rows = [(key, number) for key in hashes]
                self._connection.exec_driver_sql(statement[self._dialect], rows)

    def _keep_revision(self, row: Row, before: tuple[str, str, str], now: datetime) -> None:
        """What an article said before, so that people can see what was amended; not for ever."""
        texts = row["title"], row["summary"], row["body"]
        if before == texts:
            return
        mine = col(RevisionRow.article) == row["key"]
        newest = select(func.max(RevisionRow.number)).where(mine)
        number = (self._connection.execute(newest).scalar() or 0) + 1
        title, summary, body = before
        revision = {
            "article": row["key"],
            "number": number,
            "title": title,
            "summary": summary,
            "body": body,
            "until": now,
            "changes": changes("\n".join(before), "\n".join(texts)),
        }
        self._put(RevisionRow, [revision])
        too_many = col(RevisionRow.number) <= number - MOST_REVISIONS
        self._connection.execute(delete(RevisionRow).where(mine, too_many))

    def _put(self, table: type[SQLModel], rows: Sequence[Row], *changed: str) -> int:
        """Insert rows; of one that is there already, only these columns change.

        How many were inserted or changed.
        """
        if not rows:
            return 0
        statement = _insert(self._dialect, table, changed)
        return self._connection.execute(statement, rows).rowcount


# Dozens of rows for each article: as the drivers take them, which is twice as quick.
SKETCH, MARK = (
    {
        dialect: f"INSERT INTO {table} (hash, article) VALUES ({sign}, {sign}) "  # noqa: S608  ours
        "ON CONFLICT DO NOTHING"
        for dialect, sign in (("sqlite", "?"), ("postgresql", "%s"))
    }
    for table in ("sketch", "mark")
)
STORED = select(
    *map(
        col,
        (
            ArticleRow.title,
            ArticleRow.summary,
            ArticleRow.body,
            ArticleRow.fetched,
            ArticleRow.number,
        ),
    )
)
NEWEST = select(func.max(ArticleRow.number))


@lru_cache
def _insert(dialect: str, table: type[SQLModel], changed: tuple[str, ...]) -> Insert:
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement: sqlite.Insert | postgresql.Insert = make(table)
    if not changed:
        return statement.on_conflict_do_nothing()
    new = {name: statement.excluded[name] for name in changed}
    return statement.on_conflict_do_update(index_elements=["key"], set_=new)


def _alerts(verdict: Verdict, now: datetime) -> list[Row]:
    return [
        {
            "key": alert.key,
            "watch": alert.watch,
            "story": alert.story,
            "article": verdict.article.key,
            "severity": int(alert.severity),
            "score": alert.match.score,
            "evidence": [asdict(evidence) for evidence in alert.match.evidence],
            "at": now,
        }
        for alert in verdict.alerts
    ]


def _decisions(verdict: Verdict, now: datetime) -> list[Row]:
    article = verdict.article
    told = [(alert.watch, True, verdict.relation.reason) for alert in verdict.alerts]
    silent = [(each.watch, False, each.reason) for each in verdict.suppressed]
    text = digest(article.title, article.summary, article.body) if told or silent else ""
    return [
        {
            "key": digest("decision", article.key, text, watch),
            "article": article.key,
            "watch": watch,
            "told": is_told,
            "reason": reason,
            "at": now,
        }
        for watch, is_told, reason in (*told, *silent)
    ]


def _row(verdict: Verdict) -> Row:
    article, relation = verdict.article, verdict.relation
    return {
        "key": article.key,
        "content_hash": article.content_hash,
        "source": article.source,
        "entry_id": article.entry_id,
        "publisher": article.publisher,
        "tier": article.tier,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "title": article.title,
        "title_key": stored_title_key(article),
        "summary": article.summary,
        "body": article.body,
        "language": article.language,
        "topics": list(article.topics),
        "authors": list(article.authors),
        "type": article.type,
        "published": article.published,
        "seen": article.seen,
        "story": verdict.story or None,
        "relation": str(relation.kind),
        "related_to": relation.of,
        "telling": str(relation.telling),
        "share": relation.share,
        "change": relation.change,
        "reason": relation.reason,
    }
