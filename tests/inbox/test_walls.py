"""What sites show instead of their pages is recognised, told once within two polls, and its end."""

from pathlib import Path

import pytest

from tests.inbox.world import OPERATORS, feed, source, world
from tests.servers import response
from tracker.core.model import Outcome

FILES = sorted((Path(__file__).parent.parent / "sources" / "walls").glob("*.html"))
WALLS = {file.stem: file.read_bytes() for file in FILES}
NEWS = [f"News {number}" for number in range(12)]
ITEMS = "".join(f"<li><a href='/{number}'>{title}</a></li>" for number, title in enumerate(NEWS))
LIST = f"<html><body><main><ul>{ITEMS}</ul></main></body></html>".encode()
OTHER = {
    "an empty feed": (feed(), Outcome.empty),
    "a shrunk feed": (feed(*NEWS[:3]), Outcome.shrunk),
    "an empty body": (response(b"", content_type="text/xml"), Outcome.parse_error),
    "plain words": (response(b"Back soon."), Outcome.parse_error),
    "a feed cut off": (response(b"<rss><channel><item><tit"), Outcome.empty),
    "JSON that is no feed": (response(b'{"error": "maintenance"}'), Outcome.parse_error),
}


def page_source(name: str) -> str:
    return source(name, kind="page", url=f"http://{name}.example:{{port}}/list", item="main li")


async def is_told_once(tmp_path: Path, wall: bytes, outcome: Outcome, *, of_page: bool) -> None:
    made = page_source("site") if of_page else source("site")
    good = response(LIST, content_type="text/html") if of_page else feed(*NEWS)
    async with world(tmp_path, made) as here:
        here.sites["site.example"] = good
        await here.poll(3)
        here.sites["site.example"] = wall
        await here.poll(2)
        assert here.state("site").outcome == outcome
        (title,) = here.told(OPERATORS)
        await here.poll(8)
        assert here.told(OPERATORS) == [title]
        here.sites["site.example"] = good
        await here.poll(3)
        assert here.told(OPERATORS) == [title, "Site is well again."]
        assert len(here.articles()) == len(NEWS)


@pytest.mark.parametrize("of_page", [False, True], ids=["feed", "page"])
@pytest.mark.parametrize("wall", WALLS)
async def test_a_wall_is_told_once_and_so_is_its_end(
    tmp_path: Path, wall: str, *, of_page: bool
) -> None:
    # sites send them with any status; a success is the hardest to tell from a page
    status = "503 Service Unavailable" if of_page and "maintenance" in wall else "200 OK"
    answer = response(WALLS[wall], status=status, content_type="text/html")
    await is_told_once(tmp_path, answer, Outcome.blocked, of_page=of_page)


@pytest.mark.parametrize("what", OTHER)
async def test_a_feed_that_is_not_what_it_was_is_told_once(tmp_path: Path, what: str) -> None:
    wall, outcome = OTHER[what]
    await is_told_once(tmp_path, wall, outcome, of_page=False)


@pytest.mark.parametrize(
    "page",
    ["<main><div class='new-list'><a href='/1'>News 1</a></div></main>", ""],
    ids=["another layout", "an empty page"],
)
async def test_a_page_that_its_selectors_no_longer_fit_is_told_once(
    tmp_path: Path, page: str
) -> None:
    wall = response(f"<html><body>{page}</body></html>".encode(), content_type="text/html")
    await is_told_once(tmp_path, wall, Outcome.selector_empty, of_page=True)


async def test_a_page_that_lists_far_less_is_told_once(tmp_path: Path) -> None:
    short = LIST.replace(ITEMS.encode(), b"<li><a href='/1'>News 1</a></li>")
    wall = response(short, content_type="text/html")
    await is_told_once(tmp_path, wall, Outcome.shrunk, of_page=True)
