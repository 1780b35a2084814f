"""JSON APIs: a list of items, read by paths; page after page until what is known appears."""

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any, Literal, Self
from urllib.parse import quote, quote_plus, urljoin
from uuid import uuid4

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from tracker import settings
from tracker.core.model import Entry, Outcome, Validators
from tracker.errors import SourceError
from tracker.sources.apis.items import Fields, decoded, entry, listed, many
from tracker.sources.apis.paths import path, texts
from tracker.sources.apis.presets import NEEDED, PRESETS, Preset
from tracker.sources.base import REFERENCE, Seconds, Web, is_set
from tracker.sources.client.fetch import Fetcher
from tracker.sources.feed import with_ids
from tracker.sources.feeds.entries import says_something
from tracker.sources.reply import Document, Reply, Unread
from tracker.sources.text.addresses import origin, with_pairs, without

EDGE = 100  # entries of a first page that are remembered
VEIL = "***"


def path_or_nothing(text: str) -> str:
    """A path; "" for none."""
    return path(text) if text else ""


Path = Annotated[str, AfterValidator(path_or_nothing)]
Values = Annotated[tuple[str, ...], BeforeValidator(many)]


@dataclass(frozen=True, slots=True)
class _Page:
    """A document as read. `following`: the next page without what each request adds, or ""."""

    entries: tuple[Entry, ...]
    following: str

    @property
    def marks(self) -> tuple[str, ...]:
        """What its entries are known by: their id, and when they were changed if they say so.

        A list that is sorted by changes brings back to its top what has been known for long: there
        nothing ends.
        """
        return tuple(
            f"{entry.id} {entry.updated.isoformat()}" if entry.updated else entry.id
            for entry in self.entries
        )


class Api(Web):
    """A JSON API at `url`, or one that is known here by its `preset`.

    `params`: added to the address; a value `env:NAME` is taken from the environment. `items`: path
    of the list ("" = the document is the list). `next`: path of the address of the next page.
    `gap`: seconds between two requests to its host, if it asks for more than usual.
    `cache_buster`: a parameter that gets another value in every request, for APIs whose cache is
    older than they say. `spelling`: how templates of addresses write the values at a path.
    """

    kind: Literal["api"] = "api"
    preset: Preset | None = None
    url: str = Field(default="", pattern=r"^https?://\S+$")
    params: dict[str, Values] = Field(default_factory=dict)
    items: Path = ""
    fields: Fields = Fields()
    next: Path = ""
    max_pages: int = Field(default=10, ge=1, le=100)
    gap: Seconds | None = None
    cache_buster: str = ""
    spelling: dict[str, dict[str, str]] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _from_preset(cls, given: Any) -> Any:
        """What the preset says, below what is given; mappings are joined key by key."""
        preset = PRESETS.get(str(given.get("preset"))) if isinstance(given, dict) else None
        if preset is None:
            return given
        return {**preset, **{key: _joined(preset.get(key), given[key]) for key in given}}

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if not self.url:
            raise ValueError(f"an api needs a url, or one of these as preset: {', '.join(PRESETS)}")
        if not self.fields.title:
            raise ValueError("an api needs fields with a title: where the headline stands")
        for name in NEEDED.get(self.preset or "", ()):
            if not self.params.get(name):
                raise ValueError(f"the preset {self.preset} needs params with a {name}")
        return self

    @property
    def is_paged(self) -> bool:
        """Whether there may be a next page."""
        return bool(self.next)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Names of the environment variables in its headers and parameters."""
        values = [*self.headers.values(), *(value for _, value in self._pairs)]
        names = (value.removeprefix(REFERENCE) for value in values if value.startswith(REFERENCE))
        return tuple(dict.fromkeys(names))

    @property
    def _pairs(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self.params.items() for value in values]

    async def fetch(self, fetcher: Fetcher, validators: Validators, *, address: str = "") -> Reply:
        """The first page, unless it is unchanged; then further ones until a known entry appears.

        The very first poll reads one page. Raises SourceError, for the first page alone.
        """
        start = with_pairs(self.trusted(address) or self.url, self._filled_pairs())
        reply = await self._get(fetcher, start, validators)
        if not self.next or not reply.documents:
            return reply
        first = await asyncio.to_thread(self._page, reply.documents[0])
        edge = first.marks[:EDGE] or validators.edge
        read_on = replace(reply, validators=replace(reply.validators, edge=edge))
        if not validators.edge:
            return read_on
        further, may_move = await self._further(fetcher, start, first, validators.edge)
        documents = (*reply.documents, *further)
        if may_move:
            return replace(read_on, documents=documents)
        # What came is kept. Nothing is lost with the rest: as long as the edge and the validators
        # stay where they are, the next poll reads from the first page down to that edge again, and
        # what it has seen before is known by its id.
        return replace(reply, documents=documents, validators=validators)

    async def _further(
        self, fetcher: Fetcher, start: str, page: _Page, edge: tuple[str, ...]
    ) -> tuple[list[Document], bool]:
        """The pages after the first, down to `edge`, and whether the edge may move.

        The last one is `Unread` when there are more.
        """
        documents: list[Document] = []
        visited = {self._bare(start)}
        while page.following not in {"", *visited} and not set(edge).intersection(page.marks):
            if len(visited) == self.max_pages:
                # To come back for the others would take as many pages again, at each poll.
                fault = f"more is new than stands on {self.max_pages} pages, which are read at most"
                error = SourceError(Outcome.too_large, fault)
                return [*documents, self._unread(page.following, error)], True
            visited.add(page.following)
            try:
                self._check_origin(page.following, start)
                reply = await self._get(fetcher, self._with_secrets(page.following))
                page = await asyncio.to_thread(self._page, reply.documents[0])
            except SourceError as error:
                return [*documents, self._unread(page.following, error)], False
            documents += reply.documents
        return documents, True

    def _unread(self, url: str, error: SourceError) -> Unread:
        return Unread(name=self._veiled(url), body=b"", error=error)

    def _check_origin(self, following: str, start: str) -> None:
        try:
            is_same = origin(following) == origin(start)
        except ValueError:
            is_same = False
        if not is_same:
            fault = f"the next page is not of the same scheme, host and port: {following}"
            raise SourceError(Outcome.parse_error, self._veiled(fault))

    async def _get(self, fetcher: Fetcher, url: str, validators: Validators | None = None) -> Reply:
        """One page. Whatever shows its address shows no secret."""
        token = uuid4().hex
        busting = [(self.cache_buster, token)] if self.cache_buster else []
        try:
            reply = await fetcher.get(
                with_pairs(url, busting),
                validators=validators,
                headers=self.request_headers(),
                host_gap=self.gap,
                lane=self.host,
            )
        except SourceError as error:
            message = self._veiled(str(error)).replace(token, VEIL)
            wait, whole = error.retry_after, error.whole_host
            # The message of the first one may show a secret.
            raise SourceError(error.outcome, message, wait, whole_host=whole) from None
        documents = [
            replace(document, name=self._veiled(document.name).replace(token, VEIL))
            for document in reply.documents
        ]
        return replace(reply, documents=tuple(documents), moved_to=self._kept(reply.moved_to))

    def _kept(self, moved_to: str) -> str:
        """Where it has moved, without what is added to each request."""
        kept = self.trusted(moved_to)
        return self._bare(kept) if kept else ""

    def _filled_pairs(self) -> list[tuple[str, str]]:
        """The parameters as they are sent. Raises ConfigError when a secret is not set."""
        return [
            (name, settings.secret(value) if value.startswith(REFERENCE) else value)
            for name, value in self._pairs
        ]

    def _secret_names(self) -> set[str]:
        return {name for name, value in self._pairs if value.startswith(REFERENCE)}

    def _bare(self, url: str) -> str:
        """`url` without what is added to every request: secrets, and what busts a cache."""
        return without(url, {*self._secret_names(), self.cache_buster})

    def _with_secrets(self, url: str) -> str:
        names = self._secret_names()
        return with_pairs(url, [pair for pair in self._filled_pairs() if pair[0] in names])

    def _veiled(self, text: str) -> str:
        """`text` without the values of secrets, however a URL or an API writes them."""
        for name in filter(is_set, self.secrets):
            value = settings.secret(name).strip()
            for form in (value, quote(value, safe=""), quote(value), quote_plus(value)):
                text = text.replace(form, VEIL)
        return text

    def parse(self, document: Document) -> tuple[Entry, ...]:
        """The entries of one page. Pure, and may take long.

        Raises SourceError: blocked for a wall, parse_error for all else that is no such list, and
        what kept us from a page that could not be fetched.
        """
        if isinstance(document, Unread):
            raise document.error
        return self._page(document).entries

    def _page(self, document: Document) -> _Page:
        # Some APIs repeat the key of the request in the links they give.
        data = decoded(self._veiled(self.text(document)), document.name)
        found = listed(data, self.items, document.name)
        base = document.name if document.name.startswith(("http://", "https://")) else self.url
        read = partial(
            entry, fields=self.fields, base=base, spelling=self.spelling, moment=self.moment
        )
        entries = [made for made in map(read, found) if says_something(made)]
        if found and not entries:
            fault = f"not one of {len(found)} items has anything where fields says: {document.name}"
            raise SourceError(Outcome.parse_error, fault)
        links = texts(data, self.next) if self.next else ()
        return _Page(with_ids(entries), self._following(links[0], base) if links else "")

    def _following(self, link: str, base: str) -> str:
        try:
            return self._bare(urljoin(base, link))
        except ValueError:
            return link  # no address, which whoever follows it will say


def _joined(below: Any, above: Any) -> Any:
    is_mapping = isinstance(below, dict) and isinstance(above, dict)
    return {**below, **above} if is_mapping else above
