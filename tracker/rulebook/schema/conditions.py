"""The form of terms and conditions: what a watch may look for."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from tracker.rulebook.schema.basics import Strict, Text, Texts, many


class TermRule(Strict):
    """A term with options."""

    term: Text
    case: Literal["smart", "exact", "any"] = "smart"
    weight: float = Field(default=1.0, gt=0, le=100)
    never: Texts = ()


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
Words = Annotated[tuple[Word, ...], BeforeValidator(many), Field(min_length=1)]

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
Items = Annotated[tuple[Item, ...], BeforeValidator(many), Field(min_length=1)]

Block.model_rebuild()  # other modules inherit from it
SameRule.model_rebuild()
