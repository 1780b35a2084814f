"""Owing messages: in the transaction in which what they say is written down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import TypeAdapter
from sqlmodel import Session, and_, col, exists, func, or_, select, update

from tracker.core.gathering import DIGEST
from tracker.core.message import Card
from tracker.core.model import Article
from tracker.core.normalise import digest
from tracker.core.owing import Form, Rank, State, rank
from tracker.core.routing import Action, Decision
from tracker.store.tables import ArticleRow, DeliveryRow

CARD = TypeAdapter(Card)
EDITABLE = timedelta(hours=48)  # nobody looks at an older message again


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a message is about: its story, article and source; `anchor`: what it stands under."""

    story: str = ""
    article: str = ""
    source: str = ""
    anchor: str = ""


NOTHING = About()


class Debts:
    """Works in the transaction that it is given; the caller commits it, whole."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def owe(
        self,
        card: Card,
        channels: Iterable[str],
        what: str,
        now: datetime,
        decision: Decision | None = None,
        about: About = NOTHING,
    ) -> None:
        """Owe `card` to each channel; `what` says what it is, so owing it twice is harmless.

        `decision` says when it may go out and why; without one, at once.
        """
        for channel in channels:
            form = _form(card, about)
            row = self._new(digest("delivery", channel, what), channel, card, form, now)
            if row is None:
                continue
            row.story, row.article, row.source = about.story, about.article, about.source
            row.anchor = about.anchor
            if decision is not None:
                _decide(row, decision)
            self._session.add(row)
        self._session.flush()

    def answer(self, card: Card, channel: str, what: str, now: datetime, under: str = "") -> str:
        """Owe an answer to a command, under the delivery `under`; returns its key."""
        return self._plain(card, channel, what, Form.answer, now, under)

    def digest(self, channel: str, at: datetime, now: datetime) -> None:
        """Owe the digest of `at`, whatever will be in it."""
        key = digest("delivery", channel, f"digest {at.isoformat()}")
        row = self._new(key, channel, Card(title="Digest"), Form.listing, now)
        if row is None:  # unless the rules had meanwhile asked for others, there it is
            row = self._session.get_one(DeliveryRow, key)
            if row.state != State.superseded or row.part_of:
                return
            row.state = State.pending
        row.rank, row.gathered_by, row.action = Rank.digest, DIGEST, Action.digest
        row.not_before, row.why = at, "the digest of this hour"
        self._session.add(row)

    def anchor(self, story: str, channel: str) -> str:
        """The delivery by which `channel` was first told of `story`; "" when it was not."""
        query = (
            select(DeliveryRow.key)
            .where(
                col(DeliveryRow.story) == story,
                col(DeliveryRow.channel) == channel,
                col(DeliveryRow.form) == Form.alert,
                col(DeliveryRow.state).not_in([State.suppressed, State.dead]),
            )
            .order_by(col(DeliveryRow.number))
            .limit(1)
        )
        return self._session.exec(query).first() or ""

    def told_by_another(self, article: Article, story: str, now: datetime) -> None:
        """Say in what was sent of `story` that this article's publisher tells it too."""
        if not story or self._has_told(article, story):
            return
        mine = col(DeliveryRow.story) == story
        is_sent = col(DeliveryRow.state) == State.sent
        fresh = and_(
            mine,
            or_(
                and_(col(DeliveryRow.form) == Form.alert, col(DeliveryRow.anchor) == ""),
                col(DeliveryRow.form) == Form.more,
            ),
            or_(
                and_(is_sent, col(DeliveryRow.sent) > now - EDITABLE),
                # What is on its way was written before this.
                col(DeliveryRow.state).in_([State.sending, State.unknown]),
            ),
        )
        self._session.exec(update(DeliveryRow).where(fresh).values(edit_at=now))
        for root in self._session.exec(
            select(DeliveryRow).where(
                mine,
                is_sent,
                col(DeliveryRow.form) == Form.alert,
                col(DeliveryRow.anchor) == "",
                col(DeliveryRow.sent) <= now - EDITABLE,
            )
        ).all():
            self._say_more(root, now)

    def _say_more(self, root: DeliveryRow, now: datetime) -> None:
        """One message for all who tell it now, long after the first."""
        query = select(DeliveryRow.key).where(
            col(DeliveryRow.anchor) == root.key,
            col(DeliveryRow.form) == Form.more,
            or_(
                col(DeliveryRow.state).in_([State.pending, State.sending, State.unknown]),
                col(DeliveryRow.sent) > now - EDITABLE,
            ),
        )
        if self._session.exec(query).first() is not None:
            return
        card = Card(title=f"Told again: {root.title}")
        what = f"more {root.key} {now.isoformat()}"
        key = self._plain(card, root.channel, what, Form.more, now, root.key)
        if row := self._session.get(DeliveryRow, key):
            row.story = root.story
            self._session.add(row)

    def _has_told(self, article: Article, story: str) -> bool:
        """Whether its publisher has told the story before."""
        others = exists().where(
            col(ArticleRow.story) == story,
            col(ArticleRow.publisher) == article.publisher,
            col(ArticleRow.key) != article.key,
        )
        return bool(self._session.exec(select(others)).one())

    def _plain(
        self, card: Card, channel: str, what: str, form: Form, now: datetime, anchor: str
    ) -> str:
        key = digest("delivery", channel, what)
        row = self._new(key, channel, card, form, now)
        if row is not None:
            row.anchor = anchor
            self._session.add(row)
            self._session.flush()
        return key

    def _new(
        self, key: str, channel: str, card: Card, form: Form, now: datetime
    ) -> DeliveryRow | None:
        """A row that is not stored yet; None when it is owed already."""
        if self._session.get(DeliveryRow, key) is not None:
            return None
        number = self._session.exec(select(func.max(DeliveryRow.number))).one() or 0
        return DeliveryRow(
            key=key,
            number=number + 1,
            channel=channel,
            form=form,
            rank=rank(card, form),
            title=card.title,
            card=CARD.dump_json(card).decode(),
            severity=card.severity,
            watch=card.reasons[0].watch if card.reasons else "",
            created=now,
        )


def _form(card: Card, about: About) -> Form:
    if not card.is_alert:
        return Form.notice
    return Form.update if card.change and about.anchor else Form.alert


def _decide(row: DeliveryRow, decision: Decision) -> None:
    row.not_before, row.action, row.why = decision.at, decision.action, decision.why
    row.cooldown = int(decision.cooldown.total_seconds())
    row.gathered_by = _group(decision.group_by, row)
    if decision.escalation is not None:
        row.escalate_at = decision.at + decision.escalation.after
        row.escalate_to = list(decision.escalation.send)


def _group(by: str, row: DeliveryRow) -> str:
    named = {"story": row.story, "watch": row.watch, "source": row.source}.get(by, "")
    return f"{by} {named}" if named else ""
