"""The same happening told again: what an outlet does to an article that it takes from another.

Each way takes an article and a source of chance, and gives the copy, or None when there is nothing
in the article to be changed so. No number, name, negation or other fact is another one.
"""

import random
from collections.abc import Callable
from dataclasses import replace

from tracker.quality.dedup import furniture
from tracker.quality.dedup.corpus import Text
from tracker.quality.dedup.edits import hardly, heavily
from tracker.quality.dedup.headlines import anew, edited
from tracker.quality.dedup.passages import first, sentences, size
from tracker.quality.dedup.reflow import reflowed

Way = Callable[[Text, random.Random], Text | None]

CUT = ("…", "...", " […]")
KEPT_SHARE = (0.3, 0.8)
HARD_WORDS, HARD_CHARS = (25, 40), (60, 90)
TELLING_WORDS, TELLING_CHARS = 12, 30  # a shorter first sentence is no summary


def boilerplate(article: Text, chance: random.Random) -> Text | None:
    """A line or two before the body, after it, or both."""
    intros = furniture.of(furniture.INTROS, article.language)
    outros = furniture.of(furniture.OUTROS, article.language)
    before, after = chance.choice(((0, 1), (1, 0), (1, 1), (0, 2), (1, 2)))
    lines = (*chance.sample(intros, before), article.text, *chance.sample(outros, after))
    return replace(article, text="\n".join(lines))


def truncation(article: Text, chance: random.Random) -> Text | None:
    """30 to 80 % of the body, and a mark that there was more."""
    return _cut(article, round(size(article) * chance.uniform(*KEPT_SHARE)), chance)


def hard_truncation(article: Text, chance: random.Random) -> Text | None:
    """25 to 40 words of the body, in Chinese 60 to 90 characters, and a mark."""
    return _cut(article, chance.randint(*(HARD_CHARS if article.spaceless else HARD_WORDS)), chance)


def _cut(article: Text, count: int, chance: random.Random) -> Text | None:
    left = first(article, count).rstrip(" ,;:，；：、")
    if size(article) <= count or not left:
        return None
    return replace(article, text=left.rstrip(".。") + chance.choice(CUT))


def summary_only(article: Text, chance: random.Random) -> Text | None:
    """The first sentence or two of the body; None if there are no more."""
    told = sentences(article)
    count = 1 if _tells("".join(told[:1]), article) and chance.random() < 0.5 else 2
    space = "" if article.spaceless else " "
    return replace(article, text=space.join(told[:count])) if len(told) > count else None


def _tells(sentence: str, article: Text) -> bool:
    if article.spaceless:
        return len(sentence) >= TELLING_CHARS
    return len(sentence.split()) >= TELLING_WORDS


def suffix(article: Text, chance: random.Random) -> Text | None:
    """The outlet at the end of the title."""
    outlet = chance.choice(furniture.of(furniture.OUTLETS, article.language))
    end = chance.choice(furniture.of(furniture.SUFFIXES, article.language))
    return replace(article, title=article.title + end.format(outlet))


def update(article: Text, chance: random.Random) -> Text | None:
    """A title that says so, and one to three more sentences that tell nothing of the matter."""
    title = chance.choice(furniture.of(furniture.UPDATED, article.language))
    lines = chance.sample(furniture.of(furniture.UPDATES, article.language), chance.randint(1, 3))
    space = "" if article.spaceless else " "
    return replace(
        article, title=title.format(article.title), text=f"{article.text}\n{space.join(lines)}"
    )


def tracking(article: Text, chance: random.Random) -> Text | None:
    """Parameters in the address that say how a reader came; None if it has no address."""
    if not article.url:
        return None
    mark = "&" if "?" in article.url else "?"
    return replace(article, url=f"{article.url}{mark}{chance.choice(furniture.TRACKING)}")


COPIES: dict[str, Way] = {
    "boilerplate": boilerplate,
    "truncation": truncation,
    "summary only": summary_only,
    "hard truncation": hard_truncation,
    "title edit": edited,
    "new headline": anew,
    "reflow": reflowed,
    "suffix": suffix,
    "light edit": hardly,
    "hard edit": heavily,
    "update": update,
    "tracking parameters": tracking,
}
# May leave out the very fact by which a sequel differs: then nobody could tell which it copies.
LOSSY = frozenset({"truncation", "summary only", "hard truncation", "new headline"})
