"""The form of a rule file. Every model is strict about keys: nothing is silently ignored."""

import re
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError, PydanticKnownError

from tracker.channels import Channel, Console, Telegram, Webhook
from tracker.core.model import Severity
from tracker.sources import Feed, Folder, Source

NOTHING = {"field_type": "text", "min_length": 1, "actual_length": 0}

Slug = Annotated[
    str,
    AfterValidator(
        lambda text: text if re.fullmatch(r"[a-z0-9][a-z0-9-]*", text) else _no_slug(text)
    ),
]


def _no_slug(text: str) -> str:
    raise ValueError(f"'{text}' is not an id: use a-z, 0-9 and hyphens")


def _many(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _severity(value: object) -> object:
    if isinstance(value, Severity):
        return value
    if not isinstance(value, str):
        raise PydanticKnownError("string_type")
    if value in Severity.__members__:
        return Severity[value]
    raise PydanticKnownError("literal_error", {"expected": ", ".join(Severity.__members__)})


def _not_empty(text: str) -> str:
    if not text.strip():
        raise PydanticKnownError("too_short", NOTHING)
    return text


Grade = Annotated[Severity, BeforeValidator(_severity)]
Text = Annotated[str, AfterValidator(_not_empty)]


class Strict(BaseModel):
    """A mapping with known keys only."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TermRule(Strict):
    """A term with options."""

    term: Text
    case: Literal["smart", "exact", "any"] = "smart"
    weight: float = Field(default=1.0, gt=0, le=100)
    never: Annotated[list[Text], BeforeValidator(_many)] = []


class Block(Strict):
    """Conditions joined by AND: at least one of `any`, every one of `all`, not one of `none`."""

    any: "Items | None" = None
    all: "Items | None" = None
    none: "Items | None" = None


class SameRule(Strict):
    """Every one of `of` within one sentence."""

    same: Literal["sentence"]
    of: "Items"


KINDS = {"term": "<term>", "any": "<block>", "all": "<block>", "none": "<block>", "same": "<same>"}


def _kind(value: object) -> str | None:
    if isinstance(value, str):
        return "<text>"
    found = [tag for key, tag in KINDS.items() if isinstance(value, dict) and key in value]
    return found[0] if found else None


Word = Annotated[
    Annotated[Text, Tag("<text>")] | Annotated[TermRule, Tag("<term>")],
    Discriminator(
        _kind,
        custom_error_type="wrong_kind",
        custom_error_message="not a term: write a text, or {term: ..., case: exact}",
    ),
]
Words = Annotated[list[Word], BeforeValidator(_many), Field(min_length=1)]

Item = Annotated[
    Annotated[Text, Tag("<text>")]
    | Annotated[TermRule, Tag("<term>")]
    | Annotated[Block, Tag("<block>")]
    | Annotated[SameRule, Tag("<same>")],
    Discriminator(
        _kind,
        custom_error_type="wrong_kind",
        custom_error_message="neither a term nor a condition: write a text, "
        "{term: ...}, {any: [...]}, {all: [...]}, {none: [...]} or {same: sentence, of: [...]}",
    ),
]
Items = Annotated[list[Item], BeforeValidator(_many), Field(min_length=1)]


class ExampleRule(Strict):
    """A text with the outcome that it must have."""

    title: Text
    summary: str = ""
    body: str = ""
    language: str = ""
    severity: Grade | None = None


def _example(value: object) -> object:
    return {"title": value} if isinstance(value, str) else value


Example = Annotated[ExampleRule, BeforeValidator(_example)]


class Examples(Strict):
    """What a watch must catch, and what it must leave alone."""

    match: Annotated[list[Example], BeforeValidator(_many)] = []
    no_match: Annotated[list[Example], BeforeValidator(_many)] = []


class WatchRule(Block):
    """A watch. Its blocks are joined by AND: any AND all AND NOT none."""

    watch: Text
    id: Slug | None = None
    fields: Annotated[list[Literal["title", "summary", "body"]], BeforeValidator(_many)] | None = (
        Field(default=None, alias="in")
    )
    sources: Annotated[list[Text], BeforeValidator(_many)] = []
    languages: Annotated[list[Text], BeforeValidator(_many)] = []
    severity: Grade = Severity.medium
    notify: Annotated[list[Text], BeforeValidator(_many)] = []
    tags: Annotated[list[Slug], BeforeValidator(_many)] = []
    enabled: bool = True
    owner: str = ""
    note: str = ""
    references: Annotated[list[Text], BeforeValidator(_many)] = []
    examples: Examples = Examples()

    @model_validator(mode="after")
    def _looks_for_something(self) -> Self:
        if not (self.any or self.all):
            raise PydanticCustomError("no_condition", "a watch needs something to look for")
        return self


class EntityRule(Strict):
    """A named body or firm. `never`: phrases that contain an alias but mean somebody else."""

    name: Text
    aliases: Annotated[list[Word], BeforeValidator(_many)] = []
    never: Annotated[list[Text], BeforeValidator(_many)] = []
    note: str = ""


class RouteRule(Strict):
    """Which alerts go to which channels."""

    route: Slug
    when: "RouteFilter | None" = Field(default=None, alias="if")
    send: Annotated[list[Text], BeforeValidator(_many), Field(min_length=1)]
    also: bool = False


class RouteFilter(Strict):
    """All that is given must hold. `severity`: this or graver."""

    severity: Grade = Severity.info
    tags: Annotated[list[Text], BeforeValidator(_many)] = []
    watches: Annotated[list[Text], BeforeValidator(_many)] = []


class RuleFile(Strict):
    """One file under `rules/`; every section may stand in every file.

    None stands for an item at fault, which is left out so that the others are checked too.
    """

    version: Literal["1"]
    pack: Slug | None = None
    note: str = ""
    lists: dict[Slug, Words] = {}
    entities: dict[Slug, EntityRule] = {}
    watches: list[WatchRule | None] = []
    sources: list[Source | None] = []
    channels: dict[Slug, Channel] = {}
    routes: list[RouteRule | None] = []


CHANNEL_KINDS = (Console, Telegram, Webhook)
SOURCE_KINDS = (Feed, Folder)
