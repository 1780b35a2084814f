"""Silences: what a message is about, and the mute of a person that covers it. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from fnmatch import fnmatchcase

from tracker.core.text import squeeze

KINDS = ("watch", "tag", "story", "source", "entity")
ALL = "all"
FORMS = "watch:pack/id, tag:x, story:key, source:id, entity:Name or all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a message is about. `tags`: watch -> its tags; `entities`: names."""

    watches: tuple[str, ...] = ()
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    story: str = ""
    source: str = ""
    entities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Silence:
    """A mute: what it is about, who wants it, why, and for how long.

    `subject`: as `subject()` gives it; `channel`: "" = everywhere. It holds from `since`, and no
    longer at `until`; both are aware UTC.
    """

    id: str
    subject: str
    channel: str
    author: str
    reason: str
    since: datetime
    until: datetime


def subject(text: str) -> str:
    """What can be muted, in its one form; `pack/id` is a watch. Raises ValueError with a hint."""
    given = squeeze(text)
    if given.casefold() == ALL:
        return ALL
    kind, colon, name = (part.strip() for part in given.partition(":"))
    if not colon and "/" in given:
        kind, name = "watch", given
    kind = kind.casefold()
    if kind not in KINDS or not name:
        raise ValueError(f"'{given}' cannot be muted: write {FORMS}")
    if kind == "watch" and not re.search(r"[/*?]", name):
        raise ValueError(f"'{name}' is not a watch: write watch:pack/{name}, or watch:*/{name}")
    return f"{kind}:{name}"


def silenced(
    facts: Facts, channel: str, now: datetime, silences: Iterable[Silence]
) -> Silence | None:
    """The silence that keeps a message from `channel`; None = it is told.

    A watch or a tag that is muted takes its watch out of a message: only when all of its watches
    are out is nothing left to tell. Of several silences, the one with whose end it is told again.
    """
    holding = [
        silence
        for silence in silences
        if silence.since <= now < silence.until and silence.channel in {"", channel}
    ]
    whole = [silence for silence in holding if _covers(silence, facts)]
    of_each = [[s for s in holding if _mutes(s, watch, facts)] for watch in facts.watches]
    together = [min(map(_last, of_each), key=_end)] if of_each and all(of_each) else []
    return _last(whole + together) if whole or together else None


def _covers(silence: Silence, facts: Facts) -> bool:
    """Whether it is about the message as a whole."""
    kind, _, name = silence.subject.partition(":")
    match kind:
        case "all":
            return True
        case "story":
            return name == facts.story
        case "source":
            return name == facts.source
        case "entity":
            return name.casefold() in {entity.casefold() for entity in facts.entities}
    return False


def _mutes(silence: Silence, watch: str, facts: Facts) -> bool:
    """Whether it is about one watch of the message."""
    kind, _, name = silence.subject.partition(":")
    if kind == "tag":
        return name in facts.tags.get(watch, ())
    return kind == "watch" and fnmatchcase(watch, name)


def _last(silences: Sequence[Silence]) -> Silence:
    return max(silences, key=_end)


def _end(silence: Silence) -> tuple[datetime, str]:
    return silence.until, silence.id


def said(silence: Silence, zone: tzinfo) -> str:
    """The silence in words: `muted by Ann until 29 Nov 07:00: reason`; the time is that of `zone`.

    The year is said when it is another than that in which it began.
    """
    since, until = (moment.astimezone(zone) for moment in (silence.since, silence.until))
    year = f" {until.year}" if until.year != since.year else ""
    reason = f": {silence.reason}" if silence.reason else ""
    return f"muted by {silence.author} until {until.day} {until:%b}{year} {until:%H:%M}{reason}"
