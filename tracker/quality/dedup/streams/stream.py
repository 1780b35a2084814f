"""Streams of articles of which it is known what copies what, and what only looks like a copy."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count, islice, zip_longest

from tracker.quality.chance import seeded
from tracker.quality.dedup.streams.banks import bank
from tracker.quality.dedup.streams.copies import COPIES, LOSSY, copied
from tracker.quality.dedup.streams.sequels import SEQUELS, sequel
from tracker.quality.dedup.streams.text import Text

FIRST = datetime(2026, 1, 5, tzinfo=UTC)
APART = timedelta(hours=1)  # of bases, on average; the fewest are spread over `WEEKS`
WEEKS = timedelta(weeks=6)
COPIED_WITHIN, CONTINUED_WITHIN = timedelta(hours=60), timedelta(days=30)
BASES, SEQUEL_SHARE = 0.35, 0.2  # of a stream; the rest are copies
OF_SEQUELS = 0.2  # of the copies
OWN_SUFFIX = 2 / 3  # of the titles that end in an outlet come from it, the others through another
TRIES = 20  # of a kind of copy, before the next kind has its turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An article of a stream. `at`: when it comes, aware UTC.

    `base`: number of the happening; copies share it with what they copy, a sequel has its own.
    `kind`: "base", one of `COPIES`, or "sequel: " and one of `SEQUELS`. `of`: the happening from
    which a sequel was made; None for all else, also for copies of a sequel.
    """

    source: str
    url: str
    title: str
    text: str
    language: str
    at: datetime
    base: int
    kind: str
    of: int | None = None

    @property
    def article(self) -> Text:
        """What is told, without when and by whom."""
        return Text(title=self.title, text=self.text, language=self.language, url=self.url)


def stream(texts: Sequence[Text], *, size: int, seed: int) -> list[Sample]:
    """At most `size` articles in the order of time: 35 % bases, 45 % copies, 20 % sequels.

    Fewer where `texts` are fewer than 35 % of `size`, and fewer sequels where these hold too few
    facts. A fifth of the copies are of sequels. Bases lie about an hour apart, over six weeks or
    more; a copy comes within 60 hours, a sequel within 30 days. A copy that may have lost the fact
    by which a sequel differs is none of a sequel, and comes before all sequels of what it copies:
    nobody could say which of them it copies. But a sequel may follow a copy that lost it: then only
    the base shows the difference.
    """
    size = min(size, round(len(texts) / BASES))
    desk = _Desk(seeded(seed))
    bases = desk.bases(texts, round(size * BASES))
    sequels = list(islice(desk.sequels(bases), round(size * SEQUEL_SHARE)))
    copies = islice(desk.copies(bases, sequels), size - len(bases) - round(size * SEQUEL_SHARE))
    return sorted((*bases, *sequels, *copies), key=lambda sample: sample.at)


class _Desk:
    """Tells articles: by some outlet, at an address of its own, some time."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._numbers = count(chance.randrange(10_000, 90_000))
        self._happenings = count()

    def bases(self, texts: Sequence[Text], wanted: int) -> list[Sample]:
        """The first to tell of so many happenings."""
        span = max(WEEKS, wanted * APART)
        return [
            self._told(text, "base", FIRST + span * self._chance.random(), next(self._happenings))
            for text in self._chance.sample(texts, wanted)
        ]

    def sequels(self, bases: Sequence[Sample]) -> Iterator[Sample]:
        """Of all kinds by turns, as long as there are any; no two of one kind for one base."""
        for turn in zip_longest(*(self._sequels(bases, kind) for kind in SEQUELS)):
            yield from filter(None, turn)

    def _sequels(self, bases: Sequence[Sample], kind: str) -> Iterator[Sample]:
        for base in self._chance.sample(bases, len(bases)):
            if written := sequel(base.article, kind, self._chance):
                at = self._later(base.at, CONTINUED_WITHIN)
                told = self._told(written, f"sequel: {kind}", at, next(self._happenings))
                yield replace(told, of=base.base)

    def copies(self, bases: Sequence[Sample], sequels: Sequence[Sample]) -> Iterator[Sample]:
        """Of all kinds by turns, for ever."""
        continued: dict[int | None, datetime] = {}  # when the first sequel of a happening comes
        for later in sequels:
            continued[later.of] = min(later.at, continued.get(later.of, later.at))
        while bases:
            for kind in self._chance.sample(list(COPIES), len(COPIES)):
                tried = (self._copy(kind, bases, sequels, continued) for _ in range(TRIES))
                yield from islice(filter(None, tried), 1)

    def _copy(
        self,
        kind: str,
        bases: Sequence[Sample],
        sequels: Sequence[Sample],
        continued: Mapping[int | None, datetime],
    ) -> Sample | None:
        is_of_sequel = bool(sequels) and self._chance.random() < OF_SEQUELS
        told = self._chance.choice(sequels if is_of_sequel else bases)
        at = self._later(told.at, COPIED_WITHIN)
        if kind in LOSSY and (is_of_sequel or continued.get(told.base, at) < at):
            return None
        written = copied(told.article, kind, self._chance)
        return self._told(written, kind, at, told.base, told) if written else None

    def _told(
        self, text: Text, kind: str, at: datetime, base: int, before: Sample | None = None
    ) -> Sample:
        """By another outlet than `before`; at the address of `text` if that was changed."""
        source = self._outlet(text, kind, before.source if before else "")
        is_same_page = before is not None and text.url != before.url
        return Sample(
            source=source,
            url=text.url if is_same_page else self._address(source, at),
            title=text.title,
            text=text.text,
            language=text.language,
            at=at.replace(microsecond=0),
            base=base,
            kind=kind,
        )

    def _outlet(self, text: Text, kind: str, other_than: str) -> str:
        known = bank("furniture", text.language)["outlet"]
        own = [name for name in known if kind == "suffix" and text.title.endswith(name)]
        if own and self._chance.random() < OWN_SUFFIX:
            return own[0]
        return self._chance.choice([name for name in known if name != other_than])

    def _address(self, outlet: str, at: datetime) -> str:
        known = bank("furniture", "zh")["outlet"]
        host = f"xinwen-{known.index(outlet)}" if outlet in known else outlet.lower()
        return f"https://{host.replace(' ', '-')}.example/{at:%Y/%m}/{next(self._numbers)}.html"

    def _later(self, at: datetime, within: timedelta) -> datetime:
        """Sooner more often than later; never at once."""
        return at + timedelta(seconds=1) + within * self._chance.random() ** 2
