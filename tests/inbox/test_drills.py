"""Sites move, rename and list anew what they have: nothing is told twice, and what is new is told.

A drill is what a site does to all of its entries at once; every one is done to dated, to day-dated
and to undated entries, with guids and without.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tests.inbox.world import OPERATORS, World, source, world
from tests.samples import NOW
from tests.servers import response

SITE = "http://gazette.example"
OTHER_IDS = "Gazette gives its entries other ids."
RESTED = timedelta(days=90)
# What is told: notices of one form, reports in words of their own, and two in Chinese.
TEXTS = (
    (
        "Notice 31: export control on turning machines",
        "From 3 November, exporters of turning machines with five axes need a licence. The export "
        "control covers spindles and their software; applications go to the desk in Room 4.",
    ),
    (
        "Notice 32: export control on epoxy resins",
        "From 9 November, exporters of epoxy resins for airframes need a licence. The export "
        "control covers prepregs and their hardeners; applications go to the desk in Room 4.",
    ),
    (
        "Notice 33: export control on marine sonars",
        "From 9 November, exporters of marine sonars below 20 kHz need a licence. The export "
        "control covers arrays and their amplifiers; applications go to the desk in Room 4.",
    ),
    (
        "Ministry withdraws its export control on cotton looms",
        "Weavers had asked for it since spring: looms may leave the country without papers again, "
        "the minister wrote to both chambers on Friday evening.",
    ),
    (
        "Four shipyards join the entity list",
        "Halvorsen Marine, Duna Boats, Port Arley Works and Kestrel Hulls may not be supplied with "
        "engines any more. All four deny that they built for a navy under embargo.",
    ),
    (
        "Court keeps Ostrava Optics on the entity list",
        "Judges found that the firm had been heard in time and that its lenses do guide missiles. "
        "An appeal is open until the end of the year.",
    ),
    (
        "Customs seize drones under an export control of 2019",
        "Two lorries with 88 quadcopters were stopped at the Brenner. The driver said he was "
        "carrying toys; each of them lifts eleven kilograms.",
    ),
    (
        "What the export control on gallium costs smelters",
        "Prices in Rotterdam have tripled since the rule came into force, and one smelter in three "
        "has sent its people home, a survey by the guild of founders shows.",
    ),
    ("Bulletin of the export control office", "The office is closed on Friday for stocktaking."),
    ("Export control: forms for applicants", ""),
    (
        "商务部公告：对无人机发动机实施出口管制 (export control)",
        "自11月3日起，出口推力超过16千牛的无人机发动机须申请许可证。出口商应向省级主管部门提交最终用户证明。",
    ),
    (
        "商务部公告：对碳化硼实施出口管制 (export control)",
        "自11月9日起，出口碳化硼粉末须申请许可证。出口商应向省级主管部门提交最终用户证明。",
    ),
)
FRESH = (
    "Notice 47: export control on cryogenic valves",
    "From 1 December, exporters of cryogenic valves need a licence. The export control covers "
    "seals and their gauges; applications go to the desk in Room 4.",
)
OTHERS = (
    (
        "Parliament debates a ban on mercenary spyware, and an export control with it",
        "Deputies of five parties want wiretapping tools off the market by summer.",
    ),
    (
        "A new export control hits weavers of carbon tape",
        "They had not been asked, they say, and their looms stand still since the weekend.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry of the gazette. `guid` "" = it has none, and its link is its id."""

    title: str
    text: str
    link: str
    guid: str = ""
    date: str = ""


Items = Sequence[Item]


@dataclass(frozen=True, slots=True)
class Style:
    """How a gazette gives its entries."""

    dates: str  # to the second, to the day, or ""
    has_guids: bool

    def item(self, number: int, title: str, text: str) -> Item:
        """Entry `number`; the higher, the older."""
        moment = NOW - timedelta(hours=7 * number + 1, minutes=11 * number)
        return Item(
            title=title,
            text=text,
            link=f"{SITE}/notices/{2600 - number}",
            guid=f"gazette-{2600 - number}" if self.has_guids else "",
            date=rfc822(moment if self.dates == "second" else moment.replace(hour=0, minute=0))
            if self.dates
            else "",
        )

    def items(self) -> Items:
        return [self.item(number, *text) for number, text in enumerate(TEXTS)]

    def fresh(self, at: datetime) -> Item:
        item = self.item(-100, *FRESH)
        return replace(item, date=rfc822(at) if self.dates else "")


STYLES = [
    Style("second", has_guids=True),
    Style("second", has_guids=False),
    Style("day", has_guids=True),
    Style("", has_guids=False),
]


def rfc822(moment: datetime) -> str:
    return f"{moment:%a, %d %b %Y %H:%M:%S} GMT"


def rss(items: Items) -> bytes:
    """A response with these items, the first first."""
    written = "".join(_item(item) for item in items)
    return response(
        f'<rss version="2.0"><channel><title>Gazette</title>{written}</channel></rss>'.encode(),
        content_type="application/rss+xml",
    )


def _item(item: Item) -> str:
    guid = f'<guid isPermaLink="false">{escape(item.guid)}</guid>' if item.guid else ""
    date = f"<pubDate>{item.date}</pubDate>" if item.date else ""
    return (
        f"<item><title>{escape(item.title)}</title><link>{escape(item.link)}</link>"
        f"<description>{escape(item.text)}</description>{guid}{date}</item>"
    )


def other_guids(items: Items, prefix: str = "v2") -> Items:
    return [replace(item, guid=f"{prefix}:{item.link}") for item in items]


def other_slugs(items: Items, folder: str = "archive") -> Items:
    return [
        replace(item, link=f"{SITE}/{folder}/{len(item.text)}-{number}.html")
        for number, item in enumerate(items)
    ]


def linked(change: Callable[[str], str]) -> Callable[[Items], Items]:
    """A drill that changes every link."""
    return lambda items: [replace(item, link=change(item.link)) for item in items]


def moved(host: str, scheme: str = "http") -> Callable[[Items], Items]:
    return linked(lambda link: link.replace(SITE, f"{scheme}://{host}"))


def tracked(link: str) -> str:
    return f"{link}?utm_source=rss&utm_campaign=autumn&fbclid={len(link)}ab&mc_cid=7"


def restamped(items: Items) -> Items:
    """As if all had been published just now, at one moment."""
    return [replace(item, date=rfc822(NOW + timedelta(minutes=20))) for item in items]


DRILLS: dict[str, Callable[[Items], Items]] = {
    "other guids": other_guids,
    "other slugs": other_slugs,
    "other guids and slugs": lambda items: other_guids(other_slugs(items)),
    "https": moved("gazette.example", "https"),
    "www": moved("www.gazette.example"),
    "another host": moved("notices.ministry.example", "https"),
    "another host and guids": lambda items: other_guids(moved("notices.ministry.example")(items)),
    "reordered": lambda items: [*items[5:], *items[4::-1]],
    "tracking parameters": linked(tracked),
    "tracking parameters in guids": lambda items: [
        replace(item, guid=tracked(item.link)) for item in items
    ],
    "dates stamped anew": restamped,
    "dates and slugs anew": lambda items: restamped(other_slugs(items)),
    "dates and guids anew": lambda items: restamped(other_guids(items)),
    "all anew": lambda items: restamped(other_guids(other_slugs(items))),
    "guids are gone": lambda items: [replace(item, guid="") for item in items],
    "dates are gone": lambda items: [replace(item, date="") for item in items],
}


@asynccontextmanager
async def gazette(folder: Path, items: Items, **keys: str) -> AsyncIterator[World]:
    """A world in which these items of the gazette have been told."""
    async with world(folder, source("gazette", max_age="none", **keys)) as here:
        await gives(here, items)
        assert sorted(here.told()) == sorted(item.title for item in items)
        yield here


async def gives(here: World, items: Items) -> None:
    """The gazette is polled, and gives these items."""
    here.sites["gazette.example"] = rss(items)
    await here.poll()


@pytest.fixture(params=STYLES, ids=lambda s: f"{s.dates or 'undated'}-{'guid' * s.has_guids}")
def style(request: pytest.FixtureRequest) -> Style:
    given: Style = request.param
    return given


@pytest.mark.parametrize("name", DRILLS)
async def test_what_was_told_is_not_told_again_and_what_is_new_is(
    tmp_path: Path, style: Style, name: str
) -> None:
    items, drill = style.items(), DRILLS[name]
    async with gazette(tmp_path, items) as here:
        await gives(here, drill(items))
        await gives(here, drill(items))
        assert here.told()[len(items) :] == []
        await gives(here, [*drill([style.fresh(here.now)]), *drill(items)])
        assert here.told()[len(items) :] == [FRESH[0]]


async def test_a_site_may_move_again_and_again(tmp_path: Path, style: Style) -> None:
    items = style.items()
    async with gazette(tmp_path, items) as here:
        for name in ("https", "www", "another host", "tracking parameters", "other slugs", "www"):
            await gives(here, DRILLS[name](items))
        assert here.told()[len(items) :] == []


@pytest.mark.parametrize(
    "drill",
    [
        lambda items: items,
        other_guids,
        lambda items: other_guids(other_slugs(items)),
        lambda items: other_guids(moved("notices.ministry.example", "https")(items)),
    ],
    ids=["as they were", "other guids", "other guids and slugs", "another host and guids"],
)
async def test_what_comes_back_after_ninety_days_is_not_told_again(
    tmp_path: Path, style: Style, drill: Callable[[Items], Items]
) -> None:
    items = style.items()
    others = [replace(style.item(-50 - n, f"Vacancy {n}", "A post."), date="") for n in range(12)]
    async with gazette(tmp_path, items) as here:
        await gives(here, others)
        here.now += RESTED
        await gives(here, [style.fresh(here.now), *drill(items)])
        await gives(here, drill(items))
        assert here.told()[len(items) :] == [FRESH[0]]


@pytest.mark.parametrize("name", ["other guids", "other guids and slugs", "another host and guids"])
async def test_a_change_of_all_guids_is_reported_once(
    tmp_path: Path, style: Style, name: str
) -> None:
    items = style.items()
    async with gazette(tmp_path, items) as here:
        await gives(here, DRILLS[name](items))
        assert here.told(OPERATORS) == [OTHER_IDS]
        for number in range(3):
            await gives(here, other_guids(items, f"v{number + 3}"))
        await gives(here, items)
        assert here.told(OPERATORS) == [OTHER_IDS]
        assert here.told()[len(items) :] == []


async def test_a_change_of_all_slugs_is_reported_where_they_are_the_ids(tmp_path: Path) -> None:
    items = Style("second", has_guids=False).items()
    async with gazette(tmp_path, items) as here:
        await gives(here, other_slugs(items))
        assert here.told(OPERATORS) == [OTHER_IDS]


@pytest.mark.parametrize("name", ["other slugs", "reordered", "dates stamped anew", "https"])
async def test_what_keeps_its_guid_is_not_reported(tmp_path: Path, name: str) -> None:
    items = Style("second", has_guids=True).items()
    async with gazette(tmp_path, items) as here:
        await gives(here, DRILLS[name](items))
        assert here.told(OPERATORS) == []


@pytest.mark.parametrize("changed", [1, 2])
@pytest.mark.parametrize("listed", [2, 12])
async def test_one_or_two_other_guids_are_not_reported(
    tmp_path: Path, style: Style, changed: int, listed: int
) -> None:
    items = style.items()[:listed]
    async with gazette(tmp_path, items) as here:
        for number in range(3):
            await gives(here, [*other_guids(items[:changed], f"v{number}"), *items[changed:]])
        assert here.told(OPERATORS) == []
        assert here.told()[len(items) :] == []


async def test_two_answers_with_other_guids_by_turns_are_one_gazette(tmp_path: Path) -> None:
    items = Style("second", has_guids=True).items()
    async with gazette(tmp_path, items) as here:
        for _ in range(3):
            await gives(here, other_guids(items))
            await gives(here, items)
        assert here.told()[len(items) :] == []
        assert here.told(OPERATORS) == [OTHER_IDS]
        assert len(here.articles()) == len(items)


async def test_guids_that_are_places_in_the_list_hide_nothing_and_tell_nothing_twice(
    tmp_path: Path,
) -> None:
    def numbered(items: Items) -> Items:
        return [replace(item, guid=f"item-{number}") for number, item in enumerate(items)]

    style = Style("second", has_guids=True)
    items = style.items()
    async with gazette(tmp_path, numbered(items)) as here:
        await gives(here, numbered([style.fresh(here.now), *items]))
        assert here.told()[len(items) :] == [FRESH[0]]


@pytest.mark.parametrize("tier", ["wire", "official"])
@pytest.mark.parametrize(("place", "title"), [(0, 0), (3, 1), (4, 0), (6, 1), (9, 0)])
async def test_another_article_under_a_guid_that_was_used_before_is_told(
    tmp_path: Path, tier: str, place: int, title: int
) -> None:
    items = Style("second", has_guids=True).items()
    async with gazette(tmp_path, items, tier=tier) as here:
        other = replace(
            items[place],
            title=OTHERS[title][0],
            text=OTHERS[title][1],
            link=f"{SITE}/parliament/{title}",
            date=rfc822(here.now),
        )
        await gives(here, [other, *items[:place], *items[place + 1 :]])
        assert here.told()[len(items) :] == [other.title]
