"""The form of watches, their examples, and of what they share: lists, entities, macros."""

from typing import Annotated, Literal, Self

from pydantic import AliasChoices, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from tracker.core.model import Severity
from tracker.rulebook.schema.basics import (
    Day,
    Grade,
    Jurisdictions,
    Languages,
    Slug,
    Slugs,
    Strict,
    Text,
    Texts,
    many,
)
from tracker.rulebook.schema.conditions import Block, Item, Likeness, Word, Words
from tracker.rulebook.schema.times import Age, Length


class ExampleRule(Strict):
    """A text with the outcome that it must have; the rest is where it might have come from."""

    title: Text
    summary: str = ""
    body: str = ""
    language: str = Field(default="", validation_alias=AliasChoices("language", "lang"))
    url: str = ""
    author: Texts = ()
    tags: Texts = ()
    severity: Grade | None = None


def _example(value: object) -> object:
    return {"title": value} if isinstance(value, str) else value


Example = Annotated[ExampleRule, BeforeValidator(_example)]


class Examples(Strict):
    """What a watch must catch, and what it must leave alone."""

    match: Annotated[tuple[Example, ...], BeforeValidator(many)] = ()
    no_match: Annotated[tuple[Example, ...], BeforeValidator(many)] = ()


class RaiseRule(Strict):
    """When this holds too, the watch is at least so grave."""

    to: Grade
    when: Item


class WatchRule(Block):
    """A watch. Its blocks are joined by AND: any AND all AND query AND NOT none."""

    watch: Text
    id: Slug | None = None
    sources: Texts = ()
    languages: Languages = ()
    jurisdictions: Jurisdictions = ()
    types: Slugs = ()
    max_age: Age | None = None
    severity: Grade = Severity.medium
    raises: Annotated[tuple[RaiseRule, ...], BeforeValidator(many)] = Field(
        default=(), alias="raise"
    )
    min_score: float = Field(default=0.0, ge=0, le=1000)
    fuzzy: Likeness | None = None
    notify: Texts = ()
    tags: Slugs = ()
    cooldown: Length | None = None
    delivery: Literal["now", "digest"] | None = None
    expires: Day | None = None
    enabled: bool = True
    status: Literal["draft", "live"] = "live"
    owner: str = ""
    note: str = ""
    references: Texts = ()
    examples: Examples = Examples()

    @model_validator(mode="after")
    def _looks_for_something(self) -> Self:
        if not (self.any or self.all or self.query):
            raise PydanticCustomError("no_condition", "a watch needs something to look for")
        return self


def _list(value: object) -> object:
    return value if isinstance(value, dict) and "terms" in value else {"terms": value}


class ListRule(Strict):
    """Shared terms. `variants`: also in the other Chinese script, with its own vocabulary."""

    terms: Words
    variants: Annotated[tuple[Literal["zh"], ...], BeforeValidator(many)] = ()
    note: str = ""


SharedTerms = Annotated[ListRule, BeforeValidator(_list)]


class EntityRule(Strict):
    """A named body or firm. `never`: phrases that contain an alias but mean somebody else.

    `context`: words of which one must be in the article, or an alias means nothing.
    """

    name: Text
    aliases: Annotated[tuple[Word, ...], BeforeValidator(many)] = ()
    never: Texts = ()
    context: Texts = ()
    fuzzy: Likeness | None = None
    identifiers: dict[Slug, Text] = Field(default_factory=dict)
    note: str = ""
