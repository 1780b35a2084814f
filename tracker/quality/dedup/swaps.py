"""One fact of an article put otherwise wherever it stands, so that the story is another one."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from tracker.quality.dedup.corpus import Text
from tracker.quality.dedup.passages import lead

AN = r"(?:\b(?P<an>[Aa]n?)(?P<gap> +))?"
VOWEL = re.compile(r"[aeioAEIO]|[uU][nm](?!i)|8|1[18]\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """What to look for, a regular expression without named groups an and gap, and what to write."""

    found: str
    written: Callable[[re.Match[str]], str]

    def on(self, text: str) -> str:
        """`text` with every place changed, and with the article that goes with it."""
        return re.sub(f"{AN}(?P<fact>{self.found})", self._placed, text)

    def _placed(self, found: re.Match[str]) -> str:
        written = self.written(found)
        if not found["an"]:
            return written
        article = found["an"][0] + ("n" if VOWEL.match(written) else "")
        return f"{article}{found['gap']}{written}"


Swaps = tuple[Swap, ...]


def always(found: str, written: str) -> Swap:
    """The same words wherever something is found, with a capital where it has one."""
    return Swap(found=found, written=lambda place: like(place["fact"], written))


def changed(article: Text, swaps: Swaps) -> Text | None:
    """The article with all of `swaps`; None if neither title nor lead is another one."""
    if _all(article.title, swaps) == article.title and _all(lead(article), swaps) == lead(article):
        return None
    title, text = _all(article.title, swaps), _all(article.text, swaps)
    return replace(article, title=title, text=text)


def _all(text: str, swaps: Swaps) -> str:
    for swap in swaps:
        text = swap.on(text)
    return text


def like(before: str, written: str) -> str:
    """With the capitals of what stood there."""
    if len(before) > 1 and before.isupper():
        return written.upper()
    return written[:1].upper() + written[1:] if before[:1].isupper() else written
