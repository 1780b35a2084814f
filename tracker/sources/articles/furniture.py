"""What sites put between and around the paragraphs of an article, taken out line by line.

Only what is furniture beyond doubt: a line too many costs a reader a glance, a line too few may
cost the one name that mattered.
"""

import re
from collections.abc import Sequence, Set
from itertools import pairwise

LONGEST = 100  # characters of a link in a menu or a list of stories; longer ones are sentences
TEASER = 400  # characters; more than that below a request to subscribe is the article going on
SEPARATOR = re.compile(r"\s*[|｜·•»›>/]\s*")


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


# Whole lines that are of no article, wherever they stand.
NOISE = _any(
    "advert(?:isement)?s?|sponsored(?: content| post)?|广告|廣告|広告|광고",
    "share(?: this)?(?: (?:article|story|page|post))?(?: (?:on|via) .{1,30})?:?",
    "(?:print|e-?mail|save|download) this (?:page|article|story)|follow us(?: on .{1,40})?",
    "(?:subscribe|sign up)(?: now| today| here)?|newsletter|(?:log|sign) in|read more|back to top",
    "(?:subscribe|sign up) (?:to|for) (?:our|the) .{0,60}(?:newsletter|alerts|mailing list).{0,40}",
    r"already (?:a )?(?:subscribe[dr]|member)\?.{0,40}|skip to (?:main )?content",
    "分享到?[:：]?.{0,20}|字[号體体]?[:：].{0,12}|扫一扫.{0,20}",
    "【?(?:打印|关闭)(?:本页|窗口)?】?|返回顶部",
    "シェア(?:する)?|印刷(?:する)?|このページの先頭へ|トップへ戻る",
    "공유(?:하기)?|인쇄(?:하기)?|맨 위로",
)
# What stands above a list of other stories. It is one only if links follow.
LISTS = _any(
    "(?:related|recommended|popular|trending|most (?:read|popular|viewed)|latest|more)"
    "(?: (?:stories|articles|news|coverage|topics|posts|content|links|reading))?(?: for you)?:?",
    r"more (?:from|on|in)\b.{1,40}|you (?:may|might) also like|(?:read|up) next|see also:?",
    "相关(?:新闻|阅读|链接|文章|报道|推荐)|(?:延伸|推荐)阅读|热门(?:文章|新闻)|上一篇.*|下一篇.*",
    "関連(?:記事|リンク|ニュース|情報)|おすすめ(?:記事)?|(?:最近|新着)の?.{0,8}|(?:前|次)の記事.*",
    "관련 ?(?:기사|뉴스|링크)|많이 본 (?:뉴스|기사)|추천 ?기사|(?:이전|다음) ?글.*",
)
POINTER = re.compile(
    r"(?:read more|also read|read also|see also|related)\s*[:：]\s*", re.IGNORECASE
)
PAYWALL = _any(
    r"(?:subscribe|register|sign (?:in|up)|log in|create an account|become a (?:member|subscriber))"
    r"\b.{0,40}\bto (?:continue|keep|read)\b.{0,60}",
    "(?:to )?(?:continue|keep) reading.{0,60}|unlock (?:full|unlimited) access.{0,60}",
    "this (?:article|content|story) is (?:only )?(?:for|available (?:only )?to|reserved for) "
    ".{0,40}(?:subscribers|members).{0,40}",
    "(?:この|ここから先の)記事は.{0,10}会員.{0,40}|続きを読むには.{0,40}",
    "(?:订阅|登录|注册)后.{0,6}阅读.{0,20}|이 기사는 .{0,20}(?:유료|구독).{0,30}",
)
FOOT = _any(
    r"(?:©|\(c\)|copyright\b|版权所有|主办(?:单位)?[:：]|网站标识码|友情链接|visitors since).*",
    r".*(?:all rights reserved|ICP备|公网安备).*",
)


def trimmed(lines: Sequence[str], titles: Set[str], links: Set[str]) -> list[str]:
    """The lines of the article alone.

    `titles`: what the page calls itself, which an article need not repeat; `links`: the lines of
    the page that are nothing but links.
    """
    kept = _without_lists([line for line in lines if not _is_noise(line, links)], links)
    return _without_ends(_before_paywall(kept), titles, links)


def is_link(line: str, links: Set[str]) -> bool:
    """Whether a line is a link, or a row of them as in a menu."""
    if len(line) <= LONGEST and line in links:
        return True
    parts = SEPARATOR.split(line)
    return len(parts) > 1 and all(part in links for part in parts)


def _is_noise(line: str, links: Set[str]) -> bool:
    if NOISE.fullmatch(line):
        return True
    pointer = POINTER.match(line)
    return pointer is not None and (is_link(line, links) or is_link(line[pointer.end() :], links))


def _without_lists(lines: Sequence[str], links: Set[str]) -> list[str]:
    kept: list[str] = []
    within = False  # a list of other stories
    for line, following in pairwise((*lines, "")):
        if LISTS.fullmatch(line) and (not following or is_link(following, links)):
            within = True
        elif not (within and is_link(line, links)):
            within = False
            kept.append(line)
    return kept


def _before_paywall(lines: list[str]) -> list[str]:
    """Without the offer, unless there is so much below that it may be the rest of the article."""
    for place, line in enumerate(lines):
        if PAYWALL.fullmatch(line):
            below = lines[place + 1 :]
            return lines[:place] + ([] if sum(map(len, below)) <= TEASER else below)
    return lines


def _without_ends(lines: list[str], titles: Set[str], links: Set[str]) -> list[str]:
    """Without the menu and the title before the text, and the small print below it."""
    start, end = 0, len(lines)
    while start < end and (lines[start] in titles or is_link(lines[start], links)):
        start += 1
    place = end
    while place > start and (is_link(lines[place - 1], links) or FOOT.fullmatch(lines[place - 1])):
        place -= 1
        if FOOT.fullmatch(lines[place]):
            end = place
    return lines[start:end] or lines
