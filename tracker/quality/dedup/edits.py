"""Other words in a text, and slips of the pen, that leave every fact as it is."""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.quality.dedup import synonyms
from tracker.quality.dedup.corpus import Text
from tracker.quality.dedup.passages import size

WORD = re.compile(r"(?<![\w'’&-])[a-z]+(?![\w'’-])")  # one with a capital may be a name
TITLES = re.compile(r"《[^》]*》|“[^”]{1,12}”")  # of documents, and what is called so
WORTH_A_TYPO = 7  # letters of a word; a shorter one may become another word
PER_LIGHT_EDIT = 40  # words of which one is changed, in Chinese characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What may stand in the place of `start` to `end`; "" where words may be left out."""

    start: int
    end: int
    choices: tuple[str, ...]


def hardly(article: Text, chance: random.Random) -> Text | None:
    """A few synonyms, one or two adverbs fewer, and a typo."""
    few = max(2, size(article) // PER_LIGHT_EDIT)
    swaps = _some(synonyms_in(article.text, article), few, chance)
    drops = _some(adverbs_in(article), chance.randint(1, 2), chance)
    typos = _some(typos_in(article), 1, chance)
    return _edited(article, [*typos, *drops, *swaps], chance)


def heavily(article: Text, chance: random.Random) -> Text | None:
    """10 to 15 % of the words are others, or missing; None if fewer could be."""
    possible = _apart([*synonyms_in(article.text, article), *droppable_in(article)], chance)
    wanted = size(article) * chance.uniform(0.105, 0.15)
    edits: list[Edit] = []
    for edit in possible:
        if sum(_weight(done, article) for done in edits) >= wanted:
            break
        edits.append(edit)
    enough = sum(_weight(done, article) for done in edits) >= size(article) * 0.1
    return _edited(article, edits, chance) if enough else None


def synonyms_in(text: str, article: Text) -> list[Edit]:
    """Every place of `text` where a synonym may stand; `article` says in which language."""
    known = synonyms.CHINESE if article.language == "zh" else synonyms.ENGLISH
    return [
        Edit(start=start, end=end, choices=known[word])
        for start, end, word in _words(text, article)
        if word in known
    ]


def adverbs_in(article: Text) -> list[Edit]:
    """The adverbs of the body."""
    known = synonyms.CHINESE_ADVERBS if article.language == "zh" else synonyms.ADVERBS
    return _drops(article, known)


def droppable_in(article: Text) -> list[Edit]:
    """The words of the body that may be left out."""
    if article.language == "zh":
        return _drops(article, synonyms.CHINESE_ADVERBS | {"的"})
    return _drops(article, synonyms.DROPPED)


def typos_in(article: Text) -> list[Edit]:
    """The long words of the body, misspelt, or in Chinese the usual confusions."""
    words = _words(article.text, article)
    if article.language == "zh":
        places = [
            (found.start(), found[0])
            for typo in synonyms.CHINESE_TYPOS
            for found in re.finditer(typo, article.text)
        ]
        return [
            Edit(start=start, end=start + len(word), choices=synonyms.CHINESE_TYPOS[word])
            for start, word in sorted(places)
        ]
    return [
        Edit(start=start, end=end, choices=_misspelt(word))
        for start, end, word in words
        if len(word) >= WORTH_A_TYPO and word not in synonyms.KEPT
    ]


def swapped(text: str, article: Text, count: int, chance: random.Random) -> str:
    """`text` with so many synonyms, or fewer."""
    return _applied(text, _some(synonyms_in(text, article), count, chance), chance)


def _misspelt(word: str) -> tuple[str, ...]:
    """A letter missing, doubled, or in its neighbour's place; the first and last stay."""
    at = len(word) // 2
    return (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )


def _words(text: str, article: Text) -> list[tuple[int, int, str]]:
    pattern = synonyms.CHINESE_WORD if article.language == "zh" else WORD
    quoted = [found.span() for found in TITLES.finditer(text)]
    return [
        (*found.span(), found[0])
        for found in pattern.finditer(text)
        if not any(start <= found.start() < end for start, end in quoted)
    ]


def _drops(article: Text, known: Iterable[str]) -> list[Edit]:
    space = "" if article.language == "zh" else " "
    words = frozenset(known)
    return [
        Edit(start=start, end=end + len(space), choices=("",))
        for start, end, word in _words(article.text, article)
        if word in words and article.text[end : end + 1] == (space or article.text[end : end + 1])
    ]


def _some(edits: list[Edit], count: int, chance: random.Random) -> list[Edit]:
    return chance.sample(edits, min(count, len(edits)))


def _apart(edits: list[Edit], chance: random.Random) -> list[Edit]:
    """In an order by chance, none over another."""
    found: dict[int, Edit] = {}
    for edit in chance.sample(edits, len(edits)):
        found.setdefault(edit.start, edit)
    return list(found.values())


def _weight(edit: Edit, article: Text) -> int:
    return edit.end - edit.start if article.spaceless else 1


def _edited(article: Text, edits: list[Edit], chance: random.Random) -> Text | None:
    text = _applied(article.text, _apart(edits, chance), chance)
    if text == article.text:
        return None
    return Text(title=article.title, text=text, language=article.language, url=article.url)


def _applied(text: str, edits: list[Edit], chance: random.Random) -> str:
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        instead = chance.choice(edit.choices)
        text = text[: edit.start] + instead + text[edit.end :]
    return text
