"""Nobody can send the client to an address that is not for everyone."""

import asyncio
from ipaddress import ip_address
from typing import Any

import httpcore
import httpx
import pytest

from tests.servers import answers, far_end, response
from tracker.core.model import Outcome
from tracker.errors import ConfigError, SourceError
from tracker.sources.client.fetch import Fetcher
from tracker.sources.client.guard import AllowList, GuardedBackend, Resolve, is_public, resolve

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


LOOPBACK = {
    "plain": "127.0.0.1",
    "short": "127.1",
    "shorter": "0",
    "decimal": "2130706433",
    "octal": "017700000001",
    "hex": "0x7f000001",
    "hex, in parts": "0x7f.0x0.0x0.0x1",
    "any": "0.0.0.0",  # noqa: S104 - it is refused
    "a name": "localhost",
    "a name in capitals": "LocalHost",
    "a user": "public@127.0.0.1",
    "a user and a password": "8.8.8.8:80@127.0.0.1",
    "an ideographic full stop": "127。0。0。1",
    "IPv6": "[::1]",
    "IPv6 in full": "[0:0:0:0:0:0:0:1]",
    "any IPv6": "[::]",
    "IPv4-mapped": "[::ffff:127.0.0.1]",
    "IPv4-mapped, in hex": "[::ffff:7f00:1]",
    "IPv4-compatible": "[::127.0.0.1]",
    "IPv4-translated": "[::ffff:0:127.0.0.1]",
    "NAT64": "[64:ff9b::7f00:1]",
    "NAT64 of a network": "[64:ff9b:1::7f00:1]",
    "6to4": "[2002:7f00:1::]",
    "Teredo": "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
}
OTHERS = {
    "the metadata service": "169.254.169.254",
    "the metadata service by IPv6": "[fd00:ec2::254]",
    "link-local": "169.254.0.1",
    "link-local IPv6": "[fe80::1]",
    "site-local": "[fec0::1]",
    "unique local": "[fc00::1]",
    "a provider's inside": "100.64.0.1",
    "10/8": "10.0.0.1",
    "172.16/12": "172.16.0.1",
    "192.168/16": "192.168.0.1",
    "a test network": "198.18.0.1",
    "protocol assignments": "192.0.0.8",
    "multicast": "224.0.0.1",
    "multicast IPv6": "[ff02::1]",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "the void": "[100::1]",
}
# Refused before anybody is asked where they lead, in words that depend on who refuses first.
UNREADABLE = {
    "full-width digits": "１２７．０．０．１",
    "digits in circles": "①②⑦.0.0.1",
    "octal, in parts": "0177.0.0.1",
    "a zone": "[fe80::1%25lo]",
    "a bare zone": "[::1%lo]",
    "an escaped NUL": "127.0.0.1%00.example.org",
    "an escaped full stop": "localhost%2e",
}


async def refusal(url: str, **how: Any) -> SourceError:
    async with Fetcher(host_gap=0, **how) as fetcher:
        with pytest.raises(SourceError) as caught:
            await fetcher.get(url)
    return caught.value


@pytest.mark.parametrize("host", LOOPBACK.values(), ids=LOOPBACK)
async def test_every_spelling_of_an_inside_address_is_refused(host: str):
    async with far_end(answers(response(b"secret"))) as inside:
        error = await refusal(f"http://{host}:{inside.url.rpartition(':')[2]}/")
    assert error.outcome == Outcome.refused_address
    assert " leads to the non-public address " in str(error)
    assert str(error).endswith(HINT)
    assert inside.connections == 0


@pytest.mark.parametrize("host", OTHERS.values(), ids=OTHERS)
async def test_no_address_that_is_not_for_everyone_is_asked(host: str):
    error = await refusal(f"http://{host}/latest/meta-data/")
    assert error.outcome == Outcome.refused_address
    assert " leads to the non-public address " in str(error)


@pytest.mark.parametrize("host", UNREADABLE.values(), ids=UNREADABLE)
async def test_no_strange_spelling_becomes_a_connection(host: str):
    async with far_end(answers(response(b"secret"))) as inside:
        error = await refusal(f"http://{host}:{inside.url.rpartition(':')[2]}/")
    assert error.outcome in {Outcome.refused_address, Outcome.network}
    assert inside.connections == 0


def names(*addresses: str) -> Resolve:
    async def answer(_host: str, _port: int) -> tuple[str, ...]:
        await asyncio.sleep(0)
        return addresses

    return answer


@pytest.mark.parametrize("host", ["inside.example", "localhost.", "127.0.0.1."])
async def test_what_a_name_leads_to_decides_and_not_how_it_is_written(host: str):
    error = await refusal(f"http://{host}/", resolve=names("127.0.0.1"))
    assert str(error) == f"{host} leads to the non-public address 127.0.0.1{HINT}"


@pytest.mark.parametrize("addresses", [("8.8.8.8", "::1"), ("2606:4700::1111", "10.0.0.1")])
async def test_one_inside_address_among_public_ones_is_enough_to_refuse(addresses):
    error = await refusal("https://example.org/", resolve=names(*addresses))
    assert str(error) == f"example.org leads to the non-public address {addresses[1]}{HINT}"


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("http://example.org:22/", "example.org:22 leads to port 22"),
        ("https://example.org:8443/", "example.org:8443 leads to port 8443"),
        ("http://[2606:4700::1111]:6379/", "[2606:4700::1111]:6379 leads to port 6379"),
    ],
)
async def test_other_ports_are_for_the_operators_own_addresses(place: str, shown: str):
    error = await refusal(place, resolve=names("2606:4700::1111"))
    assert error.outcome == Outcome.refused_address
    assert str(error) == f"{shown}, and sources are read on 80 and 443{HINT}"


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2:{port}/",
        "//127.0.0.2:{port}/",
        "http://2130706434:{port}/",
        "http://127.0.0.1@127.0.0.2:{port}/",
        "http://[::ffff:127.0.0.2]:{port}/",
        "http://[::1]:{port}/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
async def test_a_redirect_to_an_inside_address_is_refused(target: str):
    async with far_end(answers(response(b"secret"))) as inside:
        location = target.format(port=inside.url.rpartition(":")[2])
        moved = response(status="302 Found", location=location)
        async with far_end(answers(moved)) as outside:
            error = await refusal(outside.url, allow_hosts=("127.0.0.1",))
    assert error.outcome == Outcome.refused_address
    assert " leads to the non-public address " in str(error)
    assert (inside.connections, len(outside.requests)) == (0, 1)


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


async def test_a_name_is_resolved_once_and_the_checked_address_is_used():
    asked = 0

    async def rebinding(_host: str, _port: int) -> tuple[str, ...]:
        nonlocal asked
        asked += 1
        return ("127.0.0.1",) if asked == 1 else ("10.0.0.1",)

    hangs_up = response(b"ours", connection="close")
    client = Fetcher(allow_hosts=("127.0.0.0/8",), host_gap=0, resolve=rebinding)
    async with far_end(answers(hangs_up)) as end, client as fetcher:
        place = end.url.replace("127.0.0.1", "rebind.example")
        assert (await fetcher.get(place)).documents[0].body == b"ours"
        assert asked == 1
        with pytest.raises(SourceError) as caught:
            await fetcher.get(place)
    assert str(caught.value) == f"rebind.example leads to the non-public address 10.0.0.1{HINT}"
    assert len(end.requests) == 1


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
