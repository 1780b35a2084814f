"""Looking for a message id by id: in a space of its own, and in one that chats share."""

from datetime import timedelta

import pytest

from tests.samples import NOW
from tracker.core.search import EMPTY, EMPTY_SHARED, MOST, Found, Search

BEFORE, AFTER = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)


def search(at: int = 10, *, is_shared: bool = False) -> Search:
    return Search(at=at, is_shared=is_shared, since=NOW)


def looked(begun: Search, looks: str) -> Search:
    """After these looks: `.` nothing is there, `o` another message is."""
    for look in looks:
        assert begun.end is None
        at = begun.next({})
        assert at is not None
        begun = begun.after(at, is_absent=look == ".")
    return begun


@pytest.mark.parametrize(
    ("looks", "is_shared", "end"),
    [
        ("." * EMPTY, False, Found.nowhere),
        ("oo" + "." * EMPTY, False, Found.nowhere),
        ("..o..", False, None),
        ("o" * MOST, False, Found.undecided),
        ("." * (EMPTY_SHARED - 1), True, None),
        ("." * EMPTY_SHARED, True, Found.nowhere),
        ("." * 9 + "o" + "." * EMPTY_SHARED, True, Found.nowhere),
        ("....o" * 4, True, Found.undecided),
    ],
)
def test_a_search_ends_where_the_chat_does(
    looks: str, end: Found | None, *, is_shared: bool
) -> None:
    assert looked(search(is_shared=is_shared), looks).end == end


def test_messages_that_are_known_are_not_looked_at() -> None:
    known = {11: BEFORE, 12: NOW, 14: BEFORE}
    begun = search()
    assert begun.next(known) == 13
    assert begun.after(13, is_absent=False).next(known) == 15


def test_what_was_sent_since_came_later() -> None:
    """When it began, the message had arrived, or never would."""
    known = {12: BEFORE, 14: AFTER, 20: AFTER}
    begun = search(is_shared=True)
    assert begun.next(known) == 11
    assert begun.after(11, is_absent=True).next(known) == 13
    assert begun.after(13, is_absent=True).next(known) is None
