"""The desk: entries of one poll -> verdicts, written down in one transaction with what they owe."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tracker.core import cards, match, normalise, routing, stories
from tracker.core.message import Card
from tracker.core.model import (
    Alert,
    Article,
    Entry,
    Findings,
    Kind,
    Match,
    Outcome,
    Relation,
    Validators,
    Verdict,
)
from tracker.core.routing import Decision, Subject
from tracker.core.rules import Rulebook
from tracker.core.stories import Known
from tracker.core.triage import triage
from tracker.sources import BaseSource
from tracker.store import Database, DeskWriter, Poll
from tracker.store.polls import succeeded


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one poll brought. `faults`: documents that could not be read, beside those that could.

    `after`: seconds until the next poll.
    """

    source: BaseSource
    poll: Poll
    entries: tuple[Entry, ...]
    outcome: Outcome
    validators: Validators
    after: float
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of a batch: `matched` articles, `alerts` owed, matches `suppressed`."""

    entries: int
    new: int
    matched: int = 0
    alerts: int = 0
    suppressed: int = 0


class Desk:
    """Decides one batch at a time: relation, then triage, then the record.

    `rules` is asked once for each batch: a whole batch is decided by one rulebook.
    """

    def __init__(self, database: Database, rules: Callable[[], Rulebook]) -> None:
        self._database = database
        self._rules = rules

    def decide(self, batch: Batch, now: datetime) -> Tally:
        """Decide and record a whole batch, or nothing of it."""
        rules = self._rules()
        articles = [normalise.article(e, batch.source.origin, now) for e in batch.entries]
        found = [(article, match.find(article, rules)) for article in _oldest_first(articles)]
        with self._database.writing() as session:
            writer = DeskWriter(session)
            sitting = _Sitting(writer, rules, batch, now)
            stored = writer.content_hashes([article.key for article in articles])
            fresh = [(a, f) for a, f in found if stored.get(a.key) != a.content_hash]
            quiet = _first_poll_silence(batch, fresh)
            for article, findings in fresh:
                sitting.decide(article, findings, quiet.get(article.key, ""))
            tally = sitting.tally(len(articles), len(fresh))
            if quiet:
                sitting.owe_summary(tally)
            succeeded(
                session,
                batch.poll,
                batch.outcome,
                batch.validators,
                new=bool(fresh),
                now=now,
                after=batch.after,
                error="; ".join(batch.faults),
            )
        return tally


class _Sitting:
    """One transaction: an article is also held against those decided before it in the batch."""

    def __init__(self, writer: DeskWriter, rules: Rulebook, batch: Batch, now: datetime) -> None:
        self._writer = writer
        self._rules = rules
        self._source = batch.source
        self._now = now
        self._since = batch.poll.succeeded
        self._known: list[Known] | None = None  # read when the first article matches
        self._verdicts: list[Verdict] = []

    def decide(self, article: Article, findings: Findings, quiet: str) -> None:
        relation = self._relation(article, findings)
        verdict = triage(
            article,
            findings,
            relation,
            alerted=self._writer.alerted(relation.story) if relation.story else (),
            decided=self._writer.decided(article.key),
            quiet=quiet,
            since=self._since,
        )
        self._writer.record(verdict, self._now)
        if verdict.alerts:
            self._owe(verdict, findings)
        if verdict.story:
            self._recent().insert(0, _known(verdict))
        self._verdicts.append(verdict)

    def _relation(self, article: Article, findings: Findings) -> Relation:
        story = self._writer.story_of(article.key)
        if story:
            reason = "another text of an article that was decided before"
            return Relation(kind=Kind.same_entry, of=article.key, story=story, reason=reason)
        if not findings.matches:
            return Relation(kind=Kind.new, reason="no watch fires")
        known = [*self._recent(), *self._writer.same_address(article.canonical_url)]
        return stories.relate(article, known)

    def _recent(self) -> list[Known]:
        if self._known is None:
            self._known = self._writer.recent(self._now)
        return self._known

    def _owe(self, verdict: Verdict, findings: Findings) -> None:
        """One card for each channel, with all the watches that send there, when the first may."""
        by_channel: dict[str, list[tuple[Alert, Decision]]] = {}
        for alert in verdict.alerts:
            subject = _subject(alert.match, verdict.article)
            for decision in routing.decide(subject, self._now, self._rules):
                by_channel.setdefault(decision.channel, []).append((alert, decision))
        names = [self._rules.entities[entity].name for entity in findings.entities]
        for channel, owed in by_channel.items():
            alerts = [alert for alert, _ in owed]
            first = min((decision for _, decision in owed), key=lambda decision: decision.at)
            card = cards.alert_card(verdict.article, alerts, names)
            what = " ".join(alert.key for alert in alerts)
            self._writer.owe(card, [channel], what, self._now, first)

    def owe_summary(self, tally: Tally) -> None:
        """One line instead of a flood: what the first poll of a source found."""
        source = self._source
        card = Card(
            title=f"{source.name}: first look.",
            summary=f"{tally.entries} entries read, {tally.matched} match; the newest "
            f"{source.first_poll} may be shown, the others are recorded. From now on every new "
            "match is told.",
        )
        for decision in routing.notices(self._now, self._rules):
            what = f"first poll {source.id}"
            self._writer.owe(card, [decision.channel], what, self._now, decision)

    def tally(self, entries: int, new: int) -> Tally:
        return Tally(
            entries=entries,
            new=new,
            matched=sum(bool(v.alerts or v.suppressed) for v in self._verdicts),
            alerts=sum(len(v.alerts) for v in self._verdicts),
            suppressed=sum(len(v.suppressed) for v in self._verdicts),
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


def _first_poll_silence(batch: Batch, fresh: list[tuple[Article, Findings]]) -> dict[str, str]:
    """Articles of a first poll that are recorded without an alert, each with the reason."""
    allowed = batch.source.first_poll
    if not batch.poll.first or allowed == "all":
        return {}
    newest_first = [article.key for article, findings in reversed(fresh) if findings.matches]
    count = 0 if allowed == "none" else int(allowed)
    reason = f"first poll of {batch.source.id}: only the newest {count} are told"
    return dict.fromkeys(newest_first[count:], reason)


def _oldest_first(articles: list[Article]) -> list[Article]:
    """Feeds list the newest first; an article without a date counts as new."""
    unique = {article.key: article for article in reversed(articles)}
    return sorted(unique.values(), key=lambda article: article.published or article.seen)


def _known(verdict: Verdict) -> Known:
    article = verdict.article
    return Known(
        key=article.key,
        story=verdict.story,
        publisher=article.publisher,
        canonical_url=article.canonical_url,
        title=article.title,
        lead=stories.lead(article),
        seen=article.seen,
    )
