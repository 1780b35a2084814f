"""Many alerts in one message: a numbered row for each, under the headings of their sections."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.core.message import ROWS_MOST, Card, Row
from tracker.core.model import Severity
from tracker.core.render.alerts import LINE, MARK, NO_TITLE, notes, title
from tracker.core.render.measure import fitted, line, safe_url, units, visible
from tracker.core.render.styles import PLAIN, Style

# What Telegram takes: UTF-16 units that are seen, and bytes as they are sent. It drops formatting
# beyond 100 entities: a link for each row, some headings, and what it finds by itself.
MOST, BYTES, BOLD = 4096, 32_768, 25
# Budgets in UTF-16 units; that of headings is for all together, that of a row when there are few.
SUMMARY, FOOTER, FOOTNOTE, HEADINGS, ROW, REMARK = 300, 800, 100, 400, 200, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row, cut to its share of the room. `heading`: if it is the first of its section."""

    sign: str  # number and mark
    title: str
    note: str
    url: str
    heading: str


def listing(card: Card, style: Style) -> str:
    """A card with rows: each of them is there, and shorter the more there are."""
    room = MOST - units(_message(card, (), PLAIN))
    lines = _cut(in_sections(card.rows[:ROWS_MOST]), room)
    seen = MOST - units(_message(card, lines, PLAIN))
    sent = BYTES - _size(_message(card, lines, style))
    return _message(card, lines, style, _affordable(lines, style, seen, sent))


def foot(card: Card, style: Style) -> Iterator[str]:
    """What stands below: of the footer, each line is cut by itself."""
    if (more := len(card.rows) - ROWS_MOST) > 0:
        yield f"… and {more} more"
    footer = "\n".join(line(part, FOOTNOTE) for part in card.footer.splitlines())
    if shown := visible(footer, FOOTER).strip():
        yield style.text(shown)
    yield from notes(card, style)


def _message(card: Card, lines: Sequence[Line], style: Style, linked: Collection[int] = ()) -> str:
    """The whole of it; `linked`: which rows lead to their address."""
    mark = f"{MARK[card.severity]} " if card.severity > Severity.info else ""
    head = [f"{mark}{style.bold(title(card, LINE))}"]
    if summary := visible(card.summary, SUMMARY).strip():
        head.append(style.text(summary))
    rows: list[str] = []
    bold = 0
    for number, each in enumerate(lines):
        if each.heading:
            bold += 1
            heading = (style.bold if bold <= BOLD else style.text)(each.heading)
            rows.append(f"\n{heading}" if rows else heading)
        rows.append(_row(each, style, leads=number in linked))
    parts = head, rows, list(foot(card, style))
    return "\n\n".join("\n".join(part) for part in parts if part)


def _row(row: Line, style: Style, *, leads: bool) -> str:
    words = style.named(row.title, row.url) if leads and style.named else style.text(row.title)
    return f"{row.sign} {words}" + (f" · {style.text(row.note)}" if row.note else "")


def in_sections(rows: Sequence[Row]) -> list[Row]:
    """Rows of a section stand together, where its first one does; those of none come first."""
    order = list(dict.fromkeys(["", *(row.section for row in rows)]))
    return sorted(rows, key=lambda row: order.index(row.section))


def _cut(rows: Sequence[Row], room: int) -> list[Line]:
    """Rows that are together no longer than `room` UTF-16 units, line breaks included."""
    sections = {row.section for row in rows if row.section}
    heading, remark = HEADINGS // max(1, len(sections)), min(REMARK, room // (4 * len(rows)))
    lines = [
        Line(
            sign=f"{number}. {MARK[row.severity]}",
            title=line(row.title, ROW) or NO_TITLE,
            note=line(row.note, remark),
            url=safe_url(row.url),
            heading=line(row.section, heading) if row.section != before.section else "",
        )
        for number, (before, row) in enumerate(pairwise([Row(title=""), *rows]), 1)
    ]
    for each in lines:
        room -= units(_row(replace(each, title=""), PLAIN, leads=False)) + units(each.heading) + 3
    most = _fair([units(each.title) for each in lines], room)
    return [replace(each, title=fitted(each.title, most)) for each in lines]


def _fair(sizes: Sequence[int], room: int) -> int:
    """The most that each may have when all share `room`: what one does not need, others get."""
    for count, size in zip(range(len(sizes), 0, -1), sorted(sizes), strict=True):
        if size * count > room:
            return room // count
        room -= size
    return max(sizes)


def _affordable(lines: Sequence[Line], style: Style, seen: int, sent: int) -> set[int]:
    """Which rows may lead to their address: as many as there is room for, shortest first.

    `seen`: UTF-16 units; `sent`: bytes.
    """
    linked: set[int] = set()
    for number in sorted(range(len(lines)), key=lambda number: len(lines[number].url)):
        each = lines[number]
        if not each.url:
            continue
        seen -= units(each.url) + 1 if style.is_spelled else 0
        sent -= _size(_row(each, style, leads=True)) - _size(_row(each, style, leads=False))
        if min(seen, sent) < 0:
            break
        linked.add(number)
    return linked


def _size(text: str) -> int:
    return len(text.encode())
