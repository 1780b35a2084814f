"""What an article is to the stored ones: looked up in the tables, judged by `core.stories`."""

from dataclasses import replace

from tracker.core.model import Article, Kind, Relation, Telling
from tracker.core.stories import (
    Known,
    Pair,
    Traces,
    is_correction,
    judge,
    strongest,
    text_of,
    thread,
)
from tracker.store.stories import StoryFinder

SILENT = frozenset({Kind.copy, Kind.same_story})


class Relating:
    """Works in the transaction of its finder: what it finds is what is decided by."""

    def __init__(self, finder: StoryFinder) -> None:
        self._finder = finder

    def relation(self, article: Article, traces: Traces) -> Relation:
        """What `article` is to what is stored."""
        mine, life = traces.sketch, self._finder.windows.stories
        corrects = is_correction(article.title, text_of(article))
        alike = self._finder.alike(mine.keys, loosely=corrects)
        known = [
            other
            for other in dict.fromkeys((*self._finder.at(article.canonical_url), *alike))
            if self._may_join(article, other)
        ]
        pairs = [Pair.of(article, mine, other) for other in known]
        judged = [relation for pair in pairs if (relation := judge(pair, life))]
        relation = strongest(judged)
        if relation.kind in {Kind.different, Kind.sibling}:
            unlike = {each.of for each in judged}
            relation = self._thread(article, traces, unlike) or relation
        return self._official(article, relation)

    def _thread(self, article: Article, traces: Traces, unlike: set[str]) -> Relation | None:
        """The story that it tells in other words. `unlike`: articles that differ in a fact."""
        candidates, frequent = self._finder.marked(traces.marks)
        others = [
            (each.known, each.marks)
            for each in candidates
            if each.known.key not in unlike and self._may_join(article, each.known)
        ]
        return thread(article, traces, others, frequent, self._finder.windows.stories)

    def _may_join(self, article: Article, other: Known) -> bool:
        if other.key == article.key:
            return False
        return article.source == other.source or not (
            {article.source, other.source} & self._finder.apart
        )

    def _official(self, article: Article, relation: Relation) -> Relation:
        """When an authority itself tells what only newspapers had told, that is news."""
        if (
            relation.kind not in SILENT
            or article.tier != "official"
            or self._finder.has_official(relation.story)
        ):
            return relation
        return replace(
            relation,
            kind=Kind.development,
            telling=Telling.alert_update,
            change="now from an official source",
            reason=f"{relation.reason}; the first official source",
        )
