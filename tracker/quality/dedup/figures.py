"""What is written in digits and may be another figure: amounts, dates, numbers of documents."""

import random
import re
from collections.abc import Iterator

from tracker.quality.dedup.corpus import Text
from tracker.quality.dedup.opposites import NUMBER_WORDS
from tracker.quality.dedup.passages import MONTHS, front, in_front, numbers, whole
from tracker.quality.dedup.swaps import Swaps, always

MONTH = rf"(?:(?:{'|'.join(MONTHS)})\b|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
DATE = rf"\b{MONTH} [1-9]\d?(?![\d:]|,\d{{3}})|\b[1-9]\d? {MONTH}"
CHINESE_DATE = r"(?<!\d)1?\d月[1-3]?\d日"
ANY_YEAR = r"(?:1[5-9]|20)\d\d"
# What stands before and after a year, and not before and after the number of a document.
NO_YEAR = (
    r"(?<!Order )(?<!Notice )(?<!Section )(?<!Act )(?<!No\. )(?<![A-Za-z\d.,/〔第$€£¥-])",
    r"(?![A-Za-z\d/-]|[.,]\d|年?第)",
)
DIGITS = r"(?<![A-Za-z\d.,:/–-])\d+(?:,\d{3})*(?:\.\d+)?"
UNIT = r"(?:bn|mn|tn|m|k|km|kg|pc)\b"
AMOUNT = re.compile(rf"{DIGITS}(?={UNIT}|(?![A-Za-z\d:/–-]|[.,]\d))")
# After these a number is that of a day, a paragraph or a document.
LABELLED = re.compile(
    rf"(?:\b{MONTH}|\bNos?\.|\b(?:No|Section|Article|Docket|Rule|Part|Title|Order|Notice|Act|License"
    r"|Licence|Release|Chapter|Version|Phase|Page|Figure|Step|Day|Level|Type|Class)|H\.R\.|#|第)\s*$"
)
LABELS = re.compile(
    rf"\s*{MONTH}|\s?(?:[ap]\.?m\b|o['’]clock)|(?:年|月|日|号|点|时|条|款|章|节|届|期|后|岁)"
)
LONGEST_LABEL = 20
DOCUMENT = re.compile(
    r"\b(?:(?:Docket|Notice|Release|Bulletin|Order|Case|Decision|Regulation|Directive|Circular"
    r"|Announcement|Proclamation|Public Law|General Licen[cs]e|Executive Order)"
    r"(?: Nos?\.| \(E[UC]\))? |Nos?\. |H\.R\. |S\. )((?:[A-Z]{1,5}-)?\d[\d/-]*)(?![\w.]\w)"
)
CHINESE_DOCUMENT = re.compile(r"(?<=第)\d+(?=号)|(?<=〕)\d+(?=号)|(?<=第)\d+(?=次|批)")
UNMISTAKABLE = 4  # characters of a document's number; a shorter one may count other things
IN_WORDS = {str(value): word for value, word in enumerate(NUMBER_WORDS) if value >= 2}
SMALL = rf"\b(?:{'|'.join(IN_WORDS.values())})\b"
TRIES = 20


def amounts(article: Text, chance: random.Random) -> Iterator[Swaps]:
    """Other amounts for those in front, in English also for the small ones in words."""
    known = set(numbers(whole(article)))
    counted = dict.fromkeys(place[0] for place in AMOUNT.finditer(front(article)) if _counts(place))
    words = [] if article.language == "zh" else in_front(SMALL, article)
    for amount in (*counted, *(str(NUMBER_WORDS.index(word)) for word in words)):
        if other := _another(amount, known, chance):
            yield _in_digits_and_words(amount, other)


def dates(article: Text, chance: random.Random) -> Iterator[Swaps]:
    """Another day for each date in front, and another year."""
    for date in in_front(DATE, article):
        other = re.sub(r"\d+", lambda day: _other_day(day[0], chance), date)
        yield (always(rf"(?<!\d){re.escape(date)}(?!\d)", other),)
    yield from _years(article, chance)


def chinese_dates(article: Text, chance: random.Random) -> Iterator[Swaps]:
    """The same for 6月5日 and 2025年."""
    for date in in_front(CHINESE_DATE, article):
        other = re.sub(r"\d+(?=日)", lambda day: _other_day(day[0], chance), date)
        yield (always(rf"(?<!\d){date}", other),)
    yield from _years(article, chance)


def dockets(article: Text, chance: random.Random) -> Iterator[Swaps]:
    """Another number for each document that is named in front."""
    known = set(numbers(whole(article)))
    for place in DOCUMENT.finditer(front(article)):
        head, identifier = place[0].removesuffix(place[1]), place[1].rstrip("-/")
        start, last = re.split(r"(?<!\d)(?=\d+$)", identifier)
        if other := _another(last, known, chance):
            before = "" if len(identifier) >= UNMISTAKABLE else rf"(?<={re.escape(head)})"
            found = rf"{before}(?<![\w/-]){re.escape(identifier)}(?![\w/-])"
            yield (always(found, start + other),)


def chinese_dockets(article: Text, chance: random.Random) -> Iterator[Swaps]:
    """The same for 第46号 and 〔2026〕12号."""
    known = set(numbers(whole(article)))
    for place in CHINESE_DOCUMENT.finditer(front(article)):
        if other := _another(place[0], known, chance):
            unit = place.string[place.end()]
            yield (always(rf"(?<=[第〕]){place[0]}(?={unit})", other),)


def _years(article: Text, chance: random.Random) -> Iterator[Swaps]:
    before, after = NO_YEAR
    for year in in_front(f"{before}{ANY_YEAR}{after}", article):
        near = [str(int(year) + years) for years in (-3, -2, -1, 1, 2, 3)]
        if others := [other for other in near if other not in whole(article)]:
            yield (always(f"{before}{year}{after}", chance.choice(others)),)


def _other_day(day: str, chance: random.Random) -> str:
    return str(chance.choice([other for other in range(1, 29) if other != int(day)]))


def _counts(place: re.Match[str]) -> bool:
    """Whether a number says how many or how much; not of 0 and 1, which leave their noun alone."""
    before, after = place.string[: place.start()], place.string[place.end() :]
    if place[0] in {"0", "1"} or re.fullmatch(ANY_YEAR, place[0]):
        return False
    return not (LABELLED.search(before[-LONGEST_LABEL:]) or LABELS.match(after))


def _in_digits_and_words(amount: str, other: str) -> Swaps:
    swaps = (always(_alone(amount), other),)
    if amount not in IN_WORDS:
        return swaps
    return (*swaps, always(rf"(?i:\b{IN_WORDS[amount]}\b)", IN_WORDS.get(other, other)))


def _alone(amount: str) -> str:
    """This number and no longer one, nor the day of a date."""
    return (
        "".join(rf"(?<!{month} )" for month in MONTHS)
        + rf"(?<![A-Za-z\d:/–第-])(?<!\d[.,]){re.escape(amount)}"
        + rf"(?![\d:/]|[–-]\d|[.,]\d| (?:{'|'.join(MONTHS)})|[年月日号条])(?=$|[^A-Za-z]|{UNIT})"
    )


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
