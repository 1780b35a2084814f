"""Lints of routes and channels: what nobody is ever sent."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.core import routing
from tracker.core.rules import Rulebook, Watch
from tracker.errors import Problem
from tracker.rulebook.lints.written import Book, warning
from tracker.rulebook.routing import subject
from tracker.rulebook.vocabulary import Where

NAMED = 4  # watches that one warning names


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A route, as far as these lints care. `ends`: it takes every alert, and none goes further."""

    name: str
    ends: bool
    channels: tuple[str, ...]
    where: Where


def lints(book: Book) -> Iterator[Problem]:
    """L012, L018, and L003 of routes."""
    steps = list(_steps(book))
    yield from _below_the_last(steps)
    yield from _idle_channels(book, steps)
    if steps and not any(step.ends for step in steps):
        yield from _taken_by_none(book, steps[-1])


def _steps(book: Book) -> Iterator[Step]:
    """The routes in the order in which they are asked."""
    for file in book.built.reading.files:
        for index, rule in enumerate(file.rules.routes):
            if rule is not None:
                yield Step(
                    name=rule.route,
                    ends=not rule.also and _takes_all(rule.when),
                    channels=(*rule.send, *(rule.escalate.send if rule.escalate else ())),
                    where=Where(file, ("routes", index)),
                )


def _takes_all(when: object) -> bool:
    """Whether a filter asks for nothing."""
    return when is None or when == type(when)()


def _below_the_last(steps: Sequence[Step]) -> Iterator[Problem]:
    last = next((step for step in steps if step.ends), None)
    for step in steps[steps.index(last) + 1 :] if last else ():
        message = f"the route '{last.name if last else ''}' above it takes every alert"
        hint = "move this one up, or write also: true there"
        yield warning(step.where, "L003", message, hint)


def _idle_channels(book: Book, steps: Iterable[Step]) -> Iterator[Problem]:
    reached = {name for step in steps for name in step.channels}
    reached.update(name for watch in book.built.rulebook.watches for name in watch.notify)
    for file in book.built.reading.files:
        for name in file.rules.channels:
            if name not in reached:
                message = f"nothing is ever sent to the channel '{name}'"
                hint = f"name it in a route (send: {name}), or in a watch (notify: {name})"
                yield warning(Where(file, ("channels", name)), "L012", message, hint, at_key=True)


def _taken_by_none(book: Book, last: Step) -> Iterator[Problem]:
    """One warning for all of them: with one route for what is grave there are many."""
    rules = book.built.rulebook
    missed = [w.id for w in rules.watches if not w.notify and not w.draft and _falls(w, rules)]
    if missed:
        more = f" and {len(missed) - NAMED} more" if len(missed) > NAMED else ""
        message = f"no route takes {', '.join(missed[:NAMED])}{more}: they go where no rule says"
        hint = "add a last route that takes everything: one without an if"
        yield warning(last.where, "L018", message, hint)


def _falls(watch: Watch, rules: Rulebook) -> bool:
    """Whether some alert of `watch` goes through all routes and is taken by none."""
    considered = routing.considered(subject(watch), rules)
    return not any(not why for _, why in considered)
