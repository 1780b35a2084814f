"""Far ends on loopback, written byte by byte: they may do what no web framework would let them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked: `connection` counts the connections from 1."""

    path: str
    headers: Mapping[str, str]
    connection: int


Send = Callable[[bytes], Awaitable[None]]
Handler = Callable[[Request, Send], Awaitable[None]]


@dataclass(slots=True)
class FarEnd:
    """A server that is listening, and everything it was asked."""

    url: str = ""
    requests: list[Request] = field(default_factory=list)
    connections: int = 0


def response(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A whole response; `content_type="text/xml"` becomes a header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in {"content-length": len(body), **named}.items()]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode("latin-1") + body


@asynccontextmanager
async def far_end(handler: Handler) -> AsyncIterator[FarEnd]:
    """Serve with `handler` until the block ends. A handler that returns keeps the connection."""
    end = FarEnd()
    tasks: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        end.connections += 1
        number = end.connections

        async def send(data: bytes) -> None:
            writer.write(data)
            await writer.drain()

        with suppress(ConnectionError, asyncio.IncompleteReadError, EOFError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                first, *lines = head.strip().split("\r\n")
                pairs = (line.split(": ", 1) for line in lines)
                request = Request(
                    first.split(" ")[1], {key.lower(): value for key, value in pairs}, number
                )
                end.requests.append(request)
                await handler(request, send)

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await talk(reader, writer)
        except asyncio.CancelledError:
            pass  # the block has ended
        finally:
            tasks.discard(task)
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    end.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield end
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()


def answers(*responses: bytes) -> Handler:
    """The first response to the first request and so on; the last one to all that follow."""
    left = list(responses)

    async def handle(_: Request, send: Send) -> None:
        await send(left.pop(0) if len(left) > 1 else left[0])

    return handle
