"""Articles to begin with: those that people have at hand, and made ones."""

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path

from tracker.core.fold import fold
from tracker.core.text import SPACELESS, latin_language, script_language, squeeze
from tracker.errors import ConfigError, SourceError
from tracker.quality.chance import seeded
from tracker.quality.dedup.streams.banks import bank
from tracker.quality.dedup.streams.text import Text
from tracker.quality.labelled import rows
from tracker.sources import Document, Feed
from tracker.sources.text.html import plain, readable

FEED = Feed(id="corpus", name="Corpus", url="https://corpus.example/feed")
FEEDS, ROWS = (".xml",), (".jsonl", ".jsonl.gz")
LEAST_WORDS, LEAST_CHARS = 30, 60  # of a body; shorter ones cannot be told apart
SLOT = re.compile(r"\{(\w+)\}")
DIGITS = re.compile(r"#+")
ARTICLE = re.compile(r"\b([Aa]) (?=[aeioAEIO]|un[^i])")
VERB = {"en": ("v", "vs", "ved", "ving", "to"), "zh": ("v", "v2")}  # slots of its forms
LEAST = {"en": 125, "zh": 260}  # words or characters of the shortest body
MORE = 1.5  # how many times as long the longest is, roughly
OPENED = 0.3  # of the sentences begin with an opener
PARAGRAPH = (2, 3)  # sentences, at least and at most

Facts = Mapping[str, str]


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
    return " ".join((kind, *re.findall(r"\w+", fold(text).text)))


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


def made(count: int, language: str, seed: int) -> list[Text]:
    """So many articles of our own in `language`, "en" or "zh"; the same for the same seed.

    No two have one title. Of the 3-word (in Chinese 4-character) phrases in the first 120 words
    (240 characters) of one, another of ten thousand has at most 40 %. Raises KeyError for another
    language.
    """
    writer = _Writer(language, seeded(seed))
    return [writer.article() for _ in range(count)]


class _Writer:
    """Articles of one language, one after the other."""

    def __init__(self, language: str, chance: random.Random) -> None:
        self._language, self._chance = language, chance
        self._space = " " if language == "en" else ""
        self._words = bank("words", language)
        self._frames = tuple(bank("frames", language).values())
        self._more = bank("sentences", language)
        self._titles: set[str] = set()

    def article(self) -> Text:
        """One whose title has its own combination of who acts, the act, its object and a number."""
        acts, *frame = self._chance.choice(self._frames)
        facts = self._facts(self._chance.choice(acts.split(" | ")), " ".join(frame))
        title, *begun = (self._written(template, facts) for template in frame)
        if title in self._titles:
            return self.article()
        self._titles.add(title)
        text = "\n".join(self._paragraphs(chain(begun, self._others())))
        return Text(title=title, text=text, language=self._language)

    def _facts(self, act: str, frame: str) -> Facts:
        """What stays the same in title and first sentences, by slot."""
        facts = dict(zip(VERB[self._language], act.split(), strict=False))
        for slots in (key for key in self._words if "/" in key):
            pair = self._chance.choice(self._words[slots]).split(" | ")
            facts |= zip(slots.split("/"), pair, strict=True)
        for slot in SLOT.findall(frame):
            if slot not in facts:
                facts[slot] = self._filled(f"{{{slot}}}", facts)
        return facts

    def _others(self) -> Iterator[str]:
        """All other sentences, in any order."""
        templates = self._more["sentence"]
        for template in self._chance.sample(templates, len(templates)):
            opened = self._chance.random() < OPENED
            opener = self._chance.choice(self._more["opener"]) if opened else ""
            comma = ", " if opener and self._space else ""
            yield self._written(f"{opener}{comma}{template}{'.' if self._space else '。'}", {})

    def _paragraphs(self, sentences: Iterator[str]) -> Iterator[str]:
        """Of two or three sentences, until the body is long enough."""
        left = LEAST[self._language] * self._chance.uniform(1, MORE)
        while left > 0:
            paragraph = self._space.join(islice(sentences, self._chance.randint(*PARAGRAPH)))
            left -= len(paragraph.split()) if self._space else len(paragraph)
            yield paragraph

    def _written(self, template: str, facts: Facts) -> str:
        text = ARTICLE.sub(r"\1n ", self._filled(template, facts))
        return text[:1].upper() + text[1:]

    def _filled(self, template: str, facts: Facts) -> str:
        while SLOT.search(template):
            template = SLOT.sub(lambda slot: self._filler(slot[1], facts), template)
        return DIGITS.sub(self._number, template)

    def _filler(self, slot: str, facts: Facts) -> str:
        return facts[slot] if slot in facts else self._chance.choice(self._words[slot])

    def _number(self, digits: re.Match[str]) -> str:
        size = len(digits[0])
        # The part after a comma or a point may begin with any digit, and 0 is no end of it.
        is_rest = digits.string[digits.start() - 1 : digits.start()] in {",", "."}
        least = 10 ** (size - 1) + 1 if size > 1 else 2
        number = self._chance.randrange(1 if is_rest else least, 10**size)
        return f"{number:0{size}}"
