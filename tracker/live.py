"""What runs now, and how it is replaced while it runs: at once, between two decisions."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from tracker.channels import Channel
from tracker.core.message import Card
from tracker.core.normalise import digest
from tracker.core.rules import Rulebook
from tracker.errors import Problem
from tracker.rulebook.files import Snapshot
from tracker.rulebook.reload import Judgement, Reload, changes
from tracker.rulebook.settle import settle
from tracker.sources import Source
from tracker.store import Database, Debts, Deliveries, RuleRecord

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to run: compiled rules, sources and channels, and the `files` they were made of.

    `operators`: channels that are told of faulty rules. `refused`: what was to run instead, when
    these are the last good rules.
    """

    rules: Rulebook
    sources: tuple[Source, ...]
    channels: Mapping[str, Channel]
    operators: tuple[str, ...]
    files: Snapshot
    warnings: tuple[Problem, ...] = ()
    refused: "Judgement[Plan] | None" = None

    @property
    def size(self) -> int:
        """How many watches."""
        return len(self.rules.watches)


class Live:
    """The one place that says which plan is carried out. Everybody asks it anew for each turn."""

    def __init__(
        self,
        plan: Plan,
        look: Callable[[], Snapshot],
        make: Callable[[Snapshot], Plan],
        database: Database,
        clock: Callable[[], datetime],
    ) -> None:
        self.plan = plan
        judged = plan.refused.snapshot if plan.refused else plan.files
        self._reload = Reload(look, make, plan.files, judged.version)
        self._database = database
        self._clock = clock

    def start(self) -> None:
        """Write down and tell what is active, before anything is decided by it."""
        plan = self.plan
        if plan.refused is None:
            self._accept(plan)
        else:
            self._refuse(plan.refused)
            log.error("rules fallen back", version=plan.files.version, watches=plan.size)
        self._tell_of(self._lost(plan))

    async def turn(self, deciding: asyncio.Lock) -> None:
        """Look for an edit, and carry it out or refuse it. `deciding`: held during a decision."""
        judgement = await asyncio.to_thread(self._reload.poll)
        if judgement is None:
            return
        if judgement.made is None:
            await asyncio.to_thread(self._refuse, judgement)
        else:
            await self._replace(judgement.made, deciding)
        self._reload.close(judgement)

    async def _replace(self, new: Plan, deciding: asyncio.Lock) -> None:
        found = await asyncio.to_thread(changes, self.plan.rules, new.rules)
        await asyncio.to_thread(self._accept, new)
        async with deciding:  # afterwards nothing more is owed to channels of before
            lost = await asyncio.to_thread(self._lost, new)
            self.plan = new
        await asyncio.to_thread(self._tell_of, lost)
        await asyncio.to_thread(settle)
        log.info(
            "rules reloaded",
            version=new.files.version,
            watches=new.size,
            added=len(found.added),
            removed=len(found.removed),
            changed=len(found.changed),
        )

    def _accept(self, plan: Plan) -> None:
        now = self._clock()
        for warning in plan.warnings:
            log.warning("rules doubtful", fault=str(warning), hint=warning.hint)
        with self._database.writing() as session:
            record = RuleRecord(session)
            before = record.state()
            record.accept(plan.files.version, plan.files.dumped(), now)
            if before and before.faults:
                card = Card(title=f"Rules are good again: {_watches(plan)}.")
                what = f"rules good again {now.isoformat()}"
                Debts(session).owe(card, plan.operators, what, now)

    def _refuse(self, judgement: Judgement[Plan]) -> None:
        """Keep what is active; the log gets every fault, the operators the first."""
        faults, plan, now = judgement.faults, self.plan, self._clock()
        for fault in faults:
            log.error("rules refused", fault=str(fault), hint=fault.hint)
        with self._database.writing() as session:
            record = RuleRecord(session)
            good = record.last_good()
            since = good.since if good else now
            record.refuse(plan.files.version, since, [str(fault) for fault in faults], now)
            # The same faults are told again only after the rules were good in between.
            what = f"rules refused {digest(*map(str, faults))} since {since.isoformat()}"
            Debts(session).owe(_refusal(faults, plan, since), plan.operators, what, now)

    def _lost(self, plan: Plan) -> list[str]:
        """Channels to which something is owed, and which `plan` does not have."""
        owing = Deliveries(self._database).owing()
        return [
            name for name in owing if name not in plan.channels and not name.startswith("chat:")
        ]

    def _tell_of(self, lost: list[str]) -> None:
        """The outbox will make dead letters of what is owed to them: somebody must know."""
        now = self._clock()
        for name in lost:
            log.error("channel lost", channel=name, because="something is owed to it")
            card = Card(
                title=f"Messages are owed to '{name}', a channel that the rules no longer have.",
                summary="They are kept as dead letters. When the channel is back, "
                "`tracker deliveries retry` sends them.",
            )
            with self._database.writing() as session:
                what = f"channel lost {name} {now.isoformat()}"
                Debts(session).owe(card, self.plan.operators, what, now)


def _refusal(faults: tuple[Problem, ...], plan: Plan, since: datetime) -> Card:
    """What an operator must know; never the line itself, in which a secret may stand."""
    first, more = faults[0], len(faults) - 1
    hint = f" ({first.hint})" if first.hint else ""
    further = f"\n{more} further fault{'s' * (more > 1)}: see the log." if more else ""
    return Card(
        title="The rules have faults, and were not taken.",
        summary=f"{first}{hint}{further}\n"
        f"Those of {since:%Y-%m-%d %H:%M} UTC stay active: {_watches(plan)}.",
    )


def _watches(plan: Plan) -> str:
    return f"{plan.size} watch{'es' * (plan.size != 1)}"
