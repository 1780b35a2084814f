"""The words of this program, as values that flow: frozen, no input or output.

Entry (as the source gave it) -> Article (normalised) -> Verdict (what to write down, and why).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum


class Severity(IntEnum):
    """How grave a watch is; the order is what routes compare."""

    info = 1
    low = 2
    medium = 3
    high = 4
    critical = 5

    def __str__(self) -> str:
        return self.name


class Outcome(StrEnum):
    """How a poll of a source ended; stored and counted."""

    ok = "ok"
    not_modified = "not_modified"  # the server said 304
    unchanged = "unchanged"  # same bytes as last time
    moved = "moved"  # ok, and from now on read at another address
    empty = "empty"  # readable, but no entry in it
    shrunk = "shrunk"  # far fewer entries than usual
    selector_empty = "selector_empty"  # a page on which the selectors find nothing
    blocked = "blocked"  # a challenge, a firewall, or a web page in the place of what was asked for
    gone = "gone"  # 410
    rate_limited = "rate_limited"  # 429, or 403 or 503 with Retry-After
    http_error = "http_error"
    network = "network"
    timeout = "timeout"
    too_large = "too_large"
    too_many_redirects = "too_many_redirects"
    refused_address = "refused_address"
    parse_error = "parse_error"
    fault = "fault"  # an error of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a poll remembers of the answer, committed together with the entries it gave.

    `edge`: ids of the first entries, at which a source of several pages may stop reading.
    """

    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    edge: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item as the source gave it: plain text, paragraphs separated by a newline.

    `id` is stable within the source (its guid, else its link, else a hash of its text).
    `published` and `updated` are aware UTC, or None when the source gave no usable date.
    `publisher` is set when the item itself names who published it (aggregators, text dumps).
    `html`: title, summary and content may still hold markup; `readable` of `sources.text.html`
    takes it out, for those entries that are new. `text_url`: where the full text is, if not at
    `url`.
    """

    id: str
    title: str
    url: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    summary: str = ""
    content: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    topics: tuple[str, ...] = ()
    type: str = ""
    publisher: str = ""
    expect: tuple[str, ...] = ()
    html: bool = False
    text_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The Source an entry came from, as far as the decision needs it.

    `type`: what its entries are (rule, notice, press) unless they say so themselves. `max_age`:
    how old an entry may be and still alert; None for any age.
    """

    id: str
    name: str
    tier: str = "wire"
    language: str = ""
    tags: frozenset[str] = frozenset()
    jurisdictions: frozenset[str] = frozenset()
    type: str = ""
    max_age: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A normalised entry. `key` says which article it is, `content_hash` what its source gave.

    `body` is the source's text, or the page's own, once that was read.
    """

    key: str
    content_hash: str
    source: str  # id of the Source that was polled
    source_tags: frozenset[str]
    entry_id: str
    publisher: str  # what a reader calls it: "scmp.com", "Federal Register"
    tier: str
    url: str  # to open
    canonical_url: str  # to compare; "" when there is none
    title: str
    summary: str
    body: str
    language: str  # BCP 47; "" = unknown
    topics: tuple[str, ...]
    published: datetime | None
    seen: datetime
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    type: str = ""  # rule, notice, press; "" = unknown
    jurisdictions: frozenset[str] = frozenset()
    max_age: timedelta | None = None  # older ones are recorded in silence
    text_url: str = ""  # where its full text is, if not at `url`

    def field(self, name: str) -> str:
        """The text of one of `FIELDS`."""
        match name:
            case "author":
                return "; ".join(self.authors)
            case "tags":
                return "; ".join(self.topics)
        text: str = getattr(self, name)
        return text


FIELDS = ("title", "summary", "body", "url", "author", "tags")
DEFAULT_FIELDS = ("title", "summary", "body")  # where a watch looks that does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that made a watch fire: `start`/`end` are code points of the original field."""

    term: str
    field: str
    start: int
    end: int
    text: str
    kind: str = "term"  # or "entity"
    entity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A watch that fired, with its evidence. `score`: sum of the weights of distinct terms.

    `max_age`, `delivery`, `cooldown`: what its rule says of them; None or "" when it is silent.
    `draft`: evaluated and counted, never sent.
    """

    watch: str
    name: str
    severity: Severity
    score: float
    tags: tuple[str, ...]
    notify: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    max_age: timedelta | None = None
    delivery: str = ""
    cooldown: timedelta | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A watch that did not fire, and what it lacked; every entry is a phrase for a person."""

    watch: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that the rulebook says about one article.

    `concepts`: the lists of which a word was found, if a watch fires.
    """

    matches: tuple[Match, ...]
    entities: Mapping[str, tuple[Evidence, ...]]
    near_misses: tuple[NearMiss, ...]
    concepts: tuple[str, ...] = ()


class Kind(StrEnum):
    """What an article is to one that is stored."""

    same_entry = "same_entry"  # it says the same, at another address or under another id
    revision_minor = "revision_minor"  # its text was changed, and no fact in it
    revision_material = "revision_material"  # a fact in it was changed
    copy = "copy"  # the same text from elsewhere
    correction = "correction"  # it says that the other was wrong
    sibling = "sibling"  # made like the other, with another fact
    same_story = "same_story"  # the same happening in other words
    development = "development"  # the matter goes on: the next stage, the opposite, a denial
    different = "different"


class Telling(StrEnum):
    """What follows from a relation for those who were told of the other."""

    suppress = "suppress"
    thread_silent = "thread_silent"  # part of the story, without a message of its own
    alert_update = "alert_update"  # told, as news of a story that was told before
    alert_new = "alert_new"

    @property
    def is_told(self) -> bool:
        """Whether it is told although its story was."""
        return self in {Telling.alert_update, Telling.alert_new}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What an article is to a stored one, and the reason in words.

    `share`: how much of the text of one is in the other, 0-1. `change`: the fact in which it
    differs, as `12 -> 37`. `version`: which amendment of the story it is. `other_story`: that of
    the stored one, of which `is_part` says whether it is but a part of the article's text.
    """

    kind: Kind = Kind.different
    telling: Telling = Telling.alert_new
    of: str = ""  # article key
    story: str = ""  # the story it belongs to; "" when it begins one
    reason: str = ""
    change: str = ""
    share: float = 0.0
    version: str = ""
    other_story: str = ""
    is_part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One watch fired for one story. `key` is computed, so writing it twice is harmless."""

    key: str
    watch: str
    story: str
    severity: Severity
    match: Match
    change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """A match that is not told, and why."""

    watch: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What triage decided about an article: what to write down, what is owed, and why.

    `named`: alerts for which another watch speaks; they are named in its message.
    """

    article: Article
    story: str
    relation: Relation
    alerts: tuple[Alert, ...]
    suppressed: tuple[Suppressed, ...]
    named: tuple[Alert, ...] = ()
