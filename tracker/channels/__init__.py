"""Where alerts go: one file per kind of channel. A new kind is one file and one name here."""

from typing import Annotated, get_args

from pydantic import Field

from tracker.channels.apprise import Apprise
from tracker.channels.base import BaseChannel, Envelope, Lines, Pace, Presence
from tracker.channels.console import Console
from tracker.channels.discord import Discord
from tracker.channels.email import Email
from tracker.channels.matrix import Matrix
from tracker.channels.ntfy import Ntfy
from tracker.channels.slack import Slack
from tracker.channels.teams import Teams
from tracker.channels.telegram import Telegram
from tracker.channels.webhook import Webhook

Channel = Annotated[
    Apprise | Console | Discord | Email | Matrix | Ntfy | Slack | Teams | Telegram | Webhook,
    Field(discriminator="kind"),
]
KINDS: tuple[type[BaseChannel], ...] = get_args(get_args(Channel)[0])

__all__ = [
    "KINDS",
    "Apprise",
    "BaseChannel",
    "Channel",
    "Console",
    "Discord",
    "Email",
    "Envelope",
    "Lines",
    "Matrix",
    "Ntfy",
    "Pace",
    "Presence",
    "Slack",
    "Teams",
    "Telegram",
    "Webhook",
]
