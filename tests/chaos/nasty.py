"""Nasty articles without end: tags, entities, directions, joiners, controls, and hostile links."""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tracker.core.message import Applies, Reason
from tracker.core.model import Evidence, Severity

VERY_LONG = 0.2  # of the items
ANY = 0.2  # of the texts have characters by chance

PIECES = (
    "Entity List",
    "出口管制新规",
    "輸出管理",
    "수출통제",
    "контроль",
    "ضوابط التصدير",
    "בקרת יצוא",
    "नियंत्रण",
    "การควบคุม",
    "<b>bold</b>",
    "<a href='https://evil.example'>x</a>",
    "</a></blockquote></b>",
    "<br/><p>",
    "<script>alert(1)</script>",
    "<tg-time unix='1'>",
    "<ünïcode>",
    "a < b > c",
    "&nbsp;&amp;amp;&#x1F600;&#xD800;&lt",
    "&",
    "<",
    "\"'`“”«»",
    "*_~|[](){}#+-=.!\\",
    "@everyone #tag /cmd $CASH",
    "https://evil.example/?q=1",
    "tg://user?id=1",
    "👨\u200d👩\u200d👧\u200d👦",
    "🇪🇺👍🏽❤\ufe0f",
    "🚀",
    "𠮷𝕏",
    "e\u0301\u0302\u0303",
    "a\u030a\u0333",
    "\u202eevil\u202c",
    "\u2066iso\u2069",
    "\u200b\u2060\ufeff",
    "\ud83d",
    "\udfff\ud800",
    "\x00\x07\x1b[31m\x7f",
    "\t\r\n\v\f",
    "\u2028\u2029\u00a0\u3000",
    "\ue000\U000f0000\uffff",
    "12,345.67 %",
)
GOOD_HOSTS = (
    "gazette.example",
    "News.Example",
    "a_b.example",
    "xn--mnchen-3ya.example",
    "münchen.example",
    "新闻.example",
    "192.0.2.7",
    "gazette.example:8443",
    "me:secret@gazette.example",
    "gazette.example.",
)
PATHS = (
    "",
    "/",
    "/a?b=1&c=2#d",
    "/新规?标题=芯片",
    "/%E6%96%B0",
    '/"><b>x</b>',
    "/a b\tc",
    "/[x](y)'z",
    "/?q=<script>",
    "/\u202e\u200b",
    "/x" * 200,
    "?q",
)
BAD_URLS = (
    "",
    "javascript:alert(1)",
    "JavaScript://gazette.example/%0aalert(1)",
    "data:text/html,<b>x</b>",
    "tg://user?id=1",
    "ftp://gazette.example/",
    "//gazette.example/a",
    "gazette.example/a",
    "https://",
    "https:///path",
    "http://[::1",
    "http://[2001:db8::1]/",
    "http://localhost/",
    "https://a..example/",
    "https://a.example:99999/",
    "https://a b.example/",
    "https://<b>.example/",
    "https://evil.example\\",
    f"https://{'a' * 64}.example/",
    f"https://gazette.example/{'x' * 2000}",
    "https://gazette.example/\ud800",
)


@dataclass(frozen=True)
class Address:
    """`host`: where it has to lead, whatever else it says; "" = nowhere."""

    url: str
    host: str


class Nasty:
    """An endless supply of items, the same for each seed."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311  an article that can be made again

    def items(self) -> Iterator[tuple[dict[str, Any], Address]]:
        """The fields of an alert, and where its link has to lead."""
        while True:
            address = self._address()
            yield self._fields() | {"url": address.url}, address

    def _fields(self) -> dict[str, Any]:
        chance = self._chance
        texts = [self._text() for _ in range(12)]
        if chance.random() < VERY_LONG:
            texts[chance.randrange(12)] = self._text() * chance.randint(20, 400)
        title, publisher, tier, name, watch, word, entity, excerpt, change, what, also, note = texts
        evidence = Evidence(term="x", field="body", start=0, end=1, text=word or "x")
        severity = chance.choice(list(Severity))
        reason = Reason(watch=watch, name=name, severity=severity, evidence=(evidence,) * 3)
        return {
            "title": title,
            "severity": severity,
            "summary": excerpt,
            "publisher": publisher,
            "tier": chance.choice(("official", "wire", "analysis", "forum", tier)),
            "published": self._moment(),
            "reasons": (reason,) * chance.choice((1, 1, 2, 9)),
            "entities": (entity,) * chance.choice((0, 1, 12)),
            "excerpt": excerpt,
            "marks": self._marks(len(excerpt)),
            "change": change if chance.random() < 0.5 else "",
            "applies": (Applies(what=what, on=date(2027, 1, 1)),) * chance.choice((0, 1, 2)),
            "also": (also,) * chance.choice((0, 1, 7)),
            "notes": (note,) * chance.choice((0, 1, 9)),
            "footer": f"{note}\n{also}",
        }

    def _text(self) -> str:
        chance = self._chance
        pieces = chance.choices(PIECES, k=chance.choice((0, 1, 2, 3, 5, 8)))
        if chance.random() < ANY:
            pieces.append("".join(chr(chance.randrange(sys.maxunicode + 1)) for _ in range(9)))
        return chance.choice((" ", "", " ")).join(pieces)

    def _address(self) -> Address:
        chance = self._chance
        if chance.random() < 0.3:
            return Address(chance.choice(BAD_URLS), "")
        netloc = chance.choice(GOOD_HOSTS)
        host = netloc.rpartition("@")[2].partition(":")[0].lower().encode("idna").decode()
        scheme, path = chance.choice(("https", "http", "HTTPS")), chance.choice(PATHS)
        return Address(f"{scheme}://{netloc}{path}", host)

    def _moment(self) -> datetime | None:
        chance = self._chance
        if chance.random() < 0.1:
            return None
        moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=chance.randint(-30_000, 30_000))
        return moment + timedelta(seconds=chance.choice((0, 1, 36_000)))

    def _marks(self, length: int) -> tuple[tuple[int, int], ...]:
        chance = self._chance
        starts = sorted(chance.randrange(length + 1) for _ in range(chance.choice((0, 2, 150))))
        return tuple((start, start + chance.randint(0, 5)) for start in starts)
