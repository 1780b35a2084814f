"""Sites for the bench to poll: a process of its own, so that its work is not counted as ours."""

import asyncio
import multiprocessing
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

ITEMS = 20
WORDS = (
    "harbour council meadow concert library bridge weather museum garden railway festival school "
    "river village theatre market stadium bakery island forest lecture cinema orchard hospital"
).split()
RELEVANT = "New export controls on chips"  # begins the title of one item in FIFTY
FIFTY = 50
EVERY = 10  # sites, of which one says something new in each cycle


def body(site: int, cycle: int, size: int = ITEMS) -> bytes:
    """The feed of a site: the same in every cycle, but for a new item on each tenth."""
    news = cycle if site % EVERY == 0 else 0
    items = "".join(_item(site, number) for number in range(size + news, news, -1))
    head = f"<title>Site {site}</title><link>http://site{site}.example/</link>"
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def _item(site: int, number: int) -> str:
    chance = random.Random(site * 10_007 + number)  # noqa: S311  made-up news are no secrets
    words = " ".join(chance.choices(WORDS, k=9))
    title = f"{RELEVANT}: {words}" if chance.randrange(FIFTY) == 0 else words.capitalize()
    return (
        f"<item><title>{title} {site}-{number}</title><guid>{site}-{number}</guid>"
        f"<link>http://site{site}.example/{number}</link>"
        f"<description>&lt;p&gt;{words}. {words}, said the office of {site}.&lt;/p&gt;"
        "</description><pubDate>Thu, 01 Jan 2026 10:00:00 GMT</pubDate></item>"
    )


class _Site(asyncio.Protocol):
    """Answers each request by its Host; 304 when the cycle's version is known already."""

    def __init__(self, cycle: Callable[[], int]) -> None:
        self._cycle = cycle
        self._transport: asyncio.Transport | None = None
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client."""
        self._transport = transport if isinstance(transport, asyncio.Transport) else None

    def data_received(self, data: bytes) -> None:
        """Whole heads are answered."""
        self._received += data
        while b"\r\n\r\n" in self._received and self._transport is not None:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            self._transport.write(self._answer(head.lower()))

    def _answer(self, head: bytes) -> bytes:
        site = int(head.partition(b"host: site")[2].partition(b".")[0])
        cycle = self._cycle()
        tag = f'"{site}-{cycle if site % EVERY == 0 else 0}"'.encode()
        if b"if-none-match: " + tag in head:
            return b"HTTP/1.1 304 Not Modified\r\netag: " + tag + b"\r\n\r\n"
        feed = body(site, cycle)
        lines = (
            b"HTTP/1.1 200 OK",
            b"content-type: application/rss+xml; charset=utf-8",
            b"etag: " + tag,
            b"content-length: " + str(len(feed)).encode(),
        )
        return b"\r\n".join((*lines, b"", feed))


@contextmanager
def sites() -> Iterator[tuple[int, Connection]]:
    """The port of the sites on loopback, and a line to them: an int begins that cycle."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv(), ours
    finally:
        process.terminate()
        process.join()


def _run(line: Connection) -> None:
    asyncio.run(_serve(line))


async def _serve(line: Connection) -> None:
    cycle = 0
    server = await asyncio.get_running_loop().create_server(
        lambda: _Site(lambda: cycle), "127.0.0.1", 0
    )
    line.send(server.sockets[0].getsockname()[1])
    while True:
        cycle = await asyncio.to_thread(line.recv)
        line.send(cycle)
