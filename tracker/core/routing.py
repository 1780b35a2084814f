"""Which channels an alert goes to, and why: a pure function of the alert and the rulebook."""

from fnmatch import fnmatchcase

from tracker.core.model import Match
from tracker.core.rules import Route, Rulebook


def channels(match: Match, rules: Rulebook) -> dict[str, str]:
    """Channel -> the reason it gets this alert.

    A watch's own `notify` decides; else the routes, first match wins unless `also`; else the
    default channels, so that nothing that fired goes nowhere.
    """
    if match.notify:
        return dict.fromkeys(match.notify, "notify of the watch")
    chosen: dict[str, str] = {}
    for route in rules.routes:
        if _takes(route, match):
            chosen = dict.fromkeys(route.send, f"route {route.name}") | chosen
            if not route.also:
                return chosen
    return chosen or dict.fromkeys(rules.default_channels, "default")


def all_channels(rules: Rulebook) -> tuple[str, ...]:
    """Every channel that some alert may reach by a route, or by default."""
    named = [channel for route in rules.routes for channel in route.send]
    return tuple(dict.fromkeys(named)) or rules.default_channels


def _takes(route: Route, match: Match) -> bool:
    return (
        match.severity >= route.severity
        and (not route.tags or bool(route.tags & set(match.tags)))
        and (not route.watches or any(fnmatchcase(match.watch, glob) for glob in route.watches))
    )
