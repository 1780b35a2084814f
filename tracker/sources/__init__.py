"""Where we read: one file per kind of source. A new kind is one file and one name here."""

from typing import Annotated

from pydantic import Field

from tracker.sources.api import Api
from tracker.sources.apis.items import Fields
from tracker.sources.base import BaseSource, Web
from tracker.sources.client.fetch import Fetcher
from tracker.sources.feed import Feed
from tracker.sources.folder import Folder, read_article
from tracker.sources.page import Page
from tracker.sources.reply import Document, Reply
from tracker.sources.sitemap import Sitemap

Source = Annotated[Api | Feed | Folder | Page | Sitemap, Field(discriminator="kind")]

__all__ = [
    "Api",
    "BaseSource",
    "Document",
    "Feed",
    "Fetcher",
    "Fields",
    "Folder",
    "Page",
    "Reply",
    "Sitemap",
    "Source",
    "Web",
    "read_article",
]
