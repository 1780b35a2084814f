"""Damaged feeds: whatever is broken in them, nothing but a SourceError comes out.

CHAOS_MUTANTS=3000 and CHAOS_FEEDS=folder make a longer drill, on feeds of that folder;
CHAOS_SEED makes another one, and --log-cli-level=info tells how the mutants fared.
"""

import json
import logging
import os
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tracker.core.model import Entry
from tracker.errors import SourceError
from tracker.sources import Document, Feed
from tracker.sources.text.html import readable

MUTANTS = int(os.environ.get("CHAOS_MUTANTS", "300"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))
FOLDER = os.environ.get("CHAOS_FEEDS", "")
FEED = Feed(id="drill", name="Drill", url="https://news.example/feed")

HEADLINES = (
    "Export controls on chips widen & more",
    "Le règlement sur l’IA entre en vigueur à l’été",
    "Новые правила экспортного контроля",
    "商务部发布出口管制公告",
    "輸出管理規則の改正",
    "수출통제 규정 개정",
    "قواعد جديدة للرقابة على الصادرات",
    "กฎการควบคุมการส่งออกใหม่",
)


def rss(version: str) -> str:
    items = "".join(
        f"<item><title>{title.replace('&', '&amp;')}</title><link>https://news.example/{n}</link>"
        f"<guid isPermaLink='false'>n-{n}</guid><pubDate>Thu, 2{n} Jun 2026 10:00:00 GMT</pubDate>"
        f"<description>&lt;p&gt;{title.replace('&', '&amp;amp;')}&lt;/p&gt; caf&#233;</description>"
        f"<content:encoded><![CDATA[<p>{title} & <b>more</b></p>]]></content:encoded></item>"
        for n, title in enumerate(HEADLINES)
    )
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return (
        f'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss><rss version="{version}" {names}>'
        f"<channel><title>News</title><link>https://news.example/</link><ttl>60</ttl>{items}"
        "</channel></rss>"
    )


def rdf() -> str:
    items = "".join(
        f'<item rdf:about="https://news.example/{n}"><title><![CDATA[{title}]]></title>'
        f"<link>https://news.example/{n}</link><dc:date>2026-06-2{n}T10:00:00+09:00</dc:date>"
        f"<description><![CDATA[<p>{title}</p>]]></description></item>"
        for n, title in enumerate(HEADLINES)
    )
    names = (
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    channel = "<channel><title>t</title></channel>"
    return f'<?xml version="1.0"?><rdf:RDF {names}>{channel}{items}</rdf:RDF>'


def atom() -> str:
    xhtml = '<div xmlns="http://www.w3.org/1999/xhtml">{}</div>'
    entries = "".join(
        f'<entry><id>urn:{n}</id><title type="xhtml">{xhtml.format(title.replace("&", "&amp;"))}'
        f'</title><link href="/{n}"/><updated>2026-06-2{n}T10:00:00Z</updated>'
        f'<summary type="html">&lt;b&gt;{title.replace("&", "&amp;amp;")}&lt;/b&gt;</summary>'
        f'<content type="xhtml">{xhtml.format("<p>x</p>")}</content></entry>'
        for n, title in enumerate(HEADLINES)
    )
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>t</title>{entries}</feed>'
    )


def json_feed() -> str:
    items = [
        {
            "id": n,
            "url": f"/{n}",
            "title": title,
            "content_html": f"<p>{title}</p>",
            "date_published": f"2026-06-2{n}T10:00:00Z",
            "authors": [{"name": "A"}],
            "tags": ["ai"],
        }
        for n, title in enumerate(HEADLINES)
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})


@cache
def originals() -> tuple[bytes, ...]:
    """Whole feeds: our own of every kind, or those of a folder."""
    if FOLDER:
        return tuple(file.read_bytes() for file in sorted(Path(FOLDER).iterdir()) if file.is_file())
    texts = (rss("0.91"), rss("2.0"), rdf(), atom(), json_feed())
    return (
        *(text.encode() for text in texts),
        rss("2.0").encode("gb18030"),
        rdf().encode("utf-16"),
    )


Mutation = Callable[[bytes, random.Random], bytes]


def flipped(body: bytes, chance: random.Random) -> bytes:
    """Some bytes are others."""
    changed = bytearray(body)
    for _ in range(chance.randint(1, 40)):
        changed[chance.randrange(len(body))] = chance.randrange(256)
    return bytes(changed)


def cut_out(body: bytes, chance: random.Random) -> bytes:
    start, end = a_span(body, chance)
    return body[:start] + body[end:]


def doubled(body: bytes, chance: random.Random) -> bytes:
    start, end = a_span(body, chance)
    return body[:end] + body[start:end] * chance.randint(1, 5) + body[end:]


def cut_off(body: bytes, chance: random.Random) -> bytes:
    return body[: chance.randrange(len(body))]


def filled(body: bytes, chance: random.Random) -> bytes:
    """What belongs in no feed is put in."""
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(body) + 1)
        body = body[:at] + chance.choice(JUNK) + body[at:]
    return body


def swapped(body: bytes, chance: random.Random) -> bytes:
    """Two tags change places."""
    tags = list(re.finditer(rb"<[^<>]*>", body))
    if len(tags) < 2:
        return body
    one, other = sorted(chance.sample(tags, 2), key=lambda tag: tag.start())
    between = body[one.end() : other.start()]
    return body[: one.start()] + other[0] + between + one[0] + body[other.end() :]


def mislabelled(body: bytes, chance: random.Random) -> bytes:
    """It says that it is in another encoding, or it is in another one than it says."""
    name = chance.choice(
        ("utf-8", "utf-16", "gb2312", "koi8-r", "shift_jis", "us-ascii", "nonsense")
    )
    if chance.random() < 0.5:
        return b'<?xml version="1.0" encoding="%b"?>' % name.encode() + body.partition(b"?>")[2]
    return body.decode("utf-8", "replace").encode(chance.choice(REAL), "replace")


def a_span(body: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(body))
    return start, min(len(body), start + chance.randint(1, 2_000))


REAL = ("utf-16", "utf-16-le", "gb18030", "koi8-r", "shift_jis", "iso2022_jp", "utf-7", "cp037")
JUNK = (
    b"\0",
    b"\x1b",
    b"&#0;",
    b"&#xD800;",
    b"&#1114112;",
    b"&#99999999999999999999;",
    b"&bogus;",
    b"&",
    b"<",
    b">",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"<?x",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"\xef\xbf\xbe",
    b"\xed\xa0\x80",
    b"</item>",
    b"<item>",
    b"<title>",
    b"<pubDate>99999999999</pubDate>",
    b"<link>http://[::1</link>",
    b'"',
    b"\\ud800",
    b"[" * 500,
    b"<b>" * 500,
)
MUTATIONS: tuple[Mutation, ...] = (flipped, cut_out, doubled, cut_off, filled, swapped, mislabelled)


def a_mutant(number: int) -> bytes:
    chance = random.Random(f"{SEED} {number}")  # noqa: S311  damage is no secret
    body = chance.choice(originals())
    for mutate in chance.choices(MUTATIONS, k=chance.randint(1, 3)):
        body = mutate(body, chance) or b"x"
    return body


def read(body: bytes) -> tuple[Entry, ...]:
    document = Document(name=FEED.url, body=body)
    assert FEED.asked_pause(document) >= 0
    return tuple(map(readable, FEED.parse(document)))


def test_whole_feeds_are_read_whole() -> None:
    if not FOLDER:
        assert {len(read(body)) for body in originals()} == {len(HEADLINES)}


def test_nothing_but_a_source_error_comes_out_of_a_damaged_feed() -> None:
    fared: Counter[str] = Counter()
    slowest = 0.0
    for number in range(MUTANTS):
        started = time.perf_counter()
        fared[ending(number)] += 1
        slowest = max(slowest, time.perf_counter() - started)
    logging.getLogger(__name__).info("%s, the slowest took %.2f s", dict(fared), slowest)
    assert {end for end in fared if end not in {"entries", "empty", "fault"}} == set()


def ending(number: int) -> str:
    try:
        entries = read(a_mutant(number))
    except SourceError:
        return "fault"
    except Exception as error:  # noqa: BLE001 - what is looked for
        return f"mutant {number} of seed {SEED}: {error!r}"
    assert all(entry.id and not entry.html for entry in entries)
    return "entries" if entries else "empty"
