"""How often a feed asks to be read."""

import re

HEAD = 20_000  # bytes; what a feed says of itself comes before its items
# https://www.rssboard.org/rss-specification#ltttlgtSubelementOfLtchannelgt, in minutes
TTL = re.compile(rb"<ttl\b[^<>]*>\s*(\d{1,6})(?:\.\d+)?\s*<")
# https://web.resource.org/rss/1.0/modules/syndication/: so many times in a period
PERIOD = re.compile(rb"<\w+:updatePeriod\b[^<>]*>\s*(?:<!\[CDATA\[)?\s*(\w+)")
FREQUENCY = re.compile(rb"<\w+:updateFrequency\b[^<>]*>\s*(?:<!\[CDATA\[)?\s*(\d{1,6})")
DAY = 86_400.0
PERIODS = {
    b"hourly": 3600.0,
    b"daily": DAY,
    b"weekly": 7 * DAY,
    b"monthly": 30 * DAY,
    b"yearly": 365 * DAY,
}


def asked_pause(body: bytes) -> float:
    """Seconds; the longer of what its `ttl` and its `updatePeriod` say, 0 where both are silent."""
    head = body[:HEAD]
    ttl, period, frequency = (form.search(head) for form in (TTL, PERIOD, FREQUENCY))
    times = int(frequency[1]) if frequency else 1
    each = PERIODS.get(period[1].lower(), 0.0) if period else 0.0
    return max(60.0 * int(ttl[1]) if ttl else 0.0, each / max(times, 1))
