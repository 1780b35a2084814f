"""Addresses: whose they are, and query parameters put in and taken out."""

import re
from collections.abc import Collection, Iterable
from urllib.parse import parse_qsl, quote, unquote_plus, urlencode, urljoin, urlsplit, urlunsplit

# Most are of this kind, which urljoin gives back as they are, at ten times the cost.
_PLAIN = r"[a-zA-Z0-9_!$%&'()*+,./:=@|~-]"
ABSOLUTE = re.compile(rf"https?://[a-z0-9.-]+/{_PLAIN}*(?:\?{_PLAIN}+)?")
PORTS = {"http": 80, "https": 443}


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port: what a secret is meant for. Raises ValueError for what is no URL."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or PORTS.get(parts.scheme)


def absolute(link: str, base: str) -> str:
    """A link that a browser would open, or "": no mailto, no javascript, no ruin of an address."""
    if ABSOLUTE.fullmatch(link):
        return link
    try:
        url = urljoin(base, link) if link else ""
    except ValueError:
        return ""
    return url if url.startswith(("http://", "https://")) else ""


def with_pairs(url: str, pairs: Iterable[tuple[str, str]]) -> str:
    """`url` with those parameters that it does not have; what it has stays as it is written."""
    parts = urlsplit(url)
    present = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    added = urlencode([pair for pair in pairs if pair[0] not in present], quote_via=quote)
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, added)))))


def without(url: str, names: Collection[str]) -> str:
    """`url` without the parameters of these names."""
    parts = urlsplit(url)
    pieces = parts.query.split("&")
    kept = [piece for piece in pieces if unquote_plus(piece.partition("=")[0]) not in names]
    return urlunsplit(parts._replace(query="&".join(kept)))
