"""Nasty articles in every form of message, judged by Telegram's own parser and its limits.

By hand, with the figures as JSON: `python -m tests.chaos.fuzz 100000`.
"""

import argparse
import json
import random
import re
import sys
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.chaos.nasty import Address, Nasty
from tests.tdlib import CannotParse, Json, Oracle
from tracker.core.message import ROWS_MOST, Card, Row
from tracker.core.model import Severity
from tracker.core.render import MARK, plain, telegram_html

UNITS, ENTITIES, BYTES = 4096, 100, 32_768
ROOM = 10  # entities left for what Telegram finds by itself
TITLE, TITLE_OF_LIST = 300, 160  # UTF-16 units that are shown whole
READ = 8  # times as much is read, if most of it cannot be seen
LONG_LIST = 0.05


@dataclass
class Figures:
    """What was seen; `faults` says of each kind of fault how many there were."""

    items: int = 0
    messages: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    most_units: int = 0
    most_entities: int = 0
    most_bytes: int = 0
    links: int = 0
    seconds: Counter[str] = field(default_factory=Counter)  # of writing

    def fault(self, kind: str, card: Card) -> None:
        self.faults[kind] += 1
        self.examples.setdefault(kind, repr(card)[:2000])

    def as_json(self) -> Json:
        each = {form: 1e6 * self.seconds[form] / count for form, count in self.messages.items()}
        return {
            "items": self.items,
            "messages": dict(self.messages),
            "faults": dict(self.faults),
            "most_units": self.most_units,
            "most_entities": self.most_entities,
            "most_bytes": self.most_bytes,
            "links": self.links,
            "microseconds": {form: round(value, 1) for form, value in each.items()},
        }


def run(count: int, seed: int = 1) -> Figures:
    """Judge `count` items in every form; a list has some of the items before it."""
    figures = Figures()
    oracle = Oracle()
    chance = random.Random(seed)  # noqa: S311  a list that can be made again
    rows: list[tuple[Row, Address]] = []
    try:
        for (facts, address), _ in zip(Nasty(seed).items(), range(count), strict=False):
            figures.items += 1
            section = chance.choice(("", "", facts["publisher"], facts["tier"]))
            row = Row(
                title=facts["title"],
                severity=facts["severity"],
                url=address.url,
                note=facts["change"],
                section=section,
            )
            rows = [(row, address), *rows[: ROWS_MOST - 1]]
            alert = Card(**facts)
            _judge("alert", alert, [address], oracle, figures)
            _judge("update", Card(**facts | {"brief": True}), [address], oracle, figures)
            _judge("notice", Card(**facts | {"reasons": ()}), [], oracle, figures)
            size = ROWS_MOST if chance.random() < LONG_LIST else chance.randint(1, 9)
            listed = Card(**facts | {"rows": tuple(row for row, _ in rows[:size])})
            _judge("list", listed, [address for _, address in rows[:size]], oracle, figures)
    finally:
        oracle.close()
    return figures


def _judge(
    form: str, card: Card, addresses: list[Address], oracle: Oracle, figures: Figures
) -> None:
    figures.messages[form] += 1
    began = time.perf_counter()
    html = telegram_html(card)
    figures.seconds[form] += time.perf_counter() - began
    size = len(html.encode())
    try:
        text, entities = oracle.parse(html)
    except CannotParse:
        figures.fault("refused", card)
        return
    figures.most_units = max(figures.most_units, units(text))
    figures.most_entities = max(figures.most_entities, len(entities))
    figures.most_bytes = max(figures.most_bytes, size)
    links = [entity["url"] for entity in entities if entity["type"] == "text_link"]
    figures.links += len(links)
    facts = {
        "too many units": units(text) > UNITS or units(plain(card)) > UNITS,
        "too many entities": len(entities) > ENTITIES - ROOM,
        "too many bytes": size > BYTES,
        "empty": not text.strip(),
        "title altered": not _title_is_whole(form, card, text),
        "link lost": _are_lost(links, addresses, size),
        "link elsewhere": not _lead_there(links, addresses),
        "row lost": form == "list" and not _rows_are_there(card, text),
        "date lost": form in {"alert", "update"} and _has_moment(card) != _dates(entities),
    }
    for kind, found in facts.items():
        if found:
            figures.fault(kind, card)


def units(text: str) -> int:
    """Length in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def seen(text: str) -> str:
    """What a reader can see of it, in one line."""
    spaced = (
        " " if c.isspace() else c
        for c in text
        if c.isspace() or unicodedata.category(c)[0] not in "CZ"
    )
    return " ".join("".join(spaced).split())


def _title_is_whole(form: str, card: Card, text: str) -> bool:
    first = " ".join(text.partition("\n")[0].split())
    has_mark = form in {"alert", "update"} or (form == "list" and card.severity > Severity.info)
    expected = (f"{MARK[card.severity]} " if has_mark else "") + "Update: " * (form == "update")
    title, most = seen(card.title) or "(no title)", TITLE_OF_LIST if form == "list" else TITLE
    if units(title) <= most and len(card.title) <= READ * most:
        return first == expected + title
    told = first.removeprefix(expected).removesuffix("…").strip()
    return title.startswith(told) and len(told) > min(len(title), most) // 4


def _rows_are_there(card: Card, text: str) -> bool:
    """Each with its number and mark, and the beginning of its title."""
    rows = re.findall(r"^(\d+)\. (\S+) (.*)$", text, re.MULTILINE)[: len(card.rows)]
    if [int(number) for number, _, _ in rows] != list(range(1, len(card.rows) + 1)):
        return False
    order = list(dict.fromkeys(["", *(row.section for row in card.rows)]))
    wanted = sorted(card.rows, key=lambda row: order.index(row.section))
    return all(
        mark == MARK[row.severity] and _begins(said, seen(row.title) or "(no title)")
        for row, (_, mark, said) in zip(wanted, rows, strict=True)
    )


def _begins(said: str, title: str) -> bool:
    said = " ".join(said.split())
    cut = said.partition("…")[0].strip()
    return said.startswith(title) or bool(cut and title.startswith(cut))


def _are_lost(links: list[str], addresses: list[Address], size: int) -> bool:
    """Fewer links than addresses that lead somewhere, although there is room for one more."""
    lost = sum(bool(address.host) for address in addresses) - len(links)
    return lost > 0 and size + 2 * max(len(address.url) for address in addresses) < BYTES


def _lead_there(links: list[str], addresses: list[Address]) -> bool:
    hosts = Counter(address.host for address in addresses if address.host)
    led = Counter(urlsplit(link).hostname or "" for link in links)
    return led <= hosts and all(
        link.startswith(("http://", "https://")) and "@" not in urlsplit(link).netloc
        for link in links
    )


def _has_moment(card: Card) -> int:
    """One for a time of day that Telegram keeps; a day is no moment."""
    moment = card.published
    return int(bool(moment and moment.hour + moment.second and 0 < moment.timestamp() < 2**31))


def _dates(entities: list[Json]) -> int:
    return sum(entity["type"] == "date_time" for entity in entities)


def main() -> None:
    """The long drill."""
    parser = argparse.ArgumentParser(description="Nasty articles, judged by Telegram's parser.")
    parser.add_argument("items", type=int, nargs="?", default=1500)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    began = time.perf_counter()
    figures = run(args.items, args.seed)
    found = figures.as_json() | {"elapsed": round(time.perf_counter() - began, 1)}
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    for kind, example in figures.examples.items():
        sys.stderr.write(f"{kind}: {example}\n")
    sys.exit(bool(figures.faults))


if __name__ == "__main__":
    main()
