"""Dates that apply: since when a rule is in force, and until when it can be commented on.

A wrong date is worse than none: only days to come are read, and only where a text states them
without an if or a may. Of several different ones, that counts which a document says of itself
("this rule", 本办法).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from tracker.core.days import Day, day_at, eastern_days
from tracker.core.message import Applies

KINDS = IN_FORCE, COMMENTS = "in force", "comments until"
LEAD = 3000  # code points in which a text speaks of its own matter, and seldom of others
BEFORE = 200  # code points in front of it in which something may make it doubtful
FAR = timedelta(days=15 * 366)  # a later day is a misprint
MANY = 1000  # days; no text that names more is about one


def _words(pattern: str) -> re.Pattern[str]:
    """A space of the pattern is white space of any kind, such as a line break."""
    return re.compile(pattern.replace(" ", r"\s{1,2}"), re.IGNORECASE)


# -- words that lead to a day ---------------------------------------------------------------

_FROM = "(?: (?:on|from|as of|as from|starting(?: on| from)?|beginning(?: on)?))"
_WEEKDAY = r"(?: \(?(?:mon|tues|wednes|thurs|fri|satur|sun)day\)?,?)?"
_DAY = r" (?=\d|[^\W\d_]{3,9}\.? \d)"
_IN_KRAFT = r"(?=.{6,20} in (?:kraft|werking)\b)"
FORCE = _words(
    r"\b(?:(?:effective date\b[^.;:\n]{0,60}? (?:is|of|will be|shall be)"
    r"|(?<!-)effective(?: dates?)?:?"
    r"|(?:takes?|taking|took|go|goes|going|went) (?:into )?effect"
    r"|(?:enters?|entered|entering|comes?|coming|came) into (?:force|effect|operation)"
    rf"){_FROM}?"
    r"|(?:in force|in effect|with effect|applicable|(?:shall|will) apply|applies"
    rf"|(?<!can\s)(?<!may\s)(?<!must\s)(?<!to\s)apply|(?:starts?|begins?) to apply){_FROM}"
    r"|(?:not|\w+n['’]t)(?: \w+){0,3}? (?:effective|effect|force|apply) until"
    r"|(?:effective date|effect|entry into force)\b[^.;\n]{0,80}?"
    r" (?:is|are|been)(?: further)? (?:delayed|postponed|deferred) (?:until|to)"
    r"|(?:gilt|gelten) ab(?: dem)?|mit Wirkung (?:vom|zum)"
    r"|(?:en vigueur|s['’]applique(?:nt|ra|ront)?|applicables?) (?:le|à compter du|à partir du)"
    r"|(?:in werking|van toepassing|van kracht) (?:op|vanaf|met ingang van)"
    rf"|(?:tritt|treten)(?: \w+)? am{_IN_KRAFT}|treedt (?:op|met ingang van){_IN_KRAFT}"
    rf"){_WEEKDAY}{_DAY}"
)
_HOUR = (
    r"(?: (?:\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\.?|hours)|\d{1,2}[:.]\d\d|noon|midnight"
    r"|close of business)(?:,? \(?[a-z]{2,9}(?: [a-z]{3,8}){0,2}\)?)??,?(?: on| of)?)?"
)
OPEN = _words(
    r"\b(?:(?<!reply\s)(?:comments|comment (?:period|window|deadline)|public comment|feedback"
    r"|consultation)\b[^.;\n]{0,100}?"
    r"\b(?:by|before|until|till|through|(?:no|not) later than|on or before|due(?: by| on)?"
    r"|(?:closes?|closing|ends?|ending)(?: on| at)?|extended(?: from [^.;\n]{0,25})? (?:to|until)"
    r"|(?:deadline|due|date)(?: is|:))"
    r"|comment (?:due date|deadline)"
    r"|(?:deadline|closing date|due date) for (?:[a-z]+ ){0,3}(?:comments|feedback)"
    rf"(?: [^.;:\n]{{0,40}}?)?(?: is|:)){_HOUR}{_WEEKDAY}{_DAY}"
)

# -- words around an East Asian day -----------------------------------------------------------

FORCE_AFTER = re.compile(
    r"\s?(?:起|から|より|に|付けで|부터)?[,，、]?\s?(?:正式|开始|開始|全面)?"
    r"(?:施行|实施|實施|生效|执行|執行|适用|適用|発効|시행|발효)"
    r"(?!的|され?た|した|しない|されない)"
    # 自2026年12月1日起，对稀土相关物项实施出口管制
    r"|\s?起[,，]?\s?(?:对|對)(?:(?!暂停|暫停|停止|取消|解除|不再)[^。；;\n]){1,120}?"
    r"(?:实施|實施)[^。；;，,\n]{0,12}?(?:管制|限制|许可|許可)"
)
_OPINIONS = "(?:意见|意見)(?!稿)"
_ASKED = (
    "(?:(?:征求|征集|徵求|徵詢|募集|反馈|反饋|提出|听取|聽取)(?:公众|公眾|社会|社會|各界)?"
    f"{_OPINIONS}|{_OPINIONS}(?:反馈|反饋|募集|提出|徵詢)|パブリックコメント|パブコメ)"
)
OPEN_UNTIL = re.compile(
    rf"{_ASKED}(?:[^。；;\n]{{0,40}}?(?:截止|締切|〆切)[^。；;\n\d]{{0,10}}|[^。；;\n]{{0,60}}至\s?)$"
)
ASKED = re.compile(rf"{_ASKED}[^。；;\n]{{0,60}}$")
UNTIL = re.compile(r"\s?(?:[(（].[)）])?\s?(?:之?前|以前|まで|必着|止)")
ASKED_UNTIL = re.compile(
    rf"{UNTIL.pattern}[^。；;\n《》]{{0,40}}?"
    rf"(?:反馈|反饋|(?:提出|提交)(?:书面|書面)?{_OPINIONS}|意見を|コメント)"
)

# -- words that make it doubtful, and words that make it sure ---------------------------------

# May is a month, and may is none.
DOUBT = re.compile(
    r"\bmay\b|(?i:\bnot\b|n['’]t\b|\b(?:never|might|could|would|should|if|unless|whether|expect\w*"
    r"|likely|propos\w+|plan(?:s|ned)?|ceas\w+|no\slonger|stay(?:s|ed)?|originally|previously"
    r"|initially|instead|as\searly\sas|(?:was|were|been)\s(?:\w+\s)?to"
    r"|(?:delay|postpon|defer|suspend|withdr|rescind|repeal|revok|vacat|expir)\w*"
    r"|soll\w*|könnte\w*|nicht|frühestens|voraussichtlich|pourrai\w+|devrai\w+|pas|zou|niet)\b)"
    r"|拟|擬|或将|或將|可能|若|如果|暂停|暫停|停止|延期|推迟|推遲|原定|曾|場合"
)
DOUBT_AFTER = re.compile(
    r",?\s(?:or|unless|if|at\sthe\searliest|subject\sto|pending)\b|[^.;\n]{0,60}?\b(?:will\snot|"
    r"delayed|postponed|deferred|suspended|stayed|withdrawn|vacated|rescinded|revoked|cancelled)\b",
    re.IGNORECASE,
)
PAST = re.compile(r"\b(?:took|went|came|entered|was|were|became|been)\b|已|曾", re.IGNORECASE)
OWN = re.compile(
    r"\b(?:this|these)\s(?:[\w-]+\s){0,3}?(?:rule|regulation|order|notice|act|law|directive"
    r"|decision|guidance|measure|amendment|ordinance|decree)s?\b[^.;]{0,120}$"
    r"|^\s*(?:dates?:\s*)?effective\b[^.;]*$|(?:本|この)[^。，,\n]{1,15}$",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"\n|[。；;]|(?<=\w\w)[.!?]\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says of a day. `is_own`: it says so of itself."""

    what: str
    on: date
    is_own: bool = False


def applies(text: str, published: datetime | None, now: datetime) -> tuple[Applies, ...]:
    """Since when that is in force of which `text` speaks, and until when it can be commented on.

    Each where known, and only days to come when it was `published`; `now`, if that is not known.
    """
    today = (published or now).date()
    said = [*_western(text, published), *_eastern(text, published)]
    found = ((what, _one([s for s in said if s.what == what], today)) for what in KINDS)
    return tuple(Applies(what=what, on=on) for what, on in found if on)


def _one(said: Sequence[Said], today: date) -> date | None:
    """The first day that a document says of itself, else the one on which all agree."""
    own = [each.on for each in said if each.is_own][:1]
    coming = {on for on in own or (each.on for each in said) if today <= on <= today + FAR}
    return coming.pop() if len(coming) == 1 else None


def _western(text: str, published: datetime | None) -> Iterator[Said]:
    for found in islice(FORCE.finditer(text), MANY):
        day = day_at(text, found.end(), published)
        if day and (said := _force(text, day, found.start())):
            yield said
    for found in OPEN.finditer(text, 0, LEAD):
        day = day_at(text, found.end(), published)
        if day and (day.has_year or not PAST.search(found[0])):
            yield Said(COMMENTS, day.on)


def _eastern(text: str, published: datetime | None) -> Iterator[Said]:
    for day in islice(eastern_days(text, published), MANY):
        if FORCE_AFTER.match(text, day.end):
            if said := _force(text, day, day.start):
                yield said
        elif day.start < LEAD and _is_asked_until(text, day):
            yield Said(COMMENTS, day.on)


def _is_asked_until(text: str, day: Day) -> bool:
    before = text[max(0, day.start - BEFORE) : day.start]
    if OPEN_UNTIL.search(before) or ASKED_UNTIL.match(text, day.end):
        return True
    return bool(UNTIL.match(text, day.end) and ASKED.search(before))


def _force(text: str, day: Day, start: int) -> Said | None:
    """`start`: of the words that say that it is in force on that day. None where in doubt."""
    begin = max(0, start - BEFORE)
    for end in SENTENCE.finditer(text, begin, start):
        begin = end.end()
    before, words = text[begin:start], text[start : day.start]
    is_own = OWN.search(before + words) is not None
    if start > LEAD and not is_own:
        return None
    if DOUBT.search(before) or DOUBT_AFTER.match(text, day.end):
        return None
    if not day.has_year and PAST.search(before[-40:] + words):
        return None
    return Said(IN_FORCE, day.on, is_own)
