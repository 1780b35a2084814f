"""The form of watches, their examples, and entities."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from tracker.core.model import Severity
from tracker.rulebook.schema.basics import Grade, Slug, Slugs, Strict, Text, Texts, many
from tracker.rulebook.schema.conditions import Block, Word


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

    match: Annotated[tuple[Example, ...], BeforeValidator(many)] = ()
    no_match: Annotated[tuple[Example, ...], BeforeValidator(many)] = ()


Fields = Annotated[
    tuple[Literal["title", "summary", "body"], ...], BeforeValidator(many), Field(min_length=1)
]


class WatchRule(Block):
    """A watch. Its blocks are joined by AND: any AND all AND NOT none."""

    watch: Text
    id: Slug | None = None
    fields: Fields | None = Field(default=None, alias="in")
    sources: Texts = ()
    languages: Texts = ()
    severity: Grade = Severity.medium
    notify: Texts = ()
    tags: Slugs = ()
    enabled: bool = True
    owner: str = ""
    note: str = ""
    references: Texts = ()
    examples: Examples = Examples()

    @model_validator(mode="after")
    def _looks_for_something(self) -> Self:
        if not (self.any or self.all):
            raise PydanticCustomError("no_condition", "a watch needs something to look for")
        return self


class EntityRule(Strict):
    """A named body or firm. `never`: phrases that contain an alias but mean somebody else."""

    name: Text
    aliases: Annotated[tuple[Word, ...], BeforeValidator(many)] = ()
    never: Texts = ()
    note: str = ""
