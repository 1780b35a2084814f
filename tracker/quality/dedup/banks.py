"""Of what articles are made: frames for title and first sentence, sentences, and words to fill in.

In all of these `{slot}` stands for words of that slot, which may have slots themselves, and a run
of `#` for a number of so many digits.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SEPARATOR = " | "  # between the forms of one thing: "China | Chinese"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What can be announced. `acts`: a verb a string, its forms apart by SEPARATOR.

    `title` and `lead` name who acts, what is done to what, and a number; `again` comes back to it.
    """

    acts: tuple[str, ...]
    title: str
    lead: str
    again: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """The building blocks of one language.

    `forms`: the slots of the forms of an act. `kept`: what is chosen once for an article, by the
    slots of its forms. `free`: what is chosen anew each time. `least`: size of the shortest body,
    in words, or in characters where `space`, which stands between sentences, is none.
    """

    forms: tuple[str, ...]
    frames: tuple[Frame, ...]
    sentences: tuple[str, ...]
    openers: tuple[str, ...]
    kept: Mapping[tuple[str, ...], tuple[str, ...]]
    free: Mapping[str, tuple[str, ...]]
    space: str
    least: int


def lines(text: str) -> tuple[str, ...]:
    """The lines of a block of text that say something."""
    return tuple(line for line in map(str.strip, text.splitlines()) if line)


def listed(text: str) -> tuple[str, ...]:
    """What stands between commas, over any number of lines."""
    return tuple(" ".join(item.split()) for item in text.split(",") if item.strip())
