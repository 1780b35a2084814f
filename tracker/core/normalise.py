"""Entry -> Article: one line titles, canonical addresses, computed keys."""

import hashlib
import re
from datetime import datetime, timedelta

from tracker.core.canonical import canonical_url
from tracker.core.model import Article, Entry, Origin
from tracker.core.text import latin_language, script_language, squeeze

UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
FUTURE = timedelta(hours=48)  # a later date is a mistake, or the date of an event


def article(entry: Entry, origin: Origin, now: datetime) -> Article:
    """Normalise what `origin` gave. `now` is when we first saw it."""
    title = squeeze(storable(entry.title))
    summary, body = storable(entry.summary), storable(entry.content)
    text = f"{title}\n{summary}\n{body}"
    declared = entry.language or origin.language
    return Article(
        key=key(entry, origin),
        content_hash=digest(title, summary, body),
        source=origin.id,
        source_tags=origin.tags,
        entry_id=storable(entry.id),
        publisher=storable(entry.publisher or origin.name),
        tier=origin.tier,
        url=storable(entry.url),
        canonical_url=canonical_url(entry.url),
        title=title,
        summary=summary,
        body=body,
        language=script_language(text) or storable(declared) or latin_language(text),
        topics=tuple(storable(topic) for topic in entry.topics),
        published=_credible(entry.published, now),
        updated=_credible(entry.updated, now),
        seen=now,
        authors=tuple(storable(author) for author in entry.authors),
        type=storable(entry.type or origin.type),
        jurisdictions=origin.jurisdictions,
        max_age=origin.max_age,
        text_url=storable(entry.text_url),
    )


def key(entry: Entry, origin: Origin) -> str:
    """Which article an entry of `origin` is."""
    return digest(origin.id, entry.id)


def raw_hash(entry: Entry) -> str:
    """What an entry is written like, markup included: the same only if nothing was touched."""
    return digest(entry.title, entry.summary, entry.content, entry.url)


def _credible(when: datetime | None, now: datetime) -> datetime | None:
    return when if when and when < now + FUTURE else None


def storable(text: str) -> str:
    """Text that every database takes: no NUL, no lone surrogates. The length stays."""
    return UNSTORABLE.sub("\ufffd", text)


def digest(*parts: str) -> str:
    """A key computed from what a thing is: 32 hex digits."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:32]
