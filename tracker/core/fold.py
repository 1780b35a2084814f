"""Folding text for comparison, with the way back to the original characters."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

# Everything a writer may put where another writes a space: "export-control" = "export control".
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
QUOTES = dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032\u0060\u00b4", "'") | dict.fromkeys(
    "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'
)
# Folding of ASCII alone; what is invisible goes.
ASCII = str.maketrans(
    {chr(code): chr(code).lower() for code in range(128)}
    | dict.fromkeys("-\t\n\r\x0c\x0b\x1c\x1d\x1e\x1f", " ")
    | dict.fromkeys(map(chr, (*range(9), *range(14, 28), 127)), "")
    | {"`": "'"}
)
TYPED = dict.fromkeys("\u2018\u2019", "'") | dict.fromkeys("\u201c\u201d", '"') | dict.fromkeys(
    "\u2013\u2014", "-"
)  # fmt: skip
NOT_ASCII = re.compile(r"([^\x00-\x7f]+)")
GAPS = re.compile("  +")
# What makes one letter with the character before it: voicing marks of kana, vowels and finals of
# Hangul written in parts.
JOINING = frozenset("\u3099\u309a\uff9e\uff9f") | {
    chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))
}


@dataclass(frozen=True)
class Folded:
    """Text made comparable; the way back is worked out when it is first asked for.

    `parts`: the original, cut into ASCII and other text by turns, each with its folded form; () if
    only one by one is right.
    """

    text: str
    original: str
    parts: Sequence[tuple[str, str]]

    @cached_property
    def starts(self) -> "range | Offsets":
        """`starts[i]` is where character i of `text` came from."""
        if len(self.text) == len(self.original) and len(self.parts) == 1:
            return range(len(self.text))
        offsets = Offsets()
        if self.parts:
            offsets.take_parts(self.parts)
        else:
            offsets.take_places(place for _, place in walk(self.original))
        return offsets

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Code points of the original that became `text[start:end]`, combining marks included."""
        first, last = self.starts[start], self.starts[end - 1] + 1
        if self.original[last : last + 1].isascii():
            return first, last
        while last < len(self.original) and _belongs_to_the_last(self.original[last]):
            last += 1
        return first, last

    @cached_property
    def aligned(self) -> str:
        """The original characters, one for each of `text`."""
        starts = self.starts
        return self.original if isinstance(starts, range) else starts.of(self.original)


def _belongs_to_the_last(char: str) -> bool:
    return char in JOINING or unicodedata.combining(char) > 0


class _Table(dict[str, str]):
    """One character -> its folded form, worked out once."""

    def __missing__(self, char: str) -> str:
        folded = self[char] = _fold_char(char)
        return folded


def _fold_char(char: str) -> str:
    if char in QUOTES:
        return QUOTES[char]
    if char.isspace() or char in DASHES:
        return " "
    invisible = unicodedata.category(char) in {"Cf", "Mn", "Cc", "Cs"}  # Cs: half a character
    if invisible and char not in JOINING:
        return ""
    wide = unicodedata.normalize("NFKC", char).casefold()
    if "LATIN" not in unicodedata.name(char, ""):
        return wide  # taking marks off kana or Hangul would make other letters of them
    return "".join(c for c in unicodedata.normalize("NFD", wide) if not unicodedata.combining(c))


TABLE = _Table()


def fold(text: str) -> Folded:
    """NFKC, lower case, no accents, plain quotes; runs of spaces and dashes become one space."""
    written = text if text.isascii() else _typed(text)
    if written.isascii():
        plain = written.translate(ASCII)
        return Folded(_single_spaced(plain), text, ((written, plain),))
    parts = NOT_ASCII.split(written)  # plain, strange, plain, ...
    if not JOINING.isdisjoint("".join(parts[1::2])):
        return Folded("".join(char for char, _ in walk(text)), text, ())
    forms = parts.copy()
    forms[::2] = [plain.translate(ASCII) for plain in parts[::2]]
    forms[1::2] = ["".join(map(TABLE.__getitem__, strange)) for strange in parts[1::2]]
    return Folded(_single_spaced("".join(forms)), text, tuple(zip(parts, forms, strict=True)))


def _typed(text: str) -> str:
    """With the quotes and dashes of a keyboard: mostly nothing else in a text is not ASCII."""
    for mark, plain in TYPED.items():
        text = text.replace(mark, plain)
    return text


def _single_spaced(text: str) -> str:
    return GAPS.sub(" ", text) if "  " in text else text


def walk(text: str) -> list[tuple[str, int]]:
    """Each folded character with the place it came from: slow, and right for every text."""
    found: list[tuple[str, int]] = []
    for index, char in enumerate(text):
        if char in JOINING and found:
            whole = unicodedata.normalize("NFKC", text[found[-1][1] : index + 1])
            if len(whole) == 1:  # written with one more mark, it is still one letter
                found[-1] = (whole, found[-1][1])
                continue
        for folded in TABLE[char]:
            if folded != " " or not found or found[-1][0] != " ":
                found.append((folded, index))
    return found


class Offsets:
    """Where each folded character came from, kept as runs of neighbours that stayed neighbours."""

    def __init__(self) -> None:
        self._firsts: list[int] = []  # folded places at which a run begins
        self._shifts: list[int] = []  # how far from there to the original
        self._shift = -1
        self._length = 0
        self._after_space = False

    def take_places(self, places: Iterable[int]) -> None:
        """Take the place of each folded character."""
        for place in places:
            self._add(place, 1)

    def take_parts(self, parts: Iterable[tuple[str, str]]) -> None:
        """Take the parts of a folded text."""
        place = 0
        for index, (part, form) in enumerate(parts):
            if index % 2 or len(form) != len(part):
                self._take_strange(part, place)
            elif form:
                self._take_plain(form, place)
            place += len(part)

    def _take_plain(self, plain: str, place: int) -> None:
        """A part of which nothing goes but spaces after spaces."""
        at = len(plain) - len(plain.lstrip(" ")) if self._after_space else 0
        if "  " in plain:
            for gap in GAPS.finditer(plain, at):
                self._add(place + at, gap.start() + 1 - at)
                at = gap.end()
        self._add(place + at, len(plain) - at)
        self._after_space = plain.endswith(" ")

    def _take_strange(self, part: str, place: int) -> None:
        for index, char in enumerate(part, place):
            for folded in TABLE[char]:
                is_space = folded == " "
                if not (is_space and self._after_space):
                    self._add(index, 1)
                self._after_space = is_space

    def _add(self, place: int, length: int) -> None:
        shift = place - self._length
        if length and shift != self._shift:
            self._firsts.append(self._length)
            self._shifts.append(shift)
            self._shift = shift
        self._length += length

    def of(self, original: str) -> str:
        """The characters at all of these places."""
        ends = [*self._firsts[1:], self._length]
        runs = zip(self._firsts, ends, self._shifts, strict=False)  # no run, no end
        return "".join([original[first + shift : end + shift] for first, end, shift in runs])

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: int) -> int:
        if not 0 <= index < self._length:
            raise IndexError(index)
        run = bisect_right(self._firsts, index) - 1
        return index + self._shifts[run]
