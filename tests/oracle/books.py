"""Random rulebooks with every kind of condition, written as data; see `writing` for its form."""

import re
from datetime import timedelta
from functools import cache
from typing import Any as Anything

from hypothesis import strategies as st

from tests.core import NOW
from tests.oracle.texts import Theme
from tests.oracle.writing import Data, Item
from tracker.core.model import Severity

Strategy = st.SearchStrategy
Mapping = Strategy[dict[str, Anything]]


def some(**keys: Strategy[Anything]) -> Mapping:
    """A mapping with any of these keys."""
    return st.fixed_dictionaries({}, optional=keys)


def every(**keys: Strategy[Anything]) -> Mapping:
    """A mapping with each of these keys."""
    return st.fixed_dictionaries(keys)


def listed(of: Strategy[Item], least: int = 1, most: int = 3) -> Strategy[list[Item]]:
    return st.lists(of, min_size=least, max_size=most)


def few(of: tuple[str, ...]) -> Strategy[list[str]]:
    return st.lists(st.sampled_from(of), min_size=1, max_size=2, unique=True)


def seldom(of: Mapping) -> Mapping:
    return st.one_of(*[st.just(dict[str, Anything]())] * 3, of)


# -- terms -----------------------------------------------------------------------------------

PATTERNS = (r"\bAI\b", r"(?i)chips?", "芯片|智能", r"H\d+", r"[A-Z]{3,}")
FIELD_NAMES = ("title", "lead", "summary", "body", "url", "author", "tags")

names = st.sampled_from(["$tools", "$more", "$firm", "$body"])
weights = st.sampled_from([0.5, 1, 2, 3.25])
one_field = st.sampled_from(FIELD_NAMES[:4]).map(lambda name: [name])
fields = one_field | st.lists(st.sampled_from(FIELD_NAMES), min_size=2, max_size=3, unique=True)
units = st.sampled_from(["sentence", "paragraph"])
reaches = st.sampled_from([1, 3, 8, "sentence", "paragraph", "paragraph"])
cases = st.sampled_from(["exact", "any", "capital", "upper", "lower"])
one_number = st.sampled_from(["singular", "plural"])


def with_options(texts: Strategy[str], options: Mapping) -> Mapping:
    return st.builds(lambda text, more: {"term": text, **more}, texts, options)


@cache
def words(theme: Theme) -> Strategy[Item]:
    """A word of a list."""
    texts = st.sampled_from(theme.terms)
    options = some(
        case=cases,
        number=one_number,
        weight=weights,
        never=few(theme.friends),
        context=few(theme.context),
    )
    return texts | texts | with_options(texts, options)


@cache
def leaves(theme: Theme, *, query: bool) -> Strategy[Item]:
    """A term, a list, an entity or a pattern, as it may stand in a query or in a list."""
    texts = st.sampled_from(theme.terms)
    pattern = every(regex=st.sampled_from(PATTERNS))
    if query:
        in_query = some(case=cases.filter(lambda case: case != "any"), number=one_number)
        return st.one_of(texts, texts, names, with_options(texts, in_query), pattern)
    reference = with_options(names, some(weight=weights, **{"in": fields}))
    in_fields = with_options(texts, every(**{"in": fields}))
    return st.one_of(texts, names, words(theme), reference, in_fields, pattern)


# -- conditions ------------------------------------------------------------------------------
# Each of them needs words that are there, but for what is made by `none` alone.


@cache
def placed(theme: Theme, depth: int, *, query: bool) -> Strategy[Item]:
    """What stands at a place, so that something can be near it."""
    if depth == 0:
        return leaves(theme, query=query)
    below = placed(theme, depth - 1, query=query)
    either = every(any=listed(below, 2, 4))
    within, most = st.sampled_from([1, 2, 3, 5, 20]), 2 if query else 3
    near = every(near=listed(either | below, 2, most), within=within, ordered=st.booleans())
    kinds = [below, either, near, near]
    if query:
        kinds += [every(apart=listed(below, 2, 2), within=reaches)] * 2
    return st.one_of(kinds)


@cache
def conditions(theme: Theme, depth: int, *, query: bool = False) -> Strategy[Item]:
    """Any condition, nested so deep."""
    if depth == 0:
        return leaves(theme, query=query)
    below = conditions(theme, depth - 1, query=query)
    either = every(any=listed(below, 2, 4))
    same = every(same=units, of=listed(either | below, 2))
    kinds = [
        placed(theme, depth, query=query),
        either,
        every(any=listed(below), **{"in": one_field if query else fields}),
        every(all=listed(below, 1, 2), none=listed(below, 1, 1)),
        every(any=listed(below), all=listed(below, 1, 1)),
        same,
        every(at_least=st.integers(1, 4), of=listed(below)),
        st.sampled_from(["$curbs", "$trade"]),
    ]
    if not query:
        absent = every(none=listed(below, 1, 1))
        kinds += [
            st.builds(lambda one, more: one | {"of": [*one["of"], more]}, same, absent),
            every(query=conditions(theme, depth - 1, query=True)),
            distinct(theme),
        ]
    return st.one_of(kinds)


def distinct(theme: Theme) -> Mapping:
    several = listed(leaves(theme, query=False))
    return every(at_least=st.integers(1, 3), of=several, distinct=st.just(value=True))


# -- watches ---------------------------------------------------------------------------------

DAY = NOW.date()
grades = st.sampled_from(list(Severity.__members__))
scopes = some(
    sources=st.sampled_from([["bis"], ["tag:press"], ["bis", "tag:press"]]),
    languages=st.sampled_from([["en"], ["en-GB", "zh"], ["zh"]]),
    jurisdictions=st.sampled_from([["US"], ["CN", "EU"]]),
    types=st.sampled_from([["rule"], ["rule", "notice"]]),
    expires=st.sampled_from([DAY - timedelta(1), DAY, DAY + timedelta(1)]).map(str),
)
SOURCES = [
    {"kind": "feed", "id": name, "name": name, "url": f"https://{name}.example/feed", "tags": tags}
    for name, tags in (("bis", ["us"]), ("wire", ["press"]))
]


def likely(theme: Theme) -> Mapping:
    """A watch with a condition that else seldom holds, of terms that are in many articles."""
    either = every(any=listed(st.sampled_from(theme.terms), 3, 5))
    within, ordered = st.integers(1, 9), st.booleans()
    kinds = [
        every(near=listed(either, 2), within=within, ordered=ordered),
        every(same=units, of=listed(either, 2)),
        every(query=every(near=listed(either, 2, 2), within=within, ordered=ordered)),
        *[every(query=every(apart=listed(either, 2, 2), within=units | st.just(3)))] * 2,
        every(query=every(at_least=st.integers(2, 5), of=listed(either))),
    ]
    return every(any=listed(st.one_of(kinds), 1, 1), severity=grades)


@cache
def watches(theme: Theme) -> Mapping:
    """A watch without its name."""
    deep, flat = conditions(theme, 2), conditions(theme, 1)
    absence = every(none=listed(st.sampled_from(theme.terms), 1, 1))
    looks = st.one_of(
        every(any=listed(deep | absence)),
        every(all=listed(deep, 1, 2)),
        every(query=conditions(theme, 3, query=True)),
        every(any=listed(deep), none=listed(flat, 1, 1)),
        every(any=listed(flat), all=listed(flat, 1, 1), query=conditions(theme, 1, query=True)),
    )
    steps = st.lists(every(to=grades, when=flat | absence), min_size=1, max_size=2)
    graver = some(**{"raise": steps}, min_score=st.sampled_from([0.5, 2, 3, 4.5]))
    where, grade = seldom(every(**{"in": fields})), every(severity=grades)
    parts = st.tuples(looks, graver, where, seldom(scopes), grade)
    return parts.map(lambda found: {key: value for part in found for key, value in part.items()})


@cache
def books(theme: Theme) -> Strategy[Data]:
    """A rulebook as a file says it."""
    known = st.lists(st.sampled_from(theme.names), max_size=2, unique=True)
    entity = st.builds(
        lambda name, aliases, more: {"name": name, "aliases": aliases, **more},
        st.sampled_from(theme.names),
        known,
        some(never=few(theme.friends), context=few(theme.context)),
    )
    macro = conditions(theme, 1).filter(lambda item: not re.search(r"\$(curbs|trade)", str(item)))
    return every(
        version=st.just(1),
        sources=st.just(SOURCES),
        lists=every(tools=listed(words(theme)), more=listed(words(theme) | st.just("$tools"))),
        entities=every(firm=entity, body=entity),
        macros=every(curbs=macro, trade=macro),
        watches=st.builds(_named, listed(watches(theme)), likely(theme)),
    )


def _named(rules: list[Data], last: Data) -> list[Data]:
    return [{"watch": f"Watch {n}", "id": f"w{n}", **rule} for n, rule in enumerate([*rules, last])]
