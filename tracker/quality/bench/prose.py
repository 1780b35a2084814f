"""Articles of about 600 words made from a seed, as like to real ones as their price depends on it.

Ordinary words come as often as Zipf's law says; a few are in no list of words, most of them with a
capital, for these are what looking for misspelt names costs; now and then a term or a name comes.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate

from tracker.core.han import SIMPLIFIED
from tracker.core.model import Entry
from tracker.quality.chance import seeded
from tracker.rulebook import words

WORDS = 600  # of an article
IDEOGRAPHS = 930  # of a Chinese one: it says as much
PARAGRAPH = 5  # sentences
KINDS = {"ascii": 40, "curly": 30, "mixed": 15, "chinese": 15}  # how many of a hundred are such
STRANGE = 6  # words of an article that no list has; in news and notices of regulators there are 6.5
CAPITAL = 0.67  # of which begin with a capital: 4 of these 6.5
# So many, so drawn, that an article has what one of news has of a vocabulary of 10,000: ten terms,
# those that its ordinary words happen to be included.
TERMS, TERM_HEAD = 3, 50
NAMED = 0.3  # of the articles name somebody of a list
FOREIGN = 0.05  # words of a mixed article that are not ASCII

LITTLE = "the of to and in a for is on that by it with as was at be from has are this an or".split()
# Syllables so various that made names begin and end as differently as those of official lists.
ONSETS = [*"b br c ch d dr f fl g gr h j k kh kr l m n p pl pr q r s sh sk sl sp st t th".split()]
ONSETS += [*"tr v w x y z zh".split(), *[""] * 6]
VOWELS = "a a a e e i i o o u u ai ao ia ei ou ya eu oo yu".split()
CODAS = ["", *"n n ng r r l s k t m v x d p b g sh ck nd rt lt st y f nt rn ll th z w".split()]
ACCENTS = str.maketrans("aeioucn", "áéïöüçñ")
FIRST_IDEOGRAPH, USUAL_IDEOGRAPHS = 0x4E00, 3000


def strange(chance: random.Random) -> str:
    """A made word that may be of a name: mostly two syllables, 4 letters and more."""
    while True:
        syllables = (
            chance.choice(ONSETS) + chance.choice(VOWELS) + chance.choice(CODAS)
            for _ in range(chance.choice((1, 2, 2, 2, 2, 3)))
        )
        word = "".join(syllables)
        if len(word) > 3 and word not in ordinary():
            return word


@cache
def ordinary() -> frozenset[str]:
    """The ordinary words that the rulebook knows."""
    return words.dictionary().words


class Zipf:
    """What comes as often as its rank says: one of ten times the rank, a tenth as often.

    `head`: how many of the first are about equally usual.
    """

    def __init__(self, ranked: Iterable[str], head: int = 3) -> None:
        self.ranked = tuple(ranked)
        self._weights = list(accumulate(1 / (rank + head) for rank in range(len(self.ranked))))

    def some(self, chance: random.Random, count: int) -> list[str]:
        """So many of them, drawn by `chance`."""
        return chance.choices(self.ranked, cum_weights=self._weights, k=count)


@cache
def english() -> Zipf:
    """The little words first, then the others: the shorter the more usual, more or less."""
    chance = seeded(4)
    known = sorted(word for word in ordinary() if word.isalpha())
    return Zipf((*LITTLE, *sorted(known, key=lambda word: len(word) + chance.gauss(0, 2))))


@cache
def chinese() -> Zipf:
    """Simplified ideographs, in an order by chance."""
    chance = seeded(5)
    every = (chr(FIRST_IDEOGRAPH + 6 * number) for number in range(USUAL_IDEOGRAPHS))
    usual = [char for char in every if char not in SIMPLIFIED]
    return Zipf(chance.sample(usual, len(usual)))


class Prose:
    """Articles one after the other. `terms`: the usual ones first; `names`: as usual as another."""

    def __init__(self, seed: int, terms: Sequence[str] = (), names: Sequence[str] = ()) -> None:
        self._chance = seeded(seed)
        self._seed = seed
        self._latin = Zipf((term for term in terms if term.isascii()), TERM_HEAD)
        self._ideographic = Zipf((t for t in terms if not t.isascii()), TERM_HEAD)
        self._names = tuple(names)

    def articles(self, count: int) -> Iterator[Entry]:
        """So many, of all kinds."""
        for number in range(count):
            [kind] = self._chance.choices(list(KINDS), weights=list(KINDS.values()))
            title = " ".join(english().some(self._chance, 9)).capitalize()
            yield Entry(
                id=f"{self._seed}-{number}", title=f"{title} {number}", content=self.text(kind)
            )

    def text(self, kind: str) -> str:
        """The body of an article of one of `KINDS`, a paragraph a line."""
        sentences = list(self._ideographs() if kind == "chinese" else self._sentences(kind))
        space = "" if kind == "chinese" else " "
        starts = range(0, len(sentences), PARAGRAPH)
        return "\n".join(space.join(sentences[at : at + PARAGRAPH]) for at in starts)

    def _sentences(self, kind: str) -> Iterator[str]:
        tokens = self._tokens()
        if kind == "mixed":
            tokens = [self._foreign(t) if self._chance.random() < FOREIGN else t for t in tokens]
        while tokens:
            length = self._chance.randint(10, 20)
            sentence = " ".join(tokens[:length])
            yield _typeset(self._chance, f"{sentence[:1].upper()}{sentence[1:]}.", kind)
            del tokens[:length]

    def _tokens(self) -> list[str]:
        tokens = english().some(self._chance, WORDS)
        for word in (strange(self._chance) for _ in range(STRANGE)):
            capital = self._chance.random() < CAPITAL
            self._put(tokens, word.capitalize() if capital else word)
        for term in self._terms(self._latin):
            self._put(tokens, term)
        if self._names and self._chance.random() < NAMED:
            self._put(tokens, self._chance.choice(self._names))
        return tokens

    def _put(self, tokens: list[str], word: str) -> None:
        tokens[self._chance.randrange(len(tokens))] = word

    def _terms(self, terms: Zipf) -> list[str]:
        return terms.some(self._chance, TERMS) if terms.ranked else []

    def _foreign(self, word: str) -> str:
        ideographs = "".join(chinese().some(self._chance, 3))
        return self._chance.choice((word.translate(ACCENTS), f"{word}（{ideographs}）", "…", "ﬁ"))

    def _ideographs(self) -> Iterator[str]:
        left = IDEOGRAPHS
        terms = self._terms(self._ideographic)
        while left > 0:
            one, other = (chinese().some(self._chance, self._chance.randint(8, 20)) for _ in "12")
            sentence = f"{''.join(one)}，{terms.pop() if terms else ''}{''.join(other)}。"
            left -= len(sentence)
            yield sentence


def _typeset(chance: random.Random, sentence: str, kind: str) -> str:
    if kind == "ascii" or chance.random() < 0.5:
        return sentence
    return chance.choice((f"“{sentence}”", sentence.replace(" the ", "’s the "), f"{sentence} —"))
