"""Feeds of the usual kinds and sizes, made from a seed."""

import random
from collections.abc import Iterator
from html import escape

from tracker.quality.bench.figures import word

ITEMS = (10, 15, 20, 25, 40)  # of a feed; there is one feed of each kind for each number
PARAGRAPHS = (2, 12)  # of an item, at least and at most
FOREIGN = (
    "Règlement",
    "não",
    "für",
    "контроль",
    "出口管制",
    "規制",
    "수출통제",
    "é&lt;",
    "R&amp;D",
    "&nbsp;",
)
NAMES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def made() -> Iterator[bytes]:
    """RSS with HTML in CDATA and escaped, and Atom, each of every number of items."""
    chance = random.Random(3)  # noqa: S311  made-up words are no secrets
    for items in ITEMS:
        for kind in (_rss_cdata, _rss_escaped, _atom):
            yield kind(chance, items).encode()


def _rss_cdata(chance: random.Random, items: int) -> str:
    return _rss(
        f"<title><![CDATA[{_sentence(chance)}]]></title>{_facts(number)}"
        f"<dc:creator><![CDATA[{word(chance)}]]></dc:creator><category>{word(chance)}</category>"
        f"<description><![CDATA[<p>{_sentence(chance)} [&#8230;]</p>]]></description>"
        f"<content:encoded><![CDATA[{_html(chance)}]]></content:encoded>"
        for number in range(items)
    )


def _rss_escaped(chance: random.Random, items: int) -> str:
    return _rss(
        f"<title>{escape(_sentence(chance))}</title>{_facts(number)}"
        f"<description>{escape(_html(chance))}</description>"
        for number in range(items)
    )


def _rss(items: Iterator[str]) -> str:
    inside = "".join(f"<item>{item}</item>\n" for item in items)
    head = "<title>Made</title><link>https://made.example/</link><description>d</description>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {NAMES}><channel>{head}'
        f"<language>en</language><ttl>60</ttl>{inside}</channel></rss>"
    )


def _facts(number: int) -> str:
    return (
        f"<link>https://made.example/news/2026/06/{number:04}/</link>"
        f"<guid isPermaLink='false'>https://made.example/?p={number}</guid>"
        f"<pubDate>Thu, 25 Jun 2026 {number % 24:02}:00:00 +0000</pubDate>"
    )


def _atom(chance: random.Random, items: int) -> str:
    inside = "".join(
        f"<entry><id>urn:made:{number}</id><title type='html'>{escape(_sentence(chance))}</title>"
        f"<link rel='alternate' href='https://made.example/{number}'/>"
        f"<updated>2026-06-25T{number % 24:02}:00:00Z</updated>"
        f"<author><name>{word(chance)}</name></author>"
        f"<content type='html'>{escape(_html(chance))}</content></entry>\n"
        for number in range(items)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>Made</title><id>urn:made</id><updated>2026-06-25T00:00:00Z</updated>{inside}</feed>"
    )


def _html(chance: random.Random) -> str:
    return "\n".join(
        f'<p class="{word(chance)}">{_sentence(chance)} <a href="https://made.example/'
        f'{word(chance)}?a=1&amp;b=2">{word(chance)}</a> <b>{_sentence(chance)}</b></p>'
        for _ in range(chance.randint(*PARAGRAPHS))
    )


def _sentence(chance: random.Random) -> str:
    words = [word(chance) for _ in range(chance.randint(6, 14))]
    return " ".join((*words, chance.choice(FOREIGN))).capitalize()
