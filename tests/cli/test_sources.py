"""Sources on the command line: how they stand, what they answer now, and feeds in and out."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.cli.conftest import Shell
from tests.loopback import Loopback, Reply, Request
from tracker.cli import probing
from tracker.rulebook.yaml import parse
from tracker.sources import Feed, Page, Sitemap
from tracker.sources.discover import Candidate, Discovery

KEY = "k3y-of-the-congress"
FEED = """<rss version="2.0"><channel><title>T</title><link>https://e.org</link>
<item><title>One rule</title><link>https://e.org/1</link>
<pubDate>Thu, 01 Oct 2026 10:00:00 GMT</pubDate></item>
<item><title>Two</title><link>https://e.org/2</link></item></channel></rss>"""
NOTICES = {"items": [{"name": f"Notice {n}", "day": f"2026-10-0{n}"} for n in range(1, 6)]}
RULES = """version: 1
sources:
  - {{kind: feed, id: feed, name: Feed, url: "{url}/feed"}}
  - {{kind: feed, id: gone, name: Gone, url: "{url}/gone", enabled: false}}
  - kind: api
    id: notices
    name: Notices
    url: "{url}/notices"
    params: {{id: "env:NOTICES_KEY"}}
    items: items
    fields: {{title: name, published: day}}
  - {{kind: folder, id: inbox, name: Inbox, path: inbox}}
  - {{kind: api, id: empty, name: Empty, url: "{url}/empty", fields: {{title: name}}}}
"""


class Site(Loopback):
    """A far end with a feed and an API; notes what it was asked."""

    def __init__(self) -> None:
        super().__init__(self.answer)
        self.asked: list[str] = []

    def answer(self, request: Request) -> Reply:
        self.asked.append(request.target)
        path = request.target.partition("?")[0]
        bodies = {"/feed": FEED, "/notices": json.dumps(NOTICES), "/empty": "[]"}
        return Reply(200, bodies[path].encode()) if path in bodies else Reply(404, b"")


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def shell(tracker: Shell, site: Site) -> Shell:
    """A shell whose rules read the site, and a folder with one article."""
    tracker.rules(RULES.format(url=site.url))
    tracker.write("inbox/a.json", '{"title": "By hand"}')
    return tracker


LOCAL = {"TRACKER_ALLOW_HOSTS": "127.0.0.1"}


# --- list -----------------------------------------------------------------------------------------


def test_a_source_that_lacks_its_key_says_which(shell: Shell) -> None:
    lines = {line.split()[0]: line for line in shell("sources", "list").out.splitlines()}
    assert lines["notices"].endswith("needs NOTICES_KEY")
    assert lines["feed"].endswith("not polled yet")
    assert lines["gone"].endswith("off")
    rows = {row["id"]: row for row in shell("sources", "list", "--json").json}
    assert rows["notices"]["missing"] == ["NOTICES_KEY"]
    assert (rows["feed"]["missing"], rows["feed"]["age_success"]) == ([], None)
    with_key = shell("sources", "list", "--json", NOTICES_KEY=KEY)
    assert [row["missing"] for row in with_key.json] == [[]] * 5
    assert KEY not in with_key.out


@pytest.fixture
def polled(tracker: Shell) -> Shell:
    """A shell whose only source, a folder, was read once."""
    tracker.rules("version: 1\nsources: [{kind: folder, id: inbox, name: Inbox, path: inbox}]\n")
    tracker.write("inbox/a.json", '{"title": "By hand"}')
    assert tracker.process("run", "--once").code == 0
    return tracker


def test_ages_are_told_of_the_last_answer_and_of_what_was_new(polled: Shell) -> None:
    _set(polled, "newest = datetime('now', '-3 days'), succeeded = datetime('now', '-2 hours')")
    row = _row(polled, "inbox")
    assert 7_200 <= row["age_success"] < 10_000
    assert 259_200 <= row["age_new"] < 262_000
    line = _line(polled, "inbox")
    assert "(2 hours ago)" in line
    assert "(3 days ago)" in line
    _set(polled, "newest = NULL, succeeded = NULL")
    assert (_row(polled, "inbox")["age_new"], _row(polled, "inbox")["age_success"]) == (None, None)
    assert "last answer never · last new never" in _line(polled, "inbox")


def test_a_source_that_fails_says_until_when_it_is_left_alone(polled: Shell) -> None:
    _set(polled, "failures = 4, next_poll = '2999-01-01 08:30:00', error = 'no answer\n'")
    line = _line(polled, "inbox")
    assert "waits until 2999-01-01 08:30" in line
    assert line.endswith("no answer")


def _set(shell: Shell, what: str) -> None:
    with closing(sqlite3.connect(shell.folder / "data" / "tracker.db")) as database, database:
        database.execute(f"UPDATE source SET {what} WHERE id = 'inbox'")  # noqa: S608


def _row(shell: Shell, name: str) -> dict[str, float]:
    return next(row for row in shell("sources", "list", "--json").json if row["id"] == name)


def _line(shell: Shell, name: str) -> str:
    return next(row for row in shell("sources", "list").out.splitlines() if row.startswith(name))


# --- parse ----------------------------------------------------------------------------------------


def test_a_file_is_parsed_as_an_api_of_the_rules(shell: Shell) -> None:
    shell.write("notices.json", json.dumps(NOTICES))
    answer = shell("sources", "parse", "notices.json", "--source", "notices", "--json")
    assert (answer.code, answer.json["kind"]) == (0, "api")
    assert [entry["title"] for entry in answer.json["entries"]][:2] == ["Notice 1", "Notice 2"]


@pytest.mark.parametrize("kind", ["api", "page"])
def test_a_file_of_a_kind_that_needs_a_definition_is_not_parsed_without(
    shell: Shell, kind: str
) -> None:
    shell.write("notices", "{}")
    answer = shell("sources", "parse", "notices", "--kind", kind)
    assert (answer.code, answer.out) == (2, "")
    assert f"how this {kind} is read stands in its source: name it with --source ID" in answer.err


# --- probe ----------------------------------------------------------------------------------------


def test_sources_are_asked_now_and_nothing_is_stored(shell: Shell, site: Site) -> None:
    before = shell.files()
    answer = shell.process("sources", "probe", "notices", "inbox", NOTICES_KEY=KEY, **LOCAL)
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert "5 entries, newest 2026-10-05" in next(line for line in lines if "notices" in line)
    assert [line.strip() for line in lines if line.startswith("    ")] == [
        "By hand", "Notice 1", "Notice 2", "Notice 3",
    ]  # fmt: skip
    assert lines[-1] == "2 sources: 2 ok"
    assert site.asked == [f"/notices?id={KEY}"]
    assert shell.files() == before
    assert KEY not in answer.out


def test_every_source_that_is_on_is_asked_in_the_order_of_the_rules(shell: Shell) -> None:
    answer = shell("sources", "probe", "--all", "--json", **LOCAL)
    assert answer.code == 0
    probed = answer.json["probed"]
    assert [(row["id"], row["kind"], row["outcome"], row["entries"]) for row in probed] == [
        ("feed", "feed", "ok", 2),
        ("notices", "api", "skipped", 0),
        ("inbox", "folder", "ok", 1),
        ("empty", "api", "empty", 0),
    ]
    assert list(probed[0]) == [
        "id", "kind", "outcome", "entries", "newest", "titles", "seconds", "error",
    ]  # fmt: skip
    assert probed[0]["newest"] == "2026-10-01T10:00:00+00:00"
    assert probed[0]["titles"] == ["One rule", "Two"]
    assert probed[0]["seconds"] >= 0
    assert probed[1]["error"] == "needs NOTICES_KEY"


def test_a_source_that_fails_is_told_and_stops_no_other(shell: Shell) -> None:
    answer = shell("sources", "probe", "gone", "inbox", "gone", **LOCAL)
    assert answer.code == 1
    assert "404 Not Found" in answer.out
    assert answer.out.splitlines()[-1] in {
        "2 sources: 1 http_error, 1 ok", "2 sources: 1 ok, 1 http_error",
    }  # fmt: skip
    assert shell("sources", "probe", "gone", "--json", **LOCAL).code == 1


def test_the_address_guard_holds_for_probes_too(shell: Shell, site: Site) -> None:
    (row,) = shell("sources", "probe", "feed", "--json").json["probed"]
    assert (row["outcome"], site.asked) == ("refused_address", [])


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ((), "say which sources: their ids, or --all"),
        (("feed", "--all"), "say which sources: their ids, or --all"),
        (("fed",), "no source is called 'fed': did you mean 'feed'?"),
        (("somewhere-else",), "see `tracker sources list`"),
    ],
)
def test_which_sources_are_meant_must_be_said(
    shell: Shell, args: tuple[str, ...], says: str
) -> None:
    answer = shell("sources", "probe", *args)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err


def test_a_part_that_cannot_be_read_is_told_beside_the_others(tracker: Shell) -> None:
    tracker.rules("version: 1\nsources: [{kind: folder, id: inbox, name: Inbox, path: inbox}]\n")
    tracker.write("inbox/a.json", '{"title": "By hand"}')
    tracker.write("inbox/b.json", "{")
    answer = tracker("sources", "probe", "inbox")
    assert answer.code == 0
    assert "1 entry, undated" in answer.out
    assert "b.json" in answer.out


# --- discover -------------------------------------------------------------------------------------


def test_what_is_found_at_an_address_is_ready_to_be_used(shell: Shell, site: Site) -> None:
    found = shell("sources", "discover", f"{site.url}/feed", **LOCAL)
    assert (found.code, found.err) == (0, "")
    assert "  # the address itself: 2 entries, newest 2026-10-01\n  #   One rule\n" in found.out
    shell.write("rules/local/found.yaml", found.out)
    assert shell("check").code == 0
    assert shell("sources", "list", "--json").json[-1]["kind"] == "feed"


def test_what_is_found_is_one_json_document(shell: Shell, site: Site) -> None:
    document = shell("sources", "discover", f"{site.url}/feed", "--json", **LOCAL).json
    assert list(document) == ["url", "candidates", "faults"]
    (candidate,) = document["candidates"]
    assert (candidate["entries"], candidate["titles"]) == (2, ["One rule", "Two"])
    assert candidate["source"]["url"] == f"{site.url}/feed"


def test_every_kind_that_is_found_is_written_as_a_rule(tracker: Shell) -> None:
    """Without a site: what a look at one gives, with all that can be in it."""
    sources = (
        Feed(id="a", name="A: news\n# 1", url="https://e.org/a"),
        Page(id="b", name="B", url="https://e.org/b", item="li > p", date="time@datetime"),
        Sitemap(id="c", name="C", url="https://e.org/c", include=("/news/", "a|b"), newest=5),
    )
    candidates = tuple(
        Candidate(source=source, why="linked", entries=1, newest=None, titles=("x\ny: z",))
        for source in sources
    )
    text = probing.rule_file(Discovery(url="https://e.org", candidates=candidates))
    tracker.rules(text)
    assert tracker("check").code == 0
    rows = tracker("sources", "list", "--json").json
    assert [(row["id"], row["kind"], row["name"]) for row in rows] == [
        ("a", "feed", "A: news\n# 1"), ("b", "page", "B"), ("c", "sitemap", "C"),
    ]  # fmt: skip


def test_where_nothing_can_be_reached_nothing_is_found(shell: Shell, site: Site) -> None:
    answer = shell("sources", "discover", site.url)
    assert (answer.code, answer.out, site.asked) == (1, "", [])
    assert answer.err.startswith("tracker: ")


# --- import, export -------------------------------------------------------------------------------

LIST = """<opml version="2.0"><body><outline text="Law">
<outline text="Feed" xmlUrl="https://e.org/feed"/><outline text="A page"/></outline></body></opml>
"""


def test_a_list_of_feeds_becomes_a_rule_file(shell: Shell) -> None:
    shell.write("list.opml", LIST)
    answer = shell.process("sources", "import", "list.opml")
    assert (answer.code, answer.err) == (0, "1 feed, 1 outline skipped\n")
    assert parse(answer.out, "").data == {
        "version": "1",
        "sources": [
            {
                "id": "feed-2",  # as the rules have a source `feed`
                "kind": "feed",
                "name": "Feed",
                "url": "https://e.org/feed",
                "tags": ["law"],
            }
        ],
    }


def test_a_new_file_is_made_and_none_is_overwritten(shell: Shell) -> None:
    shell.write("list.opml", LIST)
    (shell.folder / "rules/local").mkdir()
    args = ("sources", "import", "list.opml", "--to", "rules/local/feeds.yaml")
    assert (shell(*args).code, shell("check").code) == (0, 0)
    before = (shell.folder / "rules/local/feeds.yaml").read_text()
    again = shell(*args)
    assert (again.code, again.out) == (2, "")
    assert "rules/local/feeds.yaml: is there already, and is not overwritten" in again.err
    assert (shell.folder / "rules/local/feeds.yaml").read_text() == before
    nowhere = shell("sources", "import", "list.opml", "--to", "nowhere/feeds.yaml")
    assert (nowhere.code, "cannot be written" in nowhere.err) == (2, True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<opml><body>", "list.opml:1:13: broken XML: no element found"),
        ("<opml/>", "list.opml: no outline in it has an xmlUrl that is a web address"),
    ],
)
def test_a_list_that_cannot_be_used_is_one_line(shell: Shell, text: str, says: str) -> None:
    shell.write("list.opml", text)
    answer = shell("sources", "import", "list.opml")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"tracker: {says}\n"


def test_feeds_go_out_and_come_back(shell: Shell) -> None:
    exported = shell.process("sources", "export")
    assert (exported.code, exported.err) == (0, "")
    shell.write("list.opml", exported.out)
    made = parse(shell("sources", "import", "list.opml").out, "").data["sources"]
    assert [(source["name"], source["url"].rpartition("/")[2]) for source in made] == [
        ("Feed", "feed"),
        ("Gone", "gone"),
    ]
