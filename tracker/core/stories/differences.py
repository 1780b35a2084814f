"""The facts in which two like articles differ."""

from dataclasses import dataclass

from rapidfuzz.distance import Prefix

from tracker.core.stories.acts import acts, opposed
from tracker.core.stories.likeness import Pair, is_one_form, is_one_text
from tracker.core.stories.places import places
from tracker.core.stories.slots import (
    CLAUSE,
    COMMON,
    PHRASE,
    Conflict,
    Reading,
    Slot,
    Swap,
    country,
    facts,
    is_of_a_firm,
    names,
    repeated,
    swaps,
)
from tracker.core.stories.wording import Wording, is_ideogram, wording

FORM = 7  # words with which the titles of notices of one form begin
TWO_SENTENCES = 50  # words
OPENING_WORDS = 45  # one other name among these is another story
ONE_TEXT_SLOTS = frozenset(Slot) - {Slot.name}
_TELLING = (Slot.number, Slot.name, Slot.opposite, Slot.negation, Slot.stage, Slot.date)


@dataclass(frozen=True, slots=True)
class Difference:
    """The facts in which two like articles differ: all, the most telling first, and the titles'."""

    facts: list[Conflict]
    in_title: frozenset[Slot]


def difference(pair: Pair) -> Difference:
    """What a new article says otherwise than a stored one."""
    titles, leads = (pair.theirs.title, pair.mine.title), (pair.theirs.lead, pair.mine.lead)
    swapped, swapped_below = list(swaps(*titles)), list(swaps(*leads))
    in_title = facts(swapped, *titles, Reading.title)
    if swapped and not in_title and is_one_form(pair) and _is_undone(*titles):
        in_title.append(Conflict(Slot.opposite, swapped[0]))
    in_text = facts(swapped_below, *leads, Reading.text)
    if is_one_text(pair):
        # A title made like the other differs in what it says; another title only in its numbers.
        count = ONE_TEXT_SLOTS if is_one_form(pair) else {Slot.number}
        in_title = [
            each for each in in_title if each.slot in count or _names_another(each.swap, pair)
        ]
        in_title += [Conflict(Slot.name, swap) for swap in swapped if _is_unsaid(swap, pair)]
    named = [each for each in in_text if each.slot is Slot.name and not _is_sure(each.swap)]
    if len(named) == 1 and named[0].swap.at >= OPENING_WORDS:
        in_text.remove(named[0])
    # What is swapped for the same in the title and in the text; in Chinese, again and again.
    is_worth = swapped or pair.mine.is_dense
    again = repeated(swapped, swapped_below) if is_worth else []
    found = [*in_title, *in_text, *_tails(pair), *(Conflict(_again(s), s) for s in again)]
    is_retitled = not swapped or not is_one_form(pair)
    found += _lone(swapped_below) if pair.mine.is_dense and is_retitled else []
    found += [*_elsewhere(*titles), *_elsewhere(*leads)] if is_one_form(pair) else []
    return Difference(
        sorted(found, key=lambda conflict: _TELLING.index(conflict.slot)),
        frozenset(each.slot for each in in_title),
    )


def _is_undone(before: Wording, now: Wording) -> bool:
    """Whether one title takes off what the other puts on, in words that stand apart."""
    old, new = acts(before.words), acts(now.words)
    return opposed(old - new, new - old)


def _lone(found: list[Swap]) -> list[Conflict]:
    """The one word in which two Chinese texts differ, when it is the only one: mostly a name."""
    only = found[0] if len(found) == 1 else None
    if only is None or min(map(len, (only.gone, only.come))) < 2 or only.size > PHRASE:
        return []  # one character is a slip
    before, now = only.acts()
    return [] if before & now else [Conflict(Slot.name, only)]


def _elsewhere(before: Wording, now: Wording) -> list[Conflict]:
    """Whether each of two texts names a country that the other does not."""
    size = min(len(before.words), len(now.words))
    old, new = (places(side.first(size).words) for side in (before, now))
    if not old - new or not new - old:
        return []
    codes = [wording(min(side).upper()) for side in (old - new, new - old)]
    return [Conflict(Slot.name, Swap(codes[0], codes[1]))]


def _is_sure(swap: Swap) -> bool:
    """Whether no other word could stand there than a name."""
    return _is_country(swap) or is_of_a_firm(swap)


def _is_country(swap: Swap) -> bool:
    mine, theirs = country(swap.gone), country(swap.come)
    return bool(mine) and bool(theirs) and not mine & theirs


def _names_another(swap: Swap, pair: Pair) -> bool:
    """Whether the titles over one text name countries, or somebody of whom it says nothing."""
    if not is_one_form(pair):
        return False
    if _is_country(swap) or pair.mine.is_dense:
        return _is_country(swap)
    named = {*names(swap.old), *names(swap.new)}
    said = {*pair.mine.lead.words, *pair.theirs.lead.words}
    return len(named) == 2 and len(named - said) == 1 and swap.size == 1


def _is_unsaid(swap: Swap, pair: Pair) -> bool:
    """Whether titles of one form differ in something of which the text below both says nothing.

    Then the text is but the form of such notices, and the titles say what each is about.
    """
    if swap.size > CLAUSE or not is_one_form(pair):
        return False
    said = {*pair.mine.lead.words, *pair.theirs.lead.words}
    dense = "".join((*pair.mine.lead.words, *pair.theirs.lead.words)) if pair.mine.is_dense else ""
    sides = [tuple(word for word in side if word not in COMMON) for side in (swap.gone, swap.come)]
    return all(sides) and all(
        "".join(side) not in dense if pair.mine.is_dense else said.isdisjoint(side)
        for side in sides
    )


def _tails(pair: Pair) -> list[Conflict]:
    """Titles that begin alike at length, and end each in its own way: notices of one form."""
    mine, theirs = pair.mine.title, pair.theirs.title
    same = Prefix.similarity(theirs.words, mine.words)
    ends = [title.part(same, len(title.words)) for title in (theirs, mine)]
    swap = Swap(ends[0], ends[1], same)
    is_form = same >= FORM * (1 + mine.is_dense) and min(pair.sizes) < TWO_SENTENCES
    has_ends = min(len(swap.gone), len(swap.come)) > 1 and not {*swap.gone} & {*swap.come}
    return [Conflict(Slot.name, swap)] if is_form and has_ends else []


def _again(swap: Swap) -> Slot:
    """A verb goes on with the matter, a name does not."""
    is_verb = not any(map(is_ideogram, swap.gone)) and not names(swap.old)
    return Slot.opposite if is_verb else Slot.name
