"""Running the tests inside the routes: each says where an alert must go, and when."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.core.hours import DAYS, shown
from tracker.core.routing import Action, Decision, decide
from tracker.core.rules import Rulebook
from tracker.errors import Problem
from tracker.rulebook.routing import RouteTest

Outcome = Mapping[str, tuple[str, ...]]  # route -> its channels, or a time in words
WORDS = {Action.held: "held until", Action.digest: "digest at"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A test that was run. `wrong`: the routes that did not do as they should, with a sentence."""

    test: RouteTest
    got: Outcome
    why: tuple[str, ...]
    wrong: Mapping[str, str]

    @property
    def ok(self) -> bool:
        """Whether every route did as it should."""
        return not self.wrong


def run(test: RouteTest, rules: Rulebook) -> Result:
    """Decide about the alert of `test` at its time."""
    decisions = decide(test.subject, test.at, rules)
    by_route: dict[str, list[Decision]] = {}
    for decision in decisions:
        if decision.route:  # what no route takes is told by `why`
            by_route.setdefault(decision.route, []).append(decision)
    got = {route: _outcome(made, test, rules) for route, made in by_route.items()}
    return Result(
        test=test,
        got=got,
        why=tuple(dict.fromkeys(decision.why for decision in decisions)),
        wrong={
            route: f"route {route}: {_said(got, route)}, should be {_said(test.expected, route)}"
            for route in {**test.expected, **got}
            if not _holds(test, by_route.get(route, []), route, rules)
        },
    )


def failures(tests: Iterable[RouteTest], rules: Rulebook) -> Iterator[Problem]:
    """Every test that does not come out as it says."""
    for test in tests:
        result = run(test, rules)
        for route, message in result.wrong.items():
            expected = (*test.path, "expect")
            path = (*expected, route) if route in test.expected else expected
            hint = "; ".join(result.why)
            yield test.document.problem(path, "route-test", message, hint)


def _outcome(made: Sequence[Decision], test: RouteTest, rules: Rulebook) -> tuple[str, ...]:
    """All decisions of one route have the same action and time."""
    first = made[0]
    if first.action is Action.now:
        return tuple(decision.channel for decision in made)
    return (f"{WORDS[first.action]} {shown(first.at, test.at, rules.zone)}",)


def _holds(test: RouteTest, made: Sequence[Decision], route: str, rules: Rulebook) -> bool:
    expected = set(test.expected.get(route, ()))
    if not made or made[0].action is Action.now:
        return expected == {decision.channel for decision in made}
    return len(expected) == 1 and expected <= _right(test, made[0], rules)


def _right(test: RouteTest, decision: Decision, rules: Rulebook) -> set[str]:
    """All spellings of what was decided, with the weekday and without.

    A test without a time does not say which digest is the next, so each of them is right.
    """
    words, local = WORDS[decision.action], decision.at.astimezone(rules.zone)
    right = {f"{words} {local:%H:%M}", f"{words} {DAYS[local.weekday()]} {local:%H:%M}"}
    digests = [r.digest for r in rules.routes if r.name == decision.route and r.digest]
    if test.timeless and decision.action is Action.digest:
        right |= {f"{words} {at:%H:%M}" for digest in digests for at in digest.at}
    return right


def _said(outcome: Outcome, route: str) -> str:
    return ", ".join(outcome[route]) if route in outcome else "it does not take the alert"
