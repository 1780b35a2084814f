"""An article stays itself when its guid or slug changes, and another never takes its place."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core import NOW, an_article
from tracker.core.identity import Trace, returned
from tracker.core.model import Article
from tracker.core.stories import stored_title_key

ADDRESS = "https://ministry.example/notices/2026-17"
STORED = an_article("Notice on lathes and resins", id="old", url=ADDRESS, published=NOW)


def trace(article: Article = STORED, **changes: object) -> Trace:
    made = Trace(
        key=article.key,
        canonical_url=article.canonical_url,
        title_key=stored_title_key(article),
        published=article.published,
        content_hash=article.content_hash,
    )
    return replace(made, **changes)


def again(**changes: object) -> Article:
    """The stored article under another id, with changes."""
    given = {"id": "new", "url": ADDRESS, "published": NOW, **changes}
    return an_article(str(given.pop("title", STORED.title)), **given)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"title": "Notice on lathes, resins and lasers"},  # address and date
        {"url": "https://ministry.example/notices/lathes-and-resins"},  # title and date
        {"published": None},  # the same to the letter
        {"url": "https://ministry.example/session/42", "published": None},
    ],
    ids=["only the guid", "the headline", "the slug", "the date is gone", "no date, another slug"],
)
def test_an_article_comes_back_under_another_id(changes: dict[str, object]) -> None:
    article = again(**changes)
    assert returned([article], [trace()], set()) == {article.key: STORED.key}


@pytest.mark.parametrize(
    "changes",
    [
        {"published": NOW + timedelta(days=1)},  # the next number of a bulletin
        {"title": "Another notice", "published": None},  # only the address
        {"url": "https://ministry.example/other", "title": "Another notice"},  # only the date
        {"url": "", "published": None, "summary": "Other words."},  # only the title
        {"published": None, "summary": "The next one."},  # an undated bulletin
    ],
    ids=["another day", "one address", "one moment", "one title", "an undated bulletin"],
)
def test_another_article_does_not_take_its_place(changes: dict[str, object]) -> None:
    assert returned([again(**changes)], [trace()], set()) == {}


def test_two_notices_of_one_title_on_one_day_stay_two() -> None:
    day = NOW.replace(hour=0)
    other = again(url="https://ministry.example/2", summary="Another.", published=day)
    assert returned([other], [trace(published=day)], set()) == {}


def test_what_is_still_listed_has_not_changed_its_id() -> None:
    assert returned([again()], [trace()], {STORED.key}) == {}


def test_the_address_of_a_front_page_says_nothing() -> None:
    one, other = again(id="a", title="One"), again(id="b", title="Other")
    assert returned([one, other], [trace()], set()) == {}


def test_two_never_become_one() -> None:
    one, other = again(id="a"), again(id="b", url="https://ministry.example/copy")
    assert len(returned([one, other], [trace()], set())) == 1
    twins = [trace(), trace(key="another")]
    assert returned([one], twins, set()) == {}
