"""The client is polite to every far end, and no far end can hurt it."""

import asyncio
import gzip
import tracemalloc
import zlib
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from tests.servers import FarEnd, Request, Send, answers, far_end, response
from tracker.core.model import Outcome
from tracker.errors import SourceError
from tracker.sources.base import Validators
from tracker.sources.client.fetch import Fetcher, Limits
from tracker.sources.client.http import retry_after, shown, user_agent
from tracker.sources.client.inflate import PIECE, Inflate

NOW = datetime(2026, 3, 4, 12, 0, 0, tzinfo=UTC)
PATIENT = 20.0  # seconds: far above what loopback needs, so that only a hang reaches it


def fetcher(*, limits: Limits | None = None, host_gap: float = 0.0) -> Fetcher:
    return Fetcher(allow_hosts=("127.0.0.1",), host_gap=host_gap, limits=limits, now=lambda: NOW)


async def refusal(end: FarEnd, path: str = "/", limits: Limits | None = None) -> SourceError:
    async with fetcher(limits=limits) as client:
        with pytest.raises(SourceError) as caught:
            await asyncio.wait_for(client.get(end.url + path), PATIENT)
    return caught.value


async def test_a_document_comes_with_its_labels_and_validators():
    reply = response(
        b"<rss/>", content_type="Text/XML; charset=koi8-r", etag='W/"7"', last_modified="yesterday"
    )
    async with far_end(answers(reply)) as end, fetcher() as client:
        got = await client.get(end.url + "/feed?page=1")
    (document,) = got.documents
    assert (got.outcome, document.body) == (Outcome.ok, b"<rss/>")
    assert document.name == end.url + "/feed?page=1"
    assert (document.content_type, document.charset) == ("text/xml", "koi8-r")
    assert got.validators == Validators(
        etag='W/"7"', last_modified="yesterday", body_hash=sha256(b"<rss/>").hexdigest()
    )


async def test_the_client_says_who_it_is():
    async with far_end(answers(response(b"x"))) as end, fetcher() as client:
        await client.get(end.url)
        await client.get(end.url, headers={"User-Agent": "Another/1.0"})
    first, second = (request.headers for request in end.requests)
    assert first["user-agent"] == user_agent()
    assert first["accept-encoding"] == "gzip"
    assert second["user-agent"] == "Another/1.0"
    assert user_agent().startswith("Mozilla/5.0 (compatible; RegulatoryTracker/")
    assert len(user_agent()) >= 40


async def test_validators_are_echoed_verbatim_and_a_304_brings_nothing():
    known = Validators(etag='"a-gzip"', last_modified="Some day, or other", body_hash="h")
    async with far_end(answers(response(status="304 Not Modified"))) as end, fetcher() as client:
        got = await client.get(end.url, validators=known)
    assert (got.outcome, got.documents, got.validators) == (Outcome.not_modified, (), known)
    assert end.requests[0].headers["if-none-match"] == '"a-gzip"'
    assert end.requests[0].headers["if-modified-since"] == "Some day, or other"


async def test_no_validator_is_invented():
    async with far_end(answers(response(b"x"))) as end, fetcher() as client:
        await client.get(end.url)
    assert not {"if-none-match", "if-modified-since"} & set(end.requests[0].headers)


async def test_the_same_bytes_are_unchanged_however_they_travel():
    packed = response(gzip.compress(b"same"), content_encoding="gzip", etag='"new"')
    known = Validators(etag='"old"', body_hash=sha256(b"same").hexdigest())
    async with far_end(answers(packed)) as end, fetcher() as client:
        got = await client.get(end.url, validators=known)
    assert (got.outcome, got.documents) == (Outcome.unchanged, ())
    assert (got.validators.etag, got.validators.body_hash) == ('"new"', known.body_hash)


def raw_deflate(data: bytes) -> bytes:
    squeeze = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return squeeze.compress(data) + squeeze.flush()


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"text" * 50_000)),
        ("gzip", gzip.compress(b"text" * 20_000) + gzip.compress(b"text" * 30_000)),
        ("gzip", gzip.compress(b"text" * 50_000) + bytes(20)),
        ("deflate", zlib.compress(b"text" * 50_000)),
        ("deflate", raw_deflate(b"text" * 50_000)),
        ("identity", b"text" * 50_000),
    ],
    ids=["gzip", "two members", "padded", "zlib", "raw deflate", "identity"],
)
async def test_every_encoding_unpacks_to_the_same_body(encoding: str, packed: bytes):
    handler = answers(response(packed, content_encoding=encoding))
    async with far_end(handler) as end, fetcher() as client:
        got = await client.get(end.url)
    assert got.documents[0].body == b"text" * 50_000


@pytest.mark.parametrize(
    ("encoding", "body", "outcome", "words"),
    [
        ("br", b"x", Outcome.http_error, "unknown encoding 'br'"),
        ("gzip", b"\x1f\x8bnonsense", Outcome.network, "damaged compressed body"),
        ("gzip", gzip.compress(b"x" * 999)[:-9], Outcome.network, "ends too early"),
    ],
)
async def test_a_body_that_cannot_be_unpacked_says_so(encoding, body, outcome, words):
    async with far_end(answers(response(body, content_encoding=encoding))) as end:
        error = await refusal(end)
    assert error.outcome == outcome
    assert words in str(error)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("404 Not Found", Outcome.http_error),
        ("401 Unauthorized", Outcome.http_error),
        ("410 Gone", Outcome.gone),
        ("500 Internal Server Error", Outcome.http_error),
        ("503 Service Unavailable", Outcome.http_error),
        ("302 Found", Outcome.http_error),  # without a Location
    ],
)
async def test_a_bad_status_is_one_clear_line(status: str, outcome: Outcome):
    async with far_end(answers(response(b"page", status=status))) as end:
        error = await refusal(end, "/feed.xml")
    assert (error.outcome, str(error)) == (outcome, f"{status}: {end.url}/feed.xml")


async def test_a_browser_challenge_is_called_what_it_is():
    challenge = response(b"<html>", "202 Accepted", x_amzn_waf_action="challenge")
    async with far_end(answers(challenge)) as end:
        error = await refusal(end)
    assert error.outcome == Outcome.blocked
    assert str(error) == (
        f"the site's firewall refuses us (x-amzn-waf-action): 202 Accepted: {end.url}/"
    )


@pytest.mark.parametrize(
    ("status", "page", "words"),
    [
        ("403 Forbidden", b"<title>Access Denied</title>", "the site refuses us (“Access D"),
        ("403 Forbidden", b"no", "the site refuses us (a key may be wrong"),
        ("437 Unknown", b"", "the site refuses us"),
        (
            "500 Internal Server Error",
            b"<title>Website Maintenance</title>",
            "the site is closed for maintenance (“Website Maintenance”): 500",
        ),
        ("202 Accepted", b"<script>awsWafCookieDomainList = []</script>", "a challenge for"),
    ],
)
async def test_who_refuses_us_is_read_from_the_page(status: str, page: bytes, words: str):
    async with far_end(answers(response(page, status=status))) as end:
        error = await refusal(end)
    assert error.outcome == Outcome.blocked
    assert str(error).startswith(words)


async def test_only_the_beginning_of_a_refusal_is_read():
    sent = 0

    async def handle(_: Request, send: Send) -> None:
        nonlocal sent
        await send(b"HTTP/1.1 403 Forbidden\r\n\r\n<title>Access Denied</title>")
        while True:
            await send(bytes(100_000))
            sent += 100_000

    async with far_end(handle) as end:
        error = await refusal(end)
    assert error.outcome == Outcome.blocked
    assert sent < 10_000_000  # what the sockets' buffers hold


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
@pytest.mark.parametrize("asked", ["90", "Wed, 04 Mar 2026 12:01:30 GMT"])
async def test_retry_after_is_understood_in_both_forms(status: str, asked: str):
    async with far_end(answers(response(status=status, retry_after=asked))) as end:
        error = await refusal(end)
    assert (error.outcome, error.retry_after) == (Outcome.rate_limited, 90.0)
    assert str(error) == f"{status}: {end.url}/ (asked to wait 90 s)"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0.0),
        ("Wed, 04 Mar 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("9" * 400, None),
    ],
)
def test_retry_after_is_never_negative_and_never_guessed(text: str, seconds: float | None):
    assert retry_after(text, NOW) == seconds


async def test_a_429_without_a_wait_is_still_a_rate_limit():
    async with far_end(answers(response(status="429 Too Many Requests"))) as end:
        error = await refusal(end)
    assert (error.outcome, error.retry_after) == (Outcome.rate_limited, None)


@pytest.mark.parametrize(
    ("status", "whole_host"),
    [("429 Too Many Requests", True), ("503 Service Unavailable", False), ("403 No", False)],
)
async def test_a_quota_is_the_hosts_and_a_pause_the_sources(status: str, *, whole_host: bool):
    async with far_end(answers(response(status=status, retry_after="60"))) as end:
        error = await refusal(end)
    assert (error.outcome, error.whole_host) == (Outcome.rate_limited, whole_host)


async def test_nobody_makes_us_wait_for_longer_than_a_day():
    answer = response(status="429 Too Many Requests", retry_after="999999999")
    async with far_end(answers(answer)) as end:
        error = await refusal(end)
    assert error.retry_after == 86_400


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache_control": "public, max-age=600"}, 600),
        ({"cache_control": "max-age=600", "age": "100"}, 500),
        ({"cache_control": "max-age=10", "age": "100"}, 0),
        ({"cache_control": "s-maxage=900"}, 0),
        ({"cache_control": "no-cache, max-age=600"}, 0),
        ({"expires": "Wed, 04 Mar 2026 12:05:00 GMT"}, 300),
        ({"expires": "0"}, 0),
        ({"cache_control": "max-age=60", "expires": "Wed, 04 Mar 2026 13:00:00 GMT"}, 60),
        ({}, 0),
    ],
)
async def test_how_long_an_answer_stays_fresh(headers: dict[str, str], seconds: float):
    async with far_end(answers(response(b"x", **headers))) as end, fetcher() as client:
        got = await client.get(end.url)
    assert got.fresh_for == seconds


async def test_redirects_are_followed_and_the_last_place_is_the_name():
    steps = [response(status="301 Moved", location=f"/{n}") for n in range(5)]
    async with far_end(answers(*steps, response(b"there"))) as end, fetcher() as client:
        got = await client.get(end.url + "/start")
    assert (got.documents[0].name, got.documents[0].body) == (end.url + "/4", b"there")


@pytest.mark.parametrize(
    ("statuses", "moved_to"),
    [
        (["301 Moved"], "/0"),
        (["308 Permanent"], "/0"),
        (["301 Moved", "308 Permanent"], "/1"),
        (["301 Moved", "302 Found"], "/0"),  # where it is now is not where it has moved to
        (["302 Found", "301 Moved"], ""),
        (["307 Temporary"], ""),
        ([], ""),
    ],
)
async def test_only_permanent_redirects_say_where_it_has_moved(statuses: list[str], moved_to: str):
    steps = [response(status=s, location=f"/{n}?a=1") for n, s in enumerate(statuses)]
    async with far_end(answers(*steps, response(b"there"))) as end, fetcher() as client:
        got = await client.get(end.url + "/start")
    assert got.moved_to == (f"{end.url}{moved_to}?a=1" if moved_to else "")


async def test_a_redirect_loop_ends():
    async def handle(request: Request, send: Send) -> None:
        to = "/b" if request.path == "/a" else "/a"
        await send(response(status="302 Found", location=to))

    async with far_end(handle) as end:
        error = await refusal(end, "/a")
    assert error.outcome == Outcome.too_many_redirects
    assert str(error) == f"{end.url}/a redirects in a circle, to {end.url}/a"


async def test_an_endless_chain_of_redirects_ends():
    async def handle(request: Request, send: Send) -> None:
        await send(response(status="302 Found", location=request.path + "x"))

    async with far_end(handle) as end:
        error = await refusal(end, "/")
    assert error.outcome == Outcome.too_many_redirects
    assert str(error) == f"{end.url}/ redirects more than 5 times, last to {end.url}/xxxxxx"
    assert len(end.requests) == 6


async def test_a_redirect_does_not_carry_the_sources_secrets_to_another_origin():
    async with far_end(answers(response(b"there"))) as other:
        moved = response(status="302 Found", location=other.url + "/")
        async with far_end(answers(moved)) as end, fetcher() as client:
            await client.get(end.url, headers={"X-Api-Key": "s3cret", "User-Agent": "Own/1"})
    assert end.requests[0].headers["x-api-key"] == "s3cret"
    assert "x-api-key" not in other.requests[0].headers
    assert other.requests[0].headers["user-agent"] == "Own/1"


@pytest.mark.parametrize("target", ["ftp://127.0.0.1/x", "file:///etc/hostname", "gopher://x/"])
async def test_only_the_web_is_read(target: str):
    async with far_end(answers(response(status="302 Found", location=target))) as end:
        error = await refusal(end)
    assert error.outcome == Outcome.refused_address
    assert str(error).startswith("only http and https are read: ")


async def test_a_body_that_says_it_has_2_gb_is_refused_before_it_is_read():
    async def handle(_: Request, send: Send) -> None:
        await send(b"HTTP/1.1 200 OK\r\ncontent-length: 2147483648\r\n\r\n")
        await asyncio.Event().wait()

    async with far_end(handle) as end:
        error = await refusal(end)
    assert error.outcome == Outcome.too_large
    assert str(error) == (f"the body says it has 2147483648 bytes, more than 10 MB: {end.url}/")


async def test_a_body_that_never_ends_is_cut_at_the_cap():
    sent = 0

    async def handle(_: Request, send: Send) -> None:
        nonlocal sent
        await send(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            await send(bytes(100_000))
            sent += 100_000

    async with far_end(handle) as end:
        error = await refusal(end)
    assert (error.outcome, str(error)) == (
        Outcome.too_large,
        f"the body is more than 10 MB: {end.url}/",
    )
    assert sent < 30_000_000  # the cap, and what the sockets' buffers hold


def bomb(megabytes: int) -> bytes:
    squeeze = zlib.compressobj(9, wbits=31)
    return b"".join(squeeze.compress(bytes(1_000_000)) for _ in range(megabytes)) + squeeze.flush()


async def test_a_gzip_bomb_never_inflates_in_memory():
    packed = response(bomb(300), content_encoding="gzip")
    async with far_end(answers(packed)) as end:
        tracemalloc.start()
        try:
            error = await refusal(end)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert (error.outcome, str(error)) == (
        Outcome.too_large,
        f"the body unpacks to more than 20 MB: {end.url}/",
    )
    assert peak < 60_000_000  # of 300; a growing bytearray may be held twice for a moment


def test_a_bomb_comes_in_small_pieces_and_none_is_lost():
    pieces = [len(piece) for piece in Inflate().feed(bomb(8))]
    assert max(pieces) <= PIECE
    assert sum(pieces) == 8_000_000


async def drip(start: bytes, send: Send) -> None:
    await send(start)
    while True:
        await asyncio.sleep(0.01)
        await send(b"x")


@pytest.mark.parametrize(
    "start",
    [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nx-slow: ", b""],
    ids=["body", "headers", "status line"],
)
async def test_a_drip_ends_at_the_deadline(start: bytes):
    async def handle(_: Request, send: Send) -> None:
        if start:
            await drip(start, send)
        await asyncio.Event().wait()

    async with far_end(handle) as end:
        error = await refusal(end, limits=Limits(deadline=0.5))
    assert (error.outcome, str(error)) == (
        Outcome.timeout,
        f"no complete answer within 0.5 s: {end.url}/",
    )


async def test_the_deadline_counts_all_redirects_together():
    async def handle(request: Request, send: Send) -> None:
        await asyncio.sleep(0.1)
        await send(response(status="302 Found", location=request.path + "x"))

    async with far_end(handle) as end:
        error = await refusal(end, limits=Limits(deadline=0.25))
    assert error.outcome == Outcome.timeout
    assert len(end.requests) < 6


async def test_a_closed_port_is_a_network_fault():
    async with far_end(answers(b"")) as end:
        pass
    error = await refusal(end)
    assert error.outcome == Outcome.network
    assert str(error).startswith(f"cannot read {end.url}/: ")


async def test_a_dead_kept_alive_connection_is_tried_again_once_and_at_once():
    async def handle(request: Request, send: Send) -> None:
        if request.connection == 1 and request.path == "/second":
            raise ConnectionResetError  # closes without a word
        await send(response(b"fine"))

    async with far_end(handle) as end, fetcher() as client:
        await client.get(end.url + "/first")
        got = await client.get(end.url + "/second")
    assert got.documents[0].body == b"fine"
    assert [(r.path, r.connection) for r in end.requests] == [
        ("/first", 1),
        ("/second", 1),
        ("/second", 2),
    ]


async def test_a_connection_that_breaks_when_new_is_not_tried_again():
    async def handle(_: Request, send: Send) -> None:
        raise ConnectionResetError

    async with far_end(handle) as end:
        error = await refusal(end)
    assert error.outcome == Outcome.network
    assert len(end.requests) == 1


class Crowd:
    """A far end that counts how many are with it at the same time."""

    def __init__(self) -> None:
        self.now = self.most = 0

    async def handle(self, _: Request, send: Send) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0)
        self.now -= 1
        await send(response(b"x"))


async def test_a_host_is_asked_one_thing_at_a_time():
    crowd = Crowd()
    async with far_end(crowd.handle) as end, fetcher() as client:
        await asyncio.gather(*(client.get(f"{end.url}/{n}") for n in range(20)))
    assert (len(end.requests), crowd.most) == (20, 1)


async def test_sources_that_share_a_quota_wait_for_each_other():
    crowd = Crowd()
    async with far_end(crowd.handle) as one, far_end(crowd.handle) as other, fetcher() as client:
        asked = [client.get(f"{end.url}/{n}", lane="both") for end in (one, other) for n in "abc"]
        await asyncio.gather(*asked)
    assert crowd.most == 1


async def test_a_host_is_left_alone_for_the_gap():
    clock = asyncio.get_running_loop().time
    ended: list[float] = []
    started: list[float] = []

    async def handle(_: Request, send: Send) -> None:
        started.append(clock())
        await send(response(b"x"))
        ended.append(clock())

    async with far_end(handle) as end, fetcher(host_gap=0.05) as client:
        await asyncio.gather(*(client.get(end.url) for _ in range(3)))
    gaps = [start - end for start, end in zip(started[1:], ended, strict=False)]
    assert min(gaps) >= 0.04  # the loop's clock may wake one tick early, never more


async def test_waiting_in_the_queue_does_not_use_up_the_deadline():
    patient = fetcher(host_gap=1.2, limits=Limits(deadline=1.0))
    async with far_end(answers(response(b"x"))) as end, patient as client:
        replies = await asyncio.gather(client.get(end.url), client.get(end.url))
    assert [reply.outcome for reply in replies] == [Outcome.ok, Outcome.ok]


async def test_a_request_that_is_called_off_frees_the_host():
    arrived = asyncio.Event()

    async def handle(request: Request, send: Send) -> None:
        if request.path == "/hang":
            arrived.set()
            await asyncio.Event().wait()
        await send(response(b"x"))

    async with far_end(handle) as end, fetcher() as client:
        hanging = asyncio.create_task(client.get(end.url + "/hang"))
        await arrived.wait()
        hanging.cancel()
        await asyncio.gather(hanging, return_exceptions=True)
        got = await asyncio.wait_for(client.get(end.url), PATIENT)
    assert got.outcome == Outcome.ok


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/feed?id=7#top", "https://example.org/feed?id=7"),
        ("https://user:pass@example.org/", "https://example.org/"),
        ("https://a@b@example.org/", "https://example.org/"),
        ("https://example.org/?api_key=S&q=a%20b", "https://example.org/?api_key=***&q=a%20b"),
        ("https://example.org/?Access_Token=S", "https://example.org/?Access_Token=***"),
        ("https://example.org/?signature=S&page=2", "https://example.org/?signature=***&page=2"),
        ("https://[bad/", "(unreadable URL)"),
    ],
)
def test_a_url_is_shown_without_its_secrets(url: str, safe: str):
    assert shown(url) == safe


async def test_secrets_reach_the_far_end_but_no_message_and_no_document():
    async with far_end(answers(response(b"x"), response(status="404 Not Found"))) as end:
        url = end.url.replace("//", "//me:hidden@") + "/f?api_key=hidden&page=1"
        async with fetcher() as client:
            got = await client.get(url)
            with pytest.raises(SourceError) as caught:
                await client.get(url)
    assert end.requests[0].path == "/f?api_key=hidden&page=1"
    assert end.requests[0].headers["authorization"].startswith("Basic ")
    assert got.documents[0].name == end.url + "/f?api_key=***&page=1"
    assert str(caught.value) == f"404 Not Found: {end.url}/f?api_key=***&page=1"


@pytest.mark.parametrize("url", ["http://", "http://exa mple.org/", "not a url", "http://[::1"])
async def test_what_is_no_url_is_a_source_error(url: str):
    async with fetcher() as client:
        with pytest.raises(SourceError):
            await client.get(url)
