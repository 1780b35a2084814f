"""Hot reload: rule files are judged anew when they have changed and have come to rest."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import structlog

from tracker.core.rules import Rulebook
from tracker.core.terms import Term
from tracker.errors import ConfigError, Problem
from tracker.rulebook import build, examples
from tracker.rulebook.build import Built
from tracker.rulebook.files import Snapshot

log = structlog.get_logger()

T = TypeVar("T")


def proved(found: Snapshot) -> Built:
    """Build a snapshot and run the examples inside. Raises ConfigError listing every fault."""
    built = build.sound(build.of(found))
    failed = tuple(examples.failures(built))
    if failed:
        count = len(failed)
        raise ConfigError(f"{count} example{'s' * (count > 1)} in the rules fail", failed)
    return built


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Generic[T]):
    """What became of changed rule files: what was made of them, or all their faults."""

    snapshot: Snapshot
    made: T | None = None
    faults: tuple[Problem, ...] = ()


class Reload(Generic[T]):
    """Notices edits. `look` reads the files; `make` makes of them what is to run, or raises.

    `active`: the files of what runs now; `judged`: the version about which all is said already.
    """

    def __init__(
        self,
        look: Callable[[], Snapshot],
        make: Callable[[Snapshot], T],
        active: Snapshot,
        judged: str,
    ) -> None:
        self._look = look
        self._make = make
        self._active = active
        self._judged = judged
        self._last = judged

    def poll(self) -> Judgement[T] | None:
        """Look once; a judgement when the files are as at the last look, and not yet judged.

        It comes again with every poll until it is closed.
        """
        found = self._look()
        version = found.version
        at_rest, self._last = version == self._last, version
        if not at_rest or version == self._judged:
            return None
        try:
            self._still_there(found)
            return Judgement(snapshot=found, made=self._make(found))
        except ConfigError as error:
            return Judgement(snapshot=found, faults=faults_of(error))
        except Exception as error:  # the boundary: no rule file whatever stops the service
            log.exception("rules not judged")
            fault = Problem("rules", 0, 0, "internal", f"an error of ours: {error!r}")
            return Judgement(snapshot=found, faults=(fault,))

    def close(self, judgement: Judgement[T]) -> None:
        """It is carried out: do not come back to it."""
        self._judged = judgement.snapshot.version
        if judgement.made is not None:
            self._active = judgement.snapshot

    def _still_there(self, found: Snapshot) -> None:
        """A folder that was read and is gone is a lost mount, not a wish to watch nothing."""
        gone = sorted(set(found.absent) - set(self._active.absent))
        if gone:
            message, hint = "these rules were here, and are gone", "put them back, or start anew"
            faults = tuple(Problem(name, 0, 0, "no-folder", message, hint) for name in gone)
            raise ConfigError("a folder of rules is gone", faults)


def faults_of(error: ConfigError) -> tuple[Problem, ...]:
    """Every fault with its place; one without a place has the name `rules`."""
    return error.problems or (Problem("rules", 0, 0, "wrong", str(error)),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Ids of watches that one rulebook has and another has not, or has with another meaning."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


def changes(old: Rulebook, new: Rulebook) -> Changes:
    """What distinguishes two rulebooks, wherever it stands and whatever its terms are numbered."""
    before, after = _meanings(old), _meanings(new)
    return Changes(
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        changed=tuple(sorted(k for k in before.keys() & after.keys() if before[k] != after[k])),
    )


def _meanings(rules: Rulebook) -> dict[str, object]:
    terms = dict(enumerate(rules.lexicon.terms))
    return {  # the weights of a watch are those in its condition
        watch.id: _meaning(dataclasses.replace(watch, place="", weights={}), terms)
        for watch in rules.watches
    }


def _meaning(value: Any, terms: Mapping[int, Term]) -> object:
    """A value with terms in place of their numbers, which mean something in one rulebook only."""
    if isinstance(value, Mapping):
        return {terms.get(key, key): _meaning(part, terms) for key, part in value.items()}
    if isinstance(value, tuple):
        return tuple(_meaning(part, terms) for part in value)
    if dataclasses.is_dataclass(value):
        parts = (getattr(value, field.name) for field in dataclasses.fields(value))
        return type(value), *(_meaning(part, terms) for part in parts)
    return value
