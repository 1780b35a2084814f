"""Entry -> Article: one line titles, canonical addresses, computed keys."""

import hashlib
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from tracker.core.model import Article, Entry, Origin
from tracker.core.text import script_language, squeeze

# Parameters that say how a reader came, never what is shown.
TRACKING = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid yclid igshid mc_cid mc_eid _hsenc _hsmi oly_enc_id "
    "oly_anon_id vero_id wickedid ncid cmpid smid mkt_tok spm at_medium at_campaign ocid "
    "guccounter __twitter_impression".split()
)


def article(entry: Entry, origin: Origin, now: datetime) -> Article:
    """Normalise what `origin` gave. `now` is when we first saw it."""
    title = squeeze(entry.title)
    text = f"{title}\n{entry.summary}\n{entry.content}"
    return Article(
        key=digest(origin.id, entry.id),
        content_hash=digest(title, entry.summary, entry.content),
        source=origin.id,
        source_tags=origin.tags,
        entry_id=entry.id,
        publisher=entry.publisher or origin.name,
        tier=origin.tier,
        url=entry.url,
        canonical_url=canonical_url(entry.url),
        title=title,
        summary=entry.summary,
        body=entry.content,
        language=script_language(text) or entry.language or origin.language,
        topics=entry.topics,
        published=entry.published,
        seen=now,
    )


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
