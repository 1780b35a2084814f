"""What is written in digits and may be another figure: amounts, dates, numbers of documents.

Each way gives what could be changed: what to look for, a regular expression, and what to write.
"""

import random
import re
from collections.abc import Callable, Iterator

from tracker.quality.dedup.streams.banks import bank
from tracker.quality.dedup.streams.text import MONTHS, Text, numbers

MONTH = rf"(?:(?:{'|'.join(MONTHS)})\b|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
DATE = rf"\b{MONTH} [1-9]\d?(?![\d:]|,\d{{3}})|\b[1-9]\d? {MONTH}"
DAY = r"\d+(?!\d*月)"
CHINESE_DATE = r"(?<!\d)1?\d月[1-3]?\d日"
YEAR = r"(?:1[5-9]|20)\d\d"
# A year, and not the number of a document.
ANY_YEAR = (
    r"(?<!Order )(?<!Notice )(?<!Section )(?<!Act )(?<!No\. )(?<![A-Za-z\d.,/〔第$€£¥-])"
    rf"{YEAR}(?![A-Za-z\d/-]|[.,]\d|年?第)"
)
UNIT = r"(?:bn|mn|tn|m|k|km|kg|pc)\b"
AMOUNT = (
    r"(?<![A-Za-z\d:/–-])(?<!\d[.,])\d+(?:,\d{3})*(?:\.\d+)?"
    rf"(?={UNIT}|(?![A-Za-z\d:/–]|-(?![a-z])|[.,]\d))"
)
# After these a number is that of a day, a paragraph or a document.
LABEL_BEFORE = (
    rf"(?:\b{MONTH}|\bNos?\.|\b(?:No|Section|Article|Docket|Rule|Part|Title|Order|Notice|Act|License"
    r"|Licence|Release|Chapter|Version|Phase|Page|Figure|Step|Day|Level|Type|Class)|H\.R\.|#|第)\s*$"
)
LABEL_AFTER = (
    rf"\s*{MONTH}|\s?(?:[ap]\.?m\b|o['’]clock)|(?:年|月|日|号|点|时|条|款|章|节|届|期|后|岁)"
)
LONGEST_LABEL = 20
DOCUMENT = (
    r"\b(?:(?:Docket|Notice|Release|Bulletin|Order|Case|Decision|Regulation|Directive|Circular"
    r"|Announcement|Proclamation|Public Law|General Licen[cs]e|Executive Order)"
    r"(?: Nos?\.| \(E[UC]\))? |Nos?\. |H\.R\. |S\. )((?:[A-Z]{1,5}-)?\d[\d/-]*)(?![\w.]\w)"
)
CHINESE_DOCUMENT = r"(?<=第)\d+(?=号|次|批)|(?<=〕)\d+(?=号)"
UNMISTAKABLE = 4  # characters of a document's number; a shorter one may count other things
TRIES = 20

# What to look for, with what to write there: in the capitals of what stood there, or as made from
# the match, whose group "fact" it is.
Swaps = dict[str, str | Callable[[re.Match[str]], str]]


def amounts(article: Text, chance: random.Random) -> Iterator[Swaps]:
    """Other amounts for those in front, in English also for the small ones in words."""
    words = bank("opposites", "en")["number"]
    small = {} if article.language == "zh" else {str(n): words[n] for n in range(2, len(words))}
    front, known = article.front, set(numbers(article.whole))
    found = [place[0] for place in re.finditer(AMOUNT, front) if _counts(front, *place.span())]
    found += [n for n, word in small.items() if re.search(rf"\b{word}\b", front)]
    for amount in dict.fromkeys(found):
        if other := _another(amount, known, chance):
            swaps: Swaps = {AMOUNT: _where_it_counts(amount, other)}
            if amount in small:
                swaps[rf"(?i:\b{small[amount]}\b)"] = small.get(other, other)
            yield swaps


def dates(article: Text, chance: random.Random) -> Iterator[Swaps]:
    """Another day for each date in front, however its month is written, and another year."""
    for date in article.in_front(CHINESE_DATE if article.language == "zh" else DATE):
        [day] = re.findall(DAY, date)
        other = str(chance.choice([n for n in range(1, 29) if n != int(day)]))
        yield {_same_date(date, day): _with_day(other)}
    for year in article.in_front(ANY_YEAR):
        near = [str(int(year) + years) for years in (-3, -2, -1, 1, 2, 3)]
        if others := [other for other in near if other not in article.whole]:
            yield {ANY_YEAR.replace(YEAR, year): chance.choice(others)}


def dockets(article: Text, chance: random.Random) -> Iterator[Swaps]:
    """Another number for each document that is named in front."""
    known = set(numbers(article.whole))
    for place in re.finditer(DOCUMENT, article.front):
        head, identifier = place[0].removesuffix(place[1]), place[1].rstrip("-/")
        start, last = re.split(r"(?<!\d)(?=\d+$)", identifier)
        if other := _another(last, known, chance):
            before = "" if len(identifier) >= UNMISTAKABLE else rf"(?<={re.escape(head)})"
            yield {rf"{before}(?<![\w/-]){re.escape(identifier)}(?![\w/-])": start + other}
    for place in re.finditer(CHINESE_DOCUMENT, article.front):
        if other := _another(place[0], known, chance):
            yield {rf"(?<=[第〕]){place[0]}(?={place.string[place.end()]})": other}


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a number says how many or how much; not of 0 and 1, which leave their noun alone."""
    number = text[start:end]
    if number in {"0", "1"} or re.fullmatch(YEAR, number):
        return False
    before = text[max(0, start - LONGEST_LABEL) : start]
    return not (re.search(LABEL_BEFORE, before) or re.match(LABEL_AFTER, text[end:]))


def _where_it_counts(amount: str, other: str) -> Callable[[re.Match[str]], str]:
    def written(place: re.Match[str]) -> str:
        is_it = place["fact"] == amount and _counts(place.string, *place.span("fact"))
        return other if is_it else place["fact"]

    return written


def _same_date(date: str, day: str) -> str:
    """February 2, Feb. 2 and 2 February are one."""
    if "月" in date:
        return rf"(?<!\d){date}"
    [full] = [month for month in MONTHS if month[:3] in date]
    month = rf"(?:{full}|{full[:4]}|{full[:3]})\b\.?"
    return rf"\b{month} {day}(?![\d:]|,\d{{3}})|\b{day} {month}"


def _with_day(other: str) -> Callable[[re.Match[str]], str]:
    return lambda place: re.sub(DAY, other, place["fact"])


def _another(amount: str, known: set[str], chance: random.Random) -> str:
    """As many digits, the zeros at the end kept, the value another one; "" if there is none."""
    significant = re.sub(r"[0.,]+$", "", amount)
    zeros = amount[len(significant) :]
    drawn = (
        "".join(_digit(char, at, chance) for at, char in enumerate(significant)) + zeros
        for _ in range(TRIES)
    )
    return next((other for other in drawn if other not in known and other != amount), "")


def _digit(char: str, place: int, chance: random.Random) -> str:
    if not char.isdigit() or (place == 0 and char == "0"):
        return char
    return chance.choice("23456789" if place == 0 else "123456789")
