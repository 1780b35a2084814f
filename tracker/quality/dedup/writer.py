"""Articles put together from a bank of building blocks, by chance."""

import random
import re
from collections.abc import Iterator, Mapping

from tracker.quality.dedup.banks import SEPARATOR, Bank, Frame

SLOT = re.compile(r"\{(\w+)\}")
DIGITS = re.compile(r"#+")
ARTICLE = re.compile(r"\b([Aa]) (?=[aeioAEIO]|un[^i])")
OPENED = 0.3  # of the sentences begin with an opener
PARAGRAPH = (2, 3)  # sentences, at least and at most
MORE = 1.5  # how many times as long as the shortest body the longest is, roughly


class Writer:
    """Articles of one bank, one after the other, no two with one title."""

    def __init__(self, bank: Bank, chance: random.Random) -> None:
        self._bank, self._chance = bank, chance
        self._titles: set[str] = set()

    def article(self) -> tuple[str, str]:
        """A title, and a body of paragraphs separated by a newline.

        The title has its own combination of who acts, the act, its object and a number.
        """
        frame = self._chance.choice(self._bank.frames)
        facts = self._facts(frame)
        title = self._written(frame.title, facts)
        if title in self._titles:
            return self.article()
        self._titles.add(title)
        return title, "\n".join(self._paragraphs(list(self._sentences(frame, facts))))

    def _facts(self, frame: Frame) -> dict[str, str]:
        """What stays the same in an article, by slot."""
        facts = self._forms(self._bank.forms, self._chance.choice(frame.acts))
        for slots, known in self._bank.kept.items():
            facts |= self._forms(slots, self._chance.choice(known))
        return {slot: self._filled(words, facts) for slot, words in facts.items()}

    def _forms(self, slots: tuple[str, ...], line: str) -> dict[str, str]:
        forms = map(str.strip, f"{line} ".split(SEPARATOR))
        return dict(zip(slots, forms, strict=False))

    def _sentences(self, frame: Frame, facts: Mapping[str, str]) -> Iterator[str]:
        """Until the body is long enough."""
        least = round(self._bank.least * self._chance.uniform(1, MORE))
        others = self._chance.sample(self._bank.sentences, len(self._bank.sentences))
        size = 0
        for template in (frame.lead, frame.again, *others):
            opened = template in others and self._chance.random() < OPENED
            opener = self._chance.choice(self._bank.openers) if opened else ""
            sentence = self._written(self._opened(opener, template), facts)
            yield sentence
            size += len(sentence.split()) if self._bank.space else len(sentence)
            if size >= least:
                return

    def _opened(self, opener: str, template: str) -> str:
        if not self._bank.space:
            return f"{opener}{template.removesuffix('。')}。"
        before = f"{opener}, " if opener else ""
        return f"{before}{template.removesuffix('.')}."

    def _written(self, template: str, facts: Mapping[str, str]) -> str:
        text = ARTICLE.sub(r"\1n ", self._filled(template, facts))
        return text[:1].upper() + text[1:]

    def _filled(self, template: str, facts: Mapping[str, str]) -> str:
        while SLOT.search(template):
            template = SLOT.sub(lambda slot: self._filler(slot[1], facts), template)
        return " ".join(DIGITS.sub(self._number, template).split())

    def _filler(self, slot: str, facts: Mapping[str, str]) -> str:
        return facts[slot] if slot in facts else self._chance.choice(self._bank.free[slot])

    def _number(self, digits: re.Match[str]) -> str:
        size = len(digits[0])
        # The part after a comma or a point may begin with any digit, and 0 is no end of it.
        is_rest = digits.string[digits.start() - 1 : digits.start()] in {",", "."}
        least = 10 ** (size - 1) + 1 if size > 1 else 2
        number = self._chance.randrange(1 if is_rest else least, 10**size)
        return f"{number:0{size}}"

    def _paragraphs(self, sentences: list[str]) -> Iterator[str]:
        while sentences:
            size = self._chance.randint(*PARAGRAPH)
            yield self._bank.space.join(sentences[:size])
            del sentences[:size]
