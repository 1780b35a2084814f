"""Where words begin and end, in every script."""

import re

from tracker.core.fold import Folded
from tracker.core.text import HANGUL, IDEOGRAPHIC

LETTERS = re.compile(r"[a-z]+")
# Pages lose the spaces around their links ("expanded its blacklistand globalised ..."). A long
# word with one of these glued on is still that word; shorter ones would make other words.
GLUED_AFTER = frozenset("and but the that which with from for of to as by on in after".split())
GLUED_BEFORE = frozenset("and the that which with from its their for of to".split())
GLUE_MIN_LETTERS = 7


def starts_word(folded: Folded, start: int, end: int) -> bool:
    if start == 0 or _parts_at(folded, start):
        return True
    glued = re.search(r"[a-z]+$", folded.text[max(0, start - 8) : start])
    word = LETTERS.match(folded.text, start, end)
    return _is_glue(glued, GLUED_BEFORE, word)


def ends_word(folded: Folded, start: int, end: int) -> bool:
    if end == len(folded.text):
        return True
    if HANGUL.match(folded.text[end - 1]):
        return True  # particles follow without a space
    if _parts_at(folded, end):
        return True
    return _is_glue(
        LETTERS.match(folded.text, end),
        GLUED_AFTER,
        re.search(r"[a-z]+$", folded.text[start:end]),
    )


def _is_glue(rest: re.Match[str] | None, known: frozenset[str], word: re.Match[str] | None) -> bool:
    return (
        rest is not None
        and word is not None
        and rest[0] in known
        and len(word[0]) >= GLUE_MIN_LETTERS
    )


def _parts_at(folded: Folded, place: int) -> bool:
    told = folded.parts_words(place)
    if told is not None:
        return told
    before, after = folded.starts[place - 1], folded.starts[place]
    return _parts(folded.original[before], folded.original[after])


def _parts(left: str, right: str) -> bool:
    """Whether a word can end between two neighbouring characters."""
    if not (left.isalnum() and right.isalnum()):
        return True
    if IDEOGRAPHIC.match(left) or IDEOGRAPHIC.match(right):
        return True
    if bool(HANGUL.match(left)) != bool(HANGUL.match(right)):
        return True
    return left.islower() and right.isupper()  # "restrictedNvidia": a link lost its space


def word_end(folded: Folded, end: int) -> int:
    while end < len(folded.text) and not _parts_at(folded, end):
        end += 1
    return end


def goes_on(before: str, char: str) -> bool:
    """Whether `char` is one more letter of a word, in the script it is written in."""
    return char.isalnum() and all(
        bool(script.match(before)) == bool(script.match(char)) for script in (IDEOGRAPHIC, HANGUL)
    )
