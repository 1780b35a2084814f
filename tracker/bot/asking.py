"""A command as somebody wrote it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tracker.bot.access import Place, Standing
from tracker.bot.updates import Message, Update, User
from tracker.core.message import Card, Row

COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w{1,64}))?(?:\s+(.*))?\s*", re.DOTALL)
QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”|(\S+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A command, who gives it and where. `text`: all that follows it; `at`: when, in UTC.

    `reply_to`: the id of the message that it answers; `what`: is the same whenever this very
    command is read again; `is_addressed`: it names this bot.
    """

    verb: str
    text: str
    by: User
    place: Place
    standing: Standing
    at: datetime
    what: str
    is_addressed: bool = False
    reply_to: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words that follow; what stands in double quotes is one."""
        return tuple("".join(found) for found in QUOTED.findall(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is answered; `under`: the key of the delivery that it stands under.

    `anew`: the beginnings of keys of deliveries that say something else by now.
    """

    card: Card
    under: str = ""
    anew: tuple[str, ...] = field(default=())


def asked(
    update: Update, message: Message, place: Place, standing: Standing, me: str, now: datetime
) -> Ask | None:
    """The command of a message; None when there is none, or it is meant for another bot.

    `me`: the name of this bot.
    """
    found, author = COMMAND.fullmatch(message.text), message.author
    if found is None or author is None:
        return None
    verb, name, text = found[1], found[2], found[3]
    if name and name.casefold() != me.casefold():
        return None
    return Ask(
        verb=verb.casefold(),
        text=(text or "").strip(),
        by=author,
        place=place,
        standing=standing,
        at=min(now, datetime.fromtimestamp(message.date, UTC)),
        what=f"update {update.update_id} {message.chat.id} {message.message_id}",
        is_addressed=bool(name),
        reply_to=str(message.reply_to_message.message_id) if message.reply_to_message else "",
    )


def counted(number: int, what: str) -> str:
    """As `1 alert`, `2 alerts`."""
    return f"{number} {what}{'s' * (number != 1)}"


def notice(title: str, text: str = "", under: str = "") -> Reply:
    """An answer of a line, and more about it."""
    return Reply(card=Card(title=title, summary=text), under=under)


def listed(title: str, rows: Sequence[Row], text: str = "", footer: str = "") -> Reply:
    """An answer of many lines."""
    return Reply(card=Card(title=title, summary=text, rows=tuple(rows), footer=footer))
