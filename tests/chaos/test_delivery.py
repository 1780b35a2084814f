"""SIGKILL while messages are on their way: none is lost, none comes twice, none overtakes another.

The stub's journal is the truth. CHAOS_KILLS and CHAOS_SEED make a longer or another drill; for all
figures: CHAOS_KILLS=500 python -m tests.chaos.test_delivery
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

from tests.inbox.world import empty_database
from tests.loopback import Reply, Request
from tests.samples import alert_card
from tests.telegram_stub import TelegramStub
from tracker.core.owing import State
from tracker.store import Database, Debts, Deliveries

KILLS = int(os.environ.get("CHAOS_KILLS", "12"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))
LATENCY = 0.006  # seconds that a request takes on its way there, at most; and back as well
SETTLE = 0.04  # longer than both
LIFE = 0.4  # seconds; a child is killed somewhere in between
BACKLOG = 12  # messages that are owed to each chat when a life begins
GROUPS = (-1001, -1002, -1003, -1004)
PRIVATE = (11, 12, 13, 14)
TITLE = re.compile(r"\S+ Item (-?\d+) (\d+)$", re.MULTILINE)
MIXED = (-1001, 11, -1002, 12)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a drill. `inversions`: messages after a later one of the same chat.

    `unsettled`: deliveries that do not end as sent; `altered`: changes that people could see.
    """

    kills: int = 0
    items: int = 0
    lost: int = 0
    duplicates: int = 0
    inversions: int = 0
    unsettled: int = 0
    altered: int = 0
    probes: int = 0
    seconds: float = 0.0


class BusyStub(TelegramStub):
    """Takes its time, and lets people write in its chats whenever it takes a message."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance

    def _handle(self, request: Request) -> Reply | None:
        time.sleep(self.chance.uniform(0, LATENCY))
        is_sent = request.target.endswith("sendMessage")
        if is_sent and self.chance.random() < 1 / 3:
            self.says(self.chance.choice(list(self.chats)), "Good morning")
        reply = super()._handle(request)
        time.sleep(self.chance.uniform(0, LATENCY))
        return reply

    def until_quiet(self) -> None:
        """Wait for what the dead have sent: connections are taken up in turn, then end."""
        with urlopen(f"{self.url}/bot{self.token}/getMe", timeout=30) as answer:  # noqa: S310
            answer.read()
        while self._server._open:  # noqa: SLF001  nobody else needs to know
            time.sleep(0.001)


class Drill:
    """A database, a stub, and one child after the other that sends."""

    def __init__(self, folder: Path, chats: Sequence[int], probe: str) -> None:
        self.chance = random.Random(SEED)  # noqa: S311  a drill that can be repeated
        self.chats, self.probe = chats, probe
        self.owed: Counter[int] = Counter()
        self.errors = folder / "errors.log"
        file = folder / "tracker.db"
        file.write_bytes(empty_database())
        self.database = Database(f"sqlite:///{file}")
        self.deliveries = Deliveries(self.database)
        self.stub = BusyStub(random.Random(SEED))  # noqa: S311

    def run(self, kills: int) -> Outcome:
        """Kill so many, then let one live until nothing is owed."""
        began, killed = time.monotonic(), 0
        with closing(self.database), self.stub, self.child() as child:
            for chat in self.chats:
                self.stub.chat(chat, "supergroup" if chat < 0 else "private")
            while killed < kills:
                self.owe()
                killed += self.live(child, self.chance.uniform(0, LIFE)) != 0
                self.stub.until_quiet()
            assert self.live(child, 120) == 0
            states = self.deliveries.counts()
        assert "Traceback" not in self.errors.read_text(encoding="utf-8")
        unsettled = sum(states.values()) - states[State.sent]
        took = time.monotonic() - began
        return replace(self.judged(), kills=killed, unsettled=unsettled, seconds=took)

    def owe(self) -> None:
        """Alerts of different watches, so that each is a message of its own."""
        open_ones = Counter(
            int(owed.channel)
            for owed in self.deliveries.listed([State.pending, State.sending, State.unknown])
        )
        now = datetime.now(UTC)
        with self.database.writing() as session:
            for chat in self.chats:
                for _ in range(BACKLOG - open_ones[chat]):
                    self.owed[chat] += 1
                    number = self.owed[chat]
                    card = alert_card(title=f"Item {chat} {number}", severity="medium")
                    reason = replace(card.reasons[0], watch=f"drill/w{number}")
                    card = replace(card, reasons=(reason,))
                    Debts(session).owe(card, [str(chat)], card.title, now)

    @contextmanager
    def child(self) -> Iterator["subprocess.Popen[str]"]:
        environment = {
            "PATH": os.environ["PATH"],
            "TELEGRAM_BOT_TOKEN": self.stub.token,
            "TELEGRAM_API_URL": self.stub.url,
        }
        chats = map(str, self.chats)
        with (
            self.errors.open("w") as errors,
            subprocess.Popen(
                [
                    sys.executable,
                    *("-m", "tests.chaos.delivering"),
                    *(self.database.url, self.probe, str(SETTLE), *chats),
                ],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            ) as process,
        ):
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
            assert process.stdin is not None
            process.stdin.close()

    def live(self, child: "subprocess.Popen[str]", seconds: float) -> int:
        """One life; 0 when it came to its end."""
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(f"{seconds}\n")
        child.stdin.flush()
        return int(child.stdout.readline())

    def judged(self) -> Outcome:
        """By what stands in the chats."""
        stood: dict[int, list[int]] = defaultdict(list)
        for message in self.stub.journal:
            found = TITLE.match(message.text)
            if message.method == "sendMessage" and found:  # else trouble is told
                assert int(found[1]) == message.chat
                stood[message.chat].append(int(found[2]))
        methods = Counter(message.method for message in self.stub.journal)
        calls = Counter(call.method for call in self.stub.calls)
        items = self.owed.total()
        return Outcome(
            items=items,
            lost=items - sum(len(set(found)) for found in stood.values()),
            duplicates=sum(len(found) - len(set(found)) for found in stood.values()),
            inversions=sum(map(inversions, stood.values())),
            altered=methods.total() - methods["sendMessage"],
            probes=calls["editmessagereplymarkup"],
        )


def inversions(numbers: Sequence[int]) -> int:
    """How many come first after a later one; what is a repeat is none."""
    first = list(dict.fromkeys(numbers))
    return sum(number < max(first[:at], default=0) for at, number in enumerate(first))


def drill(chats: Sequence[int], probe: str, kills: int) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        return Drill(Path(folder), chats, probe).run(kills)


def test_a_killed_sender_loses_and_repeats_nothing() -> None:
    outcome = drill(MIXED, "auto", KILLS)

    assert (outcome.lost, outcome.inversions, outcome.altered) == (0, 0, 0)
    assert (outcome.duplicates, outcome.unsettled) == (0, 0)
    assert outcome.probes > 0  # or no message was on its way when its sender died


def test_without_looking_a_kill_repeats_one_message_of_a_chat_at_most() -> None:
    outcome = drill(GROUPS[:2], "off", KILLS // 2)

    assert (outcome.lost, outcome.inversions, outcome.unsettled) == (0, 0, 0)
    assert outcome.duplicates <= outcome.kills * 2
    assert outcome.probes == 0


def main() -> None:
    """Every configuration, a line of JSON each."""
    drills = [(f"{count} groups", GROUPS[:count]) for count in (1, 2, 3, 4)]
    drills += [("4 people", PRIVATE), ("2 groups, 2 people", MIXED)]
    for name, chats in drills:
        for probe, kills in (("auto", KILLS), ("off", KILLS * 2 // 5)):
            figures = {"chats": name, "probe": probe} | asdict(drill(chats, probe, kills))
            print(json.dumps(figures), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
