"""The small forms that every rule file is made of: ids, texts, severities, lists of them."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticKnownError

from tracker.core.model import Severity

NOTHING = {"field_type": "text", "min_length": 1, "actual_length": 0}

Slug = Annotated[
    str,
    AfterValidator(
        lambda text: text if re.fullmatch(r"[a-z0-9][a-z0-9-]*", text) else _no_slug(text)
    ),
]


def _no_slug(text: str) -> str:
    raise ValueError(f"'{text}' is not an id: use a-z, 0-9 and hyphens")


def many(value: object) -> object:
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


Texts = Annotated[tuple[Text, ...], BeforeValidator(many)]
Slugs = Annotated[tuple[Slug, ...], BeforeValidator(many)]
