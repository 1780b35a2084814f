"""Nobody can send the client to an address that is not for everyone."""

import asyncio
from ipaddress import ip_address

import httpcore
import httpx
import pytest

from tests.servers import answers, far_end, response
from tracker.core.model import Outcome
from tracker.errors import ConfigError, SourceError
from tracker.sources.fetch import Fetcher
from tracker.sources.guard import AllowList, GuardedBackend, is_public, resolve

HINT = "; add it to TRACKER_ALLOW_HOSTS if it is yours"

INSIDE = [
    "127.0.0.1",
    "0.0.0.0",  # noqa: S104 - it is refused
    "10.1.2.3",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "192.0.0.8",
    "192.88.99.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "fc00::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_inside_address_is_not_public(address: str):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a00:1450::1"])
def test_an_address_for_everyone_is_public(address: str):
    assert is_public(ip_address(address))


URLS = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0/",
    "http://localhost/",
    "http://user@127.0.0.1/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://224.0.0.1/",
]


@pytest.mark.parametrize("url", URLS)
async def test_every_spelling_of_an_inside_address_is_refused(url: str):
    async with Fetcher(host_gap=0) as fetcher:
        with pytest.raises(SourceError) as caught:
            await fetcher.get(url)
    assert caught.value.outcome == Outcome.refused_address
    assert " leads to the non-public address " in str(caught.value)
    assert str(caught.value).endswith(HINT)


async def test_a_redirect_to_an_inside_address_is_refused():
    async with far_end(answers(response(b"secret"))) as inside:
        port = inside.url.rpartition(":")[2]
        moved = response(status="302 Found", location=f"http://127.0.0.2:{port}/")
        client = Fetcher(allow_hosts=("127.0.0.1",), host_gap=0)
        async with far_end(answers(moved)) as outside, client as fetcher:
            with pytest.raises(SourceError) as caught:
                await fetcher.get(outside.url)
    assert str(caught.value) == f"127.0.0.2 leads to the non-public address 127.0.0.2{HINT}"
    assert inside.requests == []


@pytest.mark.parametrize("form", ["127.0.0.1", "127.0.0.1:{port}", "127.0.0.0/8", " 127.0.0.1 "])
async def test_the_operators_own_addresses_are_let_through(form: str):
    async with far_end(answers(response(b"ours"))) as end:
        allowed = form.format(port=end.url.rpartition(":")[2])
        async with Fetcher(allow_hosts=(allowed,), host_gap=0) as fetcher:
            reply = await fetcher.get(end.url)
    assert reply.documents[0].body == b"ours"


@pytest.mark.parametrize("form", ["127.0.0.1:1", "10.0.0.0/8", "localhost"])
async def test_an_allowance_is_for_what_it_names_only(form: str):
    client = Fetcher(allow_hosts=(form,), host_gap=0)
    async with far_end(answers(response(b"x"))) as end, client as fetcher:
        with pytest.raises(SourceError) as caught:
            await fetcher.get(end.url)
    assert caught.value.outcome == Outcome.refused_address
    assert end.requests == []


@pytest.mark.parametrize("entry", ["http://x", "a/b", "user@host", "host:port", "10.0.0.0/99"])
def test_an_allowance_that_means_nothing_is_an_error(entry: str):
    with pytest.raises(ConfigError, match=r"host|[Pp]ort"):
        AllowList.of([entry])


def names(*addresses: str):
    async def answer(_host: str, _port: int) -> tuple[str, ...]:
        await asyncio.sleep(0)
        return addresses

    return answer


async def test_one_inside_address_among_public_ones_is_enough_to_refuse():
    guard = GuardedBackend(AllowList.of([]), names("8.8.8.8", "::1"))
    with pytest.raises(SourceError, match="leads to the non-public address ::1"):
        await guard.connect_tcp("example.org", 80, timeout=1)


async def test_other_ports_are_for_the_operators_own_addresses():
    guard = GuardedBackend(AllowList.of([]), names("8.8.8.8"))
    with pytest.raises(SourceError) as caught:
        await guard.connect_tcp("example.org", 22, timeout=1)
    assert str(caught.value) == (
        f"example.org:22 leads to port 22, and sources are read on 80 and 443{HINT}"
    )


async def test_a_name_is_resolved_once_and_the_checked_address_is_used():
    asked = 0

    async def rebinding(_host: str, _port: int) -> tuple[str, ...]:
        nonlocal asked
        asked += 1
        return ("127.0.0.1",) if asked == 1 else ("10.0.0.1",)

    async with far_end(answers(response(b"x"))) as end:
        port = int(end.url.rpartition(":")[2])
        guard = GuardedBackend(AllowList.of(["127.0.0.0/8"]), rebinding)
        stream = await guard.connect_tcp("rebind.example", port, timeout=5)
        peer = stream.get_extra_info("server_addr")
        await stream.aclose()
    assert (asked, peer[0]) == (1, "127.0.0.1")


async def test_the_next_address_is_tried_when_one_does_not_answer():
    async with far_end(answers(response(b"x"))) as end:
        port = int(end.url.rpartition(":")[2])
        guard = GuardedBackend(AllowList.of(["127.0.0.0/8"]), names("127.0.0.9", "127.0.0.1"))
        stream = await guard.connect_tcp("two.example", port, timeout=5)
        peer = stream.get_extra_info("server_addr")
        await stream.aclose()
    assert peer[0] == "127.0.0.1"


async def test_a_name_that_does_not_exist_is_no_connection():
    with pytest.raises(httpcore.ConnectError, match="no such host"):
        await resolve("does-not-exist.invalid", 80)


async def test_a_zone_and_a_socket_file_are_refused():
    guard = GuardedBackend(AllowList.of([]))
    with pytest.raises(SourceError, match="an address with a zone"):
        await guard.connect_tcp("fe80::1%eth0", 80)
    with pytest.raises(SourceError, match="a socket file"):
        await guard.connect_unix_socket("/run/x.sock")


def test_httpx_still_keeps_its_pool_where_the_guard_is_put():
    pool = httpx.AsyncHTTPTransport()._pool  # noqa: SLF001 - this is what the guard relies on
    assert isinstance(pool, httpcore.AsyncConnectionPool)
    assert hasattr(pool, "_network_backend")
