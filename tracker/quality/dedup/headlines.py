"""Titles of one article in other words: edited, or made anew from what else it says."""

import random
import re
from collections.abc import Callable
from dataclasses import replace

from tracker.quality.dedup import furniture, opposites
from tracker.quality.dedup.corpus import Text
from tracker.quality.dedup.edits import swapped
from tracker.quality.dedup.passages import NUMBER, names, sentences

Turn = Callable[[str, random.Random], str]

SPELLINGS = {
    "U.S.": "US", "US": "U.S.", "UK": "U.K.", "U.K.": "UK", "EU": "European Union",
    "percent": "per cent", "&": "and", "vs": "versus", "AI": "artificial intelligence",
}  # fmt: skip
SPELLING = re.compile(r"(?<![\w.])(?:U\.S\.|U\.K\.|(?:US|UK|EU|percent|&|vs|AI)(?![\w.-]))")
LATER_CLAUSE = re.compile(r"^([^:,]+) ((?:after|amid|as|while|when|because) [^:,]+)$")
PAIR = re.compile(
    r"\b([a-z]{4,}) and ([a-z]{4,})$|\b([a-z]{4,}) and ([a-z]{4,})(?= (?:for|in|of)\b)"
)
CLAUSES = re.compile(r"^([^，：:“《]{4,})，([^，：:”》]{4,})$")
FLASHES = ("快讯：", "最新消息：", "速递｜", "要闻：")
HEADLINE_WORDS, HEADLINE_CHARS = (5, 16), (8, 32)
CLAUSE = re.compile(r"[,;:，；：。.!?！？]\s*|\s[-–—]\s")
QUOTES = re.compile(r"[\"“”「」]")
SHARED = 1 / 3  # of the words of the shorter headline, at most
# What no copy has in its title that is not in the other: negations, and numbers in words.
TELLING_WORDS = {*opposites.NEGATIONS, *opposites.NUMBER_WORDS, *opposites.LARGE}
TELLING = re.compile(
    rf"\b(?:{'|'.join(sorted(TELLING_WORDS))})\b"
    r"|n['’]t\b|[不未没無无否]",
    re.IGNORECASE,
)


def edited(article: Text, chance: random.Random) -> Text | None:
    """The title with one or two of: a synonym, another order, other marks, other capitals."""
    turns = TURNS["zh" if article.language == "zh" else "en"]
    title = article.title
    done = 0
    for turn in chance.sample(turns, len(turns)):
        changed = turn(title, chance)
        if changed != title:
            title, done = changed, done + 1
        if done == 2:
            break
    return replace(article, title=title) if title != article.title else None


def anew(article: Text, chance: random.Random) -> Text | None:
    """A headline from another sentence of the body, else of general words.

    It shares at most a third of its words with the title, and has no number and no negation.
    """
    possible = [clause for clause in _clauses(article) if _is_other(clause, article)]
    if possible and chance.random() < 0.7:
        return replace(article, title=chance.choice(possible))
    title = _general(article, chance)
    return replace(article, title=title) if _is_other(title, article) else None


def _general(article: Text, chance: random.Random) -> str:
    called = _called(article)
    if not called:
        return chance.choice(furniture.of(furniture.NAMELESS, article.language))
    headline = chance.choice(furniture.of(furniture.HEADLINES, article.language))
    return headline.format(chance.choice(called))


def _called(article: Text) -> list[str]:
    """What a general headline can speak of: names, in Chinese what begins a sentence."""
    if article.language != "zh":
        return names(article.text)
    heads = (CLAUSE.split(sentence)[0] for sentence in sentences(article)[1:])
    return [head for head in heads if 2 <= len(head) <= 8 and not NUMBER.search(head)]


def _clauses(article: Text) -> list[str]:
    """The beginnings of sentences, up to a mark, that are as long as a headline."""
    least, most = HEADLINE_CHARS if article.spaceless else HEADLINE_WORDS
    heads = (CLAUSE.split(QUOTES.sub("", told))[0].strip() for told in sentences(article)[1:])
    return [h for h in heads if least <= len(h if article.spaceless else h.split()) <= most]


def _is_other(headline: str, article: Text) -> bool:
    if NUMBER.search(headline) or TELLING.search(headline):
        return False
    mine, theirs = (
        _pieces(text, spaceless=article.spaceless) for text in (headline, article.title)
    )
    return len(mine & theirs) <= SHARED * min(len(mine), len(theirs))


def _pieces(headline: str, *, spaceless: bool) -> set[str]:
    """Words, or pairs of characters where no space parts words."""
    if spaceless:
        return {headline[at : at + 2] for at in range(len(headline) - 1)}
    return set(re.findall(r"\w+", headline.lower()))


# -- what is done to a title: each gives it back as it was if there is nothing to do ---------------


def _synonym(title: str, chance: random.Random) -> str:
    return swapped(title, "en", 1, chance)


def _respelt(title: str, chance: random.Random) -> str:
    del chance
    return SPELLING.sub(lambda found: SPELLINGS[found[0]], title)


def _reordered(title: str, chance: random.Random) -> str:
    """The clause in front, or two nouns the other way round."""
    del chance
    if found := LATER_CLAUSE.match(title):
        return f"{_capital(found[2])}, {found[1]}"
    return PAIR.sub(lambda pair: " and ".join(filter(None, reversed(pair.groups()))), title)


def _remarked(title: str, chance: random.Random) -> str:
    marked = (
        re.sub(r"(?<=[a-z])[:;] ", chance.choice((" - ", " – ")), title),
        re.sub(r"(?<=[A-Za-z])-(?=[a-z]{3})", " ", title),
        re.sub(r"(?<!\w)['‘\"“]|['’\"”](?!\w)", "", title),
        title.removesuffix(".") if title.endswith(".") else f"{title}.",
    )
    return chance.choice([text for text in marked if text != title])


def _recapitalised(title: str, chance: random.Random) -> str:
    if chance.random() < 0.5:
        return title.upper()
    return " ".join(_capital(word) for word in title.split(" "))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _chinese_synonym(title: str, chance: random.Random) -> str:
    return swapped(title, "zh", 1, chance)


def _chinese_reordered(title: str, chance: random.Random) -> str:
    del chance
    return CLAUSES.sub(r"\2，\1", title)


def _chinese_remarked(title: str, chance: random.Random) -> str:
    marked = (
        title.replace("：", chance.choice(("｜", " ", "——"))),
        re.sub(r"(?<!\d)，|，(?!\d)", " ", title),
        title.translate(str.maketrans("“”", "「」")),
        re.sub(r"(?<=[一-鿿])(?=\d)|(?<=\d)(?=[一-鿿])", " ", title),
        f"{title}！",
    )
    return chance.choice([text for text in marked if text != title])


def _flashed(title: str, chance: random.Random) -> str:
    return f"{chance.choice(FLASHES)}{title}"


TURNS: dict[str, tuple[Turn, ...]] = {
    "en": (_synonym, _respelt, _reordered, _remarked, _recapitalised),
    "zh": (_chinese_synonym, _chinese_reordered, _chinese_remarked, _flashed),
}
