"""Is this article a copy of one we know? Only identity of text may silence an alert.

Every measure of likeness also finds the *sequel* alike: "adds 12 firms", "adds 37 firms". So a
copy is alike **and** does not differ in a fact: a number, a name, an opposite, a negation.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from unicodedata import normalize

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from tracker.core.model import Article, Kind, Relation
from tracker.core.text import IDEOGRAPHIC, fold

TITLE_WINDOW = timedelta(hours=72)
TEXT_WINDOW = timedelta(days=7)
LEAD = 600  # code points of text that are compared
LIKE_TEXT = 88.0  # rapidfuzz ratio, 0-100
LIKE_TITLE_ONLY = 92.0
LIKE_UNDER_ONE_TITLE = 60.0
MIN_TEXT = 120  # code points; shorter texts are judged by their titles alone

TAIL = re.compile(r"\s+[-–—|_]\s+([^-–—|_]{2,40})$|\s*[（(【\[]([^）)】\]]{2,20})[）)】\]]$")
HEAD = re.compile(r"^(?:update \d+|exclusive|breaking|wrapup \d+)\s*[-:–]?\s+", re.IGNORECASE)
CORRECTION = re.compile(
    r"\b(?:corrected|correction|clarification|refiled?)\b|更正|勘误", re.IGNORECASE
)
OUTLETS = frozenset(
    "reuters bloomberg cnn bbc npr ap afp axios politico techcrunch wired forbes fortune cnbc "
    "nikkei scmp yahoo msn 36氪 新浪 搜狐 网易 腾讯网 澎湃 财新 虎嗅 钛媒体 cnbeta".split()
)
OUTLET_WORDS = re.compile(
    r"\b(?:news|times|post|journal|daily|herald|tribune|guardian|telegraph|magazine|press|today"
    r"|asia|wire|insider|verge|register|economist|review|finance|网|报|社|新闻)\b|\.\w{2,4}$"
    r"|(?:网|报|社|新闻|日报|时报)$",
    re.IGNORECASE,
)
TOKEN = re.compile(r"\d[\d.,]*|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\d_]+")
NEGATIONS = frozenset("not no never without denies deny denied won't 不 未 没 無 无 否".split())
OPPOSITES = tuple(
    frozenset(pair.split())
    for pair in (
        "adds removes", "add remove", "added removed", "adding removing", "proposed final",
        "proposes finalizes", "tightens eases", "tighten ease", "tightening easing",
        "imposes lifts", "impose lift", "imposed lifted", "bans allows", "ban allow",
        "bans approves", "blocks approves", "block approve", "blocks allows", "delays effective",
        "approves rejects", "approve reject", "approved rejected", "suspends resumes",
        "suspended resumed", "win lose", "wins loses", "up down", "rises falls", "draft final",
        "加 减", "升 降", "禁 许", "列 移", "入 出", "增 减", "松 紧",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """As much of a stored article as the comparison needs."""

    key: str
    story: str
    publisher: str
    canonical_url: str
    title: str
    lead: str
    seen: datetime


def relate(article: Article, known: Iterable[Known]) -> Relation:
    """What `article` is to the stored ones: the first relation that holds, with the reason."""
    others = [other for other in known if other.key != article.key]
    for judge in (_same_url, _same_title, _same_text):
        for other in others:
            relation = judge(article, other)
            if relation is not None:
                return relation
    return Relation(kind=Kind.new, reason="no stored article has this address, title or text")


def lead(article: Article) -> str:
    """The text that stands for an article in comparisons: of summary and body, the longer."""
    return max(article.summary, article.body, key=len)[:LEAD]


def title_key(title: str, publisher: str = "") -> str:
    """A title as it is compared: without "UPDATE 1-" and the tail that names the publisher."""
    bare = HEAD.sub("", title)
    tail = TAIL.search(bare)
    if tail and _names_an_outlet((tail[1] or tail[2]).strip(), publisher):
        bare = bare[: tail.start()]
    return " ".join(re.findall(r"\w+", fold(bare).text))


def _names_an_outlet(tail: str, publisher: str) -> bool:
    folded, known = fold(tail).text, fold(publisher).text
    return (
        folded in OUTLETS
        or OUTLET_WORDS.search(folded) is not None
        or (bool(known) and (folded in known or known in folded))
    )


def _same_url(article: Article, other: Known) -> Relation | None:
    if not article.canonical_url or article.canonical_url != other.canonical_url:
        return None
    # Some feeds give every item the address of their front page.
    same_title = title_key(article.title) == title_key(other.title)
    if (same_title and _texts_agree(article, other)) or _alike(article, other):
        return _copy(Kind.same_url, article, other, "has the same address")
    return None


def _same_title(article: Article, other: Known) -> Relation | None:
    key = title_key(article.title, article.publisher)
    if len(key) < 12 and not IDEOGRAPHIC.search(key):
        return None  # "Notice", "Press release": says nothing
    if key != title_key(other.title, other.publisher) or not _near(article, other, TITLE_WINDOW):
        return None
    if not _texts_agree(article, other):
        return None  # a recurring headline, another text
    return _copy(Kind.same_title, article, other, "has the same title")


def _same_text(article: Article, other: Known) -> Relation | None:
    if not _near(article, other, TEXT_WINDOW) or not _alike(article, other):
        return None
    return _copy(Kind.same_text, article, other, "has nearly the same text, no fact differs")


def _copy(kind: Kind, article: Article, other: Known, what: str) -> Relation | None:
    if CORRECTION.search(article.title) and not CORRECTION.search(other.title):
        return None
    gap = abs(article.seen - other.seen)
    when = f"{gap.total_seconds() / 3600:.1f} h apart" if gap else "at the same time"
    return Relation(
        kind=kind,
        of=other.key,
        story=other.story,
        reason=f"copy: {what} as “{other.title}” ({other.publisher}), {when}",
    )


def _near(article: Article, other: Known, window: timedelta) -> bool:
    return abs(article.seen - other.seen) <= window


def _alike(article: Article, other: Known) -> bool:
    mine, theirs = lead(article), other.lead
    titles = title_key(article.title, article.publisher), title_key(other.title, other.publisher)
    if difference(article.title, other.title):
        return False
    if min(len(mine), len(theirs)) < MIN_TEXT:
        return _like(*titles, LIKE_TITLE_ONLY) and _texts_agree(article, other)
    return _like(mine, theirs, LIKE_TEXT) and not difference(mine, theirs)


def _texts_agree(article: Article, other: Known) -> bool:
    """Nothing in the texts speaks against equal titles; a missing text cannot."""
    mine, theirs = lead(article), other.lead
    if not mine or not theirs:
        return True
    return _like(mine, theirs, LIKE_UNDER_ONE_TITLE) and not difference(mine, theirs)


def _like(left: str, right: str, least: float) -> bool:
    """Likeness of the common length: a summary is often the beginning of the text, cut off."""
    size = min(len(left), len(right))
    return fuzz.ratio(fold(left[:size]).text, fold(right[:size]).text) >= least


def difference(left: str, right: str) -> str:
    """The first fact in which two otherwise like texts differ, as `12 -> 37`; "" if none does."""
    if not left or not right:
        return ""
    size = min(len(left), len(right))
    if size >= MIN_TEXT:
        left, right = left[:size], right[:size]
    mine, theirs = _tokens(left), _tokens(right)
    for step in Levenshtein.opcodes([t.lower() for t in mine], [t.lower() for t in theirs]):
        if step.tag == "equal" or _at_the_cut(step.src_end, step.dest_end, mine, theirs):
            continue
        swapped = mine[step.src_start : step.src_end], theirs[step.dest_start : step.dest_end]
        if fact := _fact(*swapped):
            return fact
    return ""


def _at_the_cut(mine_end: int, their_end: int, mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """At the end of texts cut to one length there is always some difference."""
    return len(mine) > 20 and mine_end == len(mine) and their_end == len(theirs)


def _fact(gone: Sequence[str], come: Sequence[str]) -> str:
    numbers = [t for t in gone if t[0].isdigit()], [t for t in come if t[0].isdigit()]
    if all(numbers) and numbers[0] != numbers[1]:
        return f"{' '.join(numbers[0])} -> {' '.join(numbers[1])}"
    lowered = {t.lower() for t in gone}, {t.lower() for t in come}
    if (lowered[0] & NEGATIONS) != (lowered[1] & NEGATIONS):
        return f"{' '.join(gone) or '-'} -> {' '.join(come) or '-'}"
    for pair in OPPOSITES:
        if (first := lowered[0] & pair) and (second := lowered[1] & pair) and first != second:
            return f"{first.pop()} -> {second.pop()}"
    if len(gone) == len(come) <= 3 and any(
        a[:1].isupper() and b[:1].isupper() and fuzz.ratio(a.lower(), b.lower()) < 75
        for a, b in zip_longest(gone, come, fillvalue="")
    ):
        return f"{' '.join(gone)} -> {' '.join(come)}"
    return ""


def _tokens(text: str) -> list[str]:
    return [token.rstrip(".,") for token in TOKEN.findall(normalize("NFKC", text))]
