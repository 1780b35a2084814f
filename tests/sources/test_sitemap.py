"""Sitemaps in every form give their newest pages; what is damaged costs nothing but itself."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.servers import FarEnd, Handler, Request, Send, answers, far_end, response
from tracker.core.model import Entry, Outcome
from tracker.errors import SourceError
from tracker.sources.base import Document, Validators
from tracker.sources.client.fetch import BODY_CAP, Fetcher
from tracker.sources.reply import Reply
from tracker.sources.sitemap import Sitemap
from tracker.sources.sitemaps.slugs import words_of

URL = "https://example.org/sitemap.xml"
WALLS = Path(__file__).parent / "walls"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
NAMES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)


def sitemap(**keys: object) -> Sitemap:
    return Sitemap.model_validate({"id": "s", "name": "S", "url": URL, **keys})


def read(body: str | bytes, **keys: object) -> list[Entry]:
    data = body.encode() if isinstance(body, str) else body
    return list(sitemap(**keys).parse(Document(name=URL, body=data)))


def urlset(*urls: str) -> str:
    return f"{HEAD}<urlset {NAMES}>{''.join(f'<url>{url}</url>' for url in urls)}</urlset>"


def place(path: str, lastmod: str = "") -> str:
    when = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<loc>https://example.org{path}</loc>{when}"


def paths(entries: list[Entry]) -> list[str]:
    return [entry.url.removeprefix("https://example.org") for entry in entries]


def fault(body: str | bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(body)
    assert "\n" not in str(caught.value)
    return caught.value


# --- the forms of sitemaps -----------------------------------------------------------------------


def test_a_page_is_known_by_its_address_and_named_after_it():
    (entry,) = read(
        urlset(
            place("/2026/06/final-rule-on-advanced-chips.html?a=1&amp;b=2", "2026-06-25T10:00:00Z")
            + "<changefreq>daily</changefreq><priority>0.5</priority>"
        ).replace("?a=1&amp;b=2", "")
    )
    assert entry == Entry(
        id="https://example.org/2026/06/final-rule-on-advanced-chips.html",
        title="final rule on advanced chips",
        url="https://example.org/2026/06/final-rule-on-advanced-chips.html",
        updated=datetime(2026, 6, 25, 10, tzinfo=UTC),
    )


NEWS = """<loc>https://example.org/n?id=7&amp;x=1</loc><lastmod>2026-06-26</lastmod>
<xhtml:link rel="alternate" hreflang="de" href="https://example.org/de"/>
<news:news><news:publication><news:name>The Daily &amp; Co</news:name>
<news:language>zh-cn</news:language></news:publication>
<news:publication_date>2026-06-25T18:00:00+08:00</news:publication_date>
<news:title><![CDATA[Chips & models: “出口”]]></news:title>
<news:keywords>chips, export control,chips</news:keywords></news:news>
<image:image><image:loc>https://example.org/i.png</image:loc><image:title>An image</image:title>
</image:image><video:video><video:title>A film</video:title></video:video>"""


def test_what_a_news_sitemap_says_is_read():
    (entry,) = read(urlset(NEWS))
    assert entry == Entry(
        id="https://example.org/n?id=7&x=1",
        title="Chips & models: “出口”",
        url="https://example.org/n?id=7&x=1",
        published=datetime(2026, 6, 25, 10, tzinfo=UTC),
        updated=datetime(2026, 6, 26, tzinfo=UTC),
        language="zh-cn",
        publisher="The Daily & Co",
        topics=("chips", "export control"),
    )


@pytest.mark.parametrize(
    "change",
    [("news:", "n:"), ("<url>", "<sm:url>"), ("<loc>", "<sm:loc>"), (NAMES, "")],
    ids=["news", "url", "loc", "undeclared"],
)
def test_a_prefix_is_a_matter_of_taste(change: tuple[str, str]):
    (entry,) = read(
        urlset(NEWS).replace(*change).replace(*[part.replace("<", "</") for part in change])
    )
    assert entry.title == "Chips & models: “出口”"


def test_an_image_is_no_page_even_if_it_comes_first():
    image = "<image:image><image:loc>https://example.org/i.png</image:loc></image:image>"
    assert paths(read(urlset(image + place("/a")))) == ["/a"]


def test_a_list_of_addresses_in_plain_text_is_a_sitemap():
    text = "\ufeffhttps://example.org/b\r\n\r\n  https://example.org/a  \nnot an address\n"
    assert paths(read(text)) == ["/b", "/a"]


def test_a_file_packed_with_gzip_is_read_whatever_the_server_calls_it():
    assert paths(read(gzip.compress(urlset(place("/a")).encode()))) == ["/a"]


def test_an_empty_sitemap_is_a_sitemap():
    assert read(urlset()) == []


@pytest.mark.parametrize("charset", ["utf-16", "gb2312"])
def test_a_sitemap_in_other_letters_is_read(charset: str):
    body = urlset(NEWS.replace("“出口”", "出口管制")).replace("UTF-8", charset)
    assert read(body.encode(charset))[0].title == "Chips & models: 出口管制"


# --- which pages are taken -----------------------------------------------------------------------


def test_the_newest_pages_come_first_and_those_without_a_date_last():
    body = urlset(
        place("/undated"),
        place("/old", "2026-01-01"),
        place("/new", "2026-06-25"),
        place("/also-undated", "soon"),
        NEWS.replace("2026-06-26", ""),
    )
    found = paths(read(body))
    assert found == ["/n?id=7&x=1", "/new", "/old", "/undated", "/also-undated"]
    assert paths(read(body, newest=2)) == found[:2]


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        ({"include": ["/news/"]}, ["/news/a", "/news/b.pdf"]),
        ({"include": "/news/"}, ["/news/a", "/news/b.pdf"]),
        ({"exclude": [r"\.pdf$", "^https://example.org/tag"]}, ["/news/a", "/about"]),
        ({"include": ["/news/", "/tag/"], "exclude": [r"(?i)\.PDF$"]}, ["/news/a", "/tag/x"]),
        ({"include": ["/press/"]}, []),
    ],
)
def test_pages_are_chosen_by_their_address(keys, left: list[str]):
    body = urlset(place("/news/a"), place("/news/b.pdf"), place("/about"), place("/tag/x"))
    assert paths(read(body, **keys)) == left


def test_a_page_that_is_not_wanted_does_not_take_the_place_of_one_that_is():
    body = urlset(place("/tag/x", "2026-06-25"), place("/news/a", "2026-01-01"))
    assert paths(read(body, exclude=["/tag/"], newest=1)) == ["/news/a"]


def test_a_page_is_taken_once():
    assert paths(read(urlset(place("/a"), place("/b"), place("/a", "2026-06-25")))) == ["/a", "/b"]


@pytest.mark.parametrize(
    "loc", ["/a", "a.html", "ftp://e.org/a", "mailto:a@e.org", "https://", "http://[x", "", "a b"]
)
def test_an_address_that_is_not_whole_is_dropped(loc: str):
    assert paths(read(urlset(f"<loc>{loc}</loc>", place("/whole")))) == ["/whole"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/2026/06/final-rule-on-advanced-chips.html", "final rule on advanced chips"),
        ("/news/final_rule_on_chips/", "final rule on chips"),
        ("/news/final-rule-on-chips/index.html", "final rule on chips"),
        ("/us-adds-12-firms-to-list/12345", "us adds 12 firms to list"),
        ("/news/2026-06-25-eu-adopts-act-100432", "eu adopts act"),
        ("/%E5%85%B3%E4%BA%8E%E5%87%BA%E5%8F%A3.html", "关于出口"),
        ("/chip-rules", "chip rules"),
        ("/news/12345", ""),
        ("/press-release/12345", ""),
        ("/art/2026/6/25/art_1234_567.html", ""),
        ("/c/content_100432.htm", ""),
        ("/6f3c9a1b22d0", ""),
        ("/de305d54-75b4-431b-adb2-eb6b9e546014", ""),
        ("/a-long-path?id=4", ""),
        ("/", ""),
    ],
)
def test_an_address_gives_a_title_where_it_has_words(path: str, words: str):
    assert words_of(f"https://example.org{path}") == words


# --- what is broken ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        urlset(place("/a"), place("/b"), place("/cut"))[:-25],
        urlset(place("/a"), place("/b"), place("/cut-off"))[:-30],
        urlset(place("/a") + "<lastmod>2026-06-25", place("/b")),
        urlset(place("/a").replace("</loc>", ""), place("/b")),
        urlset(place("/a") + "<news:title>R&D & <b>", place("/b")),
        urlset(place("/a"), place("/b")).replace("</url>", ""),
        urlset(place("/a") + "\x00\x0b", place("/b")),
        "\n\n<!-- made by hand -->" + urlset(place("/a"), place("/b")),
        urlset(place("/a"), "<!--" + place("/never") + "-->", place("/b")),
        urlset(place("/a"), place("/b")) + "<p>Page made in 0.1 s</p>",
    ],
)
def test_damage_costs_nothing_but_itself(body: str):
    assert paths(read(body)) == ["/a", "/b"]


def test_entities_declared_in_the_document_are_not_obeyed():
    bomb = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    title = "<news:title>&a; &f; x</news:title>"
    body = urlset(place("/a") + title).replace("?>", "?>" + bomb, 1)
    assert read(body)[0].title == "&a; &f; x"


def test_of_a_damaged_gzip_file_the_first_part_is_read():
    body = urlset(*[place(f"/{number:x}{number * 7919:x}") for number in range(5_000)])
    assert 0 < len(read(gzip.compress(body.encode())[:-9_000], newest=5_000)) < 5_000


def test_a_bomb_is_not_unpacked():
    error = fault(gzip.compress(b"<urlset>" + bytes(BODY_CAP)))
    assert (error.outcome, str(error)) == (
        Outcome.too_large,
        f"unpacks to more than 20 MB: {URL}",
    )


@pytest.mark.parametrize(
    ("body", "outcome", "words"),
    [
        ("", Outcome.parse_error, "the body is empty"),
        ("User-agent: *", Outcome.parse_error, "not a sitemap, it begins with 'User-agent: *'"),
        ('{"a": 1}', Outcome.parse_error, "not a sitemap, it begins with"),
        ("<rss><channel></channel></rss>", Outcome.parse_error, "write kind: feed"),
        (f"{HEAD}<report/>", Outcome.parse_error, "not a sitemap"),
        (b"\x1f\x8bnonsense", Outcome.parse_error, "damaged gzip"),
        ("<urlset>" + "<url>" * 20_000, Outcome.parse_error, "nested too deeply"),
        (
            "<!DOCTYPE html><title>Not\nfound</title><p>" + "words " * 800,
            Outcome.blocked,
            "a web page where a sitemap should be (“Not found”)",
        ),
        (
            f"{HEAD}<sitemapindex><sitemap>{place('/s.xml')}</sitemap></sitemapindex>",
            Outcome.parse_error,
            "an index of sitemaps, in which no page is listed",
        ),
    ],
)
def test_what_is_no_sitemap_is_one_clear_line(body: str | bytes, outcome: Outcome, words: str):
    error = fault(body)
    assert error.outcome == outcome
    assert words in str(error)
    assert str(error).endswith(f": {URL}")


def test_a_wall_is_called_one():
    error = fault((WALLS / "cloudflare_moment.html").read_bytes())
    assert (error.outcome, "no sitemap, but" in str(error)) == (Outcome.blocked, True)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_damage_escapes_as_anything_but_a_source_error(data: st.DataObject):
    whole = urlset(place("/a", "2026-06-25"), NEWS)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    junk = data.draw(st.text(alphabet="<>&;/\"'=!-[]CDATA#x0é\x00 ", max_size=12))
    try:
        entries = read(whole[:start] + junk + whole[end:])
    except SourceError:
        return
    assert all(entry.url.startswith("http") for entry in entries)


# --- an index ------------------------------------------------------------------------------------


def index(end: FarEnd, *files: tuple[str, str]) -> bytes:
    places = "".join(
        f"<sitemap><loc>{end.url}{path}</loc><lastmod>{when}</lastmod></sitemap>"
        for path, when in files
    )
    return response(f"{HEAD}<sitemapindex {NAMES}>{places}</sitemapindex>".encode(), etag='"i"')


def serving(site: dict[str, bytes]) -> Handler:
    """A far end with these answers by path; all else is not found."""

    async def handle(request: Request, send: Send) -> None:
        await send(site.get(request.path, response(b"no", status="404 Not Found")))

    return handle


async def poll(source: Sitemap, validators: Validators | None = None) -> Reply:
    async with Fetcher(allow_hosts=("127.0.0.1",), host_gap=0) as fetcher:
        return await source.fetch(fetcher, validators or Validators())


async def test_of_an_index_the_newest_files_are_read():
    site: dict[str, bytes] = {}
    async with far_end(serving(site)) as end:
        site["/s.xml"] = index(
            end,
            ("/1.xml", "2024-01-01"),
            ("/2.xml", ""),
            ("/3.xml", "2026-06-25"),
            ("/4.xml", "2025"),
        )
        site["/1.xml"] = response(urlset(place("/old")).encode())
        site["/3.xml"] = response(gzip.compress(urlset(place("/new")).encode()))
        source = sitemap(url=f"{end.url}/s.xml", max_files=2)
        reply = await poll(source)
    assert [request.path for request in end.requests] == ["/s.xml", "/3.xml", "/1.xml"]
    assert [paths(list(source.parse(document))) for document in reply.documents] == [
        ["/new"],
        ["/old"],
    ]


async def test_an_index_is_unchanged_if_all_of_its_files_are():
    site: dict[str, bytes] = {}
    async with far_end(serving(site)) as end:
        site["/s.xml"] = index(end, ("/1.xml", "2026-01-01"), ("/2.xml", "2026-01-02"))
        site["/1.xml"] = response(urlset(place("/a")).encode(), etag='"1"')
        site["/2.xml"] = response(urlset(place("/b")).encode())
        source = sitemap(url=f"{end.url}/s.xml")
        first = await poll(source)
        again = await poll(source, first.validators)
        site["/1.xml"] = response(urlset(place("/a"), place("/c")).encode(), etag='"1"')
        changed = await poll(source, again.validators)
    assert (first.outcome, again.outcome, changed.outcome) == (
        Outcome.ok,
        Outcome.unchanged,
        Outcome.ok,
    )
    assert (again.documents, len(changed.documents)) == ((), 2)
    assert all("if-none-match" not in request.headers for request in end.requests)


async def test_a_plain_sitemap_is_asked_for_with_its_validators():
    answer = response(urlset(place("/a")).encode(), etag='"1"')
    async with far_end(answers(answer)) as end:
        source = sitemap(url=f"{end.url}/s.xml")
        first = await poll(source)
        again = await poll(source, first.validators)
    assert (first.outcome, again.outcome) == (Outcome.ok, Outcome.unchanged)
    assert end.requests[1].headers["if-none-match"] == '"1"'


async def test_a_file_that_fails_costs_no_other_and_is_seen():
    site: dict[str, bytes] = {}
    async with far_end(serving(site)) as end:
        site["/s.xml"] = index(end, ("/gone.xml", "2026-06-25"), ("/1.xml", "2026-01-01"))
        site["/1.xml"] = response(urlset(place("/a")).encode())
        source = sitemap(url=f"{end.url}/s.xml")
        reply = await poll(source)
        again = await poll(source, reply.validators)
    failed, good = reply.documents
    assert paths(list(source.parse(good))) == ["/a"]
    with pytest.raises(SourceError, match=r"404 Not Found: .*/gone\.xml"):
        source.parse(failed)
    assert again.outcome == Outcome.ok  # what was not read whole is not known


async def test_an_index_of_which_no_file_can_be_read_is_a_fault():
    site: dict[str, bytes] = {}
    async with far_end(serving(site)) as end:
        site["/s.xml"] = index(end, ("/1.xml", ""), ("/2.xml", ""))
        with pytest.raises(SourceError, match=r"404 Not Found: .*/1\.xml"):
            await poll(sitemap(url=f"{end.url}/s.xml"))


async def test_a_host_that_asks_for_patience_is_asked_for_no_further_file():
    site: dict[str, bytes] = {}
    async with far_end(serving(site)) as end:
        site["/s.xml"] = index(
            end, ("/1.xml", "2026-03-01"), ("/2.xml", "2026-02-01"), ("/3.xml", "2026-01-01")
        )
        site["/1.xml"] = response(urlset(place("/a")).encode())
        site["/2.xml"] = response(status="429 Too Many Requests")
        reply = await poll(sitemap(url=f"{end.url}/s.xml"))
    assert len(reply.documents) == 2
    assert [request.path for request in end.requests] == ["/s.xml", "/1.xml", "/2.xml"]


async def test_an_index_without_files_is_no_fault():
    site: dict[str, bytes] = {}
    async with far_end(serving(site)) as end:
        site["/s.xml"] = index(end)
        reply = await poll(sitemap(url=f"{end.url}/s.xml"))
    assert reply.documents == ()


async def test_the_headers_of_a_source_are_not_sent_to_another_host():
    site: dict[str, bytes] = {}
    async with far_end(serving(site)) as other, far_end(serving(site)) as end:
        site["/s.xml"] = index(other, ("/1.xml", "2026-01-01"))
        site["/1.xml"] = response(urlset(place("/a")).encode())
        await poll(sitemap(url=f"{end.url}/s.xml", headers={"X-Key": "k"}, user_agent="Mine/2"))
    assert end.requests[0].headers["x-key"] == "k"
    assert "x-key" not in other.requests[0].headers
    assert other.requests[0].headers["user-agent"] == "Mine/2"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"include": ["("]}, "'(' is not a pattern that can be used: missing )"),
        ({"exclude": ["(?=x)"]}, "'(?=x)' is not a pattern"),
        ({"exclude": ["x*"]}, "it would match everywhere"),
        ({"newest": 0}, "greater than or equal to 1"),
        ({"max_files": 0}, "greater than or equal to 1"),
    ],
)
def test_a_sitemap_that_is_written_wrong_is_refused(wrong, words: str):
    with pytest.raises(ValidationError) as caught:
        sitemap(**wrong)
    (problem,) = caught.value.errors()
    assert words in problem["msg"]
