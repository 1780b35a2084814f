"""Text as people write it: scripts, languages, sentences, and cutting it short."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass


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
HANGUL_CHARS = r"\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
HANGUL = re.compile(f"[{HANGUL_CHARS}]")
SPACELESS = re.compile(f"[{IDEOGRAPHIC_CHARS}{HANGUL_CHARS}]")


def script_language(text: str) -> str:
    """`ja`, `ko` or `zh` when the script says so, else "" (which is no guess)."""
    if text.isascii() or not SPACELESS.search(text):
        return ""  # mostly so, and letters are slow to count
    hangul, kana = len(HANGUL.findall(text)), len(KANA.findall(text))
    ideographic = len(IDEOGRAPHIC.findall(text))
    letters = sum(map(str.isalpha, text))
    if hangul * 4 > letters:
        return "ko"
    if kana * 10 > letters:
        return "ja"
    return "zh" if ideographic * 4 > letters else ""


# Words that every text of the language has, and the others have not.
COMMON = {
    "en": frozenset("the of and to for with by from is says over after as at its has will".split()),
    "de": frozenset("der die das und von für mit zu im den auf ist eine nicht werden".split()),
    "fr": frozenset("le la les des et du une pour dans sur au est aux par qui".split()),
    "nl": frozenset("de het een van en voor met op zijn niet aan wordt naar ook".split()),
    "es": frozenset("el la los del y en para por una con las que se su".split()),
}
COMMON_TO_ANY = frozenset[str]().union(*COMMON.values())
LATIN = re.compile(r"[^\W\d_]+")
ENOUGH = 3  # common words; fewer are no evidence


def latin_language(text: str) -> str:
    """The language whose common words `text` has most of, or "" when that is not clear."""
    words = [word for word in LATIN.findall(text[:2000].casefold()) if word in COMMON_TO_ANY]
    counts = sorted((sum(map(common.__contains__, words)), name) for name, common in COMMON.items())
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
