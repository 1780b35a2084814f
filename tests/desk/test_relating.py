"""What is told of a new article beside the stored ones, with a desk and a database."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from tests.inbox.world import empty_database
from tests.samples import NOW
from tracker.core.model import Entry, Outcome
from tracker.core.standing import Polled, Standing
from tracker.desk import Batch, Desk
from tracker.rulebook import build
from tracker.rulebook.files import RuleText, Snapshot
from tracker.sources.feed import Feed
from tracker.store import Database, Deliveries, Storybook, Windows
from tracker.store.tables import AlertRow, ArticleRow, DecisionRow

RULES = """
version: 1
channels: {chat: {kind: console}}
routes: [{route: all, send: chat}]
watches:
  - watch: Exports
    any: [export control, entity list, 出口管制]
    severity: medium
    raise: [{to: high, when: {any: [criminal charges]}}]
  - {watch: Reexports, any: [reexport clause]}
"""
EXPORTS, REEXPORTS = "desk/exports", "desk/reexports"
WINDOWS = Windows(texts=timedelta(days=30), stories=timedelta(days=10))
HEAD = "Varland adds 12 shipyards to the entity list"
WIRE = (
    "PORT ARLEY, October 12 (Wire) - The trade office of Varland on Monday put shipyards on its "
    "entity list which, it said, fit patrol boats with sonars bought under false names. Suppliers "
    "have thirty days to empty their warehouses. The head of one yard called the decision a "
    "misunderstanding and asked for a hearing; the unions fear for their winter contracts."
)
OTHER_WORDS = (
    "A dozen yards in Varland may not be supplied any more. The trade office says that sonars for "
    "patrol boats were bought under false names; it wrote the yards into its entity list."
)
YET_OTHERS = (
    "Sonars that nobody had asked for by their right name end the business of twelve yards of "
    "Varland with the world: they stand on the entity list of its trade office since Monday."
)


@dataclass
class Table:
    """A desk, and what lies before it."""

    database: Database
    desk: Desk
    polls: int = 0
    tiers: dict[str, str] = field(default_factory=lambda: {"gazette": "official"})

    def give(self, source: str, *entries: Entry, days: float = 0) -> list[ArticleRow]:
        """A poll of a source so many days from now; what was stored of its entries."""
        at = NOW + timedelta(days=days)
        self.polls += 1
        feed = Feed(
            id=source,
            name=source.title(),
            url=f"https://{source}.example/feed",
            tier=self.tiers.get(source, "wire"),
            full_text="never",
            max_age="none",
        )
        batch = Batch(
            source=feed,
            before=Standing(source=source, next_poll=at, first=False, succeeded=at),
            entries=entries,
            polled=Polled(at=at, outcome=Outcome.ok),
        )
        self.desk.decide(batch, at)
        with self.database.reading() as session:
            rows = session.exec(select(ArticleRow).where(col(ArticleRow.source) == source))
            by_id = {row.entry_id: row for row in rows}
        return [by_id[entry.id] for entry in entries]

    def one(self, source: str, title: str, text: str = "", days: float = 0) -> ArticleRow:
        """A poll that brings one new article."""
        (row,) = self.give(source, an_entry(title, text, f"e{self.polls}"), days=days)
        return row

    def told(self) -> list[tuple[str, str]]:
        """Title and change of every message, the first first."""
        owed = Deliveries(self.database).listed(limit=10_000)
        return [(each.card.title, each.card.change) for each in reversed(owed)]

    def alerts(self, article: ArticleRow) -> list[str]:
        """The watches that were told of an article."""
        with self.database.reading() as session:
            query = select(AlertRow.watch).where(col(AlertRow.article) == article.key)
            return sorted(session.exec(query))

    def silent(self, article: ArticleRow) -> dict[str, str]:
        """The watches that were not, each with the reason."""
        with self.database.reading() as session:
            mine = col(DecisionRow.article) == article.key
            rows = session.exec(select(DecisionRow).where(mine, ~col(DecisionRow.told)))
            return {row.watch: row.reason for row in rows}

    def keep_apart(self, source: str) -> None:
        with self.database.writing() as session:
            Storybook(session).keep_apart(source, NOW)


def an_entry(title: str, text: str = "", ident: str = "", body: str = "") -> Entry:
    return Entry(id=ident or title, title=title, summary=text, content=body)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    rules = RuleText(name="desk.yaml", pack="desk", text=RULES)
    snapshot = Snapshot(folders=(), absent=(), files=(rules,), faults=())
    rulebook = build.sound(build.of(snapshot)).rulebook
    file = tmp_path / "tracker.db"
    file.write_bytes(empty_database())
    with closing(Database(f"sqlite:///{file}")) as database:
        yield Table(database, Desk(database, lambda: rulebook, tuple, windows=WINDOWS))


def test_a_copy_is_silent_and_belongs_to_the_story(table: Table) -> None:
    first, copy = table.one("wire", HEAD, WIRE), table.one("post", f"{HEAD} - Post", WIRE)
    assert (copy.story, copy.relation, copy.related_to) == (first.story, "copy", first.key)
    assert (table.alerts(copy), list(table.silent(copy))) == ([], [EXPORTS])
    assert table.told() == [(HEAD, "")]


def test_a_copy_with_another_watch_is_told_for_that_watch(table: Table) -> None:
    first = table.one("wire", HEAD, WIRE)
    more = f"{WIRE} A reexport clause binds whoever sells the boats on."
    copy, again = table.one("post", HEAD, more), table.one("herald", HEAD, more)
    assert (copy.relation, copy.story) == ("copy", first.story)
    assert (table.alerts(copy), list(table.silent(copy))) == ([REEXPORTS], [EXPORTS])
    assert (table.alerts(again), sorted(table.silent(again))) == ([], [EXPORTS, REEXPORTS])
    assert len(table.told()) == 2


def test_the_first_official_source_is_an_update_and_the_next_is_silent(table: Table) -> None:
    table.tiers |= {"registry": "official"}
    first = table.one("wire", HEAD, WIRE)
    official, second = table.one("gazette", HEAD, WIRE), table.one("registry", HEAD, WIRE)
    late = table.one("post", HEAD, WIRE)
    assert {row.story for row in (official, second, late)} == {first.story}
    assert table.told() == [(HEAD, ""), (HEAD, "Update: now from an official source")]
    assert [table.alerts(row) for row in (official, second, late)] == [[EXPORTS], [], []]


def test_media_after_an_official_source_are_silent(table: Table) -> None:
    table.one("gazette", HEAD, WIRE)
    for source in ("wire", "post"):
        assert table.alerts(table.one(source, HEAD, WIRE)) == []


def test_an_official_source_that_tells_it_in_other_words_is_an_update_too(table: Table) -> None:
    first = table.one("wire", HEAD, WIRE)
    official = table.one("gazette", "Entity list: 12 shipyards of Varland added", OTHER_WORDS)
    assert official.story == first.story
    assert table.told()[1:] == [(official.title, "Update: now from an official source")]


def test_what_is_graver_than_what_was_told_is_told_and_only_once(table: Table) -> None:
    table.one("wire", HEAD, WIRE)
    graver = f"{WIRE} Two directors face criminal charges."
    table.one("post", HEAD, graver)
    table.one("herald", HEAD, graver)
    table.one("times", HEAD, WIRE)
    assert table.told() == [(HEAD, ""), (HEAD, "More grave: medium -> high")]


@pytest.mark.parametrize("apart", ["wire", "post"])
def test_a_source_that_is_kept_apart_is_joined_with_no_other(table: Table, apart: str) -> None:
    table.keep_apart(apart)
    first, copy = table.one("wire", HEAD, WIRE), table.one("post", HEAD, WIRE)
    reworded = table.one("post", "Entity list: 12 shipyards of Varland added", OTHER_WORDS)
    assert (copy.relation, table.alerts(copy)) == ("different", [EXPORTS])
    assert first.story not in {copy.story, reworded.story}
    again = table.one("post", f"UPDATE 1-{HEAD}", f"{WIRE} More follows.")
    assert (again.story, table.alerts(again)) == (copy.story, [])  # its own are its own


def test_a_source_that_is_kept_apart_does_not_part_the_others(table: Table) -> None:
    table.keep_apart("post")
    first, apart = table.one("wire", HEAD, WIRE), table.one("post", HEAD, WIRE)
    third = table.one("herald", HEAD, WIRE)
    assert third.story == first.story != apart.story


def test_one_address_joins_no_source_that_is_kept_apart(table: Table) -> None:
    table.keep_apart("post")
    first, other = (
        table.give(source, Entry(id=source, title=HEAD, summary=WIRE, url="https://w.example/1"))[0]
        for source in ("wire", "post")
    )
    assert (other.story != first.story, table.alerts(other)) == (True, [EXPORTS])


def test_other_words_are_threaded_only_while_the_story_is_alive(table: Table) -> None:
    first = table.one("wire", HEAD, WIRE)
    told = [
        table.one(source, "Entity list: 12 shipyards of Varland added", text, days=days)
        for source, text, days in (("post", OTHER_WORDS, 1), ("herald", YET_OTHERS, 11.5))
    ]
    assert [row.story == first.story for row in told] == [True, False]
    assert [row.relation for row in told] == ["same_story", "different"]
    assert [table.alerts(row) for row in told] == [[], [EXPORTS]]


@pytest.mark.parametrize(("days", "relation"), [(29.5, "copy"), (30.5, "different")])
def test_a_text_is_a_copy_only_within_its_window(table: Table, days: float, relation: str) -> None:
    table.one("wire", HEAD, WIRE)
    later = table.one("post", HEAD, WIRE, days=days)
    assert later.relation == relation
    assert table.alerts(later) == ([] if relation == "copy" else [EXPORTS])


def test_a_chain_of_copies_keeps_a_text_known(table: Table) -> None:
    first = table.one("wire", HEAD, WIRE)
    for number in range(1, 5):
        copy = table.one(f"post{number}", HEAD, WIRE, days=20 * number)
        assert (copy.relation, copy.story) == ("copy", first.story)


def test_a_sequel_is_told_and_its_copies_join_it(table: Table) -> None:
    first = table.one("wire", HEAD, WIRE)
    sequel = table.one("wire", HEAD.replace("12", "37"), WIRE, days=1)
    copies = [
        table.one("post", HEAD.replace("12", "37"), WIRE, days=1),
        table.one("herald", f"UPDATE 1-{HEAD.replace('12', '37')}", WIRE, days=2),
    ]
    late = table.one("times", HEAD, WIRE, days=2)
    assert sequel.story != first.story
    assert [copy.story for copy in copies] == [sequel.story] * 2
    assert late.story == first.story
    assert [title for title, _ in table.told()] == [first.title, sequel.title]
    assert "12 -> 37" in table.told()[1][1]


def test_sequel_after_sequel_is_told_in_any_order_of_their_copies(table: Table) -> None:
    counts = (12, 37, 5, 1_200)
    heads = [HEAD.replace("12", str(count)) for count in counts]
    stories = [table.one("wire", head, WIRE, days=0.1 * n).story for n, head in enumerate(heads)]
    assert len({*stories}) == len(counts)
    for head, story in reversed(list(zip(heads, stories, strict=True))):
        assert table.one("post", f"{head} | Post", WIRE, days=1).story == story
    assert len(table.told()) == len(counts)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Varland adds Kestrel to the entity list", "Varland removes Kestrel from the entity list"),
        ("Varland puts Kestrel on the entity list", "Varland takes Kestrel off the entity list"),
        ("Kestrel put on entity list over sonars", "Kestrel removed from entity list over sonars"),
        ("Varland imposes export control on sonars", "Varland lifts export control on sonars"),
        ("Varland proposes export control on sonars", "Varland adopts export control on sonars"),
        ("Court upholds export control on sonars", "Court strikes down export control on sonars"),
        ("Kestrel is on the entity list", "Kestrel is not on the entity list"),
        ("瓦兰宣布对声呐实施出口管制", "瓦兰宣布对声呐取消出口管制"),
        ("瓦兰对声呐实施出口管制", "瓦兰对声呐暂停出口管制"),
    ],
)
def test_what_undoes_what_was_told_is_told_although_its_text_is_the_same(
    table: Table, before: str, now: str
) -> None:
    table.one("wire", before, WIRE)
    table.one("post", now, WIRE, days=1)
    assert [title for title, _ in table.told()] == [before, now]


def test_a_wire_entry_that_says_a_b_and_a_again_is_told_each_time_its_fact_changes(
    table: Table,
) -> None:
    for number, count in enumerate(("thirty", "ninety", "thirty")):
        text = WIRE.replace("thirty days", f"{count} days")
        (row,) = table.give("wire", an_entry(HEAD, text, "one"), days=number)
        assert row.summary == text
    assert [change for _, change in table.told()] == [
        "",
        "Amended: thirty -> ninety",
        "Amended: ninety -> thirty",
    ]
    with table.database.reading() as session:
        assert len(session.exec(select(ArticleRow)).all()) == 1


@pytest.mark.parametrize("tier", ["wire", "official"])
def test_words_that_come_and_go_and_come_are_told_once(table: Table, tier: str) -> None:
    table.tiers["one"] = tier
    for number, word in enumerate(("winter", "coming", "winter", "coming")):
        text = WIRE.replace("winter contracts", f"{word} contracts")
        table.give("one", an_entry(HEAD, text, "one"), days=number / 10)
    assert table.told() == [(HEAD, "")]


def test_a_revised_entry_is_still_found_by_the_copies_of_its_first_text(table: Table) -> None:
    table.give("wire", an_entry(HEAD, WIRE, "one"))
    (revised,) = table.give("wire", an_entry(HEAD, OTHER_WORDS, "one"), days=0.1)
    copy = table.one("post", HEAD, WIRE, days=0.2)
    assert (copy.story, table.alerts(copy)) == (revised.story, [])


def test_two_articles_of_one_batch_see_each_other(table: Table) -> None:
    sequel, copy, first = table.give(  # as feeds do, the newest first
        "wire",
        an_entry(HEAD.replace("12", "37"), WIRE, "3"),
        an_entry(f"UPDATE 1-{HEAD}", f"{WIRE} More follows.", "2"),
        an_entry(HEAD, WIRE, "1"),
    )
    assert first.story == copy.story != sequel.story
    assert len(table.told()) == 2


def test_what_one_batch_holds_in_any_order_is_two_stories(table: Table) -> None:
    entries = [
        an_entry(head, WIRE, f"{number} {count}")
        for number in range(4)
        for count in (12, 37)
        for head in [HEAD.replace("12", str(count))]
    ]
    rows = table.give("wire", *entries)
    assert len({row.story for row in rows}) == len(table.told()) == 2
    assert len({row.story for row in rows if "37" in row.title}) == 1


HUGE = "The annex lists every pump, valve and gauge that the yards had bought. " * 30_000  # 2 MB


@pytest.mark.parametrize("first", ["", f"{WIRE}\n{HUGE}"], ids=["none", "huge"])
@pytest.mark.parametrize("other", ["", f"{WIRE}\n{HUGE}"], ids=["none", "huge"])
def test_a_body_of_two_megabytes_or_none_is_no_trouble(
    table: Table, first: str, other: str
) -> None:
    (one,) = table.give("wire", an_entry(HEAD, ident="1", body=first))
    (two,) = table.give("post", an_entry(HEAD, ident="2", body=other))
    (sequel,) = table.give("herald", an_entry(HEAD.replace("12", "37"), ident="3", body=other))
    assert (two.story, two.relation, table.alerts(two)) == (one.story, "copy", [])
    assert (sequel.story != one.story, table.alerts(sequel)) == (True, [EXPORTS])


def test_an_amendment_at_the_beginning_of_two_megabytes_is_told(table: Table) -> None:
    for number, count in enumerate(("thirty", "ninety")):
        body = f"{WIRE.replace('thirty days', f'{count} days')}\n{HUGE}"
        table.give("gazette", an_entry(HEAD, ident="1", body=body), days=number)
    assert [change for _, change in table.told()] == ["", "Amended: thirty -> ninety"]


BOILERPLATE = (
    "This notice is published under section 14 of the Trade Safety Act. It has the force of law "
    "from the day on which it is entered in the register. Persons who hold a general export "
    "control permit should read it together with the schedule. Questions may be put to the duty "
    "officer in writing. "
)
ITEMS = (
    "lathes lasers gyroscopes resins centrifuges sonars valves drones sensors furnaces magnets "
    "pumps wafers reactors engines lenses radars batteries antennas compressors masks etchers "
    "scanners fibres alloys powders ceramics hydrophones thrusters altimeters"
).split()
SHAPES = ("small", "large")


@pytest.mark.parametrize("sources", [1, 60])
def test_sixty_notices_with_one_opening_are_all_told(table: Table, sources: int) -> None:
    for number in range(60):
        item = ITEMS[number % len(ITEMS)]
        text = (
            f"{BOILERPLATE}Case {4100 + 7 * number}: a dealer in {item} may not trade any more, "
            f"because he could not say where {3 * number + 11} crates of {item} are."
        )
        title = f"Case {4100 + 7 * number}: permit for {item} withdrawn"
        table.one(f"office{number % sources}", title, text)
    assert len(table.told()) == 60


def test_sixty_titles_alone_of_one_form_are_all_told(table: Table) -> None:
    for number in range(60):
        table.one(
            f"office{number}", f"Entity list: notice {number + 2} on {ITEMS[number % len(ITEMS)]}"
        )
    assert len(table.told()) == 60


@pytest.mark.parametrize(
    ("title", "end"),
    [
        ("Notice under the export control act", "It binds dealers in {item}, see case {case}."),
        ("Permit for {item} withdrawn under the act", "It binds dealers in {item}."),
    ],
    ids=["in the last words", "in a word of the title and the last one"],
)
def test_sixty_notices_that_differ_where_they_end_are_all_told(
    table: Table, title: str, end: str
) -> None:
    for number in range(60):
        facts = {"item": f"{SHAPES[number // 30]} {ITEMS[number % 30]}", "case": 4100 + 7 * number}
        table.one("office", title.format(**facts), BOILERPLATE + end.format(**facts))
    assert len(table.told()) == 60


def test_two_happenings_that_share_but_common_words_are_both_told(table: Table) -> None:
    table.one(
        "wire",
        "Yarpelhask Optics added to entity list over batteries for Torjorhask Supply",
        "Lumkelex Vaskel of the Torfenex bureau signed the order against Yarpelhask Optics. The "
        "firm had sold 4792 batteries through Torjorhask Supply, a broker in Vasjorhaskia, "
        "investigators wrote.",
    )
    table.one(
        "wire",
        "Torbarova drafts export control on batteries made by Morgulwen Optics",
        "A draft before the chamber in Raskyarten names Morgulwen Optics and 7114 kinds of "
        "batteries. Silwenis Ulvgul, who wrote it, expects a vote before Ulvnavzeton Supply can "
        "fill its orders.",
    )
    assert len(table.told()) == 2
