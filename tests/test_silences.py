"""Silences on a real SQLite file: begun, ended, told of once, seen inside a transaction."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.alerted import database
from tests.samples import NOW
from tracker.core.silencing import Silence
from tracker.errors import TrackerError
from tracker.store import Database, Silences
from tracker.store.silences import active

HOUR = timedelta(hours=1)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Database]:
    with database(tmp_path) as made:
        yield made


def muted(opened: Database, subject: str = "watch:chips/sales", hours: int = 2) -> Silence:
    return Silences(opened).add(subject, "", "Ann", "audit week", NOW, NOW + hours * HOUR)


def test_a_silence_comes_back_as_it_was_written(opened: Database) -> None:
    silence = Silences(opened).add("Tag: eu", "desk", "Ann", "audit", NOW, NOW + HOUR)
    assert silence == Silence(
        id=silence.id,
        subject="tag:eu",
        channel="desk",
        author="Ann",
        reason="audit",
        since=NOW,
        until=NOW + HOUR,
    )
    assert Silences(opened).active(NOW) == [silence]
    assert silence.since.tzinfo is not None


def test_the_same_silence_twice_is_one_and_any_other_is_another(opened: Database) -> None:
    store = Silences(opened)
    first = muted(opened)
    assert muted(opened) == first
    assert store.active(NOW) == [first]
    others = [
        store.add("watch:law/acts", "", "Ann", "audit week", NOW, first.until),
        store.add(first.subject, "desk", "Ann", "audit week", NOW, first.until),
        store.add(first.subject, "", "Bob", "audit week", NOW, first.until),
        store.add(first.subject, "", "Ann", "", NOW, first.until),
        store.add(first.subject, "", "Ann", "audit week", NOW - HOUR, first.until),
        store.add(first.subject, "", "Ann", "audit week", NOW, first.until + HOUR),
    ]
    assert len({first.id, *(each.id for each in others)}) == 7


def test_what_cannot_be_muted_or_never_holds_is_not_written(opened: Database) -> None:
    store = Silences(opened)
    with pytest.raises(ValueError, match="cannot be muted"):
        store.add("chips", "", "Ann", "", NOW, NOW + HOUR)
    with pytest.raises(TrackerError, match="cannot end at"):
        store.add("all", "", "Ann", "", NOW, NOW)
    assert store.listed(9, NOW, everything=True) == []


def test_what_no_database_takes_and_what_breaks_a_line_is_made_storable(opened: Database) -> None:
    silence = Silences(opened).add(
        "entity:Quill\ud800", "", "A\x00n\nn", "two\nlines\u202e", NOW, NOW + HOUR
    )
    assert (silence.subject, silence.author) == ("entity:Quill\ufffd", "A\ufffdn n")
    assert silence.reason == "two lines"


def test_a_silence_ends_by_itself(opened: Database) -> None:
    silence, store = muted(opened), Silences(opened)
    assert store.active(silence.until - timedelta(microseconds=1)) == [silence]
    assert store.active(silence.until) == []
    assert store.active(NOW - timedelta(microseconds=1)) == []


def test_a_silence_is_ended_by_hand_with_the_beginning_of_its_id(opened: Database) -> None:
    silence, store = muted(opened), Silences(opened)
    other = muted(opened, "all")
    ended = store.end(silence.id[:8], "Bob", NOW + HOUR)
    assert (ended.id, ended.until) == (silence.id, NOW + HOUR)
    assert store.active(NOW + HOUR) == [other]
    (report,) = [
        r for r in store.listed(9, NOW + HOUR, everything=True) if r.silence.id == silence.id
    ]
    assert (report.ended_by, report.is_active, report.silence) == ("Bob", False, ended)


def test_what_cannot_be_ended_is_refused(opened: Database) -> None:
    store = Silences(opened)
    many = [muted(opened, f"tag:t{number}") for number in range(17)]  # two of them begin alike
    ids = sorted(each.id for each in many)
    shared = next(one[0] for one, other in pairwise(ids) if one[0] == other[0])
    with pytest.raises(TrackerError, match=f"several ids begin with '{shared}'"):
        store.end(shared, "Bob", NOW)
    for nobody in ("xyz", "", "%"):
        with pytest.raises(TrackerError, match="no silence has an id that begins with"):
            store.end(nobody, "Bob", NOW)
    store.end(ids[0], "Bob", NOW + HOUR)
    for late in (NOW + HOUR, NOW + 3 * HOUR):
        with pytest.raises(TrackerError, match="is over since"):
            store.end(ids[0], "Cid", late)
    assert len(store.active(NOW)) == 17
    assert {
        each.silence.id for each in store.listed(99, NOW, everything=True) if each.ended_by
    } == {ids[0]}


def test_those_that_hold_are_listed_and_the_others_when_they_are_asked_for(
    opened: Database,
) -> None:
    store = Silences(opened)
    old = store.add("all", "", "Ann", "", NOW - 9 * HOUR, NOW - HOUR)
    new = store.add("tag:eu", "", "Ann", "", NOW - HOUR, NOW + HOUR)
    newest = muted(opened)
    assert [r.silence for r in store.listed(9, NOW, everything=False)] == [newest, new]
    assert [(r.silence, r.is_active) for r in store.listed(9, NOW, everything=True)] == [
        (newest, True), (new, True), (old, False),
    ]  # fmt: skip
    assert [r.silence for r in store.listed(1, NOW, everything=True)] == [newest]


def test_every_silence_that_has_ended_is_told_once(opened: Database) -> None:
    store = Silences(opened)
    long, short, stopped = muted(opened, "all", 9), muted(opened), muted(opened, "tag:eu", 9)
    store.end(stopped.id, "Bob", NOW + HOUR)
    assert store.over(NOW) == []
    assert [each.id for each in store.over(NOW + 2 * HOUR)] == [stopped.id, short.id]
    store.told(stopped.id)
    assert [each.id for each in store.over(NOW + 9 * HOUR)] == [short.id, long.id]
    store.told(short.id)
    store.told(long.id)
    assert store.over(NOW + 99 * HOUR) == []


def test_a_transaction_sees_the_silences_that_it_began_with(opened: Database) -> None:
    silence = muted(opened)
    with opened.reading() as session:
        assert active(session, NOW) == [silence]
        Silences(opened).end(silence.id, "Bob", NOW)
        assert active(session, NOW) == [silence]
    with opened.writing() as session:
        assert active(session, NOW) == []
