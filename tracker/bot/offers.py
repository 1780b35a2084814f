"""The lists of commands that Telegram shows while people write. Strangers are shown none."""

import asyncio
from collections.abc import Sequence

import structlog
from telegram import Bot as Connection
from telegram import BotCommand, BotCommandScopeChat, BotCommandScopeDefault, error

from tracker.bot.access import Standing
from tracker.bot.commands import offered
from tracker.bot.surroundings import Surroundings
from tracker.store import Lookup, Readers

log = structlog.get_logger()


class Offers:
    """Keeps the lists as rules and readers are; asks Telegram only for what has changed."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._made: dict[str, Standing] = {}

    async def make(self, bot: Connection) -> None:
        """https://core.telegram.org/bots/api#setmycommands; what fails is tried again."""
        wanted = await asyncio.to_thread(self._wanted)
        gone = dict.fromkeys(self._made.keys() - wanted.keys(), Standing.stranger)
        for chat, standing in (wanted | gone).items():
            if self._made.get(chat) is not standing and await self._set(bot, chat, standing):
                self._made[chat] = standing

    def _wanted(self) -> dict[str, Standing]:
        """Chat -> for whom the list is; "" = everywhere else."""
        moved = {old: new for new, old in Lookup(self._around.database).moved().items()}
        chats = {moved.get(c.chat, c.chat) for c in self._around.chats().values()}
        people = {reader.id for reader in Readers(self._around.database).listed()}
        private = {str(person) for person in people | self._around.admins}
        private |= {chat for chat in chats if chat.isdecimal()}
        return (
            {"": Standing.stranger}
            | dict.fromkeys(sorted(chats), Standing.member)
            | dict.fromkeys(sorted(private), Standing.operator)
        )

    async def _set(self, bot: Connection, chat: str, standing: Standing) -> bool:
        """Whether there is nothing more to be done about it."""
        scope = BotCommandScopeChat(chat) if chat else BotCommandScopeDefault()
        try:
            await bot.set_my_commands(_list(standing), scope=scope)
        except error.BadRequest as fault:  # as of a person who has not written to us yet
            log.info("no list of commands", chat=chat, because=fault.message)
        except error.TelegramError as fault:
            log.warning("no list of commands yet", chat=chat, because=str(fault))
            return False
        return True


def _list(standing: Standing) -> Sequence[BotCommand]:
    if standing is Standing.stranger:
        return ()
    return [BotCommand(verb, command.says) for verb, command in offered(standing).items()]
