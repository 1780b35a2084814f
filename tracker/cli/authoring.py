"""`tracker rules schema|list|show|fmt`: what helps to write rules, and what they come to."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from tracker import app as service
from tracker import settings
from tracker.cli.names import meant
from tracker.cli.output import counted, described, print_json
from tracker.core.render import visible
from tracker.errors import ConfigError
from tracker.rulebook import build, files
from tracker.rulebook import schema as rule_schema
from tracker.rulebook.authoring import form, jsonschema, unfold

Json = Annotated[bool, typer.Option("--json", help="one JSON document on standard output")]
Names = Annotated[
    bool, typer.Option("--names", help="suggest the names that your rules declare, too")
]
Check = Annotated[bool, typer.Option("--check", help="change nothing; fail if it would")]
Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="files or folders; default: all rules", exists=True),
]

rules = typer.Typer(help="Write rules, and look at what they come to.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(rules, name="rules")


@rules.command()
def schema(names: Names = False) -> None:  # noqa: FBT002  typer's form of a flag
    """The JSON Schema of a rule file, for an editor."""
    known = jsonschema.known(_reading()) if names else None
    typer.echo(jsonschema.text(jsonschema.of(known)), nl=False)


@dataclass(frozen=True, slots=True)
class Written:
    """A watch where it stands."""

    id: str
    file: files.RuleFile
    rule: rule_schema.WatchRule
    place: str

    def state(self, today: date) -> str:
        """Whether it is evaluated, and sent."""
        if not self.rule.enabled:
            return "disabled"
        if self.rule.expires and self.rule.expires < today:
            return "expired"
        return self.rule.status


@rules.command("list")
def list_rules(as_json: Json = False) -> None:  # noqa: FBT002  typer's form of a flag
    """Every watch: its severity, whether it is live, its tags and where it stands."""
    today = service.utcnow().date()
    rows = [
        {
            "id": watch.id,
            "name": watch.rule.watch,
            "severity": str(watch.rule.severity),
            "state": watch.state(today),
            "tags": list(watch.rule.tags),
            "place": watch.place,
        }
        for watch in _watches(_reading())
    ]
    if as_json:
        print_json(rows)
        return
    width = max((len(row["id"]) for row in rows), default=0)
    for row in rows:
        tags = ", ".join(row["tags"])
        typer.echo(f"{row['severity']:8} {row['state']:8} {row['id']:{width}}  {tags}")
    typer.echo(counted(len(rows), "watch", "watches"))


@rules.command()
def show(
    name: Annotated[str, typer.Argument(help="a watch as pack/id, or $name of what is shared")],
    as_json: Json = False,  # noqa: FBT002  typer's form of a flag
) -> None:
    """What a watch comes to when lists, macros and overrides are written out, as a rule again."""
    reading = _reading()
    found = _shared(reading, name) if name.startswith("$") else _watch(reading, name)
    if as_json:
        print_json(found)
        return
    typer.echo(f"# {found['id']}, at {found['place']}")
    for reason in found["because"]:
        typer.echo(f"# {visible(reason, 500)}")
    typer.echo(unfold.text(found["file"]), nl=False)


def _watch(reading: files.Reading, name: str) -> dict[str, Any]:
    watches = _watches(reading)
    for watch in watches:
        if watch.id == name:
            return {
                "id": name,
                "place": watch.place,
                "because": list(reading.because.get(("watch", name), ())),
                "file": unfold.Unfolder(reading).watch(watch.file, watch.rule),
            }
    raise ConfigError(f"no watch is called '{name}': {meant(name, [w.id for w in watches])}")


def _shared(reading: files.Reading, name: str) -> dict[str, Any]:
    bare = name.removeprefix("$")
    made = unfold.Unfolder(reading).shared(bare)
    known: list[str] = []
    for file in reading.files:
        for section in ("lists", "entities", "macros"):
            names = getattr(file.rules, section)
            known += [f"${other}" for other in names]
            if made and bare in names:
                kind = {"lists": "list", "entities": "entity"}.get(section, section)
                return {
                    "id": name,
                    "place": file.line((section, bare)),
                    "because": list(reading.because.get((kind, bare), ())),
                    "file": made,
                }
    hint = meant(name, known).replace("write it as pack/id", "`tracker rules schema --names` knows")
    raise ConfigError(f"no list, entity or macro is called '{bare}': {hint}")


@rules.command("fmt")
def format_files(
    paths: Paths = None,
    check: Check = False,  # noqa: FBT002  typer's form of a flag
) -> None:
    """Bring rule files into normal form; comments, order and what they say stay."""
    config = settings.load()
    local = None if paths else config.local_dir
    found = files.snapshot(paths or [config.rules_dir], local)
    changed, faults = [], list(found.faults)
    for file in found.files:
        faults += [file.fault] if file.fault else []
        made, problems = form.formatted(file.text, file.name)
        faults += problems
        if made != file.text:
            changed.append(file.name)
            if not check:
                _replace(Path(file.name), made)
    for problem in faults:
        typer.echo(described(problem), err=True)
    for name in changed:
        typer.echo(f"{'would change' if check else 'changed'} {name}")
    typer.echo(f"{counted(len(found.files), 'file', 'files')}, {len(changed)} changed")
    errors = [problem for problem in faults if problem.level == "error"]
    raise typer.Exit(1 if errors or (check and changed) else 0)


def _replace(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error


def _watches(reading: files.Reading) -> list[Written]:
    return [
        Written(build.identity(file, rule), file, rule, file.line(("watches", index)))
        for file in reading.files
        for index, rule in enumerate(file.rules.watches)
        if rule is not None
    ]


def _reading() -> files.Reading:
    """All rules, if they have no fault. Raises ConfigError with every one."""
    config = settings.load()
    found = files.snapshot([config.rules_dir], config.local_dir)
    build.sound(build.of(found))
    return files.read_all(found)
