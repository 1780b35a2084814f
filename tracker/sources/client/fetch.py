"""The polite, safe client: one request at a time per host, and nothing that harms us or them."""

import asyncio
import logging
import zlib
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import httpx

from tracker.core.model import Outcome, Validators
from tracker.errors import SourceError
from tracker.sources.client.answers import Answer, raise_for_status, replied
from tracker.sources.client.guard import AllowList, GuardedBackend, Resolve, resolve
from tracker.sources.client.http import shown, user_agent
from tracker.sources.client.inflate import unpacker
from tracker.sources.reply import Reply

HOST_GAP = 2.0  # seconds between the end of one request to a host and the start of the next
BODY_CAP = 20_000_000  # bytes
MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
HIGHEST_PORT = 65_535
SAMPLE = 64 * 1024  # bytes of a refusal that are read


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one answer may cost. `deadline` runs from the first byte sent to the last one read,
    redirects included; `wire` counts the body as it travels, `body` unpacked."""

    deadline: float = 30.0  # seconds
    connect: float = 10.0  # seconds
    wire: int = 10_000_000  # bytes
    body: int = BODY_CAP  # bytes
    concurrency: int = 32  # requests at a time, over all hosts


@dataclass(slots=True)
class _Lane:
    """The queue of one host."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # on the loop's clock


@dataclass(slots=True)
class _Trace:
    """Whether a request opened its own connection. https://www.python-httpx.org/advanced/extensions/#trace"""

    fresh: bool = False

    async def __call__(self, event: str, _: Mapping[str, Any]) -> None:
        self.fresh = self.fresh or event == "connection.connect_tcp.complete"


@dataclass(slots=True)
class _Visit:
    """One call of `get`: in whose lane it waits, and where permanent redirects have led."""

    lane: str
    host: str
    gap: float
    moved_to: httpx.URL | None = None
    _only_permanent: bool = True

    def lane_of(self, host: str) -> str:
        return self.lane if host == self.host else host

    def redirected(self, to: httpx.URL, *, permanent: bool) -> None:
        """A temporary redirect says nothing of what lies before it, and ends what is permanent."""
        self._only_permanent = self._only_permanent and permanent
        if self._only_permanent:
            self.moved_to = to


class Fetcher:
    """Reads URLs within limits. Every failure is a `SourceError` with one clear line.

    `allow_hosts`: `host`, `host:port` or CIDR entries the address guard lets through (ConfigError
    for anything else). `host_gap`: seconds. `resolve`: addresses of a host. `now` is asked only to
    turn dates in headers into seconds.
    """

    def __init__(
        self,
        *,
        allow_hosts: Iterable[str] = (),
        host_gap: float = HOST_GAP,
        limits: Limits | None = None,
        resolve: Resolve = resolve,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._host_gap = host_gap
        self._limits = limits = limits or Limits()
        self._now = now
        self._lanes: defaultdict[str, _Lane] = defaultdict(_Lane)
        self._slots = asyncio.Semaphore(limits.concurrency)
        self._client = httpx.AsyncClient(
            transport=_guarded_transport(AllowList.of(allow_hosts), limits.concurrency, resolve),
            timeout=httpx.Timeout(limits.deadline, connect=min(limits.connect, limits.deadline)),
            trust_env=False,
            follow_redirects=False,
            headers={"User-Agent": user_agent(), "Accept": "*/*", "Accept-Encoding": "gzip"},
        )
        # httpx logs whole URLs at INFO, with the secrets that some sources want in the query.
        logging.getLogger("httpx").setLevel(logging.WARNING)

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._client.__aexit__(kind, error, traceback)

    async def get(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        headers: Mapping[str, str] | None = None,
        host_gap: float | None = None,
        lane: str = "",
    ) -> Reply:
        """Fetch `url`; raises SourceError. `host_gap` (seconds) overrides the default.

        `lane`: whose turn to wait for, if not the host's.

        One document when the outcome is ok; none when the server says 304 (not_modified) or
        sends the bytes it sent last time (unchanged). Queueing does not use up the deadline.
        """
        known = validators or Validators()
        gap = self._host_gap if host_gap is None else host_gap
        start = _parsed(url)
        visit = _Visit(lane=lane or start.host, host=start.host, gap=gap)
        final, answer = await self._follow(start, _conditional(known), headers or {}, visit)
        place = shown(str(final))
        if answer.status == HTTPStatus.NOT_MODIFIED and not _conditional(known):
            raise SourceError(Outcome.http_error, f"304, though all of it was asked for: {place}")
        raise_for_status(place, answer, self._now())
        moved_to = "" if visit.moved_to in {None, start} else str(visit.moved_to)
        reply = replied(place, answer, known, self._now())
        return replace(reply, moved_to=moved_to)

    async def _follow(
        self, url: httpx.URL, conditional: dict[str, str], own: Mapping[str, str], visit: _Visit
    ) -> tuple[httpx.URL, Answer]:
        """Walk the redirects. The source's own headers stay with the origin they are meant for."""
        clock = asyncio.get_running_loop().time
        left = self._limits.deadline
        visited: list[httpx.URL] = []
        while True:
            same_host = bool(visited) and visited[-1].host == url.host
            async with self._lane(visit.lane_of(url.host), visit.gap, wait=not same_host):
                started = clock()
                answer = await self._within(left, url, {**own, **conditional})
                left -= clock() - started
            location = answer.headers.get("location")
            if answer.status not in REDIRECTS or not location:
                return url, answer
            visited.append(url)
            following = _parsed(location, base=url)
            visit.redirected(following, permanent=answer.status in PERMANENT)
            _check_redirect(visited, following)
            if _origin(following) != _origin(url):
                own = {key: own[key] for key in own if key.lower() in {"user-agent", "accept"}}
            url = following

    @asynccontextmanager
    async def _lane(self, host: str, gap: float, *, wait: bool) -> AsyncIterator[None]:
        """Wait for the host's turn, then for a slot. A redirect within a host is one visit."""
        clock = asyncio.get_running_loop().time
        lane = self._lanes[host]
        async with lane.lock:
            if wait:
                await asyncio.sleep(max(0.0, lane.free_at - clock()))
            async with self._slots:
                try:
                    yield
                finally:
                    lane.free_at = clock() + gap

    async def _within(self, left: float, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        """One answer within `left` seconds; foreign errors are sorted here and nowhere else."""
        place = shown(str(url))
        try:
            # httpx limits each read, never the whole: a drip would go on for ever.
            async with asyncio.timeout(left):
                return await self._once_more_if_stale(url, headers)
        except httpx.ConnectTimeout as error:
            raise SourceError(Outcome.timeout, f"no connection in time: {place}") from error
        except (TimeoutError, httpx.TimeoutException) as error:
            raise SourceError(
                Outcome.timeout, f"no complete answer within {self._limits.deadline:g} s: {place}"
            ) from error
        except zlib.error as error:
            raise SourceError(Outcome.network, f"damaged compressed body: {place}") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = str(error) or type(error).__name__
            raise SourceError(Outcome.network, f"cannot read {place}: {reason}") from error

    async def _once_more_if_stale(self, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        """Try again at once when a kept-alive connection turns out to be dead; never else."""
        trace = _Trace()
        try:
            return await self._once(url, headers, trace)
        except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError):
            if trace.fresh:
                raise
        return await self._once(url, headers, _Trace())

    async def _once(self, url: httpx.URL, headers: Mapping[str, str], trace: _Trace) -> Answer:
        request = self._client.build_request(
            "GET", url, headers=dict(headers), extensions={"trace": trace}
        )
        response = await self._client.send(request, stream=True)
        try:
            return Answer(
                status=response.status_code,
                reason=response.reason_phrase,
                headers=response.headers,
                charset=response.charset_encoding or "",
                body=await self._content(response),
            )
        finally:
            await response.aclose()

    async def _content(self, response: httpx.Response) -> bytes:
        """The body of a success; of a failure its beginning, which says who refuses us and why."""
        if response.is_success:
            return await self._body(response)
        if response.is_redirect or response.status_code == HTTPStatus.NOT_MODIFIED:
            return b""
        with suppress(SourceError, zlib.error, httpx.HTTPError):
            return await self._body(response, most=SAMPLE)
        return b""

    async def _body(self, response: httpx.Response, most: int | None = None) -> bytes:
        """The unpacked body, counted piece by piece: never more in memory than the cap.

        `most`: bytes that are enough; the rest is not read.
        """
        place = shown(str(response.url))
        self._check_size(response.headers.get("content-length", ""), place)
        encoding = response.headers.get("content-encoding", "")
        unpack = unpacker(encoding)
        if unpack is None:
            raise SourceError(Outcome.http_error, f"unknown encoding {encoding!r}: {place}")
        body = bytearray()
        travelled = 0
        async for chunk in response.aiter_raw():
            travelled += len(chunk)
            if travelled > self._limits.wire:
                raise _too_large("is more than", self._limits.wire, place)
            for piece in unpack.feed(chunk):
                body += piece
                if len(body) > self._limits.body:
                    raise _too_large("unpacks to more than", self._limits.body, place)
                if most is not None and len(body) >= most:
                    return bytes(body[:most])
        if not unpack.complete:
            raise SourceError(Outcome.network, f"the compressed body ends too early: {place}")
        return bytes(body)

    def _check_size(self, length: str, place: str) -> None:
        if length.isdecimal() and int(length[:18]) > self._limits.wire:
            raise _too_large(f"says it has {length} bytes, more than", self._limits.wire, place)


def _guarded_transport(
    allow: AllowList, concurrency: int, resolve: Resolve
) -> httpx.AsyncHTTPTransport:
    transport = httpx.AsyncHTTPTransport(
        trust_env=False, limits=httpx.Limits(max_connections=2 * concurrency)
    )
    # httpx offers no way to choose how it connects, httpcore does: this is the one place where
    # we reach past httpx, and tests/sources/test_guard.py fails if a new version moves the pool.
    transport._pool._network_backend = GuardedBackend(allow, resolve)  # noqa: SLF001
    return transport


def _parsed(url: str, base: httpx.URL | None = None) -> httpx.URL:
    try:
        parsed = base.join(url) if base else httpx.URL(url)
        host, port = parsed.host, parsed.port or 0
    except (httpx.InvalidURL, ValueError) as error:
        raise SourceError(Outcome.network, f"not a URL we can open: {shown(url)}") from error
    if port > HIGHEST_PORT:
        raise SourceError(Outcome.network, f"there is no port {port}: {shown(url)}")
    if parsed.scheme not in {"http", "https"} or not host:
        raise SourceError(Outcome.refused_address, f"only http and https are read: {shown(url)}")
    return parsed.copy_with(fragment=None)


def _check_redirect(visited: list[httpx.URL], following: httpx.URL) -> None:
    start, end = shown(str(visited[0])), shown(str(following))
    if following in visited:
        raise SourceError(Outcome.too_many_redirects, f"{start} redirects in a circle, to {end}")
    if len(visited) > MOST_REDIRECTS:
        raise SourceError(
            Outcome.too_many_redirects,
            f"{start} redirects more than {MOST_REDIRECTS} times, last to {end}",
        )


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _conditional(known: Validators) -> dict[str, str]:
    """Verbatim, as the server wrote them, if they can be sent at all.

    https://www.rfc-editor.org/rfc/rfc9110#section-13.1
    """
    pairs = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in pairs.items() if value and value.isascii()}


def _too_large(what: str, cap: int, place: str) -> SourceError:
    return SourceError(Outcome.too_large, f"the body {what} {cap // 1_000_000} MB: {place}")
