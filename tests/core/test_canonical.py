"""One page has one address to compare by, however it was linked; two pages have two."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.canonical import canonical_url

calm = settings(deadline=None, derandomize=True, max_examples=300)
PAGE = "https://news.example/chips/rule?id=7"


@pytest.mark.parametrize(
    "other",
    [
        "http://news.example/chips/rule?id=7",
        "https://www.news.example/chips/rule?id=7",
        "https://m.news.example/chips/rule?id=7",
        "https://amp.news.example/chips/rule?id=7",
        "https://www.m.news.example/chips/rule?id=7",
        "HTTPS://News.Example/chips/rule?id=7",
        "https://news.example./chips/rule?id=7",
        "https://news.example:443/chips/rule?id=7",
        "http://news.example:80/chips/rule?id=7",
        "https://news.example/chips/rule/?id=7",
        "https://news.example//chips///rule?id=7",
        "https://news.example/chips/./rule?id=7",
        "https://news.example/x/../chips/rule?id=7",
        "https://news.example/../chips/rule?id=7",
        "https://news.example/%63hips/rule?id=7",
        "https://news.example/chips/rule/amp?id=7",
        "https://news.example/chips/rule/amp/?id=7",
        "https://news.example/chips/rule.amp?id=7",
        "https://news.example/chips/rule?id=7&amp=1",
        "https://news.example/chips/rule?amp&id=7",
        "https://news.example/chips/rule?outputType=amp&id=7",
        "https://news.example/chips/rule?id=7#comments",
        "https://news.example/chips/rule?id=7#:~:text=H20",
        "https://news.example/chips/rule?id=7#/",
        "https://reader:secret@news.example/chips/rule?id=7",
        "  https://news.example/chips/rule?id=7\n",
        "https://news.example/chips/rule?id=7&utm_source=rss&utm_medium=feed",
        "https://news.example/chips/rule?UTM_Campaign=x&id=7",
        "https://news.example/chips/rule?utm_source=rss&amp;id=7",
        "https://news.example/chips/rule?fbclid=IwAR1&id=7",
        "https://news.example/chips/rule?gclid=1&id=7&msclkid=2",
        "https://news.example/chips/rule?mc_cid=1&mc_eid=2&id=7",
        "https://news.example/chips/rule?id=7&ncid=1&cmpid=2&smid=3",
        "https://news.example/chips/rule?id=7&at_medium=RSS&at_campaign=KARANGA",
        "https://news.example/chips/rule?id=7&_hsenc=p&_hsmi=2&mkt_tok=3&spm=4",
        "https://news.example/chips/rule?id=7&PHPSESSID=0a1b",
        "https://news.example/chips/rule?%69d=7",
    ],
)
def test_one_page_has_one_address(other: str) -> None:
    assert canonical_url(other) == canonical_url(PAGE) == "news.example/chips/rule?id=7"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/?b=2&a=1", "https://a.example/?a=1&b=2"),
        ("https://a.example", "https://a.example/"),
        ("https://a.example/x?", "https://a.example/x"),
        ("https://a.example/?q=ai+act", "https://a.example/?q=ai%20act"),
        ("https://a.example/?q=%e4%b8%ad", "https://a.example/?q=中"),
        ("https://a.example/%e4%b8%ad", "https://a.example/%E4%B8%AD"),
        ("https://a.example/%e4%b8%ad", "https://a.example/中"),
        ("https://a.example/%7Ebis/it%27s", "https://a.example/~bis/it's"),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x"),
        ("https://BÜCHER.example/x", "https://bücher.example/x"),
        ("https://a.example/rule.amp.html", "https://a.example/rule.html"),
        ("https://a.example/x#!", "https://a.example/x"),
        ("https://a.example/#!/news/1/", "https://a.example/#!/news/1"),
        (
            "https://eur-lex.example/?uri=CELEX%3A32024R1689",
            "https://eur-lex.example/?uri=CELEX:32024R1689",
        ),
    ],
)
def test_two_spellings_of_an_address_are_one(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32024R1689",
            "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32021R0821",
        ),
        ("https://a.example/item?id=1", "https://a.example/item?id=2"),
        ("https://a.example/list?page=1", "https://a.example/list?page=2"),
        ("https://a.example/doc?ref=COM-2026-1", "https://a.example/doc?ref=COM-2026-2"),
        ("https://a.example/doc?source=bis", "https://a.example/doc?source=ofac"),
        ("https://a.example/doc?from=cn", "https://a.example/doc?from=us"),
        ("https://a.example/#!/news/1", "https://a.example/#!/news/2"),
        ("https://a.example/app#/rule/1", "https://a.example/app#/rule/2"),
        ("https://a.example/x", "https://b.example/x"),
        ("https://www2.a.example/x", "https://a.example/x"),
        ("https://mobile.a.example/x", "https://a.example/x"),
        ("https://en.a.example/x", "https://de.a.example/x"),
        ("https://m.example/x", "https://example/x"),
        ("https://amp.dev/x", "https://dev/x"),
        ("https://a.example:8080/x", "https://a.example/x"),
        ("https://a.example/Rule", "https://a.example/rule"),
        ("https://a.example/x/y", "https://a.example/x"),
        ("https://a.example/x%2Fy", "https://a.example/x/y"),
        ("https://a.example/x%3Fa=1", "https://a.example/x?a=1"),
        ("https://a.example/(S(abc))/x", "https://a.example/(S(def))/x"),
        ("https://a.example/x;jsessionid=1", "https://a.example/x;jsessionid=2"),
        ("https://a.example/amp", "https://a.example/"),
        ("https://a.example/amplifier", "https://a.example/lifier"),
        ("https://a.example/fuse?amp=16", "https://a.example/fuse?amp=32"),
        ("https://a.example/x.html", "https://a.example/x.pdf"),
        ("https://a.example/x?lang=en", "https://a.example/x?lang=zh"),
        ("https://a.example/x?q=%D6%D0", "https://a.example/x?q=%B9%FA"),  # GBK, not UTF-8
        ("https://a.example/%D6%D0", "https://a.example/%B9%FA"),
        ("https://a.example/x?a=1&b=2", "https://a.example/x?a=2&b=1"),
        ("https://a.example/x?a=1%26b=2", "https://a.example/x?a=1&b=2"),
        ("https://a.example/x?a", "https://a.example/x?b"),
        ("https://a.example/x?ID=a", "https://a.example/x?ID=A"),
    ],
)
def test_two_pages_have_two_addresses(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "   ",
        "news.example/x",
        "/relative",
        "mailto:a@b.example",
        "javascript:alert(1)",
        "ftp://a.example/x",
        "https://",
        "https:///x",
        "http://[::1",
        "https://a.example:port/",
        "https://a.example:99999/",
        "https://a.example\u2100/",
        "https://ü" + "x" * 80 + ".example/",
    ],
)
def test_what_is_no_web_address_has_none(url: str) -> None:
    assert canonical_url(url) == ""


@calm
@given(st.text(st.one_of(st.sampled_from("ab.:/?#&=%2+[]@\ud800\u00fc中"), st.characters())))
def test_any_text_is_an_address_or_none(text: str) -> None:
    canonical_url(text)
    canonical_url(f"https://a.example/{text}")
    canonical_url(f"https://{text}/a")


@calm
@given(st.text(st.sampled_from("ab./%2f7E;:@中 "), max_size=12))
def test_an_address_to_compare_by_is_its_own(path: str) -> None:
    once = canonical_url(f"https://a.example/x/{path}")
    assert canonical_url(f"https://{once}") == once


@calm
@given(st.lists(st.tuples(st.sampled_from("abc"), st.text("xyz", max_size=2)), max_size=5))
def test_the_order_of_parameters_does_not_matter(pairs: list[tuple[str, str]]) -> None:
    forth = "&".join(map("=".join, pairs))
    back = "&".join(map("=".join, reversed(pairs)))
    assert canonical_url(f"https://a.example/?{forth}") == canonical_url(
        f"https://a.example/?{back}"
    )
