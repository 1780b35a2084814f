"""Other words in a text, and slips of the pen, that leave every fact as it is."""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from tracker.quality.dedup.streams.banks import bank, kept
from tracker.quality.dedup.streams.text import Text

WORD = r"(?<![\w'’&-])[a-z]+(?![\w'’-])"  # one with a capital may be a name
OF = r"(?<!目)的(?![确士黎])"  # no part of a word or a name: 目的, 的确, 的黎波里
TITLES = re.compile(r"《[^》]*》|“[^”]{1,12}”")  # of documents, and what is called so
WORTH_A_TYPO = 7  # letters of a word; a shorter one may become another word
PER_LIGHT_EDIT = {False: 40, True: 90}  # words, or characters, for each of which one is another
HARD_EDIT = (0.105, 0.15)  # how much of the body is another
AN = re.compile(r"\b[Aa](n?) $")

Edit = tuple[int, int, tuple[str, ...]]  # from, to, what may stand there; "" where it may go


def light_edit(article: Text, chance: random.Random) -> Text | None:
    """A few synonyms, one or two adverbs fewer, and a typo."""
    few = max(2, article.size // PER_LIGHT_EDIT[article.spaceless])
    swaps = _some(list(_swaps(article.text, article.language)), few, chance)
    drops = _some(list(_drops(article, "adverb")), chance.randint(1, 2), chance)
    typos = _some(list(_typos(article)), 1, chance)
    return replace(article, text=_edited(article.text, [*typos, *drops, *swaps], chance))


def hard_edit(article: Text, chance: random.Random) -> Text | None:
    """10 to 15 % of the words are others, or missing; None if fewer could be."""
    possible = [*_swaps(article.text, article.language), *_drops(article, "adverb", "little")]
    left = article.size * chance.uniform(*HARD_EDIT)
    edits = []
    for edit in _some(possible, len(possible), chance):
        if left > 0:
            edits.append(edit)
            left -= edit[1] - edit[0] if article.spaceless else 1
    return None if left > 0 else replace(article, text=_edited(article.text, edits, chance))


def with_synonym(text: str, chance: random.Random, language: str) -> str:
    """`text` with another word for one of it, if there is any."""
    return _edited(text, _some(list(_swaps(text, language)), 1, chance), chance)


@cache
def synonyms(language: str) -> Mapping[str, tuple[str, ...]]:
    """Words that may be replaced, and by what. In Chinese one character alone may be any word."""
    groups = [tuple(line.split(", ")) for line in bank("synonyms", language)["same"]]
    found: dict[str, tuple[str, ...]] = {}
    for group in groups:
        for word in group:
            if len(word) > 1:
                found[word] = (*found.get(word, ()), *(other for other in group if other != word))
    return found


@cache
def _touchable(language: str) -> re.Pattern[str]:
    if language != "zh":
        return re.compile(WORD)
    words = {*synonyms("zh"), *bank("synonyms", "zh")["adverb"]}
    return re.compile("|".join([*sorted(words, key=len, reverse=True), OF]))


def _words(text: str, language: str) -> Iterator[re.Match[str]]:
    """Words that may be another."""
    quoted = [place.span() for place in TITLES.finditer(text)]
    for place in _touchable(language).finditer(text):
        if not any(start <= place.start() < end for start, end in quoted):
            yield place


def _swaps(text: str, language: str) -> Iterator[Edit]:
    known = synonyms(language)
    for place in _words(text, language):
        choices = known.get(place[0], ())
        if article := AN.search(text[max(0, place.start() - 4) : place.start()]):
            choices = tuple(w for w in choices if (w[0] in "aeiou") == (article[1] == "n"))
        if choices:
            yield (*place.span(), choices)


def _drops(article: Text, *kinds: str) -> Iterator[Edit]:
    """The words of the body that may be left out, each with the space after it."""
    text, space = article.text, "" if article.language == "zh" else " "
    known = bank("synonyms", article.language)
    idle = {word for kind in kinds for word in known[kind]}
    for place in _words(text, article.language):
        start, end = place.span()
        is_apart = text.startswith(space, end) and not text.endswith("not ", 0, start)
        if place[0] in idle and is_apart:
            yield start, end + len(space), ("",)


def _typos(article: Text) -> Iterator[Edit]:
    """The long words of the body, misspelt, or in Chinese the usual confusions."""
    text = article.text
    if article.language == "zh":
        confused = dict(pair.split() for pair in bank("synonyms", "zh")["typo"])
        for place in re.finditer("|".join(confused), text):
            yield (*place.span(), (confused[place[0]],))
        return
    for place in _words(text, article.language):
        if len(place[0]) >= WORTH_A_TYPO and place[0] not in kept("en"):
            yield (*place.span(), _misspelt(place[0]))


def _misspelt(word: str) -> tuple[str, ...]:
    """A letter missing, doubled, or in its neighbour's place; the first and last stay."""
    at = len(word) // 2
    before, letter, after = word[:at], word[at], word[at + 1 :]
    return before + after, before + letter * 2 + after, before + after[0] + letter + after[1:]


def _some(edits: list[Edit], count: int, chance: random.Random) -> list[Edit]:
    return chance.sample(edits, min(count, len(edits)))


def _edited(text: str, edits: list[Edit], chance: random.Random) -> str:
    """The last first, so that places stay; of two that overlap the earlier one is left out."""
    begun = len(text)
    for start, end, choices in sorted(edits, reverse=True):
        if end <= begun:
            text = text[:start] + chance.choice(choices) + text[end:]
            begun = start
    return text
