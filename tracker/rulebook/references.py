"""Names in one place that must exist in another, and the items of a section with their places."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from tracker.rulebook import problems
from tracker.rulebook.files import Reading, RuleFile
from tracker.rulebook.yaml import Path_

T = TypeVar("T")


def items(section: str, given: Iterable[T | None]) -> Iterator[tuple[Path_, T]]:
    """The items of a section with their places; those at fault are None, and left out."""
    for index, item in enumerate(given):
        if item is not None:
            yield (section, index), item


def check(
    reading: Reading,
    file: RuleFile,
    path: Path_,
    names: Sequence[str],
    known: Collection[str],
    what: str,
) -> None:
    """A fault for each of the `names`, a list at `path`, that is not `known`."""
    for index, name in enumerate(names):
        if name not in known and not reading.may_know(name):
            message, hint = f"no {what} is called '{name}'", problems.nearest(name, known)
            fault = file.document.problem(file.at(path, index), "unknown-reference", message, hint)
            reading.problems.append(fault)
