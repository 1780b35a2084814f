"""Names in a text, and others that may stand for them."""

import random
import re
from collections.abc import Iterator

from tracker.quality.dedup.corpus import Text
from tracker.quality.dedup.passages import front, in_front, names, whole
from tracker.quality.dedup.places import (
    CHINESE_COUNTRIES,
    CHINESE_NAMES,
    COUNTRIES,
    NAMES,
    SHORT_COUNTRIES,
)
from tracker.quality.dedup.swaps import Swap, Swaps, always


def english_names(article: Text, chance: random.Random) -> Iterator[Swaps]:
    """Other countries for those in front, and made names for what is called by one there.

    Of the latter those that stand in the title, or twice in the body: the story is about them.
    """
    everything, before = whole(article), front(article)
    for country, people in COUNTRIES:
        if re.search(rf"\b(?:{country}|{people})\b", before) and f"{people}s" not in everything:
            land, folk = chance.choice([pair for pair in COUNTRIES if pair[0] not in everything])
            yield _proper(country, land), _proper(people, folk)
    made = [name for name in NAMES if name not in everything]
    countries = {word for pair in COUNTRIES for word in pair}
    for known in names(article.text):
        if known not in countries and _matters(known, article):
            yield (_proper(known, chance.choice(made)),)


def chinese_names(article: Text, chance: random.Random) -> Iterator[Swaps]:
    """Other countries and firms for those in front, as far as we know them by name."""
    everything = whole(article)
    for known in (CHINESE_COUNTRIES, CHINESE_NAMES):
        words = "|".join(sorted(known, key=len, reverse=True))
        others = [other for other in known if other not in everything]
        for name in in_front(words, article):
            if not _is_shortened(name, everything):
                yield (_only(name, words, chance.choice(others)),)


def _matters(name: str, article: Text) -> bool:
    word = rf"\b{name}\b"
    in_body = len(re.findall(word, article.text))
    return re.search(word, front(article)) is not None and (
        in_body > 1 or re.search(word, article.title) is not None
    )


def _proper(known: str, other: str) -> Swap:
    return always(rf"\b(?:{known}|{known.upper()})\b", other)


def _is_shortened(country: str, text: str) -> bool:
    """Whether `text` also says 美 for 美国, or names a body that is called after the country."""
    if country == "中国":
        return re.search("中国(?!企业|实体|公司|高校|产|的)", text) is not None
    short = SHORT_COUNTRIES.get(country, "")
    return short != "" and short in text.replace(country, "")


def _only(name: str, words: str, other: str) -> Swap:
    """In its own place, not in that of a longer word of `words`: not 印度 of 印度尼西亚."""
    return Swap(
        found=words, written=lambda place: other if place["fact"] == name else place["fact"]
    )
