"""Triage: what to write down about an article, and why. Pure; `store` writes it."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from tracker.core.duration import spelt
from tracker.core.model import (
    Alert,
    Article,
    Findings,
    Kind,
    Match,
    Relation,
    Severity,
    Suppressed,
    Verdict,
)
from tracker.core.normalise import digest

NOTHING: Mapping[str, Severity] = {}
# What a message says before the fact in which its article differs from one that was told.
SAID = {
    Kind.revision_material: "Amended",
    Kind.correction: "Correction",
    Kind.development: "Update",
    Kind.sibling: "Like one seen before, but",
}


def triage(  # noqa: PLR0913  a decision is held against this many facts
    article: Article,
    findings: Findings,
    relation: Relation,
    *,
    told: Mapping[str, Severity] = NOTHING,
    decided: Collection[str] = (),
    quiet: str = "",
    since: datetime | None = None,
) -> Verdict:
    """Decide which matches become alerts; a match is silent only for a reason that is stored.

    `told`: how grave the watches were that were told of the story. `decided`: watches that an
    earlier text of this very article was held against. `quiet`: a reason to tell nothing of this
    article, or "". `since`: when its source was last read, so that what appeared while we were away
    is not called old.
    """
    story = relation.story or (article.key if findings.matches else "")
    alerts: list[Alert] = []
    suppressed: list[Suppressed] = []
    for match in findings.matches:
        before = told.get(match.watch)
        is_known = before is not None or match.watch in decided
        is_graver = before is not None and match.severity > before
        if is_known and not is_graver and not _goes_on(relation):
            suppressed.append(Suppressed(watch=match.watch, reason=_told_already(relation)))
        elif reason := quiet or _draft(match) or _old(article, match, relation, since):
            suppressed.append(Suppressed(watch=match.watch, reason=reason))
        elif _goes_on(relation):
            version = relation.version or article.key
            alerts.append(_alert(match, story, version, said(relation)))
        elif before is not None:
            change = f"More grave: {before} -> {match.severity}"
            alerts.append(_alert(match, story, str(match.severity), change))
        else:
            alerts.append(_alert(match, story, "", said(relation)))
    return Verdict(
        article=article,
        story=story,
        relation=relation,
        alerts=tuple(alerts),
        suppressed=tuple(suppressed),
    )


def said(relation: Relation) -> str:
    """What a message says of what its article is to another; "" when there is nothing to say."""
    if not relation.change:
        return ""
    return f"{SAID[relation.kind]}: {relation.change}" if relation.kind in SAID else ""


def _goes_on(relation: Relation) -> bool:
    """Whether it is news of a story that was told before."""
    return bool(relation.story) and relation.telling.is_told


def _told_already(relation: Relation) -> str:
    return relation.reason if relation.story else "told already"


def _draft(match: Match) -> str:
    return "the watch is a draft: counted, never sent" if match.draft else ""


def _old(article: Article, match: Match, relation: Relation, since: datetime | None) -> str:
    """A watch may narrow the age that its article may have; what is amended is new."""
    if article.max_age is None or relation.kind is Kind.revision_material:
        return ""
    return too_old(article, match.max_age or article.max_age, since)


def too_old(article: Article, limit: timedelta | None, since: datetime | None) -> str:
    """Why an article is told no more: a source that publishes its archive anew must not alert.

    `since`: when its source was last read; "" = it is not too old.
    """
    if limit is None or article.published is None:
        return ""
    dated = max(article.published, article.updated or article.published)
    if min(article.seen, since or article.seen) - dated <= limit:
        return ""
    return f"dated {dated:%Y-%m-%d}: older than {spelt(limit)} when it appeared"


def alert_key(watch: str, story: str, version: str = "") -> str:
    """What an alert is: this watch, for this story, and for this amendment of what was told."""
    return digest("alert", watch, story, *filter(None, [version]))


def _alert(match: Match, story: str, version: str, change: str) -> Alert:
    return Alert(
        key=alert_key(match.watch, story, version),
        watch=match.watch,
        story=story,
        severity=match.severity,
        match=match,
        change=change,
    )
