"""Whatever else Apprise speaks to, as a last resort. https://appriseit.com

It does not say what went wrong, nor for how long to wait, nor which message it has sent.
"""

import asyncio
import logging
from typing import Literal

from tracker.channels.base import BaseChannel, Envelope, Lines, Pace, SecretName
from tracker.channels.fitting import head_and_rest
from tracker.core.message import Card
from tracker.core.render import plain
from tracker.errors import Refused, Unknown
from tracker.settings import secret

# Both tell addresses, which are secrets, in their smaller messages.
for _name in ("apprise", "urllib3"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class Apprise(BaseChannel):
    """One address in Apprise's own form, such as `pover://user@token`."""

    kind: Literal["apprise"]
    url: SecretName

    @property
    def address(self) -> str:
        """The name of the variable that holds the address."""
        return f"apprise:{self.url}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The variable that holds the address."""
        return (self.url.removeprefix("env:"),)

    @property
    def pace(self) -> Pace:
        """Nobody says how much is too much."""
        return Pace(gap=1.05)

    async def send(self, envelope: Envelope, lines: Lines) -> str:
        """Raises Unknown for every failure of the far end, whatever it was."""
        del lines  # it opens its own
        if not await asyncio.to_thread(self._notify, envelope.card):
            raise Unknown(f"{self.address}: Apprise could not send it, or not all of it")
        return ""

    def _notify(self, card: Card) -> bool:
        try:
            import apprise  # noqa: PLC0415  an optional extra
        except ImportError as error:
            needed = "pip install 'regulatory-tracker[apprise]'"
            raise Refused(f"{self.address}: Apprise is not installed: {needed}") from error
        sender = apprise.Apprise()
        if not sender.add(secret(self.url)):
            raise Refused(f"{self.address} holds no address that Apprise knows")
        head, rest = head_and_rest(plain(card))
        return bool(sender.notify(body=rest or head, title=head, body_format="text"))
