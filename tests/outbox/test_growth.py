"""What was sent long ago makes nothing slower: steps of SQLite's machine are counted, not time."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Connection, event, text

from tests.outbox.world import DESK, Office
from tracker.core.gathering import Habits
from tracker.store import Addressee, Task
from tracker.store.tables import DeliveryRow

STORED = 20_000
COPY = """
WITH RECURSIVE made(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM made WHERE n < {count})
INSERT INTO delivery ({columns}) SELECT {values} FROM made, (SELECT * FROM delivery LIMIT 1)
"""
TRIED = """
INSERT INTO attempt (delivery, address, act, at, outcome, said, seconds)
SELECT key, '{address}', 'send', sent, 'begun', '', 0 FROM delivery WHERE sent IS NOT NULL
"""
LONG_AGO = "datetime('2026-01-01', '+' || n || ' minutes')"
VALUES = {
    "key": "'old ' || n",
    "number": "n - 100000",
    "remote_id": "n",
    "form": "CASE n % 50 WHEN 0 THEN 'listing' ELSE form END",
    "created": LONG_AGO,
    "tried": LONG_AGO,
    "sent": LONG_AGO,
}


def fill(office: Office) -> None:
    """Many messages like the first one, which was sent."""
    columns = [column.name for column in DeliveryRow.__table__.columns]
    values = ", ".join(VALUES.get(name, name) for name in columns)
    with office.database.writing() as session:
        session.execute(text(COPY.format(count=STORED, columns=", ".join(columns), values=values)))
        session.execute(text(TRIED.format(address=DESK)))


def steps(office: Office, work: Callable[[], object]) -> int:
    """How many steps the work takes."""
    count = 0

    def one() -> None:
        nonlocal count
        count += 1

    def watch(connection: Connection) -> None:
        connection.connection.driver_connection.set_progress_handler(one, 1)

    event.listen(office.database.engine, "begin", watch)
    work()
    event.remove(office.database.engine, "begin", watch)
    return count


def turn(office: Office, to: Addressee) -> list[int]:
    """Steps of looking whether there is something to do, of a claim, and of a search.

    So many alerts at once are put into a list.
    """
    store, clock = office.store, office.clock
    office.owe(*(f"{number} at {clock()}" for number in range(7)))
    found: list[object] = []
    counts = [steps(office, lambda: found.append(store.waiting(clock())))]
    counts.append(steps(office, lambda: found.append(store.claim(to, clock()))))
    clock.now += timedelta(minutes=2)
    counts.append(steps(office, lambda: found.append(store.claim(to, clock()))))
    assert [type(each) for each in found] == [list, Task, Task]
    return counts


async def test_a_turn_takes_as_many_steps_when_much_was_sent(office: Office) -> None:
    to = Addressee(
        address=str(DESK),
        channels={"desk": Habits(can_edit=True)},
        per_minute=18,
        space=office.channels["desk"].space,
    )
    office.owe("first")
    await office.outbox.turn()
    before = turn(office, to)
    await office.outbox.flush(3600)
    office.clock.now += timedelta(hours=1)
    fill(office)
    after = turn(office, to)

    assert all(many <= 2 * few for few, many in zip(before, after, strict=True)), (before, after)
