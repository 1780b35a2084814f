"""A card is an alert or a notice."""

from tracker.core.message import Card, Reason
from tracker.core.model import Severity


def test_a_card_is_an_alert_when_a_watch_stands_behind_it() -> None:
    reason = Reason(watch="a/b", name="A", severity=Severity.low, evidence=())
    assert Card(title="x", reasons=(reason,)).is_alert


def test_a_card_without_a_watch_is_a_notice() -> None:
    card = Card(title="x")
    assert not card.is_alert
    assert card.severity is Severity.info
