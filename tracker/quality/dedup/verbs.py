"""What is said to be done, turned round: the opposite verb, a negation, another stage."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from tracker.quality.dedup import opposites
from tracker.quality.dedup.corpus import Text
from tracker.quality.dedup.passages import front, in_front, whole
from tracker.quality.dedup.swaps import Swap, Swaps, always, like

BE_OR_HAVE = r"(?:is|are|was|were|be|been|being|has|have|had)"
PASSIVE = re.compile(rf"(?i:\b{BE_OR_HAVE}|['’](?:s|ve)) (?:\w+ )?$")
AUXILIARY = r"(?:will|would|could|should|must|is|are|was|were|can)"
NEGATED = r"(?:not|n['’]t|never|no longer)"
CHINESE_AUXILIARY = {
    "已": "未", "将": "将不", "拟": "不拟", "会": "不会", "可": "不可", "获": "未获", "被": "未被",
    "宣布": "宣布不", "决定": "决定不", "计划": "不计划", "正式": "未正式", "表示": "表示不",
}  # fmt: skip
LISTS = r"(?i:(?: [\w-]+){0,3} (?:\w*list|register)\b)"

Verb = Sequence[str]


def english_opposites(article: Text) -> Iterator[Swaps]:
    """For each verb in front its opposite, unless the text has that as well."""
    for pair in opposites.VERBS:
        for mine, theirs in (pair, pair[::-1]):
            if _has(mine, front(article)) and not _has(theirs, whole(article)):
                forms = zip(mine, theirs, strict=True)
                verbs = (always(_form(a), b.rstrip("*")) for a, b in forms if not a.endswith("*"))
                yield (*verbs, *_preposition(mine, theirs))


def chinese_opposites(article: Text) -> Iterator[Swaps]:
    """The same."""
    for pair in opposites.CHINESE_VERBS:
        for mine, theirs in (pair, pair[::-1]):
            if mine in front(article) and theirs not in whole(article):
                yield (always(mine, theirs),)


def english_negations(article: Text) -> Iterator[Swaps]:
    """For each verb in front, unless it is denied already; and for `will add` and the like."""
    for verb in chain(chain.from_iterable(opposites.VERBS), opposites.OTHER_VERBS):
        denied = rf"(?i:{NEGATED} (?:\w+ )?(?:{'|'.join(_written(verb))})\b)"
        if _has(verb, front(article)) and not re.search(denied, whole(article)):
            yield _denied(verb)
    for phrase in in_front(rf"\b{AUXILIARY} (?!{NEGATED}\b)[a-z]+\b", article):
        auxiliary, after = phrase.split(" ")
        yield (always(rf"\b{auxiliary} {after}\b", f"{auxiliary} not {after}"),)


def chinese_negations(article: Text) -> Iterator[Swaps]:
    """For each verb in front, unless it is denied already."""
    for verb in (*chain.from_iterable(opposites.CHINESE_VERBS), *opposites.CHINESE_OTHER_VERBS):
        denied = rf"[不未没]{verb}|未将[^，。]*{verb}"
        if verb in front(article) and not re.search(denied, whole(article)):
            yield (_chinese_denied(verb),)


def stages(article: Text) -> Iterator[Swaps]:
    """All ways to say how far a rule has come, later or earlier; none where a text has both."""
    known = opposites.CHINESE_STAGES if article.language == "zh" else opposites.STAGES
    for later in (True, False):
        others = (_whole_word(stage.swap(later=not later)[0]) for stage in known)
        if not any(re.search(other, whole(article)) for other in others):
            pairs = (stage.swap(later=later) for stage in known)
            yield tuple(always(_whole_word(found), written) for found, written in pairs)


def _whole_word(found: str) -> str:
    return rf"(?i:\b{found}(?!\w))" if found[:1].isascii() else found


def _form(form: str) -> str:
    # What somebody added is what was said.
    return rf"(?i:\b{form}\b)" + (r"(?! that\b|[.,:;])" if form == "added" else "")


def _written(verb: Verb) -> list[str]:
    """All forms, and those too that are often other words."""
    return [form.rstrip("*") for form in verb]


def _has(verb: Verb, text: str) -> bool:
    return re.search("|".join(map(_form, _written(verb))), text) is not None


def _preposition(mine: Verb, theirs: Verb) -> Swaps:
    """What was added to a list is removed from it."""
    fitting = {"add": "to", "remove": "from"}
    if mine[0] not in fitting:
        return ()
    between = rf"(?i:\b(?:{'|'.join(_written(theirs))})\b)[^.;\n]{{1,120}}?"
    return (
        Swap(
            found=rf"{between} {fitting[mine[0]]}(?={LISTS})",
            written=lambda place: f"{place['fact'].rpartition(' ')[0]} {fitting[theirs[0]]}",
        ),
    )


def _denied(verb: Verb) -> Swaps:
    """Adds: does not add. Added: did not add, or not added after a form of be or have."""
    base, _, _, going = _written(verb)
    denials = (f"not {base}", f"does not {base}", f"did not {base}", f"not {going}")
    forms = zip(verb, denials, strict=True)
    return tuple(
        Swap(found=_form(form), written=_denial(form, denial))
        for form, denial in forms
        if not form.endswith("*")
    )


def _denial(form: str, denial: str) -> Callable[[re.Match[str]], str]:
    def written(place: re.Match[str]) -> str:
        before = place.string[: place.start("fact")]
        is_passive = denial.startswith("did not") and PASSIVE.search(before)
        return like(place["fact"], f"not {form}" if is_passive else denial)

    return written


def _chinese_denied(verb: str) -> Swap:
    """批准了: 未批准. 将撤销: 将不撤销. 将12家企业列入: 未将12家企业列入."""
    auxiliary = "|".join(CHINESE_AUXILIARY)

    def written(place: re.Match[str]) -> str:
        before = place["fact"].removesuffix("了").removesuffix(verb)
        return f"{CHINESE_AUXILIARY.get(before, f'未{before}')}{verb}"

    return Swap(found=rf"(?:将[^，。；！？\s]{{2,40}}?|{auxiliary})?{verb}了?", written=written)
