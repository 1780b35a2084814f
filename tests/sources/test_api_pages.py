"""An API is read page after page down to what is known, and what is secret stays so."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.servers import FarEnd, Handler, Request, Send, answers, far_end, response
from tests.sources.test_api import RULE, api, preset
from tracker.core.model import Outcome, Validators
from tracker.errors import ConfigError, SourceError
from tracker.sources import Api, Document, Fetcher, Reply
from tracker.sources.sitemap import Unread

SECRET = "k3y/with+signs"


def fetcher() -> Fetcher:
    return Fetcher(allow_hosts=("127.0.0.1",), host_gap=0.0)


# --- page after page ------------------------------------------------------------------------------


class Register:
    """A Federal Register of our own: its newest documents first, `per_page` on each page.

    `broken`: what it answers for some pages instead.
    """

    def __init__(self, numbers: Iterable[int], broken: Mapping[int, bytes] | None = None) -> None:
        self.numbers = sorted(numbers, reverse=True)
        self.broken = broken or {}
        self.end = FarEnd()

    async def handle(self, request: Request, send: Send) -> None:
        asked = parse_qs(urlsplit(request.path).query)
        size, page = int(asked["per_page"][0]), int(asked.get("page", ["1"])[0])
        await send(self.broken.get(page) or response(self.page(page, size), etag=self.etag))

    @property
    def etag(self) -> str:
        return f'"{self.numbers[0]}"'

    def page(self, page: int, size: int) -> bytes:
        shown = self.numbers[(page - 1) * size : page * size]
        results = [{**RULE, "document_number": f"2026-{number:05}"} for number in shown]
        data: dict[str, Any] = {"count": len(self.numbers), "results": results}
        if page * size < len(self.numbers):
            data["next_page_url"] = f"{self.end.url}/documents?page={page + 1}&per_page={size}"
        return json.dumps(data).encode()

    @property
    def pages(self) -> list[str]:
        """The pages it was asked for, in their order."""
        queries = [parse_qs(urlsplit(request.path).query) for request in self.end.requests]
        return [query.get("page", ["1"])[0] for query in queries]


async def polled(
    register: Register, validators: Validators | None = None, **keys: Any
) -> tuple[Reply, list[str]]:
    """What one poll brings: the reply, and the numbers of its documents."""
    async with (
        far_end(register.handle) as end,
        Fetcher(allow_hosts=("127.0.0.1",), host_gap=0.0) as client,
    ):
        register.end = end
        source = preset("federal-register", url=f"{end.url}/documents.json", **keys)
        reply = await source.fetch(client, validators or Validators())
        entries = [entry for document in read(reply) for entry in source.parse(document)]
    return reply, [entry.id.removeprefix("2026-").lstrip("0") for entry in entries]


def read(reply: Reply) -> list[Document]:
    """The pages that came."""
    return [document for document in reply.documents if not isinstance(document, Unread)]


def fault(reply: Reply) -> str:
    """What parsing says of the last page, which did not come."""
    with pytest.raises(SourceError) as caught:
        api().parse(reply.documents[-1])
    return str(caught.value)


TWO = {"params": {"per_page": "2"}}


def edge_of(*numbers: int) -> Validators:
    return Validators(etag='"old"', edge=tuple(f"2026-{number:05}" for number in numbers))


async def test_the_very_first_poll_reads_one_page_and_remembers_where_it_began():
    register = Register(range(1, 9))
    reply, found = await polled(register, **TWO)
    assert (found, register.pages) == (["8", "7"], ["1"])
    assert reply.validators.edge == ("2026-00008", "2026-00007")
    assert reply.validators.etag == '"8"'


async def test_pages_are_read_down_to_what_was_known():
    register = Register(range(1, 9))
    reply, found = await polled(register, edge_of(4, 3), **TWO)
    assert (found, register.pages) == (["8", "7", "6", "5", "4", "3"], ["1", "2", "3"])
    assert reply.validators.edge == ("2026-00008", "2026-00007")


async def test_a_first_page_with_a_known_entry_is_enough():
    register = Register(range(1, 9))
    _, found = await polled(register, edge_of(7, 6), **TWO)
    assert (found, register.pages) == (["8", "7"], ["1"])


async def test_a_page_that_is_unchanged_is_not_read_on():
    register = Register(range(1, 9))
    known = Validators(etag='"8"', edge=("2026-00001",))
    register.broken = {1: response(status="304 Not Modified")}
    reply, _ = await polled(register, known, **TWO)
    assert (reply.outcome, reply.documents, reply.validators) == (Outcome.not_modified, (), known)
    assert register.end.requests[0].headers["if-none-match"] == '"8"'


async def test_further_pages_are_asked_for_without_validators():
    register = Register(range(1, 9))
    await polled(register, edge_of(5, 4), **TWO)
    asked = ["if-none-match" in request.headers for request in register.end.requests]
    assert asked == [True, False]


async def test_no_more_pages_are_read_than_a_source_wants():
    register = Register(range(1, 99))
    reply, found = await polled(register, edge_of(1), max_pages=3, **TWO)
    assert (len(found), register.pages) == (6, ["1", "2", "3"])
    assert reply.validators.edge == ("2026-00098", "2026-00097")
    assert fault(reply) == "more is new than stands on 3 pages, which are read at most"


async def test_only_the_first_entries_of_a_long_page_are_remembered():
    reply, found = await polled(Register(range(1, 300)), params={"per_page": "250"})
    assert (len(found), len(reply.validators.edge)) == (250, 100)
    assert reply.validators.edge[0] == "2026-00299"


async def test_a_first_page_without_entries_keeps_what_was_known():
    register = Register([1], {1: response(b'{"count": 0}', etag='"0"')})
    reply, found = await polled(register, edge_of(4, 3), **TWO)
    assert (found, reply.validators.edge) == ([], ("2026-00004", "2026-00003"))


@pytest.mark.parametrize(
    ("broken", "because"),
    [
        (response(status="500 Internal Server Error"), "500 Internal Server Error: http://127"),
        (response(b"<html><title>Just a moment...</title>"), "no JSON, but a challenge"),
        (response(b'{"errors": "no"}'), "the API says “no”; there is no list at 'results'"),
    ],
)
async def test_a_page_that_fails_loses_neither_those_before_nor_those_after(
    broken: bytes, because: str
):
    register, known = Register(range(1, 9), {3: broken}), edge_of(2, 1)
    reply, found = await polled(register, known, **TWO)
    assert (found, register.pages) == (["8", "7", "6", "5"], ["1", "2", "3"])
    assert (reply.outcome, reply.validators) == (Outcome.ok, known)
    assert fault(reply).startswith(because)

    register.broken = {}  # the next poll reads what is missing
    reply, found = await polled(register, reply.validators, **TWO)
    assert found == ["8", "7", "6", "5", "4", "3", "2", "1"]
    assert reply.validators.edge == ("2026-00008", "2026-00007")


@pytest.mark.parametrize("following", ["https://elsewhere.example/p2", "http://[", "ftp://x/y"])
async def test_a_next_page_of_another_origin_is_not_read(following: str):
    page = {"results": [RULE], "next_page_url": following}
    register = Register([1], {1: response(json.dumps(page).encode())})
    reply, found = await polled(register, edge_of(9), **TWO)
    assert (len(found), register.pages) == (1, ["1"])
    assert reply.validators == edge_of(9)
    assert fault(reply).startswith("the next page is not of the same scheme, host and port: ")


@pytest.mark.parametrize("following", ["?page=2&per_page=2", "?page=1&per_page=2"])
async def test_pages_in_a_circle_end(following: str):
    page = response(json.dumps({"results": [RULE], "next_page_url": following}).encode())
    register = Register([1], {1: page, 2: page, 3: page})
    reply, _ = await polled(register, edge_of(9), **TWO)
    assert len(register.pages) <= 3
    assert reply.validators.edge == ("2026-00017",)


async def test_what_was_changed_since_is_not_where_reading_ends():
    """A list sorted by changes: the bill that was first is changed again, and so are others."""
    bills = [(7, "05"), (3, "04"), (9, "04"), (8, "04"), (6, "03"), (7, "03"), (5, "02")]

    async def handle(request: Request, send: Send) -> None:
        start = int(parse_qs(urlsplit(request.path).query).get("offset", ["0"])[0])
        rows = [{"title": f"Bill {n}", "id": n, "at": f"2026-03-{day}"} for n, day in bills]
        page = {"items": rows[start : start + 2], "next": f"/list?offset={start + 2}"}
        await send(response(json.dumps(page).encode()))

    fields = {"id": "id", "title": "title", "updated": "at"}
    async with far_end(handle) as end, fetcher() as client:
        source = api(url=end.url + "/list", items="items", next="next", fields=fields)
        known = Validators(edge=("7 2026-03-03T00:00:00+00:00", "5 2026-03-02T00:00:00+00:00"))
        reply = await source.fetch(client, known)
    assert len(end.requests) == 3
    assert reply.validators.edge[0] == "7 2026-03-05T00:00:00+00:00"


async def test_an_api_without_further_pages_is_one_request():
    async with far_end(answers(response(b'[{"title": "One"}]'))) as end, fetcher() as client:
        reply = await api(url=end.url).fetch(client, Validators(edge=("x",)))
    assert (reply.outcome, len(end.requests), reply.validators.edge) == (Outcome.ok, 1, ("x",))


# --- what is sent, and what is never shown --------------------------------------------------------


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("API_KEY", SECRET)
    return SECRET


def hidden(url: str, **keys: Any) -> Api:
    """A source whose parameter is secret although its name does not look it."""
    return api(url=url, items="items", next="next", params={"id": "env:API_KEY"}, **keys)


async def test_parameters_are_added_to_those_of_the_address():
    params = {"q": "a b&c", "fields[]": ["x", "y"], "none": [], "page": "9"}
    async with far_end(answers(response(b"[]"))) as end, fetcher() as client:
        await api(url=end.url + "/a?page=1&x=%2F", params=params).fetch(client, Validators())
    path = "/a?page=1&x=%2F&q=a%20b%26c&fields%5B%5D=x&fields%5B%5D=y"
    assert end.requests[0].path == path


async def test_a_key_in_a_header_or_a_file_is_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "key").write_text(SECRET + "\n")
    monkeypatch.setenv("API_KEY_FILE", str(tmp_path / "key"))
    key = {"X-Api-Key": "env:API_KEY"}
    async with far_end(answers(response(b'{"data": []}'))) as end, fetcher() as client:
        source = preset("regulations-gov", headers=key, url=end.url)
        await source.fetch(client, Validators())
    assert source.missing() == ()
    assert end.requests[0].headers["x-api-key"] == SECRET


async def test_without_its_key_a_source_says_which(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("API_KEY", raising=False)
    source = hidden("https://api.example.org/")
    assert source.missing() == ("API_KEY",)
    async with fetcher() as client:
        with pytest.raises(ConfigError, match="API_KEY"):
            await source.fetch(client, Validators())


def echoing(request_path: str) -> bytes:
    """As some APIs do it: the links it gives repeat the whole request, key included."""
    link = f"http://{SECRET}.example/{SECRET}"
    data = {"items": [{"title": "One", "link": link}], "next": f"{request_path}&page=2"}
    return response(json.dumps(data).encode())


async def test_a_secret_reaches_the_far_end_and_nothing_else(secret: str):
    async def handle(request: Request, send: Send) -> None:
        await send(echoing(request.path))

    async with far_end(handle) as end, fetcher() as client:
        source = hidden(end.url + "/list", max_pages=2)
        reply = await source.fetch(client, Validators(edge=("other",)))
        entries = [entry for document in read(reply) for entry in source.parse(document)]
    sent = [parse_qs(urlsplit(request.path).query)["id"] for request in end.requests]
    assert sent == [[secret], [secret]]
    assert [document.name for document in read(reply)] == [
        f"{end.url}/list?id=***", f"{end.url}/list?page=2&id=***",
    ]  # fmt: skip
    told = repr((entries, [d.name for d in reply.documents], reply.validators, source))
    assert secret not in told
    assert "***" in entries[0].url


FAILING: list[Handler] = [
    answers(response(status="404 Not Found")),
    answers(response(f"wrong key {SECRET}".encode())),
    answers(response(json.dumps({"error": f"wrong key {SECRET}"}).encode())),
    answers(response(json.dumps({f"key {SECRET}": 1}).encode())),
    answers(response(status="302 Found", location="ftp://x/?id=k3y%2Fwith%2Bsigns")),
    answers(response(status="429 Too Many Requests", retry_after="7")),
]


@pytest.mark.parametrize("handler", FAILING)
async def test_no_fault_shows_a_secret(handler: Handler, secret: str):
    async with far_end(handler) as end, fetcher() as client:
        with pytest.raises(SourceError) as caught:
            await hidden(end.url + "/list").fetch(client, Validators())
    assert secret not in str(caught.value)
    assert "k3y%2Fwith" not in str(caught.value)
    assert "***" in str(caught.value)
    assert caught.value.retry_after in {None, 7.0}


async def test_a_next_page_elsewhere_is_told_without_the_secret(secret: str):
    page = {"items": [{"title": "One"}], "next": f"https://other.example/{secret}?id=x"}
    async with far_end(answers(response(json.dumps(page).encode()))) as end, fetcher() as client:
        reply = await hidden(end.url).fetch(client, Validators(edge=("other",)))
    assert fault(reply).endswith(": https://other.example/***")
    assert reply.documents[-1].name == "https://other.example/***"


async def test_where_an_api_has_moved_is_told_without_what_is_added(secret: str):
    del secret

    async def handle(request: Request, send: Send) -> None:
        to = request.path.replace("/old", "/new") + "&v=2"
        moved = response(status="301 Moved Permanently", location=to)
        await send(moved if request.path.startswith("/old") else response(b'{"items": []}'))

    async with far_end(handle) as end, fetcher() as client:
        source = hidden(end.url + "/old", cache_buster="_")
        reply = await source.fetch(client, Validators())
        assert reply.moved_to == f"{end.url}/new?v=2"
        again = await source.fetch(client, Validators(), address=reply.moved_to)
    assert again.moved_to == ""
    assert parse_qs(urlsplit(end.requests[-1].path).query)["id"] == [SECRET]


async def test_a_key_is_not_meant_for_the_place_where_an_api_moves_to(secret: str):
    del secret
    async with far_end(answers(response(b'{"items": []}'))) as other:
        moved = response(status="308 Permanent Redirect", location=other.url + "/new")
        async with far_end(answers(moved)) as end, fetcher() as client:
            kept = await api(url=end.url, items="items").fetch(client, Validators())
            reply = await hidden(end.url).fetch(client, Validators())
    assert (kept.moved_to, reply.moved_to) == (other.url + "/new", "")


async def test_an_old_cache_is_passed_by_another_address_each_time():
    async with far_end(answers(response(b"[]"))) as end, fetcher() as client:
        source = api(url=end.url + "/now", cache_buster="_")
        first = await source.fetch(client, Validators())
        await source.fetch(client, Validators())
    asked = {request.path for request in end.requests}
    assert len(asked) == 2
    assert first.documents[0].name == end.url + "/now?_=***"
