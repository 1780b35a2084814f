"""Nasty articles in every form; the long drill is `python -m tests.chaos.fuzz 100000`."""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice

import pytest

from tests.chaos import fuzz
from tests.chaos.nasty import Nasty
from tracker.core.message import Card
from tracker.core.render import telegram_html


def test_nothing_nasty_is_refused_altered_or_lost() -> None:
    figures = fuzz.run(1500)
    assert figures.faults == {}, figures.examples
    assert set(figures.messages.values()) == {1500}
    assert figures.links > 3000  # there was something to lose
    assert figures.most_units > 3000
    assert figures.most_entities > 60


BROKEN: dict[str, Callable[[Card], str]] = {
    "refused": lambda card: f"<p>{telegram_html(card)}",
    "title altered": lambda card: telegram_html(replace(card, title=card.title[1:])),
    "link lost": lambda card: telegram_html(replace(card, url="", rows=_without_links(card))),
    "link elsewhere": lambda card: telegram_html(replace(card, url="https://evil.example/")),
    "date lost": lambda card: telegram_html(replace(card, published=None)),
    "row lost": lambda card: telegram_html(replace(card, rows=card.rows[:-1] or card.rows)),
    "too many entities": lambda card: telegram_html(card) + "<b>x</b> " * 100,
    "too many units": lambda card: telegram_html(card) + "x" * 4000,
    "too many bytes": lambda card: telegram_html(card) + "&#000000120;" * 2700,
}


def _without_links(card: Card) -> tuple[fuzz.Row, ...]:
    return tuple(replace(row, url="") for row in card.rows)


@pytest.mark.parametrize("kind", BROKEN)
def test_the_drill_sees_every_kind_of_fault(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "telegram_html", BROKEN[kind])
    assert fuzz.run(30).faults[kind] > 5


def test_a_drill_can_be_repeated() -> None:
    first, again = (list(islice(Nasty(7).items(), 50)) for _ in range(2))
    assert first == again
