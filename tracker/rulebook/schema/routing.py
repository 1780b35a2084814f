"""The form of `routes.yaml`: which alerts go to which channels."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from tracker.core.model import Severity
from tracker.rulebook.schema.basics import Grade, Slug, Strict, Text, Texts, many


class RouteRule(Strict):
    """Which alerts go to which channels."""

    route: Slug
    when: "RouteFilter | None" = Field(default=None, alias="if")
    send: Annotated[tuple[Text, ...], BeforeValidator(many), Field(min_length=1)]
    also: bool = False


class RouteFilter(Strict):
    """All that is given must hold. `severity`: this or graver."""

    severity: Grade = Severity.info
    tags: Texts = ()
    watches: Texts = ()
