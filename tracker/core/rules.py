"""The compiled rulebook: immutable, ready to match. `tracker.rulebook` builds it from YAML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta, tzinfo
from fnmatch import fnmatchcase

from tracker.core.conditions import Condition
from tracker.core.hours import Digest, Quiet
from tracker.core.index import Index
from tracker.core.lexicon import Lexicon
from tracker.core.model import DEFAULT_FIELDS, Article, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    """A condition under which a watch is graver than it says."""

    to: Severity
    when: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What to look for, how grave, whom to tell. `place` is `file:line` of its rule.

    `weights`: what each of its terms adds to the score, which must reach `min_score`. `because`:
    the reasons of the overrides that changed it.
    """

    id: str
    name: str
    severity: Severity
    condition: Condition
    weights: Mapping[int, float]
    raises: tuple[Raise, ...] = ()
    min_score: float = 0.0
    sources: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    jurisdictions: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    max_age: timedelta | None = None
    expires: date | None = None
    delivery: str = ""
    cooldown: timedelta | None = None
    draft: bool = False
    tags: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    place: str = ""
    because: tuple[str, ...] = ()

    def out_of_scope(self, article: Article) -> str:
        """Why this watch does not look at `article` at all; "" when it does.

        What an article does not say of itself is no reason: a rule must not be missed for it.
        """
        if self.expires and article.seen.date() > self.expires:
            return f"expired on {self.expires}"
        known = {article.source, *(f"tag:{tag}" for tag in article.source_tags)}
        if self.sources and not self.sources & known:
            return f"only for the sources {_listed(self.sources)}"
        language = article.language.partition("-")[0]
        if self.languages and language and not self.languages & {language, article.language}:
            return f"only in {_listed(self.languages)}; this is {article.language}"
        if self.types and article.type and article.type not in self.types:
            return f"only for {_listed(self.types)}; this is {article.type}"
        # Whose law it is; a newspaper of any country may report on it.
        places = article.jurisdictions if article.tier == "official" else frozenset()
        if self.jurisdictions and places and not self.jurisdictions & places:
            return f"only for {_listed(self.jurisdictions)}; this is from {_listed(places)}"
        return ""


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A named body or firm. `terms`: its aliases in the lexicon."""

    id: str
    name: str
    terms: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """`wait` before the first message of a group, `cooldown` after it; what makes a group."""

    wait: timedelta = timedelta()
    cooldown: timedelta = timedelta()
    group_by: str = "story"  # or watch, source, none


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """Whom to tell, if `after` this time nobody has acknowledged the alert."""

    after: timedelta
    send: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Which alerts go to which channels, and when. First match wins, unless `also`.

    `for_critical`: its filter names critical, so its times are meant for critical alerts too.
    """

    name: str
    send: tuple[str, ...]
    severities: frozenset[Severity] = frozenset(Severity)
    tags: frozenset[str] = frozenset()
    watches: tuple[str, ...] = ()  # globs over watch ids
    sources: frozenset[str] = frozenset()  # ids, or tag:x
    jurisdictions: frozenset[str] = frozenset()
    for_critical: bool = False
    also: bool = False
    timing: Timing = Timing()
    quiet: tuple[Quiet, ...] = ()
    digest: Digest | None = None
    escalation: Escalation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Where watch `when` tells a story, watch `mute` does not. Both may be globs."""

    when: str
    mute: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """Everything the decision needs to know; built whole, never changed.

    `owners`: number of a term -> the entities whose alias it is; `concepts`: -> the lists that it
    is written in, which say in every language what a text is about.
    """

    watches: tuple[Watch, ...]
    lexicon: Lexicon
    entities: Mapping[str, Entity] = field(default_factory=dict)
    concepts: Mapping[int, tuple[str, ...]] = field(default_factory=dict, repr=False)
    routes: tuple[Route, ...] = ()
    suppress: tuple[Suppression, ...] = ()
    default_channels: tuple[str, ...] = ()
    timing: Timing = Timing()  # of what no route decides
    zone: tzinfo = UTC  # of every time of day in the rules
    version: str = ""  # hash of the files it was built from
    fields: frozenset[str] = frozenset(DEFAULT_FIELDS)  # all that any watch looks into
    owners: Mapping[int, tuple[str, ...]] = field(default_factory=dict, repr=False)
    index: Index = field(init=False, repr=False, compare=False)

    def muted_by(self, watch: str, telling: Iterable[str]) -> str:
        """Which of the watches that tell a story speaks for `watch`; "" = none of them."""
        rules = [rule for rule in self.suppress if fnmatchcase(watch, rule.mute)]
        for other in telling if rules else ():
            if other != watch and any(fnmatchcase(other, rule.when) for rule in rules):
                return other
        return ""

    def __post_init__(self) -> None:
        """Work out which watches can fire, and whose alias is which term unless that is known."""
        conditions = (watch.condition for watch in self.watches)
        object.__setattr__(self, "index", Index(conditions, self.lexicon.terms))
        if not self.owners:
            object.__setattr__(self, "owners", _owners(self.entities.values()))


def _owners(entities: Iterable[Entity]) -> dict[int, tuple[str, ...]]:
    owners: dict[int, tuple[str, ...]] = {}
    for entity in entities:
        for term in entity.terms:
            owners[term] = (*owners.get(term, ()), entity.id)
    return owners
