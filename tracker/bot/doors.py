"""Chats that shut us out, and groups that have another id than before."""

import structlog
from telegram import Bot as Connection
from telegram import error

from tracker.bot.surroundings import Surroundings
from tracker.outbox import Post
from tracker.outbox.troubles import Troubles
from tracker.store import Bulletin

log = structlog.get_logger()


class Doors:
    """Tells operators of closed chats, and looks where groups have moved to."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._troubles = Troubles(Bulletin(around.database))

    async def closed(self, address: str, said: str) -> None:
        """Tell it where it can be told."""
        plan = self._around.plan()
        post = Post(channels=plan.channels, rules=plan.rules, operators=plan.operators)
        await self._troubles.closed(post, address, said, self._around.clock())

    async def has_moved(self, bot: Connection, chat: int) -> bool:
        """Whether `chat` is what one of our groups has become, which we may not know yet.

        https://core.telegram.org/bots/api#responseparameters
        """
        groups = {
            channel.chat
            for channel in self._around.chats().values()
            if channel.chat.startswith("-") and not channel.chat.startswith("-100")
        }
        for group in sorted(groups):
            try:
                await bot.get_chat(group)
            except error.ChatMigrated as moved:
                self._around.outbox.remember(group, moved_to=str(moved.new_chat_id))
                if moved.new_chat_id == chat:
                    return True
            except error.TelegramError as fault:
                log.info("group not found", chat=group, because=fault.message)
        return False
