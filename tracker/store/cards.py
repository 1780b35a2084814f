"""Cards for those who look at them: one that cannot be read any more hides none of the others."""

from pydantic import ValidationError

from tracker.core.message import Card
from tracker.store.debts import CARD

UNREADABLE = "What was to be said here cannot be read any more."


def shown(card: str, title: str) -> Card:
    """The card that rests as JSON; its title alone, when another program has damaged it."""
    try:
        return CARD.validate_json(card)
    except ValidationError:
        return Card(title=title, summary=UNREADABLE)
