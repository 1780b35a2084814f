"""What every kind of source has in common: its configuration, and what a fetch hands to parse."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator
from w3lib.encoding import resolve_encoding

from tracker import settings
from tracker.core.duration import duration
from tracker.core.hours import hour
from tracker.core.model import Origin, Validators
from tracker.core.normalise import digest
from tracker.core.rhythm import Tempo
from tracker.errors import ConfigError
from tracker.sources.client.fetch import Fetcher
from tracker.sources.pages.css import css
from tracker.sources.reply import Document, Reply
from tracker.sources.text.addresses import origin
from tracker.sources.text.charset import decode
from tracker.sources.text.dates import Order, parse_date


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(
            f"no time zone is called '{name}': write a city, such as Asia/Tokyo"
        ) from error
    return name


def _hour(value: object) -> object:
    return hour(value) if isinstance(value, str) else value


Seconds = Annotated[float, BeforeValidator(duration), Field(gt=0, le=31 * 86_400)]
Silence = Annotated[float, BeforeValidator(duration), Field(gt=0, le=366 * 86_400)]
Count = Annotated[int, Field(ge=0)]
Zone = Annotated[str, AfterValidator(_zone)]
Hour = Annotated[time, BeforeValidator(_hour)]
Tier = Literal["official", "wire", "analysis", "forum"]

# Authorities date a document by its signature, and publish it weeks later.
NEWS_AGE, GAZETTE_AGE = timedelta(days=3), timedelta(days=30)
# Seconds between two polls, at the most and at the least often, by tier.
RHYTHM: Mapping[Tier, tuple[float, float]] = {
    "official": (5 * 60, 15 * 60),
    "wire": (15 * 60, 60 * 60),
    "analysis": (60 * 60, 4 * 3600),
    "forum": (60 * 60, 4 * 3600),
}
# Seconds at most between two tries of a source that fails: it is never given up.
OFFICIAL_CAP, OTHER_CAP = 3600.0, 6 * 3600.0
TOKEN = re.compile(
    r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
)  # https://www.rfc-editor.org/rfc/rfc9110#name-tokens
# Keys that say how entries are judged and when they are asked for, but not which there are.
ONLY_TOLD = frozenset(
    "name tier interval slots expected_silence jurisdictions tags first_poll type max_age enabled "
    "note full_text content_selector host_key gap".split()
)
REFERENCE = "env:"  # begins a value that stands for an environment variable


class BaseSource(BaseModel):
    """A place we read. Immutable: what changes between polls lives in the store.

    `interval`: seconds between polls ("15m" in YAML); without one, the tier's, adapted to how often
    something new appears. `slots`: times of day, in `timezone` and on working days, at which it is
    polled besides. `expected_silence`: seconds without anything new after which the operators are
    told; without one it is learned, "none" asks for no such notice. `timezone`: of dates that name
    none. `first_poll`: how many of the entries found at the very first poll may alert; the others
    are recorded in silence. `type`: what its entries are (rule, notice, press), for watches that
    ask. `max_age`: seconds; what is older when it appears is recorded in silence ("none": any age
    may alert).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str = Field(min_length=1)
    tier: Tier = "wire"
    interval: Seconds | None = None
    slots: tuple[Hour, ...] = ()
    expected_silence: Silence | Literal["none"] | None = None
    language: str = ""
    timezone: Zone = "UTC"
    jurisdictions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    first_poll: Count | Literal["all", "none"] = 3
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

    @cached_property
    def definition(self) -> str:
        """A hash of what decides which entries are found, and of nothing else."""
        return digest(self.model_dump_json(exclude=set(ONLY_TOLD)))

    @property
    def zone(self) -> tzinfo:
        """The time zone of dates without one, and of `slots`."""
        return UTC if self.timezone == "UTC" else ZoneInfo(self.timezone)

    @property
    def rhythm(self) -> tuple[float, float]:
        """Seconds between polls: at the most and at the least often. An `interval` is both."""
        return (self.interval, self.interval) if self.interval else RHYTHM[self.tier]

    @property
    def tempo(self) -> Tempo:
        """How quickly it is read."""
        often, seldom = self.rhythm
        _, slowest = RHYTHM[self.tier]
        return Tempo(
            often=often,
            seldom=seldom,
            slowest=max(often, slowest),
            cap=OFFICIAL_CAP if self.tier == "official" else OTHER_CAP,
            slots=self.slots,
            zone=self.zone,
        )

    @property
    def ordinary_silence(self) -> timedelta | None:
        """How long nothing new is ordinary: None = to be learned, zero = never mind."""
        if self.expected_silence is None:
            return None
        return timedelta(seconds=0 if self.expected_silence == "none" else self.expected_silence)

    @property
    def host(self) -> str:
        """Whom it asks; sources of one host are asked one after the other. "" = nobody."""
        return ""

    @property
    def is_paged(self) -> bool:
        """Whether the documents of a reply are pages, of which as many are read as is needed."""
        return False

    @property
    def secrets(self) -> tuple[str, ...]:
        """Names of the environment variables it needs."""
        return ()

    def missing(self) -> tuple[str, ...]:
        """Those of the variables it needs that are not set: until they are, it is not read."""
        return tuple(name for name in self.secrets if not is_set(name))

    def asked_pause(self, document: Document) -> float:
        """Seconds that a document asks its readers to wait between polls; 0 = nothing is said."""
        del document
        return 0.0

    def _max_age(self) -> timedelta | None:
        if self.max_age is None:
            return GAZETTE_AGE if self.tier == "official" else NEWS_AGE
        return None if self.max_age == "none" else timedelta(seconds=self.max_age)


class Web(BaseSource):
    """A source at a web address.

    `headers`: sent with every request; a value `env:NAME` is taken from the environment.
    `encoding` overrides whatever the server and the document say. `host_key`: whom it shares a
    quota with, if not all of the same host. `date_order`: how dates such as 06/05/2026 are meant.
    `full_text`: whether the page behind an entry is read as well, in a second step ("auto": if the
    entry itself brings less than a paragraph); `content_selector`: where on it the article stands.
    """

    url: str = Field(pattern=r"^https?://\S+$")
    headers: dict[str, str] = Field(default_factory=dict)
    user_agent: str = ""
    encoding: str = ""
    host_key: str = ""
    date_order: Order | None = None
    full_text: Literal["auto", "always", "never"] = "auto"
    content_selector: str = ""

    @field_validator("encoding")
    @classmethod
    def _known(cls, name: str) -> str:
        if name and resolve_encoding(name) is None:
            raise ValueError(f"{name!r} is not an encoding we know")
        return name

    @field_validator("url")
    @classmethod
    def _has_host(cls, url: str) -> str:
        try:
            parts = urlsplit(url)
            named = parts.hostname or not url
            parts.port  # noqa: B018  raises when it is no number
        except ValueError:
            named = None
        if not named:
            raise ValueError(f"'{url}' is not a web address: its host cannot be read")
        return url

    @field_validator("headers")
    @classmethod
    def _can_be_sent(cls, headers: dict[str, str]) -> dict[str, str]:
        for name, value in headers.items():
            if not TOKEN.fullmatch(name):
                raise ValueError(f"'{name}' is not the name of a header")
            _check_value(value)
        return headers

    @field_validator("user_agent")
    @classmethod
    def _can_be_said(cls, agent: str) -> str:
        _check_value(agent)
        return agent

    @field_validator("content_selector")
    @classmethod
    def _readable(cls, selector: str) -> str:
        return css(selector) if selector else ""

    @property
    def host(self) -> str:
        """Its `host_key`, else the host of its address."""
        return self.host_key or (urlsplit(self.url).hostname or "")

    @property
    def secrets(self) -> tuple[str, ...]:
        """Names of the environment variables in its headers."""
        return variables(self.headers)

    def request_headers(self) -> dict[str, str]:
        """What is sent, secrets included. Raises ConfigError when one is not set."""
        agent = {"User-Agent": self.user_agent} if self.user_agent else {}
        return {**filled(self.headers), **agent}

    async def fetch(self, fetcher: Fetcher, validators: Validators, *, address: str = "") -> Reply:
        """Ask `address`, by default its own, unless it is unchanged. Raises SourceError."""
        reply = await fetcher.get(
            self.trusted(address) or self.url,
            validators=validators,
            headers=self.request_headers(),
            lane=self.host,
        )
        return replace(reply, moved_to=self.trusted(reply.moved_to))

    def trusted(self, address: str) -> str:
        """`address`, unless it is of another origin and there are secrets: not meant for it."""
        is_foreign = bool(address and self.secrets) and origin(address) != origin(self.url)
        return "" if is_foreign else address

    def text(self, document: Document) -> str:
        """A body as text, in the encoding that it really has."""
        return decode(document.body, document.charset, encoding=self.encoding).lstrip("\ufeff")

    def moment(self, text: str) -> datetime | None:
        """A date as this source writes it, in UTC; None when it cannot be read for sure."""
        return parse_date(text, zone=self.zone, order=self.date_order)


def _check_value(value: str) -> None:
    if not (value.isascii() and value.isprintable()):
        raise ValueError(f"{value!r} cannot be sent in a header: letters of ASCII only")


def variables(values: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the environment variables that stand in `values`."""
    return tuple(
        value.removeprefix(REFERENCE) for value in values.values() if value.startswith(REFERENCE)
    )


def filled(values: Mapping[str, str]) -> dict[str, str]:
    """`values` with each `env:NAME` replaced. Raises ConfigError when one is not set."""
    return {
        name: settings.secret(value) if value.startswith(REFERENCE) else value
        for name, value in values.items()
    }


def is_set(name: str) -> bool:
    """Whether the environment has `name`, or a readable file of it."""
    try:
        return bool(settings.secret(name))
    except ConfigError:
        return False
