"""Articles in which many words of a random rulebook stand: small alphabets of every script."""

from functools import cache
from typing import NamedTuple

from hypothesis import strategies as st

from tests.core import an_article
from tracker.core.model import Article


class Theme(NamedTuple):
    """What a rulebook is about: its terms, the names of its entities, and what articles are of.

    `friends`: phrases in which a term means something else; `context`: words beside it.
    """

    terms: tuple[str, ...]
    names: tuple[str, ...]
    friends: tuple[str, ...]
    context: tuple[str, ...]
    pieces: tuple[str, ...]


def _theme(terms: str, names: str, friends: str, context: str, pieces: str) -> Theme:
    return Theme(*(tuple(words.split("|")) for words in (terms, names, friends, context, pieces)))


THEMES = (
    _theme(
        "chip|chip*|licence|licen*|licen?e|agency|key|tax",
        "Arm|Meta|arms",
        "potato chip|Arm Wrestl*|licen?e fee",
        "agency|firm",
        "chip|chips|Chip|CHIPS|chipset|microchip|potato chips|licence|Licenses|licensing"
        "|licensee fees|agency|Agencies|tax|taxes|taxi|arm|Arm|Arms|Arm Wrestling|META|firm"
        "|keys|keies|chip\u200bs|li\u00adcence",
    ),
    _theme(
        "export control|export* control|export* control*|control|Entity List|café rule"
        "|people's bank|final",
        "Core*|Bank|final",
        "remote control*|people's bank",
        "rule|list",
        "export control|export-controls|exports\ncontrol|EXPORT CONTROL|exporter|Control"
        "|exports controller|remote controls|Entity List|entity  lists|café rule|cafe\u0301 rules"
        "|CAFÉ-RULE|cafe"
        "|people’s bank|People's Banks|ﬁnal|fi\u200bnals|final rule|Core7|core|e\u0301",
    ),
    _theme(
        "AI|EAR|EAR*|AI Act|US|Trump admin*|H20|H20?|3E001",
        "BIS|SMIC|AI",
        "AI Bank|US Open",
        "BIS|芯片",
        "AI|A.I.|AIs|ai|ＡＩ|AI Bank|AI Act|Ai acts|AI-ACT|EAR|EARs|EAR99|ear|E.A.R.|US|us|U.S."
        "|BIS|bis|S.M.I.C.|Trump administration|TRUMP ADMIN|H20|H20s|H200|h20|3E001|芯片|🚀|½",
    ),
    _theme(
        "semiconductor|blacklist|nvidia|sanctions|rule",
        "Nvid*|rule",
        "the blacklist",
        "rule|sanction",
        "semiconductor|thesemiconductor|semiconductorsand|blacklist|blacklistand|the blacklist"
        "|Blacklistof|restrictedNvidia|nvidia|NVIDIA|sanctionsand|xandsanctions|rule|ruleand"
        "|sanctionsandmore|therule|ofNvidia|and",
    ),
    _theme(
        "芯片|芯?管|人工智能|人工智能法|智能|出口管*|晶片|機器|H20",
        "中芯|智",
        "人工智能法律|人工智能法庭|芯片业",
        "管制|H20",
        "芯片|芯片管制|芯片业|晶片|机器|機器人|人工智能|人工智慧|人工智能法|人工智能法律|人工智能法庭"
        "|智|能|智能智能|出口管制|出口\u00ad管理|中芯国际|H20|Ｈ２０|H200|🚀|\ufe0f",
    ),
    _theme(
        "ガイド|輸出規制|수출통제|통제|수출통*|AI|санкции|й|か",
        "화웨이|ガ",
        "ガイドライン|대수출통제|통제실",
        "輸出規制|반도체",
        "ガイド|ｶﾞｲﾄﾞ|カ\u3099イド|ガイドライン|ガ|か|が|輸出規制|輸出规制|수출통제|수출통제를|대수출통제"
        "|수출통|통제|통제실|\u1110\u1169\u11bc\u110c\u1166|반도체가|화웨이의|AI|AI법|新AI|санкции"
        "|САНКЦИИ|санкция|й|и\u0306",
    ),
    _theme(  # no two of its terms overlap: for what is near what
        "export|quota|laser|ban|芯片|管制|규제",
        "Arm|Meta",
        "laser show|芯片业",
        "export|quota",
        "export|exports|quota|laser|laser show|ban|bans|芯片|芯片业|管制|규제|규제를|Arm|Meta"
        "|x|x x x|说|라",
    ),
)
ANY = _theme(*("|".join(w for theme in THEMES for w in theme[n]) for n in range(5)))
GAPS = (
    *([" "] * 9),
    *[
        "",
        "",
        ". ",
        ". ",
        "。",
        "\n",
        "\n",
        "-",
        ", ",
        "’s ",
        "\u00a0",
        " x x ",
        "\u200b ",
        "\u0301 ",
    ],
)
LONG = "-" * 320  # more than the opening of a body


@cache
def prose(theme: Theme) -> st.SearchStrategy[str]:
    """A field of an article."""
    words = [piece + gap for piece in theme.pieces for gap in GAPS]
    calm = st.lists(st.sampled_from(words), min_size=3, max_size=12).map("".join)
    shouted = calm.map(lambda text: text.upper())
    return st.one_of(calm, calm, calm, shouted)


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "url": st.sampled_from(["https://x.example/AI-Act/3E001", "https://x.example/chip"]),
        "authors": st.sampled_from([("A. Chip",), ("Arm", "AI Act")]),
        "topics": st.sampled_from([("AI", "tax"), ("芯片", "rule")]),
        "source": st.sampled_from(["bis", "wire", "other"]),
        "tags": st.sampled_from([("us",), ("press",)]),
        "tier": st.sampled_from(["official", "wire"]),
        "jurisdictions": st.sampled_from([("US",), ("CN",)]),
        "language": st.sampled_from(["en", "en-GB", "zh"]),
        "type": st.sampled_from(["rule", "notice", "press"]),
    },
)


@cache
def articles(theme: Theme) -> st.SearchStrategy[Article]:
    """An article, in its fields many of the words of the theme."""
    field = prose(theme)
    opened = st.tuples(field, st.just(f"{LONG}\n"), field).map("".join)
    return st.builds(
        lambda title, summary, content, facts: an_article(
            title, id="x", summary=summary, content=content, **facts
        ),
        field,
        field,
        st.one_of(field, field, opened),
        FACTS,
    )
