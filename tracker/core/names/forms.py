"""The forms that a name takes: with or without its legal form, "&" or "and", surname first."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tracker.core.fold import fold
from tracker.core.legal import without_legal_form
from tracker.core.names.dictionary import Dictionary
from tracker.core.names.words import alphabetic

INITIALS = re.compile(r"\b[a-z](?: [a-z]\b)+")
SHORTEST = 6  # letters of a name that is looked for in other forms than its own
SHORTEST_ORDINARY = 5  # the same, when a legal form stands beside it
SHORTEST_PART = 3  # letters of the words in a dictionary
PERSON_WORDS = (2, 3)
LITTLE = frozenset("and of the for de la du der von van".split())


class Form(NamedTuple):
    """Words of a name, single spaced.

    `capital`: it begins with one. `ordinary`: alone they are words like any others, so something
    must show that they are a name. `turned`: in another order than the rule has them. `solid`:
    letters after which a split makes two words of a dictionary, as in Sourcemap.
    """

    words: str
    capital: bool = True
    ordinary: bool = False
    turned: bool = False
    solid: tuple[int, ...] = ()

    @property
    def letters(self) -> str:
        """Without the spaces."""
        return self.words.replace(" ", "")


def forms(name: str, known: Dictionary) -> set[Form]:
    """Every form to look for of `name`; empty when it is too short for any but its own."""
    return {
        form._replace(solid=tuple(_solid(form.words, known)))
        for form in _forms(name, known)
        if len(form.letters) >= _shortest(form)
    }


def _solid(words: str, known: Dictionary) -> Iterator[int]:
    start = 0
    for word in words.split():
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            if word[:at] in known.words and word[at:] in known.words:
                yield start + at
        start += len(word)


def _shortest(form: Form) -> int:
    return SHORTEST_ORDINARY if form.ordinary else SHORTEST


def _forms(name: str, known: Dictionary) -> Iterator[Form]:
    words, capital = written(name).removeprefix("the "), is_capital(name)
    core = without_legal_form(words)
    ordinary = core != words and not _is_distinctive(core, known)
    yield Form(words, capital)
    yield Form(core, capital, ordinary)
    if " and " in core:
        yield Form(core.replace(" and ", " "), capital, ordinary)
    if core == words and not all(map(known.is_ordinary, words.split())):
        yield from (Form(turned, turned=True) for turned in _turned(words.split()))


def is_capital(name: str) -> bool:
    """Whether a name is written with a capital: iFlytek is not."""
    return not name[:1].islower()


def written(name: str) -> str:
    """The folded words of a name, single spaced; what is written by initials is one word."""
    plain = " ".join(alphabetic(fold(name.replace("&", " and ")).text).split())
    return INITIALS.sub(lambda found: found[0].replace(" ", ""), plain)


def _is_distinctive(core: str, known: Dictionary) -> bool:
    """Whether these words mean one body without their legal form."""
    words = core.split()
    return len(words) > 2 or any(len(word) > 2 and word not in known.words for word in words)


def _turned(words: list[str]) -> Iterator[str]:
    """A person's names in the other order: the last first, and the first last."""
    if len(words) in PERSON_WORDS and all(w.isalpha() and w not in LITTLE for w in words):
        yield " ".join((words[-1], *words[:-1]))
        yield " ".join((*words[1:], words[0]))
