"""What sites show in the place of their pages is recognised, and no page is taken for it.

Each page of `walls/` says in its own head what it is; those of `articles/` are what they are.
"""

import re
from pathlib import Path

import pytest

from tracker.sources.client.walls import LONGEST, title_of, wall

HERE = Path(__file__).parent
WALLS = sorted((HERE / "walls").glob("*.html"))
ARTICLES = sorted((HERE / "articles").glob("*.html"))
NOTE = re.compile(r"<!-- (\w+): (.*?) -->\n")
CHALLENGE = "a challenge for browsers"


@pytest.mark.parametrize("file", WALLS, ids=lambda file: file.stem)
def test_a_wall_is_recognised_and_called_what_it_is(file: Path):
    page = file.read_text(encoding="utf-8")
    assert wall(NOTE.sub("", page)) == dict(NOTE.findall(page))["reason"]


@pytest.mark.parametrize("file", ARTICLES, ids=lambda file: file.stem)
def test_an_article_is_no_wall_even_if_it_is_about_walls(file: Path):
    assert wall(NOTE.sub("", file.read_text(encoding="utf-8"))) == ""


def test_a_challenge_may_come_as_data():
    data = (HERE / "walls" / "datadome.json").read_text(encoding="utf-8")
    assert wall(data).startswith(CHALLENGE)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("Access denied.", "the site refuses us (“Access denied.”)"),
        ("<h1>Too Many Requests</h1>", "the site refuses us (“Too Many Requests”)"),
        ("<title>Access Denied</title>", "the site refuses us (“Access Denied”)"),
        (
            "<script>document.cookie='a=1'; location.reload();</script>",
            CHALLENGE,
        ),
        (
            "<p>您的访问过于频繁，请稍后再试</p>",
            "the site refuses us (“您的访问过于频繁，请稍后再试”)",
        ),
    ],
)
def test_little_is_needed_where_nothing_else_is_said(page: str, reason: str):
    assert wall(page) == reason


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        (
            {"x-amzn-waf-action": "challenge"},
            "the site's firewall refuses us (x-amzn-waf-action)",
        ),
        ({"cf-mitigated": "challenge"}, "the site's firewall refuses us (cf-mitigated)"),
        ({"x-datadome": "protected", "server": "ddos-guard"}, ""),  # on every page of such sites
    ],
)
def test_firewalls_sign_their_refusals(headers: dict[str, str], reason: str):
    assert wall("", headers) == reason


REAL = "The Office adds nine firms to the list of those to whom nothing may be sold. " * 6


@pytest.mark.parametrize(
    "page",
    [
        f"<title>Access denied</title><p>{REAL}</p>",
        f"<title>403 | The Ledger</title><p>{REAL}</p>",
        f"<title>Notice</title><p>{REAL}</p><p>Please verify that you are human.</p>",
        f"<title>Notice</title><div class=g-recaptcha></div><p>{REAL}</p>",
        f"<title>Log in</title><p>{REAL}</p>",
        f"<title>Just a moment</title><p>You have been blocked. {REAL * 9}</p>",
        f"<script>_cf_chl_opt={{}};{'x' * LONGEST}</script>",
        "<title>500 firms added to the list</title><p>Nine are from Hsinchu.</p>",
        "<title>Domain names for sale to sanctioned firms</title><p>The registry was fined.</p>",
        "",
    ],
)
def test_one_sign_alone_makes_no_wall(page: str):
    assert wall(page) == ""


@pytest.mark.parametrize(
    "unit",
    ["<script ", "<title", "<title>a|", "<h1>", "<input type=", "document.cookie=", "<div>", "<"],
)
def test_hostile_text_is_looked_at_in_one_pass(unit: str):
    assert isinstance(wall((unit * LONGEST)[:LONGEST]), str)


def test_the_title_of_a_page_is_one_line():
    assert title_of("<TITLE lang=en>Access &amp;\n denied </TITLE>") == "Access & denied"
    assert title_of("no page") == ""
