"""What people mean by the names they write: watches, tags, entities, places in time."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from tracker.core import match, normalise
from tracker.core.model import Entry, Origin
from tracker.core.rules import Entity, Rulebook, Watch
from tracker.errors import TrackerError
from tracker.rulebook.examples import EPOCH
from tracker.rulebook.problems import nearest

ASKED = Origin(id="asked", name="asked")


def watch(text: str, rules: Rulebook) -> Watch:
    """The watch of this id or name; `pack/` may be left out where that is clear.

    Raises TrackerError with what was probably meant.
    """
    wanted = text.strip().casefold()
    whole = [each for each in rules.watches if each.id.casefold() == wanted]
    part = [
        each
        for each in rules.watches
        if wanted in {each.id.casefold().rpartition("/")[2], each.name.casefold()}
    ]
    found = whole or part
    if len(found) == 1:
        return found[0]
    if found:
        raise TrackerError(f"several watches are called so: {_listed(each.id for each in found)}")
    raise TrackerError(f"no watch is called '{text}'{_hint(wanted, rules)}; /watches names them")


def tagged(tag: str, rules: Rulebook) -> tuple[str, ...]:
    """The ids of the watches with this tag. Raises TrackerError when there is none."""
    wanted = tag.removeprefix("#").casefold()
    found = tuple(each.id for each in rules.watches if wanted in map(str.casefold, each.tags))
    if not found:
        known = sorted({tag for each in rules.watches for tag in each.tags})
        raise TrackerError(f"no watch has the tag #{wanted}: there are {_listed(known)}")
    return found


def tag(text: str, rules: Rulebook) -> str:
    """A tag as the rules write it. Raises TrackerError when there is no such tag."""
    wanted = text.removeprefix("#").casefold()
    tagged(wanted, rules)
    return next(t for each in rules.watches for t in each.tags if t.casefold() == wanted)


def entity(text: str, rules: Rulebook) -> Entity:
    """The entity of this id or name, or one of whose names stands in the text.

    Raises TrackerError with what was probably meant.
    """
    wanted = text.strip().casefold()
    for each in rules.entities.values():
        if wanted in {each.id.casefold(), each.name.casefold()}:
            return each
    # Names are found in articles, so the text is taken for one.
    article = normalise.article(Entry(id="", title=text), ASKED, EPOCH)
    found = match.find(article, rules).entities
    if found:
        return rules.entities[next(iter(found))]
    names = {each.name.casefold(): each.name for each in rules.entities.values()}
    hint = nearest(wanted, names)
    raise TrackerError(f"no entity is called '{text}'" + (f": {hint}" if hint else ""))


def clock(moment: datetime, zone: tzinfo) -> str:
    """As `29 Nov 07:00`, in the zone of the rules."""
    there = moment.astimezone(zone)
    return f"{there.day} {there:%b %H:%M}"


def day(moment: datetime, zone: tzinfo) -> str:
    """As `29 Nov`."""
    there = moment.astimezone(zone)
    return f"{there.day} {there:%b}"


def _hint(wanted: str, rules: Rulebook) -> str:
    known = {each.id.casefold() for each in rules.watches}
    known |= {name.rpartition("/")[2] for name in known}
    hint = nearest(wanted, known)
    return f": {hint}" if hint else ""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
