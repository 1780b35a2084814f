"""Walls: what sites show instead of their pages: challenges, refusals, maintenance.

They come with every status, 200 and 202 included, so the words decide. A wall is looked for only
where nothing else could be read: a page about captchas is no wall.
"""

import re
from collections.abc import Mapping
from html import unescape

LOOKED_AT = 100_000  # characters
TITLE = re.compile(r"<title[^<>]*>([^<]*)", re.IGNORECASE)
# Headers with which firewalls sign a refusal, whatever its status.
SIGNED = ("x-amzn-waf-action", "cf-mitigated", "x-datadome")
# What stands in the source of a challenge, and in no page.
MACHINERY = re.compile(
    r"awsWafCookieDomainList|AwsWafIntegration|_Incapsula_Resource|Incapsula incident ID"
    r"|/cdn-cgi/challenge-platform|cf-browser-verification|cf-chl-|_cf_chl_opt|px-captcha"
    r"|geo\.captcha-delivery\.com|ddos-guard|/_sec/cp_challenge|sucuri_cloudproxy"
    r"|errors\.edgesuite\.net|distil_r_captcha",
    re.IGNORECASE,
)
# What a refusal, a challenge or a closed site calls itself, in its title or first words.
SAYS = re.compile(
    r"just a moment|attention required|access (?:to this (?:page|site) )?(?:has been |is )?denied"
    r"|request access|are you (?:a )?(?:robot|human)|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|pardon our interruption|checking your browser|captcha|bot (?:detection|verification)"
    r"|security check|unusual traffic|too many requests|request (?:blocked|rejected|unsuccessful)"
    r"|the requested url was rejected|enable javascript and cookies|403 forbidden"
    r"|you have been blocked"
    r"|(?:site|website|scheduled|system|under|planned)\W{1,3}maintenance|maintenance mode"
    r"|temporarily (?:unavailable|offline)|service unavailable|be back (?:soon|shortly)"
    r"|访问频繁|訪問頻繁|访问过于频繁|安全验证|安全驗證|人机验证|人機驗證|请输入验证码|滑动验证"
    r"|访问被拒绝|拒绝访问|系统维护|系統維護|网站维护|網站維護|アクセスが拒否|メンテナンス中"
    r"|접근이 차단|시스템 점검",
    re.IGNORECASE,
)
FIRST_WORDS = 400  # characters of a short page that are read beside its title
SHORT = 3_000  # characters; a wall says little


def wall(text: str, headers: Mapping[str, str] | None = None) -> str:
    """What a body shows instead of a page, in words for a person; "" when it is no wall.

    `text`: HTML; `headers`: names in lower case.
    """
    if signed := next((name for name in SIGNED if name in (headers or {})), ""):
        return f"the site's firewall refuses us ({signed})"
    head = text[:LOOKED_AT]
    title = title_of(head)
    if found := MACHINERY.search(head):
        return f"a challenge for browsers ({title or found[0]})"
    if found := SAYS.search(title):
        return f"“{title}”"
    words = " ".join(
        unescape(
            re.sub(
                r"<script.*?</script>|<style.*?</style>|<[^<>]*>",
                " ",
                head,
                flags=re.DOTALL | re.IGNORECASE,
            )
        ).split()
    )
    if len(words) < SHORT and (found := SAYS.search(words[:FIRST_WORDS])):
        return f"“{words[max(0, found.start() - 40) : found.end() + 40].strip()}”"
    return ""


def title_of(text: str) -> str:
    """The title of an HTML page in one line, or ""."""
    found = TITLE.search(text)
    return " ".join(unescape(found[1]).split())[:120] if found else ""
