"""Where words begin and end, in every script."""

import re
from string import ascii_letters, ascii_lowercase, digits

from tracker.core.fold import Folded
from tracker.core.text import HANGUL, IDEOGRAPHIC

WORD = re.compile(r"[a-z]+")
# Pages lose the spaces around their links ("expanded its blacklistand globalised ..."). A long
# word with one of these glued on is still that word; shorter ones would make other words.
GLUED_AFTER = frozenset("and but the that which with from for of to as by on in after".split())
GLUED_BEFORE = frozenset("and the that which with from its their for of to".split())
GLUE_MIN_LETTERS = 7
LONGEST_GLUE = 5
PLAIN = frozenset(ascii_letters + digits)
SMALL = frozenset(ascii_lowercase + digits)


def starts_word(folded: Folded, start: int, end: int) -> bool:
    """Whether `folded.text[start:end]` begins where a word does."""
    if start == 0 or folded.text[start - 1] == " " or parts_at(folded, start):
        return True
    word = WORD.match(folded.text, start, end)
    if word is None or word.end() - start < GLUE_MIN_LETTERS:
        return False
    return _last_letters(folded.text[max(0, start - LONGEST_GLUE - 1) : start]) in GLUED_BEFORE


def ends_word(folded: Folded, start: int, end: int) -> bool:
    """Whether `folded.text[start:end]` ends where a word does."""
    text = folded.text
    if end == len(text) or text[end] == " " or parts_at(folded, end):
        return True
    if HANGUL.match(text[end - 1]):
        return True  # particles follow without a space
    rest = WORD.match(text, end, end + LONGEST_GLUE + 1)
    return (
        rest is not None
        and rest[0] in GLUED_AFTER
        and len(_last_letters(text[start:end])) >= GLUE_MIN_LETTERS
    )


def may_be_glued(words: str) -> bool:
    """Whether folded `words` may stand inside a longer word, when a page lost its spaces."""
    found = WORD.match(words)
    first = len(found[0]) if found else 0
    return max(first, len(_last_letters(words))) >= GLUE_MIN_LETTERS


def _last_letters(text: str) -> str:
    return text[len(text.rstrip("abcdefghijklmnopqrstuvwxyz")) :]


def parts_at(folded: Folded, place: int) -> bool:
    """Whether a word can end between `folded.text[place - 1]` and the character after it."""
    left, right = folded.aligned[place - 1], folded.aligned[place]
    if left in PLAIN and right in SMALL:
        return False  # told at once, as it is of most hits inside another word
    return folded.text[place - 1] == " " or folded.text[place] == " " or _parts(left, right)


def _parts(left: str, right: str) -> bool:
    if not (left.isalnum() and right.isalnum()):
        return True
    if IDEOGRAPHIC.match(left) or IDEOGRAPHIC.match(right):
        return True
    if bool(HANGUL.match(left)) != bool(HANGUL.match(right)):
        return True
    return left.islower() and right.isupper()  # "restrictedNvidia": a link lost its space


def word_end(folded: Folded, end: int) -> int:
    """Where the word ends that goes on at `end`."""
    while end < len(folded.text) and not parts_at(folded, end):
        end += 1
    return end


def goes_on(before: str, char: str) -> bool:
    """Whether `char` is one more letter of a word, in the script it is written in."""
    return char.isalnum() and all(
        bool(script.match(before)) == bool(script.match(char)) for script in (IDEOGRAPHIC, HANGUL)
    )
