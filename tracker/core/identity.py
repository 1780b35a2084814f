"""Is this an article that we know, under another id? Guids and slugs change with a headline."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from tracker.core.model import Article
from tracker.core.stories import says_something, stored_title_key

LONE_TITLE = 24  # letters; a shorter title without a text may be that of many notices


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What tells a stored article of the same source from others, beside its id."""

    key: str
    canonical_url: str
    title_key: str
    published: datetime | None
    content_hash: str


def returned(
    articles: Iterable[Article], traces: Collection[Trace], listed: Collection[str]
) -> Mapping[str, str]:
    """Key of an unknown article -> key of the stored one that it is under another id.

    Both say the same to the letter; or two of address, title and moment are the same, the moment
    among them: a day is none, for an authority publishes several notices of one title in a day.
    `listed`: keys that the source still gives: what they stand for has not changed its id. An
    address that several articles give is that of a front page, and says nothing.
    """
    unknown = list(articles)
    addresses = Counter(article.canonical_url for article in unknown)
    free = [trace for trace in traces if trace.key not in listed]
    found: dict[str, str] = {}
    for article in unknown:
        address = article.canonical_url if addresses[article.canonical_url] == 1 else ""
        same = [trace for trace in free if _is_same(article, address, trace)]
        if len(same) == 1 and same[0].key not in found.values():
            found[article.key] = same[0].key
    return found


def _is_same(article: Article, address: str, trace: Trace) -> bool:
    dates = article.published, trace.published
    if all(dates) and dates[0] != dates[1]:
        return False  # the next number of a bulletin, under the address and title of the last
    title = stored_title_key(article)
    is_address = bool(address) and address == trace.canonical_url
    is_title = bool(title) and title == trace.title_key
    says_enough = bool(article.summary or article.body) or says_something(title, LONE_TITLE)
    if article.content_hash == trace.content_hash and (is_address or (is_title and says_enough)):
        return True
    return _is_moment(article.published) and all(dates) and (is_address or is_title)


def _is_moment(published: datetime | None) -> bool:
    return published is not None and published.time() != time()
