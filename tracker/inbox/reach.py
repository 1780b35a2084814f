"""Whether anybody can be reached: when nobody can, that is our network and no fault of theirs."""

FEWEST = 3  # hosts; fewer do not tell their own fault from ours
ENOUGH = 20  # hosts; more need not be asked to know
SHARE = 0.8  # of all hosts, up to ENOUGH, that must be missed


class Reach:
    """The hosts missed since one was reached; in memory, for a restart asks them anew.

    Those that are down for good are asked again and again, but count once.
    """

    def __init__(self) -> None:
        self._missed: set[str] = set()
        self._hosts = 0

    def note(self, host: str, *, reached: bool, of: int) -> None:
        """`host`, one `of` so many, was asked. Any answer, however unfriendly, means reached."""
        self._hosts = of
        if reached:
            self._missed.clear()
        else:
            self._missed.add(host)

    @property
    def is_out(self) -> bool:
        """Whether the network is out."""
        return self.missed >= max(FEWEST, SHARE * min(self._hosts, ENOUGH))

    @property
    def missed(self) -> int:
        """How many hosts could not be reached since one was."""
        return len(self._missed)
