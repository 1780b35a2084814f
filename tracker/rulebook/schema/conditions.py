"""The form of terms and conditions: what a watch may look for."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from tracker.core import patterns
from tracker.rulebook.schema.basics import Strict, Text, Texts, many

FieldName = Literal["title", "lead", "summary", "body", "url", "author", "tags"]
Fields = Annotated[tuple[FieldName, ...], BeforeValidator(many), Field(min_length=1)]
MIN_LIKENESS = 60  # percent; below that everything is alike
Likeness = Annotated[int, Field(ge=MIN_LIKENESS, le=100)]
MAX_WITHIN = 255
MAX_COUNT = 1000


def _pattern(text: str) -> str:
    if fault := patterns.fault(text):
        raise PydanticCustomError("regex", "{fault}", {"fault": fault})
    return text


class TermRule(Strict):
    """A term with options. `fuzzy`: percent of likeness that is enough.

    `context`: words of which one must be in the article, or it counts nowhere.
    """

    term: Text
    case: Literal["smart", "exact", "any", "capital", "upper", "lower"] = "smart"
    number: Literal["both", "singular", "plural"] = "both"
    fuzzy: Likeness | None = None
    weight: float = Field(default=1.0, gt=0, le=100)
    never: Texts = ()
    context: Texts = ()
    fields: Fields | None = Field(default=None, alias="in")


class Block(Strict):
    """Conditions joined by AND: at least one of `any`, every one of `all`, not one of `none`."""

    any: "Items | None" = None
    all: "Items | None" = None
    none: "Items | None" = None
    query: Text | None = None
    fields: Fields | None = Field(default=None, alias="in")


class SameRule(Strict):
    """Every one of `of` within one sentence or paragraph."""

    same: Literal["sentence", "paragraph"]
    of: "Items"


class NearRule(Strict):
    """All of these, no two more than `within` words apart; a Chinese character is half a word."""

    near: Annotated[tuple["Item", ...], BeforeValidator(many), Field(min_length=2)]
    within: int = Field(default=10, ge=1, le=MAX_WITHIN)
    ordered: bool = False


class AtLeastRule(Strict):
    """So many hits of these together; `distinct`: of so many different terms."""

    at_least: int = Field(ge=1, le=MAX_COUNT)
    of: "Items"
    distinct: bool = False


class RegexRule(Strict):
    """A regular expression, in linear time: https://github.com/google/re2/wiki/Syntax."""

    regex: Annotated[Text, AfterValidator(_pattern)]
    weight: float = Field(default=1.0, gt=0, le=100)
    fields: Fields | None = Field(default=None, alias="in")


KINDS = {
    "term": "<term>",
    "same": "<same>",
    "near": "<near>",
    "at_least": "<at_least>",
    "regex": "<regex>",
    "any": "<block>",
    "all": "<block>",
    "none": "<block>",
    "query": "<block>",
}


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
    | Annotated[SameRule, Tag("<same>")]
    | Annotated[NearRule, Tag("<near>")]
    | Annotated[AtLeastRule, Tag("<at_least>")]
    | Annotated[RegexRule, Tag("<regex>")],
    Discriminator(
        _kind,
        custom_error_type="wrong_kind",
        custom_error_message="neither a term nor a condition: write a text, {term: ...}, or a "
        "condition such as {any: [...]}",
    ),
]
Items = Annotated[tuple[Item, ...], BeforeValidator(many), Field(min_length=1)]

CONDITIONS = (TermRule, Block, SameRule, NearRule, AtLeastRule, RegexRule)
for _model in CONDITIONS:  # other modules inherit from them
    _model.model_rebuild()
