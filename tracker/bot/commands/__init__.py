"""The commands: what each does, for whom, and the line that says so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tracker.bot.access import Standing
from tracker.bot.asking import Ask, Reply, notice
from tracker.bot.commands import muting, reading, reasons, standing, upkeep, watching
from tracker.bot.surroundings import Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`says` is shown in lists of commands; `form`: what follows its name.

    `run` may wait for the disk, and raises TrackerError for a person.
    """

    run: Callable[[Ask, Surroundings], Reply]
    says: str
    form: str = ""
    least: Standing = Standing.member


def helps(ask: Ask, around: Surroundings) -> Reply:
    """`/help`: the commands that the one who asks may give."""
    del around
    lines = [
        f"/{verb}{' ' * bool(command.form)}{command.form} · {command.says}"
        for verb, command in offered(ask.standing).items()
    ]
    buttons = (
        "Under an alert: Why? says why it came; Not relevant is kept with it, and makes the rules "
        "better; 🔕 mutes its watches here."
    )
    return notice("What I can do", "\n".join([*lines, "", buttons]))


COMMANDS: Mapping[str, Command] = {
    "latest": Command(run=reading.latest, says="the latest alerts", form="[n] [#tag]"),
    "search": Command(run=reading.search, says="alerts with these words", form="words"),
    "entity": Command(run=reading.entity, says="its recent stories, and a week", form="name"),
    "digest": Command(run=reading.digest, says="the alerts of the last 24 hours"),
    "why": Command(run=reasons.why, says="why an alert came", form="[id]"),
    "watches": Command(run=standing.watches, says="what is looked for", form="[word|#tag]"),
    "watch": Command(
        run=watching.watch,
        says="add a watch",
        form="[severity] Name: term, term",
        least=Standing.operator,
    ),
    "mute": Command(run=muting.mute, says="hear nothing of it", form="watch|#tag|entity 7d"),
    "unmute": Command(run=muting.unmute, says="what is muted; end it", form="[id|watch]"),
    "status": Command(run=standing.status, says="is all well?"),
    "sources": Command(run=standing.sources, says="how the sources stand", form="[word]"),
    "test": Command(
        run=upkeep.test,
        says="do messages arrive?",
        form="[channel|all]",
        least=Standing.operator,
    ),
    "dead": Command(
        run=upkeep.dead,
        says="what could not be sent",
        form="[retry [id]]",
        least=Standing.operator,
    ),
    "id": Command(run=upkeep.who, says="the numbers of this chat and you"),
    "help": Command(run=helps, says="these lines"),
}
ALSO = {"start": "help"}  # what Telegram itself makes people send first


def offered(to: Standing) -> dict[str, Command]:
    """The commands that somebody may give."""
    return {verb: command for verb, command in COMMANDS.items() if command.least <= to}


def known(verb: str) -> Command | None:
    """The command of this name, also by another name."""
    return COMMANDS.get(ALSO.get(verb, verb))
