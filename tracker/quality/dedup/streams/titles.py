"""Titles of one article in other words: edited, or made anew from what else it says."""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from tracker.quality.dedup.streams.banks import bank, furniture
from tracker.quality.dedup.streams.text import NUMBER, Text, names
from tracker.quality.dedup.streams.wording import with_synonym

Turn = Callable[[str, random.Random], str]

SPELLINGS = {
    "U.S.": "US", "US": "U.S.", "UK": "U.K.", "U.K.": "UK", "EU": "European Union",
    "percent": "per cent", "&": "and", "vs": "versus", "AI": "artificial intelligence",
}  # fmt: skip
SPELLING = r"(?<![\w.])(?:U\.S\.|U\.K\.|(?:US|UK|EU|percent|&|vs|AI)(?![\w.-]))"
LATER_CLAUSE = r"^([^:,]+) ((?:after|amid|as|while|when|because) [^:,]+)$"
CLAUSES = r"^([^，：:“《]{4,})，([^，：:”》]{4,})$"
FLASHES = ("快讯：", "最新消息：", "速递｜", "要闻：")
HEADLINE = {False: (5, 16), True: (8, 32)}  # words, or characters
CLAUSE = re.compile(r"[,;:，；：。.!?！？]\s*|\s[-–—]\s")
QUOTES = re.compile(r"[\"“”「」]")
SHARED = 1 / 3  # of the words of the shorter headline, at most
FROM_BODY = 0.7  # of new headlines, where the body has a fitting clause
CONTRACTED = r"n['’]t\b|[不未没無无否]"


def title_edit(article: Text, chance: random.Random) -> Text | None:
    """The title with one or two of: a synonym, another order, other marks, other capitals."""
    turns = TURNS["zh" if article.language == "zh" else "en"]
    title, done = article.title, 0
    for turn in chance.sample(turns, len(turns)):
        before, title = title, turn(title, chance)
        done += title != before
        if done == 2:
            break
    return replace(article, title=title)


def new_headline(article: Text, chance: random.Random) -> Text | None:
    """A headline from another sentence of the body, else of general words.

    It shares at most a third of its words with the title, and has no number and no negation.
    """
    least, most = HEADLINE[article.spaceless]
    heads = [CLAUSE.split(QUOTES.sub("", told))[0].strip() for told in article.sentences[1:]]
    long = [h for h in heads if least <= len(h if article.spaceless else h.split()) <= most]
    possible = [head for head in long if _is_other(head, article)]
    if possible and chance.random() < FROM_BODY:
        return replace(article, title=chance.choice(possible))
    called = names(article.text)
    if article.language == "zh":
        called = [head for head in heads if 2 <= len(head) <= 8 and not NUMBER.search(head)]
    title = furniture("headline" if called else "nameless headline", article.language, chance)
    title = title.format(name=chance.choice(called or [""]))
    return replace(article, title=title) if _is_other(title, article) else None


def _is_other(headline: str, article: Text) -> bool:
    words = bank("opposites", "en")
    telling = "|".join((*words["negation"], *words["number"], *words["large number"]))
    if NUMBER.search(headline) or re.search(rf"(?i)\b(?:{telling})\b|{CONTRACTED}", headline):
        return False
    mine, theirs = (_pieces(text, article) for text in (headline, article.title))
    return len(mine & theirs) <= SHARED * min(len(mine), len(theirs))


def _pieces(headline: str, article: Text) -> set[str]:
    """Words, or pairs of characters where no space parts words."""
    if article.spaceless:
        return {headline[at : at + 2] for at in range(len(headline) - 1)}
    return set(re.findall(r"\w+", headline.lower()))


# -- what is done to a title: each gives it back as it was if there is nothing to do ---------------


def _respelt(title: str, _: random.Random) -> str:
    return re.sub(SPELLING, lambda found: SPELLINGS[found[0]], title)


def _reordered(title: str, _: random.Random) -> str:
    clauses = re.match(LATER_CLAUSE, title)
    return f"{_capital(clauses[2])}, {clauses[1]}" if clauses else title


def _chinese_reordered(title: str, _: random.Random) -> str:
    return re.sub(CLAUSES, r"\2，\1", title)


def _remarked(title: str, chance: random.Random) -> str:
    marked = (
        re.sub(r"(?<=[a-z])[:;] ", chance.choice((" - ", " – ")), title),
        re.sub(r"(?<=[A-Za-z])-(?=[a-z]{3})", " ", title),
        re.sub(r"(?<!\w)['‘\"“]|['’\"”](?!\w)", "", title),
        title.removesuffix(".") if title.endswith(".") else f"{title}.",
    )
    return chance.choice([text for text in marked if text != title])


def _chinese_remarked(title: str, chance: random.Random) -> str:
    marked = (
        title.replace("：", chance.choice(("｜", " ", "——"))),
        re.sub(r"(?<!\d)，|，(?!\d)", " ", title),
        title.translate(str.maketrans("“”", "「」")),
        re.sub(r"(?<=[一-鿿])(?=\d)|(?<=\d)(?=[一-鿿])", " ", title),
        f"{title}！",
    )
    return chance.choice([text for text in marked if text != title])


def _recapitalised(title: str, chance: random.Random) -> str:
    words = title.upper() if chance.random() < 0.5 else title
    return " ".join(map(_capital, words.split(" ")))


def _flashed(title: str, chance: random.Random) -> str:
    return f"{chance.choice(FLASHES)}{title}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


TURNS: Mapping[str, tuple[Turn, ...]] = {
    "en": (partial(with_synonym, language="en"), _respelt, _reordered, _remarked, _recapitalised),
    "zh": (partial(with_synonym, language="zh"), _chinese_reordered, _chinese_remarked, _flashed),
}
