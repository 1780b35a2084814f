"""The form of overrides: what the user changes in shipped rules, without copying them."""

from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tracker.rulebook.schema.basics import Strict, Text

TARGETS = ("watch", "list", "entity", "source")


class OverrideRule(Strict):
    """What to change in a watch (a glob over ids), a list, an entity or a source.

    `set` replaces single values; `add` and `remove` change lists: of a list its terms, else by
    key. What they may hold is checked where it lands.
    """

    watch: Text | None = None
    list: Text | None = None
    entity: Text | None = None
    source: Text | None = None
    set: dict[str, str] = Field(default_factory=dict)
    add: object = None
    remove: object = None
    because: str = ""

    @model_validator(mode="after")
    def _has_one_target(self) -> Self:
        if sum(getattr(self, name) is not None for name in TARGETS) != 1:
            raise PydanticCustomError(
                "no_target", "an override names one watch:, list:, entity: or source:"
            )
        if not self.set and self.add is None and self.remove is None:
            raise PydanticCustomError("no_change", "this override changes nothing")
        return self
