"""What is kept of stories: hashes as long as they are looked up, words that were replaced."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, text

from tests.inbox.world import World, empty_database, feed, source, world
from tests.samples import NOW
from tracker.store import SLICES, Database, Storybook, sweep
from tracker.store.database import MIGRATIONS, migrate

SOURCES = source("wire") + source("courier")
LATHES = (
    "The export control on lathes takes effect on 1 March in every harbour of the island. Makers "
    "of lathes with nine axes have to show whom they sell to, and customs officers look into every "
    "crate that weighs more than 70 stone."
)
KILNS = (
    "Potters who ship a kiln abroad fall under the new export control, says the guild. It counts "
    "4 kilns in the whole valley, of which one is cold, and asks the council to think of glaziers "
    "and their furnaces, too."
)
CHOIR = "A choir sang in the old town hall, and its conductor was given flowers by the mayor."
CHOIR_AMENDED = (
    f"{CHOIR} Its instruments fall under the export control, as the harp is made of a rare wood."
)
DAY = timedelta(days=1)
Hashes = set[tuple[int, int]]  # hash, and the number of its article


def hashes(database: Database, table: str) -> Hashes:
    with database.reading() as session:
        rows = session.connection().execute(text(f"SELECT hash, article FROM {table}"))  # noqa: S608
        return {(key, number) for key, number in rows}


def numbers(database: Database, table: str) -> set[int]:
    return {number for _, number in hashes(database, table)}


def swept(database: Database, parts: range, texts: int, stories: int) -> int:
    """Forget what is older than so many days after the first day."""
    with database.writing() as session:
        return sum(sweep(session, n, NOW + texts * DAY, NOW + stories * DAY) for n in parts)


async def print_both(here: World) -> None:
    """Two stories, the second of them twenty days later."""
    here.sites["courier.example"] = feed("A choir in town", description=CHOIR)
    here.sites["wire.example"] = feed("Lathes", description=LATHES)
    await here.poll(2)
    here.now = NOW + 20 * DAY
    here.sites["wire.example"] = feed("Kilns", description=KILNS)
    await here.poll(2)


async def test_only_what_is_older_is_swept_and_only_a_part_at_a_time(tmp_path: Path) -> None:
    async with world(tmp_path, SOURCES) as here:
        await print_both(here)
        database = here.database
        with database.writing() as session:
            for table in ("sketch", "mark"):
                session.connection().execute(
                    text(f"INSERT INTO {table} VALUES (:low, 1), (:high, 1), (:low, 2)"),  # noqa: S608
                    {"low": -(2**31), "high": 2**31 - 1},
                )
        before = {table: hashes(database, table) for table in ("sketch", "mark")}
        assert numbers(database, "sketch") == numbers(database, "mark") == {1, 2}

        span = 2**32 // SLICES
        gone: Hashes = set()
        for part in range(SLICES):
            left = hashes(database, "sketch") | hashes(database, "mark")
            count = swept(database, range(part, part + 1), 10, 10)
            now = left - hashes(database, "sketch") - hashes(database, "mark")
            low = -(2**31) + part * span
            assert all(low <= key < low + span for key, _ in now)
            assert {number for _, number in now} <= {1}
            assert count >= len(now)
            gone |= now
        assert gone == {row for rows in before.values() for row in rows if row[1] == 1}
        for table, rows in before.items():
            assert hashes(database, table) == {row for row in rows if row[1] == 2}
        assert swept(database, range(SLICES), 10, 10) == 0


async def test_texts_and_happenings_are_forgotten_each_in_its_time(tmp_path: Path) -> None:
    async with world(tmp_path, SOURCES) as here:
        await print_both(here)
        assert swept(here.database, range(SLICES), -1, -1) == 0
        count = len(hashes(here.database, "mark"))
        assert swept(here.database, range(SLICES), -1, 10) > 0
        assert numbers(here.database, "sketch") == {1, 2}
        assert numbers(here.database, "mark") == {2}
        assert len(hashes(here.database, "mark")) < count
        swept(here.database, range(SLICES), 10, 10)
        assert numbers(here.database, "sketch") == {2}
        swept(here.database, range(SLICES), 30, 30)
        assert not hashes(here.database, "sketch") | hashes(here.database, "mark")
        with here.database.reading() as session:
            assert len(Storybook(session).recent(10)) == 2  # the stories themselves stay


async def test_an_old_article_that_came_into_a_story_late_takes_no_other_with_it(
    tmp_path: Path,
) -> None:
    async with world(tmp_path, SOURCES) as here:
        await print_both(here)
        here.sites["courier.example"] = feed("A choir in town", description=CHOIR_AMENDED)
        await here.poll(2)
        assert here.told() == ["Lathes", "Kilns", "A choir in town"]
        kilns = {row for row in hashes(here.database, "sketch") if row[1] == 2}
        assert kilns
        swept(here.database, range(SLICES), 10, 10)  # the choir was seen on the first day
        assert kilns <= hashes(here.database, "sketch")
        assert 2 in numbers(here.database, "mark")


async def test_an_article_that_came_into_a_story_late_hides_no_other(tmp_path: Path) -> None:
    async with world(tmp_path, SOURCES) as here:
        here.sites["courier.example"] = feed("A choir in town", description=CHOIR)
        await here.poll()
        here.sites["wire.example"] = feed("Lathes", description=LATHES)
        await here.poll(2)
        here.sites["courier.example"] = feed("A choir in town", description=CHOIR_AMENDED)
        await here.poll(2)
        assert here.told() == ["Lathes", "A choir in town"]

        here.sites["courier.example"] = feed("Lathes", description=LATHES)
        await here.poll(2)
        assert here.told() == ["Lathes", "A choir in town"]


async def test_what_is_swept_is_news_again(tmp_path: Path) -> None:
    async with world(tmp_path, SOURCES) as here:
        await print_both(here)
        swept(here.database, range(SLICES), 10, 10)
        here.sites["courier.example"] = feed("Lathes", description=LATHES)
        await here.poll(2)
        here.sites["courier.example"] = feed("Kilns", description=KILNS)
        await here.poll(2)
        assert here.told() == ["Lathes", "Kilns", "Lathes"]


async def test_the_words_that_were_replaced_are_kept_of_every_revision(tmp_path: Path) -> None:
    async with world(tmp_path, SOURCES) as here:
        for words in ("1 March", "1 June", "9 June"):
            amended = LATHES.replace("1 March", words)
            here.sites["wire.example"] = feed("Lathes", description=amended)
            await here.poll(2)
        with here.database.reading() as session:
            book = Storybook(session)
            (story,) = book.recent(10)
            (telling,) = book.tellings(story.key)
            kept = session.connection().execute(
                text("SELECT summary FROM revision ORDER BY number")
            )
            assert [summary for (summary,) in kept] == [
                LATHES, LATHES.replace("March", "June"),
            ]  # fmt: skip
    (first, changed), (second, changed_again) = telling.revisions
    assert (changed, changed_again) == ((("March", "June"),), (("1", "9"),))
    assert NOW < first < second
    assert (story.articles, telling.relation) == (1, "revision_material")


# -- the names that relations had before --------------------------------------------------------

OLD = {
    "new": "different",
    "amended": "revision_material",
    "same_entry": "same_entry",
    "same_url": "copy",
    "same_title": "copy",
    "same_text": "copy",
    "": "",  # no watch had fired
}
STORED = text(
    "INSERT INTO article (key, raw_hash, content_hash, source, entry_id, publisher, tier, url, "
    "canonical_url, title, title_key, summary, body, language, topics, authors, type, seen, "
    "story, relation, related_to, reason) VALUES (:key, '', '', 'wire', :key, 'Wire', 'wire', '', "
    "'', :key, :key, 'A text of old.', '', 'en', '[]', '[]', '', '2026-10-11 09:00:00', :story, "
    ":relation, '', 'as it was said then')"
)


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Engine]:
    """A database of before, with an article of each relation in one story."""
    engine = create_engine(f"sqlite:///{tmp_path / 'tracker.db'}")
    migrate(engine, "0005")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO story (key, title, started, touched) "
                "VALUES ('s', 'Of old', '2026-10-11 09:00:00', '2026-10-11 09:00:00')"
            )
        )
        for relation in OLD:
            values = {"key": f"was {relation}", "relation": relation}
            connection.execute(STORED, values | {"story": "s" if relation else None})
        connection.execute(
            text(
                "INSERT INTO revision (article, number, title, summary, body, until) "
                "VALUES ('was amended', 1, 'Old', '', '', '2026-10-11 09:00:00')"
            )
        )
    yield engine
    engine.dispose()


def relations(connection: Connection) -> dict[str, str]:
    rows = connection.execute(text("SELECT key, relation FROM article"))
    return {key.removeprefix("was "): relation for key, relation in rows}


def go_down(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def test_relations_of_old_have_the_names_of_today(old: Engine, tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path / 'tracker.db'}")) as database:
        with database.engine.begin() as connection:
            assert relations(connection) == OLD
        with database.reading() as session:
            book = Storybook(session)
            (story,) = book.recent(10)
            assert (story.title, story.articles) == ("Of old", len(OLD) - 1)
            tellings = {each.key: each for each in book.tellings("s")}
    assert tellings["was same_url"].relation == "copy"
    assert {each.reason for each in tellings.values()} == {"as it was said then"}
    ((_, changes),) = tellings["was amended"].revisions
    assert changes == ()


def test_relations_go_down_to_names_of_old_and_come_up_again(old: Engine) -> None:
    migrate(old, "0006")
    go_down(old, "0005")
    with old.begin() as connection:
        down = relations(connection)
        assert {down[name] for name in ("same_url", "same_title", "same_text")} == {"same_text"}
        kept = ("new", "amended", "same_entry", "")
        assert {name: down[name] for name in kept} == {name: name for name in kept}
        columns = {row[1] for row in connection.execute(text("PRAGMA table_info(article)"))}
        assert columns.isdisjoint({"number", "marks", "telling", "share", "change"})
    migrate(old, "0006")
    with old.begin() as connection:
        assert relations(connection) == OLD


async def test_an_article_of_old_that_is_amended_hides_no_other(tmp_path: Path) -> None:
    async with world(tmp_path, SOURCES) as here:
        here.sites["courier.example"] = feed("Kilns", description=KILNS)
        await here.poll(2)
        with here.database.writing() as session:  # as it is after the upgrade
            for statement in (
                "UPDATE article SET number = NULL, telling = '', marks = ''",
                "DELETE FROM sketch",
                "DELETE FROM mark",
            ):
                session.connection().execute(text(statement))
        here.sites["wire.example"] = feed("Lathes", description=LATHES)
        await here.poll(2)
        amended = KILNS.replace("glaziers", "their glaziers")
        here.sites["courier.example"] = feed("Kilns", description=amended)
        await here.poll(2)
        here.sites["courier.example"] = feed("Lathes", description=LATHES)
        await here.poll(2)
        assert here.told() == ["Kilns", "Lathes"]


def test_an_empty_database_is_swept_as_well(tmp_path: Path) -> None:
    (tmp_path / "tracker.db").write_bytes(empty_database())
    with closing(Database(f"sqlite:///{tmp_path / 'tracker.db'}")) as database:
        assert swept(database, range(SLICES), 10, 10) == 0
