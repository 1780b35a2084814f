"""`tracker stories`: who told what first, what was silent and why; and putting it right."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer

from tracker import app as service
from tracker import settings
from tracker.cli.backtest import length
from tracker.cli.database import existing, opened
from tracker.cli.output import MOST, counted, print_json
from tracker.core.render import visible
from tracker.desk import Desk
from tracker.errors import ConfigError
from tracker.quality import replay as replays
from tracker.store import Database, Past, Story, Storybook, Telling

Json = Annotated[bool, typer.Option("--json", help="one JSON document on standard output")]
Id = Annotated[str, typer.Argument(help="an id, or its beginning", show_default=False)]

stories = typer.Typer(help="Stories: one happening, told by several.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(stories, name="stories")


@stories.command("list")
def list_stories(
    limit: Annotated[int, typer.Option(help="how many, newest first", min=1, max=MOST)] = 20,
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """The stories that were told of last."""
    config = settings.load()
    with closing(opened(config)) as database, database.reading() as session:
        found = Storybook(session).recent(limit)
    ended = service.utcnow() - service.windows(config).stories
    if as_json:
        print_json([_plain(asdict(story)) | {"ended": story.touched < ended} for story in found])
        return
    if not found:
        typer.echo("no stories yet")
    for story in found:
        typer.echo(_headline(story, ended))


@stories.command()
def show(story: Id, as_json: Json = False) -> None:  # noqa: FBT002
    """A story with all its tellings: what each is to the others, what was told, and why."""
    config = settings.load()
    with closing(opened(config)) as database, database.reading() as session:
        book = Storybook(session)
        found = book.story(story)
        tellings = book.tellings(found.key)
    if as_json:
        print_json(_plain(asdict(found)) | {"tellings": [_plain(asdict(t)) for t in tellings]})
        return
    typer.echo(_headline(found, service.utcnow() - service.windows(config).stories))
    for telling in tellings:
        _show(telling)


@stories.command()
def split(
    article: Id,
    quiet: Annotated[bool, typer.Option("--quiet", help="without telling it")] = False,  # noqa: FBT002
) -> None:
    """Make an article, with its copies, a story of its own, and tell it."""
    now = service.utcnow()
    with closing(existing(settings.load())) as database:
        key = _article(database, article)
        tell_it = None if quiet else _teller(database, key, now)
        with database.writing() as session:
            story = Storybook(session).split(key, now)
        typer.echo(f"story {story[:8]} begins with article {key[:8]}")
        if tell_it is not None:
            tell_it()


@stories.command()
def tell(article: Id) -> None:
    """Send an article that was silent."""
    with closing(existing(settings.load())) as database:
        _teller(database, _article(database, article), service.utcnow())()


@stories.command()
def merge(story: Id, other: Id) -> None:
    """Put the tellings of another story into this one; nothing is sent."""
    with closing(existing(settings.load())) as database, database.writing() as session:
        book = Storybook(session)
        one, two = book.story(story), book.story(other)
        book.merge(one.key, two.key)
        typer.echo(f"story {one.key[:8]} has {book.story(one.key).articles} tellings now")


@stories.command()
def apart(
    source: Annotated[str | None, typer.Argument(help="id of a source; none lists them")] = None,
    end: Annotated[bool, typer.Option("--end", help="put it together with others again")] = False,  # noqa: FBT002
) -> None:
    """Never put the articles of a source together with those of others."""
    with closing(existing(settings.load())) as database, database.writing() as session:
        book = Storybook(session)
        if source is None:
            for name, since in book.apart().items():
                typer.echo(f"{name} since {since:%Y-%m-%d %H:%M} UTC")
        elif end:
            book.keep_together(source)
            typer.echo(f"{source} is put together with others again")
        else:
            book.keep_apart(source, service.utcnow())
            typer.echo(f"from now on {source} is kept apart: its articles are stories of their own")


@stories.command()
def replay(
    since: Annotated[str, typer.Option(help="how far back: 30d, 12h")] = "30d",
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Which decisions would be others under the code and rules of today; nothing is changed."""
    config = settings.load()
    plan = service.plan(config)
    moment = _before(since)
    with closing(opened(config)) as database:
        past = Past(database, {source.id: source.origin for source in plan.sources})
        found = replays.run(database, past, plan.rules, moment, service.windows(config))
    if as_json:
        rows = [
            {"decided": asdict(each.decided), "today": asdict(each.today)}
            for each in found.differences
        ]
        print_json({"decisions": found.decisions, "differences": rows})
        return
    differ = counted(len(found.differences), "would differ", "would differ")
    typer.echo(f"{counted(found.decisions, 'decision', 'decisions')}, {differ}")
    for line in replays.lines(found):
        typer.echo(visible(line, 400))


def _article(database: Database, beginning: str) -> str:
    with database.reading() as session:
        return Storybook(session).article(beginning)


def _teller(database: Database, article: str, now: datetime) -> Callable[[], None]:
    """What tells an article; that it can be told is known before anything is changed."""
    plan = service.plan(settings.load())
    desk = Desk(database, lambda: plan.rules, lambda: plan.operators)
    asked = desk.asked_for(article, {source.id: source.origin for source in plan.sources})

    def tell_it() -> None:
        owed = desk.tell_anyway(*asked, now).alerts
        typer.echo(f"{counted(owed, 'alert', 'alerts')} owed; the service sends what is owed")

    return tell_it


def _before(since: str) -> datetime:
    """The moment that is so long ago. Raises ConfigError."""
    span = length(since)
    try:
        return service.utcnow() - (timedelta(days=30) if span is None else span)
    except OverflowError as error:
        raise ConfigError(f"--since: {since} is before the calendar begins") from error


def _headline(story: Story, ended: datetime) -> str:
    state = "ended" if story.touched < ended else "alive"
    told = counted(story.articles, "telling", "tellings")
    by = counted(story.sources, "source", "sources")
    return (
        f"{story.key[:8]} {story.started:%Y-%m-%d %H:%M} {state:5} {visible(story.title, 200)}\n"
        f"    {told} by {by}, first {visible(story.first, 80)}"
    )


def _show(telling: Telling) -> None:
    who = f"{visible(telling.publisher, 80)} ({telling.tier})"
    typer.echo(f"\n{telling.key[:8]} {telling.seen:%Y-%m-%d %H:%M} {who}")
    typer.echo(f"    {visible(telling.title, 300)}")
    typer.echo(f"    {telling.relation}, {telling.telling}: {visible(telling.reason, 400)}")
    for watch, reason in telling.told:
        typer.echo(
            f"    told {watch}" + (f": {visible(reason, 400)}" if reason != telling.reason else "")
        )
    for watch, reason in telling.silent:
        typer.echo(
            f"    silent {watch}"
            + (f": {visible(reason, 400)}" if reason != telling.reason else "")
        )
    for until, changes in telling.revisions:
        words = "; ".join(f"{gone or '-'} -> {come or '-'}" for gone, come in changes)
        typer.echo(f"    until {until:%Y-%m-%d %H:%M}: {visible(words, 300)}")


def _plain(value: Any) -> Any:
    """Times as text, at any depth."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value
