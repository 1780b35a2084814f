"""Triage: what to write down about an article, and why. Pure; `store` writes it."""

from collections.abc import Callable, Collection, Mapping, Sequence
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
# A watch, and those that tell the story -> which of them speaks for it; "" = none.
Speaker = Callable[[str, Collection[str]], str]
# What a message says before the fact in which its article differs from one that was told.
SAID = {
    Kind.revision_material: "Amended",
    Kind.correction: "Correction",
    Kind.development: "Update",
    Kind.sibling: "Like one seen before, but",
}


def nobody(watch: str, telling: Collection[str]) -> str:
    """No watch speaks for another."""
    del watch, telling
    return ""


def triage(  # noqa: PLR0913  a decision is held against this many facts
    article: Article,
    findings: Findings,
    relation: Relation,
    *,
    told: Mapping[str, Severity] = NOTHING,
    decided: Collection[str] = (),
    quiet: str = "",
    since: datetime | None = None,
    speaker: Speaker = nobody,
) -> Verdict:
    """Decide which matches become alerts; a match is silent only for a reason that is stored.

    `told`: how grave the watches were that were told of the story. `decided`: watches that an
    earlier text of this very article was held against. `quiet`: a reason to tell nothing of this
    article, or "". `since`: when its source was last read, so that what appeared while we were away
    is not called old. `speaker`: of watches that tell the story, the one that speaks for a watch.
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
    speaking, named = _spoken_for(alerts, told, speaker)
    suppressed += [
        Suppressed(watch=alert.watch, reason=f"{other} speaks for it in this story")
        for alert, other in named
    ]
    return Verdict(
        article=article,
        story=story,
        relation=relation,
        alerts=speaking,
        suppressed=tuple(suppressed),
        named=tuple(alert for alert, _ in named),
    )


def _spoken_for(
    alerts: Sequence[Alert], told: Mapping[str, Severity], speaker: Speaker
) -> tuple[tuple[Alert, ...], list[tuple[Alert, str]]]:
    """The alerts that are told, and those for which one of them, or one told before, speaks.

    The gravest is looked at first, so that two that would silence each other leave one.
    """
    telling, named = list(told), list[tuple[Alert, str]]()
    for alert in sorted(alerts, key=lambda alert: -alert.severity):
        if other := speaker(alert.watch, telling):
            named.append((alert, other))
        else:
            telling.append(alert.watch)
    quiet = {alert.key for alert, _ in named}
    return tuple(alert for alert in alerts if alert.key not in quiet), named


def said(relation: Relation) -> str:
    """What a message says of what its article is to another; "" when there is nothing to say."""
    if not relation.change:
        return SAID[relation.kind] if relation.kind is Kind.correction else ""
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
