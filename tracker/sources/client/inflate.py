"""Unpacking a compressed body piece by piece, so that a bomb never inflates in memory."""

import zlib
from collections.abc import Iterator
from typing import Protocol

PIECE = 64 * 1024  # bytes; the most that is unpacked at once
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS  # https://docs.python.org/3/library/zlib.html#zlib.decompress
GZIP_START = b"\x1f\x8b"


class Unpacker(Protocol):
    """What every content encoding does."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The pieces that `data` unpacks to, each at most `PIECE` long or `data` itself."""
        ...

    @property
    def complete(self) -> bool:
        """Whether the body may end here."""
        ...


class Identity:
    """A body that is not compressed."""

    complete = True

    def feed(self, data: bytes) -> Iterator[bytes]:
        """`data` as it is."""
        yield data


class Inflate:
    """gzip (several members too), zlib, or raw deflate. Raises zlib.error when damaged.

    https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1
    """

    def __init__(self, wbits: int = GZIP_OR_ZLIB) -> None:
        self._wbits = wbits
        self._zlib = zlib.decompressobj(wbits)
        self._started = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Pieces of at most `PIECE` bytes."""
        self._begin(data)
        while data:
            piece = self._zlib.decompress(data, PIECE)
            if piece:
                yield piece
            data = self._rest()
            while not data and len(piece) == PIECE:  # all is read, but not all is written out
                piece = self._zlib.decompress(b"", PIECE)
                if piece:
                    yield piece

    @property
    def complete(self) -> bool:
        """Whether the stream reached its end mark."""
        return self._zlib.eof or not self._started

    def _begin(self, data: bytes) -> None:
        # Some servers say deflate and send it bare; a zlib header is a multiple of 31.
        # https://www.rfc-editor.org/rfc/rfc1950#page-5
        if data and not self._started:
            self._started = True
            header = int.from_bytes(data[:2], "big")
            if not data.startswith(GZIP_START[: len(data)]) and header % 31:
                self._zlib = zlib.decompressobj(-zlib.MAX_WBITS)

    def _rest(self) -> bytes:
        if not self._zlib.eof:
            return self._zlib.unconsumed_tail
        rest = self._zlib.unused_data
        if not rest.startswith(GZIP_START):
            return b""  # padding after the end mark
        self._zlib = zlib.decompressobj(self._wbits)
        return rest


def unpacker(encoding: str) -> Unpacker | None:
    """For the value of Content-Encoding; None when we never asked for it."""
    match encoding.strip().lower():
        case "" | "identity":
            return Identity()
        case "gzip" | "x-gzip" | "deflate":
            return Inflate()
        case _:
            return None
