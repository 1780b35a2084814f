"""Is this article a copy of one we know? Only identity of text may silence an alert.

Every measure of likeness also finds the *sequel* alike: "adds 12 firms", "adds 37 firms". So a
copy is alike **and** does not differ in a fact: a number, a name, an opposite, a negation.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from rapidfuzz import fuzz

from tracker.core.facts import MIN_TEXT, difference, renamed, respelt, swaps
from tracker.core.fold import fold
from tracker.core.model import Article, Kind, Relation
from tracker.core.text import HANGUL, IDEOGRAPHIC

TITLE_WINDOW = timedelta(hours=72)
TEXT_WINDOW = timedelta(days=7)
LEAD = 600  # code points of text that are compared
LIKE_TEXT = 88.0  # rapidfuzz ratio, 0-100
ONE_TEXT = 97.0  # one report under two headlines: names in the headlines are then no fact
LIKE_TITLE_ONLY = 92.0
LIKE_UNDER_ONE_TITLE = 60.0
TAILS = 300  # code points at the end of a title in which its publisher is looked for
LONGEST_KEY = 200  # code points
REMEMBERED = 4096  # stored titles and texts come again with every new article
MIN_TITLE = 14  # letters, of which one in Chinese or Korean counts as two; see _says_something

TAIL = re.compile(
    r"(?:\s+[-–—]\s+|\s*[|｜_]\s*)([^-–—|｜_]{2,40})$"
    r"|[-–—]([\u4e00-\u9fff][^-–—|｜_]{1,15})$"
    r"|\s*[（(【\[]([^）)】\]]{2,20})[）)】\]]$"
)
HEAD = re.compile(
    r"^(?:update \d+|exclusive|breaking|wrapup \d+)(?:\s*[-:–]\s*|\s+)", re.IGNORECASE
)
CORRECTION = re.compile(
    r"\b(?:correct(?:ed|ion)|corrigend(?:um|a)|errat(?:um|a)|clarification|refiled?)\b"
    r"|更正|勘误|订正|訂正|정정",
    re.IGNORECASE,
)
CUT_OFF = ("…", "...")
OUTLETS = frozenset(
    "reuters bloomberg cnn bbc npr ap afp axios politico techcrunch wired forbes fortune cnbc "
    "nikkei scmp yahoo msn 36氪 新浪 搜狐 网易 腾讯网 澎湃 财新 虎嗅 钛媒体 cnbeta".split()
)
OUTLET_WORDS = re.compile(
    r"\b(?:news|times|post|journal|daily|herald|tribune|guardian|telegraph|magazine|press|today"
    r"|asia|wire|insider|verge|register|economist|review|finance|网|报|社|新闻)\b|\.\w{2,4}$"
    r"|(?:网|报|社|新闻|日报|时报|财经|在线|周刊)$",
    re.IGNORECASE,
)


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


@lru_cache(REMEMBERED)
def title_key(title: str, publisher: str = "") -> str:
    """A title as it is compared: without "UPDATE 1-" and the tail that names the publisher."""
    return " ".join(re.findall(r"\w+", fold(_bare(title, publisher)).text))


def stored_title_key(article: Article) -> str:
    """The same of an article, as long as it is kept to be looked up."""
    return title_key(article.title, article.publisher)[:LONGEST_KEY]


def _bare(title: str, publisher: str) -> str:
    bare = HEAD.sub("", title)
    start, bare = bare[:-TAILS], bare[-TAILS:]
    while (tail := TAIL.search(bare)) and _names_an_outlet(tail[tail.lastindex or 0], publisher):
        bare = bare[: tail.start()]
    return start + bare


def _names_an_outlet(tail: str, publisher: str) -> bool:
    folded, known = fold(tail).text.strip(), fold(publisher).text
    return (
        folded in OUTLETS
        or OUTLET_WORDS.search(folded) is not None
        or (bool(known) and (folded in known or known in folded))
    )


def _same_url(article: Article, other: Known) -> Relation | None:
    if not article.canonical_url or article.canonical_url != other.canonical_url:
        return None
    # Some feeds give every item the address of their front page.
    if (_one_title(article, other) and _texts_agree(article, other)) or _alike(article, other):
        return _copy(Kind.same_url, article, other, "has the same address")
    return None


def _same_title(article: Article, other: Known) -> Relation | None:
    if not _says_something(title_key(article.title, article.publisher)):
        return None
    if not _one_title(article, other) or not _near(article, other, TITLE_WINDOW):
        return None
    if not _texts_agree(article, other):
        return None  # a recurring headline, another text
    return _copy(Kind.same_title, article, other, "has the same title")


def _same_text(article: Article, other: Known) -> Relation | None:
    window = TEXT_WINDOW if _both_long(article, other) else TITLE_WINDOW
    if not _near(article, other, window) or not _alike(article, other):
        return None
    return _copy(Kind.same_text, article, other, "has nearly the same text, no fact differs")


def _says_something(key: str) -> bool:
    """Not "Notice", "Press release", "公告": many articles are called so."""
    return len(key) + len(IDEOGRAPHIC.findall(key)) + len(HANGUL.findall(key)) >= MIN_TITLE


def _one_title(article: Article, other: Known) -> bool:
    keys = title_key(article.title, article.publisher), title_key(other.title, other.publisher)
    return keys[0] == keys[1] and not difference(*_bare_titles(article, other))


def _bare_titles(article: Article, other: Known) -> tuple[str, str]:
    return _bare(article.title, article.publisher), _bare(other.title, other.publisher)


def _both_long(article: Article, other: Known) -> bool:
    """Enough text to judge by; short ones are judged by their titles alone."""
    return min(len(lead(article)), len(other.lead)) >= MIN_TEXT


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
    titles = _bare_titles(article, other)
    if not _both_long(article, other):
        return _one_headline(*titles) and _texts_agree(article, other)
    likeness = _likeness(mine, theirs, LIKE_TEXT)
    return (
        likeness > 0
        and not difference(*titles, names=likeness < ONE_TEXT)
        and not difference(mine, theirs)
        and not renamed([*swaps(*titles), *swaps(mine, theirs)])
    )


def _one_headline(left: str, right: str) -> bool:
    """One title but for typos: without a text to go by, another word is another fact."""
    keys = title_key(left), title_key(right)
    if left.endswith(CUT_OFF) or right.endswith(CUT_OFF):
        size = min(map(len, keys))
        keys = keys[0][:size], keys[1][:size]
    return (
        all(map(_says_something, keys))
        and fuzz.ratio(*keys) >= LIKE_TITLE_ONLY
        and not difference(left, right)
        and all(respelt(*swap) for swap in swaps(*keys))
    )


def _texts_agree(article: Article, other: Known) -> bool:
    """Nothing in the texts speaks against equal titles; a missing text cannot."""
    mine, theirs = lead(article), other.lead
    if not mine or not theirs:
        return True
    likeness = _likeness(mine, theirs, LIKE_UNDER_ONE_TITLE)
    return likeness > 0 and not difference(mine, theirs)


def _likeness(left: str, right: str, least: float) -> float:
    """Likeness of the common length, or 0: a summary is often the text's beginning, cut off."""
    mine, theirs = _folded(left), _folded(right)
    size = min(len(mine), len(theirs))
    return fuzz.ratio(mine[:size], theirs[:size], score_cutoff=least)


@lru_cache(REMEMBERED)
def _folded(text: str) -> str:
    return fold(text).text
