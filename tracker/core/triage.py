"""Triage: what to write down about an article, and why. Pure; `store` writes it."""

from collections.abc import Collection

from tracker.core.model import Alert, Article, Findings, Match, Relation, Suppressed, Verdict
from tracker.core.normalise import digest


def triage(
    article: Article,
    findings: Findings,
    relation: Relation,
    *,
    alerted: Collection[str] = (),
    decided: Collection[str] = (),
    quiet: str = "",
) -> Verdict:
    """Decide which matches become alerts; a match is silent only for a reason that is stored.

    `alerted`: keys of the alerts that exist. `decided`: watches that an earlier text of this very
    article was held against. `quiet`: a reason to tell nothing of this article, or "".
    """
    story = relation.story or (article.key if findings.matches else "")
    alerts: list[Alert] = []
    suppressed: list[Suppressed] = []
    for match in findings.matches:
        key = alert_key(match.watch, story)
        if key in alerted or match.watch in decided:
            suppressed.append(Suppressed(watch=match.watch, reason=relation.reason))
        elif quiet:
            suppressed.append(Suppressed(watch=match.watch, reason=quiet))
        else:
            alerts.append(_alert(key, story, match))
    return Verdict(
        article=article,
        story=story,
        relation=relation,
        alerts=tuple(alerts),
        suppressed=tuple(suppressed),
    )


def alert_key(watch: str, story: str) -> str:
    """What an alert is: this watch, for this story. Writing it twice is harmless."""
    return digest("alert", watch, story)


def _alert(key: str, story: str, match: Match) -> Alert:
    return Alert(key=key, watch=match.watch, story=story, severity=match.severity, match=match)
