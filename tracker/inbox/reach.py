"""Whether anybody can be reached: when nobody can, that is our network and no fault of theirs."""

from collections import OrderedDict

REMEMBERED = 10  # hosts that were asked last
FEWEST = 3  # hosts; fewer do not tell their own fault from ours
OUT = 0.8  # the share of them that could not be reached


class Reach:
    """Which of the hosts asked last could be reached; in memory, for a restart asks them anew."""

    def __init__(self) -> None:
        self._hosts: OrderedDict[str, bool] = OrderedDict()

    def note(self, host: str, *, reached: bool) -> None:
        """`host` was asked. Any answer, however unfriendly, means that it was reached."""
        self._hosts.pop(host, None)
        self._hosts[host] = reached
        if len(self._hosts) > REMEMBERED:
            self._hosts.popitem(last=False)

    @property
    def is_out(self) -> bool:
        """Whether the network is out."""
        missed = self.missed
        return missed >= FEWEST and missed >= OUT * len(self._hosts)

    @property
    def missed(self) -> int:
        """How many of the hosts asked last could not be reached."""
        return sum(not reached for reached in self._hosts.values())
