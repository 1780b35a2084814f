"""What has changed in an article whose text is another now: a fact, or only words."""

import re
from itertools import islice

from rapidfuzz.distance import Indel

from tracker.core.stories.marks import identifiers
from tracker.core.stories.sketch import LEAD
from tracker.core.stories.slots import Reading, Swap, conflicts, names, same_number, swaps
from tracker.core.stories.wording import NUMBER, is_ideogram, wording
from tracker.core.text import clip

# What a page counts and tells of itself, and nobody amends.
COUNTED = re.compile(
    r"\b(?:views?|reads?|visits?|hits?|shares?|likes?|comments?|downloads?)\W{0,3}\d[\d.,]*"
    r"|\d[\d.,]*\s?(?:views?|reads?|visits?|hits?|shares?|likes?|comments?|downloads?)\b"
    r"|(?:浏览|阅读|点击|访问|閱讀|瀏覽)(?:次数|量|数)?\W{0,2}\d[\d.,]*"
    r"|\d+\s(?:second|minute|hour|day|week|month)s?\sago\b|(?:©|\bcopyright\b)\W{0,3}\d{4}"
    r"|follow us\b[^\n]{0,80}",
    re.IGNORECASE,
)
FEW, LITTLE_LEFT = 40, 0.6  # words of a status, and the share of them that is the same
LISTED = 24  # changes of one revision that are kept
KEPT = 120  # code points of either side of a change


def amendment(before: str, now: str) -> str:
    """The first fact that an authority has changed, added or dropped in a text; else "".

    Other than in a copy, what one of the two does not have counts: a number, a name, a negation.
    """
    left, right = map(wording, _apart(before, now))
    for swap in swaps(left, right, to_the_end=True):
        if _other_numbers(swap) or _says_a_name(swap):
            return str(swap)
    found = conflicts(left, right, Reading.versions)
    return str(found[0]) if found else ""


def revised(before: str, now: str) -> str:
    """The first fact that a newspaper has put in the place of another; else "".

    Newspapers rewrite theirs all day: what they add or leave out is no change of a fact.
    """
    left, right = map(wording, _apart(before, now))
    found = conflicts(left.first(LEAD), right.first(LEAD), Reading.versions)
    return str(found[0]) if found else ""


def replaced(title: str, before: str, now: str) -> str:
    """What an entry about one bill or docket says now, when its few words are others; else "".

    Such entries say how far a matter has come, in words of their own.
    """
    left, right = wording(before).first(LEAD), wording(now).first(LEAD)
    few = bool(left.words) and bool(right.words) and len(right.words) <= FEW
    likeness = Indel.normalized_similarity(left.words, right.words)
    if not few or likeness > LITTLE_LEFT or not identifiers(title):
        return ""
    return str(Swap(left, right))


def changes(before: str, now: str) -> list[list[str]]:
    """What was written and what is now, word by word; at most `LISTED` of them."""
    found = swaps(*map(wording, _apart(before, now)), to_the_end=True)
    return [
        [clip(str(side), KEPT) for side in (swap.old, swap.new)] for swap in islice(found, LISTED)
    ]


def _apart(before: str, now: str) -> tuple[str, str]:
    """The paragraphs that only one of the two has, without what changes by itself."""
    sides = [COUNTED.sub(" ", text).split("\n") for text in (before, now)]
    common = set(sides[0]) & set(sides[1])
    left, right = ("\n".join(line for line in side if line not in common) for side in sides)
    return left, right


def _other_numbers(swap: Swap) -> bool:
    mine, theirs = (
        sorted(word for word in side if word[0] == NUMBER) for side in (swap.gone, swap.come)
    )
    return len(mine) != len(theirs) or not all(map(same_number, mine, theirs))


def _says_a_name(swap: Swap) -> bool:
    """What was put in or taken out says who. The first word alone may only begin a sentence."""
    if swap.gone and swap.come:
        return False
    only = swap.old if swap.gone else swap.new
    named = names(only)
    is_only_first = len(named) == 1 and named[0] == only.words[0] and len(only.words) > 2
    return sum(map(is_ideogram, only.words)) > 1 or (bool(named) and not is_only_first)
