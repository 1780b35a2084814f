"""What an authority amends is told again, and says what was changed; nothing else is."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from tests.inbox.world import feed, source, world
from tracker.store.record import MOST_REVISIONS
from tracker.store.tables import AliasRow, RevisionRow

TEXT = (
    "The export control takes effect on 1 March for exporters of lathes. Comments may be sent "
    "until 30 April, in writing, to the office in the capital."
)
OFFICIAL = source("gazette", tier="official")


async def test_an_amended_notice_alerts_again_and_says_what_was_changed(tmp_path: Path) -> None:
    async with world(tmp_path, OFFICIAL) as here:
        here.sites["gazette.example"] = feed("Notice 17", description=TEXT)
        await here.poll(2)
        amended = TEXT.replace("1 March", "1 June")
        here.sites["gazette.example"] = feed("Notice 17", description=amended)
        await here.poll(5)
        assert here.cards() == ["Notice 17", "Notice 17 Amended: March -> June"]


async def test_what_is_amended_twice_is_told_twice(tmp_path: Path) -> None:
    async with world(tmp_path, OFFICIAL) as here:
        for month in ("March", "June", "July"):
            text = TEXT.replace("March", month)
            here.sites["gazette.example"] = feed("Notice 17", description=text)
            await here.poll(2)
        assert here.cards() == [
            "Notice 17",
            "Notice 17 Amended: March -> June",
            "Notice 17 Amended: June -> July",
        ]


async def test_what_is_amended_back_and_forth_is_told_each_time(tmp_path: Path) -> None:
    async with world(tmp_path, OFFICIAL) as here:
        for month in ("March", "June", "March", "June"):
            text = TEXT.replace("March", month)
            here.sites["gazette.example"] = feed("Notice 17", description=text)
            await here.poll()
        assert len(here.cards()) == 4


async def test_a_notice_that_changes_all_day_is_no_alarm(tmp_path: Path) -> None:
    async with world(tmp_path, OFFICIAL) as here:
        for number in range(12):
            text = TEXT.replace("30 April", f"{number + 10} April")
            here.sites["gazette.example"] = feed("Notice 17", description=text)
            await here.poll()
        assert len(here.cards()) == 4


async def test_what_a_page_counts_is_no_amendment(tmp_path: Path) -> None:
    async with world(tmp_path, OFFICIAL) as here:
        for number in range(4):
            counted = f"{TEXT} Views: {100 + number}. Posted {number + 2} hours ago."
            here.sites["gazette.example"] = feed("Notice 17", description=counted)
            await here.poll()
        assert here.cards() == ["Notice 17"]


async def test_an_old_notice_that_is_amended_is_news(tmp_path: Path) -> None:
    async with world(tmp_path, OFFICIAL) as here:
        day = f"{here.now - timedelta(days=2):%a, %d %b %Y %H:%M:%S} GMT"
        here.sites["gazette.example"] = feed("Notice 17", description=TEXT, pubDate=day)
        await here.poll(2)
        here.now += timedelta(days=90)
        amended = TEXT.replace("30 April", "15 April")
        here.sites["gazette.example"] = feed("Notice 17", description=amended, pubDate=day)
        await here.poll()
        assert here.cards()[1:] == ["Notice 17 Amended: 30 -> 15"]


@pytest.mark.parametrize(
    ("tier", "gone", "come"),
    [
        ("official", "exporters", "exportters"),
        ("official", "in writing", "by letter"),
        ("wire", "in writing", "by letter"),  # newspapers rewrite theirs all day
        ("wire", "until 30 April, in writing, to", "to"),
    ],
)
async def test_what_is_no_amendment_is_not_told_again(
    tmp_path: Path, tier: str, gone: str, come: str
) -> None:
    async with world(tmp_path, source("gazette", tier=tier)) as here:
        here.sites["gazette.example"] = feed("Notice 17", description=TEXT)
        await here.poll()
        changed = TEXT.replace(gone, come)
        here.sites["gazette.example"] = feed("Notice 17", description=changed)
        await here.poll(3)
        assert here.cards() == ["Notice 17"]
        assert changed in here.articles()[0].summary


async def test_the_texts_of_before_are_kept_but_not_for_ever(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette")) as here:
        for number in range(MOST_REVISIONS + 6):
            here.sites["gazette.example"] = feed(f"Version {number}", guid="same")
            await here.poll()
        with here.database.reading() as session:
            kept = session.exec(select(RevisionRow).order_by(col(RevisionRow.number))).all()
        newest = MOST_REVISIONS + 4
        assert [row.title for row in kept] == [
            f"Version {number}" for number in range(newest - MOST_REVISIONS + 1, newest + 1)
        ]


DAY = "Mon, 12 Oct 2026 08:15:00 GMT"


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("An export control on lathes", {"guid": "new", "link": "https://g.example/1"}),
        ("An export control on lathes", {"guid": "new", "link": "https://g.example/new-slug"}),
        ("An export control on all lathes", {"guid": "new", "link": "https://g.example/1"}),
    ],
    ids=["guid", "guid and slug", "guid and headline"],
)
async def test_an_article_whose_id_changes_is_told_once(
    tmp_path: Path, title: str, fields: dict[str, str]
) -> None:
    async with world(tmp_path, source("gazette")) as here:
        first = {"guid": "old", "link": "https://g.example/1", "pubDate": DAY}
        here.sites["gazette.example"] = feed("An export control on lathes", **first)
        await here.poll()
        here.sites["gazette.example"] = feed(title, **{**first, **fields})
        await here.poll(3)
        assert len(here.articles()) == 1
        assert len(here.told()) == 1


async def test_a_feed_that_invents_a_guid_at_every_poll_is_told_once(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette")) as here:
        for number in range(6):
            given = feed("An export control", guid=f"g{number}", link="https://g.example/1")
            here.sites["gazette.example"] = given
            await here.poll()
        assert (len(here.articles()), len(here.told())) == (1, 1)
        with here.database.reading() as session:
            assert len(session.exec(select(AliasRow)).all()) == 1


async def test_two_notices_under_one_address_stay_two(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette")) as here:
        for day in (12, 13):
            date = DAY.replace("Mon, 12", f"{day}")
            link = "https://g.example/bulletin"
            given = feed("Bulletin: export control", guid=f"b{day}", link=link, pubDate=date)
            here.sites["gazette.example"] = given
            await here.poll()
        assert len(here.articles()) == 2
