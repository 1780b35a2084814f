"""`/why`, and the button: why a message came, with the words and the rules that made it."""

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any

from tracker.bot import names
from tracker.bot.access import Place
from tracker.bot.asking import Ask, Reply, notice
from tracker.bot.surroundings import Surroundings
from tracker.core.owing import ALERTS
from tracker.errors import TrackerError
from tracker.store import AlertFile, Lookup, Message

WORDS = 6  # pieces of evidence of one watch
WATCHES = 3
HOW = "Answer an alert with /why, or write /why and the beginning of its id."


def why(ask: Ask, around: Surroundings) -> Reply:
    """`/why [id]`, as an answer to an alert, or of the last one here. Raises TrackerError."""
    lookup, place = Lookup(around.database), ask.place
    if ask.text:
        found = lookup.message(ask.text.split()[0].removeprefix("#").casefold())
    elif ask.reply_to:
        found = lookup.message_in({place.address, str(place.chat)}, ask.reply_to)
    else:
        found = lookup.last_alert(place.alerted)
    if found is None:
        raise TrackerError(f"there is no such message. {HOW}")
    if found.form not in ALERTS:
        raise TrackerError(f"that is no alert of one article. {HOW}")
    return of(found, around, place)


def of(message: Message, around: Surroundings, place: Place) -> Reply:
    """Why `message` came. The answer stands under it, if it was sent to this place."""
    rules, files = around.plan().rules, Lookup(around.database).alerts_of(message)
    lines: list[str] = []
    for file in files[:WATCHES]:
        lines += [*_watch(file, around), ""]
    if len(files) > WATCHES:
        lines += [f"and {len(files) - WATCHES} watches more", ""]
    lines += _course(message, files, rules.zone)
    text = "\n".join(lines) if files else "It was told before there was a record of reasons."
    under = message.key if message.channel in {*place.channels, place.channel} else ""
    return notice(f"🔍 Why: {message.card.title}", text, under)


def _watch(file: AlertFile, around: Surroundings) -> Iterator[str]:
    """The rule and its place, and the words for which it fired."""
    alert = file.alert
    places = {watch.id: around.shown(watch.place) for watch in around.plan().rules.watches}
    yield f"Watch {alert.watch} ({places.get(alert.watch, 'no longer in the rules')})"
    told: dict[str, str] = {}
    for each in alert.evidence:
        told.setdefault(str(each.get("text", "")).casefold(), _word(each))
    yield from list(told.values())[:WORDS]
    if len(told) > WORDS:
        yield f"… and {len(told) - WORDS} words more"
    yield f"Severity {alert.severity}, score {alert.score:g}"
    if file.reason:
        yield f"Told: {file.reason}"


def _word(evidence: Mapping[str, Any]) -> str:
    """As `✔ “Entity List” → title, at 31`; of an entity, by which of its names."""
    text, entity = evidence.get("text", ""), evidence.get("entity", "")
    what = f"{entity} by the name “{text}”" if entity else f"“{text}”"
    return f"✔ {what} → {evidence.get('field', '')}, at {evidence.get('start', 0)}"


def _course(message: Message, files: list[AlertFile], zone: tzinfo) -> Iterator[str]:
    """When it was decided and sent, and by which route."""
    moments: list[tuple[str, datetime | None]] = [
        ("published", files[0].alert.published if files else None),
        ("decided", files[0].alert.at if files else None),
        ("sent", message.sent),
    ]
    yield " · ".join(f"{what} {names.clock(at, zone)}" for what, at in moments if at)
    if message.why:
        yield f"Sent here: {message.why}"
    yield f"Id {message.key[:8]}"
