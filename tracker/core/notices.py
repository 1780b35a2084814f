"""What the operators are told of sources, in words: what is the matter, and what to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.core.model import Outcome


@dataclass(frozen=True, slots=True)
class Notice:
    """A line about a source, and more about it."""

    title: str
    text: str = ""


def failing(
    name: str,
    outcome: Outcome,
    error: str,
    failures: int,
    succeeded: datetime | None,
    *,
    again: bool = False,
) -> Notice:
    """It cannot be relied on. `again`: that was told already, and it goes on."""
    still = " still" if again else ""
    times = "polls" if failures > 1 else "poll"
    last = f"{succeeded:%Y-%m-%d %H:%M} UTC" if succeeded else "never"
    return Notice(
        f"{name}{still} {SAYINGS.get(outcome, 'cannot be read')}.",
        f"{error}\n{failures} {times} in a row failed; the last good one: {last}. It is tried "
        "again and again, and this chat is told when it is well.",
    )


def in_part(name: str, error: str) -> Notice:
    """It answers, and something of it cannot be read."""
    return Notice(
        f"{name} is read in part only.",
        f"{error}\nWhat can be read is; this chat is told when all of it can be.",
    )


def other_ids(name: str, count: int, entries: int) -> Notice:
    """It has changed the ids of what it gives, and we have not been taken in."""
    return Notice(
        f"{name} gives its entries other ids.",
        f"{count} of {entries} entries came under an id or address that was not known. They were "
        "known again by title, text and date, and nothing of them was told twice.",
    )


def recovered(name: str, failures: int, since: datetime | None, now: datetime) -> Notice:
    """It is well again."""
    lasted = f" over {length(now - since)}" if since else ""
    return Notice(
        f"{name} is well again.",
        f"After {failures} failed poll{'s' * (failures > 1)}{lasted}. What it lists now is read; "
        "what came and went in between may be missed.",
    )


def silent(name: str, url: str, newest: datetime, usual: float, now: datetime) -> Notice:
    """It answers, and says nothing new. `usual`: working days; 0 = not known."""
    normally = f"; normally there is something every {_days(usual)}" if usual else ""
    return Notice(
        f"{name}: nothing new for {length(now - newest)}{normally}.",
        f"It answers, so look whether what it lists has moved: {url}",
    )


def heard(name: str, newest: datetime, now: datetime) -> Notice:
    """It publishes again."""
    return Notice(f"{name} publishes again, after {length(now - newest)}.")


def moved(name: str, url: str, to: str) -> Notice:
    """It is read at another address from now on."""
    return Notice(
        f"{name} has moved for good.",
        f"It is read at {to} from now on. Put that into the rules in the place of {url}",
    )


def unreachable(hosts: int) -> Notice:
    """Nobody can be reached: that is our network, and no fault of theirs."""
    return Notice(
        f"The network is out: none of the last {hosts} sites could be reached.",
        "No source is counted as failing for it; all are tried again every few minutes.",
    )


def reachable(since: datetime, now: datetime) -> Notice:
    """The network is back."""
    return Notice(f"The network is back, after {length(now - since)}.")


SAYINGS = {
    Outcome.blocked: "does not let us in",
    Outcome.shrunk: "lists far less than usual",
    Outcome.empty: "is empty",
    Outcome.selector_empty: "has changed its page",
    Outcome.parse_error: "cannot be understood",
    Outcome.gone: "is gone",
    Outcome.rate_limited: "asks us to come less often",
    Outcome.refused_address: "leads to an address that is not read",
    Outcome.too_large: "is too large",
    Outcome.timeout: "is too slow",
    Outcome.network: "cannot be reached",
    Outcome.http_error: "answers with an error",
}


def shortage(size: int, usual: int) -> str:
    """A body that can be read, and lists too little."""
    return f"{size} {'entry' if size == 1 else 'entries'}, where there are usually {usual}"


def length(span: timedelta) -> str:
    """A length of time for a person, in the unit that says most: `9 days`, `3 hours`."""
    seconds = span.total_seconds()
    for unit, size in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= 2 * size or (unit == "minute" and seconds >= size):
            number = int(seconds // size)
            return f"{number} {unit}{'s' * (number > 1)}"
    return "less than a minute" if seconds < 60 else "1 minute"


def _days(number: float) -> str:
    whole = round(number)
    return "working day" if whole <= 1 else f"{whole} working days"
