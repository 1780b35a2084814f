"""Article files are read for what they say, and for nothing that stands around it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.core.model import Entry, Outcome
from tracker.errors import SourceError
from tracker.sources.base import Validators
from tracker.sources.client.fetch import Fetcher
from tracker.sources.folder import Folder, read_article

DAY = datetime(2026, 5, 4, tzinfo=UTC)


def one(name: str, text: str | bytes) -> Entry:
    (entry,) = read_article(name, text if isinstance(text, bytes) else text.encode())
    return entry


def fault(name: str, text: str) -> str:
    with pytest.raises(SourceError) as caught:
        read_article(name, text.encode())
    assert caught.value.outcome == Outcome.parse_error
    return str(caught.value)


# --- text dumps ----------------------------------------------------------------------------------

TITLE = "Ministry widens the list of watched machines"
LEAD = "The ministry put nine machines on its list, and makers must now ask before they ship."
BODY = (
    "Makers had expected the step since winter.",
    "askedfor a delay of three months, but were refused.",
    "“LIVE tests will follow,” an official said, and sponsored research stays free.",
)
COMMAND = "cd /news/chips/ministry-widens-the-list-of-wat… · home topics chips article"
HEAD = (
    "[ARTICLE · art-11] src=daily.example ↗ pub= topic=chips,export verified=true sentiment=↓ bad"
)
COUNTS = "read3 min views14 publishedMay 4, 2026"
FURNITURE = (
    "── more in #chips 4 stories · sorted by recency",
    "── more on @big maker 3 stories trending now",
    "sponsored brought to you by host.example 9,000+ deployed projects",
    "LIVE [news/ministry-widens…] indexed:0 read:3min 2026-05-06 ·",
    "reading about chips? bake yours in a single push.",
    "$git push bake main",
    "Run your side-project on host.example",
    "from €0/mo · no card required",
    "Get free account → Pricing",
    "Advertisement",
    "Related stories",
)
BAIT = "Export controls hit Anthropic as sanctions bite"


def dump(*, head: str = HEAD, after: tuple[str, ...] = FURNITURE) -> str:
    top = (COMMAND, head, "", TITLE, "", LEAD, "", COUNTS, TITLE, "Image: Daily (found)", "")
    return "\n".join([*top, "\n\n".join(BODY), "", *after])


def test_a_text_dump_gives_the_article_and_nothing_else():
    assert one("dump.txt", dump()) == Entry(
        id="dump.txt",
        title=TITLE,
        published=DAY,
        summary=LEAD,
        content="\n".join(BODY),
        topics=("chips", "export"),
        publisher="daily.example",
    )


@pytest.mark.parametrize("first", FURNITURE)
def test_furniture_is_left_out_whatever_it_begins_with(first: str):
    entry = one("dump.txt", dump(after=(first, BAIT, *reversed(FURNITURE), BAIT)))
    assert entry.content == "\n".join(BODY)
    assert BAIT not in repr(entry)


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_above_the_article_does_not_hide_it(line: str):
    entry = one("dump.txt", dump().replace(COMMAND, f"{line}\n{COMMAND}"))
    assert (entry.title, entry.summary, entry.content) == (TITLE, LEAD, "\n".join(BODY))
    entry = one("dump.txt", dump().replace(COUNTS, f"{line}\n{BAIT}\n{COUNTS}"))
    assert (entry.title, entry.summary, entry.content) == (TITLE, LEAD, "\n".join(BODY))


def test_a_dump_without_a_body_has_no_furniture_for_a_body():
    text = "\n".join([COMMAND, HEAD, TITLE, LEAD, COUNTS, TITLE, *FURNITURE, BAIT])
    entry = one("dump.txt", text)
    assert (entry.title, entry.content) == (TITLE, LEAD)


def test_a_dump_without_counts_and_second_title_is_still_cut():
    text = "\n".join([COMMAND, HEAD, TITLE, *BODY, FURNITURE[0], BAIT, TITLE, BAIT])
    entry = one("dump.txt", text)
    assert (entry.title, entry.content) == (TITLE, "\n".join(BODY))


@pytest.mark.parametrize(
    ("counts", "head", "day"),
    [
        ("publishedMay 4, 2026 views2 read1 min", HEAD, DAY),
        ("read1 min views1 published2026-05-04", HEAD, DAY),
        ("", HEAD.replace("pub=", "pub=2026-05-04"), DAY),
        ("", HEAD, datetime(2026, 5, 6, tzinfo=UTC)),  # the footer's
    ],
)
def test_the_date_is_taken_from_where_it_is(counts: str, head: str, day: datetime):
    assert one("dump.txt", dump(head=head).replace(COUNTS, counts)).published == day


def test_the_topic_of_the_command_line_will_do():
    assert one("d.txt", dump(head="[ARTICLE · art-2] src=daily.example ↗")).topics == ("chips",)


def test_a_dump_may_say_what_it_must_trigger():
    entry = one("dump.txt", dump(head=HEAD + " expect=pack/one, pack/two"))
    assert entry.expect == ("pack/one", "pack/two")
    assert "pack/one" not in entry.content + entry.summary + entry.title


def test_a_plain_text_is_a_title_and_a_body():
    entry = one("note.txt", "\n A headline \r\n\r\nFirst.\r\n\r\n── Second.\n")
    assert (entry.id, entry.title, entry.content) == (
        "note.txt",
        "A headline",
        "First.\n── Second.",
    )
    assert (entry.summary, entry.published, entry.publisher) == ("", None, "")


def test_a_text_in_another_charset_is_read():
    text = "Новые правила экспорта\nПравила вступают в силу с первого июля этого года"
    assert one("note.txt", text.encode("koi8-r")).title == "Новые правила экспорта"


# --- markdown ------------------------------------------------------------------------------------

FRONT = """---
title: "Rule: widened"
source: Daily
url: https://daily.example/1
date: 2026-05-04
language: en
topics: [chips, export]
expect: pack/one, pack/two
---
"""


def test_front_matter_says_what_a_markdown_file_is():
    assert one("a.md", FRONT + "\nFirst.\n\n## Why\n\nSecond.\n") == Entry(
        id="a.md",
        title="Rule: widened",
        url="https://daily.example/1",
        published=DAY,
        content="First.\n## Why\nSecond.",
        language="en",
        topics=("chips", "export"),
        publisher="Daily",
        expect=("pack/one", "pack/two"),
    )


def test_the_first_heading_is_the_title_when_nothing_else_is():
    entry = one("a.md", "# A heading #\n\nText.\n\n# Another\n")
    assert (entry.title, entry.content) == ("A heading", "Text.\n# Another")


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("title: [a\n", "a.md: line 3: broken front matter: "),
        ("only words\n", "a.md: front matter is not `key: value` lines"),
    ],
)
def test_broken_front_matter_names_the_place(front: str, words: str):
    assert fault("a.md", f"---\n{front}---\nText").startswith(words)


# --- JSON ----------------------------------------------------------------------------------------

OBJECT = {
    "title": "Rule <b>widened</b>",
    "url": "https://daily.example/1",
    "published": "2026-05-04",
    "content": "<p>One.</p><p>Two.</p>",
    "source": "Daily",
    "topics": "chips, export",
    "expect": ["pack/one"],
}


def test_a_json_object_is_an_entry():
    assert one("a.json", json.dumps(OBJECT)) == Entry(
        id="a.json",
        title="Rule widened",
        url="https://daily.example/1",
        published=DAY,
        content="One.\nTwo.",
        topics=("chips", "export"),
        publisher="Daily",
        expect=("pack/one",),
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", json.dumps([OBJECT, {"headline": "Second", "id": "own"}])),
        ("a.json", json.dumps({"items": [OBJECT, {"headline": "Second", "id": "own"}]})),
        ("a.jsonl", json.dumps(OBJECT) + '\n\n{"headline": "Second", "id": "own"}\n'),
    ],
    ids=["list", "json feed", "lines"],
)
def test_several_objects_are_several_entries(name: str, text: str):
    first, second = read_article(name, text.encode())
    assert (first.id, first.title) == (f"{name}#1", "Rule widened")
    assert (second.id, second.title) == ("own", "Second")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.json", "{", "a.json: broken JSON: "),
        ("a.json", "7", "a.json: neither an object nor a list of them"),
        ("a.json", "[{}, 7]", "a.json: item 2: not an object"),
        ("a.jsonl", '{}\n\n{"title": ', "a.jsonl: line 3: broken JSON: "),
        ("a.jsonl", "{}\n7", "a.jsonl: line 2: not an object"),
    ],
)
def test_broken_json_names_the_place(name: str, text: str, words: str):
    assert fault(name, text).startswith(words)


# --- mail and pages ------------------------------------------------------------------------------


def test_a_mail_is_an_entry():
    mail = (
        "From: Trade Desk <desk@daily.example>\r\nSubject: =?utf-8?q?R=C3=A8gle?=\r\n"
        " =?utf-8?q?_2?=\r\nDate: Mon, 04 May 2026 02:00:00 +0200\r\nX-Tracker-Expect: pack/one\r\n"
        "Content-Type: text/plain; charset=iso-8859-1\r\n\r\nPremi\xe8re.\r\n\r\nDeux.\r\n"
    )
    assert one("a.eml", mail.encode("latin-1")) == Entry(
        id="a.eml",
        title="Règle 2",
        published=DAY,
        content="Première.\nDeux.",
        authors=("Trade Desk",),
        publisher="Trade Desk",
        expect=("pack/one",),
    )


def test_a_mail_in_html_is_read_as_text():
    mail = (
        "From: desk@daily.example\nSubject: S\nContent-Type: multipart/mixed; boundary=B\n\n"
        "--B\nContent-Type: text/html; charset=nonsense\n\n<p>One.</p><p>Two.</p>\n"
        "--B\nContent-Type: application/pdf\n\nJVBERi0=\n--B--\n"
    )
    entry = one("a.eml", mail)
    assert (entry.publisher, entry.content) == ("daily.example", "One.\nTwo.")


def test_a_mail_that_is_hardly_one_is_still_an_entry():
    assert one("a.eml", "no header at all").id == "a.eml"


PAGE = """<!doctype html><html lang="en"><head><title>Rule widened | Daily</title>
<meta property="og:title" content="Rule widened"><meta property="og:site_name" content="Daily">
<meta property="article:published_time" content="2026-05-04T02:00:00+02:00">
<meta name="description" content="Nine machines."><meta name="tracker:expect" content="pack/one, b">
<link rel="canonical" href="https://daily.example/1"></head><body>
<header>Daily</header><nav>China Hong Kong</nav><aside>Advert</aside>%s
<form>Subscribe</form><footer>Imprint</footer><script>x()</script></body></html>"""


def test_a_page_is_an_entry():
    article = "<h1>Rule widened</h1><p>One.</p><aside>No</aside><p>Two.</p>"
    assert one("a.html", PAGE % f"<main><article>{article}</article></main>") == Entry(
        id="a.html",
        title="Rule widened",
        url="https://daily.example/1",
        published=DAY,
        summary="Nine machines.",
        content="One.\nTwo.",
        language="en",
        publisher="Daily",
        expect=("pack/one", "b"),
    )


@pytest.mark.parametrize(
    "text", ["<main><p>One.</p></main><p>Around</p>", "<div><p>One.</p></div>", "One."]
)
def test_the_main_text_of_a_page_is_found_without_an_article(text: str):
    assert one("a.htm", PAGE % text).content == "One."


def test_a_bare_page_has_a_heading_and_a_time():
    entry = one("a.html", "<h1>Head</h1><time datetime='2026-05-04'>4 May</time><p>Text.")
    assert (entry.title, entry.published, entry.content) == ("Head", DAY, "4 May\nText.")


# --- the folder ----------------------------------------------------------------------------------


def folder(path: Path) -> Folder:
    return Folder(id="seeds", name="Seeds", path=path)


async def test_a_folder_is_read_in_order_and_only_once(tmp_path: Path):
    for name in ("b.txt", "a.md", "sub/C.TXT", ".hidden.txt", ".git/d.txt", "e.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Title of {name}\nText")
    source = folder(tmp_path)
    async with Fetcher() as fetcher:
        first = await source.fetch(fetcher, Validators())
        second = await source.fetch(fetcher, first.validators)
        (tmp_path / "b.txt").rename(tmp_path / "f.txt")
        third = await source.fetch(fetcher, second.validators)
    assert [document.name for document in first.documents] == ["a.md", "b.txt", "sub/C.TXT"]
    assert source.parse(first.documents[2])[0].title == "Title of sub/C.TXT"
    assert (second.outcome, second.documents) == (Outcome.unchanged, ())
    assert (third.outcome, len(third.documents)) == (Outcome.ok, 3)


async def test_an_empty_folder_is_empty_and_then_unchanged(tmp_path: Path):
    async with Fetcher() as fetcher:
        first = await folder(tmp_path).fetch(fetcher, Validators())
        second = await folder(tmp_path).fetch(fetcher, first.validators)
    assert (first.outcome, second.outcome) == (Outcome.empty, Outcome.unchanged)


async def test_a_missing_folder_is_named(tmp_path: Path):
    async with Fetcher() as fetcher:
        with pytest.raises(SourceError) as caught:
            await folder(tmp_path / "gone").fetch(fetcher, Validators())
    assert str(caught.value) == f"no such folder: {tmp_path / 'gone'}"


async def test_a_file_beyond_the_cap_is_named(tmp_path: Path):
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(20_000_001)
    async with Fetcher() as fetcher:
        with pytest.raises(SourceError) as caught:
            await folder(tmp_path).fetch(fetcher, Validators())
    assert (caught.value.outcome, str(caught.value)) == (
        Outcome.too_large,
        "big.txt is more than 20 MB",
    )


def test_a_folder_tells_all_at_its_first_poll(tmp_path: Path):
    assert folder(tmp_path).first_poll == "all"


def test_what_is_no_article_file_says_what_would_be():
    assert fault("a.pdf", "%PDF") == (
        "a.pdf: not an article file (we read .html, .htm, .txt, .md, .json, .jsonl, .eml)"
    )


def test_a_page_nested_without_end_is_refused_at_once() -> None:
    with pytest.raises(SourceError, match=r"x\.html: nested too deeply"):
        read_article("x.html", b"<div>" * 200_000)


@pytest.mark.parametrize(
    ("name", "body"),
    [("x.json", b"[" * 200_000), ("x.md", b"---\n" + b"[" * 100_000 + b"\n---\ntext")],
)
def test_a_document_nested_without_end_is_a_fault_of_the_document(name: str, body: bytes) -> None:
    with pytest.raises(SourceError, match="x"):
        read_article(name, body)
