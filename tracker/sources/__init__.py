"""Where we read: one file per kind of source. A new kind is one file and one name here."""

from typing import Annotated

from pydantic import Field

from tracker.sources.base import BaseSource, Web
from tracker.sources.feed import Feed
from tracker.sources.fetch import Fetcher
from tracker.sources.folder import Folder, read_article
from tracker.sources.reply import Document, Reply

Source = Annotated[Feed | Folder, Field(discriminator="kind")]

__all__ = [
    "BaseSource",
    "Document",
    "Feed",
    "Fetcher",
    "Folder",
    "Reply",
    "Source",
    "Web",
    "read_article",
]
