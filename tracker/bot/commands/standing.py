"""`/status`, `/sources`, `/watches`: how things stand."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from importlib.metadata import version

from tracker.bot import names
from tracker.bot.access import Place
from tracker.bot.asking import Ask, Reply, counted, listed, notice
from tracker.bot.surroundings import Surroundings
from tracker.core.message import ROWS_MOST, Row
from tracker.core.model import Severity
from tracker.core.notices import SAYINGS, length
from tracker.core.rules import Watch
from tracker.core.silencing import Silence
from tracker.core.standing import Standing as State
from tracker.sources import Source
from tracker.store import Deliveries, Lookup, PollStore, RuleRecord, RuleState, Silences

CLOCK_STALE = timedelta(seconds=90)


def status(ask: Ask, around: Surroundings) -> Reply:
    """`/status`: is it well, what is owed, what came today, what is muted."""
    now, plan, database = around.clock(), around.plan(), around.database
    polls, lookup = PollStore(database), Lookup(database)
    beat = polls.pulses().get("clock")
    stands_still = beat is None or now - beat[0] > CLOCK_STALE
    midnight = now.astimezone(plan.rules.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    seen, alerts = lookup.counts(midnight.astimezone(UTC))
    with database.reading() as session:
        rules = RuleRecord(session).state()
    up = f" · up {length(now - around.started)}" if around.started else ""
    lines = [
        _sources_line(plan.sources, polls.states(), now),
        _outbox_line(Deliveries(database).counts()),
        f"Today: {counted(seen, 'article')} seen · {counted(alerts, 'alert')}",
        _muted_line(Silences(database).active(now), ask.place, around),
        around.shown(_rules_line(rules, len(plan.rules.watches))),
    ]
    if closed := Deliveries(database).closed():
        lines.append(f"⚠️ Closed to us: {', '.join(closed)}")
    sign = "⚠️ The clock stands still" if stands_still else "✅ Healthy"
    return notice(f"{sign}{up} · v{version('regulatory-tracker')}", "\n".join(lines))


def sources(ask: Ask, around: Surroundings) -> Reply:
    """`/sources [word]`: those that are not well; with a word, those whose name has it."""
    now, plan = around.clock(), around.plan()
    states = PollStore(around.database).states()
    wanted = ask.text.casefold()
    ill = [source for source in plan.sources if wanted or _trouble(states.get(source.id), now)]
    chosen = [source for source in ill if wanted in f"{source.id} {source.name}".casefold()]
    if not chosen and wanted:
        return notice(f"No source has “{ask.text}” in its name.")
    title = _sources_line(plan.sources, states, now)
    if not chosen:
        return notice(title, "/sources and a word shows some of them.")
    rows = [
        Row(
            title=f"{source.name} · {_trouble(states.get(source.id), now) or 'well'}",
            severity=Severity.medium if _trouble(states.get(source.id), now) else Severity.info,
            note=_polled(states.get(source.id), now),
        )
        for source in chosen
    ]
    return listed(title, rows)


def watches(ask: Ask, around: Surroundings) -> Reply:
    """`/watches [word|#tag]`: what is looked for, how grave, and where it is written."""
    plan, now = around.plan(), around.clock()
    wanted = ask.text.casefold()
    chosen = [watch for watch in plan.rules.watches if _fits(watch, wanted)]
    if not chosen:
        return notice(f"No watch has “{ask.text}” in its name.", "/watches alone names them all.")
    with around.database.reading() as session:
        state = RuleRecord(session).state()
    footer = around.shown(_rules_line(state, len(plan.rules.watches)))
    silences = Silences(around.database).active(now)
    if len(chosen) == 1:
        return _watch(chosen[0], silences, around)
    rows = [
        Row(
            title=f"{'🔕 ' * _is_muted(watch, silences)}{watch.name}",
            severity=watch.severity,
            note=watch.id.partition("/")[2],
            section=watch.id.partition("/")[0],
        )
        for watch in sorted(chosen, key=lambda watch: (watch.id.partition("/")[0], -watch.severity))
    ]
    if len(rows) > ROWS_MOST:
        footer += "\n/watches and a word, or a #tag, shows some of them."
    return listed(f"{len(rows)} watches", rows, footer=footer)


def _watch(watch: Watch, silences: Iterable[Silence], around: Surroundings) -> Reply:
    zone = around.plan().rules.zone
    last = Lookup(around.database).latest(1, {watch.id})
    lines = [
        f"{watch.id} · {watch.severity}",
        f"Tags: {', '.join(watch.tags)}" if watch.tags else "",
        f"Written at {around.shown(watch.place)}" if watch.place else "",
        *(f"Changed: {because}" for because in watch.because),
        "A draft: counted, never sent" if watch.draft else "",
        *(
            f"🔕 Muted until {names.clock(each.until, zone)}"
            for each in silences
            if _mutes(each, watch)
        ),
        f"Last alert: {last[0].title}, {names.clock(last[0].at, zone)}" if last else "No alert yet",
    ]
    return notice(watch.name, "\n".join(line for line in lines if line))


def _fits(watch: Watch, wanted: str) -> bool:
    if wanted.startswith("#"):
        return wanted[1:] in map(str.casefold, watch.tags)
    return wanted in f"{watch.id} {watch.name}".casefold()


def _is_muted(watch: Watch, silences: Iterable[Silence]) -> bool:
    return any(_mutes(silence, watch) for silence in silences)


def _mutes(silence: Silence, watch: Watch) -> bool:
    kind, _, name = silence.subject.partition(":")
    if kind == "watch":
        return fnmatchcase(watch.id, name)
    return kind == "all" or (kind == "tag" and name in watch.tags)


# -- lines ------------------------------------------------------------------------------------


def _sources_line(sources: Iterable[Source], states: Mapping[str, State], now: datetime) -> str:
    found = [states.get(source.id) for source in sources]
    well = sum(not _trouble(state, now) for state in found)
    polled = [state.polled for state in found if state and state.polled]
    last = f" · last poll {length(now - max(polled))} ago" if polled else ""
    return f"Sources: {well} of {len(found)} well{last}"


def _trouble(state: State | None, now: datetime) -> str:
    """What is the matter with a source; "" when it is well."""
    if state is None or state.polled is None:
        return "not polled yet"
    if state.failures:
        since = f" for {length(now - state.failing_since)}" if state.failing_since else ""
        return f"{_saying(state.outcome)}{since}"
    if state.silent_since:
        return f"nothing new since {state.newest:%d %b}" if state.newest else "nothing new"
    return ""


def _saying(outcome: str) -> str:
    return next((said for kind, said in SAYINGS.items() if kind == outcome), "cannot be read")


def _polled(state: State | None, now: datetime) -> str:
    return f"polled {length(now - state.polled)} ago" if state and state.polled else ""


def _outbox_line(counts: Mapping[str, int]) -> str:
    waiting = sum(counts.get(state, 0) for state in ("pending", "sending", "unknown"))
    dead = counts.get("dead", 0)
    return f"Outbox: {waiting} waiting · {dead} dead" + (" → /dead" if dead else "")


def _muted_line(silences: list[Silence], place: Place, around: Surroundings) -> str:
    here = [s for s in silences if s.channel in {"", *place.channels} or place.is_private]
    if not here:
        return "Muted: nothing"
    ends = names.clock(min(silence.until for silence in here), around.plan().rules.zone)
    return f"Muted: {len(here)} (the next ends {ends}) → /unmute"


def _rules_line(rules: RuleState | None, count: int) -> str:
    """Which rules are active; the first fault of what was refused, with its place."""
    watching = f"{count} watch{'es' * (count != 1)}"
    if rules is None:
        return f"Rules: {watching}"
    line = f"Rules: {watching}, loaded {rules.loaded:%d %b %H:%M} UTC"
    if not rules.faults:
        return line
    more = f" (and {len(rules.faults) - 1} more)" if len(rules.faults) > 1 else ""
    return f"{line}\n⚠️ An edit was refused: {rules.faults[0]}{more}"
