"""What every kind of source has in common: its configuration, and what a fetch hands to parse."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from tracker.core.duration import duration
from tracker.core.model import Origin, Outcome, Validators

Seconds = Annotated[float, BeforeValidator(duration), Field(gt=0, le=31 * 86_400)]
# Authorities date a document by its signature, and publish it weeks later.
NEWS_AGE, GAZETTE_AGE = timedelta(days=3), timedelta(days=30)
Tier = Literal["official", "wire", "analysis", "forum"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One body as received. `name` is the final URL or the file name; `charset` the HTTP label."""

    name: str
    body: bytes
    content_type: str = ""
    charset: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a fetch brought. No documents unless `outcome` is ok."""

    outcome: Outcome
    documents: tuple[Document, ...] = ()
    validators: Validators = field(default_factory=Validators)


class BaseSource(BaseModel):
    """A place we read. Immutable: what changes between polls lives in the store.

    `interval`: seconds between polls ("15m" in YAML). `first_poll`: how many of the entries
    found at the very first poll may alert; the others are recorded in silence. `type`: what its
    entries are (rule, notice, press), for watches that ask. `max_age`: seconds; what is older when
    it appears is recorded in silence ("none": any age may alert).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str = Field(min_length=1)
    tier: Tier = "wire"
    interval: Seconds = 900.0
    language: str = ""
    jurisdictions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    first_poll: int | Literal["all", "none"] = 3
    type: str = ""
    max_age: Seconds | Literal["none"] | None = None
    enabled: bool = True
    note: str = ""

    @property
    def origin(self) -> Origin:
        """What the decision needs to know of this source."""
        return Origin(
            id=self.id,
            name=self.name,
            tier=self.tier,
            language=self.language,
            tags=frozenset(self.tags),
            jurisdictions=frozenset(self.jurisdictions),
            type=self.type,
            max_age=self._max_age(),
        )

    def _max_age(self) -> timedelta | None:
        if self.max_age is None:
            return GAZETTE_AGE if self.tier == "official" else NEWS_AGE
        return None if self.max_age == "none" else timedelta(seconds=self.max_age)
