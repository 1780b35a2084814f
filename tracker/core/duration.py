"""Lengths of time as people write them: `90s`, `15m`, `6h`, `3d`."""

import re
from datetime import timedelta

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
FORM = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])", re.ASCII)


def duration(text: object) -> float:
    """Seconds in `text`; a number is seconds already. Raises ValueError with a hint."""
    if isinstance(text, int | float) and not isinstance(text, bool):
        return float(text)
    found = FORM.fullmatch(str(text).strip())
    if found is None:
        raise ValueError(f"{text!r} is not a length of time: write 90s, 15m, 6h or 3d")
    return float(found[1]) * UNITS[found[2]]


def spoken(length: timedelta) -> str:
    """`length` as a person would write it in a rule: the largest unit that fits evenly."""
    seconds = int(length.total_seconds())
    unit = next(u for u in "dhms" if seconds % UNITS[u] == 0)
    return f"{seconds // UNITS[unit]}{unit}"
