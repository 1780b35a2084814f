"""A world for the inbox: sites on loopback under many names, a clock that a test sets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from tests.samples import NOW
from tests.servers import FarEnd, Request, Send, far_end, response
from tracker.core.model import Article
from tracker.core.standing import Standing
from tracker.desk import Desk
from tracker.inbox import Inbox, Pages
from tracker.quality.dedup.judge import empty_database
from tracker.rulebook import build
from tracker.rulebook.build import Built
from tracker.rulebook.files import RuleText, Snapshot
from tracker.sources import Fetcher
from tracker.store import Database, Deliveries, PageStore, Past, PollStore

WATCHES = """
version: 1
channels: {chat: {kind: console}}
routes: [{route: all, send: chat}]
watches:
  - {watch: Exports, any: [export control, entity list], severity: high}
  - {watch: Reexports, any: [reexport clause]}
"""
OPERATORS = "operators"


@dataclass
class World:
    """What the sites answer, by host and path; a host without any answer cannot be reached."""

    database: Database
    built: Built
    end: FarEnd
    inbox: Inbox
    pages: Pages
    polls: PollStore
    now: datetime = NOW
    sites: dict[str, bytes | list[bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    rang: asyncio.Event = field(default_factory=asyncio.Event)

    async def poll(self, times: int = 1, *, pages: bool = True) -> None:
        """Poll whenever anything is due, so many times."""
        for _ in range(times):
            await self.inbox.poll_due()
            if pages:
                await self.pages.turn()
            states = self.polls.states().values()
            self.now = max(self.now + timedelta(seconds=1), min(s.next_poll for s in states))

    async def live(self, length: timedelta, step: timedelta) -> None:
        """Let time pass, with a turn whenever anything is due; at most one in each step."""
        end = self.now + length
        while self.now < end:
            await self.inbox.poll_due()
            held = self.polls.held(self.now)
            dues = [state.next_poll for state in self.polls.states().values()]
            late = [moment for moment in (*dues, *held.values()) if moment > self.now + step]
            is_waiting = len(late) == len(dues) + len(held)
            self.now = min(late) if is_waiting else self.now + step

    async def until_asked(self, host: str) -> None:
        """Wait for the next request to `host`."""
        known = len(self.asked)
        while not any(urlsplit(asked).hostname == host for asked in self.asked[known:]):
            self.rang.clear()
            await self.rang.wait()

    def state(self, source: str) -> Standing:
        return self.polls.states()[source]

    def told(self, channel: str = "chat") -> list[str]:
        """Titles of what is owed to a channel, oldest first."""
        owed = Deliveries(self.database).listed(limit=10_000)
        return [each.title for each in reversed(owed) if each.channel == channel]

    def cards(self) -> list[str]:
        """What is told of each alert besides: the watches, and what was amended."""
        owed = Deliveries(self.database).listed(limit=10_000)
        return [
            " ".join(filter(None, (each.card.title, each.card.change)))
            for each in reversed(owed)
            if each.channel == "chat" and each.card.is_alert
        ]

    def articles(self) -> list[Article]:
        return [stored.article for stored in Past(self.database, {}).articles()]

    def requests(self, path: str = "") -> int:
        """How often a path was asked for."""
        return sum(urlsplit(asked).path == path or not path for asked in self.asked)


@asynccontextmanager
async def world(folder: Path, sources: str) -> AsyncIterator[World]:
    """A world with these sources: YAML items, in which {port} is the sites' port."""
    made: World

    async def answer(request: Request, send: Send) -> None:
        host = request.headers["host"].partition(":")[0]
        made.asked.append(f"http://{host}{request.path}")
        made.rang.set()
        given = made.sites.get(f"{host}{request.path}", made.sites.get(host))
        if given is None:
            raise ConnectionResetError
        if isinstance(given, list):
            given = given.pop(0) if len(given) > 1 else given[0]
        await send(given)

    async def resolve(host: str, port: int) -> tuple[str, ...]:
        del host, port
        return ("127.0.0.1",)

    async with far_end(answer) as end:
        port = urlsplit(end.url).port
        text = f"{WATCHES}sources:\n{sources}".replace("{port}", str(port))
        rules = RuleText(name="test.yaml", pack="test", text=text)
        snapshot = Snapshot(folders=(), absent=(), files=(rules,), faults=())
        built = build.sound(build.of(snapshot))
        fetcher = Fetcher(allow_hosts=["127.0.0.1"], host_gap=0.0, resolve=resolve)
        (folder / "tracker.db").write_bytes(empty_database())
        with closing(Database(f"sqlite:///{folder / 'tracker.db'}")) as database:
            async with fetcher:
                made = _made(database, built, end, fetcher)
                yield made


def _made(database: Database, built: Built, end: FarEnd, fetcher: Fetcher) -> World:
    made: World

    def clock() -> datetime:
        return made.now

    polls = PollStore(database)
    desk = Desk(database, lambda: built.rulebook, lambda: [OPERATORS])
    inbox = Inbox(lambda: built.sources, polls, desk, fetcher, clock, chance=lambda: 0.5)
    pages = Pages(
        sources=lambda: built.sources,
        store=PageStore(database),
        polls=polls,
        desk=desk,
        fetcher=fetcher,
        clock=clock,
        deciding=inbox.deciding,
        is_out=lambda: inbox.is_out,
    )
    made = World(database, built, end, inbox, pages, polls)
    return made


def source(name: str, host: str = "", **keys: str) -> str:
    """A YAML item of a feed; `keys`: further keys of it, or others."""
    values = {
        "kind": "feed",
        "name": name.title(),
        "url": f"http://{host or name + '.example'}:{{port}}/feed",
        "first_poll": "all",
        "interval": "15m",
        "full_text": "never",
        **keys,
    }
    rest = "".join(f"    {key}: {value}\n" for key, value in values.items())
    return f"  - id: {name}\n{rest}"


def feed(*titles: str, **fields: str) -> bytes:
    """A response with an RSS feed; `fields`: of every item, `{}` stands for its title's slug."""
    items = "".join(_item(title, fields) for title in titles)
    return response(
        f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode(),
        content_type="application/rss+xml",
    )


def _item(title: str, fields: dict[str, str]) -> str:
    slug = title.lower().replace(" ", "-")
    values = {"title": title, "guid": slug, **fields}
    inner = (
        f"<{key}>{escape(str(value).replace('{}', slug))}</{key}>" for key, value in values.items()
    )
    return f"<item>{''.join(inner)}</item>"
