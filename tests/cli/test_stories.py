"""What was put together is shown with its reasons, and people put right what is wrong."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.cli.conftest import Answer, Shell
from tests.inbox.world import empty_database
from tracker import app
from tracker.core.model import Entry, Outcome
from tracker.core.normalise import digest
from tracker.core.standing import Polled, Standing
from tracker.desk import Batch, Desk, Tally
from tracker.settings import Settings
from tracker.store import SLICES, Database, Windows

RULES = """version: 1
sources:
  - {kind: folder, id: wire, name: Quill Wire, path: wire}
  - {kind: folder, id: courier, name: Harbour Courier, path: courier}
  - {kind: folder, id: ledger, name: Northern Ledger, path: ledger}
  - {kind: folder, id: echo, name: Evening Echo, path: echo, tags: [evening]}
  - {kind: folder, id: gazette, name: State Gazette, path: gazette, tier: official}
watches:
  - {watch: Exports, any: [export control*, export permit*, 出口管制], severity: high}
"""
ENTITIES = """entities:
  hentzau: {name: Hentzau Marine, aliases: [亨佐海工]}
  registry: {name: Grauland Registry, aliases: [港务登记处]}
"""
DATABASE = "data/tracker.db"


@dataclass(frozen=True)
class Piece:
    """A text, as often as it is printed."""

    title: str
    text: str


WINCHES = Piece(
    "Ruritania puts deep-sea winches under export controls",
    "STRELSAU - Ruritania's trade ministry has put deep-sea winches with a pull of more than 240 "
    "tonnes under export controls. Shipyards need a permit from 3 May for every sale abroad, the "
    "ministry said on Tuesday. Makers such as Hentzau Marine ship about 60 winches a year, most of "
    "them to Grauland, and fear that orders will move to yards in the south.",
)
MAKERS = Piece(
    "Ruritanian winch makers now need export permits, says ministry",
    "Exporters of heavy winches in Ruritania will have to ask for export permits, officials in "
    "Strelsau announced. The rule is aimed at gear that pulls above 240 tonnes and is used to lay "
    "cables on the sea floor. Hentzau Marine, whose winches go mainly to Grauland, called the step "
    "a surprise.",
)
SEQUEL = Piece(
    "Ruritania suspends export controls on deep-sea winches",
    "The trade ministry in Strelsau has suspended export controls on deep-sea winches after "
    "complaints by Hentzau Marine. Permits for winches that pull more than 240 tonnes are not "
    "needed until further notice, it said, and talks with Grauland go on.",
)
FEES = Piece(
    "Border office publishes export permit fees for seed potatoes",
    "A permit for a lorry of seed potatoes costs 18 crowns from next season, the border office "
    "writes in its yearly list of fees. Growers had asked for a lower price.",
)
ABROAD = Piece(
    "深海绞车列入出口管制，亨佐海工表示意外",
    "拉力超过240吨的绞车今后须申请许可，亨佐海工称事先并不知情。港务登记处负责名录。",
)
FIRST, COPY = digest("wire", "winches"), digest("courier", "winches")
OTHERS, REPRINT = digest("ledger", "makers"), digest("echo", "makers")
NEXT = digest("wire", "suspended")
# Two stories of which the ids begin with the same digit.
SLUG = next(f"fees-{n}" for n in count() if digest("ledger", f"fees-{n}")[0] == FIRST[0])
POTATOES, POTATOES_COPY = digest("ledger", SLUG), digest("courier", "fees")
PRINTED = (
    ("wire", "winches", WINCHES),
    ("courier", "winches", WINCHES),
    ("ledger", "makers", MAKERS),
    ("echo", "makers", MAKERS),
    ("wire", "suspended", SEQUEL),
    ("ledger", SLUG, FEES),
    ("courier", "fees", FEES),
)
UNKNOWN = "no-such-id"


def now() -> datetime:
    return datetime.now(UTC)


def publish(
    folder: Path, source: str, slug: str, piece: Piece, at: datetime | None = None, **more: str
) -> Tally:
    """The real desk decides what a source gives, an hour ago unless it is said."""
    at = at or now() - timedelta(hours=1)
    settings = Settings(data=folder / "data", rules=folder / "rules")
    plan = app.plan(settings)
    (giver,) = (each for each in plan.sources if each.id == source)
    values = {"url": f"https://{source}.example/{slug}"} | more
    entry = Entry(id=slug, title=piece.title, summary=piece.text, **values)
    batch = Batch(
        source=giver,
        before=Standing(source=source, next_poll=at, first=False, succeeded=at),
        entries=(entry,),
        polled=Polled(at=at, outcome=Outcome.ok),
    )
    with closing(Database(settings.url)) as database:
        return Desk(database, lambda: plan.rules, lambda: plan.operators).decide(batch, at)


@cache
def printed() -> bytes:
    """The database after all of `PRINTED`, five hours apart; made once."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "rules").mkdir()
        (folder / "data").mkdir()
        (folder / "rules" / "mine.yaml").write_text(RULES)
        (folder / DATABASE).write_bytes(empty_database())
        began = now() - timedelta(hours=50)
        for number, (source, slug, piece) in enumerate(PRINTED):
            publish(folder, source, slug, piece, began + timedelta(hours=5 * number))
        return (folder / DATABASE).read_bytes()


@pytest.fixture
def empty(tracker: Shell) -> Shell:
    """A shell with the rules and a database in which there is nothing."""
    tracker.rules(RULES)
    tracker.write(DATABASE, empty_database())
    return tracker


@pytest.fixture
def desk(empty: Shell) -> Shell:
    """A shell with two stories: five tellings of winches, and two of potatoes."""
    empty.write(DATABASE, printed())
    return empty


def sql(shell: Shell, statement: str, *values: str) -> list[Any]:
    with closing(sqlite3.connect(shell.folder / DATABASE)) as database, database:
        return database.execute(statement, values).fetchall()


def dump(shell: Shell) -> list[str]:
    with closing(sqlite3.connect(shell.folder / DATABASE)) as database:
        return list(database.iterdump())


def owed(shell: Shell) -> list[str]:
    """Titles of all deliveries, the newest first."""
    return [each["title"] for each in shell("deliveries", "list", "--json").json]


def told(shell: Shell, article: str) -> dict[str, Any]:
    """How an article is shown in its story."""
    tellings = shell("stories", "show", article, "--json").json["tellings"]
    (found,) = (each for each in tellings if each["key"] == article)
    return found


def members(shell: Shell, story: str) -> set[str]:
    return {each["key"] for each in shell("stories", "show", story, "--json").json["tellings"]}


def refused(answer: Answer) -> str:
    """The one line that a refusal is."""
    assert (answer.code, answer.out) == (1, "")
    (line,) = answer.err.splitlines()
    assert line.startswith("tracker: ")
    return line


# -- list and show ----------------------------------------------------------------------------


def test_stories_are_listed_the_newest_first(desk: Shell) -> None:
    potatoes, winches = desk("stories", "list", "--json").json
    assert list(winches) == [
        "key", "title", "started", "touched", "articles", "sources", "first", "ended",
    ]  # fmt: skip
    assert winches["key"] == FIRST
    assert winches["title"] == WINCHES.title
    assert (winches["articles"], winches["sources"]) == (5, 4)
    assert (winches["first"], winches["ended"]) == ("Quill Wire", False)
    assert (potatoes["key"], potatoes["articles"]) == (POTATOES, 2)
    assert (potatoes["sources"], potatoes["first"]) == (2, "Northern Ledger")
    started, touched = (datetime.fromisoformat(winches[name]) for name in ("started", "touched"))
    assert touched - started == timedelta(hours=20)
    assert desk("stories", "list", "--limit", "1", "--json").json == [potatoes]


def test_a_list_for_people(desk: Shell) -> None:
    lines = desk("stories", "list").out.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith(POTATOES[:8])
    assert lines[0].endswith(f" alive {FEES.title}")
    assert lines[1] == "    2 tellings by 2 sources, first Northern Ledger"
    assert lines[2].startswith(FIRST[:8])
    assert lines[2].endswith(f" alive {WINCHES.title}")
    assert lines[3] == "    5 tellings by 4 sources, first Quill Wire"


def test_a_story_that_nobody_told_of_for_weeks_has_ended(desk: Shell) -> None:
    old = f"{now() - timedelta(days=15):%Y-%m-%d %H:%M:%S.%f}"
    sql(desk, "UPDATE story SET touched = ? WHERE key = ?", old, FIRST)
    state = {each["key"]: each["ended"] for each in desk("stories", "list", "--json").json}
    assert state == {FIRST: True, POTATOES: False}
    assert f" ended {WINCHES.title}" in desk("stories", "list").out
    assert f" ended {WINCHES.title}" in desk("stories", "show", FIRST).out
    longer = desk("stories", "list", "--json", TRACKER_STORY_DAYS="20").json
    assert not any(each["ended"] for each in longer)


def test_every_telling_is_shown_with_what_it_is_and_why(desk: Shell) -> None:
    story = desk("stories", "show", FIRST, "--json").json
    assert (story["key"], story["first"]) == (FIRST, "Quill Wire")
    first, copy, others, reprint, sequel = story["tellings"]
    assert list(first) == [
        "key", "title", "publisher", "tier", "url", "seen", "published", "relation", "telling",
        "of", "reason", "told", "silent", "revisions",
    ]  # fmt: skip
    assert [each["key"] for each in story["tellings"]] == [FIRST, COPY, OTHERS, REPRINT, NEXT]
    assert [(each["relation"], each["telling"]) for each in story["tellings"]] == [
        ("different", "alert_new"),
        ("copy", "suppress"),
        ("same_story", "thread_silent"),
        ("copy", "suppress"),
        ("development", "alert_update"),
    ]
    assert (copy["of"], reprint["of"]) == (FIRST, OTHERS)
    assert copy["reason"].startswith(f"copy of “{WINCHES.title}” (Quill Wire, 5.0 h apart): ")
    assert "suspend" in sequel["reason"]
    assert first["told"] == [["mine/exports", first["reason"]]]
    assert others["told"] == []
    assert others["silent"] == [["mine/exports", others["reason"]]]
    assert (first["publisher"], first["tier"]) == ("Quill Wire", "wire")
    assert first["url"] == "https://wire.example/winches"
    assert datetime.fromisoformat(first["seen"]).tzinfo is not None


def test_a_story_for_people(desk: Shell) -> None:
    out = desk("stories", "show", FIRST).out
    head, *tellings = out.split("\n\n")
    assert head.splitlines()[1] == "    5 tellings by 4 sources, first Quill Wire"
    listed = desk("stories", "show", FIRST, "--json").json["tellings"]
    for shown, each in zip(tellings, listed, strict=True):
        name, title, why, watch = shown.splitlines()
        assert name.startswith(each["key"][:8])
        assert name.endswith(f"{each['publisher']} (wire)")
        assert title == f"    {each['title']}"
        assert why == f"    {each['relation']}, {each['telling']}: {each['reason']}"
        assert watch == f"    {'told' if each['told'] else 'silent'} mine/exports"


def test_ids_are_given_by_their_beginning_and_articles_stand_for_their_story(desk: Shell) -> None:
    whole = desk("stories", "show", FIRST).out
    for beginning in (FIRST[:6], COPY, COPY[:8], NEXT[:8]):
        assert desk("stories", "show", beginning).out == whole


def test_what_a_revision_replaced_is_shown_word_by_word(empty: Shell) -> None:
    publish(empty.folder, "wire", "winches", WINCHES, now() - timedelta(hours=3))
    amended = Piece(WINCHES.title, WINCHES.text.replace("from 3 May", "from 9 June"))
    publish(empty.folder, "wire", "winches", amended, now() - timedelta(hours=2))
    shown = told(empty, FIRST)
    ((until, changes),) = shown["revisions"]
    assert datetime.fromisoformat(until) < now()
    assert {word for gone, _ in changes for word in gone.split()} == {"3", "May"}
    assert {word for _, come in changes for word in come.split()} == {"9", "June"}
    assert shown["relation"] == "revision_material"
    words = "; ".join(f"{gone} -> {come}" for gone, come in changes)
    assert f": {words}\n" in empty("stories", "show", FIRST).out


def test_what_a_source_writes_does_not_reach_the_terminal(empty: Shell) -> None:
    title = "Export controls \x1b[31mon\x1b]0;mine\x07 looms\u202e widened"
    piece = Piece(title, WINCHES.text)
    publish(empty.folder, "wire", "winches", piece)
    publish(empty.folder, "courier", "winches", piece)
    sql(empty, "UPDATE article SET title = ?, publisher = ?", title, "Quill\x1b[2J")
    sql(empty, "UPDATE story SET title = ?", title)
    sql(empty, "UPDATE decision SET reason = ?", f"copy of “{title}”")
    sql(empty, "UPDATE article SET relation = 'sibling', reason = ?", f"like “{title}”")
    for args in (("list",), ("show", FIRST), ("replay",), ("split", FIRST)):
        answer = empty("stories", *args)
        assert "looms" in answer.out + answer.err or args[0] == "split"
        assert not {"\x1b", "\x07", "\u202e"} & set(answer.out + answer.err), args
    assert empty("stories", "show", FIRST, "--json").json["title"] == title


def test_what_the_service_itself_has_decided(tracker: Shell) -> None:
    article = {"title": WINCHES.title, "text": WINCHES.text}
    for name in ("ledger", "echo", "gazette"):  # folders in which there is nothing
        (tracker.folder / name).mkdir()
    for name in ("wire", "courier"):
        where = f"https://{name}.example/winches"
        tracker.write(f"{name}/a.json", json.dumps(article | {"url": where}))
    tracker.rules(RULES)
    answer = tracker.process("run", "--once")
    assert answer.code == 0, answer.err
    (story,) = tracker("stories", "list", "--json").json
    assert (story["articles"], story["sources"]) == (2, 2)
    # Which of the two was read first is not said.
    first, copy = tracker("stories", "show", story["key"], "--json").json["tellings"]
    assert {first["publisher"], copy["publisher"]} == {"Quill Wire", "Harbour Courier"}
    assert first["publisher"] == story["first"]
    assert (first["relation"], first["telling"]) == ("different", "alert_new")
    assert (copy["relation"], copy["telling"], copy["of"]) == ("copy", "suppress", first["key"])
    assert [each["title"] for each in tracker("deliveries", "list", "--json").json] == [
        WINCHES.title,
    ]  # fmt: skip
    assert tracker("stories", "replay", "--json").json == {"decisions": 2, "differences": []}


# -- ids that are none, and nothing to look at --------------------------------------------------

WITH_AN_ID = [
    ("show", "{}"),
    ("split", "{}"),
    ("split", "{}", "--quiet"),
    ("tell", "{}"),
    ("merge", "{}", POTATOES),
    ("merge", POTATOES, "{}"),
]


@pytest.mark.parametrize("args", WITH_AN_ID, ids=lambda args: f"{args[0]} {args.index('{}')}")
def test_an_id_that_is_not_one_is_refused_in_a_line(desk: Shell, args: tuple[str, ...]) -> None:
    before = dump(desk)
    for given in (UNKNOWN, "", FIRST[0], FIRST + "0"):
        line = refused(desk("stories", *(arg.format(given) for arg in args)))
        assert f"'{given}'" in line
        if given == FIRST[0]:
            assert "give more of it" in line
        elif given == UNKNOWN:
            assert "see `tracker stories list`" in line
    assert dump(desk) == before


def test_an_id_has_no_wildcards(desk: Shell) -> None:
    before = dump(desk)
    for given in ("%", f"%{COPY[3:]}", COPY[:8].replace(COPY[1], "_")):
        for args in WITH_AN_ID:
            line = refused(desk("stories", *(arg.format(given) for arg in args)))
            assert f"'{given}'" in line
    assert dump(desk) == before


@pytest.mark.parametrize("given", ["", "%", "_", UNKNOWN])
def test_no_id_is_none_where_there_is_but_one_story(empty: Shell, given: str) -> None:
    publish(empty.folder, "wire", "winches", WINCHES)
    before = dump(empty)
    for command in ("show", "split", "tell"):
        assert f"'{given}'" in refused(empty("stories", command, given))
    assert dump(empty) == before


def test_an_article_that_fired_nothing_is_in_no_story(empty: Shell) -> None:
    publish(empty.folder, "wire", "choir", Piece("A choir sings", "It sang for an hour."))
    for command in ("show", "split", "tell"):
        refused(empty("stories", command, digest("wire", "choir")))


@pytest.mark.parametrize("where", ["no data folder", "an empty data folder", "elsewhere"])
def test_there_is_no_database_yet(tracker: Shell, where: str) -> None:
    tracker.rules(RULES)
    if where != "no data folder":
        (tracker.folder / "data").mkdir()
    url = {"TRACKER_DATABASE_URL": "sqlite:///other.db"} if where == "elsewhere" else {}
    before = tracker.files()
    listed = tracker("stories", "list", **url)
    assert (listed.code, listed.out) == (0, "no stories yet\n")
    assert "there is no database at" in listed.err
    assert tracker("stories", "list", "--json", **url).json == []
    shown = tracker("stories", "show", FIRST, **url)
    assert (shown.code, shown.out) == (1, "")
    replayed = tracker("stories", "replay", "--json", **url)
    assert (replayed.code, replayed.json) == (0, {"decisions": 0, "differences": []})
    for args in (("split", FIRST), ("tell", FIRST), ("merge", FIRST, COPY), ("apart", "wire")):
        assert "`tracker run`" in refused(tracker("stories", *args, **url))
    assert tracker.files() == before


def test_a_fresh_database_has_no_stories(empty: Shell) -> None:
    answer = empty("stories", "list")
    assert (answer.code, answer.out, answer.err) == (0, "no stories yet\n", "")
    assert empty("stories", "list", "--json").json == []
    assert empty("stories", "apart").code == 0
    assert empty("stories", "replay").out == "0 decisions, 0 would differ\n"


# -- split ------------------------------------------------------------------------------------


def test_what_is_split_off_goes_with_its_copies_and_is_told(desk: Shell) -> None:
    before = owed(desk)
    answer = desk("stories", "split", OTHERS[:8])
    assert answer.code == 0
    first, second = answer.out.splitlines()
    story = first.split()[1]
    assert first == f"story {story} begins with article {OTHERS[:8]}"
    assert second == "1 alert owed; the service sends what is owed"
    assert members(desk, story) == {OTHERS, REPRINT}
    assert members(desk, FIRST) == {FIRST, COPY, NEXT}
    assert owed(desk) == [MAKERS.title, *before]
    (made,) = (each for each in desk("stories", "list", "--json").json if each["key"][:8] == story)
    assert (made["title"], made["articles"], made["first"]) == (MAKERS.title, 2, "Northern Ledger")
    (newest, *_) = desk("alerts", "list", "--json").json
    assert (newest["story"], newest["title"]) == (made["key"], MAKERS.title)
    assert [watch for watch, _ in told(desk, OTHERS)["told"]] == ["mine/exports"]


def test_what_is_split_off_quietly_is_not_told(desk: Shell) -> None:
    before = owed(desk)
    answer = desk("stories", "split", "--quiet", OTHERS)
    (line,) = answer.out.splitlines()
    assert (answer.code, owed(desk)) == (0, before)
    assert members(desk, line.split()[1]) == {OTHERS, REPRINT}
    shown = told(desk, OTHERS)
    assert (shown["relation"], shown["of"]) == ("different", "")
    assert shown["reason"].startswith("split off by a person; before: the story of “")
    assert shown["told"] == []


def test_the_reason_says_that_it_was_split_off_although_it_was_told(desk: Shell) -> None:
    desk("stories", "split", OTHERS)
    assert "by a person" in told(desk, OTHERS)["reason"]
    assert "split off" in told(desk, OTHERS)["reason"]


def test_the_first_telling_is_split_off_without_those_in_other_words(desk: Shell) -> None:
    answer = desk("stories", "split", FIRST, "--quiet")
    assert answer.code == 0, answer.err
    assert members(desk, answer.out.split()[1]) == {FIRST, COPY}
    assert members(desk, OTHERS) == {OTHERS, REPRINT, NEXT}


def test_a_copy_is_split_off_without_the_sequel_that_was_held_against_it(desk: Shell) -> None:
    answer = desk("stories", "split", COPY, "--quiet")
    assert members(desk, answer.out.split()[1]) == {COPY}


def test_what_remains_is_called_after_its_own_first_telling(desk: Shell) -> None:
    desk("stories", "merge", FIRST, POTATOES)
    desk("stories", "split", FIRST, "--quiet")
    story = desk("stories", "show", POTATOES_COPY, "--json").json
    assert FIRST not in {each["key"] for each in story["tellings"]}
    assert story["title"] == story["tellings"][0]["title"]
    assert story["first"] == story["tellings"][0]["publisher"]
    assert story["started"] == story["tellings"][0]["seen"]


def test_a_copy_that_was_told_for_a_person_still_goes_with_what_it_copies(desk: Shell) -> None:
    desk("stories", "tell", REPRINT)
    answer = desk("stories", "split", OTHERS, "--quiet")
    assert members(desk, answer.out.split()[1]) == {OTHERS, REPRINT}


def test_alerts_go_with_what_is_split_off(desk: Shell) -> None:
    answer = desk("stories", "split", NEXT, "--quiet")
    story = answer.out.split()[1]
    stories = {each["title"]: each["story"] for each in desk("alerts", "list", "--json").json}
    assert stories[SEQUEL.title].startswith(story)
    assert stories[WINCHES.title] == FIRST


def test_a_whole_story_cannot_be_split_off_from_itself(desk: Shell) -> None:
    before = dump(desk)
    line = refused(desk("stories", "split", POTATOES))
    assert FEES.title in line
    assert dump(desk) == before


@pytest.mark.parametrize(
    "rules",
    ["version: 1\nwatches: [", RULES.replace("export", "zeppelin")],
    ids=["faulty rules", "no watch fires"],
)
def test_what_cannot_be_told_is_not_split_off_either(desk: Shell, rules: str) -> None:
    before = dump(desk)
    desk.rules(rules.replace("出口管制", "飞艇"))
    answer = desk("stories", "split", OTHERS)
    assert answer.code in {1, 2}
    assert answer.out == ""
    assert dump(desk) == before


def test_a_copy_of_what_was_split_off_and_told_is_silent(desk: Shell) -> None:
    story = desk("stories", "split", OTHERS).out.split()[1]
    tally = publish(desk.folder, "courier", "makers", MAKERS)
    assert (tally.alerts, tally.suppressed) == (0, 1)
    assert digest("courier", "makers") in members(desk, story)


def test_a_copy_of_what_was_not_split_off_is_silent(desk: Shell) -> None:
    desk("stories", "split", OTHERS)
    tally = publish(desk.folder, "echo", "winches", WINCHES)
    assert (tally.alerts, tally.suppressed) == (0, 1)
    assert digest("echo", "winches") in members(desk, FIRST)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_was_split_off_and_put_back_can_be_split_off_again(
    desk: Shell, order: tuple[int, int]
) -> None:
    story = desk("stories", "split", OTHERS, "--quiet").out.split()[1]
    both = FIRST, story
    assert desk("stories", "merge", *(both[place] for place in order)).code == 0
    again = desk("stories", "split", OTHERS, "--quiet")
    assert again.code == 0, again.err
    assert members(desk, again.out.split()[1]) == {OTHERS, REPRINT}
    assert members(desk, COPY) == {FIRST, COPY, NEXT}


# -- tell -------------------------------------------------------------------------------------


def test_what_was_silent_is_told_once_however_often_a_person_asks(desk: Shell) -> None:
    before = owed(desk)
    for _ in range(2):
        answer = desk("stories", "tell", OTHERS[:8])
        assert answer.code == 0
        assert answer.out.endswith("; the service sends what is owed\n")
        assert owed(desk) == [MAKERS.title, *before]
    shown = told(desk, OTHERS)
    assert [watch for watch, _ in shown["told"]] == ["mine/exports"]
    assert shown["silent"] == []
    assert members(desk, FIRST) == {FIRST, COPY, OTHERS, REPRINT, NEXT}


def test_what_was_told_for_a_person_still_says_what_it_is(desk: Shell) -> None:
    desk("stories", "tell", COPY)
    shown = told(desk, COPY)
    assert (shown["relation"], shown["of"]) == ("copy", FIRST)
    assert "by a person" in shown["reason"]


def test_what_no_watch_wants_any_more_is_not_told(desk: Shell) -> None:
    before = owed(desk)
    desk.rules(RULES.replace("export control*, export permit*, 出口管制", "zeppelin"))
    assert "no watch fires" in refused(desk("stories", "tell", COPY))
    assert owed(desk) == before


@pytest.mark.parametrize("condition", ["sources: [tag:evening]", "sources: [echo]"])
def test_what_a_person_asks_for_goes_where_its_source_goes(desk: Shell, condition: str) -> None:
    desk.rules(
        f"{RULES}channels: {{late: {{kind: console}}, rest: {{kind: console}}}}\n"
        f"routes:\n  - {{route: late, if: {{{condition}}}, send: late}}\n"
        "  - {route: rest, send: rest}\n"
    )
    answer = desk("stories", "tell", REPRINT)
    assert answer.code == 0, answer.err
    (newest, *_) = desk("deliveries", "list", "--json").json
    assert (newest["title"], newest["channel"]) == (MAKERS.title, "late")


# -- merge ------------------------------------------------------------------------------------


def test_two_stories_are_made_one_and_nothing_is_sent(desk: Shell) -> None:
    before = owed(desk)
    answer = desk("stories", "merge", FIRST[:8], POTATOES_COPY[:8])
    assert (answer.code, answer.out) == (0, f"story {FIRST[:8]} has 7 tellings now\n")
    assert owed(desk) == before
    (story,) = desk("stories", "list", "--json").json
    assert (story["key"], story["articles"], story["sources"]) == (FIRST, 7, 4)
    assert {each["story"] for each in desk("alerts", "list", "--json").json} == {FIRST}
    assert members(desk, POTATOES) == members(desk, FIRST)


@pytest.mark.parametrize("both", [(FIRST, POTATOES), (POTATOES, FIRST)])
def test_a_copy_of_either_is_silent_after_a_merge(desk: Shell, both: tuple[str, str]) -> None:
    desk("stories", "merge", *both)
    for slug, piece in (("winches", WINCHES), ("fees", FEES)):
        tally = publish(desk.folder, "echo", slug, piece)
        assert (tally.alerts, tally.suppressed) == (0, 1)
    assert {digest("echo", "winches"), digest("echo", "fees")} <= members(desk, both[0])


@pytest.mark.parametrize("both", [(FIRST, POTATOES), (POTATOES, FIRST)])
def test_what_is_merged_lasts_from_the_first_telling_to_the_last(
    desk: Shell, both: tuple[str, str]
) -> None:
    before = desk("stories", "list", "--json").json
    desk("stories", "merge", *both)
    (story,) = desk("stories", "list", "--json").json
    assert story["started"] == min(each["started"] for each in before)
    assert story["touched"] == max(each["touched"] for each in before)
    assert story["first"] == "Quill Wire"


def test_a_story_is_not_merged_with_itself(desk: Shell) -> None:
    before = dump(desk)
    assert "one story already" in refused(desk("stories", "merge", FIRST, NEXT))
    assert dump(desk) == before


# -- apart ------------------------------------------------------------------------------------


def test_the_next_copy_from_a_source_that_is_kept_apart_is_told(desk: Shell) -> None:
    answer = desk("stories", "apart", "echo")
    assert (answer.code, answer.err) == (0, "")
    assert "echo" in answer.out
    listed = desk("stories", "apart").out.splitlines()
    assert [line.split()[0] for line in listed] == ["echo"]
    tally = publish(desk.folder, "echo", "fees", FEES)
    assert (tally.alerts, tally.suppressed) == (1, 0)
    assert members(desk, digest("echo", "fees")) == {digest("echo", "fees")}


def test_others_are_not_put_together_with_it_either(empty: Shell) -> None:
    empty("stories", "apart", "echo")
    assert publish(empty.folder, "echo", "winches", WINCHES).alerts == 1
    assert publish(empty.folder, "wire", "winches", WINCHES).alerts == 1
    assert publish(empty.folder, "echo", "makers", MAKERS).alerts == 0  # its own tellings are
    assert publish(empty.folder, "courier", "winches", WINCHES).alerts == 0


def test_it_is_put_together_with_others_again(desk: Shell) -> None:
    for args in (("echo",), ("echo",), ("echo", "--end")):  # keeping it apart twice is harmless
        assert desk("stories", "apart", *args).code == 0
    assert desk("stories", "apart").out == ""
    tally = publish(desk.folder, "echo", "fees", FEES)
    assert (tally.alerts, tally.suppressed) == (0, 1)


@pytest.mark.parametrize("name", ["echo", "nobody", ""])
def test_what_is_not_kept_apart_cannot_be_put_together_again(desk: Shell, name: str) -> None:
    assert f"'{name}' is not kept apart" in refused(desk("stories", "apart", name, "--end"))


# -- replay -----------------------------------------------------------------------------------


def test_nothing_differs_right_after_deciding_and_nothing_is_changed(desk: Shell) -> None:
    before = dump(desk)
    assert desk("stories", "replay", "--json").json == {"decisions": 7, "differences": []}
    answer = desk("stories", "replay")
    assert (answer.code, answer.out) == (0, "7 decisions, 0 would differ\n")
    assert dump(desk) == before


def test_the_first_official_source_would_be_told_today_too(empty: Shell) -> None:
    for source, hours in (("wire", 3), ("gazette", 2), ("courier", 1)):
        tally = publish(empty.folder, source, "winches", WINCHES, now() - timedelta(hours=hours))
        assert tally.alerts == (source != "courier")
    assert told(empty, digest("gazette", "winches"))["relation"] == "development"
    assert empty("stories", "replay", "--json").json == {"decisions": 3, "differences": []}


def test_what_the_service_has_forgotten_since_makes_no_difference(empty: Shell) -> None:
    publish(empty.folder, "wire", "winches", WINCHES, now() - timedelta(days=17))
    publish(empty.folder, "ledger", "makers", MAKERS, now() - timedelta(days=16))
    assert told(empty, OTHERS)["relation"] == "same_story"
    with closing(Database(f"sqlite:///{empty.folder / DATABASE}")) as database:
        for part in range(SLICES):
            app.forget(database, Windows(), now(), part)
    assert empty("stories", "replay", "--json").json["differences"] == []


def test_only_as_far_back_as_is_asked(desk: Shell) -> None:
    assert desk("stories", "replay", "--since", "33h", "--json").json["decisions"] == 3
    assert desk("stories", "replay", "--since", "33h").out.startswith("3 decisions, ")
    assert desk("stories", "replay", "--since", "1s", "--json").json["decisions"] == 0


def test_no_time_at_all_is_not_a_month(desk: Shell) -> None:
    assert desk("stories", "replay", "--since", "0d", "--json").json["decisions"] == 0


@pytest.mark.parametrize("since", ["yesterday", "-3d", "99999999d"])
def test_a_time_that_is_none_is_named(desk: Shell, since: str) -> None:
    answer = desk("stories", "replay", "--since", since)
    assert (answer.code, answer.out) == (2, "")
    assert "--since" in answer.err


def test_a_decision_that_would_be_another_is_reported(desk: Shell) -> None:
    sql(
        desk,
        "UPDATE article SET relation = 'different', telling = 'alert_new', reason = 'a whim' "
        "WHERE key = ?",
        COPY,
    )
    before = dump(desk)
    found = desk("stories", "replay", "--json").json
    assert found["decisions"] == 7
    (each,) = found["differences"]
    assert list(each) == ["decided", "today"]
    decided, today = each["decided"], each["today"]
    assert (decided["key"], decided["title"]) == (COPY, WINCHES.title)
    assert (decided["kind"], decided["telling"], decided["reason"]) == (
        "different", "alert_new", "a whim",
    )  # fmt: skip
    assert (today["kind"], today["telling"], today["of"]) == ("copy", "suppress", FIRST)
    summary, *lines = desk("stories", "replay").out.splitlines()
    assert summary == "7 decisions, 1 would differ"
    assert lines == [
        f"{COPY[:8]} {WINCHES.title}",
        "    was   different, alert_new: a whim",
        f"    today copy, suppress: {today['reason']}",
    ]
    assert dump(desk) == before


def test_a_decision_that_other_rules_would_not_take_is_reported(empty: Shell) -> None:
    empty.rules(RULES + ENTITIES)
    registry = Piece(WINCHES.title, f"{WINCHES.text} The Grauland Registry keeps the list.")
    publish(empty.folder, "wire", "winches", registry, now() - timedelta(hours=3))
    publish(empty.folder, "ledger", "abroad", ABROAD, now() - timedelta(hours=2))
    abroad = digest("ledger", "abroad")
    assert members(empty, FIRST) == {FIRST, abroad}
    assert empty("stories", "replay", "--json").json == {"decisions": 2, "differences": []}

    empty.rules(RULES)  # which do not know that these are names of the same
    before = dump(empty)
    (each,) = empty("stories", "replay", "--json").json["differences"]
    assert each["decided"]["key"] == abroad
    assert (each["decided"]["kind"], each["today"]["kind"]) == ("same_story", "different")
    assert dump(empty) == before


def test_a_source_that_is_kept_apart_by_now_would_have_been_told(desk: Shell) -> None:
    desk("stories", "apart", "courier")
    differences = desk("stories", "replay", "--json").json["differences"]
    assert {COPY, POTATOES_COPY} <= {each["decided"]["key"] for each in differences}
    copy = next(each for each in differences if each["decided"]["key"] == POTATOES_COPY)
    assert (copy["today"]["kind"], copy["today"]["telling"]) == ("different", "alert_new")


@pytest.mark.parametrize(
    "args",
    [("tell", COPY), ("split", OTHERS, "--quiet"), ("split", OTHERS), ("merge", POTATOES, FIRST)],
    ids=lambda args: f"{args[0]} {len(args)}",
)
def test_what_a_person_has_changed_is_no_difference(desk: Shell, args: tuple[str, ...]) -> None:
    assert desk("stories", *args).code == 0
    found = desk("stories", "replay", "--json").json
    assert found["differences"] == []
    assert found["decisions"] == (7 if args[0] == "merge" else 6)
