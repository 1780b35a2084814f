"""Who may do what, and where. What is not allowed meets with silence."""

from dataclasses import dataclass
from enum import IntEnum

from tracker.bot.surroundings import Surroundings
from tracker.bot.updates import Chat
from tracker.channels import Telegram
from tracker.store import Lookup, Readers


class Standing(IntEnum):
    """What somebody may do in a chat; each may do all that those before it may."""

    stranger = 0
    member = 1  # of a chat that gets alerts: read, judge and mute
    operator = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A chat, or a topic in it. `chat`: the id that it has now; `address`: that of its channels;
    `sent_to`: where messages to it go, which is another once it has moved.

    `channels`: names of the configured channels that lead here; of a topic, those that lead into
    it, if there are any.
    """

    chat: int
    address: str
    sent_to: str
    is_private: bool
    topic: int | None
    channels: tuple[str, ...]

    @property
    def channel(self) -> str:
        """The channel by which answers come here."""
        return f"chat:{self.address}" + (f"/{self.topic}" if self.topic else "")

    @property
    def space(self) -> str:
        """In which the ids of its messages are counted, as the outbox knows it."""
        return Telegram(kind="telegram", chat=self.address).space(self.sent_to)

    @property
    def alerted(self) -> tuple[str, ...]:
        """The channels by which alerts come here; that of an operator is for the service alone."""
        return tuple(name for name in self.channels if not name.startswith("operator:"))


class Access:
    """Judges anew each time: rules change, and people are let in and out."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._lookup = Lookup(around.database)
        self._readers = Readers(around.database)

    def place(self, chat: Chat, topic: int | None = None) -> Place:
        """Where this is; reads the tables."""
        moved = self._lookup.moved().get(str(chat.id), "")
        public = "" if chat.type == "private" else f"@{chat.username}".casefold()
        names = {str(chat.id), moved, public} - {"", "@"}
        found = {
            name: channel
            for name, channel in self._around.chats().items()
            if channel.chat.casefold() in names
        }
        here = [name for name, channel in found.items() if channel.topic == topic]
        address = next((channel.chat for channel in found.values()), str(chat.id))
        return Place(
            chat=chat.id,
            address=address,
            sent_to=str(chat.id) if address == moved else address,
            is_private=chat.type == "private",
            topic=topic,
            channels=tuple(here or found),
        )

    def standing(self, user: int | None, place: Place) -> Standing:
        """What this user may do here. Nobody is heard in a group that is not configured."""
        if not place.is_private and not place.channels:
            return Standing.stranger
        if place.is_private and place.channels:
            return Standing.operator
        if user is not None and self.is_operator(user):
            return Standing.operator
        return Standing.stranger if place.is_private else Standing.member

    def is_operator(self, user: int) -> bool:
        """Whether they are known by themselves, wherever they are."""
        return user in self._around.admins or self._readers.has(user)
