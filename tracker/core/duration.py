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


def spelt(length: timedelta) -> str:
    """A length of time as people write it, in the largest unit that fits: `15m`, `36h`."""
    seconds = length.total_seconds()
    unit = next((u for u in "dhms" if seconds >= UNITS[u] and not seconds % UNITS[u]), "s")
    number = f"{seconds / UNITS[unit]:.6f}".rstrip("0").rstrip(".")
    return f"{number}{unit}"
