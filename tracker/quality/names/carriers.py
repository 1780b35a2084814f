"""Articles that carry a name in one of their sentences."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.quality.bench.prose import Prose
from tracker.quality.names.shapes import is_ideographic

SENTENCES = (
    "The notice of Tuesday adds {} to the list.",
    "{} did not answer questions about the shipment.",
    "Officials named {} among the buyers of the machines.",
    "“{}” was given as the consignee, the filing says.",
    "A court heard that {}, which was not charged, had paid for it.",
    "Shares fell after {} was mentioned in the report.",
    "The licence was refused; {} had applied for it in May.",
    "According to the ministry, goods went from a warehouse to {}.",
)
IDEOGRAPHIC_SENTENCES = ("公告将{}列入清单。", "据悉，{}没有回应。", "该批货物由{}购买。")
KINDS = ("ascii", "curly", "mixed")
MADE = 60  # articles of our own that carry all names, by turns


@dataclass(frozen=True, slots=True)
class Carried:
    """A text and where the name stands in it, in code points."""

    text: str
    start: int
    end: int


class Carriers:
    """Given texts, or made ones, to which a sentence is added."""

    def __init__(self, chance: random.Random, texts: Sequence[str] = ()) -> None:
        prose = Prose(chance.randrange(1 << 30))
        self._chance = chance
        self._latin = list(texts) or [prose.text(KINDS[n % len(KINDS)]) for n in range(MADE)]
        self._ideographic = [prose.text("chinese") for _ in range(MADE)]

    def carry(self, written: str) -> Carried:
        """A sentence with `written` in it, at the end of one of the paragraphs."""
        chinese = is_ideographic(written)
        text = self._chance.choice(self._ideographic if chinese else self._latin)
        sentence = self._chance.choice(IDEOGRAPHIC_SENTENCES if chinese else SENTENCES)
        at = self._chance.choice(list(_ends(text)))
        head = f"{text[:at]}{'' if chinese else ' '}{sentence.partition('{}')[0]}"
        tail = f"{sentence.partition('{}')[2]}{text[at:]}"
        return Carried(f"{head}{written}{tail}", len(head), len(head) + len(written))


def _ends(text: str) -> Iterator[int]:
    yield len(text)
    yield from (at for at, char in enumerate(text) if char == "\n")
