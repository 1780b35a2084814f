"""Cards as text: for Telegram (HTML) and plain. A message never exceeds what a channel takes."""

from collections.abc import Iterator
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
SHOWN = 8  # terms, entities, watches


def telegram_html(card: Card) -> str:
    """Telegram's HTML: verdict first, because the lock screen shows one line."""
    if not card.is_alert:
        return "\n".join(
            filter(None, (f"<b>{escape(_title(card), quote=False)}</b>", _notice(card)))
        )
    lines = [
        f"{MARK[card.severity]} <b>{escape(_title(card), quote=False)}</b>",
        _safe(source_line(card), LINE),
    ]
    if card.excerpt:
        lines.append(f"\n<blockquote expandable>{_highlighted(card)}</blockquote>")
    lines += ["", f"🎯 {_safe(', '.join(terms(card)), LINE)}"]
    if card.entities:
        lines.append(f"🏢 {_safe(', '.join(card.entities[:SHOWN]), LINE)}")
    lines.append(f"👁 {_safe(watches(card), LINE)}")
    if link := safe_url(card.url):
        lines.append(f'🔗 <a href="{escape(link)}">{escape(urlsplit(link).hostname or "link")}</a>')
    return "\n".join(lines)


def plain(card: Card) -> str:
    """The same without any formatting."""
    if not card.is_alert:
        return "\n".join(filter(None, (_title(card), visible(card.summary, NOTICE))))
    lines = [
        f"{MARK[card.severity]} {_title(card)}",
        visible(source_line(card), LINE),
    ]
    if card.excerpt:
        lines += ["", "".join(part for part, _ in pieces(card))]
    lines += ["", f"🎯 {visible(', '.join(terms(card)), LINE)}"]
    if card.entities:
        lines.append(f"🏢 {visible(', '.join(card.entities[:SHOWN]), LINE)}")
    lines.append(f"👁 {visible(watches(card), LINE)}")
    if link := safe_url(card.url):
        lines.append(f"🔗 {link}")
    return "\n".join(lines)


def source_line(card: Card) -> str:
    """Who says it, how official that is, and when."""
    parts = [f"{TIER.get(card.tier, '📰')} {card.publisher}", card.tier]
    if card.published:
        parts.append(f"{card.published:%d %b %Y}")
    return " · ".join(filter(None, parts))


def terms(card: Card) -> list[str]:
    """The words that made it alert, as they stand in the article, each once."""
    found = {e.text.casefold(): e.text for reason in card.reasons for e in reason.evidence}
    return list(found.values())[:SHOWN]


def watches(card: Card) -> str:
    """The watches that fired, gravest first."""
    return " · ".join(f"{r.name} ({r.watch})" for r in card.reasons[:SHOWN])


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


def _title(card: Card) -> str:
    return visible(card.title, TITLE).strip() or "(no title)"


def _safe(text: str, limit: int) -> str:
    return escape(visible(text, limit), quote=False)


def _notice(card: Card) -> str:
    return _safe(card.summary, NOTICE)


def _highlighted(card: Card) -> str:
    return "".join(
        f"<b>{escape(part, quote=False)}</b>" if marked else escape(part, quote=False)
        for part, marked in pieces(card)
    )


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
