"""Texts as words that can be compared: numbers are their values, whatever they are written like."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import groupby

from tracker.core.fold import fold
from tracker.core.text import HANGUL_CHARS, IDEOGRAPHIC_CHARS

CUT_OFF = ("…", "...")
NUMBER = "#"  # begins the word of a number: #12, #1.5, #1200000
UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen".split()
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = {word: value for value, word in enumerate(UNITS)} | {
    word: 10 * value for value, word in enumerate(TENS, 2)
}
SCALE = {"hundred": 100, "thousand": 1000, "dozen": 12}
GREAT = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "million": 10**6,
    "millions": 10**6, "millionen": 10**6, "mio": 10**6, "miljoen": 10**6,
    "milliard": 10**9, "milliards": 10**9,
    "milliarden": 10**9, "mrd": 10**9, "miljard": 10**9, "billions": 10**9,
    "b": 10**9, "bn": 10**9, "bln": 10**9, "billion": 10**9,
    "tn": 10**12, "trn": 10**12, "trillion": 10**12,
    "万": 10**4, "亿": 10**8, "万亿": 10**12, "兆": 10**12, "千": 10**3, "百": 10**2,
    "千万": 10**7, "百万": 10**6, "十亿": 10**9, "千亿": 10**11, "百亿": 10**10,
    "만": 10**4, "억": 10**8, "조": 10**12,
}  # fmt: skip
SPELT = frozenset((*SMALL, *SCALE, "million", "billion", "trillion"))
HAN_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "两": 2, "十": 10, "百": 100, "千": 1000,
}  # fmt: skip
HAN_COUNTED = (
    "家名个箇项批类种年月日号条款次轮章届份期架艘国件社者段部点页"
    "%倍处所间台套座辆枚笔宗桩例场省市县人位国团院校店厂かカヶケ"
)
IDEOGRAM = f"[{IDEOGRAPHIC_CHARS}{HANGUL_CHARS}]"
IDEOGRAMS = re.compile(IDEOGRAM)
LETTER = rf"[^\W\d_{IDEOGRAPHIC_CHARS}{HANGUL_CHARS}]"
TOKEN = re.compile(
    r"(?P<half>half a dozen)|(?P<state>united states(?: of america)?|united kingdom|european union)"
    r"|(?P<code>\b[a-z]{1,3}\d+[a-z]?\b|\b\d[a-z]\d{2,}|\b\d{3,}[ac-jln-z]\b)"
    r"|(?P<sign>us\$|[€$£₩])|(?P<denied>[a-z]+n't\b)|(?P<dotted>[a-z]\.(?:[a-z]\.)+[a-z]?)|[a-z]+"
    r"|(?P<figure>(?:(?<!\w)\+)?\d(?:[\d.,]*\d)?)"
    r"(?:\ ?(?P<great>万亿|千万|百万|[百千十]亿|[万亿兆千百만억조])"
    r"|\ ?(?P<large>millions?|billions?|trillion|thousand|mln|bln|bn|mn|tn|trn"
    r"|millionen|mio|miljoen|milliard(?:s|en)?|mrd|miljard)\b|(?P<short>[kmb])\b)?"
    r"|(?P<nth>(?<=第)[〇零一二两三四五六七八九十百千]+|(?<=分之)[〇零一二两三四五六七八九十百千]+)"
    r"|(?P<han>(?!百分之)[〇零一二两三四五六七八九十百千]+)"
    rf"(?:(?P<myriads>万亿|[万亿兆])|(?=[{HAN_COUNTED}]|分之))"
    rf"|{IDEOGRAM}|{LETTER}+"
)
LONGEST = 24  # characters of a number, or words of one that is spelt
STATES = {"united s": "us", "united k": "uk", "european": "eu"}
SIGNS = {"€": "euros", "$": "dollars", "£": "pounds", "₩": "won"}
DENIED = {"won't": "will", "can't": "can", "shan't": "shall"}
Span = tuple[int, int]
CLOSED_UP = re.compile(r"(?<=[^\x00-\u10ff]) (?=[^\x00-\u10ff])")  # no space in Chinese


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a text, folded; and where they stand in `text`, which is as it was written.

    `is_cut`: whether the text goes on, or did before somebody cut it.
    """

    words: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    text: str = ""
    is_cut: bool = False

    def first(self, count: int) -> "Wording":
        """The first words."""
        return replace(self.part(0, count), is_cut=True) if count < len(self.words) else self

    def part(self, start: int, end: int) -> "Wording":
        """Some of the words."""
        return Wording(self.words[start:end], self.spans[start:end], self.text)

    @property
    def written(self) -> tuple[str, ...]:
        """The words as they are written."""
        return tuple(self.text[start:end] for start, end in self.spans)

    def __str__(self) -> str:
        """As a person reads it."""
        return CLOSED_UP.sub("", " ".join(self.written))

    @property
    def is_dense(self) -> bool:
        """Whether it is mostly written without spaces between words, a character being a word."""
        return 2 * len(IDEOGRAMS.findall("".join(self.words[:100]))) > len(self.words[:100])


def is_ideogram(word: str) -> bool:
    """Whether a word is a character of a script without spaces."""
    return len(word) == 1 and word >= "\u1100"


@lru_cache(512)
def wording(text: str) -> Wording:
    """The words of `text`."""
    folded = fold(text)
    words: list[str] = []
    spans: list[Span] = []
    for found in TOKEN.finditer(folded.text):
        kind = found.lastgroup
        said = _said(found) if kind else (found[0],)
        words += said
        spans += [found.span()] * len(said)
    if not SPELT.isdisjoint(words):
        words, spans = _counted(words, spans)
    return Wording(tuple(words), tuple(spans), folded.aligned, text.rstrip().endswith(CUT_OFF))


def _said(found: re.Match[str]) -> tuple[str, ...]:
    """The words of what is no plain one."""
    match found.lastgroup:
        case "dotted":
            return (found[0].replace(".", ""),)
        case "denied":
            return (DENIED.get(found[0], found[0][:-3]), "not")
        case "half":
            return (f"{NUMBER}6",)
        case "state":
            return (STATES[found[0][:8]],)
        case "sign":
            return (SIGNS[found[0][-1]],)
        case "code":
            return (NUMBER + found[0],)
    return (NUMBER + _value(found),)


def _counted(words: list[str], spans: list[Span]) -> tuple[list[str], list[Span]]:
    """With the value in the place of each number that is spelt in words."""
    kept: list[str] = []
    places: list[Span] = []
    for is_number, group in groupby(zip(words, spans, strict=True), lambda each: each[0] in SPELT):
        said, where = map(list, zip(*group, strict=True))
        if is_number and said[0] not in GREAT:
            kept.append(NUMBER + _plain(Decimal(_spelt(said))))
            places.append((where[0][0], where[-1][1]))
        else:
            kept += said
            places += where
    return kept, places


def _value(found: re.Match[str]) -> str:
    """A number in figures, whatever it is written like."""
    if len(found[0]) > LONGEST:
        return found[0]  # of no use as a value, and slow to work out
    if figure := found["figure"]:
        great = found["great"] or found["large"] or found["short"] or ""
        value = _plain(_figure(figure) * GREAT.get(great, SCALE.get(great, 1)))
        return f"+{value}" if figure[0] == "+" else value
    if nth := found["nth"]:
        return _plain(Decimal(_han(nth)))
    return _plain(Decimal(_han(found["han"])) * GREAT.get(found["myriads"] or "", 1))


def _figure(figure: str) -> Decimal:
    """1,200 and 1.200.000 are thousands; 1.5 and 1,5 are not."""
    groups = re.fullmatch(r"\+?\d{1,3}(?:,\d{3})+(?:\.\d+)?|\+?\d{1,3}(?:\.\d{3}){2,}", figure)
    plain = figure.replace(",", "") if "," in figure else figure
    if groups:
        plain = figure.replace(",", "") if "," in figure else figure.replace(".", "")
    elif figure.count(",") == 1 and "." not in figure:
        plain = figure.replace(",", ".")
    try:
        return Decimal(plain)
    except InvalidOperation:  # 1.2.3: a version or a paragraph
        return Decimal(re.sub(r"\D", "", plain))


def _plain(value: Decimal) -> str:
    whole = value.to_integral_value()
    return str(int(whole)) if value == whole else f"{value.normalize():f}"


def _spelt(words: list[str]) -> int:
    """Two dozen, twenty five, three hundred, twelve million."""
    total = value = 0
    for word in words[:LONGEST]:
        if word in SMALL:
            value += SMALL[word]
        elif word in SCALE:
            value = max(value, 1) * SCALE[word]
        else:
            total, value = total + max(value, 1) * GREAT[word], 0
    return total + value


def _han(chars: str) -> int:
    """十二, 三百二十五, 二〇二六."""
    if not any(char in "十百千" for char in chars):
        return int("".join(str(HAN_DIGITS[char]) for char in chars))
    total = value = 0
    for char in chars:
        digit = HAN_DIGITS[char]
        if digit >= 10:
            total, value = total + max(value, 1) * digit, 0
        else:
            value = digit
    return total + value


# Endings, and how many letters of a word they must leave.
SUFFIXES = (
    *(
        (ending, 4)
        for ending in ("ations", "ation", "ingly", "ments", "ment", "ions", "ion", "ers")
    ),
    *((ending, 4) for ending in ("er", "ors", "or", "ly")),
    *((ending, 3) for ending in ("ings", "ing", "ies", "ied", "ed", "es", "e", "y")),
)


@lru_cache(4096)
def stem(word: str) -> str:
    """A word without its ending: adds, added and adding are one, as are curb and curbs."""
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ies")):
        word = word[:-1]
    for ending, left in SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) >= left:
            cut = word[: -len(ending)]
            is_doubled = len(cut) > 4 and cut[-1] == cut[-2] and cut[-1] not in "aeious"
            return cut[:-1] if is_doubled and ending in {"ed", "ing"} else cut
    return word
