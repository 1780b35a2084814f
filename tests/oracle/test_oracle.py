"""The engine says of any article what a plain reading of the rules says."""

from collections import Counter
from itertools import product

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.oracle.books import FIELD_NAMES, books
from tests.oracle.naive import named, told
from tests.oracle.reading import Reading, Shown
from tests.oracle.texts import ANY, THEMES, articles
from tests.oracle.writing import Data, as_objects, as_rule_file
from tracker.core.match import find
from tracker.core.model import Article, Evidence, Findings
from tracker.core.rules import Rulebook
from tracker.rulebook import build

Log = set[tuple[str, bool]]

CONDITIONS = (
    "anyterm|any|all|not|near|near, ordered|atleast|at least, distinct|same sentence|same paragraph"
    "|apart by words|apart by sentence|apart by paragraph"
).split("|")
TERMS = (
    "pattern|alias|singular|plural|wildcard *|wildcard ?|never|context|case any|case exact"
    "|case capital|case upper|case lower"
).split("|")
LIMITS = ("expires", "sources", "languages", "types", "jurisdictions", "min_score", "raise")
FIELDS = [f"in {name}" for name in FIELD_NAMES]
EVERYTHING = set(product((*CONDITIONS, *TERMS, *LIMITS, *FIELDS), (True, False)))

of_one_theme = st.sampled_from([*THEMES, THEMES[-1], ANY]).flatmap(
    lambda theme: st.tuples(books(theme), st.lists(articles(theme), min_size=4, max_size=4))
)


FIND, FIND_SMALLEST = (Phase.generate,), (Phase.generate, Phase.shrink)


def calm(examples: int, phases: tuple[Phase, ...] = FIND_SMALLEST) -> settings:
    return settings(deadline=None, derandomize=True, max_examples=examples, phases=phases)


def test_a_rulebook_says_what_a_plain_reading_says() -> None:
    log: Log = set()

    @calm(500)
    @given(of_one_theme)
    def agree(made: tuple[Data, list[Article]]) -> None:
        rules = as_objects(made[0])
        for article in made[1]:
            log.update(_compare(article, rules, rules))

    agree()
    assert EVERYTHING - log == set(), "what was never so, or always"


def test_a_rule_file_says_what_a_plain_reading_says() -> None:
    log: Log = set()

    @calm(100, FIND)  # a rule file takes too long to be made smaller and smaller
    @given(of_one_theme)
    def agree(made: tuple[Data, list[Article]]) -> None:
        rules, filed = as_objects(made[0]), as_rule_file(made[0])
        for article in made[1]:
            log.update(_compare(article, rules, filed))

    agree()
    assert set(CONDITIONS) - {what for what, _ in log} == set(), "what no rule file asked for"


@calm(50)
@given(of_one_theme)
def test_a_watch_says_alone_what_it_says_among_others(made: tuple[Data, list[Article]]) -> None:
    rules = as_objects(made[0])
    for watch in rules.watches:
        alone = build.alone(rules, (watch,))
        for article in made[1]:
            among_others = [m for m in find(article, rules).matches if m.watch == watch.id]
            assert list(find(article, alone).matches) == among_others


def _compare(article: Article, objects: Rulebook, rules: Rulebook) -> Log:
    """Hold what `rules` say against a plain reading of `objects`, which mean the same."""
    reading = Reading.of(article, objects.lexicon.terms)
    findings = find(article, rules)
    assert _told(findings) == told(article, objects.watches, reading)
    assert _named(findings) == named(objects.entities.values(), reading)
    return reading.log


def _told(findings: Findings) -> list[tuple[object, ...]]:
    return [
        (match.watch, match.severity, match.score, _shown(match.evidence))
        for match in findings.matches
    ]


def _named(findings: Findings) -> dict[str, Counter[Shown]]:
    return {name: _shown(evidence) for name, evidence in findings.entities.items()}


def _shown(evidence: tuple[Evidence, ...]) -> Counter[Shown]:
    return Counter(Shown(e.term, e.field, e.start, e.end, e.text, e.entity) for e in evidence)
