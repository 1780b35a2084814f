"""`/mute` and `/unmute`: what nobody wants to hear of for a while."""

import re
from collections.abc import Sequence
from datetime import timedelta, tzinfo

from tracker.bot import names
from tracker.bot.access import Standing
from tracker.bot.asking import Ask, Reply, listed, notice
from tracker.bot.surroundings import Surroundings
from tracker.core.duration import duration
from tracker.core.message import Row
from tracker.core.rules import Rulebook
from tracker.core.silencing import ALL, Silence, subject
from tracker.errors import TrackerError
from tracker.store import Silences

LONGEST = timedelta(days=366)
USAGE = "As /mute us-lists 7d, /mute #semiconductors 12h or /mute Nvidia 2d a reason"
FORMAL = re.compile(r"(watch|tag|entity|story|source):", re.IGNORECASE)
EVERYWHERE = ("",)


def mute(ask: Ask, around: Surroundings) -> Reply:
    """`/mute WATCH|#tag|entity 7d [reason]`, for this chat; raises TrackerError with a hint.

    Where no alerts come it is for all chats: there only operators are.
    """
    about, length, reason = _parts(ask.text)
    plan = around.plan()
    what = _subject(about, plan.rules, ask.standing)
    store, until = Silences(around.database), ask.at + length
    made = [
        store.add(what, channel, ask.by.name, reason, ask.at, until)
        for channel in ask.place.alerted or EVERYWHERE
    ]
    where = "here" if ask.place.alerted else "in all chats"
    return notice(
        f"🔕 {what} is muted {where} until {names.clock(until, plan.rules.zone)}.",
        f"What comes meanwhile is recorded, and not sent. /unmute {made[0].id[:8]} ends it.",
    )


def unmute(ask: Ask, around: Surroundings) -> Reply:
    """`/unmute [id|watch]`; alone it lists what is muted. Raises TrackerError with a hint."""
    plan, now, store = around.plan(), around.clock(), Silences(around.database)
    mine = [silence for silence in store.active(now) if _is_mine(silence, ask)]
    if not ask.text:
        return _listed(mine, plan.rules.zone)
    chosen = [silence for silence in mine if silence.id.startswith(ask.text.casefold())]
    if len(chosen) != 1:
        what = _subject(ask.text, plan.rules, ask.standing)
        chosen = [silence for silence in mine if silence.subject == what]
        if not chosen:
            raise TrackerError(f"{what} is not muted here; /unmute shows what is")
    for silence in chosen:
        store.end(silence.id, ask.by.name, now)
    told = ", ".join(dict.fromkeys(silence.subject for silence in chosen))
    pressed = tuple(silence.reason.removeprefix("button under ") for silence in chosen)
    anew = tuple(key for key in pressed if re.fullmatch(r"[0-9a-f]{8}", key))
    answer = notice(f"🔔 {told} is told again.", "What came meanwhile: /latest shows it.")
    return Reply(card=answer.card, anew=anew)


def _parts(text: str) -> tuple[str, timedelta, str]:
    """What is muted, for how long, and why. Raises TrackerError."""
    words = text.split()
    for at, word in enumerate(words):
        try:
            length = timedelta(seconds=duration(word))
        except (ValueError, OverflowError):
            continue
        if not at:
            break
        if not timedelta() < length <= LONGEST:
            raise TrackerError("a mute is for a year at most")
        return " ".join(words[:at]), length, " ".join(words[at + 1 :])[:200]
    raise TrackerError(f"say what, and for how long. {USAGE}")


def _subject(about: str, rules: Rulebook, standing: Standing) -> str:
    """What is muted, in its one form, and there is such a thing. Raises TrackerError."""
    if about.startswith("#"):
        return f"tag:{names.tag(about, rules)}"
    if about.casefold() == ALL or FORMAL.match(about):
        return _formal(about, rules, standing)
    try:
        return f"watch:{names.watch(about, rules).id}"
    except TrackerError as no_watch:
        try:
            return f"entity:{names.entity(about, rules).name}"
        except TrackerError:
            raise no_watch from None


def _formal(about: str, rules: Rulebook, standing: Standing) -> str:
    """As `tracker silences` takes it; much at once is for operators."""
    try:
        what = subject(about)
    except ValueError as error:
        raise TrackerError(str(error)) from error
    kind, _, name = what.partition(":")
    if kind == "entity":
        return f"entity:{names.entity(name, rules).name}"
    if kind == "tag":
        return f"tag:{names.tag(name, rules)}"
    if kind == "watch" and not re.search(r"[*?\[]", name):
        return f"watch:{names.watch(name, rules).id}"
    if standing < Standing.operator:
        raise TrackerError(f"only operators mute {what}; mute a watch, a #tag or an entity")
    return what


def _is_mine(silence: Silence, ask: Ask) -> bool:
    """Whether it is for those here to end: operators may end every one."""
    return ask.standing is Standing.operator or silence.channel in ask.place.alerted


def _listed(silences: Sequence[Silence], zone: tzinfo) -> Reply:
    if not silences:
        return notice("Nothing is muted.")
    rows = [
        Row(title=f"{silence.id[:8]} {silence.subject}", note=_note(silence, zone))
        for silence in silences
    ]
    return listed("Muted now", rows, footer="/unmute and an id, or the name, ends one.")


def _note(silence: Silence, zone: tzinfo) -> str:
    where = f" in {silence.channel}" if silence.channel else ""
    return f"until {names.clock(silence.until, zone)}{where}"
