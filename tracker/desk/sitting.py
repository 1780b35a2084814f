"""One transaction of the desk: articles are related, judged, recorded, and what is owed is owed."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from tracker.core import cards, routing
from tracker.core.message import Card
from tracker.core.model import Alert, Article, Findings, Kind, Match, Relation, Telling, Verdict
from tracker.core.normalise import digest
from tracker.core.routing import Decision, Subject
from tracker.core.rules import Rulebook
from tracker.core.stories import Traces, amendment, is_another, replaced, revised
from tracker.core.triage import triage
from tracker.desk.relating import Relating
from tracker.sources import BaseSource
from tracker.store import About, Before, Debts, DeskWriter, Recorder, StoryFinder

TOLD_THE_SAME = (Telling.suppress, Telling.thread_silent)
ASKED = "told because it was asked for by a person"
OFTEN = 3  # texts a day; what changes more often than that is a counter, and no amendment


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of a batch: `matched` articles, `alerts` owed, matches `suppressed`.

    `outcome`: how the poll is judged to have ended.
    """

    entries: int
    new: int
    outcome: str = ""
    matched: int = 0
    alerts: int = 0
    suppressed: int = 0


class Sitting:
    """An article is also held against those decided before it in the same sitting.

    `since`: when the source had been read before.
    """

    def __init__(
        self,
        session: Session,
        finder: StoryFinder,
        rules: Rulebook,
        now: datetime,
        since: datetime | None,
    ) -> None:
        self._writer = DeskWriter(session)
        self._recorder = Recorder(session)
        self._debts = Debts(session)
        self._finder = finder
        self._relating = Relating(finder)
        self._rules = rules
        self._now = now
        self._since = since
        self._verdicts: list[Verdict] = []

    def decide(
        self,
        article: Article,
        findings: Findings,
        before: Before | None,
        *,
        quiet: str = "",
        raw_hash: str | None = None,
        is_page: bool = False,
    ) -> Verdict:
        """Judge an article and write it down. `before`: what is stored of it.

        `quiet`: a reason to tell nothing of it; `raw_hash`: of the entry it was made of; `is_page`:
        its body is the text of its page.
        """
        traces = Traces.of(article, findings) if findings.matches else None
        relation = self._relation(article, traces, before, is_page=is_page)
        verdict = triage(
            article,
            findings,
            relation,
            told=self._finder.told(relation.story) if traces and relation.story else {},
            decided=self._writer.decided(article.key) if traces and before else (),
            quiet=quiet,
            since=self._since,
            speaker=self._rules.muted_by,
        )
        self._recorder.record(verdict, self._now, traces, raw_hash=raw_hash, is_page=is_page)
        if verdict.alerts:
            self._owe(verdict, findings)
        elif relation.telling in TOLD_THE_SAME and not (before and before.story) and not quiet:
            self._debts.told_by_another(article, verdict.story, self._now)
        self._verdicts.append(verdict)
        return verdict

    def tell_anyway(self, article: Article, findings: Findings, before: Before) -> None:
        """Tell what was silent, because a person asks for it. `before`: what is stored of it."""
        asked = "" if ASKED in before.reason else f"; {ASKED}"
        relation = Relation(
            kind=Kind(before.relation),
            telling=Telling.alert_update,
            of=before.of,
            story=before.story,
            reason=f"{before.reason}{asked}",
            version=f"{article.key} by a person",
        )
        verdict = triage(article, findings, relation)
        self._recorder.record(verdict, self._now, Traces.of(article, findings))
        self._owe(verdict, findings)
        self._verdicts.append(verdict)

    def owe_summary(self, source: BaseSource, tally: Tally) -> None:
        """One line instead of a flood: what the first poll of a source found."""
        card = Card(
            title=f"{source.name}: first look.",
            summary=f"{tally.entries} entries read, {tally.matched} match; the newest "
            f"{source.first_poll} may be shown, the others are recorded. From now on every new "
            "match is told.",
        )
        for decision in routing.notices(self._now, self._rules):
            what = f"first poll {source.id}"
            self._debts.owe(card, [decision.channel], what, self._now, decision)

    def tally(self, entries: int, new: int) -> Tally:
        """What became of all that were decided."""
        return Tally(
            entries=entries,
            new=new,
            matched=sum(bool(v.alerts or v.suppressed) for v in self._verdicts),
            alerts=sum(len(v.alerts) for v in self._verdicts),
            suppressed=sum(len(v.suppressed) for v in self._verdicts),
        )

    def _relation(
        self, article: Article, traces: Traces | None, before: Before | None, *, is_page: bool
    ) -> Relation:
        if traces is None:
            if before is not None and before.story:
                return _revision(article, before, is_page=is_page)
            return Relation(reason="no watch fires")
        if before is None:
            return self._relating.relation(article, traces)
        if before.story and not _may_be_another(article, before):
            return _revision(article, before, is_page=is_page)
        relation = self._relating.relation(article, traces)
        if relation.kind not in {Kind.different, Kind.sibling}:
            return relation
        if not before.story or not _is_another(article, before):
            return _revision(article, before, is_page=is_page)
        story = digest("story", article.key, article.content_hash)
        return replace(relation, story=story, reason=f"{relation.reason}, under an id used before")

    def _owe(self, verdict: Verdict, findings: Findings) -> None:
        """One card for each channel, with all the watches that send there, when the first may."""
        by_channel: dict[str, list[tuple[Alert, Decision]]] = {}
        for alert in verdict.alerts:
            subject = _subject(alert.match, verdict.article)
            for decision in routing.decide(subject, self._now, self._rules):
                by_channel.setdefault(decision.channel, []).append((alert, decision))
        names = [self._rules.entities[entity].name for entity in findings.entities]
        made: dict[str, Card] = {}  # a long text is looked through once for all channels
        for channel, owed in by_channel.items():
            alerts = [alert for alert, _ in owed]
            first = min((decision for _, decision in owed), key=lambda decision: decision.at)
            urgent = (decision.escalation for _, decision in owed if decision.escalation)
            first = replace(first, escalation=next(urgent, None))
            what = " ".join(alert.key for alert in alerts)
            if what not in made:
                named = [*alerts, *verdict.named]
                made[what] = cards.alert_card(verdict.article, named, names)
            about = About(
                story=verdict.story,
                article=verdict.article.key,
                source=verdict.article.source,
                anchor=self._debts.anchor(verdict.story, channel),
            )
            self._debts.owe(made[what], [channel], what, self._now, first, about)


def _may_be_another(article: Article, before: Before) -> bool:
    """Whether what has this id now stands elsewhere: some ids are places in a list."""
    is_moved = bool(before.canonical_url) and before.canonical_url != article.canonical_url
    return is_moved or _is_another(article, before)


def _is_another(article: Article, before: Before) -> bool:
    return is_another(article, before.title, max(before.summary, before.body, key=len))


def _revision(article: Article, before: Before, *, is_page: bool) -> Relation:
    """What another text is of an article that was decided before."""
    if change := _change(article, before, is_page=is_page):
        return _amended(article, before, change)
    return Relation(
        kind=Kind.revision_minor,
        telling=Telling.suppress,
        of=article.key,
        story=before.story,
        reason="another text of an article that was decided before; no fact is another",
    )


def _amended(article: Article, before: Before, change: str) -> Relation:
    return Relation(
        kind=Kind.revision_material,
        telling=Telling.alert_update,
        of=article.key,
        story=before.story,
        reason=f"amended: {change}",
        change=change,
        version=f"{article.key} {before.revisions + 1}",
    )


def _change(article: Article, before: Before, *, is_page: bool) -> str:
    """What has changed in a text that is a fact: for an authority, every one of them is.

    The text of a page is no change of the few lines that were known before.
    """
    if before.amended >= OFTEN:
        return ""
    if is_page and (not before.is_page or before.relation == Kind.revision_material):
        return ""  # its entry has told the amendment already
    changed = amendment if article.tier == "official" else revised
    return (
        changed(before.title, article.title)
        or changed(before.summary, article.summary)
        or changed(before.body, article.body)
        or replaced(article.title, before.summary, article.summary)
    )


def _subject(match: Match, article: Article) -> Subject:
    """What routes look at in an alert."""
    return Subject(
        watch=match.watch,
        severity=match.severity,
        tags=frozenset(match.tags),
        source=article.source,
        source_tags=article.source_tags,
        jurisdictions=article.jurisdictions,
        notify=match.notify,
        delivery=match.delivery,
        cooldown=match.cooldown,
    )
