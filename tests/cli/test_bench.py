"""`tracker bench`: figures in the published form. No test here is about how quick it is."""

import pytest

from tests.cli.conftest import Shell

ITEM = "<item><title>{0}</title><link>/{0}</link><description>&lt;p&gt;{0}</description></item>"
FEED = "<rss version='2.0'><channel>{}</channel></rss>"


def test_the_bench_of_parsing_reads_the_feeds_of_a_folder(tracker: Shell) -> None:
    for name in ("a", "b"):
        tracker.write(f"feeds/{name}.xml", FEED.format(ITEM.format(1) + ITEM.format(2)))
    tracker.write("feeds/more/c.xml", "not looked at")
    found = tracker("bench", "parse", "--feeds", "feeds", "--json").json

    assert found["name"] == "parse"
    quick, rate, reading, *lost = found["results"]
    assert (quick["metric"], quick["unit"]) == ("a feed parsed, median of 2", "ms")
    assert (quick["versus"], quick["ratio"] > 0) == ("feedparser", True)
    assert (rate["unit"], reading["unit"]) == ("MB/s", "ms")
    assert {row["metric"]: row["value"] for row in lost} == {
        f"{kind} that others find, lost": 0
        for kind in ("entries", "titles", "links", "dates", "bodies")
    }
    assert "feedparser" in tracker("bench", "parse", "--feeds", "feeds").out


def test_a_folder_without_feeds_is_no_bench(tracker: Shell) -> None:
    tracker.write("empty/more/x", "")
    for folder in ("empty", "gone"):
        answer = tracker("bench", "parse", "--feeds", folder)
        assert (answer.code, answer.out) == (2, "")
        assert folder in answer.err


def test_the_bench_of_polling_reads_its_own_sites(with_rules: Shell) -> None:
    found = with_rules("bench", "poll", "--sources", "11", "--large", "9000", "--json").json

    assert found["name"] == "poll"
    units = [row["unit"] for row in found["results"]]
    assert units == ["CPU s", "CPU s", "CPU ms", "1/min", "ms", "MB"]
    assert found["results"][0]["metric"] == "first cycle over 11 sources, all new"
    assert all(row["value"] > 0 for row in found["results"])


def test_the_bench_of_delivery_sends_to_its_own_chats(tracker: Shell) -> None:
    found = tracker("bench", "deliver", "--small", "--json").json

    assert found["name"] == "deliver"
    cost, bare, middle, late = found["results"]
    assert (cost["metric"], cost["unit"]) == ("a delivery, of 20", "CPU ms")
    assert (cost["versus"], cost["goal"]) == ("telegram.Bot.send_message", "at most 3")
    assert cost["ratio"] == pytest.approx(bare["value"] / cost["value"], rel=0.01)
    assert middle["metric"] == "critical, match to accepted, of 6: median"
    assert 0 < middle["value"] <= late["value"]
    assert late["holds"] == (late["value"] <= 2000)
