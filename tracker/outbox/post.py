"""What the rules say of sending."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.channels import Channel, Telegram
from tracker.core.rules import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Channels by name, the rules for their digests and tags, and who hears of trouble."""

    channels: Mapping[str, Channel]
    rules: Rulebook
    operators: tuple[str, ...] = ()

    def channel(self, name: str) -> Channel | None:
        """The channel of that name; `chat:ID` is a chat that somebody has asked from."""
        if not name.startswith("chat:"):
            return self.channels.get(name)
        chat, _, topic = name.removeprefix("chat:").partition("/")
        return Telegram(kind="telegram", chat=chat, topic=int(topic) if topic else None)

    def tags(self) -> dict[str, tuple[str, ...]]:
        """Of each watch."""
        return {watch.id: watch.tags for watch in self.rules.watches}
