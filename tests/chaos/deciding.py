"""A desk in a process of its own, which decides happenings that it makes up itself.

python -m tests.chaos.deciding share DATABASE OUTLET COUNT: decide one outlet's copies of so many
happenings, in an order of its own, as soon as a line comes in.
python -m tests.chaos.deciding stream DATABASE: for each line that comes in, a point and a number, a
child goes on with the stream and is killed at so many passings of that point; says how each ended.
"""

import os
import random
import re
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Engine, event

from tests.samples import NOW
from tracker.core.model import Entry, Outcome
from tracker.core.normalise import digest
from tracker.core.standing import Polled, Standing
from tracker.desk import Batch, Desk
from tracker.rulebook import build
from tracker.rulebook.files import RuleText, Snapshot
from tracker.sources.feed import Feed
from tracker.store import Database, Debts, DeskWriter, PollStore, Recorder, StoryFinder, polls

RULES = """
version: 1
channels: {chat: {kind: console}}
routes: [{route: all, send: chat}]
watches:
  - {watch: Exports, any: [export control, entity list], severity: high}
"""
OUTLETS = ("The Harbour Post", "Nordvik Daily", "Meridian Wire", "Lakeside Herald")
SHARE = 20  # articles of a batch
SYLLABLES = (
    "bar dor fen gul hask jor kel lum mor nav pel rask sil tor ulv vas wen yar zet ost".split()
)
ENDINGS = "ia on ex is um ar ova en".split()
GOODS = (
    "lathes lasers gyroscopes resins centrifuges sonars valves drones sensors furnaces magnets "
    "pumps wafers reactors engines lenses radars batteries antennas compressors"
).split()
TEMPLATES = (
    (
        "{firm} added to entity list over {goods} for {other}",
        "{person} of the {place} bureau signed the order against {firm}. The firm had sold {count} "
        "{goods} through {other}, a broker in {town}, investigators wrote.",
    ),
    (
        "{place} drafts export control on {goods} made by {firm}",
        "A draft before the chamber in {town} names {firm} and {count} kinds of {goods}. {person}, "
        "who wrote it, expects a vote before {other} can fill its orders.",
    ),
    (
        "Export control keeps {count} {goods} of {firm} in {town} port",
        "Customs officers in {town} hold a ship of {other} with crates from {firm}. {person}, her "
        "captain, told reporters that {place} had cleared the papers.",
    ),
    (
        "{person} asks {place} to lift export control on {goods}",
        "The head of {firm} says that {count} people in {town} will lose their work. {other} moved "
        "its assembly lines away last spring for the same reason.",
    ),
    (
        "How {firm} lost {count} {goods} to an export control",
        "{person} remembers the telephone call from {town}. Within an hour the bank of {place} had "
        "closed every account that {firm} shared with {other}.",
    ),
    (
        "Court in {town} hears {firm} on the entity list of {place}",
        "Lawyers of {firm} called {person} as a witness on Tuesday. She had weighed {count} "
        "{goods} in a shed that belongs to {other}.",
    ),
)


def name(chance: random.Random, syllables: int = 2) -> str:
    """A name that nobody has."""
    said = "".join(chance.choice(SYLLABLES) for _ in range(syllables))
    return f"{said}{chance.choice(ENDINGS)}".capitalize()


def happening(number: int) -> tuple[str, str]:
    """Title and text of a happening: of one form with others, and of none with their facts."""
    chance = random.Random(number)  # noqa: S311  a drill that can be repeated
    facts = {
        "firm": f"{name(chance)} {name(chance)}",
        "other": f"{name(chance)} {name(chance)}",
        "person": f"{name(chance)} {name(chance, 3)}",
        "place": name(chance),
        "town": name(chance, 3),
        "goods": chance.choice(GOODS),
        "count": str(chance.randint(12, 9_000)),
    }
    title, text = TEMPLATES[number % len(TEMPLATES)]
    return title.format(**facts), text.format(**facts)


def feed(name: str, tier: str = "wire") -> Feed:
    return Feed(
        id=f"s{digest(name)[:8]}",
        name=name,
        url="https://feed.example/",
        full_text="never",
        tier=tier,
    )


def entry(outlet: str, ident: str, title: str, text: str) -> Entry:
    """As the outlet's feed gives it; in the title it names itself."""
    host = outlet.lower().replace(" ", "-")
    return Entry(
        id=ident, title=f"{title} - {outlet}", url=f"https://{host}.example/{ident}", summary=text
    )


def desk(database: Database) -> Desk:
    rules = RuleText(name="drill.yaml", pack="drill", text=RULES)
    snapshot = Snapshot(folders=(), absent=(), files=(rules,), faults=())
    rulebook = build.sound(build.of(snapshot)).rulebook
    return Desk(database, lambda: rulebook, lambda: ["operators"])


def batch(source: Feed, entries: Sequence[Entry], at: datetime = NOW) -> Batch:
    """What a poll brought."""
    return Batch(
        source=source,
        before=Standing(source=source.id, next_poll=at, first=False, succeeded=at),
        entries=tuple(entries),
        polled=Polled(at=at, outcome=Outcome.ok),
    )


def share(database: Database, outlet: str, count: int) -> None:
    """Decide an outlet's copies of all happenings."""
    decides, source = desk(database), feed(outlet)
    order = list(range(count))
    random.Random(outlet).shuffle(order)  # noqa: S311
    entries = (entry(outlet, f"{n}", *happening(n)) for n in order)
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    while some := tuple(islice(entries, SHARE)):
        decides.decide(batch(source, some), NOW)


GROUPS, GROUP = 26, 2  # of happenings that are told in one batch


def stream() -> Iterator[Batch]:
    """Every happening as news, as a copy, as a sequel, and changed where it was told first."""
    for hour in range(GROUPS + 4):
        outlet = OUTLETS[hour % len(OUTLETS)]
        told = [
            entry(outlet, f"{number}-{kind}", *change(*happening(number)))
            for group, kind, change in (
                (hour, "news", lambda title, text: (title, text)),
                (hour - 1, "copy", shortened),
                (hour - 2, "sequel", gone_on),
                (hour - 4, "news", amended),
            )
            if 0 <= group < GROUPS
            for number in range(group * GROUP, group * GROUP + GROUP)
        ]
        if hour % 3 == 0:  # known entries under other ids
            told += [
                entry(outlet, f"{number}-v2", *amended(*happening(number)))
                for number in _own(hour - 8)
            ]
        tier = "official" if outlet == OUTLETS[-1] else "wire"
        yield batch(feed(outlet, tier), told, NOW + timedelta(hours=hour))


def _own(group: int) -> Sequence[int]:
    return range(group * GROUP, group * GROUP + GROUP) if 0 <= group < GROUPS else ()


def shortened(title: str, text: str) -> tuple[str, str]:
    return title, text[: text.rindex(" ", 0, len(text) - 30)]


def gone_on(title: str, text: str) -> tuple[str, str]:
    """The next day: what was done is undone, or more of it is done."""
    title = title.replace("added to", "removed from").replace("drafts", "delays")
    more = re.sub(r"\b\d+\b", lambda count: str(int(count[0]) + 31), title)
    return more, f"Since Thursday it is otherwise. {text}"


def amended(title: str, text: str) -> tuple[str, str]:
    return title, f"{text} Objections may be sent until 11 May, to desk 9,911 of the registry."


def decide_stream(database: Database) -> None:
    """Go on with the batch that was decided last: a site still lists what it did."""
    states = PollStore(database).states()
    done = max((state.succeeded for state in states.values() if state.succeeded), default=NOW)
    decides = desk(database)
    for each in stream():
        if each.polled.at >= done:
            decides.decide(each, each.polled.at)


def reaper(times: int) -> Callable[[], None]:
    """What kills this process when it has been called so many times."""
    left = iter(range(times - 1, -1, -1))

    def passed() -> None:
        if not next(left):
            os.kill(os.getpid(), signal.SIGKILL)

    return passed


# Where a decision may be torn, and how many times that is passed in a batch or two.
METHODS: dict[str, tuple[Any, str, int]] = {
    "before": (DeskWriter, "before", 13),
    "alias": (DeskWriter, "alias", 1),
    "alike": (StoryFinder, "alike", 9),
    "marked": (StoryFinder, "marked", 4),
    "told": (StoryFinder, "told", 8),
    "recorded": (Recorder, "record", 12),
    "owed": (Debts, "owe", 7),
    "noted": (polls, "note", 2),
    "decided": (Desk, "decide", 2),
}
POINTS = {name: most for name, (_, _, most) in METHODS.items()} | {
    "statement": 200,
    "instruction": 200,
    "commit": 2,
}
STEPS = 100  # instructions of SQLite's machine between two looks


def arm(point: str, times: int) -> None:
    """Have this process killed at the last of so many passings of a point."""
    passed = reaper(times)

    def watch(connection: Any, _: object) -> None:
        connection.set_progress_handler(passed, STEPS)

    if point in METHODS:
        holder, name, _ = METHODS[point]
        setattr(holder, name, watched(getattr(holder, name), passed))
    elif point == "statement":
        event.listen(Engine, "before_cursor_execute", lambda *_: passed())
    elif point == "commit":
        event.listen(Engine, "commit", lambda _: passed())
    elif point == "instruction":
        event.listen(Engine, "connect", watch)


def watched(work: Callable[..., Any], passed: Callable[[], None]) -> Callable[..., Any]:
    def work_and_pass(*args: Any, **kwargs: Any) -> Any:
        result = work(*args, **kwargs)
        passed()
        return result

    return work_and_pass


def children(url: str) -> None:
    """One after the other; each begins anew with what is in the database."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            point, times = line.split()
            arm(point, int(times))
            with closing(Database(url)) as database:
                decide_stream(database)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


if __name__ == "__main__":
    what, url, *rest = sys.argv[1:]
    if what == "stream":
        children(url)
    else:
        with closing(Database(url)) as database:
            share(database, rest[0], int(rest[1]))
