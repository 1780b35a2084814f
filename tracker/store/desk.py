"""What the desk reads and writes while it decides one batch: all in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, delete, func, or_, select, update

from tracker.core import stories
from tracker.core.identity import Trace
from tracker.core.message import Card
from tracker.core.model import Article, Verdict
from tracker.core.normalise import digest
from tracker.core.routing import Decision
from tracker.core.stories import TEXT_WINDOW, Known
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
MOST_REVISIONS = 24  # of one article
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What is stored of an article. `is_page`: its body is the text of its page.

    `amended`: how many of its texts were replaced in the last day.
    """

    content_hash: str
    relation: str
    amended: int
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

    def recent(self, now: datetime) -> list[Known]:
        """Articles of stories in the window of comparison, newest first."""
        return self._known(col(ArticleRow.seen) >= now - TEXT_WINDOW)

    def same_address(self, canonical_url: str) -> list[Known]:
        """Articles of stories with this address, however old."""
        return self._known(col(ArticleRow.canonical_url) == canonical_url) if canonical_url else []

    def _known(self, condition: ColumnElement[bool]) -> list[Known]:
        query = (
            select_columns(
                col(ArticleRow.key),
                col(ArticleRow.story),
                col(ArticleRow.publisher),
                col(ArticleRow.canonical_url),
                col(ArticleRow.title),
                func.substr(col(ArticleRow.summary), 1, stories.LEAD),
                func.substr(col(ArticleRow.body), 1, stories.LEAD),
                col(ArticleRow.seen),
            )
            .where(col(ArticleRow.story).is_not(None), condition)
            .order_by(col(ArticleRow.seen).desc())
        )
        return [
            Known(
                key=key,
                story=story or "",
                publisher=publisher,
                canonical_url=url,
                title=title,
                lead=max(summary, body, key=len),
                seen=seen,
            )
            for key, story, publisher, url, title, summary, body, seen in self._session.execute(
                query
            )
        ]

    def before(self, article_key: str, now: datetime) -> Before | None:
        """What is stored of an article; None when it is new."""
        row = self._session.get(ArticleRow, article_key)
        if row is None:
            return None
        return Before(
            content_hash=row.content_hash,
            relation=row.relation,
            amended=self._session.exec(
                select(func.count()).where(
                    col(RevisionRow.article) == article_key, col(RevisionRow.until) > now - DAY
                )
            ).one(),
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

    def alerted(self, story: str) -> set[str]:
        """Keys of the alerts that exist for `story`."""
        return set(self._session.exec(select(AlertRow.key).where(col(AlertRow.story) == story)))

    def record(
        self, verdict: Verdict, now: datetime, *, raw_hash: str | None = None, is_page: bool = False
    ) -> None:
        """Write down an article, its story, the alerts and the reasons.

        `raw_hash`: of the entry it was made of. `is_page`: its body is now the text of its page.
        """
        article = verdict.article
        if verdict.story:
            self._touch_story(verdict, now)
        stored, row = self._session.get(ArticleRow, article.key), _row(verdict)
        if stored is not None:
            row.seen, row.raw_hash, row.fetched = stored.seen, stored.raw_hash, stored.fetched
            if stored.fetched is not None or not is_page:
                self._keep_revision(stored, row, now)
        row.raw_hash = row.raw_hash if raw_hash is None else raw_hash
        row.fetched = now if is_page else row.fetched
        self._session.merge(row)
        self._session.flush()
        for alert in verdict.alerts:
            self._session.merge(
                AlertRow(
                    key=alert.key,
                    watch=alert.watch,
                    story=alert.story,
                    article=article.key,
                    severity=int(alert.severity),
                    score=alert.match.score,
                    evidence=[asdict(evidence) for evidence in alert.match.evidence],
                    at=now,
                )
            )
            self._decide(verdict, alert.watch, told=True, reason=verdict.relation.reason, now=now)
        for silent in verdict.suppressed:
            self._decide(verdict, silent.watch, told=False, reason=silent.reason, now=now)
        self._session.flush()
        # What is written is looked at no more. Thousands of rows of one large feed would keep the
        # garbage collector, and with it every other thread, busy for a quarter of a second.
        self._session.expunge_all()

    def same_text(self, article: str, raw_hash: str) -> None:
        """The entry is written otherwise and says the same."""
        self._session.exec(
            update(ArticleRow).where(col(ArticleRow.key) == article).values(raw_hash=raw_hash)
        )

    def _keep_revision(self, stored: ArticleRow, row: ArticleRow, now: datetime) -> None:
        """What an article said before, so that people can see what was amended; not for ever."""
        if (stored.title, stored.summary, stored.body) == (row.title, row.summary, row.body):
            return
        mine = col(RevisionRow.article) == stored.key
        last = self._session.exec(select(func.max(RevisionRow.number)).where(mine)).one() or 0
        self._session.add(
            RevisionRow(
                article=stored.key,
                number=last + 1,
                title=stored.title,
                summary=stored.summary,
                body=stored.body,
                until=now,
            )
        )
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
        story = self._session.get(StoryRow, verdict.story)
        if story is None:
            story = StoryRow(
                key=verdict.story, title=verdict.article.title, started=now, touched=now
            )
        story.touched = now
        self._session.add(story)
        self._session.flush()

    def _decide(
        self, verdict: Verdict, watch: str, *, told: bool, reason: str, now: datetime
    ) -> None:
        article = verdict.article
        text = digest(article.title, article.summary, article.body)
        self._session.merge(
            DecisionRow(
                key=digest("decision", article.key, text, watch),
                article=article.key,
                watch=watch,
                told=told,
                reason=reason,
                at=now,
            )
        )


def batched(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """A few at a time: a statement takes only so many parameters."""
    return (values[first : first + CHUNK] for first in range(0, len(values), CHUNK))


def _row(verdict: Verdict) -> ArticleRow:
    article, relation = verdict.article, verdict.relation
    return ArticleRow(
        key=article.key,
        content_hash=article.content_hash,
        source=article.source,
        entry_id=article.entry_id,
        publisher=article.publisher,
        tier=article.tier,
        url=article.url,
        canonical_url=article.canonical_url,
        title=article.title,
        title_key=stories.stored_title_key(article),
        summary=article.summary,
        body=article.body,
        language=article.language,
        topics=list(article.topics),
        authors=list(article.authors),
        type=article.type,
        published=article.published,
        seen=article.seen,
        story=verdict.story or None,
        relation=str(relation.kind),
        related_to=relation.of,
        reason=relation.reason,
    )
