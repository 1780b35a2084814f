"""Entry -> Article: one line titles, canonical addresses, computed keys."""

import hashlib
import re
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from tracker.core.model import Article, Entry, Origin
from tracker.core.text import latin_language, script_language, squeeze

# Parameters that say how a reader came, never what is shown.
TRACKING = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid yclid igshid mc_cid mc_eid _hsenc _hsmi oly_enc_id "
    "oly_anon_id vero_id wickedid ncid cmpid smid mkt_tok spm at_medium at_campaign ocid "
    "guccounter __twitter_impression".split()
)


UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
FUTURE = timedelta(hours=48)  # a later date is a mistake, or the date of an event


def article(entry: Entry, origin: Origin, now: datetime) -> Article:
    """Normalise what `origin` gave. `now` is when we first saw it."""
    title = squeeze(storable(entry.title))
    summary, body = storable(entry.summary), storable(entry.content)
    text = f"{title}\n{summary}\n{body}"
    declared = entry.language or origin.language
    return Article(
        key=digest(origin.id, entry.id),
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
        type=entry.type or origin.type,
        jurisdictions=origin.jurisdictions,
        max_age=origin.max_age,
    )


def _credible(when: datetime | None, now: datetime) -> datetime | None:
    return when if when and when < now + FUTURE else None


def storable(text: str) -> str:
    """Text that every database takes: no NUL, no lone surrogates. The length stays."""
    return UNSTORABLE.sub("\ufffd", text)


def digest(*parts: str) -> str:
    """A key computed from what a thing is: 32 hex digits."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:32]


def canonical_url(url: str) -> str:
    """The address to compare by; "" when there is none. It is not for opening.

    Left out: scheme, `www.`, user, default port, trailing slash, tracking parameters and the
    fragment, unless a script routes by it (`#!`, `#/`). Parameters are sorted.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    # Other encodings than UTF-8 (GBK on Chinese pages) go through unharmed.
    parameters = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    kept = sorted(
        (name, value)
        for name, value in parameters
        if not name.lower().startswith("utm_") and name.lower() not in TRACKING
    )
    place = host if port in {None, 80, 443} else f"{host}:{port}"
    query = f"?{urlencode(kept, errors='surrogatepass')}" if kept else ""
    route = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    return f"{place}{parts.path.rstrip('/')}{query}{route}"
