"""Other words in a text, and slips of the pen, that leave every fact as it is."""

import random
import re
from dataclasses import dataclass, replace

from tracker.quality.dedup import opposites, synonyms
from tracker.quality.dedup.corpus import Text
from tracker.quality.dedup.passages import size

WORD = re.compile(r"(?<![\w'’&-])[a-z]+(?![\w'’-])")  # one with a capital may be a name
TITLES = re.compile(r"《[^》]*》|“[^”]{1,12}”")  # of documents, and what is called so
WORTH_A_TYPO = 7  # letters of a word; a shorter one may become another word
PER_LIGHT_EDIT = {False: 40, True: 90}  # words, or characters, for each of which one is another
LEAST_HEAVY, MOST_HEAVY = 0.105, 0.15
AN = re.compile(r"\b[Aa](n?) $")
CONFUSED = re.compile("|".join(synonyms.CHINESE_TYPOS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What may stand in the place of `start` to `end`; "" where words may be left out."""

    start: int
    end: int
    choices: tuple[str, ...]


def hardly(article: Text, chance: random.Random) -> Text | None:
    """A few synonyms, one or two adverbs fewer, and a typo."""
    few = max(2, size(article) // PER_LIGHT_EDIT[article.spaceless])
    swaps = _some(_synonyms(article.text, article.language), few, chance)
    drops = _some(_drops(article, adverbs=True), chance.randint(1, 2), chance)
    typos = _some(_typos(article), 1, chance)
    return _edited(article, [*typos, *drops, *swaps], chance)


def heavily(article: Text, chance: random.Random) -> Text | None:
    """10 to 15 % of the words are others, or missing; None if fewer could be."""
    possible = [*_synonyms(article.text, article.language), *_drops(article)]
    wanted = size(article) * chance.uniform(LEAST_HEAVY, MOST_HEAVY)
    edits: list[Edit] = []
    weight = 0
    for edit in _some(possible, len(possible), chance):
        if weight < wanted:
            edits.append(edit)
            weight += edit.end - edit.start if article.spaceless else 1
    return _edited(article, edits, chance) if weight >= wanted else None


def swapped(text: str, language: str, count: int, chance: random.Random) -> str:
    """`text` with so many synonyms, or fewer."""
    return _applied(text, _some(_synonyms(text, language), count, chance), chance)


def _synonyms(text: str, language: str) -> list[Edit]:
    known = synonyms.CHINESE if language == "zh" else synonyms.ENGLISH
    possible = (
        Edit(start=start, end=end, choices=_fitting(text[:start], known[word]))
        for start, end, word in _words(text, language)
        if word in known
    )
    return [edit for edit in possible if edit.choices]


def _fitting(before: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    """Those that go with the article that stands before them, if one does."""
    article = AN.search(before)
    if not article:
        return choices
    return tuple(word for word in choices if (word[0] in "aeiou") == (article[1] == "n"))


def _drops(article: Text, *, adverbs: bool = False) -> list[Edit]:
    """The words of the body that may be left out, each with the space after it."""
    is_chinese = article.language == "zh"
    english = synonyms.ADVERBS if adverbs else synonyms.DROPPED
    chinese = synonyms.CHINESE_ADVERBS if adverbs else synonyms.CHINESE_DROPPED
    return [
        Edit(start=start, end=end if is_chinese else end + 1, choices=("",))
        for start, end, word in _words(article.text, article.language)
        if (
            word in chinese
            if is_chinese
            else word in english and article.text[end : end + 1] == " "
        )
        and not article.text[:start].endswith("not ")
    ]


def _typos(article: Text) -> list[Edit]:
    """The long words of the body, misspelt, or in Chinese the usual confusions."""
    if article.language == "zh":
        return [
            Edit(start=found.start(), end=found.end(), choices=synonyms.CHINESE_TYPOS[found[0]])
            for found in CONFUSED.finditer(article.text)
        ]
    return [
        Edit(start=start, end=end, choices=_misspelt(word))
        for start, end, word in _words(article.text, article.language)
        if len(word) >= WORTH_A_TYPO and word not in opposites.KEPT
    ]


def _misspelt(word: str) -> tuple[str, ...]:
    """A letter missing, doubled, or in its neighbour's place; the first and last stay."""
    at = len(word) // 2
    before, letter, after = word[:at], word[at], word[at + 1 :]
    return before + after, before + letter * 2 + after, before + after[0] + letter + after[1:]


def _words(text: str, language: str) -> list[tuple[int, int, str]]:
    """Where words begin and end that may be touched, and the words."""
    pattern = synonyms.CHINESE_WORD if language == "zh" else WORD
    quoted = [found.span() for found in TITLES.finditer(text)]
    return [
        (*found.span(), found[0])
        for found in pattern.finditer(text)
        if not any(start <= found.start() < end for start, end in quoted)
    ]


def _some(edits: list[Edit], count: int, chance: random.Random) -> list[Edit]:
    return chance.sample(edits, min(count, len(edits)))


def _edited(article: Text, edits: list[Edit], chance: random.Random) -> Text | None:
    text = _applied(article.text, edits, chance)
    return replace(article, text=text) if text != article.text else None


def _applied(text: str, edits: list[Edit], chance: random.Random) -> str:
    """The last first, so that places stay; of two that overlap the earlier one is left out."""
    begun = len(text)
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        if edit.end <= begun:
            text = text[: edit.start] + chance.choice(edit.choices) + text[edit.end :]
            begun = edit.start
    return text
