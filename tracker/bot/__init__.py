"""The Telegram bot: what people ask and press in a chat, answered by way of the outbox."""

from tracker.bot.bot import Bot
from tracker.bot.surroundings import Plan, Surroundings, Trial

__all__ = ["Bot", "Plan", "Surroundings", "Trial"]
