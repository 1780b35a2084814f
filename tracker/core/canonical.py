"""Addresses to compare by: one page has one, however it was linked. They are not for opening."""

import posixpath
import re
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

# Parameters that say how a reader came, never what is shown.
TRACKING = frozenset(
    "fbclid gclid dclid gbraid wbraid gad_source gad_campaignid srsltid msclkid yclid ttclid "
    "twclid igshid igsh li_fat_id mc_cid mc_eid _hsenc _hsmi __hssc __hstc __hsfp hsctatracking "
    "oly_enc_id oly_anon_id vero_id wickedid ncid cmpid smid mkt_tok spm spm_id_from vd_source "
    "share_source at_medium at_campaign ocid xtor guccounter guce_referrer guce_referrer_sig "
    "pk_campaign pk_kwd wt.mc_id wt_mc _ga _gl ref_src __twitter_impression phpsessid "
    "jsessionid".split()
)
TRACKING_PREFIXES = ("utm_", "mtm_")
# How sites ask for AMP, the reduced copy of a page. https://amp.dev
AMP = frozenset({("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp")})
AMP_PATH = re.compile(r"(?<=[^/])/amp$|(?<=[^/])\.amp(?=\.html$|$)", re.IGNORECASE)
# The same site, or its copy in AMP or for telephones. Not `mobile.`: that may be about telephones.
COPIES = re.compile(r"^(?:(?:www|m|amp)\.)+(?=[^.]+\.)")
PLAIN = re.compile(r"(?:/[a-zA-Z0-9_~-]+(?:\.[a-zA-Z0-9_~-]+)*)*")  # a path with one spelling
UNESCAPED = "!$&'()*+,;=:@"  # what a path may say beside letters, digits and -._~


def canonical_url(url: str) -> str:
    """The address to compare by; "" when there is none.

    Left out: scheme, user, default port, the marks of a copy (`www.`, `m.`, AMP), a trailing slash,
    tracking parameters, and the fragment, unless a script routes by it (`#!`, `#/`). Parameters
    are sorted, and all that has several spellings gets one.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    place = host if port in {None, 80, 443} else f"{host}:{port}"
    route = f"#{parts.fragment}" if parts.fragment[:1] in {"!", "/"} else ""
    return f"{place}{_path(parts.path)}{_query(parts.query)}{route.rstrip('#!/')}"


def _host(name: str) -> str:
    """As browsers ask for it, in ASCII."""
    ascii_name = name if name.isascii() else name.encode("idna").decode("ascii")
    return COPIES.sub("", ascii_name.rstrip("."))


def _path(path: str) -> str:
    path = path.rstrip("/")
    if not PLAIN.fullmatch(path):
        path = "/".join(_segment(part) for part in path.split("/"))
        path = posixpath.normpath(re.sub("//+", "/", path)).rstrip("/") if path else ""
    return AMP_PATH.sub("", path)


def _segment(part: str) -> str:
    return quote(unquote_to_bytes(part.encode("utf-8", "surrogatepass")), safe=UNESCAPED)


def _query(query: str) -> str:
    # Other encodings than UTF-8 (GBK on Chinese pages) go through unharmed.
    parameters = parse_qsl(
        query.replace("&amp;", "&"), keep_blank_values=True, errors="surrogateescape"
    )
    kept = sorted((name, value) for name, value in parameters if not _is_tracking(name, value))
    return f"?{urlencode(kept, errors='surrogatepass')}" if kept else ""


def _is_tracking(name: str, value: str) -> bool:
    name = name.lower()
    is_known = name in TRACKING or name.startswith(TRACKING_PREFIXES)
    return is_known or (name, value.lower()) in AMP
