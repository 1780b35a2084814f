"""A Chinese term stands wherever its characters do, but for where its rule says never."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core import an_article
from tests.oracle.words import folded
from tests.oracle.writing import as_rule_file
from tracker.core.lexicon import Lexicon
from tracker.core.match import find
from tracker.core.terms import Term

calm = settings(deadline=None, derandomize=True, max_examples=400)

# Simplified, Traditional and Japanese characters, and what else stands between them.
IDEOGRAPHS = "人工智能法律庭芯片晶機机發发氣気の"
terms = st.text(IDEOGRAPHS, min_size=1, max_size=4)
others = st.sampled_from([*IDEOGRAPHS, *"，。、Aa1é가🚀\n", "H20", " x ", "AI"])


def overlapping(term: str, text: str) -> list[tuple[int, int]]:
    """Each place of `term`, by `str.find`: character by character in Simplified ones."""
    plain, wanted = ("".join(map(folded, given)) for given in (text, term))
    found, start = [], plain.find(wanted)
    while start >= 0:
        found.append((start, start + len(wanted)))
        start = plain.find(wanted, start + 1)
    return found


@calm
@given(st.lists(terms, min_size=1, max_size=6, unique=True), st.data())
def test_every_occurrence_of_a_chinese_term_is_found(
    wanted: list[str], data: st.DataObject
) -> None:
    parts = data.draw(st.lists(st.one_of(st.sampled_from(wanted), others), max_size=30))
    text = "".join(parts).replace("  ", " ")  # two spaces are one, and what follows moves
    hits = {(hit.term, hit.start, hit.end) for hit in Lexicon(map(Term.written, wanted)).hits(text)}
    assert hits == {
        (number, *place) for number, term in enumerate(wanted) for place in overlapping(term, text)
    }


LAW = as_rule_file(
    {
        "version": 1,
        "watches": [
            {
                "watch": "The law, and neither any law nor a court",
                "id": "law",
                "any": [{"term": "人工智能法", "never": ["人工智能法律", "人工智能法庭"]}],
            }
        ],
    }
)
tellings = st.lists(st.sampled_from(["人工智能法", *"人工智能法律庭的，", "AI", "\n"]), max_size=20)


@calm
@given(tellings.map("".join))
def test_a_law_is_neither_any_law_nor_a_court_when_the_watch_says_so(body: str) -> None:
    places = [
        (start, end)
        for start, end in overlapping("人工智能法", body)
        if body[end : end + 1] not in {*"律庭"}
    ]
    matches = find(an_article("题", content=body), LAW).matches
    assert [(e.start, e.end) for match in matches for e in match.evidence] == places
