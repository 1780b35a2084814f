"""Text dumps of article pages: the article is kept, everything the site puts around it is not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tracker.core.model import Entry
from tracker.sources.text.dates import parse_date

HEAD_LINES = 12  # the head is within the first lines that say anything

COMMAND = re.compile(r"cd /\S*(?P<path>.*)", re.IGNORECASE)
HEAD = re.compile(r"\[ARTICLE\b[^\]]*\](?P<pairs>.*)", re.IGNORECASE)
PAIR = re.compile(r"(\w+)=(.*?)(?=\s+\w+=|$)")
HOME_TOPICS = re.compile(r"·\s*home topics (\S+)")
READ = re.compile(r"(?=.*\bread\s?\d+\s?min\b)(?=.*(?:\bviews?\s?\d|published)).{0,160}", re.I)
PUBLISHED = re.compile(
    r"published\s*:?\s*"
    r"([^\W\d_]{3,9}\.? \d{1,2}, \d{4}|\d{1,2} [^\W\d_]{3,9} \d{4}|\d{4}-\d\d-\d\d)",
    re.IGNORECASE,
)
IMAGE = re.compile(r"(?:image|photo|picture)( credit)?: .*", re.IGNORECASE)
STATUS = re.compile(r"LIVE \[.*")
DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")

# What opens the site's own part of the page: related lists, adverts, footers. Full lines.
FURNITURE = re.compile(
    r"""
    ──.* | LIVE\s\[.* | .*\bstories\s·\ssorted\ by\ .* | more\ (?:in|on|from)\s[#@].*
    | sponsored(?:\s.*\bby\b.*)? | brought\ to\ you\ by\b.*
    | advert(?:isement)?s? | reading\ about\ .{1,60}\?.*
    | run\ your\ .{1,60}\ on\ [\w-]+(?:\.[\w-]+)+
    | \$\s?git\ .* | live\ at\ https?://.* | get\ .{1,60}→.* | from\ [€$£]\s?[\d.,]+/mo\b.*
    | .*\bno\ card\ required\b.* | .*\bgit[- ]push\ deploys\b.*
    | (?:related|trending|recommended|popular|most\ read|most\ popular|read\ next|read\ more
      |you\ m(?:ay|ight)\ also\ like|newsletter|subscribe|share\ this|comments?)
      (?:\ (?:stories|articles|news|coverage|topics|posts|now|for\ you|story|article))?\s?:?
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(slots=True)
class _Parts:
    """A dump, sorted line by line."""

    pairs: dict[str, str] = field(default_factory=dict)
    topic: str = ""
    published: datetime | None = None
    before: list[str] = field(default_factory=list)  # title, then lead
    after: list[str] = field(default_factory=list)  # the article's own text


def is_dump(text: str) -> bool:
    """Whether `text` opens with the command line or the bracket head of a dump."""
    return any(HEAD.fullmatch(line) or _is_command(line) for line in _lines(text)[:HEAD_LINES])


def read_dump(name: str, text: str) -> Entry:
    """The article in a dump; nothing of the site's furniture is in any field."""
    parts = _sort(_lines(text))
    title = parts.before[0] if parts.before else ""
    lead = parts.before[1:]
    body, summary = (parts.after, lead) if parts.after else (lead, [])
    return Entry(
        id=name,
        title=title,
        published=parts.published,
        summary="\n".join(summary),
        content="\n".join(body),
        topics=_words(parts.pairs.get("topic", "")) or _words(parts.topic),
        publisher=parts.pairs.get("src", ""),
        expect=_words(parts.pairs.get("expect", "")),
    )


def _sort(lines: Sequence[str]) -> _Parts:
    parts = _Parts()
    kept = _take_head(lines, parts)
    reached = False  # the line of counts, or the title for the second time
    around = False  # within what the site puts around the article
    for line in kept:
        again = bool(parts.before) and _same(line, parts.before[0])
        counts = bool(parts.before) and READ.fullmatch(line) is not None
        if not reached and (counts or (again and not around)):
            reached, around = True, False
        elif FURNITURE.fullmatch(line):
            around = bool(parts.before)
        elif not (around or again or IMAGE.fullmatch(line) or READ.fullmatch(line)):
            (parts.after if reached else parts.before).append(line)
    parts.published = _published(lines, parts)
    return parts


def _take_head(lines: Sequence[str], parts: _Parts) -> list[str]:
    """Everything but the command line and the bracket head, which are read here."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        if number < HEAD_LINES and _is_command(line):
            found = HOME_TOPICS.search(line)
            parts.topic = found[1] if found else ""
        elif number < HEAD_LINES and (head := HEAD.fullmatch(line)):
            parts.pairs.update(
                (key, value.strip(" ↗")) for key, value in PAIR.findall(head["pairs"])
            )
        else:
            kept.append(line)
    return kept


def _published(lines: Sequence[str], parts: _Parts) -> datetime | None:
    """From the line of counts, else the head, else the footer."""
    for line in lines:
        if READ.fullmatch(line) and (found := PUBLISHED.search(line)):
            return parse_date(found[1])
    if in_head := parse_date(parts.pairs.get("pub", "")):
        return in_head
    days = [found[0] for line in lines if STATUS.match(line) and (found := DAY.search(line))]
    return parse_date(days[-1]) if days else None


def _is_command(line: str) -> bool:
    return COMMAND.fullmatch(line) is not None and ("·" in line or line.startswith("cd /news"))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _words(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (word.strip() for word in text.split(","))))
