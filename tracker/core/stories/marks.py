"""What marks a happening: names, numbers, identifiers and rare words, whatever else is said of it.

A mark is a text such as `w:blacklist` (a word), `n:12`, `p:cn` (a country), `e:nvidia` (an entity
of the rulebook), `c:critical-minerals` (a list of it), `i:46/2024` (an identifier), `h:钐钆` (two
ideographs), `l:asml` (a name in letters among ideographs), `s:export` (a word of our subject, which
says little). Words and ideographs have a language; all others are the same in every one.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from math import log2, sqrt
from zlib import crc32

from tracker.core.model import Article, Findings
from tracker.core.stories.places import places
from tracker.core.stories.sketch import Sketch, text_of
from tracker.core.stories.slots import COMMON, DAYS, MONTHS
from tracker.core.stories.wording import NUMBER, Wording, is_ideogram, stem

WEIGHTS = {"i": 4.0, "e": 1.3, "w": 1.0, "n": 1.2, "p": 0.5, "c": 0.6, "h": 0.5, "s": 0.4, "l": 1.3}
SPOKEN = frozenset("ienpcl")  # kinds of marks that are the same in every language
TELLING = frozenset("ienwlh")  # kinds by which a happening is looked up
MOST = 48  # marks of an article
MOST_NUMBERS = 4  # of an article; a list of songs has more
READ = 80  # words of its text, besides the title
RARE = 4  # so many recent articles may have a mark that still says all it can say
# What a pattern needs (or text would be searched for nothing), and the pattern.
IDENTIFIERS = tuple(
    (needed, re.compile(pattern))
    for needed, pattern in (
        ("第", r"(?P<year>\d{4})\s*年\s*(?:公告|令|通知|告示)?\s*第\s*(?P<no>\d+)\s*(?:号|號)"),
        (
            "No",
            r"(?:nnouncement|otice|rder|ecree)\s+No\.?\s*(?P<no>\d+)\s+(?:of|\()\s*(?P<year>\d{4})",
        ),
        ("-", r"\b(?P<id>20\d\d-\d{5})\b"),  # a document of the Federal Register
        ("-", r"\b(?P<id>[A-Z]{2,8}-20\d\d-\d{3,6}|\d{4}-[A-Z]{2}\d{2})\b"),  # a docket, a RIN
        (
            "",
            r"\b(?P<id>(?:H\.? ?R|S|SB|AB|HB|S\. ?B|A\. ?B|E\.? ?O|[Ee]xecutive [Oo]rder)"
            r"\.? ?\d{2,5})\b",
        ),
        ("/", r"\b(?P<id>20\d\d/\d{3,4})\b"),  # an act of the Union
    )
)
SUBJECT = frozenset(
    "export control chip semiconduct ai artifici intelligenc rule law act bill licens licenc "
    "trad ban "
    "restrict china chines us american america govern depart commerc ministr minist tech technolog "
    "compan firm model list entit curb polic regulat sanct data new nation countr president trump "
    "出口 口管 管制 芯片 人工 工智 智能 半导 导体 实体 清单 商务 务部 美国 中国 公司 企业 "
    "政府 国家 发布 公告 "
    "critical mineral rare earth sanct data semiconductor licen act intellig stat ministri "
    "部门 相关 限制 技术 模型 输出 規制 管理".split()
)
STOP = COMMON | frozenset(
    "about after against all also amid among any are because before being between both but "
    "can could "
    "did do does down during each every few first for from further get had has have how into "
    "its just "
    "last latest like made make makes may me might more most much must my new news next now "
    "off once "
    "only other our out over own per same she should since so some such take takes than their them "
    "then there these through today under until up very via vs was way we week were what "
    "when where "
    "which while who why will with would year years you your month monday tuesday wednesday "
    "thursday "
    "friday saturday sunday official officials source sources according told tell report reports "
    "reported reporting announced announces announce statement day days time one two three here if "
    "not no or than too still yet back even him her himself they're it's".split()
)


def marks(article: Article, sketch: Sketch, findings: Findings) -> tuple[str, ...]:
    """The marks of an article, the most telling first."""
    lead = sketch.lead.first(READ * 2 if sketch.is_dense else READ)
    words = (*sketch.title.words, *lead.words)
    found = [f"i:{identifier}" for identifier in identifiers(_text(article))]
    found += [f"e:{entity}" for entity in findings.entities]
    found += [f"n:{number}" for number in counted(words)]
    found += [f"c:{concept}" for concept in findings.concepts]
    found += [f"p:{place}" for place in sorted(places(words))]
    kind = "l" if sketch.is_dense else "w"
    found += [_mark(kind, word) for word in _words(sketch.title, lead)]
    found += [_mark("h", pair) for pair in _pairs(words)]
    return tuple(dict.fromkeys(found))[:MOST]


def _mark(kind: str, said: str) -> str:
    return f"{'s' if said in SUBJECT else kind}:{said}"


def hashed(mark: str) -> int:
    """The number of a mark, of 32 bits with a sign, as it is stored: of a word, whatever script."""
    return crc32(mark.removeprefix("l:").removeprefix("w:").encode()) - 2**31


def comparable(mine: Iterable[str], theirs: Iterable[str]) -> tuple[set[str], set[str]]:
    """The marks of two articles that can be the same: of two languages, not all."""
    one, other = set(mine), set(theirs)
    return _abroad(one, other) if _is_dense(one) != _is_dense(other) else (one, other)


def likeness(one: Collection[str], other: Collection[str], frequent: Mapping[str, int]) -> float:
    """How much two articles with comparable marks are about one happening, 0-1.

    `frequent`: in how many recent articles a mark stands; what many have says little.
    """
    shared = set(one) & set(other)
    said = sum(WEIGHTS[mark[0]] ** 2 * _rarity(frequent.get(mark, 0)) for mark in shared)
    norms = _norm(one) * _norm(other)
    return said / norms if norms else 0.0


def distinct(shared: Collection[str]) -> set[str]:
    """Without the words that are the name of an entity which is a mark itself."""
    named = {part for mark in shared if mark[0] == "e" for part in mark[2:].split("-")}
    return {mark for mark in shared if mark[0] not in "wl" or mark[2:] not in named}


def is_rare(mark: str, frequent: Mapping[str, int]) -> bool:
    """Whether few recent articles have a mark, in whatever script it is written."""
    spellings = (mark, f"w:{mark[2:]}", f"l:{mark[2:]}") if mark[0] in "wl" else (mark,)
    return max(frequent.get(spelling, 0) for spelling in spellings) <= RARE


def weight(mark: str, frequency: int) -> float:
    """What a mark says of an article that has it."""
    return WEIGHTS[mark[0]] * _rarity(frequency)


def _rarity(frequency: int) -> float:
    return 1 / (1 + log2(max(1.0, frequency / RARE)))


def _norm(marks: Iterable[str]) -> float:
    return sqrt(sum(WEIGHTS[mark[0]] ** 2 for mark in marks))


def _is_dense(marks: Collection[str]) -> bool:
    kinds = [mark[0] for mark in marks]
    return kinds.count("h") > kinds.count("w")


def _abroad(one: set[str], other: set[str]) -> tuple[set[str], set[str]]:
    """What can be the same in two languages: names in letters are words in a text of letters."""
    names = {m[2:] for side in (one, other) for m in side if m[0] == "l"}
    sides = ({f"l:{m[2:]}" if m[2:] in names else m for m in side} for side in (one, other))
    mine, theirs = ({m for m in side if m[0] in SPOKEN} for side in sides)
    return mine, theirs


def _text(article: Article) -> str:
    return f"{article.title}\n{text_of(article)}"


def identifiers(text: str) -> list[str]:
    """The numbers of announcements, dockets, bills and acts that a text names."""
    found: dict[str, None] = {}
    for needed, pattern in IDENTIFIERS:
        if needed not in text:
            continue
        for match in pattern.finditer(text):
            given = match.groupdict()
            name = given.get("id") or f"{given['no']}/{given['year']}"
            found[re.sub(r"[\s.]", "", name).lower()] = None
    return list(found)


def counted(words: tuple[str, ...]) -> list[str]:
    """Numbers that count something: no years, and no days of a month."""
    found: dict[str, None] = {}
    for place, word in enumerate(words):
        if word[0] != NUMBER or len(word) < 2:
            continue
        near = {*words[max(0, place - 1) : place], *words[place + 1 : place + 2]}
        value = word.lstrip(NUMBER)
        is_year = len(value) == 4 and value[:2] in {"19", "20"}
        is_day = bool(near & MONTHS) or "月" in near or "日" in near or "年" in near
        if not (is_year or is_day or value in {"0", "1"}):
            found[value] = None
    return sorted(found, key=len, reverse=True)[:MOST_NUMBERS]


def _words(title: Wording, lead: Wording) -> list[str]:
    """Stems of words that say something; those of the title first."""
    return [
        stem(word)
        for word in (*title.words, *lead.words)
        if len(word) > 2
        and word[0] != NUMBER
        and word not in STOP
        and word not in MONTHS | DAYS
        and not is_ideogram(word)
    ]


def _pairs(words: tuple[str, ...]) -> list[str]:
    """Neighbouring ideographs."""
    return [
        one + other
        for one, other in pairwise(words)
        if is_ideogram(one) and is_ideogram(other) and not {one, other} & PARTICLES
    ]


PARTICLES = frozenset(
    "的了在是和与及对将把被为以其该等这那也都就而并或于向从到由年月日我你他她它们个之のはがをにでとも"
)
