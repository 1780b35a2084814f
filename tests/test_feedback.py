"""What readers say of alerts on a real SQLite file, and the examples that come of it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.alerted import database, rows
from tests.samples import NOW
from tracker.errors import TrackerError
from tracker.store import Database, Feedback, FeedbackStore, Opinion

HOUR = timedelta(hours=1)
WATCHES = ("chips/sales", "law/acts")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Database]:
    with database(tmp_path) as made:
        yield made


@pytest.fixture
def message(opened: Database) -> str:
    """The key of a message that tells one article under two watches."""
    return told(opened, "winches")


def told(opened: Database, name: str, hours: int = 0, **article: str) -> str:
    at = NOW + hours * HOUR
    with rows(opened) as write:
        story = write.story(f"story of {name}", at=at)
        key = write.article(name, story, **article)
        for watch in WATCHES:
            write.alert(key, story, watch, at)
        return write.delivery(key, WATCHES, created=at)


def verdicts(opened: Database, **given: bool) -> dict[str, Opinion]:
    found = FeedbackStore(opened).examples(**given)
    return {example.title: example.verdict for example in found}


def test_what_a_reader_says_is_kept_with_the_article_and_its_watches(
    opened: Database, message: str
) -> None:
    store = FeedbackStore(opened)
    store.give(message, "Ann", "irrelevant", NOW)
    store.give(message[:20], "Bob", "irrelevant", NOW + HOUR)
    assert store.of(message) == [
        Feedback(delivery=message, author=who, verdict=Opinion.irrelevant, watches=WATCHES, at=at)
        for who, at in (("Ann", NOW), ("Bob", NOW + HOUR))
    ]
    assert store.of(message[:20]) == store.of(message)
    assert store.of("") == []


def test_a_reader_says_one_thing_and_may_take_it_back(opened: Database, message: str) -> None:
    store = FeedbackStore(opened)
    for hours in range(2):
        store.give(message, "Ann", "irrelevant", NOW + hours * HOUR)
    store.give(message, "Ann", "relevant", NOW + 2 * HOUR)
    (only,) = store.of(message)
    assert (only.verdict, only.at) == (Opinion.relevant, NOW + 2 * HOUR)
    store.give(message, "Bob", "irrelevant", NOW)
    for _ in range(2):  # the second time there is nothing to take back
        store.take_back(message, "Ann")
        assert [each.author for each in store.of(message)] == ["Bob"]


def test_feedback_on_what_is_no_alert_is_refused(opened: Database, message: str) -> None:
    store = FeedbackStore(opened)
    with rows(opened) as write:
        notice = write.delivery("", [], form="notice")
        digest = write.delivery("", WATCHES, form="listing")
    for key in (notice, digest):
        with pytest.raises(TrackerError, match=f"{key[:8]} is not an alert of one article"):
            store.give(key, "Ann", "irrelevant", NOW)
    for nobody in ("xyz", "%", ""):
        with pytest.raises(TrackerError, match=r"deliver\w+ begins? with"):
            store.give(nobody, "Ann", "irrelevant", NOW)
        with pytest.raises(TrackerError, match=r"deliver\w+ begins? with"):
            store.take_back(nobody, "Ann")
    with pytest.raises(TrackerError, match="'silly' cannot be said of an alert: relevant, irrelev"):
        store.give(message, "Ann", "silly", NOW)
    assert store.of(message) == []


def test_an_alert_is_relevant_until_somebody_says_otherwise(opened: Database, message: str) -> None:
    store = FeedbackStore(opened)
    kilns = told(opened, "kilns", hours=1)
    assert verdicts(opened) == {"winches": Opinion.relevant, "kilns": Opinion.relevant}
    assert verdicts(opened, only_judged=True) == {}

    store.give(kilns, "Ann", "relevant", NOW)
    store.give(message, "Ann", "irrelevant", NOW)
    store.give(message, "Bob", "relevant", NOW)
    judged = {"winches": Opinion.irrelevant, "kilns": Opinion.relevant}
    assert verdicts(opened) == verdicts(opened, only_judged=True) == judged
    assert {e.title: e.said_by for e in store.examples()} == {"winches": 2, "kilns": 1}

    store.take_back(message, "Ann")
    assert verdicts(opened)["winches"] == Opinion.relevant


def test_an_example_has_all_that_a_judge_needs(opened: Database) -> None:
    told(opened, "Winches", summary="A lead.", body="The text.", language="fr")
    (example,) = FeedbackStore(opened).examples()
    assert (example.title, example.text) == ("Winches", "A lead.\nThe text.")
    assert (example.source, example.publisher) == ("gazette", "Gazette Desk")
    assert (example.url, example.language) == ("https://gazette.example/Winches", "fr")
    assert (example.watches, example.alerted) == (WATCHES, NOW)


def test_examples_are_of_a_time_and_the_oldest_comes_first(opened: Database) -> None:
    for name, hours in (("second", 2), ("first", 1), ("third", 3)):
        told(opened, name, hours)
    store = FeedbackStore(opened)
    assert [each.title for each in store.examples()] == ["first", "second", "third"]
    since = NOW + 2 * HOUR
    assert [each.title for each in store.examples(since)] == ["second", "third"]
    later = since + timedelta(seconds=1)
    assert [each.title for each in store.examples(later)] == ["third"]


def test_there_may_be_more_examples_than_one_statement_takes(opened: Database) -> None:
    with rows(opened) as write:
        story = write.story("many")
        names = [f"article {number:04}" for number in range(1001)]
        for number, name in enumerate(names):
            at = NOW + timedelta(seconds=number)
            write.alert(write.article(name, story), story, "chips/sales", at)
    assert [each.title for each in FeedbackStore(opened).examples()] == names
