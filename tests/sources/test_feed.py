"""Every feed that anybody can read is read, whole and in its own letters."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import urljoin

import fastfeedparser.main
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.servers import answers, far_end, response
from tracker.core.model import Entry, Outcome
from tracker.errors import SourceError
from tracker.sources.base import Document, Validators
from tracker.sources.client.fetch import Fetcher
from tracker.sources.client.walls import wall
from tracker.sources.feed import Feed
from tracker.sources.feeds.entries import absolute
from tracker.sources.feeds.parsers import CORE, read_exactly
from tracker.sources.feeds.repair import written
from tracker.sources.text.dates import parse_date
from tracker.sources.text.html import line, plain, readable

URL = "https://example.org/news/feed.xml"
FEED = Feed(id="example", name="Example", url=URL)


def parse(body: str | bytes, charset: str = "", feed: Feed = FEED) -> tuple[Entry, ...]:
    return tuple(map(readable, as_written(body, charset, feed)))


def as_written(body: str | bytes, charset: str = "", feed: Feed = FEED) -> tuple[Entry, ...]:
    data = body.encode() if isinstance(body, str) else body
    return feed.parse(Document(name=URL, body=data, charset=charset))


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    channel = "<title>Notices</title><link>https://example.org/</link><description>d</description>"
    inside = "".join(f"<item>{item}</item>" for item in items)
    names = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/"'
    )
    return f'{head}<rss version="2.0" {names}><channel>{channel}{inside}</channel></rss>'


NOTICE = (
    "<title>New licence rule</title><link>https://example.org/1</link>"
    "<description>The rule starts in May.</description>"
)


def fault(body: str | bytes, outcome: Outcome = Outcome.parse_error) -> str:
    with pytest.raises(SourceError) as caught:
        parse(body)
    assert caught.value.outcome == outcome
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- the kinds of feed ---------------------------------------------------------------------------


def test_an_rss_item_is_read_whole():
    (entry,) = parse(
        rss(
            "<title>Chips &amp;amp; &lt;b&gt;models&lt;/b&gt;</title><link>/a?x=1&amp;y=2</link>"
            "<guid isPermaLink='false'>n-7</guid><pubDate>Mon, 02 Mar 2026 10:00:00 EST</pubDate>"
            "<description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</description>"
            "<content:encoded><![CDATA[<p>The whole <i>text</i> &amp; more</p>]]></content:encoded>"
            "<dc:creator>A. Clerk</dc:creator><category>export</category><category>ai</category>"
            "<source url='https://wire.example/'>The Wire</source>"
        ).replace("<title>Notices", "<language>en-gb</language><title>Notices")
    )
    assert entry == Entry(
        id="n-7",
        title="Chips & models",
        url="https://example.org/a?x=1&y=2",
        published=datetime(2026, 3, 2, 15, 0, tzinfo=UTC),
        summary="One.\nTwo.",
        content="The whole text & more",
        authors=("A. Clerk",),
        topics=("export", "ai"),
        language="en-gb",
        publisher="The Wire",
    )


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><id>f</id>
<updated>2026-03-01T00:00:00Z</updated><entry><id>urn:1</id><link href="/a"/>
<updated>2026-03-02T00:00:00Z</updated>%s</entry></feed>"""
XHTML = '<div xmlns="http://www.w3.org/1999/xhtml">%s</div>'


def test_an_atom_entry_in_xhtml_keeps_its_words():
    title = f'<title type="xhtml">{XHTML % "Advice <b>changed</b>"}</title>'
    summary = f'<summary type="xhtml">{XHTML % "<p>Do not go.</p>"}</summary>'
    (entry,) = parse(ATOM % (title + summary))
    assert (entry.id, entry.title, entry.summary) == ("urn:1", "Advice changed", "Do not go.")
    assert entry.url == "https://example.org/a"
    assert entry.published == entry.updated == datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "namespace", ["http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"]
)
def test_rdf_of_either_age_is_read(namespace: str):
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    (entry,) = parse(
        f'<rdf:RDF xmlns:rdf="{rdf}" xmlns="{namespace}"><channel><title>t</title></channel>'
        "<item><title>Old news</title><link>https://example.org/old</link></item></rdf:RDF>"
    )
    assert (entry.title, entry.url, entry.id) == ("Old news", *["https://example.org/old"] * 2)


def test_rss_0_91_with_its_doctype_is_read():
    head = '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://x/rss.dtd">'
    (entry,) = parse(rss(NOTICE, head=head).replace('"2.0"', '"0.91"'))
    assert entry.title == "New licence rule"


def test_a_json_feed_is_read():
    item = {
        "id": 7,
        "url": "/7",
        "title": "Act <i>passed</i>",
        "content_html": "<p>One</p><p>Two</p>",
        "date_published": "2026-03-02T10:00:00+01:00",
        "authors": [{"name": "B"}],
        "tags": ["ai"],
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "language": "en", "items": [item]}
    (entry,) = parse(json.dumps(feed))
    assert entry == Entry(
        id="7",
        title="Act passed",
        url="https://example.org/7",
        published=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
        content="One\nTwo",
        authors=("B",),
        topics=("ai",),
        language="en",
    )


def test_the_plain_text_of_a_json_feed_stays_as_it_is():
    item = {"id": "1", "title": "x", "content_text": "Use <b> & &amp;\n\nand more"}
    assert parse(json.dumps({"items": [item]}))[0].content == "Use <b> & &amp;\nand more"


@pytest.mark.parametrize("shown", ["", '<media:content url="https://example.org/v.mp4"/>'])
def test_a_text_that_only_stands_in_media_description_is_found(shown: str):
    item = (
        "<title>Film</title><link>https://example.org/v</link>"
        f"<media:group>{shown}<media:description>What it shows</media:description></media:group>"
    )
    assert parse(rss(item))[0].summary == "What it shows"


@pytest.mark.parametrize(
    ("links", "url"),
    [
        ('<link rel="self" href="/s"/><link rel="alternate" href="/a"/>', "https://example.org/a"),
        ('<link rel="self" href="/s"/><link href="/a"/>', "https://example.org/a"),
        ('<link rel="related" href="/r"/>', "https://example.org/r"),
        ('<link href="/a"/><link rel="edit" href="/e"/>', "https://example.org/a"),
    ],
)
def test_the_link_of_an_atom_entry_is_where_people_read_it(links: str, url: str):
    entry = "<title>t</title><summary>s</summary>"
    assert parse((ATOM % entry).replace('<link href="/a"/>', links))[0].url == url


@pytest.mark.parametrize(
    "body",
    [
        rss(),
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><id>1</id></feed>',
        '{"version": "https://jsonfeed.org/version/1.1", "items": []}',
    ],
    ids=["rss", "atom", "json"],
)
def test_a_feed_without_entries_is_a_feed(body: str):
    assert parse(body) == ()


# --- what is broken ------------------------------------------------------------------------------


def test_a_feed_that_is_cut_off_still_gives_what_it_has():
    assert parse(rss(NOTICE, NOTICE)[:-150])[0].title == "New licence rule"


def test_a_bare_ampersand_costs_nothing_but_itself():
    (entry,) = parse(
        rss(
            "<title>R&D tax & more</title><link>https://example.org/?a=1&b=2</link>"
            "<description>&lt;p&gt;Fish &amp;amp; chips&lt;/p&gt; caf&eacute;&nbsp;x</description>"
        )
    )
    assert (entry.title, entry.url) == ("R&D tax & more", "https://example.org/?a=1&b=2")
    assert entry.summary == "Fish & chips\ncafé x"


@pytest.mark.parametrize(
    "description",
    [
        "One <b>two</b> three.",
        "One two<!-- a remark --> three.",
        "One <![CDATA[<b>two</b>]]> three.",
        "<div xmlns='http://www.w3.org/1999/xhtml'><p>One <i>two</i> three.</p></div>",
        "One <br> two <hr> three.",
    ],
)
def test_markup_within_a_text_does_not_end_it(description: str):
    (entry,) = parse(
        rss(f"<title>t</title><link>/a</link><description>{description}</description>")
    )
    assert " ".join(entry.summary.split()) == "One two three."


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("<title>The &lt;script&gt; tag &amp;amp; more</title>", "The <script> tag &amp; more"),
        ("<title type='text'>R&amp;D of &lt;b&gt;chips</title>", "R&D of <b>chips"),
        (
            "<title type='html'>The &lt;b&gt;rule&lt;/b&gt; &amp;amp; more</title>",
            "The rule & more",
        ),
        ("<title type='html'><![CDATA[The <b>rule</b> &amp; more]]></title>", "The rule & more"),
    ],
)
def test_a_title_of_atom_is_plain_text_unless_it_says_otherwise(title: str, read: str):
    assert parse(ATOM % f"{title}<summary>s</summary>")[0].title == read


@pytest.mark.parametrize("junk", ["\x00", "\x0b", "&#0;", "&#xD83D;", "&#x1F;", "\ufffe"])
def test_an_impossible_character_costs_nothing_but_itself(junk: str):
    (entry,) = parse(rss(NOTICE.replace("licence", f"lic{junk}ence")))
    assert (entry.title, entry.summary) == ("New licence rule", "The rule starts in May.")


def test_entities_declared_in_the_document_are_not_obeyed():
    bomb = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    secret = '<!ENTITY secret SYSTEM "file:///etc/hostname">'
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "lol">{bomb}{secret}]>'
    (entry,) = parse(rss("<title>A &j; B &secret;</title>", head=head))
    assert entry.title == "A &j; B &secret;"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "the body is empty"),
        ("http://example.org/other", "not a feed, it begins with 'http://example.org/other'"),
        ("<rss version='2.0'><channel><title>t", "broken XML at line 1 (no element found)"),
        ("<rss><channel>\n<a></b></channel></rss>", "broken XML at line 2 (mismatched tag)"),
        ("<?xml version='1.0'?><report/>", "not a feed"),
        ('{"items": 1}', "JSON, but not a JSON Feed (no items)"),
        ('{"items": [', "broken JSON (Expecting value: line 1 column 12 (char 11))"),
    ],
)
def test_what_is_no_feed_is_one_clear_line(body: str, words: str):
    assert fault(body) == f"{words}: {URL}"


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("<!DOCTYPE html><html><head><title>Our\nnews</title>", " (Our news)"),
        ('<?xml version="1.0"?><!-- x --><html xmlns="http://www.w3.org/1999/xhtml"/>', ""),
        ("<script>window.location = '/welcome'</script>", ""),
    ],
)
def test_a_page_in_the_place_of_a_feed_is_a_block_that_names_the_page(body: str, seen: str):
    words = f"a web page where a feed should be{seen}: {URL}"
    assert fault(body, Outcome.blocked) == words


def test_a_wall_in_the_place_of_a_feed_says_what_wall_it_is():
    page = (
        "<html><head><title>Just a moment…</title></head><body>Checking your browser</body></html>"
    )
    assert wall(page) in fault(page, Outcome.blocked)


@pytest.mark.parametrize(
    "endless",
    [
        "<" * 300_000,
        "&" * 300_000,
        "<![CDATA[" * 30_000,
        "<item>" * 120_000,
        "<a>" * 120_000,
        "<title>x<b>" * 30_000,
        "<source>" + " " * 300_000,
        "<a " + " ".join(f"b{n}='>'" for n in range(40_000)) + "/>",
        "<description><![CDATA[<a " + " ".join(f"b{n}='>'" for n in range(40_000)),
        "&#" + "9" * 300_000 + ";",
    ],
    ids=lambda text: text[:16],
)
def test_what_is_made_to_take_minutes_does_not(endless: str):
    assert len(parse(rss(NOTICE, endless))) >= 1


def test_a_feed_that_claims_endless_items_is_read_in_part():
    items = (f"<title>{n}</title><link>/{n}</link>" for n in range(10_100))
    entries = parse(rss(*items))
    assert (len(entries), entries[0].title) == (10_000, "0")


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_damage_escapes_as_anything_but_a_source_error(data: st.DataObject):
    whole = rss(NOTICE, "<title>Second</title><description>&lt;b&gt;x&lt;/b&gt;</description>")
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    junk = data.draw(st.text(alphabet="<>&;/\"'=!-[]#x0é\x00 ", max_size=12))
    try:
        entries = parse(whole[:start] + junk + whole[end:])
    except SourceError:
        return
    assert all(entry.id for entry in entries)


# --- ids, dates, text ----------------------------------------------------------------------------


def test_texts_come_as_written_and_are_made_readable_when_somebody_wants_to_read_them():
    item = NOTICE.replace("The rule starts", "&lt;p&gt;The rule &amp;amp; more start")
    (entry,) = as_written(rss(item))
    assert (entry.html, entry.summary) == (True, "<p>The rule &amp; more start in May.")
    assert readable(entry).summary == "The rule & more start in May."
    assert not readable(entry).html


def test_an_entry_without_markup_is_readable_as_it_is():
    entry = Entry(id="1", title="a <b> c", summary="&amp;")
    assert readable(entry) is entry


def test_a_text_is_not_told_twice():
    text = "&lt;p&gt;The rule starts in May.&lt;/p&gt;"
    item = f"{NOTICE}<content:encoded>{text}</content:encoded>"
    (entry,) = parse(rss(item))
    assert (entry.summary, entry.content) == ("The rule starts in May.", "")


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("How to use &lt;script&gt; and &lt;AI&gt;", "How to use <script> and <AI>"),
        ("&lt;b&gt;New&lt;/b&gt; &lt;i class='x'&gt;rule&lt;/i&gt;&lt;br/&gt;now", "New rule now"),
        ("<![CDATA[Fish & <em>chips</em> &gt; rice]]>", "Fish & chips > rice"),
    ],
)
def test_a_title_keeps_the_tags_it_talks_of(title: str, read: str):
    assert parse(rss(f"<title>{title}</title><link>/a</link>"))[0].title == read


def test_every_entry_has_an_id_of_its_own():
    entries = parse(
        rss(
            "<title>A</title><guid isPermaLink='false'>same</guid><link>https://e.org/a</link>",
            "<title>B</title><guid isPermaLink='false'>same</guid><link>https://e.org/b</link>",
            "<title>C</title><link>https://e.org/c</link>",
            "<title>D1</title><link>https://e.org/d</link>",
            "<title>D2</title><link>https://e.org/d</link>",
            "<description>No title, no link</description>",
            "<description>No title, no link</description>",
        )
    )
    ids = [entry.id for entry in entries]
    assert ids[:3] == ["same https://e.org/a", "same https://e.org/b", "https://e.org/c"]
    assert len(set(ids)) == len(ids) == 6  # the exact copy is one


def test_ids_are_the_same_at_the_next_poll():
    bodies = [rss("<title>New</title><link>/n</link>", NOTICE), rss(NOTICE)]
    assert parse(bodies[0])[1].id == parse(bodies[1])[0].id == "https://example.org/1"


def test_an_id_does_not_depend_on_which_parser_read_it():
    item = "<title>A</title><link>/a</link>"
    thin = "<description>thin</description><media:title>makes the thorough one run</media:title>"
    assert parse(rss(item))[0].id == parse(rss(item, thin))[0].id == "https://example.org/a"


def test_the_fast_parsers_leave_dates_to_us():
    item = NOTICE + "<pubDate>2020/1/10 02:33:00 PM</pubDate>"
    forgiving = fastfeedparser.main.parse(rss(item).encode())["entries"][0]
    exact = read_exactly(written(rss(item).encode()))[0]
    assert forgiving["published"] == exact["published"] == "2020/1/10 02:33:00 PM"
    assert parse(rss(item))[0].published == datetime(2020, 1, 10, 14, 33, tzinfo=UTC)


def test_what_is_in_order_is_read_by_the_exact_parser_and_nothing_else_is():
    assert CORE is not None
    assert [item["title"] for item in read_exactly(written(rss(NOTICE).encode()))] == [
        "New licence rule"
    ]
    for damage in ("&", "&nbsp;", "&#0;", "\x0b", "<b>", "<b>x</b>", "<!-- x -->"):
        damaged = rss(NOTICE.replace("starts", damage))
        assert read_exactly(written(damaged.encode())) == ()


@pytest.mark.parametrize(
    "date",
    [
        "Mon, 02 Mar 2026 10:00:00 GMT",
        "Mon, 02 Mar 2026 10:00:00 EST",
        "Mon, 2 Mar 2026 10:00 +0100",
        "2026-03-02T10:00:00+09:00",
        "2026-03-02T10:00:00.5Z",
        "02 Mar 26 10:00 PDT",
        "Mon, 02 Mar 2026 02:00:00 PM",
        "Mon, 30 Feb 2026 10:00:00 GMT",
        "Mon, 02 Mar 2026 10:00:00 XYZ",
        "Mon, 02 Mar 0001 10:00:00 GMT",
        "2026年3月2日 下午2:05",
    ],
)
def test_a_date_that_the_fast_parser_reads_itself_is_read_as_we_read_it(date: str):
    assert parse(rss(f"{NOTICE}<pubDate>{date}</pubDate>"))[0].published == parse_date(date)


def test_dates_are_read_as_the_source_writes_them():
    feed = FEED.model_copy(update={"timezone": "Asia/Shanghai", "date_order": "day-first"})
    dates = ["2026-03-02 10:00:00", "Mon, 02 Mar 2026 10:00:00 CST", "02/03/2026 10:00"]
    items = [f"<title>{date}</title><pubDate>{date}</pubDate>" for date in dates]
    at_two = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    assert [entry.published for entry in parse(rss(*items), feed=feed)] == [at_two] * 3
    american = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    assert [entry.published for entry in parse(rss(*items))][1:] == [american, None]


@pytest.mark.parametrize("date", ["", "<pubDate>soon</pubDate>", "<pubDate>0001-01-01</pubDate>"])
def test_an_undated_entry_stays_undated_even_if_its_guid_looks_like_a_date(date: str):
    (entry,) = parse(rss(NOTICE + "<guid isPermaLink='false'>1718478934</guid>" + date))
    assert (entry.id, entry.published) == ("1718478934", None)


def test_a_summary_that_a_parser_cut_out_of_the_content_is_no_summary():
    words = "".join(f"<p>Paragraph number {n} of the notice</p>" for n in range(60))
    (entry,) = parse(
        rss(f"<title>Long</title><content:encoded><![CDATA[{words}]]></content:encoded>")
    )
    assert entry.summary == ""
    assert entry.content.count("\n") == 59


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One<br>two</p>three", "One\ntwo\nthree"),
        ("a <b>bold</b>\n  word", "a bold word"),
        ("<script>x()</script><style>p{}</style>seen", "seen"),
        ("<ul><li>a<li>b</ul>", "a\nb"),
        ("<table><tr><td>1<td>2</tr></table>", "1 2"),
        ("&lt;AI&gt; Act &amp; co&nbsp;&#8211; &eacute;", "<AI> Act & co – é"),
        ("a < b & c > d", "a < b & c > d"),
        ("line one\n\n  line two ", "line one\nline two"),
        ("", ""),
    ],
)
def test_html_becomes_plain_text(html: str, text: str):
    assert plain(html) == text


@pytest.mark.parametrize("link", ["mailto:a@e.org", "javascript:alert(1)", "http://[bad", "//[x"])
def test_a_link_that_nobody_should_open_is_no_link(link: str):
    (entry,) = parse(rss(f"<title>A</title><link>{link}</link>"))
    assert entry.url == ""


@given(st.text("ab/.?#&=%;:@[]\\ ü-_~'+", max_size=20))
def test_a_link_is_joined_as_browsers_do(rest: str):
    base, link = "https://example.org/news/feed.xml", f"https://a.example{rest}"
    with suppress(ValueError):
        joined = urljoin(base, link)
        assert absolute(link, base) == (joined if joined.startswith("https://") else "")


def test_a_title_is_a_single_line():
    assert line("<p>One</p>\n<p>two</p>") == "One two"


@pytest.mark.parametrize("bad", ["<div>" * 50_000 + "x", "<b>" * 50_000 + "x" + "</b>" * 50_000])
def test_a_text_of_endless_depth_is_read_flat(bad: str):
    assert plain(bad) == "x"


# --- the source ----------------------------------------------------------------------------------


async def test_a_feed_is_fetched_with_what_its_source_says():
    async with far_end(answers(response(rss(NOTICE).encode(), etag='"1"'))) as end:
        feed = Feed(
            id="f", name="F", url=f"{end.url}/f", headers={"X-Own": "1"}, user_agent="Mine/2"
        )
        async with Fetcher(allow_hosts=("127.0.0.1",), host_gap=0) as fetcher:
            reply = await feed.fetch(fetcher, Validators(etag='"0"'))
            again = await feed.fetch(fetcher, reply.validators)
    sent = end.requests[0].headers
    assert (sent["x-own"], sent["user-agent"], sent["if-none-match"]) == ("1", "Mine/2", '"0"')
    assert feed.parse(reply.documents[0])[0].title == "New licence rule"
    assert (reply.outcome, again.outcome) == (Outcome.ok, Outcome.unchanged)


SYN = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
WEEKLY = "<sy:updatePeriod>\n weekly </sy:updatePeriod>"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("", 0),
        ("<ttl>90</ttl>", 5_400),
        ("<ttl> 0 </ttl>", 0),
        ("<ttl>soon</ttl>", 0),
        ("<ttl>-5</ttl>", 0),
        (WEEKLY, 604_800),
        (f"{WEEKLY}<sy:updateFrequency>2</sy:updateFrequency>", 302_400),
        (f"{WEEKLY}<sy:updateFrequency>0</sy:updateFrequency>", 604_800),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><ttl>120</ttl>", 7_200),
        ("<sy:updatePeriod>daily</sy:updatePeriod><ttl>120</ttl>", 86_400),
        ("<sy:updatePeriod>often</sy:updatePeriod>", 0),
    ],
)
def test_a_feed_may_ask_for_a_pause(said: str, seconds: float):
    body = (
        rss(NOTICE)
        .replace("<title>Notices", f"{said}<title>Notices")
        .replace("<rss", f"<rss {SYN}")
    )
    assert FEED.asked_pause(Document(name=URL, body=body.encode())) == seconds


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\0<", b'{"items": []}', b"<ttl>"])
def test_what_asks_for_nothing_asks_for_no_pause(body: bytes):
    assert FEED.asked_pause(Document(name=URL, body=body)) == 0


@pytest.mark.parametrize(
    "wrong", [{"url": "ftp://x/"}, {"url": "x"}, {"encoding": "klingon"}, {"kind": "page"}]
)
def test_a_feed_that_is_written_wrong_is_refused(wrong: dict[str, str]):
    with pytest.raises(ValidationError):
        Feed.model_validate({"id": "f", "name": "F", "url": URL, **wrong})


def test_one_odd_item_does_not_cost_the_others_of_a_json_feed() -> None:
    items = '[{"id": 1, "title": "Odd", "tags": 3, "authors": 4}, {"id": 2, "title": "Good"}]'
    body = f'{{"version": "https://jsonfeed.org/version/1.1", "items": {items}}}'.encode()
    source = Feed(kind="feed", id="a", name="A", url="https://x.example/feed")

    entries = source.parse(Document(name="https://x.example/feed", body=body))
    assert [entry.title for entry in entries] == ["Odd", "Good"]


def test_a_json_feed_nested_without_end_is_a_fault() -> None:
    source = Feed(kind="feed", id="a", name="A", url="https://x.example/feed")

    with pytest.raises(SourceError, match=r"nested too deeply|broken JSON"):
        source.parse(Document(name="x", body=b"[" * 200_000))


@pytest.mark.parametrize("interval", ["0s", "-1h", "99999999d", "soon"])
def test_an_interval_must_be_one_that_can_be_kept(interval: str) -> None:
    with pytest.raises(ValidationError):
        Feed(kind="feed", id="a", name="A", url="https://x.example/feed", interval=interval)
