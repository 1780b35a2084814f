"""Reading the pages behind entries, in a second step: what waits is in the database.

A page that cannot be read is tried again, and given up in the end with the reason; the entry itself
was decided long before by its title and summary.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog

from tracker.core.model import Outcome
from tracker.desk import Desk
from tracker.errors import ConfigError, SourceError
from tracker.sources import Fetcher, Source, Web
from tracker.sources.articles.fulltext import FullText, article
from tracker.sources.client.http import shown
from tracker.store import Page, PageStore, PollStore

log = structlog.get_logger()

RETRIES = (300.0, 3600.0, 6 * 3600.0)  # seconds before tries 2, 3 and 4; then it is given up
PAGES_OF = "pages of "  # begins the name under which the pages of a host are left alone
UNREACHED = frozenset({Outcome.network, Outcome.timeout})
AT_ONCE = 32  # pages in hand at a time, over all turns
SHORTEST = 60.0  # seconds for which a host that asks for patience is left alone at least
# What another try would not change.
FINAL = frozenset({Outcome.parse_error, Outcome.too_large, Outcome.refused_address, Outcome.gone})


class Pages:
    """Page -> its text -> Desk. `deciding` is held while an article is decided anew.

    `is_out`: whether nobody can be reached.
    """

    def __init__(  # noqa: PLR0913  everything that reading needs
        self,
        *,
        sources: Callable[[], Sequence[Source]],
        store: PageStore,
        polls: PollStore,
        desk: Desk,
        fetcher: Fetcher,
        clock: Callable[[], datetime],
        deciding: asyncio.Lock,
        is_out: Callable[[], bool],
    ) -> None:
        self._sources = sources
        self._store = store
        self._polls = polls
        self._desk = desk
        self._fetcher = fetcher
        self._clock = clock
        self._deciding = deciding
        self._is_out = is_out
        self._busy: set[str] = set()
        self._choosing = asyncio.Lock()
        self._fetching: set[asyncio.Task[FullText]] = set()
        self._extracting = asyncio.Semaphore(1)
        self._stopping = False

    def stop(self) -> None:
        """Give up what is being fetched; it waits in the database."""
        self._stopping = True
        for task in self._fetching:
            task.cancel()

    async def turn(self) -> int:
        """Read the pages whose time has come; returns how many were read.

        Turns may overlap: a page that is being read is left to the turn that reads it.
        """
        now, by_host = self._clock(), dict[str, list[Page]]()
        async with self._choosing:
            held = await asyncio.to_thread(self._polls.held, now)
            for page in await asyncio.to_thread(self._store.due, now, frozenset(self._busy)):
                host = _host(page.url)
                is_held = host in held or f"{PAGES_OF}{host}" in held
                if not is_held and len(self._busy) < AT_ONCE:
                    by_host.setdefault(host, []).append(page)
                    self._busy.add(page.article)
        return sum(await asyncio.gather(*map(self._host, by_host.values())))

    async def _host(self, pages: Sequence[Page]) -> int:
        """Read the pages of one host one after the other, until it asks for patience."""
        read = 0
        try:
            for page in pages:
                if self._stopping:
                    break
                failure = await self._page(page)
                read += failure is None
                if failure is not None and failure.whole_host:
                    break
        finally:
            self._busy.difference_update(page.article for page in pages)
        return read

    async def _page(self, page: Page) -> SourceError | None:
        """Read one page; what was the matter with it, if anything."""
        try:
            await self._read(page)
        except asyncio.CancelledError:
            if self._stopping:
                return SourceError(Outcome.network, "stopped")
            raise
        except SourceError as error:
            failure = error
        except ConfigError:  # the database: that is no fault of the page
            raise
        except Exception:  # the boundary of this loop: one page never stops the others
            log.exception("page failed", source=page.source, url=shown(page.url))
            failure = SourceError(Outcome.fault, "an error of ours; the log has the details")
        else:
            return None
        await self._failed(page, failure)
        return failure

    async def _read(self, page: Page) -> None:
        source = next((s for s in self._sources() if s.id == page.source), None)
        if not isinstance(source, Web):
            fault = f"the rules have no source '{page.source}' at the moment"
            raise SourceError(Outcome.fault, fault)
        fetching = asyncio.create_task(self._text(page, source))
        self._fetching.add(fetching)
        fetching.add_done_callback(self._fetching.discard)
        text = await fetching
        async with self._deciding:
            tally = await asyncio.to_thread(self._desk.read, page, text, source, self._clock())
        log.info("read", source=source.id, url=shown(page.url), alerts=tally.alerts if tally else 0)

    async def _text(self, page: Page, source: Web) -> FullText:
        agent = {"User-Agent": source.user_agent} if source.user_agent else {}
        lane = source.host if _host(page.url) == _host(source.url) else ""
        reply = await self._fetcher.get(page.url, headers=agent, lane=lane)
        _check_place(page.url, reply.documents[0].name)
        async with self._extracting:  # one at a time: it is work for a whole core
            return await asyncio.to_thread(
                article,
                reply.documents[0],
                selector=source.content_selector,
                encoding=source.encoding,
                moment=source.moment,
            )

    async def _failed(self, page: Page, error: SourceError) -> None:
        now, again = self._clock(), None
        if error.outcome in UNREACHED and self._is_out():  # our network: that is no try
            later = now + timedelta(seconds=RETRIES[0])
            await asyncio.to_thread(self._store.put_off, page, str(error), later)
            return
        if error.whole_host:  # a wish of its host, and no fault of the page
            wait = RETRIES[0] if error.retry_after is None else max(error.retry_after, SHORTEST)
            later = now + timedelta(seconds=wait)
            # Its feed may be read on: a page is no reason to go blind.
            lane = f"{PAGES_OF}{_host(page.url)}"
            await asyncio.to_thread(self._polls.hold, lane, later, str(error))
            await asyncio.to_thread(self._store.put_off, page, str(error), later)
            return
        if error.outcome not in FINAL and page.attempts < len(RETRIES):
            wait = max(RETRIES[page.attempts], error.retry_after or 0.0)
            again = now + timedelta(seconds=wait)
        await asyncio.to_thread(self._store.failed, page, str(error), again)
        log.warning("page not read", source=page.source, error=str(error), given_up=again is None)


def _check_place(asked: str, final: str) -> None:
    """A page that is gone often leads to the front page, which is about everything."""
    if urlsplit(asked).path.strip("/") and not urlsplit(final).path.strip("/"):
        raise SourceError(Outcome.http_error, f"{asked} leads to the front page")


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
