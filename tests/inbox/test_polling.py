"""Sources are polled when they are due, politely, and what is the matter with one is told once."""

import asyncio
import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from tests.inbox.world import OPERATORS, feed, source, world
from tests.servers import response
from tracker.core.model import Outcome
from tracker.core.standing import Health

STILL = "still cannot be reached."
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BUSY = response(status="429 Too Many Requests", retry_after="600")


async def test_fifty_sources_of_one_host_ask_once_in_each_window(tmp_path: Path) -> None:
    sources = "".join(source(f"s{n}", host="busy.example") for n in range(50))
    async with world(tmp_path, sources) as here:
        here.sites["busy.example"] = BUSY
        await here.live(HOUR, step=MINUTE / 2)
        assert 6 <= len(here.asked) <= 7  # one in each ten minutes
        here.sites["busy.example"] = feed("News")
        here.end.connections = 0
        await here.live(30 * MINUTE, step=MINUTE)
        outcomes = {here.state(f"s{n}").outcome for n in range(50)}
        assert outcomes <= {Outcome.ok, Outcome.unchanged}
        assert here.end.connections <= 1  # no burst: one after the other


async def test_a_pause_that_one_source_is_asked_for_holds_up_no_other(tmp_path: Path) -> None:
    sources = source("one", host="a.example") + source("other", host="a.example")
    async with world(tmp_path, sources) as here:
        pause = response(status="503 Service Unavailable", retry_after="7200")
        here.sites["a.example/feed"] = [pause, feed("News")]
        await here.live(90 * MINUTE, step=MINUTE)
        states = here.polls.states()
        outcomes = sorted(state.outcome for state in states.values())
        assert outcomes == [Outcome.rate_limited, Outcome.unchanged]
        (paused,) = [s for s in states.values() if s.outcome == Outcome.rate_limited]
        assert paused.next_poll - (paused.polled or here.now) >= 2 * HOUR


async def test_a_later_page_that_wants_patience_is_heard_and_told(tmp_path: Path) -> None:
    made = source(
        "register",
        kind="api",
        url="http://register.example:{port}/1",
        items="items",
        fields="{id: id, title: title}",
        next="next",
    )
    async with world(tmp_path, made) as here:
        port = here.end.url.rpartition(":")[2]
        first = json.dumps({"items": [{"id": 1, "title": "One"}]}).encode()
        here.sites["register.example/1"] = response(first)
        await here.poll()
        following = f"http://register.example:{port}/2"
        more = {"items": [{"id": 2, "title": "Two"}], "next": following}
        here.sites["register.example/1"] = response(json.dumps(more).encode())
        here.sites["register.example/2"] = BUSY
        await here.live(3 * HOUR, step=MINUTE)
        assert here.requests("/2") <= 19  # one in each ten minutes
        assert len(here.articles()) == 2
        assert here.told(OPERATORS) == ["Register is read in part only."]
        last = {"items": [{"id": 3, "title": "Three"}]}
        here.sites["register.example/2"] = response(json.dumps(last).encode())
        await here.live(HOUR, step=MINUTE)
        assert len(here.articles()) == 3
        assert here.told(OPERATORS)[1:] == ["Register is well again."]


async def test_a_slow_host_holds_up_no_other(tmp_path: Path) -> None:
    sources = source("slow", interval="10m") + source("quick", interval="20m")
    async with world(tmp_path, sources) as here:
        here.sites = {"slow.example": feed("News"), "quick.example": feed("News")}
        await here.inbox.poll_due()
        here.sites["slow.example"] = b""  # says nothing, and keeps the connection
        here.sites["quick.example"] = feed("An export control")
        here.now += 12 * MINUTE
        slow = asyncio.create_task(here.inbox.poll_due())
        await here.until_asked("slow.example")
        here.now += 12 * MINUTE
        await here.inbox.poll_due()
        assert here.told() == ["An export control"]
        assert Counter(here.asked)["http://slow.example/feed"] == 2
        here.inbox.stop()
        await slow


async def test_a_source_without_its_key_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyed = source("keyed", headers='{X-Key: "env:KEY_OF_TEST"}')
    async with world(tmp_path, keyed + source("free")) as here:
        here.sites |= {"keyed.example": feed("A"), "free.example": feed("B")}
        await here.poll()
        assert here.asked == ["http://free.example/feed"]
        monkeypatch.setenv("KEY_OF_TEST", "s3cret")
        await here.inbox.poll_due()
        assert "http://keyed.example/feed" in here.asked
        assert here.end.requests[-1].headers["x-key"] == "s3cret"


async def test_a_source_that_failed_for_a_week_comes_back_by_itself(tmp_path: Path) -> None:
    sources = source("gazette", tier="official") + source("wire")
    async with world(tmp_path, sources) as here:
        here.sites = {f"{name}.example": feed("News") for name in ("gazette", "wire")}
        await here.poll()
        broken = response(status="500 Internal Server Error")
        here.sites = dict.fromkeys(here.sites, broken)
        await here.live(7 * DAY, step=10 * MINUTE)
        assert {s.health for s in here.polls.states().values()} == {Health.failing}
        here.sites = {f"{name}.example": feed("News", "Again") for name in ("gazette", "wire")}
        start = here.now
        await here.live(6 * HOUR + 10 * MINUTE, step=MINUTE)
        for name, cap in (("gazette", HOUR), ("wire", 6 * HOUR)):
            recovered = here.state(name).since
            assert recovered is not None
            assert recovered - start <= cap + MINUTE
            assert here.told(OPERATORS).count(f"{name.title()} is well again.") == 1
        assert len(here.told(OPERATORS)) == 6  # degraded, failing, well: of each


async def test_when_nobody_can_be_reached_it_is_nobodys_fault(tmp_path: Path) -> None:
    names = [f"site{n}" for n in range(12)]
    async with world(tmp_path, "".join(map(source, names))) as here:
        here.sites = {f"{name}.example": feed("News") for name in names}
        await here.poll()
        here.sites.clear()
        here.now += HOUR
        await here.live(6 * HOUR, step=MINUTE)
        states = here.polls.states().values()
        assert {state.health for state in states} == {Health.well}
        assert max(state.failures for state in states) <= 2
        (title,) = here.told(OPERATORS)
        assert title.startswith("The network is out")
        here.sites = {f"{name}.example": feed("News", "Later") for name in names}
        await here.live(10 * MINUTE, step=MINUTE)
        assert {state.outcome for state in here.polls.states().values()} == {Outcome.ok}
        assert here.told(OPERATORS)[1:] == ["The network is back, after 6 hours."]


async def test_two_sites_that_are_down_are_not_the_network(tmp_path: Path) -> None:
    names = [f"site{n}" for n in range(12)]
    async with world(tmp_path, "".join(map(source, names))) as here:
        here.sites = {f"{name}.example": feed("News") for name in names}
        await here.poll()
        del here.sites["site0.example"], here.sites["site1.example"]
        here.now += HOUR
        await here.live(DAY, step=5 * MINUTE)
        assert sorted(here.told(OPERATORS)) == sorted(
            f"Site{n} {what}" for n in (0, 1) for what in ("cannot be reached.", STILL)
        )


async def test_many_sites_that_are_down_for_good_are_not_the_network(tmp_path: Path) -> None:
    names = [f"site{n}" for n in range(28)]
    async with world(tmp_path, "".join(map(source, names))) as here:
        here.sites = {f"{name}.example": feed("News") for name in names[8:]}
        await here.live(DAY, step=5 * MINUTE)
        assert not [title for title in here.told(OPERATORS) if "network" in title]


async def test_an_etag_that_cannot_be_sent_back_is_not(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette")) as here:
        body = b"<rss version='2.0'><channel><title>t</title></channel></rss>"
        here.sites["gazette.example"] = response(body, etag='"caf\xe9"')
        await here.poll(3)
        assert here.state("gazette").failures == 0


async def test_a_304_that_nobody_asked_for_is_no_success(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette", first_poll="none")) as here:
        not_modified = response(status="304 Not Modified")
        here.sites["gazette.example"] = [not_modified, feed("An export control")]
        await here.poll(2)
        assert here.cards() == []  # the first poll was still to come


async def test_a_source_that_is_defined_anew_is_read_anew(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette")) as here:
        here.sites["gazette.example"] = feed("News")
        await here.poll(2)
        (before,) = here.built.sources
        changed = type(before)(**before.model_dump() | {"encoding": "utf-8"})
        object.__setattr__(here.built, "sources", (changed,))
        await here.poll()
        assert here.state("gazette").outcome == Outcome.ok  # and not unchanged


async def test_a_word_about_a_source_does_not_make_it_another(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette")) as here:
        (before,) = here.built.sources
        for update, is_same in (
            ({"note": "read me", "tier": "official"}, True),
            ({"encoding": "utf-8"}, False),
        ):
            changed = type(before)(**before.model_dump() | update)
            assert (changed.definition == before.definition) is is_same


async def test_a_list_that_is_defined_anew_has_no_usual_size_yet(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette")) as here:
        here.sites["gazette.example"] = feed(*(f"News {number}" for number in range(20)))
        await here.poll(2)
        (before,) = here.built.sources
        changed = type(before)(**before.model_dump() | {"encoding": "utf-8"})
        object.__setattr__(here.built, "sources", (changed,))
        here.sites["gazette.example"] = feed("News 1", "News 2")
        await here.poll(3)
        assert here.told(OPERATORS) == []


async def test_where_a_source_has_moved_it_is_read(tmp_path: Path) -> None:
    async with world(tmp_path, source("old")) as here:
        port = here.end.url.rpartition(":")[2]
        there = f"http://new.example:{port}/feed"
        here.sites = {
            "old.example": response(status="301 Moved Permanently", location=there),
            "new.example": feed("News", "Other news"),
        }
        await here.poll(3)
        assert here.state("old").outcome == Outcome.moved
        assert here.told(OPERATORS) == ["Old has moved for good."]
        here.asked.clear()
        await here.poll()
        assert here.asked == ["http://new.example/feed"]
        assert len(here.articles()) == 2


async def test_a_secret_does_not_follow_a_source_to_another_origin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEY_OF_TEST", "s3cret")
    async with world(tmp_path, source("old", headers='{X-Key: "env:KEY_OF_TEST"}')) as here:
        port = here.end.url.rpartition(":")[2]
        there = response(status="301 Moved", location=f"http://new.example:{port}/feed")
        here.sites = {"old.example": there, "new.example": feed("News")}
        await here.poll(8)
        got = [r.headers.get("x-key") for r in here.end.requests if "new." in r.headers["host"]]
        assert len(got) == 8
        assert set(got) == {None}
        assert here.state("old").address == ""


async def test_a_parked_domain_is_not_where_a_source_has_moved(tmp_path: Path) -> None:
    async with world(tmp_path, source("old")) as here:
        here.sites["old.example"] = feed("News")
        await here.poll()
        port = here.end.url.rpartition(":")[2]
        parked = f"http://parked.example:{port}/"
        here.sites["old.example"] = response(status="301 Moved Permanently", location=parked)
        here.sites["parked.example"] = feed("This domain is for sale")
        await here.poll(9)
        assert here.state("old").address == ""


async def test_an_unchanged_feed_is_not_decided_again(tmp_path: Path) -> None:
    async with world(tmp_path, source("gazette")) as here:
        here.sites["gazette.example"] = feed("An export control")
        await here.poll(3)
        assert here.state("gazette").outcome == Outcome.unchanged
        assert len(here.told()) == 1
