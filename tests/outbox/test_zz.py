from collections import Counter
from tests.outbox.test_faults import *


async def test_x(office):
    people(office)
    chats = {"desk": DESK, "other": OTHER, "ann": ANN, "ben": BEN}
    titles = [f"alert {number}" for number in range(100)]
    for number, title in enumerate(titles):
        office.owe(title, channels=list(chats), watch=f"pack/watch-{number}", severity="medium")
    office.stub.chaos(7, FAULTS)
    await settle(office)
    for n, c in chats.items():
        told = office.told(c)
        print(
            "CHAT",
            n,
            [t for t in titles if t not in told],
            [t for t, k in Counter(told).items() if k > 1],
            [t for t in told if t not in titles],
            told == titles,
        )
    for o in office.owed():
        if o.state != "sent":
            print("OWED", o.channel, o.title, o.state, o.error, o.why, o.part_of[:6])
    print("TIME", office.clock() - NOW)
