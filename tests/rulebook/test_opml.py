"""Lists of feeds come from other readers and go to them, and no such file can hurt."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from tracker import settings
from tracker.errors import ConfigError
from tracker.rulebook import build
from tracker.rulebook.authoring import opml
from tracker.rulebook.authoring.form import formatted
from tracker.rulebook.authoring.opml import Subscription
from tracker.sources import Feed

calm = profile(deadline=None)

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Mine</title></head><body>
  <outline text="Asia Pacific">
    <outline title="Amt für Chips: News" text="ignored" type="rss" xmlUrl="https://e.org/a?x=1&amp;y=2"/>
    <outline text="Law &amp; Order">
      <outline text="商务部" xmlUrl=" https://mofcom.example/rss "/>
    </outline>
  </outline>
  <outline text="Amt fur chips news" XMLURL="http://e.org/b"/>
  <outline text="A page" htmlUrl="https://e.org/"/>
  <outline text="Of a podcast app" xmlUrl="feed://e.org/c"/>
  <outline text="Again"><outline text="The same" xmlUrl="https://e.org/a?x=1&amp;y=2"/></outline>
  <outline text="Empty folder"></outline>
</body></opml>
"""


def read(text: str) -> opml.Subscriptions:
    return opml.read(text.encode(), "list.opml")


def fault(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        read(text)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def loaded(text: str, folder: Path) -> tuple[Feed, ...]:
    """The feeds that a rule file makes, which has no fault."""
    (folder / "feeds.yaml").write_text(text, encoding="utf-8")
    return tuple(source for source in build.load(folder).sources if isinstance(source, Feed))


def test_folders_become_tags_and_a_feed_in_two_of_them_has_both():
    found = read(LIST)
    assert found.feeds == (
        Subscription("Amt für Chips: News", "https://e.org/a?x=1&y=2", ("asia-pacific", "again")),
        Subscription("商务部", "https://mofcom.example/rss", ("asia-pacific", "law-order")),
        Subscription("Amt fur chips news", "http://e.org/b"),
    )


def test_what_is_no_feed_at_a_web_address_is_counted():
    assert read(LIST).skipped == 3


def test_a_rule_file_is_made_with_an_id_for_each(tmp_path: Path):
    text = opml.rule_file(read(LIST).feeds, taken={"mofcom-example"})
    first, second, third = loaded(text, tmp_path)
    assert (first.id, second.id, third.id) == (
        "amt-fur-chips-news", "mofcom-example-2", "amt-fur-chips-news-2",
    )  # fmt: skip
    assert (first.name, first.url) == ("Amt für Chips: News", "https://e.org/a?x=1&y=2")
    assert second.tags == ("asia-pacific", "law-order")
    assert formatted(text, "feeds.yaml") == (text, ())


def test_what_is_shipped_goes_out_and_comes_back(tmp_path: Path):
    shipped = build.load(settings.shipped("rules")).sources
    feeds = [source for source in shipped if isinstance(source, Feed)]
    text = opml.rule_file(read(opml.written(feeds)).feeds)
    back = {(feed.name, feed.url, feed.tags) for feed in loaded(text, tmp_path)}
    assert back == {(feed.name, feed.url, feed.tags) for feed in feeds}
    assert len(feeds) > 20


NAMES = st.text(min_size=1, max_size=12).filter(lambda text: text.strip())


@calm
@given(st.lists(st.tuples(NAMES, st.lists(NAMES, max_size=3)), min_size=1, max_size=4))
def test_any_name_goes_out_and_comes_back_as_a_valid_rule(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, list[str]]]
):
    feeds = [
        Feed(id=f"f{n}", name=name, url=f"https://e.org/{n}?a=b&c='\"", tags=tuple(tags))
        for n, (name, tags) in enumerate(rows)
    ]
    found = read(opml.written(feeds))
    assert {feed.url for feed in found.feeds} == {feed.url for feed in feeds}
    made = loaded(opml.rule_file(found.feeds), tmp_path_factory.mktemp("rules"))
    assert [(feed.name, feed.url) for feed in made] == [(f.name, f.url) for f in found.feeds]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "list.opml:1:1: broken XML: no element found"),
        ("Not XML", "list.opml:1:1: broken XML: syntax error"),
        (LIST.replace("</body>", ""), "list.opml:14:3: broken XML: mismatched tag"),
        (LIST.replace("&amp;y", "&y"), "list.opml:4:97: broken XML: not well-formed"),
        (LIST.replace("&amp;y", "&nbsp;y"), "list.opml:4:"),
        ("<rss version='2.0'><channel/></rss>", "list.opml:1:1: no OPML: it begins with <rss>"),
        (
            "<opml>" + "<outline text='a'>" * 60,
            "list.opml:1:907: folders are nested too deeply",
        ),
    ],
)
def test_a_broken_file_is_one_clear_line_with_its_place(text: str, says: str):
    assert fault(text).startswith(says)


BOMB = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE opml>",
        f'<!DOCTYPE opml [<!ENTITY a0 "boom">{BOMB}]>',
        '<!DOCTYPE opml [<!ENTITY a12 SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE opml SYSTEM "http://127.0.0.1:9/evil.dtd">',
        '<!DOCTYPE opml [<!ENTITY % a SYSTEM "http://127.0.0.1:9/evil.dtd">%a;]>',
    ],
)
def test_a_document_type_is_refused_before_anything_unfolds(doctype: str):
    text = f'{doctype}<opml><body><outline xmlUrl="https://e.org/&a12;"/></body></opml>'
    said = fault(text)
    assert said.startswith("list.opml:1:")
    assert said.endswith(": a document type (<!DOCTYPE) has no place in a list of feeds")


def test_a_list_in_another_encoding_is_read():
    text = LIST.replace("UTF-8", "ISO-8859-1").replace("商务部", "Ministère")
    found = opml.read(text.encode("latin-1"), "list.opml")
    assert [feed.name for feed in found.feeds][:2] == ["Amt für Chips: News", "Ministère"]
