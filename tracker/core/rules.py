"""The compiled rulebook: immutable, ready to match. `tracker.rulebook` builds it from YAML."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.core.conditions import Condition
from tracker.core.model import FIELDS, Article, Severity
from tracker.core.terms import Lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What to look for, how grave, whom to tell. `place` is `file:line` of its rule."""

    id: str
    name: str
    severity: Severity
    condition: Condition
    weights: Mapping[int, float]
    fields: frozenset[str] = frozenset(FIELDS)
    sources: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    tags: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    place: str = ""

    def out_of_scope(self, article: Article) -> str:
        """Why this watch does not look at `article` at all; "" when it does."""
        known = {article.source, *(f"tag:{tag}" for tag in article.source_tags)}
        if self.sources and not self.sources & known:
            return f"only for the sources {', '.join(sorted(self.sources))}"
        language = article.language.partition("-")[0]
        if self.languages and language and not self.languages & {language, article.language}:
            return f"only in {', '.join(sorted(self.languages))}; this is {article.language}"
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A named body or firm. `terms`: its aliases in the lexicon."""

    id: str
    name: str
    terms: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Which alerts go to which channels. First match wins, unless `also`."""

    name: str
    send: tuple[str, ...]
    severity: Severity = Severity.info
    tags: frozenset[str] = frozenset()
    watches: tuple[str, ...] = ()  # globs over watch ids
    also: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """Everything the decision needs to know; built whole, never changed."""

    watches: tuple[Watch, ...]
    lexicon: Lexicon
    entities: Mapping[str, Entity] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    default_channels: tuple[str, ...] = ()
    version: str = ""  # hash of the files it was built from
