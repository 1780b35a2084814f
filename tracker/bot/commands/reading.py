"""`/latest`, `/search`, `/entity`, `/digest`: what was told."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from tracker.bot import names
from tracker.bot.asking import Ask, Reply, counted, listed, notice
from tracker.bot.surroundings import Surroundings
from tracker.core.letters import Setting
from tracker.core.letters import rows as rows_of
from tracker.core.message import ROWS_MOST, Row
from tracker.store import Lookup, Told

FEW = 10  # rows, unless more are asked for
MOST_WORDS = 8
DAY = timedelta(days=1)
BARS = "▁▂▃▄▅▆▇█"


def latest(ask: Ask, around: Surroundings) -> Reply:
    """`/latest [n] [#tag|watch]`. Raises TrackerError for names that there are not."""
    plan, lookup = around.plan(), Lookup(around.database)
    numbers = [word for word in ask.words if word.isdecimal() and word.isascii()]
    about = [word for word in ask.words if word not in numbers]
    count = min(max(int(numbers[0][:4]), 1), ROWS_MOST) if numbers else FEW
    watches: set[str] | None = None
    for word in about:
        is_tag = word.startswith("#")
        found = names.tagged(word, plan.rules) if is_tag else (names.watch(word, plan.rules).id,)
        watches = set(found) if watches is None else watches & set(found)
    told = lookup.latest(count, watches)
    of = f" of {' '.join(about)}" if about else ""
    if not told:
        return notice(f"No alerts{of} yet.")
    return listed(f"The latest alerts{of}", _rows(told, plan.rules.zone))


def search(ask: Ask, around: Surroundings) -> Reply:
    """`/search words`: all of them, in alerted articles."""
    words = ask.words[:MOST_WORDS]
    if not words:
        return notice("What are you looking for?", "As /search chips 出口管制; or “a phrase”.")
    found = Lookup(around.database).search(words, FEW + 1)
    asked = " ".join(f"“{word}”" if " " in word else word for word in words)
    if not found:
        return notice(f"No alert has {asked}.", "Only what was alerted is looked through.")
    more = "There are more: add a word." if len(found) > FEW else ""
    return listed(f"Alerts with {asked}", _rows(found[:FEW], around.plan().rules.zone), footer=more)


def entity(ask: Ask, around: Surroundings) -> Reply:
    """`/entity name`: its recent stories, and how many there were each day of a week.

    Raises TrackerError for an entity that there is not.
    """
    if not ask.text:
        return notice("Which entity?", "As /entity Nvidia, or by any of its names.")
    rules = around.plan().rules
    known = names.entity(ask.text, rules)
    now = around.clock()
    found = Lookup(around.database).mentions(known.name, now - 15 * DAY)
    rows = [
        Row(
            title=each.title,
            severity=each.severity,
            url=each.url,
            note=f"{each.publisher} · {names.day(each.at, rules.zone)}",
        )
        for each in found[:FEW]
    ]
    trend = _trend([each.at for each in found], now, rules.zone)
    if not rows:
        return notice(f"{known.name}: no stories in the last two weeks.")
    return listed(f"{known.name} · recent stories", rows, trend)


def digest(ask: Ask, around: Surroundings) -> Reply:
    """`/digest`: the alerts of the last 24 hours of this chat; all, where none come."""
    plan, now = around.plan(), around.clock()
    items = Lookup(around.database).owed(ask.place.alerted, now - DAY)
    tags = {watch.id: watch.tags for watch in plan.rules.watches}
    rows = rows_of(
        sorted(items, key=lambda item: -item.card.severity),
        Setting(now=now, zone=plan.rules.zone, tags=tags),
    )
    if not rows:
        return notice("No alerts in the last 24 hours.")
    return listed(f"The last 24 hours · {counted(len(rows), 'alert')}", rows)


def _rows(told: Sequence[Told], zone: tzinfo) -> list[Row]:
    return [
        Row(
            title=each.title,
            severity=each.severity,
            url=each.url,
            note=f"{each.publisher} · {names.day(each.at, zone)}",
        )
        for each in told
    ]


def _trend(moments: Sequence[datetime], now: datetime, zone: tzinfo) -> str:
    """As `▁▁▃█▁▂▁ Tue 6 … Mon 12 Oct: 9 stories this week, 4 the week before`."""
    today = now.astimezone(zone).date()
    counts = Counter((today - moment.astimezone(zone).date()).days for moment in moments)
    week = [counts[ago] for ago in range(6, -1, -1)]
    before = sum(counts[ago] for ago in range(7, 14))
    most = max(*week, 1)
    bars = "".join(BARS[(len(BARS) - 1) * count // most] for count in week)
    each = " · ".join(f"{today - DAY * (6 - n):%a} {count}" for n, count in enumerate(week))
    total = sum(week)
    stories = "story" if total == 1 else "stories"
    return f"{bars} {total} {stories} in 7 days, {before} in the 7 before\n{each}"
