"""Looking for a message that may have arrived, id by id, above the newest that was known. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

MOST = 20  # looks; each is a request that counts as a message
EMPTY = 3  # ids in a row where nothing is: others may have deleted one or two
EMPTY_SHARED = 10  # in a shared space they may also be those of other chats


class Found(StrEnum):
    """How a search ends."""

    here = "here"
    nowhere = "nowhere"  # it did not arrive
    undecided = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """`at`: the id that was looked at last. `is_shared`: other chats have ids in between.

    `since`: when it began; if the message arrived at all, it did so before.
    """

    at: int
    is_shared: bool
    since: datetime
    looks: int = 0
    empty: int = 0

    def next(self, known: Mapping[int, datetime]) -> int | None:
        """The next id to look at, past those of other messages of ours; None when it is nowhere.

        `known`: when each of these was begun. Those begun since then came after it.
        """
        found = self.at + 1
        while found in known:
            found += 1
        later = [other for other, begun in known.items() if begun > self.since]
        return None if later and found > min(later) else found

    def after(self, looked_at: int, *, is_absent: bool) -> "Search":
        """The search when another id was not it."""
        return replace(
            self,
            at=looked_at,
            looks=self.looks + 1,
            empty=self.empty + 1 if is_absent else 0,
        )

    @property
    def end(self) -> Found | None:
        """None while there is more to look at.

        In a space of its own the ids end where the chat does; in a shared one they may go on in
        another chat, so that only many of them together say that it is not there.
        """
        if self.empty >= (EMPTY_SHARED if self.is_shared else EMPTY):
            return Found.nowhere
        return Found.undecided if self.looks >= MOST else None
