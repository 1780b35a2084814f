"""The same happening told again: what an outlet does to an article that it takes from another.

Each way takes an article and a source of chance, and gives the copy, or None when there is nothing
in the article to be changed so. No number, name, negation or other fact is another one.
"""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import unescape

from tracker.quality.dedup.streams.banks import bank, furniture
from tracker.quality.dedup.streams.text import Text
from tracker.quality.dedup.streams.titles import new_headline, title_edit
from tracker.quality.dedup.streams.wording import hard_edit, light_edit

CUT = ("…", "...", " […]")
KEPT_SHARE = (0.3, 0.8)
HARD_WORDS, HARD_CHARS = (25, 40), (60, 90)
TELLING_WORDS, TELLING_CHARS = 12, 30  # a shorter first sentence is no summary
STRAIGHT = str.maketrans("“”‘’「」", '""\'\'""')
CORNERED = str.maketrans("“”‘’", "「」『』")
WIDE = {ord(char): ord(char) + 0xFEE0 for char in "0123456789%ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
NARROW = dict(zip("，。：；（）？！", ",.:;()?!", strict=True))
MARK = r"(?<!\d)[，。：；（）？！]|[，。：；（）？！](?!\d)"  # none between two numbers
SPACE = r"(?<=[一-鿿]){0}(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]){0}(?=[一-鿿])"
DASHES = ((" — ", " - "), ("—", " - "), (" – ", " — "), (" - ", " — "), ("--", "—"), ("–", "-"))
ALTERED = (2, 3)  # settings, at least and at most


def copied(article: Text, kind: str, chance: random.Random) -> Text | None:
    """`article` changed in one of the ways of `COPIES`; None where nothing can be changed so.

    Raises KeyError for another kind.
    """
    copy = COPIES[kind](article, chance)
    return copy if copy != article else None


def boilerplate(article: Text, chance: random.Random) -> Text | None:
    """A line or two before the body, after it, or both."""
    lines = bank("furniture", article.language)
    before, after = chance.choice(((0, 1), (1, 0), (1, 1), (0, 2), (1, 2)))
    intros, outros = chance.sample(lines["intro"], before), chance.sample(lines["outro"], after)
    return replace(article, text="\n".join((*intros, article.text, *outros)))


def truncation(article: Text, chance: random.Random) -> Text | None:
    """30 to 80 % of the body, and a mark that there was more."""
    return _cut(article, round(article.size * chance.uniform(*KEPT_SHARE)), chance)


def hard_truncation(article: Text, chance: random.Random) -> Text | None:
    """25 to 40 words of the body, in Chinese 60 to 90 characters, and a mark."""
    return _cut(article, chance.randint(*(HARD_CHARS if article.spaceless else HARD_WORDS)), chance)


def _cut(article: Text, count: int, chance: random.Random) -> Text | None:
    left = article.first(count).rstrip(" ,;:，；：、")
    if article.size <= count or not left:
        return None
    return replace(article, text=left.rstrip(".。") + chance.choice(CUT))


def summary_only(article: Text, chance: random.Random) -> Text | None:
    """The first sentence or two of the body; None if there are no more."""
    told = article.sentences
    tells = TELLING_CHARS if article.spaceless else TELLING_WORDS
    first = replace(article, text="".join(told[:1]))
    count = 1 if first.size >= tells and chance.random() < 0.5 else 2
    return replace(article, text=article.space.join(told[:count])) if len(told) > count else None


def suffix(article: Text, chance: random.Random) -> Text | None:
    """The outlet at the end of the title."""
    outlet = furniture("outlet", article.language, chance)
    pattern = furniture("suffix", article.language, chance)
    return replace(article, title=pattern.format(title=article.title, outlet=outlet))


def update(article: Text, chance: random.Random) -> Text | None:
    """A title that says so, and one to three more sentences that tell nothing of the matter."""
    title = furniture("updated title", article.language, chance).format(title=article.title)
    lines = chance.sample(bank("furniture", article.language)["update"], chance.randint(1, 3))
    return replace(article, title=title, text=f"{article.text}\n{article.space.join(lines)}")


def tracking(article: Text, chance: random.Random) -> Text | None:
    """Parameters in the address that say how a reader came; None if it has no address."""
    mark = "&" if "?" in article.url else "?"
    parameters = furniture("tracking", article.language, chance)
    return replace(article, url=f"{article.url}{mark}{parameters}") if article.url else None


# -- the same words set otherwise: lines, quotes, dashes, spaces, wide and narrow characters -------


def reflow(article: Text, chance: random.Random) -> Text | None:
    """Two or three of the settings below changed in title and body."""
    settings = CHINESE if article.spaceless else LATIN
    changed, left = article, chance.randint(*ALTERED)
    for setting in chance.sample(settings, len(settings)):
        before, changed = changed, setting(changed, chance)
        left -= changed != before
        if not left:
            break
    return changed


def _joined(article: Text, _: random.Random) -> Text:
    """No paragraphs; two numbers stay apart."""
    text = article.text
    if article.spaceless:
        text = re.sub(r"(?<=[A-Za-z\d.,:])\n+(?=[A-Za-z\d])", " ", text)
    return replace(article, text=re.sub(r"\n+", article.space, text))


def _broken(article: Text, _: random.Random) -> Text:
    """Each sentence a paragraph."""
    return replace(article, text="\n".join(article.sentences))


def _hard_spaced(article: Text, chance: random.Random) -> Text:
    """Spaces that keep words on one line, and two spaces where there was one."""
    spaces = (" ", " ", " ", "\u00a0", "  ")
    return replace(article, text=re.sub(" ", lambda _: chance.choice(spaces), article.text))


def _requoted(article: Text, chance: random.Random) -> Text:
    if article.spaceless and chance.random() < 0.5:
        return _both(article, lambda text: text.translate(CORNERED))
    return _both(article, _straightened)


def _straightened(text: str) -> str:
    """With straight quotes, or with curled ones where they are straight already."""
    straight = text.translate(STRAIGHT)
    if straight != text:
        return straight
    text = re.sub(r'(?<![\w.,!?])"(?=\w)', "“", text).replace('"', "”")
    return re.sub(r"(?<!\w)'(?=\w)", "‘", text).replace("'", "’")


def _redashed(article: Text, _: random.Random) -> Text:
    old, new = next((pair for pair in DASHES if pair[0] in article.whole), ("—", "—"))
    return _both(article, lambda text: text.replace(old, new))


def _unescaped(article: Text, _: random.Random) -> Text:
    return _both(article, unescape)


def _widened(article: Text, _: random.Random) -> Text:
    return _both(article, lambda text: text.translate(WIDE))


def _narrowed(article: Text, _: random.Random) -> Text:
    return _both(article, lambda text: re.sub(MARK, lambda mark: NARROW[mark[0]], text))


def _respaced(article: Text, _: random.Random) -> Text:
    """A space between ideographs and Latin letters or digits, or none."""
    old, new = (" ", "") if re.search(SPACE.format(" "), article.text) else ("", " ")
    return _both(article, lambda text: re.sub(SPACE.format(old), new, text))


def _both(article: Text, change: Callable[[str], str]) -> Text:
    return replace(article, title=change(article.title), text=change(article.text))


LATIN = (_joined, _broken, _requoted, _redashed, _unescaped, _hard_spaced)
CHINESE = (
    _joined, _broken, _requoted, _redashed, _unescaped, _widened, _narrowed, _respaced,
)  # fmt: skip


COPIES: Mapping[str, Callable[[Text, random.Random], Text | None]] = {
    "boilerplate": boilerplate,
    "truncation": truncation,
    "summary only": summary_only,
    "hard truncation": hard_truncation,
    "title edit": title_edit,
    "new headline": new_headline,
    "reflow": reflow,
    "suffix": suffix,
    "light edit": light_edit,
    "hard edit": hard_edit,
    "update": update,
    "tracking parameters": tracking,
}
# May leave out the very fact by which a sequel differs: then nobody could tell which it copies.
LOSSY = frozenset({"truncation", "summary only", "hard truncation", "new headline"})
