"""The words of the program are values: ordered, named, and never changed."""

from dataclasses import FrozenInstanceError

import pytest

from tests.core import a_match, an_article, evidence
from tracker.core.message import Card
from tracker.core.model import FIELDS, Severity, Telling


def test_severities_are_ordered_from_info_to_critical() -> None:
    assert [str(s) for s in sorted(Severity)] == ["info", "low", "medium", "high", "critical"]


def test_what_is_new_or_goes_on_is_told_and_the_rest_is_silent() -> None:
    told = [telling for telling in Telling if telling.is_told]
    assert told == [Telling.alert_update, Telling.alert_new]


def test_the_searched_fields_are_texts_of_an_article() -> None:
    given = {"summary": "s", "content": "b", "url": "u", "authors": ("x", "y"), "topics": ("z",)}
    article = an_article("t", **given)
    assert [article.field(name) for name in FIELDS] == ["t", "s", "b", "u", "x; y", "z"]


@pytest.mark.parametrize(
    "value", [an_article(), a_match(), evidence("title", "a", "a"), Card(title="a")]
)
def test_a_value_does_not_change(value: object) -> None:
    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
        value.title = "another"  # type: ignore[attr-defined]
