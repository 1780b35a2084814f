"""`/mute` and `/unmute`: what nobody wants to hear of for a while."""

import re
from collections.abc import Sequence
from datetime import timedelta, tzinfo
from fnmatch import filter as matching

from tracker.bot import names
from tracker.bot.access import Standing
from tracker.bot.asking import Ask, Reply, listed, notice
from tracker.bot.surroundings import Surroundings
from tracker.core.duration import duration
from tracker.core.message import Row
from tracker.core.silencing import ALL, Silence, subject
from tracker.errors import TrackerError
from tracker.rulebook.problems import nearest
from tracker.store import Silences, Storybook

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
    what = _subject(about, ask.standing, around)
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
    wanted = ask.text.casefold()
    chosen = [silence for silence in mine if silence.id.startswith(wanted)]
    if len(chosen) != 1:  # as it is shown, though there may be no such thing any more; or as meant
        chosen = [silence for silence in mine if silence.subject.casefold() == wanted]
    if not chosen:
        what = _subject(ask.text, ask.standing, around)
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
            raise TrackerError(f"{word} is no time to mute: it ends, and within a year")
        return " ".join(words[:at]), length, " ".join(words[at + 1 :])[:200]
    raise TrackerError(f"say what, and for how long. {USAGE}")


def _subject(about: str, standing: Standing, around: Surroundings) -> str:
    """What is muted, in its one form, and there is such a thing. Raises TrackerError."""
    rules = around.plan().rules
    if about.startswith("#"):
        return f"tag:{names.tag(about, rules)}"
    if about.casefold() == ALL or FORMAL.match(about):
        return _formal(about, standing, around)
    try:
        return f"watch:{names.watch(about, rules).id}"
    except TrackerError as no_watch:
        try:
            return f"entity:{names.entity(about, rules).name}"
        except TrackerError:
            raise no_watch from None


def _formal(about: str, standing: Standing, around: Surroundings) -> str:
    """As `tracker silences` takes it; much at once is for operators."""
    rules = around.plan().rules
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
    return _much(what, around)


def _much(what: str, around: Surroundings) -> str:
    """Many watches, a source, a story or all. Raises TrackerError for what there is not."""
    kind, _, name = what.partition(":")
    match kind:
        case "watch":
            if not matching([watch.id for watch in around.plan().rules.watches], name):
                raise TrackerError(f"no watch is called '{name}'; /watches names them")
        case "source":
            known = [source.id for source in around.plan().sources]
            if name not in known:
                hint = nearest(name, known)
                raise TrackerError(f"no source is called '{name}'" + (f": {hint}" if hint else ""))
        case "story":
            with around.database.reading() as session:
                return f"story:{Storybook(session).story(name).key}"
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
