"""A new watch in the user's own rules: checked beside all the others, tried, then written."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.core.model import Origin
from tracker.core.rules import Rulebook
from tracker.errors import ConfigError, Problem
from tracker.rulebook import build, examples, files
from tracker.rulebook.authoring import compose
from tracker.rulebook.lints import judged
from tracker.rulebook.overrides import slug

MINE = "mine.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A watch that has no fault, and is not written yet.

    `item`: its YAML; `text`: the whole file that it makes of what is `before`, None = no file;
    `rules`: the watch alone, compiled, and `origins` of its sources; `doubts`: what the lints say.
    """

    watch: str
    item: str
    path: Path
    before: str | None
    text: str
    rules: Rulebook
    origins: Mapping[str, Origin]
    doubts: tuple[Problem, ...]


def drafted(rules: Path, local: Path, name: str, terms: Sequence[str], severity: str = "") -> Draft:
    """Compose a watch and check all rules with it. Raises ConfigError with every fault."""
    item = compose.watch(name, terms, severity)
    path, before, text = _place(local, item, slug(name))
    built = _checked(rules, local, path, text)
    watch = f"local/{slug(name)}"
    chosen = tuple(each for each in built.rulebook.watches if each.id == watch)
    return Draft(
        watch=watch,
        item=item,
        path=path,
        before=before,
        text=text,
        rules=build.alone(built.rulebook, chosen),
        origins=built.origins,
        doubts=tuple(_doubts(built, path, chosen[0].place if chosen else "")),
    )


def write(draft: Draft) -> None:
    """Put the file in its place, whole or not at all. Raises ConfigError."""
    path = Path(os.path.realpath(draft.path))  # what is linked to is written, and stays linked
    if _text(path) != draft.before:
        raise ConfigError(f"{draft.path} was changed meanwhile: try again")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, draft.text)
    except OSError as error:
        raise ConfigError(f"{draft.path}: cannot be written: {error.strerror}") from error


def _replace(path: Path, text: str) -> None:
    # Hidden, and of another ending: never read as a rule file.
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(number, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _place(local: Path, item: str, name: str) -> tuple[Path, str | None, str]:
    """The file that the watch goes into, as it is and as it will be: your own, or one beside it."""
    path = local / MINE
    before = _text(path)
    if made := compose.added(before or "", item):
        return path, before, made
    number = 1
    while path.exists():
        path = local / (f"{name}.yaml" if number == 1 else f"{name}-{number}.yaml")
        number += 1
    return path, None, compose.added("", item)


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8") if path.exists() else None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error


def _checked(rules: Path, local: Path, path: Path, text: str) -> build.Built:
    """All rules with the file as it would be, examples run. Raises ConfigError."""
    found = files.snapshot([rules], local)
    build.sound(build.of(found))  # the faults there are already are not of this watch
    others = tuple(file for file in found.files if Path(file.name) != path)
    mine = files.RuleText(name=str(path), pack="local", text=text)
    built = build.sound(build.of(replace(found, files=(*others, mine))))
    if failed := tuple(examples.failures(built)):
        raise ConfigError("an example fails with this watch", failed)
    return built


def _doubts(built: build.Built, path: Path, place: str) -> list[Problem]:
    """What the lints say of the new watch, the last of its file; not that examples are missing."""
    first = int(place.rpartition(":")[2] or 0)
    today = examples.EPOCH.date()  # no new watch expires
    return [
        problem
        for problem in judged(built, today=today)
        if problem.file == str(path) and problem.line >= first and problem.code != "L008"
    ]
