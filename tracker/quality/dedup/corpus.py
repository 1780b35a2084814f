"""Base articles: those that people have at hand, and made ones where they have none."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tracker.core.fold import fold
from tracker.core.text import SPACELESS, latin_language, script_language, squeeze
from tracker.errors import ConfigError, SourceError
from tracker.quality.bench.prose import seeded
from tracker.quality.dedup import chinese, english
from tracker.quality.dedup.writer import Writer
from tracker.quality.labelled import rows
from tracker.sources import Document, Feed
from tracker.sources.text.html import plain, readable

FEED = Feed(id="corpus", name="Corpus", url="https://corpus.example/feed")
FEEDS, ROWS = (".xml",), (".jsonl", ".jsonl.gz")
LEAST_WORDS, LEAST_CHARS = 30, 60  # of a body; shorter ones cannot be told apart
BANKS = {"en": english.BANK, "zh": chinese.BANK}
SPACELESS_LANGUAGES = frozenset({"zh", "ja"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An article in plain text, a paragraph a line. `language`: "en", "zh", another, or ""."""

    title: str
    text: str
    language: str
    url: str = ""

    @property
    def spaceless(self) -> bool:
        """Whether no space parts its words, so that it is measured in characters."""
        return self.language in SPACELESS_LANGUAGES


def made(count: int, language: str, seed: int) -> list[Text]:
    """So many articles of our own, the same for the same seed. `language`: one of `BANKS`.

    No two have one title. Of the 3-word (in Chinese 4-character) phrases in the first 120 words
    (240 characters) of one, another of ten thousand has at most about a quarter.
    """
    writer = Writer(BANKS[language], seeded(seed))
    articles = (writer.article() for _ in range(count))
    return [Text(title=title, text=text, language=language) for title, text in articles]


def texts(places: Iterable[Path]) -> list[Text]:
    """The articles in feeds (.xml), rows (.jsonl, .jsonl.gz) and folders of these.

    Left out are those with a body too short to be told apart, and those whose title or body came
    before, whatever the case and the punctuation. Raises ConfigError naming what cannot be read.
    """
    found: list[Text] = []
    seen: set[str] = set()
    for article in _articles(places):
        keys = {_key("title", article.title), _key("body", article.text)}
        if _is_long_enough(article) and seen.isdisjoint(keys):
            found.append(article)
            seen |= keys
    return found


def _is_long_enough(article: Text) -> bool:
    if SPACELESS.search(article.text) and article.language in {"zh", "ja", "ko"}:
        return len("".join(article.text.split())) >= LEAST_CHARS
    return len(article.text.split()) >= LEAST_WORDS


def _key(kind: str, text: str) -> str:
    words = " ".join(re.findall(r"\w+", fold(text).text))
    return hashlib.sha256(f"{kind}:{words}".encode("utf-8", "surrogatepass")).hexdigest()


def _articles(places: Iterable[Path]) -> Iterator[Text]:
    for place in places:
        files = sorted(filter(_is_known, place.rglob("*"))) if place.is_dir() else [place]
        for file in files:
            yield from _of_rows(file) if file.name.lower().endswith(ROWS) else _of_feed(file)


def _is_known(file: Path) -> bool:
    return file.name.lower().endswith(FEEDS + ROWS)


def _of_feed(file: Path) -> Iterator[Text]:
    if not _is_known(file):
        raise ConfigError(f"{file}: not a feed (.xml) and no rows (.jsonl, .jsonl.gz)")
    try:
        entries = FEED.parse(Document(name=str(file), body=file.read_bytes()))
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error
    except SourceError as error:
        raise ConfigError(f"{file}: {error}") from error
    for entry in map(readable, entries):
        yield _text(entry.title, max(entry.summary, entry.content, key=len), entry.language)


def _of_rows(file: Path) -> Iterator[Text]:
    for row in rows(file):
        bodies = (str(row.get(name) or "") for name in ("text", "summary"))
        yield _text(row["title"], plain(max(bodies, key=len)), str(row.get("lang") or ""))


def _text(title: str, body: str, declared: str) -> Text:
    """Its own words say better than the feed what language it is in."""
    both = f"{title}\n{body}"
    language = script_language(both) or latin_language(both) or declared[:2].lower()
    return Text(title=squeeze(title), text=body, language=language)
