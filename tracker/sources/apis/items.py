"""A JSON document as entries: the list in it, the values of each item, and faults that say why."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from tracker.core.model import Entry, Outcome
from tracker.errors import SourceError
from tracker.sources.apis.paths import Json, Spelling, deepest, find, said, way
from tracker.sources.client.walls import title_of, wall
from tracker.sources.text.addresses import absolute
from tracker.sources.text.dates import Moment
from tracker.sources.text.html import line, plain

SHOWN = 160  # characters of somebody else's words in a message of ours
KEYS_SHOWN = 12
KINDS = {list: "a list", str: "a text", type(None): "null"}
# Where APIs say what is wrong.
COMPLAINTS = (
    "error.message",
    "error",
    "errors.*.detail",
    "errors.*.message",
    "errors.*.title",
    "errors.*",
    "errors",
    "message",
    "detail",
)


def many(value: object) -> object:
    """One may stand for a list of one."""
    return list(value) if isinstance(value, list | tuple) else [value]


Ways = Annotated[tuple[Annotated[str, AfterValidator(way)], ...], BeforeValidator(many)]


class Fields(BaseModel):
    """Where the values of an entry stand in an item.

    Each is a path, a template, or a list of them, of which the first that says something counts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Ways = ()
    title: Ways = ()
    url: Ways = ()
    text_url: Ways = ()
    published: Ways = ()
    updated: Ways = ()
    summary: Ways = ()
    content: Ways = ()
    authors: Ways = ()
    topics: Ways = ()
    type: Ways = ()
    publisher: Ways = ()
    language: Ways = ()


def decoded(text: str, name: str) -> Json:
    """The document. Raises SourceError that says what came instead of one."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise SourceError(Outcome.parse_error, f"nested too deeply: {name}") from error
    except ValueError as error:
        if reason := wall(text):
            raise SourceError(Outcome.blocked, f"no JSON, but {reason}: {name}") from error
        raise SourceError(Outcome.parse_error, f"{_instead(text, error)}: {name}") from error


def _instead(text: str, error: ValueError) -> str:
    """What came in the place of JSON."""
    text = text.strip()
    if not text:
        return "no JSON, but nothing at all"
    if text[0] in "{[":
        return f"broken JSON ({error})"
    if text[0] == "<":
        return f"no JSON, but a page or XML “{title_of(text) or clipped(text)}”"
    return f"no JSON, but “{clipped(text)}”"


def listed(data: Json, steps: str, name: str) -> list[Json]:
    """The items at a path. Raises SourceError that names the path, and what is there."""
    found = find(data, steps)
    if found and all(value is None or isinstance(value, list) for value in found):
        return [item for value in found for item in value or ()]
    if not found and _has_none(data, steps):
        return []
    complaint = clipped(", ".join(said(data, COMPLAINTS)))
    says = f"the API says “{complaint}”; " if complaint else ""
    raise SourceError(Outcome.parse_error, f"{says}{_missing(data, steps)}: {name}")


def _has_none(data: Json, steps: str) -> bool:
    """Whether the list is left out because it would be empty.

    The Federal Register then says {"count": 0} beside its description, and GDELT {}.
    """
    if data == {} or (isinstance(data, dict) and data.get("count") == 0):
        return True
    above, star, _ = steps.partition("*")
    return bool(star) and any(value in ([], {}) for value in find(data, above.rstrip(".")))


def _missing(data: Json, steps: str) -> str:
    """That there is no list at a path, how far the path leads, and what is there."""
    reached, there = deepest(data, steps)
    place = f"'{reached}'" if reached else "the document"
    if not isinstance(there, dict):
        return f"there is no list at '{steps}': {place} is {KINDS.get(type(there), 'a value')}"
    keys = [clipped(key) for key in there][:KEYS_SHOWN]
    more = ", …" if len(there) > len(keys) else ""
    return f"there is no list at '{steps}': {place} has {', '.join(keys) or 'nothing'}{more}"


def clipped(text: str) -> str:
    """Somebody else's words in one line that is not too long."""
    words = line(text)
    return words if len(words) <= SHOWN else words[:SHOWN] + "…"


def entry(
    item: Json,
    fields: Fields,
    *,
    base: str,
    spelling: Spelling,
    moment: Moment,
) -> Entry:
    """One item as an entry. `base`: what its addresses are relative to; `moment` reads dates."""
    say = partial(said, item)
    updated = _first(map(moment, say(fields.updated)))
    return Entry(
        id=" ".join(say(fields.id)),
        title=_line(say(fields.title)),
        url=_address(say(fields.url, spelling), base),
        published=_first(map(moment, say(fields.published))) or updated,
        updated=updated,
        summary=_text(say(fields.summary)),
        content=_text(say(fields.content)),
        authors=_each(say(fields.authors)),
        language=_line(say(fields.language)),
        topics=_each(say(fields.topics)),
        type=_line(say(fields.type)),
        publisher=_line(say(fields.publisher)),
        text_url=_address(say(fields.text_url, spelling), base),
    )


def _first(moments: Iterable[datetime | None]) -> datetime | None:
    return next(filter(None, moments), None)


def _line(words: Iterable[str]) -> str:
    return ", ".join(filter(None, map(line, words)))


def _text(words: Iterable[str]) -> str:
    return "\n".join(filter(None, map(plain, words)))


def _each(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(line, words))))


def _address(links: tuple[str, ...], base: str) -> str:
    """The first link, if a browser would open it; templates may put spaces into one."""
    return absolute(links[0].replace(" ", "%20"), base) if links else ""
