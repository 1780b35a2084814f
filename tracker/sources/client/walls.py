"""Walls: what sites show in the place of their pages: challenges, refusals, closed doors.

They come with every status, 200 included, so what they say decides. Words alone prove nothing (a
page may be *about* captchas): a wall says little, and says it twice: in its title, in words to
the visitor, or in its source. Once is enough where hardly anything else is said.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from tracker.sources.text.html import plain

LONGEST = 100_000  # characters of HTML; a wall has little to load
# Bytes of visible text: what Chinese says in one character takes three of them.
MOST_SAID, LITTLE_SAID, NOTHING_SAID = 3_000, 300, 60
TITLE = re.compile(r"<title\b[^<>]*>([^<]*)", re.IGNORECASE)
HEADING = re.compile(r"<h1\b[^<>]*>([^<]*)", re.IGNORECASE)
PARTS = re.compile(
    r"\s*(?:[|｜·•_]|::)\s*|\s+[-–—]\s+"
)  # what stands between a title and a site's name
ENDINGS = " \n.!?…。！"
# Headers that firewalls add to a refusal and to nothing else. Not X-DataDome: it signs every page.
SIGNED = ("x-amzn-waf-action", "cf-mitigated")


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of wall, and its three signs.

    `title`: what its heading is, or a part of its title, from end to end; `says`: what it tells
    the visitor; `source`: what made it, as its HTML betrays (and ordinary pages of that site too).
    """

    name: str
    title: re.Pattern[str]
    says: re.Pattern[str]
    source: re.Pattern[str]


KINDS = (
    Kind(
        "a challenge for browsers",
        title=_any(
            "just a moment|one moment,? please|please wait|attention required",
            "checking your browser.{0,80}|pardon our interruption|ddos-guard",
            "(?:security|robot|bot|browser|human) (?:check|verification|challenge)",
            "(?:are you|verify (?:that )?you are) (?:a )?(?:robot|human)",
            "access to this (?:page|site) has been denied|captcha required",
            r"\w{0,4}(?:安全验证|人机验证|滑动验证|安全驗證|人機驗證)|验证码|驗證碼|请稍候|請稍候",
            "ロボットではないことの確認|보안 ?확인|자동입력 ?방지",
        ),
        says=_any(
            "(?:verify|confirm|make sure|ensure) (?:that )?you(?: a|'|’)re (?:a |not a )?"
            "(?:robot|bot|human)",
            "(?:checking|verifying) (?:your browser|if the site connection)|press (?:&|and) hold",
            r"complet(?:e|ing) the (?:security check|captcha) (?:to|below|and|so)\b",
            r"(?:enable|activate) javascript and cookies|please enable js|captcha-delivery\.com",
            "unusual (?:traffic|activity) from your|made us think (?:that )?you (?:a|we)re a bot",
            "请您?先?(?:完成|进行|输入|拖动|点击).{0,12}(?:验证|滑块)|請(?:完成|輸入).{0,12}驗證",
            "ロボットではな|로봇이 아닙니다|자동입력 방지 문자",
        ),
        source=_any(
            "awsWafCookieDomainList|AwsWafIntegration|_Incapsula_Resource|distil_r_captcha",
            r"challenge-platform/h/\w/orchestrate|_cf_chl_opt|cf-browser-verification",
            r"captcha-delivery\.com|px-captcha|/_sec/cp_challenge|ddos-guard|sucuri_cloudproxy_js",
            "g-recaptcha|h-captcha|cf-turnstile|geetest|acw_sc__v2",
            r"\$_ts\s*=|document\.cookie\s*=.{0,400}location\.(?:reload|replace|href)",
        ),
    ),
    Kind(
        "the site refuses us",
        title=_any(
            "access (?:is |has been )?(?:denied|restricted|blocked|forbidden)",
            "request (?:access|blocked|rejected|unsuccessful|denied)",
            "request rate threshold exceeded|rate limit(?:ed| exceeded)|too many requests",
            "(?:you have been |ip )?blocked|(?:error )?(?:403|429|1020)(?: error)?",
            "(?:(?:error )?[0-9]{3}:? )?(?:forbidden|unauthorized|too many requests)",
            "(?:error: )?the request could not be satisfied",
            "您?的?访问(?:过于|太)?频繁|訪問(?:過於)?頻繁|(?:访问|请求)(?:被拒绝|受限|被拦截|被阻断)",
            "(?:拒绝|禁止)访问|アクセスが?(?:拒否|制限|禁止)(?:されました|されています)?",
            "(?:접근|접속|요청)이? ?(?:차단|거부|제한)(?:되었습니다|됨)?",
        ),
        says=_any(
            "you (?:do not|don'?t|don’t) have (?:permission|access) to|has banned you",
            "you (?:have been|were|are) blocked|request (?:was )?(?:blocked|unsuccessful)",
            r"(?:automated|undeclared|programmatic) (?:\w+ )?(?:scraping|tool|access)",
            r"(?:ray|support|incident|block) id\b|reference #|your ip\b|requested url was rejected",
            r"access to \S{1,60} is (?:denied|forbidden)",
            "您的?访问(?:过于|太)?频繁|访问过于频繁|稍后(?:再|重)试|您的 ?IP|訪問過於頻繁|稍後再試",
            "(?:请求|訪問|访问).{0,12}(?:拦截|攔截|阻断|被拒绝)|しばらく(?:して|経って|待って)",
            "アクセスが?(?:拒否|制限|集中)|(?:접근|접속)이? (?:차단|거부|제한)",
        ),
        source=_any(
            r"errors\.edgesuite\.net|cf-error-details|sucuri-firewall|Incapsula incident ID",
            "<center>(?:nginx|openresty|cloudflare)",
        ),
    ),
    Kind(
        "the site is closed for maintenance",
        title=_any(
            "(?:(?:web ?site|site|system|scheduled|planned) )?(?:is )?(?:(?:under|down for) )?"
            "maintenance(?: (?:mode|page|in progress))?",
            "(?:503 )?service (?:temporarily )?unavailable|temporarily (?:unavailable|offline)",
            "(?:we(?:'|’)ll )?be (?:right )?back(?: soon| shortly)?",
            "50[0234] (?:internal server error|bad gateway|service unavailable)",
            "(?:网站|系统|服务器?)(?:正在|升级)?维护中?|(?:網站|系統)維護中?",
            "(?:ただいま)?メンテナンス中(?:です)?|(?:시스템|서비스|홈페이지) ?점검(?: ?중)?",
        ),
        says=_any(
            "(?:is|are|re) (?:currently )?(?:undergoing|down for|under|performing|closed for) "
            r"(?:\w+ ){0,2}maintenance",
            "(?:is|are) (?:currently |temporarily )(?:unavailable|offline|down|closed)",
            "be back (?:soon|shortly|online)|(?:try|check) (?:again|back) (?:later|soon|shortly)",
            "正在(?:进行)?(?:系统)?(?:维护|升级)|系統維護中|暂停服务",
            "メンテナンス(?:中|を行って)|점검 ?중",
        ),
        source=_any("maintenance[-_](?:mode|page)|wp-maintenance"),
    ),
    Kind(
        "the domain is for sale",
        title=_any(
            r"(?:\S+ is |domain (?:is )?)?for sale|buy \S+\.\w+|parked(?: domain)?",
            "domain (?:parked|parking|name for sale)",
        ),
        says=_any(
            r"(?:this|the) domain\b.{0,60}\b(?:is|may be) (?:for sale|parked)|buy this domain",
            "parked free|(?:make|submit) an offer (?:on|for) this domain",
        ),
        source=_any(r"sedoparking|parkingcrew|bodis\.com|parklogic|dan\.com/buy|afternic"),
    ),
    Kind(
        "the login page of a network (a captive portal)",
        title=_any(
            "captive portal|(?:hotspot|(?:guest )?wi-?fi|network|internet) "
            "(?:login|log in|sign in|access|authentication|portal)",
            "welcome to .{1,40} (?:wi-?fi|hotspot)",
        ),
        says=_any(
            r"(?:connect(?:ed)? to|use|access|get) (?:the |our |this )?(?:\w+ )?"
            "(?:internet|wi-?fi|network)",
        ),
        source=_any("WISPAccessGatewayParam|captive[-_]?portal|hotspot-login"),
    ),
    Kind(
        "a question about cookies in front of the page",
        title=_any(
            "before you continue.{0,60}|(?:cookies?|privacy) (?:consent|gate|wall|settings)",
            "(?:your )?(?:cookie|privacy) (?:choices|preferences)",
        ),
        says=_any(
            "before you continue|we (?:and (?:our )?.{0,40}partners )?use cookies",
            "to continue.{0,80}(?:accept|agree)|(?:accept|agree).{0,60}to continue",
        ),
        source=_any(r"consent\.(?:google|youtube|yahoo)|privacy-?gate|consent[-_]wall"),
    ),
    Kind(
        "a login page",
        title=_any(
            r"(?:please )?(?:log|sign)[\s-]?in(?: (?:to|required)\b.{0,40})?|anmelden|connexion",
            "(?:member|user|account) login|authentication required|ログイン|로그인",
            "(?:用户|用戶|会员|系统)?(?:登录|登錄|登入)",
        ),
        says=_any(
            r"(?:please |must |to )(?:log|sign) in\b|forgot(?:ten)? (?:your )?password|remember me",
            "忘记密码|忘記密碼|パスワードをお忘れ|비밀번호 찾기",
        ),
        source=_any(r"<input\b[^<>]*\btype\s*=\s*[\"']?password\b"),
    ),
)


def wall(text: str, headers: Mapping[str, str] | None = None) -> str:
    """What a body shows in the place of a page, in words for a person; "" when it is no wall.

    `text`: HTML, or what came instead; `headers`: names in lower case. Linear in `text`.
    """
    if signed := next((name for name in SIGNED if name in (headers or {})), ""):
        return f"the site's firewall refuses us ({signed})"
    if not text or len(text) > LONGEST:
        return ""
    title, said = title_of(text), plain(TITLE.sub("", text))
    names = [*PARTS.split(title), *HEADING.findall(text), said[:NOTHING_SAID]]
    size = len(said.encode("utf-8", "replace"))
    for kind in KINDS if size <= MOST_SAID else ():
        named = any(kind.title.fullmatch(name.strip(ENDINGS)) for name in names)
        says = kind.says.search(said) is not None
        made = kind.source.search(text) is not None
        once = size <= NOTHING_SAID or (size <= LITTLE_SAID and (named or says))
        if named + says + made >= (1 if once else 2):
            return kind.name + _quoted(title or said)
    return ""


def _quoted(words: str) -> str:
    line = " ".join(words[:200].split())[:80]
    return f" (“{line}”)" if line else ""


def title_of(text: str) -> str:
    """The title of an HTML page in one line, or ""."""
    found = TITLE.search(text)
    return " ".join(unescape(found[1]).split())[:120] if found else ""
