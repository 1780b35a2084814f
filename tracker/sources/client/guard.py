"""The address guard: sources are read from public addresses only, or from the operator's own.

The name is resolved once, every address is checked, and the connection goes to a checked
address. A check before the request would leave time for the name to change its meaning.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Self
from urllib.parse import urlsplit

import httpcore

from tracker.core.model import Outcome
from tracker.errors import ConfigError, SourceError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Awaitable[tuple[str, ...]]]

WEB_PORTS = frozenset({80, 443})
MOST_TRIED = 4

# `is_global` calls NAT64, 6to4, multicast, site-local and 192.0.0.8 global, and those lead
# inside: so IPv6 is 2000::/3 without its tunnels, and the list for IPv4 is our own.
# https://www.iana.org/assignments/iana-ipv4-special-registry
# https://www.iana.org/assignments/iana-ipv6-special-registry
INSIDE_V4 = tuple(
    IPv4Network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    )
)
UNICAST_V6 = IPv6Network("2000::/3")
INSIDE_V6 = tuple(
    IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)


def is_public(address: Address) -> bool:
    """Whether everyone may be sent to `address`. Tunnels and translations are not public."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in INSIDE_V4)
    return address in UNICAST_V6 and not any(address in network for network in INSIDE_V6)


@dataclass(frozen=True, slots=True)
class AllowList:
    """What the operator calls theirs: names (with or without a port) and networks."""

    names: frozenset[tuple[str, int | None]] = field(default_factory=frozenset)
    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[str]) -> Self:
        """Read `host`, `host:port`, `[v6]:port` and CIDR entries. Raises ConfigError."""
        names: set[tuple[str, int | None]] = set()
        networks: list[Network] = []
        for entry in filter(None, (entry.strip() for entry in entries)):
            try:
                networks.append(ip_network(entry, strict=False))
            except ValueError:
                names.add(_name_and_port(entry))
        return cls(frozenset(names), tuple(networks))

    def has_name(self, host: str, port: int) -> bool:
        """Whether `host` as it stands in the URL is allowed."""
        return not self.names.isdisjoint({(host, None), (host, port)})

    def has_address(self, address: Address, port: int) -> bool:
        """Whether the resolved `address` is allowed."""
        return self.has_name(str(address), port) or any(
            address in network for network in self.networks
        )


def _name_and_port(entry: str) -> tuple[str, int | None]:
    parts = urlsplit(f"//{entry}")
    with suppress(ValueError):  # a port that is no number
        if parts.hostname and "/" not in entry and "@" not in entry:
            return parts.hostname, parts.port
    raise ConfigError(f"TRACKER_ALLOW_HOSTS: {entry!r} is not a host, host:port or CIDR")


async def resolve(host: str, port: int) -> tuple[str, ...]:
    """Every address of `host`, as the system's resolver orders them.

    Raises httpcore.ConnectError when there is none. Odd spellings of an IPv4 address
    (`127.1`, `0x7f000001`, `2130706433`) come back in their usual form.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"no such host: {host}") from error
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to checked addresses; everything else is `Outcome.refused_address`."""

    def __init__(self, allow: AllowList, resolve: Resolve = resolve) -> None:
        self._allow = allow
        self._resolve = resolve
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of `host` that answers, all of them being allowed."""
        addresses = await self._checked(host.lower(), port)
        share = None if timeout is None else timeout / len(addresses)
        failure: Exception = httpcore.ConnectError(f"no such host: {host}")
        for address in addresses:
            try:
                return await self._inner.connect_tcp(
                    address, port, share, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never: a source is not a socket file."""
        raise _refused(path, "a socket file")

    async def sleep(self, seconds: float) -> None:
        """Wait between httpcore's own tries."""
        await self._inner.sleep(seconds)

    async def _checked(self, host: str, port: int) -> tuple[str, ...]:
        ours = self._allow.has_name(host, port)
        if not ours:
            self._refuse_odd_literal(host)
        addresses = await self._resolve(host, port)
        if not ours:
            self._check(host, port, addresses)
        return addresses[:MOST_TRIED]

    def _refuse_odd_literal(self, host: str) -> None:
        """Some resolvers read zone ids and others do not: neither is a public address."""
        if "%" in host:
            raise _refused(host, "an address with a zone")

    def _check(self, host: str, port: int, addresses: tuple[str, ...]) -> None:
        parsed = [ip_address(text) for text in addresses]
        others = [one for one in parsed if not self._allow.has_address(one, port)]
        for address in others:
            if not is_public(address):
                raise _refused(host, f"the non-public address {address}")
        if others and port not in WEB_PORTS:
            place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
            raise _refused(place, f"port {port}, and sources are read on 80 and 443")


def _refused(host: str, why: str) -> SourceError:
    return SourceError(
        Outcome.refused_address,
        f"{host} leads to {why}; add it to TRACKER_ALLOW_HOSTS if it is yours",
    )
