"""Small words of HTTP: who we say we are, when to come back, and URLs as people may see them."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import metadata
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

DISTRIBUTION = "regulatory-tracker"
PROJECT_URL = "https://regulatory-tracker.example"
SECRET = re.compile(r"key|token|secret|passw|pwd|auth|sig|credential", re.IGNORECASE)
SECONDS = re.compile(r"\d{1,9}", re.ASCII)
MAX_AGE = re.compile(r"\bmax-age\s*=\s*\"?(\d{1,9})", re.ASCII)


def user_agent() -> str:
    """Honest, and of the form that regulators' firewalls let through (Mozilla/…, 40 or more)."""
    try:
        version = metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:  # a checkout that is not installed
        version = "0"
    return f"Mozilla/5.0 (compatible; RegulatoryTracker/{version}; +{PROJECT_URL})"


def shown(url: str) -> str:
    """`url` as a person may see it: no user name or password, secret query values as ***."""
    try:
        parts = urlsplit(url)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return "(unreadable URL)"
    query = parts.query
    if any(SECRET.search(key) for key, _ in pairs):
        query = "&".join(f"{quote(key)}={_veil(key, value)}" for key, value in pairs)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, ""))


def _veil(key: str, value: str) -> str:
    return "***" if SECRET.search(key) else quote(value)


def retry_after(text: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, in either form; None when it is unreadable.

    https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
    """
    text = text.strip()
    if SECONDS.fullmatch(text):
        return float(text)
    moment = http_date(text)
    return None if moment is None else max(0.0, (moment - now).total_seconds())


def fresh_for(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds for which an answer stays fresh; 0 when it does not say, or says not at all.

    Cache-Control counts before Expires. https://www.rfc-editor.org/rfc/rfc9111#section-4.2.1
    """
    control = headers.get("cache-control", "").lower()
    if "no-cache" in control or "no-store" in control:
        return 0.0
    if found := MAX_AGE.search(control):
        age = headers.get("age", "")
        return max(0.0, float(found[1]) - (float(age) if SECONDS.fullmatch(age) else 0.0))
    expires = http_date(headers.get("expires", ""))
    return max(0.0, (expires - now).total_seconds()) if expires else 0.0


def http_date(text: str) -> datetime | None:
    """A date of a header, in UTC; None when it is unreadable."""
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
