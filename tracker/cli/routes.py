"""`tracker routes`: where an alert would go, when and why, and what the routes promise."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

import typer

from tracker import app as service
from tracker import settings
from tracker.cli.output import counted, print_json
from tracker.core.duration import spelt
from tracker.core.hours import DAYS
from tracker.core.model import Severity
from tracker.core.routing import Decision, Subject, considered, decide
from tracker.core.rules import Rulebook
from tracker.errors import ConfigError
from tracker.rulebook import build, problems
from tracker.rulebook.routing import subject
from tracker.rulebook.routing import tests as route_tests
from tracker.rulebook.routing.tests import Result
from tracker.rulebook.schema.times import moment

Json = Annotated[bool, typer.Option("--json", help="one JSON document on standard output")]
DEFAULT = "(default)"  # which channel that is, the environment says when the service runs

routes = typer.Typer(help="Where alerts go, when and why.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(routes, name="routes")


def _built() -> tuple[build.Built, Rulebook]:
    config = settings.load()
    built = build.load(config.rules_dir, config.local_dir)
    return built, replace(built.rulebook, default_channels=(DEFAULT,))


@routes.command("test")
def run_tests(as_json: Json = False) -> None:  # noqa: FBT002  typer's form of a flag
    """Run the tests that stand in the rules; fails when one does not come out as it says."""
    built, rules = _built()
    results = [route_tests.run(test, rules) for test in built.route_tests]
    failed = [result for result in results if not result.ok]
    if as_json:
        print_json({"tests": [_result(result) for result in results], "failed": len(failed)})
    else:
        for result in results:
            _show_result(result, rules)
        verdict = counted(len(failed), "failure", "failures") if failed else "all well"
        typer.echo(f"{counted(len(results), 'test of routes', 'tests of routes')}: {verdict}")
    raise typer.Exit(1 if failed else 0)


@routes.command()
def explain(
    watch: Annotated[str, typer.Option(help="as pack/id")],
    severity: Annotated[str, typer.Option(help="default: that of the watch")] = "",
    tags: Annotated[str, typer.Option(help="a,b; default: those of the watch")] = "",
    source: Annotated[str, typer.Option(help="id of the source that it comes from")] = "",
    at: Annotated[str, typer.Option(help="2026-11-20T23:30; default: now")] = "",
    as_json: Json = False,  # noqa: FBT002  typer's form of a flag
) -> None:
    """Each route: whether it takes an alert and why not; then what goes where, when and why."""
    built, rules = _built()
    now = _moment(at, rules)
    asked = _subject(built, watch, source, severity, tags)
    document = _document(asked, now, rules)
    if as_json:
        print_json(document)
    else:
        _show(document, now, rules)


def _subject(built: build.Built, watch: str, source: str, severity: str, tags: str) -> Subject:
    given: dict[str, Any] = {}
    if severity:
        grades = {grade.name: grade for grade in Severity}
        given["severity"] = grades[_known(severity, list(grades), "severity")]
    if tags:
        given["tags"] = frozenset(tag.strip() for tag in tags.split(","))
    watches = {each.id: each for each in built.rulebook.watches}
    sources = {each.id: each for each in built.sources}
    origin = sources[_known(source, list(sources), "source")] if source else None
    return subject(watches[_known(watch, list(watches), "watch")], origin, **given)


def _known(name: str, names: list[str], what: str) -> str:
    """`name`, which must be one of `names`. Raises ConfigError with the one that was meant."""
    if name not in names:
        hint = problems.nearest(name, names)
        raise ConfigError(f"no {what} is called '{name}'" + (f": {hint}" if hint else ""))
    return name


def _moment(text: str, rules: Rulebook) -> datetime:
    try:
        found = moment(text) if text else service.utcnow()
    except ValueError as error:
        raise ConfigError(f"--at: {error}") from error
    return found if found.tzinfo else found.replace(tzinfo=rules.zone)


def _document(asked: Subject, now: datetime, rules: Rulebook) -> dict[str, Any]:
    return {
        "alert": {
            "watch": asked.watch,
            "severity": str(asked.severity),
            "tags": sorted(asked.tags),
            "source": asked.source,
            "jurisdictions": sorted(asked.jurisdictions),
            "at": now.astimezone(rules.zone).isoformat(),
        },
        "routes": [
            {"route": route.name, "takes": not refusal, "refusal": refusal}
            for route, refusal in considered(asked, rules)
        ],
        "decisions": [_decision(decision) for decision in decide(asked, now, rules)],
    }


def _decision(decision: Decision) -> dict[str, Any]:
    escalation = decision.escalation
    return {
        "route": decision.route,
        "channel": decision.channel,
        "action": str(decision.action),
        "at": decision.at.isoformat(),
        "cooldown": spelt(decision.cooldown),
        "group_by": decision.group_by,
        "escalation": escalation
        and {"after": spelt(escalation.after), "send": list(escalation.send)},
        "why": decision.why,
    }


def _show(document: dict[str, Any], now: datetime, rules: Rulebook) -> None:
    alert = document["alert"]
    words = (alert["watch"], alert["severity"], *alert["tags"], alert["source"])
    typer.echo(" · ".join([*filter(None, words), _local(now, rules)]))
    served = {decision["route"] for decision in document["decisions"]}
    for route in document["routes"]:
        name = route["route"]
        if not route["takes"]:
            typer.echo(f"✘ {name}: {route['refusal']}")
        else:
            late = "" if name in served else ", whose channels have it from another route"
            typer.echo(f"✔ {name}{late}")
    typer.echo("")
    for decision in document["decisions"]:
        when = _local(datetime.fromisoformat(decision["at"]), rules)
        typer.echo(f"→ {decision['channel']} · {decision['action']} · {when}")
        typer.echo(f"    {decision['why']}")


def _local(when: datetime, rules: Rulebook) -> str:
    local = when.astimezone(rules.zone)
    return f"{DAYS[local.weekday()]} {local:%Y-%m-%d %H:%M} {rules.zone}"


def _result(result: Result) -> dict[str, Any]:
    test = result.test
    return {
        "ok": result.ok,
        "place": test.place,
        "alert": {
            "watch": test.subject.watch,
            "severity": str(test.subject.severity),
            "tags": sorted(test.subject.tags),
            "at": test.at.isoformat(),
        },
        "expected": {route: list(given) for route, given in test.expected.items()},
        "got": {route: list(given) for route, given in result.got.items()},
        "why": list(result.why),
    }


def _show_result(result: Result, rules: Rulebook) -> None:
    asked = result.test.subject
    words = (result.test.place, asked.watch, str(asked.severity), *sorted(asked.tags))
    heading = " · ".join([*words, _local(result.test.at, rules)])
    typer.echo(f"{'✔' if result.ok else '✘'} {heading}")
    for route, given in result.got.items():
        if route not in result.wrong:
            typer.echo(f"    route {route}: {', '.join(given)}")
    for sentence in result.wrong.values():
        typer.echo(f"    {sentence}")
