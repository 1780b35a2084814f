"""`/test`, `/dead`, `/id`: for those who run it."""

from tracker.bot.asking import Ask, Reply, listed, notice
from tracker.bot.surroundings import Surroundings
from tracker.core.message import Card, Row
from tracker.errors import TrackerError
from tracker.rulebook.problems import nearest
from tracker.store import Debts, Deliveries, Lookup

SHOWN = 20


def test(ask: Ask, around: Surroundings) -> Reply:
    """`/test [channel|all]`: whether messages arrive here, or there. Raises TrackerError."""
    channels = around.plan().channels
    if not ask.text:
        here = ", ".join(ask.place.channels) or "no channel: no alerts come here"
        return notice("✅ Messages arrive here.", f"This chat is {here}.")
    wanted = [*channels] if ask.text.casefold() == "all" else [ask.text]
    if missing := [name for name in wanted if name not in channels]:
        hint = nearest(missing[0], channels) or f"there are {', '.join(channels)}"
        raise TrackerError(f"no channel is called '{missing[0]}': {hint}")
    card = Card(title="✅ A test: messages arrive here.", summary=f"Asked for by {ask.by.shown}.")
    with around.database.writing() as session:
        Debts(session).owe(card, wanted, f"test {ask.what}", around.clock())
    return notice(f"A test goes to {', '.join(wanted)}.", "/dead shows what cannot be sent.")


def dead(ask: Ask, around: Surroundings) -> Reply:
    """`/dead`: what could not be sent; `/dead retry [id]` tries it again. Raises TrackerError."""
    verb, *keys = ask.words or ("",)
    if verb.casefold() == "retry":
        count = Deliveries(around.database).retry([key.casefold() for key in keys])
        if keys and not count:
            raise TrackerError(f"no dead letter begins with {' or '.join(keys)}")
        return notice(f"{count} owed again." if count else "There are no dead letters.")
    if verb:
        raise TrackerError("write /dead, or /dead retry and perhaps an id")
    found = Lookup(around.database).dead(SHOWN + 1)
    if not found:
        return notice("There are no dead letters.")
    rows = [
        Row(title=f"{key[:8]} {title}", note=f"{channel}: {error}")
        for key, channel, title, error in found[:SHOWN]
    ]
    more = "There are more.\n" if len(found) > SHOWN else ""
    return listed("Dead letters", rows, footer=f"{more}/dead retry tries all of them again.")


def who(ask: Ask, around: Surroundings) -> Reply:
    """`/id`: the numbers that rules and settings ask for."""
    del around
    topic = f"\ntopic: {ask.place.topic}" if ask.place.topic else ""
    return notice("Numbers", f"chat: {ask.place.chat}{topic}\nyou: {ask.by.id}")
