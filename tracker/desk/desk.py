"""The desk: entries of one poll -> verdicts, written down in one transaction with what they owe."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from tracker.core import match, normalise, notices, standing
from tracker.core.identity import returned
from tracker.core.message import Card
from tracker.core.model import Article, Entry, Findings, Kind, Origin, Verdict
from tracker.core.notices import Notice
from tracker.core.rules import Rulebook
from tracker.core.standing import Polled, Standing, Subject
from tracker.core.triage import too_old
from tracker.desk.cores import Cores
from tracker.desk.sitting import Sitting, Tally
from tracker.errors import TrackerError
from tracker.sources import BaseSource, Web
from tracker.sources.articles.fulltext import FullText
from tracker.sources.client.http import shown
from tracker.sources.text.html import readable
from tracker.store import (
    Before,
    Database,
    Debts,
    DeskWriter,
    Page,
    Past,
    StoryFinder,
    Windows,
)
from tracker.store import pages as page_rows
from tracker.store import polls as poll_rows

MANY_IDS = 3  # entries of one poll that are known under another id: fewer are no news
PARAGRAPH = 600  # code points; an entry that brings more is enough to judge by


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one poll brought. `polled` says how it ended, but not yet what of it is new."""

    source: BaseSource
    before: Standing
    entries: tuple[Entry, ...]
    polled: Polled


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Note:
    """A poll, when all that it brought is decided."""

    source: BaseSource
    before: Standing
    polled: Polled


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fresh:
    """An entry that is new, or written otherwise than before. `alias`: the key of its new id."""

    article: Article
    raw_hash: str
    before: Before | None = None
    alias: str = ""
    has_changed: bool = True


class Desk:
    """Decides one batch at a time: relation, then triage, then the record.

    `rules` is asked once for each batch: a whole batch is decided by one rulebook. `operators`:
    channels that are told of how sources stand.
    """

    def __init__(
        self,
        database: Database,
        rules: Callable[[], Rulebook],
        operators: Callable[[], Sequence[str]],
        cores: Cores | None = None,
        windows: Windows = Windows(),  # noqa: B008  frozen
    ) -> None:
        self._database = database
        self._cores = cores or Cores()
        self._windows = windows
        self._rules = rules
        self._operators = operators

    def decide(self, batch: Batch, now: datetime) -> Tally:
        """Decide and record a whole batch, or nothing of it."""
        rules = self._rules()
        fresh = _oldest_first(self._fresh(batch, now))
        new = [each for each in fresh if each.has_changed]
        findings_of = self._cores.find([each.article for each in new], rules)
        found = list(zip(new, findings_of, strict=True))
        quiet = _first_poll_silence(batch, found)
        with self._database.writing() as session:
            writer = DeskWriter(session)
            sitting = self._sitting(session, rules, now, batch.before.succeeded)
            for each in fresh:
                _remember(writer, each)
            if renamed := sum(bool(each.alias) for each in fresh):
                self._report_other_ids(session, batch, renamed, now)
            for each, findings in found:
                reason = quiet.get(each.article.key, "")
                verdict = sitting.decide(
                    each.article, findings, each.before, quiet=reason, raw_hash=each.raw_hash
                )
                if not reason and (page := _page(batch, verdict, each.before)):
                    page_rows.want(session, page, now)
            tally = sitting.tally(len(batch.entries), len(new))
            if quiet:
                sitting.owe_summary(batch.source, tally)
            polled = replace(
                batch.polled,
                fresh=tuple(
                    _appeared(each.article, batch.before, now) for each in new if not each.before
                ),
                known=len(fresh) < len(batch.entries) or any(each.before for each in fresh),
            )
            note = Note(source=batch.source, before=batch.before, polled=polled)
            (state,) = self._close(session, [note])
        return replace(tally, outcome=state.outcome)

    def read(self, page: Page, text: FullText, source: BaseSource, now: datetime) -> Tally | None:
        """Decide an article anew by the text of its page; None when it is no longer stored."""
        past = Past(self._database, {source.id: source.origin})
        stored = past.article(page.article)
        if stored is None:
            return None
        article = replace(
            stored,
            title=stored.title or text.title,
            published=stored.published or text.published,
            max_age=source.origin.max_age,
        )
        with self._database.reading() as session:
            before = DeskWriter(session).before(article.key, now)
        was_read = before is not None and before.is_page
        if was_read or len(text.text) > len(article.body):  # a teaser says less than the entry
            article = replace(article, body=text.text)
        rules = self._rules()
        findings = match.find(article, rules)
        with self._database.writing() as session:
            sitting = self._sitting(session, rules, now, page.since)
            sitting.decide(article, findings, before, is_page=True)
            page_rows.have_read(session, article.key)
        return sitting.tally(1, 1)

    def _sitting(
        self, session: Session, rules: Rulebook, now: datetime, since: datetime | None
    ) -> Sitting:
        finder = StoryFinder(session, now, self._windows)
        return Sitting(session, finder, rules, now, since)

    def asked_for(self, key: str, origins: Mapping[str, Origin]) -> tuple[Article, Findings]:
        """An article of a story that a person wants told, by the rules of today.

        `origins`: of the sources there are now, by id. Raises TrackerError when no watch fires.
        """
        article = Past(self._database, origins).article(key)
        findings = match.find(article, self._rules()) if article else None
        if article is None or findings is None or not findings.matches:
            raise TrackerError("no watch fires for this article by the rules of today")
        return article, findings

    def tell_anyway(self, article: Article, findings: Findings, now: datetime) -> Tally:
        """Owe the alerts of an article that was silent; doing it twice is harmless."""
        with self._database.writing() as session:
            sitting = self._sitting(session, self._rules(), now, None)
            before = DeskWriter(session).before(article.key, now)
            if before is not None:
                sitting.tell_anyway(article, findings, before)
        return sitting.tally(1, 0)

    def note(self, notes: Sequence[Note]) -> None:
        """Write down polls that brought nothing to decide, all in one transaction."""
        with self._database.writing() as session:
            self._close(session, notes)

    def tell(self, notice: Notice, what: str, now: datetime) -> None:
        """Tell the operators; `what` says what it is, so that it is told once."""
        with self._database.writing() as session:
            self._owe(session, notice, what, now)

    def _fresh(self, batch: Batch, now: datetime) -> list[_Fresh]:
        """Only what is new is made plain, normalised and matched: of most polls, nothing is."""
        origin = batch.source.origin
        entries = {normalise.key(entry, origin): entry for entry in reversed(batch.entries)}
        with self._database.reading() as session:
            writer = DeskWriter(session)
            aliases = writer.aliases(list(entries))
            keys = {key: aliases.get(key, key) for key in entries}
            stored = writer.hashes(list(keys.values()))
            written = {key: normalise.raw_hash(entry) for key, entry in entries.items()}
            articles = [
                replace(normalise.article(readable(entry), origin, now), key=keys[key])
                for key, entry in entries.items()
                if stored.get(keys[key], ("", ""))[0] != written[key]
            ]
            again = self._returned(writer, batch, articles, set(stored))
            hashes = {key: written[given] for given, key in keys.items()}
            return [
                _fresh_one(writer, article, hashes[article.key], again.get(article.key, ""), now)
                for article in articles
            ]

    def _returned(
        self, writer: DeskWriter, batch: Batch, articles: Sequence[Article], stored: set[str]
    ) -> Mapping[str, str]:
        """Of articles that are not stored, those that are, under another id."""
        unknown = [article for article in articles if article.key not in stored]
        if batch.before.first or not unknown:
            return {}
        return returned(unknown, writer.traces(batch.source.id, unknown), stored)

    def _report_other_ids(
        self, session: Session, batch: Batch, renamed: int, now: datetime
    ) -> None:
        """Once a month, when a source has changed the ids of most of what it gives."""
        if renamed >= MANY_IDS and 2 * renamed > len(batch.entries):
            notice = notices.other_ids(batch.source.name, renamed, len(batch.entries))
            self._owe(session, notice, f"other ids {batch.source.id} {now:%Y-%m}", now)

    def _close(self, session: Session, notes: Sequence[Note]) -> list[Standing]:
        """Write down how sources stand after their polls, and owe what is to be told of them."""
        states: list[Standing] = []
        for note in notes:
            state, told = standing.after(note.before, subject(note.source), note.polled)
            states.append(state)
            for notice in told:
                what = f"source {note.source.id} {notice.title} {note.polled.at.isoformat()}"
                self._owe(session, notice, what, note.polled.at)
        poll_rows.note(session, states)
        return states

    def _owe(self, session: Session, notice: Notice, what: str, now: datetime) -> None:
        card = Card(title=notice.title, summary=notice.text)
        Debts(session).owe(card, self._operators(), what, now)


def subject(source: BaseSource) -> Subject:
    """What the standing of a source depends on."""
    return Subject(
        id=source.id,
        name=source.name,
        url=source.url if isinstance(source, Web) else "",
        shown=shown(source.url) if isinstance(source, Web) else "",
        definition=source.definition,
        official=source.tier == "official",
        tempo=source.tempo,
        silence=source.ordinary_silence,
    )


def _fresh_one(
    writer: DeskWriter, article: Article, raw_hash: str, stored_key: str, now: datetime
) -> _Fresh:
    """Beside what is stored of it, if anything. A text that was read from a page stays."""
    alias = article.key if stored_key else ""
    article = replace(article, key=stored_key or article.key)
    before = writer.before(article.key, now)
    has_changed = before is None or before.content_hash != article.content_hash
    if before is not None and before.is_page and len(before.body) > len(article.body):
        article = replace(article, body=before.body)
    return _Fresh(
        article=article, raw_hash=raw_hash, before=before, alias=alias, has_changed=has_changed
    )


def _remember(writer: DeskWriter, fresh: _Fresh) -> None:
    if fresh.alias:
        writer.alias(fresh.alias, fresh.article.key)
    if not fresh.has_changed:
        writer.same_text(fresh.article.key, fresh.raw_hash)


def _first_poll_silence(batch: Batch, found: list[tuple[_Fresh, Findings]]) -> dict[str, str]:
    """Articles of a first poll that are recorded without an alert, each with the reason."""
    allowed = batch.source.first_poll
    if not batch.before.first or allowed == "all":
        return {}
    newest_first = [each.article.key for each, findings in reversed(found) if findings.matches]
    count = 0 if allowed == "none" else int(allowed)
    reason = f"first poll of {batch.source.id}: only the newest {count} are told"
    return dict.fromkeys(newest_first[count:], reason)


def _page(batch: Batch, verdict: Verdict, before: Before | None) -> Page | None:
    """The page to read for an article: only if it may still alert, and says too little itself."""
    source, article, since = batch.source, verdict.article, batch.before.succeeded
    if not isinstance(source, Web) or source.full_text == "never":
        return None
    url = article.text_url or article.url
    was_read = before is not None and before.is_page
    is_enough = source.full_text == "auto" and _says_enough(article) and not was_read
    is_backlog = batch.before.first and source.first_poll != "all" and not verdict.alerts
    is_copy = verdict.relation.kind is Kind.copy
    if not url or is_enough or is_backlog or is_copy or too_old(article, article.max_age, since):
        return None
    return Page(article=article.key, source=source.id, url=url, since=since)


def _says_enough(article: Article) -> bool:
    return len(article.summary) + len(article.body) >= PARAGRAPH


def _appeared(article: Article, before: Standing, now: datetime) -> datetime:
    """When something new appeared; what the first poll finds did when it was published."""
    return (article.published or now) if before.first else now


def _oldest_first(fresh: list[_Fresh]) -> list[_Fresh]:
    """Feeds list the newest first; an article without a date counts as new."""

    def moment(each: _Fresh) -> datetime:
        return each.article.published or each.article.seen

    return sorted(fresh, key=moment)
