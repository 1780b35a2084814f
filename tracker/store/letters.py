"""All that the tables know of a delivery when it goes out."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session, col, func

from tracker.core.letters import Item, Letter
from tracker.core.message import Card
from tracker.core.model import Telling
from tracker.core.owing import Form
from tracker.store.debts import CARD
from tracker.store.prepared import Prepared
from tracker.store.pressed import said
from tracker.store.tables import ArticleRow, DeliveryRow

TOLD_THE_SAME = (Telling.suppress, Telling.thread_silent)
TOLD = Prepared(
    select(*map(col, (ArticleRow.key, ArticleRow.publisher, ArticleRow.telling, ArticleRow.seen)))
    .where(col(ArticleRow.story) == bindparam("its_story"))
    .order_by(col(ArticleRow.seen))
)


class Letters:
    """Works in the transaction of a claim; `address`: of the chat that they go to."""

    def __init__(self, connection: Connection, now: datetime, address: str) -> None:
        self._connection = connection
        self._address = address
        self._session = Session(connection)
        self._now = now

    def letter(self, row: DeliveryRow, *, is_first: bool) -> Letter:
        """`is_first`: it was not sent yet, so nobody has said anything to it."""
        form = Form(row.form)
        lines, marks = ((), set()) if is_first else said(self._session, row, self._now)
        return Letter(
            key=row.key,
            form=form,
            card=CARD.validate_json(row.card),
            group=row.gathered_by,
            also=self._also(row, form),
            joined=() if is_first else self._cards(row.key),
            items=self._items(row.key) if form is Form.listing else (),
            under=self._under(row) if row.anchor else "",
            said=lines,
            marks=frozenset(marks | ({"urgent"} if row.escalate_to else set())),
            is_repeat=row.is_repeat,
        )

    def _also(self, row: DeliveryRow, form: Form) -> tuple[str, ...]:
        """Publishers who tell the same, in the order in which they did."""
        if not row.story or form not in (Form.alert, Form.more):
            return ()
        told = TOLD.rows(self._connection, its_story=row.story)
        own = [each.publisher for each in told if each.key == row.article]
        names = [
            each.publisher
            for each in told
            if each.telling in TOLD_THE_SAME
            and each.key != row.article
            and (form is Form.alert or each.seen >= row.created)
        ]
        return tuple(name for name in dict.fromkeys(names) if name not in own)

    def _cards(self, key: str) -> tuple[Card, ...]:
        query = (
            select(col(DeliveryRow.card))
            .where(col(DeliveryRow.part_of) == key)
            .order_by(col(DeliveryRow.number))
        )
        return tuple(CARD.validate_json(card) for card in self._session.scalars(query))

    def _items(self, key: str) -> tuple[Item, ...]:
        query = (
            select(col(DeliveryRow.card), col(DeliveryRow.story))
            .where(col(DeliveryRow.part_of) == key)
            .order_by(col(DeliveryRow.severity).desc(), col(DeliveryRow.number))
        )
        found = self._session.execute(query).all()
        others = tellings(self._session, [story for _, story in found if story])
        return tuple(
            Item(card=CARD.validate_json(card), others=others.get(story, 0))
            for card, story in found
        )

    def _under(self, letter: DeliveryRow) -> str:
        """The far end's id of the message that says the anchor: its own, or that of a list.

        An id of another chat would be that of another message here.
        """
        row = self._session.get(DeliveryRow, letter.anchor)
        if row is not None and row.part_of:
            row = self._session.get(DeliveryRow, row.part_of)
        return row.remote_id if row is not None and row.address == self._address else ""


def tellings(session: Session, stories: Sequence[str]) -> dict[str, int]:
    """How many articles tell each story in silence."""
    story = col(ArticleRow.story)
    query = (
        select(story, func.count())
        .where(story.in_(stories), col(ArticleRow.telling).in_(TOLD_THE_SAME))
        .group_by(story)
    )
    return dict(session.execute(query).all())
