"""Headlines as they are compared: without what outlets put before and behind them."""

import re
from functools import lru_cache

from tracker.core.fold import fold
from tracker.core.model import Article
from tracker.core.text import HANGUL, IDEOGRAPHIC

TAILS = 300  # code points at the end of a title in which its publisher is looked for
LONGEST_KEY = 200  # code points
REMEMBERED = 1024
MIN_TITLE = 14  # letters, of which one in Chinese or Korean counts as two; see `says_something`

TAIL = re.compile(
    r"(?:\s+[-–—]\s+|\s*[|｜_]\s*)([^-–—|｜_]{2,40})$"
    r"|[-–—]([\u4e00-\u9fff][^-–—|｜_]{1,15})$"
    r"|\s*[（(【\[]([^）)】\]]{2,20})[）)】\]]$"
)
# What a wire puts before a report that it gives again, longer; and before a first line of it.
UPDATE = re.compile(
    r"^\s*(?:(?:update|wrapup|refile)[ -]?\d*(?:\s*[-:–—]\s*|\s+)|[（(【\[]?更新[）)】\]]?[:：\s]*"
    r"|[（(【\[]?(?:続報|속보 ?종합)[）)】\]]?[:：\s]*)",
    re.IGNORECASE,
)
UPDATE_TAIL = re.compile(
    r"\s*[-–—(\[（【]+\s*(?:update[ -]?\d*|更新|続報)\s*[)\]）】]?$", re.IGNORECASE
)
FLASH = re.compile(
    r"^\s*(?:(?:exclusive|breaking(?: news)?|just in|alert|urgent|flash)(?:\s*[-:–—]\s*|\s+)"
    r"|[（(【\[]?(?:快讯|快訊|突发|突發|独家|獨家|速报|速報|속보|긴급|最新)[）)】\]]?[:：|｜\s]*)",
    re.IGNORECASE,
)
CORRECTION = re.compile(
    r"\b(?:correct(?:s|ed|ion|ing)|corrigend(?:um|a)|errat(?:um|a)|clarification|refiled?)\b"
    r"|更正|勘误|勘誤|订正|訂正|정정",
    re.IGNORECASE,
)
# Of a court, a house, a camp: no word for a mistake that a text had.
NO_CORRECTION = re.compile(
    r"\bcorrections?al?\s+(?:facilit|officer|department|service)", re.IGNORECASE
)
COMMENTARY = re.compile(
    r"\b(?:opinion|analysis|analysts?|explain(?:er|ed)|comment(?:ary)?|column|editorial|podcast|q&a"
    r"|what (?:it|this|the) .*\bmeans?|takeaways?|why|how)\b"
    r"|评论|評論|解读|解讀|分析|观点|社评|社説|解説|点评|专家|為何|为何",
    re.IGNORECASE,
)
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


@lru_cache(REMEMBERED)
def title_key(title: str, publisher: str = "") -> str:
    """A title as it is compared: without "UPDATE 1-" and the tail that names the publisher."""
    return " ".join(re.findall(r"\w+", fold(bare(title, publisher)).text))


def stored_title_key(article: Article) -> str:
    """The same of an article, as long as it is kept to be looked up."""
    return title_key(article.title, article.publisher)[:LONGEST_KEY]


def bare(title: str, publisher: str = "") -> str:
    """The title without what is no part of what it says."""
    title = FLASH.sub("", UPDATE.sub("", title)) or title
    start, end = title[:-TAILS], title[-TAILS:]
    end = UPDATE_TAIL.sub("", end) or end
    while (tail := TAIL.search(end)) and _names_an_outlet(tail[tail.lastindex or 0], publisher):
        end = end[: tail.start()]
    return start + end


def is_update(title: str) -> bool:
    """Whether a wire says that it gives a report again."""
    return bool(UPDATE.match(title) or UPDATE_TAIL.search(title[-TAILS:]))


def is_correction(title: str, text: str = "") -> bool:
    """Whether an article says that it corrects: in its title, or where its text begins."""
    said = f"{title}\n{_opening(text)}"
    return bool(CORRECTION.search(said)) and not NO_CORRECTION.search(said)


def is_commentary(title: str) -> bool:
    """Whether a title says that somebody thinks about what has happened."""
    return COMMENTARY.search(title[:TAILS]) is not None


def _opening(text: str) -> str:
    """What stands in brackets, or on a line of its own, before a text begins."""
    found = re.match(r"\s{0,9}[（(\[【*_]{1,3}[^）)\]】\n]{3,160}|[^\n:：]{3,40}[:：]", text)
    return found[0] if found else ""


def says_something(key: str, least: int = MIN_TITLE) -> bool:
    """Not "Notice", "Press release", "公告": many articles are called so."""
    return len(key) + len(IDEOGRAPHIC.findall(key)) + len(HANGUL.findall(key)) >= least


def _names_an_outlet(tail: str, publisher: str) -> bool:
    folded, known = fold(tail).text.strip(), fold(publisher).text
    if re.search(r"\d{3}", folded):
        return False  # the year of a review, the number of an act
    return (
        folded in OUTLETS
        or OUTLET_WORDS.search(folded) is not None
        or (bool(known) and (folded in known or known in folded))
    )
