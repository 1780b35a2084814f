"""Names that a person gives on the command line."""

from tracker.core.rules import Rulebook, Watch
from tracker.errors import ConfigError
from tracker.rulebook.problems import nearest


def chosen(rules: Rulebook, watch: str) -> tuple[Watch, ...]:
    """The watch of this id. Raises ConfigError with what was probably meant."""
    found = tuple(w for w in rules.watches if w.id == watch)
    if not found:
        known = [w.id for w in rules.watches]
        raise ConfigError(f"no watch is called '{watch}': {meant(watch, known)}")
    return found


def meant(name: str, known: list[str]) -> str:
    """What was probably meant by a name that nothing has."""
    whole = [other for other in known if other.rpartition("/")[2] == name]
    return (
        f"did you mean '{whole[0]}'?"
        if whole
        else nearest(name, known)
        or ("`tracker rules list` names them all" if "/" in name else "write it as pack/id")
    )
