"""Small words of HTTP: who we say we are, when to come back, and URLs as people may see them."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import metadata
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

DISTRIBUTION = "regulatory-tracker"
PROJECT_URL = "https://regulatory-tracker.example"
SECRET = re.compile(r"key|token|secret|passw|pwd|auth|sig|credential", re.IGNORECASE)
SECONDS = re.compile(r"\d{1,9}", re.ASCII)


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
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())
