"""How quick matching and authoring are."""

import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from statistics import median

from tracker.core import match, normalise
from tracker.core.model import Article, Entry, Origin
from tracker.core.rules import Rulebook
from tracker.quality import backtest
from tracker.quality.bench.figures import Result, figure, timed, word
from tracker.rulebook import build, examples, query
from tracker.rulebook.files import RuleText, Snapshot
from tracker.store import Stored

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
ORIGIN = Origin(id="bench", name="bench")
CURLY_EVERY = 3  # articles, of which one is written with the quotes of a typesetter
QUERY = 'alpha AND (beta* OR "gamma delta") AND NOT (epsilon w/5 zeta)'


def match_bench(rules: Rulebook, watches: int = 1000, articles: int = 2000) -> Result:
    """`articles` of about 490 words, and a rulebook of so many made `watches`."""
    made = Snapshot(folders=(), absent=(), files=(_rule_file(watches),), faults=())
    built, reading = timed(lambda: build.sound(build.of(made)))
    failed, proving = timed(lambda: list(examples.failures(built)))
    if failed:
        raise AssertionError(f"an example of the bench fails: {failed[0]}")
    texts = list(_articles(articles))
    few = texts[: max(1, articles // 100)]
    expressions = [_expression(term.text) for term in rules.lexicon.terms if not term.pattern]
    matched, ours = timed(lambda: [match.find(article, rules) for article in texts])
    _, obvious = timed(lambda: [_one_by_one(article, expressions) for article in few])
    rate, obvious_rate = len(matched) / ours, len(few) / obvious
    one = build.alone(built.rulebook, built.rulebook.watches[:1])
    stored = [Stored(article=article, story="") for article in texts]
    _, replaying = timed(lambda: backtest.run(stored, one))
    parsing = median(timed(lambda: query.parse(QUERY))[1] for _ in range(50))
    return {
        "name": "match",
        "results": [
            figure(f"{watches} watches read and checked", reading, "s"),
            figure("a query parsed", parsing * 1000, "ms"),
            figure(f"the examples of {watches} watches", proving, "s"),
            figure(
                "articles matched, shipped rules",
                rate,
                "1/s",
                versus="one regular expression per term",
                ratio=rate / obvious_rate,
            ),
            figure(f"one watch against {articles} articles", replaying, "s"),
        ],
    }


def _rule_file(watches: int) -> RuleText:
    """Watches of ten terms each, of every kind of condition, with two examples."""
    chance = random.Random(1)  # noqa: S311  made-up words are no secrets
    lines = ["version: 1", "watches:"]
    for number in range(watches):
        words = [f"{word(chance)} {word(chance)}{number}" for _ in range(10)]
        first, second, third = words[:3]
        lines += [
            f"  - watch: Watch {number}",
            f"    any: [{', '.join(words[3:])}, {{near: [{first}, {second}], within: 8}}]",
            f"    none: [{third}]",
            "    examples:",
            f"      match: [The {words[4]} was seen]",
            f"      no_match: [The {words[4]} was seen with {third}]",
        ]
    return RuleText(name="bench.yaml", pack="bench", text="\n".join(lines) + "\n")


def _articles(count: int) -> Iterator[Article]:
    chance = random.Random(2)  # noqa: S311  made-up words are no secrets
    words = [word(chance) for _ in range(5000)] + ["the", "of", "chip", "export", "China"] * 200
    for number in range(count):
        sentences = [" ".join(chance.choices(words, k=14)).capitalize() + "." for _ in range(35)]
        if number % CURLY_EVERY == 0:
            sentences = [f"“{sentence}”" for sentence in sentences]
        paragraphs = [" ".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5)]
        title = " ".join(chance.choices(words, k=9))
        entry = Entry(id=str(number), title=f"{title} {number}", content="\n".join(paragraphs))
        yield normalise.article(entry, ORIGIN, EPOCH)


def _expression(text: str) -> re.Pattern[str]:
    words = re.escape(text).replace(r"\*", r"\w*").replace(r"\?", r"\w")
    return re.compile(rf"\b{words}\b", re.IGNORECASE)


def _one_by_one(article: Article, expressions: list[re.Pattern[str]]) -> int:
    """The obvious way: each term is an expression, and each is searched for."""
    text = f"{article.title}\n{article.summary}\n{article.body}"
    return sum(expression.search(text) is not None for expression in expressions)
