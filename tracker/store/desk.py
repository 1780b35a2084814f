"""What the desk reads and writes while it decides one batch: all in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from tracker.core import stories
from tracker.core.message import Card
from tracker.core.model import Verdict
from tracker.core.normalise import digest
from tracker.core.routing import Decision
from tracker.core.stories import TEXT_WINDOW, Known
from tracker.store.tables import AlertRow, ArticleRow, DecisionRow, DeliveryRow, StoryRow

CARD = TypeAdapter(Card)
CHUNK = 500  # parameters in one statement; SQLite allows 32,766


class DeskWriter:
    """Works in the transaction that it is given; the caller commits it, whole."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def content_hashes(self, keys: Sequence[str]) -> dict[str, str]:
        """Of the articles among `keys` that are stored: key -> hash of the text they had."""
        found: dict[str, str] = {}
        for first in range(0, len(keys), CHUNK):
            query = select(ArticleRow.key, ArticleRow.content_hash).where(
                col(ArticleRow.key).in_(keys[first : first + CHUNK])
            )
            found.update(self._session.exec(query).all())
        return found

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

    def story_of(self, article_key: str) -> str:
        """The story of a stored article, or ""."""
        query = select(ArticleRow.story).where(col(ArticleRow.key) == article_key)
        return self._session.exec(query).first() or ""

    def decided(self, article_key: str) -> set[str]:
        """Watches about which a decision was taken for an earlier text of this article."""
        query = select(DecisionRow.watch).where(col(DecisionRow.article) == article_key)
        return set(self._session.exec(query))

    def alerted(self, story: str) -> set[str]:
        """Keys of the alerts that exist for `story`."""
        return set(self._session.exec(select(AlertRow.key).where(col(AlertRow.story) == story)))

    def record(self, verdict: Verdict, now: datetime) -> None:
        """Write down an article, its story, the alerts and the reasons."""
        article = verdict.article
        if verdict.story:
            self._touch_story(verdict, now)
        row = self._session.get(ArticleRow, article.key)
        first_seen = row.seen if row else article.seen
        self._session.merge(_row(verdict, first_seen))
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
        self._session.merge(
            DecisionRow(
                key=digest("decision", article.key, article.content_hash, watch),
                article=article.key,
                watch=watch,
                told=told,
                reason=reason,
                at=now,
            )
        )


def _row(verdict: Verdict, first_seen: datetime) -> ArticleRow:
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
        title_key=stories.title_key(article.title, article.publisher)[:200],
        summary=article.summary,
        body=article.body,
        language=article.language,
        topics=list(article.topics),
        authors=list(article.authors),
        type=article.type,
        published=article.published,
        seen=first_seen,
        story=verdict.story or None,
        relation=str(relation.kind),
        related_to=relation.of,
        reason=relation.reason,
    )
