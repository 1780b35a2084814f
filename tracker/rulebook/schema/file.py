"""The form of a whole rule file."""

from typing import Literal

from pydantic import Field

from tracker.channels import KINDS, Channel
from tracker.rulebook.schema.basics import Slug, Strict, Text
from tracker.rulebook.schema.conditions import Item
from tracker.rulebook.schema.overrides import OverrideRule
from tracker.rulebook.schema.routing import (
    DefaultsRule,
    QuietRule,
    RouteRule,
    RouteTestRule,
    SuppressRule,
)
from tracker.rulebook.schema.watches import EntityRule, Examples, SharedTerms, WatchRule
from tracker.sources import Api, Feed, Folder, Page, Sitemap, Source


class RuleFile(Strict):
    """One file under `rules/`; every section may stand in every file.

    None stands for an item at fault, which is left out so that the others are checked too.
    """

    version: Literal["1"]
    pack: Slug | None = None
    note: str = ""
    lists: dict[Slug, SharedTerms] = Field(default_factory=dict)
    entities: dict[Slug, EntityRule] = Field(default_factory=dict)
    macros: dict[Slug, Item] = Field(default_factory=dict)
    watches: tuple[WatchRule | None, ...] = ()
    examples: dict[str, Examples] = Field(default_factory=dict)
    sources: tuple[Source | None, ...] = ()
    channels: dict[Slug, Channel] = Field(default_factory=dict)
    overrides: tuple[OverrideRule | None, ...] = ()
    timezone: Text | None = None
    defaults: DefaultsRule | None = None
    quiet: dict[Slug, QuietRule] = Field(default_factory=dict)
    routes: tuple[RouteRule | None, ...] = ()
    suppress: tuple[SuppressRule | None, ...] = ()
    tests: tuple[RouteTestRule | None, ...] = ()


CHANNEL_KINDS = KINDS
SOURCE_KINDS = (Api, Feed, Folder, Page, Sitemap)
