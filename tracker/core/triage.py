"""Triage: what to write down about an article, and why. Pure; `store` writes it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from tracker.core.duration import spelt
from tracker.core.model import (
    Alert,
    Article,
    Findings,
    Kind,
    Match,
    Relation,
    Suppressed,
    Verdict,
)
from tracker.core.normalise import digest


def triage(  # noqa: PLR0913  a decision is held against this many facts
    article: Article,
    findings: Findings,
    relation: Relation,
    *,
    alerted: Collection[str] = (),
    decided: Collection[str] = (),
    quiet: str = "",
    since: datetime | None = None,
) -> Verdict:
    """Decide which matches become alerts; a match is silent only for a reason that is stored.

    `alerted`: keys of the alerts that exist. `decided`: watches that an earlier text of this very
    article was held against. `quiet`: a reason to tell nothing of this article, or "". `since`:
    when its source was last read, so that what appeared while we were away is not called old.
    """
    amended = relation.kind is Kind.amended
    story = relation.story or (article.key if findings.matches else "")
    alerts: list[Alert] = []
    suppressed: list[Suppressed] = []
    for match in findings.matches:
        key = alert_key(match.watch, story, relation.version)
        if key in alerted or (match.watch in decided and not amended):
            suppressed.append(Suppressed(watch=match.watch, reason=relation.reason))
        elif reason := quiet or _draft(match) or ("" if amended else _old(article, match, since)):
            suppressed.append(Suppressed(watch=match.watch, reason=reason))
        else:
            alerts.append(_alert(key, story, match, relation.change))
    return Verdict(
        article=article,
        story=story,
        relation=relation,
        alerts=tuple(alerts),
        suppressed=tuple(suppressed),
    )


def _draft(match: Match) -> str:
    return "the watch is a draft: counted, never sent" if match.draft else ""


def _old(article: Article, match: Match, since: datetime | None) -> str:
    """A watch may narrow the age that its article may have."""
    if article.max_age is None:
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


def _alert(key: str, story: str, match: Match, change: str) -> Alert:
    return Alert(
        key=key, watch=match.watch, story=story, severity=match.severity, match=match, change=change
    )
