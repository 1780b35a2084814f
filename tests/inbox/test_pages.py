"""The page behind an entry is read in a second step: durable, polite, and matched when it comes."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.inbox.world import World, feed, source, world
from tests.servers import response
from tracker.store import PageStore

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LINK = "http://gazette.example:{port}/{}"
PARAGRAPH = "What exporters of such machines have to do from now on is explained here at length. "
REEXPORT = "A reexport clause is added to every licence that was given before."


def page(*paragraphs: str, around: str = "") -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (*paragraphs, *[PARAGRAPH] * 4))
    html = f"<html><body>{around}<article><h1>Notice</h1>{text}</article></body></html>"
    return response(html.encode(), content_type="text/html; charset=utf-8")


def publish(here: World, *titles: str, **fields: str) -> None:
    """The gazette lists these, each with a page behind it."""
    port = here.end.url.rpartition(":")[2]
    link = LINK.replace("{port}", port)
    here.sites["gazette.example/feed"] = feed(*titles, **{"link": link, **fields})


def states(here: World) -> dict[str, int]:
    return PageStore(here.database).counts()


@pytest.mark.parametrize("full_text", ["auto", "always"])
async def test_the_title_is_told_at_once_and_the_text_when_it_comes(
    tmp_path: Path, full_text: str
) -> None:
    async with world(tmp_path, source("gazette", full_text=full_text)) as here:
        publish(here, "New export control")
        here.sites["gazette.example/new-export-control"] = page(REEXPORT)
        await here.poll(pages=False)
        assert here.told() == ["New export control"]
        await here.pages.turn()
        assert here.told() == ["New export control"] * 2  # another watch fires for the text
        assert REEXPORT in here.articles()[0].body
        assert states(here) == {"read": 1}
        await here.poll(5)
        assert len(here.told()) == 2
        assert here.requests("/new-export-control") == 1


async def test_a_title_that_says_nothing_is_told_for_its_text(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette", full_text="auto")) as here:
        publish(here, "Notice 17")
        here.sites["gazette.example/notice-17"] = page(REEXPORT)
        await here.poll()
        assert here.told() == ["Notice 17"]


async def test_menus_and_related_lists_are_never_matched(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette", full_text="auto")) as here:
        publish(here, "Notice 17")
        menu = "<nav><a href='/'>All about the entity list</a></nav>"
        here.sites["gazette.example/notice-17"] = page(around=menu)
        await here.poll()
        assert states(here) == {"read": 1}
        assert here.told() == []


async def test_an_entry_that_says_enough_is_not_followed(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette", full_text="auto")) as here:
        publish(here, "New export control", description=PARAGRAPH * 8)
        await here.poll()
        assert here.requests() == 1


async def test_a_source_may_ask_that_pages_are_left_alone(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette", full_text="never")) as here:
        publish(here, "New export control")
        await here.poll()
        assert (here.requests(), states(here)) == (1, {})


async def test_a_page_that_fails_is_tried_after_five_minutes_an_hour_and_six(
    tmp_path: Path,
) -> None:
    async with world(tmp_path, source("gazette", full_text="auto", interval="1d")) as here:
        publish(here, "Notice 17")
        here.sites["gazette.example/notice-17"] = response(status="500 Internal Server Error")
        await here.poll(pages=False)
        start, tries = here.now, []
        for _ in range(24 * 60):
            before = here.requests("/notice-17")
            await here.pages.turn()
            if here.requests("/notice-17") > before:
                tries.append((here.now - start) // MINUTE)
            here.now += MINUTE
        assert tries == [0, 5, 65, 425]
        assert states(here) == {"given up": 1}


async def test_a_page_comes_back_after_a_failure(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette", full_text="auto", interval="1d")) as here:
        publish(here, "Notice 17")
        blocked = response(b"<title>Just a moment...</title>", status="403 Forbidden")
        here.sites["gazette.example/notice-17"] = [blocked, page(REEXPORT)]
        await here.poll()
        assert here.told() == []
        here.now += 6 * MINUTE
        await here.pages.turn()
        assert here.told() == ["Notice 17"]


@pytest.mark.parametrize(
    "answer",
    [
        response(b"%PDF-1.7 ...", content_type="application/pdf"),
        response(status="410 Gone"),
    ],
    ids=["a PDF", "gone"],
)
async def test_what_no_other_try_would_change_is_given_up_at_once(
    tmp_path: Path, answer: bytes
) -> None:
    async with world(tmp_path, source("gazette", full_text="auto")) as here:
        publish(here, "Notice 17")
        here.sites["gazette.example/notice-17"] = answer
        await here.poll()
        assert states(here) == {"given up": 1}


async def test_a_host_that_wants_patience_is_left_alone_by_pages_too(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette", full_text="auto", interval="1d")) as here:
        publish(here, "Notice 17", "Notice 18")
        busy = response(status="429 Too Many Requests", retry_after="3600")
        here.sites["gazette.example"] = busy
        await here.inbox.poll_due()
        await here.pages.turn()
        asked = here.requests()
        assert asked == 2  # the feed, and one page
        for _ in range(30):
            here.now += MINUTE
            await here.pages.turn()
        assert here.requests() == asked


async def test_pages_of_a_held_host_delay_no_other(tmp_path: Path) -> None:
    sources = source("gazette", full_text="auto") + source("wire", full_text="auto")
    async with world(tmp_path, sources) as here:
        port = here.end.url.rpartition(":")[2]
        publish(here, *(f"Notice {number}" for number in range(40)))
        here.sites["gazette.example"] = response(
            status="429 Too Many Requests", retry_after="86400"
        )
        await here.poll()
        here.sites["wire.example/feed"] = feed("Notice 99", link=f"http://wire.example:{port}/{{}}")
        here.sites["wire.example/notice-99"] = page(REEXPORT)
        await here.poll(2)
        assert here.told() == ["Notice 99"]


async def test_the_backlog_of_a_first_poll_is_not_followed(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette", full_text="auto", first_poll="1")) as here:
        publish(here, "New export control", "Notice 1", "Notice 2", "Old export control")
        await here.poll()
        followed = {asked for asked in here.asked if not asked.endswith("/feed")}
        assert followed == {"http://gazette.example/new-export-control"}  # the one that was told


async def test_what_is_too_old_is_not_followed(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette", full_text="auto")) as here:
        publish(here, "Notice 17", pubDate=f"{here.now - 9 * DAY:%a, %d %b %Y %H:%M:%S} GMT")
        await here.poll()
        assert here.requests() == 1


async def test_an_entry_that_is_rewritten_has_its_page_read_again(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette", full_text="auto")) as here:
        port = here.end.url.rpartition(":")[2]
        link = f"http://gazette.example:{port}/n17"
        publish(here, "Notice 17", guid="n17", link=link)
        here.sites["gazette.example/n17"] = [page(), page(REEXPORT)]
        await here.poll()
        assert here.told() == []
        publish(here, "Notice 17, with a clause", guid="n17", link=link)
        await here.poll()
        assert here.requests("/n17") == 2
        assert here.told() == ["Notice 17, with a clause"]


async def test_a_page_waits_for_its_source_to_come_back(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette", full_text="auto")) as here:
        publish(here, "Notice 17")
        here.sites["gazette.example/notice-17"] = page(REEXPORT)
        await here.poll(pages=False)
        sources = here.built.sources
        object.__setattr__(here.built, "sources", ())
        await here.pages.turn()
        assert states(here) == {"waiting": 1}
        object.__setattr__(here.built, "sources", sources)
        here.now += 6 * MINUTE
        await here.pages.turn()
        assert here.told() == ["Notice 17"]


async def test_a_page_that_leads_to_the_front_page_is_not_the_article(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette", full_text="auto")) as here:
        publish(here, "Tea harvest")
        port = here.end.url.rpartition(":")[2]
        front = response(status="302 Found", location=f"http://gazette.example:{port}/")
        here.sites["gazette.example/tea-harvest"] = front
        here.sites["gazette.example/"] = page("All about the entity list.")
        await here.poll()
        assert (here.told(), states(here)) == ([], {"waiting": 1})


async def test_a_page_that_wants_patience_keeps_nobody_from_its_feed(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette", full_text="auto")) as here:
        publish(here, "Notice 17")
        busy = response(status="429 Too Many Requests", retry_after="86400")
        here.sites["gazette.example"] = busy
        await here.poll(5)
        assert (here.requests("/feed"), here.requests("/notice-17")) == (5, 1)
