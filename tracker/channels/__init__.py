"""Where alerts go: one file per kind of channel. A new kind is one file and one name here."""

from typing import Annotated

from pydantic import Field

from tracker.channels.base import BaseChannel, Envelope, Lines, Pace, Presence
from tracker.channels.console import Console
from tracker.channels.telegram import Telegram
from tracker.channels.webhook import Webhook

Channel = Annotated[Console | Telegram | Webhook, Field(discriminator="kind")]

__all__ = [
    "BaseChannel",
    "Channel",
    "Console",
    "Envelope",
    "Lines",
    "Pace",
    "Presence",
    "Telegram",
    "Webhook",
]
