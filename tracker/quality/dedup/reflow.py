"""The same words set otherwise: lines, quotes, dashes, spaces, wide and narrow characters."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

from tracker.quality.dedup.corpus import Text
from tracker.quality.dedup.passages import sentences

Setting = Callable[[Text, random.Random], Text]

CURLED = (
    (re.compile(r'(?<![\w.,!?])"(?=\w)'), "“"), (re.compile(r'"'), "”"),
    (re.compile(r"(?<!\w)'(?=\w)"), "‘"), (re.compile(r"'"), "’"),
)  # fmt: skip
STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "「": '"', "」": '"'})
CORNERED = str.maketrans("“”‘’", "「」『』")
WIDE = {ord(char): ord(char) + 0xFEE0 for char in "0123456789%ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
NARROW = {"，": ",", "。": ".", "：": ":", "；": ";", "（": "(", "）": ")", "？": "?", "！": "!"}
MARK = re.compile(r"(?<!\d)[，。：；（）？！]|[，。：；（）？！](?!\d)")  # none between two numbers
SPACED = re.compile(r"(?<=[一-鿿])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[一-鿿])")
UNSPACED = re.compile(r"(?<=[一-鿿]) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]) (?=[一-鿿])")
DASHES = ((" — ", " - "), ("—", " - "), (" – ", " — "), (" - ", " — "), ("--", "—"), ("–", "-"))
ALTERED = (2, 3)  # settings, at least and at most


def reflowed(article: Text, chance: random.Random) -> Text | None:
    """Some of the settings below changed in title and body."""
    settings = CHINESE if article.spaceless else LATIN
    changed, done, wanted = article, 0, chance.randint(*ALTERED)
    for setting in chance.sample(settings, len(settings)):
        before, changed = changed, setting(changed, chance)
        done += changed != before
        if done == wanted:
            break
    return changed if done else None


def _joined(article: Text, chance: random.Random) -> Text:
    """No paragraphs; two numbers stay apart."""
    del chance
    text = article.text
    if article.spaceless:
        return replace(article, text=re.sub(r"\n+", _joint, text))
    return replace(article, text=re.sub(r"\n+", " ", text))


def _joint(lines: re.Match[str]) -> str:
    before, after = lines.string[: lines.start()], lines.string[lines.end() :]
    is_apart = re.search(r"[A-Za-z\d.,:]$", before) and re.match(r"[A-Za-z\d]", after)
    return " " if is_apart else ""


def _broken(article: Text, chance: random.Random) -> Text:
    """Each sentence a paragraph."""
    del chance
    return replace(article, text="\n".join(sentences(article)))


def _requoted(article: Text, chance: random.Random) -> Text:
    if article.spaceless and chance.random() < 0.5:
        return _both(article, lambda text: text.translate(CORNERED))
    return _both(article, _straightened)


def _straightened(text: str) -> str:
    straight = text.translate(STRAIGHT)
    if straight != text:
        return straight
    for mark, curled in CURLED:
        text = mark.sub(curled, text)
    return text


def _redashed(article: Text, chance: random.Random) -> Text:
    del chance
    return _both(article, _with_other_dashes)


def _with_other_dashes(text: str) -> str:
    old, new = next((pair for pair in DASHES if pair[0] in text), ("-", "-"))
    return text.replace(old, new)


def _unescaped(article: Text, chance: random.Random) -> Text:
    del chance
    return _both(article, unescape)


def _hard_spaced(article: Text, chance: random.Random) -> Text:
    """Spaces that keep words on one line, and two spaces where there was one."""
    words = (chance.choice((" ", " ", " ", "\u00a0", "  ")) for _ in article.text)
    return replace(article, text=re.sub(" ", lambda _: next(words), article.text))


def _widened(article: Text, chance: random.Random) -> Text:
    del chance
    return _both(article, lambda text: text.translate(WIDE))


def _narrowed(article: Text, chance: random.Random) -> Text:
    del chance
    return _both(article, lambda text: MARK.sub(lambda mark: NARROW[mark[0]], text))


def _respaced(article: Text, chance: random.Random) -> Text:
    """A space between ideographs and Latin letters or digits, or none."""
    del chance
    if UNSPACED.search(article.text):
        return _both(article, lambda text: UNSPACED.sub("", text))
    return _both(article, lambda text: SPACED.sub(" ", text))


def _both(article: Text, change: Callable[[str], str]) -> Text:
    return replace(article, title=change(article.title), text=change(article.text))


LATIN: tuple[Setting, ...] = (_joined, _broken, _requoted, _redashed, _unescaped, _hard_spaced)
CHINESE: tuple[Setting, ...] = (
    _joined, _broken, _requoted, _redashed, _unescaped, _widened, _narrowed, _respaced,
)  # fmt: skip
