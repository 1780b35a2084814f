"""Texts of others, as people have them at hand, cut to the length of an article."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tracker.core import normalise
from tracker.core.model import Article, Entry
from tracker.core.text import IDEOGRAPHIC_CHARS
from tracker.errors import ConfigError, SourceError
from tracker.quality.bench.prose import WORDS
from tracker.quality.labelled import EPOCH, ORIGIN, rows
from tracker.sources import read_article
from tracker.sources.folder import read_folder

WORD = re.compile(rf"[{IDEOGRAPHIC_CHARS}]|[^\W_{IDEOGRAPHIC_CHARS}]+")  # an ideograph is one


def read(places: Iterable[Path]) -> Iterator[str]:
    """Title, summary and content of each article, as one text of at most `WORDS` words.

    A place is rows as JSON lines, an article file, or a folder of these. Raises ConfigError.
    """
    for place in places:
        for text in _of_rows(place) if _has_rows(place) else _of_articles(place):
            yield cut(text)


def article(text: str) -> Article:
    """A text as the body of an article; places in the one are places in the other."""
    return normalise.article(Entry(id="text", title="", content=text), ORIGIN, EPOCH)


def count(text: str) -> int:
    """How many words."""
    return sum(1 for _ in WORD.finditer(text))


def cut(text: str) -> str:
    """The first `WORDS` words, whole."""
    for number, word in enumerate(WORD.finditer(text), 1):
        if number > WORDS:
            return text[: word.start()].rstrip()
    return text


def _has_rows(place: Path) -> bool:
    return place.name.lower().endswith((".jsonl", ".jsonl.gz"))


def _of_rows(place: Path) -> Iterator[str]:
    for row in rows(place):
        yield _joined(*(str(row.get(name) or "") for name in ("title", "summary", "content")))


def _of_articles(place: Path) -> Iterator[str]:
    try:
        for entry in _entries(place):
            yield _joined(entry.title, entry.summary, entry.content)
    except OSError as error:
        raise ConfigError(f"{place}: cannot be read: {error.strerror}") from error
    except SourceError as error:
        raise ConfigError(f"{place}: {error}") from error


def _entries(place: Path) -> Iterator[Entry]:
    if place.is_dir():
        for document in read_folder(place):
            yield from read_article(document.name, document.body)
    else:
        yield from read_article(place.name, place.read_bytes())


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
