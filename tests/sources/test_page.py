"""A list on a page is read whole, in its own letters, and a page that has changed says so."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.servers import answers, far_end, response
from tracker.core.model import Entry, Outcome
from tracker.errors import SourceError
from tracker.sources.base import Document, Validators
from tracker.sources.client.fetch import Fetcher
from tracker.sources.page import Page

URL = "https://example.org/news/list.html"
WALLS = Path(__file__).parent / "walls"
JUNE_25 = datetime(2026, 6, 25, tzinfo=UTC)


def page(**keys: object) -> Page:
    about = {"id": "p", "name": "P", "url": URL, "item": "li"}
    return Page.model_validate({**about, **keys})


def read(html: str | bytes, name: str = URL, charset: str = "", **keys: object) -> list[Entry]:
    body = html.encode() if isinstance(html, str) else html
    return list(page(**keys).parse(Document(name=name, body=body, charset=charset)))


def fault(html: str, **keys: object) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(html, **keys)
    assert "\n" not in str(caught.value)
    return caught.value


# --- what is read --------------------------------------------------------------------------------

NOTICES = """<!doctype html><html lang="en-GB"><head><title>Notices</title></head><body>
<nav><ul><li><a href="/">Home</a></li></ul></nav>
<div class="notice" id="n-7"><h3><a href="/7">Chips &amp; <b>models</b></a></h3>
  <p class="when">Published: <time datetime="2026-06-25T09:00:00+09:00">today</time> | Rule</p>
  <div class="text"><p>One.</p><p>Two.</p></div></div>
<div class="notice" id="n-8"><h3><a href="8.html">A second notice</a></h3></div>
</body></html>"""


def test_every_part_of_an_item_is_read():
    first, second = read(
        NOTICES,
        item="div.notice",
        title="h3",
        link="h3 a",
        date=".when",
        summary=".text",
        guid="@id",
    )
    assert first == Entry(
        id="n-7",
        title="Chips & models",
        url="https://example.org/7",
        published=datetime(2026, 6, 25, 0, 0, tzinfo=UTC),
        summary="One.\nTwo.",
        language="en-GB",
    )
    assert (second.id, second.url) == ("n-8", "https://example.org/news/8.html")
    assert (second.published, second.summary) == (None, "")


def test_link_and_title_are_found_without_being_told():
    (entry,) = read('<ul><li>25 June: <a href="/a">An act</a> <a href="/b">PDF</a></ul>')
    assert (entry.title, entry.url, entry.id) == ("An act", *["https://example.org/a"] * 2)


@pytest.mark.parametrize(
    ("item", "title"),
    [
        ('<li><a href="/a"><i class="icon"></i></a> The whole item', "The whole item"),
        ("<li>No link at all", "No link at all"),
        (
            '<li><a href="/a" title="A title in full length">A title in …</a>',
            "A title in full length",
        ),
        ('<li><a href="/a" title="A title in full">A title...</a>', "A title in full"),
        ('<li><a href="/a" title="opens a new window">Short</a>', "Short"),
        ('<li><a href="/a">Caf&eacute; &lt;AI&gt; &#20986;&#21475;</a>', "Café <AI> 出口"),
        ('<li><a href="/a">One<br>line<script>x()</script></a>', "One line"),
    ],
)
def test_a_title_is_one_line_of_plain_text(item: str, title: str):
    assert [entry.title for entry in read(item)] == [title]


def test_an_item_may_be_the_link_itself():
    (entry,) = read('<p><a class="n" href="/a">Act</a></p>', item="a.n")
    assert (entry.title, entry.url) == ("Act", "https://example.org/a")


def test_a_selector_takes_the_value_of_an_attribute():
    (entry,) = read(
        '<li data-url="/a"><b data-title="An  act"></b><i data-on="2026-06-25"></i>',
        link="@data-url",
        title="b@data-title",
        date="i@data-on",
    )
    assert (entry.title, entry.url, entry.published) == (
        "An act",
        "https://example.org/a",
        JUNE_25,
    )


def test_the_first_that_says_something_counts():
    html = (
        '<li><b></b><b>Title</b><a href="mailto:x@e.org">m</a><a href="#">t</a><a href="/a">x</a>'
    )
    (entry,) = read(html, title="b", link="a")
    assert (entry.title, entry.url) == ("Title", "https://example.org/a")


FLAT = """
<h3>Case 1: <em>A v. B</em></h3> text <p>Filed Jun 25, 2026</p><p><a href="/1">Opinion</a></p>
<h3>Case 2: <em>C v. D</em></h3><p>not filed</p>
<h3>Case 3: <em>E v. F</em></h3><p>Filed Jun 26, 2026</p><p><a href="/3">Opinion</a></p>"""


def test_what_belongs_to_an_item_may_follow_it_up_to_the_next_one():
    entries = read(FLAT, item="h3", title="em", link="~ a@href", date="~ p")
    assert [(entry.title, entry.url[-2:], entry.published) for entry in entries] == [
        ("A v. B", "/1", JUNE_25),
        ("C v. D", "", None),
        ("E v. F", "/3", datetime(2026, 6, 26, tzinfo=UTC)),
    ]


@pytest.mark.parametrize(
    ("base", "href", "url"),
    [
        ("", "a.html", "https://example.org/news/a.html"),
        ("", "?page=2&amp;x=1", "https://example.org/news/list.html?page=2&x=1"),
        ("", "//other.example/a", "https://other.example/a"),
        ("", " /a b.pdf\n", "https://example.org/a%20b.pdf"),
        ("", "#notice-5", URL + "#notice-5"),
        ("https://cdn.example/x/", "a", "https://cdn.example/x/a"),
        ("/root/", "a", "https://example.org/root/a"),
        ("javascript:void(0)", "a", "https://example.org/news/a"),
    ],
)
def test_a_link_is_made_absolute(base: str, href: str, url: str):
    head = f'<base href="{base}">' if base else ""
    assert read(f'{head}<li><a href="{href}">A</a>')[0].url == url


def test_links_are_relative_to_where_the_page_was_found_in_the_end():
    (entry,) = read('<li><a href="a">A</a>', name="https://www.example.org/new/place/")
    assert entry.url == "https://www.example.org/new/place/a"


@pytest.mark.parametrize(
    "href",
    ["mailto:a@e.org", "javascript:alert(1)", "tel:1", "ftp://e.org/a", "#", "", "http://[x"],
)
def test_a_link_that_nobody_should_open_is_no_link(href: str):
    (entry,) = read(f'<li><a href="{href}">Still a title</a>')
    assert (entry.title, entry.url) == ("Still a title", "")


TONGUES = {
    "gb2312": ("主管部门发布关于稀土出口管制的公告", "发布时间：2026年6月25日"),
    "big5": ("主管機關發布出口管制的公告", "發布日期：2026年6月25日"),
    "shift_jis": ("輸出管理規則の改正について担当省が発表しました", "令和8年6月25日（木）"),
    "euc-jp": ("輸出管理規則の改正について担当省が発表しました", "掲載日 2026年6月25日"),
    "euc-kr": ("수출통제 규정이 개정되었습니다", "2026년 6월 25일"),
}


@pytest.mark.parametrize("charset", TONGUES)
def test_letters_and_dates_of_an_undeclared_charset_are_read(charset: str):
    title, date = TONGUES[charset]
    html = f'<ul><li><a href="/a">{title}</a><span>{date}</span></ul><p>{title * 3}</p>'
    (entry,) = read(html.encode(charset), date="span")
    assert (entry.title, entry.published) == (title, JUNE_25)


def test_the_language_of_the_page_is_that_of_its_entries_unless_the_source_says_another():
    html = '<html lang="de"><li><a href="/a">A</a>'
    assert read(html)[0].language == "de"
    assert read(html, language="fr")[0].language == "fr"


# --- dates ---------------------------------------------------------------------------------------


def test_dates_are_read_as_the_source_writes_them():
    html = '<li><a href="/a">A</a><i>Posted 06/05/2026 10:00</i>'
    (entry,) = read(html, date="i", date_order="month-first", timezone="Asia/Tokyo")
    assert entry.published == datetime(2026, 6, 5, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert read(html, date="i")[0].published is None


# --- items ---------------------------------------------------------------------------------------


def test_an_item_that_says_nothing_is_left_out():
    assert len(read('<li></li><li><img src="x"></li><li> &nbsp; </li><li><a href="/a">A</a>')) == 1


def test_a_row_of_headings_is_no_entry_when_the_title_is_said_to_stand_elsewhere():
    html = '<table><tr><th>Date<th>Title<tr><td>2026-06-25<td class="t"><a href="/a">A</a></table>'
    assert [entry.title for entry in read(html, item="tr", title="td.t")] == ["A"]


@pytest.mark.parametrize(
    "html",
    [
        '<ul><li><a href="/a">A</a></li><li><a href="/a">A</a></li></ul>',
        '<li class="x"><ul><li class="y"><a href="/a">A</a></li></ul></li>',
        '<li><li><li><li><a href="/a">A</a>',
    ],
    ids=["repeated", "nested", "broken"],
)
def test_an_item_is_one_entry_however_often_it_is_found(html: str):
    (entry,) = read(html, item="li, .x, .y")
    assert (entry.id, entry.title) == ("https://example.org/a", "A")


def test_an_item_within_an_item_is_read_apart_from_it():
    html = '<li><a href="/y">2026</a><ul><li><a href="/a">A</a></li><li><a href="/b">B</a></ul>'
    entries = read(html, summary=".")
    assert [(entry.title, entry.summary) for entry in entries] == [
        ("2026", "2026"),
        ("A", "A"),
        ("B", "B"),
    ]


def test_entries_that_share_a_link_are_kept_apart():
    first, second = read('<li><a href="/list">One</a><li><a href="/list">Two</a>')
    assert first.id != second.id


def test_ids_are_the_same_at_the_next_poll():
    new, old = '<li><a href="/new">New</a>', '<li><a href="/old">Old</a><li>No link'
    assert [entry.id for entry in read(new + old)][1:] == [entry.id for entry in read(old)]


# --- a page that has changed ---------------------------------------------------------------------


def test_a_page_on_which_nothing_is_found_says_what_to_do():
    error = fault("<title>Our new\n site</title><p>Moved", item="div.notice", min_items=3)
    assert error.outcome == Outcome.selector_empty
    assert str(error) == (
        "0 entries in 0 items, where at least 3 are expected: look at the page and mend the "
        f"selectors (`tracker sources discover` proposes some): {URL} (“Our new site”)"
    )


def test_too_few_entries_are_a_fault_and_enough_are_none():
    html = '<li><a href="/a">A</a><li><a href="/b">B</a><li>'
    assert "2 entries in 3 items" in str(fault(html, min_items=3))
    assert len(read(html, min_items=2)) == 2


def test_an_empty_list_is_no_fault_where_it_is_expected():
    assert read("<title>Notices</title><p>None at present.", min_items=0) == []


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"title": "h3"}, "title found in none of 1 items"),
        ({"title": "h3", "guid": "@id"}, "title and guid found in none of 1 items"),
        ({"link": "b a"}, "link found in none of 1 items"),
    ],
)
def test_a_selector_that_finds_nothing_anywhere_is_not_passed_over(keys, words: str):
    error = fault('<li><a href="/a">Read more</a>', **keys)
    assert (error.outcome, words in str(error)) == (Outcome.selector_empty, True)


def test_a_date_that_is_nowhere_costs_no_entry():
    (entry,) = read('<li><a href="/a">A</a>', date=".gone", summary=".gone")
    assert (entry.published, entry.summary) == (None, "")


@pytest.mark.parametrize("wall", ["cloudflare_moment.html", "aws_waf.html", "zh_verify.html"])
def test_a_wall_is_not_taken_for_a_page_without_items(wall: str):
    error = fault((WALLS / wall).read_text(), item="div.notice", min_items=0)
    assert error.outcome == Outcome.blocked
    assert str(error).endswith(f": {URL}")


def test_an_empty_body_is_a_fault():
    assert fault("").outcome == Outcome.selector_empty


# --- what is broken, or meant to break us --------------------------------------------------------

ROW = '<li class="r"><h3><a href="/{0}">Title {0}</a></h3><i>25 June 2026</i></li>'


def test_a_page_of_many_thousand_items_is_read():
    html = "".join(ROW.format(number) for number in range(5_000))
    assert len(read(html, title="h3", link="h3 a", date="i")) == 5_000


@pytest.mark.parametrize(
    ("html", "keys"),
    [
        ("<div>" * 3_000 + "<a href=/a>A</a>" * 3_000, {"item": ".x div a"}),
        ("<p>x</p>" * 100_000, {"item": "p:nth-child(2)"}),
        ("<p>x</p>" * 100_000, {"item": ".x ~ p"}),
        ("<p>x</p>" * 100_000, {"item": "body", "title": ".x ~ p"}),
        ("<div>" * 50_000, {}),
    ],
    ids=["ancestors", "places", "siblings", "parts", "depth"],
)
def test_a_page_that_would_keep_the_engine_busy_for_minutes_is_refused(html: str, keys):
    error = fault(html, **keys)
    assert (error.outcome, str(error)) == (
        Outcome.parse_error,
        f"too large or too deeply nested to search: {URL}",
    )


@pytest.mark.parametrize(
    ("html", "keys"),
    [
        ("<li><a href=/a>A</a><ul>" * 2_000, {"title": "a", "summary": "."}),
        ("<h3>a</h3><p><a href=/a>A</a></p>" * 5_000, {"item": "h3", "link": "~ a"}),
    ],
    ids=["nested", "flat"],
)
def test_no_part_of_a_page_is_read_once_for_each_item(html: str, keys):
    assert read(html, **keys)


def test_a_text_that_is_not_meant_for_the_eye_is_not_read():
    (entry,) = read(
        '<li><svg><a href="/s"></a></svg><noscript><a href="/n">N</a></noscript>'
        '<a href="/a">A<style>p{}</style></a>',
        title="a",
        guid=".",
    )
    assert (entry.title, entry.url, entry.id) == ("A", "https://example.org/a", "A")


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_no_damage_escapes_as_anything_but_a_source_error(data: st.DataObject):
    start = data.draw(st.integers(0, len(NOTICES)))
    end = data.draw(st.integers(start, len(NOTICES)))
    junk = data.draw(st.text(alphabet="<>&;/\"'=!-#xadl \x00é", max_size=12))
    item = data.draw(st.sampled_from(["*", "div", "html", "body", "div, p", "div *"]))
    part = st.sampled_from([None, ".", "*", "a", "~ *", "~ a@href", "@class", "* > *"])
    keys = {key: data.draw(part) for key in ("title", "link", "date", "summary", "guid")}
    try:
        entries = read(NOTICES[:start] + junk + NOTICES[end:], item=item, min_items=0, **keys)
    except SourceError:
        return
    assert len({entry.id for entry in entries}) == len(entries)


# --- the source ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"item": "li["}, "'li[' is not a CSS selector"),
        ({"item": ""}, "no CSS selector"),
        ({"item": "a@href"}, "'a@href' is not a CSS selector"),
        ({"item": "~ a"}, "'~ a' is not a CSS selector"),
        ({"item": "li::text"}, "Scrapy"),
        ({"title": "//h3"}, "XPath"),
        ({"title": ""}, "no CSS selector"),
        ({"title": "~ "}, "no CSS selector"),
        ({"link": "a@@href"}, "is not a CSS selector"),
        ({"link": "~ @href"}, "no CSS selector"),
        ({"date": "time{}@datetime"}, "'time{}' is not a CSS selector"),
        ({"min_items": -1}, "greater than or equal to 0"),
        ({"selector": "li"}, "Extra inputs are not permitted"),
    ],
)
def test_a_page_that_is_written_wrong_is_refused_at_once(wrong, words: str):
    with pytest.raises(ValidationError) as caught:
        page(**wrong)
    (problem,) = caught.value.errors()
    assert words in problem["msg"]
    assert "\n" not in problem["msg"]


def test_a_page_needs_to_know_its_items():
    with pytest.raises(ValidationError, match="item"):
        Page.model_validate({"id": "p", "name": "P", "url": URL})


async def test_a_page_is_fetched_like_any_other_source():
    body = response(b'<li><a href="/a">A</a>', etag='"1"', content_type="text/html")
    async with far_end(answers(body)) as end:
        source = page(url=f"{end.url}/list", user_agent="Mine/2")
        async with Fetcher(allow_hosts=("127.0.0.1",), host_gap=0) as fetcher:
            reply = await source.fetch(fetcher, Validators())
            again = await source.fetch(fetcher, reply.validators)
    assert source.parse(reply.documents[0])[0].url == f"{end.url}/a"
    assert again.outcome == Outcome.unchanged
    assert end.requests[1].headers["if-none-match"] == '"1"'
