"""Folding text for comparison, with the way back to the original characters."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

# Everything a writer may put where another writes a space: "export-control" = "export control".
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
QUOTES = dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032\u0060\u00b4", "'") | dict.fromkeys(
    "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'
)
SHRINKS = re.compile(rf"[\s{re.escape(DASHES)}]{{2,}}|[\x00-\x08\x0e-\x1b\x7f]")
ASCII = str.maketrans(dict.fromkeys("-\t\n\r\x0c\x0b\x1c\x1d\x1e\x1f", " ") | {"`": "'"})
# What makes one letter with the character before it: voicing marks of kana, vowels and finals of
# Hangul written in parts.
JOINING = frozenset("\u3099\u309a\uff9e\uff9f") | {
    chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))
}


@dataclass(frozen=True, slots=True)
class Folded:
    """Text made comparable. `starts[i]` is where character i of `text` came from."""

    text: str
    original: str
    starts: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Code points of the original that became `text[start:end]`, combining marks included."""
        first, last = self.starts[start], self.starts[end - 1] + 1
        while last < len(self.original) and _belongs_to_the_last(self.original[last]):
            last += 1
        return first, last


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
    if text.isascii() and not SHRINKS.search(text):
        return Folded(text.lower().translate(ASCII), text, range(len(text)))
    chars: list[str] = []
    starts: list[int] = []
    for index, char in enumerate(text):
        if char in JOINING and chars and _joined(chars, text[starts[-1] : index + 1]):
            continue
        for folded in TABLE[char]:
            if folded == " " and chars and chars[-1] == " ":
                continue
            chars.append(folded)
            starts.append(index)
    return Folded("".join(chars), text, starts)


def _joined(chars: list[str], written: str) -> bool:
    """Whether the last of `chars`, written with one more mark, is still one letter."""
    whole = unicodedata.normalize("NFKC", written)
    if len(whole) != 1:
        return False
    chars[-1] = whole
    return True


def squeeze(text: str) -> str:
    """One line, single spaces, no invisible characters: how a title is stored."""
    visible = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Cc"} or c.isspace())
    return " ".join(visible.split())


# -- scripts -------------------------------------------------------------------------------

# With what repeats a character (々), the zero 〇, and the rare characters beyond the first plane.
IDEOGRAPHIC_CHARS = (
    r"\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    r"\U00020000-\U000323af"
)
IDEOGRAPHIC = re.compile(f"[{IDEOGRAPHIC_CHARS}]")
KANA = re.compile(r"[\u3040-\u30ff\uff66-\uff9f]")
HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")


def script_language(text: str) -> str:
    """`ja`, `ko` or `zh` when the script says so, else "" (which is no guess)."""
    letters = sum(c.isalpha() for c in text)
    if not letters:
        return ""
    if len(HANGUL.findall(text)) * 4 > letters:
        return "ko"
    if len(KANA.findall(text)) * 10 > letters:
        return "ja"
    return "zh" if len(IDEOGRAPHIC.findall(text)) * 4 > letters else ""


# Words that every text of the language has, and the others have not.
COMMON = {
    "en": frozenset("the of and to for with by from is says over after as at its has will".split()),
    "de": frozenset("der die das und von für mit zu im den auf ist eine nicht werden".split()),
    "fr": frozenset("le la les des et du une pour dans sur au est aux par qui".split()),
    "nl": frozenset("de het een van en voor met op zijn niet aan wordt naar ook".split()),
    "es": frozenset("el la los del y en para por una con las que se su".split()),
}
ENOUGH = 3  # common words; fewer are no evidence


def latin_language(text: str) -> str:
    """The language whose common words `text` has most of, or "" when that is not clear."""
    words = re.findall(r"[^\W\d_]+", text[:2000].casefold())
    counts = sorted(
        (sum(word in common for word in words), name) for name, common in COMMON.items()
    )
    (second, _), (first, name) = counts[-2:]
    return name if first >= ENOUGH and first >= 2 * second else ""


# -- sentences -----------------------------------------------------------------------------

# A full stop ends a sentence before a space and a capital, but not after an initial ("U.S.").
SENTENCE_END = re.compile(
    r"""\n+|[。！？]["”』」]?|[!?]["'”’)]*\s+"""
    r"""|(?<![A-Z.])(?<!\bInc)(?<!\bLtd)(?<!\bCorp)(?<!\bCo)(?<!\bNo)(?<!\bMr)(?<!\bMs)(?<!\bDr)"""
    r"""(?<!\bSt)(?<!\bGov)(?<!\bSen)(?<!\bRep)\.["'”’)]*\s+"""
    r"""(?=["'“‘(]?[A-Z0-9\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3])"""
)


@dataclass(frozen=True, slots=True)
class Sentences:
    """Where the sentences of a text begin."""

    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Sentences":
        """Split `text`; a line break always ends a sentence."""
        return cls((0, *(found.end() for found in SENTENCE_END.finditer(text))))

    def index(self, offset: int) -> int:
        """Which sentence the code point at `offset` stands in."""
        return bisect_right(self.starts, offset) - 1


def clip(text: str, limit: int, mark: str = "…") -> str:
    """At most `limit` code points, cut between words where a word ends near enough."""
    if len(text) <= limit:
        return text
    cut = text[: limit - len(mark)]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip(" ,;:") + mark
