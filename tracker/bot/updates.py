"""What Telegram tells us, as far as we read it. https://core.telegram.org/bots/api#update

Everything here was written by others: a field that is not as it should be makes an update that is
not understood, and nothing else.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Number = Annotated[int, Field(ge=-(2**52), le=2**52)]  # Telegram's own bound of an id
Seconds = Annotated[int, Field(ge=0, le=2**37)]  # since 1970

KINDS = ("message", "callback_query", "my_chat_member")  # all that we ask to be told


class Known(BaseModel):
    """Of a Telegram object, the fields that matter to us."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class User(Known):
    """https://core.telegram.org/bots/api#user"""

    id: Number
    is_bot: bool = False
    first_name: str = ""
    last_name: str = ""
    username: str = ""

    @property
    def shown(self) -> str:
        """The name that people see, which anybody may have."""
        return (f"{self.first_name} {self.last_name}".strip() or self.username or "somebody")[:64]

    @property
    def name(self) -> str:
        """With the number that is theirs alone: `Ann Lee (1001)`."""
        return f"{self.shown} ({self.id})"


class Chat(Known):
    """https://core.telegram.org/bots/api#chat"""

    id: Number
    type: str
    title: str = ""
    username: str = ""


class Replied(Known):
    """The message that another one answers."""

    message_id: Number


class Message(Known):
    """https://core.telegram.org/bots/api#message"""

    message_id: Number
    date: Seconds = 0  # seconds; 0 = a message that can no longer be read
    chat: Chat
    by: User | None = Field(default=None, alias="from")
    sender_chat: Chat | None = None
    text: str = ""
    message_thread_id: Number | None = None
    is_topic_message: bool = False
    forward_origin: dict[str, Any] | None = None
    via_bot: User | None = None
    reply_to_message: Replied | None = None
    migrate_to_chat_id: Number | None = None
    migrate_from_chat_id: Number | None = None

    @property
    def topic(self) -> int | None:
        """The forum topic; replies elsewhere make threads too, which are none."""
        return self.message_thread_id if self.is_topic_message else None

    @property
    def author(self) -> User | None:
        """Who says it in their own words: a person, or an admin of the group who stays unnamed."""
        if self.by is None or self.forward_origin or self.via_bot:
            return None
        is_unnamed = self.sender_chat is not None and self.sender_chat.id == self.chat.id
        return None if self.by.is_bot and not is_unnamed else self.by


class Press(Known):
    """https://core.telegram.org/bots/api#callbackquery"""

    id: str
    by: User = Field(alias="from")
    data: str = ""
    message: Message | None = None


class Member(Known):
    """https://core.telegram.org/bots/api#chatmember"""

    status: str


class Membership(Known):
    """https://core.telegram.org/bots/api#chatmemberupdated"""

    chat: Chat
    by: User = Field(alias="from")
    old_chat_member: Member | None = None
    new_chat_member: Member

    @property
    def is_new(self) -> bool:
        """Whether we have come in, and not only been given other rights."""
        return self.old_chat_member is None or self.old_chat_member.status in {"left", "kicked"}

    @property
    def is_over(self) -> bool:
        """Whether we are out, or were blocked."""
        return self.new_chat_member.status in {"left", "kicked"}


class Update(Known):
    """One of these; of other kinds nothing is left."""

    update_id: Number
    message: Message | None = None
    callback_query: Press | None = None
    my_chat_member: Membership | None = None
