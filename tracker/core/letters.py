"""A message as it goes out: the card of a delivery, with all that has become known since. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from tracker.core import gathering
from tracker.core.message import ROWS_MOST, Applies, Button, Card, Keyboard, Reason, Row
from tracker.core.model import Severity
from tracker.core.owing import ALERTS, Form
from tracker.core.render import also_line

SOON = timedelta(days=14)  # deadlines that a digest names


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An alert in a list. `others`: how many others tell the same."""

    card: Card
    others: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A delivery on its way, with what the tables know of it.

    `also`: publishers who told the same. `joined`: cards of alerts that it says as well; `items`:
    of a list, gravest first. `under`: the far end's id of the message that it stands under.
    `said`: what people have said to it. `is_repeat`: it may have arrived before.
    """

    key: str
    form: Form
    card: Card
    group: str = ""
    also: tuple[str, ...] = ()
    joined: tuple[Card, ...] = ()
    items: tuple[Item, ...] = ()
    under: str = ""
    said: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()
    is_repeat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the sources stand, for a digest. `silent`: names of those that say nothing new."""

    sources: int = 0
    well: int = 0
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a message depends on beside itself. `tags`: watch -> its tags; `coming`: days ahead."""

    now: datetime
    zone: tzinfo
    tags: Mapping[str, Sequence[str]]
    health: Health = Health()
    coming: tuple[tuple[str, Applies], ...] = ()  # title, and what applies when
    most: int | None = None  # alerts that a digest names


def written(letter: Letter, setting: Setting) -> Card:
    """The card as it is to be shown now."""
    if letter.form is Form.listing:
        return _listing(letter, setting)
    card = letter.card
    reasons = _merged(card.reasons, letter.joined)
    return replace(
        card,
        reasons=reasons,
        severity=max([card.severity, *(each.severity for each in letter.joined)]),
        also=letter.also,
        brief=bool(letter.form is Form.update and letter.under and card.change),
        notes=(*card.notes, *letter.said, *_repeat(letter)),
        summary=also_line(replace(card, also=letter.also))
        if letter.form is Form.more
        else card.summary,
    )


def severity(letter: Letter) -> Severity:
    """How grave it is: a list is as grave as the gravest alert in it."""
    return max([letter.card.severity, *(item.card.severity for item in letter.items)])


def _repeat(letter: Letter) -> tuple[str, ...]:
    return ("⚠️ possible repeat: it may have reached you before",) if letter.is_repeat else ()


def _merged(reasons: tuple[Reason, ...], joined: Sequence[Card]) -> tuple[Reason, ...]:
    """Each watch once, gravest first."""
    found = {reason.watch: reason for card in joined for reason in card.reasons}
    found |= {reason.watch: reason for reason in reasons}
    return tuple(sorted(found.values(), key=lambda reason: -reason.severity))


# -- lists ------------------------------------------------------------------------------------


def _listing(letter: Letter, setting: Setting) -> Card:
    items = sorted(letter.items, key=lambda item: -item.card.severity)
    severity = max((item.card.severity for item in items), default=Severity.info)
    is_digest = letter.group == gathering.DIGEST
    shown = items[: min(setting.most or ROWS_MOST, ROWS_MOST)] if is_digest else items
    more = len(items) - len(shown)
    return Card(
        title=_heading(letter, setting, len(items)),
        severity=severity,
        summary=_counts(items, setting) if is_digest else "",
        rows=rows(shown, setting),
        footer=_footer(setting, more) if is_digest else "",
        notes=(*letter.said, *_repeat(letter)),
    )


def rows(items: Sequence[Item], setting: Setting) -> tuple[Row, ...]:
    """A line for each alert, under the first tag of its gravest watch when there are several."""
    is_mixed = len({_watch(item.card) for item in items}) > 1
    made = [
        Row(
            title=item.card.title,
            severity=item.card.severity,
            url=item.card.url,
            note=_note(item, name_watch=is_mixed),
            section=_section(item.card, setting.tags),
        )
        for item in items
    ]
    sections = list(dict.fromkeys(row.section for row in made))
    if len(sections) < 2:
        return tuple(replace(row, section="") for row in made)
    return tuple(sorted(made, key=lambda row: sections.index(row.section)))


def _note(item: Item, *, name_watch: bool) -> str:
    """Who says it, how many others do, and why it came unless the heading says so."""
    others = f" ×{item.others + 1}" if item.others else ""
    watch = _watch(item.card) if name_watch else ""
    said = [item.card.change, f"{item.card.publisher}{others}", watch]
    return " · ".join(filter(None, said))


def _watch(card: Card) -> str:
    return card.reasons[0].name if card.reasons else ""


def _section(card: Card, tags: Mapping[str, Sequence[str]]) -> str:
    known = tags.get(card.reasons[0].watch, ()) if card.reasons else ()
    return known[0].replace("-", " ").capitalize() if known else "Others"


def _heading(letter: Letter, setting: Setting, count: int) -> str:
    alerts = f"{count} alert{'s' * (count != 1)}"
    match letter.group:
        case gathering.DIGEST:
            return f"Digest · {setting.now.astimezone(setting.zone):%a %d %b %H:%M}"
        case gathering.QUIET:
            return f"{alerts} from the quiet time"
        case gathering.TOO_LATE:
            return f"{alerts} that could not be sent in time"
        case gathering.TOO_MANY:
            return f"{alerts} more than you want in an hour"
    names = {_watch(item.card) for item in letter.items}
    of = f" · {names.pop()}" if len(names) == 1 else ""
    return f"{alerts}{of}"


def _counts(items: Sequence[Item], setting: Setting) -> str:
    """A digest without alerts is a proof of life."""
    health = setting.health
    healthy = f"{health.well}/{health.sources} sources healthy"
    found = [item.card.severity for item in items]
    counts = [
        f"{found.count(severity)} {severity}"
        for severity in reversed(Severity)
        if severity in found
    ]
    return " · ".join([*(counts or ["no matches"]), healthy])


def _footer(setting: Setting, more: int) -> str:
    lines = [f"… {more} more: /latest {more}"] if more else []
    today = setting.now.astimezone(setting.zone).date()
    coming = sorted({(what.on, what.what, title) for title, what in setting.coming})
    near = [each for each in coming if today <= each[0] <= today + SOON]
    if near:
        lines.append("📅 The next 14 days")
        lines += [f"• {on:%d %b}: {what} · {title}" for on, what, title in near[:8]]
    if setting.health.silent:
        lines.append(f"⚠️ Silent: {', '.join(setting.health.silent[:8])}")
    return "\n".join(lines)


# -- buttons ----------------------------------------------------------------------------------

ID = 20  # code points of a delivery's key in a button: no two share them


def data(verb: str, key: str, *arguments: str) -> str:
    """What a button sends back: at most 64 bytes, and to be checked like any word of a stranger."""
    return "|".join(("v1", verb, key[:ID], *arguments))


def buttons(key: str, form: Form, marks: frozenset[str] = frozenset()) -> Keyboard:
    """What can be pressed under a message; never empty, as a message is found again by them.

    `marks`: "urgent" when it wants to be acknowledged, and what was pressed before: "seen",
    "irrelevant", "muted".
    """
    if form is Form.answer:
        return ((Button(text="✕ Close", data=data("close", key)),),)
    seen = () if "seen" in marks else ((Button(text="✓ Seen", data=data("seen", key)),),)
    why = Button(text="🔍 Why?", data=data("why", key))
    if form not in ALERTS:
        return seen or ((Button(text="✓✓", data=data("seen", key)),),)
    judged = (
        Button(text="↩ Relevant after all", data=data("relevant", key))
        if "irrelevant" in marks
        else Button(text="👎 Not relevant", data=data("irrelevant", key))
    )
    muting = (
        (Button(text="↩ Unmute", data=data("unmute", key)),)
        if "muted" in marks
        else tuple(
            Button(text=f"🔕 {name}", data=data("mute", key, length))
            for name, length in (("1 day", "1d"), ("7 days", "7d"))
        )
    )
    return (*(seen if "urgent" in marks else ()), (why, judged), muting)
