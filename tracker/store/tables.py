"""What rests: the tables. Rows never leave this package; see `tracker.core.model` for the words.

No table model validates (SQLModel), so rows are made only from values that are valid already.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Integer, Text
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
    """A message owed to a channel: pending -> sending -> sent, or dead.

    `action` says what `not_before` waits for; None = it may go out at once.
    """

    __tablename__ = "delivery"

    key: str = Field(primary_key=True)
    number: int = Field(index=True)  # the order in which they were owed
    channel: str = Field(index=True)
    state: str = Field(default="pending", index=True)
    title: str = Field(sa_column=Column(Text, nullable=False))
    card: str = Field(sa_column=Column(Text, nullable=False))
    attempts: int = 0
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
    remote_id: str = ""
    created: datetime
    sent: datetime | None = Field(default=None, index=True)
    not_before: datetime | None = None
    action: str = "now"
    why: str = Field(default="", sa_column=Column(Text, nullable=False))


class DestinationRow(SQLModel, table=True):
    """The state of one chat: until when to wait, where it moved, whether it is closed to us."""

    __tablename__ = "destination"

    channel: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    not_before: datetime | None = None
    moved_to: str = ""
    closed: str = ""


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
