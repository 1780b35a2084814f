"""A far end that takes messages as Telegram does: a process of its own, whose work is not ours."""

import asyncio
import json
import multiprocessing
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import parse_qsl

URGENT = re.compile(r"Urgent (\d+):")
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
BOT = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}


class Taker:
    """Answers `getMe` and `sendMessage`, and notes when it took which urgent message."""

    def __init__(self) -> None:
        self.accepted: dict[int, float] = {}  # by its number; the time of day
        self._taken = asyncio.Event()
        self._ids: Counter[str] = Counter()

    async def until(self, count: int) -> None:
        """Wait for so many urgent messages."""
        while len(self.accepted) < count:
            self._taken.clear()
            await self._taken.wait()

    def answer(self, method: str, params: Mapping[str, str]) -> Any:
        """The result of a call."""
        if method == "getMe":
            return BOT
        chat, text = params["chat_id"], params["text"]
        if found := URGENT.search(text):
            self.accepted.setdefault(int(found[1]), time.time())
            self._taken.set()
        self._ids[chat] += 1
        where = {"id": int(chat), "type": "supergroup", "title": "A chat"}
        return {"message_id": self._ids[chat], "date": 0, "chat": where, "from": BOT, "text": text}


class _Connection(asyncio.Protocol):
    """HTTP, as far as one client speaks it."""

    def __init__(self, taker: Taker) -> None:
        self._taker = taker
        self._transport: asyncio.Transport | None = None
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client."""
        self._transport = transport if isinstance(transport, asyncio.Transport) else None

    def data_received(self, data: bytes) -> None:
        """Whole requests are answered."""
        self._received += data
        head, ends, rest = self._received.partition(b"\r\n\r\n")
        found = LENGTH.search(head)
        length = int(found[1]) if found else 0
        if ends and len(rest) >= length and self._transport is not None:
            self._received = rest[length:]
            method = head.partition(b" HTTP/")[0].rpartition(b"/")[2].decode()
            params = dict(parse_qsl(rest[:length].decode()))
            self._transport.write(_reply(self._taker.answer(method, params)))


def _reply(result: Any) -> bytes:
    body = json.dumps({"ok": True, "result": result}).encode()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}"
    return f"{head}\r\n\r\n".encode() + body


@contextmanager
def takers() -> Iterator[tuple[str, Connection]]:
    """The address of the far end, and a line to it.

    For a number that is sent, it says when it took each urgent message, once there are so many.
    """
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(theirs,), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}", ours
    finally:
        process.terminate()
        process.join()


def _run(line: Connection) -> None:
    asyncio.run(_serve(line))


async def _serve(line: Connection) -> None:
    taker = Taker()
    server = await asyncio.get_running_loop().create_server(
        lambda: _Connection(taker), "127.0.0.1", 0
    )
    line.send(server.sockets[0].getsockname()[1])
    while True:
        await taker.until(await asyncio.to_thread(line.recv))
        line.send(taker.accepted)
