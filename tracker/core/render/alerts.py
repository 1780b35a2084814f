"""The lines of an alert: the verdict, who says it and when, what applies when, and why it came."""

from collections.abc import Iterable, Iterator

from tracker.core.message import Card
from tracker.core.model import Severity
from tracker.core.render.measure import clean, line, safe_url
from tracker.core.render.styles import PLAIN, Style, day

MARK = {
    Severity.critical: "🔴",
    Severity.high: "🟠",
    Severity.medium: "🟡",
    Severity.low: "🔵",
    Severity.info: "⚪",
}
TIER = {"official": "📜", "wire": "📰", "analysis": "🔎", "forum": "💬"}
# Budgets in UTF-16 units; that of the excerpt is in code points, which take two at most. Together
# they are less than the 4096 that Telegram takes. https://core.telegram.org/bots/api#sendmessage
TITLE, EXCERPT, LINE, NOTE, NAME = 300, 500, 160, 80, 30
SHOWN, WATCHES, NOTES, TELLERS, MARKS = 8, 2, 6, 4, 40  # how many of each
NO_TITLE = "(no title)"


def alert(card: Card, style: Style) -> Iterator[str]:
    """Verdict first, because the lock screen shows one line; then the facts and the reasons."""
    yield f"{MARK[card.severity]} {style.bold(title(card))}"
    yield source_line(card, style)
    if card.applies:
        yield f"⏱ {style.text(applies_line(card))}"
    if card.change:
        yield f"✏️ {style.text(line(card.change, LINE))}"
    if card.excerpt:
        shown = (style.bold(part) if marked else style.text(part) for part, marked in pieces(card))
        yield f"\n{style.quote(''.join(shown))}"
    for sign, facts in (
        ("🎯", ", ".join(terms(card))),
        ("🏢", ", ".join(card.entities[:SHOWN])),
        ("👁", watches(card)),
    ):
        if facts:
            yield f"{sign} {style.text(line(facts, LINE))}"
    if link := safe_url(card.url):
        yield f"🔗 {style.link(link)}"
    if card.also:
        yield f"➕ {style.text(also_line(card))}"


def update(card: Card, style: Style) -> Iterator[str]:
    """What has changed, in a few words, under the message that it changes."""
    yield f"{MARK[card.severity]} {style.bold(f'Update: {title(card)}')}"
    if card.change:
        yield f"↪️ {style.text(line(card.change, LINE))}"
    link = safe_url(card.url)
    yield source_line(card, style) + (f" · 🔗 {style.link(link)}" if link else "")
    names = dict.fromkeys(reason.name for reason in card.reasons)
    yield f"👁 {style.text(line(' · '.join(names), LINE))}"


def notes(card: Card, style: Style) -> Iterator[str]:
    """What people or the service have done with it, each on its own line."""
    yield from (style.text(line(note, NOTE)) for note in card.notes[:NOTES])


def title(card: Card, limit: int = TITLE) -> str:
    """The title in one line."""
    return line(card.title, limit) or NO_TITLE


def source_line(card: Card, style: Style = PLAIN) -> str:
    """Who says it, how official that is, and when."""
    said = f"{TIER.get(card.tier, '📰')} {line(card.publisher, LINE - NAME)}", line(card.tier, NAME)
    parts = [style.text(part) for part in said if part]
    if card.published:
        parts.append(style.when(card.published))
    return " · ".join(parts)


def applies_line(card: Card) -> str:
    """As `In force 24 Nov 2026 · comments until 12 Dec 2026`."""
    said = " · ".join(f"{each.what} {day(each.on)}" for each in card.applies)
    return line(said[:1].upper() + said[1:], LINE)


def also_line(card: Card) -> str:
    """As `Also reported by 6: Reuters, Nikkei, SCMP, FT and 2 more`."""
    names = ", ".join(line(name, NAME) for name in card.also[:TELLERS])
    more = len(card.also) - TELLERS
    return f"Also reported by {len(card.also)}: {names}" + (f" and {more} more" * (more > 0))


def terms(card: Card) -> list[str]:
    """The words that made it alert, as they stand in the article: each once, longest first.

    A word that is part of a longer one ("AI" of "EU AI Act") says nothing more.
    """
    return telling(e.text for reason in card.reasons for e in reason.evidence)[:SHOWN]


def telling(texts: Iterable[str]) -> list[str]:
    """Each text once, without those that are part of another; the longest says the most."""
    kept: list[str] = []
    for text in sorted({t.casefold(): t for t in texts}.values(), key=len, reverse=True):
        if not any(text.casefold() in other.casefold() for other in kept):
            kept.append(text)
    return kept


def watches(card: Card) -> str:
    """The watches that fired, gravest first."""
    named = [f"{reason.name} ({reason.watch})" for reason in card.reasons[:WATCHES]]
    more = len(card.reasons) - len(named)
    return " · ".join(named) + (f" · and {more} more" if more else "")


def pieces(card: Card) -> Iterator[tuple[str, bool]]:
    """The excerpt in pieces, each with whether it is one of the words that matched.

    Not all of very many are marked: Telegram drops what is beyond 100 in a message.
    """
    at = 0
    for start, end in card.marks[:MARKS]:
        if start < at or end > EXCERPT:
            continue
        yield clean(card.excerpt[at:start]), False
        yield clean(card.excerpt[start:end]), True
        at = end
    yield clean(card.excerpt[at:EXCERPT]), False
