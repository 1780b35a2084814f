"""Texts as words that can be compared: numbers are their values, whatever they are written like."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from tracker.core.fold import fold
from tracker.core.text import HANGUL_CHARS, IDEOGRAPHIC_CHARS

NUMBER = "#"  # begins the word of a number: #12, #1.5, #1200000
UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen".split()
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = {word: value for value, word in enumerate(UNITS)} | {
    word: 10 * value for value, word in enumerate(TENS, 2)
}
ORDINAL = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        1,
    )
}
SCALE = {"hundred": 100, "thousand": 1000, "dozen": 12}
GREAT = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "million": 10**6,
    "millions": 10**6, "millionen": 10**6, "mio": 10**6, "miljoen": 10**6, "milliards": 10**9, "milliard": 10**9,
    "milliarden": 10**9, "mrd": 10**9, "miljard": 10**9, "billions": 10**9,
    "b": 10**9, "bn": 10**9, "bln": 10**9, "billion": 10**9,
    "tn": 10**12, "trn": 10**12, "trillion": 10**12,
    "万": 10**4, "亿": 10**8, "万亿": 10**12, "兆": 10**12, "千": 10**3, "百": 10**2,
    "千万": 10**7, "百万": 10**6, "十亿": 10**9, "千亿": 10**11, "百亿": 10**10,
    "만": 10**4, "억": 10**8, "조": 10**12,
}  # fmt: skip
HAN_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "两": 2, "十": 10, "百": 100, "千": 1000,
}  # fmt: skip
HAN_COUNTED = "家名个箇项批类种年月日号条款次轮章届份期架艘国件社者段部点页%倍处所间台套座辆枚笔宗桩例场省市县人位国团院校店厂"
IDEOGRAM = f"[{IDEOGRAPHIC_CHARS}{HANGUL_CHARS}]"
LETTER = rf"[^\W\d_{IDEOGRAPHIC_CHARS}{HANGUL_CHARS}]"
TOKEN = re.compile(
    r"(?P<figure>(?:(?<!\w)\+)?\d(?:[\d.,]*\d)?)"
    r"(?:(?P<great>万亿|千万|百万|[百千十]亿|[万亿兆千百만억조])"
    r"|\ ?(?P<large>millions?|billions?|trillion|thousand|mln|bln|bn|mn|tn|trn|millionen|mio|miljoen"
    r"|milliard(?:s|en)?|mrd|miljard)\b|(?P<short>[kmb])\b)?"
    rf"|(?P<han>[〇零一二两三四五六七八九十百千]+)(?:(?P<myriads>万亿|[万亿兆])|(?=[{HAN_COUNTED}]))"
    rf"|(?P<spelt>(?:(?:{'|'.join((*UNITS, *TENS, *SCALE))})\b\ ?)+"
    r"(?:(?P<millions>million|billion|trillion)\b)?)"
    rf"|(?P<dotted>(?:[a-z]\.){{2,}}[a-z]?)|{IDEOGRAM}|{LETTER}+(?:'t\b)?",
)
CLOSED_UP = re.compile(r"(?<=[^\x00-\u10ff]) (?=[^\x00-\u10ff])")  # no space in Chinese


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a text, folded; and `written` as they stand there."""

    words: tuple[str, ...] = ()
    written: tuple[str, ...] = ()

    def first(self, count: int) -> "Wording":
        """The first words."""
        return self.part(0, count) if count < len(self.words) else self

    def part(self, start: int, end: int) -> "Wording":
        """Some of the words."""
        return Wording(self.words[start:end], self.written[start:end])

    def __str__(self) -> str:
        """As a person reads it."""
        return CLOSED_UP.sub("", " ".join(self.written))

    @property
    def is_dense(self) -> bool:
        """Whether it is mostly written without spaces between words, a character being a word."""
        return 2 * sum(map(is_ideogram, self.words)) > len(self.words)


def is_ideogram(word: str) -> bool:
    """Whether a word is a character of a script without spaces."""
    return len(word) == 1 and word >= "\u1100"


@lru_cache(512)
def wording(text: str) -> Wording:
    """The words of `text`."""
    folded = fold(text)
    aligned = folded.aligned
    words: list[str] = []
    written: list[str] = []
    for found in TOKEN.finditer(folded.text):
        is_number = found.lastgroup not in {None, "dotted"}
        words.append(NUMBER + _value(found) if is_number else found[0].replace(".", ""))
        written.append(aligned[found.start() : found.end()].strip())
    return Wording(tuple(words), tuple(written))


def _value(found: re.Match[str]) -> str:
    """A number in figures, whatever it is written like."""
    if figure := found["figure"]:
        great = found["great"] or found["large"] or found["short"] or ""
        value = _plain(_figure(figure) * GREAT.get(great, SCALE.get(great, 1)))
        return f"+{value}" if figure[0] == "+" else value
    if han := found["han"]:
        return _plain(Decimal(_han(han)) * GREAT.get(found["myriads"] or "", 1))
    return _plain(Decimal(_spelt(found["spelt"].split())))


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
    for word in words:
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


def runs(words: tuple[str, ...], size: int) -> Iterator[tuple[str, ...]]:
    """Every `size` neighbours; of fewer words, all of them."""
    if len(words) < size:
        return iter((words,) if words else ())
    return zip(*(words[start:] for start in range(size)), strict=False)
