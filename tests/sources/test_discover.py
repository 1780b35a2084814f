"""What can be read at a site is found, tried, and handed over as a source that works."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from tests.servers import FarEnd, Request, Send, far_end, response
from tracker.core.model import Outcome
from tracker.errors import SourceError
from tracker.sources.client.fetch import Fetcher
from tracker.sources.discover import Candidate, Discovery, definition, discover
from tracker.sources.feed import Feed
from tracker.sources.pages.announced import feeds_on, sitemaps_in
from tracker.sources.pages.lists import find_lists
from tracker.sources.reply import Document

WALLS = Path(__file__).parent / "walls"
Site = Mapping[str, bytes] | Callable[[FarEnd], Mapping[str, bytes]]
MOST_REQUESTS = 19


async def look(site: Site, path: str = "/") -> tuple[Discovery, FarEnd]:
    """What is discovered at a site that has these bodies by path, and nothing else."""

    async def handle(request: Request, send: Send) -> None:
        found = pages.get(request.path)
        missing = response(b"<title>Not found</title>No such page.", status="404 Not Found")
        await send(missing if found is None else answer(found))

    async with far_end(handle) as end:
        pages = site(end) if callable(site) else site
        async with Fetcher(allow_hosts=("127.0.0.1",), host_gap=0) as fetcher:
            found = await discover(fetcher, end.url + path)
    assert len(end.requests) <= MOST_REQUESTS
    return found, end


def answer(body: bytes) -> bytes:
    return body if body.startswith(b"HTTP/1.1") else response(body)


def feed(*titles: str) -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>https://example.org/{number}</link>"
        f"<pubDate>Thu, {25 - number} Jun 2026 10:00:00 GMT</pubDate></item>"
        for number, title in enumerate(titles)
    )
    return f"<rss version='2.0'><channel><title>Feed</title>{items}</channel></rss>".encode()


def paths(end: FarEnd) -> list[str]:
    return [request.path for request in end.requests]


def kinds(found: Discovery) -> list[str]:
    return [candidate.source.kind for candidate in found.candidates]


HEADLINES = (
    "Final rule on advanced computing chips published",
    "Comments sought on reporting of large AI models",
    "Two firms added to the list of unverified parties",
    "Guidance on cloud access by foreign customers",
    "Penalty for exports without a licence announced",
)

# --- sites ---------------------------------------------------------------------------------------

BLOG = b"""<!doctype html><html><head><title>The Export Blog</title>
<link rel="alternate" type="application/rss+xml" title="The Export Blog &raquo; Feed" href="/feed/">
<link rel="alternate" type="application/rss+xml" title="The Export Blog &raquo; Comments Feed"
 href="/comments/feed/"><link rel="alternate" hreflang="de" href="/de/">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">
<link rel="alternate" type="application/json+oembed" href="/wp-json/oembed"></head>
<body><main>%s</main><aside class="widget"><ul>%s</ul></aside></body></html>"""
POST = (
    '<article class="post type-post post-{0}"><h2 class="entry-title"><a href="/2026/06/p{0}/">{1}'
    '</a></h2><time class="entry-date" datetime="2026-06-{2}T08:00:00+00:00">June</time>'
    '<div class="entry-content"><p>Words about it.</p><a href="/2026/06/p{0}/">Read more</a></div>'
    "</article>"
)


def blog() -> dict[str, bytes]:
    posts = "".join(POST.format(n, title, 10 + n) for n, title in enumerate(HEADLINES))
    tags = "".join(f'<li><a href="/tag/{n}">Tag number {n}</a></li>' for n in range(9))
    return {
        "/": BLOG % (posts.encode(), tags.encode()),
        "/feed/": feed(*HEADLINES),
        "/robots.txt": b"User-agent: *\nDisallow: /wp-admin/\n",
        "/sitemap.xml": b"<urlset></urlset>",
    }


GAZETTE_ROW = (
    '<tr class="row-{0} {3}"><td>{2}/06/2026</td><td><a href="docs/notice_{0}.pdf">{1}</a></td>'
    '<td>Notice</td><td><a href="docs/notice_{0}.docx">Word</a></td></tr>'
)


def gazette() -> dict[str, bytes]:
    rows = "".join(
        GAZETTE_ROW.format(n, title, 18 - n, "odd" if n % 2 else "even")
        for n, title in enumerate((*HEADLINES, *map(str.upper, HEADLINES)))
    )
    menu = "".join(f'<li><a href="/m{n}">Ministry department {n}</a></li>' for n in range(12))
    html = (
        f'<title>Gazette</title><div id="menu"><ul>{menu}</ul></div><form id="aspnetForm"><table>'
        f"<tr><th>Date<th>Title<th>Kind<th>File</tr>{rows}</table></form>"
        '<div class="footer"><a href="/a">About</a><a href="/b">Help</a><a href="/c">Law</a></div>'
    )
    return {"/": html.encode()}


def newsroom() -> dict[str, bytes]:
    cards = "".join(
        f'<div class="card css-{n}x9"><a href="/story/{n}"><img src="i.png" alt=""></a>'
        f'<div class="card-body"><h3><a href="/story/{n}">{title}</a></h3>'
        f'<span class="meta">By Staff | June {20 - n}, 2026</span></div></div>'
        for n, title in enumerate(HEADLINES)
    )
    ad = '<div class="card-ad"><a href="https://ads.example/x">An advertisement at length</a></div>'
    teasers = "".join(
        f'<li><a href="/popular/{n}">A popular story with a rather long headline: {n}</a></li>'
        for n in range(10)
    )
    nav = "".join(f'<li><a href="/s{n}">Section of the site {n}</a></li>' for n in range(20))
    foot = "".join(f'<li><a href="/f{n}">A long line of legal text {n}</a></li>' for n in range(9))
    return {
        "/": (
            f"<title>News room</title><header><nav><ul>{nav}</ul></nav></header>"
            f'<main><section class="latest">{cards}{ad}</section></main>'
            f'<aside class="sidebar"><ul class="popular">{teasers}</ul></aside>'
            f"<footer><ul>{foot}</ul></footer>"
        ).encode()
    }


def news_sitemap() -> bytes:
    urls = "".join(
        f"<url><loc>https://example.org/{n}</loc><news:news><news:publication_date>2026-06-2{n}"
        f"</news:publication_date><news:title>{title}</news:title></news:news></url>"
        for n, title in enumerate(HEADLINES)
    )
    return f"<urlset>{urls}</urlset>".encode()


# --- what is found -------------------------------------------------------------------------------


async def test_a_blog_has_a_feed_and_a_list():
    found, end = await look(blog())
    assert kinds(found) == ["feed", "page"]
    announced, listed = found.candidates
    assert announced == Candidate(
        source=Feed(id=announced.source.id, name="The Export Blog » Feed", url=f"{end.url}/feed/"),
        why="announced by the page",
        entries=5,
        newest=datetime(2026, 6, 25, 10, tzinfo=UTC),
        titles=HEADLINES[:3],
    )
    assert (listed.entries, listed.titles) == (5, HEADLINES[:3])
    assert listed.newest == datetime(2026, 6, 14, 8, tzinfo=UTC)
    assert found.faults == ()
    assert "/comments/feed/" not in paths(end)
    assert "/rss.xml" not in paths(end)  # where there is a feed, no place is guessed


async def test_a_list_in_a_table_is_found_with_its_dates():
    found, end = await look(gazette())
    (listed,) = found.candidates
    assert (listed.entries, listed.titles) == (10, HEADLINES[:3])
    assert listed.newest == datetime(2026, 6, 18, tzinfo=UTC)
    assert definition(listed) == {
        "id": listed.source.id,
        "kind": "page",
        "name": "Gazette",
        "url": f"{end.url}/",
        "date_order": "day-first",
        "item": "form#aspnetForm > table > tbody > tr:has(a[href])",
        "title": "a",
        "date": "td:nth-child(1)",
    }


async def test_an_order_of_dates_that_nobody_knows_is_not_guessed():
    body = gazette()["/"].replace(b"/06/2026", b"/03/2026")
    for day in range(9, 19):
        body = body.replace(b"<td>%d/03" % day, b"<td>%02d/03" % (day - 8))
    found, _ = await look({"/": body})
    (listed,) = found.candidates
    assert (listed.entries, definition(listed).get("date_order")) == (10, None)


async def test_a_page_of_news_is_told_from_its_menu_teasers_adverts_and_footer():
    found, _ = await look(newsroom())
    (listed,) = found.candidates
    assert (listed.entries, listed.titles) == (5, HEADLINES[:3])
    assert listed.newest == datetime(2026, 6, 20, tzinfo=UTC)


async def test_a_site_may_have_nothing_but_a_sitemap_that_robots_names():
    def site(end: FarEnd) -> dict[str, bytes]:
        index = f"<sitemapindex><sitemap><loc>{end.url}/1.xml</loc></sitemap></sitemapindex>"
        robots = f"Sitemap: {end.url}/all.xml\nsitemap:{end.url}/news.xml\nSitemap: /gone.xml"
        return {
            "/": b"<title>App</title><div id=root></div>",
            "/robots.txt": robots.encode(),
            "/all.xml": index.encode(),
            "/1.xml": b"<urlset><url><loc>https://example.org/a-page-about-chips</loc></url></urlset>",
            "/news.xml": news_sitemap(),
        }

    found, _ = await look(site)
    news, all_pages = found.candidates
    assert (news.entries, news.titles, news.why) == (5, HEADLINES[:1:-1], "named in robots.txt")
    assert (all_pages.entries, all_pages.titles) == (1, ("a page about chips",))
    assert definition(all_pages)["url"].endswith("/all.xml")
    assert definition(all_pages).keys() == {"id", "kind", "name", "url"}


async def test_a_site_with_nothing_gives_nothing():
    nav = "".join(f'<li><a href="/s{n}">Section {n}</a></li>' for n in range(20))
    found, end = await look({"/": f"<title>X</title><nav><ul>{nav}</ul></nav>Hello".encode()})
    assert (found.candidates, found.faults) == ((), ())
    assert len(end.requests) == 11  # the page, 7 places of feeds, robots.txt, 2 of sitemaps


async def test_a_feed_at_a_usual_place_is_found_and_looked_for_no_further():
    found, end = await look({"/": b"<p>Hello", "/rss.xml": feed(*HEADLINES)})
    assert [candidate.why for candidate in found.candidates] == ["at a usual place"]
    assert paths(end)[1:4] == ["/feed", "/rss", "/rss.xml"]
    assert "/atom.xml" not in paths(end)


# --- the address itself --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind", "requests"),
    [
        (feed(*HEADLINES), "feed", 1),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "A"}]}', "feed", 1),
        (news_sitemap(), "sitemap", 2),
    ],
    ids=["rss", "json", "sitemap"],
)
async def test_an_address_may_be_a_source_by_itself(body: bytes, kind: str, requests: int):
    found, end = await look({"/x": body}, "/x")
    assert (kinds(found), len(end.requests)) == ([kind], requests)
    assert found.candidates[0].why == "the address itself"


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["200 OK", "403 Forbidden"])
async def test_a_site_that_answers_with_a_wall_says_so(status: str):
    wall = response((WALLS / "cloudflare_moment.html").read_bytes(), status=status)
    with pytest.raises(SourceError) as caught:
        await look({"/": wall})
    assert caught.value.outcome == Outcome.blocked
    assert "\n" not in str(caught.value)


async def test_a_site_that_refuses_its_page_may_give_its_feed():
    wall = response((WALLS / "cloudflare_moment.html").read_bytes(), status="403 Forbidden")
    found, _ = await look({"/": wall, "/feed": feed(*HEADLINES)})
    assert kinds(found) == ["feed"]
    (refusal,) = found.faults
    assert "403 Forbidden" in refusal


async def test_a_page_that_is_missing_is_a_fault():
    with pytest.raises(SourceError, match="404 Not Found"):
        await look({}, "/gone")


async def test_a_host_that_asks_for_patience_is_left_alone():
    limit = response(status="429 Too Many Requests")
    with pytest.raises(SourceError, match="429"):
        await look({"/": limit})
    page = b'<link rel=alternate type="application/rss+xml" href="/f">'
    found, end = await look({"/": page, "/f": limit})
    assert paths(end) == ["/", "/f"]
    assert "429" in found.faults[0]


async def test_what_is_announced_and_is_none_is_told():
    page = b'<link rel=alternate type="application/rss+xml" href="/f"><a href="/rss">RSS</a>'
    found, end = await look({"/": page, "/rss": b"<!doctype html><title>Our feeds</title>"})
    assert found.candidates == ()
    assert found.faults == (
        f"404 Not Found: {end.url}/f",
        f"a web page where a feed should be (Our feeds): {end.url}/rss",
    )


async def test_an_address_that_nobody_can_open_is_a_source_error():
    async with Fetcher(host_gap=0) as fetcher:
        with pytest.raises(SourceError):
            await discover(fetcher, "http://[bad/")


# --- what is handed over -------------------------------------------------------------------------


@pytest.mark.parametrize("site", [blog, gazette, newsroom])
async def test_a_definition_is_a_source_that_reads_what_was_promised(site):
    pages = site()
    found, end = await look(pages)
    for candidate in found.candidates:
        kind = type(candidate.source)
        source = TypeAdapter(kind).validate_python(definition(candidate))
        body = pages[source.url.removeprefix(end.url)]
        assert len(source.parse(Document(name=source.url, body=body))) == candidate.entries


async def test_rss_and_atom_of_one_list_are_one_candidate():
    links = "".join(
        f'<link rel=alternate type="application/rss+xml" href="/{name}">'
        for name in ("a", "b", "c")
    )
    site = {"/": links.encode(), "/a": feed("A"), "/b": feed("A"), "/c": feed("B")}
    found, _ = await look(site)
    assert [candidate.titles for candidate in found.candidates] == [("A",), ("B",)]


# --- what a page announces -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="alternate" type="application/atom+xml" href="f">',
        '<link rel="ALTERNATE nofollow" type=" Application/RSS+xml " href="f">',
        '<link rel="alternate" type="application/feed+json" href="/news/f">',
        '<base href="/x/"><link rel="alternate" type="text/xml" href="../news/f">',
        '<a href="f">RSS</a>',
        '<a href="f"> RSS feed </a>',
    ],
)
def test_a_feed_is_announced_in_many_ways(html: str):
    (pointer,) = feeds_on(html, "https://example.org/news/")
    assert pointer.url == "https://example.org/news/f"


FEEDS = (
    "/news/rss.xml",
    "/rss2/all",
    "/atom",
    "/news.rss",
    "https://feeds.example/x-feed",
    "/list?format=rss",
)
OTHERS = (
    "/feedback",
    "/across-the-board",
    "/atomic-energy",
    "/comments/feed/",
    "mailto:rss@example.org",
)


@pytest.mark.parametrize("href", [*FEEDS, *OTHERS])
def test_a_link_looks_like_a_feed_or_does_not(href: str):
    found = feeds_on(f'<a href="{href}">x</a>', "https://example.org/")
    assert bool(found) == (href in FEEDS)


def test_robots_names_sitemaps_in_any_case_and_those_of_news_come_first():
    robots = (
        "# Sitemap: /never\nUser-agent: *\n SITEMAP : https://e.org/a.xml\nsitemap:/news.xml\r\n"
    )
    urls = [pointer.url for pointer in sitemaps_in(robots, "https://e.org/x")]
    assert urls == ["https://e.org/news.xml", "https://e.org/a.xml"]


# --- lists ---------------------------------------------------------------------------------------


def test_lists_that_look_the_same_are_one_list():
    months = "".join(
        f"<h2>Month {month}</h2><ul class='notices'>"
        + "".join(f"<li><a href='/{month}/{n}'>Notice {n} of month {month}</a>" for n in range(4))
        + "</ul>"
        for month in range(3)
    )
    html = f"<ul class='places'>{'<li><a href=/x>Place</a>' * 5}</ul>{months}"
    assert find_lists(html)[0]["item"] == "ul.notices > li"


def test_a_class_that_a_program_gave_is_in_no_selector():
    rows = "".join(
        f"<div class='row-{n} {'odd' if n % 2 else 'even'} css-1a{n}'>"
        f"<a href='/{n}'>{title}</a></div>"
        for n, title in enumerate(HEADLINES)
    )
    (selectors,) = find_lists(f"<section class='news'>{rows}</section>")
    assert selectors["item"] == "section.news > div"


@pytest.mark.parametrize(
    "html", ["", "<p>text", "<div>" * 20_000, "<div>" * 500 + "<a href=/a>A long title</a>" * 9]
)
def test_a_page_without_a_list_has_none(html: str):
    assert find_lists(html) == []


def test_a_chinese_list_without_markup_of_its_own_is_found():
    titles = (
        "关于稀土出口管制的公告",
        "关于加强算力芯片管理的通知",
        "公布不可靠实体清单",
        "答记者问",
    )
    rows = "".join(
        f'<li><a href="./{n}.html">{title}</a><span>2026-06-2{n}</span></li>'
        for n, title in enumerate(titles)
    )
    assert find_lists(f"<ul>{rows}</ul>") == [{"item": "li", "title": "a", "date": "span"}]
