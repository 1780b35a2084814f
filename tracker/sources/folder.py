"""A folder of article files: for seeds, exports, and whatever arrives by hand."""

import asyncio
from pathlib import Path, PurePath
from typing import Literal

from tracker.core.model import Entry, Outcome, Validators
from tracker.errors import SourceError
from tracker.sources.articles.files import READERS
from tracker.sources.base import BaseSource, Count, Seconds
from tracker.sources.client.fetch import BODY_CAP, Fetcher
from tracker.sources.reply import Document, Reply, fingerprint


class Folder(BaseSource):
    """Every article file below `path`, except those whose name begins with a dot."""

    kind: Literal["folder"] = "folder"
    path: Path
    first_poll: Count | Literal["all", "none"] = "all"
    max_age: Seconds | Literal["none"] | None = "none"

    async def fetch(self, fetcher: Fetcher, validators: Validators, *, address: str = "") -> Reply:
        """Read all files, off the loop; unchanged if names and bytes are. Raises SourceError."""
        documents = await asyncio.to_thread(read_folder, self.path)
        known = Validators(body_hash=fingerprint(documents))
        if known == validators:
            return Reply(outcome=Outcome.unchanged, validators=known)
        outcome = Outcome.ok if documents else Outcome.empty
        return Reply(outcome=outcome, documents=documents, validators=known)

    def parse(self, document: Document) -> tuple[Entry, ...]:
        """The entries of one file. Raises SourceError naming the file, and the line if it can."""
        return read_article(document.name, document.body)


def read_article(name: str, body: bytes) -> tuple[Entry, ...]:
    """The entries of an article file, read as its suffix says. Raises SourceError."""
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise SourceError(
            Outcome.parse_error, f"{name}: not an article file (we read {', '.join(READERS)})"
        )
    try:
        return reader(name, body)
    except RecursionError as error:
        raise SourceError(Outcome.parse_error, f"{name}: nested too deeply") from error


def read_folder(path: Path) -> tuple[Document, ...]:
    """The article files below `path`, sorted by name. Raises SourceError; reads the disk."""
    if not path.is_dir():
        raise SourceError(Outcome.network, f"no such folder: {path}")
    names = sorted(file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file())
    return tuple(_read(path, name) for name in names if _is_article(name))


def _is_article(name: str) -> bool:
    parts = PurePath(name).parts
    return PurePath(name).suffix.lower() in READERS and not any(p.startswith(".") for p in parts)


def _read(path: Path, name: str) -> Document:
    try:
        with (path / name).open("rb") as file:
            body = file.read(BODY_CAP + 1)
    except OSError as error:
        raise SourceError(Outcome.network, f"cannot read {name}: {error.strerror}") from error
    if len(body) > BODY_CAP:
        raise SourceError(Outcome.too_large, f"{name} is more than {BODY_CAP // 1_000_000} MB")
    return Document(name=name, body=body)
