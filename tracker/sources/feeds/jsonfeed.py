"""JSON Feed. https://www.jsonfeed.org/version/1.1/"""

import json
from typing import Any

from tracker.core.model import Entry, Outcome
from tracker.errors import SourceError
from tracker.sources.feeds.entries import MOST, says_something
from tracker.sources.feeds.items import Item, text, unique
from tracker.sources.text.addresses import absolute
from tracker.sources.text.dates import Moment
from tracker.sources.text.html import line, literal


def read_json(source: str, name: str, base: str, moment: Moment) -> list[Entry]:
    """The items of a JSON Feed. Raises SourceError (parse_error)."""
    try:
        data = json.loads(source)
    except RecursionError as error:
        raise SourceError(Outcome.parse_error, f"nested too deeply: {name}") from error
    except ValueError as error:
        raise SourceError(Outcome.parse_error, f"broken JSON ({error}): {name}") from error
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list):
        raise SourceError(Outcome.parse_error, f"JSON, but not a JSON Feed (no items): {name}")
    language = text(data, "language")
    made = (_entry(item, base, moment, language) for item in items[:MOST] if isinstance(item, dict))
    return [entry for entry in made if says_something(entry)]


def _entry(item: Item, base: str, moment: Moment, language: str) -> Entry:
    guid, link = item.get("id"), text(item, "url") or text(item, "external_url")
    authors = _listed(item.get("authors") or [item.get("author")])
    return Entry(
        id=str(guid) if isinstance(guid, str | int | float) else "",
        title=text(item, "title"),
        url=absolute(link, base),
        published=moment(text(item, "date_published")),
        updated=moment(text(item, "date_modified")),
        summary=text(item, "summary"),
        content=text(item, "content_html") or literal(text(item, "content_text")),
        authors=unique(line(text(one, "name")) for one in authors if isinstance(one, dict)),
        topics=unique(str(tag) for tag in _listed(item.get("tags"))),
        language=text(item, "language") or language,
        html=True,
    )


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
