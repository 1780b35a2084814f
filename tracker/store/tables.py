"""What rests: the tables. Rows never leave this package; see `tracker.core.model` for the words.

No table model validates (SQLModel), so rows are made only from values that are valid already.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, Text
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
}


class SourceRow(SQLModel, table=True):
    """What we remember of a source between polls."""

    __tablename__ = "source"

    id: str = Field(primary_key=True)
    next_poll: datetime = Field(index=True)
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    first_poll_done: bool = False
    polled: datetime | None = None
    succeeded: datetime | None = None
    newest: datetime | None = None  # when an entry was last new
    outcome: str = ""
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
    failures: int = 0
    edge: list[str] = Field(default=[], sa_column=Column(JSON, nullable=False))
    health: str = "well"
    since: datetime | None = None
    failing_since: datetime | None = None
    silent_since: datetime | None = None
    days: list[str] = Field(default=[], sa_column=Column(JSON, nullable=False))
    sizes: list[int] = Field(default=[], sa_column=Column(JSON, nullable=False))
    redirect: str = Field(default="", sa_column=Column(Text, nullable=False))
    redirects: int = 0
    address: str = Field(default="", sa_column=Column(Text, nullable=False))
    address_of: str = Field(default="", sa_column=Column(Text, nullable=False))
    definition: str = ""
    spells: int = 0


class HostRow(SQLModel, table=True):
    """A host that wants to be left alone for a while."""

    __tablename__ = "host"

    name: str = Field(primary_key=True)
    not_before: datetime
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))


class ArticleRow(SQLModel, table=True):
    """An article as it was last seen, and what it is to the others."""

    __tablename__ = "article"

    key: str = Field(primary_key=True)
    raw_hash: str = ""  # of the entry as it was written, markup included
    content_hash: str
    source: str = Field(index=True)
    entry_id: str = Field(sa_column=Column(Text, nullable=False))
    publisher: str
    tier: str
    url: str = Field(sa_column=Column(Text, nullable=False))
    canonical_url: str = Field(sa_column=Column(Text, nullable=False, index=True))
    title: str = Field(sa_column=Column(Text, nullable=False))
    title_key: str = Field(index=True)
    summary: str = Field(sa_column=Column(Text, nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))
    language: str
    topics: list[str] = Field(sa_column=Column(JSON, nullable=False))
    authors: list[str] = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))
    type: str = Field(default="", sa_column_kwargs={"server_default": ""})
    published: datetime | None = None
    seen: datetime = Field(index=True)
    story: str | None = Field(default=None, foreign_key="story.key", index=True)
    relation: str = ""
    related_to: str = ""
    telling: str = Field(default="", sa_column_kwargs={"server_default": ""})
    share: float = Field(default=0.0, sa_column_kwargs={"server_default": "0"})
    change: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    number: int | None = Field(default=None, index=True, unique=True)  # of those that have a story
    marks: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    fetched: datetime | None = None  # when the page's own text became the body


class SketchRow(SQLModel, table=True):
    """A hash of a few words of an article, under which those with the same text are found.

    `article`: its number. Without a row id of its own, a row takes 15 bytes in SQLite.
    """

    __tablename__ = "sketch"
    __table_args__ = {"sqlite_with_rowid": False}

    hash: int = Field(primary_key=True, sa_type=Integer)
    article: int = Field(primary_key=True, sa_type=BigInteger)


class MarkRow(SQLModel, table=True):
    """A hash of a mark of an article, under which those of one happening are found."""

    __tablename__ = "mark"
    __table_args__ = {"sqlite_with_rowid": False}

    hash: int = Field(primary_key=True, sa_type=Integer)
    article: int = Field(primary_key=True, sa_type=BigInteger)


class ApartRow(SQLModel, table=True):
    """A source whose articles are never put into a story with those of others."""

    __tablename__ = "apart"

    source: str = Field(primary_key=True)
    since: datetime


class AliasRow(SQLModel, table=True):
    """Another id under which a source gave an article that we knew: its guid or slug changed."""

    __tablename__ = "alias"

    key: str = Field(primary_key=True)
    article: str = Field(foreign_key="article.key", index=True)


class RevisionRow(SQLModel, table=True):
    """A text that an article had before, oldest first by `number`."""

    __tablename__ = "revision"

    article: str = Field(foreign_key="article.key", primary_key=True)
    number: int = Field(primary_key=True)
    title: str = Field(sa_column=Column(Text, nullable=False))
    summary: str = Field(sa_column=Column(Text, nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))
    until: datetime  # when it was replaced
    changes: list[list[str]] = Field(
        default=[], sa_column=Column(JSON, nullable=False, server_default="[]")
    )  # into what came after it, word by word


class PageRow(SQLModel, table=True):
    """A page whose text is to become the body of an article: waiting -> read, or given up."""

    __tablename__ = "page"

    article: str = Field(foreign_key="article.key", primary_key=True)
    source: str
    url: str = Field(sa_column=Column(Text, nullable=False))
    since: datetime | None = None  # when the source had been read before the article came
    state: str = Field(default="waiting", index=True)
    attempts: int = 0
    next_try: datetime = Field(index=True)
    error: str = Field(default="", sa_column=Column(Text, nullable=False))


class StoryRow(SQLModel, table=True):
    """One happening, told by several articles."""

    __tablename__ = "story"

    key: str = Field(primary_key=True)
    title: str = Field(sa_column=Column(Text, nullable=False))
    started: datetime
    touched: datetime = Field(index=True)


class DecisionRow(SQLModel, table=True):
    """Why a watch that fired for an article was told, or was not."""

    __tablename__ = "decision"

    key: str = Field(primary_key=True)
    article: str = Field(foreign_key="article.key", index=True)
    watch: str = Field(index=True)
    told: bool
    reason: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = Field(index=True)


class AlertRow(SQLModel, table=True):
    """One watch fired for one story."""

    __tablename__ = "alert"

    key: str = Field(primary_key=True)
    watch: str = Field(index=True)
    story: str = Field(foreign_key="story.key", index=True)
    article: str = Field(foreign_key="article.key", index=True)
    severity: int
    score: float
    evidence: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    at: datetime = Field(index=True)


class DeliveryRow(SQLModel, table=True):
    """A message owed to a channel: `form` and `state` are those of `tracker.core.owing`.

    `action` says what `not_before` waits for; None = it may go out at once. `rank`: lower goes
    first. `anchor`: the delivery under which it stands; `part_of`: the one that says it in its
    place. `floor`: the newest message there was when it was tried. `edit_at`: since when what was
    sent is to be written anew.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_channel_tried", "channel", "tried"),
        Index("ix_delivery_address_remote_id", "address", "remote_id"),
    )

    key: str = Field(primary_key=True)
    number: int = Field(index=True)  # the order in which they were owed
    channel: str = Field(index=True)
    address: str = ""  # of its chat, when it was last tried
    form: str = "notice"
    state: str = Field(default="pending", index=True)
    rank: int = 2
    title: str = Field(sa_column=Column(Text, nullable=False))
    card: str = Field(sa_column=Column(Text, nullable=False))
    severity: int = 1
    watch: str = ""
    story: str = Field(default="", index=True)
    article: str = ""
    source: str = ""
    anchor: str = Field(default="", index=True)
    part_of: str = Field(default="", index=True)
    attempts: int = 0
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
    remote_id: str = ""
    space: str = ""  # in which far ends count their ids
    floor: int | None = Field(default=None, sa_type=BigInteger)
    is_repeat: bool = False  # it may have arrived before
    created: datetime
    tried: datetime | None = None
    sent: datetime | None = Field(default=None, index=True)
    edit_at: datetime | None = Field(default=None, index=True)
    edited: datetime | None = None
    not_before: datetime | None = None
    action: str = "now"
    cooldown: int = 0  # seconds in which what belongs to the same group joins it
    gathered_by: str = Field(default="", index=True)  # what makes it of one group with others
    why: str = Field(default="", sa_column=Column(Text, nullable=False))
    escalate_at: datetime | None = Field(default=None, index=True)
    escalate_to: list[str] = Field(default=[], sa_column=Column(JSON, nullable=False))
    seen_by: str = ""  # who has acknowledged it
    seen_at: datetime | None = None


class AttemptRow(SQLModel, table=True):
    """One request to a chat, and what came of it; only ever added to."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_address_at", "address", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    delivery: str = Field(index=True)
    address: str
    act: str  # send, edit, find
    at: datetime
    outcome: str
    said: str = Field(default="", sa_column=Column(Text, nullable=False))
    seconds: float = 0.0


class DestinationRow(SQLModel, table=True):
    """The state of one chat: until when to wait, where it moved, whether it is closed to us.

    `holder` writes to it until `held_until`, and nobody else does.
    """

    __tablename__ = "destination"

    address: str = Field(primary_key=True)
    not_before: datetime | None = None
    moved_to: str = ""
    closed: str = Field(default="", sa_column=Column(Text, nullable=False))
    holder: str = ""
    held_until: datetime | None = None


class SilenceRow(SQLModel, table=True):
    """A mute: what it is about, who wants it, why, and for how long.

    `subject`: as `watch:pack/id`, `story:key`, `entity:id`, `tag:name`, `source:id` or `all`.
    `channel`: "" = everywhere.
    """

    __tablename__ = "silence"

    id: str = Field(primary_key=True)
    subject: str
    channel: str = ""
    author: str
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    since: datetime
    until: datetime = Field(index=True)
    ended_by: str = ""
    told: bool = False  # that it has ended


class FeedbackRow(SQLModel, table=True):
    """What a reader said of an alert."""

    __tablename__ = "feedback"

    delivery: str = Field(primary_key=True)
    author: str = Field(primary_key=True)
    article: str = Field(index=True)
    watches: list[str] = Field(sa_column=Column(JSON, nullable=False))
    verdict: str
    at: datetime


class ReaderRow(SQLModel, table=True):
    """A person who was let in by a code, by the id that Telegram gives."""

    __tablename__ = "reader"

    id: int = Field(primary_key=True, sa_type=BigInteger)
    name: str
    since: datetime


class InviteRow(SQLModel, table=True):
    """A code that lets one person in, by its hash."""

    __tablename__ = "invite"

    hash: str = Field(primary_key=True)
    until: datetime
    used_by: int | None = Field(default=None, sa_type=BigInteger)


class LeaseRow(SQLModel, table=True):
    """Who does a thing that only one may do. `cursor`: how far it has come."""

    __tablename__ = "lease"

    name: str = Field(primary_key=True)
    holder: str = ""
    until: datetime | None = None
    cursor: int = Field(default=0, sa_type=BigInteger)


class PulseRow(SQLModel, table=True):
    """When a part of the service last did its turn; what `tracker status` looks at."""

    __tablename__ = "pulse"

    name: str = Field(primary_key=True)
    at: datetime
    note: str = Field(default="", sa_column=Column(Text, nullable=False))


class RuleSetRow(SQLModel, table=True):
    """Rule files that were good, by the hash of what is in them."""

    __tablename__ = "rule_set"

    version: str = Field(primary_key=True)
    since: datetime = Field(index=True)  # when they became active, for the last time
    files: str = Field(sa_column=Column(Text, nullable=False))
