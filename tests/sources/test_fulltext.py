"""The article of a page is read whole, and nothing of what the site puts around it.

Each page of `articles/` says in its own head what must be in its text, and what must not.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.core.model import Outcome
from tracker.errors import SourceError
from tracker.sources.articles.fulltext import FullText, article
from tracker.sources.pages.css import css
from tracker.sources.reply import Document

HERE = Path(__file__).parent
PAGES = sorted((HERE / "articles").glob("*.html"))
NOTE = re.compile(r"<!-- (\w+): (.*?) -->\n")
SENTENCE = "The commission adopted the measure on Monday, and the firms have thirty days to answer."


def read(page: str | bytes, content_type: str = "text/html", **how: str) -> FullText:
    body = page.encode() if isinstance(page, str) else page
    return article(Document(name="page", body=body, content_type=content_type), **how)


def read_file(name: str) -> FullText:
    return read((HERE / "articles" / name).read_text(encoding="utf-8"))


def refusal(page: str | bytes, content_type: str = "text/html", **how: str) -> tuple[str, str]:
    with pytest.raises(SourceError) as caught:
        read(page, content_type, **how)
    return caught.value.outcome, str(caught.value)


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_the_article_is_read_and_what_is_around_it_is_not(file: Path):
    source = file.read_text(encoding="utf-8")
    notes = [(key, one_line(words)) for key, words in NOTE.findall(source)]
    asked = dict(notes)
    body = NOTE.sub("", source).encode(asked.get("encoding", "utf-8"))
    text = one_line(read(body, selector=asked.get("selector", "")).text)
    assert [words for key, words in notes if key == "keep" and words not in text] == []
    assert [words for key, words in notes if key == "drop" and words in text] == []


def test_a_page_says_its_title_and_its_date():
    news = read_file("news.html")
    assert news.title == "Ministry puts eleven lens makers on control list"
    assert news.published == datetime(2026, 9, 15, 6, 30, tzinfo=UTC)
    assert not news.text.startswith(news.title)


@pytest.mark.parametrize(
    ("file", "published"),
    [
        ("paywall.html", datetime(2026, 9, 16, 5, 0, tzinfo=UTC)),  # JSON-LD
        ("zh_notice.html", datetime(2026, 9, 30, 9, 0, tzinfo=UTC)),  # <meta name="PubDate">
        ("two_lines.html", None),
    ],
)
def test_a_date_is_read_where_it_is_meant_for_programs(file: str, published: datetime | None):
    assert read_file(file).published == published


def test_a_date_is_read_as_the_source_writes_it():
    page = f"<time datetime='9 h 30'>now</time><p>{SENTENCE}</p>"
    when = datetime(2026, 9, 30, tzinfo=UTC)
    document = Document(name="page", body=page.encode())
    assert article(document, moment={"9 h 30": when}.get).published == when


def test_each_row_of_a_table_is_a_line():
    lines = read_file("list_of_names.html").text.split("\n")
    assert "Zephyr Compute FZE Office 4, Free Zone Presumption of denial" in lines


def test_each_row_of_a_table_is_a_line_even_if_there_is_nothing_else():
    rows = "".join(f"<tr><td>Firm {number}</td><td>refused</td></tr>" for number in range(3000))
    lines = read(f"<body><table>{rows}</table></body>").text.split("\n")
    assert (len(lines), lines[-1]) == (3000, "Firm 2999 refused")


def test_each_link_of_a_list_that_is_the_article_is_a_line():
    names = [f"Firm {number} of Hsinchu" for number in range(30)]
    links = "".join(f"<li><a href=/f/{name}>{name}</a></li>" for name in names)
    page = f"<main><h1>List</h1><p>These are refused from today on.</p><ul>{links}</ul></main>"
    assert read(page).text.split("\n") == ["These are refused from today on.", *names]


def test_typed_text_is_taken_as_it_is_and_a_full_line_goes_on_in_the_next():
    typed = (
        "AGENCY: Bureau of Industry.\n\n"
        "SUMMARY: In this rule, the Bureau adds nine firms to the list, under\n"
        "four destinations.\n"
        "    They are believed to have acted against the interests of all of us.\n"
        "    Two are removed.\n"
    )
    paragraphs = [
        "AGENCY: Bureau of Industry.",
        "SUMMARY: In this rule, the Bureau adds nine firms to the list, under four destinations.",
        "They are believed to have acted against the interests of all of us.",
        "Two are removed.",
    ]
    assert read(typed, "text/plain").text.split("\n") == paragraphs
    assert read(f"<html><body><pre>{typed}</pre></body></html>").text.split("\n") == paragraphs
    assert read(f"<pre>{typed}</pre>", "text/plain").text.split("\n") == paragraphs


def test_text_without_any_markup_is_typed_text_whatever_its_type():
    assert read("One.\nTwo.", "").text == "One.\nTwo."


@pytest.mark.parametrize(
    ("body", "content_type", "what"),
    [
        (b"%PDF-1.7\n...", "text/html", "a PDF"),
        (b"...", "application/pdf", "a PDF"),
        (b"PK\x03\x04....", "application/octet-stream", "an archive or an Office file"),
        (b"\xd0\xcf\x11\xe0....", "application/msword", "an Office file"),
        (b"\x89PNG....", "image/png", "a picture"),
        (b"....", "video/mp4", "video/mp4"),
        (b'{"a": 1}', "application/json", "application/json"),
        (b"ab\x00\x01\x02", "application/octet-stream", "a binary file"),
    ],
)
def test_what_is_no_text_is_called_what_it_is(body: bytes, content_type: str, what: str):
    assert refusal(body, content_type) == (
        Outcome.parse_error,
        f"{what}, which is not read: page",
    )


@pytest.mark.parametrize("content_type", ["application/pdf", "application/x-httpd-php", ""])
def test_a_page_is_read_although_its_type_is_wrong(content_type: str):
    assert read(f"<html><body><p>{SENTENCE}</p></body></html>", content_type).text == SENTENCE


def test_utf_16_is_no_binary_file():
    assert read(SENTENCE.encode("utf-16"), "text/plain").text == SENTENCE


def test_the_encoding_that_is_asked_for_counts():
    page = "<p>海关总署公告：对部分物项实施出口管制。</p>"
    assert read(page.encode("gb18030"), encoding="gb2312").text == page[3:-4]


def test_a_wall_is_no_article():
    page = (HERE / "walls" / "akamai.html").read_text(encoding="utf-8")
    assert refusal(page) == (Outcome.blocked, "the site refuses us (“Access Denied”): page")


@pytest.mark.parametrize("page", ["", "<html></html>", "<body><script>run()</script></body>"])
def test_a_page_without_text_is_empty(page: str):
    assert refusal(page) == (Outcome.empty, "nothing to read on the page: page")


def test_a_selector_that_finds_nothing_says_so():
    page = f"<article><p>{SENTENCE}</p></article>"
    assert refusal(page, selector=".story") == (
        Outcome.selector_empty,
        "content_selector '.story' finds nothing: page",
    )


@pytest.mark.parametrize("tag", ["aside", "footer", "div"])
def test_the_part_that_is_asked_for_is_read_whatever_its_tag(tag: str):
    page = f"<p>Other.</p><{tag} id=x><h2>Notice</h2><div id=x>{SENTENCE}</div></{tag}>"
    assert read(page, selector="#x").text == f"Notice\n{SENTENCE}"


@pytest.mark.parametrize("selector", ["main p", "[itemprop='articleBody'] > :not(h1)", "a:has(b)"])
def test_a_selector_that_can_be_read_is_kept_as_it_is(selector: str):
    assert css(selector) == selector


@pytest.mark.parametrize(
    ("selector", "fault"),
    [
        ("", "no CSS selector"),
        ("div >", "'div >' is not a CSS selector"),
        ("p,", "'p,' is not a CSS selector"),
        ("//main//p", "XPath"),
        ("h2::text", "Scrapy"),
        ("p:contains(x)", ":lexbor-contains"),
    ],
)
def test_a_selector_that_cannot_be_read_is_one_line(selector: str, fault: str):
    with pytest.raises(ValueError, match=re.escape(fault)) as caught:
        css(selector)
    assert "\n" not in str(caught.value)


LINK = "<a href=/other>Huawei opens an office</a>"


@pytest.mark.parametrize(
    "below",
    [
        f"<p>Related stories</p><p>{LINK}</p>",
        f"<p>相关新闻</p><ul><li>{LINK}</li></ul>",
        f"<p>Read more: {LINK}</p>",
        "<p>Share this article</p>",
        "<p>Subscribe to our weekly newsletter</p>",
        "<p>Subscribe to continue reading</p><p>From 3 euros a month.</p>",
        "<p>© 2026 The Ledger. All rights reserved.</p>",
        "<p>京ICP备00000000号</p>",
    ],
)
def test_furniture_below_the_text_is_taken_out(below: str):
    page = f"<main><p>{SENTENCE}</p><p>It was the ninth of its kind.</p>{below}</main>"
    assert read(page).text == f"{SENTENCE}\nIt was the ninth of its kind."


@pytest.mark.parametrize(
    "last",
    [
        "Subscribe to our view that trade is a matter of trust, the minister said.",
        "Related parties must file by 1 December.",
        "Comments are due by 1 December.",
        "Share this burden fairly, the members asked.",
        "Copying is a crime under section 9.",
    ],
)
def test_a_sentence_of_the_article_is_never_taken_for_furniture(last: str):
    assert read(f"<main><p>{SENTENCE}</p><p>{last}</p></main>").text == f"{SENTENCE}\n{last}"


@pytest.mark.parametrize(
    "last",
    [
        "<p>See also</p><p>15 CFR part 744, Supplement No. 4.</p>",
        "<p>Annex</p><p><a href=/annex.pdf>List of firms</a></p>",
        "<table><tr><td><a href=/firm/1>Zephyr FZE</a></td><td>Office 4</td></tr></table>",
    ],
)
def test_names_and_references_at_the_end_are_of_the_article(last: str):
    page = f"<main><p>{SENTENCE}</p>{last}</main>"
    text = read(page).text
    wanted = filter(None, re.split(r"(?:<[^<>]*>)+", last))
    assert [words for words in wanted if words not in text] == []


def test_links_in_the_part_that_is_asked_for_are_text():
    names = "".join(f"<li><a href=/firm/{name}>{name}</a></li>" for name in ("Zephyr", "Ostwind"))
    page = f"<main><p>{SENTENCE}</p><p>These are the two.</p><ul>{names}</ul></main>"
    assert read(page, selector="main").text.split("\n")[2:] == ["Zephyr", "Ostwind"]


def test_what_goes_on_below_an_offer_to_subscribe_is_read():
    rest = "".join(
        f"<p>{SENTENCE} Point {number} of nine was not disputed.</p>" for number in range(9)
    )
    page = f"<article><p>{SENTENCE}</p><p>Subscribe to continue reading</p>{rest}</article>"
    text = read(page).text
    assert "Point 8 of nine" in text
    assert "Subscribe" not in text


def test_an_article_nested_deeper_than_the_extractor_looks_is_read():
    page = "<div>" * 400 + f"<p>{SENTENCE}</p>" + "</div>" * 400
    assert read(page).text == SENTENCE


def test_a_page_with_more_tags_than_any_law_is_read_without_its_menu():
    rows = "".join(f"<tr><td>Firm {number}</td><td>refused</td></tr>" for number in range(12_000))
    page = f"<nav>Menu</nav><main><h2>List</h2><table>{rows}</table></main><footer>Foot</footer>"
    lines = read(page).text.split("\n")
    assert (lines[0], lines[1], lines[-1]) == ("List", "Firm 0 refused", "Firm 11999 refused")


HOSTILE = {
    "nested tags": "<div>" * 1_000_000,
    "one line": f"<p>{'word and more ' * 360_000}",
    "one word": f"<p>{'w' * 5_000_000}",
    "entities": f"<p>{'&amp;' * 1_000_000}",
    "spans in a paragraph": f"<p>{'<span>word </span>' * 300_000}",
    "articles within articles": "<article>x" * 9_000,
    "attributes": "<p " + " ".join(f"a{number}=b" for number in range(200_000)) + ">x",
    "attributes that hold tags": "<p " + " ".join(f"a{number}='<>'" for number in range(99_999)),
    "open quotes": "<p a='" * 300_000,
    "open scripts": "<script>" * 300_000,
    "open comments": "<!--" * 500_000,
    "brackets": "<" * 3_000_000,
    "NUL": f"<p>{chr(0) * 100_000}{SENTENCE}",
    "half a character": f"<p>{SENTENCE} &#xd800;",
}


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_ends_and_raises_nothing_but_a_source_error(page: str):
    try:
        text = read(page).text
    except SourceError as error:
        text = str(error)
    assert 0 < len(text) <= 2_000_000
    assert "\0" not in text


def test_a_page_that_is_too_long_is_cut_between_two_tags():
    rows = "".join(f"<li class=firm-number-{number}>{number}</li>" for number in range(80_000))
    lines = read(f"<main><ul>{rows}</ul></main>").text.split("\n")
    assert lines == [str(number) for number in range(len(lines))]


def test_a_fault_of_the_extractor_leaves_what_is_seen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("trafilatura.extract", lambda *_, **__: 1 / 0)
    assert read(f"<nav>Menu</nav><div><p>{SENTENCE}</p></div>").text == SENTENCE
