"""In which fact do two texts differ that are otherwise alike?

Every measure of likeness also finds the *sequel* alike: "adds 12 firms", "adds 37 firms". What
tells them apart is a small swap: a number, a name, an opposite, a negation.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from unicodedata import normalize

from rapidfuzz.distance import OSA, Levenshtein, Opcode

from tracker.core.text import IDEOGRAPHIC, clip

# Longer changes are read as far as this: what compares them must not hold up other threads.
MOST_TOKENS = 8_000
# What a page counts and tells of itself, and nobody amends.
COUNTED = re.compile(
    r"\b(?:views?|reads?|visits?|hits?|shares?|likes?|comments?|downloads?)\W{0,3}\d[\d.,]*"
    r"|\d[\d.,]*\s?(?:views?|reads?|visits?|hits?|shares?|likes?|comments?|downloads?)\b"
    r"|(?:浏览|阅读|点击|访问|閱讀|瀏覽)(?:次数|量|数)?\W{0,2}\d[\d.,]*"
    r"|\d+\s(?:second|minute|hour|day|week|month)s?\sago\b|(?:©|\bcopyright\b)\W{0,3}\d{4}"
    r"|follow us\b[^\n]{0,80}",
    re.IGNORECASE,
)
SHOWN = 80  # code points of either side of a change, for a person
MIN_TEXT = 120  # code points; two longer texts are compared up to the end of the shorter
TOKEN = re.compile(
    r"(?:(?<!\w)[+\-−])?\d[\d.,]*|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\d_]+(?:['’]t\b)?"
)
NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve dozen twenty thirty forty "
    "fifty hundred thousand million billion trillion first second third fourth "
    "一 二 两 三 四 五 六 七 八 九 十 百 千 万 亿".split()
)
# Words that no copy has gained or lost.
NEGATIONS = frozenset("not no never cannot without denies deny denied 不 未 没 無 无 否".split())
STAGES = frozenset("proposed proposes draft final finalizes finalises 拟 草 稿".split())
OPPOSITES = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        ("add adds added adding", "remove removes removed removing"),
        ("tighten tightens tightened tightening", "ease eases eased easing relax relaxes"),
        ("impose imposes imposed imposing", "lift lifts lifted lifting"),
        ("ban bans banned block blocks blocked", "allow allows allowed approve approves approved"),
        ("approve approves approved", "reject rejects rejected"),
        ("suspend suspends suspended", "resume resumes resumed"),
        ("delay delays delayed", "effective"),
        ("win wins won", "lose loses lost"),
        ("up rise rises rose", "down fall falls fell"),
        ("加 增 升", "减 移 降"),
        ("列 入", "移 出"),
        ("禁 否 驳 拒", "许 准"),
        ("放 宽 松", "收 紧"),
        ("暂 停", "恢 复"),
    )
)


Words = Sequence[str]


def difference(left: str, right: str, *, names: bool = True) -> str:
    """The first fact in which two otherwise like texts differ, as `12 -> 37`; "" if none does."""
    if not left or not right:
        return ""
    steps = list(_steps(left, right))
    facts = (_fact(gone, come, names=names) for gone, come in steps)
    return next(filter(None, facts), "") or renamed(steps)


def amendment(before: str, now: str) -> str:
    """The first fact that a later version of a text has changed, added or dropped; else "".

    Other than in a copy, what one of the two does not have counts: a number, a name, a negation.
    """
    mine, theirs = (_tokens(text)[:MOST_TOKENS] for text in _apart(before, now))
    for step in _edits(mine, theirs):
        gone, come = mine[step.src_start : step.src_end], theirs[step.dest_start : step.dest_end]
        has_other_numbers = sorted(_numbers(gone)) != sorted(_numbers(come))
        is_named = not (gone and come) and _says_a_name(gone or come)
        if has_other_numbers or is_named or _fact(gone, come, names=True):
            return _swap(gone, come)
    return ""


def _apart(before: str, now: str) -> tuple[str, str]:
    """The paragraphs that only one of the two has, without what changes by itself."""
    sides = [COUNTED.sub(" ", text).split("\n") for text in (before, now)]
    common = set(sides[0]) & set(sides[1])
    left, right = ("\n".join(line for line in side if line not in common) for side in sides)
    return left, right


def _says_a_name(tokens: Words) -> bool:
    """What was put in or taken out says who. The first word alone may only begin a sentence."""
    names = [token for token in tokens if token[0].isupper()]
    written_small = sum(bool(IDEOGRAPHIC.match(token)) for token in tokens)
    is_only_first = len(names) == 1 and names[0] == tokens[0] and len(tokens) > 2
    return written_small > 1 or (bool(names) and not is_only_first)


def swaps(left: str, right: str) -> list[tuple[Words, Words]]:
    """The words of `left` for which `right` has others."""
    return [(gone, come) for gone, come in _steps(left, right) if gone and come]


def _steps(left: str, right: str) -> Iterator[tuple[Words, Words]]:
    """What one text has where the other has something else, or nothing."""
    size = min(len(left), len(right))
    if size >= MIN_TEXT:
        left, right = left[:size], right[:size]
    mine, theirs = _tokens(left), _tokens(right)
    for step in _edits(mine, theirs):
        if not _at_the_cut(step.src_end, step.dest_end, mine, theirs):
            yield mine[step.src_start : step.src_end], theirs[step.dest_start : step.dest_end]


def _edits(mine: Words, theirs: Words) -> Iterator[Opcode]:
    """What leads from one to the other, whatever the case of letters."""
    steps = Levenshtein.opcodes([t.lower() for t in mine], [t.lower() for t in theirs])
    return (step for step in steps if step.tag != "equal")


def renamed(steps: Iterable[tuple[Words, Words]]) -> str:
    """A swap of Chinese words that comes again: a synonym does not, a name does."""
    count = Counter(("".join(gone), "".join(come)) for gone, come in steps)
    for swap, times in count.items():
        if times > 1 and all(len(IDEOGRAPHIC.findall(side)) > 1 for side in swap):
            return " -> ".join(swap)
    return ""


def _at_the_cut(mine_end: int, their_end: int, mine: Words, theirs: Words) -> bool:
    """At the end of texts cut to one length there is always some difference."""
    return len(mine) > 20 and mine_end == len(mine) and their_end == len(theirs)


def _swap(gone: Words, come: Words) -> str:
    before, now = (clip(" ".join(side), SHOWN) or "-" for side in (gone, come))
    return f"{before} -> {now}"


def _fact(gone: Words, come: Words, *, names: bool) -> str:
    swap = _swap(gone, come)
    numbers = _numbers(gone), _numbers(come)
    if all(numbers) and numbers[0] != numbers[1]:
        return swap
    lost, gained = {t.lower() for t in gone}, {t.lower() for t in come}
    if _negates(lost) != _negates(gained) or bool(lost & STAGES) != bool(gained & STAGES):
        return swap
    for one, other in OPPOSITES:
        if (lost & one and gained & other) or (lost & other and gained & one):
            return swap
    return swap if names and _other_name(gone, come) else ""


def _numbers(tokens: Words) -> list[str]:
    return [t.lower() for t in tokens if t[-1].isdigit() or t.lower() in NUMBERS]


def _negates(words: set[str]) -> bool:
    return bool(words & NEGATIONS) or any(word.endswith(("'t", "’t")) for word in words)


def _other_name(gone: Words, come: Words) -> bool:
    if max(len(gone), len(come)) > 4:
        return False  # a sentence put in other words
    names = [t for t in gone if t[0].isupper()], [t for t in come if t[0].isupper()]
    return all(names) and not respelt(*names)


def respelt(gone: Words, come: Words) -> bool:
    """At most a slip of the pen in a long word: Zelenskiy and Zelensky, not Iran and Iraq."""
    return len(gone) == len(come) and all(
        a == b or (min(len(a), len(b)) > 5 and a[0] == b[0] and OSA.distance(a, b) <= 1)
        for a, b in zip(map(str.lower, gone), map(str.lower, come), strict=True)
    )


def _tokens(text: str) -> list[str]:
    return [token.rstrip(".,") for token in TOKEN.findall(normalize("NFKC", text))]
