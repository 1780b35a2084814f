"""Cards as text: for Telegram (HTML) and plain. A message never exceeds what a channel takes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlsplit, urlunsplit

from tracker.core.message import Card
from tracker.core.model import Severity
from tracker.core.text import clip

MARK = {
    Severity.critical: "🔴",
    Severity.high: "🟠",
    Severity.medium: "🟡",
    Severity.low: "🔵",
    Severity.info: "⚪",
}
TIER = {"official": "📜", "wire": "📰", "analysis": "🔎", "forum": "💬"}
# A budget for each part, in code points, keeps a message under Telegram's 4096 UTF-16 units even
# when every character takes two. https://core.telegram.org/bots/api#sendmessage
TITLE, EXCERPT, LINE, NOTICE, URL = 300, 500, 180, 1500, 1000
SHOWN, NAMED = 8, 2  # terms and entities; watches


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a channel writes: each turns visible text into its own form."""

    text: Callable[[str], str]
    bold: Callable[[str], str]
    quote: Callable[[str], str]
    link: Callable[[str], str]


PLAIN = Style(text=str, bold=str, quote=lambda text: text, link=str)
# https://core.telegram.org/bots/api#html-style
TELEGRAM = Style(
    text=lambda text: escape(text, quote=False),
    bold=lambda text: f"<b>{escape(text, quote=False)}</b>",
    quote=lambda text: f"<blockquote expandable>{text}</blockquote>",
    link=lambda url: f'<a href="{escape(url)}">{escape(urlsplit(url).hostname or "link")}</a>',
)


def telegram_html(card: Card) -> str:
    """Telegram's HTML, at most 4096 UTF-16 units."""
    return write(card, TELEGRAM)


def plain(card: Card) -> str:
    """The same without any formatting."""
    return write(card, PLAIN)


def write(card: Card, style: Style) -> str:
    """Verdict first, because the lock screen shows one line; then the facts and the reasons."""
    title = style.bold(visible(card.title, TITLE).strip() or "(no title)")
    if not card.is_alert:
        return "\n".join(filter(None, (title, style.text(visible(card.summary, NOTICE)))))
    lines = [f"{MARK[card.severity]} {title}", style.text(visible(source_line(card), LINE))]
    if card.change:
        lines.append(f"✏️ {style.text(visible(card.change, LINE))}")
    if card.excerpt:
        shown = (style.bold(part) if marked else style.text(part) for part, marked in pieces(card))
        lines += ["", style.quote("".join(shown))]
    lines.append("")
    for sign, facts in (
        ("🎯", ", ".join(terms(card))),
        ("🏢", ", ".join(card.entities[:SHOWN])),
        ("👁", watches(card)),
    ):
        if facts:
            lines.append(f"{sign} {style.text(visible(facts, LINE))}")
    if link := safe_url(card.url):
        lines.append(f"🔗 {style.link(link)}")
    return "\n".join(lines)


def source_line(card: Card) -> str:
    """Who says it, how official that is, and when."""
    parts = [f"{TIER.get(card.tier, '📰')} {card.publisher}", card.tier]
    if card.published:
        parts.append(f"{card.published:%d %b %Y}")
    return " · ".join(filter(None, parts))


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
    named = [f"{reason.name} ({reason.watch})" for reason in card.reasons[:NAMED]]
    more = len(card.reasons) - len(named)
    return " · ".join(named) + (f" · and {more} more" if more else "")


def safe_url(url: str) -> str:
    """An http(s) address that Telegram keeps as a link, else ""."""
    try:
        parts = urlsplit(url.strip())
        if parts.scheme not in {"http", "https"} or "." not in (parts.hostname or ""):
            return ""
        host = parts.netloc.rpartition("@")[2].encode("idna").decode()
        safe = quote(urlunsplit(parts._replace(netloc=host)), safe="%/:=&?~#+!$,;'@()*[]")
    except ValueError:
        return ""
    return safe if len(safe) <= URL else ""


def visible(text: str, limit: int) -> str:
    """Text that every channel takes: no control characters, no lone surrogates, clipped."""
    spaced = "".join(" " if c.isspace() and c != "\n" else c for c in text)
    return clip("".join(c for c in spaced if c == "\n" or c.isprintable()), limit)


def pieces(card: Card) -> Iterator[tuple[str, bool]]:
    """The excerpt in pieces, each with whether it is one of the words that matched."""
    at = 0
    for start, end in card.marks:
        if start < at or end > EXCERPT:
            continue
        yield visible(card.excerpt[at:start], EXCERPT), False
        yield visible(card.excerpt[start:end], EXCERPT), True
        at = end
    yield visible(card.excerpt[at:EXCERPT], EXCERPT), False
