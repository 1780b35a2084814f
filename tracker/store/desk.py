"""What the desk reads and writes while it decides one batch: all in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import insert, text
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, delete, func, or_, select, update

from tracker.core import stories
from tracker.core.identity import Trace
from tracker.core.message import Card
from tracker.core.model import Article, Verdict
from tracker.core.normalise import digest
from tracker.core.routing import Decision
from tracker.core.stories import Traces, changes
from tracker.store.tables import (
    AlertRow,
    AliasRow,
    ArticleRow,
    DecisionRow,
    DeliveryRow,
    RevisionRow,
    StoryRow,
)

CARD = TypeAdapter(Card)
CHUNK = 500  # parameters in one statement; SQLite allows 32,766


DAY = timedelta(days=1)
# A text that comes again leaves some of the same hashes.
SKETCH, MARK = (
    text(f"INSERT INTO {table} (hash, article) VALUES (:hash, :article) ON CONFLICT DO NOTHING")
    for table in ("sketch", "mark")
)
MOST_REVISIONS = 24  # of one article
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What is stored of an article. `is_page`: its body is the text of its page.

    `revisions`: how many of its texts were replaced; `amended`: in the last day.
    """

    content_hash: str
    relation: str
    amended: int
    revisions: int
    story: str
    title: str
    summary: str
    body: str
    is_page: bool


class DeskWriter:
    """Works in the transaction that it is given; the caller commits it, whole."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hashes(self, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Of the articles among `keys` that are stored: key -> its raw and its content hash."""
        found: dict[str, tuple[str, str]] = {}
        for some in batched(keys):
            query = select(ArticleRow.key, ArticleRow.raw_hash, ArticleRow.content_hash)
            rows = self._session.exec(query.where(col(ArticleRow.key).in_(some)))
            found.update((key, (raw, content)) for key, raw, content in rows)
        return found

    def aliases(self, keys: Sequence[str]) -> dict[str, str]:
        """Of those among `keys` that are other ids of a stored article: key -> its key."""
        found: dict[str, str] = {}
        for some in batched(keys):
            query = select(AliasRow.key, AliasRow.article).where(col(AliasRow.key).in_(some))
            found.update(self._session.exec(query).all())
        return found

    def alias(self, key: str, article: str) -> None:
        """Remember that `key` stands for a stored article, in the place of its last other id.

        Some feeds invent another guid at every poll: one is enough to know it by.
        """
        self._session.exec(delete(AliasRow).where(col(AliasRow.article) == article))
        self._session.merge(AliasRow(key=key, article=article))

    def traces(self, source: str, articles: Sequence[Article]) -> list[Trace]:
        """Stored articles of `source` with the address or the title of one of `articles`."""
        found: dict[str, Trace] = {}
        for some in batched(articles):
            addresses = {article.canonical_url for article in some} - {""}
            titles = {stories.stored_title_key(article) for article in some} - {""}
            columns = (
                ArticleRow.key,
                ArticleRow.canonical_url,
                ArticleRow.title_key,
                ArticleRow.published,
                ArticleRow.content_hash,
            )
            query = select_columns(*map(col, columns)).where(
                col(ArticleRow.source) == source,
                or_(
                    col(ArticleRow.canonical_url).in_(addresses),
                    col(ArticleRow.title_key).in_(titles),
                ),
            )
            for key, url, title, published, content_hash in self._session.execute(query):
                found[key] = Trace(
                    key=key,
                    canonical_url=url,
                    title_key=title,
                    published=published,
                    content_hash=content_hash,
                )
        return list(found.values())

    def before(self, article_key: str, now: datetime) -> Before | None:
        """What is stored of an article; None when it is new."""
        row = self._session.get(ArticleRow, article_key)
        if row is None:
            return None
        mine = col(RevisionRow.article) == article_key
        return Before(
            content_hash=row.content_hash,
            relation=row.relation,
            amended=self._session.exec(
                select(func.count()).where(mine, col(RevisionRow.until) > now - DAY)
            ).one(),
            revisions=self._session.exec(select(func.max(RevisionRow.number)).where(mine)).one()
            or 0,
            story=row.story or "",
            title=row.title,
            summary=row.summary,
            body=row.body,
            is_page=row.fetched is not None,
        )

    def decided(self, article_key: str) -> set[str]:
        """Watches about which a decision was taken for an earlier text of this article."""
        query = select(DecisionRow.watch).where(col(DecisionRow.article) == article_key)
        return set(self._session.exec(query))

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
        article = verdict.article
        if verdict.story:
            self._touch_story(verdict, now)
        row = _row(verdict)
        if raw_hash is not None:
            row["raw_hash"] = raw_hash
        if is_page:
            row["fetched"] = now
        if verdict.story and traces is not None:
            row["marks"] = " ".join(traces.marks)
        self._put_article(row, now, is_page=is_page)
        if verdict.story and traces is not None:
            self._leave(article.key, traces)
        self._put_alerts(verdict, now)
        self._put_decisions(verdict, now)

    def _put_article(self, row: dict[str, Any], now: datetime, *, is_page: bool) -> None:
        columns = (ArticleRow.title, ArticleRow.summary, ArticleRow.body, ArticleRow.fetched)
        mine = col(ArticleRow.key) == row["key"]
        stored = self._session.execute(select_columns(*map(col, columns)).where(mine)).first()
        if stored is None:
            self._insert(ArticleRow, [{"raw_hash": "", **row}])
            return
        title, summary, body, fetched = stored
        if fetched is not None or not is_page:
            self._keep_revision(row, (title, summary, body), now)
        del row["seen"]
        self._session.connection().execute(update(ArticleRow).where(mine).values(row))

    def _leave(self, article: str, traces: Traces) -> None:
        """The hashes by which others find an article, those of its earlier texts among them."""
        mine = col(ArticleRow.key) == article
        number = self._session.exec(select(ArticleRow.number).where(mine)).one()
        if number is None:
            number = (self._session.exec(select(func.max(ArticleRow.number))).one() or 0) + 1
            self._session.connection().execute(update(ArticleRow).where(mine).values(number=number))
        for statement, hashes in ((SKETCH, traces.sketch.keys), (MARK, traces.hashes)):
            if hashes:
                rows = [{"hash": key, "article": number} for key in hashes]
                self._session.connection().execute(statement, rows)

    def _put_alerts(self, verdict: Verdict, now: datetime) -> None:
        if not verdict.alerts:
            return
        keys = [alert.key for alert in verdict.alerts]
        query = select(AlertRow.key).where(col(AlertRow.key).in_(keys))
        known = set(self._session.exec(query))
        rows = [
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
            if alert.key not in known
        ]
        self._insert(AlertRow, rows)

    def _put_decisions(self, verdict: Verdict, now: datetime) -> None:
        article = verdict.article
        told = [(alert.watch, True, verdict.relation.reason) for alert in verdict.alerts]
        silent = [(each.watch, False, each.reason) for each in verdict.suppressed]
        if not told and not silent:
            return
        text = digest(article.title, article.summary, article.body)
        rows = [
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
        keys = [row["key"] for row in rows]
        self._session.exec(delete(DecisionRow).where(col(DecisionRow.key).in_(keys)))
        self._insert(DecisionRow, rows)

    def _insert(self, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
        """Past the session, which would keep thousands of rows of one large feed to look at."""
        if rows:
            self._session.connection().execute(insert(table), rows)

    def same_text(self, article: str, raw_hash: str) -> None:
        """The entry is written otherwise and says the same."""
        self._session.exec(
            update(ArticleRow).where(col(ArticleRow.key) == article).values(raw_hash=raw_hash)
        )

    def _keep_revision(
        self, row: dict[str, Any], before: tuple[str, str, str], now: datetime
    ) -> None:
        """What an article said before, so that people can see what was amended; not for ever."""
        texts = row["title"], row["summary"], row["body"]
        if before == texts:
            return
        mine = col(RevisionRow.article) == row["key"]
        last = self._session.exec(select(func.max(RevisionRow.number)).where(mine)).one() or 0
        title, summary, body = before
        revision = {
            "article": row["key"],
            "number": last + 1,
            "title": title,
            "summary": summary,
            "body": body,
            "until": now,
            "changes": changes("\n".join(before), "\n".join(texts)),
        }
        self._insert(RevisionRow, [revision])
        too_many = col(RevisionRow.number) <= last + 1 - MOST_REVISIONS
        self._session.exec(delete(RevisionRow).where(mine, too_many))

    def owe(
        self,
        card: Card,
        channels: Iterable[str],
        what: str,
        now: datetime,
        decision: Decision | None = None,
    ) -> None:
        """Owe `card` to each channel; `what` says what it is, so owing it twice is harmless.

        `decision` says when it may go out and why; without one, at once.
        """
        number = self._session.exec(select(func.max(DeliveryRow.number))).one() or 0
        for channel in channels:
            key = digest("delivery", channel, what)
            if self._session.get(DeliveryRow, key) is not None:
                continue
            number += 1
            row = DeliveryRow(
                key=key,
                number=number,
                channel=channel,
                title=card.title,
                card=CARD.dump_json(card).decode(),
                created=now,
            )
            if decision is not None:
                row.not_before = decision.at
                row.action, row.why = decision.action, decision.why
            self._session.add(row)
        self._session.flush()

    def _touch_story(self, verdict: Verdict, now: datetime) -> None:
        touch = update(StoryRow).where(col(StoryRow.key) == verdict.story).values(touched=now)
        if self._session.connection().execute(touch).rowcount:
            return
        title = verdict.article.title
        row = {"key": verdict.story, "title": title, "started": now, "touched": now}
        self._insert(StoryRow, [row])


def batched(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """A few at a time: a statement takes only so many parameters."""
    return (values[first : first + CHUNK] for first in range(0, len(values), CHUNK))


def _row(verdict: Verdict) -> dict[str, Any]:
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
        "title_key": stories.stored_title_key(article),
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
