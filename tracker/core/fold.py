"""Folding text for comparison, with the way back to the original characters."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, count, filterfalse
from operator import add, sub

from tracker.core.han import SIMPLIFIED

# Everything a writer may put where another writes a space: "export-control" = "export control".
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
QUOTES = dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032\u0060\u00b4", "'") | dict.fromkeys(
    "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'
)
# What may make one letter with the character before it. Where it makes none, an accent goes, and
# a part of a letter (voicing mark of kana, vowel or final of Hangul) stays.
ACCENTS = frozenset(map(chr, (*range(0x300, 0x345), *range(0x346, 0x370), *range(0x653, 0x656))))
LETTER_PARTS = frozenset("\u3099\u309a") | frozenset(
    map(chr, (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)))
)
JOINING = ACCENTS | LETTER_PARTS
# Stand for a character that folds to nothing, and for one that folds to several.
NOTHING, SEVERAL = "\0\1"
JOINED = re.compile(rf"(?:\A|[^{NOTHING}])(?:{NOTHING}*[{''.join(sorted(JOINING))}]+)+")
GAP = re.compile(f" [ {NOTHING}]+")
# All that may change: not most of ASCII, nor the ideographs, kana, Hangul and Cyrillic that stay.
CHANGING = re.compile(
    r"[\x01-\x1f\-A-Z`\x7f-\u042f\u0460-\u3000\u302a-\u3040\u3097-\u30a0\u30ff-\u33ff\u4dc0-\u4dff"
    r"\ua000-\uabff\ud7a4-\uffff\U00010000-\U0010ffff"
    rf"{''.join(char for char in SIMPLIFIED if char <= chr(0xFFFF))}]"
)
MANY = 300  # different characters: more are not replaced one by one
UTF_8 = ("utf-8", "surrogatepass")  # half a character is no reason to fail


@dataclass(frozen=True)
class Folded:
    """Text made comparable. `starts[i]`: the place in `original` that character i came from."""

    text: str
    original: str
    starts: "range | Offsets"

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Code points of the original that became `text[start:end]`, combining marks included."""
        first, last = self.starts[start], self.starts[end - 1] + 1
        while end < len(self.text) and self.starts[end] < last:
            end += 1  # what folds to several characters is shown whole
        after = self.starts[end] if end < len(self.text) else len(self.original)
        while last < after and _is_unseen(self.original[after - 1]):
            after -= 1
        return first, after

    @cached_property
    def aligned(self) -> str:
        """The original characters, one for each of `text`."""
        return self.original if isinstance(self.starts, range) else self.starts.of(self.original)


class Offsets:
    """Where each folded character came from, when not every one came from one of its own.

    `holes`: the places of original characters that became nothing or several; `firsts`: where the
    parts before, at and after them begin in the folded text.
    """

    def __init__(self, firsts: Sequence[int], holes: Sequence[int]) -> None:
        self._firsts, self._holes = firsts, holes

    def __len__(self) -> int:
        return self._firsts[-1]

    def __getitem__(self, index: int) -> int:
        if not 0 <= index < len(self):
            raise IndexError(index)
        part = bisect_right(self._firsts, index)  # counted from 1: the holes are the even ones
        if part % 2 == 0:
            return self._holes[part // 2 - 1]
        after = self._holes[part // 2 - 1] + 1 if part > 1 else 0
        return after + index - self._firsts[part - 1]

    def of(self, original: str) -> str:
        """The characters at all of these places."""
        sizes = map(sub, self._firsts[2::2], self._firsts[1::2])
        odd = [original[hole] * size for hole, size in zip(self._holes, sizes, strict=False)]
        after = [hole + 1 for hole in self._holes]
        ends = [*self._holes, len(original)]
        same = [original[start:end] for start, end in zip([0, *after], ends, strict=True)]
        return "".join(_by_turns(same, odd))


def fold(text: str) -> Folded:
    """NFKC, lower case, no accents, plain quotes, Simplified Chinese.

    Runs of spaces and dashes become one space.
    """
    parts = _even(text).split(NOTHING)
    if len(parts) == 1:
        return Folded(parts[0], text, range(len(text)))
    holes = list(map(add, accumulate(map(len, parts[:-1])), count()))
    forms = list(map(EXPANDED.__getitem__, map(text.__getitem__, holes)))
    folded = _by_turns(parts, forms)
    firsts = list(accumulate(map(len, folded), initial=0))
    return Folded("".join(folded), text, Offsets(firsts, holes))


def _by_turns(ones: list[str], others: list[str]) -> list[str]:
    both = ones + others
    both[::2], both[1::2] = ones, others
    return both


def _even(text: str) -> str:
    """As long as `text`: each character folded to one, or NOTHING where that cannot be."""
    if not text.isascii():
        for mark, plain in MARKS.items():  # mostly nothing else in a text is not ASCII
            text = text.replace(mark, plain)
    encoded = text.encode(*UTF_8)
    is_dense = 2 * len(encoded) >= 3 * len(text)  # in characters beyond ASCII
    if not is_dense:
        encoded = encoded.translate(ASCII)
        text = encoded.decode(*UTF_8)
    if not text.isascii():  # few characters are quickly looked through without the ASCII
        strange = text if is_dense else encoded.translate(None, ASCII[:128]).decode(*UTF_8)
        text = _plain(text, set(CHANGING.findall(strange)))
    return _single_spaced(text).replace(SEVERAL, NOTHING)


def _plain(text: str, changing: set[str]) -> str:
    if len(changing) > MANY:
        text = "".join(map(EVEN.__getitem__, text))
    else:
        for char in sorted(changing):  # SEVERAL itself, which goes, before others become it
            text = text.replace(char, EVEN[char])
    if JOINING.isdisjoint(map(EVEN.__getitem__, changing)):
        return text
    return JOINED.sub(_one_letter, text)


def _one_letter(found: re.Match[str]) -> str:
    """A letter and what follows and may join it, as long as it was."""
    chars = list(found[0])
    letter = 0
    for place, char in enumerate(chars):
        whole = unicodedata.normalize("NFC", chars[letter] + char) if place else ""
        if char in JOINING and len(whole) == 1:
            chars[letter], chars[place] = _form(whole), NOTHING
        elif char in ACCENTS or (char in LETTER_PARTS and chars[letter] == SEVERAL):
            chars[place] = NOTHING
        elif char != NOTHING:
            letter = place
    return "".join(chars)


def _single_spaced(text: str) -> str:
    """With NOTHING in the place of each space that follows another."""
    if NOTHING in text:
        return GAP.sub(lambda found: " " + NOTHING * (len(found[0]) - 1), text)
    spaced = text.replace("  ", f" {NOTHING}")
    return spaced.replace(f"{NOTHING} ", NOTHING * 2) if NOTHING in spaced else spaced


class _Table(dict[str, str]):
    """What a function says of a character, worked out once."""

    def __init__(self, of: Callable[[str], str]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, char: str) -> str:
        self[char] = form = self._of(char)
        return form


def _form(char: str) -> str:
    """What a character folds to that joins no other."""
    if char in QUOTES:
        return QUOTES[char]
    if char.isspace() or char in DASHES:
        return " "
    if char in JOINING:
        return char
    if unicodedata.category(char) in {"Cf", "Mn", "Cc", "Cs"}:  # Cs: half a character
        return ""
    wide = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", char).casefold())
    if "LATIN" in unicodedata.name(char, ""):  # accents make other letters of others
        wide = "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFD", wide)))
    wide = SIMPLIFIED.get(wide, wide)
    if len(wide) > 1:
        wide = "".join(filterfalse(JOINING.__contains__, wide))
    return wide if wide == char else "".join(map(_form, wide))


def _in_one(form: str) -> str:
    return form if len(form) == 1 else SEVERAL if form else NOTHING


def _is_unseen(char: str) -> bool:
    """Whether it is blank; a mark on the letter before it is not."""
    return _form(char) in {"", " "} and unicodedata.category(char) != "Mn"


EVEN = _Table(lambda char: _in_one(_form(char)))
EXPANDED = _Table(lambda char: _form(char) if EVEN[char] == SEVERAL else "")
# In UTF-8 a byte below 128 is the character itself, in every text; bytes are quick to translate.
ASCII = bytes(ord(EVEN[chr(code)]) for code in range(128)) + bytes(range(128, 256))
# The most usual ones beyond ASCII, English and Chinese.
USUAL = "\u2018\u2019\u201c\u201d\u2013\u2014\uff0c\uff08\uff09\uff1a\uff1b\uff01\uff1f"
MARKS = {mark: EVEN[mark] for mark in USUAL}
